"""Requests to work on: what is due first, what is late, what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from ansinh.apps.accounts.scope import seen
from ansinh.apps.people.models import Person
from ansinh.apps.people.services.refusals import NotHere
from ansinh.apps.privacy.models import DataRequest

OPEN, LATE, ANSWERED = "dang-mo", "qua-han", "da-tra-loi"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many requests wait, are late, or are due today."""

    waiting: int
    late: int
    due_today: int


def is_late(*, on: date) -> Q:
    """Say which open requests are past a date: to be answered, or to be acknowledged."""
    return Q(answered_at=None) & (Q(due_date__lt=on) | Q(acknowledge_date__lt=on, acknowledged_at=None))


def list_requests(*, which: str, on: date) -> QuerySet[DataRequest]:
    """Return the requests of one's own communes: what is due first stands first; answered ones newest first."""
    rows = seen(DataRequest).select_related("person__commune")
    if which == ANSWERED:
        return rows.exclude(answered_at=None).order_by("-answered_at", "id")
    if which == LATE:
        return rows.filter(is_late(on=on)).order_by("due_date", "id")
    return rows.filter(answered_at=None).order_by("due_date", "id")


def count_requests(*, on: date) -> Counts:
    """Count what waits, what is late and what is due today."""
    rows = seen(DataRequest).filter(answered_at=None)
    today = Q(due_date=on) | Q(acknowledge_date=on, acknowledged_at=None)
    return Counts(rows.count(), rows.filter(is_late(on=on)).count(), rows.filter(today).count())


def get_request(request_id: UUID) -> DataRequest:
    """Return a request about somebody of one's own communes. Raises NotHere."""
    found = seen(DataRequest).select_related("person__commune").filter(pk=request_id).first()
    if found is None:
        raise NotHere("Không có yêu cầu này trong địa bàn phụ trách.")
    return found


def requests_of(person: Person) -> list[DataRequest]:
    """Return the requests about one person: those that wait first."""
    rows = seen(DataRequest).filter(person=person)
    return list(rows.order_by(F("answered_at").desc(nulls_first=True), "due_date"))
