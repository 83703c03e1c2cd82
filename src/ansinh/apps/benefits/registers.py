"""Everybody of the register whom an account works with, by the law of a month: the totals, on either engine."""

from __future__ import annotations

from datetime import date
from typing import Literal

from django.db import connection

from ansinh.apps.benefits.households import in_parts, last_day
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
    read = in_parts(system, on=last_day(month), tell=tell, size=PART)
    parts = ([each.thing for each in part] for part in read)
    if engine == "duckdb":
        return memory.answer_register(law, parts, tell=tell)
    with connection.cursor() as cursor:
        return postgres.answer_register(law, parts, cursor.cursor, tell=tell)
