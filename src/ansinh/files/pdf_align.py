"""Tables of a PDF without drawn lines: columns found by the empty strips between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ansinh.files.pdf_lines import Line
from ansinh.files.pdf_tables import GridCell

Strip = tuple[float, float]

_FEWEST_ROWS = 3
_NARROWEST = 5.0
_FIGURE = re.compile(r"[<>=≤≥~]*\s*[-–]?\d[\d.,]*\s*%?|[-–xX]")


@dataclass(frozen=True, slots=True)
class AlignedTable:
    """A table found by its columns: cells in reading order, columns and rows counted from 0."""

    cells: tuple[GridCell, ...]


def aligned_tables(lines: Sequence[Line]) -> Iterator[list[Line] | AlignedTable]:
    """Yield stretches of ordinary lines, and the tables that stand between them.

    A table is at least three lines of three or more parts whose gaps lie above each other; lines
    between them that cross a gap are groups over all columns.
    """
    plain: list[Line] = []
    at = 0
    while at < len(lines):
        end, strips = _region(lines, at)
        if end == at:
            plain.append(lines[at])
            at += 1
            continue
        if plain:
            yield plain
            plain = []
        yield AlignedTable(tuple(_cells(lines[at:end], strips)))
        at = end
    if plain:
        yield plain


def _region(lines: Sequence[Line], start: int) -> tuple[int, list[Strip]]:
    """Return where a table that begins at a line ends, and its strips; the line itself when none begins."""
    strips = _gaps(lines[start])
    if len(strips) < 2:
        return start, []
    rows = 1
    end = start + 1
    while end < len(lines) and _is_near(lines[end - 1], lines[end]):
        narrowed = _narrowed(strips, lines[end])
        if len(narrowed) >= max(2, len(strips)):
            rows += len(lines[end].parts()) >= 3
            strips = narrowed
            end += 1
            continue
        # A group over all columns: the table goes on right after it.
        beyond = end + 1
        if beyond < len(lines) and len(lines[beyond].parts()) >= 3 and _is_near(lines[end], lines[beyond]):
            again = _narrowed(strips, lines[beyond])
            if len(again) >= len(strips):
                rows += 1
                strips = again
                end = beyond + 1
                continue
        break
    return (end, strips) if rows >= _FEWEST_ROWS else (start, [])


def _gaps(line: Line) -> list[Strip]:
    parts = line.parts()
    return [(left.x1, right.x0) for left, right in pairwise(parts)]


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
                continue
            still += [part for part in ((start, word.x0), (word.x1, end)) if part[1] - part[0] >= _NARROWEST]
        left = still
    return left


def _cells(lines: Sequence[Line], strips: Sequence[Strip]) -> Iterator[GridCell]:
    edges = [(start + end) / 2 for start, end in strips]
    rows: list[dict[int, list[Line]]] = []
    spanning: set[int] = set()
    above: Line | None = None
    steps = sorted(below.baseline - line.baseline for line, below in pairwise(lines))
    usual = steps[len(steps) // 4] if steps else 0.0
    for line in lines:
        parts = _by_column(line, edges)
        crosses = len(_narrowed(strips, line)) < len(strips)
        apart = above is None or line.baseline - above.baseline > 1.3 * usual
        if crosses:
            spanning.add(len(rows))
            label, rest = line.words[:1], line.words[1:]
            if edges and label[0].x1 < edges[0] and rest:
                rows.append({0: [Line(label, line.page)], 1: [Line(rest, line.page)]})
            else:
                rows.append({0: [line]})
        elif not rows or apart or 0 in parts or len(rows) - 1 in spanning or _says_a_figure_again(rows[-1], parts):
            rows.append({column: [part] for column, part in parts.items()})
        else:
            for column, part in parts.items():
                rows[-1].setdefault(column, []).append(part)
        above = line
    rooms = _rooms(rows, len(edges) + 1, spanning)
    for number, row in enumerate(rows):
        if number in spanning:
            first = GridCell(number, 0, 1, 1, rooms[0], row[0])
            if 1 in row:
                yield first
                yield GridCell(number, 1, 1, len(edges), rooms[1], row[1])
            else:
                first.column_span = len(edges) + 1
                yield first
            continue
        for column in range(len(edges) + 1):
            yield GridCell(number, column, 1, 1, rooms[column], row.get(column, []))


def _by_column(line: Line, edges: Sequence[float]) -> dict[int, Line]:
    columns: dict[int, Line] = {}
    for word in line.words:
        place = sum(edge < (word.x0 + word.x1) / 2 for edge in edges)
        columns.setdefault(place, Line([], line.page)).words.append(word)
    return columns


def _says_a_figure_again(row: dict[int, list[Line]], parts: dict[int, Line]) -> bool:
    """A second figure in one column means a row without a number of its own."""
    return any(
        _FIGURE.fullmatch(part.text) and any(_FIGURE.fullmatch(line.text) for line in row.get(column, []))
        for column, part in parts.items()
    )


def _rooms(rows: Sequence[dict[int, list[Line]]], count: int, spanning: set[int]) -> list[float]:
    """Return how wide the texts of each column run: the widest line is a full one."""
    rooms = [0.0] * count
    for number, row in enumerate(rows):
        for column, found in row.items():
            if number not in spanning:
                rooms[column] = max([rooms[column], *(line.x1 - line.x0 for line in found)])
    return rooms
