"""Everything the page of one indicator shows about its figures, in one call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse

from ansinh.apps.planning.models import Plan
from ansinh.apps.planning.selectors.asof import PlanOn
from ansinh.apps.reporting.bubbles import BubbleMap, draw_bubbles
from ansinh.apps.reporting.chart import TwinRow, draw, plan_on, twin, written
from ansinh.apps.reporting.models import Figure, Judgement, ReportStep
from ansinh.apps.reporting.selectors.progress import Progress, assess_indicators, end_of_day
from ansinh.apps.reporting.selectors.series import Reported, as_exact, list_places
from ansinh.apps.territory.models import Unit, UnitLevel
from ansinh.apps.territory.selectors.units import units_on
from ansinh.apps.ui import formats
from ansinh.core.catalogue import load_dimensions
from ansinh.core.progress.goals import GoalKind
from ansinh.core.progress.moments import write_moment
from ansinh.core.progress.words import say_goal

FIRST_PLACES = 6
MOST_EVENTS = 8


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
    """One unit with its figure; ``lacking`` counts those outside the share (denominator less numerator)."""

    unit: Unit
    value: Decimal | None
    lacking: Decimal | None
    figure: Figure | None


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
    plan: Plan, indicator: Any, *, day: dt.date, view: PlanOn | None = None, every_place: bool = False
) -> IndicatorPage:
    """Return what the page of an indicator shows on a day."""
    unit = view.scope_unit if view is not None else plan.scope_unit
    at = end_of_day(day) if view is not None else None
    (row,) = assess_indicators(plan, [indicator], unit=unit, day=day, at=at)
    places, period = _places(row, unit, at)
    shown = [_place(one) for one in places]
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
        places=shown if every_place else _worst(shown, row)[:FIRST_PLACES],
        place_count=len(shown),
        place_period=period,
        map=_map(places, row, unit, day),
        events=list_events(row, unit, at=at),
        judgements=list(
            Judgement.objects.filter(indicator=indicator.pk, on__lte=day)
            .select_related("entered_by")
            .order_by("-id")[:5]
        ),
    )


def _places(row: Progress, unit: Unit | None, at: dt.datetime | None) -> tuple[list[Any], str]:
    if unit is None or row.entry is None or unit.level == UnitLevel.COMMUNE:
        return [], ""
    of_units = [one for one in row.series if not one.who and not one.derived]
    latest = of_units[-1] if of_units else None
    if latest is None:
        return [], ""
    rows = list_places(unit=unit, entry=row.entry, dimension=row.dimension, period=latest.period, at=at)
    return rows, latest.period.label


def _place(one: tuple[Unit, Fraction | None, Figure | None]) -> PlaceRow:
    unit, value, figure = one
    lacking = None
    if figure is not None and figure.numerator is not None and figure.denominator is not None:
        lacking = figure.denominator - figure.numerator
    return PlaceRow(unit, _two(value), lacking, figure)


def _worst(rows: list[PlaceRow], row: Progress) -> list[PlaceRow]:
    """Return those to look at first: the lowest, or the highest where less is better."""
    goal = row.current.goal
    if goal is not None and goal.low is None and goal.high is not None:
        known = [one for one in rows if one.value is not None]
        return [*reversed(known), *(one for one in rows if one.value is None)]
    return rows


def _two(value: Fraction | None) -> Decimal | None:
    exact = as_exact(value)
    return None if exact is None else round(exact, 2)


def _map(rows: list[Any], row: Progress, unit: Unit | None, day: dt.date) -> BubbleMap | None:
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


def list_events(row: Progress, unit: Unit | None, *, at: dt.datetime | None = None) -> list[Event]:
    """Return what happened to the newest figure, the newest first: handed in, returned, approved, corrected."""
    latest = next((one for one in reversed(row.series) if one.round_id is not None), None)
    if latest is None or unit is None or row.entry is None:
        return []
    steps = ReportStep.objects.filter(report__round=latest.round_id)
    steps = steps if at is None else steps.filter(at__lte=at)
    events = [
        Event(step.at, _step_words(step), reverse("reporting:grid", args=[step.report_id]))
        for step in steps.filter(verb__in=["return", "correct"])
        .select_related("report__place", "report__agency")
        .order_by("-id")[:MOST_EVENTS]
    ]
    old = Figure.objects.filter(
        report__round=latest.round_id, line__entry=row.entry, breakdown="", is_current=False
    ).select_related("report__place", "report__agency")
    for figure in old.order_by("-superseded_at")[:MOST_EVENTS]:
        newer = Figure.objects.filter(
            report=figure.report_id, line=figure.line_id, breakdown="", is_current=True
        ).first()
        if newer is not None and figure.superseded_at is not None:
            events.append(
                Event(
                    figure.superseded_at,
                    f"{figure.report.reporter_name} đính chính: {_held(figure)} thành {_held(newer)}.",
                    reverse("reporting:history", args=[figure.report_id, figure.line_id]),
                )
            )
    approved = list(steps.filter(verb="approve").order_by("id").values_list("at", flat=True))
    if approved:
        many = f"{formats.number(len(approved))} lần duyệt, lần cuối" if len(approved) > 1 else "Duyệt"
        events.append(Event(approved[-1], f"{latest.period.label}: {many}."))
    return sorted(events, key=lambda event: event.at, reverse=True)[:MOST_EVENTS]


def _step_words(step: ReportStep) -> str:
    verb = "bị trả lại" if step.verb == "return" else "mở lại để đính chính"
    return f"{step.report.reporter_name} {verb}: {step.reason}"


def _held(figure: Figure) -> str:
    if figure.blank:
        return figure.get_blank_display().lower()
    if figure.value is not None:
        return formats.number(figure.value.normalize())
    top, bottom = figure.numerator, figure.denominator
    return f"{formats.number(top.normalize() if top is not None else None)} / {formats.number(bottom.normalize() if bottom is not None else None)}"
