"""Our own database server: made, started, stopped, and never anybody else's.

What it means to an official: the demonstration keeps what was entered, also after a power cut.
The server listens on a Unix socket only, every connection needs a password (scram-sha-256), the
passwords lie in files that only the caller can read, and the program works with a role that
owns nothing.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shlex
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from ansinh.cli.postgres.binaries import SHARED_ROOT, Binaries, find_binaries
from ansinh.cli.postgres.osuser import can_enter, run_as_server, server_user
from ansinh.cli.postgres.swap import leftovers

SUPERUSER, OWNER, APP = "ansinh_super", "ansinh_owner", "ansinh_app"
DATABASE = "ansinh"
PORT = "5432"  # names the socket file; nothing listens on the network
START_SECONDS = 300  # crash recovery after 3 million unflushed rows took 33 s; pg_ctl gives 60
LONGEST_SOCKET_FOLDER = 90  # the kernel allows 107 bytes with "/.s.PGSQL.5432"


class CannotStart(Exception):
    """The database server did not start; the sentence says why and what to do."""


@dataclass(frozen=True)
class Cluster:
    """One database server of ours. ``home`` holds keys and lock; ``options`` override server settings."""

    home: Path
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def keys(self) -> Path:
        """Return the folder of the password files, readable by the caller only."""
        return self.home / "keys"

    @property
    def data(self) -> Path:
        """Return the data directory: ``home/pg``, or a place under /var/lib when the server cannot enter ``home``."""
        place = self.home / "pg-place"
        return Path(place.read_text("utf-8").strip()) if place.is_file() else self.home / "pg"

    def major(self) -> int | None:
        """Return the PostgreSQL version that made the data, or None before the first start."""
        try:
            return int((self.data / "PG_VERSION").read_text("ascii"))
        except FileNotFoundError:
            return None

    def binaries(self) -> Binaries:
        """Return the programs that fit the data."""
        return find_binaries(major=self.major())

    def running(self) -> bool:
        """Return whether the server runs."""
        return self._process() is not None

    def url(self, *, role: str = APP, database: str = DATABASE) -> str:
        """Return the address of a database for a role; it holds no password, only the file's place."""
        process = self._process()
        if process is None:
            raise CannotStart("Cơ sở dữ liệu chưa chạy: chạy `ansinh db start`.")
        passfile = quote(str(self.keys / f"{role}.pgpass"), safe="")
        return f"postgresql://{role}@/{database}?host={quote(process[1], safe='')}&port={PORT}&passfile={passfile}"

    def start(self) -> bool:
        """Start the server and wait until it answers; False if it ran already.

        Two starts at once are one start. A crash is recovered from first, for up to five minutes.
        """
        with self._locked():
            if self.running():
                return False
            binaries = self.binaries()
            if self.major() is None:
                self._create(binaries)
            self._check_owner()
            self._start(binaries)
            self._ensure_roles()
            return True

    def stop(self, *, mode: str = "fast") -> None:
        """Stop the server, if it runs."""
        with self._locked():
            if self.running():
                arguments = [self.binaries()["pg_ctl"], "-D", str(self.data), "-w", "-t", str(START_SECONDS)]
                answer = run_as_server([*arguments, "-m", mode, "stop"])
                if answer.returncode and self.running():
                    raise CannotStart(f"Không dừng được cơ sở dữ liệu: {answer.stdout.strip()}")

    def destroy(self) -> None:
        """Stop the server and delete its data and keys: for tests and rehearsals only."""
        if self.home.is_dir():
            self.stop(mode="immediate")
            shutil.rmtree(self.data, ignore_errors=True)
            shutil.rmtree(self.home, ignore_errors=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        # Others may pass through but not look: the server's user needs to reach its own folder below.
        self.home.mkdir(mode=0o711, parents=True, exist_ok=True)
        with (self.home / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _process(self) -> tuple[int, str] | None:
        """Return the process number and the socket folder of the running server."""
        try:
            lines = (self.data / "postmaster.pid").read_text("utf-8").splitlines()
        except FileNotFoundError:
            return None
        if len(lines) < 5 or not _works_in(int(lines[0]), self.data):
            return None
        return int(lines[0]), lines[4]

    def _create(self, binaries: Binaries) -> None:
        user = server_user()
        self.keys.mkdir(mode=0o700, exist_ok=True)
        target = self.home / "pg"
        if user is not None and not can_enter(self.home):
            target = SHARED_ROOT / "data" / secrets.token_hex(8)
            target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        fresh = target.with_name("pg.new" if target.name == "pg" else f"{target.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if user is not None:
            os.chown(fresh, user.pw_uid, user.pw_gid)
        passwords = {role: secrets.token_urlsafe(32) for role in (SUPERUSER, OWNER, APP)}
        for role, password in passwords.items():
            _write_private(self.keys / f"{role}.pgpass", f"*:*:*:{role}:{password}\n")
        # The first password goes through memory: the server's user cannot read our files, nor should it.
        with os.fdopen(os.memfd_create("password"), "w+b") as memory:
            memory.write(passwords[SUPERUSER].encode())
            memory.seek(0)
            answer = run_as_server(
                [
                    binaries["initdb"],
                    "--pgdata",
                    str(fresh),
                    "--username",
                    SUPERUSER,
                    "--pwfile=/dev/stdin",
                    "--auth-local=scram-sha-256",
                    "--auth-host=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C.UTF-8",
                    "--data-checksums",
                    "--no-instructions",
                ],
                stdin=memory,
            )
        if answer.returncode:
            raise CannotStart(f"Không tạo được thư mục dữ liệu {fresh}: {answer.stdout.strip()}")
        if target != self.home / "pg":
            _write_private(self.home / "pg-place", f"{target}\n")
        fresh.rename(target)

    def _check_owner(self) -> None:
        user, owner = server_user(), self.data.stat().st_uid
        if owner != (os.geteuid() if user is None else user.pw_uid):
            raise CannotStart(
                f"Dữ liệu trong {self.data} thuộc về người dùng số {owner}, không phải người chạy lệnh này: chạy bằng "
                "đúng người dùng đã tạo ra nó, hoặc đặt ANSINH_DATA_DIR sang thư mục khác."
            )

    def _start(self, binaries: Binaries) -> None:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._socket_folder()),
            "unix_socket_permissions": "0700",
            "port": PORT,
            **memory_settings(),
            **self.options,
        }
        options = shlex.join(word for name, value in settings.items() for word in ("-c", f"{name}={value}"))
        log = self.data / "server.log"
        pg_ctl = [binaries["pg_ctl"], "-D", str(self.data), "-w", "-t", str(START_SECONDS), "-l", str(log)]
        for pause in (0.5, 1, 2, 4, 8, 16, 0):
            self._drop_stale_locks()
            seen = log.stat().st_size if log.exists() else 0
            if run_as_server([*pg_ctl, "-o", options, "start"]).returncode == 0:
                return
            said = log.read_bytes()[seen:].decode("utf-8", "replace") if log.exists() else ""
            # Killed a moment ago: the dead process or its memory is still in the kernel's tables.
            if not pause or ("lock file" not in said and "shared memory" not in said):
                raise CannotStart(f"Cơ sở dữ liệu không khởi động được, xem {log}: {said.strip()[-500:]}")
            time.sleep(pause)

    def _drop_stale_locks(self) -> None:
        """Forget the lock files of a server that is gone, when its number is now somebody else's or unmourned.

        PostgreSQL does this itself, except where the number is still in the kernel's tables (a container, a
        reboot). While any process of the dead server still works on the data the files stay: they protect it.
        """
        if not any(_works_in(int(entry.name), self.data) for entry in Path("/proc").iterdir() if entry.name.isdigit()):
            for name in ("postmaster.pid", f".s.PGSQL.{PORT}.lock"):
                (self.data / name).unlink(missing_ok=True)

    def _socket_folder(self) -> Path:
        if len(os.fsencode(self.data)) <= LONGEST_SOCKET_FOLDER:
            return self.data
        user = server_user()
        runtime = os.environ.get("XDG_RUNTIME_DIR")
        folder = Path(tempfile.mkdtemp(prefix="ansinh-pg-", dir=runtime if runtime and user is None else None))
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        return folder

    def _ensure_roles(self) -> None:
        with psycopg.connect(self.url(role=SUPERUSER, database="postgres"), autocommit=True) as connection:
            known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
            # The owner sees every row, or a backup would leave out what row security hides.
            for role, rights in ((OWNER, "CREATEDB BYPASSRLS"), (APP, "NOBYPASSRLS")):
                if role not in known:
                    password = (self.keys / f"{role}.pgpass").read_text("utf-8").strip().rpartition(":")[2]
                    create = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER {} PASSWORD {}")
                    connection.execute(create.format(sql.Identifier(role), sql.SQL(rights), sql.Literal(password)))
            databases = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
            # A restore that was cut short left the data under another name: an empty database would hide them.
            if DATABASE not in databases and not leftovers(databases, DATABASE):
                # Rights are set in template1, so that every database made later has them from the start.
                with psycopg.connect(self.url(role=SUPERUSER, database="template1"), autocommit=True) as template:
                    for statement in default_rights(owner=OWNER, app=APP):
                        template.execute(statement)
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(*map(sql.Identifier, (DATABASE, OWNER)))
                )


def default_rights(*, owner: str, app: str) -> list[sql.Composed]:
    """Return the statements that give the app role rows, and only rows, in whatever the owner creates."""
    names = {"owner": sql.Identifier(owner), "app": sql.Identifier(app)}
    return [
        sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT " + rights + " TO {app}").format(**names)
        for rights in ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE, SELECT ON SEQUENCES", "EXECUTE ON FUNCTIONS")
    ]


def memory_settings() -> dict[str, str]:
    """Return the server's settings of memory, writing and planning: those of a province's server, less on a small machine."""
    megabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return {
        "shared_buffers": f"{max(32, min(1024, megabytes // 8))}MB",
        "maintenance_work_mem": f"{max(32, min(256, megabytes // 16))}MB",
        "max_wal_size": "2GB",
        "random_page_cost": "1.1",
        # Pages ask many short questions: compiling one costs a second, answering it a few milliseconds.
        "jit": "off",
        "wal_compression": "on",
    }


def _works_in(process: int, folder: Path) -> bool:
    """Return whether the process lives and works in the folder, as every process of a server does in its data."""
    try:
        return Path(f"/proc/{process}/cwd").readlink() == folder.resolve()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return False


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
