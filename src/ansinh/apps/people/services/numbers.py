"""Writes to the sealed numbers of a person, showing one in full with a reason, and changing the master key."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from ansinh.apps.accounts.models import User
from ansinh.apps.accounts.scope import seen
from ansinh.apps.audit.services import Actor, record, record_access
from ansinh.apps.people.models import DataKey, Identifier, IdentifierKind, ImportPiece, ImportRow, Person
from ansinh.apps.people.numbers import BadNumber, read_identifier
from ansinh.apps.people.sealing import PersonKey, blind_index, current_key_id, new_key, unwrap, wrap
from ansinh.apps.people.services.looks import expect_may_look
from ansinh.apps.people.services.refusals import Merged, NotHere, Refused, said

LEAST_REASON = 10
ROWS_A_TURN = 2000


def key_of(person: Person, *, make: bool = False) -> PersonKey:
    """Return the key of a person's numbers, opened; with ``make`` a person without one gets it. Raises CannotOpen."""
    row = DataKey.objects.filter(person=person).first()
    if row is not None:
        return unwrap(person_id=person.pk, key_id=row.key_id, wrapped=row.wrapped)
    if not make:
        raise NotHere("Không có khóa dữ liệu của người này: các số đã bị xóa.")
    key = new_key(person.pk)
    key_id, wrapped = wrap(key)
    _, made = DataKey.objects.get_or_create(person=person, defaults={"key_id": key_id, "wrapped": wrapped})
    return key if made else key_of(person)


def set_number(
    *,
    person: Person,
    kind: str,
    text: str,
    actor: Actor,
    now: datetime,
    given_by: str = "",
    given_on: date | None = None,
    source: str = "",
    is_new: bool = False,
) -> Identifier | None:
    """Write a number of a person, in place of the one of that kind; the same number again changes nothing (None).

    ``is_new``: part of registering, which is recorded itself. Raises Refused.
    """
    if kind not in IdentifierKind.values:
        raise Refused("Không có loại số, giấy tờ này. Chọn lại loại.")
    try:
        number = read_identifier(kind=kind, text=text)
    except BadNumber as bad:
        raise Refused(str(bad)) from bad
    blind = blind_index(kind=kind, text=number)
    with said():
        if not is_new:
            person_of(person.pk)
        before = seen(Identifier).select_for_update().filter(person=person, kind=kind).first()
        if before is not None and bytes(before.blind) == blind and before.given_by == given_by:
            return None
        row = before or Identifier(person=person, kind=kind)
        row.sealed = key_of(person, make=True).seal(kind=kind, text=number)
        row.blind, row.given_by, row.given_on, row.source, row.confirmed_at = blind, given_by, given_on, source, None
        row.save()
        if not is_new:
            record(actor=actor, verb="people.set_number", subject=person, detail={"kind": kind}, at=now)
    return row


def drop_number(*, person: Person, kind: str, actor: Actor, now: datetime) -> None:
    """Take a number off a person; its sealed form stays in the history. Raises Refused where there is none."""
    with said():
        person_of(person.pk)
        gone, _ = seen(Identifier).filter(person=person, kind=kind).delete()
        if not gone:
            raise Refused("Người này không có số loại đó. Tải lại trang.")
        record(actor=actor, verb="people.drop_number", subject=person, detail={"kind": kind}, at=now)


def confirm_number(*, person: Person, kind: str, now: datetime) -> None:
    """Write when a number was last held against the register it comes from and found right."""
    seen(Identifier).filter(person=person, kind=kind).update(confirmed_at=now)


def unmask(*, person: Person, kind: str, reason: str, actor: User, now: datetime) -> str:
    """Return one number of a person in full, and write who asked for it and why.

    Who opened too many in a day is stopped and the head told. Raises NotHere, Refused, CannotOpen.
    """
    reason = " ".join(reason.split())
    if len(reason) < LEAST_REASON:
        raise Refused(f"Nêu lý do xem số đầy đủ, ít nhất {LEAST_REASON} chữ: việc gì, hồ sơ nào.")
    row = seen(Identifier).filter(person=person, kind=kind).first()
    if row is None:
        raise NotHere("Người này không có số loại đó.")
    expect_may_look(actor=actor, now=now)
    number = key_of(person).open(kind=kind, sealed=row.sealed)
    with transaction.atomic():
        record_access(
            actor=actor, person=(str(person.pk), str(person)), purpose=reason[:300], channel=f"unmask:{kind}", at=now
        )
        record(actor=actor, verb="people.unmask", subject=person, detail={"kind": kind}, at=now)
    return number


def rotate_keys(*, actor: Actor | None, now: datetime) -> dict[str, int]:
    """Seal every person's key anew with the newest master key; no number is touched. Returns how many by old key.

    For the owner of the tables, who sees every commune. Cut short it goes on where it stopped. Raises CannotOpen.
    """
    current = current_key_id()
    done: dict[str, int] = {}
    while True:
        with transaction.atomic():
            rows = list(
                DataKey.objects.select_for_update(skip_locked=True).exclude(key_id=current).order_by("pk")[:ROWS_A_TURN]
            )
            for row in rows:
                key = unwrap(person_id=row.person_id, key_id=row.key_id, wrapped=row.wrapped)
                done[row.key_id] = done.get(row.key_id, 0) + 1
                row.key_id, row.wrapped = wrap(key)
            DataKey.objects.bulk_update(rows, ["key_id", "wrapped"], batch_size=500)
        if not rows:
            break
    if done:
        record(actor=actor, verb="people.rotate_keys", detail={"to": current, "from": done}, at=now)
    return done


def count_keys() -> dict[str, int]:
    """Count what each master key seals: an old master key may go when none is left.

    Keys of persons, and of lists that wait to be taken, whose file and rows the next month takes away at the latest.
    """
    counts: dict[str, int] = {}
    for model in (DataKey, ImportRow, ImportPiece):
        rows: Any = model
        for key_id, count in rows.objects.order_by().values_list("key_id").annotate(count=Count("pk")):
            counts[key_id] = counts.get(key_id, 0) + count
    return counts


def person_of(person_id: UUID) -> Person:
    """Return a person to hang something on, held so that nobody merges him meanwhile. Raises NotHere, Merged."""
    found = seen(Person).select_for_update(of=("self",), no_key=True).filter(pk=person_id).first()
    if found is None:
        raise NotHere("Không có người này trong địa bàn phụ trách.")
    if found.merged_into_id is not None:
        raise Merged(found.merged_into_id)
    return found
