"""The entry grid of one report: each indicator with last period's figure, what is typed, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ansinh.apps.reporting.models import Cell, Report, SchemeLine
from ansinh.apps.reporting.selectors.checks import (
    RATIO_KINDS,
    check_all_parts,
    check_line,
    figures_before,
    lines_asked,
    per_of,
    value_of_row,
)
from ansinh.core.progress.checks import Remark, Severity
from ansinh.core.progress.rollup import Figure as Number
from ansinh.core.progress.rollup import value_of


@dataclass(frozen=True, slots=True)
class GridRow:
    """One line of the form as it is shown. ``state``: empty, wrong, ask (has to be explained), done."""

    line: SchemeLine
    group: str
    cell: Cell | None
    before: Fraction | None
    result: Fraction | None
    remarks: tuple[Remark, ...]

    # Said once, since a page asks for each of them many times.
    number: str = ""
    name: str = ""
    is_ratio: bool = False
    is_percent: bool = False
    state: str = "empty"

    @property
    def computed(self) -> bool:
        """Return whether a register of the program gives the figure, so that nobody types it."""
        return self.cell is not None and self.cell.source == "measure"


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole form with its counts."""

    rows: tuple[GridRow, ...]
    saved_at: object = None

    @property
    def done(self) -> int:
        """Return how many lines have what they need."""
        return self._count("done")

    @property
    def left(self) -> int:
        """Return how many lines stand in the way of handing in: empty, wrong, or to be explained."""
        return len(self.rows) - self.done

    @property
    def empty(self) -> int:
        """Return how many lines have no figure, or one part of two."""
        return self._count("empty")

    @property
    def wrong(self) -> int:
        """Return how many lines cannot be as they are."""
        return self._count("wrong")

    @property
    def unexplained(self) -> int:
        """Return how many lines are far from the last period or from others without a note that says why."""
        return self._count("ask")

    def _count(self, state: str) -> int:
        return sum(row.state == state for row in self.rows)

    @property
    def computed(self) -> int:
        """Return how many lines come from registers."""
        return sum(row.computed for row in self.rows)


def get_grid(report: Report) -> Grid:
    """Return the form of a report, filled as far as it is."""
    lines = list(lines_asked(report).select_related("entry", "indicator"))
    cells = {
        cell.line_id: cell for cell in Cell.objects.filter(report=report, breakdown="").select_related("entered_by")
    }
    before = figures_before(report)
    of_parts = check_all_parts(lines, cells)
    rows = tuple(
        make_row(line, cells.get(line.pk), before.get((line.pk, "")), more=of_parts.get(line.pk, ())) for line in lines
    )
    return Grid(rows, max((cell.entered_at for cell in cells.values()), default=None))


def make_row(line: SchemeLine, cell: Cell | None, before: Number | None, *, more: Sequence[Remark] = ()) -> GridRow:
    """Return one line of the form; more: what is wrong between it and other lines."""
    indicator = line.indicator
    remarks = (*check_line(line, cell, before=before), *more)
    per = per_of(line)
    is_ratio = line.entry.kind in RATIO_KINDS
    return GridRow(
        line=line,
        group=indicator.group if indicator and indicator.group else line.entry.get_sector_display(),
        cell=cell,
        before=None if before is None else value_of(before, per=per),
        result=value_of_row(line, cell),
        remarks=remarks,
        number=(indicator.no if indicator else "") or str(line.ordinal),
        name=line.label,
        is_ratio=is_ratio,
        is_percent=is_ratio and per == 100,
        state=_state(remarks),
    )


def _state(remarks: Sequence[Remark]) -> str:
    if any(remark.code in ("empty", "part_missing") for remark in remarks):
        return "empty"
    if any(remark.severity is Severity.BLOCKING for remark in remarks):
        return "wrong"
    return "ask" if remarks else "done"


def as_decimal(value: Fraction | None, places: int = 6) -> Decimal | None:
    """Return an exact figure as one that is printed."""
    return None if value is None else round(Decimal(value.numerator) / Decimal(value.denominator), places)
