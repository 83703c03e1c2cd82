"""What this room adds to the menu."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from ansinh.apps.ui.menu import MenuItem


def items(*, request: HttpRequest) -> Iterable[MenuItem]:
    """Give the entry of auditors and administrators."""
    del request
    yield MenuItem(
        group="Hệ thống",
        label="Nhật ký",
        url_name="audit:event_list",
        icon="history",
        permission="audit.view_log",
        order=91,
    )
