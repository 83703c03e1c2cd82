"""Writes to the agency directory."""

from __future__ import annotations

from ansinh.apps.territory.models import Agency, AgencyAlias, AgencyKind


def add_agency(*, name: str, is_group: bool = False, kind: str = AgencyKind.STATE, short_name: str = "") -> Agency:
    """Add an agency, or a group of agencies, under the name by which documents call it."""
    return Agency.objects.create(name=name, short_name=short_name, is_group=is_group, kind=kind)


def add_alias(*, agency: Agency, name: str, key: str) -> AgencyAlias:
    """Remember one more way of writing an agency; a name that meant another agency now means this one."""
    alias, _ = AgencyAlias.objects.update_or_create(key=key, defaults={"agency": agency, "name": name})
    return alias
