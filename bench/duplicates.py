"""How well people who stand twice are found: precision and recall against the key of a made-up register.

``python -m bench.duplicates [--small] [--persons N] [--province CODE]`` prints one JSON object on its last line. The register is made by
`ansinh population generate --errors` in a process of its own; the key is read here alone. ``full`` is of pairs whose days of
birth are both known, ``year_only`` of the others, as a curve over thresholds. ``--small`` takes 20,000 persons.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

from ansinh.apps.territory.shipped import old_commune_names
from ansinh.matching.duplicates import LEAST_SCORE, scored

SHARES = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--persons", type=int)
    parser.add_argument("--province", default="56")
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    persons = words.persons or (20_000 if words.small else 1_000_000)
    with tempfile.TemporaryDirectory() as folder:
        order = ["population", "generate", "--persons", str(persons), "--province", words.province]
        run = [sys.executable, "-m", "ansinh.cli", *order, "--seed", str(words.seed), "--errors", "--out", folder]
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
        found = measured(Path(folder))
    for group in ("full", "year_only"):
        for row in found[group]["curve"]:
            print(
                f"{group:10} from {row['from']:<5} precision {row['precision']:.4f} recall {row['recall']:.4f} of {row['pairs']} pairs"
            )
    print(json.dumps(found))


def measured(folder: Path) -> dict[str, Any]:
    """Look for duplicates in the register of a folder and hold them against its key."""
    with duckdb.connect(config={"threads": os.cpu_count() or 1, "memory_limit": "5GB"}) as base:
        base.execute(f"CREATE TABLE people AS FROM '{folder}/persons.parquet'")
        begun, cpu = time.perf_counter(), time.process_time()
        scored(base, "people", old_communes=old_commune_names(), least=SHARES[0])
        wall, cpu = time.perf_counter() - begun, time.process_time() - cpu
        base.execute(
            f"""CREATE TABLE wanted AS SELECT least(person_id, other_id) AS a, greatest(person_id, other_id) AS b
                FROM read_csv('{folder}/planted.csv') WHERE "case" = 'duplicate'"""
        )
        base.execute(
            """CREATE TABLE judged AS
               WITH found AS (SELECT least(person_id_l, person_id_r) AS a, greatest(person_id_l, person_id_r) AS b, match_probability AS score FROM scored),
               every AS (SELECT a, b FROM wanted UNION SELECT a, b FROM found)
               SELECT a, b, coalesce(f.score, 0) AS score, (a, b) IN (SELECT (a, b) FROM wanted) AS is_true,
                      l.birth_date IS NOT NULL AND r.birth_date IS NOT NULL AS is_full
               FROM every LEFT JOIN found f USING (a, b) JOIN prepared l ON l.person_id = a JOIN prepared r ON r.person_id = b"""
        )
        rows = base.execute("SELECT count(*) FROM people").fetchall()
        return {
            "persons": rows[0][0],
            "wall_s": round(wall, 1),
            "cpu_s": round(cpu, 1),
            "memory_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2, 2),
            "full": curve(base, full=True),
            "year_only": curve(base, full=False),
        }


def curve(base: duckdb.DuckDBPyConnection, *, full: bool) -> dict[str, Any]:
    """Precision and recall of one group of pairs at every threshold."""
    rows = base.execute("SELECT score, is_true FROM judged WHERE is_full = ?", [full]).fetchall()
    wanted = sum(is_true for _score, is_true in rows)
    points = []
    for share in sorted({*SHARES, LEAST_SCORE}):
        kept = [is_true for score, is_true in rows if score >= share]
        points.append(
            {
                "from": share,
                "pairs": len(kept),
                "precision": round(sum(kept) / len(kept), 4) if kept else 1.0,
                "recall": round(sum(kept) / wanted, 4) if wanted else 1.0,
            }
        )
    at = next(point for point in points if point["from"] == LEAST_SCORE)
    return {"planted": wanted, "at": at, "curve": points}


if __name__ == "__main__":
    main()
