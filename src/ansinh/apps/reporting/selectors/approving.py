"""What an approver sees: each figure beside the last period's and its peers', exceptions first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median

from ansinh.apps.reporting.models import Cell, Figure, Report, SchemeLine
from ansinh.apps.reporting.selectors.checks import check_line, figures_before, lines_asked, per_of, value_of_row
from ansinh.apps.reporting.selectors.grid import GridRow, make_row
from ansinh.core.progress.checks import Remark


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One figure with what it is compared with."""

    row: GridRow
    approved: Fraction | None
    peers_median: Fraction | None
    peers: int
    remarks: tuple[Remark, ...]

    @property
    def change(self) -> Fraction | None:
        """Return how far the figure moved since the last period."""
        if self.row.result is None or self.row.before is None:
            return None
        return self.row.result - self.row.before

    @property
    def differs_from_approved(self) -> bool:
        """Return whether a correction changes what counts now."""
        return self.approved is not None and self.approved != self.row.result


def get_comparison(report: Report) -> list[ComparedRow]:
    """Return every figure of a report, those with a remark, a note or a correction first."""
    lines = list(lines_asked(report).select_related("entry", "indicator"))
    cells = {
        cell.line_id: cell for cell in Cell.objects.filter(report=report, breakdown="").select_related("entered_by")
    }
    before = figures_before(report)
    approved = {row.line_id: row for row in Figure.objects.filter(report=report, is_current=True, breakdown="")}
    peers = _peers(report, lines)
    rows = []
    for line in lines:
        last = before.get((line.pk, ""))
        cell = cells.get(line.pk)
        held = approved.get(line.pk)
        others = peers[line.pk]
        rows.append(
            ComparedRow(
                row=make_row(line, cell, last),
                approved=value_of_row(line, held),
                peers_median=Fraction(median(others)) if others else None,
                peers=len(others),
                remarks=tuple(check_line(line, _without_note(cell), before=last, peers=others)),
            )
        )
    return sorted(
        rows, key=lambda one: (not one.remarks, not one.differs_from_approved, not (one.row.cell and one.row.cell.note))
    )


def _without_note(cell: Cell | None) -> Cell | None:
    """Return the cell as if nobody had explained it, so that the approver sees what was explained."""
    if cell is None or not cell.note or cell.blank:
        return cell
    bare = Cell.__new__(Cell)
    bare.__dict__.update(cell.__dict__, note="")
    return bare


def _peers(report: Report, lines: list[SchemeLine]) -> dict[int, list[Decimal]]:
    """Return this period's values of the other reporters, by line: approved ones and those handed in.

    Of a commune they are the communes of its own province or district: places like it, and never the whole country.
    """
    pers = {line.pk: per_of(line) for line in lines}
    rows = Cell.objects.filter(
        report__round=report.round_id, report__state__in=["submitted", "approved"], breakdown="", blank=""
    ).exclude(report=report)
    if report.place is not None and report.place.parent_id is not None:
        rows = rows.filter(report__place__parent=report.place.parent_id)
    found: dict[int, list[Decimal]] = defaultdict(list)
    for line_id, numerator, denominator, value in rows.values_list("line_id", "numerator", "denominator", "value"):
        if value is None and numerator is not None and denominator:
            value = numerator / denominator * pers[line_id]
        if value is not None:
            found[line_id].append(value)
    return found
