"""What every page of somebody who is logged in shows around its content: the menu and the place of work."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from ansinh.site.menu import build_menu
from ansinh.site.rooms import brought_by_rooms


def page(request: HttpRequest) -> dict[str, Any]:
    """Give the base template its menu, place and search page; nothing is read before the template asks for it."""
    return {
        "menu": SimpleLazyObject(lambda: build_menu(request)),
        "work_place": SimpleLazyObject(lambda: _work_place(request)),
        "search_url": _address("search"),
        "finds_people": SimpleLazyObject(lambda: _finds_people(request)),
        "logout_url": _address("account_logout"),
        "me_url": _address("accounts:me"),
    }


def _work_place(request: HttpRequest) -> list[str]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return [name for name in (user.unit_name, user.agency_name) if name]


def _finds_people(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is not None and any(may(user=user) for may in brought_by_rooms("search", "may_find_people"))


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
