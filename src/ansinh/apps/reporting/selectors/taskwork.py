"""How tasks go: their instances, the last word on each, the day with what was granted, the status derived from all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import Plan, PlanState, Task
from ansinh.apps.planning.panels import TaskWork
from ansinh.apps.planning.selectors.calendar import end_of_quarter, first_day, get_last_year, planned_due
from ansinh.apps.planning.selectors.holders import list_held_by
from ansinh.apps.reporting.models import Extension, ProgressNote, TaskEvent, TaskRun
from ansinh.apps.reporting.services.work_access import is_holder
from ansinh.core.progress.periods import Period, PeriodKind, read_period
from ansinh.core.progress.taskwork import DONE, WorkStatus, instance_periods, work_status

PERIODIC = ("annual", "quarter_annual", "open")
PASSED = ("done", "done_on_time", "done_late")
SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance of a task on a day: its period, its day as planned and as it stands, the last word, its status."""

    task: Task
    period: Period | None
    run: TaskRun | None
    planned: date | None
    due: date | None
    last: ProgressNote | None
    status: WorkStatus
    on: date

    @property
    def code(self) -> str:
        """Return how addresses write the period, "" for a task done once."""
        return self.period.code if self.period else ""

    @property
    def label(self) -> str:
        """Return how people say the period."""
        return self.period.label if self.period else ""

    @property
    def share(self) -> int | None:
        """Return the share done, None where nobody has said."""
        return self.last.share if self.last else None

    @property
    def is_passed(self) -> bool:
        """Return whether it is done."""
        return self.status.code in PASSED

    @property
    def is_due_soon(self) -> bool:
        """Return whether it is due within thirty days and not done."""
        return self.due is not None and not self.is_passed and 0 <= (self.due - self.on).days <= SOON_DAYS


@dataclass(slots=True)
class _Known:
    """Everything recorded of some tasks, read with one query each."""

    runs: dict[tuple[int, str], TaskRun] = field(default_factory=dict)
    last: dict[int, ProgressNote] = field(default_factory=dict)
    granted: dict[int, date] = field(default_factory=dict)
    events: dict[int, TaskEvent] = field(default_factory=dict)
    last_years: dict[Any, int] = field(default_factory=dict)


def _read(tasks: list[Task], at: datetime | None = None) -> _Known:
    """Read what was recorded; ``at``: by that moment, whatever was recorded or taken back since."""
    by = Q() if at is None else Q(at__lte=at)
    answered = Q() if at is None else Q(answered_at__lte=at)
    there = (
        Q(withdrawn_at=None) if at is None else Q(recorded_at__lte=at) & (Q(withdrawn_at=None) | Q(withdrawn_at__gt=at))
    )
    ids = [task.pk for task in tasks]
    known = _Known()
    granted = Extension.objects.filter(answered, run=OuterRef("pk"), answer="granted").order_by("-answered_at", "-pk")
    for run in TaskRun.objects.filter(task__in=ids).annotate(granted_day=Subquery(granted.values("granted_day")[:1])):
        known.runs[run.task_id, run.period] = run
        if run.granted_day is not None:
            known.granted[run.pk] = run.granted_day
    newest = ProgressNote.objects.filter(by, run=OuterRef("run")).order_by("-number").values("pk")[:1]
    for note in ProgressNote.objects.filter(run__task__in=ids, pk=Subquery(newest)).select_related("author"):
        known.last[note.run_id] = note
    waiting = [task.pk for task in tasks if task.schedule_kind == "event"]
    for event in TaskEvent.objects.filter(there, task__in=waiting).order_by("pk") if waiting else ():
        known.events[event.task_id] = event
    for task in tasks:
        # A task without an end of its own opens instances as long as its plan runs.
        if task.schedule_kind in PERIODIC and task.to_year is None and task.plan_id not in known.last_years:
            known.last_years[task.plan_id] = get_last_year(task.plan)
    return known


def instances_of(tasks: Iterable[Task], *, on: date, at: datetime | None = None) -> dict[int, list[Instance]]:
    """Return the instances of each task that have begun by a day, oldest first, by the task's id.

    at: with what was recorded by that moment. Three queries, and one for each plan that has tasks without an end of their own.
    """
    rows = list(tasks)
    known = _read(rows, at)
    return {task.pk: _instances(task, known, on) for task in rows}


def list_instances(task: Task, *, on: date) -> list[Instance]:
    """Return the instances of one task that have begun by a day, oldest first; none after the plan's last year."""
    return _instances(task, _read([task]), on)


def begins(plan: Plan) -> date:
    """Return from which day the work of a plan is followed: its activation, at the earliest its issue."""
    activated = timezone.localdate(plan.activated_at) if plan.activated_at else first_day(plan)
    return max(activated, first_day(plan))


def _instances(task: Task, known: _Known, on: date) -> list[Instance]:
    periods = instance_periods(
        kind=task.schedule_kind,
        quarter=task.quarter,
        from_year=task.from_year,
        to_year=task.to_year or known.last_years.get(task.plan_id),
        begins=begins(task.plan),
        today=on,
        words=task.schedule_raw,
    )
    # What was recorded of another period (the plan's years were changed since) is never out of sight.
    there = {one.code if one else "" for one in periods}
    extra = [code for (pk, code) in known.runs if pk == task.pk and code not in there]
    periods = [*periods, *(read_period(code) if code else None for code in extra)]
    periods.sort(key=lambda one: one.end if one else date.min)
    return [_instance(task, period, known, on) for period in periods]


def _instance(task: Task, period: Period | None, known: _Known, on: date) -> Instance:
    run = known.runs.get((task.pk, period.code if period else ""))
    last = known.last.get(run.pk) if run else None
    event = known.events.get(task.pk)
    planned = event.due_date if event and task.schedule_kind == "event" else due_as_planned(task, period, today=on)
    due = known.granted.get(run.pk, planned) if run else planned
    said, said_on = (last.state, last.on) if last else _at_start(task, period)
    started = begins(task.plan)
    status = work_status(
        said=said,
        said_on=said_on,
        due=due,
        today=on,
        waits=task.schedule_kind == "event" and event is None,
        silence_is_unknown=_is_before_our_time(task, period, due, started, on),
    )
    return Instance(task, period, run, planned, due, last, status, on)


def _is_before_our_time(task: Task, period: Period | None, due: date | None, started: date, on: date) -> bool:
    """Say whether silence about an instance tells nothing: it was under way when the plan was put to work, and not due since."""
    if task.schedule_kind == "event" or (due is not None and started <= due < on):
        return False
    return period is None or period.start < started


def _at_start(task: Task, period: Period | None) -> tuple[str | None, date | None]:
    """Return what was said of a task when the plan was put to work, for the instance of that time."""
    said = getattr(task, "initial_state", None)
    if said is None:
        return None, None
    if period is not None and not period.start <= timezone.localdate(said.entered_at) <= period.end:
        return None, None
    # Nobody said on which day it was done, so it is neither on time nor late.
    return {"yes": DONE, "partly": "in_progress"}.get(said.state, "not_started"), None


def due_as_planned(task: Task, period: Period | None, *, today: date) -> date | None:
    """Return the day that the plan sets for one instance; a permanent task has none."""
    if period is None:
        return planned_due(task, today=today)
    if period.kind is PeriodKind.QUARTER:
        return end_of_quarter(period.year, period.part)
    return planned_due(task, today=period.start)


def find_instance(instances: Iterable[Instance], code: str | None) -> Instance | None:
    """Return the instance that an address names; without a name the one that matters now."""
    rows = list(instances)
    if code is None:
        return matters_now(rows)
    return next((one for one in rows if one.code == code), None)


def matters_now(instances: Iterable[Instance]) -> Instance | None:
    """Return the instance that stands for the task: the oldest that is overdue, else the latest."""
    rows = list(instances)
    return next((one for one in rows if one.status.code == "overdue"), rows[-1] if rows else None)


def works_of(*, tasks: Iterable[Task], on: date) -> Mapping[int, TaskWork]:
    """Tell the planning room how tasks of running plans go; of others it tells itself."""
    rows = _of_running_plans(tasks)
    found: dict[int, TaskWork] = {}
    for pk, instances in instances_of(rows, on=on).items():
        one = matters_now(instances)
        if one is not None:
            said = f"{one.label.lower()}" if one.period and one is not instances[-1] else ""
            days = one.status.words.removeprefix("quá hạn ")
            words = ", ".join(part for part in (days, said) if part)
            found[pk] = TaskWork(one.status.code, one.due, one.share, words, detail=instances)
    return found


def _of_running_plans(tasks: Iterable[Task]) -> list[Task]:
    """Return the tasks of running plans, each plan read once however many of its tasks there are."""
    rows = list(tasks)
    unread = {task.plan_id for task in rows if not Task._meta.get_field("plan").is_cached(task)}
    plans = (
        Plan.objects.filter(pk__in=unread)
        .select_related("scope_unit", "file")
        .defer(
            "unparsed", "recipients", "search_key", "file__content", "file__text", "file__blocks", "file__page_starts"
        )
        .in_bulk()
        if unread
        else {}
    )
    for task in rows:
        if task.plan_id in plans:
            task.plan = plans[task.plan_id]
    return [task for task in rows if task.plan.state == PlanState.RUNNING]


@dataclass(frozen=True, slots=True)
class MyTask:
    """One instance that a person has to see to, and why it is his."""

    instance: Instance
    why: str

    @property
    def task(self) -> Task:
        """Return the task."""
        return self.instance.task


def list_my_tasks(user: User, *, on: date) -> list[MyTask]:
    """Return the instances of tasks that a person's agency leads or for which he answers; overdue first, then by day."""
    why: dict[int, str] = {}
    tasks: dict[int, Task] = {}
    if user.agency is not None:
        for holder in list_held_by(agency=user.agency, on=on):
            if isinstance(holder.row, Task) and is_holder(user, holder):
                tasks[holder.row.pk] = holder.row
                why[holder.row.pk] = holder.name
    named = user.accountabilities.filter(withdrawn_at=None, valid_from__lte=on).exclude(valid_to__lte=on)
    for row in named.select_related("task__initial_state"):
        if row.task.in_use:
            tasks.setdefault(row.task_id, row.task)
            why[row.task_id] = row.get_role_display()
    running = _of_running_plans(tasks.values())
    found = [
        MyTask(one, why[pk])
        for pk, instances in instances_of(running, on=on).items()
        for one in instances
        if not one.is_passed or one is instances[-1]
    ]
    last = date.max
    return sorted(
        found, key=lambda one: (one.instance.is_passed, one.instance.due or last, one.task.plan_id, one.task.ordinal)
    )
