"""What rooms above bring to a plan, its indicators and tasks: how far they are, and blocks on their pages.

The rooms hand in functions at their start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ansinh.apps.territory.panels import Panel

if TYPE_CHECKING:
    from ansinh.apps.planning.models import Plan, Task


@dataclass(frozen=True, slots=True)
class TaskWork:
    """How a task goes on a day, as the room that keeps its progress tells: status, the day it is due, share done."""

    status: str
    due: date | None = None
    share: int | None = None
    words: str = ""
    # What the room that told it wants back for its own blocks, so that it does not read twice.
    detail: Any = None


# (task=Task, on=date, user=User, holders=tuple[Holder, ...], people=list[Accountability]) -> list[Panel]
TaskPanels = Callable[..., list[Panel]]
# (tasks=Iterable[Task], on=date) -> Mapping[int, TaskWork] by the task's id
TaskWorks = Callable[..., Mapping[int, TaskWork]]
# (plan=Plan, indicators=list[Indicator] in use with targets, baseline and agencies, view=PlanOn | None, on=date, user=User) -> list[Panel]
PlanPanels = Callable[..., list[Panel]]
# (plan=Plan, indicator=Indicator, view=PlanOn | None, on=date, user=User) -> list[Panel]
IndicatorPanels = Callable[..., list[Panel]]
# (plan=Plan, view=PlanOn | None, on=date) -> Mapping[int, str]: the code of an indicator's status by its id
Standings = Callable[..., Mapping[int, str]]
_of_plans: list[PlanPanels] = []
_standings: list[Standings] = []
_of_indicators: list[IndicatorPanels] = []
_panels: list[TaskPanels] = []
_works: list[TaskWorks] = []


def add_task_panels(function: TaskPanels) -> None:
    """Let a room show blocks on every task's page; call it once, in the room's apps.py."""
    if function not in _panels:
        _panels.append(function)


def add_task_works(function: TaskWorks) -> None:
    """Let a room tell how tasks go; call it once, in the room's apps.py."""
    if function not in _works:
        _works.append(function)


def add_standings(function: Standings) -> None:
    """Let a room tell where the indicators of a plan stand; call it once, in the room's apps.py."""
    if function not in _standings:
        _standings.append(function)


def standings_of(**about: Any) -> dict[int, str]:
    """Return where the indicators of a plan stand, as the rooms above tell; empty of a plan they do not follow."""
    return {pk: code for function in _standings for pk, code in function(**about).items()}


def task_panels(**about: Any) -> list[Panel]:
    """Return the blocks that the rooms above show of a task: its page hands on what it has read already."""
    return [panel for function in _panels for panel in function(**about)]


def with_work(tasks: Iterable[Task], *, on: date, plan: Plan | None = None) -> list[Task]:
    """Return the tasks, each with what the rooms above know of it: ``task_status`` and ``task_due`` tell that then.

    ``plan`` is the plan of all of them, where the caller has it.
    """
    rows = list(tasks)
    for task in rows if plan is not None else ():
        task.plan = plan  # type: ignore[assignment]
    for function in _works:
        found = function(tasks=rows, on=on)
        for task in rows:
            task.work = found.get(task.pk, task.work)
    return rows


def add_plan_panels(function: PlanPanels) -> None:
    """Let a room show blocks on the first page of every plan; call it once, in the room's apps.py."""
    if function not in _of_plans:
        _of_plans.append(function)


def add_indicator_panels(function: IndicatorPanels) -> None:
    """Let a room show blocks on the page of every indicator; call it once, in the room's apps.py."""
    if function not in _of_indicators:
        _of_indicators.append(function)


def plan_panels(**about: Any) -> list[Panel]:
    """Return the blocks that the rooms above show of a plan."""
    return [panel for function in _of_plans for panel in function(**about)]


def indicator_panels(**about: Any) -> list[Panel]:
    """Return the blocks that the rooms above show of an indicator."""
    return [panel for function in _of_indicators for panel in function(**about)]
