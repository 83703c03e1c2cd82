"""Every page of the planning room, as three people see it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.apps.planning.factories import make_plan, make_user, plan_markdown
from tests.apps.planning.test_activation import decide_all

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.jobs import services as jobs
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.planning.models import Finding, Indicator, Plan, PlanFile, PlanState, Task
from ansinh.apps.planning.services.activation import activate_plan

pytestmark = pytest.mark.django_db

Browse = Callable[[User], Client]


PAGES = ("ra-soat/", "ra-soat/co-quan/", "ra-soat/diem/", "so-goc/", "trang-thai-dau/")
RUNNING_PAGES = (*PAGES, "tong-quan/", "chi-tieu/", "nhiem-vu/", "thoi-han/", "can-cu/", "van-ban/")


def test_without_login_every_page_leads_to_the_login(plan: Plan) -> None:
    for page in ("", *RUNNING_PAGES):
        answer = Client().get(f"/ke-hoach/{plan.pk}/{page}")
        assert answer.status_code == 302, page
        assert "dang-nhap" in answer["Location"] or "login" in answer["Location"]


def test_every_page_of_a_plan_in_review_and_at_work_opens(plan: Plan, coordinator: User, browse: Browse) -> None:
    client = browse(coordinator)
    for page in RUNNING_PAGES:
        assert client.get(f"/ke-hoach/{plan.pk}/{page}").status_code == 200, page

    decide_all(plan, coordinator)
    activate_plan(plan_id=plan.pk, actor=coordinator, now=timezone.now())
    for page in RUNNING_PAGES:
        assert client.get(f"/ke-hoach/{plan.pk}/{page}").status_code == 200, page
    assert client.get(f"/ke-hoach/{plan.pk}/")["Location"].endswith("/tong-quan/")


def test_before_review_a_target_in_the_document_leads_to_its_review(
    plan: Plan, coordinator: User, browse: Browse
) -> None:
    """No link of the readable page is dead, whether the row is in use or not."""
    client = browse(coordinator)
    indicator, task = Indicator.objects.filter(plan=plan).first(), Task.objects.filter(plan=plan).first()
    assert indicator is not None
    assert task is not None
    for kind, page in (("indicator", f"chi-tieu/{indicator.pk}/"), ("task", f"nhiem-vu/{task.pk}/")):
        answer = client.get(f"/ke-hoach/{plan.pk}/{page}", follow=True)
        assert answer.redirect_chain[-1][0].endswith(f"/ra-soat/{kind}/{page.split('/')[1]}/")
        assert answer.status_code == 200
    assert client.get(f"/ke-hoach/{plan.pk}/chi-tieu/999999/").status_code == 404


@pytest.mark.parametrize("query", ["xuat=xlsx", "xuat=csv", "name=y te&sort=-name", "group=khong-co", "sort=bay-ba"])
def test_lists_take_what_the_address_says(plan: Plan, coordinator: User, browse: Browse, query: str) -> None:
    decide_all(plan, coordinator)
    for page in ("chi-tieu", "nhiem-vu"):
        assert browse(coordinator).get(f"/ke-hoach/{plan.pk}/{page}/?{query}").status_code == 200


def test_a_list_finds_without_diacritics(plan: Plan, coordinator: User, browse: Browse) -> None:
    decide_all(plan, coordinator)

    page = browse(coordinator).get(f"/ke-hoach/{plan.pk}/chi-tieu/?name=ho ngheo").content.decode()

    assert "Tỷ lệ hộ nghèo đa chiều" in page
    assert "Số bác sĩ" not in page


def test_the_search_box_finds_what_is_in_use(plan: Plan, coordinator: User, browse: Browse) -> None:
    client = browse(coordinator)
    assert "đa chiều" not in client.get("/tim/?q=ho ngheo").content.decode()

    decide_all(plan, coordinator)

    assert "Tỷ lệ hộ nghèo đa chiều" in client.get("/tim/?q=ho ngheo").content.decode()
    assert "Xây dựng đề án trợ giúp" in client.get("/tim/?q=de an tro giup").content.decode()


def test_a_plan_put_to_work_twice_says_that_it_works(plan: Plan, coordinator: User, browse: Browse) -> None:
    client, page = browse(coordinator), f"/ke-hoach/{plan.pk}/dua-vao-thuc-hien/"
    decide_all(plan, coordinator)
    assert client.post(page)["Location"].endswith("/so-goc/")
    activated_at = Plan.objects.get(pk=plan.pk).activated_at

    for answer in (client.post(page, follow=True), client.get(page, follow=True)):
        assert answer.redirect_chain[-1][0].endswith("/tong-quan/")
        assert "Kế hoạch đã được đưa vào thực hiện ngày" in answer.content.decode()
    assert Plan.objects.get(pk=plan.pk).activated_at == activated_at


def test_a_text_without_a_plan_offers_no_start(coordinator: User, browse: Browse) -> None:
    plan = make_plan(actor=coordinator, text="Ghi chép cuộc họp, không có kế hoạch nào.\n")
    client = browse(coordinator)

    assert "chưa có dòng nào để dùng" in client.get(f"/ke-hoach/{plan.pk}/ra-soat/").content.decode()
    refused = client.post(f"/ke-hoach/{plan.pk}/dua-vao-thuc-hien/", follow=True).content.decode()
    assert "không có gì để thực hiện" in refused


def test_the_initial_states_show_what_was_corrected(plan: Plan, coordinator: User, browse: Browse) -> None:
    row = Indicator.objects.get(plan=plan, no="3")
    finding = Finding.objects.filter(indicator=row, raw__contains="975").first()
    assert finding is not None
    client = browse(coordinator)
    client.post(
        f"/ke-hoach/{plan.pk}/ra-soat/indicator/{row.pk}/",
        {"act": "suggest", "finding": finding.pk, "version": row.version},
    )
    decide_all(plan, coordinator)
    activate_plan(plan_id=plan.pk, actor=coordinator, now=timezone.now())

    shown = client.get(f"/ke-hoach/{plan.pk}/trang-thai-dau/").content.decode()
    assert "97,5" in shown
    assert "975 " not in shown


def test_an_auditor_reads_and_changes_nothing(plan: Plan, auditor: User, browse: Browse) -> None:
    client = browse(auditor)
    row = Indicator.objects.get(plan=plan, no="1")

    assert client.get(f"/ke-hoach/{plan.pk}/ra-soat/").status_code == 200
    refused = [
        client.post(f"/ke-hoach/{plan.pk}/ra-soat/indicator/{row.pk}/", {"act": "accept", "version": 0}),
        client.post(f"/ke-hoach/{plan.pk}/ra-soat/nhan-het/", {"loai": "indicator"}),
        client.post(f"/ke-hoach/{plan.pk}/ra-soat/hoan-tac/"),
        client.post(f"/ke-hoach/{plan.pk}/dua-vao-thuc-hien/"),
        client.post(f"/ke-hoach/{plan.pk}/ra-soat/co-quan/", {"act": "all_new"}),
        client.post("/ke-hoach/", {"file": SimpleUploadedFile("a.md", b"x")}),
    ]

    assert {answer.status_code for answer in refused} <= {302, 403}
    row.refresh_from_db()
    assert row.state == "pending"
    assert Plan.objects.count() == 1
    assert not plan.agency_mentions.exclude(agency=None).exists()


@pytest.mark.parametrize(
    "path",
    [
        "/ke-hoach/00000000-0000-0000-0000-000000000000/",
        "/ke-hoach/00000000-0000-0000-0000-000000000000/ra-soat/",
    ],
)
def test_a_plan_that_is_not_there(coordinator: User, browse: Browse, path: str) -> None:
    assert browse(coordinator).get(path).status_code == 404


def test_a_row_of_an_unknown_kind_or_number(plan: Plan, coordinator: User, browse: Browse) -> None:
    client = browse(coordinator)
    assert client.get(f"/ke-hoach/{plan.pk}/ra-soat/khac/1/").status_code == 404
    assert client.get(f"/ke-hoach/{plan.pk}/ra-soat/indicator/999999/").status_code == 404
    assert client.get(f"/ke-hoach/{plan.pk}/chi-tieu/999999/").status_code == 404
    assert client.get(f"/ke-hoach/{plan.pk}/nhiem-vu/999999/").status_code == 404


def test_one_indicator_and_one_task_show_where_they_come_from(plan: Plan, coordinator: User, browse: Browse) -> None:
    decide_all(plan, coordinator)
    row, task = Indicator.objects.get(plan=plan, no="3"), Task.objects.get(plan=plan, no="3")
    client = browse(coordinator)

    page = client.get(f"/ke-hoach/{plan.pk}/chi-tieu/{row.pk}/").content.decode()
    assert f"/van-ban/#indicator-{row.pk}" in page
    assert "&gt; 975" in page
    page = client.get(f"/ke-hoach/{plan.pk}/nhiem-vu/{task.pk}/").content.decode()
    assert "Quý II/2028" in page
    document = client.get(f"/ke-hoach/{plan.pk}/van-ban/").content.decode()
    assert f'id="indicator-{row.pk}"' in document
    assert f'href="/ke-hoach/{plan.pk}/chi-tieu/{row.pk}/"' in document


def test_without_the_script_the_same_forms_work_as_pages(plan: Plan, coordinator: User, browse: Browse) -> None:
    row = Indicator.objects.get(plan=plan, no="1")
    client = browse(coordinator)

    answer = client.post(f"/ke-hoach/{plan.pk}/ra-soat/indicator/{row.pk}/", {"act": "accept", "version": 0})

    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.state == "accepted"


def test_an_address_to_go_on_to_is_never_another_site(plan: Plan, coordinator: User, browse: Browse) -> None:
    row = Indicator.objects.get(plan=plan, no="1")

    answer = browse(coordinator).post(
        f"/ke-hoach/{plan.pk}/ra-soat/indicator/{row.pk}/",
        {"act": "accept", "version": 0, "next": "https://example.org/"},
    )

    assert answer["Location"].startswith(f"/ke-hoach/{plan.pk}/ra-soat/")


def test_a_wrong_figure_comes_back_with_its_sentence_and_nothing_is_lost(
    plan: Plan, coordinator: User, browse: Browse
) -> None:
    row = Indicator.objects.get(plan=plan, no="1")
    form = {
        "act": "correct",
        "version": 0,
        "name": row.name,
        "unit": "%",
        "direction": "unknown",
        "t0-year": "2027",
        "t0-comparator": "=",
        "t0-value": "95",
        "t1-year": "2030",
        "t1-comparator": ">=",
        "t1-value": "chín mươi",
    }

    answer = browse(coordinator).post(
        f"/ke-hoach/{plan.pk}/ra-soat/indicator/{row.pk}/", form, headers={"X-Requested-With": "fetch"}
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Không đọc được số “chín mươi”" in page
    assert 'value="chín mươi"' in page
    row.refresh_from_db()
    assert row.state == "pending"


def test_a_document_is_handed_in_read_by_the_worker_and_opened_for_review(coordinator: User, browse: Browse) -> None:
    client = browse(coordinator)
    document = SimpleUploadedFile("ke-hoach.md", plan_markdown().encode())

    answer = client.post("/ke-hoach/", {"file": document})

    plan = Plan.objects.get()
    assert answer["Location"] == f"/ke-hoach/{plan.pk}/dang-doc/"
    assert client.get(answer["Location"]).status_code == 200
    run = JobRun.objects.get(pk=plan.job_id)
    jobs.execute(run_id=run.pk)
    plan.refresh_from_db()
    assert (plan.state, plan.number, plan.indicators.count()) == (PlanState.IN_REVIEW, "45/KH-UBND", 14)
    assert client.get(f"/ke-hoach/{plan.pk}/dang-doc/")["Location"] == f"/ke-hoach/{plan.pk}/"


def test_a_colleague_sees_the_reading_without_asking_for_the_owners_progress(
    coordinator: User, second_coordinator: User, browse: Browse
) -> None:
    browse(coordinator).post("/ke-hoach/", {"file": SimpleUploadedFile("ke-hoach.md", plan_markdown().encode())})
    plan = Plan.objects.get()
    address = f"/viec/{plan.job_id}/tien-do/"

    assert address in browse(coordinator).get(f"/ke-hoach/{plan.pk}/dang-doc/").content.decode()
    theirs = browse(second_coordinator).get(f"/ke-hoach/{plan.pk}/dang-doc/").content.decode()
    assert address not in theirs
    assert "data-again" in theirs


def test_the_same_file_again_opens_the_plan_that_is_there(plan: Plan, coordinator: User, browse: Browse) -> None:
    document = SimpleUploadedFile("ten-khac.md", plan_markdown().encode())

    answer = browse(coordinator).post("/ke-hoach/", {"file": document})

    assert answer["Location"] == f"/ke-hoach/{plan.pk}/"
    assert Plan.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bang.xlsx", b"PK", "chưa đọc được. Dùng tệp .docx"),
        ("cu.doc", b"\xd0\xcf", "lưu lại dạng .docx rồi gửi lại"),
        ("khong-duoi", b"x", "không có đuôi tên"),
        ("trong.docx", b"", "rỗng"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence(
    coordinator: User, browse: Browse, name: str, content: bytes, said: str
) -> None:
    answer = browse(coordinator).post("/ke-hoach/", {"file": SimpleUploadedFile(name, content)})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not PlanFile.objects.exists()


def test_a_broken_word_file_ends_in_a_sentence_and_may_be_handed_in_again(coordinator: User, browse: Browse) -> None:
    content = b"PK\x03\x04 not really a zip"
    client = browse(coordinator)
    client.post("/ke-hoach/", {"file": SimpleUploadedFile("hong.docx", content)})
    plan = Plan.objects.get(file__sha256=hashlib.sha256(content).hexdigest())
    run = JobRun.objects.get(pk=plan.job_id)

    jobs.execute(run_id=run.pk)

    plan.refresh_from_db()
    assert plan.state == PlanState.FAILED
    assert "hong.docx" in plan.failure
    assert plan.failure in client.get(f"/ke-hoach/{plan.pk}/dang-doc/").content.decode().replace("&quot;", '"')
    client.post("/ke-hoach/", {"file": SimpleUploadedFile("hong.docx", content)})
    plan.refresh_from_db()
    assert plan.state == PlanState.READING


def test_names_of_agencies_are_matched_and_remembered(plan: Plan, coordinator: User, browse: Browse) -> None:
    client = browse(coordinator)
    page = client.get(f"/ke-hoach/{plan.pk}/ra-soat/co-quan/").content.decode()
    assert "Sở Khoa học và Công nghệ" in page

    client.post(f"/ke-hoach/{plan.pk}/ra-soat/co-quan/", {"act": "all_new"})

    assert not plan.agency_mentions.filter(agency=None, assignments__isnull=False).exists()
    group = plan.agency_mentions.get(printed__startswith="UBND các xã")
    assert group.agency is not None
    assert group.agency.is_group


@pytest.mark.parametrize(
    ("page", "most"),
    [("ra-soat/", 45), ("tong-quan/", 45), ("chi-tieu/", 45), ("nhiem-vu/", 45), ("van-ban/", 40)],
)
def test_a_page_asks_the_database_no_more_for_more_rows(
    plan: Plan, coordinator: User, browse: Browse, page: str, most: int, django_assert_max_num_queries: Any
) -> None:
    decide_all(plan, coordinator)
    client = browse(coordinator)

    with django_assert_max_num_queries(most):
        client.get(f"/ke-hoach/{plan.pk}/{page}")


def test_a_commune_officer_may_read_but_not_review(plan: Plan, browse: Browse) -> None:
    officer = make_user("Cán Bộ Xã", Role.COMMUNE_OFFICER, username="canboxa1")
    finding = Finding.objects.filter(plan=plan).first()
    assert finding is not None

    answer = browse(officer).post(f"/ke-hoach/{plan.pk}/ra-soat/diem/{finding.pk}/", {"act": "kept", "version": 0})

    assert answer.status_code == 403
    finding.refresh_from_db()
    assert finding.state == "open"
