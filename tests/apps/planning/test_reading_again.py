"""A reading that did not come to its end, or came to it twice: nothing is lost and nobody is stuck."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.test import Client
from tests.apps.planning.factories import NOW, plan_markdown

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.models import Event
from ansinh.apps.jobs import services as jobs
from ansinh.apps.jobs.models import JobRun, JobState
from ansinh.apps.planning.models import Indicator, Plan, PlanState
from ansinh.apps.planning.services import uploading
from ansinh.apps.planning.services.review import accept_item
from ansinh.apps.planning.services.storing import store_reading
from ansinh.apps.planning.services.uploading import AlreadyUploaded, CannotReadAgain, read_again, upload_plan
from ansinh.core.plandoc.pipeline import parse
from ansinh.files import open_plan

pytestmark = pytest.mark.django_db

Browse = Callable[..., Client]
TEXT = plan_markdown().encode()


def uploaded(actor: User, *, name: str = "ke-hoach.md") -> tuple[Plan, JobRun]:
    plan = upload_plan(name=name, content=TEXT, actor=actor, now=NOW)
    return plan, JobRun.objects.get(pk=plan.job_id)


def page_of(browser: Client, plan: Plan) -> str:
    return browser.get(f"/ke-hoach/{plan.pk}/dang-doc/").content.decode()


def test_a_stopped_reading_offers_to_read_again(coordinator: User, browse: Browse) -> None:
    plan, run = uploaded(coordinator)
    jobs.cancel(run, at=NOW)
    browser = browse(coordinator)
    assert f'action="/ke-hoach/{plan.pk}/doc-lai/"' in page_of(browser, plan)

    browser.post(f"/ke-hoach/{plan.pk}/doc-lai/")

    plan.refresh_from_db()
    assert plan.job_id != run.pk
    jobs.execute(run_id=plan.job_id)
    plan.refresh_from_db()
    assert plan.state == PlanState.IN_REVIEW
    assert Event.objects.filter(verb="planning.read_again").count() == 1


def test_a_colleague_may_read_again_what_somebody_else_handed_in(
    coordinator: User, second_coordinator: User, browse: Browse
) -> None:
    plan, run = uploaded(coordinator)
    JobRun.objects.filter(pk=run.pk).update(state=JobState.FAILED, errors=["Phần mềm gặp lỗi."])
    assert "doc-lai" in page_of(browse(second_coordinator), plan)

    browse(second_coordinator).post(f"/ke-hoach/{plan.pk}/doc-lai/")

    assert JobRun.objects.get(pk=Plan.objects.get().job_id).owner == second_coordinator


def test_who_only_reads_is_not_offered_to_read_again(coordinator: User, auditor: User, browse: Browse) -> None:
    plan, run = uploaded(coordinator)
    jobs.cancel(run, at=NOW)

    assert "doc-lai" not in page_of(browse(auditor), plan)
    assert browse(auditor).post(f"/ke-hoach/{plan.pk}/doc-lai/").status_code == 403


def test_handing_a_stopped_file_in_again_reads_it(coordinator: User) -> None:
    plan, run = uploaded(coordinator)
    with pytest.raises(AlreadyUploaded):
        uploaded(coordinator)
    jobs.cancel(run, at=NOW)

    again, fresh = uploaded(coordinator)

    assert again.pk == plan.pk
    assert fresh.state == JobState.QUEUED


def test_a_file_with_the_wrong_ending_is_read_under_its_new_name(coordinator: User) -> None:
    plan, run = uploaded(coordinator, name="ke-hoach.docx")
    jobs.execute(run_id=run.pk)
    plan.refresh_from_db()
    assert plan.state == PlanState.FAILED

    _, fresh = uploaded(coordinator, name="ke-hoach.md")
    jobs.execute(run_id=fresh.pk)

    plan.refresh_from_db()
    assert (plan.state, plan.file.name, plan.file.kind) == (PlanState.IN_REVIEW, "ke-hoach.md", "md")


def test_what_is_being_read_or_was_read_is_not_read_again(coordinator: User) -> None:
    plan, run = uploaded(coordinator)
    with pytest.raises(CannotReadAgain, match="đang đọc"):
        read_again(plan_id=plan.pk, actor=coordinator, now=NOW)
    jobs.execute(run_id=run.pk)
    with pytest.raises(CannotReadAgain, match="đang rà soát"):
        read_again(plan_id=plan.pk, actor=coordinator, now=NOW)


def test_a_reader_that_comes_late_leaves_the_review_alone(plan: Plan, coordinator: User) -> None:
    row = Indicator.objects.filter(plan=plan).earliest("ordinal")
    accept_item(plan_id=plan.pk, kind_code="indicator", item_id=row.pk, expected_version=0, actor=coordinator, now=NOW)

    store_reading(plan=plan, reading=parse(open_plan(TEXT, name="ke-hoach.md")))

    row.refresh_from_db()
    assert row.state == "accepted"


def test_a_reader_that_fails_late_leaves_the_review_alone(coordinator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    plan, run = uploaded(coordinator)

    def meanwhile(data: bytes, *, name: str) -> Any:
        Plan.objects.filter(pk=plan.pk).update(state=PlanState.IN_REVIEW)
        return open_plan(b"\x00\x01\x02" * 99, name=name)

    monkeypatch.setattr(uploading, "open_plan_safely", meanwhile)
    jobs.execute(run_id=run.pk)

    plan.refresh_from_db()
    assert (plan.state, plan.failure) == (PlanState.IN_REVIEW, "")


def test_a_file_too_large_is_refused_before_it_is_in_memory(
    coordinator: User, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "MAX_BYTES", 1000)
    monkeypatch.setattr(InMemoryUploadedFile, "read", lambda *_: pytest.fail("read"))
    file = io.BytesIO(b"x" * 1001)
    file.name = "lon.md"

    answer = browse(coordinator).post("/ke-hoach/", {"file": file})

    assert answer.status_code == 422
    assert "Bỏ bớt ảnh" in answer.content.decode()


@pytest.mark.parametrize(
    "odd",
    [
        "x\x00y",
        "&#0;&#xD800;",
        "Tỷ lệ đạt 99999999999999999999999 %",
        "0" * 30 + "," + "1" * 30,
        "năm 0000",
        "đến năm 9999",
        "A" * 5000,
        "ngày 31/02 hằng năm",
    ],
)
@pytest.mark.parametrize("ending", ["md", "html", "txt"])
def test_whatever_stands_in_a_file_its_reading_can_be_kept(coordinator: User, odd: str, ending: str) -> None:
    text = plan_markdown().replace("99,5", odd).replace("2027", odd).replace("Sở Y tế", f"Sở Y tế {odd}")
    if ending == "html":
        text = "<html><body>" + "".join(f"<p>{line}</p>" for line in text.splitlines()) + "</body></html>"
    plan = upload_plan(name=f"la.{ending}", content=text.encode(), actor=coordinator, now=NOW)

    jobs.execute(run_id=plan.job_id)

    plan.refresh_from_db()
    assert plan.state in (PlanState.IN_REVIEW, PlanState.FAILED)
    assert JobRun.objects.get(pk=plan.job_id).errors == ([plan.failure] if plan.failure else [])
