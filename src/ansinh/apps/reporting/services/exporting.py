"""Approved figures of a plan as a file: Excel, CSV for offices, SDMX-CSV for statistics."""

from __future__ import annotations

import datetime as dt
import io

from django.utils import timezone

from ansinh.apps.planning.models import Plan
from ansinh.apps.reporting.selectors.figures import COLUMNS, as_cells, as_observations, list_figures
from ansinh.apps.reporting.selectors.indicator_page import PLACE_COLUMNS, IndicatorPage, place_cells
from ansinh.files import csv, xlsx
from ansinh.files.sdmx import write_sdmx

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


def export_places(page: IndicatorPage) -> bytes:
    """Return the units of one indicator as an Excel file."""
    out = io.BytesIO()
    xlsx.write_table(out, columns=PLACE_COLUMNS, rows=place_cells(page), title=page.row.indicator.name)
    return out.getvalue()
