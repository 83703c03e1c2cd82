"""The compartment: who may open what, writing into it, opening it for one person and a reason that is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from ansinh.apps.accounts.models import User
from ansinh.apps.accounts.scope import (
    NOWHERE,
    Scope,
    current_scope,
    scope_of,
    scope_of_unit,
    seen,
    unit_become,
    work_unit,
)
from ansinh.apps.audit.services import Actor, record, record_access
from ansinh.apps.people.models import Person, SensitiveGrant, SensitiveKind, SensitiveRecord
from ansinh.apps.people.selectors.merged import merged_into
from ansinh.apps.people.services.numbers import LEAST_REASON, key_of, person_of
from ansinh.apps.people.services.refusals import NotHere, Refused, said

LONGEST_TEXT = 2000
LONGEST_DAYS = 366


class NotGranted(Refused):
    """Nobody let this account open that kind, or the time is over."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the compartment, opened."""

    record: SensitiveRecord
    text: str


def grant_sensitive(
    *, user: User, kind: str, purpose: str, valid_from: date, valid_to: date, actor: User, now: datetime
) -> SensitiveGrant:
    """Let somebody who works in one's own communes open one kind, for a purpose, at most a year. Raises Refused.

    The leave is for the unit in which the account works now, and for no other that it may be given later.
    """
    purpose = " ".join(purpose.split())
    if kind not in SensitiveKind.values:
        raise Refused("Không có loại dữ liệu này. Chọn lại.")
    if len(purpose) < LEAST_REASON:
        raise Refused(f"Nêu mục đích, ít nhất {LEAST_REASON} chữ: việc gì, theo văn bản nào.")
    if not 0 < (valid_to - valid_from).days <= LONGEST_DAYS:
        raise Refused("Thời gian được xem phải từ một ngày đến một năm. Sửa một trong hai ngày.")
    unit = work_unit(user, on=now.date())
    theirs, mine = scope_of(user, on=now.date()), current_scope()
    if unit is None or theirs.is_empty or theirs.first not in mine or theirs.last not in mine:
        raise NotHere("Không có người dùng này trong địa bàn phụ trách.")
    if not user.has_perm("people.open_sensitive"):
        raise Refused(f"{user} không có vai trò làm việc với ngăn này. Đề nghị quản trị xem lại vai trò.")
    with said():
        made = SensitiveGrant.objects.create(
            user_id=user.pk,
            user_name=str(user),
            scope_unit=unit,
            kind=kind,
            purpose=purpose[:300],
            valid_from=valid_from,
            valid_to=valid_to,
            granted_at=now,
            granted_by_id=actor.pk,
            granted_by_name=str(actor),
        )
        detail = {
            "user": user.pk,
            "kind": kind,
            "unit": unit.code,
            "to": valid_to.isoformat(),
            "purpose": purpose[:300],
        }
        record(actor=actor, verb="people.grant_sensitive", subject=made, detail=detail, at=now)
    return made


def end_grant(*, grant_id: int, actor: Actor, now: datetime) -> None:
    """Take back that somebody may open a kind; of one's own communes only. Raises NotHere."""
    with said():
        row = SensitiveGrant.objects.select_for_update().filter(pk=grant_id, ended_at=None).first()
        if row is None or row.user_id not in {user.pk for user in colleagues(on=now.date())}:
            raise NotHere("Không có quyền xem này, hoặc đã thôi.")
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        record(actor=actor, verb="people.revoke_sensitive", subject=row, at=now)


def colleagues(*, on: date) -> list[User]:
    """Return the accounts whose communes all lie within one's own."""
    mine, scopes = current_scope(), dict[int, Scope]()
    users = User.objects.filter(is_active=True, scope_unit__number__range=(mine.first, mine.last))
    found = []
    for user in users.select_related("scope_unit").order_by("full_name"):
        key = user.scope_unit_id or 0
        if key not in scopes:
            scopes[key] = scope_of(user, on=on)
        theirs = scopes[key]
        if not theirs.is_empty and theirs.first in mine and theirs.last in mine:
            found.append(user)
    return found


def grants_of(user: User, *, person: Person, on: date) -> dict[str, SensitiveGrant]:
    """Return what somebody may open about one person on a day, by kind: only within the unit the leave was given for."""
    rows = SensitiveGrant.objects.filter(user_id=user.pk, ended_at=None, valid_from__lte=on, valid_to__gt=on)
    return {
        row.kind: row
        for row in rows.select_related("scope_unit")
        if person.unit_no in _place_of(row, on=on) and person.unit_no in scope_of(user, on=on)
    }


def _place_of(grant: SensitiveGrant, *, on: date) -> Scope:
    unit = unit_become(grant.scope_unit, on=on)
    return scope_of_unit(unit, on=on) if unit is not None else NOWHERE


def record_sensitive(*, person: Person, kind: str, text: str, actor: User, now: datetime) -> SensitiveRecord:
    """Write an entry of a kind that one may open. Raises NotGranted, Refused, NotHere."""
    _expect_grant(actor, person, kind, now)
    text = text.strip()
    if not 0 < len(text) <= LONGEST_TEXT:
        raise Refused(f"Nội dung phải có chữ và dài không quá {LONGEST_TEXT} chữ.")
    with said(), _opened(kind):
        made = SensitiveRecord.objects.create(
            person=person_of(person.pk),
            kind=kind,
            sealed=key_of(person, make=True).seal(kind=f"sensitive:{kind}", text=text),
            recorded_at=now,
            recorded_by_id=actor.pk,
            recorded_by_name=str(actor),
        )
        # Neither person nor kind stands in the chain of events: together they would tell.
        record(actor=actor, verb="people.record_sensitive", at=now)
    return made


def open_sensitive(*, person: Person, kind: str, reason: str, actor: User, now: datetime) -> Sequence[Entry]:
    """Return the entries of one kind about one person, and write who opened them and why.

    Raises NotGranted, Refused, NotHere.
    """
    _expect_grant(actor, person, kind, now)
    reason = " ".join(reason.split())
    if len(reason) < LEAST_REASON:
        raise Refused(f"Nêu lý do mở, ít nhất {LEAST_REASON} chữ: việc gì, hồ sơ nào.")
    with said(), _opened(kind):
        # What was written of a record that went into this one stays sealed with that record's key.
        people = {each.pk: each for each in [_person(person), *merged_into(person)]}
        rows = list(seen(SensitiveRecord).filter(person__in=people, kind=kind).order_by("-recorded_at"))
        keys = {key: key_of(people[key]) for key in {row.person_id for row in rows}}
        entries = [Entry(row, keys[row.person_id].open(kind=f"sensitive:{kind}", sealed=row.sealed)) for row in rows]
        subject = (str(person.pk), str(person))
        record_access(actor=actor, person=subject, purpose=reason[:300], channel="sensitive", at=now)
        record(actor=actor, verb="people.view_sensitive", at=now)
    return entries


def _person(person: Person) -> Person:
    found = seen(Person).filter(pk=person.pk, erased_at=None).first()
    if found is None:
        raise NotHere("Không có người này trong địa bàn phụ trách.")
    return found


def _expect_grant(actor: User, person: Person, kind: str, now: datetime) -> None:
    person = _person(person)
    if not actor.has_perm("people.open_sensitive") or kind not in grants_of(actor, person=person, on=now.date()):
        raise NotGranted("Chưa được phép mở loại dữ liệu này. Đề nghị lãnh đạo cho phép, nêu mục đích và thời gian.")


@contextmanager
def _opened(kind: str) -> Iterator[None]:
    """Let the database show one kind for the length of one act."""
    _set(kind)
    try:
        yield
    finally:
        if not connection.needs_rollback:
            _set("")


def _set(kinds: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ansinh.opened_kinds', %s, true)", [kinds])
