"""Households that were read from somewhere, answered together in PostgreSQL, in tables that go with the transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from ansinh.core.rules.layout import create_tables, rows_of, table_columns
from ansinh.core.rules.model import Thing
from ansinh.core.rules.system import MonthOfLaw
from ansinh.entitlement.answers import ANSWERS, NOBODY, LeftOut, Outcome, Tell, leave_out, outcome, statements


def answer_register(
    law: MonthOfLaw,
    parts: Iterable[Sequence[Thing]],
    cursor: Any,
    *,
    tell: Tell = lambda _step: None,
    left_out: LeftOut = NOBODY,
) -> Outcome:
    """Return the totals of a register that comes in parts of whole households; ``left_out`` may fill while they come.

    ``cursor`` is one of psycopg inside a transaction; nothing stays in the database.
    """
    system = law.system
    names = {entity.table: name for name, entity in system.entities.items()}
    for statement in create_tables(system, temporary=True):
        cursor.execute(statement)
    counts: Counter[str] = Counter()
    for households in parts:
        for table, rows in rows_of(system, households, after=counts).items():
            columns = ", ".join(table_columns(system, names[table]))
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            counts[table] += len(rows)
    for table in names:
        cursor.execute(f"ANALYZE {table}")
    todo = statements(law, system, dialect="postgres")
    for step, statement in todo.work:
        if step:
            tell(step)
        cursor.execute(statement)
    for statement in leave_out(left_out):
        cursor.execute(statement)
    rows = [cursor.execute(each).fetchall() for each in (todo.totals, todo.digest, todo.counts)]
    for table in (ANSWERS, *names):
        cursor.execute(f"DROP TABLE {table}")
    return outcome(law, system, totals=rows[0], digest=rows[1][0], counts=rows[2][0], left_out=left_out)
