"""Days off by year, with how far each year is known."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from ansinh.apps.reporting.models import SpecialDay, YearNotice
from ansinh.apps.reporting.services.days import announced_years


@dataclass(frozen=True, slots=True)
class YearOfDays:
    """One year: its days, and the notice from which they are known in full, if there is one."""

    year: int
    days: tuple[SpecialDay, ...]
    is_announced: bool
    notice: YearNotice | None


def list_years(*, today: dt.date) -> list[YearOfDays]:
    """Return the years of which something is known, and this and the next in any case, latest first."""
    days: dict[int, list[SpecialDay]] = defaultdict(list)
    for day in SpecialDay.objects.order_by("on"):
        days[day.on.year].append(day)
    notices = {notice.year: notice for notice in YearNotice.objects.select_related("entered_by")}
    known = set(announced_years()) | set(notices)
    years = sorted({*days, *known, today.year, today.year + 1}, reverse=True)
    return [YearOfDays(year, tuple(days.get(year, ())), year in known, notices.get(year)) for year in years]
