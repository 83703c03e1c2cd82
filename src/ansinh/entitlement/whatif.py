"""What a change of the law would mean: who gets more, who less, and what it costs, by programme and commune.

The law as it is and the law as it would be (``entitlement.changes``) answer for the same register, and each person's
answers are held side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from ansinh.core.rules.model import Thing
from ansinh.core.rules.system import MonthOfLaw, System
from ansinh.entitlement.answers import ANSWERS, Tell, statements, told_again
from ansinh.entitlement.changes import Difference
from ansinh.entitlement.memory import load, recorded_of_all


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two laws over one register; ``programmes`` over all communes, ``communes`` over all programmes, and both crossed.

    A household's programme that only adds up what its members get is left out.
    """

    persons: int
    total: Difference
    programmes: tuple[Difference, ...]
    communes: tuple[Difference, ...]
    crossed: tuple[Difference, ...]


def compare(
    law: MonthOfLaw,
    changed: System,
    parts: Iterable[Sequence[tuple[Thing, int]]],
    *,
    tell: Tell = lambda _step: None,
) -> Comparison:
    """Return what a changed law would mean for a register that comes in parts: households, each with its commune's number."""
    after = MonthOfLaw(changed, law.first_day, law.last_day, law.known_on)
    with duckdb.connect() as base:
        base.execute("CREATE TABLE places (household_id BIGINT, commune BIGINT)")
        load(base, law.system, _with_places(base, parts))
        recorded = recorded_of_all(base, law.system)
        for name, each in (("before", law), ("after", after)):
            for step, statement in statements(each, each.system, dialect="duckdb", recorded=recorded).work:
                if step:
                    tell(f"{name}, {step}")
                base.execute(statement)
            base.execute(f"ALTER TABLE {ANSWERS} RENAME TO answers_{name}")
        again = ", ".join(f"'{name}'" for name in sorted(told_again(law.system))) or "''"
        base.execute(_SIDE_BY_SIDE.format(again=again))
        persons = base.execute("SELECT count(*) FROM persons").fetchone()
        rows = [Difference(*row) for row in base.execute(_DIFFERENCES).fetchall()]
    return Comparison(
        int(persons[0]) if persons else 0,
        next((row for row in rows if row.commune < 0 and not row.programme), Difference(-1, "", *[0] * 9)),
        tuple(row for row in rows if row.commune < 0 and row.programme),
        tuple(row for row in rows if row.commune >= 0 and not row.programme),
        tuple(row for row in rows if row.commune >= 0 and row.programme),
    )


def _with_places(
    base: duckdb.DuckDBPyConnection, parts: Iterable[Sequence[tuple[Thing, int]]]
) -> Iterable[list[Thing]]:
    count = 0
    for part in parts:
        if part:
            base.executemany(
                "INSERT INTO places VALUES (?, ?)", [(count + at, commune) for at, (_, commune) in enumerate(part, 1)]
            )
        count += len(part)
        yield [household for household, _commune in part]


# Money of a household stands with the household itself: its id is set apart from those of persons.
_SIDE_BY_SIDE = """
CREATE TABLE sides AS
WITH held AS (
    SELECT entity, thing_id, programme, b.status AS was, a.status AS will, coalesce(b.amount_vnd, a.amount_vnd) IS NOT NULL AS money,
        CASE WHEN b.status = 'yes' THEN coalesce(b.amount_vnd, 0) ELSE 0 END AS vnd_before,
        CASE WHEN a.status = 'yes' THEN coalesce(a.amount_vnd, 0) ELSE 0 END AS vnd_after
    FROM answers_before b FULL JOIN answers_after a USING (entity, thing_id, programme)
    WHERE programme NOT IN ({again})
), homes AS (
    SELECT 'person' AS entity, person_id AS thing_id, commune FROM persons JOIN places USING (household_id)
    UNION ALL SELECT 'household', household_id, commune FROM places
)
SELECT commune, entity, thing_id, programme, money, coalesce(was = 'yes', false) AS was, coalesce(will = 'yes', false) AS will,
    coalesce(was = 'unknown', false) OR coalesce(will = 'unknown', false) AS unknown,
    -- What is unknown by one of the two laws is neither more nor less.
    CASE WHEN coalesce(was = 'unknown', false) OR coalesce(will = 'unknown', false) THEN 0 ELSE vnd_after - vnd_before END AS change,
    vnd_before, vnd_after
FROM held JOIN homes USING (entity, thing_id)
"""

_DIFFERENCES = """
WITH each_thing AS (
    SELECT commune, '' AS programme, entity, thing_id, bool_or(was) AS was, bool_or(will) AS will, bool_or(unknown) AS unknown,
        sum(change) AS change, sum(vnd_before) AS vnd_before, sum(vnd_after) AS vnd_after
    FROM sides WHERE money GROUP BY commune, entity, thing_id
    UNION ALL SELECT commune, programme, entity, thing_id, was, will, unknown, change, vnd_before, vnd_after FROM sides
)
SELECT coalesce(commune, -1), programme, count(*) FILTER (was), count(*) FILTER (will),
    CAST(sum(vnd_before) AS BIGINT), CAST(sum(vnd_after) AS BIGINT),
    count(*) FILTER (change > 0), CAST(coalesce(sum(change) FILTER (change > 0), 0) AS BIGINT),
    count(*) FILTER (change < 0), CAST(coalesce(-sum(change) FILTER (change < 0), 0) AS BIGINT), count(*) FILTER (unknown)
FROM each_thing GROUP BY GROUPING SETS ((commune, programme), (programme)) ORDER BY 1, 2
"""
