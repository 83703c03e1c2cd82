"""Lists in the order of what a column shows, sorted by the database; what is not known stands last both ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, Greatest, Least, NullIf, Trim

from ansinh.apps.planning.models import Assignment, AssignmentRole, Indicator, Target, Task
from ansinh.apps.planning.panels import TaskWork
from ansinh.apps.planning.selectors.calendar import REPEATED, SHORTER, YEARS
from ansinh.apps.planning.selectors.names import parent_name
from ansinh.apps.planning.selectors.words import Folded

# Waiting for an event is not having started; what nobody told is unknown.
STATUS_PLACES = {
    "overdue": 1,
    "not_started": 2,
    "waiting_event": 2,
    "in_progress": 3,
    "done": 4,
    "done_on_time": 4,
    "done_late": 4,
}


# As the pages of progress group them: what goes wrong, what is slow, what goes well; not judged comes after.
STANDING_PLACES = {
    code: place
    for place, code in enumerate(
        ("missed", "reversing", "very_slow", "at_risk", "slow", "not_due", "on_track", "achieved"), start=1
    )
}


def by_name(rows: QuerySet[Any], *, descending: bool) -> QuerySet[Any]:
    """Sort indicators or tasks by name; a part stands with the indicator it belongs to."""
    if rows.model is not Indicator:
        return _sorted(rows, Folded("name"), descending=descending)
    return _sorted(rows, Folded(Trim(_joined(_whole_name(), "name"))), descending=descending)


def own_name(rows: QuerySet[Any]) -> Folded:
    """Return number and name of indicators or tasks, folded, as people look for them in a list."""
    if rows.model is not Indicator:
        return Folded(_joined("no", "name"))
    return Folded(_joined("no", _whole_name(), "name", "dimension"))


def _whole_name() -> Coalesce:
    return Coalesce(parent_name(), Value(""), output_field=CharField())


def _joined(*parts: Any) -> Concat:
    spaced = [part for each in parts for part in (each, Value(" "))]
    return Concat(*spaced[:-1], output_field=CharField())


def by_year(rows: QuerySet[Indicator], year: int | None, *, descending: bool) -> QuerySet[Indicator]:
    """Sort indicators by their target of a year: its lower bound, else its upper; those stated in words come after."""
    stated = Target.objects.filter(indicator=OuterRef("pk"), year=year).exclude(comparator="").order_by("ordinal", "pk")
    figure = Subquery(stated.values(figure=Coalesce("low", "high"))[:1])
    words = NullIf(Coalesce(NullIf("qualitative", Value("")), "raw"), Value(""))
    return _sorted(rows, figure, Subquery(stated.values(words=Folded(words))[:1]), descending=descending)


def by_baseline(rows: QuerySet[Indicator], *, descending: bool) -> QuerySet[Indicator]:
    """Sort indicators by the value they had when the plan began."""
    return _sorted(rows, F("baseline__value"), descending=descending)


def by_start(rows: QuerySet[Indicator], *, descending: bool) -> QuerySet[Indicator]:
    """Sort indicators by how far their last target had come when the plan was put to work."""
    last = (
        Target.objects.filter(indicator=OuterRef("pk"))
        .exclude(comparator="")
        .order_by(F("year").desc(nulls_first=True), "-ordinal")
        .annotate(place=_place("initial_state__state", "not_yet", "partly", "yes"))
    )
    return _sorted(rows, Subquery(last.values("place")[:1]), descending=descending)


def by_standing(rows: QuerySet[Indicator], standings: Mapping[int, str], *, descending: bool) -> QuerySet[Indicator]:
    """Sort indicators by where they stand on approved figures, the worst first; what nobody can tell last."""
    places = {pk: STANDING_PLACES.get(code) for pk, code in standings.items()}
    return _sorted(rows, _told(places, Value(None)), descending=descending)


def by_lead(rows: QuerySet[Any], *, descending: bool) -> QuerySet[Any]:
    """Sort indicators or tasks by the first agency that leads them, called as the list calls it."""
    kind = "indicator" if rows.model is Indicator else "task"
    leads = Assignment.objects.filter(role=AssignmentRole.LEAD, **{kind: OuterRef("pk")}).order_by("ordinal", "pk")
    name = Folded(Coalesce("mention__agency__name", "mention__printed"))
    return _sorted(rows, Subquery(leads.values(name=name)[:1]), descending=descending)


def by_due(
    rows: QuerySet[Task], *, today: date, descending: bool, works: Mapping[int, TaskWork] | None = None
) -> QuerySet[Task]:
    """Sort tasks by the day by which they, or this year's instance of them, must be done; ``works``: as it stands now."""
    rows = _with_due(rows, today)
    planned = F("due_year") * 10_000 + F("due_month") * 100 + 31
    days = {
        pk: work.due.year * 10_000 + work.due.month * 100 + work.due.day if work.due else None
        for pk, work in (works or {}).items()
    }
    return _sorted(rows, _told(days, planned), descending=descending)


def by_status(
    rows: QuerySet[Task], *, today: date, descending: bool, works: Mapping[int, TaskWork] | None = None
) -> QuerySet[Task]:
    """Sort tasks by how they stand: overdue, not started, under way, done; what is unknown last."""
    over = Q(due_year__lt=today.year) | Q(due_year=today.year, due_month__lt=today.month)
    place = Case(
        When(initial_state__state="yes", then=Value(4)),
        When(initial_state__isnull=True, then=Value(None)),
        When(over, then=Value(1)),
        When(initial_state__state="partly", then=Value(3)),
        default=Value(2),
        output_field=IntegerField(),
    )
    places = {pk: STATUS_PLACES.get(work.status) for pk, work in (works or {}).items()}
    return _sorted(_with_due(rows, today), _told(places, place), descending=descending)


def _told(places: Mapping[int, int | None], otherwise: Any) -> Case:
    """Return the places that were told, grouped so that a long list stays short for the database."""
    groups: dict[int | None, list[int]] = defaultdict(list)
    for pk, place in places.items():
        groups[place].append(pk)
    whens = (When(pk__in=pks, then=Value(place)) for place, pks in groups.items())
    return Case(*whens, default=otherwise, output_field=IntegerField())


def _with_due(rows: QuerySet[Task], today: date) -> QuerySet[Task]:
    """Return tasks with year and month of their day, as ``calendar.task_due`` reckons it."""
    strange = (
        Q(from_year__lt=YEARS[0]) | Q(from_year__gt=YEARS[-1]) | Q(to_year__lt=YEARS[0]) | Q(to_year__gt=YEARS[-1])
    )
    this_year = Value(today.year, output_field=IntegerField())
    year = Case(
        When(strange, then=Value(None)),
        When(schedule_kind__in=("year", "years"), then=F("to_year")),
        When(
            schedule_kind__in=REPEATED,
            then=Least(Greatest(this_year, Coalesce("from_year", this_year)), "to_year"),
        ),
        output_field=IntegerField(),
    )
    step = Case(
        When(~Q(schedule_kind__in=REPEATED), then=Value(12)),
        *(When(words__regex=rf"\m{pattern}\M", then=Value(months)) for months, pattern in SHORTER.items()),
        When(schedule_kind="quarter_annual", then=Value(3)),
        default=Value(12),
        output_field=IntegerField(),
    )
    month = Case(
        When(quarter__isnull=False, then=F("quarter") * 3),
        When(due_year__lt=today.year, then=Value(12)),
        When(due_year__gt=today.year, then=F("step")),
        *(When(step=months, then=Value(-(-today.month // months) * months)) for months in SHORTER),
        default=Value(12),
        output_field=IntegerField(),
    )
    words = Folded(Concat("schedule_raw", Value(" "), "event", output_field=CharField()))
    return rows.alias(due_year=year, words=words).alias(step=step).alias(due_month=month)


def _place(field: str, *codes: str) -> Case:
    whens = (When(**{field: code}, then=Value(place)) for place, code in enumerate(codes))
    return Case(*whens, output_field=IntegerField())


def _sorted(rows: QuerySet[Any], *keys: Any, descending: bool) -> QuerySet[Any]:
    orders = (key.desc(nulls_last=True) if descending else key.asc(nulls_last=True) for key in keys)
    return rows.order_by(*orders, "ordinal")
