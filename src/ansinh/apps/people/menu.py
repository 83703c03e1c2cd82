"""The entries of those who work with people."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils import timezone

from ansinh.apps.accounts.scope import scope_of
from ansinh.apps.people.services.looks import seen_stops
from ansinh.apps.ui.menu import MenuItem


def items(*, request: HttpRequest) -> Iterable[MenuItem]:
    """Give the search, and the lists of what is missing."""
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
            "people:restricted",
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
        label="Tải danh sách",
        url_name="people:exports",
        icon="document",
        permission="people.view_exports",
        order=34,
    )
    if request.user.has_perm("people.answer_stop"):
        # The head is told here: who opened too many numbers waits for him.
        stopped = seen_stops(scope_of(request.user, on=timezone.localdate())).filter(seen_at=None).count()
        yield MenuItem(
            group="Người và hộ",
            label="Dừng xem số",
            url_name="people:stops",
            icon="alert",
            permission="people.answer_stop",
            count=stopped or None,
            alert=stopped > 0,
            order=35,
        )
    yield MenuItem(
        group="Người và hộ",
        label="Ngăn nhạy cảm",
        url_name="people:grants",
        icon="key",
        permission="people.grant_sensitive",
        order=34,
    )
