"""The entry of those who see to it that people get what they are entitled to."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from ansinh.apps.ui.menu import MenuItem


def items(*, request: HttpRequest) -> Iterable[MenuItem]:
    """Give the work list of differences, and the suppositions about the law."""
    del request
    yield MenuItem(
        group="Người và hộ",
        label="Chưa được nhận",
        url_name="benefits:gaps",
        icon="alert",
        permission="people.view",
        covers=("benefits:rights", "benefits:visits"),
        order=29,
    )
    yield MenuItem(
        group="Người và hộ",
        label="Nếu đổi mức",
        url_name="benefits:what_ifs",
        icon="indicator",
        permission="benefits.suppose",
        covers=("benefits:what_if",),
        order=30,
    )
