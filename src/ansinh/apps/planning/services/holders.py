"""A person's word on who has a task today, where the directory leaves it open: one by one or many at once, with undo."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import Assignment, HolderDecision, Plan, PlanState
from ansinh.apps.planning.models.items import IN_USE
from ansinh.apps.territory.models import Agency
from ansinh.core.workfields import FIELDS

FIELD_CODES = frozenset(field.code for field in FIELDS)
WORKABLE = (PlanState.IN_REVIEW, PlanState.RUNNING)


class CannotDecideHolder(Exception):
    """The decision cannot be made; the message says why and what to do."""


class DecidedMeanwhile(CannotDecideHolder):
    """Somebody else decided on the same task since the page was shown."""


@transaction.atomic
def decide_holders(
    *,
    plan_id: Any,
    expected: Mapping[int, int],
    agency_id: int,
    from_date: date,
    reason: str,
    actor: User,
    now: datetime,
    field: str = "",
) -> UUID:
    """Say which agency has these assignments from a day on; return the number of the act, by which it is undone.

    ``expected`` gives for each assignment the decision that was in force when the person looked (0: none); where
    another one is in force now, nothing is done. Raises DecidedMeanwhile, CannotDecideHolder.
    """
    plan = _plan(plan_id)
    if not expected:
        raise CannotDecideHolder("Chưa chọn dòng nào. Đánh dấu ít nhất một dòng.")
    if not reason.strip():
        raise CannotDecideHolder("Thiếu lý do. Ghi văn bản phân công hoặc ai trả lời.")
    if field and field not in FIELD_CODES:
        raise CannotDecideHolder("Không có lĩnh vực này. Chọn lại lĩnh vực.")
    agency = Agency.objects.filter(pk=agency_id).first()
    if agency is None:
        raise CannotDecideHolder("Cơ quan đã chọn không còn trong danh mục. Chọn lại.")
    _check_days(agency, from_date, now)
    rows = {row.pk: row for row in _assignments(plan, list(expected))}
    if set(rows) != set(expected):
        raise CannotDecideHolder("Có dòng không còn trong kế hoạch. Tải lại trang rồi chọn lại.")
    before = _in_force(rows, expected)
    HolderDecision.objects.filter(pk__in=[row.pk for row in before.values()]).update(
        withdrawn_at=now, withdrawn_by=actor
    )
    batch = uuid.uuid4()
    made = [
        HolderDecision(
            assignment_id=pk,
            agency=agency,
            field=field,
            from_date=from_date,
            reason=reason.strip(),
            batch=batch,
            replaces=before.get(pk),
            decided_by=actor,
            decided_at=now,
        )
        for pk in sorted(rows)
    ]
    try:
        with transaction.atomic():
            HolderDecision.objects.bulk_create(made)
    except IntegrityError as error:
        raise DecidedMeanwhile("Một dòng vừa được người khác quyết định. Tải lại trang rồi làm tiếp.") from error
    record(
        actor=actor,
        verb="planning.decide_holder",
        subject=plan,
        detail={
            "agency": agency.name,
            "from": str(from_date),
            "reason": reason.strip(),
            "assignments": sorted(expected),
            "batch": str(batch),
        },
        at=now,
    )
    return batch


def _in_force(rows: Mapping[int, Assignment], expected: Mapping[int, int]) -> dict[int, HolderDecision]:
    """Lock and return the decisions in force; refuse where one is not the one the person saw."""
    live = HolderDecision.objects.select_for_update(of=("self",)).filter(assignment_id__in=rows, withdrawn_at=None)
    found = {row.assignment_id: row for row in live.select_related("decided_by").order_by("pk")}
    for pk, seen in expected.items():
        now = found.get(pk)
        if (now.pk if now else 0) != seen:
            who = f"được {now.decided_by.get_full_name()} quyết định" if now else "được người khác hoàn tác"
            raise DecidedMeanwhile(f"“{_short(rows[pk])}” vừa {who}. Xem lại rồi làm tiếp.")
    return found


def _check_days(agency: Agency, from_date: date, now: datetime) -> None:
    if from_date > now.date():
        raise CannotDecideHolder(
            "Ngày giữ việc ở phía trước. Ghi ngày đã tới; việc của ngày sau quyết định khi tới ngày."
        )
    if agency.valid_to is not None and agency.valid_to <= from_date:
        raise CannotDecideHolder(
            f"{agency.name} đã kết thúc ngày {agency.valid_to:%d/%m/%Y}. Chọn cơ quan đang hoạt động hoặc ngày sớm hơn."
        )
    if agency.valid_from is not None and agency.valid_from > from_date:
        raise CannotDecideHolder(
            f"{agency.name} có từ ngày {agency.valid_from:%d/%m/%Y}. Chọn ngày giữ việc từ ngày đó về sau."
        )


def _plan(plan_id: Any) -> Plan:
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    if plan.removed_at is not None:
        raise CannotDecideHolder("Kế hoạch này đã được bỏ khỏi danh sách. Đưa lại vào danh sách rồi chọn cơ quan.")
    if plan.state not in WORKABLE:
        raise CannotDecideHolder(f"Kế hoạch đang ở trạng thái “{plan.get_state_display().lower()}”. Chờ đọc xong.")
    return plan


def _assignments(plan: Plan, ids: list[int]) -> list[Assignment]:
    rows = Assignment.objects.select_related("task", "indicator").filter(mention__plan=plan, pk__in=ids)
    return [row for row in rows if (row.task or row.indicator) is not None and _in_use(row)]


def _in_use(row: Assignment) -> bool:
    own = row.task or row.indicator
    return own is not None and own.state in IN_USE


def _short(row: Assignment) -> str:
    name = str(row.task or row.indicator)
    return name if len(name) <= 80 else f"{name[:79]}…"


@transaction.atomic
def undo_decision(*, plan_id: Any, batch: UUID, actor: User, now: datetime) -> int:
    """Take back one act of deciding; what it replaced stands again. Return on how many assignments.

    Raises CannotDecideHolder when there is nothing to undo or somebody decided again since.
    """
    plan = _plan(plan_id)
    rows = list(
        HolderDecision.objects.select_for_update(of=("self",))
        .filter(batch=batch, assignment__mention__plan=plan)
        .order_by("assignment_id")
    )
    if not rows or all(row.withdrawn_at is not None for row in rows):
        raise CannotDecideHolder("Lần quyết định này đã được hoàn tác hoặc thay thế. Tải lại trang.")
    if any(row.withdrawn_at is not None for row in rows):
        raise CannotDecideHolder("Một số dòng của lần này đã được quyết định lại sau đó. Sửa từng dòng.")
    HolderDecision.objects.filter(pk__in=[row.pk for row in rows]).update(withdrawn_at=now, withdrawn_by=actor)
    HolderDecision.objects.filter(pk__in=[row.replaces_id for row in rows if row.replaces_id]).update(
        withdrawn_at=None, withdrawn_by=None
    )
    record(
        actor=actor,
        verb="planning.undo_holder",
        subject=plan,
        detail={"batch": str(batch), "assignments": [row.assignment_id for row in rows]},
        at=now,
    )
    return len(rows)
