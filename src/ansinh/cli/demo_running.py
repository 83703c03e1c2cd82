"""The plan at work of the demonstration: read like any other, every row accepted, put to work, its tasks under way."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

if TYPE_CHECKING:
    from ansinh.apps.accounts.models import User
    from ansinh.apps.planning.models import Plan

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "running" / "ke-hoach-mau-dang-thuc-hien.md"


def run_sample(*, code: str, actor: User, now: datetime, read: Callable[[], object]) -> Plan | None:
    """Put the sample plan to work for a unit, once; None where it is there already or somebody took it off the list.

    read: has the plans read that are waiting to be.
    """
    from ansinh.apps.planning.models import Plan, PlanFile
    from ansinh.apps.planning.services.activation import activate_plan
    from ansinh.apps.planning.services.uploading import upload_plan
    from ansinh.cli.demo_reports import set_scope

    content = SAMPLE.read_bytes()
    if PlanFile.objects.filter(sha256=hashlib.sha256(content).hexdigest()).exists():
        return None
    plan = upload_plan(name=SAMPLE.name, content=content, actor=actor, now=now)
    read()
    plan = Plan.objects.get(pk=plan.pk)
    set_scope(plan=plan, code=code, actor=actor, now=now)
    accept_all(plan, actor, now)
    plan = activate_plan(plan_id=plan.pk, actor=actor, now=now)
    _work(plan, actor, now)
    return plan


def accept_all(plan: Plan, actor: User, now: datetime) -> None:
    """Accept every row as it was read: what nothing speaks against at once, the others one by one."""
    from ansinh.apps.planning.models import ReviewState
    from ansinh.apps.planning.services.review import CannotReview, accept_clean_items, accept_item
    from ansinh.apps.planning.services.values import KINDS

    for code, kind in KINDS.items():
        with contextlib.suppress(CannotReview):
            accept_clean_items(plan_id=plan.pk, kind_code=code, actor=actor, now=now)
        for item in kind.model._default_manager.filter(plan=plan, state=ReviewState.PENDING).order_by("ordinal"):
            accept_item(
                plan_id=plan.pk, kind_code=code, item_id=item.pk, expected_version=item.version, actor=actor, now=now
            )


def _work(plan: Plan, actor: User, now: datetime) -> None:
    """Say how the first task goes, and what money it has."""
    from django.utils import timezone

    from ansinh.apps.planning.models import Task
    from ansinh.apps.reporting.services.funds import enter_fund
    from ansinh.apps.reporting.services.tasks import Progress, report_progress

    task = Task.objects.filter(plan=plan).order_by("ordinal").first()
    if task is None:
        return
    today = timezone.localdate(now)
    given = Progress("in_progress", 40, today, done="Đã lập tổ soạn thảo, khảo sát sáu xã, phường.", next="Lấy ý kiến.")
    report_progress(task_id=task.pk, period="", given=given, seen=0, actor=actor, now=now)
    for kind, amount in (("allocated", 600_000_000), ("spent", 145_000_000)):
        enter_fund(
            task_id=task.pk,
            kind=kind,
            source="province",
            amount_vnd=amount,
            on=today,
            document="Quyết định minh họa",
            key=uuid5(NAMESPACE_URL, f"{plan.pk}/{kind}"),
            actor=actor,
            now=now,
        )


__all__ = ["accept_all", "run_sample"]
