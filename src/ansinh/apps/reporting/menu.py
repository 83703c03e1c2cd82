"""The reporting room's entries of the menu."""

from __future__ import annotations

from django.http import HttpRequest

from ansinh.apps.accounts.models import User
from ansinh.apps.reporting.selectors.today import count_today
from ansinh.apps.ui.menu import MenuItem


def items(*, request: HttpRequest) -> list[MenuItem]:
    """Return "Hôm nay" with how much waits, and the pages of reports; nothing to somebody without a role."""
    if not isinstance(request.user, User) or not request.user.roles:
        return []
    waits = count_today(request.user)
    return [
        MenuItem(
            group="Việc của tôi",
            label="Hôm nay",
            url_name="reporting:today",
            icon="home",
            count=waits or None,
            alert=bool(waits),
            covers=(
                "reporting:grid",
                "reporting:decide",
                "reporting:correct",
                "reporting:extend",
                "reporting:history",
                "reporting:delegations",
            ),
            order=1,
        ),
        MenuItem(
            group="Báo cáo",
            label="Chế độ báo cáo",
            url_name="reporting:schemes",
            icon="report",
            permission="reporting.view_scheme",
            covers=(
                "reporting:board",
                "reporting:totals",
                "reporting:scheme_new",
                "reporting:duties",
                "reporting:request",
                "reporting:days",
                "reporting:letters",
            ),
            order=50,
        ),
        MenuItem(
            group="Báo cáo",
            label="Nhiệm vụ, kiến nghị",
            url_name="reporting:my_tasks",
            icon="task",
            permission="planning.view_plan",
            covers=(
                "reporting:task",
                "reporting:opinion_call_new",
                "reporting:opinions",
                "reporting:difficulties",
                "reporting:difficulty_new",
                "reporting:difficulty",
                "reporting:inspections",
                "reporting:inspection_new",
                "reporting:inspection",
                "reporting:threads",
                "reporting:thread_new",
                "reporting:thread",
                "reporting:activities",
                "reporting:activity_new",
                "reporting:activity",
            ),
            order=51,
        ),
        MenuItem(
            group="Báo cáo",
            label="Một trang",
            url_name="reporting:one_page",
            icon="overview",
            permission="reporting.view_scheme",
            covers=("reporting:limits",),
            order=51,
        ),
        MenuItem(
            group="Báo cáo",
            label="Báo cáo tổng hợp",
            url_name="reporting:officials",
            icon="document",
            permission="reporting.view_official",
            covers=(
                "reporting:official",
                "reporting:official_new",
                "reporting:official_head",
                "reporting:official_section",
            ),
            order=52,
        ),
    ]
