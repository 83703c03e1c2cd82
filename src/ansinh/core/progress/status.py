"""The status of a target: one rule for the whole system, decided by the first line that holds.

Not comparable; no data; milestone past: achieved or missed; met: achieved; a kept bound not met: at risk; no
baseline; nothing due yet; else by how far the value has come against the plan's line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ansinh.core.progress.goals import Goal, GoalKind, Rubric
from ansinh.core.progress.moments import years_between


class Status(StrEnum):
    """Every status that a target can have."""

    ACHIEVED = "ACHIEVED"
    ON_TRACK = "ON_TRACK"
    SLOW = "SLOW"
    VERY_SLOW = "VERY_SLOW"
    REVERSING = "REVERSING"
    AT_RISK = "AT_RISK"
    MISSED = "MISSED"
    NOT_DUE = "NOT_DUE"
    NO_DATA = "NO_DATA"
    NO_BASELINE = "NO_BASELINE"
    NOT_COMPARABLE = "NOT_COMPARABLE"


@dataclass(frozen=True, slots=True)
class Point:
    """A value of an indicator and the day for which it stands."""

    value: Decimal
    at: date


@dataclass(frozen=True, slots=True)
class Answer:
    """An officer's judgement of a target in words and the day for which it stands."""

    rubric: Rubric
    at: date


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which share of the planned way on a target counts as on track, and as slow; ``near`` is a warning.

    Configuration with a date: a status is computed with the thresholds of its day.
    """

    on_track: Fraction = Fraction(95, 100)
    slow: Fraction = Fraction(60, 100)
    near: Fraction = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Assessment:
    """A status with everything it was computed from; what does not apply is None.

    ``plan_share`` is how much of the way should have been gone, ``progress_share`` how much was, ``ratio`` the second
    by the first, ``margin`` the distance to the bound (negative: not met), in the unit of the indicator.
    """

    status: Status
    goal: Goal | None = None
    plan_share: Fraction | None = None
    progress_share: Fraction | None = None
    ratio: Fraction | None = None
    margin: Decimal | None = None
    near: bool | None = None
    expected: Fraction | None = None
    used: Decimal | None = None
    at: date | None = None
    because: str = ""


DEFAULT = Thresholds()


def assess(
    *,
    goals: Sequence[Goal],
    values: Sequence[Point] = (),
    answers: Sequence[Answer] = (),
    baseline: Point | None = None,
    on: date | None = None,
    comparable: bool = True,
    thresholds: Thresholds = DEFAULT,
    milestone: Goal | None = None,
) -> Assessment:
    """Return the status of an indicator against its milestones.

    goals: the milestones, one or more, of one indicator. values: in any order; answers instead of them for a target
    in words. on: the day of the judgement; without it the day of the latest value. milestone: the one of the goals
    to judge, by the line through all of them; without it the next one. Raises ValueError without goals.
    """
    ordered = sorted(goals, key=lambda goal: (goal.due is None, goal.due or date.max))
    points: list[Point] = sorted(values, key=lambda point: point.at)
    said = sorted(answers, key=lambda answer: answer.at)
    today = on or max([*(point.at for point in points), *(answer.at for answer in said)], default=None)
    points = [point for point in points if today is None or point.at <= today]
    goal = milestone or _current(ordered, today)
    if not comparable:
        return Assessment(Status.NOT_COMPARABLE, goal, because="not_comparable")
    if goal.kind is GoalKind.RUBRIC:
        return _in_words(goal, [answer for answer in said if today is None or answer.at <= today], today)
    if not points or today is None:
        return Assessment(Status.NO_DATA, goal, because="no_value")
    if goal.kind is GoalKind.AVERAGE:
        mean = sum((point.value for point in points), Decimal(0)) / len(points)
        return _kept(goal, mean, points[-1].at, today, thresholds)
    if goal.kind is GoalKind.CHANGE:
        return _yearly_change(goal, points, baseline, today, thresholds)
    if goal.due is not None and goal.due <= today:
        return _decided(goal, points)
    latest = points[-1]
    if goal.is_met(latest.value):
        return _met(goal, latest, thresholds, kept=_is_kept(goal, baseline))
    if _is_kept(goal, baseline):
        return _kept(goal, latest.value, latest.at, today, thresholds)
    return _on_the_way(ordered, goal, latest, baseline, thresholds)


def _current(goals: Sequence[Goal], today: date | None) -> Goal:
    """Return the next milestone that has not fallen due, else the last one."""
    if not goals:
        raise ValueError("no goal")
    if today is not None:
        for goal in goals:
            if goal.due is None or goal.due > today:
                return goal
        return goals[-1]
    return goals[0]


def _in_words(goal: Goal, answers: Sequence[Answer], today: date | None) -> Assessment:
    if not answers or today is None or goal.due is None:
        return Assessment(Status.NO_DATA, goal, because="no_value")
    latest = answers[-1]
    if goal.due <= today:
        at_due = next((answer for answer in answers if answer.at >= goal.due), None)
        if at_due is None:
            return Assessment(Status.NO_DATA, goal, because="no_value_at_milestone", at=latest.at)
        status = Status.ACHIEVED if at_due.rubric is Rubric.YES else Status.MISSED
        return Assessment(status, goal, because=f"rubric_{at_due.rubric.lower()}", at=at_due.at)
    status = Status.ACHIEVED if latest.rubric is Rubric.YES else Status.NOT_DUE
    return Assessment(status, goal, because=f"rubric_{latest.rubric.lower()}", at=latest.at)


def _decided(goal: Goal, points: Sequence[Point]) -> Assessment:
    """The milestone is past: the value at it decides, else the first after it."""
    found = next((point for point in points if goal.due is not None and point.at >= goal.due), None)
    if found is None:
        return Assessment(Status.NO_DATA, goal, because="no_value_at_milestone", at=points[-1].at)
    status = Status.ACHIEVED if goal.is_met(found.value) else Status.MISSED
    return Assessment(
        status, goal, margin=goal.margin(found.value), used=found.value, at=found.at, because="milestone_past"
    )


def _is_kept(goal: Goal, baseline: Point | None) -> bool:
    if goal.kind in (GoalKind.KEEP, GoalKind.RANGE):
        return True
    if baseline is None:
        return False
    # A baseline on the bound of "more than 95" leaves no way to go, so there is no line to compare with.
    return goal.is_met(baseline.value) or baseline.value == goal.bound


def _met(goal: Goal, point: Point, thresholds: Thresholds, *, kept: bool) -> Assessment:
    margin = goal.margin(point.value)
    near = _is_near(goal, margin, thresholds) if kept else None
    return Assessment(Status.ACHIEVED, goal, margin=margin, near=near, used=point.value, at=point.at, because="met")


def _is_near(goal: Goal, margin: Decimal | None, thresholds: Thresholds) -> bool | None:
    bounds = [abs(bound) for bound in (goal.low, goal.high) if bound is not None]
    return None if margin is None or not bounds else Fraction(margin) <= thresholds.near * Fraction(min(bounds))


def _kept(goal: Goal, value: Decimal, at: date, today: date, thresholds: Thresholds) -> Assessment:
    margin = goal.margin(value)
    if goal.is_met(value):
        near = _is_near(goal, margin, thresholds)
        return Assessment(Status.ACHIEVED, goal, margin=margin, near=near, used=value, at=at, because="met")
    past = goal.due is not None and goal.due <= today
    status = Status.MISSED if past else Status.AT_RISK
    return Assessment(
        status, goal, margin=margin, used=value, at=at, because="milestone_past" if past else "kept_not_met"
    )


def _yearly_change(
    goal: Goal, points: Sequence[Point], baseline: Point | None, today: date, thresholds: Thresholds
) -> Assessment:
    latest = points[-1]
    earlier = [point for point in ([baseline] if baseline else []) + list(points[:-1]) if point.at < latest.at]
    if not earlier:
        if baseline is None:
            return Assessment(Status.NO_BASELINE, goal, used=latest.value, at=latest.at, because="no_baseline")
        return Assessment(Status.NOT_DUE, goal, used=latest.value, at=latest.at, because="before_baseline")
    start = max(earlier, key=lambda point: point.at)
    a_year = Fraction(latest.value - start.value) / years_between(start.at, latest.at)
    return _kept(goal, _decimal(a_year), latest.at, today, thresholds)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _on_the_way(
    goals: Sequence[Goal], goal: Goal, latest: Point, baseline: Point | None, thresholds: Thresholds
) -> Assessment:
    margin = goal.margin(latest.value)
    if baseline is None:
        return Assessment(
            Status.NO_BASELINE, goal, margin=margin, used=latest.value, at=latest.at, because="no_baseline"
        )
    if latest.at <= baseline.at:
        return Assessment(
            Status.NOT_DUE, goal, margin=margin, used=latest.value, at=latest.at, because="before_baseline"
        )
    bound = goal.bound
    if bound is None:
        raise ValueError(f"a goal without a bound has no line: {goal.raw}")
    start, end = Fraction(baseline.value), Fraction(bound)
    expected = expected_on(goals, baseline, latest.at)
    way, gone, due = end - start, Fraction(latest.value) - start, expected - start
    progress, plan = gone / way, due / way
    ratio = gone / due if due else None
    if ratio is None:
        # The plan asks for no movement yet: any step the right way is in time.
        status = Status.ON_TRACK if progress >= 0 else Status.REVERSING
    elif ratio >= thresholds.on_track:
        status = Status.ON_TRACK
    elif ratio >= thresholds.slow:
        status = Status.SLOW
    elif ratio >= 0:
        status = Status.VERY_SLOW
    else:
        status = Status.REVERSING
    return Assessment(
        status, goal, plan, progress, ratio, margin, None, expected, latest.value, latest.at, because="on_the_way"
    )


def expected_on(goals: Sequence[Goal], baseline: Point, at: date) -> Fraction:
    """Return where the plan's line stands on a day: straight from the baseline to each stated milestone in turn."""
    before, value = baseline.at, Fraction(baseline.value)
    for goal in goals:
        if goal.kind is not GoalKind.REACH or goal.due is None or goal.bound is None or goal.due <= before:
            continue
        if at <= goal.due:
            share = years_between(before, at) / years_between(before, goal.due)
            return value + (Fraction(goal.bound) - value) * share
        before, value = goal.due, Fraction(goal.bound)
    return value
