"""What stands in the way of a report, line by line, and what an approver should look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, QuerySet

from ansinh.apps.reporting.models import Cell, Figure, Report, SchemeLine
from ansinh.core.catalogue import load_parts
from ansinh.core.progress.checks import Limits, Peers, Remark, Severity, check_figure, check_parts
from ansinh.core.progress.periods import read_period
from ansinh.core.progress.rollup import Blank, value_of
from ansinh.core.progress.rollup import Figure as Number

RATIO_KINDS = ("ratio", "rate_per")
ADDED_KINDS = (*RATIO_KINDS, "count")
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class LineRemark:
    """A remark with the line of the form that it is about."""

    line: SchemeLine
    breakdown: str
    remark: Remark


def lines_asked(report: Report) -> QuerySet[SchemeLine]:
    """Return the lines of the form of one report: those asked of everybody, and of its agency those it alone is asked."""
    mine = Q(agency=None) if report.agency_id is None else Q(agency=None) | Q(agency=report.agency_id)
    return SchemeLine.objects.filter(mine, scheme=report.round.scheme_id)


def as_number(row: Cell | Figure | None) -> Number | None:
    """Return a stored figure as the value that the rules work on."""
    if row is None:
        return None
    return Number(row.value, row.numerator, row.denominator, Blank(row.blank) if row.blank else None)


def per_of(line: SchemeLine) -> Decimal:
    """Return what a ratio is multiplied with: 100 for a percentage, 10.000 for "per 10,000 people"."""
    try:
        return Decimal(line.entry.per or 1)
    except ArithmeticError:
        return Decimal(1)


def limits_of(line: SchemeLine) -> Limits:
    """Return the bounds of a line; a percentage lies between 0 and 100 unless the form says otherwise."""
    share = line.entry.kind == "ratio" and per_of(line) == HUNDRED
    low = line.low if line.low is not None else (Decimal(0) if share or line.entry.kind == "count" else None)
    high = line.high if line.high is not None else (HUNDRED if share else None)
    return Limits(low=low, high=high)


def check_line(line: SchemeLine, cell: Cell | None, *, before: Number | None = None, peers: Peers = ()) -> list[Remark]:
    """Return what is wrong or unusual with one figure; an explained oddity is none."""
    number = as_number(cell)
    if cell is None or number is None or (number.value is None and number.numerator is None and not cell.blank):
        if line.is_required and (cell is None or cell.denominator is None):
            return [Remark("empty", Severity.BLOCKING, "Nhập số, hoặc chọn “Không phát sinh” hay “Chưa có số liệu”.")]
        if cell is None:
            return []
    per = per_of(line)
    found = check_figure(
        number or Number(),
        is_ratio=line.entry.kind in RATIO_KINDS,
        is_share=line.entry.kind == "ratio" and per == HUNDRED,
        per=per,
        limits=limits_of(line),
        before=before,
        peers=peers,
        reason=cell.note if cell else "",
    )
    explained = bool(cell and cell.note.strip())
    return [remark for remark in found if remark.severity is Severity.BLOCKING or not explained]


def list_remarks(report: Report) -> list[LineRemark]:
    """Return what has to be mended, or explained in the note of its cell, before a report can be handed in."""
    lines = list(lines_asked(report).select_related("entry", "indicator"))
    cells = {(cell.line_id, cell.breakdown): cell for cell in Cell.objects.filter(report=report)}
    before = figures_before(report)
    of_parts = check_all_parts(lines, {pk: cell for (pk, breakdown), cell in cells.items() if not breakdown})
    return [
        LineRemark(line, "", remark)
        for line in lines
        for remark in (
            *check_line(line, cells.get((line.pk, "")), before=before.get((line.pk, ""))),
            *of_parts.get(line.pk, ()),
        )
    ]


def check_all_parts(lines: Sequence[SchemeLine], cells: Mapping[int, Cell]) -> dict[int, list[Remark]]:
    """Return by line what is wrong between a figure and its parts: men and women, town and country.

    Amounts are compared, of ratios both halves; an average or an index has no parts that add up.
    """
    by_entry: dict[str, dict[str, SchemeLine]] = defaultdict(dict)
    for line in lines:
        by_entry[line.entry_id][line.dimension] = line
    found: dict[int, list[Remark]] = {}
    for parts in by_entry.values():
        whole = parts.get("")
        held = cells.get(whole.pk) if whole is not None else None
        if whole is None or held is None or held.blank:
            continue
        names = ("numerator", "denominator") if whole.entry.kind in RATIO_KINDS else ("value",)
        remarks = [
            remark
            for way in load_parts().values()
            if any(part in parts for part in way.dimensions) and whole.entry.kind in ADDED_KINDS
            for name in names
            if (total := getattr(held, name)) is not None
            for remark in check_parts(total, _amounts(way.dimensions, parts, cells, name), whole=way.is_whole)
        ]
        if remarks:
            found[whole.pk] = [remarks[0]]
    return found


def _amounts(
    dimensions: Sequence[str], parts: Mapping[str, SchemeLine], cells: Mapping[int, Cell], name: str
) -> list[Decimal | None]:
    held = [cells.get(parts[part].pk) if part in parts else None for part in dimensions]
    return [
        None if cell is None or cell.blank == "no_data" else Decimal(0) if cell.blank else getattr(cell, name)
        for cell in held
    ]


def lacks_text(report: Report) -> bool:
    """Say whether a report that asks for no figures has no words either, so that there would be nothing in it."""
    return not report.text.strip() and not lines_asked(report).exists()


def figures_before(report: Report) -> dict[tuple[int, str], Number]:
    """Return the approved figures of the same reporter in the period before, by line and breakdown."""
    period = read_period(report.round.period).previous
    rows = Figure.objects.filter(
        report__round__scheme=report.round.scheme_id,
        report__round__period=period.code,
        report__place=report.place_id,
        report__agency=report.agency_id,
        is_current=True,
    )
    return {(row.line_id, row.breakdown): number for row in rows if (number := as_number(row)) is not None}


def value_of_row(line: SchemeLine, row: Cell | Figure | None) -> Fraction | None:
    """Return the number of a stored figure; a ratio's from its parts."""
    number = as_number(row)
    return None if number is None else value_of(number, per=per_of(line))
