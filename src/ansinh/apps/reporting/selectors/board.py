"""Who has reported what by when: the board of units by periods, and four rates that can never pass 100 %."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, DateField, F, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from ansinh.apps.reporting.models import ReminderRequest, Report, ReportState, Round, Scheme, SchemeLine
from ansinh.apps.territory.words import plain
from ansinh.core.progress.periods import Period, PeriodKind


@dataclass(frozen=True, slots=True)
class Rates:
    """Of the reports expected when the period opened: handed in, in time, approved; and how much of the form is filled."""

    expected: int
    submitted: int
    on_time: int
    approved: int
    cells_filled: int
    cells_required: int


@dataclass(slots=True)
class BoardRow:
    """One reporter and its report in each period shown, in the order of the periods."""

    name: str
    key: Any
    reports: list[Report | None] = field(default_factory=list)


def due_of(report: Report) -> dt.date:
    """Return the day by which this reporter has to send: the period's, or his own where it was put off."""
    return report.extended_to or report.round.due_date


def is_late(report: Report, *, today: dt.date) -> bool:
    """Say whether a report came, or has not come, after its day."""
    if report.first_submitted_at is not None:
        return _day(report.first_submitted_at) > due_of(report)
    return today > due_of(report)


def _day(at: dt.datetime) -> dt.date:
    return timezone.localdate(at)


def owes(report: Report | None) -> bool:
    """Say whether a report is still to be handed in: begun or not, or sent back."""
    return report is not None and report.state in (ReportState.DRAFT, ReportState.RETURNED)


def list_asked_today(opened: Round, *, today: dt.date) -> set[Any]:
    """Return the reports of a period whose reporters somebody asked today to be reminded."""
    return set(ReminderRequest.objects.filter(report__round=opened, on=today).values_list("report_id", flat=True))


def count_rates(opened: Round) -> Rates:
    """Return the four rates of a period; every numerator counts some of its denominator."""
    due = Coalesce(F("extended_to"), F("round__due_date"), output_field=DateField())
    counted = (
        Report.objects.filter(round=opened)
        .annotate(due=due)
        .aggregate(
            expected=Count("pk"),
            submitted=Count("pk", filter=Q(first_submitted_at__isnull=False)),
            on_time=Count("pk", filter=Q(first_submitted_at__date__lte=F("due"))),
            approved=Count("pk", filter=Q(approved_version__isnull=False)),
            cells_filled=Coalesce(Sum("filled"), 0),
        )
    )
    # A line of one agency is asked once, a line of everybody of each.
    reporters = Report.objects.filter(round=opened, agency__isnull=False).values("agency")
    lines = SchemeLine.objects.filter(scheme=opened.scheme_id, is_required=True).aggregate(
        common=Count("pk", filter=Q(agency=None)), own=Count("pk", filter=Q(agency__in=reporters))
    )
    return Rates(**counted, cells_required=lines["common"] * counted["expected"] + lines["own"])


def list_rounds(scheme: Scheme, *, most: int = 5) -> list[Round]:
    """Return the latest periods of a duty to report, oldest first."""
    return sorted(Round.objects.filter(scheme=scheme).order_by("-period_end")[:most], key=lambda one: one.period_end)


def list_openable(scheme: Scheme, *, today: dt.date) -> list[Period]:
    """Return the periods of this year and the next two to begin that are not open yet, earliest first."""
    if scheme.only_period:
        return []
    kind = PeriodKind(scheme.length)
    opened = set(Round.objects.filter(scheme=scheme).values_list("period", flat=True))
    most = 1 if kind is PeriodKind.NINE_MONTHS else {"month": 12, "quarter": 4, "half": 2, "year": 1}[kind]
    periods = [
        Period(year, kind, part) for year in (today.year - 1, today.year, today.year + 1) for part in range(1, most + 1)
    ]
    ended = [one for one in periods if one.code not in opened and one.end < today][-2:]
    return [*ended, *[one for one in periods if one.code not in opened and one.end >= today][:3]]


# What the board can be narrowed to, always by the latest period.
PARTS = ("tat-ca", "chua-nop", "tre", "cho-duyet", "tra-lai")


def list_reporters(
    rounds: Sequence[Round], *, part: str = "", words: str = "", today: dt.date
) -> QuerySet[Report, Any]:
    """Return who stands on the board, as values of place and agency, in the order of units or of names.

    part: one of PARTS, looked up in the latest period. words: part of a name, with or without diacritics.
    """
    rows = Report.objects.filter(round__in=rounds)
    if part and part != PARTS[0] and rounds:
        rows = _narrowed(Report.objects.filter(round=rounds[-1]), part, today)
    for word in plain(words).split():
        rows = rows.filter(Q(place__search_key__contains=word) | Q(agency__search_key__contains=word))
    return (
        rows.order_by()
        .values("place__code", "agency_id")
        .annotate(number=Min("place__number"), name=Min("agency__name"))
        .order_by("number", "name", "place__code")
    )


def _narrowed(rows: QuerySet[Report], part: str, today: dt.date) -> QuerySet[Report]:
    due = Coalesce(F("extended_to"), F("round__due_date"), output_field=DateField())
    match part:
        case "chua-nop":
            return rows.filter(first_submitted_at=None)
        case "tre":
            rows = rows.annotate(due=due)
            return rows.filter(Q(first_submitted_at=None, due__lt=today) | Q(first_submitted_at__date__gt=F("due")))
        case "cho-duyet":
            return rows.filter(state=ReportState.SUBMITTED)
        case "tra-lai":
            return rows.filter(state=ReportState.RETURNED)
    return rows


# Of thousands of reports only what stands on the board.
_SHOWN = (
    "round", "state", "extended_to", "first_submitted_at", "filled", "place__code", "place__name", "agency__name",
)  # fmt: skip


def get_board(rounds: Sequence[Round], reporters: Iterable[Mapping[str, Any]] | None = None) -> list[BoardRow]:
    """Return reporters with their reports of these periods, in the order of units or of names.

    reporters: those of one page, as list_reporters gives them; without it all of them.
    """
    place = {opened.pk: at for at, opened in enumerate(rounds)}
    rows: dict[Any, BoardRow] = {}
    reports = (
        Report.objects.filter(round__in=rounds)
        .select_related("place", "agency")
        .only(*_SHOWN)
        .order_by("place__number", "agency__name")
    )
    if reporters is not None:
        asked = list(reporters)
        reports = reports.filter(
            Q(place__code__in=[one["place__code"] for one in asked if one["place__code"]])
            | Q(agency__in=[one["agency_id"] for one in asked if one["agency_id"]])
        )
    for report in reports:
        key = ("place", report.place.code) if report.place else ("agency", report.agency_id)
        row = rows.setdefault(key, BoardRow(report.reporter_name, key, [None] * len(rounds)))
        report.round = rounds[place[report.round_id]]
        row.reports[place[report.round_id]] = report
    return list(rows.values())


def list_schemes(places: Iterable[int]) -> QuerySet[Scheme]:
    """Return the duties to report that come together at these units, with how far the latest period is."""
    return (
        Scheme.objects.filter(place__in=list(places))
        .select_related("plan", "plan__file", "place", "receiver")
        .defer("plan__file__content", "plan__file__text", "plan__file__blocks")
        .annotate(line_count=Count("lines", distinct=True), round_count=Count("rounds", distinct=True))
        .order_by("-is_active", "title")
    )
