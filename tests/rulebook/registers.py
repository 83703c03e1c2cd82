"""A register in a database for the tests: the tables of the layout, filled from households."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ansinh.core.rules.expressions import Kind
from ansinh.core.rules.layout import Row
from ansinh.core.rules.model import Thing
from ansinh.core.rules.reading import Reader
from ansinh.core.rules.system import MonthOfLaw


def read_by_hand(law: MonthOfLaw, things: Sequence[Thing], rules: Iterable[str]) -> dict[int, dict[str, Any]]:
    """The bounds of the rules by the reading for one person, as the columns of the SQL hold them."""
    found: dict[int, dict[str, Any]] = {}
    for at, thing in enumerate(things, 1):
        reader, row = Reader(law), {}
        for name in rules:
            if law.system.rules[name].entity != thing.entity:
                continue
            low, high = reader.read(name, thing)
            if law.system.rules[name].kind is Kind.BOOL:
                row[name] = low if low == high else None
            else:
                row |= {f"{name}__lo": low, f"{name}__hi": high}
        found[at] = row
    return found


def things_of(households: Sequence[Thing]) -> dict[str, list[Thing]]:
    """The things in the order in which the layout counts them."""
    people = [person for household in households for person in household.many["members"]]
    return {
        "household": list(households),
        "person": people,
        "merit": [title for person in people for title in person.many.get("titles", ())],
    }


def rows_by_id(columns: Sequence[str], rows: Iterable[Row]) -> dict[int, dict[str, Any]]:
    return {row[0]: dict(zip(columns[1:], row[1:], strict=True)) for row in rows}
