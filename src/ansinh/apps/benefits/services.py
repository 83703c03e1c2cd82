"""Writes of what people receive, as lists say: nothing is paid by it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ansinh.apps.accounts.scope import seen
from ansinh.apps.audit.services import Actor, record
from ansinh.apps.benefits.models import Programme, Receipt
from ansinh.apps.people.services.numbers import person_of
from ansinh.apps.people.services.refusals import NotHere, Refused, said


def record_receipt(
    *,
    person_id: UUID,
    programme: str,
    amount_vnd: int,
    valid_from: date,
    source: str,
    actor: Actor,
    now: datetime,
    name: str = "",
    valid_to: date | None = None,
) -> Receipt:
    """Write that somebody receives an amount a month, from which day, says which list. Raises NotHere, Refused."""
    if programme not in Programme.values or (programme == Programme.OTHER and not name.strip()):
        raise Refused("Chưa rõ chế độ nào. Chọn chế độ; với khoản khác, ghi tên như trong danh sách.")
    if amount_vnd < 0:
        raise Refused("Mức mỗi tháng không thể âm. Xem lại số tiền.")
    if not source.strip():
        raise Refused("Thiếu nguồn. Ghi danh sách hay quyết định nào.")
    if valid_to is not None and valid_to <= valid_from:
        raise Refused("“Đến trước ngày” phải sau “Từ ngày”. Sửa một trong hai ngày.")
    with said():
        person = person_of(person_id)
        made = Receipt.objects.create(
            person=person,
            programme=programme,
            name=name.strip()[:160],
            amount_vnd=amount_vnd,
            valid_from=valid_from,
            valid_to=valid_to,
            source=source.strip()[:200],
            recorded_at=now,
        )
        detail = {"programme": programme, "amount_vnd": amount_vnd, "from": valid_from.isoformat()}
        record(actor=actor, verb="benefits.record_receipt", subject=person, detail=detail, at=now)
    return made


def end_receipt(*, receipt_id: UUID, day: date, actor: Actor, now: datetime, person_id: UUID | None = None) -> None:
    """Write that an amount is received no more from a day on. Raises NotHere, Refused."""
    with said():
        rows = seen(Receipt).filter(pk=receipt_id, valid_to=None)
        whose = rows.values_list("person_id", flat=True).first()
        if whose is not None:
            person_of(whose)
        row = rows.select_for_update(of=("self",)).first()
        if row is None or (person_id is not None and row.person_id != person_id):
            raise NotHere("Không có khoản này, hoặc đã kết thúc. Tải lại trang.")
        if day <= row.valid_from:
            raise Refused("Ngày kết thúc phải sau ngày bắt đầu. Chọn ngày khác.")
        row.valid_to = day
        row.save(update_fields=["valid_to"])
        detail = {"programme": row.programme, "to": day.isoformat()}
        record(actor=actor, verb="benefits.end_receipt", subject=row.person, detail=detail, at=now)
