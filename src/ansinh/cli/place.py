"""What a command stands on: the data folder, the secret key, the database and the role it works as."""

from __future__ import annotations

import base64
import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ansinh.cli.say import tell
from ansinh.cli.variables import setting

if TYPE_CHECKING:
    from ansinh.cli.postgres.cluster import Cluster

# Read by the command line and handed on under one name; the files would go before what it hands on.
OWN_WAYS = ("DATABASE_URL_FILE", "DATABASE_OWNER_URL_FILE", "DATABASE_OWNER_URL", "ANSINH_DATA_DIR_FILE")


@dataclass(frozen=True, slots=True)
class Server:
    """A database that answers: the addresses of its two roles, and ``cluster`` when the server is ours.

    ``started`` says that this command started it and so has to stop it.
    """

    app_url: str
    owner_url: str
    cluster: Cluster | None = None
    started: bool = False


def data_dir() -> Path:
    """Return the folder with everything that is kept: database, uploads, keys (ANSINH_DATA_DIR, else ./.ansinh)."""
    return Path(setting("ANSINH_DATA_DIR") or Path.cwd() / ".ansinh").resolve()


def own_cluster() -> Cluster | None:
    """Return our own server, or None when DATABASE_URL names one that somebody else runs."""
    from ansinh.cli.postgres.cluster import Cluster

    return None if setting("DATABASE_URL") else Cluster(data_dir())


def connect() -> Server:
    """Return the database to work with, started if it is ours and does not run."""
    from ansinh.cli.postgres.cluster import OWNER

    cluster = own_cluster()
    if cluster is None:
        url = setting("DATABASE_URL") or ""
        server = Server(app_url=url, owner_url=setting("DATABASE_OWNER_URL") or url)
    else:
        started = cluster.start()
        server = Server(cluster.url(), cluster.url(role=OWNER), cluster, started)
    _finish_restore(server)
    return server


def _finish_restore(server: Server) -> None:
    """Finish what a restore that was cut short has left; each restore makes its folder first and moves it last."""
    if not server.started and not any(data_dir().glob("media_restored_*")):
        return
    from psycopg.conninfo import conninfo_to_dict

    from ansinh.cli.postgres import swap

    current = str(conninfo_to_dict(server.owner_url)["dbname"])
    try:
        said = swap.finish(admin_url=named(server.owner_url, "postgres"), current=current, home=data_dir())
    except swap.RestoreRuns:
        return
    except BaseException:
        if server.started and server.cluster is not None:
            server.cluster.stop()
        raise
    if said:
        tell(said)


@contextmanager
def connected() -> Iterator[Server]:
    """Offer the database for the length of a command, and leave it as it was: running or not."""
    server = connect()
    try:
        yield server
    finally:
        if server.started and server.cluster is not None and not site_runs():
            server.cluster.stop()


@contextmanager
def alone() -> Iterator[bool]:
    """Hold the data folder for one running site; give False when another one has it."""
    data_dir().mkdir(mode=0o711, parents=True, exist_ok=True)
    with (data_dir() / "site.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def site_runs() -> bool:
    """Say whether a site works on the data folder, which then needs the database."""
    with alone() as free:
        return not free


def named(url: str, database: str) -> str:
    """Return the address of another database on the same server, for the same role."""
    from psycopg.conninfo import make_conninfo

    return make_conninfo(url, dbname=database)


def environment(url: str) -> dict[str, str]:
    """Return the environment in which Django finds its database, data folder and secret key.

    The owner's address is not in it: what serves pages must not know how to change tables.
    """
    place = data_dir()
    variables = {name: value for name, value in os.environ.items() if name not in OWN_WAYS}
    variables |= {"DATABASE_URL": url, "ANSINH_DATA_DIR": str(place)}
    variables["DJANGO_SETTINGS_MODULE"] = "ansinh.site.settings"
    production = (setting("ANSINH_PRODUCTION") or "").lower() in {"1", "true", "yes", "on"}
    if not production and not {"SECRET_KEY", "SECRET_KEY_FILE"} & set(os.environ):
        variables["SECRET_KEY_FILE"] = str(_made_once(place / "keys" / "secret_key", secrets.token_urlsafe(64)))
    if not production:
        # Without keys of its own a demonstration would seal numbers with a key that everybody knows.
        for name, made in (
            ("ANSINH_PERSONAL_KEYS", f"{secrets.token_hex(4)}:{_new_key()}"),
            ("ANSINH_INDEX_KEY", _new_key()),
        ):
            if not {name, f"{name}_FILE"} & set(os.environ):
                variables[f"{name}_FILE"] = str(_made_once(place / "keys" / name.removeprefix("ANSINH_").lower(), made))
    return variables


def enter(url: str) -> None:
    """Make this process a Django process that works on the database at ``url``."""
    variables = environment(url)
    for name in OWN_WAYS:
        os.environ.pop(name, None)
    os.environ.update(variables)
    import django

    django.setup()


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode("ascii")


def _made_once(path: Path, content: str) -> Path:
    """Make a key of the demonstration's own once; only the caller can read it."""
    path.parent.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(content)
    return path
