"""The planning room's entry of the menu."""

from ansinh.apps.ui.menu import MenuItem

MENU = [
    MenuItem(
        group="Kế hoạch",
        label="Kế hoạch",
        url_name="planning:plans",
        icon="document",
        permission="planning.view_plan",
        order=20,
    ),
]
