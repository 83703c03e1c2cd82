"""What a target cell or a phrase says: "> 975", "dưới 3%", "100 (duy trì)", "Bảo đảm vững chắc"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ansinh.core.plandoc.model import Comparator, TargetValue
from ansinh.core.plandoc.source import Span
from ansinh.core.text.folding import fold_in_place
from ansinh.core.text.numbers import read_number
from ansinh.core.text.unicode import nfc, squeeze

# A longer text is a sentence, not a value, and is never searched for one.
_MAX_VALUE = 400

_NUMBER = r"[0-9]+(?:[.,][0-9]+)*(?: [0-9]{3}(?![0-9.,]))*"
_TO = r"(?:-|–|—|−|~|÷|den|toi)"
# What may stand before the number and says nothing about its direction.
_NEUTRAL = (
    r"phan dau|ky vong|dat duoc|dat|duy tri|giu vung|giu|on dinh|o muc|muc|la|bang|xuong con|xuong|con|"
    r"len|tang them|tang|giam|bao dam|dam bao|hang nam|moi nam|binh quan|trung binh|co|den|toi|tu|"
    r"ty le|ti le|hoan thanh|them|dao dong|phu|bao phu|chiem|dat muc|thu hut|tao|cho|it hon so|so|="
)
_DIRECTIONS: tuple[tuple[str, Comparator], ...] = (
    (r">\s*=|=\s*>|≥|≧|⩾", ">="),
    (r"<\s*=|=\s*<|≤|≦|⩽", "<="),
    (r">|＞", ">"),
    (r"<|＜", "<"),
    (r"tren duoi|khoang|xap xi|uoc dat|uoc|tam|gan|~|≈", "approx"),
    (r"khong duoi|khong thap hon|khong nho hon|khong it hon|khong kem hon|tro len", ">="),
    (r"toi thieu|it nhat|thap nhat|chi it", ">="),
    (
        r"khong qua|khong vuot qua|khong cao hon|khong lon hon|khong nhieu hon|khong tren|toi da|nhieu nhat|cao nhat",
        "<=",
    ),
    (r"tren|cao hon|nhieu hon|lon hon|hon|vuot qua|vuot", ">"),
    (r"duoi|thap hon|nho hon|it hon|chua den|chua toi|chua qua|kem hon", "<"),
)
_DIRECTION_WORD = re.compile(
    "|".join(
        f"(?P<d{i}>{words})(?![a-z])" if words[0].isalpha() else f"(?P<d{i}>{words})"
        for i, (words, _) in enumerate(_DIRECTIONS)
    )
)
_NEUTRAL_WORD = re.compile(rf"(?:{_NEUTRAL})(?![a-z])")
_RANGE = re.compile(
    rf"(?P<low>{_NUMBER})\s*(?P<mid>[^0-9\-–—−~÷.,;]{{0,12}}?)\s*{_TO}\s*(?:duoi |tren )?(?P<high>{_NUMBER})(?![0-9/])"
)
_SINGLE = re.compile(rf"(?P<low>{_NUMBER})(?![0-9])")
_FROM_TO = re.compile(
    rf"tu\s+(?P<from>{_NUMBER})[^0-9;]{{0,20}}?(?<!tro)\s(?:len|xuong con|xuong)(?=[^0-9;]{{0,12}}[0-9])"
)
_UPWARD = re.compile(r"tro len|hoac hon|hoac cao hon|hoac nhieu hon|^\s?%?\+")
_DOWNWARD = re.compile(r"tro xuong|tro lai|hoac thap hon|hoac it hon")
_PARENTHESIS = re.compile(r"\(([^()]{1,200})\)")
_NOTHING = re.compile(r"[\s\-–—−_.…/*+•]*")
# "6/2026", "30/6" and "2024-2030" are days and years; "15/19" is fifteen of nineteen.
_CALENDAR = re.compile(
    r"(?:[0-3]?[0-9]\s*/\s*)?[01]?[0-9]\s*/\s*(?:19|20)[0-9]{2}(?![0-9])|(?:19|20)[0-9]{2}\s*[-–—]\s*(?:19|20)[0-9]{2}(?![0-9])"
)
_SECOND_VALUE = re.compile(r"[;\n]\s*[^0-9;\n]{0,30}[0-9]")
_MAINTAINED = re.compile(r"(?:duy trì|giữ vững|giữ ổn định)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Value:
    """One stated value: its direction, its limits, what is said in words, and what follows the number.

    ``rest`` is the text after the number ("% trở lên", " giường bệnh/10.000 dân"), from which a
    unit can be read. ``comparator`` is None where the text states nothing.
    """

    raw: str
    comparator: Comparator | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    qualitative: str | None = None
    rest: str = ""

    def target(self, *, year: int | None, span: Span) -> TargetValue:
        """Return the value as a target of a year, read at a place of the source."""
        return TargetValue(year, self.raw, self.comparator, self.low, self.high, self.qualitative, span)


def read_value(raw: str) -> Value:
    """Return what a target cell or a value phrase says.

    "< 3,5" is below 3.5, "65% trở lên" at least 65, "1-1,5" a range, "khoảng 33" approximate, words
    without a number are qualitative; "-" and an empty text state nothing (comparator None). A text
    that names something before its number ("mức độ 2") is no value but words.
    """
    clean = nfc(raw)
    text = clean.strip()
    if _NOTHING.fullmatch(text):
        return Value(raw)
    words = squeeze(text)
    if len(text) > _MAX_VALUE:
        return Value(raw, "qualitative", qualitative=words)
    folded = fold_in_place(text)
    at, direction = _lead_in(folded)
    return _numeric(raw, text, folded, at, direction) or Value(raw, "qualitative", qualitative=words)


def _lead_in(folded: str) -> tuple[int, Comparator | None]:
    """Skip the words before a number; return where it may begin and the direction they give.

    A direction outweighs "khoảng" ("khoảng trên 40%" is above 40), a later one an earlier.
    """
    at, direction = 0, None
    # "- 95%" is a dash before a value, "-5%" a negative number.
    bullet = re.match(r"[-–—+•*]\s+", folded)
    if bullet:
        at = bullet.end()
    while at < len(folded):
        if folded[at] in " :":
            at += 1
            continue
        moved = _FROM_TO.match(folded, at)
        if moved:
            at = moved.end()
            continue
        word = _DIRECTION_WORD.match(folded, at)
        if word:
            said = _DIRECTIONS[int((word.lastgroup or "d0")[1:])][1]
            if said != "approx" or direction is None:
                direction = said
            at = word.end()
            continue
        neutral = _NEUTRAL_WORD.match(folded, at)
        if not neutral:
            break
        at = neutral.end()
    return at, direction


def _numeric(raw: str, text: str, folded: str, at: int, direction: Comparator | None) -> Value | None:
    if _CALENDAR.match(folded, at):
        return None
    negative = bool(re.match(r"[-−](?=[0-9])", folded[at : at + 2]))
    single = _SINGLE.match(folded, at + negative)
    if single is None:
        return None
    qualitative = _beside(text, single.end())
    pair = _RANGE.match(folded, at)
    if pair and not negative:
        low, high = _value(pair["low"]), _value(pair["high"])
        if low is not None and high is not None and low <= high and direction in (None, "approx"):
            return Value(raw, "range", low, high, qualitative, text[pair.end() :])
    value = _value(single["low"])
    rest = folded[single.end() :]
    if value is None or _SECOND_VALUE.search(rest):
        return None
    if negative:
        value = -value
    comparator = _suffix(rest, direction)
    low = None if comparator in ("<", "<=") else value
    high = None if comparator in (">", ">=") else value
    return Value(raw, comparator, low, high, qualitative, text[single.end() :])


def _suffix(rest: str, direction: Comparator | None) -> Comparator:
    # Words after the number count only where none before it point the other way: the printed
    # contradiction ("dưới 3,5% trở lên") is for the findings, not for a guess here.
    if _UPWARD.search(rest) and direction not in ("<", "<="):
        return ">="
    if _DOWNWARD.search(rest) and direction not in (">", ">="):
        return "<="
    return direction or "="


def _beside(text: str, number_end: int) -> str | None:
    """Return what is said in words beside the number: "duy trì", "hiện nay đã đạt"."""
    said = _PARENTHESIS.search(text, number_end)
    if said and any(letter.isalpha() for letter in said[1]):
        return squeeze(said[1])
    kept = _MAINTAINED.match(text)
    return squeeze(kept[0]).lower() if kept else None


def _value(printed: str) -> Decimal | None:
    return read_number(printed.replace(" ", ""))


ValueKind = Literal["nothing", "number", "words"]


def value_kind(raw: str) -> ValueKind:
    """Tell at a glance whether a cell states nothing, a number, or something in words."""
    value = read_value(raw)
    if value.comparator is None:
        return "nothing"
    return "words" if value.comparator == "qualitative" else "number"
