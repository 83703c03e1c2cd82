"""Days off and Saturdays worked, each with its notice; and how many reminders went out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansinh.apps.reporting.forms_days import SpecialDayForm, YearNoticeForm
from ansinh.apps.reporting.pages.access import actor_of
from ansinh.apps.reporting.selectors.days import list_years
from ansinh.apps.reporting.selectors.reminders import list_letter_days
from ansinh.apps.reporting.services.access import can_set_for_all
from ansinh.apps.reporting.services.days_own import CannotAddDay, add_day, record_year, remove_day


@require_http_methods(["GET", "POST"])
@login_required
def special_days(request: HttpRequest) -> HttpResponse:
    """Show the days off by year with their notices; a coordinator adds one, or says that a year is complete."""
    actor = actor_of(request)
    may_edit = can_set_for_all(actor)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    act = request.POST.get("act", "")
    day_form = SpecialDayForm(request.POST if act == "day" else None)
    year_form = YearNoticeForm(request.POST if act == "year" else None, initial={"year": timezone.localdate().year + 1})
    form: Any = day_form if act == "day" else year_form
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if act == "day":
                add_day(**data, actor=actor, now=timezone.now())
                said = f"Đã ghi {data['on']:%d/%m/%Y}. Hạn của kỳ đã mở giữ nguyên."
            else:
                record_year(
                    year=data["year"],
                    notice=data["notice"],
                    evidence=data["year_evidence"],
                    actor=actor,
                    now=timezone.now(),
                )
                said = f"Đã ghi thông báo của năm {data['year']}."
        except CannotAddDay as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, said)
            return redirect("reporting:days")
    wrong = bool(day_form.errors or year_form.errors)
    context = {
        "years": list_years(today=timezone.localdate()),
        "day_form": day_form,
        "year_form": year_form,
        "shown_form": form,
        "may_edit": may_edit,
    }
    return render(request, "reporting/days.html", context, status=422 if wrong else 200)


@require_POST
@login_required
def remove(request: HttpRequest, day_id: int) -> HttpResponse:
    """Take back a day that was entered here."""
    actor = actor_of(request)
    if not can_set_for_all(actor):
        raise PermissionDenied
    try:
        remove_day(day_id=day_id, actor=actor, now=timezone.now())
    except CannotAddDay as reason:
        messages.warning(request, str(reason))
    else:
        messages.success(request, "Đã bỏ ngày này.")
    return redirect("reporting:days")


@require_GET
@login_required
def letters(request: HttpRequest) -> HttpResponse:
    """Show how many reminders went out on each day, and what became of those that did not."""
    if not actor_of(request).has_perm("reporting.view_scheme"):
        raise PermissionDenied
    return render(
        request, "reporting/letters.html", {"rows": list_letter_days(), "is_set_up": bool(settings.EMAIL_HOST)}
    )
