# ruff: noqa: PLC0415 - Django is set up first, then its models can be imported
"""How fast people are found, as the application's own role and under the policies: milliseconds of the 95th part.

``python -m bench.people_search [--small] [--persons N]`` starts a database of its own, makes N persons (1,000,000) in the
40 communes of one province from common names, with numbers, households and poverty, and asks for them as an officer of one
commune and of the province: one word, two, a whole name, a word cut short, name and year, whole numbers of each kind and
one that nobody has, a year, the first page of a commune, heads, poor households. Then the pages of the room are opened as
those who use them, with the statements counted. Limits (warm): 80 ms in a commune, 150 ms in a province, 80 ms a page of
50, 30 statements a page. The last line is one JSON object; the exit code is 1 when a limit is broken. ``--small`` makes
20,000 persons.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.people_register import COMMUNES, FIRST, LAST, MEMBERS, ONE, make_people, personal_id

COMMUNE_MS, PROVINCE_MS, STATEMENTS = 80, 150, 30
TIMES, WARM = 30, 3
TYPED = (
    "nguyen",
    "nguyen van",
    "tran thi thanh huong",
    "ha",
    "xuan yen",
    "le van an 1970",
    "dang quoc kh",
)


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
            rows = measure(persons)
            pages = open_pages()
        finally:
            assert server.cluster is not None
            server.cluster.stop()
    broken = [row["what"] for row in rows if row["p95_ms"] > row["limit_ms"]]
    broken += [row["page"] for row in pages if row["statements"] > STATEMENTS or row["p95_ms"] > row["limit_ms"]]
    for row in rows:
        print(
            f"{row['p95_ms']:7.1f} ms (p50 {row['p50_ms']:.1f}, at most {row['limit_ms']})  {row['what']}: {row['rows']} rows"
        )
    for row in pages:
        print(
            f"{row['p95_ms']:7.1f} ms (p50 {row['p50_ms']:.1f}, processor {row['cpu_ms']:.1f}, at most {row['limit_ms']}),"
            f" {row['statements']} statements  {row['page']}"
        )
    result = {"persons": persons, "made_s": made, "searches": rows, "pages": pages, "broken": broken}
    print(json.dumps(result, ensure_ascii=False))
    return 1 if broken else 0


def measure(persons: int) -> list[dict[str, Any]]:
    """Ask everything as an officer of one commune and of the province."""
    from django.db import connection

    from ansinh.apps.accounts.scope import Scope
    from ansinh.apps.people.selectors.search import find_persons

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("ansinh_app",), "measured as the role that serves pages"
    # Of the commune that is asked in: its first persons of each part of the list, never the same twice in a row.
    mine = range(place_of(ONE), persons, COMMUNES * MEMBERS)
    rows = []
    for name, scope, limit in (
        ("commune", Scope(ONE, ONE), COMMUNE_MS),
        ("province", Scope(FIRST, LAST), PROVINCE_MS),
    ):
        for text in TYPED:
            if name == "province" and len(text) < 3:
                continue  # there it asks for a commune first
            rows.append(asked(f"{name}: {text}", scope, limit, lambda text=text: find_persons(text=text)))
        for what, number, found in (
            ("whole personal number", personal_id, 1),
            ("whole insurance code", lambda at: f"79{at - at % 2:08}", None),
            ("whole telephone", lambda at: f"09{at - at % 3:08}", None),
            ("a number that nobody has", lambda at: f"046999{at:06}", 0),
        ):
            turn = iter(mine[:: max(1, len(mine) // (TIMES + WARM + 1))])
            row = asked(
                f"{name}: {what}", scope, limit, lambda turn=turn, number=number: find_persons(text=number(next(turn)))
            )
            assert found is None or row["rows"] == found, row
            rows.append(row)
        rows.append(
            asked(
                f"{name}: heads called nguyen van",
                scope,
                limit,
                lambda: find_persons(text="nguyen van", heads_only=True),
            )
        )
    own = Scope(ONE, ONE)
    rows.append(asked("commune: page of 50", own, COMMUNE_MS, find_persons))
    rows.append(asked("commune: born 1970", own, COMMUNE_MS, lambda: find_persons(born=1970)))
    rows.append(asked("commune: heads", own, COMMUNE_MS, lambda: find_persons(heads_only=True)))
    rows.append(asked("commune: poor", own, COMMUNE_MS, lambda: find_persons(poverty="poor")))
    rows.append(
        asked("commune: heads, poor", own, COMMUNE_MS, lambda: find_persons(heads_only=True, poverty="near_poor"))
    )
    return rows


def place_of(number: int) -> int:
    """Return which persons live in a commune: those whose place in the list leaves this rest."""
    return (number - FIRST) % COMMUNES


def open_pages() -> list[dict[str, Any]]:
    """Open the pages of the room as an officer of one commune and of the province; count what each asks the database."""
    import datetime as dt

    from django.conf import settings
    from django.test import Client

    from ansinh.apps.accounts.models import Role
    from ansinh.apps.accounts.scope import Scope, within
    from ansinh.apps.accounts.services import create_user
    from ansinh.apps.people.models import Membership
    from ansinh.apps.territory.models import Unit

    settings.ALLOWED_HOSTS = ["*"]
    settings.PAGES_A_MINUTE = 1_000_000  # who measures opens more in a minute than anybody may
    logging.disable(logging.INFO)
    with within(Scope(ONE, ONE)):
        head = Membership.objects.filter(relation="head").first()
        assert head is not None
    units = {
        "commune": Unit.objects.get(number=ONE, level="commune", valid_to=None),
        "province": Unit.objects.get(code="46", level="province", valid_to=None),
    }
    rows = []
    for name, role, addresses in (
        ("commune", Role.COMMUNE_OFFICER, (
            "/nguoi/", "/nguoi/?page=200", "/nguoi/?chu_ho=co", "/nguoi/?dien=poor", "/nguoi/?nam=1970",
            f"/nguoi/{head.person_id}/", f"/nguoi/{head.person_id}/dien-bien/", f"/ho/{head.household_id}/",
            "/nguoi/can-bo-sung/", "/nguoi/can-bo-sung/?loi=no_village", "/nguoi/thon-to/", "/nguoi/trung/", "/nguoi/nhap-danh-sach/",
            "/nguoi/tai-danh-sach/",
        )),
        ("province", Role.DEPARTMENT_OFFICER, ("/nguoi/", "/nguoi/can-bo-sung/", "/nguoi/trung/")),
    ):  # fmt: skip
        given: dict[str, Any] = {"roles": [role], "scope_unit": units[name], "at": dt.datetime.now(dt.UTC)}
        user = create_user(username=f"do-{name}", full_name="Người Đo", must_change_password=False, **given).user
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        rows += [opened(client, f"{name}: {address}", address) for address in addresses]
    return rows


def opened(client: Any, what: str, address: str) -> dict[str, Any]:
    """Open one page many times."""
    from django.db import connection

    asked: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        answer = client.get(address)
    if answer.status_code != 200:
        sys.exit(f"{address}: {answer.status_code}")
    times, worked = [], time.process_time()
    for _ in range(TIMES):
        start = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - start) * 1000)
    worked = (time.process_time() - worked) * 1000 / TIMES
    times.sort()
    return {
        "page": what,
        "p50_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1),
        "cpu_ms": round(worked, 1),
        # The limit of a search holds for pages of people found; any other page has that of the house.
        "limit_ms": COMMUNE_MS if what.startswith("commune: /nguoi/?") or what == "commune: /nguoi/" else 300,
        "statements": len(asked),
    }


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
