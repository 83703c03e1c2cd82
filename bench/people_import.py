# ruff: noqa: PLC0415 - Django is set up first, then its models can be imported
"""How fast a list of people is taken into the register, from the bytes of a CSV file to committed rows.

``python -m bench.people_import [--small] [--persons N] [--times N]`` starts a database of its own, makes the people of one
province with all they have in such a list (household, names, birth, numbers, village, poverty), and brings the list as an
officer of the province does, as the application's own role and under the policies: file kept and sealed, every row
validated and checked for doubles, numbers encrypted, history by triggers, the event recorded. Then rows are counted, the
chain of events is verified, and the same list is brought again, which has to change nothing.

Limits: 30 s and 1 GB of this process for 100,000 persons; 2 GB for a million, whose time is to grow with the number. The
last line is one JSON object; the exit code is 1 when a limit is broken. ``--small`` takes 5,000 persons.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SECONDS_A_HUNDRED_THOUSAND, MEGABYTES, MEGABYTES_OF_A_MILLION = 30, 1024, 2048
PROVINCE, SEED, DAY = "46", 3, dt.date(2026, 11, 22)
TABLES = (
    "person",
    "personevent",
    "identifier",
    "identifierevent",
    "datakey",
    "household",
    "membership",
    "povertyperiod",
)
LIST = """
COPY (SELECT 'H' || p.household_id AS "Mã hộ", p.full_name AS "Họ và tên", p.relation AS "Quan hệ với chủ hộ", p.sex AS "Giới tính",
    CASE WHEN p.birth_precision = 'day' THEN strftime(p.birth_date_from, '%d/%m/%Y') ELSE strftime(p.birth_date_from, '%Y') END AS "Ngày sinh",
    p.ethnic_group AS "Dân tộc", p.personal_id AS "Số CCCD", p.social_insurance_code AS "Mã số BHXH", p.phone AS "Điện thoại",
    p.commune_code AS "Mã xã", p.village AS "Thôn", h.household_size AS "Số người", h.poverty AS "Hộ nghèo"
    FROM persons p JOIN households h USING (household_id) ORDER BY p.person_id) TO '{file}' (HEADER)
"""


def main() -> int:
    """Make the list, bring it, print what was measured."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--small", action="store_true", help="5,000 persons")
    options.add_argument("--persons", type=int, default=100_000)
    options.add_argument("--times", type=int, default=3, help="how often, each time into an empty register")
    given = options.parse_args()
    persons, times = (5_000, 1) if given.small else (given.persons, given.times)
    with tempfile.TemporaryDirectory(prefix="ansinh-bench-") as folder:
        Path(folder).chmod(0o711)
        os.environ["ANSINH_DATA_DIR"] = folder
        # In a process of its own: what making people up takes is no part of what bringing them takes.
        maker = "import sys, pathlib; from bench.people_import import make_list; make_list(pathlib.Path(sys.argv[1]), int(sys.argv[2]))"
        made = Path(folder) / "list.csv"
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", maker, str(made), str(persons)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        from ansinh.cli.place import connect, enter
        from ansinh.cli.serve import prepare

        server = connect()
        try:
            prepare(server)
            enter(server.app_url)
            from django.db import connections

            from ansinh.site.database import database_from

            connections["default"].close()
            connections.settings["default"].update(database_from(server.app_url))
            runs = [run(made, server.owner_url) for _ in range(times)]
        finally:
            assert server.cluster is not None
            server.cluster.stop()
    runs.sort(key=lambda each: each["seconds"])
    median = runs[len(runs) // 2]
    most = MEGABYTES if persons <= 100_000 else MEGABYTES_OF_A_MILLION
    limit = SECONDS_A_HUNDRED_THOUSAND * max(1, persons / 100_000)
    broken = [
        name
        for name, value, top in (("seconds", median["seconds"], limit), ("megabytes", median["megabytes"], most))
        if value > top
    ]
    broken += [name for name in ("chain", "again") if not median[name]]
    for each in runs:
        print(", ".join(f"{name} {seconds} s" for name, seconds in each["steps"].items()))
    print(
        json.dumps(
            {
                "persons": persons,
                "limit_s": limit,
                **median,
                "all_s": [each["seconds"] for each in runs],
                "broken": broken,
            }
        )
    )
    return 1 if broken else 0


def make_list(file: Path, persons: int) -> None:
    """Write a list of made-up people as a CSV file."""
    import duckdb

    from ansinh.apps.territory.shipped import shipped_communes
    from ansinh.population.generator import Commune, Order, generate

    communes = [
        Commune(each.code, each.name, each.kind, each.old_names)
        for each in shipped_communes(province=PROVINCE, day=DAY)
    ]
    with duckdb.connect() as base:
        generate(base, Order(persons, PROVINCE, SEED, DAY, communes))
        base.execute(LIST.format(file=file))


def run(made: Path, owner_url: str) -> dict[str, Any]:
    """Bring the list into an empty register once, then once more."""
    from django.db import connection

    from ansinh.apps.accounts.scope import scope_of, within
    from ansinh.apps.audit.services import verify_chain
    from ansinh.apps.people.models import KnownHeadings
    from ansinh.apps.people.services.imports.offering import offer_list
    from ansinh.apps.people.services.imports.staging import stage_list
    from ansinh.apps.people.services.imports.taking import take_list

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("ansinh_app",), "measured as the role that serves pages"
    empty(owner_url)
    KnownHeadings.objects.all().delete()
    actor, now = officer(), dt.datetime.now(dt.UTC)
    scope = scope_of(actor, on=now.date())
    given: dict[str, Any] = {"actor": actor, "now": now}

    def offered(content: bytes) -> Any:
        with within(scope, actor=actor):
            row = offer_list(data=content, name="list.csv", source="Danh sách đo", as_of=now.date(), **given)
            row.state = "reading"
            row.save(update_fields=["state"])
        return row

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    begun, worked = time.perf_counter(), processor_seconds(backend)
    row = offered(made.read_bytes())
    kept = time.perf_counter()
    stage_list(import_id=row.pk, scope=scope, tell=lambda *_: None, **given)
    staged = time.perf_counter()
    taken = take_list(import_id=row.pk, scope=scope, **given)
    ended = time.perf_counter()
    worked = processor_seconds(backend) - worked
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rows = counted(owner_url)
    # A line more, so that the file is another and the list the same.
    again = stage_list(import_id=offered(made.read_bytes() + b"\n").pk, scope=scope, tell=lambda *_: None, **given)
    return {
        "seconds": round(ended - begun, 1),
        "steps": {
            "file kept": round(kept - begun, 1),
            "read, validated, sealed, staged, checked": round(staged - kept, 1),
            "written": round(ended - staged, 1),
            "same list again, up to the review": round(time.perf_counter() - ended, 1),
        },
        "processor_s": round(worked, 1),
        "megabytes": memory,
        "counts": taken.counts,
        "rows": rows,
        "chain": verify_chain().is_whole,
        "again": again.counts["new"] == again.counts["changed"] == 0 and again.counts["same"] == taken.counts["new"],
    }


def processor_seconds(backend: int) -> float:
    """Return how long this process and its part of the database server have worked: little changed by what else runs."""
    fields = Path(f"/proc/{backend}/stat").read_text("ascii").rpartition(")")[2].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def officer() -> Any:
    """Return somebody who works for the whole province."""
    from ansinh.apps.accounts.models import Role, User
    from ansinh.apps.accounts.services import create_user
    from ansinh.apps.territory.models import Unit

    found = User.objects.filter(username="do").first()
    if found is not None:
        return found
    unit = Unit.objects.get(code=PROVINCE, level="province", valid_to=None)
    roles, at = [Role.DEPARTMENT_OFFICER], dt.datetime.now(dt.UTC)
    return create_user(
        username="do", full_name="Người Đo", roles=roles, password=secrets.token_urlsafe(12), at=at, scope_unit=unit
    ).user


def empty(owner_url: str) -> None:
    """Empty the register: every run begins with nothing in it."""
    import psycopg

    with psycopg.connect(owner_url, autocommit=True) as base:
        base.execute(
            f"TRUNCATE {', '.join(f'people_{name}' for name in TABLES)}, people_village, people_listimport CASCADE"
        )


def counted(owner_url: str) -> dict[str, int]:
    """Count the rows of the register, past the policies."""
    import psycopg

    with psycopg.connect(owner_url) as base:
        return {name: base.execute(f"SELECT count(*) FROM people_{name}").fetchone()[0] for name in TABLES}  # type: ignore[index]


if __name__ == "__main__":
    sys.exit(main())
