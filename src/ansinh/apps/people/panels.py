"""What rooms above show on the page of a person: what he receives, his dossiers. They hand in a function at their start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ansinh.apps.people.models import Person


@dataclass(frozen=True, slots=True)
class PersonPanel:
    """One block of the page: its template, and what that shows under the name ``panel``."""

    template: str
    content: Mapping[str, Any]
    of_restricted: bool = False


Bringer = Callable[..., list[PersonPanel]]
_BRINGERS: list[Bringer] = []


def add_person_panels(function: Bringer) -> None:
    """Let a room show blocks on every person's page: ``function(person=, on=, user=)`` gives them."""
    if function not in _BRINGERS:
        _BRINGERS.append(function)


def person_panels(*, person: Person, on: date, user: Any, of_restricted: bool = False) -> list[PersonPanel]:
    """Return the blocks that the rooms above show of a person, in the order of the rooms.

    ``of_restricted``: only those that are shown while the processing of the person's data is restricted.
    """
    panels = [panel for function in _BRINGERS for panel in function(person=person, on=on, user=user)]
    return [panel for panel in panels if panel.of_restricted or not of_restricted]
