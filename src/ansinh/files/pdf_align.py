"""Tables of a PDF without drawn lines: columns found by the empty strips between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ansinh.files.pdf_lines import Line
from ansinh.files.pdf_page import Word
from ansinh.files.pdf_tables import GridCell, GridTable

Strip = tuple[float, float]

_FEWEST_ROWS = 3
_NARROWEST = 6.5
_MOST_CROSSING = 0.12
_FIGURE = re.compile(r"[<>=≤≥~]*\s*[-–]?\d[\d.,]*\s*%?|[-–xX]")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]?|[IVXLC]{1,6}[.)]?|[A-Za-zđĐ][.)]?")


@dataclass
class _Family:
    """All the pieces of one table, page after page: its head, and the lines its columns are found by."""

    head: list[str]
    body: list[Line]


@dataclass(slots=True)
class Region:
    """The lines of a page that are (a piece of) a table; ``head_count`` of them are its head."""

    lines: Sequence[Line]
    head_count: int
    family: _Family

    def table(self) -> GridTable:
        """Return the grid, once all pages have been seen: the same columns for every piece."""
        return _table(self.lines, self.head_count, _edges(self.family.body or self.lines))


@dataclass
class Aligner:
    """Finds tables page by page; the last one is remembered, for the next page may go on with it."""

    last: _Family | None = None

    def split(self, lines: Sequence[Line]) -> Iterator[list[Line] | Region]:
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
            yield self._region(lines[at:end], self.last if not plain else None)
            plain = []
            at = end
        if plain:
            yield plain

    def _region(self, lines: Sequence[Line], before: _Family | None) -> Region:
        if before is not None:
            count = _head_said_again(before.head, lines)
            if count or _fit(lines, _edges(before.body)):
                before.body += lines[count:]
                return Region(lines[count:], 0, before)
        head_count = _head_count(lines)
        self.last = _Family([line.text for line in lines[:head_count]], list(lines[head_count:]))
        return Region(lines, head_count, self.last)


def _head_said_again(head: Sequence[str], lines: Sequence[Line]) -> int:
    """Return how many lines say the head again; where it is cut to fit, its last words are missing."""
    known = {word for text in head for word in text.split()}
    count = 0
    while count < min(len(head), len(lines) - 1) and all(word.text in known for word in lines[count].words):
        count += 1
    return count if count and lines[0].text == head[0] else 0


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
        # A group over all columns: the table goes on soon after it.
        beyond = next((at for at in range(end + 1, min(end + 4, len(lines))) if len(_gaps(lines[at])) >= 2), None)
        if beyond is None or not all(_is_near(line, below) for line, below in pairwise(lines[end : beyond + 1])):
            break
        again = _narrowed(strips, lines[beyond])
        if len(again) < len(strips):
            break
        rows += 1
        strips = again
        end = beyond + 1
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


def _table(lines: Sequence[Line], head_count: int, edges: list[float]) -> GridTable:
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    rows: list[dict[int, list[Line]]] = []
    spanning: set[int] = set()
    if head_count:
        rows.append({})
        for line in lines[:head_count]:
            for column, piece in _by_column(line, edges).items():
                rows[0].setdefault(column, []).append(piece)
    above: Line | None = None
    steps = sorted(below.baseline - line.baseline for line, below in pairwise(lines))
    usual = steps[len(steps) // 4] if steps else 0.0
    for line in lines[head_count:]:
        parts = _by_column(line, edges)
        if len(parts) <= 2 and any(_columns_of(part, edges) > 1 for part in parts.values()):
            spanning.add(len(rows))
            rows.append({column: [part] for column, part in parts.items()})
        else:
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
    spans = [(word.x0, word.x1) for line in lines for word in line.words]
    most = max(int(_MOST_CROSSING * len(lines)), int(len(lines) > _FEWEST_ROWS))
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


def _fit(lines: Sequence[Line], edges: Sequence[float]) -> bool:
    """Say whether hardly any line crosses the columns of the table before."""
    crossing = sum(any(word.x0 < edge < word.x1 for word in line.words for edge in edges) for line in lines)
    return len(edges) >= 2 and crossing <= 2 * _MOST_CROSSING * len(lines)


def _by_column(line: Line, edges: Sequence[float]) -> dict[int, Line]:
    """Return the words of a line by column; words close together over an edge stay in the first column."""
    pieces: list[list[Word]] = []
    for word in line.words:
        last = pieces[-1][-1] if pieces else None
        if last is None or (word.x0 - last.x1 >= _NARROWEST and _place(last, edges) != _place(word, edges)):
            pieces.append([])
        pieces[-1].append(word)
    columns: dict[int, Line] = {}
    for piece in pieces:
        columns.setdefault(_place(piece[0], edges), Line([], line.page)).words.extend(piece)
    return columns


def _place(word: Word, edges: Sequence[float]) -> int:
    middle = (word.x0 + word.x1) / 2
    return sum(edge < middle for edge in edges)


def _columns_of(part: Line, edges: Sequence[float]) -> int:
    return _place(part.words[-1], edges) - _place(part.words[0], edges) + 1


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
        if number not in spanning:
            for column in range(count):
                yield GridCell(number, column, 1, 1, rooms[column], row.get(column, []))
            continue
        # A group: its number where it has one, and its title over the other columns.
        places = [0, *(column for column in sorted(row) if column)]
        for column, beyond in pairwise([*places, count]):
            yield GridCell(number, column, 1, beyond - column, sum(rooms[column:beyond]), row.get(column, []))
