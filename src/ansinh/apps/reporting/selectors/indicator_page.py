"""Everything the page of one indicator shows about its figures, in one call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils import timezone

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import Plan
from ansinh.apps.planning.selectors.asof import PlanOn
from ansinh.apps.reporting.bubbles import BubbleMap, draw_bubbles
from ansinh.apps.reporting.chart import TwinRow, draw, plan_on, twin, written
from ansinh.apps.reporting.models import BLANKS, Figure, Judgement, Report, ReportStep
from ansinh.apps.reporting.selectors.progress import Progress, assess_indicators, end_of_day
from ansinh.apps.reporting.selectors.series import PlaceFigure, Reported, as_exact, list_places
from ansinh.apps.reporting.services.access import reports_seen_by
from ansinh.apps.territory.models import Unit, UnitLevel
from ansinh.apps.territory.selectors.units import units_on
from ansinh.apps.ui import formats
from ansinh.core.catalogue import load_dimensions
from ansinh.core.progress.goals import GoalKind
from ansinh.core.progress.moments import write_moment
from ansinh.core.progress.periods import read_period
from ansinh.core.progress.words import say_goal
from ansinh.files.table import Column, Kind, Value

FIRST_PLACES = 6
_BLANKS = dict(BLANKS)
MOST_EVENTS, EVERY_EVENT = 8, 200


@dataclass(frozen=True, slots=True)
class Reason:
    """One numbered step of "vì sao?": what, how it comes about, where it is read, and the figure."""

    text: str
    detail: str = ""
    amount: str = ""
    url: str = ""
    cite: str = ""


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of the people with its figure, the change since the period before, and what is left of the plan."""

    name: str
    value: Decimal | None
    change: Decimal | None
    period: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One unit with its figure; ``url`` leads to its report, for who may open that."""

    figure: PlaceFigure
    url: str = ""

    @property
    def name(self) -> str:
        """Return the name of the unit."""
        return self.figure.name

    @property
    def value(self) -> Decimal | None:
        """Return its figure with two decimals."""
        return None if self.figure.value is None else round(self.figure.value, 2)

    @property
    def lacking(self) -> Decimal | None:
        """Return how many are outside the share: denominator less numerator."""
        top, bottom = self.figure.numerator, self.figure.denominator
        return None if top is None or bottom is None else bottom - top


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to the figures: when, what, by whom, and where it is seen."""

    at: dt.datetime
    text: str
    url: str = ""
    done: bool = True


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """One indicator of a plan on its figures."""

    row: Progress
    unit: Unit | None
    chart: Any
    twin: list[TwinRow]
    reasons: list[Reason]
    parts: list[PartRow]
    scale: tuple[Decimal, Decimal]
    planned: Decimal | None
    places: list[PlaceRow]
    place_count: int
    place_period: str
    map: BubbleMap | None
    events: list[Event]
    judgements: list[Judgement]


def get_indicator_page(
    plan: Plan,
    indicator: Any,
    *,
    user: User,
    day: dt.date,
    view: PlanOn | None = None,
    shown_places: slice | None = None,
    every_event: bool = False,
) -> IndicatorPage:
    """Return what the page of an indicator shows somebody on a day.

    shown_places: which of the units, lowest first; without it the few to look at first.
    """
    unit = view.scope_unit if view is not None else plan.scope_unit
    at = end_of_day(day) if view is not None else None
    (row,) = assess_indicators(plan, [indicator], unit=unit, day=day, at=at)
    places, period = _places(row, unit, at)
    shown = _worst(places, row)[:FIRST_PLACES] if shown_places is None else places[shown_places]
    planned = plan_on(row, row.current.at) if row.current.at else None
    parts = _parts(row)
    return IndicatorPage(
        row=row,
        unit=unit,
        chart=draw(row, unit=row.entry.unit if row.entry else ""),
        twin=twin(row),
        reasons=list_reasons(row, plan),
        parts=parts,
        scale=_scale([part.value for part in parts if part.value is not None], planned),
        planned=planned,
        places=_with_links(shown, user),
        place_count=len(places),
        place_period=period,
        map=_map(places, row, unit, day),
        events=list_events(row, unit, user=user, at=at, most=EVERY_EVENT if every_event else MOST_EVENTS),
        judgements=list(
            Judgement.objects.filter(indicator=indicator.pk, on__lte=day)
            .select_related("entered_by")
            .order_by("-id")[:5]
        ),
    )


def _places(row: Progress, unit: Unit | None, at: dt.datetime | None) -> tuple[list[PlaceFigure], str]:
    if unit is None or row.entry is None or unit.level == UnitLevel.COMMUNE:
        return [], ""
    of_units = [one for one in row.series if not one.who and not one.derived]
    latest = of_units[-1] if of_units else None
    if latest is None:
        return [], ""
    rows = list_places(unit=unit, entry=row.entry, dimension=row.dimension, period=latest.period, at=at)
    return rows, latest.period.label


PLACE_COLUMNS = (
    Column("Mã", width=10),
    Column("Xã, phường, đặc khu", width=32),
    Column("Kỳ", width=14),
    Column("Giá trị", Kind.DECIMAL),
    Column("Tử số", Kind.DECIMAL),
    Column("Mẫu số", Kind.DECIMAL),
    Column("Chưa có", Kind.DECIMAL),
    Column("Không có số", width=20),
    Column("Duyệt lúc", Kind.MOMENT),
)


def place_cells(page: IndicatorPage) -> Iterator[list[Value]]:
    """Return the units of an indicator as cells of a file, in the order of the page."""
    for one in page.places:
        held = one.figure
        yield [
            held.code,
            held.name,
            page.place_period,
            one.value,
            held.numerator,
            held.denominator,
            one.lacking,
            "chưa có báo cáo được duyệt" if held.approved_at is None else _BLANKS.get(held.blank, ""),
            None if held.approved_at is None else timezone.localtime(held.approved_at),
        ]


def _with_links(rows: Sequence[PlaceFigure], user: User) -> list[PlaceRow]:
    seen = _seen([one.report_id for one in rows if one.line_id is not None], user)
    return [
        PlaceRow(
            one, f"{reverse('reporting:grid', args=[one.report_id])}#l{one.line_id}" if one.report_id in seen else ""
        )
        for one in rows
    ]


def _seen(reports: Collection[Any], user: User) -> set[Any]:
    """Return which of some reports a person may open."""
    return set(reports_seen_by(user).filter(pk__in=reports).values_list("pk", flat=True)) if reports else set()


def _worst(rows: list[PlaceFigure], row: Progress) -> list[PlaceFigure]:
    """Return those to look at first: the lowest, or the highest where less is better."""
    goal = row.current.goal
    if goal is not None and goal.low is None and goal.high is not None:
        known = [one for one in rows if one.value is not None]
        return [*reversed(known), *(one for one in rows if one.value is None)]
    return rows


def _two(value: Fraction | None) -> Decimal | None:
    exact = as_exact(value)
    return None if exact is None else round(exact, 2)


def _map(rows: list[PlaceFigure], row: Progress, unit: Unit | None, day: dt.date) -> BubbleMap | None:
    if unit is None or not rows:
        return None
    there: Any = units_on(on=day).filter(level=UnitLevel.COMMUNE, latitude__isnull=False)
    goal = row.current.goal
    # A count is a target of the whole place; only a share can be asked of each unit.
    of_each = goal if row.entry is not None and row.entry.kind in ("ratio", "rate_per", "index") else None
    return draw_bubbles(
        rows,
        country=there.values_list("latitude", "longitude"),
        goal=of_each if of_each is not None and of_each.kind is not GoalKind.CHANGE else None,
        write=written,
        name=unit.name,
    )


def _parts(row: Progress) -> list[PartRow]:
    known = load_dimensions()
    found = []
    for code, series in sorted(row.parts.items()):
        figures = [one for one in series if one.value is not None]
        if not code or code == row.dimension or not figures:
            continue
        latest = figures[-1]
        before = next((one for one in reversed(figures[:-1]) if one.period.kind is latest.period.kind), None)
        change = None if before is None or latest.value is None or before.value is None else latest.value - before.value
        name = known[code].name_vi if code in known else code
        found.append(PartRow(name, _two(latest.value), _two(change), latest.period.label))
    return found


def _scale(values: Sequence[Decimal], planned: Decimal | None) -> tuple[Decimal, Decimal]:
    all_values = [*values, *([planned] if planned is not None else [])]
    if not all_values:
        return Decimal(0), Decimal(1)
    low, high = min(all_values), max(all_values)
    step = Decimal(10) ** ((high - low or abs(high) or Decimal(1)).adjusted())
    return (low // step) * step, (high // step + 1) * step


def list_reasons(row: Progress, plan: Plan) -> list[Reason]:
    """Return the steps that lead to the status, in order; the status itself stands after them."""
    found = row.current
    source = reverse("planning:document", args=[plan.pk]) + f"#indicator-{row.indicator.pk}"
    goals = [
        f"{say_goal(one.goal)} ({write_moment(one.goal.due) if one.goal.due else 'hằng năm'})" for one in row.targets
    ]
    steps = []
    if goals:
        bound = found.goal.bound if found.goal is not None else None
        steps.append(
            Reason(f"Mục tiêu: {'; '.join(goals)}", "", written(bound), source, row.indicator.no or "câu trong văn bản")
        )
    if row.baseline is not None:
        stated = getattr(row.indicator, "baseline", None)
        first = "số được duyệt đầu tiên, chưa ai nhập số gốc"
        detail = first if row.baseline_is_first or stated is None else stated.source
        steps.append(Reason(f"Gốc {formats.day(row.baseline.at)}", detail, written(row.baseline.value)))
    if found.expected is not None and found.at is not None:
        steps.append(Reason(f"Phải đạt vào {formats.day(found.at)}", _line_words(row), written(found.expected)))
    if found.used is not None and found.at is not None:
        word = "Đã đạt vào"
        steps.append(Reason(f"{word} {formats.day(found.at)}", _rests_on(row.used), written(found.used)))
    if found.progress_share is not None and found.plan_share is not None and row.baseline is not None:
        goal = found.goal.bound if found.goal is not None and found.goal.bound is not None else Decimal(0)
        base = written(row.baseline.value)
        way = f"({written(goal)} − {base})"
        steps.append(Reason("Phần đã đi", f"({written(found.used)} − {base}) / {way}", _percent(found.progress_share)))
        steps.append(
            Reason("Phần kế hoạch", f"({written(found.expected)} − {base}) / {way}", _percent(found.plan_share))
        )
    elif found.margin is not None:
        said = "cách ngưỡng" if found.margin >= 0 else "còn thiếu so với ngưỡng"
        steps.append(Reason("Khoảng cách tới mục tiêu", said, written(abs(found.margin))))
    return steps


def _line_words(row: Progress) -> str:
    goal, base = row.current.goal, row.baseline
    if goal is None or goal.due is None or base is None:
        return ""
    return f"đường thẳng từ số gốc qua các mốc tới {written(goal.bound)} ({write_moment(goal.due)})"


def _rests_on(used: Reported | None) -> str:
    if used is None:
        return ""
    said = []
    if used.found.numerator is not None and used.found.denominator is not None:
        said.append(
            f"{formats.number(used.found.numerator.normalize())} / {formats.number(used.found.denominator.normalize())}"
        )
    if used.who:
        said.append(f"{used.who} báo cáo")
    elif used.derived:
        said.append(f"cộng {used.found.known} / {used.found.expected} kỳ trong năm")
    else:
        cover = f"{used.found.known} / {used.found.expected} đơn vị"
        said.append(f"tính tạm từ {cover}" if used.is_provisional else f"từ {cover}")
    if used.differing:
        said.append(f"{used.differing} cơ quan khác báo số khác")
    if used.approved_at is not None:
        said.append(f"duyệt {formats.day(used.approved_at)}")
    return "; ".join(said)


def _percent(share: Fraction) -> str:
    return formats.percent(as_exact(share * 100))


def list_events(
    row: Progress, unit: Unit | None, *, user: User, at: dt.datetime | None = None, most: int = MOST_EVENTS
) -> list[Event]:
    """Return what happened to the figures of every period, the newest first: approved, returned, corrected.

    A corrected figure is everybody's to see, old and new. Why a report went back or was opened again is told to those
    who may open that report.
    """
    if unit is None or row.entry is None:
        return []
    reported = [one for one in row.series if one.round_id is not None]
    events = [
        Event(one.approved_at, f"{one.period.label}: {_approved_words(one)}.")
        for one in reported
        if one.approved_at is not None
    ]
    steps = ReportStep.objects.filter(report__round__in={one.round_id for one in reported})
    steps = steps if at is None else steps.filter(at__lte=at)
    steps = steps.filter(verb__in=["return", "correct"]).select_related(
        "report__place", "report__agency", "report__round"
    )
    told = list(steps.order_by("-id")[: 2 * most])
    seen = _seen({step.report_id for step in told}, user)
    events += [
        Event(step.at, _step_words(step), reverse("reporting:grid", args=[step.report_id]))
        for step in told
        if step.report_id in seen
    ]
    corrected = {step.report_id: step.report for step in told if step.verb == "correct"}
    events += _corrections(row, corrected, seen, at)
    return sorted(events, key=lambda event: event.at, reverse=True)[:most]


def _approved_words(one: Reported) -> str:
    if one.who:
        return f"duyệt số của {one.who}"
    return f"duyệt {one.found.known} / {one.found.expected} đơn vị, lần cuối"


def _corrections(
    row: Progress, reports: Mapping[Any, Report], seen: Collection[Any], at: dt.datetime | None
) -> list[Event]:
    """Return each approved figure that another took the place of, with both."""
    figures = Figure.objects.filter(report__in=list(reports), line__entry=row.entry).select_related("line")
    figures = figures if at is None else figures.filter(approved_at__lte=at)
    found = []
    last: dict[tuple[Any, int, str], Figure] = {}
    for figure in figures.order_by("version"):
        if "/".join(part for part in (figure.line.dimension, figure.breakdown) if part) != row.dimension:
            continue
        key = (figure.report_id, figure.line_id, figure.breakdown)
        before, last[key] = last.get(key), figure
        if before is None or _held(before) == _held(figure):
            continue
        report = reports[figure.report_id]
        said = (
            f"{report.reporter_name} đính chính {read_period(report.round.period).label.lower()}: "
            f"{_held(before)} thành {_held(figure)}."
        )
        url = reverse("reporting:history", args=[figure.report_id, figure.line_id]) if figure.report_id in seen else ""
        found.append(Event(figure.approved_at, said, url))
    return found


def _step_words(step: ReportStep) -> str:
    verb = "bị trả lại" if step.verb == "return" else "mở lại để đính chính"
    period = read_period(step.report.round.period).label.lower()
    return f"{step.report.reporter_name}, {period}, {verb}: {step.reason}"


def _held(figure: Figure) -> str:
    if figure.blank:
        return figure.get_blank_display().lower()
    if figure.value is not None:
        return formats.number(figure.value.normalize())
    top, bottom = figure.numerator, figure.denominator
    return f"{formats.number(top.normalize() if top is not None else None)} / {formats.number(bottom.normalize() if bottom is not None else None)}"
