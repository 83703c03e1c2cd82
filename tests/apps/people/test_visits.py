"""Whom to visit in a village, what to ask there, and the sheet from which a declaration is written."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client
from docx import Document
from tests.apps.people.conftest import CANARY
from tests.apps.people.factories import HERE, NOW, unit, work_in

from ansinh.apps.audit.models import PersonAccess
from ansinh.apps.benefits.finding import find_gaps
from ansinh.apps.benefits.visits import count_by_village, list_visits
from ansinh.apps.people.services.facts import record_fact
from ansinh.apps.people.services.persons import register_person

ADDRESS = "/cho-lech/di-tham/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def found(world: SimpleNamespace) -> SimpleNamespace:
    """The head is entitled to assistance that she does not receive; of somebody of no village the birth is unknown."""
    work_in(actor=world.officer)
    world.alone = register_person(full_name="Lê Thị Một Mình", commune=unit(HERE), actor=world.officer, now=NOW)
    whose = {"person_id": world.head.pk, "name": "marital_status", "value": "married"}
    record_fact(**whose, source="Giấy", actor=world.officer, now=NOW)
    find_gaps(commune=unit(HERE), month=date(2026, 11, 1), actor=world.officer, now=NOW)
    return world


def words(content: bytes) -> str:
    read = Document(io.BytesIO(content))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in read.paragraphs), *cells])


def test_visits_stand_by_village_with_what_to_do_and_to_ask(found: SimpleNamespace) -> None:
    work_in()
    counted = {village.name if village else "": count for village, count in count_by_village()}
    assert counted == {"Tổ 7": 1, "": 1}
    visit = list_visits(village_id=found.village.pk)[0]
    assert visit.person == found.head
    assert "Trợ cấp xã hội hằng tháng: lập hồ sơ" in visit.to_do
    assert "Trợ cấp hưu trí xã hội: xem lại điều kiện" in visit.to_do
    other = list_visits(village_id=None)[0]
    assert other.person == found.alone
    assert other.to_ask, "what is missing is what one asks"
    assert len(list_visits(village_id=None, everywhere=True)) == 2


def test_the_page_and_the_paper_of_a_village_are_logged(found: SimpleNamespace, client: Client) -> None:
    page = client.get(ADDRESS, {"thon": found.village.pk}).content.decode()
    assert "Tôn Nữ Thị Hạ" in page
    assert "Một Mình" not in page
    assert "Một Mình" in client.get(ADDRESS, {"thon": "0"}).content.decode()
    assert "Một Mình" in client.get(ADDRESS, {"thon": "không phải"}).content.decode()
    paper = words(client.post(f"{ADDRESS}tai-ve/", {"thon": found.village.pk}).content)
    for said in ("DANH SÁCH ĐI THĂM", "Tổ 7: 1 người", "Tôn Nữ Thị Hạ, sinh 1951", "lập hồ sơ", "giữ kín"):
        assert said in paper
    looks = PersonAccess.objects.filter(purpose="Đi thăm theo danh sách chỗ lệch", person_id=str(found.head.pk))
    assert sorted(looks.values_list("channel", flat=True)) == ["export", "list", "list"]


def test_the_sheet_has_what_is_known_blanks_for_the_rest_and_no_number(found: SimpleNamespace, client: Client) -> None:
    sheet = words(client.post(f"/nguoi/{found.head.pk}/phieu-to-khai/").content)
    for said in (
        "PHIẾU CHUẨN BỊ TỜ KHAI",
        "Họ và tên: Tôn Nữ Thị Hạ",
        "Số định danh cá nhân: …",
        "Đặng Văn Ân, sinh 02/05/1980: con",
        "Trợ cấp xã hội hằng tháng, 1.080.000 đồng mỗi tháng theo luật",
        "mức độ khuyết tật: nặng",
        "không phải mẫu tờ khai",
    ):
        assert said in sheet
    assert not [number for number in CANARY.values() if number in sheet]
    alone = words(client.post(f"/nguoi/{found.alone.pk}/phieu-to-khai/").content)
    assert "ngày sinh – Lê Thị Một Mình: …" in alone, "what is missing is a blank"
    assert "Chưa ghi trong hộ nào" in alone
    assert PersonAccess.objects.filter(purpose="Lập phiếu chuẩn bị tờ khai").count() == 2


def test_without_anything_open_there_is_nobody_to_visit(world: SimpleNamespace, client: Client) -> None:
    assert "Không có ai cần thăm" in client.get(ADDRESS).content.decode()
    assert "Không có ai cần thăm ở đây" in client.post(f"{ADDRESS}tai-ve/", follow=True).content.decode()
    answer = client.post(f"/nguoi/{world.head.pk}/phieu-to-khai/", follow=True).content.decode()
    assert "không còn chỗ lệch nào đang mở" in answer


def test_another_commune_sees_nobody_and_who_only_looks_takes_no_paper(
    found: SimpleNamespace, browser_of: Callable[..., Client], django_assert_max_num_queries: Callable[..., object]
) -> None:
    there = browser_of(found.other)
    assert "Tôn Nữ" not in there.get(ADDRESS).content.decode()
    assert there.post(f"/nguoi/{found.head.pk}/phieu-to-khai/").status_code == 404
    province = browser_of(found.province)
    with django_assert_max_num_queries(30):
        assert "Tôn Nữ" in province.get(ADDRESS).content.decode()
    assert province.post(f"{ADDRESS}tai-ve/").status_code == 403
