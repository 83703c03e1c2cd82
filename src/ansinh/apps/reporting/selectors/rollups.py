"""Figures of a whole place from its units': approved ones, and provisional ones that say how far they reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, F, QuerySet, When
from django.db.models.functions import ExtractYear

from ansinh.apps.planning.models import IndicatorWeight
from ansinh.apps.reporting.models import Report, Round, RoundSum, SchemeLine
from ansinh.apps.reporting.selectors.checks import per_of
from ansinh.apps.reporting.selectors.sums import KNOWN, STAGES, read_sums, read_weighted
from ansinh.core.progress.rollup import PlaceAxis, RolledUp, Sums, WeightedSums, roll_up_sums, roll_up_weighted


@dataclass(frozen=True, slots=True)
class RolledLine:
    """One indicator of a place: the official figure, and the one with what is only handed in."""

    line: SchemeLine
    approved: RolledUp
    provisional: RolledUp


def list_rolled_up(opened: Round) -> list[RolledLine]:
    """Return every indicator of a period for the whole place, from the sums that the database keeps."""
    expected = Report.objects.filter(round=opened).count()
    lines = list(SchemeLine.objects.filter(scheme=opened.scheme_id).select_related("entry", "indicator"))
    rows = RoundSum.objects.filter(round=opened, breakdown="")
    sums = read_sums(rows, "line_id", "stage")
    with_weights = [line.pk for line in lines if _axis(line) is PlaceAxis.WEIGHTED]
    weighted = read_weighted(rows.filter(line__in=with_weights), "line_id", "stage") if with_weights else {}
    return [
        RolledLine(
            line,
            *(
                _roll(line, sums, weighted, stages, expected if line.agency_id is None else 1)
                for stages in (STAGES[:1], STAGES)
            ),
        )
        for line in lines
    ]


def _roll(
    line: SchemeLine,
    sums: Mapping[tuple[Any, ...], Sums],
    weighted: Mapping[tuple[Any, ...], WeightedSums],
    stages: Sequence[str],
    expected: int,
) -> RolledUp:
    if _axis(line) is PlaceAxis.WEIGHTED:
        return roll_up_weighted(
            sum((weighted[line.pk, stage] for stage in stages if (line.pk, stage) in weighted), WeightedSums()),
            expected=expected,
            per=per_of(line),
        )
    held = sum((sums[line.pk, stage] for stage in stages if (line.pk, stage) in sums), Sums())
    return roll_up_sums(held, axis=_axis(line), expected=expected, per=per_of(line))


def _axis(line: SchemeLine) -> PlaceAxis:
    return PlaceAxis(line.entry.place_axis or "none")


def add_weighted(rows: QuerySet[Any], *groups: str) -> list[dict[str, Any]]:
    """Return the sums of figures with the weights of their places in their years, as values by group.

    For figures as of a past moment, and to count again what the database keeps.

    One join over all rows: a look at the weight of each figure, which is how the query builder would write it, takes ten
    times as long with a country in it.
    """
    columns = {
        **{f"g{at}": F(name) for at, name in enumerate(groups)},
        "e": F("line__entry_id"),
        "p": F("report__place_id"),
        "y": ExtractYear("report__round__period_end"),
        "v": F("value"),
        "b": F("blank"),
        "s": F("numerator"),
        "d": F("denominator"),
        "known": Case(When(KNOWN, then=True), default=False),
    }
    inner, parameters = rows.order_by().values(**columns).query.sql_with_params()
    named = ", ".join(f"g{at}" for at in range(len(groups)))
    sql = f"""
        SELECT {named}, count(*), count(*) FILTER (WHERE known),
            count(*) FILTER (WHERE known AND b = '' AND (coalesce(v, share) IS NULL OR w.value IS NULL)),
            coalesce(sum(v * w.value), 0), coalesce(sum(share * w.value), 0),
            coalesce(sum(w.value) FILTER (WHERE coalesce(v, share) IS NOT NULL), 0)
        FROM (SELECT *, CASE WHEN v IS NULL THEN round(s / nullif(d, 0), 9) END AS share FROM ({inner}) g) f
        LEFT JOIN {IndicatorWeight._meta.db_table} w ON w.entry_id = e AND w.place_id = p AND w.year = y
        GROUP BY {named}
    """  # noqa: S608 - the inner statement is the query builder's, its values are parameters
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found = cursor.fetchall()
    names = [*groups, "given", "known", "lacking", "weighted", "shares", "weights"]
    return [dict(zip(names, row, strict=True)) for row in found]


def weighted_of(row: Mapping[str, Any]) -> WeightedSums:
    """Return the sums of one group of add_weighted."""
    return WeightedSums(row["given"], row["known"], row["lacking"], row["weighted"], row["shares"], row["weights"])
