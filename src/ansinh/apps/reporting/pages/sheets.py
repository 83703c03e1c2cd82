"""The Excel form: out, and back with a look at what it changes before anything is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansinh.apps.reporting.models import Report
from ansinh.apps.reporting.pages.access import actor_of, report_or_404
from ansinh.apps.reporting.services.access import can_fill
from ansinh.apps.reporting.services.entering import CannotEnter, Typed, write_cells
from ansinh.apps.reporting.services.measuring import fill_from_registers
from ansinh.apps.reporting.services.sheets import Incoming, UnreadableFile, WrongForm, read_form, write_form
from ansinh.apps.ui.export import file_answer

LARGEST_BYTES = 5 * 1024 * 1024
SALT = "ansinh.reporting.incoming"


@require_GET
@login_required
def form_out(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Give the form of a report as an Excel file."""
    report = report_or_404(request, report_id)
    name = f"mau-bao-cao-{report.round.period}-{report.reporter_name}"
    return file_answer(write_form(report), kind="xlsx", file_name=name)


@require_http_methods(["GET", "POST"])
@login_required
def form_in(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Take a form back: first show what it changes, then keep it on the person's word."""
    report = report_or_404(request, report_id)
    if not (can_fill(actor_of(request), report) and report.is_open):
        raise PermissionDenied
    if request.method == "POST" and "staged" in request.POST:
        return _take(request, report)
    context: dict[str, Any] = {"report": report}
    status = 200
    if request.method == "POST":
        given = request.FILES.get("file")
        try:
            if given is None:
                raise WrongForm("Chưa chọn tệp. Chọn mẫu XLSX đã nhập số.")
            if given.size is None or given.size > LARGEST_BYTES:
                raise WrongForm("Tệp quá lớn cho một mẫu báo cáo. Tải mẫu ở trang này và nhập vào mẫu đó.")
            form = read_form(report, given.read(), name=given.name or "tệp")
        except (WrongForm, UnreadableFile) as reason:
            context |= {"sentence": str(reason), "cells": getattr(reason, "cells", ())}
            status = 422
        else:
            if not form.found:
                messages.success(request, "Tệp không có gì khác với số đang có.")
                for place, said in form.told:
                    messages.warning(request, f"Ô {place}: {said}.")
                return redirect("reporting:grid", report.pk)
            context |= {"found": form.found, "told": form.told, "staged": _stage(form.found)}
    return render(request, "reporting/form_in.html", context, status=status)


@require_POST
@login_required
def from_registers(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Write down what the program's own registers count for this report."""
    report = report_or_404(request, report_id)
    try:
        cells = fill_from_registers(
            report_id=report.pk, actor=actor_of(request), now=timezone.now(), today=timezone.localdate()
        )
    except CannotEnter as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, f"Đã lấy {len(cells)} số từ sổ. Sổ thay đổi thì bấm lấy lại trước khi nộp.")
    return redirect("reporting:grid", report.pk)


def _stage(found: Sequence[Incoming]) -> str:
    rows = [
        {name: str(held) if isinstance(held, Decimal) else held for name, held in asdict(one.typed).items()}
        for one in found
    ]
    return signing.dumps(rows, salt=SALT, compress=True)


def _take(request: HttpRequest, report: Report) -> HttpResponse:
    try:
        rows = signing.loads(request.POST["staged"], salt=SALT, max_age=3600)
    except signing.BadSignature:
        messages.warning(request, "Đã quá lâu kể từ khi nạp tệp. Nạp lại tệp.")
        return redirect("reporting:form_in", report.pk)
    typed = [
        Typed(
            **{**row, **{name: _number(row[name]) for name in ("numerator", "denominator", "value")}, "source": "file"}
        )
        for row in rows
    ]
    try:
        write_cells(report_id=report.pk, typed=typed, actor=actor_of(request), now=timezone.now())
    except CannotEnter as reason:
        messages.error(request, f"{reason} Chưa nhận ô nào của tệp; nạp lại tệp để so với số mới.")
        return redirect("reporting:form_in", report.pk)
    messages.success(request, f"Đã nhận {len(typed)} dòng từ tệp.")
    return redirect("reporting:grid", report.pk)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
