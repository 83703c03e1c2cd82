"""Duties to report: the list, a new one from a plan, and opening a period."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansinh.apps.accounts.models import Role
from ansinh.apps.reporting.forms_schemes import SchemeForm
from ansinh.apps.reporting.pages.access import actor_of
from ansinh.apps.reporting.pages.duties import set_up_actor
from ansinh.apps.reporting.pages.today import scheme_or_404
from ansinh.apps.reporting.selectors.board import list_schemes
from ansinh.apps.reporting.selectors.choosing import list_agency_choices, list_entry_choices
from ansinh.apps.reporting.selectors.duties import lines_of, plans_of
from ansinh.apps.reporting.services.access import schemes_run_by
from ansinh.apps.reporting.services.rounds import CannotOpen, CannotSetUp, create_scheme, open_round
from ansinh.core.progress.periods import NoPeriod, PeriodKind, last_ended, period_of, read_period


@require_GET
@login_required
def schemes(request: HttpRequest) -> HttpResponse:
    """Show the duties to report that come together at this person's place."""
    actor = actor_of(request)
    rows = list_schemes(schemes_run_by(actor).values_list("place", flat=True))
    may_set_up = actor.has_perm("reporting.set_up") and actor.scope_unit is not None
    return render(request, "reporting/schemes.html", {"rows": rows, "may_set_up": may_set_up})


@require_http_methods(["GET", "POST"])
@login_required
def new_scheme(request: HttpRequest) -> HttpResponse:
    """Ask for a new duty to report and set it up; of a plan its own indicators are ticked."""
    actor, place = set_up_actor(request)
    today = timezone.localdate()
    plans = plans_of(place)
    asked = request.POST.get("plan") or request.GET.get("ke-hoach", "")
    plan = next((one for one in plans if str(one.pk) == asked), None)
    lines = lines_of(plan) if plan else []
    initial = {
        "plan": plan,
        "duty": request.GET.get("moc"),
        "entries": [line.entry.code for line in lines],
    }
    form = SchemeForm(request.POST or None, place=place, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            scheme = create_scheme(place=place, actor=actor, now=timezone.now(), **form.given())
        except CannotSetUp as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(
                request, "Đã lập chế độ báo cáo. Các kỳ tự mở 30 ngày trước hạn gửi; cần sớm hơn thì mở kỳ ở đây."
            )
            return redirect("reporting:board", scheme.pk)
    numbers = {line.entry.code: line.indicator.no if line.indicator else "" for line in lines}
    context = {
        "form": form,
        "plans": plans,
        "chosen_plan": plan,
        "agency_groups": list_agency_choices(chosen=form.chosen("agencies"), on=today),
        "entry_groups": list_entry_choices(chosen=form.chosen("entries"), of_plan=numbers),
    }
    return render(request, "reporting/scheme_new.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def open_period(request: HttpRequest, scheme_id: UUID) -> HttpResponse:
    """Open a period of a duty to report: this one, or the one named."""
    scheme = scheme_or_404(request, scheme_id)
    actor = actor_of(request)
    if not actor.holds(Role.COORDINATOR):
        raise PermissionDenied
    kind, today = PeriodKind(scheme.length), timezone.localdate()
    try:
        code = request.POST.get("period", "")
        if code:
            period = read_period(code)
        else:
            period = last_ended(today, kind) if kind is PeriodKind.NINE_MONTHS else period_of(today, kind)
        opened = open_round(
            scheme=scheme,
            period=period,
            actor=actor,
            now=timezone.now(),
            agencies=list(scheme.agencies.all()),
        )
    except (CannotOpen, NoPeriod) as reason:
        messages.warning(request, str(reason))
    else:
        messages.success(request, f"{period.label} đã mở: {opened.reports.count()} đơn vị phải nộp.")
    return redirect("reporting:board", scheme.pk)
