"""The first page of the day of who looks after people: who is left out in his commune, and what waits for him."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.apps.people.factories import HERE, NOW, THERE, unit, work_in

from ansinh.apps.accounts.models import Role
from ansinh.apps.audit.models import PersonAccess
from ansinh.apps.benefits.finding import find_gaps
from ansinh.apps.benefits.gaps import count_by_commune, waiting_rows
from ansinh.apps.people.models import LookStop
from ansinh.apps.people.services.facts import record_fact
from ansinh.apps.people.services.looks import ask_for_export
from ansinh.apps.people.today import waiting
from ansinh.apps.privacy.services import Asked, register_request
from ansinh.apps.privacy.today import waiting as waiting_requests
from ansinh.apps.reporting.services.days import seed_days

pytestmark = pytest.mark.django_db
Log = Callable[..., Client]
TODAY = date(2026, 11, 22)
MOST_STATEMENTS = 30
# A running plan with its tasks and reports asks so many more of the same page: `bench.reporting`, the officer of a department.
ROOM_FOR_PLANS = 12


@pytest.fixture
def found(world: SimpleNamespace) -> SimpleNamespace:
    """With the differences of the first commune worked out: one person is left out."""
    work_in(actor=world.officer)
    record_fact(
        person_id=world.head.pk, name="marital_status", value="married", source="Giấy", actor=world.officer, now=NOW
    )
    find_gaps(commune=unit(HERE), month=date(2026, 11, 1), actor=world.officer, now=NOW)
    return world


def page(client: Client) -> str:
    answer = client.get("/bao-cao/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_commune_officer_reads_first_who_is_left_out(found: SimpleNamespace, browser_of: Log) -> None:
    client = browser_of(found.officer)
    with CaptureQueriesContext(
        connection,
    ) as done:
        seen = page(client)
    assert len(done) <= MOST_STATEMENTS
    first = seen.index("<dt>Đủ điều kiện mà chưa nhận</dt><dd>1<wbr><small>người</small>")
    assert first < seen.index("Tôn Nữ Thị Hạ") < seen.index("nhận mà không đủ điều kiện 1")
    assert f'action="/nguoi/{found.head.pk}/phieu-to-khai/"' in seen
    look = PersonAccess.objects.filter(actor_id=found.officer.pk).latest("at")
    assert (look.person_id, look.channel) == (str(found.head.pk), "list"), "seen on a list, so it is written"


def test_the_province_reads_communes_not_names_and_another_commune_reads_neither(
    found: SimpleNamespace, browser_of: Log
) -> None:
    looks = PersonAccess.objects.count()
    client = browser_of(found.province)
    with CaptureQueriesContext(connection) as done:
        above = page(client)
    assert len(done) <= MOST_STATEMENTS - ROOM_FOR_PLANS, len(done)
    assert unit(HERE).name in above
    assert "1.080.000" in above
    assert "Tôn Nữ" not in above
    beside = page(browser_of(found.other))
    assert "Chưa so luật với danh sách đang chi trả" in beside
    assert "Tôn Nữ" not in beside
    assert PersonAccess.objects.count() == looks


def test_nobody_sees_the_register_without_leave(found: SimpleNamespace, browser_of: Log, make_user: Any) -> None:
    coordinator = make_user("dieuphoi", Role.COORDINATOR, scope_unit=unit("46"))
    assert "Đủ điều kiện mà chưa nhận" not in page(browser_of(coordinator))
    placeless = make_user("khongdiaban", Role.COMMUNE_OFFICER)
    assert "Đủ điều kiện mà chưa nhận" not in page(browser_of(placeless))


def test_communes_stand_in_the_order_of_those_left_out(found: SimpleNamespace) -> None:
    work_in("46")
    (row,) = count_by_commune(waiting_rows(), on=TODAY, most=7)
    assert (row.commune.code, row.people, row.short_vnd) == (HERE, 1, 1_080_000)
    assert row.longest_days == (TODAY - date(2024, 11, 1)).days
    work_in(THERE)
    assert count_by_commune(waiting_rows(), on=TODAY, most=7) == []


def test_the_head_finds_what_others_ask_of_him_and_never_his_own(
    world: SimpleNamespace, browser_of: Log, make_user: Any
) -> None:
    work_in(actor=world.officer)
    asked = ask_for_export(filters={}, people=612, purpose="Đối chiếu danh sách chi trả", actor=world.officer, now=NOW)
    LookStop.objects.create(user_id=world.officer.pk, user_name="Cán bộ xã", scope_unit=unit(HERE), looked=100, at=NOW)
    groups = {group.name: [one.title for one in group.rows] for group in waiting(user=world.chair, on=TODAY)}
    assert groups == {
        "Đề nghị tải danh sách chờ bạn duyệt": [f"{world.officer}: 612 người"],
        "Dừng xem số chờ bạn xem": ["Cán bộ xã"],
    }
    assert list(waiting(user=world.officer, on=TODAY)) == []
    elsewhere = make_user("lanhdaokhac", Role.CHAIR, scope_unit=unit(THERE))
    assert [group.count for group in waiting(user=elsewhere, on=TODAY)] == [0, 0]
    assert "Đề nghị tải danh sách chờ bạn duyệt" in page(browser_of(world.chair))
    type(asked).objects.filter(pk=asked.pk).update(asked_by_id=world.chair.pk)
    assert [group.count for group in waiting(user=world.chair, on=TODAY)] == [0, 1]


def test_a_request_shows_from_a_week_before_its_day_without_a_name(world: SimpleNamespace) -> None:
    seed_days()
    work_in(actor=world.officer)
    row = register_request(
        person_id=world.head.pk,
        asked=Asked("view", date(2026, 11, 20), "Muốn biết sổ ghi gì về mình"),
        actor=world.officer,
        now=NOW,
        today=TODAY,
    )
    week = timedelta(days=7)
    assert _shown(world.officer, row.acknowledge_date - week - timedelta(days=1)) == []
    assert _shown(world.officer, row.acknowledge_date - week) == [(row.acknowledge_date, "chưa báo đã nhận")]
    type(row).objects.filter(pk=row.pk).update(acknowledged_at=timezone.now())
    assert _shown(world.officer, row.due_date - week - timedelta(days=1)) == []
    assert _shown(world.officer, row.due_date - week) == [(row.due_date, "chưa trả lời")]
    assert _shown(world.other, row.due_date) == []
    assert _shown(world.province, row.due_date) == [], "who only sees requests is not asked to answer them"


def _shown(user: Any, on: date) -> list[tuple[date | None, str]]:
    rows = [one for group in waiting_requests(user=user, on=on) for one in group.rows]
    assert "Tôn Nữ" not in str(rows)
    return [(one.due, one.about.split(",")[0]) for one in rows]
