"""Indicators in use, as lists and one by one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Prefetch, QuerySet

from ansinh.apps.planning.models import Assignment, Finding, Indicator, Plan, Target
from ansinh.apps.planning.models.items import IN_USE
from ansinh.apps.planning.selectors.names import parent_name


def list_indicators(plan: Plan) -> QuerySet[Indicator]:
    """Return the indicators of a plan that a person accepted, with all that a list shows of them."""
    return all_indicators(plan, states=IN_USE)


def all_indicators(plan: Plan, *, states: Sequence[str]) -> QuerySet[Indicator]:
    """Return the indicators in any of the states, with all that a list shows of them."""
    leads = Assignment.objects.select_related("mention__agency").order_by("role", "ordinal")
    return _with_targets(plan, states).prefetch_related(Prefetch("assignments", leads))


def list_plain_indicators(plan: Plan) -> QuerySet[Indicator]:
    """Return the same indicators with what they want and how they go, without whom they are given to."""
    return _with_targets(plan, IN_USE)


def _with_targets(plan: Plan, states: Sequence[str]) -> QuerySet[Indicator]:
    targets = Target.objects.select_related("initial_state").order_by("year", "ordinal")
    return (
        Indicator.objects.filter(plan=plan, state__in=states)
        .annotate(parent_name=parent_name())
        .select_related("baseline")
        .defer("marks", "search_key")
        .prefetch_related(Prefetch("targets", targets))
        .order_by("ordinal")
    )


def get_indicator(plan: Plan, indicator_id: int) -> Indicator | None:
    """Return one indicator in use with its findings, or None."""
    rows = list_indicators(plan).select_related("baseline__entered_by", "decided_by", "binding__entry")
    rows = rows.prefetch_related(Prefetch("findings", Finding.objects.order_by("ordinal")))
    found = rows.filter(pk=indicator_id).first()
    if found is not None:
        found.plan = plan
    return found


def list_years(plan: Plan) -> list[int | None]:
    """Return the years for which the plan states targets; None, last, for those that name no year."""
    rows = Target.objects.filter(indicator__plan=plan, indicator__state__in=IN_USE).exclude(comparator="")
    years = set(rows.values_list("year", flat=True))
    return sorted(years, key=lambda year: (year is None, year or 0))


def list_parts(indicator: Indicator) -> list[Indicator]:
    """Return the sub-rows of an indicator ("Thành thị", "Nông thôn"), or the whole a sub-row belongs to."""
    rows = list_indicators(indicator.plan).filter(source=indicator.source)
    if indicator.parent_no:
        return list(rows.filter(no=indicator.parent_no).exclude(pk=indicator.pk))
    return list(rows.filter(parent_no=indicator.no).exclude(pk=indicator.pk)) if indicator.no else []
