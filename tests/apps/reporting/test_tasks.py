"""Work on tasks: who writes, what is refused, the status that follows, more time, money."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from tests.apps.reporting.working import Work, at, make_work

from ansinh.apps.audit.models import Event
from ansinh.apps.planning.panels import with_work
from ansinh.apps.planning.selectors.calendar import task_due, task_status
from ansinh.apps.planning.services.accountability import name_accountable
from ansinh.apps.reporting.models import Extension, ProgressNote, TaskEvent, TaskRun
from ansinh.apps.reporting.selectors.funds import list_funds, sum_funds
from ansinh.apps.reporting.selectors.taskwork import find_instance, list_instances, list_my_tasks
from ansinh.apps.reporting.services.extensions import answer_extension, ask_extension, withdraw_extension
from ansinh.apps.reporting.services.funds import enter_fund, withdraw_fund
from ansinh.apps.reporting.services.tasks import (
    CannotReport,
    Progress,
    ProgressConflict,
    record_event,
    report_progress,
    withdraw_event,
)

DAY = dt.date(2026, 6, 1)
DUE = dt.date(2027, 12, 31)


@pytest.fixture
def work(db: None) -> Work:
    """A running plan with its people."""
    return make_work()


def status(task: Any, on: dt.date, period: str | None = None) -> tuple[str, int]:
    found = find_instance(list_instances(task, on=on), period)
    assert found is not None
    return found.status.code, found.status.days


def test_the_agency_that_has_the_task_writes_and_the_log_keeps_all(work: Work):
    work.say(work.once, DAY, share=10, done="Lập tổ")
    note = work.say(work.once, dt.date(2026, 9, 1), share=60, barrier="Thiếu số liệu", request="Cấp số liệu")
    assert (note.number, note.share) == (2, 60)
    assert ProgressNote.objects.filter(run__task=work.once).count() == 2
    assert Event.objects.filter(verb="reporting.progress").count() == 2
    assert status(work.once, dt.date(2026, 9, 2)) == ("in_progress", 0)


@pytest.mark.parametrize("who", ["stranger", "supporter", "auditor"])
def test_others_do_not_write(work: Work, who):
    with pytest.raises(CannotReport, match="Chỉ cơ quan đang giữ việc"):
        work.say(work.once, DAY, by=getattr(work, who))


@pytest.mark.parametrize("who", ["officer", "colleague", "coordinator", "chair"])
def test_holder_and_coordinator_write(work: Work, who):
    assert work.say(work.once, DAY, by=getattr(work, who)).author == getattr(work, who)


def test_whoever_answers_by_name_writes_while_it_holds(work: Work):
    name_accountable(
        plan_id=work.plan.pk,
        task_id=work.once.pk,
        role="accountable",
        valid_from=dt.date(2026, 3, 1),
        valid_to=dt.date(2026, 7, 1),
        person=work.stranger,
        actor=work.coordinator,
        now=at(DAY),
    )
    assert work.say(work.once, DAY, by=work.stranger)
    with pytest.raises(CannotReport):
        work.say(work.once, dt.date(2026, 7, 1), by=work.stranger)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"state": "done", "share": 90}, "phải 100 %"),
        ({"state": "in_progress", "share": 100}, "từ 0 đến 99 %"),
        ({"state": "not_started", "share": 5}, "phải 0 %"),
        ({"state": "late"}, "Chọn tình trạng"),
        ({"done": " "}, "ít nhất một ô"),
        ({"state": "done", "share": 100}, "sản phẩm"),
        ({"on": dt.date(2026, 6, 2)}, "chưa tới"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_remedy(work: Work, given, sentence):
    with pytest.raises(CannotReport, match=sentence):
        _say(work, given)
    assert not ProgressNote.objects.exists()


def _say(work: Work, given: dict[str, Any]) -> None:
    values: dict[str, Any] = {"state": "in_progress", "share": 40, "done": "Đã họp.", "on": DAY}
    report_progress(
        task_id=work.once.pk, period="", given=Progress(**(values | given)), seen=0, actor=work.officer, now=at(DAY)
    )


def test_progress_follows_time(work: Work):
    work.say(work.once, DAY)
    with pytest.raises(CannotReport, match=r"01/06/2026"):
        work.say(work.once, dt.date(2026, 5, 1))


def test_two_at_once_the_second_is_told_and_a_double_click_is_one(work: Work):
    first = work.say(work.once, DAY, seen=0)
    assert work.say(work.once, DAY, seen=0) == first
    with pytest.raises(ProgressConflict, match="Cao Thị Hiền"):
        work.say(work.once, DAY, seen=0, by=work.colleague)
    with pytest.raises(ProgressConflict):
        work.say(work.once, DAY, seen=0, share=41)
    assert ProgressNote.objects.count() == 1


def test_what_was_said_cannot_be_changed_in_the_database(work: Work):
    note = work.say(work.once, DAY)
    for act in (lambda: ProgressNote.objects.update(share=1), note.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            act()
    run = note.run
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressNote.objects.create(
            run=run, number=2, state="done", share=50, on=DAY, author=work.officer, at=at(DAY), done="x"
        )


@pytest.mark.parametrize(
    ("done_on", "expected"),
    [(DUE, ("done_on_time", 0)), (dt.date(2028, 1, 3), ("done_late", 3))],
)
def test_done_on_time_or_late_follows_from_the_day(work: Work, done_on, expected):
    work.say(work.once, done_on, state="done", share=100, product="Quyết định 12/QĐ-UBND")
    assert status(work.once, dt.date(2028, 2, 1)) == expected


def test_silence_before_the_day_is_unknown_and_after_it_late(work: Work):
    assert status(work.once, DAY) == ("unknown", 0)
    assert status(work.once, DUE) == ("unknown", 0)
    assert status(work.once, DUE + dt.timedelta(days=2)) == ("overdue", 2)


def test_a_yearly_task_has_one_instance_a_year_and_the_oldest_late_one_stands_for_it(work: Work):
    codes = [one.code for one in list_instances(work.yearly, on=dt.date(2028, 2, 29))]
    assert codes == ["2026", "2027", "2028"]
    assert status(work.yearly, dt.date(2027, 1, 10), "2026") == ("overdue", 10)
    assert status(work.yearly, dt.date(2027, 1, 10), "2027") == ("not_started", 0)
    work.say(work.yearly, dt.date(2027, 1, 10), period="2026", state="done", share=100, product="BC 9")
    assert status(work.yearly, dt.date(2027, 1, 11), "2026") == ("done_late", 10)
    assert status(work.yearly, dt.date(2027, 1, 11)) == ("not_started", 0)
    assert status(work.yearly, dt.date(2028, 1, 1)) == ("overdue", 1)


def test_a_quarterly_task_has_one_a_quarter_due_on_its_last_day(work: Work):
    found = list_instances(work.quarterly, on=dt.date(2026, 7, 1))
    assert [(one.code, one.due) for one in found] == [
        ("2026-Q1", dt.date(2026, 3, 31)),
        ("2026-Q2", dt.date(2026, 6, 30)),
        ("2026-Q3", dt.date(2026, 9, 30)),
    ]
    with pytest.raises(CannotReport, match="Kỳ thực hiện này"):
        work.say(work.quarterly, dt.date(2026, 7, 1), period="2026-Q4")


def test_a_task_that_waits_starts_when_the_instrument_is_recorded(work: Work):
    task, day = work.waiting, dt.date(2026, 5, 20)
    assert status(task, DAY) == ("waiting_event", 0)
    with pytest.raises(CannotReport, match="chờ một văn bản"):
        work.say(task, DAY)
    given: dict[str, Any] = {"instrument": "45/HD-BYT", "instrument_date": day, "due_date": dt.date(2026, 8, 1)}
    event = record_event(task_id=task.pk, actor=work.officer, now=at(DAY), **given)
    assert record_event(task_id=task.pk, actor=work.officer, now=at(DAY), **given) == event
    assert status(task, DAY) == ("not_started", 0)
    assert status(task, dt.date(2026, 8, 4)) == ("overdue", 3)
    with pytest.raises(CannotReport, match="Đã ghi 45/HD-BYT"):
        record_event(task_id=task.pk, actor=work.officer, now=at(DAY), instrument="46", instrument_date=day)
    withdraw_event(task_id=task.pk, event_id=event.pk, actor=work.officer, now=at(DAY))
    assert status(task, DAY) == ("waiting_event", 0)
    assert TaskEvent.objects.get().withdrawn_by == work.officer


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"instrument": " "}, "số, ký hiệu"),
        ({"instrument_date": dt.date(2026, 6, 2)}, "chưa tới"),
        ({"due_date": dt.date(2026, 1, 1)}, "từ ngày văn bản"),
    ],
)
def test_an_instrument_written_wrongly_is_refused(work: Work, given, sentence):
    values: dict[str, Any] = {"instrument": "45/HD", "instrument_date": DAY}
    with pytest.raises(CannotReport, match=sentence):
        record_event(task_id=work.waiting.pk, actor=work.officer, now=at(DAY), **(values | given))


def ask(work: Work, day: dt.date = dt.date(2028, 3, 1), **given: Any) -> Extension:
    values: dict[str, Any] = {"task_id": work.once.pk, "period": "", "asked_day": day, "reason": "Chờ Trung ương"}
    return ask_extension(actor=work.officer, now=at(DAY), **(values | given))


def answer(work: Work, extension: Extension, by: Any, **given: Any) -> Extension:
    values: dict[str, Any] = {"task_id": work.once.pk, "extension_id": extension.pk, "granted": True}
    return answer_extension(actor=by, now=at(DAY), **(values | given))


def test_more_time_is_answered_by_another_person_and_moves_the_day(work: Work):
    extension = ask(work)
    assert ask(work) == extension
    for who in (work.officer, work.colleague, work.stranger, work.auditor):
        with pytest.raises(CannotReport, match="không tự trả lời"):
            answer(work, extension, who)
    answer(work, extension, work.coordinator, granted_day=dt.date(2028, 2, 1))
    assert status(work.once, dt.date(2028, 2, 3)) == ("overdue", 2)
    with pytest.raises(CannotReport, match="vừa được trả lời"):
        answer(work, extension, work.chair)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Extension.objects.update(granted_day=dt.date(2030, 1, 1))


def test_a_coordinator_who_asked_does_not_answer_also_past_the_service(work: Work):
    extension = ask_extension(
        task_id=work.once.pk, period="", asked_day=dt.date(2028, 3, 1), reason="x", actor=work.coordinator, now=at(DAY)
    )
    with pytest.raises(CannotReport, match="không tự trả lời"):
        answer(work, extension, work.coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.update(
            answer="granted", granted_day=extension.asked_day, answered_by=work.coordinator, answered_at=at(DAY)
        )


def test_refusing_needs_a_reason_and_the_day_stays(work: Work):
    extension = ask(work)
    with pytest.raises(CannotReport, match="vì sao"):
        answer(work, extension, work.chair, granted=False)
    answer(work, extension, work.chair, granted=False, reason="Không có căn cứ")
    assert status(work.once, dt.date(2028, 1, 1)) == ("overdue", 1)
    assert ask(work, reason="Có căn cứ mới").pk != extension.pk


@pytest.mark.parametrize(("day", "sentence"), [(DUE, "phải sau thời hạn"), (dt.date(2026, 7, 1), "phải sau thời hạn")])
def test_more_time_means_later(work: Work, day, sentence):
    with pytest.raises(CannotReport, match=sentence):
        ask(work, day)


def test_a_request_is_taken_back_by_the_one_who_asked(work: Work):
    extension = ask(work)
    with pytest.raises(CannotReport, match="đang chờ trả lời"):
        ask(work, dt.date(2028, 5, 1))
    with pytest.raises(CannotReport, match="Cao Thị Hiền"):
        withdraw_extension(task_id=work.once.pk, extension_id=extension.pk, actor=work.colleague, now=at(DAY))
    withdraw_extension(task_id=work.once.pk, extension_id=extension.pk, actor=work.officer, now=at(DAY))
    assert ask(work, dt.date(2028, 5, 1)).asked_day == dt.date(2028, 5, 1)


def test_the_planning_room_tells_what_this_room_knows(work: Work):
    work.say(work.once, dt.date(2028, 1, 3), state="done", share=100, product="QĐ 12")
    [task] = with_work([work.once], on=dt.date(2028, 2, 1))
    assert task_status(task, today=dt.date(2028, 2, 1)) == "done_late"
    assert task_due(task, today=dt.date(2028, 2, 1)) == DUE
    assert task.work is not None
    assert task.work.words == "trễ 3 ngày"


def test_my_tasks_are_those_of_my_agency_and_those_in_my_name(work: Work):
    mine = list_my_tasks(work.officer, on=DAY)
    assert {one.task.no for one in mine} == {"1", "2", "3", "4"}
    assert mine[0].instance.status.code == "overdue"
    assert list_my_tasks(work.stranger, on=DAY) == []
    assert list_my_tasks(work.supporter, on=DAY) == []


def fund(work: Work, amount: int, kind: str = "allocated", **given: Any) -> Any:
    values: dict[str, Any] = {"source": "province", "on": DAY, "document": "QĐ 5", "key": uuid.uuid4()}
    return enter_fund(
        task_id=work.once.pk, kind=kind, amount_vnd=amount, actor=work.officer, now=at(DAY), **(values | given)
    )


def test_money_is_added_up_by_source_and_taken_back_with_a_reason(work: Work):
    entry = fund(work, 9_007_199_254_740_993)
    assert fund(work, 1, key=entry.key) == entry
    fund(work, 500, "spent", source="mobilised")
    sums = {row.label: (row.allocated_vnd, row.spent_vnd, row.left_vnd) for row in sum_funds(list_funds(work.once))}
    assert sums["Ngân sách tỉnh"] == (9_007_199_254_740_993, 0, 9_007_199_254_740_993)
    assert sums["Vận động, tài trợ"] == (0, 500, -500)
    with pytest.raises(CannotReport, match="vì sao"):
        withdraw_fund(task_id=work.once.pk, entry_id=entry.pk, reason=" ", actor=work.officer, now=at(DAY))
    withdraw_fund(task_id=work.once.pk, entry_id=entry.pk, reason="Nhập nhầm", actor=work.officer, now=at(DAY))
    assert [row.label for row in sum_funds(list_funds(work.once))] == ["Vận động, tài trợ"]
    with pytest.raises(ProgrammingError), transaction.atomic():
        type(entry).objects.update(amount_vnd=1)


@pytest.mark.parametrize(
    ("amount", "given", "sentence"),
    [(0, {}, "khác 0"), (5, {"document": " "}, "chứng từ"), (5, {"on": dt.date(2026, 6, 2)}, "chưa tới")],
)
def test_money_without_ground_is_refused(work: Work, amount, given, sentence):
    with pytest.raises(CannotReport, match=sentence):
        fund(work, amount, **given)


def test_nothing_is_written_on_a_plan_that_is_not_running(work: Work):
    work.plan.state = "in_review"
    work.plan.save()
    with pytest.raises(CannotReport):
        work.say(work.once, DAY)
    assert not TaskRun.objects.exists()
