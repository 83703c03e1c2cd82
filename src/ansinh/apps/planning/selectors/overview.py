"""One screen of a running plan: targets by group, tasks by agency and by year, what is due, what looks wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from ansinh.apps.planning.models import Assignment, Finding, FindingState, Plan, Task
from ansinh.apps.planning.models.items import IN_USE
from ansinh.apps.planning.panels import with_work
from ansinh.apps.planning.selectors.asof import PlanOn
from ansinh.apps.planning.selectors.calendar import Deadline, list_deadlines, target_status, task_status, tasks_by_day
from ansinh.apps.planning.selectors.findings import list_findings
from ansinh.apps.planning.selectors.indicators import list_plain_indicators
from ansinh.apps.planning.selectors.plans import count_open_findings
from ansinh.apps.planning.selectors.words import lead_key


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group of indicators, agency or year with its counts by status; ``key`` filters the list it leads to."""

    name: str
    total: int
    counts: dict[str, int]
    key: str = ""

    def count(self, *codes: str) -> int:
        """Return how many stand at any of the statuses."""
        return sum(self.counts.get(code, 0) for code in codes)


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page of a plan shows; every figure leads to its list."""

    indicators: list[Any]
    groups: list[GroupRow]
    all_targets: GroupRow
    indicator_count: int
    agencies: list[GroupRow]
    all_tasks: GroupRow
    years: list[GroupRow]
    next_deadlines: list[Deadline]
    late_deadlines: int
    unknown_tasks: int
    findings: list[Finding]
    open_findings: int
    high_findings: int


def get_overview(plan: Plan, *, today: date, most: int = 5, view: PlanOn | None = None) -> Overview:
    """Return the overview of a plan on a day; ``view`` gives the rows of that day where it is not today."""
    by_group: dict[str, Counter[str]] = defaultdict(Counter)
    indicators_in: Counter[str] = Counter()
    indicators = list(list_plain_indicators(plan)) if view is None else view.indicators
    for indicator in indicators:
        group = indicator.group or ("Nêu trong phần lời" if indicator.source == "prose" else "Không thuộc nhóm nào")
        indicators_in[group] += 1
        by_group[group]
        for target in indicator.targets.all():
            if target.comparator:
                by_group[group][target_status(target)] += 1
    tasks = with_work(_tasks(plan), on=today, plan=plan) if view is None else view.tasks
    by_agency: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    by_year: dict[str, Counter[str]] = defaultdict(Counter)
    all_tasks: Counter[str] = Counter()
    for task in tasks:
        status = task_status(task, today=today)
        all_tasks[status] += 1
        by_year[_year_of(task)][status] += 1
        leads = [row.mention for row in task.assignments.all() if row.role == "lead"]
        for lead in {lead_key(mention) for mention in leads} or {("Chưa rõ cơ quan chủ trì", "")}:
            by_agency[lead][status] += 1
    groups = [GroupRow(name, counts.total(), dict(counts)) for name, counts in by_group.items()]
    whole: Counter[str] = Counter()
    for row in groups:
        whole.update(row.counts)
    agencies = [GroupRow(name, counts.total(), dict(counts), key) for (name, key), counts in by_agency.items()]
    years = [target.year for indicator in indicators for target in indicator.targets.all()]
    years += [task.to_year for task in tasks]
    deadlines = list_deadlines(plan, view=view, tasks=tasks, years=years)
    coming = [deadline for deadline in deadlines if deadline.on >= today]
    findings = list_findings(plan, state=FindingState.OPEN)
    open_counts = count_open_findings(plan)
    return Overview(
        indicators=indicators,
        groups=groups,
        all_targets=GroupRow("Toàn kế hoạch", whole.total(), dict(whole)),
        indicator_count=indicators_in.total(),
        agencies=_folded(sorted(agencies, key=lambda row: (-row.total, row.name))),
        all_tasks=GroupRow("Cộng", all_tasks.total(), dict(all_tasks)),
        years=[
            GroupRow(name, counts.total(), dict(counts), f"year={name}" if name.isdigit() else KIND_KEYS.get(name, ""))
            for name, counts in sorted(by_year.items())
        ],
        next_deadlines=_merged(coming)[:most],
        late_deadlines=all_tasks["overdue"],
        unknown_tasks=all_tasks["unknown"],
        findings=list(findings[:3]),
        open_findings=sum(open_counts.values()),
        high_findings=open_counts["high"],
    )


def _tasks(plan: Plan) -> Iterable[Task]:
    rows = Task.objects.filter(plan=plan, state__in=IN_USE).select_related("initial_state")
    leads = Assignment.objects.select_related("mention__agency")
    return (
        rows.defer("marks", "search_key", "read").prefetch_related(Prefetch("assignments", leads)).order_by("ordinal")
    )


# What stands on one screen; the agencies with fewer tasks are one line together.
MOST_AGENCIES = 8
KIND_KEYS = {"Hằng năm": "loai=annual", "Theo sự kiện": "loai=event"}


def _folded(rows: list[GroupRow]) -> list[GroupRow]:
    if len(rows) <= MOST_AGENCIES + 1:
        return rows
    rest: Counter[str] = Counter()
    for row in rows[MOST_AGENCIES:]:
        rest.update(row.counts)
    others = GroupRow(f"{len(rows) - MOST_AGENCIES} cơ quan khác", rest.total(), dict(rest))
    return [*rows[:MOST_AGENCIES], others]


def _year_of(task: Task) -> str:
    if task.schedule_kind in ("year", "years") and task.to_year:
        return str(task.to_year)
    return {
        "annual": "Hằng năm",
        "quarter_annual": "Hằng năm",
        "event": "Theo sự kiện",
        "open": "Thường xuyên",
    }.get(task.schedule_kind, "Không ghi thời hạn")


def _merged(deadlines: list[Deadline]) -> list[Deadline]:
    """Show tasks due on one day as one line, and what comes again only on the next day it is due."""
    seen: set[tuple[str, int]] = set()
    shown = []
    for deadline in tasks_by_day(deadlines):
        things = {(one.kind, one.item.pk) for one in deadline.parts or (deadline,)}
        if not things <= seen:
            shown.append(deadline)
        seen |= things
    return shown
