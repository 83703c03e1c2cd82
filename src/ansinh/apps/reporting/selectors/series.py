"""Approved figures of a place, period by period: typed for the whole of it, or rolled up from its units."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from django.db.models import Count, Max, Q, Value

from ansinh.apps.planning.models import CatalogueIndicator
from ansinh.apps.reporting.models import Figure, Report, ReportStep, RoundSum, SchemeLine, StepVerb
from ansinh.apps.reporting.selectors.rollups import add_weighted, weighted_of
from ansinh.apps.reporting.selectors.sums import COUNTED, HAS_PARTS, KEPT, WEIGHTED, sums_in, weighted_in
from ansinh.apps.territory.models import Unit
from ansinh.core.progress.periods import Period, PeriodKind, read_period
from ansinh.core.progress.rollup import (
    Blank,
    PlaceAxis,
    RolledUp,
    TimeAxis,
    roll_up_periods,
    roll_up_sums,
    roll_up_weighted,
)
from ansinh.core.progress.rollup import Figure as Number

Key = tuple[str, str]
"""Code of the catalogue and part of the people it speaks of ("" for all)."""

BECAUSE = {
    "not_additive": "Chỉ tiêu này không cộng được từ các đơn vị; lấy số của cơ quan công bố cho cả địa bàn.",
    "percentage_without_parts": "Có đơn vị chỉ gửi phần trăm, không có tử số và mẫu số, nên không tính được số chung.",
    "weight_not_recorded": "Bình quân có quyền số mà chưa ghi đủ quyền số của các đơn vị, nên không tính số chung.",
    "no_denominator": "Tổng mẫu số bằng 0 nên không có tỷ lệ.",
    "last_part_missing": "Kỳ cuối chưa có số liệu; đây là số của kỳ gần nhất.",
    "no_figures": "Chưa có số liệu.",
}
"""Why there is no figure of a whole place, in a sentence."""

_PLACES = 12


@dataclass(frozen=True, slots=True)
class Reported:
    """The figure of a place for one period, and what it rests on.

    ``who`` reported it for the whole place; without it the units' figures were rolled up. ``differing`` counts other
    agencies whose figure for the same period is another one.
    """

    period: Period
    found: RolledUp
    axis: PlaceAxis
    who: str = ""
    round_id: Any = None
    approved_at: dt.datetime | None = None
    differing: int = 0
    derived: bool = False

    @property
    def value(self) -> Fraction | None:
        """Return the figure; None where nothing can be said."""
        return self.found.value

    @property
    def is_provisional(self) -> bool:
        """Return whether units, or parts of the year, are still missing."""
        return self.found.is_provisional

    @property
    def counts(self) -> bool:
        """Return whether a status may rest on it: a sum with units missing would be too small, a ratio is not."""
        return self.value is not None and not (self.is_provisional and (self.axis is PlaceAxis.SUM or self.derived))


def counted(at: dt.datetime | None) -> Q:
    """Return the approved figures that counted at a moment; those that count now without one."""
    if at is None:
        return Q(is_current=True)
    return Q(approved_at__lte=at) & (Q(superseded_at__isnull=True) | Q(superseded_at__gt=at))


def per_of_entry(entry: CatalogueIndicator) -> Decimal:
    """Return what a ratio of the catalogue is multiplied with."""
    try:
        return Decimal(entry.per or 1)
    except ArithmeticError:
        return Decimal(1)


def list_series(
    *, unit: Unit, entries: Mapping[str, CatalogueIndicator], at: dt.datetime | None = None
) -> dict[Key, list[Reported]]:
    """Return the figures of a place by indicator and part, oldest first; four statements whatever their number.

    at: as they counted at that moment. Years without a figure of their own are made of their quarters, months or
    halves where the catalogue says how.
    """
    if not entries:
        return {}
    rows = list(_whole_place(unit, entries, at))
    rows += _added_up(unit, entries) if at is None else _added_up_then(unit, entries, at)
    expected = _expected([row["report__round_id"] for row in rows if not row["is_whole"]])
    found: dict[Key, dict[Period, list[Reported]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        entry = entries[row["line__entry_id"]]
        period = read_period(row["report__round__period"])
        axis = PlaceAxis(entry.place_axis or "none")
        key = _key(entry.pk, row["line__dimension"], row["breakdown"])
        if row["is_whole"]:
            rolled = _whole(row, per_of_entry(entry))
            who = row["report__agency__name"] or unit.name
        elif axis is PlaceAxis.WEIGHTED:
            sums, asked = row["weighted"], expected[row["report__round_id"]]
            rolled, who = roll_up_weighted(sums, expected=max(asked, sums.given), per=per_of_entry(entry)), ""
        else:
            rolled = roll_up_sums(
                sums_in(row), axis=axis, expected=expected[row["report__round_id"]], per=per_of_entry(entry)
            )
            who = ""
        found[key][period].append(Reported(period, rolled, axis, who, row["report__round_id"], row["newest"]))
    return {
        key: _with_years([_chosen(many) for many in periods.values()], entries[key[0]])
        for key, periods in found.items()
    }


def _key(code: str, dimension: str, breakdown: str) -> Key:
    return code, "/".join(part for part in (dimension, breakdown) if part)


def _comes_together(unit: Unit, before: str = "") -> Q:
    return Q(**{f"{before}round__scheme__place__code": unit.code, f"{before}round__scheme__place__level": unit.level})


def _own(unit: Unit) -> Q:
    return Q(report__place__code=unit.code, report__place__level=unit.level)


_GROUP = ("line__entry_id", "line__dimension", "breakdown", "report__round_id", "report__round__period")


def _whole_place(unit: Unit, codes: Collection[str], at: dt.datetime | None) -> Any:
    """Return what was reported for the whole place: by itself, or by an agency."""
    by_agencies = Report.objects.filter(_comes_together(unit), agency__isnull=False)
    reports = (
        Report.objects.filter(place__code=unit.code, place__level=unit.level)
        .values("pk")
        .union(by_agencies.values("pk"))
    )
    rows = Figure.objects.filter(counted(at), line__entry__in=list(codes), report__in=reports)
    return _totals(rows, True, "report__agency_id", "report__agency__name")


def _added_up_then(unit: Unit, codes: Collection[str], at: dt.datetime) -> list[dict[str, Any]]:
    """Return the sums of the units' figures as they counted at a moment.

    Periods in which nothing was approved since have the sums that are kept; of the others those reports are added up
    that were approved by then.
    """
    approvals = ReportStep.objects.filter(_comes_together(unit, "report__"), verb=StepVerb.APPROVE)
    moved = set(approvals.filter(at__gt=at).order_by().values_list("report__round_id", flat=True).distinct())
    rows = [row for row in _added_up(unit, codes) if row["report__round_id"] not in moved]
    if moved:
        there = approvals.filter(at__lte=at, report__round__in=moved)
        figures = Figure.objects.filter(
            counted(at), line__entry__in=list(codes), report__place__isnull=False, report__in=there.values("report")
        ).exclude(_own(unit))
        with_weights = figures.filter(line__entry__place_axis=PlaceAxis.WEIGHTED)
        weighted = {
            tuple(row[name] for name in _GROUP): weighted_of(row) for row in add_weighted(with_weights, *_GROUP)
        }
        rows += [
            {**row, "weighted": weighted.get(tuple(row[name] for name in _GROUP))} for row in _totals(figures, False)
        ]
    return rows


def _totals(rows: Any, is_whole: bool, *more: str) -> Any:
    return (
        rows.annotate(is_whole=Value(is_whole))
        .order_by()
        .values(*_GROUP, "is_whole", *more)
        .annotate(**COUNTED, n_parts=Count("pk", filter=HAS_PARTS), newest=Max("approved_at"))
    )


def _added_up(unit: Unit, codes: Collection[str]) -> list[dict[str, Any]]:
    """Return the sums that the database keeps of the units' approved figures, in the columns of _totals."""
    rows: Any = RoundSum.objects.filter(
        _comes_together(unit), stage="approved", is_whole=False, line__entry__in=list(codes)
    )
    kept = (
        rows.order_by()
        .values("line__entry_id", "line__dimension", "breakdown", "round_id", "round__period")
        .annotate(**KEPT, **WEIGHTED, newest=Max("latest"))
        .filter(n_given__gt=0)
    )
    as_figures = {"report__round_id": "round_id", "report__round__period": "round__period"}
    return [
        {**row, "is_whole": False, "weighted": weighted_in(row), **{name: row[own] for name, own in as_figures.items()}}
        for row in kept
    ]


def _whole(row: Mapping[str, Any], per: Decimal) -> RolledUp:
    """Return a figure that was typed for the whole place: one reporter, nothing to roll up."""
    sums = sums_in(row)
    if not sums.known:
        return RolledUp(None, None, None, 0, 1, "no_figures")
    if row["n_parts"]:
        return roll_up_sums(sums, axis=PlaceAxis.RATIO_OF_SUMS, expected=1, per=per)
    return RolledUp(Fraction(sums.total), None, None, 1, 1)


def _expected(rounds: Collection[Any]) -> dict[Any, int]:
    if not rounds:
        return {}
    rows = Report.objects.filter(round__in=set(rounds), place__isnull=False)
    return dict(rows.order_by().values("round_id").annotate(n=Count("pk")).values_list("round_id", "n"))


def _chosen(many: Sequence[Reported]) -> Reported:
    """Of several figures for one period take the one typed for the whole place, then the fuller, then the newer."""
    ordered = sorted(
        many,
        key=lambda one: (bool(one.who), one.value is not None, one.found.coverage or 0, one.approved_at),
        reverse=True,
    )
    others = {one.value for one in ordered[1:] if one.who and one.value is not None} - {ordered[0].value}
    return replace(ordered[0], differing=len(others))


_PARTS = {PeriodKind.QUARTER: 4, PeriodKind.HALF: 2, PeriodKind.MONTH: 12}


def _with_years(series: list[Reported], entry: CatalogueIndicator) -> list[Reported]:
    if entry.time_axis in (TimeAxis.SUM, TimeAxis.AVERAGE):
        by_period = {one.period: one for one in series}
        for year in sorted({period.year for period in by_period}):
            if Period(year, PeriodKind.YEAR) not in by_period:
                made = _year_of(year, by_period, entry)
                series += [made] if made else []
    return sorted(series, key=lambda one: (one.period.end, -one.period.start.toordinal()))


def _year_of(year: int, held: Mapping[Period, Reported], entry: CatalogueIndicator) -> Reported | None:
    for kind, count in _PARTS.items():
        parts = [held.get(Period(year, kind, part)) for part in range(1, count + 1)]
        there = [part for part in parts if part is not None]
        if not there:
            continue
        # A quarter with units missing is a missing quarter of the year.
        figures = [as_figure(part.found) if part and part.counts else None for part in parts]
        rolled = roll_up_periods(figures, axis=TimeAxis(entry.time_axis), per=per_of_entry(entry))
        latest = max(part.approved_at for part in there if part.approved_at)
        return Reported(
            Period(year, PeriodKind.YEAR),
            rolled,
            there[-1].axis,
            there[-1].who,
            there[-1].round_id,
            latest,
            derived=True,
        )
    return None


def as_figure(found: RolledUp) -> Number:
    """Return a rolled-up figure as one that can be part of a longer period."""
    if found.numerator is not None and found.denominator is not None:
        return Number(None, found.numerator, found.denominator)
    return Number(as_exact(found.value))


def as_exact(value: Fraction | None) -> Decimal | None:
    """Return a figure with twelve decimals: what statuses are computed with."""
    return None if value is None else round(Decimal(value.numerator) / Decimal(value.denominator), _PLACES)


class PlaceFigure(NamedTuple):
    """One unit that was asked for a period, with its approved figure; ``value`` is None where it is not known.

    No object of a model: a country has thousands of them on one page.
    """

    code: str
    name: str
    latitude: Decimal | None
    longitude: Decimal | None
    number: int
    report_id: Any
    value: Decimal | None = None
    line_id: int | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    blank: str = ""
    approved_at: dt.datetime | None = None


_PLACE = ("place__code", "place__name", "place__latitude", "place__longitude", "place__number", "pk")
_FIGURE = ("report_id", "line_id", "breakdown", "value", "numerator", "denominator", "blank", "approved_at")


def list_places(
    *, unit: Unit, entry: CatalogueIndicator, dimension: str = "", period: Period, at: dt.datetime | None = None
) -> list[PlaceFigure]:
    """Return the units of a place that were asked for a period with their figures, lowest first; unknown ones last."""
    reports = Report.objects.filter(
        round__scheme__place__code=unit.code,
        round__scheme__place__level=unit.level,
        round__scheme__lines__entry=entry,
        round__period=period.code,
        place__isnull=False,
    )
    lines = SchemeLine.objects.filter(entry=entry, scheme__place__code=unit.code, scheme__place__level=unit.level)
    known = {line.pk: line.dimension for line in lines}
    figures = {
        figure[0]: figure
        for figure in Figure.objects.filter(
            counted(at), line__in=known, report__round__in=reports.values("round")
        ).values_list(*_FIGURE)
        if _key("", known[figure[1]], figure[2])[1] == dimension
    }
    per = per_of_entry(entry)
    found = []
    for code, name, latitude, longitude, number, pk in reports.order_by().distinct().values_list(*_PLACE):
        figure = figures.get(pk)
        if figure is None:
            found.append(PlaceFigure(code, name, latitude, longitude, number, pk))
            continue
        _, line_id, _, value, top, bottom, blank, approved_at = figure
        comes_to = _number(value, top, bottom, blank, per)
        found.append(
            PlaceFigure(code, name, latitude, longitude, number, pk, comes_to, line_id, top, bottom, blank, approved_at)
        )
    return sorted(found, key=lambda one: (one.value is None, one.value or 0, one.number))


def _number(
    value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None, blank: str, per: Decimal
) -> Decimal | None:
    """Return what one unit's figure comes to, in decimals, which are quick; None where nothing is known."""
    if blank:
        return Decimal(0) if blank == Blank.NOTHING_HAPPENED else None
    if numerator is None or denominator is None:
        return value
    return numerator * per / denominator if denominator else None
