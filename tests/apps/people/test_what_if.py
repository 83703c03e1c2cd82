"""A supposition about the law: asked for on a page, worked out by a job over one's own communes, kept, taken away."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from docx import Document
from openpyxl import load_workbook
from tests.apps.law.test_changing import attach, take_in
from tests.apps.people.factories import NOW, unit, work_in

from ansinh.apps.accounts.models import Role
from ansinh.apps.audit.models import Event
from ansinh.apps.benefits.answers import rights_of
from ansinh.apps.benefits.letters import write_letter
from ansinh.apps.benefits.models import WhatIf
from ansinh.apps.jobs.models import JobRun, JobState
from ansinh.apps.jobs.services import execute
from ansinh.apps.law.services.changing import confirm_value
from ansinh.apps.people.services.facts import record_fact

ADDRESS = "/neu-doi/"
HIGHER = {"title": "Mức chuẩn 600.000", "month": "11/2026", "figure_1": "sa.standard", "value_1": "600.000"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def officials(make_user: Callable[..., Any], world: SimpleNamespace, tmp_path: Any, settings: Any) -> SimpleNamespace:
    """Two of the province who read a decree."""
    settings.MEDIA_ROOT = tmp_path
    return SimpleNamespace(
        first=make_user("mot", Role.DEPARTMENT_OFFICER, scope_unit=unit("46")),
        second=make_user("hai", Role.COORDINATOR, scope_unit=unit("46")),
    )


@pytest.fixture
def asked(world: SimpleNamespace) -> SimpleNamespace:
    """The household's head is married: her assistance for severe disability is 2,0 times the standard."""
    work_in(actor=world.officer)
    whose = {"person_id": world.head.pk, "name": "marital_status", "value": "married"}
    record_fact(**whose, source="Giấy", actor=world.officer, now=NOW)
    return world


def worked_out(client: Client, **data: Any) -> WhatIf:
    answer = client.post(ADDRESS, HIGHER | data)
    assert answer.status_code == 302, answer.content.decode()
    run = JobRun.objects.latest("created_at")
    execute(run_id=run.pk)
    run.refresh_from_db()
    assert run.state == JobState.DONE, run.errors
    return WhatIf.objects.latest("created_at")


def test_a_higher_standard_is_worked_out_shown_and_downloaded(asked: SimpleNamespace, client: Client) -> None:
    made = worked_out(client)
    page = client.get(f"{ADDRESS}{made.pk}/").content.decode()
    for words in (
        "Mức chuẩn trợ giúp xã hội: 540.000 → 600.000",
        "1.080.000 → 1.200.000",
        "+120.000",
        "<svg",
        "Phường Hương An",
    ):
        assert words in page
    assert "+120.000" in client.get(ADDRESS).content.decode()
    book = load_workbook(io.BytesIO(client.get(f"{ADDRESS}{made.pk}/tai-ve/").content))
    assert book.sheetnames == ["Chương trình", "Xã", "Xã và chương trình"]
    cells = [[cell.value for cell in row] for row in book["Xã"].iter_rows()]
    assert ["Phường Hương An", 1, 1, 1_080_000, 1_200_000, 1, 120_000, 0, 0] in [row[:9] for row in cells]
    assert [row.verb for row in Event.objects.filter(verb__startswith="benefits.what")] == ["benefits.what_if"]


def test_a_group_an_age_and_an_amount_go_together_and_start_the_next_form(
    asked: SimpleNamespace, client: Client
) -> None:
    more = {
        "figure_2": "sa.social_pension.age_general", "value_2": "70",
        "group_label": "Người từ đủ 45 tuổi của hộ nghèo", "group_coefficient": "1,0", "group_from": "45", "group_poverty": ["poor"],
        "top_programme": "social_pension", "top_amount": "50.000",
    }  # fmt: skip
    made = worked_out(client, **more)
    page = client.get(f"{ADDRESS}{made.pk}/").content.decode()
    for words in ("75 → 70", "Thêm nhóm “Người từ đủ 45 tuổi của hộ nghèo”, hệ số 1,0", "thêm 50.000 đồng mỗi tháng"):
        assert words in page
    again = client.get(ADDRESS, {"tu": str(made.pk)}).content.decode()
    for words in ("Mức chuẩn 600.000 (bản sau)", 'value="600.000"', "Người từ đủ 45 tuổi của hộ nghèo", 'value="45"'):
        assert words in again
    assert client.get(ADDRESS, {"tu": "không phải"}).status_code == 200


def test_a_decree_that_was_taken_in_shows_people_money_and_arrears(
    asked: SimpleNamespace, officials: SimpleNamespace, client: Client
) -> None:
    waiting = attach(officials, take_in(officials))
    form = client.get(ADDRESS).content.decode()
    assert "901/2027/NĐ-CP (0 đã xác nhận, 1 chờ)" in form
    made = worked_out(
        client, title="Ngày đổi luật", month="09/2027", figure_1="", value_1="", decree=str(waiting.change_id)
    )
    page = client.get(f"{ADDRESS}{made.pk}/").content.decode()
    for words in (
        "Theo 901/2027/NĐ-CP: 1 giá trị, 1 giá trị chờ người thứ hai",
        "1.080.000 → 1.200.000",
        "Truy lĩnh",
        "+240.000 đồng",
        "Thư phải lập lại cho 1 người",
    ):
        assert words in page
    assert [row[0] for row in made.result["arrears"]] == ["2027-07", "2027-08"], (
        "applied in July, in force in September"
    )
    confirm_value(value_id=waiting.pk, read_again="600.000", actor=officials.second, now=NOW)
    again = worked_out(client, month="09/2027", figure_1="", value_1="", decree=str(waiting.change_id))
    assert again.result == made.result, "what two officials confirmed gives the same"
    work_in(actor=asked.officer)
    told = [rights_of(asked.head, month=month) for month in (date(2027, 8, 1), date(2027, 9, 1))]
    assert [made.due_vnd for made in told] == [1_080_000, 1_200_000], (
        "the person's page knows the decree from its day on"
    )
    late = rights_of(asked.head, month=date(2027, 8, 1), known_on=date(2027, 9, 15))
    letter = Document(io.BytesIO(write_letter(late, programmes=["social_assistance"], on=date(2027, 9, 20))))
    said = " ".join(each.text for each in letter.paragraphs)
    assert "chỉ có 1.080.000 đồng; phần chênh 120.000 đồng của tháng này được truy lĩnh" in said
    assert client.post(ADDRESS, HIGHER | {"decree": str(asked.head.pk)}).status_code == 422, "no decree of the province"


def test_what_cannot_be_supposed_keeps_what_was_typed_and_says_why(world: SimpleNamespace, client: Client) -> None:
    refused: list[tuple[dict[str, Any], str]] = [
        ({"figure_1": "", "value_1": ""}, "Chưa có thay đổi nào"),
        ({"value_1": ""}, "Chọn mức và ghi giá trị mới"),
        ({"value_1": "nhiều"}, "ghi một số nguyên không âm"),
        ({"month": "13/2026"}, "không phải một tháng"),
        ({"title": " "}, "Tên phương án"),
        ({"group_label": "Nhóm", "group_coefficient": "1,5"}, "Nhóm thêm chưa có điều kiện"),
        ({"group_from": "60"}, "Nhóm thêm cần cả tên"),
        ({"top_programme": "social_pension"}, "ghi số tiền thêm"),
    ]
    for data, said in refused:
        answer = client.post(ADDRESS, HIGHER | data)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert not WhatIf.objects.exists()


def test_others_do_not_see_it_and_what_was_taken_away_ends_the_job(
    asked: SimpleNamespace, client: Client, browser_of: Callable[..., Client]
) -> None:
    made = worked_out(client)
    stranger = browser_of(asked.other)
    for path in (f"{ADDRESS}{made.pk}/", f"{ADDRESS}{made.pk}/tai-ve/"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"{ADDRESS}{made.pk}/xoa/").status_code == 404
    assert made.title not in stranger.get(ADDRESS).content.decode()
    assert made.title in browser_of(asked.province).get(ADDRESS).content.decode(), "the province sees its communes"
    client.post(ADDRESS, HIGHER | {"title": "Bản khác"})
    run, other = JobRun.objects.latest("created_at"), WhatIf.objects.latest("created_at")
    assert "Đang tính" in client.get(f"{ADDRESS}{other.pk}/").content.decode()
    assert client.get(f"{ADDRESS}{other.pk}/tai-ve/").status_code == 302
    client.post(f"{ADDRESS}{other.pk}/xoa/")
    execute(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.errors) == (JobState.FAILED, ["Phương án đã bị xóa trước khi tính xong."])
    assert WhatIf.objects.get() == made
