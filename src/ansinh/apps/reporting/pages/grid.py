"""The entry grid: each cell is kept as soon as it is left; a block from a spreadsheet goes in at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ansinh.apps.reporting.forms import CellForm
from ansinh.apps.reporting.models import Report, SchemeLine
from ansinh.apps.reporting.pages.access import actor_of, report_or_404
from ansinh.apps.reporting.selectors.board import due_of
from ansinh.apps.reporting.selectors.checks import lines_asked
from ansinh.apps.reporting.selectors.grid import Grid, GridRow, get_grid
from ansinh.apps.reporting.services.access import can_check, can_fill
from ansinh.apps.reporting.services.entering import CannotEnter, CellConflict, Typed, write_cells
from ansinh.apps.reporting.services.measuring import lines_measured
from ansinh.apps.ui import formats
from ansinh.core.progress.periods import read_period

MOST_PASTED = 500
COLUMNS = ("numerator", "denominator", "value", "blank", "note", "revision")


@require_GET
@login_required
def grid(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Show the form of a report; who may fill it types, others read."""
    report = report_or_404(request, report_id)
    return render(request, "reporting/grid.html", grid_context(request, report))


def grid_context(request: HttpRequest, report: Report) -> dict[str, Any]:
    """Return what the form needs: its rows, who may do what, and every step so far."""
    actor = actor_of(request)
    shown = get_grid(report)
    part = request.GET.get("phan", "")
    rows = [row for row in shown.rows if _in_part(row, part)]
    is_own = can_fill(actor, report)
    return {
        "report": report,
        "before_label": read_period(report.round.period).previous.label,
        "due": due_of(report),
        "grid": shown,
        "rows": rows,
        "part": part,
        "may_fill": report.is_open and is_own,
        "measured": bool(report.is_open and is_own and lines_measured(report)),
        "is_own": is_own,
        "may_check": can_check(actor, report),
        "steps": report.steps.select_related("actor"),
    }


def _in_part(row: GridRow, part: str) -> bool:
    if part == "so":
        return row.computed
    states = {"thieu": ("empty",), "sai": ("wrong",), "giai-trinh": ("ask",)}.get(part)
    return states is None or row.state in states


@require_POST
@login_required
def cell(request: HttpRequest, report_id: UUID, line_id: int) -> HttpResponse:
    """Keep one line and answer with the row as it is now."""
    report = report_or_404(request, report_id)
    line = _line(report, line_id)
    form = CellForm(request.POST, line=line)
    if not form.is_valid():
        return JsonResponse({"error": _first_error(form)}, status=422)
    return _keep(request, report, [form.typed()])


@require_POST
@login_required
def paste(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Keep a block that was pasted: all of it or nothing, with the cells that were not understood."""
    report = report_or_404(request, report_id)
    try:
        rows = json.loads(request.body)["rows"]
        given = [(int(row["line"]), {name: row.get(name) for name in COLUMNS}) for row in rows]
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "Không đọc được khối vừa dán. Chép lại từ bảng tính rồi dán."}, status=400)
    if len(given) > MOST_PASTED:
        return JsonResponse({"error": f"Dán nhiều nhất {MOST_PASTED} dòng một lần."}, status=422)
    lines = {
        line.pk: line
        for line in lines_asked(report).filter(pk__in=[pk for pk, _ in given]).select_related("entry", "indicator")
    }
    typed, wrong = _read_block(given, lines)
    if wrong:
        return JsonResponse({"error": f"Có {len(wrong)} ô chưa hiểu nên chưa lưu ô nào.", "cells": wrong}, status=422)
    return _keep(request, report, typed)


def _read_block(
    given: list[tuple[int, dict[str, Any]]], lines: Mapping[int, SchemeLine]
) -> tuple[list[Typed], dict[int, str]]:
    typed, wrong = [], {}
    for line_id, row in given:
        line = lines.get(line_id)
        if line is None:
            wrong[line_id] = "Chỉ tiêu này không có trong mẫu báo cáo."
            continue
        form = CellForm(row, line=line)
        if form.is_valid():
            typed.append(form.typed())
        else:
            wrong[line_id] = _first_error(form)
    return typed, wrong


def _keep(request: HttpRequest, report: Report, typed: list[Typed]) -> HttpResponse:
    now = timezone.now()
    try:
        write_cells(report_id=report.pk, typed=typed, actor=actor_of(request), now=now)
    except CellConflict as conflict:
        rows = _as_html(request, report, get_grid(report), [conflict.cell.line_id])
        return JsonResponse({"error": str(conflict), "rows": rows}, status=409)
    except CannotEnter as reason:
        return JsonResponse({"error": str(reason)}, status=409)
    shown = get_grid(report)
    return JsonResponse(
        {
            "rows": _as_html(request, report, shown, [one.line_id for one in typed]),
            "saved": f"Đã lưu {formats.clock(now)}",
            "done": shown.done,
            "total": len(shown.rows),
            "left": shown.left,
            "counts": {"empty": shown.empty, "wrong": shown.wrong, "ask": shown.unexplained},
        }
    )


def _as_html(request: HttpRequest, report: Report, shown: Grid, lines: Sequence[int]) -> dict[int, str]:
    """Return some rows of the form as they are now, for the page to put in their places."""
    by_line = {row.line.pk: row for row in shown.rows}
    return {
        line: render_to_string(
            "reporting/part/row.html", {"report": report, "row": by_line[line], "may_fill": True}, request
        )
        for line in lines
    }


def _line(report: Report, line_id: int) -> SchemeLine:
    return get_object_or_404(lines_asked(report).select_related("entry", "indicator"), pk=line_id)


def _first_error(form: CellForm) -> str:
    return str(next(iter(next(iter(form.errors.values())))))
