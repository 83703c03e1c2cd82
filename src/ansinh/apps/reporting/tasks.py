"""Long work of the reporting room: files of official reports, and what is done each night."""

from __future__ import annotations

from django.utils import timezone

from ansinh.apps.accounts.models import User
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.jobs.registry import every_night, handler
from ansinh.apps.jobs.services import JobRefused, note_error, progress
from ansinh.apps.reporting.services.composing import JOB_KIND, STEPS, make_files
from ansinh.apps.reporting.services.official import CannotWrite
from ansinh.apps.reporting.services.opening import open_due_rounds
from ansinh.apps.reporting.services.reminders import REMIND, TITLE_REMIND, send_reminders
from ansinh.files.office import NoOffice

OPEN_ROUNDS = "reporting.open_rounds"
TITLE_OPEN = "Mở các kỳ báo cáo đến lúc"


@handler(JOB_KIND)
def official_files(run: JobRun, *, report_id: str, actor_id: int) -> None:
    """Make the files of an official report; what is wrong ends the job with its sentence."""
    try:
        make_files(
            report_id=report_id,
            actor=User.objects.get(pk=actor_id),
            now=timezone.now(),
            tell=lambda step, done: progress(run, step=step, done=done, total=STEPS),
        )
    except (CannotWrite, NoOffice) as reason:
        raise JobRefused(str(reason)) from reason


@handler(OPEN_ROUNDS)
def open_rounds(run: JobRun, /) -> None:
    """Open the periods whose time has come; one that cannot be opened is said and stops none of the others."""
    done = open_due_rounds(today=timezone.localdate(), now=timezone.now())
    for sentence in done.problems:
        note_error(run, sentence)


@handler(REMIND)
def remind(run: JobRun, /) -> None:
    """Send the letters of the day."""
    send_reminders(
        today=timezone.localdate(),
        clock=timezone.now,
        tell=lambda done, total: progress(run, done=done, total=total),
    )


every_night(OPEN_ROUNDS, title=TITLE_OPEN)
every_night(REMIND, title=TITLE_REMIND)
