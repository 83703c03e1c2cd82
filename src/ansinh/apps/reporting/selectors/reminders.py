"""Who is to be reminded of what on a day: reports that are not handed in, at marks counted in working days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.reporting.models import (
    Letter,
    LetterItem,
    LetterState,
    ReminderRequest,
    Report,
    ReporterDelegation,
    ReportState,
)
from ansinh.apps.reporting.selectors.today import with_due
from ansinh.core.progress.workdays import WorkCalendar

# Working days before (−) and after the due date on which a report is spoken of.
MARKS = (-15, -7, -1, 1, 3, 7)
# From this mark on the head of the unit or agency is told too.
RISES_AT = 3
# For so many days somebody who could not be told on the day itself is told later.
ASKED_DAYS = 7
OWED = (ReportState.DRAFT, ReportState.RETURNED)
# Of a commune its code; of an agency its number and the code of the place to which it reports.
Key = tuple[str, str, str]
FILLERS = {"place": Role.COMMUNE_OFFICER, "agency": Role.DEPARTMENT_OFFICER}


@dataclass(frozen=True, slots=True)
class Reminder:
    """One report that a person is told of: which, when due, at which mark, and whether he is told as the head."""

    report: Report
    due: dt.date
    mark: int
    as_head: bool
    # Whether its day is over; a mark of 0 does not tell.
    is_late: bool = False


def mark_of(due: dt.date, *, today: dt.date, days: WorkCalendar) -> int | None:
    """Return the latest mark that has come by a day, None before the first.

    A due date on a day off counts as the next working day (Civil Code 2015 art. 148.5).
    """
    at = days.next_worked(due)
    reached = [mark for mark in MARKS if days.add(at, mark) <= today]
    return reached[-1] if reached else None


def list_owed(*, today: dt.date, days: WorkCalendar) -> list[Reminder]:
    """Return every report that is not handed in and at a mark, once each."""
    furthest = days.add(today, -MARKS[0])
    rows = with_due(Report.objects.filter(state__in=OWED, round__closed_at=None)).filter(due__lte=furthest)
    found = []
    marks: dict[dt.date, int | None] = {}
    for report in rows.order_by("due", "pk"):
        if report.due not in marks:
            marks[report.due] = mark_of(report.due, today=today, days=days)
        mark = marks[report.due]
        if mark is not None:
            found.append(Reminder(report, report.due, mark, False, mark > 0))
    return found


def list_asked(*, today: dt.date, days: WorkCalendar) -> list[tuple[Reminder, dt.date]]:
    """Return the reports whose reporters somebody asked to be reminded in the last days, with the day of asking."""
    asked: dict[object, dt.date] = {}
    rows = ReminderRequest.objects.filter(on__gt=today - dt.timedelta(days=ASKED_DAYS), on__lte=today)
    for row in rows.order_by("on"):
        asked[row.report_id] = row.on
    reports = with_due(Report.objects.filter(pk__in=list(asked), state__in=OWED, round__closed_at=None))
    return [
        (Reminder(report, report.due, 0, False, days.next_worked(report.due) < today), asked[report.pk])
        for report in reports.order_by("due", "pk")
    ]


def list_digests(*, today: dt.date, days: WorkCalendar) -> dict[User, list[Reminder]]:
    """Return for each person what a letter of this day would speak of; a mark already told is left out.

    Heads come in from the third working day after the due date. What somebody asked for comes in once, a day at most.
    """
    owed = list_owed(today=today, days=days)
    asked = list_asked(today=today, days=days)
    people = _people([*owed, *(one for one, _ in asked)], today)
    told = _told(owed)
    found: dict[User, list[Reminder]] = defaultdict(list)
    for one in owed:
        fillers, heads = people.get(_key(one.report), ([], []))
        for person in fillers:
            if (person.pk, one.report.pk, one.mark) not in told:
                found[person].append(one)
        for person in heads if one.mark >= RISES_AT else ():
            if person not in fillers and (person.pk, one.report.pk, one.mark) not in told:
                found[person].append(Reminder(one.report, one.due, one.mark, True, is_late=True))
    last = _last_told(one.report for one, _ in asked)
    for one, since in asked:
        for person in people.get(_key(one.report), ([], []))[0]:
            spoken = {other.report.pk for other in found.get(person, ())}
            if one.report.pk not in spoken and last.get((person.pk, one.report.pk), dt.date.min) < since:
                found[person].append(one)
    return dict(found)


def _last_told(reports: Iterable[Report]) -> dict[tuple[int, object], dt.date]:
    """Return on which day who was last told of which report, by letters that are known to have gone out."""
    rows = LetterItem.objects.filter(report__in=[report.pk for report in reports], letter__state=LetterState.SENT)
    return {
        (person, report): on
        for person, report, on in rows.order_by("letter__on").values_list(
            "letter__person_id", "report_id", "letter__on"
        )
    }


def _key(report: Report) -> Key:
    if report.place is not None:
        return ("place", report.place.code, "")
    return ("agency", str(report.agency_id), report.round.scheme.place.code)


def _people(owed: Iterable[Reminder], today: dt.date) -> dict[Key, tuple[list[User], list[User]]]:
    """Return who fills and who heads each reporter, in two statements whatever their number."""
    keys = {_key(one.report) for one in owed}
    codes = {key[1] for key in keys if key[0] == "place"} | {key[2] for key in keys if key[0] == "agency"}
    users = User.objects.filter(is_active=True, scope_unit__code__in=codes).select_related("scope_unit")
    found: dict[Key, tuple[list[User], list[User]]] = {key: ([], []) for key in keys}
    givers: dict[int, list[Key]] = defaultdict(list)
    for user in users.order_by("pk"):
        code = user.scope_unit.code if user.scope_unit else ""
        for key in (("place", code, ""), ("agency", str(user.agency_id), code)):
            if key not in found:
                continue
            if user.holds(FILLERS[key[0]]):
                found[key][0].append(user)
                givers[user.pk].append(key)
            if user.holds(Role.CHAIR):
                found[key][1].append(user)
    for row in delegations_in_force(today).filter(giver__in=list(givers)).select_related("deputy"):
        for key in givers[row.giver_id]:
            if row.deputy.is_active and row.deputy not in found[key][0]:
                found[key][0].append(row.deputy)
    return found


def delegations_in_force(today: dt.date) -> QuerySet[ReporterDelegation]:
    """Return the delegations that hold on a day."""
    return ReporterDelegation.objects.filter(valid_from__lte=today, valid_to__gt=today, withdrawn_at=None)


def _told(owed: Iterable[Reminder]) -> set[tuple[int, object, int]]:
    """Return who was told of which report at which mark, by letters that are known to have gone out."""
    rows = LetterItem.objects.filter(report__in=[one.report.pk for one in owed], letter__state=LetterState.SENT)
    return set(rows.values_list("letter__person_id", "report_id", "mark"))


@dataclass(frozen=True, slots=True)
class LetterDay:
    """One day's letters in numbers; no names."""

    on: dt.date
    sent: int
    failed: int
    unknown: int
    waiting: int


def list_letter_days(*, most: int = 30) -> list[LetterDay]:
    """Return how many letters went out on each day, latest first."""
    rows = (
        Letter.objects.order_by()
        .values("on")
        .annotate(
            sent=Count("pk", filter=Q(state=LetterState.SENT)),
            failed=Count("pk", filter=Q(state=LetterState.FAILED)),
            unknown=Count("pk", filter=Q(state=LetterState.SENDING)),
            waiting=Count("pk", filter=Q(state=LetterState.WAITING)),
        )
        .order_by("-on")[:most]
    )
    return [LetterDay(**row) for row in rows]
