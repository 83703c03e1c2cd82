"""Who may open which page of this room."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required, permission_required
from django.http.response import HttpResponseBase

Page = Callable[..., HttpResponseBase]
VIEW, SHARE, CONVERT = "territory.view_units", "territory.record_share", "territory.convert_series"


def allowed(permission: str) -> Callable[[Page], Page]:
    """Let in those who logged in and hold a permission; others are told so (403)."""

    def decorate(page: Page) -> Page:
        return login_required(permission_required(permission, raise_exception=True)(page))

    return decorate
