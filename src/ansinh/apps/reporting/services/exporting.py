"""Approved figures of a plan as a file: Excel, CSV for offices, SDMX-CSV for statistics."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from django.utils import timezone

from ansinh.apps.planning.models import Plan
from ansinh.apps.reporting.models import Report, Round, Scheme
from ansinh.apps.reporting.selectors.board import BoardRow, due_of, is_late
from ansinh.apps.reporting.selectors.figures import COLUMNS, as_cells, as_observations, list_figures
from ansinh.apps.reporting.selectors.indicator_page import PLACE_COLUMNS, IndicatorPage, place_cells
from ansinh.core.progress.periods import read_period
from ansinh.files import csv, xlsx
from ansinh.files.sdmx import write_sdmx
from ansinh.files.table import Column, Kind, Value

BOARD_KINDS = ("xlsx", "csv")
KINDS = ("xlsx", "csv", "sdmx")


def export_figures(plan: Plan, *, kind: str, today: dt.date, indicator_id: int | None = None) -> bytes:
    """Return the approved figures of a plan as a file of one of KINDS."""
    rows = list_figures(plan, today=today, indicator_id=indicator_id)
    out = io.BytesIO()
    if kind == "sdmx":
        write_sdmx(out, as_observations(plan, rows))
        return out.getvalue()
    cells = (
        [timezone.localtime(cell) if isinstance(cell, dt.datetime) else cell for cell in line]
        for line in as_cells(rows)
    )
    if kind == "xlsx":
        xlsx.write_table(out, columns=COLUMNS, rows=cells, title=f"Số liệu đã duyệt: {plan.short_title}")
    else:
        csv.write_table(out, columns=COLUMNS, rows=cells)
    return out.getvalue()


def export_board(
    scheme: Scheme, rounds: Sequence[Round], rows: Sequence[BoardRow], *, kind: str, today: dt.date
) -> bytes:
    """Return the board as a file of one of BOARD_KINDS: of each period state, day, first handing in, late or not."""
    columns = [Column("Đơn vị", width=36)]
    for opened in rounds:
        label = read_period(opened.period).label
        columns += [
            Column(f"{label}: tình trạng", width=16),
            Column(f"{label}: hạn", Kind.DATE),
            Column(f"{label}: nộp lần đầu", Kind.MOMENT),
            Column(f"{label}: trễ", width=8),
            Column(f"{label}: ô đã có số", Kind.INTEGER),
        ]
    cells = ([row.name, *(cell for report in row.reports for cell in _board_cells(report, today))] for row in rows)
    out = io.BytesIO()
    if kind == "xlsx":
        xlsx.write_table(out, columns=columns, rows=cells, title=f"Theo dõi nộp: {scheme.title}")
    else:
        csv.write_table(out, columns=columns, rows=cells)
    return out.getvalue()


def _board_cells(report: Report | None, today: dt.date) -> list[Value]:
    if report is None:
        return [""] * 5
    first = report.first_submitted_at
    return [
        report.get_state_display(),
        due_of(report),
        timezone.localtime(first) if first is not None else None,
        "trễ" if is_late(report, today=today) else "",
        report.filled,
    ]


def export_places(page: IndicatorPage) -> bytes:
    """Return the units of one indicator as an Excel file."""
    out = io.BytesIO()
    xlsx.write_table(out, columns=PLACE_COLUMNS, rows=place_cells(page), title=page.row.indicator.name)
    return out.getvalue()
