"""What the queue calls: one task for every run, one that looks for runs whose worker died."""

from __future__ import annotations

import uuid

from django.utils import timezone
from procrastinate.contrib.django import app

from ansinh.apps.jobs import services


@app.task(name=services.TASK, queue=services.QUEUE)
def execute(run_id: str) -> None:
    services.execute(run_id=uuid.UUID(run_id))


@app.periodic(cron="17 20 * * *")  # 03:17 in Vietnam
@app.task(name="ansinh.nightly", queue=services.QUEUE, queueing_lock="ansinh.nightly")
def nightly(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the minute for which it calls
    services.defer_nightly(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="ansinh.sweep", queue=services.QUEUE, queueing_lock="ansinh.sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the minute for which it calls
    services.sweep(at=timezone.now())
