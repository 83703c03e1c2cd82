"""Duties of plans as duties to report, and requests made when needed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import ReportDuty
from ansinh.apps.reporting.forms_schemes import RequestForm
from ansinh.apps.reporting.models import ReporterKind
from ansinh.apps.reporting.pages.access import actor_of
from ansinh.apps.reporting.selectors.choosing import list_agency_choices, list_entry_choices
from ansinh.apps.reporting.selectors.duties import Proposal, get_proposal, list_proposals, plans_of
from ansinh.apps.reporting.services.duties import request_report, set_up_duty
from ansinh.apps.reporting.services.rounds import CannotOpen, CannotSetUp
from ansinh.apps.territory.models import Unit


def set_up_actor(request: HttpRequest) -> tuple[User, Unit]:
    """Return who sets up duties to report, and for which unit; refuse everybody else."""
    actor = actor_of(request)
    if not actor.has_perm("reporting.set_up") or actor.scope_unit is None:
        raise PermissionDenied
    return actor, actor.scope_unit


@require_http_methods(["GET", "POST"])
@login_required
def duties(request: HttpRequest) -> HttpResponse:
    """Show what the plans at work ask to be reported; one press makes it a duty to report."""
    actor, place = set_up_actor(request)
    today = timezone.localdate()
    if request.method == "POST":
        number = request.POST.get("duty", "")
        _not_of_another_place(number, place)
        try:
            made = set_up_duty(
                duty_id=int(number) if number.isdecimal() else 0,
                place=place,
                actor=actor,
                now=timezone.now(),
                today=today,
            )
        except (CannotSetUp, CannotOpen) as reason:
            messages.warning(request, str(reason))
            return redirect("reporting:duties")
        said = " và ".join(f"“{scheme.title}”" for scheme in made)
        messages.success(request, f"Đã lập {said}. Các kỳ tự mở 30 ngày trước hạn gửi.")
        return redirect("reporting:duties")
    return render(request, "reporting/duties.html", {"rows": list_proposals(place, on=today), "place": place})


@require_http_methods(["GET", "POST"])
@login_required
def request_new(request: HttpRequest) -> HttpResponse:
    """Ask communes or agencies for a report by a day."""
    actor, place = set_up_actor(request)
    today = timezone.localdate()
    initial: dict[str, Any] = {}
    number = request.GET.get("moc", "")
    if request.method == "GET" and number.isdecimal():
        _not_of_another_place(number, place)
        found = get_proposal(int(number), place=place, on=today)
        initial = _initial(found) if found else {}
    form = RequestForm(request.POST or None, place=place, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            scheme = request_report(place=place, actor=actor, now=timezone.now(), today=today, **form.given())
        except (CannotSetUp, CannotOpen) as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Đã gửi yêu cầu; người được yêu cầu thấy ở Hôm nay.")
            return redirect("reporting:board", scheme.pk)
    context = {
        "form": form,
        "agency_groups": list_agency_choices(chosen=form.chosen("agencies"), on=today),
        "entry_groups": list_entry_choices(chosen=form.chosen("entries"), of_plan={}),
    }
    return render(request, "reporting/request.html", context, status=422 if form.errors else 200)


def _not_of_another_place(number: str, place: Unit) -> None:
    """Another place's duty is as if it were not there. Raises Http404."""
    rows = ReportDuty.objects.filter(pk=int(number)) if number.isdecimal() and len(number) <= 18 else None
    if rows is not None and rows.exclude(plan__in=[plan.pk for plan in plans_of(place)]).exists():
        raise Http404("Mốc báo cáo này thuộc kế hoạch của địa bàn khác, hoặc kế hoạch không còn thực hiện.")


def _initial(found: Proposal) -> dict[str, Any]:
    return {
        "title": found.title,
        "content": found.duty.what,
        "duty": found.duty.pk,
        "receiver": found.receiver,
        "reporters": ReporterKind.COMMUNES if found.reporters.communes else ReporterKind.AGENCIES,
        "agencies": [agency.pk for agency in found.reporters.agencies],
    }
