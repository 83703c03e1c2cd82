"""A whole made-up register as Parquet files, for measuring: nobody in it is real, every run makes the same one.

It is what ``ansinh population generate`` makes, a million persons a part, each part from a seed of its own. The generator
records everything; so that the rules meet what they meet in a real register, ``unknown`` of a thousand values of every fact
are taken away again (three times as many days of birth are known by their year only).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from ansinh.core.rules.layout import columns_of, keys_of, table_columns
from ansinh.core.rules.model import Entity, Fact
from ansinh.core.rules.system import System
from ansinh.population.generator import Commune, Order, generate

PART = 1_000_000
STEP = 100_000_000
"""Between the numbers of one part and of the next."""
DAY = date(2026, 11, 22)
COMMUNES = [
    Commune(f"{90000 + at}", f"Xã {at}", "special_zone" if at == 40 else "ward" if at % 4 == 0 else "commune")
    for at in range(1, 41)
]


def make(folder: Path, system: System, *, persons: int, unknown: int) -> None:
    """Write the register into a folder: TABLE-PART.parquet."""
    folder.mkdir(parents=True, exist_ok=True)
    for part, first in enumerate(range(0, persons, PART)):
        with duckdb.connect() as base:
            generate(base, Order(min(PART, persons - first), "56", part + 1, DAY, COMMUNES))
            for entity in system.entities.values():
                target = folder / f"{entity.table}-{part:03}.parquet"
                base.execute(
                    f"COPY (SELECT {', '.join(_columns(system, entity, part, unknown))} FROM {entity.table} "
                    f"ORDER BY {entity.id_column}) TO '{target}' (FORMAT parquet)"
                )


def look(base: duckdb.DuckDBPyConnection, folder: Path, system: System) -> None:
    """Make the tables of the register in an open DuckDB as views of the files."""
    for entity in system.entities.values():
        base.execute(f"CREATE VIEW {entity.table} AS SELECT * FROM read_parquet('{folder / entity.table}-*.parquet')")


def _columns(system: System, entity: Entity, part: int, unknown: int) -> list[str]:
    facts = {column: fact for fact in entity.facts.values() for column in columns_of(fact)}
    keys = {entity.id_column, *keys_of(system, entity.name)}
    return [
        f"{name} + {part * STEP} AS {name}" if name in keys else _known(entity, name, at, facts[name], unknown)
        for at, name in enumerate(table_columns(system, entity.name))
    ]


def _known(entity: Entity, name: str, at: int, fact: Fact, unknown: int) -> str:
    if not unknown or entity.name == "tie":
        return name
    key = entity.id_column
    if fact.from_to:
        year = f"date_trunc('year', {fact.column}_from)"
        edge = year if name.endswith("_from") else f"{year} + INTERVAL 1 YEAR - INTERVAL 1 DAY"
        return f"CASE WHEN hash({key}, 0) % 1000 < {3 * unknown} THEN CAST({edge} AS DATE) ELSE {name} END AS {name}"
    return f"CASE WHEN hash({key}, {at}) % 1000 >= {unknown} THEN {name} END AS {name}"
