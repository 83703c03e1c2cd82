"""Periods open by themselves: some weeks before they are due, each once, whoever is expected then is expected for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from ansinh.apps.reporting.models import Round, Scheme, SchemeKind
from ansinh.apps.reporting.selectors.duties import first_year_of
from ansinh.apps.reporting.services.days import get_calendar
from ansinh.apps.reporting.services.rounds import CannotOpen, dates_of, open_round
from ansinh.core.progress.periods import Period, PeriodKind
from ansinh.core.progress.workdays import WorkCalendar

OPEN_DAYS = 30


@dataclass(frozen=True, slots=True)
class Opened:
    """What a night's work did: periods opened, and sentences about those that could not be."""

    rounds: tuple[Round, ...]
    problems: tuple[str, ...]


def open_due_rounds(*, today: dt.date, now: dt.datetime) -> Opened:
    """Open every period that is due within 30 days, and those that were missed while the program did not run.

    A period that ended before the duty was set up is left alone; a year with a date of its own is not asked for twice.
    Safe to run again, and by two workers at once.
    """
    days = get_calendar()
    schemes = list(Scheme.objects.filter(is_active=True).select_related("place"))
    firsts = [scheme for scheme in schemes if scheme.kind == SchemeKind.FIRST_YEAR]
    there = set(Round.objects.values_list("scheme_id", "period"))
    rounds, problems = [], []
    for scheme in schemes:
        if scheme.kind != SchemeKind.PERIODIC:
            continue
        skipped = {one.only_period for one in first_year_of(scheme, firsts)}
        for period in _due(scheme, today, days):
            if (scheme.pk, period.code) in there or period.code in skipped:
                continue
            try:
                rounds.append(
                    open_round(
                        scheme=scheme,
                        period=period,
                        actor=None,
                        now=now,
                        agencies=list(scheme.agencies.all()),
                        days=days,
                    )
                )
            except CannotOpen as reason:
                problems.append(str(reason))
    return Opened(tuple(rounds), tuple(problems))


def _due(scheme: Scheme, today: dt.date, days: WorkCalendar) -> Iterator[Period]:
    """Give the periods of a duty that should be open on a day, earliest first."""
    kind = PeriodKind(scheme.length)
    since = timezone.localdate(scheme.created_at)
    for year in range(today.year - 1, today.year + 2):
        for part in range(1, _parts(kind) + 1):
            period = Period(year, kind, part)
            if period.end < since:
                continue
            _, _, due, _ = dates_of(scheme, period, days)
            if due - dt.timedelta(days=OPEN_DAYS) <= today:
                yield period


def _parts(kind: PeriodKind) -> int:
    return {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.HALF: 2}.get(kind, 1)
