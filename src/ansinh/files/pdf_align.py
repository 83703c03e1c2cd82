"""Tables of a PDF without drawn lines: columns found by the empty strips between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ansinh.files.pdf_lines import Line
from ansinh.files.pdf_tables import GridCell, GridTable

Strip = tuple[float, float]

_FEWEST_ROWS = 3
_NARROWEST = 5.0
_MOST_CROSSING = 0.12
_FIGURE = re.compile(r"[<>=≤≥~]*\s*[-–]?\d[\d.,]*\s*%?|[-–xX]")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]?|[IVXLC]{1,6}[.)]?|[A-Za-zđĐ][.)]?")


@dataclass
class Aligner:
    """Finds tables page by page; the head of the last one is remembered, for a page may say it again."""

    head: list[str] = field(default_factory=list)

    def split(self, lines: Sequence[Line]) -> Iterator[list[Line] | GridTable]:
        """Yield stretches of ordinary lines, and the tables that stand between them.

        A table is at least three lines of three or more parts whose gaps lie above each other; lines
        between them that cross a gap are groups over all columns.
        """
        plain: list[Line] = []
        at = 0
        while at < len(lines):
            end = _region_end(lines, at)
            if end == at:
                plain.append(lines[at])
                at += 1
                continue
            if plain:
                yield plain
            yield self._table(lines[at:end], may_go_on=not plain)
            plain = []
            at = end
        if plain:
            yield plain

    def _table(self, lines: Sequence[Line], *, may_go_on: bool) -> GridTable:
        count = len(self.head)
        if may_go_on and count and [line.text for line in lines[:count]] == self.head:
            lines, head_count = lines[count:], 0
        else:
            head_count = _head_count(lines)
            self.head = [line.text for line in lines[:head_count]]
        return _table(lines, head_count)


def _region_end(lines: Sequence[Line], start: int) -> int:
    """Return where a table that begins at a line ends; the line itself when none begins."""
    strips = _gaps(lines[start])
    if len(strips) < 2:
        return start
    rows = 1
    end = start + 1
    while end < len(lines) and _is_near(lines[end - 1], lines[end]):
        narrowed = _narrowed(strips, lines[end])
        if len(narrowed) >= len(strips):
            rows += len(lines[end].parts()) >= _FEWEST_ROWS
            strips = narrowed
            end += 1
            continue
        # A group over all columns: the table goes on right after it.
        beyond = end + 1
        if beyond < len(lines) and len(_gaps(lines[beyond])) >= 2 and _is_near(lines[end], lines[beyond]):
            again = _narrowed(strips, lines[beyond])
            if len(again) >= len(strips):
                rows += 1
                strips = again
                end = beyond + 1
                continue
        break
    return end if rows >= _FEWEST_ROWS else start


def _gaps(line: Line) -> list[Strip]:
    return [(left.x1, right.x0) for left, right in pairwise(line.parts())]


def _is_near(line: Line, below: Line) -> bool:
    return line.page == below.page and below.baseline - line.baseline <= 3.2 * max(line.size, below.size)


def _narrowed(strips: Sequence[Strip], line: Line) -> list[Strip]:
    """Return what stays empty of the strips beside the words of one more line."""
    left = list(strips)
    for word in line.words:
        still: list[Strip] = []
        for start, end in left:
            if word.x1 <= start or word.x0 >= end:
                still.append((start, end))
            else:
                still += [part for part in ((start, word.x0), (word.x1, end)) if part[1] - part[0] >= _NARROWEST]
        left = still
    return left


def _head_count(lines: Sequence[Line]) -> int:
    """Return how many lines stand above the first one that begins with a number."""
    for count, line in enumerate(lines):
        if _NUMBER.fullmatch(line.words[0].text) and len(line.parts()) > 1:
            return count
    return 1


def _table(lines: Sequence[Line], head_count: int) -> GridTable:
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    edges = _edges(lines[head_count:] or lines)
    rows: list[dict[int, list[Line]]] = []
    spanning: set[int] = set()
    if head_count:
        rows.append({})
        for line in lines[:head_count]:
            for part in line.parts():
                for column, piece in _by_column(part, edges, whole=True).items():
                    rows[0].setdefault(column, []).append(piece)
    above: Line | None = None
    steps = sorted(below.baseline - line.baseline for line, below in pairwise(lines))
    usual = steps[len(steps) // 4] if steps else 0.0
    for line in lines[head_count:]:
        if any(part.x0 < edge < part.x1 for part in line.parts() for edge in edges):
            spanning.add(len(rows))
            rows.append(_group(line, edges))
        else:
            parts = _by_column(line, edges, whole=False)
            apart = above is None or line.baseline - above.baseline > 1.3 * usual
            if apart or 0 in parts or len(rows) - 1 in spanning or _says_a_figure_again(rows[-1], parts):
                rows.append({column: [part] for column, part in parts.items()})
            else:
                for column, part in parts.items():
                    rows[-1].setdefault(column, []).append(part)
        above = line
    cells = list(_cells(rows, spanning, len(edges) + 1))
    return GridTable([left, *edges, right], [float(row) for row in range(len(rows) + 1)], cells, ruled=False)


def _edges(lines: Sequence[Line]) -> list[float]:
    """Return the middles of the strips that hardly any line crosses."""
    spans = [(part.x0, part.x1) for line in lines for part in line.parts()]
    most = max(1, int(_MOST_CROSSING * len(lines))) if len(lines) > 3 else 0
    events = sorted([(start, 1) for start, _ in spans] + [(end, -1) for _, end in spans])
    edges = []
    covering = 0
    opened: float | None = None
    begun = False
    for x, step in events:
        covering += step
        begun = begun or covering > most
        if covering > most:
            if opened is not None and x - opened >= _NARROWEST:
                edges.append((opened + x) / 2)
            opened = None
        elif opened is None and begun:
            opened = x
    return edges


def _by_column(line: Line, edges: Sequence[float], *, whole: bool) -> dict[int, Line]:
    """Return the words of a line by column; a ``whole`` part over several columns stays in the first."""
    columns: dict[int, Line] = {}
    for word in line.words:
        middle = line.x0 + 1 if whole and any(line.x0 < edge < line.x1 for edge in edges) else (word.x0 + word.x1) / 2
        place = sum(edge < middle for edge in edges)
        columns.setdefault(place, Line([], line.page)).words.append(word)
    return columns


def _group(line: Line, edges: Sequence[float]) -> dict[int, list[Line]]:
    label, rest = line.words[:1], line.words[1:]
    if rest and label[0].x1 < edges[0]:
        return {0: [Line(label, line.page)], 1: [Line(rest, line.page)]}
    return {0: [line]}


def _says_a_figure_again(row: dict[int, list[Line]], parts: dict[int, Line]) -> bool:
    """A second figure in one column means a row without a number of its own."""
    return any(
        _FIGURE.fullmatch(part.text) and any(_FIGURE.fullmatch(line.text) for line in row.get(column, []))
        for column, part in parts.items()
    )


def _cells(rows: Sequence[dict[int, list[Line]]], spanning: set[int], count: int) -> Iterator[GridCell]:
    # The widest line of a column is taken for a full one.
    rooms = [0.0] * count
    for number, row in enumerate(rows):
        for column, found in row.items():
            if number not in spanning:
                rooms[column] = max([rooms[column], *(line.x1 - line.x0 for line in found)])
    for number, row in enumerate(rows):
        if number in spanning and 1 in row:
            yield GridCell(number, 0, 1, 1, rooms[0], row[0])
            yield GridCell(number, 1, 1, count - 1, rooms[1], row[1])
        elif number in spanning:
            yield GridCell(number, 0, 1, count, sum(rooms), row[0])
        else:
            for column in range(count):
                yield GridCell(number, column, 1, 1, rooms[column], row.get(column, []))
