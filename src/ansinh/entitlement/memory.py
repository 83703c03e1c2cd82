"""Households that were read from somewhere, answered together on DuckDB: thousands of persons in a second or two."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from ansinh.core.rules.layout import Row, create_tables, rows_of, table_columns, things_of
from ansinh.core.rules.model import Thing
from ansinh.core.rules.system import MonthOfLaw, System
from ansinh.entitlement.answers import (
    ANSWERS,
    NOBODY,
    LeftOut,
    Outcome,
    Tell,
    completeness,
    leave_out,
    outcome,
    statements,
)

ROWS_AT_ONCE = 5_000
FIRST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a programme gives somebody at least and at most, in đồng; ``status`` yes or unknown."""

    status: str
    amount_vnd: int
    most_vnd: int


def answer_all(law: MonthOfLaw, households: Sequence[Thing]) -> dict[Thing, dict[str, Bounds]]:
    """Return the programmes that are not "no", for each person and household that has one."""
    things = things_of(law.system, households)
    found: dict[Thing, dict[str, Bounds]] = {}
    with duckdb.connect() as base:
        load(base, law.system, [households])
        recorded = recorded_of_all(base, law.system)
        for _step, statement in statements(law, law.system, dialect="duckdb", recorded=recorded).work:
            base.execute(statement)
        told = base.execute(f"SELECT entity, thing_id, programme, status, amount_vnd, most_vnd FROM {ANSWERS}")
        for entity, at, programme, status, amount, most in told.fetchall():
            found.setdefault(things[entity][at - 1], {})[programme] = Bounds(status, amount or 0, most or 0)
    return found


def answer_register(
    law: MonthOfLaw,
    parts: Iterable[Sequence[Thing]],
    *,
    tell: Tell = lambda _step: None,
    left_out: LeftOut = NOBODY,
) -> Outcome:
    """Return the totals of a register that comes in parts of whole households; ``left_out`` may fill while they come."""
    with duckdb.connect() as base:
        load(base, law.system, parts)
        todo = statements(law, law.system, dialect="duckdb", recorded=recorded_of_all(base, law.system))
        for step, statement in todo.work:
            if step:
                tell(step)
            base.execute(statement)
        for statement in leave_out(left_out):
            base.execute(statement)
        rows = [base.execute(each).fetchall() for each in (todo.totals, todo.digest, todo.counts)]
    return outcome(law, law.system, totals=rows[0], digest=rows[1][0], counts=rows[2][0], left_out=left_out)


def recorded_of_all(base: duckdb.DuckDBPyConnection, system: System) -> dict[str, list[str]]:
    """Return for each kind of thing the facts and keys that are known of everybody in an open register.

    A fact without a column is not.
    """
    there: dict[str, set[str]] = {}
    for table, column in base.execute("SELECT table_name, column_name FROM duckdb_columns()").fetchall():
        there.setdefault(table, set()).add(column)
    found: dict[str, list[str]] = {}
    for entity in system.entities.values():
        asked = completeness(system, entity, there.get(entity.table, set()))
        # Most facts that are missing of somebody are missing of one of the first already: the others are looked at in full.
        for source in (f"(FROM {entity.table} LIMIT {FIRST_ROWS})", entity.table):
            row = base.execute(f"SELECT {', '.join(asked.values())} FROM {source}").fetchone() if asked else None
            asked = {name: sql for (name, sql), known in zip(asked.items(), row or (), strict=True) if known}
        found[entity.name] = list(asked)
    return found


def load(base: duckdb.DuckDBPyConnection, system: System, parts: Iterable[Sequence[Thing]]) -> None:
    """Make the tables of ``core.rules.layout`` and fill them with households that come in parts."""
    for statement in create_tables(system):
        base.execute(statement)
    names = {entity.table: name for name, entity in system.entities.items()}
    counts: Counter[str] = Counter()
    for households in parts:
        for table, rows in rows_of(system, households, after=counts).items():
            _insert(base, table, table_columns(system, names[table]), rows)
            counts[table] += len(rows)


def _insert(base: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str], rows: Sequence[Row]) -> None:
    """Write rows at once: as JSON, which the database reads far faster than row by row."""
    shape = json.dumps([{f"c{at}": kind for at, kind in enumerate(columns.values())}])
    for first in range(0, len(rows), ROWS_AT_ONCE):
        part = [{f"c{at}": _plain(cell) for at, cell in enumerate(row)} for row in rows[first : first + ROWS_AT_ONCE]]
        base.execute(
            f"INSERT INTO {table} SELECT unnest(from_json(?::JSON, '{shape}'), max_depth := 2)",
            [json.dumps(part, ensure_ascii=False)],
        )


def _plain(cell: Any) -> Any:
    return cell.isoformat() if isinstance(cell, date) else cell
