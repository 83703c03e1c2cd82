"""Reading runs; each is seen only by its owner and by administrators."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet

from ansinh.apps.jobs.models import JobRun, JobState

SEE_ALL = "jobs.view_any_job"


def list_runs(*, viewer: Any) -> QuerySet[JobRun]:
    """List the runs that somebody may see, newest first."""
    runs = JobRun.objects.select_related("owner")
    return runs if viewer.has_perm(SEE_ALL) else runs.filter(owner_id=viewer.pk)


def get_run(*, viewer: Any, run_id: uuid.UUID) -> JobRun:
    """Return a run; JobRun.DoesNotExist also where the viewer may not see it, so that nothing is given away."""
    return list_runs(viewer=viewer).get(pk=run_id)


def is_open(*, run_id: uuid.UUID | None) -> bool:
    """Say whether a run waits or goes on, so that something will still come of it."""
    if run_id is None:
        return False
    return JobRun.objects.filter(pk=run_id, state__in=[JobState.QUEUED, JobState.RUNNING]).exists()
