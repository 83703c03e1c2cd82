"""What rooms above show on the page of an agency or a unit. They hand in a function at their start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ansinh.apps.territory.models import Agency, Unit


@dataclass(frozen=True, slots=True)
class Panel:
    """One block of a page: its template and what that shows, under the name ``panel``; ``aside`` puts it at the side."""

    template: str
    content: Mapping[str, Any]
    aside: bool = False


Panels = Callable[..., list[Panel]]
_BRINGERS: list[Panels] = []
_OF_UNITS: list[Panels] = []


def add_agency_panels(function: Panels) -> None:
    """Let a room show blocks on every agency's page: ``function(agency=, on=, user=, page=)`` gives them.

    ``page`` is the page of a long block that the address asks for (``?viec=2``), "" for the first.
    """
    if function not in _BRINGERS:
        _BRINGERS.append(function)


def agency_panels(*, agency: Agency, on: date, user: Any, page: str = "") -> list[Panel]:
    """Return the blocks that the rooms above show of an agency, in the order of the rooms."""
    return [panel for function in _BRINGERS for panel in function(agency=agency, on=on, user=user, page=page)]


def add_unit_panels(function: Panels) -> None:
    """Let a room show blocks first on every unit's page: ``function(unit=, on=, user=)`` gives them."""
    if function not in _OF_UNITS:
        _OF_UNITS.append(function)


def unit_panels(*, unit: Unit, on: date, user: Any) -> list[Panel]:
    """Return the blocks that the rooms above show of a unit, in the order of the rooms."""
    return [panel for function in _OF_UNITS for panel in function(unit=unit, on=on, user=user)]
