"""A worker process that is killed in the middle of its work: the work is found, run again, or given up in words."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.apps.jobs import handlers  # noqa: F401 - registers the kinds of work
from tests.plugins.database import test_cluster as cluster_of_tests

from ansinh.apps.jobs import services
from ansinh.apps.jobs.models import JobRun

WORKER = """
import sys
import django
django.setup()
from tests.apps.jobs import handlers
from ansinh.apps.jobs.services import run_worker
run_worker(wait=sys.argv[1] == "wait")
"""
ROOT = Path(__file__).resolve().parents[3]
LONGEST_WAIT = 60


@pytest.fixture
def start_worker(transactional_db, tmp_path):
    """Start real worker processes on the database of the test."""
    started = []

    def start(*, wait=True):
        url = cluster_of_tests().url(database=connection.settings_dict["NAME"])
        environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "ansinh.site.settings"}
        environment["PYTHONPATH"] = str(ROOT)
        log = (tmp_path / f"worker{len(started)}.log").open("wb")
        command = [sys.executable, "-c", WORKER, "wait" if wait else "once"]
        worker = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        log.close()
        started.append(worker)
        return worker

    yield start
    for worker in started:
        if worker.poll() is None:
            worker.kill()
            worker.wait()


def until(true):
    """Wait until something holds; a minute at most."""
    end = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.05)
    pytest.fail("waited for a minute in vain")


def kill_in_the_middle(start_worker, mark):
    worker = start_worker()
    until(lambda: mark.exists() and mark.read_text())
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    mark.unlink()
    until(the_database_has_noticed)


def the_database_has_noticed():
    """Whether the sessions of dead workers are over: the server ends them on its own time, and their locks with them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
            "WHERE locktype = 'advisory' AND datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone() == (0,)


def test_the_next_worker_takes_up_what_the_killed_one_left(start_worker, tmp_path):
    mark = tmp_path / "mark"
    run = services.defer(kind="test.hang_once", title="Đọc kế hoạch", args={"mark": str(mark)})
    kill_in_the_middle(start_worker, mark)
    run.refresh_from_db()
    assert (run.state, run.attempt, run.done) == ("running", 1, 1), "nobody has told yet that it died"
    assert start_worker(wait=False).wait(timeout=LONGEST_WAIT) == 0
    run.refresh_from_db()
    assert (run.state, run.attempt, run.done, run.total) == ("done", 2, 2, 2)
    assert mark.with_suffix(".done").read_text() == "2"


def test_a_living_worker_finds_it_within_its_sweep(start_worker, tmp_path):
    mark = tmp_path / "mark"
    run = services.defer(kind="test.hang_once", title="Đọc kế hoạch", args={"mark": str(mark)})
    kill_in_the_middle(start_worker, mark)
    now = dt.datetime.now(tz=dt.UTC)
    assert [one.pk for one in services.sweep(at=now)] == [run.pk]
    assert services.sweep(at=now) == [], "found once"
    assert list(ProcrastinateJob.objects.filter(task_name=services.TASK).values_list("status", flat=True)) == ["todo"]
    run.refresh_from_db()
    assert run.state == "queued"
    assert "chạy lại từ đầu" in run.step


def test_work_that_kills_its_worker_again_and_again_is_given_up_in_words(start_worker, tmp_path):
    mark = tmp_path / "mark"
    run = services.defer(kind="test.hang_always", title="Đọc kế hoạch", args={"mark": str(mark)}, max_attempts=2)
    kill_in_the_middle(start_worker, mark)
    kill_in_the_middle(start_worker, mark)
    services.sweep(at=dt.datetime.now(tz=dt.UTC))
    run.refresh_from_db()
    assert (run.state, run.attempt) == ("failed", 2)
    assert "Máy chủ dừng giữa chừng 2 lần" in run.errors[0]
    services.retry(run, at=dt.datetime.now(tz=dt.UTC))
    run.refresh_from_db()
    assert run.state == "queued"


def test_what_was_to_be_cancelled_is_not_run_again(start_worker, tmp_path):
    mark = tmp_path / "mark"
    run = services.defer(kind="test.hang_once", title="Đọc kế hoạch", args={"mark": str(mark)})
    kill_in_the_middle(start_worker, mark)
    now = dt.datetime.now(tz=dt.UTC)
    services.cancel(run, at=now)
    services.sweep(at=now)
    run.refresh_from_db()
    assert run.state == "cancelled"


def test_work_of_a_living_worker_is_left_alone(start_worker, tmp_path):
    mark = tmp_path / "mark"
    run = services.defer(kind="test.hang_once", title="Đọc kế hoạch", args={"mark": str(mark)})
    start_worker()
    until(lambda: mark.exists() and mark.read_text())
    assert services.sweep(at=dt.datetime.now(tz=dt.UTC)) == []
    run.refresh_from_db()
    assert (run.state, run.attempt) == ("running", 1)


def test_a_run_that_fell_out_of_the_queue_is_put_back(transactional_db):
    run = services.defer(kind="test.count", title="Đọc kế hoạch", args={"number": 1})
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [run.queue_job_id])
    now = dt.datetime.now(tz=dt.UTC)
    assert services.sweep(at=now) == [], "a worker has a moment to take it up"
    assert [one.pk for one in services.sweep(at=now + dt.timedelta(minutes=1))] == [run.pk]
    run.refresh_from_db()
    assert ProcrastinateJob.objects.get(pk=run.queue_job_id).status == "todo"


def test_a_real_worker_does_all_that_waits_and_survives_faults(start_worker):
    runs = [
        services.defer(kind="test.broken", title="hỏng"),
        services.defer(kind="test.refused", title="từ chối"),
        services.defer(kind="test.count", title="đếm", args={"number": 5}),
    ]
    assert start_worker(wait=False).wait(timeout=LONGEST_WAIT) == 0
    assert [JobRun.objects.get(pk=run.pk).state for run in runs] == ["failed", "failed", "done"]


def test_a_worker_stops_when_it_is_asked_to(start_worker):
    worker = start_worker()
    run = services.defer(kind="test.count", title="đếm", args={"number": 1})
    until(lambda: JobRun.objects.get(pk=run.pk).state == "done")
    worker.terminate()
    assert worker.wait(timeout=LONGEST_WAIT) == 0
