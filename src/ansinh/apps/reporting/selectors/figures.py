"""Approved figures of a plan's place as a table and as observations, with how far each reaches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ansinh.apps.planning.models import Plan
from ansinh.apps.reporting.selectors.progress import Progress, assess_plan
from ansinh.apps.reporting.selectors.series import Reported, as_exact
from ansinh.core.catalogue import load_dimensions
from ansinh.files.sdmx import Observation
from ansinh.files.table import Column, Kind, Value

COLUMNS = (
    Column("Số thứ tự", width=8),
    Column("Chỉ tiêu", width=50),
    Column("Mã chỉ tiêu chuẩn", width=26),
    Column("Phân tổ", width=18),
    Column("Đơn vị tính", width=12),
    Column("Kỳ", width=16),
    Column("Giá trị", Kind.DECIMAL),
    Column("Tử số", Kind.DECIMAL),
    Column("Mẫu số", Kind.DECIMAL),
    Column("Đã có", Kind.INTEGER),
    Column("Phải có", Kind.INTEGER),
    Column("Nguồn", width=30),
    Column("Duyệt lúc", Kind.MOMENT),
)
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure of one indicator for a period."""

    row: Progress
    dimension: str
    reported: Reported

    @property
    def value(self) -> Decimal | None:
        """Return the figure with six decimals."""
        exact = as_exact(self.reported.value)
        return None if exact is None else round(exact, _DECIMALS)

    @property
    def part(self) -> str:
        """Return what the part of the people is called."""
        known = load_dimensions().get(self.dimension)
        return known.name_vi if known else self.dimension

    @property
    def origin(self) -> str:
        """Return who reported it, or that it was rolled up."""
        return self.reported.who or ("cộng các kỳ trong năm" if self.reported.derived else "tổng hợp từ các đơn vị")


def list_figures(plan: Plan, *, today: dt.date, indicator_id: int | None = None) -> list[FigureRow]:
    """Return every approved figure of a plan's indicators, in the order of the plan, then of periods."""
    found = []
    for row in assess_plan(plan, today=today):
        if indicator_id is not None and row.indicator.pk != indicator_id:
            continue
        for dimension, series in sorted(row.parts.items()):
            if dimension == row.dimension or not row.dimension:
                found += [FigureRow(row, dimension, one) for one in series]
    return found


def as_cells(rows: list[FigureRow]) -> Iterator[list[Value]]:
    """Return the rows as cells of a file."""
    for one in rows:
        held = one.reported
        yield [
            one.row.indicator.no,
            one.row.indicator.name,
            one.row.entry.pk if one.row.entry else "",
            one.part,
            one.row.entry.unit if one.row.entry else "",
            held.period.label,
            one.value,
            held.found.numerator,
            held.found.denominator,
            held.found.known,
            held.found.expected,
            one.origin,
            held.approved_at,
        ]


def as_observations(plan: Plan, rows: list[FigureRow]) -> Iterator[Observation]:
    """Return the figures as observations of the place, each indicator, part and period once."""
    seen = set()
    for one in rows:
        entry = one.row.entry
        if plan.scope_unit is None or entry is None:
            continue
        key = (entry.pk, one.dimension, one.reported.period)
        if key in seen:
            continue
        seen.add(key)
        yield Observation(
            area=plan.scope_unit.code,
            indicator=entry.pk,
            breakdown=one.dimension,
            period=one.reported.period,
            value=one.value,
            unit=entry.unit,
            numerator=one.reported.found.numerator,
            denominator=one.reported.found.denominator,
            known=one.reported.found.known,
            expected=one.reported.found.expected,
            reported_by=one.reported.who,
        )
