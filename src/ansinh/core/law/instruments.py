"""Mentions of instruments: by number, by the name of a law, by the meeting that adopted them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from ansinh.core.law.issuing import find_issuers, match_issuer
from ansinh.core.law.model import Instrument
from ansinh.core.law.numbers import NumberSeen, find_document_numbers
from ansinh.core.law.vocabulary import alternatives, law_names, type_named
from ansinh.core.text.dates import match_date

_BACK = 160
_LAWS = ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp")
_SO = r"(?:s[ốô]\s*(?:hiệu)?\s*[:.]?\s*)"
_SO_BEFORE = re.compile(rf"(?<!\w){_SO}$", re.IGNORECASE)
_SO_ROOM = 16
_WORD = re.compile(r"[^\W\d_]+")
_TYPE_ROOM = 60
_LONGEST_TYPE = 5
_NAME_END = re.compile(
    r"\s+(?:số|ngày|năm|của|và|được|có|quy\s+định|trong|tại|theo|đã|là|để|trên|với|cho|từ|các|những|thì|này|hiện|khi|bảo\s+đảm|về)\b"
    r"|[.,;:()\[\]“”\"/]"
)
_LAW_WORD = re.compile(r"(?<!\w)(?:Luật|LUẬT|Bộ\s|BỘ\s|Pháp\s|PHÁP\s|Hiến\s|HIẾN\s)")
_AMENDED = re.compile(
    r"\s*\((?:sửa\s+đổi|sửa\s+đổi,\s+bổ\s+sung)(?:\s+năm\s+[0-9]{4})?\)|\s+sửa\s+đổi(?:,\s+bổ\s+sung)?(?!\w)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\s+năm\s+[0-9]{4}(?![0-9])", re.IGNORECASE)
_CONGRESS = re.compile(
    r"Nghị\s+quyết\s+(?:của\s+)?(?=(?:Đại\s+hội|Hội\s+nghị|Trung\s+ương\s+[0-9]))"
    r"(?:Hội\s+nghị\s+)?(?:Trung\s+ương\s+[0-9]{1,2}(?:\s+khóa\s+[IVX]+)?)?",
)
_ISSUED = re.compile(r"\s*,?\s*(?:(?:được\s+)?ban\s+hành\s+)?(?=ngày\s)", re.IGNORECASE)
_OF = re.compile(r"\s*,?\s+(?:của|do)\s+", re.IGNORECASE)
_PASSED_IN = re.compile(r"\s+(?:đã\s+)?(?:thông\s+qua|phê\s+duyệt|ban\s+hành|quy\s+định|giao)\s+tại\s+$", re.IGNORECASE)
_BLANK = re.compile(r"\s*,?\s+")


@dataclass(frozen=True, slots=True)
class InstrumentSeen:
    """The words that name an instrument: their place, what they say, and other ways to read them."""

    start: int
    end: int
    instrument: Instrument
    other_readings: tuple[Instrument, ...] = ()
    date_raw: str | None = None
    core_end: int = 0
    """Where the type, number or name ends, before the date and the issuer."""


@cache
def _law_before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<type>Bộ\s+luật|Luật|Pháp\s+lệnh)\s+(?P<name>[^.;:()0-9]{{3,120}}?),?\s+{_SO}$")


@cache
def _named_law() -> re.Pattern[str]:
    known = alternatives(law_names())
    return re.compile(
        rf"(?<![\w])(?:(?P<known>{known})(?!\w)|(?P<constitution>Hiến\s+pháp)(?!\w)|(?P<type>Luật|Bộ\s+luật|Pháp\s+lệnh)\s+(?=[^\W\d_]))",
        # The names of laws are printed with and without capitals ("Luật người cao tuổi").
        re.IGNORECASE,
    )


def find_instruments(text: str) -> list[InstrumentSeen]:
    """Return the instruments named in the text, in order and without overlap."""
    numbered = [seen for token in find_document_numbers(text) if (seen := _numbered(text, token))]
    found: list[InstrumentSeen] = []
    taken_until = 0
    for seen in sorted([*numbered, *_named(text)], key=lambda seen: (seen.start, -seen.end)):
        if seen.start >= taken_until:
            found.append(seen)
            taken_until = seen.end
    return found


def _numbered(text: str, token: NumberSeen) -> InstrumentSeen | None:
    begin = max(0, token.start - _BACK)
    before = text[begin : token.start]
    stated, name, start = _stated_type(before, begin)
    if start is None:
        so = _SO_BEFORE.search(before, max(0, len(before) - _SO_ROOM))
        if not so and not token.sure:
            return None
        start = begin + so.start() if so else token.start
    # "41/2024/QH15" alone may be a law or a resolution of the National Assembly: it names no type.
    kind = stated or token.type
    end, day, raw, issuer = _date_and_issuer(text, token.end)
    issuer = issuer or _issuer_before(text, start)
    instrument = Instrument(kind, token.number, day, issuer, name)
    other: tuple[Instrument, ...] = ()
    if stated and token.type and not _agree(stated, token.type):
        other = (Instrument(token.type, token.number, day, issuer, name),)
    return InstrumentSeen(start, end, instrument, other, raw, token.end)


def _stated_type(before: str, begin: int) -> tuple[str | None, str | None, int | None]:
    """Return the type, the name of a law, and where they begin, from the words before a number."""
    so = _SO_BEFORE.search(before, max(0, len(before) - _SO_ROOM))
    upto = so.start() if so else len(before)
    while upto and before[upto - 1] in " \xa0\n\t,:":
        upto -= 1
    words = list(_WORD.finditer(before, max(0, upto - _TYPE_ROOM), upto))[-_LONGEST_TYPE:]
    if words and words[-1].end() == upto:
        for first in words:
            kind = type_named(before[first.start() : upto])
            if kind:
                return kind, None, begin + first.start()
    at = max(before.rfind("Luật "), before.rfind("Bộ luật "), before.rfind("Pháp lệnh "))
    law = _law_before().search(before, at) if at >= 0 else None
    if law:
        kind = type_named(law["type"])
        return kind, f"{kind} {' '.join(law['name'].split())}", begin + law.start()
    return None, None, None


def _agree(stated: str, named: str) -> bool:
    """Return whether the stated type goes with the symbol: "Chương trình hành động" goes with CTr."""
    a, b = stated.casefold(), named.casefold()
    return a.startswith(b) or b.startswith(a) or a in {"văn bản", "công văn"}


def _date_and_issuer(text: str, at: int) -> tuple[int, date | None, str | None, str | None]:
    day, raw, issuer, end = None, None, None, at
    lead = _ISSUED.match(text, end)
    seen = match_date(text, lead.end()) if lead else None
    if seen:
        day, raw, end = seen.value, seen.raw, seen.end
    joint = _OF.match(text, end) or (_BLANK.match(text, end) if seen else None)
    body = match_issuer(text, joint.end()) if joint else None
    if body:
        end, issuer = body
        if not seen:
            # "Quyết định số … của Thủ tướng Chính phủ ngày …"
            lead = _ISSUED.match(text, end)
            seen = match_date(text, lead.end()) if lead else None
            if seen:
                day, raw, end = seen.value, seen.raw, seen.end
    return end, day, raw, issuer


def _issuer_before(text: str, start: int) -> str | None:
    """Return the body in "HĐND tỉnh thông qua tại Nghị quyết số …", where it is named right before."""
    begin = max(0, start - _BACK)
    passed = _PASSED_IN.search(text[begin:start])
    if not passed:
        return None
    before = text[begin : begin + passed.start()]
    return next((name for _, end, name in find_issuers(before) if end == len(before)), None)


def _named(text: str) -> list[InstrumentSeen]:
    found = []
    for word in _LAW_WORD.finditer(text):
        match = _named_law().match(text, word.start())
        seen = _law(text, match) if match else None
        if seen:
            found.append(seen)
    for match in _CONGRESS.finditer(text):
        seen = _resolution_of_a_meeting(text, match)
        if seen:
            found.append(seen)
    return found


def _law(text: str, match: re.Match[str]) -> InstrumentSeen | None:
    start = match.start()
    if not text[start].isupper() or text[max(0, start - 5) : start].casefold() in {"pháp ", "kỷ l"}:
        return None
    if match["known"] or match["constitution"]:
        end = match.end()
        known = {name.casefold(): name for name in law_names()}
        name = known.get(" ".join(match.group().split()).casefold(), " ".join(match.group().split()))
        # What the plan prints keeps its capitals where the whole was not shouted.
        name = name if match.group().isupper() else " ".join(match.group().split())
    else:
        stop = _NAME_END.search(text, match.end(), match.end() + 100)
        end = stop.start() if stop else min(len(text), match.end() + 100)
        words = text[match.end() : end].split()
        # An unknown name: the first word has a capital, and it has two words at least.
        if len(words) < 2 or len(words) > 14 or not words[0][0].isupper() or match.group().isupper():
            return None
        name = f"{' '.join(match['type'].split())} {' '.join(words)}"
    for more in (_AMENDED, _YEAR):
        tail = more.match(text, end)
        if tail:
            end = tail.end()
            name += " " + " ".join(tail.group().split())
    kind = next((kind for kind in _LAWS if name.casefold().startswith(kind.casefold())), "Luật")
    return InstrumentSeen(start, end, Instrument(kind, None, None, None, name), (), None, end)


def _resolution_of_a_meeting(text: str, match: re.Match[str]) -> InstrumentSeen | None:
    """Read "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVI", "Nghị quyết Trung ương 6 khóa XII"."""
    words = " ".join(match.group().split())
    if re.search(r"Trung\s+ương\s+[0-9]", words):
        end = match.start() + len(match.group().rstrip())
        return InstrumentSeen(match.start(), end, Instrument("Nghị quyết", None, None, None, words), (), None, end)
    body = match_issuer(text, match.end())
    if body is None:
        return None
    end, issuer = body
    name = " ".join(text[match.start() : end].split())
    return InstrumentSeen(match.start(), end, Instrument("Nghị quyết", None, None, issuer, name), (), None, end)
