"""How many numbers one person may open in a day; who is stopped, who lets go on, who allows a long list to be taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from ansinh.apps.accounts.models import User
from ansinh.apps.accounts.scope import Scope, current_scope, work_unit
from ansinh.apps.audit.selectors import count_unmaskings
from ansinh.apps.audit.services import record
from ansinh.apps.people.models import ExportRequest, ExportState, LookStop
from ansinh.apps.people.services.refusals import ChangedMeanwhile, NotHere, Refused, said

# The program's own measure, like that of taking lists away: nobody's daily work opens as many one by one.
MOST_UNMASKED_A_DAY = 100
A_DAY = timedelta(days=1)
# A longer list leaves the house only when another person allowed it.
ALLOWED_ALONE = 500
LEAST_PURPOSE = 10


def expect_may_look(*, actor: User, now: datetime) -> None:
    """Stop somebody who opened as many numbers in a day as are let, and tell the head. Raises Refused."""
    let = LookStop.objects.filter(user_id=actor.pk, is_let=True).aggregate(at=Max("seen_at"))["at"]
    since = now - A_DAY if let is None else max(now - A_DAY, let)
    looked = count_unmaskings(actor_id=actor.pk, since=since)
    if looked < MOST_UNMASKED_A_DAY:
        return
    unit = work_unit(actor, on=now.date())
    if unit is not None and not LookStop.objects.filter(user_id=actor.pk, seen_at=None).exists():
        stop = LookStop.objects.create(user_id=actor.pk, user_name=str(actor), scope_unit=unit, looked=looked, at=now)
        record(actor=actor, verb="people.stop_looking", subject=stop, detail={"looked": looked}, at=now)
    raise Refused(
        f"Trong 24 giờ qua đã xem {looked} số đầy đủ, không xem thêm được. Lãnh đạo của địa bàn đã được báo và cho xem tiếp được."
    )


def seen_stops(scope: Scope) -> QuerySet[LookStop]:
    """Return who was stopped in the units of some communes."""
    return LookStop.objects.filter(scope_unit__number__range=(scope.first, scope.last))


def answer_stop(*, stop_id: int, let: bool, actor: User, now: datetime) -> LookStop:
    """Write that the head looked at a stop, and whether it may go on. Raises NotHere, Refused, ChangedMeanwhile."""
    with said():
        row = seen_stops(current_scope()).select_for_update(of=("self",)).filter(pk=stop_id).first()
        if row is None:
            raise NotHere("Không có lần dừng này trong địa bàn phụ trách.")
        if row.seen_at is not None:
            raise ChangedMeanwhile(f"{row.seen_by_name} đã xem lần dừng này. Tải lại trang.")
        if row.user_id == actor.pk:
            raise Refused("Không tự cho mình xem tiếp; đề nghị một lãnh đạo khác.")
        row.seen_at, row.seen_by_id, row.seen_by_name, row.is_let = now, actor.pk, str(actor), let
        row.save(update_fields=["seen_at", "seen_by_id", "seen_by_name", "is_let"])
        record(actor=actor, verb="people.answer_stop", subject=row, detail={"let": let}, at=now)
    return row


def seen_export_requests(scope: Scope) -> QuerySet[ExportRequest]:
    """Return the lists that were asked for in the units of some communes."""
    return ExportRequest.objects.filter(scope_unit__number__range=(scope.first, scope.last))


def ask_for_export(
    *, filters: Mapping[str, Any], people: int, purpose: str, actor: User, now: datetime
) -> ExportRequest:
    """Ask another person to allow a long list to be taken away. Raises Refused."""
    unit = work_unit(actor, on=now.date())
    if unit is None:
        raise Refused("Tài khoản chưa có địa bàn phụ trách. Đề nghị quản trị ghi địa bàn.")
    with said():
        waiting = ExportRequest.objects.filter(asked_by_id=actor.pk, state=ExportState.WAITING, filters=dict(filters))
        if waiting.exists():
            raise Refused("Danh sách này đang chờ duyệt. Xem ở trang Tải danh sách.")
        made = ExportRequest.objects.create(
            scope_unit=unit, filters=dict(filters), people=people, purpose=purpose[:300], asked_at=now,
            asked_by_id=actor.pk, asked_by_name=str(actor),
        )  # fmt: skip
        record(actor=actor, verb="people.ask_export", subject=made, detail={"people": people}, at=now)
    return made


def decide_export(*, request_id: UUID, allow: bool, actor: User, now: datetime) -> ExportRequest:
    """Allow a list to be taken, or not; never by who asked. Raises NotHere, Refused, ChangedMeanwhile."""
    with said():
        row = seen_export_requests(current_scope()).select_for_update(of=("self",)).filter(pk=request_id).first()
        if row is None:
            raise NotHere("Không có đề nghị này trong địa bàn phụ trách.")
        if row.state != ExportState.WAITING:
            raise ChangedMeanwhile(f"{row.decided_by_name} đã ghi “{row.get_state_display()}”. Tải lại trang.")
        if row.asked_by_id == actor.pk:
            raise Refused("Người đề nghị không tự duyệt. Đề nghị một người khác.")
        row.state = ExportState.ALLOWED if allow else ExportState.REFUSED
        row.decided_at, row.decided_by_id, row.decided_by_name = now, actor.pk, str(actor)
        row.save(update_fields=["state", "decided_at", "decided_by_id", "decided_by_name"])
        record(actor=actor, verb="people.decide_export", subject=row, detail={"state": row.state}, at=now)
    return row


def take_allowed(*, request_id: UUID, actor: User, now: datetime) -> ExportRequest:
    """Take an allowed list once, within a day of the decision; only who asked. Raises NotHere, Refused."""
    with said():
        row = ExportRequest.objects.select_for_update().filter(pk=request_id, asked_by_id=actor.pk).first()
        if row is None:
            raise NotHere("Không có đề nghị này của bạn.")
        if row.state != ExportState.ALLOWED:
            raise Refused(f"Danh sách này đang ở tình trạng “{row.get_state_display()}”, không tải được. Đề nghị lại.")
        if row.decided_at is None or now - row.decided_at > A_DAY:
            raise Refused("Quá 24 giờ từ lúc được duyệt, sổ có thể đã khác. Đề nghị lại.")
        row.state, row.taken_at = ExportState.TAKEN, now
        row.save(update_fields=["state", "taken_at"])
    return row
