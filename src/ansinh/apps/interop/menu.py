"""The entry of those who hold people against the national population database."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from ansinh.apps.ui.menu import MenuItem


def items(*, request: HttpRequest) -> Iterable[MenuItem]:
    """Give the list of checks."""
    del request
    yield MenuItem(
        group="Người và hộ",
        label="Đối chiếu dân cư",
        url_name="interop:checks",
        icon="person",
        permission="people.view",
        order=36,
    )
