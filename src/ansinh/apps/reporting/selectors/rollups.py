"""Figures of a whole place from its units': approved ones, and provisional ones that say how far they reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from ansinh.apps.planning.models import IndicatorWeight
from ansinh.apps.reporting.models import Cell, Figure, Report, Round, SchemeLine
from ansinh.apps.reporting.selectors.checks import as_number, per_of
from ansinh.core.progress.rollup import Figure as Number
from ansinh.core.progress.rollup import PlaceAxis, RolledUp, Sums, roll_up_places, roll_up_sums


@dataclass(frozen=True, slots=True)
class RolledLine:
    """One indicator of a place: the official figure, and the one with what is only handed in."""

    line: SchemeLine
    approved: RolledUp
    provisional: RolledUp


def list_rolled_up(opened: Round) -> list[RolledLine]:
    """Return every indicator of a period for the whole place, with a fixed number of statements.

    Sums are added up by the database; only an indicator with weights is read place by place.
    """
    expected = Report.objects.filter(round=opened).count()
    lines = list(SchemeLine.objects.filter(scheme=opened.scheme_id).select_related("entry", "indicator"))
    weighted = [line.pk for line in lines if _axis(line) is PlaceAxis.WEIGHTED]
    figures = Figure.objects.filter(report__round=opened, is_current=True, breakdown="")
    cells = Cell.objects.filter(
        report__round=opened, report__state="submitted", report__approved_version=None, breakdown=""
    )
    approved, handed = _sums(figures.exclude(line__in=weighted)), _sums(cells.exclude(line__in=weighted))
    single = _read_weighted(opened, [line for line in lines if line.pk in weighted], figures, cells)
    rows = []
    for line in lines:
        if line.pk in single:
            first, more = single[line.pk]
            rows.append(RolledLine(line, _roll(line, first, expected), _roll(line, [*first, *more], expected)))
            continue
        sums = approved.get(line.pk, Sums())
        rows.append(
            RolledLine(
                line,
                roll_up_sums(sums, axis=_axis(line), expected=expected, per=per_of(line)),
                roll_up_sums(sums + handed.get(line.pk, Sums()), axis=_axis(line), expected=expected, per=per_of(line)),
            )
        )
    return rows


def _axis(line: SchemeLine) -> PlaceAxis:
    return PlaceAxis(line.entry.place_axis or "none")


def _sums(rows: QuerySet[Any]) -> Mapping[int, Sums]:
    """Return what figures add up to, by line: as core.progress.rollup.sums_of does, in one statement."""
    number = Q(blank="") & (Q(value__isnull=False) | Q(numerator__isnull=False))
    amount = Case(
        When(blank="", then=Coalesce(F("value"), F("numerator"), Value(Decimal(0)))), default=Value(Decimal(0))
    )
    found = (
        rows.order_by()
        .values("line_id")
        .annotate(
            given=Count("pk"),
            known=Count("pk", filter=number | Q(blank="nothing_happened")),
            total=Coalesce(Sum(amount, filter=number), Value(Decimal(0))),
            top=Coalesce(Sum("numerator", filter=number), Value(Decimal(0))),
            bottom=Coalesce(Sum("denominator", filter=number), Value(Decimal(0))),
            incomplete=Count("pk", filter=number & (Q(numerator__isnull=True) | Q(denominator__isnull=True))),
        )
    )
    return {
        row["line_id"]: Sums(row["given"], row["known"], row["total"], row["top"], row["bottom"], row["incomplete"])
        for row in found
    }


def _read_weighted(
    opened: Round, lines: list[SchemeLine], figures: QuerySet[Figure], cells: QuerySet[Cell]
) -> dict[int, tuple[list[Number], list[Number]]]:
    """Return the figures of indicators with weights, place by place: approved ones, and those handed in."""
    if not lines:
        return {}
    weights = _weights(opened, lines)
    entries = {line.pk: line.entry_id for line in lines}
    found: dict[int, tuple[list[Number], list[Number]]] = defaultdict(lambda: ([], []))
    for figure in figures.filter(line__in=entries).select_related("report"):
        found[figure.line_id][0].append(_weighted(figure, weights, entries))
    for cell in cells.filter(line__in=entries).select_related("report"):
        found[cell.line_id][1].append(_weighted(cell, weights, entries))
    return {line.pk: found[line.pk] for line in lines}


def _weighted(
    row: Figure | Cell, weights: dict[tuple[str, int], IndicatorWeight], entries: Mapping[int, str]
) -> Number:
    weight = weights.get((entries[row.line_id], row.report.place_id or 0))
    number = as_number(row) or Number()
    return Number(number.value, number.numerator, number.denominator, number.blank, weight.value if weight else None)


def _roll(line: SchemeLine, figures: list[Number], expected: int) -> RolledUp:
    return roll_up_places(figures, axis=_axis(line), expected=expected, per=per_of(line))


def _weights(opened: Round, lines: list[SchemeLine]) -> dict[tuple[str, int], IndicatorWeight]:
    entries = [line.entry_id for line in lines if line.entry.place_axis == PlaceAxis.WEIGHTED]
    if not entries:
        return {}
    rows = IndicatorWeight.objects.filter(entry__in=entries, year=opened.period_end.year)
    return {(row.entry_id, row.place_id): row for row in rows}
