"""How fast the law is worked out: one person explained, the rulebook compiled, a whole register against SQL by hand.

``python -m bench.entitlements [--small] [--persons N] [--register FOLDER] [--households N]`` prints one JSON object on
its last line; medians of three. The register is made up by ``bench.register`` and read from Parquet files; what is measured
is all that ``ansinh entitle run`` works out of every person and household. The SQL by hand (entitlements_hand_person.sql,
entitlements_hand_household.sql) gives the same bounds: the digests must be equal. Each run has a process of its own.
``--households`` reads that many random households both ways, one person at a time and as SQL, nulls included, and compares.
``--small`` takes 50,000 persons and 300 households and ends within 50 seconds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from tests.rulebook.random_households import make_case

from ansinh.core.rules.answers import Desk
from ansinh.core.rules.layout import things_of
from ansinh.core.rules.reading import Reader
from ansinh.core.rules.sql import compile_rules
from ansinh.core.rules.system import MonthOfLaw, System
from ansinh.entitlement.answers import WORKED
from ansinh.entitlement.memory import load, recorded_of_all
from ansinh.rulebook.book import national_system
from ansinh.rulebook.cases import read_case
from ansinh.rulebook.examples import examples
from bench.openfisca import peak_mb
from bench.register import look, make

HAND = Path(__file__).parent
MONTH, KNOWN_ON = "2026-11", date(2026, 11, 22)
ROUNDS = 3
LIMITS = {"cpu_ratio": 1.5, "explained_ms": 10, "compiled_s": 0.5}
UNKNOWN = 10
TABLES = {
    "law_monthly": ("ncc.monthly", "key VARCHAR, vnd INTEGER"),
    "law_wounded": ("ncc.table.tb", "rate INTEGER, vnd INTEGER"),
    "law_wounded_b": ("ncc.table.tbb", "rate INTEGER, vnd INTEGER"),
    "law_once": ("ncc.oneoff", "key VARCHAR, tenths BIGINT"),
    "law_care": ("ncc.care", "key VARCHAR, tenths BIGINT"),
    "law_school": ("ncc.education", "key VARCHAR, tenths BIGINT"),
    "law_aids": ("ncc.prosthetics", "key VARCHAR, vnd INTEGER"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--persons", type=int)
    parser.add_argument("--register", type=Path, help="where the register is kept; used again where it is there")
    parser.add_argument("--unknown", type=int, default=UNKNOWN, help="of a thousand values of every fact")
    parser.add_argument("--households", type=int)
    parser.add_argument("--one", choices=["ours", "hand", "scan"], help=argparse.SUPPRESS)
    words = parser.parse_args()
    system = national_system()
    if words.one:
        print(json.dumps(one(words.one, words.register, system)))
        return
    found: dict[str, Any] = {"explained": explained(system), "compiled": compiled(system)}
    persons = words.persons or (50_000 if words.small else 1_000_000)
    with tempfile.TemporaryDirectory(prefix="ansinh-register-") as place:
        folder = words.register or Path(place)
        if not list(folder.glob("*.parquet")):
            make(folder, system, persons=persons, unknown=words.unknown)
        found["register"] = register(folder)
    households = words.households or (300 if words.small else 0)
    if households:
        found["households"] = scalar(system, households)
    for name, part in found.items():
        print(f"{name:10} " + ", ".join(f"{key} {value}" for key, value in part.items()))
    print(json.dumps(found))


def explained(system: System) -> dict[str, Any]:
    """Every programme for each person of the cases in words, explained: milliseconds a person, wall and CPU."""
    times: list[float] = []
    cpus: list[float] = []
    laws: dict[tuple[str, date], MonthOfLaw] = {}
    for example in examples():
        law = laws.setdefault(
            (example.case.month, example.case.known_on),
            system.month(example.case.month, known_on=example.case.known_on),
        )
        len(law.values), len(law.versions)
        for person in example.case.household.many["members"]:
            begun, cpu, desk = time.perf_counter(), time.process_time(), Desk(law)
            for programme in system.programmes.values():
                thing = example.case.household if programme.entity == "household" else person
                desk.answer(programme, thing)
            times.append((time.perf_counter() - begun) * 1000)
            cpus.append((time.process_time() - cpu) * 1000)
    times.sort()
    cpus.sort()
    late = int(len(times) * 0.95)
    return {
        "persons": len(times),
        "median_ms": round(statistics.median(times), 2),
        "p95_ms": round(times[late], 2),
        "most_ms": round(times[-1], 2),
        "cpu_median_ms": round(statistics.median(cpus), 2),
        "cpu_p95_ms": round(cpus[late], 2),
    }


def compiled(system: System) -> dict[str, Any]:
    """The whole rulebook to SQL: wall and CPU seconds."""
    law = system.month(MONTH, known_on=KNOWN_ON)
    walls, cpus = zip(
        *(timed(lambda: compile_rules(law, asked(system), dialect="duckdb"))[1:] for _ in range(ROUNDS)), strict=True
    )
    return {
        "rules": len(system.rules),
        "wall_s": round(statistics.median(walls), 3),
        "cpu_s": round(statistics.median(cpus), 3),
    }


def asked(system: System) -> list[str]:
    """Return the rules that a run works out: all that the programmes answer with."""
    return list(
        dict.fromkeys(name for each in system.programmes.values() for name in (each.level, *each.fields.values()))
    )


def register(folder: Path) -> dict[str, Any]:
    """The compiled rules and the SQL by hand over the same files, each in a process of its own."""
    runs: dict[str, list[dict[str, Any]]] = {"ours": [], "hand": [], "scan": []}
    for _ in range(ROUNDS):
        for name, rows in runs.items():
            command = [sys.executable, "-m", "bench.entitlements", "--one", name, "--register", str(folder)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            rows.append(json.loads(done.stdout.splitlines()[-1]))
    middle = {
        name: {key: round(statistics.median(each[key] for each in rows), 3) for key in ("wall_s", "cpu_s", "peak_mb")}
        for name, rows in runs.items()
    }
    return {
        "persons": runs["ours"][0]["persons"],
        **middle,
        "cpu_ratio": round(middle["ours"]["cpu_s"] / middle["hand"]["cpu_s"], 2),
        "times_a_scan": round(middle["ours"]["cpu_s"] / middle["scan"]["cpu_s"], 1),
        "limits": LIMITS,
        "equal_digest": runs["ours"][0]["digest"] == runs["hand"][0]["digest"],
        "hand_sha256": {
            entity: hashlib.sha256(_hand(entity).read_bytes()).hexdigest()[:16] for entity in ("person", "household")
        },
        "digest": runs["ours"][0]["digest"],
    }


def one(name: str, folder: Path, system: System) -> dict[str, Any]:
    """Work everything out in one way, from the files to the tables worked_person and worked_household."""
    law = system.month(MONTH, known_on=KNOWN_ON)
    with duckdb.connect(config={"threads": os.cpu_count() or 1}) as base, tempfile.TemporaryDirectory() as scratch:
        base.execute("SET preserve_insertion_order = false")
        base.execute(f"SET temp_directory = '{scratch}'")
        look(base, folder, system)
        work = {"ours": _ours, "hand": _by_hand, "scan": _scan}[name]
        _, wall, cpu = timed(lambda: work(base, law))
        persons = base.execute("SELECT count(*) FROM persons").fetchone()
        digest = "" if name == "scan" else _digest(base)
    return {
        "persons": persons[0] if persons else 0,
        "wall_s": wall,
        "cpu_s": cpu,
        "peak_mb": peak_mb(),
        "digest": digest,
    }


def _ours(base: duckdb.DuckDBPyConnection, law: MonthOfLaw) -> None:
    recorded = recorded_of_all(base, law.system)
    names = asked(law.system)
    for entity, query in compile_rules(law, names, dialect="duckdb", recorded=recorded, kept=WORKED).items():
        base.execute(f"CREATE TABLE {WORKED.format(entity)} AS {query}")


def _by_hand(base: duckdb.DuckDBPyConnection, law: MonthOfLaw) -> None:
    for table, (parameter, columns) in TABLES.items():
        base.execute(f"CREATE TABLE {table} ({columns})")
        base.executemany(f"INSERT INTO {table} VALUES (?, ?)", list(law.table(parameter).items()))
    for entity in ("person", "household"):
        base.execute(f"CREATE TABLE worked_{entity} AS {_hand(entity).read_text('utf-8')}")


def _hand(entity: str) -> Path:
    return HAND / f"entitlements_hand_{entity}.sql"


def _scan(base: duckdb.DuckDBPyConnection, law: MonthOfLaw) -> None:
    """Only read every column there is."""
    for entity in law.system.entities.values():
        base.execute(f"SELECT bit_xor(hash(t)) FROM (SELECT COLUMNS(*) FROM {entity.table}) t").fetchall()


def _digest(base: duckdb.DuckDBPyConnection) -> str:
    """Return what both tables hold, in any order: the sum of every column and a hash of every row."""
    seen = hashlib.sha256()
    for entity in ("person", "household"):
        names = sorted(row[0] for row in base.execute(f"DESCRIBE worked_{entity}").fetchall())
        whole = ", ".join(f"CAST({name} AS BIGINT)" for name in names)
        sums = ", ".join(f"sum(CAST({name} AS HUGEINT))" for name in names)
        row = base.execute(f"SELECT count(*), bit_xor(hash({whole})), {sums} FROM worked_{entity}").fetchone()
        seen.update(repr(row).encode())
    return seen.hexdigest()[:32]


def scalar(system: System, count: int) -> dict[str, Any]:
    """Random households, much of them unknown: every answer by the reading for one person is that of the SQL."""
    law, names = system.month(MONTH, known_on=KNOWN_ON), asked(system)
    queries = compile_rules(law, names, dialect="duckdb")
    chance = random.Random(20261122)  # noqa: S311 - households, not secrets
    begun, compared, different = time.perf_counter(), 0, 0
    for first in range(0, count, 2_000):
        cases = range(first, min(first + 2_000, count))
        households = [read_case(make_case(chance, at), system, place=str(at)).household for at in cases]
        things = things_of(system, households)
        with duckdb.connect() as base:
            load(base, system, [households])
            for entity, query in queries.items():
                ran = base.execute(query)
                heads = [each[0] for each in ran.description][1:]
                for row in ran.fetchall():
                    reader, thing = Reader(law), things[entity][row[0] - 1]
                    bounds = {name: reader.read(name, thing) for name in names if system.rules[name].entity == entity}
                    different += not _same(bounds, dict(zip(heads, row[1:], strict=True)))
                    compared += 1
    seconds = round(time.perf_counter() - begun)
    return {"households": count, "compared": compared, "different": different, "seconds": seconds}


def _same(bounds: Mapping[str, tuple[Any, Any]], row: Mapping[str, Any]) -> bool:
    return all(row[f"{name}__lo"] == low and row[f"{name}__hi"] == high for name, (low, high) in bounds.items())


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """Return what the work gives, its wall and its CPU seconds (all threads)."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    return found, time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    main()
