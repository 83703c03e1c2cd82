"""Giving out long work, telling how far it is, stopping it, running it again.

The row in JobRun is the truth; the queue only wakes workers. A run is alive while its worker holds an advisory
lock, which PostgreSQL drops the moment that worker dies, so a stalled run is found without waiting for a timeout.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app as queue_app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from ansinh.apps.jobs.models import JobRun, JobState
from ansinh.apps.jobs.registry import find_handler, list_nightly
from ansinh.files.room import NO_ROOM, is_out_of_room

log = structlog.get_logger(__name__)

QUEUE = "ansinh"
TASK = "ansinh.execute"
MAX_ERRORS = 200
# A worker needs a moment between taking a job from the queue and starting its run.
PICKUP_GRACE = dt.timedelta(seconds=30)


class JobRefused(Exception):
    """The work cannot be done with what was given; the sentence is shown to the owner and nothing is retried."""


class JobCancelled(Exception):
    """The owner asked to stop; raised inside the handler by progress()."""


class JobSuperseded(Exception):
    """This worker was believed dead and another one has taken the run over; stop without writing."""


class CannotChangeJob(ValueError):
    """The run is not in a state in which this can be done."""


def defer(
    *,
    kind: str,
    title: str,
    owner: Any = None,
    args: Mapping[str, Any] | None = None,
    result_url: str = "",
    max_attempts: int = 3,
    at: dt.datetime | None = None,
) -> JobRun:
    """Hand long work to the workers, in the same transaction as the data it is about.

    kind: as registered with jobs.registry.handler. title: what the owner reads ("Đọc kế hoạch …").
    args: JSON values for the handler. Returns the run; its page is /viec/<id>/.
    """
    find_handler(kind)
    now = at or timezone.now()
    with transaction.atomic():
        run = JobRun.objects.create(
            kind=kind,
            title=title[:300],
            owner=owner,
            args=dict(args or {}),
            result_url=result_url,
            max_attempts=max_attempts,
            created_at=now,
            updated_at=now,
        )
        _enqueue(run)
    return run


def defer_nightly(*, at: dt.datetime) -> list[JobRun]:
    """Hand out what the rooms want done each night."""
    return [defer(kind=kind, title=title, at=at) for kind, title in list_nightly()]


def progress(
    run: JobRun, *, step: str | None = None, done: int | None = None, total: int | None = None, result_url: str = ""
) -> None:
    """Tell the owner how far the run is; outside a transaction, else nobody sees it before the commit.

    Raises JobCancelled when the owner asked to stop, JobSuperseded when another worker took over.
    """
    changes: dict[str, Any] = {"updated_at": timezone.now()}
    if step is not None:
        changes["step"] = step[:300]
    if total is not None:
        changes["total"] = max(total, 0)
    if done is not None:
        known_total = changes.get("total", run.total)
        changes["done"] = min(max(done, 0), known_total) if known_total else max(done, 0)
    elif changes.get("total"):
        changes["done"] = min(run.done, changes["total"])
    if result_url:
        changes["result_url"] = result_url
    _update_own(run, **changes)
    if JobRun.objects.filter(pk=run.pk, cancel_requested=True).exists():
        raise JobCancelled


def note_error(run: JobRun, sentence: str) -> None:
    """Add one sentence to the run's list of errors; the run goes on. The first 200 are kept."""
    if len(run.errors) < MAX_ERRORS:
        _update_own(run, errors=[*run.errors, sentence], updated_at=timezone.now())


def cancel(run: JobRun, *, at: dt.datetime) -> None:
    """Stop a run: at once if it waits, at its next step if it runs."""
    if JobRun.objects.filter(pk=run.pk, state=JobState.QUEUED).update(
        state=JobState.CANCELLED, cancel_requested=True, finished_at=at, updated_at=at
    ):
        return
    if not JobRun.objects.filter(pk=run.pk, state=JobState.RUNNING).update(cancel_requested=True, updated_at=at):
        raise CannotChangeJob("Việc này đã kết thúc, không hủy được nữa.")


def retry(run: JobRun, *, at: dt.datetime) -> None:
    """Run a failed or cancelled piece of work again from the beginning."""
    with transaction.atomic():
        changed = JobRun.objects.filter(pk=run.pk, state__in=[JobState.FAILED, JobState.CANCELLED]).update(
            state=JobState.QUEUED,
            step="",
            done=0,
            total=0,
            errors=[],
            cancel_requested=False,
            finished_at=None,
            updated_at=at,
            max_attempts=F("attempt") + 3,
        )
        if not changed:
            raise CannotChangeJob("Chỉ chạy lại được việc không xong hoặc đã hủy.")
        run.refresh_from_db()
        _enqueue(run)


def execute(*, run_id: uuid.UUID) -> None:
    """Do one run, from claim to end; called by a worker. Harmless when called twice for the same run."""
    with _alive(run_id) as alone:
        run = _claim(run_id) if alone else None
        if run is None:
            return
        structlog.contextvars.bind_contextvars(job_id=str(run.pk), job_kind=run.kind)
        try:
            _perform(run)
        finally:
            structlog.contextvars.unbind_contextvars("job_id", "job_kind")


def sweep(*, at: dt.datetime) -> list[JobRun]:
    """Find runs whose worker died, or that fell out of the queue; run them again or mark them as failed.

    Called when a worker starts and every minute. Returns the runs that were touched.
    """
    touched = [run for run in JobRun.objects.filter(state=JobState.RUNNING) if _recover_running(run, at=at)]
    for run in JobRun.objects.filter(state=JobState.QUEUED, updated_at__lt=at - PICKUP_GRACE):
        job = ProcrastinateJob.objects.filter(pk=run.queue_job_id).first()
        if job is not None and job.status == "todo":
            continue
        with _alive(run.pk) as nobody_has_it, transaction.atomic():
            if nobody_has_it and JobRun.objects.filter(pk=run.pk, state=JobState.QUEUED).update(updated_at=at):
                _enqueue(run)
                touched.append(run)
    return touched


def run_worker(*, wait: bool = True, concurrency: int = 1) -> None:
    """Do queued work in this process until stopped by SIGTERM or SIGINT; with wait=False, until the queue is empty.

    Runs left by a worker that died are taken up first.
    """
    recovered = sweep(at=timezone.now())
    log.info("worker started", recovered=len(recovered))
    connector = queue_app.connector
    if not isinstance(connector, DjangoConnector):
        raise RuntimeError("a worker is already running in this process")
    with queue_app.replace_connector(connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(
            queues=[QUEUE],
            wait=wait,
            concurrency=concurrency,
            delete_jobs="successful",
            fetch_job_polling_interval=2.0,
            shutdown_graceful_timeout=20.0,
        )
    log.info("worker stopped")


def _perform(run: JobRun) -> None:
    try:
        url = find_handler(run.kind)(run, **run.args)
    except JobSuperseded:
        log.warning("job superseded", attempt=run.attempt)
    except JobCancelled:
        _finish(run, state=JobState.CANCELLED)
        log.info("job cancelled")
    except JobRefused as refusal:
        _finish(run, state=JobState.FAILED, errors=[*run.errors, str(refusal)])
        log.info("job refused")
    except Exception as error:
        # The worker must outlive any piece of work; the owner gets a sentence, the log gets the trace.
        code = str(run.pk)[:8]
        sentence = f"Phần mềm gặp lỗi khi thực hiện. Hãy chạy lại; nếu vẫn lỗi, báo quản trị mã {code}."
        if is_out_of_room(error):
            sentence = NO_ROOM
        _finish(run, state=JobState.FAILED, errors=[*run.errors, sentence])
        raise
    else:
        changes: dict[str, Any] = {"result_url": url} if url else {}
        if run.total:
            changes["done"] = run.total
        _finish(run, state=JobState.DONE, **changes)
        log.info("job done", attempt=run.attempt)


def _claim(run_id: uuid.UUID) -> JobRun | None:
    now = timezone.now()
    claimed = JobRun.objects.filter(pk=run_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING,
        attempt=F("attempt") + 1,
        step="",
        done=0,
        total=0,
        started_at=now,
        updated_at=now,
    )
    return JobRun.objects.get(pk=run_id) if claimed else None


def _finish(run: JobRun, *, state: JobState, **changes: Any) -> None:
    now = timezone.now()
    with contextlib.suppress(JobSuperseded):
        _update_own(run, state=state, finished_at=now, updated_at=now, **changes)


def _update_own(run: JobRun, **changes: Any) -> None:
    # `attempt` is the fence: a worker that lost its run to another one changes nothing any more.
    own = JobRun.objects.filter(pk=run.pk, state=JobState.RUNNING, attempt=run.attempt)
    if not own.update(**changes):
        raise JobSuperseded
    for name, value in changes.items():
        setattr(run, name, value)


def _recover_running(run: JobRun, *, at: dt.datetime) -> bool:
    with _alive(run.pk) as nobody_has_it, transaction.atomic():
        if not nobody_has_it:
            return False
        _forget_dead(run)
        stalled = JobRun.objects.filter(pk=run.pk, state=JobState.RUNNING, attempt=run.attempt)
        if run.cancel_requested:
            return bool(stalled.update(state=JobState.CANCELLED, finished_at=at, updated_at=at))
        if run.attempt >= run.max_attempts:
            sentence = (
                f"Máy chủ dừng giữa chừng {run.attempt} lần khi đang làm việc này nên việc không xong. "
                "Hãy kiểm tra tệp đầu vào rồi chạy lại, hoặc báo quản trị."
            )
            return bool(
                stalled.update(state=JobState.FAILED, errors=[*run.errors, sentence], finished_at=at, updated_at=at)
            )
        if not stalled.update(
            state=JobState.QUEUED, step="Máy chủ dừng giữa chừng, đang chờ chạy lại từ đầu", updated_at=at
        ):
            return False
        _enqueue(run)
        log.warning("stalled job queued again", job_id=str(run.pk), attempt=run.attempt)
        return True


def _forget_dead(run: JobRun) -> None:
    """Take out of the queue what a dead worker left there as being done."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT procrastinate_finish_job_v1(id, 'failed', true) FROM procrastinate_jobs"
            " WHERE id = %s AND status = 'doing'",
            [run.queue_job_id],
        )


def _enqueue(run: JobRun) -> None:
    manager = JobManager(DjangoConnector())
    job = manager.defer_job(
        Job(queue=QUEUE, lock=None, queueing_lock=None, task_name=TASK, task_kwargs={"run_id": str(run.pk)})
    )
    run.queue_job_id = job.id
    JobRun.objects.filter(pk=run.pk).update(queue_job_id=job.id)


@contextlib.contextmanager
def _alive(run_id: uuid.UUID) -> Iterator[bool]:
    """Hold the run's lock on a connection of its own; give False when a living worker has it."""
    own = connection.copy()
    key = int.from_bytes(run_id.bytes[:8], "big", signed=True)
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
            row = cursor.fetchone()
        yield bool(row and row[0])
    finally:
        own.close()
