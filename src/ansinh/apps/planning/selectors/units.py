"""Plans by the unit they are made for."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from ansinh.apps.planning.models import Plan
from ansinh.apps.planning.models.items import IN_USE
from ansinh.apps.territory.models import Unit


def list_unit_plans(*, units: Iterable[Unit]) -> QuerySet[Plan]:
    """Return the plans whose scope is one of the units, the youngest first, each with ``indicator_count`` and ``task_count`` in use."""
    rows = Plan.objects.filter(scope_unit__in=[unit.pk for unit in units], removed_at=None)
    rows = rows.select_related("scope_unit", "file")
    return (
        rows.defer("file__content", "file__text", "file__blocks")
        .annotate(
            indicator_count=Count("indicators", filter=Q(indicators__state__in=IN_USE), distinct=True),
            task_count=Count("tasks", filter=Q(tasks__state__in=IN_USE), distinct=True),
        )
        .order_by("-issued_on", "-created_at")
    )
