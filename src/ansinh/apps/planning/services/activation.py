"""Puts a reviewed plan to work, and records where it begins."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import (
    Baseline,
    Direction,
    Indicator,
    InitialState,
    Plan,
    PlanState,
    ReportDuty,
    ReviewState,
    Target,
    Task,
)
from ansinh.apps.planning.models.items import IN_USE
from ansinh.apps.planning.selectors.start import list_fixed_baselines
from ansinh.apps.planning.services.bindings import propose_bindings
from ansinh.apps.planning.services.values import KINDS, plain, put_baseline, take_baseline
from ansinh.apps.planning.services.versions import record_first_version
from ansinh.apps.ui import formats


class CannotActivate(Exception):
    """The plan cannot be put to work yet; the message says what is left to do."""


class CannotRecord(Exception):
    """The value cannot be recorded; the message says why and what to do."""


def count_pending(plan: Plan) -> dict[str, int]:
    """Return how many rows of each kind nobody has decided on yet."""
    return {
        kind.code: kind.model._default_manager.filter(plan=plan, state=ReviewState.PENDING).count()
        for kind in KINDS.values()
    }


def has_work(plan: Plan) -> bool:
    """Say whether anything that was accepted can be worked on: a target, a task or a report."""
    kinds = (Indicator, Task, ReportDuty)
    return any(kind._default_manager.filter(plan=plan, state__in=IN_USE).exists() for kind in kinds)


@transaction.atomic
def activate_plan(*, plan_id: Any, actor: User, now: datetime) -> Plan:
    """Put a plan to work.

    Raises CannotActivate while a row is undecided, where no row is left to work with, or when the plan is not in review.
    """
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    if plan.state != PlanState.IN_REVIEW:
        raise CannotActivate(f"Kế hoạch đang ở trạng thái “{plan.get_state_display().lower()}”.")
    if plan.removed_at is not None:
        raise CannotActivate("Kế hoạch này đã được bỏ khỏi danh sách. Đưa lại vào danh sách rồi làm tiếp.")
    left = sum(count_pending(plan).values())
    if left:
        raise CannotActivate(f"Còn {left} dòng chưa xem. Nhận, sửa hoặc bỏ từng dòng rồi đưa vào thực hiện.")
    if not has_work(plan):
        raise CannotActivate(
            "Chưa nhận chỉ tiêu, nhiệm vụ hay mốc báo cáo nào nên không có gì để thực hiện. Nhận ít nhất một dòng, "
            "hoặc tải lên đúng văn bản kế hoạch."
        )
    plan.state, plan.activated_by, plan.activated_at = PlanState.RUNNING, actor, now
    plan.save()
    propose_bindings(plan=plan)
    record_first_version(plan=plan, actor=actor, now=now)
    record(actor=actor, verb="planning.activate", subject=plan, detail={"number": plan.number}, at=now)
    return plan


def _running(plan_id: Any) -> Plan:
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    if plan.state != PlanState.RUNNING:
        raise CannotRecord("Kế hoạch chưa được đưa vào thực hiện. Rà soát xong rồi nhập số gốc.")
    return plan


@transaction.atomic
def record_baseline(
    *,
    plan_id: Any,
    indicator_id: int,
    year: int,
    value: Decimal,
    source: str,
    direction: str,
    actor: User,
    now: datetime,
) -> Baseline:
    """Record the value an indicator had when the plan began, and which way it shall move.

    Who entered it may correct it on the same day, both stay in the log; later it changes by a version of the plan, so
    that every day keeps the baseline it had. Raises CannotRecord.
    """
    plan = _running(plan_id)
    indicator = Indicator.objects.filter(plan=plan, pk=indicator_id).first()
    if indicator is None or not indicator.in_use:
        raise CannotRecord("Không có chỉ tiêu này trong kế hoạch đang thực hiện.")
    if not source.strip():
        raise CannotRecord("Thiếu nguồn số liệu. Ghi báo cáo hoặc văn bản có con số này.")
    if not 1990 <= year <= now.year:
        raise CannotRecord(f"Năm của số gốc phải từ 1990 đến {now.year}.")
    if direction not in Direction.values:
        raise CannotRecord("Chọn chiều của chỉ tiêu: tăng là tốt, giảm là tốt, đúng bằng hoặc giữ vững.")
    before = Baseline.objects.filter(indicator=indicator).first()
    said = {"year": year, "value": plain(value), "source": source.strip()}
    if before is not None and take_baseline(indicator) != said and list_fixed_baselines([before], actor=actor, now=now):
        raise CannotRecord(
            f"Số gốc {formats.number(before.value.normalize())} ({before.year}) đã có từ "
            f"{timezone.localdate(before.entered_at):%d/%m/%Y}. Đổi số gốc là đổi kế hoạch: mở dự thảo phiên bản ở "
            "Diễn biến, phiên bản rồi sửa chỉ tiêu này trong dự thảo, có lý do."
        )
    row = before
    if row is None or take_baseline(indicator) != said:
        row = put_baseline(indicator, said, actor=actor, now=now)
    Indicator.objects.filter(pk=indicator.pk).update(direction=direction)
    record(
        actor=actor,
        verb="planning.baseline",
        subject=indicator,
        detail={
            "year": year,
            "value": str(value),
            "source": source,
            "before": {"year": before.year, "value": str(before.value), "source": before.source} if before else None,
        },
        at=now,
    )
    return row


@transaction.atomic
def record_initial_state(
    *,
    plan_id: Any,
    state: str,
    note: str,
    actor: User,
    now: datetime,
    target_id: int | None = None,
    task_id: int | None = None,
) -> InitialState:
    """Record how far one target or one task had come on the day the plan was put to work. Raises CannotRecord."""
    plan = _running(plan_id)
    owner: dict[str, Any] = {}
    if target_id is not None:
        target = Target.objects.select_related("indicator").filter(indicator__plan=plan, pk=target_id).first()
        owner = {"target": target} if target is not None and target.indicator.in_use else {}
    elif task_id is not None:
        task = Task.objects.filter(plan=plan, pk=task_id).first()
        owner = {"task": task} if task is not None and task.in_use else {}
    if not owner:
        raise CannotRecord("Không có mục tiêu hoặc nhiệm vụ này trong kế hoạch đang thực hiện.")
    if state not in dict(InitialState.STATES):
        raise CannotRecord("Chọn một trạng thái: chưa, đang, hoặc đạt, xong.")
    row, _ = InitialState.objects.update_or_create(
        **owner, defaults={"state": state, "note": note.strip(), "entered_by": actor, "entered_at": now}
    )
    record(
        actor=actor,
        verb="planning.initial_state",
        subject=next(iter(owner.values())),
        detail={"state": state, "note": note},
        at=now,
    )
    return row
