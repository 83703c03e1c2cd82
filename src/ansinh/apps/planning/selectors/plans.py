"""Plans: the list, one plan, and how much of it has been reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from ansinh.apps.planning.models import (
    AgencyMention,
    Finding,
    FindingState,
    Indicator,
    Plan,
    PlanState,
    ReviewState,
    Task,
)
from ansinh.apps.planning.models.items import IN_USE, NOT_COUNTED
from ansinh.apps.planning.services.values import KINDS


@dataclass(frozen=True, slots=True)
class Progress:
    """How many rows of one kind there are and how many a person has decided on."""

    code: str
    label: str
    total: int
    decided: int

    @property
    def left(self) -> int:
        """Return how many rows still wait."""
        return self.total - self.decided


def list_plans() -> QuerySet[Plan]:
    """Return all plans, newest first, those kept for reference last, with what was read from each counted."""
    return (
        Plan.objects.select_related("file", "file__uploaded_by")
        .defer("file__content", "file__text", "file__blocks")
        .annotate(
            indicator_count=_count(Indicator.objects.exclude(state__in=NOT_COUNTED)),
            task_count=_count(Task.objects.exclude(state__in=NOT_COUNTED)),
            finding_count=_count(Finding.objects.all()),
        )
        .order_by(Case(When(state=PlanState.REFERENCE, then=1), default=0), "-created_at")
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    """Count rows of each plan by themselves: joined in one query, the kinds would multiply each other."""
    counted = rows.filter(plan=OuterRef("pk")).order_by().values("plan").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def get_plan(plan_id: Any) -> Plan:
    """Return one plan with its file but without the file's bytes. Raises Plan.DoesNotExist."""
    return Plan.objects.select_related("file", "scope_unit").defer("file__content").get(pk=plan_id)


def count_review(plan: Plan) -> list[Progress]:
    """Return, for each kind of row, how many were read and how many are decided."""
    counts = []
    for kind in KINDS.values():
        rows = (
            kind.model._default_manager.filter(plan=plan)
            .exclude(state=ReviewState.PLANNED)
            .aggregate(total=Count("pk"), decided=Count("pk", filter=~Q(state=ReviewState.PENDING)))
        )
        counts.append(Progress(kind.code, kind.label, rows["total"], rows["decided"]))
    return counts


def count_open_findings(plan: Plan) -> dict[str, int]:
    """Return the number of findings nobody has decided on, by severity; every severity is there."""
    rows = Finding.objects.filter(plan=plan, state=FindingState.OPEN).values("severity").annotate(n=Count("pk"))
    return {"high": 0, "medium": 0, "low": 0} | {row["severity"]: row["n"] for row in rows}


def list_unresolved_mentions(plan: Plan) -> QuerySet[AgencyMention]:
    """Return the names of agencies that the directory does not know, most used first."""
    return (
        AgencyMention.objects.filter(plan=plan, agency=None)
        .annotate(uses=Count("assignments"))
        .filter(uses__gt=0)
        .order_by("-uses", "printed")
    )


def get_for_menu(plan_id: Any) -> Plan | None:
    """Return a plan with the figures beside its entries of the menu, all in one statement; None where there is none.

    ``pending`` are the rows that nobody has decided on, ``used`` and ``used_tasks`` those in use, ``without`` the
    indicators that have no baseline yet.
    """
    waiting = [_count(kind.model._default_manager.filter(state=ReviewState.PENDING)) for kind in KINDS.values()]
    rows = Plan.objects.only("number", "type", "state", "title").annotate(
        pending=reduce(add, waiting),
        used=_count(Indicator.objects.filter(state__in=IN_USE)),
        used_tasks=_count(Task.objects.filter(state__in=IN_USE)),
        without=_count(Indicator.objects.filter(state__in=IN_USE, baseline=None)),
    )
    return rows.filter(pk=plan_id).first()
