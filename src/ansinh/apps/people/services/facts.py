"""Writes of what the law asks: recorded from a day on, with its source; what was before stays."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ansinh.apps.accounts.scope import seen
from ansinh.apps.audit.services import Actor, record
from ansinh.apps.people.fact_names import FACTS
from ansinh.apps.people.models import Fact, Household, Person
from ansinh.apps.people.services.numbers import person_of
from ansinh.apps.people.services.refusals import SENTENCES, Merged, NotHere, Refused, locked, said


def record_fact(
    *,
    name: str,
    value: Any,
    source: str,
    actor: Actor,
    now: datetime,
    person_id: UUID | None = None,
    household_id: UUID | None = None,
    other_id: UUID | None = None,
    slot: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Fact:
    """Write one fact of a person or a household; one that stood open under the name ends where this one begins.

    ``value`` None says that somebody looked and could not tell. ``slot`` tells facts of one name apart where several
    may stand together. Raises NotHere, Merged, Refused.
    """
    known = FACTS.get(name)
    if (
        known is None
        or known.of_household != (household_id is not None)
        or (person_id is None) == (household_id is None)
    ):
        raise Refused("Không có loại thông tin này cho người hay hộ. Chọn lại.")
    source = " ".join(source.split())
    if not source:
        raise Refused(f"Thiếu nguồn của “{known.label}”. Ghi giấy tờ, danh sách hay lời khai.")
    if (known.form == "person") != (other_id is not None):
        raise Refused(f"“{known.label}” phải chỉ một người trong sổ. Tìm rồi chọn người đó.")
    if other_id is not None and other_id == person_id:
        raise Refused(f"“{known.label}” không thể là chính người ấy. Chọn người khác.")
    try:
        kept = None if known.form == "person" else known.read(value)
    except ValueError as wrong:
        raise Refused(f"“{known.label}” không nhận giá trị này. Xem lại thông tin.") from wrong
    slot = (str(other_id) if known.form == "person" and known.many else slot.strip())[:60]
    if slot and not known.many:
        raise Refused(f"“{known.label}” chỉ có một giá trị mỗi lúc. Bỏ phần chia.")
    subject: Person | Household
    with said():
        if person_id is not None:
            subject = _held(person_id, other_id)
        else:
            subject = locked(Household, household_id, None, what="hộ")
        whose = {"person_id": person_id, "household_id": household_id}
        for before in seen(Fact).select_for_update().filter(**whose, name=name, slot=slot, valid_to=None):
            if before.valid_from == valid_from:
                before.delete()  # the same from the same day: a correction, kept in the history
                continue
            if valid_from is None or (before.valid_from is not None and valid_from < before.valid_from):
                raise Refused(f"“{known.label}” đã ghi từ ngày sau đó. Chọn ngày muộn hơn.")
            before.valid_to = valid_from
            before.save(update_fields=["valid_to"])
        made = Fact.objects.create(
            **whose,
            name=name,
            slot=slot,
            value=kept,
            other_id=other_id,
            valid_from=valid_from,
            valid_to=valid_to,
            source=source[:200],
            recorded_at=now,
        )
        record(actor=actor, verb="people.record_fact", subject=subject, detail={"name": name}, at=now)
    return made


def end_fact(*, fact_id: UUID, day: date, actor: Actor, now: datetime, person_id: UUID | None = None) -> None:
    """End a fact on a day; with ``person_id`` only one of that person. Raises NotHere, Merged, Refused."""
    with said():
        rows = seen(Fact).filter(pk=fact_id, valid_to=None)
        whose = rows.values_list("person_id", flat=True).first()
        if whose is not None:
            person_of(whose)
        fact = rows.select_for_update(of=("self",)).first()
        if fact is None or (person_id is not None and fact.person_id != person_id):
            raise NotHere("Không có thông tin này, hoặc đã kết thúc. Tải lại trang.")
        if fact.valid_from is not None and day <= fact.valid_from:
            raise Refused("Ngày kết thúc phải sau ngày bắt đầu. Chọn ngày khác.")
        fact.valid_to = day
        fact.save(update_fields=["valid_to"])
        subject = fact.person or fact.household
        record(actor=actor, verb="people.end_fact", subject=subject, detail={"name": fact.name}, at=now)


def _held(person_id: UUID, other_id: UUID | None) -> Person:
    """Hold a person and the one a fact of him tells of, in one order: neither is merged into another meanwhile."""
    held = {}
    for key in sorted({person_id, other_id or person_id}):
        try:
            held[key] = person_of(key)
        except (Merged, NotHere) as refused:
            if key == person_id:
                raise
            reason = "people_other_merged" if isinstance(refused, Merged) else "people_person_in_scope"
            raise Refused(SENTENCES[reason]) from refused
    return held[person_id]
