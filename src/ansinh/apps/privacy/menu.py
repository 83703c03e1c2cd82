"""The entry of those who answer requests about personal data."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from ansinh.apps.ui.menu import MenuItem


def items(*, request: HttpRequest) -> Iterable[MenuItem]:
    """Give the list of requests."""
    del request
    yield MenuItem(
        group="Người và hộ",
        label="Yêu cầu về dữ liệu",
        url_name="privacy:requests",
        icon="document",
        permission="privacy.view",
        covers=("privacy:request", "privacy:register"),
        order=35,
    )
