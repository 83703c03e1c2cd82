"""The clock of working days: Monday to Friday, less the days off, plus the Saturdays worked instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

_MOST_STEPS = 400


class DayKind(StrEnum):
    """Why a day is not an ordinary one."""

    STATUTORY = "statutory"
    MAKE_UP = "make_up"
    SWAP_OFF = "swap_off"
    SWAP_WORKED = "swap_worked"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """One day off, or one Saturday worked, with where it is written."""

    on: date
    kind: DayKind
    name: str
    source: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked. ``announced`` are the years whose days off are known in full."""

    days: Mapping[date, SpecialDay] = field(default_factory=dict)
    announced: frozenset[int] = frozenset()

    def is_worked(self, day: date) -> bool:
        """Say whether offices work on a day."""
        special = self.days.get(day)
        if special is not None:
            return special.kind is DayKind.SWAP_WORKED
        return day.weekday() < 5

    def next_worked(self, day: date) -> date:
        """Return the day itself where it is worked, else the next one that is: a period ends no earlier.

        Civil Code 2015 art. 148(5).
        """
        for ahead in range(_MOST_STEPS):
            found = day + timedelta(days=ahead)
            if self.is_worked(found):
                return found
        raise ValueError(f"no working day after {day}")

    def add(self, day: date, number: int) -> date:
        """Return the day that lies ``number`` working days after (or, negative, before) a day, itself not counted."""
        step, left, found = (1 if number >= 0 else -1), abs(number), day
        while left:
            found += timedelta(days=step)
            left -= self.is_worked(found)
        return found

    def between(self, start: date, end: date) -> int:
        """Return how many working days lie after ``start`` up to ``end``; negative where ``end`` comes first."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_worked(start + timedelta(days=ahead)) for ahead in range(1, (end - start).days + 1))

    def is_announced(self, year: int) -> bool:
        """Say whether the year's days off are known in full; else a clock says "chưa có thông báo"."""
        return year in self.announced


def make_calendar(days: Iterable[SpecialDay], *, announced: Iterable[int]) -> WorkCalendar:
    """Return the calendar of these days; of two entries for one day the later one in the list holds."""
    return WorkCalendar({day.on: day for day in days}, frozenset(announced))
