"""Difficulties, inspections, supervision, activities, opinions: who, in which order, what is refused, what stays."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from tests.apps.reporting.working import Work, at, make_work

from ansinh.apps.audit.models import Event
from ansinh.apps.planning.models import PlanVersion
from ansinh.apps.reporting.models import (
    Activity,
    Difficulty,
    DifficultyStep,
    Inspection,
    OpinionCall,
    Remedy,
    SupervisionThread,
    ThreadEntry,
)
from ansinh.apps.reporting.services.activities import CannotWriteActivity, add_activity, add_step
from ansinh.apps.reporting.services.difficulties import (
    CannotRaise,
    difficulties_seen_by,
    move_difficulty,
    raise_difficulty,
)
from ansinh.apps.reporting.services.inspections import (
    CannotInspect,
    add_record,
    add_remedy,
    finish_remedy,
    plan_inspection,
    reopen_remedy,
)
from ansinh.apps.reporting.services.opinions import answer_opinion, give_opinion, is_late, open_call
from ansinh.apps.reporting.services.supervision import CannotSupervise, ask, write
from ansinh.apps.reporting.services.tasks import CannotReport
from ansinh.apps.territory.models import Agency

DAY = dt.date(2026, 6, 1)
LATER = dt.date(2026, 6, 20)


@pytest.fixture
def work(db: None) -> Work:
    """A running plan with its people."""
    return make_work()


def raised(work: Work, **given: Any) -> Difficulty:
    values: dict[str, Any] = {
        "key": uuid.uuid4(),
        "plan": work.plan,
        "task": work.once,
        "title": "Thiếu hướng dẫn",
        "text": "Chưa có mẫu biểu.",
    }
    return raise_difficulty(actor=work.officer, now=at(DAY), **(values | given))


def moved(work: Work, row: Difficulty, verb: str, by: Any, *, on: dt.date = LATER, **given: Any) -> Difficulty:
    values: dict[str, Any] = {"difficulty_id": row.pk, "verb": verb, "seen": row.version}
    return move_difficulty(actor=by, now=at(on), **(values | given))


def test_a_difficulty_goes_up_is_answered_asked_again_and_closed(work: Work):
    row = raised(work)
    assert raised(work, key=row.pk) == row
    ministry = Agency.objects.get(code="bo-y-te")
    row = moved(work, row, "pass", work.coordinator, to=ministry, answer_due=dt.date(2026, 7, 1))
    assert (row.state, row.addressed_to, row.waiting_since) == ("passed", ministry, LATER)
    row = moved(work, row, "answer", work.coordinator, text="Theo mẫu kèm theo", instrument="12/BYT-KH")
    row = moved(work, row, "reopen", work.officer, text="Mẫu chưa dùng được", on=dt.date(2026, 6, 25))
    assert (row.state, row.waiting_since, row.answer_due) == ("open", dt.date(2026, 6, 25), None)
    row = moved(work, row, "answer", work.chair, text="Dùng mẫu mới", on=dt.date(2026, 6, 26))
    row = moved(work, row, "close", work.officer, on=dt.date(2026, 6, 27))
    assert list(row.steps.values_list("verb", flat=True)) == ["raise", "pass", "answer", "reopen", "answer", "close"]
    assert Event.objects.filter(verb="reporting.difficulty").count() == 6
    with pytest.raises(CannotRaise, match="đã khép lại"):
        moved(work, row, "answer", work.coordinator, text="Nữa")
    with pytest.raises(ProgrammingError), transaction.atomic():
        DifficultyStep.objects.update(text="khác")


def test_whoever_raised_it_does_not_answer_and_others_do_not_see_it(work: Work):
    row = raised(work)
    for who in (work.officer, work.colleague, work.stranger, work.auditor):
        with pytest.raises(CannotRaise, match="không làm được bước này"):
            moved(work, row, "answer", who, text="Tự trả lời")
    seen = [
        name
        for name in ("officer", "colleague", "coordinator", "auditor", "stranger", "supporter")
        if Difficulty.objects.filter(difficulties_seen_by(getattr(work, name)), pk=row.pk).exists()
    ]
    assert seen == ["officer", "colleague", "coordinator", "auditor"]
    with pytest.raises(CannotRaise):
        raise_difficulty(
            key=uuid.uuid4(), plan=work.plan, title="x", text="y", actor=work.auditor, now=at(DAY), task=None
        )


def test_the_agency_that_is_asked_answers(work: Work):
    row = raised(work, addressed_to=work.supporter.agency)
    assert moved(work, row, "answer", work.supporter, text="Đã gửi mẫu").state == "answered"


def test_two_at_once_on_a_difficulty(work: Work):
    row = raised(work)
    moved(work, row, "answer", work.coordinator, text="Một")
    with pytest.raises(CannotRaise, match="Người khác vừa làm"):
        moved(work, row, "answer", work.chair, text="Hai")


def test_a_difficulty_is_put_into_a_version_of_its_own_plan(work: Work):
    row = raised(work)
    version = PlanVersion.objects.get(plan=work.plan)
    with pytest.raises(CannotRaise, match="phiên bản của chính"):
        moved(work, row, "into_version", work.coordinator)
    row = moved(work, row, "into_version", work.coordinator, plan_version=version)
    assert (row.plan_version, row.state) == (version, "open")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [({"title": " "}, "tóm tắt"), ({"text": ""}, "nội dung"), ({"answer_due": dt.date(2026, 5, 31)}, "từ hôm nay")],
)
def test_a_difficulty_says_what_and_by_when(work: Work, given, sentence):
    with pytest.raises(CannotRaise, match=sentence):
        raised(work, **given)


def inspected(work: Work, **given: Any) -> Inspection:
    values: dict[str, Any] = {
        "key": uuid.uuid4(),
        "plan": work.plan,
        "title": "Kiểm tra chi trả",
        "team": "Bà A, trưởng đoàn",
        "from_date": DAY,
        "to_date": LATER,
        "agency": work.officer.agency,
        "actor": work.coordinator,
    }
    return plan_inspection(now=at(DAY), **(values | given))


def test_an_inspection_goes_from_minutes_to_conclusion_to_remedies(work: Work):
    row = inspected(work)
    who: dict[str, Any] = {"actor": work.coordinator, "now": at(LATER)}
    with pytest.raises(CannotInspect, match="Chưa có biên bản"):
        add_record(inspection_id=row.pk, kind="conclusion", on=LATER, number="5/KL", text="Đạt", **who)
    with pytest.raises(CannotInspect, match="Chưa có kết luận"):
        add_remedy(inspection_id=row.pk, text="Chi bù", who="", due_date=LATER, **who)
    add_record(inspection_id=row.pk, kind="minutes", on=LATER, text="Đã làm việc", **who)
    with pytest.raises(CannotInspect, match="số của kết luận"):
        add_record(inspection_id=row.pk, kind="conclusion", on=LATER, text="Đạt", **who)
    add_record(inspection_id=row.pk, kind="conclusion", on=LATER, number="5/KL", text="Còn thiếu", **who)
    remedy = add_remedy(inspection_id=row.pk, text="Chi bù", who="", due_date=dt.date(2026, 7, 1), **who)
    assert remedy.who == "Sở Y tế"
    assert add_remedy(inspection_id=row.pk, text="Chi bù", who="", due_date=dt.date(2026, 7, 1), **who) == remedy
    mended: dict[str, Any] = {
        "remedy_id": remedy.pk,
        "seen": 0,
        "done_on": LATER,
        "result": "Đã chi bù",
        "now": at(LATER),
    }
    with pytest.raises(CannotInspect, match="Nơi được kiểm tra"):
        finish_remedy(actor=work.stranger, **mended)
    finish_remedy(actor=work.officer, **mended)
    with pytest.raises(CannotInspect, match="người khác ghi"):
        finish_remedy(actor=work.colleague, **mended)
    reopen_remedy(remedy_id=remedy.pk, seen=1, reason="Thiếu 2 hộ", **who)
    assert Remedy.objects.get().done_on is None
    said = Event.objects.filter(verb="reporting.inspection").order_by("-pk").values_list("detail", flat=True)
    assert said[0]["result"] == "Đã chi bù"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"team": " "}, "đoàn kiểm tra"),
        ({"agency": None}, "Chọn cơ quan"),
        ({"to_date": dt.date(2026, 5, 1)}, "từ “Từ ngày”"),
    ],
)
def test_an_inspection_has_team_subject_and_days(work: Work, given, sentence):
    with pytest.raises(CannotInspect, match=sentence):
        inspected(work, **given)


def test_an_officer_plans_no_inspection(work: Work):
    with pytest.raises(CannotInspect, match="Điều phối hoặc lãnh đạo"):
        inspected(work, actor=work.officer)


def asked(work: Work, by: Any = None, **given: Any) -> SupervisionThread:
    values: dict[str, Any] = {
        "key": uuid.uuid4(),
        "plan": work.plan,
        "task": work.once,
        "supervisor": "council",
        "title": "Vì sao chậm?",
        "text": "Đề án chậm sáu tháng.",
    }
    return ask(actor=by or work.auditor, now=at(DAY), **(values | given))


def wrote(work: Work, thread: SupervisionThread, kind: str, text: str, by: Any, seen: int, on: dt.date = LATER) -> Any:
    return write(thread_id=thread.pk, kind=kind, text=text, seen=seen, actor=by, now=at(on))


def test_a_question_is_answered_by_those_in_charge_and_ended_by_those_who_ask(work: Work):
    thread = asked(work)
    for who in (work.auditor, work.stranger, work.supporter):
        with pytest.raises(CannotSupervise, match="mới trả lời"):
            wrote(work, thread, "answer", "Tôi", who, 1)
    first = wrote(work, thread, "answer", "Do thiếu người", work.officer, 1)
    assert wrote(work, thread, "answer", "Do thiếu người", work.officer, 1) == first
    with pytest.raises(CannotSupervise, match="viết thêm"):
        wrote(work, thread, "answer", "Khác", work.coordinator, 1)
    with pytest.raises(CannotSupervise, match="người giám sát"[1:]):
        wrote(work, thread, "closed", "Xong", work.officer, 2)
    wrote(work, thread, "closed", "Đã rõ", work.auditor, 2)
    with pytest.raises(CannotSupervise, match="đã kết thúc"):
        wrote(work, thread, "answer", "Thêm", work.coordinator, 3)
    with pytest.raises(ProgrammingError), transaction.atomic():
        ThreadEntry.objects.all().delete()


def test_an_officer_asks_no_question_of_supervision(work: Work):
    with pytest.raises(CannotSupervise):
        asked(work, work.officer)


def written(work: Work, **given: Any) -> Activity:
    values: dict[str, Any] = {
        "key": uuid.uuid4(),
        "plan": work.plan,
        "kind": "commendation",
        "title": "Khen tập thể",
        "from_date": DAY,
    }
    return add_activity(actor=work.officer, now=at(DAY), **(values | given))


def step(work: Work, row: Activity, kind: str, seen: int, by: Any = None, **given: Any) -> Any:
    values: dict[str, Any] = {"activity_id": row.pk, "kind": kind, "on": LATER, "text": "Đã làm", "seen": seen}
    return add_step(actor=by or work.officer, now=at(LATER), **(values | given))


def test_a_commendation_skips_no_step_and_is_not_decided_by_who_nominated(work: Work):
    row = written(work)
    with pytest.raises(CannotWriteActivity, match="lần lượt"):
        step(work, row, "decision", 0, instrument="1/QĐ")
    step(work, row, "guidance", 0)
    step(work, row, "nomination", 1)
    with pytest.raises(CannotWriteActivity, match="Người đề nghị"):
        step(work, row, "appraisal", 2)
    step(work, row, "appraisal", 2, work.colleague)
    with pytest.raises(CannotWriteActivity, match="số, ký hiệu"):
        step(work, row, "decision", 3, work.chair)
    assert step(work, row, "decision", 3, work.chair, instrument="9/QĐ-UBND").number == 4


def test_a_good_model_is_written_step_by_step_by_its_own_people(work: Work):
    row = written(work, kind="good_model", title="Bữa ăn bán trú")
    first = step(work, row, "held", 0)
    assert step(work, row, "held", 0) == first
    with pytest.raises(CannotWriteActivity, match="vừa ghi thêm"):
        step(work, row, "spread", 0, work.colleague)
    with pytest.raises(CannotWriteActivity, match="không thuộc"):
        step(work, row, "spread", 1, work.stranger)


def called(work: Work, **given: Any) -> OpinionCall:
    values: dict[str, Any] = {
        "key": uuid.uuid4(),
        "task_id": work.once.pk,
        "title": "Dự thảo đề án",
        "opened_on": DAY,
        "closes_on": LATER,
    }
    return open_call(actor=work.officer, now=at(DAY), **(values | given))


def test_opinions_are_collected_answered_and_late_ones_are_marked(work: Work):
    call = called(work)
    own = give_opinion(call=call, text="Bổ sung kinh phí", part="Điều 3", actor=work.supporter, now=at(LATER))
    assert (own.from_name, own.agency, is_late(own)) == ("Sở Nội vụ", work.supporter.agency, False)
    late = give_opinion(call=call, text="Thống nhất", actor=work.stranger, now=at(dt.date(2026, 6, 21)))
    assert is_late(late)
    paper = give_opinion(call=call, text="Thống nhất", from_name="Hội Nông dân", actor=work.officer, now=at(LATER))
    assert paper.agency is None
    with pytest.raises(CannotReport):
        give_opinion(call=call, text="x", from_name="Sở khác", actor=work.stranger, now=at(LATER))
    with pytest.raises(CannotReport, match="không góp ý"):
        give_opinion(call=call, text="x", actor=work.auditor, now=at(LATER))
    with pytest.raises(CannotReport, match="giải trình"):
        answer_opinion(opinion_id=own.pk, taken="explained", response="", actor=work.officer, now=at(LATER))
    with pytest.raises(CannotReport):
        answer_opinion(opinion_id=own.pk, taken="accepted", response="", actor=work.supporter, now=at(LATER))
    assert (
        answer_opinion(opinion_id=own.pk, taken="accepted", response="", actor=work.officer, now=at(LATER)).taken
        == "accepted"
    )


def test_only_those_who_have_the_task_ask_for_opinions(work: Work):
    with pytest.raises(CannotReport):
        open_call(
            key=uuid.uuid4(),
            task_id=work.once.pk,
            title="x",
            opened_on=DAY,
            closes_on=LATER,
            actor=work.supporter,
            now=at(DAY),
        )
    with pytest.raises(CannotReport, match="Hạn góp ý"):
        called(work, closes_on=dt.date(2026, 5, 1))
