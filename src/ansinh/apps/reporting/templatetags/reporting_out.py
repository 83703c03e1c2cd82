"""How figures, gaps and standings of targets are written on the pages that come out of reports."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django import template

from ansinh.apps.reporting.chart import gap_words, written
from ansinh.apps.reporting.selectors.progress import Progress
from ansinh.apps.reporting.selectors.series import as_exact
from ansinh.apps.ui import formats
from ansinh.apps.ui.marks import find_status
from ansinh.core.progress.words import say_goal

register = template.Library()


@register.filter
def figure(value: Decimal | Fraction | None) -> str:
    """Write a figure with at most two decimals; unknown is "–"."""
    return written(value)


@register.filter
def gap(value: Decimal | None) -> str:
    """Write a change or a gap with its sign."""
    return formats.signed(None if value is None else round(value, 2).normalize())


@register.filter
def in_percent(share: Decimal | Fraction | None) -> str:
    """Write a share between 0 and 1 in per cent."""
    exact = as_exact(share) if isinstance(share, Fraction) else share
    return formats.percent(None if exact is None else exact * 100, places=1)


@register.simple_tag
def gap_of(row: Progress) -> str:
    """Write a status with how far the figure is from the plan: "Chậm, thấp hơn kế hoạch 0,35"."""
    words = gap_words(row)
    return f"{find_status(row.code).word}, {words}" if words else ""


@register.simple_tag
def status_word(code: str) -> str:
    """Write the word of a status."""
    return find_status(code).word


@register.filter
def standing(row: Progress) -> str:
    """Write where an indicator stands in one line: figure, goal, who leads."""
    parts = []
    unit = row.entry.unit if row.entry else ""
    if row.current.used is not None:
        parts.append(f"{written(row.current.used)} {unit}".strip())
    if row.current.goal is not None:
        due = f" ({row.current.goal.due.year})" if row.current.goal.due else ""
        parts.append(f"mục tiêu {say_goal(row.current.goal)}{due}")
    leads = [one.mention.printed for one in row.indicator.assignments.all() if one.role == "lead"]
    parts += leads[:1]
    return " · ".join(parts)


@register.filter
def kept(value: str | None) -> str:
    """Write a figure of a snapshot, which is kept as a text."""
    return written(None if value is None else Decimal(value))
