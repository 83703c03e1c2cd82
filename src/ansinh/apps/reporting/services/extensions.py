"""More time for a task: asked with a day and a reason, answered by another person."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import Task
from ansinh.apps.reporting.models import Extension
from ansinh.apps.reporting.services.tasks import CannotReport, allowed_to_work, locked_task, run_of
from ansinh.apps.reporting.services.work_access import TaskRights, rights_on


class CannotExtendTask(CannotReport):
    """More time was not asked or not answered; the message says why and what to do."""


def may_answer(user: User, rights: TaskRights, *, asked_by: User | None = None) -> bool:
    """Say whether a person answers: who steers the plan, is not the one who asked and not of the agency that leads."""
    agencies = {one.pk for one in rights.agencies}
    return rights.steer and (asked_by is None or asked_by.pk != user.pk) and user.agency_id not in agencies


@transaction.atomic
def ask_extension(
    *, task_id: int, period: str, asked_day: dt.date, reason: str, actor: User, now: dt.datetime
) -> Extension:
    """Ask for more time for an instance. Raises CannotReport: no deadline, done, not later, one is waiting already."""
    task = locked_task(task_id)
    allowed_to_work(task, actor, now)
    instance, run = run_of(task, period, now=now)
    reason = reason.strip()
    if instance.due is None:
        raise CannotExtendTask("Nhiệm vụ này không có ngày phải xong nên không cần gia hạn.")
    if instance.is_passed:
        raise CannotExtendTask("Nhiệm vụ đã báo xong nên không gia hạn.")
    if not reason:
        raise CannotExtendTask("Ghi lý do xin gia hạn: vướng gì, đã làm tới đâu.")
    if asked_day <= instance.due:
        raise CannotExtendTask(f"Ngày đề nghị phải sau thời hạn hiện nay, {instance.due:%d/%m/%Y}.")
    waiting = Extension.objects.filter(run=run, answered_at=None, withdrawn_at=None).first()
    if waiting is not None:
        if (waiting.asked_day, waiting.reason, waiting.asked_by_id) == (asked_day, reason, actor.pk):
            return waiting
        raise CannotExtendTask("Đã có một đề nghị gia hạn đang chờ trả lời. Rút lại đề nghị ấy nếu muốn sửa.")
    extension = Extension.objects.create(
        run=run, due_before=instance.due, asked_day=asked_day, reason=reason, asked_by=actor, asked_at=now
    )
    _tell(extension, task, "asked", actor, now)
    return extension


@transaction.atomic
def answer_extension(
    *,
    task_id: int,
    extension_id: int,
    granted: bool,
    actor: User,
    now: dt.datetime,
    granted_day: dt.date | None = None,
    reason: str = "",
) -> Extension:
    """Answer: the day asked for, another later day, or no, with the reason. Raises CannotReport."""
    task = locked_task(task_id)
    extension = _waiting(task, extension_id)
    rights = rights_on(actor, task, on=timezone.localdate(now))
    if not may_answer(actor, rights, asked_by=extension.asked_by):
        raise CannotExtendTask(
            "Người đề nghị và cơ quan giữ việc không tự trả lời. Điều phối hoặc lãnh đạo của địa bàn trả lời."
        )
    reason = reason.strip()
    day = (granted_day or extension.asked_day) if granted else None
    if day is not None and day <= extension.due_before:
        raise CannotExtendTask(f"Ngày gia hạn phải sau thời hạn {extension.due_before:%d/%m/%Y}.")
    if not granted and not reason:
        raise CannotExtendTask("Không đồng ý thì phải ghi vì sao.")
    extension.answer = "granted" if granted else "refused"
    extension.granted_day, extension.answer_reason = day, reason
    extension.answered_by, extension.answered_at = actor, now
    extension.save()
    _tell(extension, task, extension.answer, actor, now)
    return extension


@transaction.atomic
def withdraw_extension(*, task_id: int, extension_id: int, actor: User, now: dt.datetime) -> Extension:
    """Take back a request nobody has answered; the one who asked does. Raises CannotReport."""
    task = locked_task(task_id)
    extension = _waiting(task, extension_id)
    if extension.asked_by_id != actor.pk:
        raise CannotExtendTask(f"Chỉ {extension.asked_by} rút lại được đề nghị của mình.")
    extension.withdrawn_at = now
    extension.save(update_fields=["withdrawn_at"])
    _tell(extension, task, "withdrawn", actor, now)
    return extension


def _waiting(task: Task, extension_id: int) -> Extension:
    rows = Extension.objects.filter(run__task=task, pk=extension_id).select_related("asked_by", "run")
    extension = rows.first()
    if extension is None or extension.answered_at is not None or extension.withdrawn_at is not None:
        raise CannotExtendTask("Đề nghị này vừa được trả lời hoặc rút lại. Tải lại trang để xem.")
    return extension


def _tell(extension: Extension, task: Task, what: str, actor: User, now: dt.datetime) -> None:
    day = extension.granted_day or extension.asked_day
    record(
        actor=actor,
        verb="reporting.task_extension",
        subject=task,
        detail={"what": what, "period": extension.run.period, "day": str(day), "row": extension.pk},
        at=now,
    )
