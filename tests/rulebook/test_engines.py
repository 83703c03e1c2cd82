"""One source, several readings: what a person is told is what a register says, on DuckDB and on PostgreSQL."""

from __future__ import annotations

import random
from datetime import date
from functools import cache

import duckdb
import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rulebook.random_households import KNOWN, MONTHS, make_case
from tests.rulebook.registers import read_by_hand, rows_by_id, things_of

from ansinh.core.rules.layout import create_tables, rows_of
from ansinh.core.rules.model import Thing
from ansinh.core.rules.reading import Reader
from ansinh.core.rules.sql import Dialect, compile_rules
from ansinh.core.rules.system import MonthOfLaw
from ansinh.core.rules.worlds import settle
from ansinh.rulebook.book import national_system
from ansinh.rulebook.cases import read_case

QUESTIONS = [(month, known_on) for month in MONTHS for known_on in KNOWN]


def households(seed: int, count: int) -> list[Thing]:
    chance = random.Random(seed)  # noqa: S311 - households, not secrets
    cases = [read_case(make_case(chance, at), national_system(), place=str(at)) for at in range(count)]
    return [case.household for case in cases]


@cache
def law_of(month: str, known_on: date) -> MonthOfLaw:
    return national_system().month(month, known_on=known_on)


@cache
def queries(month: str, known_on: date, dialect: Dialect) -> dict[str, str]:
    """Every rule, so that a difference is seen where it arises."""
    return compile_rules(law_of(month, known_on), national_system().rules, dialect=dialect)


@settings(max_examples=10)
@given(seed=st.integers(0, 2**32), question=st.sampled_from(QUESTIONS[::6]))
def test_duckdb_says_what_a_person_is_told(seed: int, question: tuple[str, date]) -> None:
    """Ten times three hundred households: bounds of every rule are equal, nulls included."""
    system, law, listed = national_system(), law_of(*question), households(seed, 300)
    with duckdb.connect() as register:
        for statement in create_tables(system):
            register.execute(statement)
        for table, rows in rows_of(system, listed).items():
            if rows:
                places = ",".join([f"({','.join('?' * len(rows[0]))})"] * len(rows))
                register.execute(f"INSERT INTO {table} VALUES {places}", [cell for row in rows for cell in row])  # noqa: S608 - our own tables
        for entity, things in things_of(listed).items():
            ran = register.execute(queries(*question, "duckdb")[entity])
            columns = [each[0] for each in ran.description]
            assert rows_by_id(columns, ran.fetchall()) == read_by_hand(law, things, system.rules)


@pytest.mark.django_db
@pytest.mark.parametrize("question", [("2025-06", date(2026, 11, 22)), ("2026-08", date(2026, 10, 4))])
def test_postgresql_says_what_a_person_is_told(question: tuple[str, date]) -> None:
    system, law, listed = national_system(), law_of(*question), households(7, 150)
    with connection.cursor() as cursor:
        for statement in create_tables(system):
            cursor.execute(statement.replace("CREATE TABLE", "CREATE TEMPORARY TABLE"))
        for table, rows in rows_of(system, listed).items():
            cursor.executemany(f"INSERT INTO {table} VALUES ({','.join(['%s'] * len(rows[0]))})", rows)  # noqa: S608 - our own tables
        for entity, things in things_of(listed).items():
            cursor.execute(queries(*question, "postgres")[entity])
            columns = [each[0] for each in cursor.description]
            assert rows_by_id(columns, cursor.fetchall()) == read_by_hand(law, things, system.rules)
        for each in system.entities.values():
            cursor.execute(f"DROP TABLE {each.table}")


@settings(max_examples=6)
@given(seed=st.integers(0, 2**32), question=st.sampled_from(QUESTIONS))
def test_what_is_settled_lies_within_the_bounds_of_the_register(seed: int, question: tuple[str, date]) -> None:
    """Trying what the unknown facts may be only narrows: a register never says known where a person is told unknown."""
    system, law = national_system(), law_of(*question)
    for household in households(seed, 10):
        for programme in system.programmes.values():
            for thing in [household] if programme.entity == "household" else household.many["members"]:
                low, high = Reader(law).read(programme.level, thing)
                settled = settle(law, [programme.level], thing)
                settled_low, settled_high = settled.bounds[programme.level]
                assert low <= settled_low <= settled_high <= high
                assert bool(settled.missing) == (settled_low != settled_high)
