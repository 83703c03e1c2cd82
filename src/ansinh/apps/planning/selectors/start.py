"""The two work lists after activation: what still lacks a baseline or an initial state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch
from django.utils import timezone

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.forms_start import BaselineForm
from ansinh.apps.planning.models import (
    Baseline,
    ChangeAspect,
    ChangeState,
    Indicator,
    Plan,
    PlanChange,
    Target,
    Task,
)
from ansinh.apps.planning.models.items import IN_USE
from ansinh.apps.planning.selectors.names import full_name, parent_name


@dataclass(frozen=True, slots=True)
class StartCounts:
    """How much of the start of a plan is entered."""

    indicators: int
    with_baseline: int
    targets: int
    targets_said: int
    tasks: int
    tasks_said: int


@dataclass(frozen=True, slots=True)
class InitialRow:
    """One target or task of the work list."""

    anchor: str
    field: str
    item: Any
    name: str
    what: str
    group: str
    state: Any


def count_start(plan: Plan) -> StartCounts:
    """Return how many indicators have a baseline and how many targets and tasks an initial state."""
    indicators = Indicator.objects.filter(plan=plan, state__in=IN_USE).aggregate(
        indicators=Count("pk"), with_baseline=Count("baseline")
    )
    stated = Target.objects.filter(indicator__plan=plan, indicator__state__in=IN_USE).exclude(comparator="")
    targets = stated.aggregate(targets=Count("pk"), targets_said=Count("initial_state"))
    tasks = Task.objects.filter(plan=plan, state__in=IN_USE).aggregate(
        tasks=Count("pk"), tasks_said=Count("initial_state")
    )
    return StartCounts(**indicators, **targets, **tasks)


def list_baseline_rows(plan: Plan) -> list[Indicator]:
    """Return the indicators in use; those without a baseline first."""
    rows = (
        Indicator.objects.filter(plan=plan, state__in=IN_USE)
        .annotate(parent_name=parent_name())
        .select_related("baseline__entered_by")
        .prefetch_related(Prefetch("targets", Target.objects.order_by("ordinal")))
        .order_by("ordinal")
    )
    return sorted(rows, key=lambda row: hasattr(row, "baseline"))


def list_fixed_baselines(baselines: Iterable[Baseline], *, actor: User, now: datetime) -> set[int]:
    """Return the indicators whose baseline changes only with a version of the plan.

    That is all but those that this person entered today by hand; one statement.
    """
    entered, today = list(baselines), timezone.localdate(now)
    slips = {
        row.indicator_id
        for row in entered
        if row.entered_by_id == actor.pk and timezone.localdate(row.entered_at) == today
    }
    if not slips:
        return {row.indicator_id for row in entered}
    by_version = PlanChange.objects.filter(
        indicator__in=slips, aspect=ChangeAspect.BASELINE, state=ChangeState.ACCEPTED
    ).values_list("indicator_id", flat=True)
    return {row.indicator_id for row in entered} - (slips - set(by_version))


@dataclass(frozen=True, slots=True)
class BaselineRow:
    """One indicator of the work list with the form of its baseline; a ``fixed`` one is changed in a draft of a version."""

    indicator: Indicator
    form: BaselineForm
    fixed: bool


def with_forms(
    rows: Iterable[Indicator], *, actor: User, now: datetime, wrong: BaselineForm | None = None
) -> list[BaselineRow]:
    """Return indicators each with the form of its baseline; ``wrong`` is one that was sent and could not be read."""
    shown = list(rows)
    wrong_id = wrong.data.get("indicator_id") if wrong is not None else None
    entered = [row.baseline for row in shown if hasattr(row, "baseline")]
    fixed = list_fixed_baselines(entered, actor=actor, now=now)
    return [
        BaselineRow(
            row, wrong if wrong is not None and str(row.pk) == wrong_id else BaselineForm.of(row), row.pk in fixed
        )
        for row in shown
    ]


def list_initial_rows(plan: Plan) -> list[InitialRow]:
    """Return the targets and tasks in use with what was said about each; those without a word first."""
    targets = (
        Target.objects.filter(indicator__plan=plan, indicator__state__in=IN_USE)
        .exclude(comparator="")
        .annotate(parent_name=parent_name("indicator__"))
        .select_related("indicator", "initial_state")
        .order_by("indicator__ordinal", "ordinal")
    )
    tasks = Task.objects.filter(plan=plan, state__in=IN_USE).select_related("initial_state").order_by("ordinal")
    rows = [
        InitialRow(
            anchor=f"muc-tieu-{target.pk}",
            field="target_id",
            item=target,
            name=full_name(target.indicator, parent=target.parent_name),
            what="",
            group="Mục tiêu",
            state=getattr(target, "initial_state", None),
        )
        for target in targets
    ]
    rows += [
        InitialRow(
            anchor=f"nhiem-vu-{task.pk}",
            field="task_id",
            item=task,
            name=task.name,
            what=task.schedule_raw,
            group="Nhiệm vụ",
            state=getattr(task, "initial_state", None),
        )
        for task in tasks
    ]
    return sorted(rows, key=lambda row: row.state is not None)
