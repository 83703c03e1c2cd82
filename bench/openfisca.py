"""The same two programmes, the same made-up register: our compiled rules on DuckDB beside OpenFisca-core.

``python -m bench.openfisca [--small] [--persons N] [--python PATH]`` prints one JSON object on its last line; medians of three, each
engine in a process of its own, from files on disk to both totals. The peer runs in an environment of its own, which this makes
in a temporary folder with ``pip install openfisca-core`` unless ``--python`` names one. Nothing is unknown in this register.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from array import array
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from ansinh.core.rules.sql import compile_rules
from ansinh.entitlement.memory import recorded_of_all
from ansinh.rulebook.book import national_system
from bench.synthetic_register import fill

PEER = Path(__file__).with_name("openfisca_peer.py")
VERSION = "46.0.1"
ROUNDS = 3
AT_ONCE = 500_000
MONTH, KNOWN_ON = "2026-08", date(2026, 11, 22)
SUBSET = ("sa_amount", "sp_amount")
LIMITS = {"wall": 0.7, "memory": 0.35}
FACTS = (
    "hiv", "received_k1_before_16", "stable_monthly_income", "has_carer_with_duty", "carer_on_monthly_assistance", "living_in_facility",
    "cannot_live_in_community", "facility_eligible_cared_in_community", "pension_monthly_vnd", "social_insurance_monthly_vnd",
    "other_monthly_allowance_vnd",
)  # fmt: skip
# Nobody's facts are unknown, and everybody's birthday is known to the day.
KNOWN = {
    "households": "coalesce(poverty, 'none') AS poverty, coalesce(commune_special_difficult, FALSE) AS commune_special_difficult",
    "persons": ", ".join(
        [
            "birth_date_from AS birth_date_to", "coalesce(disability_level, 'none') AS disability_level",
            "coalesce(orphan_status, 'none') AS orphan_status", "coalesce(marital_status, 'married') AS marital_status",
            "coalesce(studying, 'none') AS studying", "TRUE AS raising_children",
            *(f"coalesce({name}, {'0' if name.endswith('vnd') else 'FALSE'}) AS {name}" for name in FACTS),
        ]
    ),
}  # fmt: skip
COUNTED = """
SELECT p.person_id, count(c.person_id) AS children FROM persons p LEFT JOIN ties t ON t.person_id = p.person_id AND t.kind = 'raises'
LEFT JOIN persons c ON c.person_id = t.other_id AND c.death_date >= DATE '2026-08-01' AND (c.birth_date_from > DATE '2010-08-01'
    OR (c.birth_date_from > DATE '2004-08-01' AND c.studying IN ('general', 'vocational', 'university_first')))
GROUP BY p.person_id
"""
COLUMNS = """
SELECT p.household_id AS household, (p.birth_date_from - DATE '1970-01-01') AS birth, p.death_date >= DATE '2026-08-01' AS alive,
    p.orphan_status <> 'none' AS orphan, p.studying IN ('general', 'vocational', 'university_first') AS learning,
    p.marital_status IN ('never_married', 'widowed', 'spouse_missing') AS single,
    p.disability_level = 'severe' AND p.disability_certificate_date <= DATE '2026-08-31' AS severe,
    p.disability_level = 'extra_severe' AND p.disability_certificate_date <= DATE '2026-08-31' AS extra_severe,
    k.children AS children_raised, {facts}
FROM persons p JOIN ({counted}) k ON k.person_id = p.person_id ORDER BY p.person_id
"""
HOMES = "SELECT poverty = 'poor' AS poor, poverty = 'near_poor' AS near_poor, commune_special_difficult FROM households ORDER BY household_id"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--persons", type=int)
    parser.add_argument("--python", type=Path, help="an interpreter that has openfisca-core")
    parser.add_argument("--ours", type=Path, help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.ours:
        print(json.dumps(ours(words.ours)))
        return
    persons = words.persons or (100_000 if words.small else 1_000_000)
    with tempfile.TemporaryDirectory(prefix="ansinh-openfisca-") as place:
        python = words.python or environment(Path(place))
        folder = Path(place) / "register"
        folder.mkdir()
        write(folder, persons)
        runs: dict[str, list[dict[str, Any]]] = {"ours": [], "openfisca": []}
        for _ in range(ROUNDS):
            runs["ours"].append(run([sys.executable, "-m", "bench.openfisca", "--ours", str(folder)]))
            runs["openfisca"].append(run([str(python), str(PEER), str(folder)]))
    found = {
        name: {key: statistics.median(each[key] for each in rows) for key in ("wall_s", "cpu_s", "peak_mb")}
        for name, rows in runs.items()
    }
    ratios = {
        "wall": round(found["ours"]["wall_s"] / found["openfisca"]["wall_s"], 2),
        "cpu": round(found["ours"]["cpu_s"] / found["openfisca"]["cpu_s"], 2),
        "memory": round(found["ours"]["peak_mb"] / found["openfisca"]["peak_mb"], 2),
    }
    equal = runs["ours"][0]["totals"] == runs["openfisca"][0]["totals"]
    result = {
        "persons": persons,
        "openfisca_core": VERSION,
        **found,
        "ratios": ratios,
        "limits": LIMITS,
        "equal_totals": equal,
    }
    result["totals"] = runs["ours"][0]["totals"]
    for name, part in found.items():
        print(f"{name:10} {part['wall_s']:8.2f} s {part['cpu_s']:8.2f} s CPU {part['peak_mb']:8.0f} MB")
    print(json.dumps(result))


def run(command: list[str]) -> dict[str, Any]:
    """Run one engine in a process of its own and return what it says on its last line."""
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def environment(place: Path) -> Path:
    """Make an environment with the peer in it."""
    home = place / "peer"
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    subprocess.run(
        [str(home / "bin" / "pip"), "install", "--quiet", f"openfisca-core=={VERSION}"], check=True, capture_output=True
    )
    return home / "bin" / "python"


def write(folder: Path, persons: int) -> None:
    """Write the register as Parquet for us and as columns for the peer."""
    with duckdb.connect() as base:
        fill(base, persons)
        for table, known in KNOWN.items():
            base.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * REPLACE ({known}) FROM {table}")
        for table in ("households", "persons", "ties"):
            base.execute(f"COPY {table} TO '{folder / table}.parquet' (FORMAT parquet)")
        query = COLUMNS.format(facts=", ".join(f"p.{name}" for name in FACTS), counted=COUNTED)
        for rows in (query, HOMES):
            base.execute(f"CREATE OR REPLACE TABLE given AS {rows}")
            for (name,) in base.execute("SELECT column_name FROM (DESCRIBE given)").fetchall():
                column = base.execute(f"SELECT CAST({name} AS INTEGER) FROM given")
                with (folder / f"{name}.int32").open("wb") as file:
                    while values := column.fetchmany(AT_ONCE):
                        array("i", [value for (value,) in values]).tofile(file)


def peak_mb() -> int:
    """Return the most memory this process has had: by its own map, since what getrusage says includes the parent before exec."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    return int(found[1]) // 1024 if found else 0


def ours(folder: Path) -> dict[str, Any]:
    """Read the Parquet files and work both amounts out with the compiled rules."""
    law = national_system().month(MONTH, known_on=KNOWN_ON)
    start, cpu = time.perf_counter(), time.process_time()
    with duckdb.connect(config={"threads": os.cpu_count() or 1, "preserve_insertion_order": False}) as base:
        for table in ("households", "persons", "ties"):
            base.execute(f"CREATE VIEW {table} AS FROM read_parquet('{folder / table}.parquet')")
        recorded = recorded_of_all(base, law.system)
        query = compile_rules(law, SUBSET, dialect="duckdb", recorded=recorded)["person"]
        row = base.execute(
            f"SELECT count(*) FILTER (sa_amount__lo > 0), sum(sa_amount__lo)::BIGINT, count(*) FILTER (sp_amount__lo > 0),"
            f" sum(sp_amount__lo)::BIGINT FROM ({query})"
        ).fetchone()
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    assert row is not None
    peak = peak_mb()
    totals = {"sa_amount": [row[0], row[1]], "sp_amount": [row[2], row[3]]}
    return {"wall_s": round(wall, 3), "cpu_s": round(cpu, 3), "peak_mb": peak, "totals": totals}


if __name__ == "__main__":
    main()
