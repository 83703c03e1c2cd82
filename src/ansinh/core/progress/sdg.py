"""The ratio by which Eurostat and Open SDG judge progress; shown beside the status for comparability, never instead."""

from __future__ import annotations

from decimal import Decimal, localcontext

from ansinh.core.progress.moments import years_between
from ansinh.core.progress.status import Point


def growth_ratio(*, baseline: Point, latest: Point, target: Point, up_is_better: bool) -> Decimal | None:
    """Return the growth reached by the growth needed, in yearly compound terms (1: exactly as needed).

    None where the method says nothing: baseline and target not of one sign or zero, no time passed, no growth needed.
    Source: Statistics Canada's statement of the Eurostat method, as Open SDG documents it.
    """
    if baseline.value * target.value <= 0 or baseline.value * latest.value <= 0:
        return None
    passed, whole = years_between(baseline.at, latest.at), years_between(baseline.at, target.at)
    if passed <= 0 or whole <= 0 or target.value == baseline.value:
        return None
    with localcontext() as context:
        context.prec = 40
        reached = _growth(baseline.value, latest.value, Decimal(passed.numerator) / passed.denominator)
        needed = _growth(baseline.value, target.value, Decimal(whole.numerator) / whole.denominator)
        sign = (1 if up_is_better else -1) * (1 if baseline.value > 0 else -1)
        return sign * reached / abs(needed)


def _growth(start: Decimal, end: Decimal, years: Decimal) -> Decimal:
    power: Decimal = (end / start) ** (1 / years)
    return power - 1
