"""A reviewed list written into the register, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from ansinh.apps.accounts.scope import Scope, enter_scope, seen
from ansinh.apps.audit.services import record
from ansinh.apps.people.models import DataKey, Identifier, ImportState, ListImport, Person, RowFault
from ansinh.apps.people.sealing import PersonKey, new_key, unwrap, wrap
from ansinh.apps.people.services.imports.keeping import kept_file
from ansinh.apps.people.services.imports.kinds import ListKind, kind_of, write_held
from ansinh.apps.people.services.imports.offering import forget_rows, locked_list
from ansinh.apps.people.services.imports.planning import given_to, narrowed, statements, write_plan
from ansinh.apps.people.services.refusals import Refused, said

ROWS_A_TURN = 2000
_NUMBERS = """
SELECT c.match_id, n.kind, r.person_id, r.key_id, r.wrapped, n.sealed, n.blind
FROM changed c JOIN <<people_importrow>> r ON r.listimport_id = %(list)s AND r.row_no = c.row_no
CROSS JOIN LATERAL (VALUES ('personal_id', r.personal_id, r.personal_id_blind),
    ('social_insurance', r.social_insurance, r.social_insurance_blind), ('phone', r.phone, r.phone_blind)) n (kind, sealed, blind)
WHERE c.changes ? n.kind AND n.sealed IS NOT NULL ORDER BY c.match_id, n.kind
"""
_HELD = """
SELECT count(*) FILTER (WHERE is_merged) FROM (
    SELECT p.merged_into_id IS NOT NULL AS is_merged FROM <<people_person>> p
    WHERE p.id IN (SELECT match_id FROM changed) ORDER BY p.id FOR NO KEY UPDATE) held
"""


class RegisterChanged(Refused):
    """The register is not what it was when the list was reviewed; the list waits to be reviewed again."""


def take_list(
    *, import_id: UUID, actor: Any, scope: Scope, now: datetime, tell: Callable[[str], None] | None = None
) -> ListImport:
    """Write a reviewed list into the register in one transaction; one that was taken already is left as it is.

    Before anything is written the plan is made anew: where it is no more the one that was reviewed, nothing is taken.
    Raises NotHere, Refused, RegisterChanged.
    """
    # One transaction, no savepoint: rows of one's own need not be held against others (people_membership_periods).
    with said():
        enter_scope(scope, actor=actor)
        with connection.cursor() as cursor:
            # Lists come one after the other, or two with one person would both find him new.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('people.take_list'))")
            # Counted in the middle, the tables would look empty, and every row after that would be checked slowly.
            cursor.execute("SELECT people_count_later()")
        row = locked_list(import_id)
        if row.state == ImportState.TAKEN:
            return row
        if row.state != ImportState.REVIEW:
            raise Refused("Danh sách này chưa kiểm tra xong hoặc đã bỏ. Tải lại trang.")
        kind = kind_of(row)
        if _took(row, actor=actor, now=now, tell=tell or _silent) if kind is None else _took_of(row, kind, actor, now):
            return row
        row.save(update_fields=["counts", "plan"])
    raise RegisterChanged("Sổ đã thay đổi từ lúc danh sách được kiểm tra. Xem lại danh sách rồi nhận.")


def _took(row: ListImport, *, actor: Any, now: datetime, tell: Callable[[str], None]) -> bool:
    """Write a list of people and households; False where the plan is no more the one that was reviewed."""
    reviewed = row.plan
    write_plan(row)
    if row.plan != reviewed:
        return False
    if not _hold_changed(row):
        write_plan(row)
        return False
    _write(row, tell=tell)
    _end(row, actor=actor, now=now)
    return True


def _took_of(row: ListImport, kind: ListKind, actor: Any, now: datetime) -> bool:
    """Write a list of another kind; False where it is no more the one that was reviewed.

    Whom it changes is held first, as everybody does who writes of one person; then it is held against the register anew.
    """
    reviewed, file, today = row.plan, kept_file(row), now.date()
    whose = sorted({person_id for _row, person_id, _what in kind.hold(row, file, today).changes})
    for at in range(0, len(whose), ROWS_A_TURN):
        some = seen(Person).filter(pk__in=whose[at : at + ROWS_A_TURN]).order_by("pk")
        list(some.select_for_update(of=("self",), no_key=True).values_list("pk"))
    held = write_held(row, kind, file=file, today=today)
    if row.plan != reviewed:
        return False
    kind.write(row, held, now)
    _end(row, actor=actor, now=now)
    return True


def _hold_changed(row: ListImport) -> bool:
    """Hold the persons whom the list changes; False where one of them was merged into another since the plan was made."""
    with connection.cursor() as cursor:
        cursor.execute(narrowed(_HELD), given_to(row))
        return bool(cursor.fetchone() == (0,))


def _write(row: ListImport, *, tell: Callable[[str], None]) -> None:
    tell("Đang ghi vào sổ")
    with connection.cursor() as cursor:
        cursor.execute(statements("taking.sql"), given_to(row))
    # From the database turn by turn: a list may bring a new number for everybody.
    with connection.chunked_cursor() as waiting:
        waiting.execute(narrowed(_NUMBERS), given_to(row))
        while rows := waiting.fetchmany(ROWS_A_TURN):
            _seal_anew(rows, source=row.source)


def _end(row: ListImport, *, actor: Any, now: datetime) -> None:
    row.state, row.ended_at, row.ended_by_name = ImportState.TAKEN, now, str(actor)
    row.save(update_fields=["counts", "state", "ended_at", "ended_by_name"])
    # The file is kept only to give back the rows that were not taken.
    forget_rows(row, pieces=not seen(RowFault).filter(listimport=row).exists())
    detail = {"unit": row.scope_unit.code, **({"list": row.kind} if row.kind else {}), **row.counts}
    record(actor=actor, verb="people.take_list", subject=row, detail=detail, at=now)


def _seal_anew(rows: list[Any], *, source: str) -> None:
    """Seal numbers that came with a new person's key with the key of the person they belong to."""
    people = {match_id for match_id, *_rest in rows}
    keys = {
        key.person_id: unwrap(person_id=key.person_id, key_id=key.key_id, wrapped=key.wrapped)
        for key in seen(DataKey).filter(person_id__in=people)
    }
    made: list[DataKey] = []
    for person_id in people - keys.keys():
        key = new_key(person_id)
        key_id, wrapped = wrap(key)
        made.append(DataKey(person_id=person_id, key_id=key_id, wrapped=wrapped))
        keys[person_id] = key
    DataKey.objects.bulk_create(made)
    known = {(each.person_id, each.kind): each for each in seen(Identifier).filter(person_id__in=people)}
    added: list[Identifier] = []
    changed: list[Identifier] = []
    for match_id, kind, came_with, key_id, wrapped, sealed, blind in rows:
        came: PersonKey = unwrap(person_id=came_with, key_id=key_id, wrapped=wrapped)
        before = known.get((match_id, kind))
        each = before or Identifier(person_id=match_id, kind=kind)
        each.sealed = keys[match_id].seal(kind=kind, text=came.open(kind=kind, sealed=sealed))
        each.blind, each.source, each.confirmed_at = bytes(blind), source, None
        (changed if before else added).append(each)
    Identifier.objects.bulk_create(added)
    Identifier.objects.bulk_update(changed, ["sealed", "blind", "source", "confirmed_at"])


def _silent(_step: str) -> None:
    """Tell nobody."""
