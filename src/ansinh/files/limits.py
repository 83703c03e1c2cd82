"""How large an uploaded file may be, packed and unpacked."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The sizes above which a file is refused before it is parsed; sizes in bytes, time in seconds."""

    file_bytes: int = 50 * MEGABYTE
    zip_entries: int = 2_000
    zip_bytes: int = 256 * MEGABYTE
    part_bytes: int = 128 * MEGABYTE
    # Word XML packs 5 to 60 times; deflate cannot pack more than 1032 times.
    zip_ratio: int = 200
    ratio_free_bytes: int = 2 * MEGABYTE
    pages: int = 3_000
    memory_bytes: int = 1536 * MEGABYTE
    seconds: int = 120


DEFAULT_LIMITS = Limits()


def megabytes(size: int) -> str:
    """Return a size as an official reads it: "12,5 MB"."""
    return f"{size / MEGABYTE:.1f}".replace(".", ",").removesuffix(",0") + " MB"
