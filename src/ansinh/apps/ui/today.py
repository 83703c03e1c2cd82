"""What rooms put on the first page of somebody's day: blocks of their own, and lists of what waits for a decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

SHOWN = 8


@dataclass(frozen=True, slots=True)
class DayPanel:
    """One block of the page: its template and what that shows, under the name ``panel``; ``first`` spans the page."""

    template: str
    content: Mapping[str, Any]
    first: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: what, about what, until when, and where it is done."""

    title: str
    about: str
    due: date | None
    url: str
    # In place of the days that are left, where a day that is over says nothing of being late.
    state: str = ""


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """Things of one kind: the first of them, how many there are, and where the others stand."""

    name: str
    rows: tuple[Waiting, ...]
    count: int
    url: str

    @property
    def left(self) -> int:
        """Return how many are not shown."""
        return self.count - len(self.rows)


Panels = Callable[..., Iterable[DayPanel]]
Groups = Callable[..., Iterable[WaitingGroup]]
_PANELS: list[Panels] = []
_GROUPS: list[Groups] = []


def group_of(name: str, rows: Iterable[Waiting], page: str) -> WaitingGroup:
    """Put what waits together, the nearest day first; ``page`` is the url name of the whole list."""
    ordered = sorted(rows, key=lambda one: one.due or date.max)
    return WaitingGroup(name, tuple(ordered[:SHOWN]), len(ordered), reverse(page))


def add_day_panels(function: Panels) -> None:
    """Let a room show blocks on the page of the day: ``function(request=, on=)`` gives them."""
    if function not in _PANELS:
        _PANELS.append(function)


def add_waiting(function: Groups) -> None:
    """Let a room say what waits for somebody: ``function(user=, on=)`` gives groups; empty ones are not shown."""
    if function not in _GROUPS:
        _GROUPS.append(function)


def day_panels(*, request: HttpRequest, on: date) -> list[DayPanel]:
    """Return the blocks of the rooms for who asks, in the order of the rooms."""
    return [panel for function in _PANELS for panel in function(request=request, on=on)]


def waiting_groups(*, user: Any, on: date) -> list[WaitingGroup]:
    """Return what waits for somebody in the rooms, in the order of the rooms."""
    return [group for function in _GROUPS for group in function(user=user, on=on) if group.count]
