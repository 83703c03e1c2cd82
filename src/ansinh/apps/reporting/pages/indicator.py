"""One indicator on its figures: chart, why, parts, communes, what happened; and the officer's own judgement."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansinh.apps.planning.models import Indicator, PlanState
from ansinh.apps.planning.pages.days import day_context, view_asked
from ansinh.apps.planning.selectors.indicators import get_indicator
from ansinh.apps.planning.tables import place_of
from ansinh.apps.reporting.forms_out import JudgementForm, LimitsForm
from ansinh.apps.reporting.models import StatusLimits
from ansinh.apps.reporting.pages.access import actor_of
from ansinh.apps.reporting.selectors.indicator_page import MOST_EVENTS, get_indicator_page
from ansinh.apps.reporting.services.access import can_set_for_all
from ansinh.apps.reporting.services.exporting import export_places
from ansinh.apps.reporting.services.judging import CannotJudge, judge, set_limits
from ansinh.apps.reporting.services.work_access import is_of_place
from ansinh.apps.ui.access import allowed
from ansinh.apps.ui.export import file_answer
from ansinh.core.progress.status import DEFAULT

PLACES_A_PAGE = 200


def _indicator_or_404(indicator_id: int) -> Indicator:
    found = Indicator.objects.select_related("plan__scope_unit").filter(pk=indicator_id).first()
    if found is None or found.plan.state != PlanState.RUNNING:
        raise Http404("Không có chỉ tiêu này, hoặc kế hoạch chưa thực hiện.")
    return found


@require_GET
@allowed("planning.view_plan")
def indicator(request: HttpRequest, indicator_id: int) -> HttpResponse:
    """Show how far an indicator is, on what figures, and why."""
    found = _indicator_or_404(indicator_id)
    plan = found.plan
    view = view_asked(request, plan)
    row = get_indicator(plan, indicator_id) if view is None else view.find("indicator", indicator_id)
    if row is None:
        return redirect("planning:indicator", plan.pk, indicator_id)
    today = timezone.localdate()
    day = today if view is None else view.on
    actor = actor_of(request)
    as_file, number = request.GET.get("xuat") == "xa-xlsx", _number(request.GET.get("trang"))
    every_place = request.GET.get("xa") == "ca"
    of_page = slice((number - 1) * PLACES_A_PAGE, number * PLACES_A_PAGE)
    page = get_indicator_page(
        plan,
        row,
        user=actor,
        day=day,
        view=view,
        shown_places=slice(None) if as_file else of_page if every_place else None,
        every_event=request.GET.get("dienbien") == "ca",
    )
    if as_file:
        name = f"so-lieu-xa-{row.no or row.pk}-{plan.number or plan.pk}"
        return file_answer(export_places(page), kind="xlsx", file_name=name)
    may_judge = actor.has_perm("reporting.judge") and is_of_place(actor, plan) and view is None
    context = day_context(view) | {
        "plan": plan,
        "row": row,
        "page": page,
        "place": place_of(row),
        "form": JudgementForm(initial={"on": today}) if may_judge else None,
        "every_place": every_place,
        "place_pages": _pages(page.place_count, number) if every_place else [],
        "every_event": request.GET.get("dienbien") == "ca",
        "most_events": MOST_EVENTS,
    }
    return render(request, "reporting/indicator.html", context)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and 0 < len(text) < 6 and int(text) else 1


def _pages(count: int, number: int) -> list[tuple[int, int, int, bool]]:
    """Return the pages of units: number, first and last unit, whether it is the one shown; none where one is enough."""
    if count <= PLACES_A_PAGE:
        return []
    starts = range(0, count, PLACES_A_PAGE)
    return [
        (at, first + 1, min(first + PLACES_A_PAGE, count), at == number) for at, first in enumerate(starts, start=1)
    ]


@require_POST
@allowed("reporting.judge")
def judge_indicator(request: HttpRequest, indicator_id: int) -> HttpResponse:
    """Keep the officer's judgement."""
    found = _indicator_or_404(indicator_id)
    if not is_of_place(actor_of(request), found.plan):
        raise PermissionDenied
    form = JudgementForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, str(errors[0]))
        return redirect("reporting:indicator", found.pk)
    try:
        judge(indicator=found, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
    except CannotJudge as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, "Đã ghi đánh giá. Trạng thái tính từ số liệu giữ nguyên.")
    return redirect("reporting:indicator", found.pk)


@require_http_methods(["GET", "POST"])
@allowed("reporting.view_scheme")
def limits(request: HttpRequest) -> HttpResponse:
    """Show the limits between statuses by their days, and set new ones."""
    may_set = can_set_for_all(actor_of(request))
    form = LimitsForm(request.POST or None) if may_set else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            given = dict(form.cleaned_data)
            shares = {name: given.pop(name) / 100 for name in ("on_track", "slow", "near")}
            try:
                set_limits(actor=actor_of(request), now=timezone.now(), **given, **shares)
            except CannotJudge as reason:
                form.add_error(None, str(reason))
            else:
                messages.success(request, "Đã đặt ngưỡng; trạng thái của các ngày trước giữ nguyên.")
                return redirect("reporting:limits")
    rows = StatusLimits.objects.select_related("entered_by")
    context = {"rows": rows, "form": form, "own": DEFAULT}
    return render(request, "reporting/limits.html", context, status=422 if form is not None and form.errors else 200)
