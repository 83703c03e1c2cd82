"""What figures add up to, described once: counted from figures, read from what the database keeps, compared by "verify".

The triggers that keep the sums (migration 0006) say the same in SQL; "ansinh reporting verify" counts with the description
here what the triggers kept, so that one of the two cannot change alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from ansinh.apps.reporting.models import RoundSum
from ansinh.core.progress.rollup import Sums, WeightedSums

STAGES = ("approved", "waiting")
# A number is there: an amount, or at least the upper part of a ratio.
HAS_NUMBER = Q(blank="") & (Q(value__isnull=False) | Q(numerator__isnull=False))
HAS_PARTS = Q(blank="", numerator__isnull=False, denominator__isnull=False)
KNOWN = Q(blank="nothing_happened") | HAS_NUMBER
_ZERO = Value(Decimal(0))

# Of figures or cells, by the names that Sums has; "named" since a model may have a field of the same name.
COUNTED = {
    "n_given": Count("pk"),
    "n_known": Count("pk", filter=KNOWN),
    "n_total": Coalesce(Sum(Coalesce("value", "numerator"), filter=HAS_NUMBER), _ZERO),
    "n_numerator": Coalesce(Sum("numerator", filter=HAS_PARTS), _ZERO),
    "n_denominator": Coalesce(Sum("denominator", filter=HAS_PARTS), _ZERO),
    "n_incomplete": Count("pk", filter=HAS_NUMBER) - Count("pk", filter=HAS_PARTS),
}
# Of the rows that the triggers keep: readers add the shards.
KEPT = {
    name: Sum(name.removeprefix("n_"))
    for name in ("n_given", "n_known", "n_total", "n_numerator", "n_denominator", "n_incomplete")
}

WEIGHTED = {f"w_{name}": Sum(name) for name in ("given", "known", "lacking", "weighted", "shares", "weights")}


def weighted_in(row: Mapping[str, Any]) -> WeightedSums:
    """Return the sums for a weighted mean that a row of WEIGHTED holds."""
    return WeightedSums(
        row["w_given"], row["w_known"], row["w_lacking"], row["w_weighted"], row["w_shares"], row["w_weights"]
    )


def sums_in(row: Mapping[str, Any]) -> Sums:
    """Return the sums that a row of COUNTED or KEPT holds."""
    return Sums(
        row["n_given"],
        row["n_known"],
        row["n_total"],
        row["n_numerator"],
        row["n_denominator"],
        row["n_incomplete"],
    )


def count_sums(rows: QuerySet[Any], *groups: str) -> Iterator[tuple[tuple[Any, ...], Sums]]:
    """Give the sums of figures or cells by group."""
    for row in rows.order_by().values(*groups).annotate(**COUNTED):
        yield tuple(row[name] for name in groups), sums_in(row)


def read_sums(rows: QuerySet[RoundSum], *groups: str) -> dict[tuple[Any, ...], Sums]:
    """Return the sums that the database keeps, by group."""
    found = rows.order_by().values(*groups).annotate(**KEPT)
    return {tuple(row[name] for name in groups): sums_in(row) for row in found}


def read_weighted(rows: QuerySet[RoundSum], *groups: str) -> dict[tuple[Any, ...], WeightedSums]:
    """Return the sums for weighted means that the database keeps, by group."""
    found = rows.order_by().values(*groups).annotate(**WEIGHTED)
    return {tuple(row[name] for name in groups): weighted_in(row) for row in found}
