"""Days off: those the program brings, those a province enters, and the clock made of both."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from ansinh.apps.reporting.models import SpecialDay, YearNotice
from ansinh.core.progress.workdays import DayKind, WorkCalendar, make_calendar
from ansinh.core.progress.workdays import SpecialDay as Day

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "special_days.csv"
ANNOUNCED = Path(__file__).resolve().parents[1] / "data" / "announced_years.csv"


@transaction.atomic
def seed_days(*, path: Path = SHIPPED) -> int:
    """Put the days the program knows into the table; what a person entered for a day stays. Return how many."""
    own = set(SpecialDay.objects.filter(is_own=True).values_list("on", flat=True))
    with path.open(encoding="utf-8", newline="") as rows:
        days = [
            SpecialDay(
                on=date.fromisoformat(row["on"]),
                kind=row["kind"],
                name=row["name"],
                source=row["source"],
                evidence=row["evidence"],
            )
            for row in csv.DictReader(rows)
        ]
    days = [day for day in days if day.on not in own]
    SpecialDay.objects.filter(is_own=False).exclude(on__in=[day.on for day in days]).delete()
    SpecialDay.objects.bulk_create(
        days, update_conflicts=True, unique_fields=["on"], update_fields=["kind", "name", "source", "evidence"]
    )
    return len(days)


def announced_years(*, path: Path = ANNOUNCED) -> list[int]:
    """Return the years whose days off are known in full from notices."""
    with path.open(encoding="utf-8", newline="") as rows:
        return [int(row["year"]) for row in csv.DictReader(rows)]


def get_calendar() -> WorkCalendar:
    """Return the clock of working days as the tables have it now."""
    days = [
        Day(row.on, DayKind(row.kind), row.name, row.source, row.evidence) for row in SpecialDay.objects.order_by("on")
    ]
    entered = YearNotice.objects.values_list("year", flat=True)
    return make_calendar(days, announced=[*announced_years(), *entered])
