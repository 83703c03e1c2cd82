"""The pages of the work on tasks: who opens which, writing, files in and out, as of another day, how many statements."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.apps.reporting.working import Work, at, make_work
from tests.browser.session import session_of

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.models import Event
from ansinh.apps.planning.models import Task
from ansinh.apps.planning.selectors.calendar import task_due
from ansinh.apps.reporting.models import (
    Activity,
    Difficulty,
    Extension,
    FundEntry,
    Inspection,
    Opinion,
    OpinionCall,
    ProgressNote,
    Proof,
    SupervisionThread,
    TaskRun,
    ThreadEntry,
)
from ansinh.apps.reporting.selectors.taskwork import works_of
from ansinh.apps.reporting.services.activities import add_activity
from ansinh.apps.reporting.services.difficulties import raise_difficulty
from ansinh.apps.reporting.services.extensions import answer_extension, ask_extension
from ansinh.apps.reporting.services.inspections import plan_inspection
from ansinh.apps.reporting.services.proofs import path_of
from ansinh.apps.reporting.services.supervision import ask, write

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
MOST_STATEMENTS = 30


@pytest.fixture
def work(db: None, settings: Any, tmp_path: Path) -> Work:
    """A running plan with its people; uploads go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return make_work()


def browser(user: User) -> Client:
    client = Client()
    client.cookies["sessionid"] = session_of(user, at=timezone.now())
    return client


def url(name: str, *args: Any) -> str:
    return reverse(f"reporting:{name}", args=args)


def today() -> str:
    return f"{timezone.localdate():%d/%m/%Y}"


LISTS = ["my_tasks", "difficulties", "inspections", "threads", "activities"]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("who", ["officer", "coordinator", "stranger", "auditor"])
def test_every_list_opens_empty_and_says_what_to_do(work: Work, name, who):
    answer = browser(getattr(work, who)).get(url(name))
    assert answer.status_code == 200
    assert name == "my_tasks" or 'class="empty"' in answer.content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_without_a_login_every_list_leads_to_it(db: None, name):
    assert Client().get(url(name)).status_code == 302


def test_my_tasks_as_list_and_as_file(work: Work):
    client = browser(work.officer)
    page = client.get(url("my_tasks")).content.decode()
    assert "Xây dựng đề án trợ giúp xã hội cộng đồng" in page
    assert "Quý I/2026" in page
    assert client.get(url("my_tasks"), {"phan": "qua-han"}).status_code == 200
    exported = client.get(url("my_tasks"), {"xuat": "csv"})
    assert "Nhiệm vụ" in exported.content.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("who", "code"), [("officer", 200), ("supporter", 200), ("auditor", 200), ("chair", 200), ("stranger", 403)]
)
def test_who_opens_the_sheet_of_a_task(work: Work, who, code):
    assert browser(getattr(work, who)).get(url("task", work.once.pk)).status_code == code


def test_the_sheet_without_a_login_leads_to_it(work: Work):
    assert Client().get(url("task", work.once.pk)).status_code == 302


def test_a_period_that_is_not_there(work: Work):
    assert browser(work.officer).get(url("task", work.once.pk), {"ky": "1999"}).status_code == 404


def progress(client: Client, task: Task, **given: str) -> Any:
    data = {"act": "progress", "state": "in_progress", "share": "35", "on": today(), "done": "Đã họp", "seen": "0"}
    return client.post(url("task", task.pk) + "?ky=", data | given)


def test_progress_by_the_page_and_the_planning_page_shows_it(work: Work):
    client = browser(work.officer)
    assert progress(client, work.once).status_code == 302
    assert ProgressNote.objects.get().share == 35
    page = client.get(reverse("planning:task", args=[work.plan.pk, work.once.pk])).content.decode()
    assert "35 %" in page
    assert "Ghi tiến độ, tải tệp" in page
    assert "Đang làm" in page
    other = browser(work.stranger).get(reverse("planning:task", args=[work.plan.pk, work.once.pk])).content.decode()
    assert "35 %" in other
    assert "Mở phiếu tiến độ" not in other


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"share": "101"}, "100 trở xuống"),
        ({"on": "31/02/2026"}, "Không đọc được ngày"),
        ({"done": "", "next": ""}, "ít nhất một ô"),
    ],
)
def test_what_is_wrong_is_said_on_the_page_and_what_was_typed_stays(work: Work, given, said):
    answer = progress(browser(work.officer), work.once, **({"product": "", "next": "Trình thẩm định"} | given))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Trình thẩm định" in page or "next" in given
    assert not ProgressNote.objects.exists()


def test_who_only_reads_writes_nothing(work: Work):
    for who in (work.supporter, work.auditor):
        progress(browser(who), work.once)
    assert progress(browser(work.stranger), work.once).status_code == 403
    assert not ProgressNote.objects.exists()


def test_event_extension_and_money_by_the_page(work: Work):
    client = browser(work.officer)
    event = {"act": "event", "event-instrument": "45/HD-BYT", "event-instrument_date": "20/05/2026"}
    assert client.post(url("task", work.waiting.pk), event).status_code == 302
    ask_more = {"act": "ask", "ask-asked_day": "01/03/2030", "ask-reason": "Chờ Trung ương"}
    assert client.post(url("task", work.once.pk), ask_more).status_code == 302
    extension = Extension.objects.get()
    steer = browser(work.coordinator)
    assert "Chờ Trung ương" in steer.get(url("my_tasks")).content.decode()
    reply = {"act": "answer", "row": str(extension.pk), "answer-answer": "granted"}
    assert client.post(url("task", work.once.pk), reply).status_code == 302
    extension.refresh_from_db()
    assert extension.answer == ""
    assert steer.post(url("task", work.once.pk), reply).status_code == 302
    extension.refresh_from_db()
    assert extension.answer == "granted"
    money = {
        "act": "fund",
        "fund-kind": "allocated",
        "fund-source": "province",
        "fund-amount_vnd": "1.250.000.000",
        "fund-on": "01/06/2026",
        "fund-document": "QĐ 5",
        "fund-key": str(uuid.uuid4()),
    }
    for _ in range(2):
        assert client.post(url("task", work.once.pk), money).status_code == 302
    assert FundEntry.objects.get().amount_vnd == 1_250_000_000
    assert client.post(url("task", work.once.pk), money | {"fund-amount_vnd": "1,5"}).status_code == 422
    assert "1.250.000.000" in client.get(url("task", work.once.pk)).content.decode()


def bring(client: Client, task: Task, name: str = "Quyết định.pdf", data: bytes = PDF) -> Any:
    file = SimpleUploadedFile(name, data, content_type="text/html")
    return client.post(url("task", task.pk), {"act": "file", "file": file, "use": "product", "note": "QĐ 12"})


def test_a_file_is_kept_by_its_digest_and_given_back_as_it_came(work: Work):
    client = browser(work.officer)
    assert bring(client, work.once, "../../Quyết định.pdf").status_code == 302
    assert bring(client, work.once).status_code == 302
    proof = Proof.objects.get()
    assert (proof.name, proof.sha256, proof.size) == ("Quyết định.pdf", hashlib.sha256(PDF).hexdigest(), len(PDF))
    assert path_of(proof.sha256).read_bytes() == PDF
    answer = client.get(url("proof", proof.pk))
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert Event.objects.filter(verb="reporting.proof").count() == 1


@pytest.mark.parametrize(
    ("who", "code"), [("colleague", 200), ("supporter", 200), ("coordinator", 200), ("auditor", 200), ("stranger", 404)]
)
def test_who_gets_a_file(work: Work, who, code):
    bring(browser(work.officer), work.once)
    assert browser(getattr(work, who)).get(url("proof", Proof.objects.get().pk)).status_code == code


@pytest.mark.parametrize(("name", "data"), [("a.pdf", b"MZ\x90"), ("a.html", b"<script>"), ("a.pdf", b"")])
def test_a_file_that_is_not_what_it_says_is_refused_on_the_page(work: Work, name, data):
    answer = bring(browser(work.officer), work.once, name, data)
    assert answer.status_code == 422
    assert not Proof.objects.exists()


def test_a_file_that_was_changed_in_the_store_is_not_given_out(work: Work):
    client = browser(work.officer)
    bring(client, work.once)
    proof = Proof.objects.get()
    path_of(proof.sha256).chmod(0o600)
    path_of(proof.sha256).write_bytes(b"%PDF-khac")
    assert client.get(url("proof", proof.pk)).status_code == 404
    path_of(proof.sha256).unlink()
    assert client.get(url("proof", proof.pk)).status_code == 404


def test_a_file_is_taken_back_by_who_brought_it_or_who_steers(work: Work):
    bring(browser(work.officer), work.once)
    proof = Proof.objects.get()
    assert browser(work.stranger).post(url("proof_withdraw", proof.pk)).status_code == 404
    assert browser(work.supporter).post(url("proof_withdraw", proof.pk)).status_code == 403
    browser(work.colleague).post(url("proof_withdraw", proof.pk))
    proof.refresh_from_db()
    assert proof.withdrawn_at is None
    browser(work.officer).post(url("proof_withdraw", proof.pk))
    proof.refresh_from_db()
    assert proof.withdrawn_by == work.officer
    assert "Quyết định.pdf" not in browser(work.officer).get(url("task", work.once.pk)).content.decode()


def test_a_difficulty_from_a_task_to_its_answer_by_the_pages(work: Work):
    client, steer = browser(work.officer), browser(work.coordinator)
    new = url("difficulty_new") + f"?nhiem-vu={work.once.pk}"
    assert "Xây dựng đề án" in client.get(new).content.decode()
    data = {"key": str(uuid.uuid4()), "kind": "difficulty", "title": "Thiếu mẫu", "text": "Chưa có mẫu biểu"}
    for _ in range(2):
        assert client.post(new, data).status_code == 302
    row = Difficulty.objects.get()
    assert (row.task, row.plan) == (work.once, work.plan)
    assert client.post(new, data | {"title": ""}).status_code == 422
    assert browser(work.stranger).get(url("difficulty", row.pk)).status_code == 404
    assert browser(work.auditor).get(url("difficulty_new")).status_code == 403
    assert steer.post(url("difficulty", row.pk), {"verb": "answer", "seen": "1", "text": ""}).status_code == 422
    answer = {"verb": "answer", "seen": "1", "text": "Dùng mẫu 3"}
    assert client.post(url("difficulty", row.pk), answer).status_code == 422
    assert steer.post(url("difficulty", row.pk), answer).status_code == 302
    assert "Dùng mẫu 3" in client.get(url("difficulty", row.pk)).content.decode()
    assert "Thiếu mẫu" in client.get(url("difficulties"), {"phan": "da-tra-loi"}).content.decode()


def test_an_inspection_by_the_pages(work: Work):
    steer = browser(work.coordinator)
    assert browser(work.officer).get(url("inspection_new")).status_code == 403
    data = {
        "key": str(uuid.uuid4()),
        "plan": str(work.plan.pk),
        "title": "Kiểm tra chi trả",
        "agency": str(work.officer.agency_id),
        "from_date": "01/06/2026",
        "to_date": "05/06/2026",
        "team": "Bà A",
    }
    assert steer.post(url("inspection_new"), data | {"place_code": "khong-co"}).status_code == 422
    assert steer.post(url("inspection_new"), data).status_code == 302
    row = Inspection.objects.get()
    minutes = {"act": "record", "record-kind": "minutes", "record-on": "05/06/2026", "record-text": "Đã làm việc"}
    assert steer.post(url("inspection", row.pk), minutes).status_code == 302
    end = minutes | {"record-kind": "conclusion", "record-number": "5/KL"}
    assert steer.post(url("inspection", row.pk), end).status_code == 302
    remedy = {"act": "remedy", "remedy-text": "Chi bù", "remedy-due_date": "01/07/2026"}
    assert steer.post(url("inspection", row.pk), remedy).status_code == 302
    client = browser(work.officer)
    assert "Chi bù" in client.get(url("inspection", row.pk)).content.decode()
    assert client.post(url("inspection", row.pk), remedy | {"remedy-text": "Tự giao"}).status_code == 422
    done = {"act": "mended", "remedy": str(row.remedies.get().pk), "seen": "0", "done_on": today(), "text": "Đã chi"}
    assert client.post(url("inspection", row.pk), done).status_code == 302
    assert row.remedies.get().result == "Đã chi"
    assert browser(work.stranger).get(url("inspection", row.pk)).status_code == 404


def test_a_thread_is_read_as_of_any_day(work: Work):
    thread = ask(
        key=uuid.uuid4(),
        plan=work.plan,
        task=work.once,
        supervisor="front",
        title="Vì sao chậm?",
        text="Chậm nửa năm",
        actor=work.auditor,
        now=at(dt.date(2026, 6, 1)),
    )
    write(
        thread_id=thread.pk,
        kind="answer",
        text="Thiếu người",
        seen=1,
        actor=work.coordinator,
        now=at(dt.date(2026, 6, 10)),
    )
    client = browser(work.officer)
    then = client.get(url("thread", thread.pk), {"ngay": "09/06/2026"}).content.decode()
    assert "Chậm nửa năm" in then
    assert "Thiếu người" not in then
    assert "Viết tiếp" not in then
    assert client.get(url("thread", thread.pk), {"ngay": "31/05/2026"}).status_code == 404
    assert "Thiếu người" in client.get(url("thread", thread.pk)).content.decode()
    assert "Chờ trả lời" in client.get(url("threads"), {"ngay": "09/06/2026"}).content.decode()
    assert "Vì sao chậm?" not in client.get(url("threads"), {"ngay": "31/05/2026"}).content.decode()
    assert client.get(url("threads"), {"ngay": "bao giờ"}).status_code == 200
    reply = {"kind": "answer", "seen": "2", "text": "Nói thêm"}
    assert browser(work.stranger).post(url("thread", thread.pk), reply).status_code == 422
    assert client.post(url("thread", thread.pk), reply).status_code == 302
    assert ThreadEntry.objects.count() == 3


def test_a_question_by_the_page_of_who_supervises(work: Work):
    new = url("thread_new") + f"?nhiem-vu={work.once.pk}"
    assert browser(work.officer).get(new).status_code == 403
    data = {"key": str(uuid.uuid4()), "supervisor": "council", "title": "Kinh phí?", "text": "Đã chi bao nhiêu"}
    assert browser(work.auditor).post(new, data).status_code == 302
    assert SupervisionThread.objects.get().task == work.once


def test_an_activity_by_the_pages_with_its_file(work: Work):
    client = browser(work.officer)
    data = {
        "key": str(uuid.uuid4()),
        "plan": str(work.plan.pk),
        "kind": "campaign",
        "title": "Tuần lễ bảo hiểm",
        "from_date": "01/06/2026",
    }
    assert client.post(url("activity_new"), data).status_code == 302
    row = Activity.objects.get()
    step = {"kind": "held", "on": "02/06/2026", "text": "Đã tổ chức", "seen": "0"}
    assert client.post(url("activity", row.pk), step).status_code == 302
    file = SimpleUploadedFile("anh.png", b"\x89PNG\r\n\x1a\n00")
    assert client.post(url("proof_add", "activity", row.pk), {"file": file}).status_code == 302
    assert "anh.png" in client.get(url("activity", row.pk)).content.decode()
    assert browser(work.stranger).get(url("activity", row.pk)).status_code == 404
    file = SimpleUploadedFile("anh.png", b"\x89PNG\r\n\x1a\n11")
    assert browser(work.stranger).post(url("proof_add", "activity", row.pk), {"file": file}).status_code == 403
    assert client.post(url("proof_add", "nothing", row.pk), {"file": file}).status_code == 404


def test_opinions_by_the_pages_each_sees_its_own(work: Work):
    client = browser(work.officer)
    assert browser(work.stranger).get(url("opinion_call_new", work.once.pk)).status_code == 403
    data = {"key": str(uuid.uuid4()), "title": "Dự thảo", "opened_on": "01/06/2026", "closes_on": "20/06/2026"}
    assert client.post(url("opinion_call_new", work.once.pk), data).status_code == 302
    call = OpinionCall.objects.get()
    file = SimpleUploadedFile("du-thao.pdf", PDF)
    assert client.post(url("proof_add", "call", call.pk), {"file": file}).status_code == 302
    other = browser(work.stranger)
    assert other.get(url("proof", Proof.objects.get().pk)).status_code == 200
    assert other.post(url("opinions", call.pk), {"act": "give", "text": "Thống nhất"}).status_code == 302
    browser(work.supporter).post(url("opinions", call.pk), {"act": "give", "text": "Bỏ Điều 3"})
    assert "Bỏ Điều 3" not in other.get(url("opinions", call.pk)).content.decode()
    assert "Bỏ Điều 3" in client.get(url("opinions", call.pk)).content.decode()
    opinion = Opinion.objects.get(text="Bỏ Điều 3")
    reply = {"act": "answer", "opinion": str(opinion.pk), "taken": "explained", "response": "Giữ theo luật"}
    other.post(url("opinions", call.pk), reply)
    assert Opinion.objects.get(pk=opinion.pk).taken == ""
    client.post(url("opinions", call.pk), reply)
    assert Opinion.objects.get(pk=opinion.pk).taken == "explained"


def fill(work: Work, count: int) -> None:
    """Put much work on the plan: notes, difficulties, inspections, threads, activities."""
    now = at(dt.date(2026, 6, 1))
    for at_ in range(count):
        own: dict[str, Any] = {"key": uuid.uuid4(), "plan": work.plan, "title": f"Việc {at_}", "now": now}
        raise_difficulty(**own, text="x", task=work.once, actor=work.officer)
        days = {"from_date": dt.date(2026, 6, 1), "to_date": dt.date(2026, 6, 2)}
        plan_inspection(**own, **days, team="A", agency=work.officer.agency, actor=work.coordinator)
        ask(**own, text="x", supervisor="council", task=work.once, actor=work.auditor)
        add_activity(**own, kind="campaign", from_date=dt.date(2026, 6, 1), task=work.once, actor=work.officer)
        run, _ = TaskRun.objects.get_or_create(task=work.once, period="")
        ProgressNote.objects.create(
            run=run, number=at_ + 1, state="in_progress", share=1, on=now.date(), author=work.officer, at=now, done="x"
        )


@pytest.mark.parametrize("who", ["officer", "coordinator"])
def test_no_page_asks_more_of_the_database_when_there_is_more(work: Work, who):
    client = browser(getattr(work, who))
    fill(work, 12)
    pages = [url(name) for name in LISTS]
    pages += [url("task", work.once.pk), url("difficulty", Difficulty.objects.first().pk)]  # type: ignore[union-attr]
    pages += [url("inspection", Inspection.objects.first().pk), url("activity", Activity.objects.first().pk)]  # type: ignore[union-attr]
    pages += [url("thread", SupervisionThread.objects.first().pk)]  # type: ignore[union-attr]
    pages += [reverse("planning:tasks", args=[work.plan.pk]), reverse("planning:overview", args=[work.plan.pk])]
    pages += [reverse("planning:task", args=[work.plan.pk, work.once.pk])]
    counted = {}
    for page in pages:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(page).status_code == 200, page
        counted[page] = len(asked)
    assert {page: count for page, count in counted.items() if count > MOST_STATEMENTS} == {}


def test_the_list_of_tasks_sorts_by_the_day_and_status_it_shows(work: Work):
    now = timezone.now()
    year = now.astimezone(timezone.get_current_timezone()).year
    period = str(year)
    given: dict[str, Any] = {"task_id": work.yearly.pk, "period": period}
    # The yearly task is put off beyond the one due in 2027; the one due in 2027 is done.
    extension = ask_extension(
        asked_day=dt.date(2028, 3, 1), reason="Chờ Trung ương", actor=work.officer, now=now, **given
    )
    answer_extension(task_id=work.yearly.pk, extension_id=extension.pk, granted=True, actor=work.coordinator, now=now)
    work.say(work.once, dt.date(2026, 2, 1), state="done", share=100, product="Đề án 12/ĐA-SYT")
    client = browser(work.coordinator)

    def shown(sort: str) -> list[Any]:
        listing = client.get(reverse("planning:tasks", args=[work.plan.pk]), {"sort": sort}).context["listing"]
        return [row.record for row in listing.table.rows]

    on = timezone.localdate()
    for task in (rows := shown("due")):
        task.work = works_of(tasks=[task], on=on).get(task.pk)
    days = [task_due(task, today=on) for task in rows]
    known = [day for day in days if day is not None]
    assert known == sorted(known)
    assert days == [*known, *[None] * (len(days) - len(known))]
    assert [task.no for task in rows].index("2") > [task.no for task in rows].index("1")
    codes = {pk: one.status for pk, one in works_of(tasks=rows, on=on).items()}
    assert codes[work.once.pk] == "done_on_time"
    assert [task.no for task in shown("status") if codes[task.pk] != "unknown"][-1] == "1"
    assert shown("-status")[0].no == "1"
