"""Long work shows how far it is; the bar survives a reload and ends by itself."""

from __future__ import annotations

import pytest
from django.utils import timezone

from ansinh.apps.jobs.models import JobRun, JobState


@pytest.fixture
def run(admin):
    return JobRun.objects.create(
        kind="test.read",
        title="Đọc kế hoạch vừa tải lên",
        owner=admin,
        state=JobState.RUNNING,
        step="Tách bảng của phụ lục",
        done=734,
        total=942,
        attempt=1,
        created_at=timezone.now(),
        started_at=timezone.now(),
    )


def test_a_running_job_moves_without_a_reload_survives_one_and_stops_asking_when_done(open_page, admin, run, axe):
    page = open_page(f"/viec/{run.pk}/", user=admin)
    assert page.locator("progress").get_attribute("value") == "77"
    assert "734 / 942" in page.locator(".job").inner_text()
    assert axe(page) == []
    page.reload()
    assert page.locator("progress").get_attribute("value") == "77"

    page.locator(".job button").focus()
    JobRun.objects.filter(pk=run.pk).update(done=900)
    page.locator("progress[value='95']").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Dừng việc này"

    JobRun.objects.filter(pk=run.pk).update(
        done=942, state=JobState.DONE, finished_at=timezone.now(), result_url="/he-thong/thanh-phan/"
    )
    page.locator(".job .chip", has_text="Đã xong").wait_for()
    assert page.locator(".job[hx-get]").count() == 0
    page.get_by_role("link", name="Mở kết quả").click()
    assert page.url.endswith("/he-thong/thanh-phan/")


def test_what_went_wrong_is_said_in_words(open_page, admin, run):
    JobRun.objects.filter(pk=run.pk).update(
        state=JobState.FAILED,
        errors=["Tệp bị khóa bằng mật khẩu. Bỏ mật khẩu rồi tải lên lại."],
        finished_at=timezone.now(),
    )
    page = open_page(f"/viec/{run.pk}/", user=admin)
    assert "Bỏ mật khẩu rồi tải lên lại." in page.locator(".job").inner_text()
    assert page.locator("progress").count() == 0
