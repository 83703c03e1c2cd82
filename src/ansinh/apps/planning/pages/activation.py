"""Putting a plan to work, and the two work lists that follow: baselines and initial states."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ansinh.apps.planning.forms_start import BaselineForm, InitialStateForm
from ansinh.apps.planning.models import Plan, PlanState
from ansinh.apps.planning.pages.access import actor_of, allowed, may_review, plan_or_404
from ansinh.apps.planning.selectors.plans import count_open_findings, count_review
from ansinh.apps.planning.selectors.start import count_start, list_baseline_rows, list_initial_rows, with_forms
from ansinh.apps.planning.services.activation import (
    CannotActivate,
    CannotRecord,
    activate_plan,
    record_baseline,
    record_initial_state,
)
from ansinh.apps.ui import formats
from ansinh.apps.ui.tables import ROWS_A_PAGE


@require_http_methods(["GET", "POST"])
@allowed("planning.activate_plan")
def activate(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show what will be put to work, and do it."""
    plan = plan_or_404(plan_id)
    if plan.state != PlanState.IN_REVIEW:
        return _already(request, plan)
    if request.method == "POST":
        try:
            activate_plan(plan_id=plan.pk, actor=actor_of(request), now=timezone.now())
        except CannotActivate as reason:
            plan.refresh_from_db(fields=["state", "activated_at"])
            if plan.state != PlanState.IN_REVIEW:
                return _already(request, plan)
            messages.error(request, str(reason))
            return redirect("planning:review", plan.pk)
        messages.success(request, "Kế hoạch đã được đưa vào thực hiện. Việc tiếp theo: nhập số gốc của từng chỉ tiêu.")
        return redirect("planning:baselines", plan.pk)
    context = {"plan": plan, "counts": count_review(plan), "open_counts": count_open_findings(plan)}
    return render(request, "planning/activate.html", context)


def _already(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Go where the plan stands: somebody was first, or the page came back from the browser's memory."""
    if plan.state == PlanState.RUNNING:
        messages.info(request, f"Kế hoạch đã được đưa vào thực hiện ngày {formats.day(plan.activated_at)}.")
    return redirect("planning:plan", plan.pk)


@require_http_methods(["GET", "POST"])
@allowed("planning.view_plan")
def baselines(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show the work list "số gốc": no plan states baselines, so a person enters each with its source."""
    plan = plan_or_404(plan_id)
    may_enter = may_review(request, plan)
    wrong: BaselineForm | None = None
    if request.method == "POST":
        _refuse_unless(may_enter)
        form = BaselineForm(request.POST)
        if form.is_valid():
            try:
                record_baseline(plan_id=plan.pk, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            except CannotRecord as reason:
                form.add_error(None, str(reason))
                wrong = form
            else:
                messages.success(request, "Đã lưu số gốc.")
                return redirect(f"{request.get_full_path()}#chi-tieu-{form.cleaned_data['indicator_id']}")
        else:
            wrong = form
    page = _page(request, list_baseline_rows(plan))
    context = {
        "plan": plan,
        "page": page,
        "rows": with_forms(page, actor=actor_of(request), now=timezone.now(), wrong=wrong),
        "wrong": wrong,
        "start": count_start(plan),
        "may_enter": may_enter,
    }
    return render(request, "planning/baselines.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "POST"])
@allowed("planning.view_plan")
def initial_states(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show the work list "trạng thái ban đầu": how far each target and task had come on activation day."""
    plan = plan_or_404(plan_id)
    may_enter = may_review(request, plan)
    if request.method == "POST":
        _refuse_unless(may_enter)
        form = InitialStateForm(request.POST)
        if form.is_valid():
            try:
                record_initial_state(plan_id=plan.pk, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            except CannotRecord as reason:
                messages.error(request, str(reason))
            else:
                messages.success(request, "Đã lưu trạng thái ban đầu.")
        else:
            messages.error(request, "Chọn một trạng thái: chưa, đang, hoặc đạt, xong.")
        return redirect(f"{request.get_full_path()}#{request.POST.get('anchor', '')[:40]}")
    page = _page(request, list_initial_rows(plan))
    context = {
        "plan": plan,
        "page": page,
        "rows": page.object_list,
        "start": count_start(plan),
        "may_enter": may_enter,
    }
    return render(request, "planning/initial_states.html", context)


def _page(request: HttpRequest, rows: list[Any]) -> Page[Any]:
    """Return the page of a work list that the address asks for; what is still to be entered comes first."""
    return Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))


def _refuse_unless(may_enter: bool) -> None:
    if not may_enter:
        raise PermissionDenied
