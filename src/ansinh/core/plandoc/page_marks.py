"""Page numbers and running heads that were copied into the text of a plan."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ansinh.core.plandoc.source import Paragraph

_TOLD = re.compile(r"[-–\s]*(?:Trang|Page)\s*:?\s*[0-9]{1,4}(?:\s*(?:/|of|trên)\s*[0-9]{1,4})?[-–\s]*", re.IGNORECASE)
_BARE = re.compile(r"[-–—\s]*(?P<number>[0-9]{1,3})[-–—\s]*")
_FEWEST = 3
# What stands on a page: so many lines or characters, at least and at most.
_FEWEST_LINES, _MOST_LINES = 14, 150
_FEWEST_ON_LINES = 250
_FEWEST_CHARACTERS, _MOST_CHARACTERS = 900, 20_000
_LAST_PAGE = 200
_LOOKED_BACK = 8
_LONGEST_HEAD = 120


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that says something: its words, its place among such lines, and where it begins."""

    text: str
    at: int
    start: int


@dataclass(frozen=True, slots=True)
class _Chain:
    """Page numbers counted up to a line: how many, how unevenly they stand, and the chain before."""

    line: _Line
    length: int
    unevenness: int
    before: _Chain | None


def page_marks(text: str, lines: Sequence[Paragraph]) -> frozenset[int]:
    """Return where the lines begin that are a page number or the head that every page repeats.

    A number alone on a line is taken for that of a page only where such numbers count up, a page
    apart, from the beginning of the text to its end: the numbers of rows stand closer or begin later.
    """
    printed = ((line.span.of(text).strip(), line.span.start) for line in lines)
    filled = [
        _Line(said, at, start) for at, (said, start) in enumerate(one for one in printed if one[0] not in ("", "|"))
    ]
    told = [line for line in filled if len(line.text) <= 30 and _TOLD.fullmatch(line.text)]
    marks = told if len(told) > 1 else _counted(filled)
    if len(marks) < 2:
        return frozenset()
    return frozenset(line.start for line in (*marks, *_running_heads(filled, marks)))


def _counted(filled: Sequence[_Line]) -> list[_Line]:
    """Return the bare numbers that count the pages of the whole text."""
    known: defaultdict[int, list[_Chain]] = defaultdict(list)
    best: _Chain | None = None
    for line in filled:
        match = _BARE.fullmatch(line.text) if len(line.text) <= 9 else None
        if not match:
            continue
        number = int(match["number"])
        options = [
            _Chain(line, chain.length + 1, chain.unevenness + (line.at - chain.line.at) ** 2, chain)
            for chain in known[number - 1][-_LOOKED_BACK:]
            if _a_page_apart(chain.line, line)
        ]
        if number <= 2 and line.at <= _MOST_LINES and line.start <= _MOST_CHARACTERS:
            options.append(_Chain(line, 1, line.at**2, None))
        if not options:
            continue
        chain = max(options, key=lambda option: (option.length, -option.unevenness))
        known[number].append(chain)
        if best is None or (chain.length, -chain.unevenness) > (best.length, -best.unevenness):
            best = chain
    if best is None or best.length < _FEWEST or len(filled) - best.line.at > _LAST_PAGE:
        return []
    found: list[_Line] = []
    step: _Chain | None = best
    while step is not None:
        found.append(step.line)
        step = step.before
    return found[::-1]


def _a_page_apart(before: _Line, line: _Line) -> bool:
    lines, characters = line.at - before.at, line.start - before.start
    return (
        ((lines >= _FEWEST_LINES and characters >= _FEWEST_ON_LINES) or characters >= _FEWEST_CHARACTERS)
        and lines <= _MOST_LINES
        and characters <= _MOST_CHARACTERS
    )


def _running_heads(filled: Sequence[_Line], marks: Sequence[_Line]) -> list[_Line]:
    """Return the lines that stand beside most page numbers in the same words."""
    beside = [
        line
        for mark in marks
        for line in (*filled[max(0, mark.at - 1) : mark.at], *filled[mark.at + 1 : mark.at + 3])
        if 4 <= len(line.text) <= _LONGEST_HEAD
    ]
    count = Counter(line.text for line in beside)
    return [line for line in beside if count[line.text] >= max(2, len(marks) * 2 // 3)]
