"""How far each target of a plan is on approved figures: the one rule of statuses, with everything it rests on."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.utils import timezone

from ansinh.apps.planning.models import (
    BindingRelation,
    BindingState,
    CatalogueIndicator,
    Direction,
    IndicatorBinding,
    Plan,
    Target,
)
from ansinh.apps.planning.selectors.asof import PlanOn
from ansinh.apps.planning.selectors.indicators import list_indicators
from ansinh.apps.reporting.models import Judgement, StatusLimits
from ansinh.apps.reporting.selectors.series import BECAUSE, Reported, as_exact, list_series
from ansinh.apps.territory.models import Unit
from ansinh.core.progress.goals import Goal, GoalKind, Rubric, Way, WayNeeded, state_goal
from ansinh.core.progress.moments import end_of_year
from ansinh.core.progress.periods import PeriodKind
from ansinh.core.progress.rollup import TimeAxis
from ansinh.core.progress.status import DEFAULT, Answer, Assessment, Point, Status, Thresholds, assess
from ansinh.core.progress.words import say_why

RIGHT_WAY = (Status.ACHIEVED, Status.ON_TRACK)
BEHIND = (Status.REVERSING, Status.MISSED, Status.VERY_SLOW, Status.AT_RISK, Status.SLOW)
_EVERY_YEAR = re.compile(r"bình quân\b.*(?:/\s*năm|mỗi năm|hằng năm|hàng năm)", re.IGNORECASE)
_SAME_THING = (BindingRelation.SAME, BindingRelation.REWORDED)
_ANSWERS = {"not_yet": Rubric.NOT_YET, "partly": Rubric.PARTLY, "yes": Rubric.YES}


@dataclass(frozen=True, slots=True)
class Judged:
    """One target with its status."""

    target: Target
    goal: Goal
    found: Assessment


@dataclass(frozen=True, slots=True)
class Progress:
    """One indicator of a plan: its figures, its baseline, its targets with their statuses, an officer's view beside them.

    ``missing`` says in a sentence why nothing can be judged, where that is so. ``baseline_is_first``: nobody entered
    a baseline, so the first approved figure stands for it.
    """

    indicator: Any
    current: Assessment
    targets: tuple[Judged, ...] = ()
    series: tuple[Reported, ...] = ()
    points: tuple[Point, ...] = ()
    baseline: Point | None = None
    baseline_is_first: bool = False
    thresholds: Thresholds = DEFAULT
    limits: StatusLimits | None = None
    entry: CatalogueIndicator | None = None
    dimension: str = ""
    binding_is_sure: bool = True
    judgement: Judgement | None = None
    missing: str = ""
    parts: Mapping[str, list[Reported]] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """Return the code of the status as marks know it."""
        return self.current.status.value.lower()

    @property
    def why(self) -> str:
        """Return the sentence behind the status."""
        said = self.missing or say_why(self.current, baseline=self.baseline, thresholds=self.thresholds)
        return f"{said} Số gốc là số được duyệt đầu tiên, chưa ai nhập." if self.baseline_is_first else said

    @property
    def latest(self) -> Reported | None:
        """Return the newest figure there is, provisional or not."""
        return next((one for one in reversed(self.series) if one.value is not None), None)

    @property
    def used(self) -> Reported | None:
        """Return the figure that the status rests on."""
        at = self.current.at
        return next((one for one in reversed(self.series) if one.counts and one.period.end == at), None)

    @property
    def is_kept(self) -> bool:
        """Return whether the target is a bound that held from the beginning, so that the plan asks for no way to go."""
        goal = self.current.goal
        if goal is None or goal.kind is not GoalKind.REACH:
            return goal is not None
        return self.baseline is not None and goal.is_met(self.baseline.value)

    @property
    def disagrees(self) -> bool:
        """Return whether the officer sees it otherwise than the figures."""
        if self.judgement is None or not self.judgement.outlook:
            return False
        hopeful = self.judgement.outlook in ("likely", "probable")
        if self.current.status in RIGHT_WAY:
            return not hopeful
        return hopeful and self.current.status in BEHIND


def thresholds_on(day: dt.date) -> tuple[Thresholds, StatusLimits | None]:
    """Return the limits between statuses that hold on a day; without any set by then the program's own."""
    row = StatusLimits.objects.filter(valid_from__lte=day).order_by("-valid_from").first()
    if row is None:
        return DEFAULT, None
    return Thresholds(Fraction(row.on_track), Fraction(row.slow), Fraction(row.near)), row


def assess_plan(
    plan: Plan, *, today: dt.date, view: PlanOn | None = None, at: dt.datetime | None = None
) -> list[Progress]:
    """Return every indicator of a plan with the statuses of its targets; eight statements whatever its size.

    view: the plan as of another day; figures then count as they did on that day. at: as figures counted at a moment.
    """
    day = view.on if view is not None else today
    moment = at if at is not None else (end_of_day(day) if view is not None and day < today else None)
    indicators = list(list_indicators(plan)) if view is None else view.indicators
    unit = view.scope_unit if view is not None else plan.scope_unit
    return assess_indicators(plan, indicators, unit=unit, day=day, at=moment)


def end_of_day(day: dt.date) -> dt.datetime:
    """Return the last moment of a day in Vietnam's time."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.max))


def assess_indicators(
    plan: Plan, indicators: Sequence[Any], *, unit: Unit | None, day: dt.date, at: dt.datetime | None = None
) -> list[Progress]:
    """Return some indicators of a plan with their statuses on a day."""
    pks = [row.pk for row in indicators]
    bindings = {
        row.indicator_id: row for row in IndicatorBinding.objects.filter(indicator__in=pks).select_related("entry")
    }
    entries = {row.entry.pk: row.entry for row in bindings.values() if row.entry is not None and _counts(row)}
    series = list_series(unit=unit, entries=entries, at=at) if unit is not None else {}
    judgements: dict[int, list[Judgement]] = defaultdict(list)
    said = Judgement.objects.filter(indicator__in=pks, on__lte=day)
    for judgement in (
        (said if at is None else said.filter(entered_at__lte=at)).select_related("entered_by").order_by("id")
    ):
        judgements[judgement.indicator_id].append(judgement)
    thresholds, limits = thresholds_on(day)
    years = [t.year for row in indicators for t in row.targets.all() if t.year]
    last_year = max(years, default=None)
    return [
        _judge(
            row,
            bindings.get(row.pk),
            series,
            judgements[row.pk],
            plan=plan,
            unit=unit,
            day=day,
            limits=(thresholds, limits),
            last_year=last_year,
        )
        for row in indicators
    ]


def _counts(binding: IndicatorBinding) -> bool:
    return binding.state != BindingState.REFUSED and (binding.relation in _SAME_THING or not binding.relation)


def _judge(
    row: Any,
    binding: IndicatorBinding | None,
    series: Mapping[tuple[str, str], list[Reported]],
    said: list[Judgement],
    *,
    plan: Plan,
    unit: Unit | None,
    day: dt.date,
    limits: tuple[Thresholds, StatusLimits | None],
    last_year: int | None,
) -> Progress:
    bound = binding if binding is not None and binding.entry is not None and _counts(binding) else None
    entry = bound.entry if bound else None
    held = {part: rows for (code, part), rows in series.items() if entry is not None and code == entry.pk}
    own = held.get(bound.dimension if bound else "", [])
    figures = [one for one in own if one.period.start <= day]
    about: dict[str, Any] = {
        "indicator": row,
        "entry": entry,
        "dimension": bound.dimension if bound else "",
        "binding_is_sure": bound is None or bound.state == BindingState.CONFIRMED,
        "series": tuple(figures),
        "parts": held,
        "thresholds": limits[0],
        "limits": limits[1],
        "judgement": next((one for one in reversed(said) if one.outlook), None),
    }
    try:
        goals = [(t, goal) for t in row.targets.all() if (goal := goal_of(t, entry, _way(row, entry), last_year))]
    except WayNeeded:
        sentence = "Văn bản không nói cao hơn hay thấp hơn là tốt: ghi chiều của chỉ tiêu ở trang số gốc."
        return Progress(current=Assessment(Status.NOT_COMPARABLE, because="way_needed"), missing=sentence, **about)
    if not goals:
        return Progress(
            current=Assessment(Status.NO_DATA, because="no_goal"),
            missing="Văn bản không nêu mức phải đạt.",
            **about,
        )
    points = points_of(figures, entry)
    baseline, is_first = _baseline(row, points)
    answers = [Answer(Rubric(one.rubric), one.on) for one in said if one.rubric] or _initial(row, plan)
    on = max([day, *(point.at for point in points)])
    about |= {"points": tuple(points), "baseline": baseline, "baseline_is_first": is_first}
    stated = [goal for _, goal in goals]

    def judge(milestone: Goal | None) -> Assessment:
        return assess(
            goals=stated,
            values=points,
            answers=answers,
            baseline=baseline,
            on=on,
            thresholds=limits[0],
            milestone=milestone,
        )

    current = judge(None)
    missing = ""
    if current.because == "no_value" and current.goal and current.goal.kind is not GoalKind.RUBRIC:
        missing = _why_nothing(bound, unit, figures)
    judged = tuple(Judged(target, goal, judge(goal)) for target, goal in goals)
    return Progress(current=current, targets=judged, missing=missing, **about)


def _why_nothing(bound: IndicatorBinding | None, unit: Unit | None, figures: Sequence[Reported]) -> str:
    if bound is None:
        return "Chưa gắn với chỉ tiêu chuẩn nên chưa có số liệu: gắn ở trang gắn với danh mục."
    if unit is None:
        return "Chưa rõ kế hoạch ban hành cho địa bàn nào nên chưa có số liệu: chọn phạm vi."
    latest = next((one for one in reversed(figures) if one.value is not None), None)
    if latest is not None:
        return (
            f"{latest.period.label} mới có {latest.found.known} / {latest.found.expected} "
            "đơn vị hoặc kỳ nên chưa thành số của cả địa bàn."
        )
    if figures and figures[-1].found.because in BECAUSE:
        return f"{figures[-1].period.label}: {BECAUSE[figures[-1].found.because]}"
    return "Chưa có số liệu được duyệt của chỉ tiêu này."


def _way(row: Any, entry: CatalogueIndicator | None) -> Way | None:
    for said in (row.direction, entry.direction if entry is not None else ""):
        if said and said != Direction.UNKNOWN:
            return Way(said)
    return None


def goal_of(target: Target, entry: CatalogueIndicator | None, way: Way | None, last_year: int | None) -> Goal | None:
    """Return what a printed target asks for; None where it prints none. Raises WayNeeded.

    Without a year of its own it falls due with the plan. Of an indicator that is itself a yearly change each year's
    figure is held against it.
    """
    year = target.year or last_year
    due = end_of_year(year) if year else None
    if target.comparator == "qualitative":
        return Goal(GoalKind.RUBRIC, due, raw=target.raw)
    low, high = target.low, target.high
    if not target.comparator or (low is None and high is None):
        return None
    if target.comparator == "range":
        return Goal(GoalKind.RANGE, due, low, high, raw=target.raw)
    kind = GoalKind.KEEP if way is Way.KEEP else GoalKind.REACH
    if entry is not None and entry.kind == "change_per_year":
        kind = GoalKind.KEEP
    if _EVERY_YEAR.search(target.raw):
        kind = GoalKind.AVERAGE
    value = low if low is not None else high
    sign = {"approx": "~"}.get(target.comparator, target.comparator)
    if value is None:
        return None
    if kind is GoalKind.KEEP and way is Way.DOWN and sign in ("=", "~"):
        return Goal(kind, due, high=value, raw=target.raw)
    return state_goal(kind=kind, sign=sign, value=value, due=due, way=way, raw=target.raw)


def points_of(figures: Iterable[Reported], entry: CatalogueIndicator | None) -> list[Point]:
    """Return the figures that a status may rest on: of a stock every period's, of a flow only whole years'."""
    stock = entry is not None and entry.time_axis == TimeAxis.LAST
    by_day: dict[dt.date, Point] = {}
    for one in figures:
        value = as_exact(one.value)
        if value is not None and one.counts and (stock or one.period.kind is PeriodKind.YEAR):
            held = by_day.get(one.period.end)
            if held is None or one.period.kind is PeriodKind.YEAR:
                by_day[one.period.end] = Point(value, one.period.end)
    return sorted(by_day.values(), key=lambda point: point.at)


def _baseline(row: Any, points: Sequence[Point]) -> tuple[Point | None, bool]:
    stated = getattr(row, "baseline", None)
    if stated is not None:
        return Point(stated.value, end_of_year(stated.year)), False
    return (points[0], True) if points else (None, False)


def _initial(row: Any, plan: Plan) -> list[Answer]:
    """Return what officers said of targets in words when the plan was put to work."""
    if plan.activated_at is None:
        return []
    day = timezone.localdate(plan.activated_at)
    states = (
        getattr(target, "initial_state", None) for target in row.targets.all() if target.comparator == "qualitative"
    )
    return [Answer(_ANSWERS[said.state], day) for said in states if said is not None]


def count_indicators(rows: Iterable[Progress]) -> dict[str, int]:
    """Return how many indicators stand at each status, by its code."""
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[row.code] += 1
    return dict(counts)


def slowest(rows: Iterable[Progress], *, most: int | None = None) -> list[Progress]:
    """Return the indicators that are behind, the gravest first, then those farthest behind."""
    behind = [row for row in rows if row.current.status in BEHIND]
    behind.sort(key=lambda row: (BEHIND.index(row.current.status), row.current.ratio or 0, row.indicator.ordinal))
    return behind if most is None else behind[:most]
