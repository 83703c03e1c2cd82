"""Everybody of the register whom an account works with, by the law of a month: the totals, on either engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain, islice
from typing import Literal

from django.db import connection

from ansinh.apps.accounts.scope import seen
from ansinh.apps.benefits.households import households, last_day, persons_alone
from ansinh.apps.people.models import Household
from ansinh.core.rules.model import Thing
from ansinh.core.rules.system import System
from ansinh.entitlement import memory, postgres
from ansinh.entitlement.answers import Outcome, Tell
from ansinh.rulebook.book import STATE, national_system

Engine = Literal["duckdb", "postgres"]
PART = 500
READING = "read: {count}"


def answer_everybody(
    *, month: date, engine: Engine, known_on: date = STATE, tell: Tell = lambda _step: None
) -> Outcome:
    """Return what the law gives everybody in scope in a month (its first day), by the law known on a day.

    Runs within a scope and a transaction; what each engine answers is the same, and so is the digest. Raises CannotRead.
    """
    system = national_system()
    law = system.month(f"{month:%Y-%m}", known_on=known_on)
    parts = _parts(system, last_day(month), tell)
    if engine == "duckdb":
        return memory.answer_register(law, parts, tell=tell)
    with connection.cursor() as cursor:
        return postgres.answer_register(law, parts, cursor.cursor, tell=tell)


def _parts(system: System, on: date, tell: Tell) -> Iterator[list[Thing]]:
    """Return the households in scope a few hundred at a time, always in the same order."""
    count = 0
    read = chain(households(seen(Household).all(), system, on=on), persons_alone(system, on=on))
    while part := list(islice(read, PART)):
        count += sum(len(each.persons) for each in part)
        tell(READING.format(count=count))
        yield [each.thing for each in part]
