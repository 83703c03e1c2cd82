"""A target of an own plan beside that of the plan above: the same, stronger, weaker, or not to be compared.

Nothing here is kept: it is computed anew from what the two plans state, so it is never older than they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from ansinh.core.text import fold

Verdict = Literal["same", "stronger", "weaker", "missing", "unclear"]
Wanted = Literal["up", "down", "exact", "unknown"]

_LOWER = ("<", "<=")
_UPPER = (">", ">=")
_RATE = re.compile(r"%|(?<![a-z])(?:ty le|ti le|ty trong|ty so|chi so|binh quan|phan tram|van dan|1\.?000|100\.000)")


@dataclass(frozen=True, slots=True)
class Aim:
    """What shall be reached in a year: comparator and bounds, as they were read."""

    year: int | None
    comparator: str
    low: Decimal | None = None
    high: Decimal | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One year of an indicator in both plans; ``reason`` says why it cannot be compared."""

    year: int | None
    above: Aim
    own: Aim | None
    verdict: Verdict
    reason: str = ""


def is_rate(name: str, unit: str) -> bool:
    """Say whether an indicator is a share or a rate, which a part of a province has as the whole does.

    "Tỷ lệ … (%)", "bác sĩ trên một vạn dân" are; "Số người đi làm việc ở nước ngoài" is a count.
    """
    return bool(_RATE.search(fold(f"{name} | {unit}")))


def compare_aims(
    above: Iterable[Aim], own: Iterable[Aim], *, wanted: Wanted = "unknown", part: bool = False
) -> tuple[Comparison, ...]:
    """Return, for each year of the plan above, how the own plan's target stands to it.

    ``wanted`` is the indicator's direction where a person has said it; else the signs of both plans tell it
    ("< 2,5" wants less), or the figures of the plan above that rise or fall from year to year, which is said in the
    reason. A bare number without a direction is the same or not to be told. A year above that the own
    plan does not name is missing. With ``part`` the own figure counts a part of what the figure above counts, so that
    a smaller one is no weaker.
    """
    mine = [aim for aim in own if aim.comparator]
    rows = [aim for aim in above if aim.comparator]
    direction = wanted if wanted != "unknown" else _direction([*rows, *mine])
    compared = tuple(_compare(aim, mine, direction) for aim in rows)
    if direction == "unknown" and (trend := _trend(rows, mine)) != "unknown":
        compared = tuple(_by_trend(_compare(aim, mine, trend), trend) for aim in rows)
    return tuple(map(_as_part, compared)) if part else compared


def _as_part(row: Comparison) -> Comparison:
    if row.verdict not in ("stronger", "weaker", "unclear") or row.own is None:
        return row
    return replace(row, verdict="unclear", reason="số đếm: phần của đơn vị, không so với cả cấp trên")


def _direction(aims: Iterable[Aim]) -> Wanted:
    signs = {"down" if aim.comparator in _LOWER else "up" for aim in aims if aim.comparator in (*_LOWER, *_UPPER)}
    if len(signs) != 1:
        return "unknown"
    return "down" if signs == {"down"} else "up"


def _trend(rows: list[Aim], own: list[Aim]) -> Wanted:
    """Return which way the plain figures of the plan above go over its years; unknown where any sign stands."""
    dated = sorted((aim.year, aim.low) for aim in rows if aim.year is not None and aim.low is not None)
    if len(dated) < 2 or any(aim.comparator in (*_LOWER, *_UPPER) for aim in (*rows, *own)):
        return "unknown"
    steps = {after[1] > before[1] for before, after in pairwise(dated) if after[1] != before[1]}
    if len(steps) != 1:
        return "unknown"
    return "up" if steps == {True} else "down"


def _by_trend(row: Comparison, trend: Wanted) -> Comparison:
    if row.verdict not in ("stronger", "weaker"):
        return row
    return replace(row, reason=f"các mốc của cấp trên {'tăng' if trend == 'up' else 'giảm'} dần")


def _compare(aim: Aim, own: list[Aim], direction: Wanted) -> Comparison:
    same_year = [other for other in own if other.year == aim.year]
    if not same_year:
        return Comparison(aim.year, aim, None, "missing", "kế hoạch này không nêu năm này")
    other = same_year[0]
    if "qualitative" in (aim.comparator, other.comparator):
        same = " ".join(aim.words.lower().split()) == " ".join(other.words.lower().split()) and aim.words
        return Comparison(aim.year, aim, other, "same" if same else "unclear", "" if same else "yêu cầu bằng chữ")
    if (aim.comparator, aim.low, aim.high) == (other.comparator, other.low, other.high):
        return Comparison(aim.year, aim, other, "same")
    verdict = _stands(aim, other, direction)
    reason = "chưa rõ tăng hay giảm là tốt" if verdict == "unclear" and direction == "unknown" else ""
    return Comparison(aim.year, aim, other, verdict, reason)


def _stands(above: Aim, own: Aim, direction: Wanted) -> Verdict:
    """Compare what each plan demands at least: the lower bound where more is better, the upper where less is."""
    if direction in ("unknown", "exact"):
        return "unclear"
    if direction == "up":
        theirs, mine = _floor(above), _floor(own)
        if theirs is None or mine is None:
            return "unclear"
        if mine[0] == theirs[0]:
            return "same" if mine[1] == theirs[1] else ("stronger" if mine[1] else "weaker")
        return "stronger" if mine[0] > theirs[0] else "weaker"
    theirs, mine = _ceiling(above), _ceiling(own)
    if theirs is None or mine is None:
        return "unclear"
    if mine[0] == theirs[0]:
        return "same" if mine[1] == theirs[1] else ("stronger" if mine[1] else "weaker")
    return "stronger" if mine[0] < theirs[0] else "weaker"


def _floor(aim: Aim) -> tuple[Decimal, bool] | None:
    """Return the least value that reaches the target, and whether that value itself does not."""
    return None if aim.low is None or aim.comparator in _LOWER else (aim.low, aim.comparator == ">")


def _ceiling(aim: Aim) -> tuple[Decimal, bool] | None:
    return None if aim.high is None or aim.comparator in _UPPER else (aim.high, aim.comparator == "<")
