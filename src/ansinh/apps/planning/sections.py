"""What the planning room brings to the pages of units: plans and their tasks."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from ansinh.apps.planning.models import Plan, PlanState
from ansinh.apps.planning.selectors.units import get_unit_work, list_unit_plans
from ansinh.apps.territory.models import Unit
from ansinh.apps.territory.sections import Line, Section

MOST_LINES = 20
MOST_TASKS = 10


def plans_of_unit(*, unit: Unit, related: list[Unit], user: Any) -> Section | None:
    """Give the plans of a unit, and of the units it came from or went into, each marked as such."""
    if not user.has_perm("planning.view_plan"):
        return None
    plans = list_unit_plans(units=[unit, *related])[:MOST_LINES]
    return Section(
        title="Kế hoạch",
        lines=tuple(_line(plan, unit) for plan in plans),
        empty="Chưa có kế hoạch nào gắn với đơn vị này. Địa bàn của kế hoạch được chọn khi rà soát văn bản.",
        note="kể cả của đơn vị trước và sau",
    )


def tasks_of_unit(*, unit: Unit, related: list[Unit], user: Any) -> Section | None:
    """Give the tasks that agencies of a unit that exists have today, from its plans and those of the units before it."""
    today = timezone.localdate()
    if not user.has_perm("planning.view_plan") or (unit.valid_to is not None and unit.valid_to <= today):
        return None
    work = get_unit_work(unit=unit, plans=list_unit_plans(units=[unit, *related]), on=today)
    if not work.plans:
        return None
    plan = max(work.plans, key=lambda one: sum(holder.assignment.mention.plan_id == one.pk for holder in work.held))
    said = [f"{len(work.held)} nhiệm vụ hôm nay"]
    if work.unclear:
        said.append(f"{work.unclear} chưa rõ ai giữ")
    if len(work.held) > MOST_TASKS:
        said.append(f"hiện {MOST_TASKS}")
    lines = [
        Line(
            str(holder.row),
            reverse("planning:task", args=[holder.assignment.mention.plan_id, holder.row.pk]),
            f"{holder.name} · {holder.assignment.mention.plan.short_title}",
        )
        for holder in work.held[:MOST_TASKS]
    ]
    return Section(
        title="Nhiệm vụ cơ quan của đơn vị đang giữ",
        lines=tuple(lines),
        empty="Chưa nhiệm vụ nào rõ là do cơ quan của đơn vị này giữ. Xem những việc chưa rõ trong kế hoạch.",
        note=", ".join(said),
        more=Line(f"Ai đang giữ việc của {plan.short_title}", reverse("planning:holders", args=[plan.pk])),
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
    if plan.state == PlanState.REFERENCE:
        counts += " · số liệu mẫu, không có văn bản"
    other = "" if plan.scope_unit is None or plan.scope_unit_id == unit.pk else f" · địa bàn {plan.scope_unit.name}"
    return Line(plan.short_title, reverse("planning:plan", args=[plan.pk]), counts + other)
