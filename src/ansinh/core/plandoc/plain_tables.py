"""Tables typed in plain text: cells between "|" (Markdown) or between tabs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ansinh.core.plandoc.source import Cell, Paragraph, Span, Table

_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_BAR = re.compile(r"(?<!\\)\|")
_MOST_COLUMNS = 60
_FEWEST_ROWS = 2


def find_plain_tables(text: str, lines: Sequence[Paragraph]) -> tuple[Table, ...]:
    """Return the tables typed with bars or tabs among the lines, in order."""
    found: list[Table] = []
    at = 0
    while at < len(lines):
        for mark in ("|", "\t"):
            end = _run(text, lines, at, mark)
            if end > at:
                table = _table(text, lines[at:end], mark)
                if table:
                    found.append(table)
                    at = end - 1
                break
        at += 1
    return tuple(found)


def _run(text: str, lines: Sequence[Paragraph], start: int, mark: str) -> int:
    """Return the line after a run of lines that hold cells; ``start`` where there is none.

    A lone bar on a line, as web pages leave them behind, opens no table; an empty line ends one.
    """
    end = start
    while end < len(lines):
        line = lines[end].span.of(text)
        bars = len(_BAR.findall(line)) if mark == "|" else line.count("\t")
        if bars < 2 and not (mark == "|" and bars == 1 and line.strip(" |\t")):
            break
        end += 1
    return end if end - start >= _FEWEST_ROWS else start


def _table(text: str, lines: Sequence[Paragraph], mark: str) -> Table | None:
    rows: list[list[Span]] = []
    ruled = False
    for line in lines:
        printed = line.span.of(text)
        if mark == "|" and _RULE.fullmatch(printed.strip()) and "-" in printed:
            ruled = True
            continue
        rows.append(_spans(text, line.span, mark))
    width = max((len(row) for row in rows), default=0)
    if len(rows) < _FEWEST_ROWS or width < 2 or (width < 3 and not ruled):
        return None
    cells = tuple(Cell(span, i, j) for i, row in enumerate(rows) for j, span in enumerate(row[:_MOST_COLUMNS]))
    return Table(Span(lines[0].span.start, lines[-1].span.end), cells, min(width, _MOST_COLUMNS), len(rows))


def _spans(text: str, line: Span, mark: str) -> list[Span]:
    printed = line.of(text)
    cuts = (
        [match.start() for match in _BAR.finditer(printed)]
        if mark == "|"
        else [i for i, c in enumerate(printed) if c == "\t"]
    )
    bounds = list(zip([-1, *cuts], [*cuts, len(printed)], strict=True))
    spans = []
    for i, (before, after) in enumerate(bounds):
        inner = printed[before + 1 : after]
        if mark == "|" and i in (0, len(bounds) - 1) and not inner.strip():
            # The outer bars close the row; nothing stands beyond them.
            continue
        inner, before = _without_emphasis(inner, before)
        left = len(inner) - len(inner.lstrip())
        right = len(inner.rstrip())
        start = line.start + before + 1
        spans.append(Span(start + left, start + right) if right > left else Span(start, start))
    return spans


def _without_emphasis(inner: str, before: int) -> tuple[str, int]:
    """Return a cell without the signs that print it bold, and where it then begins."""
    for sign in ("**", "__", "*"):
        bare = inner.strip()
        if len(bare) > 2 * len(sign) and bare.startswith(sign) and bare.endswith(sign):
            left = len(inner) - len(inner.lstrip()) + len(sign)
            return inner[left : left + len(bare) - 2 * len(sign)], before + left
    return inner, before
