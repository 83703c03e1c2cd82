"""What the program holds about one person, room by room, for the copy that a person may ask for.

Each room hands in a function at its start; a table that hangs on a person (``people.hanging``) and stands in no part makes
``tests/apps/privacy/test_copies.py`` fail.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ansinh.apps.people.models import Person

Value = str | int | date | datetime | None


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of data: its name for programs and for people, columns (name, heading), rows, and what to know about it.

    ``tables`` are the tables it tells of; ``as_lines`` where its one row is read as lines, not as a table.
    """

    code: str
    title: str
    columns: tuple[tuple[str, str], ...]
    rows: Sequence[tuple[Value, ...]]
    tables: tuple[str, ...] = ()
    note: str = ""
    as_lines: bool = False


Teller = Callable[[Person], list[Part]]
_TELLERS: list[Teller] = []


def add_holding(function: Teller) -> None:
    """Let a room tell what it holds about a person: ``function(person)`` gives parts."""
    if function not in _TELLERS:
        _TELLERS.append(function)


def parts_about(person: Person) -> list[Part]:
    """Return everything the rooms hold about a person, in the order of the rooms."""
    return [part for function in _TELLERS for part in function(person)]
