"""The board: units are chosen and reminded, each once a day; what it shows goes out as a file."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
import time_machine
from tests.apps.reporting.factories import World, make_unit, make_user
from tests.apps.reporting.outworld import approve
from tests.apps.reporting.test_pages import browser, url
from tests.apps.reporting.test_reminders import DUE, Inbox, give_addresses, inbox  # noqa: F401 - inbox is a fixture

from ansinh.apps.accounts.models import Role
from ansinh.apps.audit.models import Event
from ansinh.apps.jobs import services as jobs
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.reporting.models import LetterItem, ReminderRequest
from ansinh.apps.reporting.services.days import seed_days
from ansinh.apps.reporting.services.submitting import submit_report

# A Friday, on which no mark of the report due on 25/11 comes.
FRIDAY = dt.datetime(2026, 11, 6, 3, 0, tzinfo=dt.UTC)


@pytest.fixture
def mailed(world: World) -> Iterator[World]:
    seed_days()
    give_addresses(world)
    # The marks of fifteen working days before were told.
    with time_machine.travel(dt.datetime(2026, 11, 4, 1, tzinfo=dt.UTC), tick=False):
        yield world


def at(moment: dt.datetime) -> Any:
    return time_machine.travel(moment, tick=False)


def nightly() -> None:
    jobs.execute(run_id=jobs.defer(kind="reporting.remind", title="Nhắc").pk)


def press(world: World, *numbers: int, by: Any = None, **more: str) -> str:
    chosen = {"report": [str(world.report(number).pk) for number in numbers]}
    client = browser(by or world.coordinator)
    return client.post(url("remind", world.round.pk), chosen | more, follow=True).content.decode()


def work() -> None:
    for run in JobRun.objects.filter(kind="reporting.remind", state="queued"):
        jobs.execute(run_id=run.pk)


def test_chosen_units_are_reminded_with_one_press_once_a_day(mailed: World, inbox: Inbox):  # noqa: F811
    nightly()
    inbox.letters.clear()
    with at(FRIDAY):
        page = press(mailed, 0)
        assert "Sẽ nhắc 1 đơn vị" in page
        assert "đã yêu cầu nhắc hôm nay" in page
        assert inbox.letters == []
        assert "1 đơn vị đã được yêu cầu nhắc hôm nay" in press(mailed, 0)
        assert JobRun.objects.filter(kind="reporting.remind", state="queued").count() == 1
        work()
        nightly()
    assert sorted(letter[0] for letter in inbox.letters) == ["can_bo@tinh.example", "can_bo_2@tinh.example"]
    subject, body = inbox.letters[0][1], inbox.letters[0][2]
    assert subject == "An Sinh: 1 báo cáo sắp đến hạn"
    assert "Báo cáo năm, năm 2026 (Xã Ví Dụ 1): hạn 25/11/2026" in body
    assert ReminderRequest.objects.get().asked_by == mailed.coordinator
    event = Event.objects.get(verb="reporting.ask_reminders")
    assert event.detail["reports"] == [str(mailed.report().pk)]
    assert set(LetterItem.objects.filter(letter__on=FRIDAY.date()).values_list("mark", flat=True)) == {0}
    # The next working day nothing is left of it; asked again, they are told again.
    with at(FRIDAY + dt.timedelta(days=3)):
        nightly()
        assert len(inbox.letters) == 2
        press(mailed, 0)
        work()
    assert len(inbox.letters) == 4


def test_whoever_had_his_letter_today_is_told_on_the_next_working_day(mailed: World, inbox: Inbox):  # noqa: F811
    with at(dt.datetime(2026, 11, 16, 1, tzinfo=dt.UTC)):
        nightly()
        assert len(inbox.letters) == 3
        press(mailed, 0)
        work()
        assert len(inbox.letters) == 3
    with at(dt.datetime(2026, 11, 17, 1, tzinfo=dt.UTC)):
        nightly()
        nightly()
    # That of the day spoke of this report: nothing is said twice.
    assert len(inbox.letters) == 3


def test_asked_on_a_day_off_it_is_told_on_the_next_working_day(mailed: World, inbox: Inbox):  # noqa: F811
    nightly()
    inbox.letters.clear()
    with at(FRIDAY + dt.timedelta(days=1)):
        press(mailed, 0, 1)
        work()
        assert inbox.letters == []
    with at(FRIDAY + dt.timedelta(days=3)):
        nightly()
    assert len(inbox.letters) == 3


def test_what_was_handed_in_and_what_is_anothers_is_left_alone(mailed: World, inbox: Inbox):  # noqa: F811
    mailed.fill(mailed.report())
    submit_report(report_id=mailed.report().pk, actor=mailed.officer, now=FRIDAY)
    with at(FRIDAY):
        page = press(mailed, 0, 1)
        assert "Sẽ nhắc 1 đơn vị" in page
        assert "1 đơn vị đã nộp nên không nhắc" in page
        assert "Chưa chọn đơn vị nào" in press(mailed)
        answer = browser(mailed.coordinator).post(url("remind", mailed.round.pk), {"report": ["x", ""]}, follow=True)
        assert "Chưa chọn đơn vị nào" in answer.content.decode()
        elsewhere = make_unit("97", "Tỉnh Khác", "province")
        stranger = make_user("dp_khac", "Bùi Văn Khác", elsewhere, Role.COORDINATOR)
        auditor = make_user("gs", "Đoàn Giám Sát", mailed.province, Role.AUDITOR)
        report = {"report": [str(mailed.report(2).pk)]}
        assert browser(stranger).post(url("remind", mailed.round.pk), report).status_code == 404
        assert browser(mailed.officer).post(url("remind", mailed.round.pk), report).status_code == 404
        assert browser(auditor).post(url("remind", mailed.round.pk), report).status_code == 403
        assert "Nhắc đơn vị đã chọn" not in browser(auditor).get(url("board", mailed.scheme.pk)).content.decode()
    assert list(ReminderRequest.objects.values_list("report", flat=True)) == [mailed.report(1).pk]


def test_without_a_mail_server_the_page_says_so(mailed: World, settings: Any):
    settings.EMAIL_HOST = ""
    assert "Chưa thiết lập máy chủ thư" in press(mailed, 0)


def test_back_to_the_board_as_it_was_narrowed(mailed: World):
    chosen = {"report": [str(mailed.report().pk)], "phan": "chua-nop", "ten": "ví dụ"}
    answer = browser(mailed.coordinator).post(url("remind", mailed.round.pk), chosen)
    assert answer["Location"] == f"{url('board', mailed.scheme.pk)}?phan=chua-nop&ten=v%C3%AD+d%E1%BB%A5"


def test_the_board_goes_out_as_it_is_narrowed(world: World):
    report = world.report()
    world.fill(report)
    approve(world, report, now=dt.datetime(2026, 11, 25, 17, 0, tzinfo=dt.UTC))
    client = browser(world.coordinator)
    where = url("board", world.scheme.pk)
    book = openpyxl.load_workbook(io.BytesIO(client.get(where, {"xuat": "xlsx"}).content))
    rows = list(book.worksheets[0].iter_rows(min_row=3, values_only=True))
    assert list(rows[0])[:3] == ["Đơn vị", "Năm 2026: tình trạng", "Năm 2026: hạn"]
    # Handed in at midnight in Viet Nam, a day late.
    state, due, handed_in, late, filled = rows[1][1:]
    assert (state, due.date(), handed_in.date(), late, filled) == ("Đã duyệt", DUE, dt.date(2026, 11, 26), "trễ", 4)
    assert [row[0] for row in rows[1:]] == ["Xã Ví Dụ 1", "Xã Ví Dụ 2", "Xã Ví Dụ 3"]
    answer = client.get(where, {"xuat": "csv", "phan": "chua-nop"})
    names = [row["Đơn vị"] for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))]
    assert names == ["Xã Ví Dụ 2", "Xã Ví Dụ 3"]
    assert browser(world.officer).get(where, {"xuat": "xlsx"}).status_code == 404
