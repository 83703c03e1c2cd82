"""What the page of an agency shows of plans: the tasks and indicators it has today, and its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse

from ansinh.apps.planning.models import Task
from ansinh.apps.planning.panels import with_work
from ansinh.apps.planning.selectors.accountability import list_named_of, list_people_of
from ansinh.apps.planning.selectors.calendar import task_due, task_status
from ansinh.apps.planning.selectors.holders import Holder, list_held_by
from ansinh.apps.territory.models import Agency
from ansinh.apps.territory.panels import Panel
from ansinh.apps.ui.tables import ROWS_A_PAGE

MOST_UNCLEAR = 300


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One task or indicator of an agency, with its plan, its state and its day."""

    holder: Holder
    url: str
    kind: str
    status: str
    due: date | None


def panels(*, agency: Agency, on: date, user: Any, page: str = "") -> list[Panel]:
    """Return the blocks of an agency's page that come from plans, for those who may see plans; its work by pages."""
    if not user.has_perm("planning.view_plan"):
        return []
    held = list_held_by(agency=agency, on=on)
    with_work([holder.row for holder in held if isinstance(holder.row, Task)], on=on)
    rows = [_row(holder, on) for holder in held]
    sure = [row for row in rows if row.holder.agency is not None]
    work = {
        "agency": agency,
        "page": Paginator(sure, ROWS_A_PAGE).get_page(page),
        "total": len(sure),
        "tasks": sum(row.kind == "nhiệm vụ" for row in sure),
        "overdue": sum(row.status == "overdue" for row in sure),
        "unclear": [row for row in rows if row.holder.agency is None][:MOST_UNCLEAR],
        "on": on,
    }
    people = {"accounts": list_people_of(agency)[:100], "named": list_named_of(agency, on=on)[:100]}
    return [
        Panel("planning/part/agency_work.html", work),
        Panel("planning/part/agency_people.html", people, aside=True),
    ]


def _row(holder: Holder, on: date) -> HeldRow:
    row, plan = holder.row, holder.assignment.mention.plan
    if isinstance(row, Task):
        address = reverse("planning:task", args=[plan.pk, row.pk])
        return HeldRow(holder, address, "nhiệm vụ", task_status(row, today=on), task_due(row, today=on))
    return HeldRow(holder, reverse("planning:indicator", args=[plan.pk, row.pk]), "chỉ tiêu", "", None)
