"""What a target asks for, and whether a value meets it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from ansinh.core.progress.moments import read_moment


class GoalKind(StrEnum):
    """How a target is meant."""

    REACH = "reach"  # a bound or value to come to
    KEEP = "keep"  # a bound that already holds and shall go on holding
    RANGE = "range"  # inside two limits
    CHANGE = "change"  # so much more or less every year
    AVERAGE = "average"  # so much a year, on average
    RUBRIC = "rubric"  # words: not yet, partly, yes


class Way(StrEnum):
    """Which way an indicator shall move where the printed target does not say it."""

    UP = "up"
    DOWN = "down"
    EXACT = "exact"
    KEEP = "keep"


class Rubric(StrEnum):
    """How far a target in words has come, said by an officer."""

    NOT_YET = "NOT_YET"
    PARTLY = "PARTLY"
    YES = "YES"


class NoGoal(ValueError):
    """The words state no target; the message says how to write one."""


class WayNeeded(NoGoal):
    """A value without a comparator: somebody has to say which way is better."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One target: a comparator or limits, and the day on which it falls due (None: every year, without an end).

    ``low`` and ``high`` as in the reading of a plan: >= and > fill ``low``, <= and < fill ``high``, an exact value
    both. ``strict`` means that the bound itself does not meet the target.
    """

    kind: GoalKind
    due: date | None
    low: Decimal | None = None
    high: Decimal | None = None
    strict: bool = False
    raw: str = ""

    @property
    def bound(self) -> Decimal | None:
        """Return the one figure to come to; None where there are two limits or words."""
        if self.kind is GoalKind.RANGE:
            return None
        return self.low if self.low is not None else self.high

    def margin(self, value: Decimal) -> Decimal | None:
        """Return how far the value lies on the good side of the bound; negative where the target is not met."""
        sides = []
        if self.low is not None:
            sides.append(value - self.low)
        if self.high is not None:
            sides.append(self.high - value)
        return min(sides) if sides else None

    def is_met(self, value: Decimal) -> bool:
        """Say whether the value meets the comparator."""
        margin = self.margin(value)
        return margin is not None and (margin > 0 or (margin == 0 and not self.strict))


_COMPARATOR = r"(?P<sign>>=|<=|≥|≤|>|<|=|~)?"
_FIGURE = r"-?[0-9]+(?:[.,][0-9]+)?"
_GOAL = re.compile(
    rf"(?P<kind>keep|average|avg)?\s*{_COMPARATOR}\s*(?P<value>{_FIGURE})\s*%?\s*@\s*(?P<due>\S.*)", re.IGNORECASE
)
_LIMITS = re.compile(
    rf"(?P<kind>range|change)\s+(?P<first>{_FIGURE})(?:\s*\.\.\s*(?P<second>{_FIGURE}))?\s*%?\s*@\s*(?P<due>\S.*)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"(?:rubric|qualitative)\s*@\s*(?P<due>\S.*)", re.IGNORECASE)
_YEARLY = re.compile(r"yearly(?:\s*(?:\.\.|-)\s*(?P<end>.+))?", re.IGNORECASE)
_HOW = (
    "viết như “>=95@2030”, “<=1@2030”, “keep>=99@2030”, “range 85..90@2030”, "
    "“change -1..-1.5@yearly”, “average>=40000@yearly” hoặc “rubric@2030”"
)


def read_figure(text: str) -> Decimal:
    """Return a figure written with a decimal point or comma. Raises NoGoal."""
    try:
        figure = Decimal(text.strip().replace(",", "."))
    except InvalidOperation as error:
        raise NoGoal(f"“{text}” không phải một con số.") from error
    if not figure.is_finite():
        raise NoGoal(f"“{text}” không phải một con số.")
    return figure


def read_goal(text: str, *, way: Way | None = None) -> Goal:
    """Return the target written as ">=95@2030". Raises NoGoal, NoMoment, and WayNeeded for a bare value."""
    words = " ".join(text.split())
    in_words = _WORDS.fullmatch(words)
    if in_words:
        return Goal(GoalKind.RUBRIC, read_moment(in_words["due"]), raw=words)
    limits = _LIMITS.fullmatch(words)
    if limits:
        return _between(limits, words, way)
    found = _GOAL.fullmatch(words)
    if not found:
        raise NoGoal(f"Chưa hiểu mục tiêu “{text}”: {_HOW}.")
    named = (found["kind"] or "").lower()
    kind = {"": GoalKind.REACH, "keep": GoalKind.KEEP}.get(named, GoalKind.AVERAGE)
    due = _due(found["due"], words, yearly=kind is GoalKind.AVERAGE)
    sign = {"≥": ">=", "≤": "<="}.get(found["sign"] or "=", found["sign"] or "=")
    return state_goal(kind=kind, sign=sign, value=read_figure(found["value"]), due=due, way=way, raw=words)


def state_goal(
    *, kind: GoalKind, sign: str, value: Decimal, due: date | None, way: Way | None = None, raw: str = ""
) -> Goal:
    """Return the target that a comparator and a value state; a bare value is reached in the indicator's way.

    sign: >=, <=, >, <, = or ~ (about). Raises WayNeeded for = and ~ without a way, unless a level is to be kept
    or an average reached, which mean at least.
    """
    if sign in (">=", ">"):
        return Goal(kind, due, low=value, strict=sign == ">", raw=raw)
    if sign in ("<=", "<"):
        return Goal(kind, due, high=value, strict=sign == "<", raw=raw)
    if way is None and kind is GoalKind.REACH:
        raise WayNeeded(
            f"“{raw or value}” không nói cao hơn hay thấp hơn là tốt: "
            "thêm --direction up (cao hơn là tốt), down (thấp hơn là tốt), exact (đúng bằng) hoặc keep (giữ vững)."
        )
    if way is Way.EXACT:
        return Goal(kind, due, low=value, high=value, raw=raw)
    if way is Way.DOWN:
        return Goal(kind, due, high=value, raw=raw)
    return Goal(GoalKind.KEEP if way is Way.KEEP else kind, due, low=value, raw=raw)


def _between(limits: re.Match[str], words: str, way: Way | None) -> Goal:
    first, second = read_figure(limits["first"]), read_figure(limits["second"] or limits["first"])
    if limits["kind"].lower() == "range":
        if limits["second"] is None:
            raise NoGoal(f"Khoảng “{words}” thiếu một đầu: viết “range 85..90@2030”.")
        return Goal(GoalKind.RANGE, _due(limits["due"], words), min(first, second), max(first, second), raw=words)
    due = _due(limits["due"], words, yearly=True)
    if way is Way.EXACT:
        return Goal(GoalKind.CHANGE, due, min(first, second), max(first, second), raw=words)
    # "giảm 1-1,5 %/năm": to fall by more than asked is no failure, so the nearer end is the bound.
    if max(first, second) <= 0:
        return Goal(GoalKind.CHANGE, due, high=max(first, second), raw=words)
    if min(first, second) >= 0:
        return Goal(GoalKind.CHANGE, due, low=min(first, second), raw=words)
    return Goal(GoalKind.CHANGE, due, min(first, second), max(first, second), raw=words)


def _due(text: str, words: str, *, yearly: bool = False) -> date | None:
    every = _YEARLY.fullmatch(text.strip())
    if every is None:
        return read_moment(text)
    if not yearly:
        raise NoGoal(f"Mục tiêu “{words}” phải có năm: “yearly” chỉ dùng với change và average.")
    return read_moment(every["end"]) if every["end"] else None
