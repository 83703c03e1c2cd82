"""A database server of its own for every run of the tests; nothing needs to be set up before.

The server starts when the first test asks for the database, and stops with the run. The tables
are made once, by the owner role; the tests work on copies as the application role, as in
production, so a missing grant or a policy shows. A transactional test ends by copying the
database anew, so what the migrations put in is there for every test.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.test import TransactionTestCase
from django.test.utils import setup_databases
from psycopg import sql

from ansinh.cli.postgres.cluster import APP, OWNER, SUPERUSER, Cluster
from ansinh.site.database import database_from

PLACE = "ANSINH_TEST_CLUSTER"
TEMPLATE = "test_migrated"
MEMORY = Path("/dev/shm")  # noqa: S108 - servers of one run, in folders of their own
ROOM = 6 * 2**30
# Nothing here outlives the run, so nothing needs to reach the disk. Nor does the server count rows by itself: a test that
# is rolled back leaves tables that look large and are empty, and whoever fills them next would be planned for one row.
QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "autovacuum": "off",
}


def test_cluster() -> Cluster:
    """Return the server of this run, running or not."""
    return Cluster(Path(os.environ[PLACE]), options=QUICK)


test_cluster.__test__ = False  # type: ignore[attr-defined]


def pytest_configure(config: pytest.Config) -> None:
    """Choose the place of the server; the workers of a parallel run inherit it."""
    if hasattr(config, "workerinput"):
        return
    _clear_abandoned()
    place = Path(tempfile.mkdtemp(prefix=f"ansinh-test-{os.getpid()}-", dir=_roomy_memory()))
    place.chmod(0o711)
    os.environ[PLACE] = str(place)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and delete it."""
    if not hasattr(config, "workerinput") and PLACE in os.environ:
        test_cluster().destroy()


def _roomy_memory() -> Path | None:
    """Return a folder in memory with room for the servers of a run, None where there is none: then they are on disk."""
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM:
        return None
    return MEMORY


def _clear_abandoned() -> None:
    """Remove the servers of runs that were killed."""
    folders = [Path(tempfile.gettempdir()), MEMORY]
    for place in (found for folder in folders for found in folder.glob("ansinh-test-*-*")):
        process = place.name.split("-")[2]
        if process.isdigit() and not Path(f"/proc/{process}").exists() and place.stat().st_uid == os.geteuid():
            Cluster(place).destroy()
            shutil.rmtree(place, ignore_errors=True)


def use_role(role: str, *, database: str | None = None) -> None:
    """Let Django's connection work as ``role`` from now on."""
    connections["default"].close()
    url = test_cluster().url(role=role, database=database or connections.settings["default"]["NAME"])
    connections.settings["default"].update({"PASSWORD": "", **database_from(url)})


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """Make the tables once a run, as their owner; every worker gets a copy and works as the application role."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "ansinh")
    test_cluster().start()
    name = f"test_{worker}"
    with django_db_blocker.unblock():
        _migrate_once()
        _copy(TEMPLATE, to=name)
        use_role(APP, database=name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: _renew(name))
        yield
    with django_db_blocker.unblock():
        connections.close_all()


def _migrate_once() -> None:
    """Bring the tables of ``TEMPLATE`` up to date, unless another worker of this run did."""
    place = Path(os.environ[PLACE])
    done = place / "migrated"
    with (place / "migrating").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if done.exists():
            return
        use_role(OWNER, database="ansinh")
        connections.settings["default"]["TEST"]["NAME"] = TEMPLATE
        setup_databases(verbosity=0, interactive=False, parallel=0, serialized_aliases=[])
        connections.close_all()
        done.touch()


def _renew(name: str) -> None:
    connections.close_all()
    _copy(TEMPLATE, to=name)


def _copy(name: str, *, to: str) -> None:
    connections.close_all()
    with psycopg.connect(test_cluster().url(role=SUPERUSER, database="postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(to)))
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY")
        connection.execute(statement.format(*map(sql.Identifier, (to, name, OWNER))))
