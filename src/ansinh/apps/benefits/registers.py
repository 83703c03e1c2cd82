"""Everybody of the register whom an account works with, by the law of a month: the totals, on either engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

from django.db import connection

from ansinh.apps.benefits.households import Read, in_parts, last_day
from ansinh.apps.people.restriction import Work, is_open_to
from ansinh.core.rules.model import Thing
from ansinh.core.rules.system import System
from ansinh.entitlement import memory, postgres
from ansinh.entitlement.answers import Outcome, Tell

Engine = Literal["duckdb", "postgres"]
PART = 500


def answer_everybody(
    *, month: date, engine: Engine, system: System, known_on: date, tell: Tell = lambda _step: None
) -> Outcome:
    """Return what a law (a province's) gives everybody in scope in a month (its first day), as known on a day.

    Runs within a scope and a transaction; what each engine answers is the same, and so is the digest. Raises CannotRead.
    """
    law = system.month(f"{month:%Y-%m}", known_on=known_on)
    left_out: dict[str, list[int]] = {"person": [], "household": []}
    parts = _noting(in_parts(system, on=last_day(month), tell=tell, size=PART), left_out)
    if engine == "duckdb":
        return memory.answer_register(law, parts, tell=tell, left_out=left_out)
    with connection.cursor() as cursor:
        return postgres.answer_register(law, parts, cursor.cursor, tell=tell, left_out=left_out)


def _noting(parts: Iterable[Sequence[Read]], left_out: dict[str, list[int]]) -> Iterator[list[Thing]]:
    """Pass households on and note who is closed to this work, and households of nobody else, as the tables count them."""
    persons = homes = 0
    for part in parts:
        for each in part:
            homes += 1
            closed = [at for at, person in enumerate(each.persons, 1) if not is_open_to(Work.RUN, person)]
            left_out["person"] += [persons + at for at in closed]
            left_out["household"] += [homes] if len(closed) == len(each.persons) else []
            persons += len(each.persons)
        yield [each.thing for each in part]
