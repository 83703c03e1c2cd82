"""The way into an instrument: "điểm a khoản 2 Điều 5", "các khoản 1, 2 và 3 Điều 4", "Điều 5 đến Điều 7"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ansinh.core.law.model import UNITS, Part, Provision, Unit

_BY_FOLDED: dict[str, Unit] = {unit.casefold(): unit for unit in UNITS}
_RANK = {unit: rank for rank, unit in enumerate(UNITS)}
_UNIT = r"tiểu\s+mục|tiết|điểm|khoản|điều|mục|chương|phần|phụ\s+lục"
_LETTER = r"(?:[a-zđ][0-9]?|[0-9]{1,2}(?:\.[0-9]{1,2}){0,3})"
_DIGITS = r"[0-9]{1,3}(?:[a-zđ]|\.[0-9]{1,2})?"
_COUNT = r"(?:[IVXLC]{1,7}|[0-9]{1,3}[A-Za-z]?|thứ\s+(?:nhất|hai|ba|tư|năm|sáu|bảy|tám))"
_END = r"(?![\w/%])(?!\s*%|[.,][0-9])"
_LABELS: dict[Unit, str] = {
    "tiết": _LETTER,
    "điểm": _LETTER,
    "khoản": _DIGITS,
    "Điều": _DIGITS,
    "tiểu mục": _COUNT,
    "Mục": _COUNT,
    "Chương": _COUNT,
    "Phần": _COUNT,
    "Phụ lục": _COUNT,
}
_HEAD = re.compile(rf"(?<!\w)(?:(?P<many>các|những|từ)\s+)?(?P<unit>{_UNIT})\s+(?=[\w])", re.IGNORECASE)
_LABEL: dict[Unit, re.Pattern[str]] = {
    unit: re.compile(label + _END, re.IGNORECASE if unit in {"tiết", "điểm", "Phần"} else 0)
    for unit, label in _LABELS.items()
}
_AND = re.compile(r"\s*[,;]\s*(?:và\s+)?|\s+(?:và|hoặc|hay|&)\s+", re.IGNORECASE)
_UNTIL = re.compile(r"\s+(?:đến|tới)\s+(?:hết\s+)?|\s*[-–]\s*", re.IGNORECASE)
_NEST = re.compile(r"\s*,?\s+(?:của\s+|thuộc\s+|tại\s+)?", re.IGNORECASE)
_MONEY = re.compile(r"\s+(?:triệu|tỷ|nghìn|đồng|người|hộ|lần|ngày|tháng|năm|xã|huyện|chỉ\s+tiêu)\b", re.IGNORECASE)
# "thời điểm a", "trọng điểm": there điểm is no part of a text.
_NOT_BEFORE = re.compile(
    r"(?:thời|địa|trọng|quan|đặc|ưu|nhược|cao|cuối|tài|hạng|danh|thành|một|từng|hạn)\s+$", re.IGNORECASE
)
_MOST = 60
_MOST_WAYS = 400


@dataclass(frozen=True, slots=True)
class ProvisionsSeen:
    """A run of words that leads into an instrument, and the provisions it means."""

    start: int
    end: int
    provisions: tuple[Provision, ...]
    plain: bool
    """Whether the words alone make plain that provisions are meant."""


@dataclass(frozen=True, slots=True)
class _Segment:
    unit: Unit
    labels: tuple[tuple[str, str | None], ...]
    nests: bool
    """Whether it stands right after a narrower part that lies within it."""
    start: int
    end: int


def find_provisions(text: str) -> list[ProvisionsSeen]:
    """Return the provisions named in the text, in order."""
    found: list[ProvisionsSeen] = []
    at = 0
    while True:
        head = _HEAD.search(text, at)
        if not head:
            return found
        segments = _chain(text, head)
        if not segments:
            at = head.end()
            continue
        at = segments[-1].end
        plain = len(segments) > 1 or _plain(segments[0], text)
        found.append(ProvisionsSeen(head.start(), at, _provisions(segments), plain))


def _chain(text: str, head: re.Match[str]) -> list[_Segment]:
    first = _segment(text, head, nests=False)
    if first is None or _NOT_BEFORE.search(text, max(0, head.start() - 12), head.start()):
        return []
    chain = [first]
    while len(chain) < _MOST:
        last = chain[-1]
        more = None
        for joint, nests in ((_NEST, True), (_AND, False)):
            gap = joint.match(text, last.end)
            after = _HEAD.match(text, gap.end()) if gap else None
            if gap is None or after is None:
                continue
            found = _segment(text, after, nests=nests)
            if found is None:
                continue
            # A comma before a broader part still leads into it: "điểm a, khoản 2, Điều 5".
            if nests and _RANK[found.unit] <= _RANK[last.unit]:
                continue
            more = found
            break
        if more is None:
            return chain
        chain.append(more)
    return chain


def _segment(text: str, head: re.Match[str], *, nests: bool) -> _Segment | None:
    unit = _BY_FOLDED[" ".join(head["unit"].split()).casefold()]
    pattern = _LABEL[unit]
    match = pattern.match(text, head.end())
    if not match or (unit == "khoản" and _MONEY.match(text, match.end())):
        return None
    labels: list[tuple[str, str | None]] = [(match.group(), None)]
    end = match.end()
    while len(labels) < _MOST:
        until = _UNTIL.match(text, end)
        if until and labels[-1][1] is None:
            match = pattern.match(text, _skip_unit(text, until.end(), unit))
            if match:
                labels[-1] = (labels[-1][0], match.group())
                end = match.end()
                continue
        joint = _AND.match(text, end)
        match = pattern.match(text, joint.end()) if joint else None
        if not match or _MONEY.match(text, match.end()):
            break
        labels.append((match.group(), None))
        end = match.end()
    return _Segment(unit, tuple(labels), nests, head.start(), end)


def _skip_unit(text: str, at: int, unit: Unit) -> int:
    head = _HEAD.match(text, at)
    return head.end() if head and _BY_FOLDED[" ".join(head["unit"].split()).casefold()] == unit else at


def _plain(segment: _Segment, text: str) -> bool:
    """Return whether one part alone is meant as such: "Điều 5", "các khoản 1 và 2", not "mục 3" or "điểm a"."""
    return segment.unit == "khoản" or text[segment.start].isupper() or len(segment.labels) > 1


def _provisions(chain: list[_Segment]) -> tuple[Provision, ...]:
    """Return what the chain means: each part that does not merely hold the one before it."""
    made: list[Provision] = []
    for at, segment in enumerate(chain):
        if not segment.nests:
            made += _ways(segment, _holders(chain, at))
    return tuple(made[:_MOST_WAYS])


def _holders(chain: list[_Segment], at: int) -> list[Provision]:
    """Return the ways on from a segment: the next broader one after it, and its own holders."""
    rank = _RANK[chain[at].unit]
    for nearer in range(at + 1, len(chain)):
        if _RANK[chain[nearer].unit] > rank:
            return _ways(chain[nearer], _holders(chain, nearer))
    return []


def _ways(segment: _Segment, holders: list[Provision]) -> list[Provision]:
    ways: list[Provision] = [
        (Part(segment.unit, label, until), *way) for label, until in segment.labels for way in (holders or [()])
    ]
    return ways[:_MOST_WAYS]
