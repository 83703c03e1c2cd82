"""The day for which a plan is looked at: ``?ngay=dd/mm/yyyy`` on every page of a plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from ansinh.apps.planning.models import Plan, PlanState, VersionState
from ansinh.apps.planning.selectors.asof import PlanOn, get_plan_on
from ansinh.apps.planning.selectors.carrying import get_carry
from ansinh.apps.planning.selectors.versions import get_draft, list_history
from ansinh.apps.ui.fields import DayField


def view_asked(request: HttpRequest, plan: Plan, **what: Any) -> PlanOn | None:
    """Return the plan as of the day that the address names; None for today, or where the day cannot be read.

    ``kinds`` names the rows that the page shows, where it does not show all.
    """
    raw = request.GET.get("ngay", "").strip()
    if plan.state != PlanState.RUNNING:
        return None
    if not raw:
        # The night's work writes a version into the tables on its day; until then the page makes it itself.
        today = timezone.localdate()
        due = plan.versions.filter(state=VersionState.COMING, in_force_on__lte=today)
        return get_plan_on(plan, on=today, **what) if due.exists() else None
    try:
        day = DayField(required=False).clean(raw)
    except ValidationError as error:
        messages.error(request, f"{error.messages[0]} Trang dưới đây là như hôm nay.")
        return None
    return get_plan_on(plan, on=day, **what) if day is not None else None


def day_context(view: PlanOn | None) -> dict[str, Any]:
    """Return what the pages show of the day: the control, the note, and what keeps the day in links."""
    return {"day_control": True, "view": view, "on_day": view.query if view is not None else ""}


def history_context(request: HttpRequest, plan: Plan, kind: str, item: Any, view: PlanOn | None) -> dict[str, Any]:
    """Return what an item's page shows of its changes: by which versions, how it was carried over, the open draft."""
    return {
        "kind": kind,
        "item": item,
        "history": list_history(item),
        "carry": get_carry(item),
        "draft": get_draft(plan) if view is None else None,
        "may_revise": request.user.has_perm("planning.review_plan"),
    }
