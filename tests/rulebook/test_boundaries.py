"""The day before, the day, the day after: made from every rule's own ages, dates, counts and percentages."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from ansinh.core.rules.expressions import Compare, Const, Expr, FactRef, Kind, Lookup, Param, Reached, Via, parts_of
from ansinh.core.rules.model import Fact, Thing
from ansinh.core.rules.reading import Reader
from ansinh.core.rules.system import MonthOfLaw
from ansinh.rulebook.book import national_system

SYSTEM = national_system()
NOW = date(2026, 11, 22)
LAW = SYSTEM.month("2025-11", known_on=NOW)


def parts(expr: Expr, entity: str) -> Iterator[tuple[str, Expr]]:
    """Every part of a formula with the kind of thing it is about."""
    yield entity, expr
    if isinstance(expr, Via) or hasattr(expr, "relation"):
        entity = SYSTEM.entities[entity].relations[expr.relation].target  # type: ignore[attr-defined]
    for part in parts_of(expr):
        yield from parts(part, entity)


def all_parts() -> dict[tuple[str, Expr], str]:
    return {
        (entity, part): rule.name
        for rule in SYSTEM.rules.values()
        for version in rule.versions
        if version.formula is not None
        for entity, part in parts(version.formula, rule.entity)
    }


PARTS = all_parts()


def number_of(expr: Expr, law: MonthOfLaw = LAW) -> int | None:
    if isinstance(expr, Const) and isinstance(expr.value, int) and not isinstance(expr.value, bool):
        return expr.value
    return law.number(expr.id) if isinstance(expr, Param) else None


def years_before(day: date, years: int, months: int) -> date:
    """The birthday that makes exactly this age on the day (never a 29 February in these)."""
    whole = day.year * 12 + day.month - 1 - years * 12 - months
    year, month = divmod(whole, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


AGES = [(entity, part, name) for (entity, part), name in PARTS.items() if isinstance(part, Reached)]


@pytest.mark.parametrize("case", AGES, ids=lambda case: f"{case[2]}")
def test_an_age_is_reached_on_the_day_and_not_the_day_before(case: tuple[str, Reached, str]) -> None:
    entity, part, _ = case
    age = number_of(part.age)
    assert age is not None
    day = LAW.first_day if part.edge == "start" else LAW.last_day
    birthday = years_before(day, 0, age) if part.in_months else years_before(day, age, 0)
    found = []
    for born in (birthday - timedelta(days=1), birthday, birthday + timedelta(days=1)):
        thing = Thing(entity, "m1", {"birth_date": born})
        found.append(Reader(LAW).work_out(part, thing))
    assert found == [(True, True), (True, True), (False, False)]


COMPARED = [
    (entity, part, name)
    for (entity, part), name in PARTS.items()
    if isinstance(part, Compare) and isinstance(part.left, FactRef) and number_of(part.right) is not None
]
HOLDS = {
    "<": (True, False, False),
    "<=": (True, True, False),
    ">": (False, False, True),
    ">=": (False, True, True),
    "=": (False, True, False),
}


@pytest.mark.parametrize("case", COMPARED, ids=lambda case: f"{case[2]}: {case[1].left.name}")
def test_a_count_or_percentage_decides_one_below_at_and_one_above(case: tuple[str, Compare, str]) -> None:
    entity, part, _ = case
    assert isinstance(part.left, FactRef)
    limit = number_of(part.right)
    assert limit is not None
    for at, wanted in zip((-1, 0, 1), HOLDS[part.op], strict=True):
        if limit + at >= 0:
            thing = Thing(entity, "m1", {part.left.name: limit + at})
            assert Reader(LAW).work_out(part, thing) == (wanted, wanted)


def is_day(fact: Fact | None) -> bool:
    return fact is not None and fact.kind is Kind.DATE


DAYS = [
    (entity, part, name)
    for (entity, part), name in PARTS.items()
    if isinstance(part, Compare)
    and isinstance(part.left, FactRef)
    and is_day(SYSTEM.entities[entity].facts[part.left.name])
]


@pytest.mark.parametrize("case", DAYS, ids=lambda case: f"{case[2]}: {case[1].left.name}")
def test_a_day_decides_the_day_before_on_it_and_the_day_after(case: tuple[str, Compare, str]) -> None:
    entity, part, _ = case
    assert isinstance(part.left, FactRef)
    facts: dict[str, Any] = {
        name: date(2025, 8, 31) for name, fact in SYSTEM.entities[entity].facts.items() if is_day(fact)
    }
    limit, _ = Reader(LAW).work_out(part.right, Thing(entity, "m1", facts))
    for at, wanted in zip((-1, 0, 1), HOLDS[part.op], strict=True):
        thing = Thing(entity, "m1", {**facts, part.left.name: limit + timedelta(days=at)})
        assert Reader(LAW).work_out(part, thing) == (wanted, wanted)


CHANGES = [
    (parameter.id, before, value)
    for parameter in SYSTEM.parameters
    for before, value in zip((None, *parameter.values), parameter.values, strict=False)
]


@pytest.mark.parametrize("case", CHANGES, ids=lambda case: f"{case[0]} {case[2].applied_from}")
def test_a_value_counts_from_its_month_and_its_instrument_from_its_day(case: Any) -> None:
    parameter, before, value = case
    first = value.applied_from
    month_before = first.replace(day=1) - timedelta(days=1)
    late = max(NOW, value.in_force_from)

    def at(day: date, known_on: date) -> Any:
        return SYSTEM.month(f"{day.year}-{day.month:02}", known_on=known_on).values[parameter]

    assert at(first, late) is value
    assert at(first, value.in_force_from) is value
    assert at(first, value.in_force_from - timedelta(days=1)) is (
        before if before and before.in_force_from < value.in_force_from else None
    )
    assert at(month_before, late) is before


TABLES = [
    (entity, part, name, key)
    for (entity, part), name in PARTS.items()
    if isinstance(part, Lookup) and isinstance(part.key, FactRef) and all(key.isdigit() for key in LAW.table(part.id))
    for key in LAW.table(part.id)
]


@pytest.mark.parametrize("case", TABLES, ids=lambda case: f"{case[2]} {case[3]}")
def test_every_row_of_a_table_is_read_and_none_outside(case: tuple[str, Lookup, str, str]) -> None:
    entity, part, _, key = case
    assert isinstance(part.key, FactRef)
    table = LAW.table(part.id)
    for rate in (int(key) - 1, int(key), int(key) + 1):
        thing = Thing(entity, "m1", {part.key.name: rate})
        assert Reader(LAW).work_out(part, thing) == (table.get(str(rate), 0),) * 2
    assert table.get("20", 0) == table.get("101", 0) == 0
