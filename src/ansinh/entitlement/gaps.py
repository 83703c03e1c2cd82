"""Who is entitled and does not receive, who receives and is not entitled, whose amount is wrong, of whom it is unknown.

What people receive stands in ``benefits.parquet`` (person_id, programme, amount_vnd, start_date, end_date): the payment
lists as they are. A programme without any line there may have a list that nobody brought: it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ansinh.core.rules.answers import YES
from ansinh.core.rules.system import MonthOfLaw
from ansinh.entitlement.answers import ANSWERS, LISTED
from ansinh.entitlement.parquet import CannotReadRegister, Register


class GapKind(StrEnum):
    """How the law and the payment list differ for one person."""

    NOT_RECEIVING = "not_receiving"
    NOT_ENTITLED = "not_entitled"
    PAID_AFTER_DEATH = "paid_after_death"
    WRONG_AMOUNT = "wrong_amount"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Gap:
    """One person and programme: what is due (at least, at most) and what is paid, in đồng a month."""

    kind: GapKind
    person_id: int
    programme: str
    due_vnd: int
    most_vnd: int
    paid_vnd: int


@dataclass(frozen=True, slots=True)
class Held:
    """One programme of one person, the law held against the list: what is asked to say whether and how they differ.

    ``status`` is yes or unknown, None where the law gives nothing; ``paid_vnd`` None where no list has the person; ``dead``
    whether the person died before the month.
    """

    status: str | None
    amount_vnd: int
    paid_vnd: int | None
    dead: bool


@dataclass(frozen=True, slots=True)
class _Question:
    """One thing that is asked of a row: in SQL over ``status``, ``amount_vnd``, ``paid_vnd``, ``death_date``, and of ``Held``."""

    sql: str
    holds: Callable[[Held], bool]


_DUE = _Question("status IS NOT NULL", lambda row: row.status is not None)
_KNOWN = _Question("status = 'yes'", lambda row: row.status == YES)
_LISTED = _Question("paid_vnd IS NOT NULL", lambda row: row.paid_vnd is not None)
_MONEY = _Question("coalesce(paid_vnd, 0) > 0", lambda row: (row.paid_vnd or 0) > 0)
_DEAD = _Question("coalesce(death_date < {first}, FALSE)", lambda row: row.dead)
_EQUAL = _Question("paid_vnd = amount_vnd", lambda row: row.paid_vnd == row.amount_vnd)
_KINDS: tuple[tuple[GapKind | None, dict[_Question, bool]], ...] = (
    (None, {_DUE: False, _MONEY: False}),
    (GapKind.PAID_AFTER_DEATH, {_DUE: False, _DEAD: True}),
    (GapKind.NOT_ENTITLED, {_DUE: False}),
    (GapKind.UNKNOWN, {_KNOWN: False}),
    (GapKind.NOT_RECEIVING, {_LISTED: False}),
    (GapKind.WRONG_AMOUNT, {_EQUAL: False}),
)
"""What makes each kind of gap; the first line that fits counts, none means that law and list agree."""


def kind_of(row: Held) -> GapKind | None:
    """Return how the law and the list differ for one person; None where they do not."""
    fits = (kind for kind, asked in _KINDS if all(each.holds(row) is wanted for each, wanted in asked.items()))
    return next(fits, None)


def kind_sql(first: str) -> str:
    """Return the same as SQL, NULL where there is no gap; ``first`` is the first day of the month in SQL."""
    lines = []
    for kind, asked in _KINDS:
        tests = (each.sql if wanted else f"NOT ({each.sql})" for each, wanted in asked.items())
        said = f"'{kind}'" if kind else "NULL"
        lines.append(f"WHEN {' AND '.join(tests)} THEN {said}")
    return f"CASE {' '.join(lines)} END".format(first=first)


_NEEDED = {
    "person_id": "BIGINT",
    "programme": "VARCHAR",
    "amount_vnd": "BIGINT",
    "start_date": "DATE",
    "end_date": "DATE",
}


def find_gaps(register: Register, law: MonthOfLaw, folder: Path) -> tuple[list[Gap], tuple[str, ...]]:
    """Return the gaps of a month, by person and programme, and the programmes without any payment; after ``parquet.run``.

    An unknown that the list agrees with in full (paid, and the amount is among what it may be) is still unknown: nobody
    can say that it is right. Raises CannotReadRegister.
    """
    base = register.base
    file = folder / "benefits.parquet"
    if not file.is_file():
        raise CannotReadRegister(f"Không có {file}: đưa danh sách đang chi trả vào tệp này để so với luật.")
    place = str(file).replace("'", "''")
    there = {row[0] for row in base.execute(f"DESCRIBE FROM read_parquet('{place}')").fetchall()}
    lacking = [name for name in _NEEDED if name not in there]
    if lacking:
        raise CannotReadRegister(f"{file} không có cột {', '.join(lacking)}: bổ sung cột.")
    columns = ", ".join(f'CAST("{name}" AS {kind}) AS {name}' for name, kind in _NEEDED.items())
    base.execute(f"CREATE OR REPLACE TEMP TABLE lists AS SELECT {columns} FROM read_parquet('{place}')")
    stranger = base.execute("SELECT person_id FROM lists ANTI JOIN persons USING (person_id) LIMIT 1").fetchone()
    if stranger:
        raise CannotReadRegister(
            f"{file}: person_id {stranger[0]} không có trong persons.parquet; bổ sung hoặc sửa mã."
        )
    seen = {row[0] for row in base.execute("SELECT DISTINCT programme FROM lists").fetchall()}
    rows = base.execute(_query(LISTED), {"first": law.first_day, "last": law.last_day}).fetchall()
    gaps = [Gap(GapKind(row[0]), *row[1:]) for row in rows]
    return gaps, tuple(name for name in LISTED if name not in seen)


def _query(programmes: Sequence[str]) -> str:
    names = ", ".join(f"'{name}'" for name in programmes)
    kind = kind_sql("CAST($first AS DATE)")
    return f"""
WITH paid AS (
    SELECT person_id, programme, CAST(sum(amount_vnd) AS BIGINT) AS paid_vnd FROM lists
    WHERE programme IN ({names}) AND start_date <= CAST($last AS DATE) AND (end_date IS NULL OR end_date >= CAST($first AS DATE))
    GROUP BY ALL
), due AS (
    SELECT thing_id AS person_id, programme, status, amount_vnd, most_vnd FROM {ANSWERS}
    WHERE entity = 'person' AND programme IN ({names})
), held AS (
    SELECT person_id, programme, status, amount_vnd, most_vnd, paid_vnd, p.death_date
    FROM due FULL JOIN paid USING (person_id, programme) JOIN persons p USING (person_id)
)
SELECT kind, person_id, programme, coalesce(amount_vnd, 0), coalesce(most_vnd, 0), coalesce(paid_vnd, 0)
FROM (SELECT *, {kind} AS kind FROM held) WHERE kind IS NOT NULL ORDER BY person_id, programme
"""
