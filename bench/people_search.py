# ruff: noqa: PLC0415 - Django is set up first, then its models can be imported
"""How fast people are found, as the application's own role and under the policies: milliseconds of the 95th part.

``python -m bench.people_search [--small] [--persons N]`` starts a database of its own, makes N persons (1,000,000) in the
40 communes of one province from common names, and asks for them as an officer of one commune and of the province:
one word, two, a whole name, a word cut short, name and year, a number, a year, the first page of a commune, heads.
Limits (warm): 80 ms in a commune, 150 ms in a province, 80 ms a page. The last line is one JSON object; the exit code
is 1 when a limit is broken. ``--small`` makes 20,000 persons.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

COMMUNE_MS, PROVINCE_MS = 80, 150
TIMES, WARM = 30, 3
FIRST, LAST, ONE = 1812, 1851, 1820
TYPED = (
    "nguyen",
    "nguyen van",
    "tran thi thanh huong",
    "ha",
    "xuan yen",
    "le van an 1970",
    "dang quoc kh",
    "046151004321",
)
MADE = """
WITH family AS (SELECT string_to_array('nguyen tran le pham hoang phan vu dang bui do ho ngo duong ly', ' ') a),
middle AS (SELECT string_to_array('van,thi,duc,minh,ngoc,huu,thi thanh,quoc,xuan,thu', ',') a),
given AS (SELECT regexp_split_to_array('an binh chi dung giang ha hai hanh hoa hung huong khanh lan linh long mai nam nga phong
    phuong quang son tam thao thuy trang tuan van xuan yen', '[[:space:]]+') a),
place AS (SELECT array_agg(id ORDER BY number) ids FROM territory_unit
    WHERE level = 'commune' AND valid_to IS NULL AND number BETWEEN %(first)s AND %(last)s)
INSERT INTO people_person (id, full_name, other_name, search_key, sort_key, birth_date, birth_precision, sex, ethnicity,
    commune_id, unit_no, address, residence_kind, source, version, erased_basis)
SELECT gen_random_uuid(), f || ' ' || m || ' ' || g, '', f || ' ' || m || ' ' || g, g || ' ' || f || ' ' || m,
    date '1940-01-01' + (random() * 29000)::int, 'day', 'male', 'Kinh', place.ids[1 + i %% 40], 0, '', 'permanent', '', 1, ''
FROM place, generate_series(1, %(persons)s) i, LATERAL (SELECT
    (SELECT a[1 + (random() ^ 2 * 13)::int] FROM family WHERE i = i) f,
    (SELECT a[1 + (random() ^ 2 * 9)::int] FROM middle WHERE i = i) m,
    (SELECT a[1 + (random() * 29)::int] FROM given WHERE i = i) g) names
"""


def main() -> int:
    """Make the people, ask for them, print what was measured."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--small", action="store_true", help="20,000 persons")
    options.add_argument("--persons", type=int, default=1_000_000)
    given = options.parse_args()
    persons = 20_000 if given.small else given.persons
    with tempfile.TemporaryDirectory(prefix="ansinh-bench-") as folder:
        Path(folder).chmod(0o711)
        os.environ["ANSINH_DATA_DIR"] = folder
        from ansinh.cli.place import connect, enter
        from ansinh.cli.serve import prepare

        server = connect()
        try:
            prepare(server)
            made = make_people(server.owner_url, persons)
            enter(server.app_url)
            from django.db import connections

            # The owner made the tables; from here on it is the role that serves pages.
            from ansinh.site.database import database_from

            connections["default"].close()
            connections.settings["default"].update(database_from(server.app_url))
            rows = measure()
        finally:
            assert server.cluster is not None
            server.cluster.stop()
    broken = [row["what"] for row in rows if row["p95_ms"] > row["limit_ms"]]
    for row in rows:
        print(
            f"{row['p95_ms']:7.1f} ms (p50 {row['p50_ms']:.1f}, at most {row['limit_ms']})  {row['what']}: {row['rows']} rows"
        )
    print(json.dumps({"persons": persons, "made_s": made, "searches": rows, "broken": broken}, ensure_ascii=False))
    return 1 if broken else 0


def make_people(owner_url: str, persons: int) -> float:
    """Put the persons into the table, with their history; return the seconds it took."""
    import psycopg

    start = time.perf_counter()
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(MADE, {"first": FIRST, "last": LAST, "persons": persons})
        connection.execute("VACUUM ANALYZE people_person")
    return round(time.perf_counter() - start, 1)


def measure() -> list[dict[str, Any]]:
    """Ask everything as an officer of one commune and of the province."""
    from django.db import connection

    from ansinh.apps.accounts.scope import Scope
    from ansinh.apps.people.selectors.search import find_persons

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("ansinh_app",), "measured as the role that serves pages"
    rows = []
    for name, scope, limit in (
        ("commune", Scope(ONE, ONE), COMMUNE_MS),
        ("province", Scope(FIRST, LAST), PROVINCE_MS),
    ):
        for text in TYPED:
            if name == "province" and len(text) < 3:
                continue  # there it asks for a commune first
            rows.append(asked(f"{name}: {text}", scope, limit, lambda text=text: find_persons(text=text)))
    own = Scope(ONE, ONE)
    rows.append(asked("commune: page of 50", own, COMMUNE_MS, find_persons))
    rows.append(asked("commune: born 1970", own, COMMUNE_MS, lambda: find_persons(born=1970)))
    rows.append(asked("commune: heads", own, COMMUNE_MS, lambda: find_persons(heads_only=True)))
    return rows


def asked(what: str, scope: Any, limit: int, find: Callable[[], Any]) -> dict[str, Any]:
    """Ask one thing many times, each in a transaction of its own as a page does, and take its first page of 50."""
    from ansinh.apps.accounts.scope import within

    times = []
    shown = 0
    for _ in range(TIMES + WARM):
        start = time.perf_counter()
        with within(scope):
            shown = len(list(find().rows[:50]))
        times.append((time.perf_counter() - start) * 1000)
    warm = sorted(times[WARM:])
    return {
        "what": what,
        "p50_ms": round(warm[len(warm) // 2], 1),
        "p95_ms": round(warm[int(len(warm) * 0.95)], 1),
        "limit_ms": limit,
        "rows": shown,
    }


if __name__ == "__main__":
    sys.exit(main())
