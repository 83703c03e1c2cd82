"""Puts the units that come with the program into the tables: once, quickly, without touching what people recorded."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.db import connection, transaction

from ansinh.apps.territory.models import ChangeKind, LoadedData, ShareDecision, Unit, UnitChange, UnitLevel
from ansinh.apps.territory.words import search_key

DATA = Path(__file__).resolve().parents[1] / "data"
FILES = ("units.csv", "unit_changes.csv", "unit_instruments.csv")
NAME = "units"
LOCK = 7_202_507
CHANGED = ("kind", "share", "instrument", "change_date", "note")
DERIVED = ("name", "kind", "parent_id", "valid_to", "number", "latitude", "longitude", "search_key", "note")

Row = dict[str, str]
UnitKey = tuple[str, str]


@transaction.atomic
def seed_units(*, at: datetime, data: Path = DATA, provinces: Collection[str] | None = None) -> int:
    """Load provinces, districts, communes and their lineage; return how many rows were written, 0 when nothing is new.

    Safe at every start and with two starts at once: an unchanged set of files is told by its digest. Known units are
    corrected in place, new ones added, none taken away; a share that a person recorded stays. Of a unit's lineage what
    turned out wrong is taken away, unless somebody recorded a share on it. ``provinces``: codes of today's provinces, to
    load only these and what went into them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    digest = _digest(data, provinces)
    known = LoadedData.objects.filter(name=NAME).first()
    if known is not None and known.digest == digest:
        return 0
    units, changes = _read(data / "units.csv"), _read(data / "unit_changes.csv")
    if provinces is not None:
        units, changes = _only(units, changes, set(provinces))
    count = _put_units(units) + _put_changes(changes, _instruments(data))
    LoadedData.objects.update_or_create(name=NAME, defaults={"digest": digest, "loaded_at": at})
    return count


def _put_units(rows: list[Row]) -> int:
    """Write the units level by level, so that a unit's parent is there before it; equal ones are left alone."""
    known = {(unit.code, unit.valid_from.isoformat()): unit for unit in Unit.objects.all()}
    ids: dict[UnitKey, int] = {key: unit.pk for key, unit in known.items()}
    count = 0
    for level in UnitLevel.values:
        made, changed = [], []
        for row in rows:
            if row["level"] != level:
                continue
            unit = _unit(row, ids)
            before = known.get((row["code"], row["valid_from"]))
            if before is None:
                made.append(unit)
            elif any(getattr(before, name) != getattr(unit, name) for name in DERIVED):
                unit.pk = before.pk
                changed.append(unit)
        for unit in Unit.objects.bulk_create(made, batch_size=2000):
            ids[unit.code, unit.valid_from.isoformat()] = unit.pk
        Unit.objects.bulk_update(changed, [name.removesuffix("_id") for name in DERIVED], batch_size=500)
        count += len(made) + len(changed)
    return count


def _put_changes(rows: list[Row], instruments: dict[str, tuple[str, str]]) -> int:
    """Write the lineage. Where a person recorded a share, kind, share and basis stay as they are."""
    ids = {(code, start.isoformat()): pk for pk, code, start in Unit.objects.values_list("pk", "code", "valid_from")}
    known = {(change.old_id, change.new_id): change for change in UnitChange.objects.all()}
    decided = set(ShareDecision.objects.values_list("change_id", flat=True))
    made, changed = [], []
    said: dict[int, set[int]] = {}
    for row in rows:
        said.setdefault(ids[row["old_code"], row["old_from"]], set()).add(ids[row["new_code"], row["new_from"]])
        change = UnitChange(
            old_id=ids[row["old_code"], row["old_from"]],
            new_id=ids[row["new_code"], row["new_from"]],
            kind=row["kind"],
            share=Decimal(1) if row["kind"] == ChangeKind.FULL else None,
            instrument=_said(*instruments[row["instrument"]], row["clause"]),
            change_date=date.fromisoformat(row["date"]),
            note=row["note"],
        )
        before = known.get((change.old_id, change.new_id))
        if before is None:
            made.append(change)
            continue
        change.pk, change.basis = before.pk, before.basis
        if before.pk in decided:
            change.kind, change.share = before.kind, before.share
        if any(getattr(before, name) != getattr(change, name) for name in CHANGED):
            changed.append(change)
    UnitChange.objects.bulk_create(made, batch_size=2000)
    UnitChange.objects.bulk_update(changed, CHANGED, batch_size=500)
    wrong = {change.pk for (old, new), change in known.items() if old in said and new not in said[old]} - decided
    UnitChange.objects.filter(pk__in=wrong).delete()
    return len(made) + len(changed) + len(wrong)


def _unit(row: Row, ids: dict[UnitKey, int]) -> Unit:
    return Unit(
        code=row["code"],
        name=row["name"],
        level=row["level"],
        kind=row["kind"],
        parent_id=ids[row["parent"], row["parent_from"]] if row["parent"] else None,
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        number=int(row["number"]),
        latitude=Decimal(row["latitude"]) if row["latitude"] else None,
        longitude=Decimal(row["longitude"]) if row["longitude"] else None,
        search_key=search_key(name=row["name"], code=row["code"], also=row["also"]),
        note=row["note"],
    )


def _only(units: list[Row], changes: list[Row], provinces: set[str]) -> tuple[list[Row], list[Row]]:
    """Cut out some of today's provinces with everything that went into them."""
    wanted = {(row["code"], row["valid_from"]) for row in units if row["code"] in provinces and not row["valid_to"]}
    for row in sorted(changes, key=lambda row: row["date"], reverse=True):
        if len(row["new_code"]) == 2 and (row["new_code"], row["new_from"]) in wanted:
            wanted.add((row["old_code"], row["old_from"]))
    for level in ("district", "commune"):
        for row in units:
            if row["level"] == level and (row["parent"], row["parent_from"]) in wanted:
                wanted.add((row["code"], row["valid_from"]))
    kept = [row for row in units if (row["code"], row["valid_from"]) in wanted]
    inside = [
        row
        for row in changes
        if (row["old_code"], row["old_from"]) in wanted and (row["new_code"], row["new_from"]) in wanted
    ]
    return kept, inside


def _instruments(data: Path) -> dict[str, tuple[str, str]]:
    """Return name and evidence of each resolution by its key."""
    return {row["key"]: (row["name"], row["evidence"]) for row in _read(data / "unit_instruments.csv")}


def _said(name: str, evidence: str, clause: str) -> str:
    return f"{clause} {name} ({evidence})".strip()


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _digest(data: Path, provinces: Collection[str] | None) -> str:
    made = hashlib.sha256(repr(sorted(provinces) if provinces is not None else "all").encode())
    for name in FILES:
        made.update((data / name).read_bytes())
    return made.hexdigest()
