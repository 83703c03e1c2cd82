"""The log of what people did in a plan, shared by the review, the drafts of versions and the taking over; undo works from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import Plan, ReviewAction


def log_act(
    *, plan: Plan, actor: User, now: datetime, verb: str, label: str, changes: list[dict[str, Any]]
) -> ReviewAction:
    """Write one act with each row it touched (kind, id, before, after), and its line in the audit log."""
    action = ReviewAction.objects.create(plan=plan, actor=actor, at=now, verb=verb, label=label[:300], changes=changes)
    record(
        actor=actor,
        verb=f"planning.{verb}",
        subject=plan,
        detail={"action": action.pk, "label": label[:300], "rows": len(changes)},
        at=now,
    )
    return action


def lock_last_act(*, plan: Plan, actor: User, verbs: str = "") -> ReviewAction | None:
    """Return the last act of this person that still stands, locked; ``verbs`` is how the verb begins."""
    rows = ReviewAction.objects.select_for_update(of=("self",)).filter(plan=plan, actor=actor, undone_at=None)
    return rows.filter(verb__startswith=verbs).order_by("-id").first()


def close_act(*, plan: Plan, action: ReviewAction, actor: User, now: datetime) -> None:
    """Mark an act as taken back, and write so in the audit log."""
    action.undone_at, action.undone_by = now, actor
    action.save()
    record(actor=actor, verb="planning.undo", subject=plan, detail={"action": action.pk, "label": action.label}, at=now)


def say_if_touched_since(*, plan: Plan, action: ReviewAction, change: Mapping[str, Any]) -> str:
    """Return a sentence naming who has since done what on the same row, or nothing."""
    later = ReviewAction.objects.filter(
        plan=plan, pk__gt=action.pk, undone_at=None, changes__contains=[{"kind": change["kind"], "id": change["id"]}]
    ).first()
    if later is None:
        return ""
    return (
        f"Không hoàn tác “{action.label}” được: {later.actor.get_full_name()} đã làm “{later.label}” "
        f"lúc {later.at.astimezone():%H:%M} trên cùng dòng. Sửa trực tiếp dòng đó."
    )
