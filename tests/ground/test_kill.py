"""The plug is pulled while people write: nothing that was confirmed to them is lost."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ansinh.cli.postgres import binaries
from ansinh.cli.postgres.cluster import OWNER, Cluster

WRITER = """
import sys, psycopg
with psycopg.connect(sys.argv[1], autocommit=True) as connection:
    for number in range(1, 10_000_000):
        connection.execute("INSERT INTO entry (id) VALUES (%s)", [number])
        print(number, flush=True)
"""


@pytest.fixture
def server(programs: binaries.Binaries, tmp_path: Path) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path / "home", options={"shared_buffers": "128MB"})
    cluster.start()
    yield cluster
    cluster.destroy()


def family(process: int) -> list[int]:
    """The process and everything below it."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text("utf-8").rpartition(")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
    found = [process]
    for member in found:
        found += [child for child, parent in parents.items() if parent == member]
    return found


def test_what_was_confirmed_survives_kill_9(server: Cluster, tmp_path: Path) -> None:
    with psycopg.connect(server.url(role=OWNER), autocommit=True) as owner:
        owner.execute("CREATE TABLE entry (id bigint PRIMARY KEY)")
        owner.execute("CREATE TABLE bulk (id bigint PRIMARY KEY, words text)")
    confirmed = tmp_path / "confirmed"
    with confirmed.open("wb") as sink:
        writer = subprocess.Popen([sys.executable, "-c", WRITER, server.url()], stdout=sink, stderr=subprocess.DEVNULL)
    with psycopg.connect(server.url(role=OWNER), autocommit=True) as owner:
        owner.execute("INSERT INTO bulk SELECT n, repeat('chữ ', 20) FROM generate_series(1, 300000) n")
    while confirmed.read_bytes().count(b"\n") < 200:
        time.sleep(0.05)
    for process in family(int((server.data / "postmaster.pid").read_text("utf-8").split()[0])):
        # A server process may end by itself once its parent is gone.
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    writer.wait(timeout=30)
    last = int(confirmed.read_text("utf-8").split("\n")[-2])

    assert server.start()

    with psycopg.connect(server.url()) as app:
        count, highest = app.execute("SELECT count(*), max(id) FROM entry").fetchone() or (0, 0)
        assert count == highest, "no entry in between is missing"
        assert last <= highest <= last + 1, "one entry may have been on its way"
        assert app.execute("SELECT count(*) FROM bulk").fetchone() == (300_000,)
