"""A process is killed in the middle of sending letters, opening periods, handing in, approving: nothing lost, nothing twice.

The process is a real one on the real database; it says that it has come to the point, stands still there, and gets SIGKILL.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from tests.apps.reporting.factories import NOW, World, make_world
from tests.apps.reporting.test_reminders import give_addresses
from tests.plugins.database import test_cluster as cluster_of_tests

from ansinh.apps.audit.models import Event
from ansinh.apps.planning.models import CatalogueIndicator
from ansinh.apps.reporting.models import Cell, Figure, Letter, Report, ReportStep, Round, RoundSum
from ansinh.apps.reporting.services.days import seed_days
from ansinh.apps.reporting.services.rounds import DueDay, LineGiven, create_scheme
from ansinh.apps.reporting.services.submitting import submit_report
from ansinh.apps.reporting.services.verifying import verify_everything

ROOT = Path(__file__).resolve().parents[3]
LONGEST_WAIT = 60
DAY = dt.date(2026, 11, 16)

# "stand" is the name of a function: the process stands still when it is called for the n-th time, or after it is done.
PROCESS = """
import datetime as dt, importlib, sys, time
import django
django.setup()
from pathlib import Path
mark, stand, count, what, *given = sys.argv[1:]
if stand:
    name, _, function = stand.rpartition(".")
    module, calls = importlib.import_module(name), [0]
    real = getattr(module, function)
    def stands(*args, **named):
        calls[0] += 1
        if calls[0] == int(count):
            Path(mark).write_text("here")
            time.sleep(600)
        return real(*args, **named)
    setattr(module, function, stands)
from ansinh.apps.accounts.models import User
from ansinh.apps.reporting.services import opening, reminders, submitting
now = dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC)
if what == "submit":
    submitting.submit_report(report_id=given[0], actor=User.objects.get(username="can_bo"), now=now)
elif what == "approve":
    submitting.approve_report(report_id=given[0], actor=User.objects.get(username="duyet"), now=now)
elif what == "open":
    opening.open_due_rounds(today=dt.date(2026, 11, 20), now=now)
elif what == "letters":
    day = dt.date.fromisoformat(given[0])
    reminders.send_reminders(today=day, clock=lambda: dt.datetime(day.year, day.month, day.day, 1, tzinfo=dt.UTC))
Path(mark).write_text("done")
time.sleep(600 if count == "after" else 0)
"""


@pytest.fixture
def world(transactional_db: None) -> World:
    seed_days()
    return make_world()


class Runner:
    """Starts the process, kills it where it stands, or lets it end."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.extra = folder, {}
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, stand: str, count: str, what: str, *given: str) -> tuple[subprocess.Popen[bytes], Path]:
        mark = self.folder / f"mark{len(self.started)}"
        address = cluster_of_tests().url(database=connection.settings_dict["NAME"])
        environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "ansinh.site.settings"}
        environment |= {"PYTHONPATH": str(ROOT), **self.extra}
        with (self.folder / f"log{len(self.started)}").open("wb") as log:
            command = [sys.executable, "-c", PROCESS, str(mark), stand, count, what, *given]
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        self.started.append(process)
        return process, mark

    def kill(self, stand: str, count: str, what: str, *given: str, when: Callable[[], bool] | None = None) -> None:
        process, mark = self.start(stand, count, what, *given)
        end = time.monotonic() + LONGEST_WAIT
        while not (when() if when else mark.exists() and mark.read_text()):
            assert process.poll() is None, (self.folder / f"log{len(self.started) - 1}").read_text()
            assert time.monotonic() < end, "the process did not come to the point"
            time.sleep(0.02)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

    def run(self, what: str, *given: str) -> int:
        return self.start("", "", what, *given)[0].wait(timeout=LONGEST_WAIT)


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    found = Runner(tmp_path)
    yield found
    for process in found.started:
        if process.poll() is None:
            process.kill()
            process.wait()


SERVICES = "ansinh.apps.reporting.services"
DIGEST = f"{SERVICES}.submitting.digest"
LOGGED = f"{SERVICES}.submitting.record"


def steps(report: Report) -> list[str]:
    return list(ReportStep.objects.filter(report=report).order_by("pk").values_list("verb", flat=True))


@pytest.mark.parametrize("where", [DIGEST, LOGGED], ids=["sealing", "log"])
def test_killed_while_handing_in_it_is_not_handed_in_and_nothing_typed_is_lost(world: World, runner: Runner, where):
    report = world.report()
    world.fill(report)
    typed = list(Cell.objects.filter(report=report).order_by("pk").values())
    runner.kill(where, "1", "submit", str(report.pk))
    report.refresh_from_db()
    assert (report.state, report.version, report.content_sha256, steps(report)) == ("draft", 0, "", [])
    assert list(Cell.objects.filter(report=report).order_by("pk").values()) == typed
    assert not Event.objects.filter(verb="reporting.submit").exists()
    assert RoundSum.objects.count() == 0
    assert runner.run("submit", str(report.pk)) == 0
    report.refresh_from_db()
    assert (report.state, report.version, steps(report)) == ("submitted", 1, ["submit"])
    assert verify_everything().faults == []


def test_killed_after_it_was_handed_in_the_second_press_hands_nothing_in_again(world: World, runner: Runner):
    report = world.report()
    world.fill(report)
    runner.kill("", "after", "submit", str(report.pk))
    report.refresh_from_db()
    assert (report.state, report.version) == ("submitted", 1)
    assert runner.run("submit", str(report.pk)) != 0
    assert steps(report) == ["submit"]


PUBLISH = f"{SERVICES}.submitting._publish"


@pytest.mark.parametrize("where", [PUBLISH, LOGGED], ids=["figures", "log"])
def test_killed_while_approving_nothing_counts_and_then_everything_once(world: World, runner: Runner, where):
    report = world.report()
    world.fill(report)
    submit_report(report_id=report.pk, actor=world.officer, now=NOW)
    runner.kill(where, "1", "approve", str(report.pk))
    report.refresh_from_db()
    assert (report.state, report.approved_version, steps(report)) == ("submitted", None, ["submit"])
    assert not Figure.objects.exists()
    assert verify_everything().faults == []
    assert runner.run("approve", str(report.pk)) == 0
    assert runner.run("approve", str(report.pk)) != 0
    assert steps(report) == ["submit", "approve"]
    assert Figure.objects.filter(report=report, is_current=True).count() == 4
    assert verify_everything().faults == []


def test_killed_while_opening_periods_each_is_there_once_and_whole(world: World, runner: Runner):
    for at in (1, 2, 3):
        create_scheme(
            title=f"Báo cáo {at}",
            length="year",
            reporters="communes",
            place=world.province,
            due=DueDay(12, 1),
            cut_off=DueDay(11, 14),
            lines=[LineGiven(CatalogueIndicator.objects.get(pk="test_poor"))],
            actor=world.coordinator,
            now=NOW,
        )
    before = Round.objects.count()
    runner.kill(f"{SERVICES}.rounds.record", "2", "open")
    made = list(Round.objects.exclude(pk=world.round.pk))
    # One is whole, the one in the middle has left nothing behind.
    assert [one.reports.count() for one in made] == [3]
    assert runner.run("open") == 0
    assert runner.run("open") == 0
    assert Round.objects.count() == before + 3
    assert {one.reports.count() for one in Round.objects.all()} == {3}
    opened = Event.objects.filter(verb="reporting.open_round").values_list("subject_id", flat=True)
    assert set(Counter(opened).values()) == {1}


class Inbox:
    """A mail server that takes a letter and may then be silent, as one whose line breaks."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.silent_from = 10**9

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - its name
        self.letters += envelope.rcpt_tos
        if len(self.letters) >= self.silent_from:
            await asyncio.sleep(300)
        return "250 OK"


@pytest.fixture
def inbox(runner: Runner) -> Iterator[Inbox]:
    box = Inbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    runner.extra = {"ANSINH_SMTP_HOST": "127.0.0.1", "ANSINH_SMTP_PORT": str(port), "ANSINH_SMTP_SECURITY": "none"}
    yield box
    server.stop()


def test_killed_while_sending_letters_none_goes_twice_and_none_is_forgotten(world: World, runner: Runner, inbox: Inbox):
    give_addresses(world)
    inbox.silent_from = 2
    runner.kill("", "", "letters", DAY.isoformat(), when=lambda: len(inbox.letters) == 2)
    assert Counter(Letter.objects.values_list("state", flat=True)) == {"sent": 1, "sending": 1, "waiting": 1}
    inbox.silent_from = 10**9
    for _ in range(2):
        assert runner.run("letters", DAY.isoformat()) == 0
    # The third went out; the second, of which nobody knows, did not go again.
    assert len(inbox.letters) == len(set(inbox.letters)) == 3
    unknown = Letter.objects.get(state="sending").person
    assert runner.run("letters", dt.date(2026, 11, 17).isoformat()) == 0
    # What it spoke of comes with the next working day's letter, to that person alone.
    assert inbox.letters[3:] == [unknown.email]


def test_killed_before_the_mail_server_is_asked_it_is_told_on_the_next_day(world: World, runner: Runner, inbox: Inbox):
    give_addresses(world)
    runner.kill(f"{SERVICES}.reminders._message", "1", "letters", DAY.isoformat())
    assert inbox.letters == []
    assert runner.run("letters", DAY.isoformat()) == 0
    assert runner.run("letters", dt.date(2026, 11, 17).isoformat()) == 0
    assert len(inbox.letters) == len(set(inbox.letters)) == 3
