"""Plans by the unit they are made for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from ansinh.apps.planning.models import Indicator, Plan, PlanState, Task
from ansinh.apps.planning.models.items import IN_USE
from ansinh.apps.planning.selectors.holders import Holder, find_holders, list_assignments
from ansinh.apps.planning.selectors.plans import count_of_plan
from ansinh.apps.planning.selectors.reference import doubled_references
from ansinh.apps.territory.models import Unit

# Of more plans of one place only the youngest are asked who has their tasks.
MOST_PLANS = 6


def list_unit_plans(*, units: Iterable[Unit]) -> QuerySet[Plan]:
    """Return the plans whose scope is one of the units, the youngest first, each with ``indicator_count`` and ``task_count`` in use."""
    rows = Plan.objects.filter(scope_unit__in=[unit.pk for unit in units], removed_at=None)
    rows = rows.exclude(pk__in=doubled_references())
    rows = rows.select_related("scope_unit", "file")
    return (
        rows.defer("file__content", "file__text", "file__blocks")
        .annotate(
            indicator_count=count_of_plan(Indicator.objects.filter(state__in=IN_USE)),
            task_count=count_of_plan(Task.objects.filter(state__in=IN_USE)),
        )
        .order_by("-issued_on", "-created_at")
    )


@dataclass(frozen=True, slots=True)
class UnitWork:
    """The tasks of the plans of a place that agencies of one unit have on a day; ``plans`` are those looked at."""

    held: tuple[Holder, ...]
    unclear: int
    plans: tuple[Plan, ...]


def get_unit_work(*, unit: Unit, plans: Iterable[Plan], on: date) -> UnitWork:
    """Return which tasks of running plans the agencies of a unit lead on a day, and how many nobody can say.

    A plan of a former province gives its tasks to the agencies of the new one, a plan of a former town to its communes.
    """
    asked = [plan for plan in plans if plan.state == PlanState.RUNNING][:MOST_PLANS]
    if not asked:
        return UnitWork((), 0, ())
    rows = list(list_assignments().filter(mention__plan__in=asked, task__isnull=False))
    found = find_holders(assignments=rows, on=on)
    holders = [found[row.pk] for row in rows]
    held = tuple(holder for holder in holders if unit.pk in {each.pk for each in holder.units})
    return UnitWork(held, sum(holder.agency is None for holder in holders), tuple(asked))
