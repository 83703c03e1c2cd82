"""What waits for somebody's answer in the work on tasks."""

from __future__ import annotations

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import PlanState
from ansinh.apps.reporting.models import Extension
from ansinh.apps.reporting.services.work_access import can_steer

MOST = 100


def list_waiting_extensions(user: User) -> list[Extension]:
    """Return the requests for more time on plans that a person steers, oldest first; never his own."""
    rows = (
        Extension.objects.filter(answered_at=None, withdrawn_at=None, run__task__plan__state=PlanState.RUNNING)
        .exclude(asked_by=user)
        .select_related("run__task__plan__scope_unit", "asked_by")
        .defer("run__task__read", "run__task__marks", "run__task__plan__unparsed")
        .order_by("asked_at")
    )
    return [row for row in rows[:MOST] if can_steer(user, row.run.task.plan)]
