"""Tables that run over several pages: one table again, its head said once, broken rows whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ansinh.files.layout import PlacedText
from ansinh.files.pdf_lines import fits_after
from ansinh.files.pdf_tables import GridCell, GridTable

_SAME_PLACE = 4.0
_MOST_HEAD_ROWS = 5


@dataclass(slots=True)
class Chain:
    """Pieces of one table, page after page; ``pages`` holds the page of each piece."""

    pieces: list[GridTable]
    pages: list[int]

    def takes(self, table: GridTable) -> bool:
        """Say whether a table at the top of a page goes on with this one: the same columns stand there."""
        before = self.pieces[-1]
        if not (before.ruled and table.ruled):
            # Pieces of one table without drawn lines were given the same columns; only the ends differ.
            return before.ruled == table.ruled and before.xs[1:-1] == table.xs[1:-1]
        if abs(before.xs[0] - table.xs[0]) > _SAME_PLACE or abs(before.xs[-1] - table.xs[-1]) > _SAME_PLACE:
            return False
        known = [x for piece in self.pieces for x in piece.xs]
        return all(any(abs(x - other) <= _SAME_PLACE for other in known) for x in table.xs) or all(
            any(abs(x - other) <= _SAME_PLACE for other in table.xs) for x in known
        )


@dataclass(frozen=True, slots=True)
class JoinedTable:
    """A whole table, and for each later page the index of its first cell there."""

    cells: tuple[PlacedText, ...]
    page_cells: tuple[tuple[int, int], ...]


def joined(chain: Chain) -> JoinedTable:
    """Return the pieces of a table as one."""
    xs = _all_places(chain.pieces) if chain.pieces[0].ruled else chain.pieces[0].xs
    rows: list[list[GridCell]] = []
    head: list[list[GridCell]] = []
    first_cells: list[tuple[int, GridCell]] = []
    for piece, page in zip(chain.pieces, chain.pages, strict=True):
        own = _rows(piece, xs)
        if not head:
            head = own[:_MOST_HEAD_ROWS]
        elif rows:
            count = _repeated(head, own)
            _take_back_overflow(head[:count], own[:count], own[count : count + 1])
            own = own[count:]
            if own and _runs_on(rows, own[0]):
                own = own[1:]
            elif own:
                own[0] = _go_on_merged(rows, own[0])
        if rows and (first := next((cell for row in own for cell in row), None)) is not None:
            first_cells.append((page, first))
        rows += own
    return _placed(rows, first_cells)


def _all_places(pieces: Sequence[GridTable]) -> list[float]:
    places: list[float] = []
    for x in sorted(x for piece in pieces for x in piece.xs):
        if not places or x - places[-1] > _SAME_PLACE:
            places.append(x)
    return places


def _rows(piece: GridTable, xs: Sequence[float]) -> list[list[GridCell]]:
    """Return the cells by the row they begin in, their columns counted in the whole table."""
    column_of = [_nearest(xs, x) for x in piece.xs] if piece.ruled else list(range(len(xs)))
    rows: list[list[GridCell]] = [[] for _ in piece.ys[1:]]
    for cell in piece.cells:
        start, end = column_of[cell.column], column_of[cell.column + cell.column_span]
        rows[cell.row].append(
            GridCell(cell.row, start, cell.row_span, max(1, end - start), cell.room, list(cell.lines))
        )
    return rows


def _nearest(xs: Sequence[float], x: float) -> int:
    return min(range(len(xs)), key=lambda index: abs(xs[index] - x))


def _repeated(head: Sequence[Sequence[GridCell]], rows: Sequence[Sequence[GridCell]]) -> int:
    """Return how many rows at the top say the head of the table again."""
    count = 0
    for ours, theirs in zip(head, rows, strict=False):
        if not any(cell.lines for cell in ours) or len(ours) != len(theirs):
            break
        # Where a head is cut to the height of its row, the end of a text is missing.
        if not all(a.column == b.column and _says(a.text, b.text) for a, b in zip(ours, theirs, strict=True)):
            break
        count += 1
    return count


def _take_back_overflow(
    head: Sequence[Sequence[GridCell]], again: Sequence[Sequence[GridCell]], below: Sequence[Sequence[GridCell]]
) -> None:
    """Take the end of a head's text out of the row below, where a head drawn too low has spilled it."""
    for ours, theirs in zip(head, again, strict=True):
        for cell, cut in zip(ours, theirs, strict=True):
            rest = [word.text for line in cell.lines[len(cut.lines) :] for word in line.words]
            for under in (other for row in below for other in row if other.column == cell.column):
                while rest and under.lines and under.lines[0].words[0].text == rest[0]:
                    del rest[0], under.lines[0].words[0]
                    under.lines = [line for line in under.lines if line.words]


def _says(text: str, again: str) -> bool:
    return text == again or (len(again) >= 3 and text.replace(" ", "").startswith(again.replace(" ", "")))


def _above(rows: Sequence[Sequence[GridCell]], cell: GridCell) -> GridCell | None:
    """Return the cell that ends the column above the first row of a page."""
    for back, row in enumerate(reversed(rows[-60:]), start=1):
        for other in row:
            if other.column == cell.column and other.column_span == cell.column_span:
                return other if other.row_span >= back else None
    return None


def _runs_on(rows: Sequence[Sequence[GridCell]], row: Sequence[GridCell]) -> bool:
    """Join the first row of a page to the last one of the page before when the page end cut it; say so.

    A cut row has no number of its own, and each of its texts goes on where the text above had no room.
    """
    filled = [cell for cell in row if cell.lines]
    if not filled or row[0].lines:
        return False
    pairs = [(_above(rows, cell), cell) for cell in filled]
    for above, cell in pairs:
        if above is None or not above.lines or fits_after(above.lines[-1], cell.lines[0], above.room):
            return False
    for cell in row:
        above = _above(rows, cell)
        if above is not None:
            above.lines += cell.lines
            above.row_span += cell.row_span - 1
    return True


def _go_on_merged(rows: Sequence[Sequence[GridCell]], row: list[GridCell]) -> list[GridCell]:
    """Let a merged cell that the page end cut go on: empty below, and merged above or below."""
    if row and row[0].lines:
        return row
    kept = []
    for cell in row:
        above = _above(rows, cell)
        merged = above is not None and (above.row_span > 1 or cell.row_span > 1)
        if above is not None and merged and above.lines and not cell.lines:
            above.row_span += cell.row_span
        else:
            kept.append(cell)
    return kept


def _placed(rows: Sequence[Sequence[GridCell]], first_cells: Sequence[tuple[int, GridCell]]) -> JoinedTable:
    cells: list[PlacedText] = []
    index_of: dict[int, int] = {}
    for number, row in enumerate(rows):
        for cell in row:
            index_of[id(cell)] = len(cells)
            span = min(cell.row_span, len(rows) - number)
            cells.append(PlacedText(number, cell.column, span, cell.column_span, cell.text))
    return JoinedTable(
        tuple(cells), tuple((page, index_of[id(cell)]) for page, cell in first_cells if id(cell) in index_of)
    )
