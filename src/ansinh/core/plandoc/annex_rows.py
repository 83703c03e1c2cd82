"""The rows of annexes: tables that go on over pages taken together, each row with its cells by what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ansinh.core.plandoc.cell_shapes import shape_of
from ansinh.core.plandoc.cells import Grid
from ansinh.core.plandoc.columns import Column, Columns, Role, read_columns
from ansinh.core.plandoc.row_labels import LabelKind, read_labels, titled_label
from ansinh.core.plandoc.source import Cell, Span, Table
from ansinh.core.text.unicode import squeeze

AnnexKind = Literal["indicators", "tasks", "other"]

_TASK_ROLES: tuple[Role, ...] = ("lead", "coordinating", "actors", "schedule", "product", "submit_to")
_FIGURES: tuple[Role, ...] = ("target", "baseline")
_BULLETS = "-–—+•*○● "


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """One row of an annex; where a page break cut it, ``parts`` holds both halves."""

    columns: Columns
    parts: tuple[tuple[Grid, int], ...]

    def cells(self, column: Column) -> list[tuple[Grid, Cell]]:
        """Return the cells of the row in a column, one for each half that has one."""
        found = [(grid, grid.cell_at(row, column.index)) for grid, row in self.parts]
        return [(grid, cell) for grid, cell in found if cell is not None]

    def text(self, column: Column | None) -> str:
        """Return what stands in a column, on one line; empty where there is no such column or nothing in it."""
        if column is None:
            return ""
        return squeeze(" ".join(grid.text_of(cell) for grid, cell in self.cells(column)))

    def role_text(self, role: Role) -> str:
        """Return what stands in all columns of a role, each merged cell once."""
        return squeeze(" ".join(grid.text_of(cell) for grid, cell in self.role_cells(role)))

    def role_cells(self, role: Role) -> list[tuple[Grid, Cell]]:
        """Return the cells of a role, each merged cell once."""
        found: list[tuple[Grid, Cell]] = []
        for column in self.columns.all(role):
            found.extend(pair for pair in self.cells(column) if pair not in found)
        return found

    def spans(self, role: Role) -> list[Span]:
        """Return the places of the cells of a role that say something."""
        return [cell.span for grid, cell in self.role_cells(role) if grid.text_of(cell)]

    @property
    def label(self) -> str:
        """Return the row number as printed, without the full stop after it."""
        cells = self.role_cells("no")
        if not cells:
            return ""
        grid, cell = cells[0]
        row = self.parts[0][1]
        if cell.row != row and grid is self.parts[0][0]:
            # The number of the row above is merged down over this one: a row below it.
            return ""
        if cell.column_span > 1 and any(cell is other for _, other in self.role_cells("name")):
            # One cell over number and name: a title.
            return ""
        printed = squeeze(" ".join(grid.text_of(cell) for grid, cell in cells))
        readings = read_labels(printed)
        return readings[0].printed if readings else printed

    @property
    def label_kind(self) -> LabelKind | None:
        """Return what kind of number the row has, None where it has none."""
        readings = read_labels(self.label)
        return readings[0].kind if readings else None

    @property
    def name(self) -> str:
        """Return what the row is about."""
        return self.role_text("name")

    @property
    def span(self) -> Span:
        """Return the stretch of the source that the row covers."""
        spans = [grid.row_span(row) for grid, row in self.parts]
        return Span(min(span.start for span in spans), max(span.end for span in spans))

    @property
    def group(self) -> tuple[str, str] | None:
        """Return number and title of a group row (nothing stands beside its title), None for other rows."""
        if len({id(cell) for cell in self._all_cells()}) == 1:
            text = self._all_text()
            titled = titled_label(text)
            return (titled[0], squeeze(titled[1])) if titled else ("", text) if text else None
        name = self.columns.first("name")
        if name is None or not self.text(name):
            return None
        for column in self.columns.columns:
            if column.role in ("no", "name"):
                continue
            for grid, cell in self.cells(column):
                covers_name = cell.column <= name.index < cell.column + cell.column_span
                if grid.text_of(cell) and not covers_name:
                    return None
        titled = titled_label(self.name) if not self.label else None
        return (titled[0], squeeze(titled[1])) if titled else (self.label, self.name)

    def _all_cells(self) -> Iterator[Cell]:
        for grid, row in self.parts:
            for column in range(grid.column_count):
                cell = grid.cell_at(row, column)
                if cell is not None:
                    yield cell

    def _all_text(self) -> str:
        grid, row = self.parts[0]
        cell = next(iter(self._all_cells()))
        return grid.text_of(cell) if cell.row == row else ""


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex: its columns, its rows over all pages, and what they are."""

    kind: AnnexKind
    columns: Columns
    rows: tuple[AnnexRow, ...]
    start: int


def read_annexes(text: str, tables: Sequence[Table]) -> tuple[Annex, ...]:
    """Return the annexes among the tables; a table without header goes on with the one before it."""
    open_columns: Columns | None = None
    open_rows: list[AnnexRow] = []
    start = 0
    width = 0
    found: list[Annex] = []

    def close() -> None:
        if open_columns is not None and open_rows:
            found.append(Annex(_kind(open_columns, open_rows), open_columns, tuple(open_rows), start))

    for table in tables:
        grid = Grid(text, table)
        columns = read_columns(grid)
        headed = columns is not None
        goes_on = (
            open_columns is not None and grid.column_count == width and (not headed or _same(columns, open_columns))
        )
        if not goes_on:
            close()
            open_columns, open_rows, start, width = columns, [], table.span.start, grid.column_count
        if open_columns is None:
            continue
        rows = list(grid.rows(columns.body_row if columns is not None else 0))
        for place, row in enumerate(rows):
            made = AnnexRow(open_columns, ((grid, row),))
            if goes_on and place == 0 and open_rows and _cut_by_page(made):
                open_rows[-1] = AnnexRow(open_columns, (*open_rows[-1].parts, (grid, row)))
            elif any(cell.span.of(text).strip() for cell in grid.row_cells(row)):
                open_rows.append(made)
    close()
    return tuple(found)


def _same(columns: Columns | None, others: Columns) -> bool:
    """Tell whether the header of a page is that of the page before."""
    return columns is not None and [(c.role, c.year) for c in columns.columns] == [
        (c.role, c.year) for c in others.columns
    ]


def _cut_by_page(row: AnnexRow) -> bool:
    if row.label or (row.group is not None and not row.name[:1].islower()):
        return False
    return not row.name or row.name[:1].islower()


def _kind(columns: Columns, rows: Sequence[AnnexRow]) -> AnnexKind:
    """Tell an annex of indicators from one of tasks by its columns and what stands in them."""
    targets = columns.all("target")
    tasklike = any(columns.first(role) is not None for role in _TASK_ROLES)
    if targets:
        numbers = marks = said = 0
        for row in rows[:200]:
            for column in targets:
                shape = shape_of(row.text(column))
                if not shape.empty and not shape.dash:
                    said += 1
                    numbers += shape.number
                    marks += shape.mark
        if columns.first("unit") is not None and marks * 2 <= said:
            return "indicators"
        if numbers * 2 >= max(1, said) and not marks * 2 > said:
            return "indicators"
        if not tasklike and marks * 2 <= said and said:
            return "indicators"
    return "tasks" if tasklike else "other"


def without_bullet(name: str) -> str:
    """Return the name without the dash of a list before it."""
    return name.lstrip(_BULLETS).strip() or name
