"""The steps of one figure over time, drawn as SVG without styles; the table beside it says the same."""

from __future__ import annotations

from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ansinh.core.rules.parameters import Parameter

LEFT, RIGHT, WIDTH, HEIGHT, TOP, BASE = 12, 640, 728, 170, 34, 140


def draw_steps(parameter: Parameter, *, on: date) -> SafeString | str:
    """Draw a figure from its first day to today or its last; "" where it has fewer than two steps or is no number."""
    steps = [
        (each.applied_from, each.value)
        for each in parameter.values
        if isinstance(each.value, int) and not isinstance(each.value, bool)
    ]
    if len({value for _day, value in steps}) < 2 or len(steps) != len(parameter.values):
        return ""
    first, last = steps[0][0], max(on, steps[-1][0])
    days, most = max((last - first).days, 1), max(value for _day, value in steps)

    def x(day: date) -> str:
        return f"{LEFT + (RIGHT - LEFT) * (day - first).days / days:.1f}"

    def y(value: int) -> float:
        return BASE - (BASE - TOP) * value / most

    path: list[str] = []
    marks: list[tuple[str, str, str, str]] = []
    days_shown: list[tuple[str, str]] = []
    for at, (day, value) in enumerate(steps):
        end = steps[at + 1][0] if at + 1 < len(steps) else last
        path.append(f"{'L' if at else 'M'}{x(day)} {y(value):.1f}L{x(end)} {y(value):.1f}")
        if at == 0 or value != steps[at - 1][1]:
            marks.append((x(day), f"{y(value):.1f}", f"{y(value) - 9:.1f}", parameter.shown(value)))
            days_shown.append((x(day), f"{day:%d/%m/%Y}"))
    said = "; ".join(f"{parameter.shown(value)} từ {day:%d/%m/%Y}" for day, value in steps)
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}"><line class="g-x" x1="{}" x2="{}" y1="{}" y2="{}"></line>'
        '<path class="g-a" d="{}"></path>{}{}</svg>',
        WIDTH, HEIGHT, f"{parameter.label}: {said}", LEFT, WIDTH, BASE, BASE, "".join(path),
        format_html_join("", '<circle class="g-d" cx="{}" cy="{}" r="4"></circle><text class="b" x="{}" y="{}">{}</text>',
                         ((cx, cy, cx, ty, text) for cx, cy, ty, text in marks)),
        format_html_join("", '<text x="{}" y="{}">{}</text>', ((place, BASE + 18, text) for place, text in days_shown)),
    )  # fmt: skip
