"""What the planning room brings to the pages of units: plans and their tasks."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from ansinh.apps.planning.models import Plan
from ansinh.apps.planning.selectors.units import list_unit_plans
from ansinh.apps.territory.models import Unit
from ansinh.apps.territory.sections import Line, Section

MOST_LINES = 20


def plans_of_unit(*, unit: Unit, related: list[Unit], user: Any) -> Section | None:
    """Give the plans of a unit, and of the units it came from or went into, each marked as such."""
    if not user.has_perm("planning.view_plan"):
        return None
    plans = list_unit_plans(units=[unit, *related])[:MOST_LINES]
    return Section(
        title="Kế hoạch và nhiệm vụ",
        lines=tuple(_line(plan, unit) for plan in plans),
        empty="Chưa có kế hoạch nào gắn với đơn vị này. Địa bàn của kế hoạch được chọn khi rà soát văn bản.",
        note="kể cả của đơn vị trước và sau",
    )


def plans_of_reform(*, units: list[Unit], user: Any, **_about: Any) -> Section | None:
    """Give the plans of somebody's unit and of those it was made of."""
    if not user.has_perm("planning.view_plan") or not units:
        return None
    plans = list_unit_plans(units=units)[:MOST_LINES]
    return Section(
        title="Kế hoạch của địa bàn",
        lines=tuple(_line(plan, units[0]) for plan in plans),
        empty="Chưa có kế hoạch nào gắn với địa bàn này hoặc các đơn vị hợp thành nó.",
    )


def _line(plan: Plan, unit: Unit) -> Line:
    counts = f"{plan.indicator_count} chỉ tiêu, {plan.task_count} nhiệm vụ"  # type: ignore[attr-defined]
    other = "" if plan.scope_unit is None or plan.scope_unit_id == unit.pk else f" · địa bàn {plan.scope_unit.name}"
    return Line(plan.short_title, reverse("planning:plan", args=[plan.pk]), counts + other)
