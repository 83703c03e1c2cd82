"""The tables that the SQL reading runs over: one a kind of thing, one column a fact, NULL where it is unknown.

| table | keys | columns |
|---|---|---|
| households | household_id | the facts of a household in the month |
| persons | person_id, household_id | the facts of a person in the month; birth_date_from and birth_date_to, the same day where the day is known |
| merits | merit_id, person_id | one row a title of merit |
| ties | tie_id, person_id, other_id | whom a person raises, cares for, is married to (kind); other_is_first: the other stands before in the household |
| events | event_id, household_id, person_id | emergencies; person_id where it befell a member, else household_id |

A day that is "not" (no death) is 9999-12-31, one that is "since ever" (a certificate without a day) 1900-01-01.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from ansinh.core.rules.expressions import Kind
from ansinh.core.rules.model import Entity, Fact, Thing
from ansinh.core.rules.system import System

Row = tuple[Any, ...]
_TYPES = {Kind.BOOL: "BOOLEAN", Kind.INT: "BIGINT", Kind.TEXT: "VARCHAR", Kind.DATE: "DATE"}


def columns_of(fact: Fact) -> tuple[str, ...]:
    """Return the columns of a fact: one, or two for a day that may be known by its year only."""
    return (f"{fact.column}_from", f"{fact.column}_to") if fact.from_to else (fact.column,)


def keys_of(system: System, entity: str) -> tuple[str, ...]:
    """Return the columns of a table that lead to others: its own relations and those that lead back to it."""
    own = [each.key for each in system.entities[entity].relations.values() if not each.many]
    back = [
        relation.key
        for other in system.entities.values()
        for relation in other.relations.values()
        if relation.many and relation.target == entity
    ]
    return tuple(dict.fromkeys([*own, *back]))


def table_columns(system: System, entity: str) -> dict[str, str]:
    """Return the columns of a kind of thing with their types."""
    known = system.entities[entity]
    made = {known.id_column: "BIGINT"} | dict.fromkeys(keys_of(system, entity), "BIGINT")
    for fact in known.facts.values():
        made |= dict.fromkeys(columns_of(fact), _TYPES[fact.kind])
    return made


def create_tables(system: System, *, temporary: bool = False) -> list[str]:
    """Return the statements that make the tables, the same for DuckDB and PostgreSQL."""
    kind = "TEMPORARY TABLE" if temporary else "TABLE"
    return [
        f"CREATE {kind} {each.table} ({', '.join(f'{name} {kind}' for name, kind in table_columns(system, each.name).items())})"
        for each in system.entities.values()
    ]


def things_of(system: System, households: Iterable[Thing]) -> dict[str, list[Thing]]:
    """Return the things of some households by kind, in the order in which their ids count from 1."""
    found: dict[str, list[Thing]] = {name: [] for name in system.entities}
    for household in households:
        for thing in _all_of(household):
            found[thing.entity].append(thing)
    return found


def rows_of(
    system: System, households: Iterable[Thing], *, after: Mapping[str, int] = MappingProxyType({})
) -> dict[str, list[Row]]:
    """Return the rows of every table for some households; persons keep their order.

    Ids count from 1, or on from those that the tables hold already (``after``, by table): a register comes in parts.
    """
    things = things_of(system, households)
    ids = {
        thing: at
        for name, listed in things.items()
        for at, thing in enumerate(listed, 1 + after.get(system.entities[name].table, 0))
    }
    holders = _holders(system, things)
    return {
        system.entities[name].table: [_row(system, system.entities[name], each, ids, holders) for each in listed]
        for name, listed in things.items()
    }


def _all_of(household: Thing) -> Iterator[Thing]:
    yield household
    yield from household.many.get("events", ())
    for person in household.many.get("members", ()):
        yield person
        for relation in ("titles", "events", "ties"):
            yield from person.many.get(relation, ())


def _holders(system: System, things: dict[str, list[Thing]]) -> dict[tuple[Thing, str], Thing]:
    """Return for each thing, and the column that leads back, what it belongs to."""
    found: dict[tuple[Thing, str], Thing] = {}
    for name, listed in things.items():
        for thing in listed:
            for relation in system.entities[name].relations.values():
                if relation.many:
                    for each in thing.many.get(relation.name, ()):
                        found[each, relation.key] = thing
                elif relation.name in thing.one:
                    found[thing, relation.key] = thing.one[relation.name]
    return found


def _row(
    system: System, entity: Entity, thing: Thing, ids: dict[Thing, int], holders: dict[tuple[Thing, str], Thing]
) -> Row:
    row: list[Any] = [ids[thing]]
    for key in keys_of(system, entity.name):
        holder = holders.get((thing, key))
        row.append(ids[holder] if holder is not None else None)
    for fact in entity.facts.values():
        value = thing.facts.get(fact.name)
        if fact.from_to:
            row += value if isinstance(value, tuple) else [value, value]
        else:
            row.append(value)
    return tuple(row)
