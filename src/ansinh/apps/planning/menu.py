"""The planning room's entries of the menu: the list of plans, and the pages of the plan that is open."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest

from ansinh.apps.planning.models import Plan, PlanState
from ansinh.apps.planning.selectors.plans import get_for_menu
from ansinh.apps.ui.menu import MenuItem


def items(*, request: HttpRequest) -> list[MenuItem]:
    """Return the entries; those of one plan stand there while one of its pages is open."""
    entries = [
        MenuItem(
            group="Kế hoạch",
            label="Các kế hoạch",
            url_name="planning:plans",
            icon="home",
            permission="planning.view_plan",
            covers=("planning:reading",),
            order=10,
        ),
        MenuItem(
            group="Danh mục",
            label="So sánh, chỉ tiêu",
            url_name="planning:shared",
            icon="indicator",
            permission="planning.view_plan",
            covers=(
                "planning:compare",
                "planning:catalogue",
                "planning:entry",
                "planning:entry_edit",
                "planning:entry_add",
            ),
            order=58,
        ),
    ]
    match = request.resolver_match
    plan_id = match.kwargs.get("plan_id") if match is not None else None
    found = get_for_menu(plan_id) if plan_id else None
    return entries if found is None else entries + _of_plan(*found)


def _of_plan(plan: Plan, counts: Mapping[str, int]) -> list[MenuItem]:
    group = f"{plan.type or 'Kế hoạch'} {plan.number.split('/')[0]}".strip() if plan.number else "Kế hoạch đang mở"
    rows = [
        ("Rà soát", "review", "document", counts["pending"] or None, ("row", "agencies", "findings", "activate")),
        ("Tổng quan", "overview", "overview", None, ()),
        ("Chỉ tiêu", "indicators", "indicator", counts["indicators"], ("indicator", "bindings")),
        ("Nhiệm vụ", "tasks", "task", counts["tasks"], ("task", "holders")),
        ("Thời hạn", "deadlines", "report", None, ()),
        ("Văn bản, căn cứ", "document", "law", None, ("chain",)),
        ("Cấp trên, cấp dưới", "cascade", "chain", None, ("above", "below", "points")),
        (
            "Diễn biến, phiên bản",
            "timeline",
            "calendar",
            None,
            (
                "version",
                "revise_in_version",
                "add_in_version",
                "takeover",
                "carry_decision",
                "finish_takeover",
                "scope",
            ),
        ),
        ("Số gốc, ban đầu", "baselines", "history", counts["without_baseline"] or None, ("initial_states",)),
    ]
    if plan.state in (PlanState.READING, PlanState.FAILED):
        return []
    # Review comes first and the figures of the start only once the plan runs.
    rows = rows[:-1] if plan.state == PlanState.IN_REVIEW else rows[1:]
    if plan.state == PlanState.REFERENCE:
        rows = [row for row in rows if row[1] == "indicators"]
    return [
        MenuItem(
            group=group,
            label=label,
            url_name=f"planning:{name}",
            icon=icon,
            kwargs={"plan_id": plan.pk},
            permission="planning.view_plan",
            count=count,
            alert=name == "review" and bool(count),
            covers=tuple(f"planning:{other}" for other in covers),
            order=20 + at,
        )
        for at, (label, name, icon, count, covers) in enumerate(rows)
    ]
