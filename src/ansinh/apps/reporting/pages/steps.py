"""A report's way: handing in, taking back, deciding, correcting; and what a cell held before."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansinh.apps.reporting.forms import ExtendForm, ReasonForm
from ansinh.apps.reporting.models import CellRevision, ReportState
from ansinh.apps.reporting.pages.access import actor_of, report_or_404
from ansinh.apps.reporting.pages.grid import grid_context
from ansinh.apps.reporting.selectors.approving import get_comparison
from ansinh.apps.reporting.selectors.board import due_of
from ansinh.apps.reporting.selectors.checks import lines_asked
from ansinh.apps.reporting.services.access import can_check, can_fill
from ansinh.apps.reporting.services.rounds import CannotExtend, extend_report
from ansinh.apps.reporting.services.submitting import (
    NotComplete,
    StepRefused,
    approve_report,
    open_correction,
    return_report,
    submit_report,
    withdraw_report,
)
from ansinh.apps.ui import formats


@require_POST
@login_required
def submit(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Check and hand in; what is left to do stands at the top of the form. A second press hands nothing in again."""
    report = report_or_404(request, report_id)
    actor = actor_of(request)
    try:
        submit_report(report_id=report.pk, actor=actor, now=timezone.now())
    except NotComplete as left:
        return render(
            request, "reporting/grid.html", {**grid_context(request, report), "wrong": left.remarks}, status=422
        )
    except StepRefused as reason:
        report.refresh_from_db()
        if report.state == ReportState.SUBMITTED and report.submitted_by_id == actor.pk:
            messages.success(request, f"Bản {report.version} đã nộp lúc {formats.moment(report.submitted_at)}.")
        else:
            messages.warning(request, str(reason))
    else:
        report.refresh_from_db()
        messages.success(request, f"Đã nộp bản {report.version}. Mã nội dung {report.content_sha256[:12]}…")
    return redirect("reporting:grid", report.pk)


@require_POST
@login_required
def withdraw(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Take back a report nobody has decided on."""
    report = report_or_404(request, report_id)
    try:
        withdraw_report(report_id=report.pk, actor=actor_of(request), now=timezone.now())
    except StepRefused as reason:
        messages.warning(request, str(reason))
    else:
        messages.success(request, "Đã rút báo cáo về để sửa.")
    return redirect("reporting:grid", report.pk)


@require_http_methods(["GET", "POST"])
@login_required
def decide(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Show what differs from the last period and from others, exceptions first; approve or return with the reason."""
    report = report_or_404(request, report_id)
    actor = actor_of(request)
    if not can_check(actor, report):
        raise PermissionDenied
    form = ReasonForm(request.POST if request.POST.get("act") == "return" else None)
    if request.method == "POST":
        try:
            if request.POST.get("act") == "approve":
                approve_report(
                    report_id=report.pk,
                    actor=actor,
                    now=timezone.now(),
                    seen_sha256=request.POST.get("seen", ""),
                )
                messages.success(request, f"Đã duyệt báo cáo của {report.reporter_name}.")
                return redirect("reporting:today")
            if form.is_valid():
                return_report(report_id=report.pk, reason=form.cleaned_data["reason"], actor=actor, now=timezone.now())
                messages.success(request, f"Đã trả lại {report.reporter_name} kèm lý do.")
                return redirect("reporting:today")
        except StepRefused as reason:
            report.refresh_from_db()
            if report.state == ReportState.APPROVED and report.approved_by_id == actor.pk:
                messages.success(request, f"Bản {report.version} của {report.reporter_name} đã được bạn duyệt.")
                return redirect("reporting:today")
            messages.error(request, str(reason))
            return redirect("reporting:decide", report.pk)
    context = {
        "report": report,
        "comparison": get_comparison(report),
        "corrects": report.approved_version is not None,
        "form": form,
        "steps": report.steps.select_related("actor"),
    }
    return render(request, "reporting/decide.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
def correct(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Ask why an approved report is opened again, and open it."""
    report = report_or_404(request, report_id)
    actor = actor_of(request)
    if not (can_fill(actor, report) or can_check(actor, report)):
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            open_correction(report_id=report.pk, reason=form.cleaned_data["reason"], actor=actor, now=timezone.now())
        except StepRefused as reason:
            messages.warning(request, str(reason))
        else:
            messages.success(request, "Đã mở để đính chính. Số đã duyệt vẫn dùng cho tới khi bản mới được duyệt.")
        return redirect("reporting:grid", report.pk)
    return render(
        request, "reporting/correct.html", {"report": report, "form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
@login_required
def extend(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Put one report off to a later day, with the reason; who receives it decides."""
    report = report_or_404(request, report_id)
    actor = actor_of(request)
    if not can_check(actor, report):
        raise PermissionDenied
    form = ExtendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            extend_report(report_id=report.pk, actor=actor, now=timezone.now(), **form.cleaned_data)
        except CannotExtend as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(
                request, f"Đã gia hạn cho {report.reporter_name} đến {formats.day(form.cleaned_data['to'])}."
            )
            return redirect("reporting:grid", report.pk)
    context = {"report": report, "form": form, "due": due_of(report)}
    return render(request, "reporting/extend.html", context, status=422 if form.errors else 200)


@require_GET
@login_required
def history(request: HttpRequest, report_id: UUID, line_id: int) -> HttpResponse:
    """Show everything a cell held, who put it there and when."""
    report = report_or_404(request, report_id)
    line = get_object_or_404(lines_asked(report).select_related("entry", "indicator"), pk=line_id)
    revisions = (
        CellRevision.objects.filter(cell__report=report, cell__line=line)
        .select_related("entered_by")
        .order_by("-revision")
    )
    figures = report.figures.filter(line=line).order_by("-version")
    return render(
        request,
        "reporting/history.html",
        {"report": report, "line": line, "revisions": revisions, "figures": figures},
    )
