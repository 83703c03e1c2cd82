"""Long work of this room: asking the national population database, and asking again what was promised or failed."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from ansinh.apps.accounts.scope import scope_of
from ansinh.apps.interop.checking import ASK, ask_due, perform
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.jobs.registry import handler
from ansinh.apps.jobs.services import QUEUE, JobRefused
from ansinh.apps.people.services.refusals import NotHere, Refused

MOST_A_MINUTE = 200


@handler(ASK)
def ask(run: JobRun, *, check_id: str) -> None:
    """Ask about one person, within the communes of who asked."""
    if run.owner is None:
        raise JobRefused("Không còn tài khoản đã hỏi. Hỏi lại ở trang của người.")
    scope = scope_of(run.owner, on=timezone.localdate())
    try:
        perform(check_id=UUID(check_id), scope=scope, actor=run.owner, clock=timezone.now)
    except (Refused, NotHere) as refused:
        raise JobRefused(str(refused)) from refused


@app.periodic(cron="* * * * *")
@app.task(name="ansinh.interop_again", queue=QUEUE, queueing_lock="ansinh.interop_again")
def ask_again(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the minute for which it calls
    """Hand out what is due to be asked again."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT check_id, owner_id FROM interop_claim_due(%s, %s)", [now, MOST_A_MINUTE])
        rows = cursor.fetchall()
    ask_due(rows, now=now)
