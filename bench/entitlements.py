"""How fast the law is worked out: one person explained, the rulebook compiled, a whole register against SQL by hand.

``python -m bench.entitlements [--small] [--persons N]`` prints one JSON object on its last line; medians of three.
The SQL by hand (entitlements_hand.sql) gives the same bounds for social assistance and social pension; the digests of
both must be equal. ``--small`` takes 100,000 persons and ends within 50 seconds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from ansinh.core.rules.answers import Desk
from ansinh.core.rules.sql import compile_rules
from ansinh.core.rules.system import MonthOfLaw, System
from ansinh.rulebook.book import national_system
from ansinh.rulebook.examples import examples
from bench.synthetic_register import fill

HAND = Path(__file__).with_name("entitlements_hand.sql")
MONTH, KNOWN_ON = "2026-08", date(2026, 11, 22)
SUBSET = ("sa_amount", "sp_amount")
ROUNDS = 3
DIGEST = """
SELECT count(*), sum(sa_amount__lo)::BIGINT, sum(sa_amount__hi)::BIGINT, sum(sp_amount__lo)::BIGINT, sum(sp_amount__hi)::BIGINT,
       bit_xor(hash(person_id, sa_amount__lo::BIGINT, sa_amount__hi::BIGINT, sp_amount__lo::BIGINT, sp_amount__hi::BIGINT))
FROM ({query})
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--persons", type=int)
    words = parser.parse_args()
    system = national_system()
    found: dict[str, Any] = {"explained": explained(system), "compiled": compiled(system)}
    found["register"] = register(system, words.persons or (100_000 if words.small else 1_000_000))
    for name, part in found.items():
        print(f"{name:10} " + ", ".join(f"{key} {value}" for key, value in part.items()))
    print(json.dumps(found))


def explained(system: System) -> dict[str, Any]:
    """Every programme for each person of the cases in words, explained: milliseconds a person."""
    times = []
    laws: dict[tuple[str, date], MonthOfLaw] = {}
    for example in examples():
        law = laws.setdefault(
            (example.case.month, example.case.known_on),
            system.month(example.case.month, known_on=example.case.known_on),
        )
        len(law.values), len(law.versions)
        for person in example.case.household.many["members"]:
            begun, desk = time.perf_counter(), Desk(law)
            for programme in system.programmes.values():
                thing = example.case.household if programme.entity == "household" else person
                desk.answer(programme, thing)
            times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    return {
        "persons": len(times),
        "median_ms": round(statistics.median(times), 2),
        "p95_ms": round(times[int(len(times) * 0.95)], 2),
        "most_ms": round(times[-1], 2),
    }


def compiled(system: System) -> dict[str, Any]:
    """The whole rulebook to SQL: wall and CPU seconds."""
    names = list(
        dict.fromkeys(name for each in system.programmes.values() for name in (each.level, *each.fields.values()))
    )
    law = system.month(MONTH, known_on=KNOWN_ON)
    walls, cpus = zip(
        *(timed(lambda: compile_rules(law, names, dialect="duckdb"))[1:] for _ in range(ROUNDS)), strict=True
    )
    return {
        "rules": len(system.rules),
        "wall_s": round(statistics.median(walls), 3),
        "cpu_s": round(statistics.median(cpus), 3),
    }


def register(system: System, persons: int) -> dict[str, Any]:
    """The compiled rules and the SQL by hand over the same register: CPU, wall, digests."""
    law = system.month(MONTH, known_on=KNOWN_ON)
    ours = compile_rules(law, SUBSET, dialect="duckdb")["person"]
    by_hand = HAND.read_text("utf-8")
    with duckdb.connect(config={"threads": os.cpu_count() or 1}) as base:
        fill(base, persons)
        runs: dict[str, list[tuple[float, float]]] = {"ours": [], "hand": [], "scan": []}
        digests: dict[str, Any] = {}
        for _ in range(ROUNDS):
            for name, query in (("ours", ours), ("hand", by_hand)):
                digests[name], wall, cpu = timed(
                    lambda query=query: base.execute(DIGEST.format(query=query)).fetchall()
                )
                runs[name].append((wall, cpu))
            _, wall, cpu = timed(lambda: base.execute(SCAN).fetchall())
            runs["scan"].append((wall, cpu))
    middle = {
        name: [round(statistics.median(column), 3) for column in zip(*each, strict=True)] for name, each in runs.items()
    }
    return {
        "persons": persons,
        "ours_wall_cpu_s": middle["ours"],
        "hand_wall_cpu_s": middle["hand"],
        "scan_wall_cpu_s": middle["scan"],
        "cpu_ratio": round(middle["ours"][1] / middle["hand"][1], 2),
        "equal_digest": digests["ours"] == digests["hand"],
        "hand_sha256": hashlib.sha256(HAND.read_bytes()).hexdigest()[:16],
        "digest": str(digests["ours"][0]),
    }


SCAN = """
SELECT count(*), bit_xor(hash(birth_date_from, birth_date_to, death_date, disability_level, orphan_status, hiv, marital_status,
       studying, pension_monthly_vnd, social_insurance_monthly_vnd, has_carer_with_duty, living_in_facility)) FROM persons
"""


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """Return what the work gives, its wall and its CPU seconds (all threads)."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    return found, time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    main()
