"""Two presses at the same moment, on two real connections: exactly one counts, and each person is told what happened.

A third connection holds the row until both presses wait for it, so that they meet every time.
"""

from __future__ import annotations

import datetime as dt
import html
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from tests.apps.reporting.factories import NOW, World, make_world
from tests.apps.reporting.test_pages import browser
from tests.plugins.database import test_cluster as cluster_of_tests

from ansinh.apps.audit.models import Event
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.reporting.models import (
    Figure,
    OfficialReport,
    ReminderRequest,
    Report,
    ReportState,
    ReportStep,
    Round,
    Scheme,
)
from ansinh.apps.reporting.services.submitting import submit_report
from ansinh.apps.reporting.services.verifying import verify_everything
from ansinh.cli.postgres.cluster import SUPERUSER

pytestmark = pytest.mark.django_db(transaction=True)
LONGEST_WAIT = 60


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def url(name: str, *args: object) -> str:
    return reverse(f"reporting:{name}", args=args)


@contextmanager
def held(lock: str, *values: object) -> Iterator[Callable[[int], None]]:
    """Hold a row on a connection of its own; the function given waits until so many others wait for it."""
    place = cluster_of_tests().url(role=SUPERUSER, database=connection.settings_dict["NAME"])
    with psycopg.connect(place) as holder, psycopg.connect(place, autocommit=True) as watcher:
        holder.execute(lock, values)

        def until(count: int) -> None:
            end = time.monotonic() + LONGEST_WAIT
            while time.monotonic() < end:
                row = watcher.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted").fetchone()
                if row is not None and row[0] >= count:
                    return
                time.sleep(0.02)
            pytest.fail("the presses did not meet")

        yield until
        holder.rollback()


def twice(user: Any, address: str, data: dict[str, Any] | None = None) -> list[tuple[Client, str, dict[str, Any]]]:
    """The same person presses the same button in two windows."""
    return [(browser(user), address, data or {}) for _ in range(2)]


def together(presses: list[tuple[Client, str, dict[str, Any]]], lock: str, *values: object) -> list[str]:
    """Press at the same moment, and return what each page says afterwards, in the order of the presses."""
    said: dict[int, str] = {}

    def press(at: int) -> None:
        client, address, data = presses[at]
        try:
            said[at] = html.unescape(client.post(address, data, follow=True).content.decode())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(at,)) for at in range(len(presses))]
    with held(lock, *values) as until:
        for thread in threads:
            thread.start()
        until(len(presses))
    for thread in threads:
        thread.join(LONGEST_WAIT)
    return [said[at] for at in range(len(presses))]


ROW = "SELECT 1 FROM reporting_report WHERE id = %s FOR UPDATE"
SCHEME = "SELECT 1 FROM reporting_scheme WHERE id = %s FOR UPDATE"
KEY = "SELECT pg_advisory_xact_lock(%s)"


def submitted(world: World) -> Report:
    report = world.report()
    world.fill(report)
    return submit_report(report_id=report.pk, actor=world.officer, now=NOW)


def test_a_double_click_on_submit_hands_in_once(world: World):
    report = world.report()
    world.fill(report)
    pages = together(twice(world.officer, url("submit", report.pk)), ROW, report.pk)
    assert sorted(("Đã nộp bản 1" in page, "Bản 1 đã nộp lúc" in page) for page in pages) == [
        (False, True),
        (True, False),
    ]
    report.refresh_from_db()
    assert (report.state, report.version) == (ReportState.SUBMITTED, 1)
    assert ReportStep.objects.filter(report=report, verb="submit").count() == 1
    assert Event.objects.filter(verb="reporting.submit").count() == 1


def test_two_colleagues_hand_in_at_once(world: World):
    report = world.report()
    world.fill(report)
    presses = [(browser(user), url("submit", report.pk), {}) for user in (world.officer, world.second_officer)]
    pages = together(presses, ROW, report.pk)
    assert sum("Đã nộp bản 1" in page for page in pages) == 1
    assert sum("đang ở trạng thái “đã nộp”" in page for page in pages) == 1
    assert ReportStep.objects.filter(report=report, verb="submit").count() == 1


def approval(report: Report) -> dict[str, str]:
    return {"act": "approve", "seen": report.content_sha256}


def test_a_double_click_on_approve_approves_once(world: World):
    report = submitted(world)
    pages = together(twice(world.checker, url("decide", report.pk), approval(report)), ROW, report.pk)
    assert all("Đã duyệt báo cáo của" in page or "đã được bạn duyệt" in page for page in pages)
    assert ReportStep.objects.filter(report=report, verb="approve").count() == 1
    assert Figure.objects.filter(report=report).count() == 4
    assert verify_everything().faults == []


def test_two_coordinators_approve_at_once(world: World):
    report = submitted(world)
    users = (world.checker, world.coordinator)
    pages = together([(browser(user), url("decide", report.pk), approval(report)) for user in users], ROW, report.pk)
    assert sum("Đã duyệt báo cáo của" in page for page in pages) == 1
    assert sum("đang ở trạng thái “đã duyệt”" in page for page in pages) == 1
    assert Figure.objects.filter(report=report, is_current=True).count() == 4
    assert verify_everything().faults == []


def test_one_approves_while_another_returns(world: World):
    report = submitted(world)
    back = {"act": "return", "reason": "Thiếu biểu 2"}
    presses = [
        (browser(world.checker), url("decide", report.pk), approval(report)),
        (browser(world.coordinator), url("decide", report.pk), back),
    ]
    together(presses, ROW, report.pk)
    report.refresh_from_db()
    verbs = list(ReportStep.objects.filter(report=report).values_list("verb", flat=True))
    assert (report.state, verbs) in [("approved", ["submit", "approve"]), ("returned", ["submit", "return"])]
    assert Figure.objects.filter(report=report).count() == (4 if report.state == "approved" else 0)
    assert verify_everything().faults == []


def test_the_officer_takes_back_what_is_being_approved(world: World):
    report = submitted(world)
    presses = [
        (browser(world.checker), url("decide", report.pk), approval(report)),
        (browser(world.officer), url("withdraw", report.pk), {}),
    ]
    together(presses, ROW, report.pk)
    report.refresh_from_db()
    assert report.state in ("approved", "draft")
    assert ReportStep.objects.filter(report=report).count() == 2
    assert verify_everything().faults == []


def test_a_period_is_opened_once(world: World):
    address = url("open_period", world.scheme.pk)
    presses = [(browser(user), address, {"period": "2027"}) for user in (world.coordinator, world.checker)]
    pages = together(presses, SCHEME, world.scheme.pk)
    assert all("đã mở: 3 đơn vị phải nộp" in page for page in pages)
    opened = Round.objects.get(scheme=world.scheme, period="2027")
    assert opened.reports.count() == 3
    assert Event.objects.filter(verb="reporting.open_round", subject_id=str(opened.pk)).count() == 1


def test_a_double_click_puts_a_report_off_once(world: World):
    report = world.report()
    data = {"to": "31/12/2026", "reason": "bão"}
    pages = together(twice(world.coordinator, url("extend", report.pk), data), ROW, report.pk)
    assert all("Đã gia hạn cho Xã Ví Dụ 1 đến 31/12/2026" in page for page in pages)
    report.refresh_from_db()
    assert report.extended_to == dt.date(2026, 12, 31)
    assert ReportStep.objects.filter(report=report, verb="extend").count() == 1


def test_two_put_it_off_to_different_days(world: World):
    report = world.report()
    presses = [
        (browser(world.coordinator), url("extend", report.pk), {"to": "10/12/2026", "reason": "bão"}),
        (browser(world.checker), url("extend", report.pk), {"to": "05/12/2026", "reason": "mất điện"}),
    ]
    pages = together(presses, ROW, report.pk)
    report.refresh_from_db()
    # Either the shorter came first and then the longer, or the longer came first and the shorter was refused in words.
    assert report.extended_to == dt.date(2026, 12, 10)
    refused = "Hạn mới phải sau 10/12/2026" in pages[1]
    assert ReportStep.objects.filter(report=report, verb="extend").count() == (1 if refused else 2)


def test_a_request_sent_twice_is_one(world: World):
    key = uuid.uuid4()
    data = {"key": key, "title": "Báo cáo bão", "content": "x", "due_date": "31/12/2027", "reporters": "communes"}
    pages = together(twice(world.coordinator, url("request"), data), KEY, key.int % 2**63)
    assert all("Đã gửi yêu cầu" in page for page in pages)
    scheme = Scheme.objects.get(title="Báo cáo bão")
    assert Report.objects.filter(round__scheme=scheme).count() == 3
    other = browser(world.checker).post(url("request"), data)
    assert other.status_code == 422
    assert "đã dùng ở nơi khác" in other.content.decode()


def test_a_duty_typed_in_and_sent_twice_is_one(world: World):
    key = uuid.uuid4()
    data = {"key": key, "title": "Báo cáo quý", "length": "quarter", "due_day": 20, "due_month": 3, "content": "x"}
    given = data | {"reporters": "communes"}
    together(twice(world.coordinator, url("scheme_new"), given), KEY, key.int % 2**63)
    assert Scheme.objects.filter(title="Báo cáo quý").count() == 1


def test_an_official_report_begun_twice_is_one(world: World):
    from tests.apps.reporting.outworld import make_running  # noqa: PLC0415
    from tests.apps.reporting.test_official import HEAD  # noqa: PLC0415

    key, plan = uuid.uuid4(), make_running(world)
    given = {**HEAD, "issued_on": "05/02/2026", "recipients": "Bộ Nội vụ", "plan": plan.pk, "key": key}
    data = given | {"kind": "annual", "from_year": "2026", "to_year": "2026"}
    together(twice(world.coordinator, url("official_new"), data), KEY, key.int % 2**63)
    report = OfficialReport.objects.get()
    assert report.sections.filter(ordinal=1).count() == 1


def test_two_ask_that_the_same_units_be_reminded(world: World):
    chosen = {"report": [str(world.report(at).pk) for at in (0, 1)]}
    presses = [(browser(user), url("remind", world.round.pk), chosen) for user in (world.coordinator, world.checker)]
    pages = together(presses, "SELECT 1 FROM reporting_round WHERE id = %s FOR UPDATE", world.round.pk)
    assert sum("Sẽ nhắc 2 đơn vị" in page for page in pages) == 1
    assert sum("2 đơn vị đã được yêu cầu nhắc hôm nay" in page for page in pages) == 1
    assert ReminderRequest.objects.count() == 2
    assert JobRun.objects.filter(kind="reporting.remind").count() == 1
