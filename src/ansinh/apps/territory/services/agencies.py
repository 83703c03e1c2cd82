"""Writes to the agency directory."""

from __future__ import annotations

import csv
from pathlib import Path

from django.db import transaction

from ansinh.apps.territory.models import Agency, AgencyAlias, AgencyKind
from ansinh.core.plandoc.agencies import agency_key

DIRECTORY = Path(__file__).resolve().parents[1] / "data" / "agencies.csv"


def add_agency(*, name: str, is_group: bool = False, kind: str = AgencyKind.STATE, short_name: str = "") -> Agency:
    """Add an agency, or a group of agencies, under the name by which documents call it."""
    return Agency.objects.create(name=name, short_name=short_name, is_group=is_group, kind=kind)


def add_alias(*, agency: Agency, name: str, key: str) -> AgencyAlias:
    """Remember one more way of writing an agency; a name that meant another agency now means this one."""
    alias, _ = AgencyAlias.objects.update_or_create(key=key, defaults={"agency": agency, "name": name})
    return alias


@transaction.atomic
def seed_directory(*, path: Path = DIRECTORY) -> int:
    """Put the agencies that every province has into the directory; return how many were added.

    A name that the directory knows already is left as people have set it, so this may run at every start.
    """
    added = 0
    known = set(AgencyAlias.objects.values_list("key", flat=True))
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            names = {agency_key(name): name for name in (row["name"], *row["aliases"].split(";")) if name}
            if agency_key(row["name"]) in known:
                continue
            agency = add_agency(
                name=row["name"], short_name=row["short"], kind=row["kind"], is_group=row["group"] == "1"
            )
            added += 1
            for key, name in names.items():
                if key not in known:
                    add_alias(agency=agency, name=name, key=key)
                    known.add(key)
    return added
