"""The entries of those who work with people."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from ansinh.apps.ui.menu import MenuItem


def items(*, request: HttpRequest) -> Iterable[MenuItem]:
    """Give the search, and the lists of what is missing."""
    del request
    yield MenuItem(
        group="Người và hộ",
        label="Người và hộ",
        url_name="people:persons",
        icon="people",
        permission="people.view",
        covers=(
            "people:person",
            "people:household",
            "people:register",
            "people:edit",
            "people:history",
            "people:compartment",
        ),
        order=30,
    )
    yield MenuItem(
        group="Người và hộ",
        label="Cần bổ sung",
        url_name="people:quality",
        icon="alert",
        permission="people.view",
        order=31,
    )
    yield MenuItem(
        group="Người và hộ",
        label="Hồ sơ có thể trùng",
        url_name="people:pairs",
        icon="person",
        permission="people.view_duplicates",
        covers=("people:pair",),
        order=32,
    )
    yield MenuItem(
        group="Người và hộ",
        label="Nhập danh sách",
        url_name="people:lists",
        icon="document",
        permission="people.import",
        covers=("people:list",),
        order=33,
    )
    yield MenuItem(
        group="Người và hộ",
        label="Ngăn nhạy cảm",
        url_name="people:grants",
        icon="key",
        permission="people.grant_sensitive",
        order=34,
    )
