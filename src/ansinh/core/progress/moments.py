"""Days on which a value or a milestone stands: a year means its 31 December, a quarter its last day."""

from __future__ import annotations

import calendar
import re
from datetime import date
from fractions import Fraction

_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")
_QUARTER = re.compile(r"(?P<year>(?:19|20|21)[0-9]{2})-?[QqTt](?P<quarter>[1-4])")
_DAY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_PRINTED_DAY = re.compile(r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})")


class NoMoment(ValueError):
    """The words name no year, quarter or day; the message says how to write one."""


def end_of_year(year: int) -> date:
    """Return the day for which a yearly value stands."""
    return date(year, 12, 31)


def end_of_quarter(year: int, quarter: int) -> date:
    """Return the day for which a quarterly value stands."""
    month = 3 * quarter
    return date(year, month, calendar.monthrange(year, month)[1])


def read_moment(text: str) -> date:
    """Return the day meant by "2027", "2027-Q3", "2027-09-30" or "30/9/2027". Raises NoMoment."""
    words = text.strip()
    if _YEAR.fullmatch(words):
        return end_of_year(int(words))
    quarter = _QUARTER.fullmatch(words)
    if quarter:
        return end_of_quarter(int(quarter["year"]), int(quarter["quarter"]))
    day = _DAY.fullmatch(words) or _PRINTED_DAY.fullmatch(words)
    if day:
        try:
            return date(int(day["year"]), int(day["month"]), int(day["day"]))
        except ValueError:
            pass
    raise NoMoment(f"“{text}” không phải một thời điểm: viết năm (2027), quý (2027-Q3) hoặc ngày (2027-09-30).")


def years_between(start: date, end: date) -> Fraction:
    """Return the time between two days in years, exact: months count alike, so that quarters are 1/4."""
    return _months(end) - _months(start)


def _months(day: date) -> Fraction:
    length = calendar.monthrange(day.year, day.month)[1]
    return (12 * day.year + day.month - 1 + Fraction(day.day, length)) / 12


def write_moment(day: date) -> str:
    """Return the day as people say it: "năm 2027", "quý III/2027", "30/8/2027"."""
    if (day.month, day.day) == (12, 31):
        return f"năm {day.year}"
    if day.month % 3 == 0 and day == end_of_quarter(day.year, day.month // 3):
        return f"quý {('I', 'II', 'III', 'IV')[day.month // 3 - 1]}/{day.year}"
    return f"{day.day}/{day.month}/{day.year}"
