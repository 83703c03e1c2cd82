"""What the page of a task shows of this room: how each instance goes, the last word, money, questions and difficulties."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from ansinh.apps.planning.models import Accountability, PlanState, Task
from ansinh.apps.planning.selectors.holders import Holder
from ansinh.apps.reporting.models import Difficulty, FundEntry, OpinionCall, SupervisionThread
from ansinh.apps.reporting.selectors.taskwork import list_instances, matters_now
from ansinh.apps.reporting.services.work_access import rights_on
from ansinh.apps.territory.panels import Panel

MOST = 8


def panels(
    *, task: Task, on: date, user: Any, holders: Iterable[Holder], people: Iterable[Accountability]
) -> list[Panel]:
    """Return the blocks of a task's page that come from the work on it, for those who may see plans."""
    if task.plan.state != PlanState.RUNNING or not user.has_perm("planning.view_plan"):
        return []
    instances = list_instances(task, on=on) if task.work is None else task.work.detail
    sums = _sums(task)
    content = {
        "task": task,
        "instances": instances[-MOST:],
        "now": matters_now(instances),
        "rights": rights_on(user, task, on=on, holders=holders, people=people),
        "calls": list(task.opinion_calls.all()[:MOST]) if sums["call_count"] else [],
        **sums,
    }
    return [Panel("reporting/part/task_panel.html", content)]


def _sums(task: Task) -> dict[str, Any]:
    """Return what was counted and added up of a task, in one query."""
    funds = FundEntry.objects.filter(withdrawn_at=None)
    rows = Task.objects.filter(pk=task.pk).values(
        difficulty_count=_of_task(Difficulty.objects.all(), Count("pk")),
        thread_count=_of_task(SupervisionThread.objects.all(), Count("pk")),
        call_count=_of_task(OpinionCall.objects.all(), Count("pk")),
        allocated_vnd=_of_task(funds.filter(kind="allocated"), Sum("amount_vnd")),
        spent_vnd=_of_task(funds.filter(kind="spent"), Sum("amount_vnd")),
    )
    return dict(rows.get())


def _of_task(rows: QuerySet[Any], what: Any) -> Coalesce:
    own = rows.filter(task=OuterRef("pk")).order_by().values("task").annotate(found=what).values("found")
    return Coalesce(Subquery(own), 0)
