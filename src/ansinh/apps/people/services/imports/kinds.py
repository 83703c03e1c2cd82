"""Kinds of lists beside those of people and households: a room above says how its rows are checked and written.

Whatever the kind, a list goes the same way: offered, its columns named, held against the register, reviewed, taken or
thrown away as one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ansinh.apps.accounts.scope import seen
from ansinh.apps.people.models import ListImport, RowChange, RowFault
from ansinh.files.register.mapping import PERSONS, ListFields
from ansinh.files.register.reading import RegisterFile

ROWS_A_TURN = 2000
MOST_REASON = 400


@dataclass(frozen=True, slots=True)
class Held:
    """A list held against the register: what is wrong (row, field, why), what it changes (row, person, what), how many.

    ``mark`` tells one such answer from another; ``work`` is what the kind's writer takes. Row 0 of the changes is somebody
    whom the list does not have.
    """

    faults: Sequence[tuple[int, str, str]]
    changes: Sequence[tuple[int, UUID, Mapping[str, Any]]]
    counts: Mapping[str, int]
    mark: int
    work: Sequence[Any]


@dataclass(frozen=True, slots=True)
class ListKind:
    """A kind of list, and what its room does with it.

    topics: what may be chosen for the whole list (code, words); counts: the numbers of the review (name, words); next_page:
    the page to go to after taking (its name, words). hold: without writing; write: what was held, in the transaction.
    """

    key: str
    label: str
    fields: ListFields
    permission: str
    topic_label: str
    topics: Sequence[tuple[str, str]]
    counts: Sequence[tuple[str, str]]
    next_page: tuple[str, str]
    hold: Callable[[ListImport, RegisterFile, date], Held]
    write: Callable[[ListImport, Held, datetime], None]
    words: Callable[[Mapping[str, Any]], list[tuple[str, str, str]]]


_KINDS: dict[str, ListKind] = {}


def add_list_kind(kind: ListKind) -> None:
    """Let lists of a kind be brought; said by its room when the program starts."""
    _KINDS[kind.key] = kind


def list_kinds() -> list[ListKind]:
    """Return the kinds beside people and households."""
    return list(_KINDS.values())


def kind_of(row: ListImport) -> ListKind | None:
    """Return the kind of a list, None for one of people and households."""
    return _KINDS[row.kind] if row.kind else None


def fields_of(kind: str) -> ListFields:
    """Return what lists of a kind may say."""
    return _KINDS[kind].fields if kind else PERSONS


def write_held(row: ListImport, kind: ListKind, *, file: RegisterFile, today: date) -> Held:
    """Hold a list against the register and write what was found beside it; its counts and mark are not saved here."""
    held = kind.hold(row, file, today)
    place: dict[str, Any] = {"listimport": row, "unit_no": row.unit_no, "unit_to": row.unit_to}
    seen(RowFault).filter(listimport=row).delete()
    seen(RowChange).filter(listimport=row).delete()
    faults = [
        RowFault(row_no=at, field=field, reason=reason[:MOST_REASON], **place) for at, field, reason in held.faults
    ]
    changes = [
        RowChange(row_no=at, person_id=person_id, changes=dict(what), **place) for at, person_id, what in held.changes
    ]
    RowFault.objects.bulk_create(faults, batch_size=ROWS_A_TURN)
    RowChange.objects.bulk_create(changes, batch_size=ROWS_A_TURN)
    row.counts, row.plan = dict(held.counts), held.mark
    return held
