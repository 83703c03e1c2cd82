"""What this room adds to the menu."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from ansinh.apps.ui.menu import MenuItem


def items(*, request: HttpRequest) -> Iterable[MenuItem]:
    """Give the entry of administrators."""
    del request
    yield MenuItem(
        group="Hệ thống",
        label="Người dùng",
        url_name="accounts:user_list",
        icon="person",
        permission="accounts.manage_users",
        covers=("accounts:user_new", "accounts:user_edit"),
        order=90,
    )
