"""What this room adds to the menu."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from ansinh.apps.ui.menu import MenuItem


def items(*, request: HttpRequest) -> Iterable[MenuItem]:
    """Give the entries of everybody: agencies, units, and what the reform changed for the one who asks."""
    del request
    yield MenuItem(
        group="Danh mục",
        label="Cơ quan",
        url_name="territory:agencies",
        icon="people",
        permission="territory.view_agencies",
        covers=("territory:agency", "territory:edit_agency"),
        order=59,
    )
    yield MenuItem(
        group="Danh mục",
        label="Đơn vị hành chính",
        url_name="territory:units",
        icon="overview",
        permission="territory.view_units",
        covers=(
            "territory:unit",
            "territory:splits",
            "territory:change",
            "territory:conversions",
            "territory:conversion",
        ),
        order=60,
    )
    yield MenuItem(
        group="Danh mục",
        label="Đổi từ 1/7/2025",
        url_name="territory:my_reform",
        icon="history",
        permission="territory.view_units",
        order=61,
    )
