"""A folder in which files are kept by their digest: written at once or not at all, given out only as what was kept."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

_DIGEST = re.compile(r"[0-9a-f]{64}")


class NotOnShelf(Exception):
    """The file is not there, or is not what was kept; the message says which file, and what to do."""


def place_of(folder: Path, sha256: str) -> Path:
    """Return where the bytes of a digest lie; anything that is no digest is refused. Raises NotOnShelf."""
    if not _DIGEST.fullmatch(sha256):
        raise NotOnShelf("Mã tệp không đúng.")
    return folder / sha256[:2] / sha256


def put(folder: Path, content: bytes, sha256: str) -> None:
    """Keep the bytes of a digest; the same twice is one."""
    path = place_of(folder, sha256)
    if path.exists() and path.stat().st_size == len(content):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and put in place at once: whoever reads never sees half a file, and a stop leaves none.
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".moi-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).chmod(0o640)
        Path(aside).replace(path)
    finally:
        Path(aside).unlink(missing_ok=True)


def take(folder: Path, sha256: str, *, name: str) -> bytes:
    """Return the bytes that were kept, compared with their digest; ``name`` is said where that fails. Raises NotOnShelf."""
    path = place_of(folder, sha256)
    if not path.is_file():
        raise NotOnShelf(f"Không còn tệp “{name}” trong kho tệp. Báo quản trị khôi phục từ bản sao lưu.")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise NotOnShelf(f"Tệp “{name}” trong kho khác với tệp đã nhận (mã băm khác). Báo quản trị.")
    return content
