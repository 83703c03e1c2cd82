"""Reads of the agency directory."""

from __future__ import annotations

from collections.abc import Collection

from ansinh.apps.territory.models import Agency, AgencyAlias


def find_agencies(*, keys: Collection[str]) -> dict[str, Agency]:
    """Return the agencies that the directory knows under these folded names, by name key."""
    rows = AgencyAlias.objects.filter(key__in=keys).select_related("agency")
    return {row.key: row.agency for row in rows}


def list_agencies() -> list[Agency]:
    """Return the whole directory, sorted by name."""
    return list(Agency.objects.order_by("name", "id"))
