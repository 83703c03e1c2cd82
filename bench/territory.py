# ruff: noqa: PLC0415 - Django is set up first, then its models can be imported
"""How fast the pages of units are with the whole country in them: median milliseconds and statements of each page.

Milliseconds of the processor stand beside those of the clock, since a shared machine makes the clock slow.

``python -m bench.territory [--small]`` starts a database of its own, loads 34 + 63 provinces with 3,321 and 10,047
communes, opens every page as a coordinator, and carries a table of all old communes over the reform. Limits: 300 ms,
30 statements. The last line printed is one JSON object; the exit code is 1 when a limit is broken. ``--small`` opens
each page fewer times and ends within 50 seconds.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

LIMIT_MS, LIMIT_STATEMENTS = 300, 30
PAGES = (
    "/don-vi/",
    "/don-vi/?luc=truoc",
    "/don-vi/?luc=truoc&page=100",
    "/don-vi/?name=binh+dien",
    "/don-vi/?tinh=92&cap=commune",
    "/don-vi/20035/2025-07-01/",
    "/don-vi/22768/2021-01-01/",
    "/don-vi/480/2021-01-01/",
    "/don-vi/56/2025-07-01/",
    "/don-vi/79/2025-07-01/",
    "/don-vi/doi-tu-1-7-2025/",
    "/don-vi/chua-ro-phan-chia/",
    "/don-vi/chuyen-so-lieu/",
    "/don-vi/chon/?q=binh",
    "/tim/?q=binh+dien",
)


def main() -> int:
    """Measure and print; see the docstring of the module."""
    return run(measure, str(__doc__))


def run(measure: Callable[..., dict[str, Any]], said: str) -> int:
    """Start a database of its own, measure in it, print each page and at last all of it; 1 where a limit is broken."""
    options = argparse.ArgumentParser(description=said, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--small", action="store_true", help="end within 50 seconds")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="ansinh-bench-") as folder:
        Path(folder).chmod(0o711)
        os.environ["ANSINH_DATA_DIR"] = folder
        from ansinh.cli.place import connect

        server = connect()
        try:
            result = measure(server, times=3 if given.small else 15)
        finally:
            assert server.cluster is not None
            server.cluster.stop()
    for page, row in result["pages"].items():
        print(f"{row['ms']:7.1f} ms, {row['cpu_ms']:6.1f} ms của bộ xử lý, {row['statements']:3d} câu lệnh  {page}")
    print(json.dumps(result, ensure_ascii=False))
    broken = [row for row in result["pages"].values() if row["ms"] > LIMIT_MS or row["statements"] > LIMIT_STATEMENTS]
    return 1 if broken else 0


def measure(server: Any, *, times: int) -> dict[str, Any]:
    """Load the country, open the pages, carry a table over."""
    from ansinh.cli.serve import prepare

    started = time.perf_counter()
    prepare(server)
    loaded = time.perf_counter() - started
    from django.conf import settings
    from django.test import Client

    from ansinh.apps.territory.services.units import seed_units

    logging.disable(logging.INFO)
    settings.ALLOWED_HOSTS = ["*"]
    now = datetime.now(UTC)
    started = time.perf_counter()
    seed_units(at=now)
    again = time.perf_counter() - started
    user = coordinator(now)
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    conversion, seconds = convert(user, now)
    pages = (*PAGES, f"/don-vi/chuyen-so-lieu/{conversion}/")
    return {
        "migrate_and_seed_s": round(loaded, 1),
        "seed_again_s": round(again, 3),
        "convert_rows": 10_047,
        "convert_s": round(seconds, 2),
        "limit_ms": LIMIT_MS,
        "limit_statements": LIMIT_STATEMENTS,
        "pages": {page: timed(client, page, times) for page in pages},
    }


def coordinator(now: datetime) -> Any:
    """Return the one who opens the pages: a coordinator of today's Khánh Hòa."""
    from ansinh.apps.accounts.models import Role
    from ansinh.apps.accounts.services import create_user
    from ansinh.apps.territory.models import Unit

    province = Unit.objects.get(code="56", level="province", valid_to=None)
    return create_user(
        username="do",
        full_name="Người Đo",
        roles=[Role.COORDINATOR],
        at=now,
        must_change_password=False,
        scope_unit=province,
    ).user


def timed(client: Any, page: str, times: int) -> dict[str, float | int]:
    """Open a page some times; the first time does not count."""
    from django.db import connection

    asked: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        answer = client.get(page)
    if answer.status_code != 200:
        sys.exit(f"{page}: {answer.status_code}")
    spent, busy = [], []
    for _ in range(times):
        started, worked = time.perf_counter(), time.process_time()
        client.get(page)
        spent.append((time.perf_counter() - started) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    return {
        "ms": round(statistics.median(spent), 1),
        "cpu_ms": round(statistics.median(busy), 1),
        "statements": len(asked),
    }


def convert(user: Any, now: datetime) -> tuple[int, float]:
    """Carry a figure of every old commune over the reform; return the draft and the seconds it took."""
    from ansinh.apps.territory.models import Unit, UnitLevel
    from ansinh.apps.territory.selectors.units import units_on
    from ansinh.apps.territory.services.conversions import draft_conversion
    from ansinh.core.lineage import Rule

    eve, reform = date(2025, 6, 30), date(2025, 7, 1)
    codes: list[str] = list(units_on(on=eve).filter(level=UnitLevel.COMMUNE).values_list("code", flat=True))
    assert len(codes) == 10_047 == Unit.objects.filter(level=UnitLevel.COMMUNE, valid_to=reform).count()
    table = "code,value\n" + "".join(f"{code},{at}\n" for at, code in enumerate(codes))
    started = time.perf_counter()
    made = draft_conversion(
        name="ca-nuoc.csv", content=table.encode(), rule=Rule.SUM, start=eve, end=reform, title="", actor=user, now=now
    )
    spent = time.perf_counter() - started
    assert made.result["totals"]["balances"]
    return made.pk, spent


if __name__ == "__main__":
    sys.exit(main())
