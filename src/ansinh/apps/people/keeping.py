"""What the register itself knows of why a person's data have to be kept; rooms above hand in a function at their start."""

from __future__ import annotations

from collections.abc import Callable

from ansinh.apps.accounts.scope import seen
from ansinh.apps.people.models import Membership, Person

Knower = Callable[[Person], list[str]]
_KNOWERS: list[Knower] = []


def add_keeping_reasons(function: Knower) -> None:
    """Let a room say for what a person's data are needed now: ``function(person)`` gives sentences."""
    if function not in _KNOWERS:
        _KNOWERS.append(function)


def keeping_reasons(person: Person) -> list[str]:
    """Return for what a person's data are needed now, each in a sentence; empty where nothing is known."""
    found = []
    if seen(Membership).filter(person=person, valid_to=None).exists():
        found.append("Đang là thành viên một hộ trong sổ; điều kiện của cả hộ tính theo người này.")
    return found + [reason for function in _KNOWERS for reason in function(person)]
