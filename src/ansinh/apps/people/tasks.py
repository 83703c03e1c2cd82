"""Long work of the people room: lists read and taken; what nobody decided on goes after a while."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import connection
from django.utils import timezone

from ansinh.apps.accounts.scope import scope_of
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.jobs.registry import every_night, handler
from ansinh.apps.jobs.services import JobRefused, progress
from ansinh.apps.people.sealing import CannotOpen
from ansinh.apps.people.services.duplicates.deciding import DUPLICATES
from ansinh.apps.people.services.imports.offering import STAGE, TAKE
from ansinh.apps.people.services.imports.staging import stage_list
from ansinh.apps.people.services.imports.taking import take_list
from ansinh.apps.people.services.refusals import NotHere, Refused

FORGET = "people.forget_lists"
KEPT_DAYS = 30


@handler(STAGE)
def stage(run: JobRun, *, import_id: str) -> None:
    """Read and check a list, within the communes of the one who brought it."""
    scope = scope_of(run.owner, on=timezone.localdate())
    try:
        stage_list(
            import_id=UUID(import_id),
            actor=run.owner,
            scope=scope,
            now=timezone.now(),
            tell=lambda step, done: progress(run, step=step, done=done),
        )
    except (Refused, NotHere) as refused:
        raise JobRefused(str(refused)) from refused


@handler(TAKE)
def take(run: JobRun, *, import_id: str) -> None:
    """Write a reviewed list into the register, within the communes of the one who took it."""
    scope = scope_of(run.owner, on=timezone.localdate())
    progress(run, step="Đang ghi vào sổ")
    try:
        take_list(import_id=UUID(import_id), actor=run.owner, scope=scope, now=timezone.now())
    except (Refused, NotHere) as refused:
        raise JobRefused(str(refused)) from refused


@handler(DUPLICATES)
def duplicates(run: JobRun, /) -> None:
    """Look for persons who stand twice, within the communes of the one who asked."""
    # The comparing library is needed where this runs, not in every process that serves pages.
    from ansinh.apps.people.services.duplicates.finding import find_duplicates  # noqa: PLC0415
    from ansinh.matching.duplicates import CannotMatch  # noqa: PLC0415

    scope = scope_of(run.owner, on=timezone.localdate())
    try:
        find_duplicates(scope=scope, actor=run.owner, now=timezone.now(), tell=lambda step: progress(run, step=step))
    except (CannotMatch, CannotOpen) as reason:
        raise JobRefused(str(reason)) from reason


@handler(FORGET)
def forget_lists(_run: JobRun, /) -> None:
    """Take away the files and rows of lists that are older than a month."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_forget_lists(%s)", [timezone.now() - dt.timedelta(days=KEPT_DAYS)])


every_night(FORGET, title="Bỏ tệp danh sách để quá 30 ngày")
