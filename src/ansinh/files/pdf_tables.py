"""Tables of a PDF found by their drawn lines: the grid, its merged cells, and the words in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ansinh.files.pdf_lines import Line, fits_after, lines_of, seam
from ansinh.files.pdf_page import Rule, Word

_TOUCH = 3.0
_SNAP = 2.5
_COVER = 0.6
_PADDING = 8.0
_SHORTEST = 3.5
_MOST_RULES = 6_000


@dataclass(slots=True)
class GridCell:
    """A cell between drawn lines: rows and columns of the grid it covers, and its lines of words."""

    row: int
    column: int
    row_span: int
    column_span: int
    room: float = 0.0
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the text; lines that were only broken by the width of the cell are joined."""
        shown = ""
        for above, line in zip([None, *self.lines], self.lines, strict=False):
            if above is None:
                shown = line.text
            else:
                shown += ("\n" if fits_after(above, line, self.room) else seam(above)) + line.text
        return shown


@dataclass(slots=True)
class GridTable:
    """A table on one page: where its columns and rows are drawn, and its cells in reading order."""

    xs: list[float]
    ys: list[float]
    cells: list[GridCell]
    ruled: bool = True

    @property
    def top(self) -> float:
        """Return the upper edge."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """Return the lower edge."""
        return self.ys[-1]


def ruled_tables(rules: Sequence[Rule], words: Sequence[Word]) -> tuple[list[GridTable], list[Word]]:
    """Return the tables drawn on a page, and the words outside them."""
    tables = []
    rest = list(words)
    for group in _groups(rules):
        table = _table(group)
        if table is None:
            continue
        inside = [word for word in rest if _is_inside(word, table)]
        if not inside:
            continue
        outside = {id(word) for word in inside}
        rest = [word for word in rest if id(word) not in outside]
        _fill(table, inside)
        tables.append(table)
    return sorted(tables, key=lambda table: table.top), rest


def _groups(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Yield the lines that touch each other; a sweep from top to bottom keeps this quick."""
    # Drawings and maps are made of very many short strokes, tables of few long ones.
    long = [rule for rule in rules if rule.x1 - rule.x0 + rule.y1 - rule.y0 >= _SHORTEST]
    ordered = sorted(long, key=lambda rule: rule.y0) if len(long) <= _MOST_RULES else []
    parent = list(range(len(ordered)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    active: list[int] = []
    for index, rule in enumerate(ordered):
        active = [other for other in active if ordered[other].y1 >= rule.y0 - _TOUCH]
        for other in active:
            if ordered[other].x0 - _TOUCH <= rule.x1 and rule.x0 - _TOUCH <= ordered[other].x1:
                parent[root(index)] = root(other)
        active.append(index)
    groups: dict[int, list[Rule]] = {}
    for index, rule in enumerate(ordered):
        groups.setdefault(root(index), []).append(rule)
    yield from groups.values()


def _table(rules: Sequence[Rule]) -> GridTable | None:
    across = [rule for rule in rules if rule.across]
    down = [rule for rule in rules if not rule.across]
    xs, ys = _places([rule.x0 for rule in down]), _places([rule.y0 for rule in across])
    if len(xs) < 3 or len(ys) < 2:
        return None
    walls, floors = _walls(down, xs, ys), _floors(across, xs, ys)
    regions = _regions(walls, floors, len(ys) - 1, len(xs) - 1)
    return GridTable(xs, ys, [GridCell(*region) for region in regions])


def _places(values: Sequence[float]) -> list[float]:
    """Return the places of lines, those within a line's breadth counted once."""
    places: list[list[float]] = []
    for value in sorted(values):
        if places and value - places[-1][-1] <= _SNAP:
            places[-1].append(value)
        else:
            places.append([value])
    return [sum(group) / len(group) for group in places]


def _walls(down: Sequence[Rule], xs: Sequence[float], ys: Sequence[float]) -> set[tuple[int, int]]:
    """Return (row, line) for every stretch of a line down the page that divides a row."""
    spans: dict[int, list[tuple[float, float]]] = {}
    for rule in down:
        spans.setdefault(_nearest(xs, rule.x0), []).append((rule.y0, rule.y1))
    return {
        (row, line)
        for line, found in spans.items()
        for row in range(len(ys) - 1)
        if _covered(found, ys[row], ys[row + 1])
    }


def _floors(across: Sequence[Rule], xs: Sequence[float], ys: Sequence[float]) -> set[tuple[int, int]]:
    """Return (line, column) for every stretch of a line across the page that divides a column."""
    spans: dict[int, list[tuple[float, float]]] = {}
    for rule in across:
        spans.setdefault(_nearest(ys, rule.y0), []).append((rule.x0, rule.x1))
    return {
        (line, column)
        for line, found in spans.items()
        for column in range(len(xs) - 1)
        if _covered(found, xs[column], xs[column + 1])
    }


def _nearest(places: Sequence[float], value: float) -> int:
    return min(range(len(places)), key=lambda index: abs(places[index] - value))


def _covered(spans: Sequence[tuple[float, float]], start: float, end: float) -> bool:
    drawn = sum(max(0.0, min(end, b) - max(start, a)) for a, b in spans)
    return drawn >= _COVER * (end - start)


def _regions(
    walls: set[tuple[int, int]], floors: set[tuple[int, int]], rows: int, columns: int
) -> list[tuple[int, int, int, int]]:
    """Return the cells as (row, column, rows, columns): fields of the grid with no line between are one."""
    taken = [[False] * columns for _ in range(rows)]
    regions = []
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            width = 1
            while column + width < columns and (row, column + width) not in walls and not taken[row][column + width]:
                width += 1
            height = 1
            while row + height < rows and _goes_down(walls, floors, row + height, column, width):
                height += 1
            for down in range(row, row + height):
                taken[down][column : column + width] = [True] * width
            regions.append((row, column, height, width))
    return regions


def _goes_down(walls: set[tuple[int, int]], floors: set[tuple[int, int]], row: int, column: int, width: int) -> bool:
    """Say whether a cell goes on in the next row: no line above it, the same lines beside it."""
    if any((row, place) in floors for place in range(column, column + width)):
        return False
    return not any((row, line) in walls for line in range(column + 1, column + width))


def _is_inside(word: Word, table: GridTable) -> bool:
    middle = (word.x0 + word.x1) / 2
    height = word.baseline - 0.3 * word.size
    return table.xs[0] - 1 <= middle <= table.xs[-1] + 1 and table.top - 1 <= height <= table.bottom + 1


def _fill(table: GridTable, words: Sequence[Word]) -> None:
    owner = {
        (row, column): cell
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    inside: dict[int, list[Word]] = {}
    for word in words:
        row = _between(table.ys, word.baseline - 0.3 * word.size)
        column = _between(table.xs, (word.x0 + word.x1) / 2)
        inside.setdefault(id(owner[row, column]), []).append(word)
    for cell in table.cells:
        cell.lines = lines_of(inside.get(id(cell), []))
    padding = min((line.x0 - table.xs[cell.column] for cell in table.cells for line in cell.lines), default=_PADDING)
    for cell in table.cells:
        width = table.xs[cell.column + cell.column_span] - table.xs[cell.column]
        cell.room = width - 2 * min(max(padding, 0.0), _PADDING)


def _between(places: Sequence[float], value: float) -> int:
    index = sum(place <= value for place in places) - 1
    return min(max(index, 0), len(places) - 2)
