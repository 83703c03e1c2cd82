"""What waits for a person today: what he owes, what came back, what he has to decide."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, DateField, F, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from ansinh.apps.accounts.models import User
from ansinh.apps.reporting.models import Cell, Report, ReportState
from ansinh.apps.reporting.services.access import own_reports, received_reports

SOON_DAYS = 15


@dataclass(frozen=True, slots=True)
class Today:
    """The lists of one person's day, each in the order of its days."""

    returned: tuple[Report, ...]
    owed: tuple[Report, ...]
    waiting: tuple[Report, ...]
    late_elsewhere: int
    date: dt.date

    @property
    def late(self) -> int:
        """Return how many own reports are past their day."""
        return sum((report.extended_to or report.round.due_date) < self.date for report in (*self.returned, *self.owed))

    @property
    def is_empty(self) -> bool:
        """Return whether nothing waits."""
        return not (self.returned or self.owed or self.waiting or self.late_elsewhere)


def with_due(rows: QuerySet[Report]) -> Any:
    """Add ``due``: the day of the period, or the reporter's own where it was put off."""
    return rows.select_related("round__scheme__plan", "round__scheme__receiver", "place", "agency").annotate(
        due=Coalesce(F("extended_to"), F("round__due_date"), output_field=DateField())
    )


def with_exceptions(rows: QuerySet[Report]) -> Any:
    """Add what makes a report stand out before it is approved with others.

    ``explained`` counts figures with a note: whatever is far from the last period could not be handed in without one.
    ``unknown`` counts figures that are said not to be there. ``is_late``, ``is_correction`` speak of the whole report.
    """
    # In the words of the index "cell_stands_out".
    standing_out = Cell.objects.filter(Q(note__gt="") | Q(blank="no_data"), report=OuterRef("pk"))
    cells = standing_out.order_by().values("report").annotate(n=Count("pk"))

    def count(one: Q) -> Coalesce:
        return Coalesce(Subquery(cells.filter(one).values("n"), output_field=IntegerField()), 0)

    found: Any = rows.annotate(
        explained=count(Q(note__gt="", blank="") & ~Q(source="measure")),
        unknown=count(Q(blank="no_data")),
        is_late=Q(submitted_at__date__gt=F("due")),
        is_correction=Q(approved_version__isnull=False),
    )
    return found.annotate(
        stands_out=Case(
            When(Q(explained__gt=0) | Q(unknown__gt=0) | Q(is_late=True) | Q(is_correction=True), then=1), default=0
        )
    )


def get_today(user: User, *, today: dt.date) -> Today:
    """Return what waits for a person on a day."""
    own = with_due(own_reports(user).filter(round__closed_at=None))
    open_now = own.filter(state__in=[ReportState.DRAFT, ReportState.RETURNED, ReportState.CORRECTING])
    ordered = open_now.annotate(first=Case(When(state=ReportState.RETURNED, then=0), default=1)).order_by(
        "first", "due"
    )
    rows = list(ordered[:200])
    received = with_due(received_reports(user))
    waiting = with_exceptions(received.filter(state=ReportState.SUBMITTED)).order_by("-stands_out", "submitted_at")[
        :200
    ]
    late = received.filter(state=ReportState.DRAFT, first_submitted_at=None, due__lt=today).count()
    return Today(
        returned=tuple(row for row in rows if row.state == ReportState.RETURNED),
        owed=tuple(row for row in rows if row.state != ReportState.RETURNED),
        waiting=tuple(waiting),
        late_elsewhere=late,
        date=today,
    )


def list_waiting_reports(user: User, *, most: int) -> tuple[list[Report], int]:
    """Return the first reports that wait for a person's approval, with their days, and how many wait."""
    waiting = received_reports(user).filter(state=ReportState.SUBMITTED)
    return list(with_due(waiting).order_by("submitted_at")[:most]), waiting.count()


def count_today(user: User) -> int:
    """Return how many things wait: the figure in the menu."""
    open_states = [ReportState.DRAFT, ReportState.RETURNED, ReportState.CORRECTING]
    own = own_reports(user).filter(round__closed_at=None, state__in=open_states)
    # One statement: no report is both open and handed in.
    return own.values("pk").union(received_reports(user).filter(state=ReportState.SUBMITTED).values("pk")).count()
