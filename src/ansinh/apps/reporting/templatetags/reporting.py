"""How the reporting room writes a figure in a cell."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template

from ansinh.apps.reporting.models import SchemeLine
from ansinh.apps.reporting.selectors.checks import RATIO_KINDS, per_of
from ansinh.apps.reporting.selectors.grid import GridRow, as_decimal
from ansinh.apps.reporting.selectors.series import BECAUSE
from ansinh.apps.ui import formats
from ansinh.core.progress.periods import read_period
from ansinh.core.progress.rollup import RolledUp

register = template.Library()


@register.filter
def typed(value: Any) -> str:
    """Return a figure as a person would type it again."""
    return formats.number(value.normalize()).replace(formats.MINUS, "-") if isinstance(value, Decimal) else ""


@register.filter
def result_of(row: GridRow, value: Fraction | None) -> str:
    """Return the result of a line: a percentage with its sign, else a figure."""
    number = as_decimal(value)
    if row.is_percent:
        return formats.percent(number)
    return formats.number(number, places=2 if row.is_ratio and number is not None else None)


@register.filter
def cell_state(row: GridRow, name: str) -> str:
    """Return the class of a cell: kept, wrong, with a note, empty."""
    held = getattr(row.cell, name) if row.cell is not None else None
    if row.cell is not None and row.cell.blank:
        return "trong"
    if held is None:
        return "trong"
    if row.state == "wrong":
        return "sai"
    return "ghi" if row.cell is not None and row.cell.note else "luu"


_STATES = {"luu": "đã lưu", "sai": "sai, chưa nộp được", "ghi": "đã lưu, có ghi chú", "trong": "chưa nhập"}


@register.filter
def cell_said(state: str) -> str:
    """Return the state of a cell in words, for those who cannot see its mark."""
    return _STATES.get(state, "")


@register.filter
def moved(value: Fraction | None) -> str:
    """Return how far a figure moved, with its sign."""
    number = as_decimal(value, 2)
    return "–" if number is None else formats.signed(number)


@register.filter
def rolled(line: SchemeLine, found: RolledUp) -> str:
    """Return the figure of a whole place."""
    number = as_decimal(found.value, 2)
    if line.entry.kind in RATIO_KINDS and per_of(line) == 100:
        return formats.percent(number)
    return formats.number(number)


@register.filter
def period(code: str) -> str:
    """Return a period as people say it within a sentence: "năm 2026", "quý III/2026"."""
    label = read_period(code).label
    return label[:1].lower() + label[1:]


@register.filter
def because(code: str) -> str:
    """Return in a sentence why there is no figure."""
    return BECAUSE.get(code, "")
