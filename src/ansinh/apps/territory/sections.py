"""What rooms above bring to the pages of a unit: plans, tasks, agencies; this room knows none of them.

A room registers a function in its ``apps.py``; it is called with keyword arguments and returns a Section, or None when
it has nothing to say there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a section: what it is, its page, and what tells it from others."""

    label: str
    url: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page that another room fills; ``empty`` says why there is nothing and what to do."""

    title: str
    lines: tuple[Line, ...] = ()
    empty: str = ""
    note: str = ""
    more: Line | None = field(default=None)


# (unit=Unit, related=list[Unit] before and after it, user=User) -> Section | None
UnitSection = Callable[..., Section | None]
# (units=list[Unit] of the user, agency=Agency | None, user=User, on=date) -> Section | None
ReformSection = Callable[..., Section | None]

_unit_sections: list[UnitSection] = []
_reform_sections: list[ReformSection] = []


def add_unit_section(function: UnitSection) -> None:
    """Have a section on the page of every unit; call it once, in the room's apps.py."""
    if function not in _unit_sections:
        _unit_sections.append(function)


def add_reform_section(function: ReformSection, *, first: bool = False) -> None:
    """Have a section on the page "what changed on 1/7/2025 for me"; call it once, in the room's apps.py."""
    if function not in _reform_sections:
        _reform_sections.insert(0 if first else len(_reform_sections), function)


def unit_sections(**about: Any) -> list[Section]:
    """Ask every room for its section on a unit."""
    return [section for bring in _unit_sections if (section := bring(**about)) is not None]


def reform_sections(**about: Any) -> list[Section]:
    """Ask every room what changed for somebody."""
    return [section for bring in _reform_sections if (section := bring(**about)) is not None]
