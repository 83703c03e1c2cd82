"""The menu of a page, gathered from the rooms: each room's ``menu.py`` has ``items(*, request)``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.apps import apps
from django.http import HttpRequest
from django.utils.module_loading import module_has_submodule

from ansinh.apps.ui.menu import MOST_ITEMS, MenuItem

ItemsOf = Callable[..., Iterable[MenuItem]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the template shows it."""

    label: str
    url: str
    icon: str
    count: int | None
    alert: bool
    current: bool


@cache
def rooms_with_menu() -> tuple[ItemsOf, ...]:
    """Find the rooms that have a ``menu.py``, in the order in which they are installed."""
    found: list[ItemsOf] = []
    for config in apps.get_app_configs():
        if config.name.startswith("ansinh.") and module_has_submodule(config.module, "menu"):
            module = import_module(f"{config.name}.menu")
            if hasattr(module, "items"):
                found.append(module.items)
    return tuple(found)


def build_menu(request: HttpRequest, rooms: Iterable[ItemsOf] | None = None) -> list[tuple[str, list[Entry]]]:
    """Return the groups of the menu for the one who asks, at most twelve entries; what they may not open is left out."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    items = [item for items_of in (rooms_with_menu() if rooms is None else rooms) for item in items_of(request=request)]
    items = [item for item in items if not item.permission or user.has_perm(item.permission)]
    items = sorted(items, key=lambda item: item.order)[:MOST_ITEMS]
    current = _current(items, request)
    groups: dict[str, list[Entry]] = {}
    for item in items:
        url = item.url()
        if url is not None:
            entry = Entry(item.label, url, item.icon, item.count, item.alert, item is current)
            groups.setdefault(item.group, []).append(entry)
    return list(groups.items())


def _current(items: list[MenuItem], request: HttpRequest) -> MenuItem | None:
    """Choose the one entry this page belongs to: its own address first, then the pages an entry covers."""
    match = request.resolver_match
    if match is None:
        return None
    for item in items:
        if item.url() == request.path:
            return item
    for item in items:
        if match.view_name in (item.url_name, *item.covers):
            return item
    return None
