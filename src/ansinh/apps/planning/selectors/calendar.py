"""Dates that a plan sets: when each report is due and when each task must be done."""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from ansinh.apps.planning.models import Plan, ReportDuty, Target, Task
from ansinh.apps.planning.models.items import IN_USE
from ansinh.apps.planning.selectors.asof import PlanOn
from ansinh.core.plandoc.own_plans import asks_for_plan
from ansinh.core.text import fold

# A plan that names no last year is followed for this many years after its issue.
YEARS_WITHOUT_END = 5
# Years that a plan can mean; what was read outside them ("năm 0000") sets no day.
YEARS = range(1900, 2201)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One day on which something is due: a report, a task, or ("tasks") several tasks, which are its ``parts``."""

    on: date
    what: str
    who: str
    to: str
    kind: str
    item: Any
    raw: str
    parts: tuple[Deadline, ...] = ()


def end_of_quarter(year: int, quarter: int) -> date:
    """Return the last day of a quarter."""
    month = quarter * 3
    return date(year, month, calendar.monthrange(year, month)[1])


def day_of(year: int, month: int | None, day: int | None, quarter: int | None = None) -> date:
    """Return the day that a plan prints; without a day the month's last, without a month the quarter's or the year's.

    A day that the month does not have (30/02) becomes the month's last day.
    """
    if month is None and quarter is not None:
        return end_of_quarter(year, quarter)
    if month is None:
        return date(year, 12, 31)
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day or last, last))


def first_day(plan: Plan) -> date:
    """Return the day of issue, or where the plan prints none the day on which it was handed in."""
    return plan.issued_on or timezone.localdate(plan.created_at)


def get_last_year(plan: Plan, *, view: PlanOn | None = None, years: Iterable[int | None] | None = None) -> int:
    """Return the last year a plan speaks of, today or as of the day of a view; ``years`` where they are at hand."""
    if years is None:
        years = _years_of(view) if view is not None else [year for pair in _years_stated(plan) for year in pair]
    first = first_day(plan).year
    named = [year for year in years if year is not None and year <= first + 30]
    return max(named, default=first + YEARS_WITHOUT_END)


def _years_stated(plan: Plan) -> Iterable[tuple[int | None, int | None]]:
    targets = Target.objects.filter(indicator__plan=OuterRef("pk"), indicator__state__in=IN_USE, year__isnull=False)
    tasks = Task.objects.filter(plan=OuterRef("pk"), state__in=IN_USE, to_year__isnull=False)
    return Plan.objects.filter(pk=plan.pk).values_list(
        Subquery(targets.order_by("-year").values("year")[:1]),
        Subquery(tasks.order_by("-to_year").values("to_year")[:1]),
    )


def _years_of(view: PlanOn) -> list[int | None]:
    return [*view.years(), *(task.to_year for task in view.tasks)]


def duty_days(duty: ReportDuty, *, first: date, last_year: int) -> list[date]:
    """Return the days on which a report is due, from the issue of the plan to its last year."""
    if duty.recurrence == "once" or (not duty.recurrence and duty.year):
        if duty.year is None or duty.year not in YEARS:
            return []
        return [day_of(duty.year, duty.month, duty.day, duty.quarter)]
    if not duty.recurrence and (duty.month or duty.quarter) and asks_for_plan(duty.what):
        # An own plan is made once: "trong quý II", "trước ngày 30/8" is the first such day from the issue on.
        days = [day_of(year, duty.month, duty.day, duty.quarter) for year in (first.year, first.year + 1)]
        return [day for day in days if day >= first][:1]
    if duty.recurrence == "annual" and (duty.month or duty.day or duty.quarter):
        days = [day_of(year, duty.month, duty.day, duty.quarter) for year in range(first.year, last_year + 1)]
        return [day for day in days if day >= first]
    if duty.recurrence == "monthly":
        months = (day_of(year, month, duty.day) for year in range(first.year, last_year + 1) for month in range(1, 13))
        return [day for day in months if day >= first]
    if duty.recurrence == "quarterly":
        ends = (end_of_quarter(year, quarter) for year in range(first.year, last_year + 1) for quarter in range(1, 5))
        return [day for day in ends if day >= first]
    return []


# How many months lie between two instances of a task, by the words of its schedule (folded); else a year.
SHORTER = {1: r"(hang|moi|tung) thang", 3: r"(hang|moi|tung) quy", 6: r"(6|sau) thang"}
REPEATED = ("annual", "quarter_annual")


def months_between(task: Task) -> int:
    """Return how many months lie between two instances of a repeated task."""
    words = fold(f"{task.schedule_raw} {task.event}")
    found = (months for months, pattern in SHORTER.items() if re.search(rf"\b{pattern}\b", words))
    return next(found, 3 if task.schedule_kind == "quarter_annual" else 12)


def task_due(task: Task, *, today: date) -> date | None:
    """Return the day by which a task must be done: what the room that keeps its progress told, else the plan's own."""
    return task.work.due if task.work is not None else planned_due(task, today=today)


def planned_due(task: Task, *, today: date) -> date | None:
    """Return the day that the plan sets for a task, or for its instance of now; None where no day is set."""
    if _has_strange_year(task):
        return None
    if task.schedule_kind in ("year", "years") and task.to_year:
        return end_of_quarter(task.to_year, task.quarter or 4)
    if task.schedule_kind in REPEATED:
        begun = max(today.year, task.from_year or today.year)
        year = min(begun, task.to_year or begun)
        if task.quarter:
            return end_of_quarter(year, task.quarter)
        step = months_between(task)
        if year == today.year:
            return day_of(year, -(-today.month // step) * step, None)
        return day_of(year, step if year > today.year else 12, None)
    return None


def task_days(task: Task, *, first: date, last_year: int) -> list[date]:
    """Return every day on which a task is due, from the issue of the plan to its last year; a repeated one has many."""
    if task.schedule_kind not in REPEATED:
        due = planned_due(task, today=first)
        return [due] if due is not None else []
    if _has_strange_year(task):
        return []
    years = range(max(first.year, task.from_year or first.year), min(last_year, task.to_year or last_year) + 1)
    step = months_between(task)
    months = [task.quarter * 3] if task.quarter else range(step, 13, step)
    days = (day_of(year, month, None) for year in years for month in months)
    return [day for day in days if day >= first]


def due_on(plan: Plan, day: date, *, view: PlanOn | None = None) -> list[int]:
    """Return the keys of the tasks in use, today or on the day of a view, of which an instance is due on a day."""
    first, last_year = first_day(plan), get_last_year(plan, view=view)
    tasks = Task.objects.filter(plan=plan, state__in=IN_USE) if view is None else view.tasks
    return [task.pk for task in tasks if day in task_days(task, first=first, last_year=last_year)]


def _has_strange_year(task: Task) -> bool:
    return any(year is not None and year not in YEARS for year in (task.from_year, task.to_year))


def task_status(task: Task, *, today: date) -> str:
    """Return the code of a task's status; what nobody has said anything about is unknown, never overdue.

    Where the progress of the task was asked for (``panels.with_work``) its word stands.
    """
    if task.work is not None:
        return task.work.status
    said = getattr(task, "initial_state", None)
    if said is not None and said.state == "yes":
        return "done"
    due = task_due(task, today=today)
    if said is None:
        return "waiting_event" if task.schedule_kind == "event" else "unknown"
    if due is not None and due < today:
        return "overdue"
    return "in_progress" if said.state == "partly" else "not_started"


def target_status(target: Target) -> str:
    """Return the code of a target's status as far as the start of the plan tells it."""
    said = getattr(target, "initial_state", None)
    if said is None:
        return "no_data"
    return {"yes": "achieved", "partly": "in_progress", "not_yet": "not_started"}[said.state]


def list_deadlines(
    plan: Plan,
    *,
    view: PlanOn | None = None,
    tasks: Iterable[Task] | None = None,
    years: Iterable[int | None] | None = None,
) -> list[Deadline]:
    """Return every dated deadline of a plan in order of days: reports and tasks, past ones and every repetition too.

    ``view`` gives the rows of another day; ``tasks`` and ``years`` those of the plan where they are at hand.
    """
    first = first_day(plan)
    last_year = get_last_year(plan, view=view, years=years)
    found: list[Deadline] = []
    for duty in _duties(plan, view):
        found.extend(
            Deadline(day, duty.what or "Báo cáo", duty.who, duty.to, "report", duty, duty.due_raw)
            for day in duty_days(duty, first=first, last_year=last_year)
        )
    if tasks is None:
        tasks = _tasks_with_leads(plan) if view is None else view.tasks
    for task in tasks:
        leads = ", ".join(row.mention.printed for row in task.assignments.all() if row.role == "lead")
        found.extend(
            Deadline(day, task.name, leads, task.submit_to, "task", task, task.schedule_raw)
            for day in task_days(task, first=first, last_year=last_year)
        )
    return sorted(found, key=lambda deadline: (deadline.on, deadline.kind != "report", deadline.item.ordinal))


def nearest(deadlines: list[Deadline], *, today: date) -> list[Deadline]:
    """Keep of what comes again the last day before today and the next from today on."""
    last: dict[tuple[str, int], Deadline] = {}
    coming: dict[tuple[str, int], Deadline] = {}
    for deadline in deadlines:
        key = (deadline.kind, deadline.item.pk)
        if deadline.on < today:
            last[key] = deadline
        else:
            coming.setdefault(key, deadline)
    return sorted([*last.values(), *coming.values()], key=lambda deadline: deadline.on)


def tasks_by_day(deadlines: list[Deadline]) -> list[Deadline]:
    """Show the tasks that are due on one day as one line."""
    tasks: dict[date, list[Deadline]] = defaultdict(list)
    for deadline in deadlines:
        if deadline.kind == "task":
            tasks[deadline.on].append(deadline)
    merged = [deadline for deadline in deadlines if deadline.kind != "task"]
    merged += [group[0] if len(group) == 1 else _as_one(on, group) for on, group in tasks.items()]
    return sorted(merged, key=lambda deadline: (deadline.on, deadline.kind != "report"))


def _as_one(on: date, group: list[Deadline]) -> Deadline:
    numbers = [one.item.no for one in group if one.item.no]
    named = f": {', '.join(numbers[:5])}{'…' if len(numbers) > 5 else ''}" if numbers else ""
    who = sorted({one.who for one in group if one.who})
    led = ", ".join(who[:2]) + (f" và {len(who) - 2} cơ quan khác" if len(who) > 2 else "")
    return Deadline(
        on, f"{len(group)} nhiệm vụ đến hạn{named}", led, "", "tasks", group[0].item, "", parts=tuple(group)
    )


def list_undated(plan: Plan, *, view: PlanOn | None = None) -> list[ReportDuty]:
    """Return the duties that have no day: on request, on an event, "định kỳ"."""
    duties = _duties(plan, view)
    first = first_day(plan)
    last_year = get_last_year(plan, view=view)
    return [duty for duty in duties if not duty_days(duty, first=first, last_year=last_year)]


def _duties(plan: Plan, view: PlanOn | None) -> Iterable[ReportDuty]:
    if view is not None:
        return view.duties
    return ReportDuty.objects.filter(plan=plan, state__in=IN_USE).order_by("ordinal")


def _tasks_with_leads(plan: Plan) -> Iterable[Task]:
    return (
        Task.objects.filter(plan=plan, state__in=IN_USE)
        .select_related("initial_state")
        .prefetch_related("assignments__mention")
        .order_by("ordinal")
    )


def write_ics(plan: Plan, deadlines: list[Deadline], *, now: Any) -> str:
    """Return deadlines as a calendar file (RFC 5545) that any calendar program takes in."""
    stamp = f"{now:%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//An Sinh//VI", "CALSCALE:GREGORIAN"]
    for deadline in deadlines:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{deadline.kind}-{'' if deadline.parts else f'{deadline.item.pk}-'}{deadline.on:%Y%m%d}@{plan.pk}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{deadline.on:%Y%m%d}",
            f"SUMMARY:{_ics_text(deadline.what[:1].upper() + deadline.what[1:])}",
            f"DESCRIPTION:{_ics_text(_described(plan, deadline))}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_ics_fold(line)}\r\n" for line in lines)


def _described(plan: Plan, deadline: Deadline) -> str:
    if not deadline.parts:
        return f"{deadline.who}. {plan.short_title}: {deadline.raw}"
    rows = (f"{one.item.no or '-'} {one.what} ({one.who or 'chưa rõ chủ trì'})" for one in deadline.parts)
    return "\n".join([f"{plan.short_title}:", *rows])


def _ics_text(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text


def _ics_fold(line: str) -> str:
    """Fold a line at 75 octets without cutting a letter."""
    parts, part, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > 74:
            parts.append(part)
            part, size = " ", 1
        part += letter
        size += width
    return "\r\n".join([*parts, part])
