"""Figures that come from registers of the program: counted for the commune that reports, written down with their source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.accounts.scope import inside, scope_of_unit, unit_become
from ansinh.apps.benefits.measures import count_monthly_allowance
from ansinh.apps.reporting.models import Cell, Report, SchemeLine
from ansinh.apps.reporting.selectors.checks import lines_asked
from ansinh.apps.reporting.services.access import can_fill
from ansinh.apps.reporting.services.entering import CannotEnter, Typed, write_cells
from ansinh.apps.territory.models import Unit, UnitLevel

Measure = Callable[..., tuple[int, int] | None]
"""A commune and a day to numerator and denominator; None where the register cannot say."""

# By the source that the catalogue names for an indicator; a new room of registers adds its own here.
MEASURES: dict[str, tuple[str, Measure]] = {
    "register:payments:monthly_allowance_population_share": ("danh sách trợ cấp và sổ dân cư", count_monthly_allowance),
}


def lines_measured(report: Report) -> list[SchemeLine]:
    """Return the lines of a commune's report that a register of the program can count; of parts none can."""
    if report.place is None or report.place.level != UnitLevel.COMMUNE:
        return []
    rows = lines_asked(report).filter(entry__source__in=list(MEASURES), dimension="")
    return list(rows.select_related("entry", "indicator"))


@transaction.atomic
def fill_from_registers(*, report_id: Any, actor: User, now: dt.datetime, today: dt.date) -> list[Cell]:
    """Write down what registers count for a report, as of its cut-off day or today where that is to come.

    Raises CannotEnter: not his report, nothing that a register counts, a register without people of the commune.
    """
    report = Report.objects.select_related("round", "place").get(pk=report_id)
    if not can_fill(actor, report):
        raise CannotEnter("Báo cáo này không thuộc đơn vị của bạn.")
    lines = lines_measured(report)
    if not lines or report.place is None:
        raise CannotEnter("Báo cáo này không có chỉ tiêu nào lấy được từ sổ của phần mềm. Nhập tay hoặc nạp biểu XLSX.")
    on = min(report.round.cut_off_date, today)
    found = [_count(line, report.place, on=on, actor=actor) for line in lines]
    empty = [line.label for line, one in zip(lines, found, strict=True) if one is None]
    if empty:
        raise CannotEnter(
            f"Sổ chưa có dân cư của {report.place} nên chưa tính được “{empty[0]}”. Nhập danh sách vào sổ, hoặc nhập tay."
        )
    return write_cells(report_id=report.pk, typed=[one for one in found if one is not None], actor=actor, now=now)


def _count(line: SchemeLine, place: Unit, *, on: dt.date, actor: User) -> Typed | None:
    name, measure = MEASURES[line.entry.source]
    with inside(scope_of_unit(unit_become(place, on=on) or place, on=on), actor=actor):
        counted = measure(place, on=on)
    if counted is None:
        return None
    top, bottom = counted
    return Typed(
        line_id=line.pk,
        numerator=Decimal(top),
        denominator=Decimal(bottom),
        note=f"Đếm từ {name} ngày {on:%d/%m/%Y}.",
        source="measure",
    )
