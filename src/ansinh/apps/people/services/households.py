"""Writes to households: formed, split, joined, moved; who belongs, who is head, whether they are poor."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from ansinh.apps.accounts.scope import seen
from ansinh.apps.audit.services import Actor, record
from ansinh.apps.people.models import (
    Area,
    Household,
    Membership,
    Person,
    PovertyPeriod,
    PovertyStatus,
    Relation,
    Village,
)
from ansinh.apps.people.services.refusals import Merged, NotHere, Refused, locked, said, save
from ansinh.apps.territory.models import Unit, UnitKind


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who enters a household, and what he is to its head."""

    person_id: UUID
    relation: str


def area_of(commune: Unit) -> str:
    """Return the area by which a household of this commune is measured unless somebody says otherwise."""
    return Area.URBAN if commune.kind in (UnitKind.WARD, UnitKind.TOWNSHIP) else Area.RURAL


def register_household(
    *,
    commune: Unit,
    members: Sequence[Member],
    valid_from: date,
    actor: Actor,
    now: datetime,
    village: Village | None = None,
    address: str = "",
    area: str = "",
    code: str = "",
    source: str = "",
    verb: str = "people.register_household",
) -> Household:
    """Form a household of persons who are in the register, exactly one of them its head. Raises Refused, NotHere."""
    heads = [member for member in members if member.relation == Relation.HEAD]
    if len(heads) != 1:
        raise Refused(
            f"Hộ phải có đúng một chủ hộ, đang ghi {len(heads)}. Chọn một người là chủ hộ."
            if members
            else "Hộ chưa có ai. Ghi ít nhất chủ hộ."
        )
    if len({member.person_id for member in members}) != len(members):
        raise Refused("Một người được ghi hai lần trong hộ. Bỏ bớt một dòng.")
    if valid_from > now.date():
        raise Refused("Ngày lập hộ ở sau hôm nay. Xem lại ngày.")
    with said():
        home = Household(
            commune=commune,
            unit_no=commune.number,
            village=village,
            address=address,
            area=area or area_of(commune),
            code=code.strip(),
            valid_from=valid_from,
            source=source,
        )
        home.save(force_insert=True)
        for member in members:
            _enter(home, member.person_id, member.relation, valid_from)
        record(actor=actor, verb=verb, subject=home, detail={"unit": commune.code, "members": len(members)}, at=now)
    return home


def join_household(
    *, household_id: UUID, expected_version: int, member: Member, day: date, actor: Actor, now: datetime
) -> Membership:
    """Take a person into a household from a day on. Raises NotHere, Refused, ChangedMeanwhile."""
    with said():
        home: Household = locked(Household, household_id, expected_version, what="hộ")
        _expect_open(home)
        made = _enter(home, member.person_id, member.relation, day)
        save(home, [])
        record(actor=actor, verb="people.join_household", subject=home, detail=_told([member.person_id], day), at=now)
    return made


def leave_household(
    *, household_id: UUID, expected_version: int, person_id: UUID, day: date, actor: Actor, now: datetime
) -> None:
    """Take a person out of a household from a day on. Raises NotHere, Refused, ChangedMeanwhile."""
    with said():
        home: Household = locked(Household, household_id, expected_version, what="hộ")
        _leave(_open_rows(home, [person_id]), day)
        save(home, [])
        record(actor=actor, verb="people.leave_household", subject=home, detail=_told([person_id], day), at=now)


def name_head(
    *, household_id: UUID, expected_version: int, person_id: UUID, day: date, actor: Actor, now: datetime
) -> None:
    """Make a member the head from a day on; what the former head and the others are to him is to be said anew.

    Raises NotHere, Refused, ChangedMeanwhile.
    """
    with said():
        home: Household = locked(Household, household_id, expected_version, what="hộ")
        rows = list(seen(Membership).select_for_update().filter(household=home, valid_to=None).order_by("id"))
        chosen = next((row for row in rows if row.person_id == person_id), None)
        if chosen is None:
            raise NotHere("Người này không ở hộ này. Tải lại trang.")
        if chosen.relation == Relation.HEAD:
            return
        for row in sorted(rows, key=lambda row: row.relation != Relation.HEAD):
            if row is not chosen:
                _say(row, Relation.UNKNOWN, day)
        _say(chosen, Relation.HEAD, day)
        save(home, [])
        record(actor=actor, verb="people.name_head", subject=home, detail=_told([person_id], day), at=now)


def set_relations(
    *, household_id: UUID, expected_version: int, relations: Mapping[UUID, str], actor: Actor, now: datetime
) -> None:
    """Say what members are to the head; the head is named by name_head. Raises NotHere, Refused, ChangedMeanwhile."""
    if not set(relations.values()) <= set(Relation.values) - {Relation.HEAD.value}:
        raise Refused("Chủ hộ được đổi bằng “Ghi chủ hộ”. Chọn quan hệ khác.")
    with said():
        home: Household = locked(Household, household_id, expected_version, what="hộ")
        for row in _open_rows(home, list(relations)):
            if row.relation == Relation.HEAD:
                raise Refused("Chủ hộ không đổi được thành quan hệ khác. Ghi chủ hộ mới trước.")
            row.relation = relations[row.person_id]
            row.save(update_fields=["relation"])
        save(home, [])
        record(actor=actor, verb="people.set_relations", subject=home, detail={"members": len(relations)}, at=now)


def split_household(
    *,
    household_id: UUID,
    expected_version: int,
    members: Sequence[Member],
    day: date,
    actor: Actor,
    now: datetime,
    address: str = "",
) -> Household:
    """Let some members form a household of their own, at the same place, from a day on. Raises NotHere, Refused."""
    with said():
        home: Household = locked(Household, household_id, expected_version, what="hộ")
        _expect_open(home)
        going = [member.person_id for member in members]
        rows = _open_rows(home, going)
        if len(rows) == seen(Membership).filter(household=home, valid_to=None).count():
            raise Refused("Tách hộ phải để lại ít nhất một người. Nếu cả hộ đi, dùng “Chuyển hộ”.")
        _leave(rows, day)
        made = register_household(
            commune=home.commune,
            members=members,
            valid_from=day,
            actor=actor,
            now=now,
            village=home.village,
            address=address or home.address,
            area=home.area,
            source=f"Tách từ {home}",
            verb="people.split_household",
        )
        save(home, [])
    return made


def join_households(
    *, household_id: UUID, expected_version: int, into_id: UUID, day: date, actor: Actor, now: datetime
) -> Household:
    """End a household and take its members into another of the same commune, as "relation unknown" to its head.

    Raises NotHere, Refused, ChangedMeanwhile.
    """
    if household_id == into_id:
        raise Refused("Đang chọn nhập hộ vào chính nó. Chọn hộ khác.")
    with said():
        # In one order, so that two who join the same pair wait for each other.
        for key in sorted((household_id, into_id)):
            locked(Household, key, None, what="hộ")
        home: Household = locked(Household, household_id, expected_version, what="hộ")
        into: Household = locked(Household, into_id, None, what="hộ")
        _expect_open(home)
        _expect_open(into)
        rows = list(seen(Membership).select_for_update().filter(household=home, valid_to=None).order_by("id"))
        _leave(rows, day)
        for row in rows:
            _enter(into, row.person_id, Relation.UNKNOWN, day)
        home.valid_to = max(day, home.valid_from)
        save(home, ["valid_to"])
        save(into, [])
        detail = {"into": str(into.pk), **_told([row.person_id for row in rows], day)}
        record(actor=actor, verb="people.join_households", subject=home, detail=detail, at=now)
    return into


def move_household(
    *,
    household_id: UUID,
    expected_version: int,
    commune: Unit,
    actor: Actor,
    now: datetime,
    village: Village | None = None,
    address: str = "",
) -> None:
    """Move a household with all its members; in another commune it is then seen there, and here no more.

    Raises NotHere, Refused, ChangedMeanwhile.
    """
    with said():
        home: Household = locked(Household, household_id, expected_version, what="hộ")
        _expect_open(home)
        who = list(seen(Membership).filter(household=home, valid_to=None).values_list("person_id", flat=True))
        detail = {"from": home.commune.code, "to": commune.code, "members": len(who)}
        _move(who, home.pk, commune, village, address)
        record(actor=actor, verb="people.move_household", subject=home, detail=detail, at=now)


def move_person(
    *,
    person_id: UUID,
    expected_version: int,
    commune: Unit,
    day: date,
    actor: Actor,
    now: datetime,
    village: Village | None = None,
    address: str = "",
) -> None:
    """Move one person, out of the household if it is in another commune. Raises NotHere, Refused, ChangedMeanwhile."""
    with said():
        person: Person = locked(Person, person_id, expected_version, what="người")
        if commune.pk != person.commune_id:
            _leave(list(seen(Membership).select_for_update().filter(person=person, valid_to=None)), day)
        detail = {"from": person.commune.code, "to": commune.code, "date": day.isoformat()}
        _move([person.pk], None, commune, village, address)
        record(actor=actor, verb="people.move_person", subject=person, detail=detail, at=now)


def record_poverty(
    *,
    household_id: UUID,
    expected_version: int,
    status: str,
    valid_from: date,
    source: str,
    actor: Actor,
    now: datetime,
) -> PovertyPeriod:
    """Write as what a household is recognised from a day on, by which decision. Raises NotHere, Refused."""
    if status not in PovertyStatus.values:
        raise Refused("Không có diện này. Chọn hộ nghèo, hộ cận nghèo hoặc không nghèo.")
    if not source.strip():
        raise Refused("Thiếu quyết định công nhận. Ghi số, ngày của quyết định hoặc nguồn khác.")
    with said():
        home: Household = locked(Household, household_id, expected_version, what="hộ")
        for row in seen(PovertyPeriod).select_for_update().filter(household=home, valid_to=None):
            if valid_from < row.valid_from:
                raise Refused("Hộ đã có diện ghi từ ngày sau đó. Chọn ngày muộn hơn.")
            if valid_from > row.valid_from:
                row.valid_to = valid_from
                row.save(update_fields=["valid_to"])
        made = PovertyPeriod.objects.create(
            household=home, status=status, valid_from=valid_from, source=source.strip()[:200]
        )
        save(home, [])
        detail = {"status": status, "from": valid_from.isoformat()}
        record(actor=actor, verb="people.record_poverty", subject=home, detail=detail, at=now)
    return made


def _enter(home: Household, person_id: UUID, relation: str, day: date) -> Membership:
    if relation not in Relation.values:
        raise Refused("Không có quan hệ này. Chọn lại quan hệ với chủ hộ.")
    if day < home.valid_from:
        raise Refused("Ngày vào hộ đứng trước ngày lập hộ. Chọn ngày khác.")
    person = seen(Person).select_for_update(of=("self",), no_key=True).filter(pk=person_id).first()
    if person is None:
        raise NotHere("Không có người này trong địa bàn phụ trách. Tìm lại trong sổ.")
    if person.merged_into_id is not None:
        raise Merged(person.merged_into_id)
    if person.erased_at is not None or (person.death_date is not None and person.death_date < day):
        raise Refused("Người này đã chết hoặc đã xóa dữ liệu trước ngày đó. Chọn người khác.")
    return Membership.objects.create(household=home, person=person, relation=relation, valid_from=day)


def _open_rows(home: Household, person_ids: Collection[UUID]) -> list[Membership]:
    found = seen(Membership).select_for_update().filter(household=home, valid_to=None, person_id__in=person_ids)
    rows = list(found.order_by("id"))
    if len(rows) != len(set(person_ids)):
        raise NotHere("Có người không ở hộ này. Tải lại trang.")
    return rows


def _leave(rows: Sequence[Membership], day: date) -> None:
    for row in rows:
        if day < row.valid_from:
            raise Refused("Ngày ra khỏi hộ đứng trước ngày vào hộ. Chọn ngày khác.")
        if day == row.valid_from:
            row.delete()  # in and out on one day is not having been there
        else:
            row.valid_to = day
            row.save(update_fields=["valid_to"])


def _say(row: Membership, relation: str, day: date) -> None:
    """Let a member be something else to the head from a day on; what was before stays."""
    if row.relation == relation:
        return
    if day < row.valid_from:
        raise Refused("Có người vào hộ sau ngày đó. Chọn ngày muộn hơn.")
    if day == row.valid_from:
        row.relation = relation
        row.save(update_fields=["relation"])
        return
    row.valid_to = day
    row.save(update_fields=["valid_to"])
    Membership.objects.create(household_id=row.household_id, person_id=row.person_id, relation=relation, valid_from=day)


def _move(who: Sequence[UUID], home: UUID | None, commune: Unit, village: Village | None, address: str) -> None:
    if village is not None and village.commune_id != commune.pk:
        raise Refused("Thôn, tổ dân phố không thuộc xã này. Chọn lại thôn, tổ.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT people_move(%s, %s, %s, %s, %s)",
            [list(who), home, commune.pk, village.pk if village is not None else None, address],
        )


def _expect_open(home: Household) -> None:
    if home.valid_to is not None:
        raise Refused("Hộ này đã thôi. Tìm hộ đang có.")


def _told(person_ids: Sequence[UUID], day: date) -> dict[str, Any]:
    return {"people": [str(key) for key in person_ids], "date": day.isoformat()}
