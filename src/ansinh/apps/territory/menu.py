"""The territory room's entries of the menu."""

from __future__ import annotations

from django.http import HttpRequest

from ansinh.apps.ui.menu import MenuItem


def items(*, request: HttpRequest) -> list[MenuItem]:
    """Return the entry of the directory of agencies."""
    del request
    return [
        MenuItem(
            group="Danh mục",
            label="Cơ quan",
            url_name="territory:agencies",
            icon="people",
            permission="territory.view_agencies",
            covers=("territory:agency", "territory:edit_agency"),
            order=40,
        )
    ]
