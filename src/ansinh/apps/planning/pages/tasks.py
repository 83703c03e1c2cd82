"""The tasks of a plan, and one of them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ansinh.apps.planning.models import Task
from ansinh.apps.planning.pages.access import allowed, plan_or_404
from ansinh.apps.planning.pages.days import day_context, history_context, view_asked
from ansinh.apps.planning.selectors.calendar import task_due, task_status
from ansinh.apps.planning.selectors.tasks import get_task, list_tasks
from ansinh.apps.planning.tables import DayFilter, TaskFilter, TaskTable, place_of
from ansinh.apps.ui.tables import Rows, build_list


@require_GET
@allowed("planning.view_plan")
def tasks(request: HttpRequest, plan_id: UUID) -> HttpResponseBase:
    """Show the tasks of a plan: sorted, filtered, exported as the address says."""
    plan = plan_or_404(plan_id)
    view = view_asked(request, plan)
    listing = build_list(
        request,
        rows=list_tasks(plan) if view is None else Rows(view.tasks),
        table=TaskTable,
        file_name=f"nhiem-vu-{plan.number or plan.pk}",
        filters=TaskFilter if view is None else DayFilter,
        per_page=200,
    )
    if listing.export is not None:
        return listing.export
    return render(request, "planning/tasks.html", day_context(view) | {"plan": plan, "listing": listing})


@require_GET
@allowed("planning.view_plan")
def task(request: HttpRequest, plan_id: UUID, task_id: int) -> HttpResponse:
    """Show one task: what, who, until when, with which product, and its place in the document."""
    plan = plan_or_404(plan_id)
    view = view_asked(request, plan)
    found = get_task(plan, task_id) if view is None else view.find("task", task_id)
    if found is None and view is not None:
        context = day_context(view) | {"plan": plan, "row": get_object_or_404(Task, plan=plan, pk=task_id)}
        return render(request, "planning/not_that_day.html", context)
    if found is None:
        # Not in use, yet or any more: its place is the review.
        get_object_or_404(Task, plan=plan, pk=task_id)
        return redirect("planning:row", plan.pk, "task", task_id)
    today = view.on if view is not None else timezone.localdate()
    context = (
        day_context(view)
        | history_context(request, plan, "task", found, view)
        | {
            "plan": plan,
            "task": found,
            "place": place_of(found),
            "due": task_due(found, today=today),
            "task_state": task_status(found, today=today),
        }
    )
    return render(request, "planning/task.html", context)
