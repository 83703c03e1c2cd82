"""The first page of the day beside reports: tasks, answers, remedies, opinions, parts to write; each to whom it falls."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.urls import reverse
from tests.apps.reporting.test_matters import asked, called, inspected, raised
from tests.apps.reporting.test_pages import browser
from tests.apps.reporting.working import Work, at, make_work

from ansinh.apps.planning.models import Task
from ansinh.apps.reporting.models import OfficialForm, OutlineSection
from ansinh.apps.reporting.selectors.waiting import list_waiting
from ansinh.apps.reporting.services.extensions import ask_extension
from ansinh.apps.reporting.services.inspections import add_record, add_remedy
from ansinh.apps.reporting.services.official import begin_official, write_section
from ansinh.apps.reporting.services.opinions import give_opinion
from ansinh.apps.reporting.services.supervision import write
from ansinh.apps.ui.today import SHOWN

DAY = dt.date(2026, 6, 1)
LATER = dt.date(2026, 6, 20)
AUTUMN = dt.date(2026, 12, 10)


@pytest.fixture
def work(db: None) -> Work:
    """A running plan with its people."""
    return make_work()


def seen(work: Work, name: str, on: dt.date = LATER) -> dict[str, list[str]]:
    """Return what a person finds on his first page, by kinds."""
    groups = list_waiting(getattr(work, name), today=on)
    return {group.name: [one.title for one in group.rows] for group in groups}


def test_tasks_appear_thirty_days_before_and_stay_when_late(work: Work):
    yearly = "Khám sức khỏe định kỳ cho người cao tuổi"
    quarter = "Rà soát cơ sở bảo trợ xã hội từng quý"
    assert seen(work, "officer", dt.date(2026, 2, 1)) == {}
    (group,) = list_waiting(work.officer, today=AUTUMN)
    assert [(one.title, f"{one.due:%d/%m}") for one in group.rows if one.due] == [
        (quarter, "31/03"),
        (quarter, "30/06"),
        (quarter, "30/09"),
        (yearly, "31/12"),
        (quarter, "31/12"),
    ]
    # The first quarter had begun before the plan was put to work, but fell due after: silence about it is late.
    assert {one.state for one in group.rows} == {""}
    Task.objects.filter(pk=work.once.pk).update(from_year=2025, to_year=2025)
    (before,) = [one for one in list_waiting(work.officer, today=AUTUMN)[0].rows if one.title == work.once.name]
    assert (before.due, before.state) == (dt.date(2025, 12, 31), "chưa rõ")
    assert seen(work, "stranger", AUTUMN) == {}


def test_each_question_waits_for_those_who_answer_it(work: Work):
    raised(work)
    raised(work, title="Hỏi Sở Nội vụ", addressed_to=work.supporter.agency)
    thread = asked(work)
    once, today = work.once, at(DAY)
    later = dt.date(2028, 1, 31)
    ask_extension(task_id=once.pk, period="", asked_day=later, reason="Chờ hướng dẫn", actor=work.officer, now=today)
    assert seen(work, "coordinator") == {
        "Đề nghị gia hạn chờ bạn trả lời": [once.name],
        "Vướng mắc, kiến nghị chờ bạn trả lời": ["Thiếu hướng dẫn"],
        "Câu hỏi giám sát": ["Vì sao chậm?"],
    }
    assert seen(work, "chair") == seen(work, "coordinator")
    assert seen(work, "supporter") == {"Vướng mắc, kiến nghị chờ bạn trả lời": ["Hỏi Sở Nội vụ"]}
    assert seen(work, "officer")["Câu hỏi giám sát"] == ["Vì sao chậm?"]
    assert seen(work, "auditor") == seen(work, "stranger") == {}
    write(thread_id=thread.pk, kind="answer", text="Thiếu người", seen=1, actor=work.officer, now=at(DAY))
    assert "Câu hỏi giám sát" not in seen(work, "officer")
    assert seen(work, "auditor") == {"Câu hỏi giám sát": ["Vì sao chậm?"]}


def test_remedies_wait_where_it_was_inspected_and_late_ones_for_those_who_steer(work: Work):
    row = inspected(work)
    who: dict[str, Any] = {"actor": work.coordinator, "now": at(LATER)}
    add_record(inspection_id=row.pk, kind="minutes", on=LATER, text="Đã làm việc", **who)
    add_record(inspection_id=row.pk, kind="conclusion", on=LATER, number="5/KL", text="Còn thiếu", **who)
    add_remedy(inspection_id=row.pk, text="Chi bù hai hộ", who="", due_date=dt.date(2026, 7, 1), **who)
    name = "Việc phải khắc phục sau kiểm tra"
    assert [name in seen(work, one) for one in ("officer", "coordinator", "supporter")] == [True, False, False]
    late = dt.date(2026, 7, 2)
    assert [seen(work, one, late).get(name) for one in ("officer", "coordinator", "stranger")] == [
        ["Chi bù hai hộ"],
        ["Chi bù hai hộ"],
        None,
    ]


def test_opinions_and_parts_wait_for_those_who_write(work: Work):
    call = called(work)
    give_opinion(call=call, text="Bổ sung kinh phí", actor=work.supporter, now=at(LATER))
    report = begin_official(
        plan=work.plan, kind="annual", from_year=2026, to_year=2026, actor=work.coordinator, now=at(LATER),
        form=OfficialForm.STATE, about="Kết quả năm 2026",
    )  # fmt: skip
    part = OutlineSection.objects.filter(report=report, kind="text", is_required=True).first()
    assert part is not None
    OutlineSection.objects.filter(pk=part.pk).update(agency=work.officer.agency)
    own = seen(work, "officer")
    assert own["Góp ý dự thảo chờ bạn tiếp thu, giải trình"] == ["Dự thảo đề án"]
    assert own["Phần báo cáo tổng hợp chờ bạn viết"] == [part.heading]
    assert seen(work, "supporter") == {}
    write_section(section_id=part.pk, body="Đã làm.", actor=work.officer, now=at(LATER))
    assert "Phần báo cáo tổng hợp chờ bạn viết" not in seen(work, "officer")


def test_the_page_shows_the_first_ones_and_takes_few_statements(work: Work, django_assert_max_num_queries):
    for at_row in range(SHOWN + 3):
        raised(work, key=uuid.uuid4(), title=f"Vướng mắc {at_row}")
    client = browser(work.coordinator)
    with django_assert_max_num_queries(25):
        page = client.get(reverse("reporting:today")).content.decode()
    assert page.count("Vướng mắc ") == SHOWN
    assert "Xem thêm 3 việc" in page
    assert "Hôm nay không có việc nào chờ" not in page
