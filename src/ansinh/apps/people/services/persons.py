"""Writes to one person: who it is, birth, death, and that the data were erased."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from ansinh.apps.accounts.scope import seen
from ansinh.apps.audit.services import Actor, record
from ansinh.apps.people.models import Membership, Person, Precision, Relation, Village
from ansinh.apps.people.services.numbers import set_number
from ansinh.apps.people.services.refusals import NotHere, Refused, locked, said, save
from ansinh.apps.territory.models import Unit
from ansinh.core.text import fold, nfc, squeeze

EDITABLE = (
    "full_name",
    "other_name",
    "birth_date",
    "birth_precision",
    "sex",
    "ethnicity",
    "village",
    "address",
    "residence_kind",
    "source",
)


def name_keys(*, full_name: str, other_name: str = "") -> dict[str, str]:
    """Return how a name is found and where it stands: words without marks; the given name first."""
    words = squeeze(fold(full_name)).split()
    return {
        "search_key": squeeze(fold(f"{full_name} {other_name}")),
        "sort_key": " ".join([*words[-1:], *words[:-1]]),
    }


def register_person(
    *,
    full_name: str,
    commune: Unit,
    actor: Actor,
    now: datetime,
    numbers: Mapping[str, str] | None = None,
    verb: str = "people.register_person",
    **fields: Any,
) -> Person:
    """Put a person into the register, with the numbers known of him: {kind: number as written}.

    ``fields``: any of EDITABLE. Raises Refused; then nothing was written.
    """
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise Refused(f"Không ghi được mục “{sorted(unknown)[0]}” của một người.")
    person = Person(commune=commune, full_name=_name(full_name), unit_no=commune.number, **fields)
    _check(person, today=now.date())
    for key, value in name_keys(full_name=person.full_name, other_name=person.other_name).items():
        setattr(person, key, value)
    with said():
        person.save(force_insert=True)
        for kind, text in (numbers or {}).items():
            set_number(person=person, kind=kind, text=text, actor=actor, now=now, is_new=True)
        record(actor=actor, verb=verb, subject=person, detail={"unit": commune.code}, at=now)
    return person


def edit_person(
    *, person_id: UUID, expected_version: int, values: Mapping[str, Any], actor: Actor, now: datetime
) -> list[str]:
    """Change what is said of a person; returns which columns changed. Raises NotHere, Refused, ChangedMeanwhile."""
    with said():
        person: Person = locked(Person, person_id, expected_version, what="người")
        changed = []
        for name, value in values.items():
            if name not in EDITABLE:
                raise Refused(f"Không sửa được mục “{name}” của một người.")
            value = _name(value) if name in ("full_name", "other_name") else value
            if getattr(person, name) != value:
                setattr(person, name, value)
                changed.append(name)
        if not changed:
            return []
        if person.erased_at is not None:
            raise Refused("Dữ liệu của người này đã xóa theo yêu cầu, không ghi lại được.")
        _check(person, today=now.date())
        for key, made in name_keys(full_name=person.full_name, other_name=person.other_name).items():
            setattr(person, key, made)
        save(person, [*changed, "search_key", "sort_key"])
        record(actor=actor, verb="people.edit_person", subject=person, detail={"changed": changed}, at=now)
    return changed


def record_birth(
    *,
    household_id: UUID,
    full_name: str,
    birth_date: date,
    relation: str,
    actor: Actor,
    now: datetime,
    sex: str = "",
    numbers: Mapping[str, str] | None = None,
    **fields: Any,
) -> Person:
    """Put a newborn into the register and into the household from the day of birth. Raises NotHere, Refused."""
    from ansinh.apps.people.models import Household  # noqa: PLC0415 - kept beside its only use

    if birth_date > now.date():
        raise Refused("Ngày sinh ở sau hôm nay. Xem lại ngày sinh.")
    with said():
        home: Household = locked(Household, household_id, None, what="hộ")
        child = register_person(
            full_name=full_name,
            commune=home.commune,
            actor=actor,
            now=now,
            numbers=numbers,
            verb="people.record_birth",
            birth_date=birth_date,
            birth_precision=Precision.DAY,
            sex=sex,
            village=home.village,
            address=home.address,
            **fields,
        )
        Membership.objects.create(household=home, person=child, relation=relation, valid_from=birth_date)
    return child


def record_death(
    *, person_id: UUID, expected_version: int, death_date: date, actor: Actor, now: datetime, source: str = ""
) -> Person:
    """Write that a person died: the membership ends the day after; a head leaves the household without one.

    Raises NotHere, Refused, ChangedMeanwhile.
    """
    if death_date > now.date():
        raise Refused("Ngày chết ở sau hôm nay. Xem lại ngày chết.")
    with said():
        person: Person = locked(Person, person_id, expected_version, what="người")
        if person.death_date is not None:
            raise Refused("Người này đã ghi là chết. Hoàn tác trước nếu ghi nhầm.")
        person.death_date = death_date
        if source:
            person.source = source
        save(person, ["death_date", "source"])
        after = date.fromordinal(death_date.toordinal() + 1)
        was_head = False
        for row in seen(Membership).select_for_update().filter(person=person, valid_to=None):
            was_head = row.relation == Relation.HEAD
            row.valid_to = max(after, date.fromordinal(row.valid_from.toordinal() + 1))
            row.save(update_fields=["valid_to"])
        detail = {"date": death_date.isoformat(), "was_head": was_head}
        record(actor=actor, verb="people.record_death", subject=person, detail=detail, at=now)
    return person


def undo_death(*, person_id: UUID, expected_version: int, actor: Actor, now: datetime) -> Person:
    """Take back that a person died, and put the membership back that ended by it. Raises NotHere, Refused."""
    with said():
        person: Person = locked(Person, person_id, expected_version, what="người")
        if person.death_date is None:
            raise Refused("Người này không ghi là chết. Tải lại trang.")
        after = date.fromordinal(person.death_date.toordinal() + 1)
        person.death_date = None
        save(person, ["death_date"])
        for row in seen(Membership).select_for_update().filter(person=person, valid_to=after):
            row.valid_to = None
            row.save(update_fields=["valid_to"])
        record(actor=actor, verb="people.undo_death", subject=person, at=now)
    return person


def erase_person(*, person_id: UUID, expected_version: int, basis: str, actor: Actor, now: datetime) -> None:
    """Destroy a person's key and blank what is clear, in the register and in its history; it cannot be undone.

    basis: the provision by which deletion stands. What remains is the identifier, the day and that provision.
    Raises NotHere, Refused, ChangedMeanwhile.
    """
    basis = " ".join(basis.split())
    if not basis:
        raise Refused("Thiếu căn cứ xóa dữ liệu. Ghi điều, khoản của luật cho phép xóa.")
    with said():
        person: Person = locked(Person, person_id, expected_version, what="người")
        if seen(Membership).filter(person=person, valid_to=None).exists():
            raise Refused("Người này còn là thành viên một hộ. Đưa ra khỏi hộ trước khi xóa dữ liệu.")
        with connection.cursor() as cursor:
            cursor.execute("SELECT people_erase(%s, %s, %s)", [person.pk, basis[:200], now])
        record(actor=actor, verb="people.erase", subject=person, detail={"basis": basis[:200]}, at=now)


def village_of(*, commune: Unit, village_id: int | None) -> Village | None:
    """Return a village of a commune by its row. Raises NotHere for one of another commune."""
    if village_id is None:
        return None
    found = Village.objects.filter(pk=village_id, commune=commune, valid_to=None).first()
    if found is None:
        raise NotHere("Không có thôn, tổ dân phố này trong xã.")
    return found


def _name(text: str) -> str:
    return nfc(" ".join(text.split()))


def _check(person: Person, *, today: date) -> None:
    if not person.full_name:
        raise Refused("Thiếu họ và tên. Ghi họ và tên như trên giấy tờ.")
    if len(person.full_name) > 120 or any(sign.isdecimal() for sign in person.full_name):
        raise Refused("Họ và tên không có chữ số và dài không quá 120 chữ. Xem lại họ và tên.")
    if person.birth_date is not None and person.birth_date > today:
        raise Refused("Ngày sinh ở sau hôm nay. Xem lại ngày sinh.")
