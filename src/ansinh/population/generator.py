"""The population itself: made in an open DuckDB, step by step, the same for the same seed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from ansinh.core.rules.sql import compile_rules
from ansinh.population.marginals import SLOTS, ethnic_groups, marginals, name_lists, patterns, region_of, slots
from ansinh.rulebook.book import national_system

MOST_PERSONS = 20_000_000
RECEIVED = ("sa_amount", "sp_amount", "merit_amount", "care_amount")
STEPS = ("1_households.sql", "2_persons.sql", "3_facts.sql", "4_ties.sql", "5_receipts.sql", "6_money.sql")
TABLES = ("households", "persons", "merits", "ties", "events", "benefits")
_HOUSEHOLDS = """
SELECT h.* EXCLUDE (members), p.person_id AS head_person_id,
       h.income_per_person_month_vnd * 12 * h.household_size + m.state_allowances_12_months_vnd AS income_12_months_total_vnd,
       m.state_allowances_12_months_vnd
FROM households h JOIN household_money m USING (household_id)
JOIN persons p ON p.household_id = h.household_id AND p.relation = 'head'
ORDER BY household_id
"""
_PATTERN = """[{"pattern": "INTEGER", "reached": "DOUBLE", "kind": "VARCHAR", "size": "INTEGER", "members": [
 {"no": "INTEGER", "role": "VARCHAR", "sex": "VARCHAR", "age": "INTEGER", "line": "INTEGER", "spouse_no": "INTEGER", "parent_nos": ["INTEGER"]}]}]"""
_PERSONS = """
SELECT p.* EXCLUDE (spouse_no, parent_nos), h.commune_code, h.commune_name, h.village
FROM persons p JOIN households h USING (household_id) ORDER BY person_id
"""


class CannotGenerate(Exception):
    """A population that cannot be made; the message says why and what to ask for instead."""


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of today; ``old_names`` are those that went into it before the last reform, with their districts."""

    code: str
    name: str
    kind: str
    old_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made: how many persons, of which province, from which seed, with ages and law as of which day."""

    persons: int
    province: str
    seed: int
    day: date
    communes: Sequence[Commune]


def generate(base: duckdb.DuckDBPyConnection, order: Order) -> None:
    """Make the tables households, persons, merits, ties, events and benefits in an open, empty DuckDB.

    Benefits are what the national rules of the month give each person, no more and no less. Raises CannotGenerate.
    """
    if not 1 <= order.persons <= MOST_PERSONS:
        raise CannotGenerate(f"Số người phải từ 1 đến 20.000.000, không phải {order.persons}: sửa --persons.")
    if not order.communes:
        raise CannotGenerate(f"Không có xã nào của tỉnh mã “{order.province}”: dùng mã hai chữ số của tỉnh hiện nay.")
    law = national_system().month(f"{order.day:%Y-%m}", known_on=order.day)
    rules = compile_rules(law, RECEIVED, dialect="duckdb")["person"]
    _prepare(base, order, law)
    for name in STEPS:
        text = (files("ansinh.population") / "steps" / name).read_text("utf-8")
        for statement in duckdb.extract_statements(text.replace("{rules}", rules)):
            base.execute(statement)
    base.execute(f"CREATE OR REPLACE TABLE persons AS {_PERSONS}")
    base.execute(f"CREATE OR REPLACE TABLE households AS {_HOUSEHOLDS}")


def write_parquet(base: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, int]:
    """Write every table as NAME.parquet into a folder and return how many rows each has."""
    counts = {}
    for table in TABLES:
        target = str(folder / f"{table}.parquet").replace("'", "''")
        key = {"households": "household_id", "persons": "person_id"}.get(table, f"{table[:-1]}_id")
        base.execute(f"COPY (FROM {table} ORDER BY {key}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        row = base.execute(f"SELECT count(*) FROM {table}").fetchone()
        counts[table] = int(row[0]) if row else 0
    return counts


def _prepare(base: duckdb.DuckDBPyConnection, order: Order, law: Any) -> None:
    # Files are written in the order of their rows whatever the number of threads.
    base.execute("SET preserve_insertion_order = true")
    base.execute(
        f"CREATE MACRO chance(i, salt) AS (hash(i, salt, {int(order.seed)}) >> 11)::DOUBLE / 9007199254740992.0"
    )
    base.execute(f"CREATE MACRO slot(u) AS CAST(floor(u * {SLOTS}) AS BIGINT)")
    base.execute("CREATE MACRO pick(words, u) AS words[1 + CAST(floor(u * len(words)) AS INTEGER)]")
    for name, value in {
        "persons": order.persons,
        "province": order.province,
        "day": order.day,
        "line_rural": law.number("poverty.line.rural"),
        "line_urban": law.number("poverty.line.urban"),
        "deprivations": law.number("poverty.deprivation_threshold"),
    }.items():
        base.execute(f"SET VARIABLE {name} = ?", [value])
    _put(
        base,
        'marginals ("of" VARCHAR, "group" VARCHAR, percent DOUBLE, age_from INTEGER, age_to INTEGER)',
        [(each.of, each.group, each.percent, each.age_from, each.age_to) for each in marginals()],
    )
    region = region_of(order.province)
    _put(
        base,
        "region (poor_percent DOUBLE, near_poor_percent DOUBLE, special_difficult_percent DOUBLE)",
        [(region.poor_percent, region.near_poor_percent, region.special_difficult_percent)],
    )
    lists = name_lists() | {("ethnic", ""): ethnic_groups(order.province)}
    communes = [
        (each.code, each.name, "urban" if each.kind == "ward" else "rural", each.kind == "special_zone")
        for each in order.communes
    ]
    _put(base, "communes (code VARCHAR, name VARCHAR, area VARCHAR, is_special_zone BOOLEAN)", communes)
    areas = {area: {code: 1.0 for code, _name, of, _zone in communes if of == area} for area in ("urban", "rural")}
    # A province of wards only, or without any, has people in what it has.
    for area, other in (("urban", "rural"), ("rural", "urban")):
        lists["commune", area] = areas[area] or areas[other]
    base.execute(
        """CREATE TABLE slots AS SELECT l."of", l."group", unnest(l.words) AS word, generate_subscripts(l.words, 1) - 1 AS slot
           FROM (SELECT unnest(from_json(?::JSON, '[{"of": "VARCHAR", "group": "VARCHAR", "words": ["VARCHAR"]}]'), max_depth := 2)) l""",
        [json.dumps([{"of": of, "group": group, "words": slots(weights)} for (of, group), weights in lists.items()])],
    )
    _put_patterns(base)


def _put_patterns(base: duckdb.DuckDBPyConnection) -> None:
    rows, reached = [], 0.0
    for at, each in enumerate(patterns()):
        rows.append(
            {
                "pattern": at,
                "reached": reached,
                "kind": each.kind,
                "size": len(each.members),
                "members": [asdict(m) for m in each.members],
            }
        )
        reached += each.weight
    base.execute(
        f"CREATE TABLE patterns AS SELECT unnest(from_json(?::JSON, '{_PATTERN}'), max_depth := 2)", [json.dumps(rows)]
    )


def _put(base: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    base.execute(f"CREATE TABLE {table}")
    name, marks = table.split()[0], ", ".join("?" * len(rows[0]))
    base.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
