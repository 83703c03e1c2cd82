"""Days in every form in which official documents write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_SLASHED = r"(?P<d1>[0-9]{1,2})\s?[/.\-]\s?(?P<m1>[0-9]{1,2})(?:\s?[/.\-]\s?(?P<y1>[0-9]{4}))?"
_WORDED = r"(?P<d2>[0-9]{1,2})\s+tháng\s+(?P<m2>[0-9]{1,2})(?:\s+năm\s+(?P<y2>[0-9]{4}))?"
_DAY = re.compile(
    rf"(?<![0-9/.,\-])(?P<word>ngày\s+)?(?:{_WORDED}|{_SLASHED})(?![0-9])(?!/[0-9])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateToken:
    """A day as it stands in a text; ``year`` is None for "25/11" (a day of every year).

    ``start`` is where the number begins, the word "ngày" before it not included.
    """

    start: int
    end: int
    raw: str
    day: int
    month: int
    year: int | None

    @property
    def value(self) -> date | None:
        """Return the day, or None where no year is given or no such day exists (31/02)."""
        if self.year is None:
            return None
        return make_date(self.year, self.month, self.day)


def make_date(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_dates(text: str) -> tuple[DateToken, ...]:
    """Return every day that stands in the text, in order.

    Read are "24/11/2023", "24-11-2023", "ngày 19 tháng 7 năm 2017", also across a line end, and days
    without a year where the word "ngày" or "tháng" makes plain that a day is meant.
    """
    found = []
    for match in _DAY.finditer(text):
        worded = match["d2"] is not None
        day, month, year = (
            (match["d2"], match["m2"], match["y2"]) if worded else (match["d1"], match["m1"], match["y1"])
        )
        if year is None and not (worded or (match["word"] and "/" in match.group())):
            continue
        if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
            continue
        start = match.start("d2" if worded else "d1")
        found.append(
            DateToken(start, match.end(), text[start : match.end()], int(day), int(month), int(year) if year else None)
        )
    return tuple(found)


def read_date(text: str) -> date | None:
    """Return the one day the text states ("Hà Nội, ngày 05 tháng 8 năm 2024"); None if none, several or no such day."""
    values = {token.value for token in find_dates(text)}
    return values.pop() if len(values) == 1 else None


def write_date(day: date) -> str:
    """Return the day as forms print it: "05/08/2024"."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def write_date_in_words(day: date) -> str:
    """Return the day as the head of a document prints it: "ngày 05 tháng 8 năm 2024".

    Decree 30/2020/NĐ-CP, Annex I: a zero stands before days under 10 and before January and February.
    """
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


_AT = re.compile(rf"(?P<word>ngày\s+)?(?:{_WORDED}|{_SLASHED})(?![0-9])", re.IGNORECASE)


def match_date(text: str, at: int) -> DateToken | None:
    """Return the full day that begins exactly at ``at`` (with or without the word "ngày"), or None."""
    match = _AT.match(text, at)
    if not match:
        return None
    worded = match["d2"] is not None
    day, month, year = (match["d2"], match["m2"], match["y2"]) if worded else (match["d1"], match["m1"], match["y1"])
    if year is None or not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return None
    start = match.start("d2" if worded else "d1")
    return DateToken(start, match.end(), text[start : match.end()], int(day), int(month), int(year))
