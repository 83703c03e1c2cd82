"""A restored database and its files come into use together; a swap that was cut short is finished at the next start.

What it means to an official: pulling the plug during a restore never leaves the program without its data, and
never makes it start on an empty database.

``restore`` first makes ``media_restored_MOMENT`` and a database of that name, fills and compares both, and then swaps:
the two names of the databases in one transaction, then the two folders. A database ``…_before_MOMENT`` therefore says
that everything was compared, and a folder ``media_restored_MOMENT`` beside it that the folders wait.
"""

from __future__ import annotations

import fcntl
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

MOMENT = r"\d{8}_\d{6}"


class CannotFinish(Exception):
    """A restore was cut short and cannot be finished by itself; the sentence says what is there and what to do."""


def restored_name(current: str, moment: str) -> str:
    """Return what the database is called while it is being restored."""
    return f"{current}_restored_{moment}"


def old_name(current: str, moment: str) -> str:
    """Return what the database in use is called after another took its place."""
    return f"{current}_before_{moment}"


def leftovers(names: set[str], current: str) -> list[str]:
    """Return the databases that restores have left beside the one in use."""
    return sorted(name for name in names if re.fullmatch(rf"{re.escape(current)}_(before|restored)_{MOMENT}", name))


class RestoreRuns(Exception):
    """Another restore goes on."""


@contextmanager
def restoring(home: Path) -> Iterator[None]:
    """Hold the data folder for one restore, so that nobody takes it for one that was cut short. Raises RestoreRuns."""
    with (home / "restore.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RestoreRuns("Một lệnh khôi phục khác đang chạy: chờ nó xong rồi làm lại.") from error
        yield


def rename_databases(connection: psycopg.Connection[Any], *, current: str, moment: str) -> None:
    """Give the restored database the name in use, and the one in use the name it is kept under: both or neither."""
    names = {
        "current": sql.Identifier(current),
        "old": sql.Identifier(old_name(current, moment)),
        "fresh": sql.Identifier(restored_name(current, moment)),
    }
    with connection.transaction():
        connection.execute(sql.SQL("ALTER DATABASE {current} RENAME TO {old}").format(**names))
        connection.execute(sql.SQL("ALTER DATABASE {fresh} RENAME TO {current}").format(**names))


def finish(*, admin_url: str, current: str, home: Path) -> str:
    """Finish a swap that was cut short; return what was done in one sentence, or "" where there was nothing to do.

    Raises CannotFinish where the database in use is gone and it is not certain which one shall take its place,
    RestoreRuns while a restore goes on.
    """
    done = []
    with restoring(home), psycopg.connect(admin_url, autocommit=True) as connection:
        names = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        found = leftovers(names, current)
        head = old_name(current, "")
        compared = sorted(name.removeprefix(head) for name in found if name.startswith(head))
        if current not in names and found:
            moment = next((one for one in reversed(compared) if restored_name(current, one) in names), None)
            if moment is None:
                raise CannotFinish(
                    f"Không có cơ sở dữ liệu {current}, chỉ có {', '.join(found)}: chọn bản muốn dùng, chạy "
                    f'ALTER DATABASE "{found[-1]}" RENAME TO "{current}" bằng psql rồi mở lại.'
                )
            fresh = restored_name(current, moment)
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            connection.execute(rename.format(sql.Identifier(fresh), sql.Identifier(current)))
            names.remove(fresh)
            done.append(f"bản đã đối chiếu nay được dùng, dữ liệu trước đó giữ tên {old_name(current, moment)}")
        waits = [one for one in compared if restored_name(current, one) not in names and _folder(home, one).is_dir()]
        for moment in waits[-1:]:
            swap_folders(home, moment)
            done.append("các tệp đã khôi phục nay được dùng")
    return f"Lần khôi phục trước bị ngắt giữa chừng, đã làm nốt: {'; '.join(done)}." if done else ""


def _folder(home: Path, moment: str) -> Path:
    return home / f"media_restored_{moment}"


def swap_folders(home: Path, moment: str) -> None:
    """Put the restored files where files are looked for; those that were there are kept."""
    media, kept, fresh = home / "media", home / f"media_before_{moment}", _folder(home, moment)
    if media.is_dir():
        if kept.exists():
            raise CannotFinish(
                f"Có cả {media} và {kept} nên không rõ bản nào đang dùng: giữ lại một, đổi tên {fresh} thành {media}."
            )
        media.rename(kept)
    fresh.rename(media)
