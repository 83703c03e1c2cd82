"""Reads of the agency directory: names, lists, one agency with its past and future."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from ansinh.apps.territory.models import Agency, AgencyAlias, AgencySuccession
from ansinh.core.plandoc.agencies import agency_key
from ansinh.core.text import fold


def find_agencies(*, keys: Collection[str]) -> dict[str, Agency]:
    """Return the agencies that the directory knows under these folded names, by name key."""
    rows = AgencyAlias.objects.filter(key__in=keys).select_related("agency")
    return {row.key: row.agency for row in rows}


def find_by_names(*, names: Iterable[str], place: str = "") -> dict[str, Agency]:
    """Return the agencies that printed names mean, by the name; a name may end in the plan's own place.

    "Đài Phát thanh tỉnh X" in a plan of province X is its "Đài Phát thanh tỉnh"; names that mean nothing known are
    left out.
    """
    ending = agency_key(place)
    tried: dict[str, list[str]] = {}
    for name in names:
        key = agency_key(name)
        tried[name] = [key]
        if ending and key.endswith(f" {ending}"):
            tried[name].append(key.removesuffix(f" {ending}"))
            tried[name].append(key.removesuffix(f" {ending}").removesuffix(" tinh").removesuffix(" thanh pho"))
    known = find_agencies(keys={key for keys in tried.values() for key in keys})
    found = {name: next((known[key] for key in keys if key in known), None) for name, keys in tried.items()}
    return {name: agency for name, agency in found.items() if agency is not None}


def list_agencies() -> list[Agency]:
    """Return the whole directory, sorted by name."""
    return list(Agency.objects.order_by("name", "id"))


def list_single_agencies() -> list[Agency]:
    """Return every agency that is no group, sorted by name: those that can hold work."""
    return [agency for agency in list_agencies() if not agency.is_group]


def search_agencies(*, words: str = "") -> QuerySet[Agency]:
    """Return the directory, or the agencies whose names hold every word, with or without diacritics."""
    return with_words(Agency.objects.select_related("parent").order_by("search_key", "id"), words)


def with_words(rows: QuerySet[Agency], words: str) -> QuerySet[Agency]:
    """Keep the agencies one of whose names holds every word, with or without diacritics."""
    condition = Q()
    for word in fold(words).split():
        condition &= Q(search_key__contains=word)
    return rows.filter(condition)


def in_being(rows: QuerySet[Agency], *, on: date) -> QuerySet[Agency]:
    """Return the agencies that exist on a day, as far as their days are known."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    return rows.filter(begun & (Q(valid_to__isnull=True) | Q(valid_to__gt=on)))


def ended(rows: QuerySet[Agency], *, on: date) -> QuerySet[Agency]:
    """Return the agencies that exist no more on a day."""
    return rows.filter(valid_to__lte=on)


@dataclass(frozen=True, slots=True)
class AgencyStory:
    """One agency with all that the directory says of it."""

    agency: Agency
    names: list[str]
    parts: list[Agency]
    successions: list[AgencySuccession]
    withdrawn: list[AgencySuccession]
    predecessors: list[AgencySuccession]


def get_agency(agency_id: int) -> Agency | None:
    """Return one agency of the directory with the one it belongs to, or None."""
    return Agency.objects.select_related("parent").filter(pk=agency_id).first()


def get_story(agency: Agency) -> AgencyStory:
    """Return the names, parts, predecessors and successors of an agency, in order of days."""
    rows = AgencySuccession.objects.select_related("agency", "successor", "only_in").prefetch_related("candidates")
    ordered = rows.order_by(_first("from_date"), _first("seen_by_date"), _first("successor__search_key"), "pk")
    after = list(ordered.filter(agency=agency))
    before = ordered.filter(successor=agency, withdrawn_at=None).exclude(agency=agency)
    return AgencyStory(
        agency=agency,
        names=_names(agency),
        parts=list(agency.parts.order_by("search_key")),
        successions=[row for row in after if row.withdrawn_at is None],
        withdrawn=[row for row in after if row.withdrawn_at is not None],
        predecessors=list(before),
    )


def _names(agency: Agency) -> list[str]:
    """Return every way of writing an agency: those of the directory, then those that people added with plans."""
    added = agency.aliases.order_by("pk").values_list("name", flat=True)
    return [name for name in dict.fromkeys((*agency.other_names, *added)) if name != agency.name]


def _first(name: str) -> Any:
    return F(name).asc(nulls_last=True)
