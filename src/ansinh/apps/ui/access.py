"""Who may open which page: the guard that rooms put in front of their pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Page = Callable[..., HttpResponseBase]


def allowed(permission: str) -> Callable[[Page], Page]:
    """Let in those who logged in and hold a permission; others are told so (403)."""

    def decorate(page: Page) -> Page:
        @wraps(page)
        @login_required
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return page(request, *args, **kwargs)

        return guarded

    return decorate
