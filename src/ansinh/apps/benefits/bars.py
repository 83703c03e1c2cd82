"""The drawing of money before and after, a pair of bars a programme, as SVG without styles; the table beside it is its twin."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ansinh.apps.ui import formats

LEFT, RIGHT, WIDTH, STEP, THICK, TOP = 262, 620, 728, 40, 12, 26
LONGEST_LABEL = 40


def draw_bars(rows: Sequence[tuple[str, int, int]]) -> SafeString | str:
    """Draw (label, đồng before, đồng after) as two bars each, on one scale from nothing; "" where there is no money."""
    most = max((max(before, after) for _label, before, after in rows), default=0)
    if not most:
        return ""
    height = TOP + STEP * len(rows) + 6
    parts = [
        format_html(
            '<text x="{}" y="{}" class="nhan dau">{}</text>'
            '<rect x="{}" y="{}" width="{}" height="{}" class="truoc"></rect><text x="{}" y="{}" class="so">{}</text>'
            '<rect x="{}" y="{}" width="{}" height="{}" class="sau"></rect><text x="{}" y="{}" class="so">{}</text>',
            LEFT - 10,
            top + 16,
            label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…",
            *_bar(before, most, top),
            *_bar(after, most, top + THICK + 3),
        )
        for at, (label, before, after) in enumerate(rows)
        for top in [TOP + STEP * at]
    ]
    key = format_html(
        '<rect x="{}" y="4" width="12" height="10" class="truoc"></rect><text x="{}" y="13" class="nhan">hiện nay</text>'
        '<rect x="{}" y="4" width="12" height="10" class="sau"></rect><text x="{}" y="13" class="nhan">theo phương án</text>',
        LEFT, LEFT + 18, LEFT + 96, LEFT + 114,
    )  # fmt: skip
    said = f"Số tiền mỗi tháng của {len(rows)} chương trình, hiện nay và theo phương án; số ở bảng bên cạnh"
    lines = format_html_join("", "{}", [(part,) for part in parts])
    return format_html(
        '<svg class="cot-doi" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>',
        WIDTH,
        height,
        said,
        key,
        lines,
    )


def _bar(value: int, most: int, top: int) -> tuple[int | str, ...]:
    long = round((RIGHT - LEFT) * value / most)
    return LEFT, top, max(long, 1), THICK, LEFT + max(long, 1) + 6, top + THICK - 2, formats.number(value)
