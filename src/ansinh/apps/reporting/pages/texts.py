"""The words of a report."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from ansinh.apps.reporting.pages.access import actor_of, report_or_404
from ansinh.apps.reporting.pages.grid import grid_context
from ansinh.apps.reporting.services.entering import CannotEnter
from ansinh.apps.reporting.services.texts import write_text


@require_POST
@login_required
def text(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Keep the words; what could not be kept stays in the box beside the reason."""
    report = report_or_404(request, report_id)
    typed, version = request.POST.get("text", ""), request.POST.get("version", "")
    try:
        write_text(
            report_id=report.pk,
            text=typed,
            expected_version=int(version) if version.isdecimal() else -1,
            actor=actor_of(request),
            now=timezone.now(),
        )
    except CannotEnter as reason:
        report.refresh_from_db(fields=["text", "text_version", "state"])
        context = {**grid_context(request, report), "typed_text": typed, "text_problem": str(reason)}
        return render(request, "reporting/grid.html", context, status=409)
    messages.success(request, "Đã lưu phần lời.")
    return redirect("reporting:grid", report.pk)
