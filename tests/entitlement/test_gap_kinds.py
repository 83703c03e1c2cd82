"""How the law and a payment list differ: one table of conditions, read of one person and in SQL."""

from __future__ import annotations

from datetime import date
from itertools import product

import duckdb
import pytest

from ansinh.entitlement.gaps import GapKind, Held, kind_of, kind_sql

FIRST = date(2026, 11, 1)
DIED = {None: False, date(2026, 10, 31): True, date(2026, 11, 1): False, date(9999, 12, 31): False}


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (Held("yes", 540_000, None, dead=False), GapKind.NOT_RECEIVING),
        (Held("yes", 540_000, 540_000, dead=False), None),
        (Held("yes", 540_000, 500_000, dead=False), GapKind.WRONG_AMOUNT),
        (Held("yes", 540_000, 0, dead=False), GapKind.WRONG_AMOUNT),
        (Held("unknown", 0, 540_000, dead=False), GapKind.UNKNOWN),
        (Held("unknown", 0, None, dead=False), GapKind.UNKNOWN),
        (Held(None, 0, 540_000, dead=False), GapKind.NOT_ENTITLED),
        (Held(None, 0, 540_000, dead=True), GapKind.PAID_AFTER_DEATH),
        (Held(None, 0, 0, dead=True), None),
        (Held(None, 0, None, dead=False), None),
    ],
)
def test_each_kind_of_difference(row: Held, kind: GapKind | None) -> None:
    assert kind_of(row) == kind


def test_the_sql_says_the_same_of_every_combination() -> None:
    combined = list(product((None, "yes", "unknown"), (0, 540_000), (None, 0, 500_000, 540_000), DIED))
    query = f"SELECT {kind_sql('CAST($first AS DATE)')} FROM (SELECT $status::VARCHAR AS status, $amount::BIGINT AS amount_vnd, $paid::BIGINT AS paid_vnd, $died::DATE AS death_date)"
    seen = set()
    with duckdb.connect() as base:
        for status, amount, paid, died in combined:
            given = {"status": status, "amount": amount, "paid": paid, "died": died, "first": FIRST}
            found = base.execute(query, given).fetchone()
            assert found is not None
            assert found[0] == kind_of(Held(status, amount, paid, DIED[died])), given
            seen.add(found[0])
    assert seen == {None, *GapKind}
