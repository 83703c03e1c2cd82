"""A run from start to end: progress, failure in words, cancelling, running again, who may see it."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.apps.jobs import handlers
from tests.plugins.people import NOW

from ansinh.apps.accounts.models import Role
from ansinh.apps.jobs import services
from ansinh.apps.jobs.models import JobRun, JobState
from ansinh.apps.jobs.registry import UnknownKind, handler


def work(kind, **args):
    run = services.defer(kind=kind, title="Đọc kế hoạch", args=args)
    services.execute(run_id=run.pk)
    run.refresh_from_db()
    return run


@pytest.fixture
def running(db):
    run = services.defer(kind="test.count", title="Đọc kế hoạch", args={"number": 1})
    JobRun.objects.filter(pk=run.pk).update(state=JobState.RUNNING, attempt=1)
    run.refresh_from_db()
    return run


def test_a_run_goes_to_its_end_and_leads_to_its_result(db):
    run = work("test.count", number=3, result="/ke-hoach/")
    assert (run.state, run.done, run.total, run.percent) == ("done", 3, 3, 100)
    assert (run.result_url, run.attempt, run.errors) == ("/ke-hoach/", 1, [])
    assert run.started_at
    assert run.finished_at


def test_a_fault_of_the_software_is_told_in_words_and_the_worker_goes_on(db):
    run = services.defer(kind="test.broken", title="Đọc kế hoạch")
    with pytest.raises(ZeroDivisionError):
        services.execute(run_id=run.pk)
    run.refresh_from_db()
    assert run.state == "failed"
    assert run.errors == [
        f"Phần mềm gặp lỗi khi thực hiện. Hãy chạy lại; nếu vẫn lỗi, báo quản trị mã {str(run.pk)[:8]}."
    ]


def test_what_is_refused_says_why(db):
    run = work("test.refused")
    assert run.state == "failed"
    assert run.errors == ["Dòng 3: thiếu tên.", "Tệp không phải là kế hoạch. Chọn tệp khác."]


def test_nothing_is_queued_when_the_data_is_not_kept(db):
    before = ProcrastinateJob.objects.count()
    with transaction.atomic():
        services.defer(kind="test.count", title="Đọc", args={"number": 1})
        transaction.set_rollback(True)
    assert ProcrastinateJob.objects.count() == before
    assert not JobRun.objects.exists()


def test_a_run_called_twice_is_done_once(db):
    run = work("test.count", number=1)
    services.execute(run_id=run.pk)
    run.refresh_from_db()
    assert run.attempt == 1


def test_an_unknown_kind_is_refused_at_once(db):
    with pytest.raises(UnknownKind, match="khong-co"):
        services.defer(kind="khong-co", title="Đọc")


def test_one_kind_has_one_function():
    with pytest.raises(ValueError, match="twice"):
        handler("test.count")(handlers.refused)


@pytest.mark.parametrize(
    ("given", "done", "total", "percent"),
    [
        ({"done": 3, "total": 10}, 3, 10, 30),
        ({"done": 30, "total": 10}, 10, 10, 100),
        ({"done": -1, "total": 10}, 0, 10, 0),
        ({"total": 0}, 0, 0, None),
        ({"done": 5}, 5, 0, None),
        ({"total": -4}, 0, 0, None),
    ],
)
def test_progress_stays_within_its_bounds(running, given, done, total, percent):
    services.progress(running, **given)
    running.refresh_from_db()
    assert (running.done, running.total, running.percent) == (done, total, percent)


def test_cancelling_stops_at_the_next_step(running):
    services.cancel(running, at=NOW)
    with pytest.raises(services.JobCancelled):
        services.progress(running, done=1, total=2)


def test_cancelling_what_waits_is_immediate(db):
    run = services.defer(kind="test.count", title="Đọc", args={"number": 1})
    services.cancel(run, at=NOW)
    services.execute(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempt) == ("cancelled", 0)


def test_what_has_ended_cannot_be_cancelled(db):
    with pytest.raises(services.CannotChangeJob, match="đã kết thúc"):
        services.cancel(work("test.count", number=1), at=NOW)


def test_a_failed_run_can_be_run_again_from_the_beginning(db):
    run = work("test.refused")
    services.retry(run, at=NOW)
    run.refresh_from_db()
    assert (run.state, run.errors, run.finished_at) == ("queued", [], None)
    services.execute(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempt) == ("failed", 2)


def test_what_is_done_is_not_run_again(db):
    with pytest.raises(services.CannotChangeJob, match="không xong hoặc đã hủy"):
        services.retry(work("test.count", number=1), at=NOW)


def test_a_worker_that_was_believed_dead_changes_nothing_any_more(running):
    JobRun.objects.filter(pk=running.pk).update(attempt=2)
    with pytest.raises(services.JobSuperseded):
        services.progress(running, done=1, total=2)
    with pytest.raises(services.JobSuperseded):
        services.note_error(running, "muộn")


def test_errors_do_not_grow_without_end(running):
    for number in range(services.MAX_ERRORS + 5):
        services.note_error(running, f"Dòng {number}")
    running.refresh_from_db()
    assert len(running.errors) == services.MAX_ERRORS


def test_the_owner_sees_it_an_administrator_sees_it_nobody_else_knows_it_exists(make_user, browser_of):
    owner, other, admin = make_user("an"), make_user("binh", Role.COORDINATOR), make_user("ql", Role.ADMIN)
    run = services.defer(kind="test.count", title="Đọc kế hoạch của An", owner=owner, args={"number": 1})
    pages = [reverse(f"jobs:{name}", args=[run.pk]) for name in ("run", "progress")]
    buttons = [reverse(f"jobs:{name}", args=[run.pk]) for name in ("cancel", "retry")]
    stranger = browser_of(other)
    assert [stranger.get(page).status_code for page in pages] == [404, 404]
    assert [stranger.post(button).status_code for button in buttons] == [404, 404]
    assert "của An" not in stranger.get("/viec/").content.decode()
    for browser in (browser_of(owner), browser_of(admin)):
        assert [browser.get(page).status_code for page in pages] == [200, 200]
        assert "Đọc kế hoạch của An" in browser.get("/viec/").content.decode()


def test_the_part_asks_for_itself_until_the_run_has_ended(make_user, browser_of):
    owner = make_user("an")
    run = services.defer(kind="test.count", title="Đọc kế hoạch", owner=owner, args={"number": 2, "result": "/viec/"})
    browser = browser_of(owner)
    part = reverse("jobs:progress", args=[run.pk])
    assert f'hx-get="{part}"' in browser.get(part).content.decode()
    JobRun.objects.filter(pk=run.pk).update(state="running", done=41, total=78, step="Đọc phụ lục")
    page = browser.get(reverse("jobs:run", args=[run.pk])).content.decode()
    assert "Đọc phụ lục: 41 / 78" in page, "the page opened anew shows how far it is"
    JobRun.objects.filter(pk=run.pk).update(state="done", result_url="/viec/")
    ended = browser.get(part).content.decode()
    assert "hx-get" not in ended
    assert 'href="/viec/"' in ended


def test_the_page_of_what_is_worked_on_is_loaded_anew_once_it_is_done(make_user, browser_of):
    owner = make_user("an")
    run = services.defer(kind="test.count", title="Kiểm tra danh sách", owner=owner, args={"number": 2})
    browser, part = browser_of(owner), reverse("jobs:progress", args=[run.pk])

    def ask(page: str) -> bool:
        headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}"}
        return browser.get(part, headers=headers).headers.get("HX-Refresh") == "true"

    elsewhere, own = "/nguoi/nhap-danh-sach/", reverse("jobs:run", args=[run.pk])
    assert not ask(elsewhere), "nothing is loaded anew while it runs"
    for state in ("done", "failed", "cancelled"):
        JobRun.objects.filter(pk=run.pk).update(state=state)
        assert ask(elsewhere), state
        assert not ask(own), "its own page shows the end itself"


def test_buttons_stop_and_run_again(make_user, browser_of):
    owner = make_user("an")
    run = services.defer(kind="test.count", title="Đọc", owner=owner, args={"number": 2})
    browser = browser_of(owner)
    browser.post(reverse("jobs:cancel", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == "cancelled"
    browser.post(reverse("jobs:retry", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == "queued"
    services.execute(run_id=run.pk)
    answer = browser.post(reverse("jobs:cancel", args=[run.pk]), follow=True)
    assert "không hủy được nữa" in answer.content.decode()
