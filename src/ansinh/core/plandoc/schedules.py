"""When a task is due, as printed and as understood: "Quý I hàng năm", "2024 - 2030", "Sau khi …"."""

from __future__ import annotations

import re

from ansinh.core.plandoc.model import Schedule, ScheduleKind
from ansinh.core.text.folding import fold_in_place
from ansinh.core.text.roman import read_roman
from ansinh.core.text.unicode import nfc, squeeze

_MAX_SCHEDULE = 600
_NOTHING = re.compile(r"[\s\-–—_.…/*+•]*")
_YEAR = re.compile(r"(?<![0-9.,])(?:19|20)[0-9]{2}(?![0-9.,]*[0-9])(?!\s*/\s*[a-z])")
_SHORT_RANGE = re.compile(r"(?<![0-9.,/])((?:19|20)[0-9]{2})\s*[-–—]\s*([0-9]{2})(?![0-9/])")
_QUARTER = re.compile(r"(?<![a-z])quy\s*(?P<no>[1-4]|iv|i{1,3})(?![a-z0-9])")
_ANNUAL = re.compile(
    r"(?<![a-z])(?:hang|moi|tung|cac)\s+nam(?![a-z])(?!\s+(?:tiep|sau|toi|[0-9]))|thuong nien|dinh ky (?:1|01|mot) nam"
)
_SHORTER = re.compile(
    r"(?<![a-z])(?:hang|moi|tung)\s+(?:quy|thang|tuan|ngay)(?![a-z])|(?:6|sau) thang(?! (?:dau|cuoi))"
)
_EVENT = re.compile(r"(?:ngay )?(?:sau khi|khi|sau ngay|ke tu khi|truoc khi|ngay khi|trong vong)(?![a-z])")
_ONWARD = re.compile(
    r"(?:cac|nhung) nam (?:tiep theo|sau|ke tiep|tiep sau|toi)|tro di|tro ve sau|ve sau|va tiep theo|bat dau tu nam"
)
_FROM = re.compile(
    r"^(?:bat dau\s+)?(?:tu|ke tu)(?:\s+(?:nam|quy [0-9iv]+|thang [0-9]+))*[\s/]*(?:nam\s*)?(?:19|20)[0-9]{2}$"
)
_UNTIL = re.compile(
    r"^(?:tu nay )?(?:den|toi|den het|het)(?:\s+(?:nam|quy [0-9iv]+|thang [0-9]+|cuoi))*[\s/]*(?:nam\s*)?(?:19|20)[0-9]{2}$"
)
_BEFORE_YEAR = re.compile(r"^truoc (?:nam\s*)?(?:19|20)[0-9]{2}$")
_HORIZON = re.compile(r"(?:dinh huong|tam nhin)(?:\s+(?:den|toi|nam))*\s+(?:19|20)[0-9]{2}")
_OPEN = re.compile(r"thuong xuyen|lien tuc|lau dai|dai han|trong suot|theo tien do|khong thoi han|xuyen suot")
_ALTERNATIVE = re.compile(r"(?<!\w)(?:hoặc|và theo|, theo)\s+(?P<event>.+)$", re.IGNORECASE)
_FINER = re.compile(r"(?<![a-z])(?:thang|ngay|quy|tuan)(?![a-z])|[0-9]\s*/\s*[0-9]|dau nam|cuoi nam|giua nam")


def read_schedule(raw: str | None) -> Schedule | None:
    """Return when a task is due, from the words of its "Thời gian thực hiện".

    Kinds: a year, a stretch of years, every year, a quarter of every year, after an event, or open
    (no end). What is said beyond years (a month, a day, a condition) stays in ``event`` as printed.
    An empty text or a dash is None: no schedule is stated.
    """
    if raw is None:
        return None
    words = squeeze(nfc(raw))
    if _NOTHING.fullmatch(words):
        return None
    words = words.strip(" .;,")
    if len(words) > _MAX_SCHEDULE:
        return Schedule("event", event=words)
    folded = fold_in_place(words)
    if _EVENT.match(folded):
        return Schedule("event", event=words)
    without_horizon = _HORIZON.sub(" ", folded)
    first, last = _years(without_horizon)
    quarter = _quarter(folded)
    if _ANNUAL.search(folded):
        kind: ScheduleKind = "annual" if quarter is None else "quarter_annual"
        return Schedule(kind, first, last, quarter, _beside_annual(words, folded))
    if _SHORTER.search(folded):
        return Schedule("annual", first, last, None, words)
    if first is None:
        return Schedule("open") if _OPEN.search(folded) else Schedule("event", event=words)
    return _with_years(words, without_horizon.strip(" ,;-"), first, last or first, quarter)


def _with_years(words: str, folded: str, first: int, last: int, quarter: int | None) -> Schedule:
    if _ONWARD.search(folded) or _FROM.match(folded) or _OPEN.search(folded):
        return Schedule("open", first, None if last == first else last, quarter)
    if _UNTIL.match(folded):
        return Schedule("years", None, last, quarter)
    if _BEFORE_YEAR.match(folded):
        return Schedule("years", None, last - 1, quarter)
    event = (
        words if _FINER.search(folded) and not re.fullmatch(r"quy [^ ]+\s*(?:/|-|nam|\s)*\s*[0-9]{4}", folded) else None
    )
    if event is None:
        event = _condition(words)
    if first == last:
        return Schedule("year", first, last, quarter, event)
    return Schedule("years", first, last, None, event)


def _years(folded: str) -> tuple[int | None, int | None]:
    short = _SHORT_RANGE.search(folded)
    if short:
        first = int(short[1])
        last = first // 100 * 100 + int(short[2])
        if last > first:
            return first, last
    years = [int(match[0]) for match in _YEAR.finditer(folded)]
    return (min(years), max(years)) if years else (None, None)


def _quarter(folded: str) -> int | None:
    """Return the quarter named, or None where none or several are named."""
    found = {_quarter_no(match["no"]) for match in _QUARTER.finditer(folded)}
    more = re.search(
        r"quy\s*(?:[1-4]|iv|i{1,3})\s*(?:,|-|–|va|den)\s*(?:quy\s*)?(?:[1-4]|iv|i{1,3})(?![0-9a-z])", folded
    )
    return found.pop() if len(found) == 1 and not more else None


def _quarter_no(printed: str) -> int | None:
    return int(printed) if printed.isdigit() else read_roman(printed)


def _beside_annual(words: str, folded: str) -> str | None:
    said = _ALTERNATIVE.search(words)
    if said:
        return squeeze(said["event"])
    finer = _FINER.search(_ANNUAL.sub(" ", _QUARTER.sub(" ", folded)))
    return words if finer or _EVENT.search(folded) else None


def _condition(words: str) -> str | None:
    said = re.search(r"\(([^()]+)\)", words)
    if said and any(letter.isalpha() for letter in said[1]):
        return squeeze(said[1])
    folded = fold_in_place(words)
    event = re.search(r"(?<![a-z])(?:sau khi|ngay khi|ke tu khi)(?![a-z])", folded)
    return words[event.start() :] if event else None
