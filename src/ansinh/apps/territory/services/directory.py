"""Puts the directory of agencies that comes with the program into the tables, again at every start."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.db import transaction

from ansinh.apps.territory.models import (
    Agency,
    AgencyAlias,
    AgencyKind,
    AgencyMember,
    AgencySuccession,
    Unit,
    UnitLevel,
)
from ansinh.core.plandoc.agencies import agency_key
from ansinh.core.text import fold

DATA = Path(__file__).resolve().parents[1] / "data"
DIRECTORY = DATA / "agencies.csv"
SUCCESSIONS = DATA / "agency_successions.csv"
# What an agency takes from the shipped data until somebody changes it here.
TAKEN = ["code", "short_name", "kind", "level", "member_rules", "valid_from", "valid_to", "other_names", "search_key"]


@transaction.atomic
def seed_directory(*, path: Path = DIRECTORY, successions: Path = SUCCESSIONS) -> int:
    """Put the agencies of the country and what became of them into the directory; return how many were added.

    May run at every start: a row is told by its code and follows the shipped data until somebody changes it here.
    A name that the directory knows already stays with its agency. A succession of one province waits until that
    province is among the units.
    """
    rows = _rows(path)
    by_code, added = _seed_agencies(rows)
    _seed_aliases(rows, by_code)
    _seed_parents_and_members(rows, by_code)
    _seed_successions(_rows(successions), by_code)
    return added


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _seed_agencies(rows: Iterable[dict[str, str]]) -> tuple[dict[str, Agency], int]:
    by_code = {agency.code: agency for agency in Agency.objects.exclude(code="")}
    by_key = {alias.key: alias.agency for alias in AgencyAlias.objects.select_related("agency")}
    fresh: list[Agency] = []
    changed: list[Agency] = []
    for row in rows:
        agency = by_code.get(row["code"])
        if agency is None:
            # Known under this name before the directory had codes, or added by people: theirs, with our code.
            agency = by_key.get(agency_key(row["name"]))
            if agency is None or agency.code or agency.is_group != (row["group"] == "1"):
                agency = Agency(name=row["name"], is_group=row["group"] == "1")
            by_code[row["code"]] = agency
        if agency.edited_at is None and _take(agency, row):
            (changed if agency.pk else fresh).append(agency)
    Agency.objects.bulk_create(fresh)
    Agency.objects.bulk_update(changed, TAKEN, batch_size=500)
    return by_code, len(fresh)


def _take(agency: Agency, row: dict[str, str]) -> bool:
    """Give an agency what the shipped data say of it; say whether anything is new."""
    written = [name for name in row["aliases"].split(";") if name]
    wanted = {
        "code": row["code"],
        "short_name": row["short"],
        "kind": AgencyKind(row["kind"]).value,
        "level": row["level"],
        "member_rules": [rule for rule in row["rules"].split(";") if rule] if agency.is_group else [],
        "valid_from": _day(row["valid_from"]),
        "valid_to": _day(row["valid_to"]),
        "other_names": written,
        "search_key": fold(" · ".join(dict.fromkeys((agency.name, row["short"], *written)))),
    }
    new = any(getattr(agency, name) != value for name, value in wanted.items())
    for name, value in wanted.items():
        setattr(agency, name, value)
    return new


def _seed_aliases(rows: Iterable[dict[str, str]], by_code: dict[str, Agency]) -> None:
    known = set(AgencyAlias.objects.values_list("key", flat=True))
    fresh = []
    # Groups first: "UBND xã, phường" in a document means all of them.
    for row in sorted(rows, key=lambda row: row["group"] != "1"):
        for name in (row["name"], *row["aliases"].split(";")):
            key = agency_key(name)
            if key and key not in known:
                fresh.append(AgencyAlias(agency=by_code[row["code"]], name=name, key=key))
                known.add(key)
    AgencyAlias.objects.bulk_create(fresh)


def _seed_parents_and_members(rows: Iterable[dict[str, str]], by_code: dict[str, Agency]) -> None:
    known = set(AgencyMember.objects.values_list("group_id", "member_id"))
    for row in rows:
        agency, parent = by_code[row["code"]], by_code.get(row["parent"])
        if parent is not None and agency.edited_at is None and agency.parent_id != parent.pk:
            agency.parent = parent
            agency.save(update_fields=["parent"])
        for code in filter(None, row["members"].split(";")):
            if (agency.pk, by_code[code].pk) not in known:
                AgencyMember.objects.create(group=agency, member=by_code[code])


def _seed_successions(rows: Iterable[dict[str, str]], by_code: dict[str, Agency]) -> None:
    known = {row.code: row for row in AgencySuccession.objects.exclude(code="").prefetch_related("candidates")}
    provinces = list(Unit.objects.filter(level=UnitLevel.PROVINCE))
    fresh, candidates = [], dict[str, set[int]]()
    for row in rows:
        day = _day(row["from_date"]) or _day(row["seen_by_date"])
        unit = _province(provinces, row["unit"], day)
        kept = known.get(row["code"])
        if (row["unit"] and unit is None) or (kept is not None and kept.edited_at is not None):
            continue
        wanted = {
            "agency_id": by_code[row["agency"]].pk,
            "field": row["field"],
            "only_in_id": unit.pk if unit is not None else None,
            "successor_id": by_code[row["successor"]].pk if row["successor"] else None,
            "from_date": _day(row["from_date"]),
            "seen_by_date": _day(row["seen_by_date"]),
            "legal_basis": row["legal_basis"],
            "evidence": row["evidence"],
            "source_url": row["source_url"],
            "note": row["note"],
        }
        if kept is None:
            kept = AgencySuccession(code=row["code"], **wanted)
            fresh.append(kept)
        elif any(getattr(kept, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(kept, name, value)
            kept.save()
        known[row["code"]] = kept
        candidates[row["code"]] = {by_code[code].pk for code in row["candidates"].split(";") if code}
    AgencySuccession.objects.bulk_create(fresh)
    added = {row.code for row in fresh}
    for code, wanted_ids in candidates.items():
        if wanted_ids or code not in added:
            _set_candidates(known[code], wanted_ids)


def _set_candidates(row: AgencySuccession, wanted: set[int]) -> None:
    if wanted != {agency.pk for agency in row.candidates.all()}:
        row.candidates.set(wanted)


def _province(provinces: Iterable[Unit], code: str, day: date | None) -> Unit | None:
    """Return the province of a code as it was before a change; a code may pass to the province that follows."""
    own = sorted((unit for unit in provinces if unit.code == code), key=lambda unit: unit.valid_from)
    before = [unit for unit in own if day is None or unit.valid_from < day]
    return before[-1] if before else next(iter(own), None)
