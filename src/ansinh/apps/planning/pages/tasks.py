"""The tasks of a plan, and one of them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ansinh.apps.planning.forms_holders import AccountableForm
from ansinh.apps.planning.models import Task
from ansinh.apps.planning.pages.access import allowed, plan_or_404
from ansinh.apps.planning.pages.days import day_context, history_context, view_asked
from ansinh.apps.planning.panels import task_panels, with_work
from ansinh.apps.planning.selectors.accountability import in_force, list_accountable
from ansinh.apps.planning.selectors.calendar import task_due, task_status
from ansinh.apps.planning.selectors.cascade import list_item_links
from ansinh.apps.planning.selectors.holders import get_row_holders, holders_of_tasks
from ansinh.apps.planning.selectors.tasks import get_task, list_plain_tasks, list_tasks
from ansinh.apps.planning.tables import TaskTable, day_task_filter, place_of, task_filter
from ansinh.apps.territory.selectors.agencies import list_single_agencies
from ansinh.apps.ui.tables import Rows, build_list


@require_GET
@allowed("planning.view_plan")
def tasks(request: HttpRequest, plan_id: UUID) -> HttpResponseBase:
    """Show the tasks of a plan: sorted, filtered, exported as the address says."""
    plan = plan_or_404(plan_id)
    view = view_asked(request, plan)
    # Who has a task is told for today only: on another day the plan's own words stand alone.
    holders = holders_of_tasks(plan=plan, on=timezone.localdate()) if view is None else {}
    worked = with_work(list_plain_tasks(plan), on=timezone.localdate(), plan=plan) if view is None else []
    listing = build_list(
        request,
        rows=list_tasks(plan) if view is None else Rows(view.tasks),
        table=TaskTable,
        file_name=f"nhiem-vu-{plan.number or plan.pk}",
        filters=task_filter(holders) if view is None else day_task_filter(view),
        holders=holders,
        works={task.pk: task.work for task in worked if task.work is not None},
        exclude=("holder",) if view is not None else (),
    )
    if listing.export is not None:
        return listing.export
    unclear = sum(holder.agency is None for row in holders.values() for holder in row)
    context = day_context(view) | {"plan": plan, "listing": listing, "unclear": unclear}
    return render(request, "planning/tasks.html", context)


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
    if view is None:
        with_work([found], on=today, plan=plan)
    context = (
        day_context(view)
        | history_context(request, plan, "task", found, view)
        | {
            "plan": plan,
            "task": found,
            "row": found,
            "today": today,
            "place": place_of(found),
            "due": task_due(found, today=today),
            "task_state": task_status(found, today=today),
        }
    )
    if view is None:
        people = list_accountable(found)
        directory = list_single_agencies()
        held = get_row_holders(row=found, on=today)
        context |= {
            "held": held,
            "directory": directory,
            "may_decide": request.user.has_perm("planning.decide_holder"),
            "may_name": request.user.has_perm("planning.name_accountable"),
            "panels": task_panels(
                task=found, on=today, user=request.user, holders=(*held.leads, *held.supporting), people=people
            ),
            "people": people,
            "now_accountable": in_force(people, on=today),
            "name_form": AccountableForm(agencies=directory, initial={"valid_from": today}),
            "links": list_item_links(found),
        }
    return render(request, "planning/task.html", context)
