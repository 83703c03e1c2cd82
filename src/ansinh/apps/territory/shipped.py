"""The communes that come with the program, read from its own files: for what works without a database."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class ShippedCommune:
    """A commune as it is on a day; ``old_names`` of those that went into it, each with its district."""

    code: str
    name: str
    kind: str
    province: str
    old_names: tuple[str, ...]


def shipped_communes(*, province: str, day: date) -> list[ShippedCommune]:
    """Return the communes of a province as they are on a day, by code; none where there is no such province."""
    units, into = _units(), _went_into()
    found = []
    for unit in units:
        ends = unit["valid_to"] or "9999-12-31"
        if unit["level"] == "commune" and unit["parent"] == province and unit["valid_from"] <= day.isoformat() < ends:
            old = tuple(sorted(into.get((unit["code"], unit["valid_from"]), ())))
            found.append(ShippedCommune(unit["code"], unit["name"], unit["kind"], province, old))
    return sorted(found, key=lambda each: each.code)


@cache
def old_commune_names() -> dict[str, tuple[str, ...]]:
    """Return, for each former commune as "Xã …, Huyện …, Tỉnh …", the codes of the communes it went into."""
    found: dict[str, set[str]] = defaultdict(set)
    full = _full_names()
    for change in _rows("unit_changes.csv"):
        name = full.get((change["old_code"], change["old_from"]))
        if name:
            found[name].add(change["new_code"])
    return {name: tuple(sorted(codes)) for name, codes in found.items()}


def _went_into() -> dict[tuple[str, str], set[str]]:
    full, found = _full_names(), defaultdict[tuple[str, str], set[str]](set)
    for change in _rows("unit_changes.csv"):
        name = full.get((change["old_code"], change["old_from"]))
        if name:
            found[change["new_code"], change["new_from"]].add(name)
    return found


@cache
def _full_names() -> dict[tuple[str, str], str]:
    """Names of communes with district and province, as written on papers of their time."""
    units = {(unit["code"], unit["valid_from"]): unit for unit in _units()}
    found = {}
    for key, unit in units.items():
        if unit["level"] != "commune":
            continue
        parts, above = [unit["name"]], units.get((unit["parent"], unit["parent_from"]))
        while above is not None:
            parts.append(above["name"])
            above = units.get((above["parent"], above["parent_from"]))
        found[key] = ", ".join(parts)
    return found


@cache
def _units() -> list[dict[str, str]]:
    return _rows("units.csv")


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
