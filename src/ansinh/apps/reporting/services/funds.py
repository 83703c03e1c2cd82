"""Money of tasks: allocated by source, spent, taken back where it was written wrongly."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.audit.services import record
from ansinh.apps.reporting.models import FundEntry
from ansinh.apps.reporting.services.tasks import CannotReport, locked_task
from ansinh.apps.reporting.services.work_access import TaskRights, is_of_place, rights_on


class CannotEnterFunds(CannotReport):
    """The amount was not written; the message says why and what to do."""


def may_enter_funds(user: User, rights: TaskRights) -> bool:
    """Say whether a person writes the money of a task: who works on it, and accountants of the agency that leads it."""
    if rights.work:
        return True
    holder = next((one for one in rights.holders if one.agency and one.agency.pk == user.agency_id), None)
    return holder is not None and user.holds(Role.ACCOUNTANT) and is_of_place(user, holder.row.plan)


@transaction.atomic
def enter_fund(
    *,
    task_id: int,
    kind: str,
    source: str,
    amount_vnd: int,
    on: dt.date,
    document: str,
    key: UUID,
    actor: User,
    now: dt.datetime,
    note: str = "",
) -> FundEntry:
    """Write an amount; the same form sent twice is one. Raises CannotReport."""
    task = locked_task(task_id)
    if not may_enter_funds(actor, rights_on(actor, task, on=timezone.localdate(now))):
        raise CannotEnterFunds("Chỉ người ghi được tiến độ và kế toán của cơ quan đang giữ việc mới nhập kinh phí.")
    there = FundEntry.objects.filter(key=key).first()
    if there is not None:
        if there.task_id != task.pk or there.entered_by_id != actor.pk:
            raise CannotEnterFunds("Biểu mẫu này đã dùng ở nơi khác. Tải lại trang rồi nhập lại.")
        return there
    if amount_vnd == 0:
        raise CannotEnterFunds("Số tiền phải khác 0. Giảm thì ghi số âm.")
    if not document.strip():
        raise CannotEnterFunds("Ghi văn bản hoặc chứng từ của khoản này.")
    if on > timezone.localdate(now):
        raise CannotEnterFunds(f"Ngày {on:%d/%m/%Y} chưa tới. Ghi khi đã cấp hoặc đã chi.")
    entry = FundEntry.objects.create(
        task=task,
        kind=kind,
        source=source,
        amount_vnd=amount_vnd,
        on=on,
        document=document.strip(),
        note=note.strip(),
        key=key,
        entered_by=actor,
        entered_at=now,
    )
    detail = {"row": entry.pk, "kind": kind, "source": source, "amount_vnd": amount_vnd}
    record(actor=actor, verb="reporting.fund", subject=task, detail=detail, at=now)
    return entry


@transaction.atomic
def withdraw_fund(*, task_id: int, entry_id: int, reason: str, actor: User, now: dt.datetime) -> FundEntry:
    """Take an amount back that was written wrongly; it stays to be seen and counts no more. Raises CannotReport."""
    task = locked_task(task_id)
    if not may_enter_funds(actor, rights_on(actor, task, on=timezone.localdate(now))):
        raise CannotEnterFunds("Bạn không nhập kinh phí của nhiệm vụ này.")
    entry = FundEntry.objects.filter(task=task, pk=entry_id, withdrawn_at=None).first()
    if entry is None:
        raise CannotEnterFunds("Khoản này đã được rút lại. Tải lại trang.")
    if not reason.strip():
        raise CannotEnterFunds("Ghi vì sao rút lại khoản này.")
    entry.withdrawn_by, entry.withdrawn_at, entry.withdrawn_reason = actor, now, reason.strip()[:300]
    entry.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    record(actor=actor, verb="reporting.fund_withdrawn", subject=task, detail={"row": entry.pk}, at=now)
    return entry
