"""Tasks in use, as lists and one by one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Prefetch, QuerySet

from ansinh.apps.planning.models import Assignment, Finding, Plan, Task
from ansinh.apps.planning.models.items import IN_USE


def list_tasks(plan: Plan) -> QuerySet[Task]:
    """Return the tasks of a plan that a person accepted, with all that a list shows of them."""
    return all_tasks(plan, states=IN_USE)


def all_tasks(plan: Plan, *, states: Sequence[str]) -> QuerySet[Task]:
    """Return the tasks in any of the states, with all that a list shows of them."""
    return (
        Task.objects.filter(plan=plan, state__in=states)
        .select_related("initial_state")
        .defer("marks", "search_key")
        .prefetch_related(
            Prefetch("assignments", Assignment.objects.select_related("mention__agency").order_by("role", "ordinal")),
        )
        .order_by("ordinal")
    )


def list_plain_tasks(plan: Plan) -> QuerySet[Task]:
    """Return the same tasks with what tells how they go, and nothing more."""
    rows = Task.objects.filter(plan=plan, state__in=IN_USE).select_related("initial_state")
    return rows.only(
        "schedule_raw", "schedule_kind", "from_year", "to_year", "quarter", "event", "plan_id", "initial_state"
    )


def get_task(plan: Plan, task_id: int) -> Task | None:
    """Return one task in use with its findings, or None."""
    rows = list_tasks(plan).select_related("initial_state__entered_by", "decided_by")
    return rows.prefetch_related(Prefetch("findings", Finding.objects.order_by("ordinal"))).filter(pk=task_id).first()
