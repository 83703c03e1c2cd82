"""The operating-system user that the database server runs as: never root."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

NAMES = ("postgres", "ansinh-postgres")


def server_user() -> pwd.struct_passwd | None:
    """Return the user for the server when we are root (made if there is none), else None: ourselves."""
    if os.geteuid() != 0:
        return None
    for name in NAMES:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    subprocess.run(
        [
            "/usr/sbin/useradd",
            "--system",
            "--user-group",
            "--no-create-home",
            "--home-dir",
            "/nonexistent",
            "--shell",
            "/usr/sbin/nologin",
            NAMES[-1],
        ],
        check=True,
        capture_output=True,
    )
    return pwd.getpwnam(NAMES[-1])


def run_as_server(
    arguments: Sequence[str], *, stdin: int | IO[bytes] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program as the server's user, in a folder that user can be in; the result is not checked."""
    user = server_user()
    options: dict[str, Any] = {}
    if user is not None:
        options = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    # The server inherits what it is started with: pg_ctl's pipes would stay open with it, so it gets none.
    return subprocess.run(
        list(arguments),
        stdin=subprocess.DEVNULL if stdin is None else stdin,
        stdout=subprocess.PIPE if arguments[-1] != "start" else subprocess.DEVNULL,
        stderr=subprocess.STDOUT if arguments[-1] != "start" else subprocess.DEVNULL,
        text=True,
        check=False,
        cwd="/",
        env=environment,
        **options,
    )


def can_enter(folder: Path) -> bool:
    """Return whether the server's user can reach ``folder``; parents are never opened up for it."""
    return run_as_server(["/usr/bin/test", "-x", str(folder)]).returncode == 0
