"""The menu of a page, gathered from the rooms: each room's ``menu.py`` has ``items(*, request)``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.ui.menu import MOST_ITEMS, MenuItem
from ansinh.site.rooms import Bringer, brought_by_rooms


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the template shows it."""

    label: str
    url: str
    icon: str
    count: int | None
    alert: bool
    current: bool


def rooms_with_menu() -> tuple[Bringer, ...]:
    """Find the rooms whose ``menu.py`` has ``items(*, request)`` or a fixed ``MENU``."""
    return brought_by_rooms("menu", "items", "MENU")


def build_menu(request: HttpRequest, rooms: Iterable[Bringer] | None = None) -> list[tuple[str, list[Entry]]]:
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


def items(*, request: HttpRequest) -> list[MenuItem]:
    """Give administrators the page of components; nobody else needs it."""
    if not may_see_components(request.user):
        return []
    return [MenuItem("Hệ thống", "Thành phần", "components", "settings", covers=("components_rail",), order=99)]


def may_see_components(user: User | AnonymousUser) -> bool:
    """Say whether the page of components is of any use to this person."""
    return user.is_authenticated and (user.is_superuser or user.holds(Role.ADMIN))
