"""The text of a decree held against the rulebook: which figures stand in it, where, and which parameters they may be.

Nothing is decided here: each figure is proposed with the parameters whose names its sentence uses, for a person to choose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ansinh.core.law import Citation, Instrument, Part, find_citations, write
from ansinh.core.rules.parameters import Parameter
from ansinh.core.rules.system import System
from ansinh.core.text import find_dates, fold

_ARTICLE = re.compile(r"\s*Điều\s+(\d+[a-zđ]?)\s*[.:]")
_CLAUSE = re.compile(r"\s*(\d{1,2})\s*\.\s+(?=\D)")
_POINT = re.compile(r"\s*([a-zđ])\)\s")
_FIGURES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("vnd", re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3})+|\d{4,})\s*(?:đồng|đ\b)")),
    ("coefficient", re.compile(r"hệ số\s*(?:là|bằng|:)?\s*(\d{1,2}(?:,\d)?)(?![\d,.]\d)", re.IGNORECASE)),
    ("percent", re.compile(r"(?<![\d.,])(\d{1,3})\s*%")),
    ("years", re.compile(r"(?<![\d.,])(\d{1,3})\s*tuổi")),
    ("months", re.compile(r"(?<![\d.,/])(?<!ngày )(?<!ngày \d)(\d{1,3})\s*tháng(?!\s*\d)")),
    ("kg", re.compile(r"(?<![\d.,])(\d{1,3})\s*(?:kg|ki-lô-gam|kilôgam)")),
)
_IN_FORCE = re.compile(r"có hiệu lực", re.IGNORECASE)
_APPLIED = re.compile(r"(?:được )?(?:áp dụng|thực hiện|hưởng|điều chỉnh)\s+(?:kể )?từ", re.IGNORECASE)
_EMPTY = frozenset(
    [
        "he",
        "so",
        "muc",
        "tro",
        "cap",
        "nguoi",
        "huong",
        "cua",
        "tu",
        "du",
        "duoi",
        "den",
        "va",
        "khong",
        "co",
        "hang",
        "thang",
        "ho",
        "khu",
        "vuc",
        "moi",
        "nhieu",
        "nhat",
    ]
)
MOST_CANDIDATES = 3
LEAST_SHARE = 50


@dataclass(frozen=True, slots=True)
class Proposed:
    """A figure in a decree: characters ``start`` to ``end`` of its text, the sentence, where it stands, what it may be."""

    start: int
    end: int
    raw: str
    value: int
    unit: str
    sentence: str
    reference: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecreeRead:
    """What was read of a decree: the days it names, and its figures; a day that it does not name is None."""

    in_force_from: date | None
    applied_from: date | None
    proposed: tuple[Proposed, ...]
    cited: tuple[str, ...]


def read_decree(text: str, system: System, *, instrument: Instrument) -> DecreeRead:
    """Return the days and figures of a decree, each figure with the parameters it may be, the likeliest first."""
    figures: list[Proposed] = []
    in_force = applied = None
    known = _known(system)
    for start, line, way in _lines(text):
        reference = write(Citation(instrument, (way,) if way else ()))
        if _IN_FORCE.search(line):
            in_force = in_force or _day_after(line, _IN_FORCE)
        if _APPLIED.search(line):
            applied = applied or _day_after(line, _APPLIED)
        figures += _figures(start, line, reference, known)
    cited = tuple(
        dict.fromkeys(
            write(each.citation)
            for each in find_citations(text)
            if each.citation.instrument and each.citation.instrument.number != instrument.number
        )
    )
    figures.sort(key=lambda each: each.start)
    return DecreeRead(in_force, applied or in_force, tuple(figures), cited)


def _lines(text: str) -> Iterator[tuple[int, str, tuple[Part, ...]]]:
    """Yield each line with its place and the article, clause and point it belongs to."""
    article = clause = point = ""
    start = 0
    for line in text.splitlines(keepends=True):
        if seen := _ARTICLE.match(line):
            article, clause, point = seen[1], "", ""
        elif article and (seen := _CLAUSE.match(line)):
            clause, point = seen[1], ""
        elif article and (seen := _POINT.match(line)):
            point = seen[1]
        parts = (("điểm", point), ("khoản", clause), ("Điều", article))
        yield start, line.rstrip("\r\n"), tuple(Part(unit, label) for unit, label in parts if label)  # type: ignore[arg-type]
        start += len(line)


def _day_after(line: str, words: re.Pattern[str]) -> date | None:
    seen = words.search(line)
    after = seen.end() if seen is not None else 0
    return next((each.value for each in find_dates(line) if each.start >= after and each.value is not None), None)


def _known(system: System) -> list[tuple[Parameter, frozenset[str]]]:
    found = []
    for parameter in system.parameters:
        words = frozenset(re.findall(r"[a-z0-9]+", fold(parameter.label)))
        if not parameter.is_table and not parameter.is_bool:
            found.append((parameter, words - _EMPTY or words))
    return found


def _figures(
    start: int, line: str, reference: str, known: list[tuple[Parameter, frozenset[str]]]
) -> Iterator[Proposed]:
    for unit, pattern in _FIGURES:
        for seen in pattern.finditer(line):
            first, last = _sentence(line, seen.start())
            sentence = line[first:last].strip()
            yield Proposed(
                start + seen.start(), start + seen.end(), seen.group(), _value(seen[1], unit), unit, sentence, reference,
                _candidates(sentence, unit, known),
            )  # fmt: skip


def _sentence(line: str, at: int) -> tuple[int, int]:
    """Return the part of a line around a figure that tells what it is: up to the semicolons about it."""
    first = max(line.rfind(";", 0, at), line.rfind(". ", 0, at)) + 1
    ends = [end for end in (line.find(";", at), line.find(". ", at)) if end >= 0]
    return first, min(ends, default=len(line))


def _value(raw: str, unit: str) -> int:
    if unit == "coefficient":
        whole, _comma, tenth = raw.partition(",")
        return int(whole) * 10 + int(tenth or 0)
    return int(raw.replace(".", ""))


def _candidates(sentence: str, unit: str, known: list[tuple[Parameter, frozenset[str]]]) -> tuple[str, ...]:
    said = set(re.findall(r"[a-z0-9]+", fold(sentence)))
    scored = []
    for parameter, words in known:
        share = 100 * len(words & said) // len(words)
        if parameter.unit == unit and share >= LEAST_SHARE:
            scored.append((-share, -len(words), parameter.id))
    return tuple(key for *_rank, key in sorted(scored)[:MOST_CANDIDATES])
