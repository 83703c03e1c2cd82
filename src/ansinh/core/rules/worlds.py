"""What a missing fact could change: the bounds settled by trying what the unknown facts may be.

Bounds are sure but may be too wide: a child who is 15 or 16, we do not know which, has the same right either way.
Where bounds leave a result open, every way the facts behind it may be is tried. If all agree, the result is known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

from ansinh.core.rules.expressions import Expr, FactRef, Gap, Kind, Over, RuleRef, Via, When, parts_of
from ansinh.core.rules.model import Fact, Thing
from ansinh.core.rules.reading import Bounds, Reader
from ansinh.core.rules.system import MonthOfLaw

MOST_WORLDS = 1024


@dataclass(frozen=True, slots=True)
class Settled:
    """Results that are known after all, or the facts that are missing for them.

    ``bounds`` of each rule asked for; ``missing`` the paths of facts that could change them; ``reader`` one reading
    in which the results can be explained, ``others`` readings that lead to the same results by other ways.
    """

    bounds: Mapping[str, Bounds]
    missing: tuple[str, ...]
    reader: Reader
    others: tuple[Reader, ...] = ()


def settle(law: MonthOfLaw, names: Sequence[str], thing: Thing, *, reader: Reader | None = None) -> Settled:
    """Return the results of some rules about a thing, unknown only where a missing fact could change them.

    ``reader`` is one that has read of the same household before, so that nothing is worked out twice.
    """
    reader = reader or Reader(law)
    bounds = {name: reader.read(name, thing) for name in names}
    if all(low == high for low, high in bounds.values()):
        return Settled(bounds, (), reader)
    causes: dict[tuple[Thing, str], None] = {}
    for name in names:
        _causes_of_rule(reader, name, thing, causes, set())
    gaps = [key for key in causes if key[1].startswith("law:")]
    facts = [key for key in causes if not key[1].startswith("law:")]
    ways = {key: _ways(law, *key) for key in facts}
    tried = [key for key in facts if ways[key]]
    size = 1
    for key in tried:
        size *= len(ways[key])
    if size > MOST_WORLDS:
        return Settled(bounds, _paths(facts + gaps), reader)
    found = _try_all(law, names, thing, tried, ways)
    kept = [key for key in tried if _matters(found, tried.index(key))]
    open_ends = any(low != high for result in found.values() for low, high in result)
    if open_ends:
        kept += [key for key in causes if key not in tried]
    results = list(found.values())
    if not kept and all(result == results[0] for result in results):
        readers = [_reader(law, tried, world, names, thing) for world in list(found)[:6]]
        return Settled(dict(zip(names, results[0], strict=True)), (), readers[0], tuple(readers[1:]))
    return Settled(bounds, _paths(kept or list(causes)), reader)


def _try_all(
    law: MonthOfLaw,
    names: Sequence[str],
    thing: Thing,
    keys: Sequence[tuple[Thing, str]],
    ways: Mapping[tuple[Thing, str], tuple[Any, ...]],
) -> dict[tuple[Any, ...], tuple[Bounds, ...]]:
    found = {}
    for world in product(*(ways[key] for key in keys)):
        reader = _reader(law, keys, world, names, thing)
        found[world] = tuple(reader.read(name, thing) for name in names)
    return found


def _reader(
    law: MonthOfLaw, keys: Sequence[tuple[Thing, str]], world: Sequence[Any], names: Sequence[str], thing: Thing
) -> Reader:
    """Return a reader that has read the rules while the facts were as in that world; it keeps what it read."""
    before = [(each, name, each.facts.get(name)) for each, name in keys]
    for (each, name), value in zip(keys, world, strict=True):
        each.facts[name] = value
    try:
        reader = Reader(law)
        for name in names:
            reader.read(name, thing)
    finally:
        for each, name, value in before:
            each.facts[name] = value
    return reader


def _matters(found: Mapping[tuple[Any, ...], tuple[Bounds, ...]], at: int) -> bool:
    """Return whether two worlds that differ in this fact only give different results."""
    seen: dict[tuple[Any, ...], tuple[Bounds, ...]] = {}
    return any(seen.setdefault(world[:at] + world[at + 1 :], result) != result for world, result in found.items())


def _ways(law: MonthOfLaw, thing: Thing, name: str) -> tuple[Any, ...]:
    """Return the values an unknown fact may have, enough of them to see whether it matters."""
    fact: Fact = law.system.entities[thing.entity].facts[name]
    value = thing.facts.get(name)
    if isinstance(value, tuple):
        return _days(value, law)
    match fact.kind:
        case Kind.BOOL:
            return (False, True)
        case Kind.TEXT:
            return fact.choices
        case Kind.INT:
            return tuple(range(fact.most + 1)) if fact.most <= 100 else (0, 1, fact.most)
    return ()


def _days(span: tuple[date, date], law: MonthOfLaw) -> tuple[date, ...]:
    """Return the days of a span on which an age changes what holds in the month: its edges, and around the month."""
    low, high = span
    days = {low, high}
    for year in range(low.year, high.year + 1):
        start = law.first_day.replace(year=year)
        after = (start + timedelta(days=31)).replace(day=1)
        days |= {start - timedelta(days=1), start, start + timedelta(days=1), after - timedelta(days=1), after}
    return tuple(sorted(day for day in days if low <= day <= high))


def _paths(keys: Sequence[tuple[Thing, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name if name.startswith("law:") else thing.path_of(name) for thing, name in keys))


def _causes_of_rule(
    reader: Reader, name: str, thing: Thing, found: dict[tuple[Thing, str], None], seen: set[tuple[int, str]]
) -> None:
    if (id(thing), name) in seen:
        return
    seen.add((id(thing), name))
    low, high = reader.read(name, thing)
    version = reader.law.versions[name]
    if low != high and version is not None and version.formula is not None:
        _causes(reader, version.formula, thing, found, seen)


def _causes(
    reader: Reader, expr: Expr, thing: Thing, found: dict[tuple[Thing, str], None], seen: set[tuple[int, str]]
) -> None:
    low, high = reader.work_out(expr, thing)
    if low == high:
        return
    match expr:
        case FactRef(name):
            found[(thing, name)] = None
        case Gap(name, _):
            found[(thing, f"law:{name}")] = None
        case RuleRef(name):
            _causes_of_rule(reader, name, thing, found, seen)
        case Over(_, relation, part):
            for each in thing.many.get(relation, ()):
                _causes(reader, part, each, found, seen)
        case Via(relation, part):
            if relation in thing.one:
                _causes(reader, part, thing.one[relation], found, seen)
        case When(condition, then, otherwise):
            sure, maybe = reader.work_out(condition, thing)
            branches = (then,) if sure else (condition, then, otherwise) if maybe else (otherwise,)
            for part in branches:
                _causes(reader, part, thing, found, seen)
        case _:
            for part in parts_of(expr):
                _causes(reader, part, thing, found, seen)
