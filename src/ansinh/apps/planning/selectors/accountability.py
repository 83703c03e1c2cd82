"""Who answers for tasks by name, now and earlier."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import Accountability, Task
from ansinh.apps.territory.models import Agency


def list_accountable(task: Task) -> list[Accountability]:
    """Return everybody who answered for a task or had it handed over, also rows taken back; newest first."""
    rows = Accountability.objects.filter(task=task).select_related("agency", "delegated_by", "created_by")
    return list(rows.order_by("-valid_from", "role", "-pk"))


def in_force(rows: Iterable[Accountability], *, on: date) -> list[Accountability]:
    """Return those who hold on a day."""
    return [
        row
        for row in rows
        if row.withdrawn_at is None and row.valid_from <= on and (row.valid_to is None or row.valid_to > on)
    ]


def list_people_of(agency: Agency) -> QuerySet[User]:
    """Return the accounts of an agency that are in use, by name."""
    return User.objects.filter(agency=agency, is_active=True).order_by("full_name", "pk")


def list_named_of(agency: Agency, *, on: date) -> QuerySet[Accountability]:
    """Return the persons who answer for a task in the name of an agency on a day."""
    rows = Accountability.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), agency=agency, valid_from__lte=on, withdrawn_at=None
    ).filter(task__plan__removed_at=None)
    return rows.select_related("task__plan").order_by("person_name", "pk")


def list_accounts() -> QuerySet[User]:
    """Return the accounts that can be named for a task."""
    return User.objects.filter(is_active=True).select_related("agency").order_by("full_name", "pk")
