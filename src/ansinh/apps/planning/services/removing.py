"""Takes a plan off the list that should not be there, and puts it back: nothing is deleted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import Plan, PlanState


class CannotRemove(Exception):
    """The plan cannot be taken off the list or put back; the message says why."""


@transaction.atomic
def remove_plan(*, plan_id: UUID | str, actor: User, now: datetime) -> Plan:
    """Take a plan off the list that could not be read, or is in review and was never put to work.

    File, reading and decisions are kept. Raises CannotRemove.
    """
    plan = _locked(plan_id)
    if plan.removed_at is not None:
        who = plan.removed_by.get_full_name() if plan.removed_by else "người khác"
        raise CannotRemove(
            f"{plan.short_title} đã được {who} bỏ khỏi danh sách lúc {plan.removed_at.astimezone():%H:%M %d/%m/%Y}."
        )
    if not may_remove(plan):
        raise CannotRemove(
            f"{plan.short_title} đang ở trạng thái “{plan.get_state_display().lower()}” nên không bỏ khỏi danh sách: "
            "chỉ bỏ được tệp không đọc được và kế hoạch đang rà soát."
        )
    plan.removed_by, plan.removed_at = actor, now
    plan.save(update_fields=["removed_by", "removed_at"])
    record(actor=actor, verb="planning.remove", subject=plan, detail={"file": plan.file.name}, at=now)
    return plan


@transaction.atomic
def put_back_plan(*, plan_id: UUID | str, actor: User, now: datetime) -> Plan:
    """Put a plan back on the list as it was. Raises CannotRemove where it stands there already."""
    plan = _locked(plan_id)
    if plan.removed_at is None:
        raise CannotRemove(f"{plan.short_title} đang có trong danh sách rồi.")
    plan.removed_by = plan.removed_at = None
    plan.save(update_fields=["removed_by", "removed_at"])
    record(actor=actor, verb="planning.put_back", subject=plan, detail={"file": plan.file.name}, at=now)
    return plan


def may_remove(plan: Plan) -> bool:
    """Say whether a plan may be taken off the list: it was never put to work and is not being read."""
    return plan.state in (PlanState.FAILED, PlanState.IN_REVIEW) and plan.activated_at is None


def _locked(plan_id: UUID | str) -> Plan:
    rows = Plan.objects.select_for_update(of=("self",)).select_related("file", "removed_by")
    return rows.defer("file__content", "file__text", "file__blocks").get(pk=plan_id)
