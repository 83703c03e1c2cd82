"""Who answers for a task by name, from which day, and to whom it was handed for a time."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import Accountability, AccountableRole, Task
from ansinh.apps.territory.models import Agency


class CannotName(Exception):
    """The person cannot be named so; the message says why and what to do."""


@transaction.atomic
def name_accountable(
    *,
    plan_id: Any,
    task_id: int,
    role: str,
    valid_from: date,
    actor: User,
    now: datetime,
    person: User | None = None,
    person_name: str = "",
    person_title: str = "",
    agency: Agency | None = None,
    valid_to: date | None = None,
    note: str = "",
    ends_current: int | None = None,
) -> Accountability:
    """Write down who answers for a task, or to whom it is handed, from a day on.

    ``person`` is an account, else ``person_name`` and ``person_title`` are kept as typed. ``ends_current`` is the row
    that the new one follows: it ends on the day the new one begins. Raises CannotName.
    """
    task = Task.objects.select_for_update(of=("self",)).filter(plan_id=plan_id, pk=task_id).first()
    if task is None or not task.in_use:
        raise CannotName("Không có nhiệm vụ này trong kế hoạch. Tải lại trang.")
    if role not in AccountableRole.values:
        raise CannotName("Chọn vai trò: người chịu trách nhiệm hoặc người được ủy quyền.")
    name = " ".join((person.full_name if person else person_name).split())
    if not name:
        raise CannotName("Thiếu tên người. Chọn người dùng hoặc ghi họ và tên.")
    if valid_to is not None and valid_to <= valid_from:
        raise CannotName("“Đến trước ngày” phải sau “Từ ngày”. Sửa một trong hai ngày.")
    if ends_current is not None:
        _end(task, ends_current, valid_from, role)
    row = Accountability(
        task=task,
        role=role,
        person=person,
        person_name=name,
        person_title=(person_title.strip() or (person.title if person else ""))[:120],
        agency=agency or (person.agency if person else None),
        valid_from=valid_from,
        valid_to=valid_to,
        delegated_by=_delegator(task, valid_from) if role == AccountableRole.DELEGATE else None,
        note=note.strip(),
        created_by=actor,
        created_at=now,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise CannotName(_overlap(task, row)) from error
    record(
        actor=actor,
        verb="planning.name_accountable",
        subject=task,
        detail={"role": role, "row": row.pk, "from": str(valid_from), "to": str(valid_to or "")},
        at=now,
    )
    return row


def _end(task: Task, current: int, on: date, role: str) -> None:
    row = Accountability.objects.select_for_update(of=("self",)).filter(task=task, pk=current, role=role).first()
    if row is None or row.withdrawn_at is not None or (row.valid_to is not None and row.valid_to <= on):
        raise CannotName("Người đang giữ vừa được người khác sửa. Tải lại trang rồi làm tiếp.")
    if on <= row.valid_from:
        raise CannotName(
            f"{row.person_name} mới giữ việc từ {row.valid_from:%d/%m/%Y}. Chọn ngày sau đó, hoặc rút lại dòng ghi nhầm."
        )
    row.valid_to, row.version = on, row.version + 1
    row.save(update_fields=["valid_to", "version"])


def _delegator(task: Task, on: date) -> Accountability:
    rows = Accountability.objects.filter(
        task=task, role=AccountableRole.ACCOUNTABLE, withdrawn_at=None, valid_from__lte=on
    )
    found = rows.exclude(valid_to__lte=on).first()
    if found is None:
        raise CannotName(
            f"Ngày {on:%d/%m/%Y} chưa có người chịu trách nhiệm để ủy quyền. Ghi người chịu trách nhiệm trước."
        )
    return found


def _overlap(task: Task, row: Accountability) -> str:
    other = (
        Accountability.objects.filter(task=task, role=row.role, withdrawn_at=None)
        .exclude(valid_to__lte=row.valid_from)
        .order_by("valid_from")
        .first()
    )
    who = f"{other.person_name} từ {other.valid_from:%d/%m/%Y}" if other else "người khác"
    return f"Thời gian này đã có {who} giữ. Chọn “thay người đang giữ”, hoặc sửa ngày để không trùng."


def _own(plan_id: Any, task_id: int, row_id: int, expected_version: int) -> Accountability:
    found = (
        Accountability.objects.select_for_update(of=("self",))
        .filter(task__plan_id=plan_id, task_id=task_id, pk=row_id)
        .first()
    )
    if found is None or found.version != expected_version or found.withdrawn_at is not None:
        raise CannotName("Dòng này vừa được người khác sửa. Tải lại trang rồi làm tiếp.")
    return found


@transaction.atomic
def end_accountability(
    *, plan_id: Any, task_id: int, row_id: int, expected_version: int, on: date, actor: User, now: datetime
) -> Accountability:
    """Say from which day somebody does not answer for a task any more. Raises CannotName."""
    row = _own(plan_id, task_id, row_id, expected_version)
    if on <= row.valid_from:
        raise CannotName(f"Ngày thôi giữ phải sau {row.valid_from:%d/%m/%Y}. Nếu ghi nhầm người thì rút lại dòng này.")
    row.valid_to, row.version = on, row.version + 1
    try:
        with transaction.atomic():
            row.save(update_fields=["valid_to", "version"])
    except IntegrityError as error:
        raise CannotName("Thời gian mới trùng với người giữ sau. Chọn ngày sớm hơn.") from error
    record(
        actor=actor, verb="planning.end_accountable", subject=row.task, detail={"row": row.pk, "on": str(on)}, at=now
    )
    return row


@transaction.atomic
def withdraw_accountability(
    *, plan_id: Any, task_id: int, row_id: int, expected_version: int, actor: User, now: datetime
) -> Accountability:
    """Take back a row entered wrongly; it stays in the history and counts no more. Raises CannotName."""
    row = _own(plan_id, task_id, row_id, expected_version)
    if row.delegations.filter(withdrawn_at=None).exists():
        raise CannotName("Người này đang ủy quyền cho người khác. Rút lại dòng ủy quyền trước.")
    row.withdrawn_at, row.version = now, row.version + 1
    row.save(update_fields=["withdrawn_at", "version"])
    record(actor=actor, verb="planning.withdraw_accountable", subject=row.task, detail={"row": row.pk}, at=now)
    return row
