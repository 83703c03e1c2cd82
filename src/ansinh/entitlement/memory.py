"""Households that were read from somewhere, answered together: thousands of persons in a second or two."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from ansinh.core.rules.layout import Row, create_tables, rows_of, table_columns, things_of
from ansinh.core.rules.model import Thing
from ansinh.core.rules.system import MonthOfLaw
from ansinh.entitlement.answers import ANSWERS, statements

ROWS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a programme gives somebody at least and at most, in đồng; ``status`` yes or unknown."""

    status: str
    amount_vnd: int
    most_vnd: int


def answer_all(law: MonthOfLaw, households: Sequence[Thing]) -> dict[Thing, dict[str, Bounds]]:
    """Return the programmes that are not "no", for each person and household that has one."""
    system = law.system
    things = things_of(system, households)
    found: dict[Thing, dict[str, Bounds]] = {}
    with duckdb.connect() as base:
        for statement in create_tables(system):
            base.execute(statement)
        tables = {entity.table: name for name, entity in system.entities.items()}
        for table, rows in rows_of(system, households).items():
            _insert(base, table, table_columns(system, tables[table]), rows)
        for _step, statement in statements(law, system, dialect="duckdb").work:
            base.execute(statement)
        told = base.execute(f"SELECT entity, thing_id, programme, status, amount_vnd, most_vnd FROM {ANSWERS}")
        for entity, at, programme, status, amount, most in told.fetchall():
            found.setdefault(things[entity][at - 1], {})[programme] = Bounds(status, amount or 0, most or 0)
    return found


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
