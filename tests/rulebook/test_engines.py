"""One source, several readings: what a person is told is what a register says, on DuckDB and on PostgreSQL."""

from __future__ import annotations

import random
from datetime import date
from functools import cache
from typing import Any

import duckdb
import pytest
from django.db import connection
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.rulebook.random_households import KNOWN, MONTHS, make_case
from tests.rulebook.registers import read_by_hand, rows_by_id

from ansinh.core.rules.layout import create_tables, rows_of, things_of
from ansinh.core.rules.model import Thing
from ansinh.core.rules.reading import Reader
from ansinh.core.rules.sql import Dialect, compile_rules
from ansinh.core.rules.system import MonthOfLaw
from ansinh.core.rules.worlds import settle
from ansinh.entitlement.memory import load, recorded_of_all
from ansinh.rulebook.book import national_system
from ansinh.rulebook.cases import read_case

# A seed cannot be made smaller in a way that means anything.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
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


@settings(max_examples=10, phases=PHASES)
@given(seed=st.integers(0, 2**32), question=st.sampled_from(QUESTIONS[::6]))
def test_duckdb_says_what_a_person_is_told(seed: int, question: tuple[str, date]) -> None:
    """Ten times three hundred households: bounds of every rule are equal, nulls included."""
    system, law, listed = national_system(), law_of(*question), households(seed, 300)
    with duckdb.connect() as register:
        load(register, system, [listed])
        things = things_of(system, listed)
        for entity, query in queries(*question, "duckdb").items():
            assert answered(register, query) == read_by_hand(law, things[entity], system.rules)


@settings(max_examples=12, phases=PHASES, deadline=None)
@given(seed=st.integers(0, 2**32), question=st.sampled_from(QUESTIONS[::7]), count=st.integers(1, 3))
def test_what_is_known_of_everybody_is_worked_out_once_and_found_again(
    seed: int, question: tuple[str, date], count: int
) -> None:
    """As a run does it: facts that nobody lacks have one value, and households read what was found for persons."""
    system, law, listed = national_system(), law_of(*question), households(seed, count)
    names = dict.fromkeys(name for each in system.programmes.values() for name in (each.level, *each.fields.values()))
    with duckdb.connect() as register:
        load(register, system, [listed])
        things, known = things_of(system, listed), recorded_of_all(register, system)
        for entity, query in compile_rules(law, names, dialect="duckdb", recorded=known, kept="kept_{}").items():
            register.execute(f"CREATE TABLE kept_{entity} AS {query}")
            assert answered(register, f"FROM kept_{entity}") == read_by_hand(law, things[entity], names)


def answered(register: duckdb.DuckDBPyConnection, query: str) -> dict[int, dict[str, Any]]:
    ran = register.execute(query)
    return rows_by_id([each[0] for each in ran.description or ()], ran.fetchall())


@pytest.mark.django_db
@pytest.mark.parametrize("question", [("2025-06", date(2026, 11, 22)), ("2026-08", date(2026, 10, 4))])
def test_postgresql_says_what_a_person_is_told(question: tuple[str, date]) -> None:
    system, law, listed = national_system(), law_of(*question), households(7, 150)
    with connection.cursor() as cursor:
        for statement in create_tables(system):
            cursor.execute(statement.replace("CREATE TABLE", "CREATE TEMPORARY TABLE"))
        for table, rows in rows_of(system, listed).items():
            cursor.executemany(f"INSERT INTO {table} VALUES ({','.join(['%s'] * len(rows[0]))})", rows)  # noqa: S608 - our own tables
        things = things_of(system, listed)
        for entity, query in queries(*question, "postgres").items():
            cursor.execute(query)
            columns = [each[0] for each in cursor.description]
            assert rows_by_id(columns, cursor.fetchall()) == read_by_hand(law, things[entity], system.rules)
        for each in system.entities.values():
            cursor.execute(f"DROP TABLE {each.table}")


@settings(max_examples=6, phases=PHASES)
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
