"""The chairman's page: where a plan stands, what waits, what is slow, who leads it, what was reported; in one call."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import Plan, PlanState
from ansinh.apps.planning.selectors.indicators import list_indicators
from ansinh.apps.planning.selectors.words import lead_key
from ansinh.apps.reporting.models import Report, Round
from ansinh.apps.reporting.selectors.progress import (
    BEHIND,
    RIGHT_WAY,
    Progress,
    assess_indicators,
    count_indicators,
    end_of_day,
    slowest,
)
from ansinh.apps.reporting.selectors.today import list_waiting_reports
from ansinh.core.progress.periods import PeriodKind, last_ended, read_period

MOST_SLOW, MOST_AGENCIES, MOST_ROUNDS, MOST_WAITING = 6, 8, 3, 3


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One leading agency: how many of its indicators are on the right way, of those judged, of those it has."""

    name: str
    key: str
    right: int
    judged: int
    total: int

    @property
    def unknown(self) -> int:
        """Return how many cannot be judged yet."""
        return self.total - self.judged


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One period of a duty to report: handed in and approved of those expected."""

    round: Round
    label: str
    submitted: int
    approved: int
    expected: int


@dataclass(frozen=True, slots=True)
class OnePage:
    """Everything on the chairman's page."""

    total: int
    right: int
    right_before: int
    before_label: str
    counts: dict[str, int]
    behind: int
    slowest: list[Progress]
    agencies: list[AgencyRow]
    agencies_unjudged: int
    waiting: list[Report]
    waiting_count: int
    rounds: list[RoundRow]

    @property
    def change_words(self) -> str:
        """Return how the number changed: "tăng 3", "giảm 2", "không đổi"."""
        change = self.right - self.right_before
        return "không đổi" if change == 0 else f"{'tăng' if change > 0 else 'giảm'} {abs(change)}"


def list_running(user: User) -> list[Plan]:
    """Return the running plans, those of the person's own place first, the newest first."""
    rows: QuerySet[Plan] = Plan.objects.filter(state=PlanState.RUNNING).select_related("scope_unit", "file")
    code = user.scope_unit.code if user.scope_unit is not None else ""
    found = list(rows.defer("file__content", "file__text", "file__blocks", "unparsed").order_by("-activated_at"))
    return sorted(found, key=lambda plan: plan.scope_unit is None or plan.scope_unit.code != code)


def get_one_page(plan: Plan, *, user: User, today: dt.date) -> OnePage:
    """Return the chairman's page of a plan on a day."""
    indicators = list(list_indicators(plan))
    rows = assess_indicators(plan, indicators, unit=plan.scope_unit, day=today)
    ranked = rank_agencies(rows)
    quarter = last_ended(today, PeriodKind.QUARTER)
    before = assess_indicators(plan, indicators, unit=plan.scope_unit, day=quarter.end, at=end_of_day(quarter.end))
    waiting, waiting_count = list_waiting_reports(user, most=MOST_WAITING)
    return OnePage(
        total=len(rows),
        right=_right(rows),
        right_before=_right(before),
        before_label=quarter.label,
        counts=count_indicators(rows),
        behind=sum(row.current.status in BEHIND for row in rows),
        slowest=slowest(rows, most=MOST_SLOW),
        agencies=[one for one in ranked if one.judged][:MOST_AGENCIES],
        agencies_unjudged=sum(not one.judged for one in ranked),
        waiting=waiting,
        waiting_count=waiting_count,
        rounds=_rounds(plan),
    )


def _right(rows: list[Progress]) -> int:
    return sum(row.current.status in RIGHT_WAY for row in rows)


def rank_agencies(rows: list[Progress]) -> list[AgencyRow]:
    """Return the leading agencies, the smallest share on the right way first; those without a judged one last."""
    held: dict[tuple[str, str], list[Progress]] = defaultdict(list)
    for row in rows:
        leads = {lead_key(one.mention) for one in row.indicator.assignments.all() if one.role == "lead"}
        for lead in leads:
            held[lead].append(row)
    found = [
        AgencyRow(
            name,
            key,
            _right(group),
            sum(row.current.status in (*RIGHT_WAY, *BEHIND) for row in group),
            len(group),
        )
        for (name, key), group in held.items()
    ]
    return sorted(
        found, key=lambda one: (one.judged == 0, one.right / one.judged if one.judged else 0, -one.total, one.name)
    )


def _rounds(plan: Plan) -> list[RoundRow]:
    unit = plan.scope_unit
    if unit is None:
        return []
    rows = (
        Round.objects.filter(scheme__place__code=unit.code, scheme__place__level=unit.level, closed_at=None)
        .select_related("scheme")
        .annotate(
            expected=Count("reports"),
            submitted=Count("reports", filter=Q(reports__first_submitted_at__isnull=False)),
            approved=Count("reports", filter=Q(reports__approved_version__isnull=False)),
        )
        .order_by("-period_end", "scheme__title")[:MOST_ROUNDS]
    )
    return [RoundRow(one, read_period(one.period).label, one.submitted, one.approved, one.expected) for one in rows]
