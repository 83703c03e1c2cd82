"""Days by which something is due, as sentences state them: "định kỳ hằng năm (trước ngày 15/12)".

Everything here takes a plain string and gives offsets into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ansinh.core.plandoc.model import Recurrence
from ansinh.core.text.roman import read_roman

_YEARLY = r"(?:hằng|hàng|mỗi) năm|mỗi năm một lần"
_EVERY = rf"(?:{_YEARLY}|(?:hằng|hàng|mỗi) quý|(?:hằng|hàng|mỗi) tháng|quý|6 tháng(?: đầu năm)?|06 tháng(?: đầu năm)?|sáu tháng(?: đầu năm)?|năm)"
_BEFORE = r"(?:trước|chậm nhất|muộn nhất|hạn cuối|hạn chót|thời hạn|xong|không quá|hoàn thành|vào|đến)"
_DAY = r"(?P<day>[0-3]?[0-9])(?:\s?[/.\-]\s?|\s+tháng\s+)(?P<month>1[0-2]|0?[1-9])(?![0-9])(?:(?:\s?[/.\-]\s?|\s+năm\s+)(?P<year>20[0-9]{2})(?![0-9]))?"
_DUE = re.compile(
    rf"(?P<pre>(?<!\w)(?:định kỳ[\s,]*)?(?:vào\s+)?(?:(?:{_EVERY})[\s,]*)?\(?\s*)?(?<!\w){_BEFORE}\s+(?:là\s+|nhất\s+)?(?:vào\s+)?(?:trước\s+)?(?:ngày\s+)?{_DAY}(?P<post>\)?[\s,]*(?:của\s+)?(?:{_YEARLY})(?!\w))?",
    re.IGNORECASE,
)
_DAY_OF = re.compile(
    rf"(?P<pre>(?<!\w)(?:định kỳ[\s,]*)?(?:(?:{_EVERY})[\s,]*)?\(?\s*)?(?<!\w){_BEFORE}\s+(?:là\s+|nhất\s+)?(?:vào\s+)?(?:trước\s+)?ngày\s+(?P<day>[0-3]?[0-9])\s+(?:của\s+)?(?P<of>(?:tháng|ngày)?\s?(?:cuối|đầu|thứ [0-9]|liền kề)\s?(?:của\s)?(?:quý|tháng|năm|kỳ)?(?:\s(?:báo cáo|hằng|hàng|tiếp theo|sau)(?:\s(?:năm|quý))?)?|(?:hằng|hàng|mỗi) (?:tháng|quý))",
    re.IGNORECASE,
)
_AND_DAY = re.compile(
    rf"\s*(?:,|và|;)\s*(?P<said>(?:trước\s+)?(?:ngày\s+)?{_DAY})(?P<post>\)?[\s,]*(?:của\s+)?(?:{_YEARLY})(?!\w))?",
    re.IGNORECASE,
)
_MONTHLY = re.compile(
    rf"(?<!\w)(?:định kỳ\s+)?(?:hằng|hàng|mỗi) tháng[\s,]*\(?\s*{_BEFORE}\s+(?:là\s+)?(?:ngày\s+)?(?:mùng\s+)?(?P<day>[0-3]?[0-9])(?!\s*(?:[/.\-][0-9]|tháng\s+[0-9]))(?![0-9])\)?",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    rf"(?<!\w)(?:trong|vào|trước|hết|cuối|chậm nhất(?: là)?(?: trong| vào)?)\s+(?:(?P<q>quý\s+(?P<quarter>[1-4]|IV|I{{1,3}}))|tháng\s+(?P<month>1[0-2]|0?[1-9]))(?![0-9])(?:\s*(?:/|năm\s+|-)\s*(?P<year>20[0-9]{{2}}))?(?P<post>[\s,]*(?:{_YEARLY}))?",
    re.IGNORECASE,
)
_END = re.compile(
    r"(?<!\w)(?:(?:trong|vào|trước|hết|đến|xong|cuối|chậm nhất(?: là)?)\s+)*(?<![0-9]\s)(?:(?:quý\s+(?P<quarter>[1-4]|IV|I{1,3})|tháng\s+(?P<month>1[0-2]|0?[1-9]))(?!\w)(?:\s*(?:/|năm\s+|-)\s*(?P<year>20[0-9]{2}))?|(?:(?<=cuối )|(?<=hết ))năm\s+(?P<whole>20[0-9]{2}))(?!\w)",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"(?<!\w)(?:báo cáo\s+)?(?P<raw>đột xuất(?:\s*,?\s*(?:khi|theo|nếu)\s+(?:có\s+)?(?:yêu cầu|phát sinh|chỉ đạo|đề nghị)(?:\s+của\s+(?:cơ quan|cấp|người)\s+có thẩm quyền)?)?|khi có yêu cầu|theo yêu cầu(?:\s+của\s+(?:cơ quan|cấp)\s+có thẩm quyền)?)",
    re.IGNORECASE,
)
_REGULAR = re.compile(
    rf"(?<!\w)(?P<raw>(?:định kỳ\s+)?(?:{_YEARLY}|(?:hằng|hàng|mỗi) (?:quý|tháng))|định kỳ(?:\s+(?:năm|quý|6 tháng|06 tháng))?)(?!\w)",
    re.IGNORECASE,
)
_NOT_DUE = re.compile(r"(?:tính|kể từ|từ|số liệu|có hiệu lực|hiệu lực)\s*$", re.IGNORECASE)
_YEAR_SAID = re.compile(r"(?:đối với|riêng|trong)?\s*năm\s+(20[0-9]{2})(?![0-9])", re.IGNORECASE)
_ANNUAL_WORD = re.compile(rf"(?<!\w)(?:{_YEARLY}|định kỳ(?: năm)?|6 tháng|06 tháng|sáu tháng)(?!\w)", re.IGNORECASE)
_QUARTER_WORD = re.compile(r"(?<!\w)(?:(?:hằng|hàng|mỗi) quý|định kỳ quý|tháng cuối quý)(?!\w)", re.IGNORECASE)
_KINDS: tuple[tuple[str, Recurrence], ...] = (
    ("quý", "quarterly"),
    ("hằng tháng", "monthly"),
    ("hàng tháng", "monthly"),
    ("mỗi tháng", "monthly"),
    ("năm", "annual"),
)
_NEAR = 80
_LAST_DAY = 31


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due: the words that say it, and what they say as far as it is known."""

    start: int
    end: int
    month: int | None = None
    day: int | None = None
    year: int | None = None
    recurrence: Recurrence | None = None
    quarter: int | None = None

    @property
    def dated(self) -> bool:
        """Return whether the words set a day: printed, or the last one of a month, quarter or year."""
        return bool(self.day or self.month or self.quarter or self.year)


def find_due(text: str, start: int = 0, end: int | None = None) -> list[Due]:
    """Return every day, month, quarter or event by which a clause says that something is due, in order.

    A day with a year is due once, also where the year stands earlier ("Đối với năm 2024 … trước
    ngày 10/9"); beside "hằng năm", "định kỳ" or "6 tháng" it is due every year. Days of documents
    are not due days. Words of regularity without any day give a Due without day.
    """
    stop = len(text) if end is None else end
    found: list[Due] = []
    for match in _DUE.finditer(text, start, stop):
        begin = _begin(match)
        if int(match["day"]) == 0 or int(match["day"]) > 31 or _NOT_DUE.search(text, max(start, begin - 20), begin):
            continue
        year = int(match["year"]) if match["year"] else None
        due = Due(begin, _closed(text, match, stop), int(match["month"]), int(match["day"]), year)
        due = _recurring(text, start, stop, due)
        found.extend(_with_further_days(text, stop, due))
    for match in _MONTHLY.finditer(text, start, stop):
        if 1 <= int(match["day"]) <= _LAST_DAY and _free(found, *match.span()):
            found.append(Due(match.start(), match.end(), None, int(match["day"]), None, "monthly"))
    for match in _DAY_OF.finditer(text, start, stop):
        if 1 <= int(match["day"]) <= 31 and _free(found, match.start(), match.end()):
            said = match.group().lower()
            every: Recurrence | None = (
                "quarterly" if "quý" in said else ("monthly" if re.search(r"(?:hằng|hàng|mỗi) tháng", said) else None)
            )
            found.append(
                Due(
                    _begin(match),
                    _closed(text, match, stop),
                    None,
                    int(match["day"]),
                    None,
                    every,
                )
            )
    for match in _PERIOD.finditer(text, start, stop):
        if _free(found, match.start(), match.end()) and (match["year"] or match["post"]):
            quarter = _quarter(match["quarter"])
            month = int(match["month"]) if match["month"] else (quarter * 3 if quarter and match["post"] else None)
            year = int(match["year"]) if match["year"] else None
            found.append(Due(match.start(), match.end(), month, None, year, "once" if year else "annual", quarter))
    for match in _EVENT.finditer(text, start, stop):
        if _free(found, *match.span("raw")):
            found.append(Due(*match.span("raw"), recurrence="event"))
    if not any(due.day or due.month for due in found):
        regular = _REGULAR.search(text, start, stop)
        if regular and _free(found, *regular.span("raw")):
            word = regular["raw"].lower()
            kind: Recurrence | None = next((one for sign, one in _KINDS if sign in word), None)
            found.append(Due(*regular.span("raw"), recurrence=kind))
    return sorted(found, key=lambda due: due.start)


def find_end(text: str, start: int = 0, end: int | None = None) -> Due | None:
    """Return the month, quarter or year by whose last day a clause says that something is done, or None.

    For clauses that name no day, whatever word stands before: "quý I/2024", "(tháng 8 năm 2024)", "cuối năm 2024",
    "trong quý II". Where no year is said the words name the first such time after the plan.
    """
    stop = len(text) if end is None else end
    match = _END.search(text, start, stop)
    if match is None:
        return None
    year = match["year"] or match["whole"]
    return Due(
        match.start(),
        match.end(),
        int(match["month"]) if match["month"] else None,
        None,
        int(year) if year else None,
        "once" if year else None,
        _quarter(match["quarter"]),
    )


def _with_further_days(text: str, stop: int, due: Due) -> Iterator[Due]:
    """Return the day, and those that follow it ("trước ngày 20 tháng 6 và ngày 20 tháng 11 hằng năm")."""
    days, at = [due], due.end
    while (match := _AND_DAY.match(text, at, stop)) and 1 <= int(match["day"]) <= _LAST_DAY:
        year = int(match["year"]) if match["year"] else None
        yearly: Recurrence | None = "annual" if match["post"] else None
        kind: Recurrence | None = "once" if year else (yearly or due.recurrence)
        days.append(Due(match.start("said"), match.end(), int(match["month"]), int(match["day"]), year, kind))
        at = match.end()
    for day in days:
        # "… hằng năm" after the last day holds for all.
        yield replace(day, recurrence="annual") if day.recurrence is None and days[-1].recurrence == "annual" else day


def _begin(match: re.Match[str]) -> int:
    begin = match.start()
    text = match.string
    while text[begin] in " \xa0(,":
        begin += 1
    return begin


def _closed(text: str, match: re.Match[str], stop: int) -> int:
    """Return the end, with the bracket that the words before the day opened."""
    end = match.end()
    opened = match.group().count("(") - match.group().count(")")
    return end + 1 if opened > 0 and end < stop and text[end] == ")" else end


def _recurring(text: str, start: int, stop: int, due: Due) -> Due:
    if due.year:
        return Due(due.start, due.end, due.month, due.day, due.year, "once")
    near = text[max(start, due.start - _NEAR) : min(stop, due.end + 40)]
    own = text[due.start : due.end]
    if _ANNUAL_WORD.search(own):
        return Due(due.start, due.end, due.month, due.day, None, "annual")
    said = list(_YEAR_SAID.finditer(text, start, due.start))
    if said:
        return Due(due.start, due.end, due.month, due.day, int(said[-1][1]), "once")
    if _QUARTER_WORD.search(near):
        return Due(due.start, due.end, due.month, due.day, None, "quarterly")
    if _ANNUAL_WORD.search(near) or _ANNUAL_WORD.search(text, start, due.start):
        return Due(due.start, due.end, due.month, due.day, None, "annual")
    return due


def _free(found: list[Due], start: int, end: int) -> bool:
    return not any(due.start < end and start < due.end for due in found)


def _quarter(printed: str | None) -> int | None:
    if not printed:
        return None
    return int(printed) if printed.isdigit() else read_roman(printed)
