"""The menu of a page, gathered from the rooms: each room's ``menu.py`` has ``items(*, request)``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.ui.menu import MOST_ITEMS, MenuItem
from ansinh.site.rooms import Bringer, brought_by_rooms

# Groups from this order on are made one entry where the menu is too long; they stand together under this heading.
FIRST_TO_FOLD, FOLDED = 50, "Mục khác"
# Where even that is too long they share one entry, which leads to a page of all of them.
ALL_OTHERS = MenuItem(FOLDED, "Tất cả các mục", "other_pages", "chain", order=FIRST_TO_FOLD)


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
    """Return the groups of the menu for the one who asks, at most twelve entries; what they may not open is left out.

    Where there would be more, the last groups become one entry each, which leads to a page with the group spread out.
    """
    items = _folded(list_items(request, rooms), request)
    return _grouped(items, request)


def build_directory(request: HttpRequest) -> list[tuple[str, list[Entry]]]:
    """Return every page of the menu that the one who asks may open, by group."""
    return _grouped(list_items(request), request)


def list_items(request: HttpRequest, rooms: Iterable[Bringer] | None = None) -> list[MenuItem]:
    """Return the entries of all rooms that the one who asks may open, in their order."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    items = [item for items_of in (rooms_with_menu() if rooms is None else rooms) for item in items_of(request=request)]
    items = [item for item in items if not item.permission or user.has_perm(item.permission)]
    return sorted((item for item in items if item.url() is not None), key=lambda item: item.order)


def _grouped(items: list[MenuItem], request: HttpRequest) -> list[tuple[str, list[Entry]]]:
    current = _current(items, request)
    groups: dict[str, list[Entry]] = {}
    for item in items:
        url = item.url()
        if url is not None:
            entry = Entry(item.label, url, item.icon, item.count, item.alert, item is current)
            groups.setdefault(item.group, []).append(entry)
    return list(groups.items())


def _folded(items: list[MenuItem], request: HttpRequest) -> list[MenuItem]:
    """Make one entry of the last group, then of the one before it, until twelve are left; not of the open page's group."""
    current = _current(items, request)
    kept = [*dict.fromkeys(item.group for item in items if item.order < FIRST_TO_FOLD), current and current.group]
    for group in reversed(list(dict.fromkeys(item.group for item in items))):
        own = [item for item in items if item.group == group]
        if len(items) <= MOST_ITEMS:
            break
        if group in kept or len(own) == 1:
            continue
        items = [*(item for item in items if item.group != group), replace(own[0], group=FOLDED, label=group)]
        items.sort(key=lambda item: item.order)
    if len(items) <= MOST_ITEMS:
        return items
    here = [item for item in items if current and item.group == current.group][: MOST_ITEMS - 1]
    rest = [item for item in items if item.group in kept and item not in here]
    return sorted([*here, *rest[: MOST_ITEMS - 1 - len(here)], ALL_OTHERS], key=lambda item: item.order)


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
