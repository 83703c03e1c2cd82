"""Plans: the list, one plan, and how much of it has been reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
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


def list_plans(*, removed: bool = False) -> QuerySet[Plan]:
    """Return all plans, newest first, those kept for reference last, with what was read from each counted.

    ``removed``: those taken off the list.
    """
    return (
        Plan.objects.filter(removed_at__isnull=not removed)
        .select_related("file", "file__uploaded_by", "removed_by")
        .defer("file__content", "file__text", "file__blocks")
        .annotate(
            indicator_count=count_of_plan(Indicator.objects.exclude(state__in=NOT_COUNTED)),
            task_count=count_of_plan(Task.objects.exclude(state__in=NOT_COUNTED)),
            finding_count=count_of_plan(Finding.objects.all()),
        )
        .order_by(Case(When(state=PlanState.REFERENCE, then=1), default=0), "-created_at")
    )


def count_of_plan(rows: QuerySet[Any]) -> Coalesce:
    """Count rows of each plan by themselves: joined in one query, the kinds would multiply each other."""
    counted = rows.filter(plan=OuterRef("pk")).order_by().values("plan").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def get_plan(plan_id: Any) -> Plan:
    """Return one plan; the document's bytes and text, which few pages show, are read when asked for.

    Raises Plan.DoesNotExist.
    """
    found = Plan.objects.select_related("file", "scope_unit")
    return found.defer("file__content", "file__text", "file__blocks", "file__page_starts").get(pk=plan_id)


def count_review(plan: Plan) -> list[Progress]:
    """Return, for each kind of row, how many were read and how many are decided."""
    decided = Count("pk", filter=~Q(state=ReviewState.PENDING))
    first, *others = (
        kind.model._default_manager.filter(plan=plan)
        .exclude(state=ReviewState.PLANNED)
        .order_by()
        .values(kind=Value(kind.code))
        .annotate(total=Count("pk"), decided=decided)
        for kind in KINDS.values()
    )
    found = {row["kind"]: row for row in first.union(*others, all=True)}
    nothing = {"total": 0, "decided": 0}
    rows = ((kind, found.get(kind.code, nothing)) for kind in KINDS.values())
    return [Progress(kind.code, kind.label, row["total"], row["decided"]) for kind, row in rows]


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


def get_for_menu(plan_id: Any) -> tuple[Plan, dict[str, int]] | None:
    """Return a plan with the figures that stand beside its entries of the menu; None where there is no such plan."""
    plan: Any = _plans_for_menu().filter(pk=plan_id).first()
    if plan is None:
        return None
    return plan, {
        "pending": sum(getattr(plan, f"waiting_{code}") for code in KINDS),
        "indicators": plan.indicator_count,
        "tasks": plan.task_count,
        "without_baseline": plan.without_baseline,
    }


@cache
def _plans_for_menu() -> QuerySet[Any]:
    """Every page of a plan asks this, so that it is put together once."""
    indicators = Indicator.objects.filter(state__in=IN_USE)
    waiting = {
        f"waiting_{kind.code}": Case(
            When(
                state=PlanState.IN_REVIEW,
                then=count_of_plan(kind.model._default_manager.filter(state=ReviewState.PENDING)),
            ),
            default=0,
        )
        for kind in KINDS.values()
    }
    return Plan.objects.only("number", "type", "state", "title").annotate(
        indicator_count=count_of_plan(indicators),
        without_baseline=count_of_plan(indicators.filter(baseline=None)),
        task_count=count_of_plan(Task.objects.filter(state__in=IN_USE)),
        **waiting,
    )
