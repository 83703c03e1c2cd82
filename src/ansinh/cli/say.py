"""How the terminal speaks: results on the standard output, one plain sentence on the error output."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def tell(sentence: str) -> None:
    """Say what is being done, where it does not disturb a result that is piped on."""
    err.print(sentence, markup=False)


def refuse(sentence: str, *, code: int = 2) -> NoReturn:
    """Say in one sentence what is wrong, where, and what to do; end with ``code``."""
    err.print(" ".join(sentence.split()), markup=False)
    raise typer.Exit(code)


_REASONS = {
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.EISDIR: "đó là thư mục",
    errno.ENOTDIR: "đường dẫn đi qua một tệp",
    errno.ENOENT: "không có ở nơi đã chỉ",
    errno.ENOSPC: "ổ đĩa đã đầy",
    errno.ENAMETOOLONG: "tên quá dài",
}


def reason_of(error: OSError) -> str:
    """Say in Vietnamese why the system refused a file; what is rare stays in the system's own words."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file at once or not at all: a cut run leaves what was there before. Raises OSError."""
    descriptor, name = tempfile.mkstemp(dir=path.parent or Path(), prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
