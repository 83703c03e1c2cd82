"""What this room shows on the pages of plans: where their targets stand on approved figures."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.urls import reverse

from ansinh.apps.planning.models import Plan, PlanState
from ansinh.apps.planning.selectors.indicators import list_plain_indicators
from ansinh.apps.reporting.selectors.progress import (
    RIGHT_WAY,
    Progress,
    assess_indicators,
    count_indicators,
    end_of_day,
)
from ansinh.apps.territory.panels import Panel


def of_plan(*, plan: Plan, indicators: list[Any], view: Any, on: dt.date, user: Any) -> list[Panel]:
    """Show the statuses of a running plan's indicators, by group, on its first page."""
    if plan.state != PlanState.RUNNING or not user.has_perm("planning.view_plan"):
        return []
    unit = view.scope_unit if view is not None else plan.scope_unit
    at = end_of_day(on) if view is not None else None
    rows = assess_indicators(plan, indicators, unit=unit, day=on, at=at)
    if not rows:
        return []
    return [Panel("reporting/part/plan_progress.html", plan_content(plan, rows))]


def standings(*, plan: Plan, view: Any, on: dt.date) -> dict[int, str]:
    """Tell the list of a running plan's indicators where each stands on approved figures."""
    if plan.state != PlanState.RUNNING:
        return {}
    indicators = list(list_plain_indicators(plan)) if view is None else view.indicators
    unit = view.scope_unit if view is not None else plan.scope_unit
    at = end_of_day(on) if view is not None else None
    rows = assess_indicators(plan, indicators, unit=unit, day=on, at=at)
    return {row.indicator.pk: row.code for row in rows}


def plan_content(plan: Plan, rows: list[Progress]) -> dict[str, Any]:
    """Return what the block of a plan shows."""
    by_group: dict[str, list[Progress]] = defaultdict(list)
    for row in rows:
        by_group[row.indicator.group or "Không thuộc nhóm nào"].append(row)
    return {
        "plan": plan,
        "counts": count_indicators(rows),
        "total": len(rows),
        "right": sum(row.current.status in RIGHT_WAY for row in rows),
        "groups": [
            {
                "name": name,
                "total": len(group),
                "counts": count_indicators(group),
                "right": sum(row.current.status in RIGHT_WAY for row in group),
            }
            for name, group in by_group.items()
        ],
    }


def of_indicator(*, plan: Plan, indicator: Any, view: Any, on: dt.date, user: Any) -> list[Panel]:
    """Show one indicator's status with the sentence why, and lead to its figures."""
    if plan.state != PlanState.RUNNING or not user.has_perm("planning.view_plan"):
        return []
    unit = view.scope_unit if view is not None else plan.scope_unit
    at = end_of_day(on) if view is not None else None
    (row,) = assess_indicators(plan, [indicator], unit=unit, day=on, at=at)
    day = f"?ngay={on:%d/%m/%Y}" if view is not None else ""
    url = reverse("reporting:indicator", args=[indicator.pk]) + day
    return [Panel("reporting/part/indicator_progress.html", {"row": row, "url": url})]
