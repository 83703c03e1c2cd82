"""A target of an own plan beside that of the plan above: the same, stronger, weaker, or not to be compared.

Nothing here is kept: it is computed anew from what the two plans state, so it is never older than they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Verdict = Literal["same", "stronger", "weaker", "missing", "unclear"]
Wanted = Literal["up", "down", "exact", "unknown"]

_LOWER = ("<", "<=")
_UPPER = (">", ">=")


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


def compare_aims(above: Iterable[Aim], own: Iterable[Aim], *, wanted: Wanted = "unknown") -> tuple[Comparison, ...]:
    """Return, for each year of the plan above, how the own plan's target stands to it.

    ``wanted`` is the indicator's direction where a person has said it; else the signs of both plans tell it
    ("< 2,5" wants less). A bare number without a direction is the same or not to be told. A year above that the own
    plan does not name is missing.
    """
    mine = [aim for aim in own if aim.comparator]
    rows = [aim for aim in above if aim.comparator]
    direction = wanted if wanted != "unknown" else _direction([*rows, *mine])
    return tuple(_compare(aim, mine, direction) for aim in rows)


def _direction(aims: Iterable[Aim]) -> Wanted:
    signs = {"down" if aim.comparator in _LOWER else "up" for aim in aims if aim.comparator in (*_LOWER, *_UPPER)}
    if len(signs) != 1:
        return "unknown"
    return "down" if signs == {"down"} else "up"


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
