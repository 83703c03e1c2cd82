"""The drawing of one indicator: figures against the plan's line, as SVG without styles; and the same as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ansinh.apps.reporting.selectors.progress import Progress
from ansinh.apps.reporting.selectors.series import as_exact
from ansinh.apps.ui import formats
from ansinh.core.progress.goals import Goal, GoalKind
from ansinh.core.progress.moments import years_between
from ansinh.core.progress.status import expected_on

LEFT, RIGHT, TOP, BOTTOM = 52, 620, 18, 236
WIDTH, HEIGHT = 728, 268
STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
MOST_LINES = 7
# How long the words beside a dot are, at most.
ROOM = 56
NEAR = 150


@dataclass(frozen=True, slots=True)
class TwinRow:
    """One day of the table that says what the drawing shows; ``gap`` is the figure less the plan."""

    at: dt.date
    actual: Decimal | None
    plan: Decimal | None
    goal: Goal | None
    provisional: bool = False

    @property
    def gap(self) -> Decimal | None:
        """Return how far the figure lies above or below the plan's line."""
        return None if self.actual is None or self.plan is None else self.actual - self.plan

    @property
    def is_bad(self) -> bool:
        """Return whether the figure is on the wrong side of the line."""
        if self.gap is None or self.goal is None or self.gap == 0:
            return False
        return self.gap < 0 if self.goal.low is not None else self.gap > 0


def milestones(row: Progress) -> list[Goal]:
    """Return the goals that a line can be drawn through."""
    return [
        one.goal
        for one in row.targets
        if one.goal.due is not None and one.goal.bound is not None and one.goal.kind in (GoalKind.REACH, GoalKind.KEEP)
    ]


def plan_on(row: Progress, day: dt.date) -> Decimal | None:
    """Return where the plan stands on a day: its line from the baseline, or the bound that is to be kept."""
    goals = milestones(row)
    if not goals or row.current.goal is None:
        return None
    if row.is_kept:
        return row.current.goal.bound
    if row.baseline is None or day < row.baseline.at:
        return None
    return as_exact(expected_on(goals, row.baseline, day))


def twin(row: Progress, *, most: int = 8) -> list[TwinRow]:
    """Return the days of the drawing: baseline, figures, milestones still to come."""
    by_day = {point.at: point.value for point in row.points}
    if row.baseline is not None:
        by_day.setdefault(row.baseline.at, row.baseline.value)
    goals = {goal.due: goal for goal in milestones(row) if goal.due is not None}
    provisional = {one.period.end for one in row.series if one.counts and one.is_provisional}
    days = sorted(by_day)[-most:] + sorted(day for day in goals if day not in by_day)
    current = row.current.goal
    return [
        TwinRow(
            day,
            by_day.get(day),
            goal.bound if (goal := goals.get(day)) is not None else plan_on(row, day),
            goals.get(day) or current,
            day in provisional,
        )
        for day in sorted(days)
    ]


def draw(row: Progress, *, unit: str = "") -> SafeString | str:
    """Draw an indicator; "" where there is neither a figure nor a line."""
    goals = milestones(row)
    points = list(row.points)
    base = row.baseline
    if not points and base is None:
        return ""
    ranges = [one.goal for one in row.targets if one.goal.kind is GoalKind.RANGE]
    shown = [*(point.value for point in points), *(goal.bound for goal in goals if goal.bound is not None)]
    shown += [bound for goal in ranges for bound in (goal.low, goal.high) if bound is not None]
    shown += [base.value] if base is not None else []
    days = [*(point.at for point in points), *(goal.due for goal in goals if goal.due)]
    days += [goal.due for goal in ranges if goal.due]
    days += [base.at] if base is not None else []
    sheet = _Sheet.around(shown, days, share=unit == "%")
    marks: list[SafeString] = [*_bands(sheet, ranges), *_grid(sheet)]
    marks += _plan_line(sheet, row, goals)
    if len(points) > 1:
        path = " ".join(f"{sheet.x(point.at)},{sheet.y(point.value)}" for point in points)
        marks.append(format_html('<polyline class="g-a" points="{}"></polyline>', path))
    if base is not None and points and base.at < points[0].at:
        marks.append(
            format_html(
                '<polyline class="g-a0" points="{},{} {},{}"></polyline>',
                sheet.x(base.at),
                sheet.y(base.value),
                sheet.x(points[0].at),
                sheet.y(points[0].value),
            )
        )
    marks += _gap(sheet, row)
    if base is not None:
        marks.append(_dot(sheet, "g-h", base.at, base.value, 4))
    marks += [_dot(sheet, "g-d", point.at, point.value, 3.5) for point in points if base is None or point.at != base.at]
    marks += _labels(sheet, row, goals)
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        WIDTH,
        HEIGHT,
        _said(row, goals),
        format_html_join("", "{}", ((mark,) for mark in marks)),
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    low: Decimal
    high: Decimal
    step: Decimal
    first: dt.date
    last: dt.date

    @classmethod
    def around(cls, values: Sequence[Decimal], days: Sequence[dt.date], *, share: bool) -> _Sheet:
        least, most = min(values), max(values)
        spread = (most - least) or abs(most) or Decimal(1)
        size = Decimal(10) ** (spread / MOST_LINES).adjusted()
        step = next(size * one for one in STEPS if spread / (size * one) <= MOST_LINES)
        low = (least // step) * step - (step if least % step == 0 and least != 0 else 0)
        high = (most // step + 1) * step
        # Two figures with their words stand under the lowest point, above the axis.
        while low - step >= 0 and (least - low) / (high - low) * (BOTTOM - TOP) < ROOM:
            low -= step
        if least >= 0:
            low = max(low, Decimal(0))
        if share and most <= 100:
            high = min(high, Decimal(100)) if most < 100 else high
        first, last = min(days), max(days)
        if first.year == last.year:
            first = dt.date(first.year - 1, 12, 31)
        return cls(low, high, step, first, last)

    def x(self, day: dt.date) -> str:
        share = years_between(self.first, day) / years_between(self.first, self.last)
        return f"{LEFT + 24 + float(share) * (RIGHT - LEFT - 40):.1f}"

    def y(self, value: Decimal | Fraction) -> str:
        share = (Fraction(value) - Fraction(self.low)) / Fraction(self.high - self.low)
        return f"{BOTTOM - float(share) * (BOTTOM - TOP):.1f}"


def _grid(sheet: _Sheet) -> list[SafeString]:
    marks = []
    value = sheet.low
    while value <= sheet.high:
        marks.append(
            format_html(
                '<line class="g-l" x1="{}" x2="{}" y1="{}" y2="{}"></line><text x="{}" y="{}" text-anchor="end">{}</text>',
                LEFT,
                RIGHT,
                sheet.y(value),
                sheet.y(value),
                LEFT - 8,
                float(sheet.y(value)) + 4,
                formats.number(value),
            )
        )
        value += sheet.step
    marks.append(format_html('<line class="g-x" x1="{}" x2="{}" y1="{}" y2="{}"></line>', LEFT, RIGHT, BOTTOM, BOTTOM))
    for year in range(sheet.first.year, sheet.last.year + 1):
        day = dt.date(year, 12, 31)
        if sheet.first <= day <= sheet.last:
            marks.append(
                format_html(
                    '<line class="g-x" x1="{0}" x2="{0}" y1="{1}" y2="{2}"></line>'
                    '<text x="{0}" y="{3}" text-anchor="middle">{4}</text>',
                    sheet.x(day),
                    BOTTOM,
                    BOTTOM + 4,
                    BOTTOM + 18,
                    year,
                )
            )
    return marks


def _bands(sheet: _Sheet, ranges: Sequence[Goal]) -> list[SafeString]:
    """Draw the two limits between which the figure has to stay."""
    return [
        format_html(
            '<rect class="g-band" x="{}" y="{}" width="{}" height="{:.1f}"></rect>'
            '<text class="m" x="{}" y="{}" text-anchor="end">{}–{}{}</text>',
            LEFT,
            sheet.y(goal.high),
            RIGHT - LEFT,
            float(sheet.y(goal.low)) - float(sheet.y(goal.high)),
            RIGHT - 6,
            float(sheet.y(goal.high)) + 14,
            written(goal.low),
            written(goal.high),
            f" ({goal.due.year})" if goal.due else "",
        )
        for goal in ranges
        if goal.low is not None and goal.high is not None
    ]


def _plan_line(sheet: _Sheet, row: Progress, goals: Sequence[Goal]) -> list[SafeString]:
    marks = []
    kept = row.is_kept
    places = [(goal.due, goal.bound) for goal in goals if goal.due and goal.bound is not None]
    if row.baseline is not None and not kept:
        places = [(row.baseline.at, row.baseline.value), *(place for place in places if place[0] > row.baseline.at)]
    elif kept and places:
        places = [(sheet.first, places[0][1]), *places]
    if len(places) > 1:
        path = " ".join(f"{sheet.x(day)},{sheet.y(value)}" for day, value in places)
        marks.append(format_html('<polyline class="g-p" points="{}"></polyline>', path))
    for goal in goals:
        if goal.due is not None and goal.bound is not None:
            x, y = float(sheet.x(goal.due)), float(sheet.y(goal.bound))
            marks.append(
                format_html(
                    '<rect class="g-m" x="{}" y="{}" width="8" height="8" transform="rotate(45 {} {})"></rect>',
                    x - 4,
                    y - 4,
                    x,
                    y,
                )
            )
    return marks


def _gap(sheet: _Sheet, row: Progress) -> list[SafeString]:
    found = row.current
    if found.at is None or found.used is None or found.expected is None:
        return []
    return [
        format_html(
            '<line class="g-gap" x1="{0}" x2="{0}" y1="{1}" y2="{2}"></line>',
            sheet.x(found.at),
            sheet.y(found.expected),
            sheet.y(found.used),
        )
    ]


def _dot(sheet: _Sheet, css: str, day: dt.date, value: Decimal, radius: float) -> SafeString:
    return format_html('<circle class="{}" cx="{}" cy="{}" r="{}"></circle>', css, sheet.x(day), sheet.y(value), radius)


def _labels(sheet: _Sheet, row: Progress, goals: Sequence[Goal]) -> list[SafeString]:
    marks = []
    for goal in goals:
        if goal.due is not None and goal.bound is not None:
            sign = (
                ">"
                if goal.strict and goal.low is not None
                else "<"
                if goal.strict
                else "≥"
                if goal.high is None
                else "≤"
            )
            sign = "=" if goal.low is not None and goal.high is not None else sign
            marks.append(
                format_html(
                    '<text class="m" x="{}" y="{}" text-anchor="{}">{} {}</text>',
                    float(sheet.x(goal.due)) + (10 if goal.due == sheet.last else -2),
                    float(sheet.y(goal.bound)) + (4 if goal.due == sheet.last else -10),
                    "start" if goal.due == sheet.last else "end",
                    sign,
                    written(goal.bound),
                )
            )
    base = row.baseline
    if base is not None:
        word = "số duyệt đầu tiên" if row.baseline_is_first else "gốc"
        marks.append(
            format_html(
                '<text class="b" x="{}" y="{}">{} {}</text>',
                float(sheet.x(base.at)) + 6,
                float(sheet.y(base.value)) + 16,
                written(base.value),
                word,
            )
        )
    if row.points and (base is None or row.points[-1].at != base.at):
        last = row.points[-1]
        x = float(sheet.x(last.at))
        end = "end" if x > RIGHT - 120 else "start"
        # The line comes from the left: the label stands where it does not pass.
        rising = len(row.points) > 1 and last.value >= row.points[-2].value
        above = float(sheet.y(last.value)) > BOTTOM - 40 or (end == "end" and rising)
        above = above and float(sheet.y(last.value)) > TOP + 30
        y = float(sheet.y(last.value)) + (-24 if above else 18)
        if base is not None and not above and end == "start" and x - float(sheet.x(base.at)) < NEAR:
            # Under the words of the baseline, not across them.
            y = max(y, float(sheet.y(base.value)) + 34)
        x += -8 if end == "end" else 8
        marks.append(
            format_html(
                '<text class="b" x="{}" y="{}" text-anchor="{}">{} thực hiện</text>', x, y, end, written(last.value)
            )
        )
        said = gap_words(row)
        if said:
            marks.append(format_html('<text class="e" x="{}" y="{}" text-anchor="{}">{}</text>', x, y + 15, end, said))
    return marks


def gap_words(row: Progress) -> str:
    """Return how far the figure is from the plan's line: "thấp hơn kế hoạch 0,35"."""
    found = row.current
    if found.expected is None or found.used is None:
        return ""
    gap = Fraction(found.used) - found.expected
    if gap == 0:
        return "bằng kế hoạch"
    return f"{'cao' if gap > 0 else 'thấp'} hơn kế hoạch {written(abs(gap))}"


def written(value: Decimal | Fraction | None) -> str:
    """Write a figure with at most two decimals."""
    exact = as_exact(value) if isinstance(value, Fraction) else value
    return formats.number(None if exact is None else round(exact, 2).normalize())


def _said(row: Progress, goals: Sequence[Goal]) -> str:
    parts = [f"{row.indicator.name}:"]
    if row.baseline is not None:
        parts.append(f"số gốc {written(row.baseline.value)} ngày {formats.day(row.baseline.at)};")
    if row.points:
        parts.append(f"thực hiện {written(row.points[-1].value)} ngày {formats.day(row.points[-1].at)};")
    parts += [f"mục tiêu {written(goal.bound)} năm {goal.due.year};" for goal in goals if goal.due]
    return " ".join(parts).rstrip(";")
