"""Long work of the accounts room."""

from __future__ import annotations

from django.utils import timezone

from ansinh.apps.accounts.services import forget_ended
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.jobs.registry import every_night, handler

CLEAN_UP = "accounts.clean_up"


@handler(CLEAN_UP)
def clean_up(_run: JobRun, /) -> None:
    """Delete what login leaves behind."""
    forget_ended(at=timezone.now())


every_night(CLEAN_UP, title="Dọn phiên làm việc đã kết thúc")
