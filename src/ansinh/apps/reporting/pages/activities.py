"""Campaigns, commendations, good models: the list, a new one, one of them with its steps."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from ansinh.apps.reporting.forms_matters import ActivityForm, StepForm
from ansinh.apps.reporting.models import Activity, ActivityKind
from ansinh.apps.reporting.pages.access import actor_of
from ansinh.apps.reporting.pages.items import item_asked
from ansinh.apps.reporting.pages.proofs import proof_context
from ansinh.apps.reporting.services.activities import (
    CannotWriteActivity,
    activities_seen_by,
    add_activity,
    add_step,
    may_write,
    next_steps,
)
from ansinh.apps.ui.access import allowed

MOST = 200


@require_GET
@allowed("planning.view_plan")
def activities(request: HttpRequest) -> HttpResponse:
    """Show the activities a person sees, newest first."""
    actor = actor_of(request)
    rows = (
        Activity.objects.filter(activities_seen_by(actor))
        .select_related("plan__file", "task", "agency", "place")
        .defer("plan__unparsed", "plan__file__content", "plan__file__text", "plan__file__blocks", "task__read")
        .annotate(
            step_count=Count("steps", distinct=True),
            file_count=Count("proofs", filter=Q(proofs__withdrawn_at=None), distinct=True),
        )
    )
    kind = request.GET.get("loai", "")
    if kind in ActivityKind.values:
        rows = rows.filter(kind=kind)
    context = {"rows": rows[:MOST], "kind": kind, "kinds": ActivityKind.choices, "may_write": may_write(actor)}
    return render(request, "reporting/activities.html", context)


@require_http_methods(["GET", "POST"])
@allowed("planning.view_plan")
def new_activity(request: HttpRequest) -> HttpResponse:
    """Ask for an activity and write it down."""
    actor, item = actor_of(request), item_asked(request)
    if not may_write(actor):
        raise PermissionDenied
    initial = {"kind": request.GET.get("loai"), "from_date": timezone.localdate()}
    form = ActivityForm(request.POST or None, plan=item.plan, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = add_activity(**form.given(), **item.fields("task"), actor=actor, now=timezone.now())
        except CannotWriteActivity as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Đã ghi hoạt động.")
            return redirect("reporting:activity", row.pk)
    context = {
        "form": form,
        "item": item,
        "title": "Ghi hoạt động",
        "back": ("reporting:activities", "Hoạt động"),
        "button": "Ghi hoạt động",
    }
    return render(request, "reporting/matter_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
def activity(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Show one activity with its steps, and write the next one."""
    actor = actor_of(request)
    rows = Activity.objects.filter(activities_seen_by(actor))
    row = get_object_or_404(
        rows.select_related("plan__scope_unit", "plan__file", "task", "agency", "place", "created_by"), pk=activity_id
    )
    steps = list(row.steps.select_related("actor"))
    ways = next_steps(row, steps)
    may = may_write(actor, row)
    initial = {"on": timezone.localdate(), "seen": len(steps)}
    form = StepForm(request.POST or None, steps=ways, initial=initial) if may else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            try:
                step = add_step(activity_id=row.pk, actor=actor, now=timezone.now(), **form.cleaned_data)
            except CannotWriteActivity as reason:
                form.add_error(None, str(reason))
            else:
                messages.success(request, f"Đã ghi bước: {step.get_kind_display().lower()}.")
                return redirect("reporting:activity", row.pk)
    context = {
        "row": row,
        "steps": steps,
        "form": form if ways else None,
        "tried": form,
        **proof_context(request, row),
    }
    return render(request, "reporting/activity.html", context, status=422 if form is not None and form.errors else 200)
