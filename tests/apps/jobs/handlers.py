"""Kinds of work for tests; imported by the tests and by the worker processes that they start."""

from __future__ import annotations

import os
import time
from pathlib import Path

from ansinh.apps.jobs import services
from ansinh.apps.jobs.registry import handler

GRACE_SECONDS = 60


@handler("test.count")
def count(run, number, result="/viec/"):
    """Do a number of steps."""
    for step in range(number):
        services.progress(run, step=f"bước {step + 1}", done=step, total=number)
    return result


@handler("test.broken")
def broken(run):
    """Fail as software fails."""
    raise ZeroDivisionError("chi tiết kỹ thuật")


@handler("test.refused")
def refused(run):
    """Refuse what it was given."""
    services.note_error(run, "Dòng 3: thiếu tên.")
    raise services.JobRefused("Tệp không phải là kế hoạch. Chọn tệp khác.")


@handler("test.hang_once")
def hang_once(run, mark):
    """Hang at the first run, say so by a file, and finish at the second."""
    services.progress(run, step="đang đọc", done=1, total=2)
    if run.attempt == 1:
        Path(mark).write_text(str(os.getpid()), "ascii")
        time.sleep(GRACE_SECONDS)
    Path(mark).with_suffix(".done").write_text(str(run.attempt), "ascii")


@handler("test.hang_always")
def hang_always(run, mark):
    """Hang at every run."""
    Path(mark).write_text(str(os.getpid()), "ascii")
    time.sleep(GRACE_SECONDS)
