"""Reporting periods: months, quarters, half-years, nine months, years, with the days on which figures are closed."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class PeriodKind(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"


class NoPeriod(ValueError):
    """The words name no period; the message says how to write one."""


_MONTHS = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF: 6,
    PeriodKind.NINE_MONTHS: 9,
    PeriodKind.YEAR: 12,
}
_ROMAN = ("I", "II", "III", "IV")
_CODE = re.compile(r"(?P<year>(?:19|20|21)[0-9]{2})(?:-(?P<part>M(?:0[1-9]|1[0-2])|Q[1-4]|H[12]|9M))?")
# Decree 09/2019/NĐ-CP art. 12: figures of a month, quarter, half-year or year are those from the 15th of the month
# before it to the 14th of its last month. The decree names no nine months; provinces apply the same days to them.
_CUT_OFF_DAY = 14


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of time for which a figure is reported; ``part`` counts from 1 within the year."""

    year: int
    kind: PeriodKind
    part: int = 1

    def __post_init__(self) -> None:
        most = 1 if self.kind is PeriodKind.NINE_MONTHS else 12 // _MONTHS[self.kind]
        if not 1 <= self.part <= most:
            raise NoPeriod(f"Năm {self.year} không có kỳ thứ {self.part} loại này.")

    @property
    def start(self) -> date:
        """Return the first day."""
        return date(self.year, self._last_month - _MONTHS[self.kind] + 1, 1)

    @property
    def end(self) -> date:
        """Return the last day; a figure of the period stands for it."""
        return date(self.year, self._last_month, calendar.monthrange(self.year, self._last_month)[1])

    @property
    def _last_month(self) -> int:
        return self.part * _MONTHS[self.kind]

    @property
    def cut_off(self) -> date:
        """Return the day on which the general regime of reports closes the figures (Decree 09/2019 art. 12)."""
        return date(self.year, self._last_month, _CUT_OFF_DAY)

    @property
    def counted_from(self) -> date:
        """Return the first day whose figures count in the general regime: the 15th of the month before."""
        before = self.start - timedelta(days=1)
        return date(before.year, before.month, _CUT_OFF_DAY + 1)

    @property
    def previous(self) -> Period:
        """Return the period before; before the first of a year comes the last of the year before."""
        if self.kind is PeriodKind.NINE_MONTHS or self.part == 1:
            last = 1 if self.kind is PeriodKind.NINE_MONTHS else 12 // _MONTHS[self.kind]
            return Period(self.year - 1, self.kind, last)
        return Period(self.year, self.kind, self.part - 1)

    @property
    def year_before(self) -> Period:
        """Return the same period of the year before."""
        return Period(self.year - 1, self.kind, self.part)

    @property
    def code(self) -> str:
        """Return how files write it: 2026, 2026-Q3, 2026-M08, 2026-H1, 2026-9M."""
        match self.kind:
            case PeriodKind.YEAR:
                return str(self.year)
            case PeriodKind.QUARTER:
                return f"{self.year}-Q{self.part}"
            case PeriodKind.MONTH:
                return f"{self.year}-M{self.part:02}"
            case PeriodKind.HALF:
                return f"{self.year}-H{self.part}"
            case PeriodKind.NINE_MONTHS:
                return f"{self.year}-9M"

    @property
    def label(self) -> str:
        """Return how people say it: "Năm 2026", "Quý III/2026", "Tháng 8/2026"."""
        match self.kind:
            case PeriodKind.YEAR:
                return f"Năm {self.year}"
            case PeriodKind.QUARTER:
                return f"Quý {_ROMAN[self.part - 1]}/{self.year}"
            case PeriodKind.MONTH:
                return f"Tháng {self.part}/{self.year}"
            case PeriodKind.HALF:
                return f"6 tháng {'đầu' if self.part == 1 else 'cuối'} năm {self.year}"
            case PeriodKind.NINE_MONTHS:
                return f"9 tháng đầu năm {self.year}"


def read_period(code: str) -> Period:
    """Return the period that a code names. Raises NoPeriod."""
    found = _CODE.fullmatch(code.strip().upper())
    if not found:
        raise NoPeriod(f"“{code}” không phải một kỳ: viết 2026, 2026-Q3, 2026-M08, 2026-H1 hoặc 2026-9M.")
    year, part = int(found["year"]), found["part"]
    if part is None:
        return Period(year, PeriodKind.YEAR)
    if part == "9M":
        return Period(year, PeriodKind.NINE_MONTHS)
    kinds = {"M": PeriodKind.MONTH, "Q": PeriodKind.QUARTER, "H": PeriodKind.HALF}
    return Period(year, kinds[part[0]], int(part[1:]))


def period_of(day: date, kind: PeriodKind) -> Period:
    """Return the period in which a day lies. Raises NoPeriod for nine months, which overlap the quarters."""
    if kind is PeriodKind.NINE_MONTHS:
        if day.month > 9:
            raise NoPeriod(f"Ngày {day:%d/%m/%Y} không nằm trong 9 tháng đầu năm.")
        return Period(day.year, kind)
    return Period(day.year, kind, (day.month - 1) // _MONTHS[kind] + 1)


def last_ended(day: date, kind: PeriodKind) -> Period:
    """Return the latest period that has ended before a day."""
    period = Period(day.year, kind) if kind is PeriodKind.NINE_MONTHS else period_of(day, kind)
    while period.end >= day:
        period = period.previous
    return period
