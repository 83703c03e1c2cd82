"""Long work of the planning room."""

from __future__ import annotations

from django.utils import timezone

from ansinh.apps.jobs.models import JobRun
from ansinh.apps.jobs.registry import every_night, handler
from ansinh.apps.jobs.services import JobRefused, progress
from ansinh.apps.planning.models import PlanState
from ansinh.apps.planning.services.uploading import JOB_KIND, STEPS, read_plan
from ansinh.apps.planning.services.versions import apply_due_versions

APPLY_VERSIONS = "planning.apply_versions"


@handler(JOB_KIND)
def read_plan_job(run: JobRun, *, plan_id: str) -> None:
    """Read one plan: the progress bar follows, and a refused file ends the job with its sentence."""
    plan = read_plan(plan_id=plan_id, tell=lambda step, done: progress(run, step=step, done=done, total=STEPS))
    if plan.state == PlanState.FAILED:
        raise JobRefused(plan.failure)


@handler(APPLY_VERSIONS)
def apply_versions(_run: JobRun, /) -> None:
    """Write into the plans the versions whose day has come."""
    apply_due_versions(now=timezone.now())


every_night(APPLY_VERSIONS, title="Ghi phiên bản kế hoạch đến ngày có hiệu lực")
