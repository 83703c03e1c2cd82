"""Reminders on a real mail server: who, when, once; quiet when handed in; a worker killed in the middle; no names in logs."""

from __future__ import annotations

import datetime as dt
import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core.mail.backends.smtp import EmailBackend
from django.db import connections
from tests.apps.reporting.factories import DAYS, NOW, World, make_user, make_world

from ansinh.apps.accounts.models import Role
from ansinh.apps.jobs import services as jobs
from ansinh.apps.reporting import tasks
from ansinh.apps.reporting.models import Letter, LetterItem, LetterState, ReporterDelegation
from ansinh.apps.reporting.selectors.reminders import list_digests, mark_of
from ansinh.apps.reporting.services.days import seed_days
from ansinh.apps.reporting.services.reminders import Sent, send_reminders
from ansinh.apps.reporting.services.rounds import extend_report
from ansinh.apps.reporting.services.submitting import return_report, submit_report

DUE = dt.date(2026, 11, 25)


class Inbox:
    """What a mail server got: addresses and texts; it may refuse or break off."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, str, str, str]] = []
        self.answer = "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - its name
        if not self.answer.startswith("250"):
            return self.answer
        message = message_from_bytes(envelope.content)
        subject = str(make_header(decode_header(message["Subject"])))
        body = message.get_payload(decode=True).decode()
        self.letters += [(address, subject, body, message["Message-ID"]) for address in envelope.rcpt_tos]
        return self.answer


@pytest.fixture
def inbox(settings: Any) -> Iterator[Inbox]:
    """A mail server on this machine, and the program set up to use it."""
    box = Inbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.DEFAULT_FROM_EMAIL = "An Sinh <ansinh@tinh.example>"
    settings.SITE_URL = "https://ansinh.tinh.example"
    yield box
    server.stop()


@pytest.fixture
def mailed(world: World) -> World:
    seed_days()
    give_addresses(world)
    return world


def give_addresses(world: World) -> None:
    for user in (world.officer, world.second_officer, world.chair, world.other_officer, world.coordinator):
        user.email = f"{user.username}@tinh.example"
        user.save()


def run(day: dt.date) -> Sent:
    at = dt.datetime(day.year, day.month, day.day, 1, tzinfo=dt.UTC)
    return send_reminders(today=day, clock=lambda: at)


@pytest.mark.parametrize(
    ("day", "mark"),
    [
        ((2026, 11, 3), None),
        ((2026, 11, 4), -15),
        ((2026, 11, 13), -15),
        ((2026, 11, 16), -7),
        ((2026, 11, 23), -7),
        ((2026, 11, 24), -1),
        ((2026, 11, 25), -1),
        ((2026, 11, 26), 1),
        ((2026, 11, 30), 3),
        ((2026, 12, 4), 7),
        ((2027, 3, 1), 7),
    ],
)
def test_marks_are_counted_in_working_days(day, mark):
    # Without 24/11 as a day off in this calendar; 14, 15, 21, 22, 28 and 29 November are weekends.
    assert mark_of(DUE, today=dt.date(*day), days=DAYS) == mark


def test_a_day_off_shifts_the_marks(mailed: World):
    from ansinh.apps.reporting.services.days import get_calendar  # noqa: PLC0415

    # 24/11/2026 is a day off: the last working day before 25/11 is 23/11.
    assert mark_of(DUE, today=dt.date(2026, 11, 23), days=get_calendar()) == -1


def test_one_letter_a_person_names_what_is_owed_and_until_when(mailed: World, inbox: Inbox):
    assert run(dt.date(2026, 11, 16)) == Sent(3, 0, 0)
    by_address = {address: (subject, body) for address, subject, body, _ in inbox.letters}
    assert set(by_address) == {"can_bo@tinh.example", "can_bo_2@tinh.example", "xa_khac@tinh.example"}
    subject, body = by_address["xa_khac@tinh.example"]
    assert subject == "An Sinh: 1 báo cáo sắp đến hạn"
    assert "Báo cáo năm, năm 2026 (Xã Ví Dụ 2): hạn 25/11/2026, còn 9 ngày" in body
    assert "https://ansinh.tinh.example/bao-cao/" in body
    assert "Xã Ví Dụ 1" not in body


def test_a_letter_goes_once_and_a_mark_is_told_once(mailed: World, inbox: Inbox):
    run(dt.date(2026, 11, 16))
    assert run(dt.date(2026, 11, 16)).sent == 0
    assert run(dt.date(2026, 11, 17)).sent == 0
    assert len(inbox.letters) == 3
    assert run(dt.date(2026, 11, 23)).sent == 3


def test_quiet_on_a_day_off_and_the_mark_is_told_on_the_next_working_day(mailed: World, inbox: Inbox):
    assert run(dt.date(2026, 11, 14)).skipped == "day_off"
    assert run(dt.date(2026, 11, 24)).skipped == "day_off"
    assert inbox.letters == []
    assert run(dt.date(2026, 11, 25)).sent == 3


def test_quiet_when_handed_in_and_again_when_returned(mailed: World, inbox: Inbox):
    report = mailed.report()
    mailed.fill(report)
    submit_report(report_id=report.pk, actor=mailed.officer, now=NOW)
    run(dt.date(2026, 11, 26))
    assert [letter[0] for letter in inbox.letters] == ["xa_khac@tinh.example"]
    return_report(report_id=report.pk, reason="thiếu", actor=mailed.checker, now=NOW)
    run(dt.date(2026, 11, 27))
    assert {letter[0] for letter in inbox.letters[1:]} == {"can_bo@tinh.example", "can_bo_2@tinh.example"}


def test_the_head_is_told_from_the_third_working_day(mailed: World, inbox: Inbox):
    run(dt.date(2026, 11, 26))
    assert "chu_tich@tinh.example" not in {letter[0] for letter in inbox.letters}
    run(dt.date(2026, 11, 30))
    head = [letter for letter in inbox.letters if letter[0] == "chu_tich@tinh.example"]
    assert len(head) == 1
    assert head[0][1] == "An Sinh: 1 báo cáo của đơn vị chưa nộp"


def test_a_report_that_was_put_off_is_reminded_of_by_its_own_day(mailed: World):
    extend_report(
        report_id=mailed.report().pk, to=dt.date(2026, 12, 31), reason="bão", actor=mailed.coordinator, now=NOW
    )
    told = list_digests(today=dt.date(2026, 11, 26), days=DAYS)
    assert {person.username for person in told} == {"xa_khac"}


def test_a_deputy_is_told_too_and_somebody_locked_is_not(mailed: World):
    deputy = make_user("the", "Vũ Thị Thế", mailed.communes[0], Role.ACCOUNTANT)
    ReporterDelegation.objects.create(
        giver=mailed.officer,
        deputy=deputy,
        valid_from=dt.date(2026, 11, 1),
        valid_to=dt.date(2026, 12, 1),
        reason="đi công tác",
        created_at=NOW,
    )
    mailed.second_officer.is_active = False
    mailed.second_officer.save()
    told = {person.username for person in list_digests(today=dt.date(2026, 11, 26), days=DAYS)}
    assert told == {"can_bo", "the", "xa_khac"}
    told = {person.username for person in list_digests(today=dt.date(2026, 12, 1), days=DAYS)}
    assert "the" not in told


def test_without_an_address_or_a_server_nothing_goes_out(mailed: World, inbox: Inbox, settings):
    mailed.officer.email = ""
    mailed.officer.save()
    assert run(dt.date(2026, 11, 16)) == Sent(2, 0, 1)
    settings.EMAIL_HOST = ""
    assert run(dt.date(2026, 11, 23)).skipped == "no_mail_server"


def test_what_the_server_refuses_is_tried_again_the_same_day_and_not_for_ever(mailed: World, inbox: Inbox):
    inbox.answer = "451 try later"
    day = dt.date(2026, 11, 16)
    assert run(day) == Sent(0, 3, 0)
    assert set(Letter.objects.values_list("state", "failure")) == {(LetterState.FAILED, "SMTPDataError 451")}
    run(day)
    inbox.answer = "250 OK"
    assert run(day).sent == 3
    assert Letter.objects.filter(attempts=3, state=LetterState.SENT).count() == 3
    inbox.answer = "550 no"
    for _ in range(5):
        run(dt.date(2026, 11, 23))
    assert set(Letter.objects.filter(on=dt.date(2026, 11, 23)).values_list("attempts", flat=True)) == {3}


class Killed(BaseException):
    """The worker is gone."""


def test_a_worker_killed_in_the_middle_sends_nothing_twice_and_nothing_is_lost(
    mailed: World, inbox: Inbox, monkeypatch
):
    day = dt.date(2026, 11, 16)
    real, count = EmailBackend.send_messages, 0

    def dies_after_the_second(self, messages):
        nonlocal count
        done = real(self, messages)
        count += 1
        if count == 2:
            raise Killed
        return done

    monkeypatch.setattr(EmailBackend, "send_messages", dies_after_the_second)
    with pytest.raises(Killed):
        run(day)
    monkeypatch.setattr(EmailBackend, "send_messages", real)
    assert len(inbox.letters) == 2
    run(day)
    # The third went out; the second, of which nobody knows, did not go again.
    assert len(inbox.letters) == 3
    assert len({letter[0] for letter in inbox.letters}) == 3
    unknown = Letter.objects.get(state=LetterState.SENDING)
    run(dt.date(2026, 11, 17))
    # What it spoke of is told by the next working day's letter, to that person alone.
    assert len(inbox.letters) == 4
    assert inbox.letters[3][0] == unknown.person.email
    assert LetterItem.objects.filter(letter__person=unknown.person).count() == 2


def test_nothing_personal_is_logged(mailed: World, inbox: Inbox, caplog, capsys):
    run(dt.date(2026, 11, 16))
    inbox.answer = "550 5.1.1 <can_bo@tinh.example> unknown"
    run(dt.date(2026, 11, 23))
    # The test's own mail server speaks too; what counts is what the program writes.
    own = [str(record.msg) for record in caplog.records if record.name.startswith(("ansinh", "django"))]
    said = "\n".join(own) + "".join(line for line in capsys.readouterr().err.splitlines() if "mail.log" not in line)
    assert "reminders sent" in said
    for word in ("@tinh.example", "Cao Thị Hiền", "can_bo"):
        assert word not in said
    assert not Letter.objects.filter(failure__contains="@").exists()


def test_the_nightly_work_sends_the_letters_of_the_day(mailed: World, inbox: Inbox):
    with time_machine.travel(dt.datetime(2026, 11, 15, 20, 17, tzinfo=dt.UTC), tick=False):
        run_ = jobs.defer(kind=tasks.REMIND, title=tasks.TITLE_REMIND)
        jobs.execute(run_id=run_.pk)
    run_.refresh_from_db()
    assert (run_.state, run_.errors) == ("done", [])
    assert len(inbox.letters) == 3


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_letter_once(inbox: Inbox):
    world = make_world()
    seed_days()
    give_addresses(world)
    start = threading.Barrier(2)

    def work() -> None:
        try:
            start.wait()
            run(dt.date(2026, 11, 16))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(letter[0] for letter in inbox.letters) == [
        "can_bo@tinh.example",
        "can_bo_2@tinh.example",
        "xa_khac@tinh.example",
    ]
