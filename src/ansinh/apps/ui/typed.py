"""What somebody typed into a search, kept with his session: no name of a person stands in an address or a log."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest

SEARCHES, MOST_SEARCHES, MOST_TYPED = "searches", 20, 200


def text_of(request: HttpRequest) -> str:
    """Return what a search that was sent in the body says, without what cannot be searched for."""
    return request.POST.get("q", "").replace("\x00", "").strip()[:MOST_TYPED]


def keep_typed(request: HttpRequest, search: dict[str, Any]) -> str:
    """Keep a search, the last twenty of each session, and return the token that names it in an address."""
    token = secrets.token_urlsafe(6)
    searches = dict(list(request.session.get(SEARCHES, {}).items())[-(MOST_SEARCHES - 1) :])
    request.session[SEARCHES] = {**searches, token: search}
    return token


def typed(request: HttpRequest) -> dict[str, Any]:
    """Return the search that an address or a form names; empty where the session has none such."""
    token = request.POST.get("tim") or request.GET.get("tim") or ""
    search: dict[str, Any] = request.session.get(SEARCHES, {}).get(token, {})
    return search
