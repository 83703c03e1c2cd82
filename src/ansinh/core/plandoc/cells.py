"""A table as a field of rows and columns, whatever cells are merged: who asks for a place gets a cell."""

from __future__ import annotations

from collections.abc import Iterator

from ansinh.core.plandoc.source import Cell, Span, Table
from ansinh.core.text.unicode import squeeze

# A merged cell of a broken file can claim millions of places; no real annex is larger than this.
_MAX_PLACES = 2_000_000


class Grid:
    """The cells of one table by row and column. A place that no cell covers is empty."""

    def __init__(self, text: str, table: Table) -> None:
        self._text = text
        self.table = table
        self.row_count = table.row_count
        self.column_count = table.column_count
        self._places: dict[tuple[int, int], Cell] = {}
        self._rows: dict[int, list[Cell]] = {}
        room = _MAX_PLACES
        for cell in table.cells:
            self._rows.setdefault(cell.row, []).append(cell)
            for row in range(cell.row, min(cell.row + cell.row_span, table.row_count)):
                for column in range(cell.column, min(cell.column + cell.column_span, table.column_count)):
                    room -= 1
                    if room < 0:
                        break
                    self._places.setdefault((row, column), cell)

    def cell_at(self, row: int, column: int) -> Cell | None:
        """Return the cell that covers a place."""
        return self._places.get((row, column))

    def row_cells(self, row: int) -> list[Cell]:
        """Return the cells that begin in a row, from left to right."""
        return sorted(self._rows.get(row, []), key=lambda cell: cell.column)

    def row_texts(self, row: int) -> list[str]:
        """Return the texts of the cells that begin in a row."""
        return [self.text_of(cell) for cell in self.row_cells(row)]

    def text_at(self, row: int, column: int) -> str:
        """Return the text at a place, lines joined by one space; an empty string where nothing stands."""
        cell = self._places.get((row, column))
        return self.text_of(cell) if cell else ""

    def text_of(self, cell: Cell) -> str:
        """Return the text of a cell, lines joined by one space."""
        return squeeze(cell.span.of(self._text))

    def raw_of(self, cell: Cell) -> str:
        """Return the text of a cell as it stands, with its line ends."""
        return cell.span.of(self._text)

    def texts_above(self, column: int, first: int, last: int) -> list[str]:
        """Return the texts over a column in rows ``first`` to ``last`` (not included), each cell once."""
        texts, before = [], None
        for row in range(first, last):
            cell = self.cell_at(row, column)
            if cell is not None and cell is not before:
                texts.append(self.text_of(cell))
            before = cell
        return texts

    def row_span(self, row: int) -> Span:
        """Return the stretch of the source that the cells beginning in a row cover."""
        cells = self._rows.get(row) or [Cell(self.table.span, row, 0)]
        return Span(min(cell.span.start for cell in cells), max(cell.span.end for cell in cells))

    def rows(self, first: int = 0) -> Iterator[int]:
        """Return the numbers of the rows in which a cell begins, from ``first`` on."""
        return iter(sorted(row for row in self._rows if row >= first))
