"""Tables that only place text on the page: the heading of a document, the signature, one framed box."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_PLACING = re.compile(
    r"CỘNG\s+HÒA\s+XÃ\s+HỘI|CỘNG\s+HOÀ\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|^\W*Nơi\s+nhận\b", re.MULTILINE
)
_SMALL_ROWS = 4
_SMALL_COLUMNS = 2


@dataclass(slots=True)
class PlacedText:
    """The text of one cell at its place in the grid, while a table is being read."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


def is_layout(cells: Sequence[PlacedText], *, ruled: bool) -> bool:
    """Say whether a table only places text: then its cells are running text, row by row.

    The country's motto and "Nơi nhận" name the heading and the signature, lines or not; else a table
    of one column, or a small one of two columns without lines, holds no data.
    """
    if not cells:
        return True
    columns = max(cell.column + cell.column_span for cell in cells)
    rows = max(cell.row + cell.row_span for cell in cells)
    if columns == 1:
        return True
    if rows <= 2 * _SMALL_ROWS and columns <= 2 * _SMALL_COLUMNS and any(_PLACING.search(cell.text) for cell in cells):
        return True
    return not ruled and rows <= _SMALL_ROWS and columns <= _SMALL_COLUMNS
