"""A plan that amends another: which of its rows restate a row of the other, and which rows it says are dropped.

Pure: the rows of both plans are given by name and number, what comes out names them by place in the lists given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ansinh.core.plandoc.findings.words import content, likeness
from ansinh.core.plandoc.source import Span

RowKind = Literal["indicator", "task"]

# Names at least this alike are taken for one row; under the same printed number less is enough.
ALIKE = 0.6
ALIKE_UNDER_NUMBER = 0.45
# A second candidate this close to the first makes the match unsure: a person has to look.
CLOSE = 0.1

_DROP = re.compile(
    r"(?:bãi\s+bỏ|loại\s+bỏ|(?<!\w)bỏ|(?:không|thôi|dừng|ngừng)\s+(?:tiếp\s+tục\s+)?(?:thực\s+hiện|giao))\s+(?:các\s+)?"
    r"(?P<kind>nhiệm\s+vụ|chỉ\s+tiêu|mục\s+tiêu)\s+(?:số\s+)?(?P<numbers>\d+(?:\.\d+)*(?:\s*(?:,|và)\s*(?:số\s+)?\d+(?:\.\d+)*)*)"
    r"(?:\s*,?\s*(?:(?:thuộc|tại|của)\s+)?(?:mục|nhóm|phần)\s+(?P<group>[IVXLC]+|\d+|[A-ZĐ]))?",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[^().;]{0,80}\((?P<name>[^()]{8,300})\)")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a plan as far as matching needs it; ``group`` is the heading it stands under."""

    no: str
    name: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A row of the amending plan and the row it restates, both by place; None where it is new. ``sure`` or to be looked at."""

    stated: int
    known: int | None
    likeness: float
    sure: bool


@dataclass(frozen=True, slots=True)
class Dropped:
    """A row that the amending plan says is no longer carried out, by its number and the words given for it."""

    kind: RowKind
    no: str
    group: str
    name: str
    span: Span


def match_rows(known: Sequence[Row], stated: Sequence[Row]) -> list[Match]:
    """Return for each stated row the known row that it restates; a known row is restated at most once."""
    known_words = [content(row.name) for row in known]
    least = min(ALIKE_UNDER_NUMBER, ALIKE)
    scored: list[tuple[float, bool, int, int]] = []
    for at, row in enumerate(stated):
        words = content(row.name)
        for other, theirs in enumerate(known_words):
            # Only what has enough words in common can be as alike as is asked; there are as many pairs as rows squared.
            if 2 * len(words & theirs) < least * (len(words) + len(theirs)):
                continue
            alike = likeness(words, theirs)
            same_number = bool(row.no) and row.no == known[other].no
            if alike >= (ALIKE_UNDER_NUMBER if same_number else ALIKE):
                scored.append((alike, same_number, at, other))
    by_stated: dict[int, list[tuple[float, bool, int]]] = {}
    for alike, same_number, at, other in scored:
        by_stated.setdefault(at, []).append((alike, same_number, other))
    taken: set[int] = set()
    found: dict[int, Match] = {}
    for alike, same_number, at, other in sorted(scored, key=lambda one: (-one[0], not one[1], one[2], one[3])):
        if at in found or other in taken:
            continue
        # The running text of a plan often states a row of its annex once more; the printed number tells them apart.
        rivals = [one for one in by_stated[at] if one[2] != other and one[0] >= alike - CLOSE and one[1] >= same_number]
        taken.add(other)
        found[at] = Match(at, other, alike, not rivals)
    return [found.get(at, Match(at, None, 0.0, True)) for at in range(len(stated))]


def find_dropped(text: str) -> list[Dropped]:
    """Return the rows that sentences of a plan drop: "Bãi bỏ nhiệm vụ số 3 mục V Phụ lục II (Khảo sát …)"."""
    found = []
    for hit in _DROP.finditer(text):
        kind: RowKind = "task" if "vụ" in hit["kind"].casefold() else "indicator"
        named = _NAMED.match(text, hit.end())
        name = " ".join(named["name"].split()) if named else ""
        numbers = _NUMBER.findall(hit["numbers"])
        end = named.end() if named else hit.end()
        found += [
            Dropped(
                kind, number, (hit["group"] or "").upper(), name if len(numbers) == 1 else "", Span(hit.start(), end)
            )
            for number in numbers
        ]
    return found


def find_row(known: Sequence[Row], dropped: Dropped) -> list[int]:
    """Return the known rows a drop can mean, by place: one where number, heading and words leave no other."""
    by_number = [
        at
        for at, row in enumerate(known)
        if row.no == f"{dropped.group}.{dropped.no}"
        or (row.no == dropped.no and (not dropped.group or _label(row.group) == dropped.group))
    ]
    words = content(dropped.name)
    if not words:
        return by_number
    alike = [at for at in by_number if likeness(words, content(known[at].name)) >= ALIKE_UNDER_NUMBER]
    return alike or [at for at, row in enumerate(known) if likeness(words, content(row.name)) >= ALIKE]


def _label(heading: str) -> str:
    """Return the number of a heading: "V" of "V. Nhà ở"."""
    return re.split(r"[.\s)]", heading.strip(), maxsplit=1)[0].upper() if heading else ""
