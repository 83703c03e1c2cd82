"""The drawing of one indicator across plans: a point a plan on a cut scale, as SVG without styles."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ansinh.apps.planning.selectors.compare import Figure, Group, PlanRow, is_ranked, ranked_figures
from ansinh.apps.ui import formats
from ansinh.core.catalogue import ParentTarget

LEFT, RIGHT, WIDTH, STEP, TOP = 170, 590, 728, 26, 22
LONGEST_LABEL = 26


def draw(group: Group, above: list[ParentTarget]) -> SafeString | str:
    """Draw the figures of a group; "" where fewer than two plans state a number.

    A filled point can be ranked, a hollow one cannot (it runs the wrong way, or is no share). A dashed line is the
    level of the resolution above, where it is known.
    """
    figures = ranked_figures(group)
    on_scale = [pair for pair in figures if is_ranked(group, pair[1])] or figures
    if len({row.plan.pk for row, _ in figures}) < 2:
        return ""
    parents = [(target, bound) for target in above if (bound := _bound_of(target)) is not None]
    values = [value for _, figure in on_scale for value in _ends(figure)] + [bound for _, bound in parents]
    low, high = _scale(values, share=group.entry.unit == "%")
    height = TOP + STEP * len(figures) + 24
    base = height - 22

    def at(value: Decimal) -> str:
        part = (min(max(value, low), high) - low) / (high - low)
        return f"{LEFT + (RIGHT - LEFT) * part:.1f}"

    lines = [_line(row, figure, TOP + STEP * n, at, group) for n, (row, figure) in enumerate(figures)]
    ticks = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        [(at(value), base + 16, formats.number(value)) for value in (low, high)],
    )
    plans = format_html_join(
        "",
        '<line class="g-p" x1="{0}" x2="{0}" y1="12" y2="{1}"></line><text class="m" x="{0}" y="9" text-anchor="middle">{2}</text>',
        [(at(bound), base, _sign(target)) for target, bound in parents[:1]],
    )
    said = "; ".join(f"{row.label} {figure.words}" for row, figure in figures)
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<line class="g-x" x1="{}" x2="{}" y1="{}" y2="{}"></line>{}{}{}</svg>',
        WIDTH, height, f"{group.name}: {said}", LEFT, RIGHT, base, base, ticks, plans,
        format_html_join("", "{}", ((line,) for line in lines)),
    )  # fmt: skip


def _line(row: PlanRow, figure: Figure, y: int, at: Callable[[Decimal], str], group: Group) -> SafeString:
    ends = _ends(figure)
    shape = "g-d" if is_ranked(group, figure) else "g-h"
    label = row.label if len(row.label) <= LONGEST_LABEL else f"{row.label[: LONGEST_LABEL - 1]}…"
    bar = (
        format_html(
            '<line class="g-a" x1="{}" x2="{}" y1="{}" y2="{}"></line>', at(ends[0]), at(ends[-1]), y + 6, y + 6
        )
        if len(ends) > 1
        else ""
    )
    points = format_html_join(
        "", '<circle class="{}" cx="{}" cy="{}" r="4.5"></circle>', ((shape, at(end), y + 6) for end in ends)
    )
    return format_html(
        '<line class="g-l" x1="{}" x2="{}" y1="{}" y2="{}"></line><text x="{}" y="{}" text-anchor="end">{}</text>'
        '{}{}<text class="b" x="{}" y="{}">{}</text>',
        LEFT, RIGHT, y + 6, y + 6, LEFT - 10, y + 10, label, bar, points, RIGHT + 12, y + 10, figure.words,
    )  # fmt: skip


def _ends(figure: Figure) -> list[Decimal]:
    low, high = figure.target.low, figure.target.high
    return [bound for bound in dict.fromkeys((low, high)) if bound is not None]


def _scale(values: list[Decimal], *, share: bool) -> tuple[Decimal, Decimal]:
    """Return a scale that begins and ends on round figures around the values; a share stays within 0 and 100."""
    least, most = min(values), max(values)
    spread = most - least or abs(most) or Decimal(1)
    step = Decimal(10) ** (spread.adjusted())
    low = (least // step - (1 if least % step == 0 else 0)) * step
    high = (most // step + 1) * step
    low = max(low, Decimal(0)) if least >= 0 else low
    high = min(high, Decimal(100)) if share and most <= 100 else high
    return (low, high) if low < high else (low, low + step)


def _bound_of(target: ParentTarget) -> Decimal | None:
    text = target.low or target.high
    return Decimal(text) if text else None


def _sign(target: ParentTarget) -> str:
    low = Decimal(target.low) if target.low else None
    high = Decimal(target.high) if target.high else None
    return f"{target.document.split()[0]}: {formats.comparator(target.comparator, low, high)}"
