"""What may be ticked when a duty to report is set up: indicators by sector, agencies by what they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ansinh.apps.planning.models import CatalogueIndicator
from ansinh.apps.territory.models import Agency
from ansinh.apps.territory.selectors.agencies import in_being
from ansinh.core.text import fold


@dataclass(frozen=True, slots=True)
class Choice:
    """One line that may be ticked; ``key`` is what a search is compared with."""

    value: str
    label: str
    note: str
    key: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Lines that belong together."""

    label: str
    choices: tuple[Choice, ...]


def list_entry_choices(*, chosen: Collection[str], of_plan: Mapping[str, str]) -> list[ChoiceGroup]:
    """Return the indicators of the catalogue by sector; of_plan: the plan's own number of those it is bound to."""
    groups: dict[str, list[Choice]] = {}
    for entry in CatalogueIndicator.objects.exclude(kind="qualitative").order_by("ordinal"):
        number = of_plan.get(entry.code)
        note = entry.unit if number is None else f"{entry.unit} · chỉ tiêu {number or '–'} của kế hoạch"
        groups.setdefault(str(entry.get_sector_display()), []).append(
            Choice(entry.code, entry.name_vi, note, fold(f"{entry.name_vi} {entry.code}"), entry.code in chosen)
        )
    return [ChoiceGroup(label, tuple(choices)) for label, choices in groups.items()]


def list_agency_choices(*, chosen: Collection[str], on: dt.date) -> list[ChoiceGroup]:
    """Return the single agencies that exist on a day, by kind."""
    groups: dict[str, list[Choice]] = {}
    rows = in_being(Agency.objects.filter(is_group=False), on=on)
    for agency in rows.order_by("kind", "search_key", "pk"):
        groups.setdefault(str(agency.get_kind_display()), []).append(
            Choice(
                str(agency.pk),
                agency.name,
                str(agency.get_level_display()),
                fold(f"{agency.name} {agency.short_name}"),
                str(agency.pk) in chosen,
            )
        )
    return [ChoiceGroup(label, tuple(choices)) for label, choices in groups.items()]
