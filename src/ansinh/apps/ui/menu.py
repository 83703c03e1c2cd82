"""The menu on the left: each room lists its own entries in its ``menu.py``; the page shows at most twelve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch, reverse

MOST_ITEMS = 12


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the menu.

    ``permission`` is a Django permission ("planning.view_plan"); empty means everybody who is logged in.
    ``count`` stands at the right of the entry, red when ``alert`` (somebody must act today). ``covers`` are
    other url names on which this entry is the current one. ``order`` sorts groups and entries.
    """

    group: str
    label: str
    url_name: str
    icon: str
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    permission: str = ""
    count: int | None = None
    alert: bool = False
    covers: tuple[str, ...] = ()
    order: int = 50

    def url(self) -> str | None:
        """Return the address of the page, or None while the room has not put it in place."""
        try:
            return reverse(self.url_name, kwargs=dict(self.kwargs))
        except NoReverseMatch:
            return None
