"""Rows of the data files that come with this room."""

from __future__ import annotations

import csv
from importlib import resources


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one data file by the names in its first line."""
    text = (resources.files("ansinh.core.catalogue") / "data" / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def listed(text: str) -> tuple[str, ...]:
    """Return the parts of a cell that holds several, parted by semicolons."""
    return tuple(part.strip() for part in text.split(";") if part.strip())
