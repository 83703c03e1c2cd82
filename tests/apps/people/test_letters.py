"""A letter on what the law gives somebody: in plain words, refusals too, with how to complain; HIV is never in it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client
from docx import Document
from tests.apps.people.factories import NOW, work_in

from ansinh.apps.audit.models import Event, PersonAccess
from ansinh.apps.benefits.answers import rights_of
from ansinh.apps.benefits.letters import write_letter
from ansinh.apps.people.services.facts import record_fact
from ansinh.files import office

NOVEMBER, WRITTEN = date(2026, 11, 1), date(2026, 12, 1)
ASKED = ["social_assistance", "social_pension", "health_insurance_cover"]
pytestmark = pytest.mark.django_db


def letter(world: SimpleNamespace, *programmes: str) -> str:
    work_in()
    made = rights_of(world.head, month=NOVEMBER)
    chosen = programmes or [each.programme.id for each in made.rights]
    return text_of(write_letter(made, programmes=chosen, on=WRITTEN))


def text_of(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)


def married(world: SimpleNamespace) -> None:
    work_in(actor=world.officer)
    whose = {"person_id": world.head.pk, "name": "marital_status", "value": "married"}
    record_fact(**whose, source="Giấy kết hôn", actor=world.officer, now=NOW)


def test_what_is_given_stands_with_amount_in_words_reason_article_and_how_it_was_worked_out(
    world: SimpleNamespace,
) -> None:
    married(world)
    told = letter(world, "social_assistance")
    for words in (
        "Kính gửi: Bà Tôn Nữ Thị Hạ, sinh 1951, Tổ 7,",
        "I. Những khoản bà được hưởng",
        "1. Trợ cấp xã hội hằng tháng: 1.080.000 đồng mỗi tháng (bằng chữ: một triệu không trăm tám mươi nghìn đồng).",
        "Cách tính: 2,0 × 540.000 = 1.080.000 đồng.",
        "Nghị định số 20/2021/NĐ-CP",
        "Danh sách chi trả chưa có tên bà ở khoản này",
    ):
        assert words in told
    assert "Những khoản bà chưa đủ điều kiện" not in told, "only what was asked for"


def test_a_fact_says_from_which_paper_and_who_wrote_it_down(world: SimpleNamespace) -> None:
    married(world)
    told = letter(world, "social_assistance")
    assert f"độ khuyết tật: nặng ({world.fact.source}; {world.officer} ghi " in told


def test_a_refusal_says_why_by_which_article_and_what_the_list_pays(world: SimpleNamespace) -> None:
    married(world)
    told = letter(world, "social_pension")
    for words in (
        "I. Những khoản bà chưa đủ điều kiện hưởng",
        "1. Trợ cấp hưu trí xã hội.",
        "Căn cứ: ",
        "đang nhận 500.000 đồng mỗi tháng ở khoản này",
    ):
        assert words in told


def test_what_is_unknown_names_what_is_missing_and_is_no_refusal(world: SimpleNamespace) -> None:
    work_in(actor=world.officer)
    whose = {"person_id": world.head.pk, "name": "disability_level", "value": "none"}
    record_fact(**whose, source="Giấy", valid_from=date(2026, 1, 1), actor=world.officer, now=NOW)
    told = letter(world, "social_assistance")
    assert "Những khoản chưa kết luận được" in told
    assert "có người có nghĩa vụ và quyền phụng dưỡng – Tôn Nữ Thị Hạ" in told
    assert "Chưa rõ không phải là không được hưởng." in told


def test_every_letter_says_how_to_complain_and_what_nobody_checked(world: SimpleNamespace) -> None:
    married(world)
    told = letter(world)
    assert "khiếu nại lần đầu đến Chủ tịch Ủy ban nhân dân" in told
    assert "trong 90 ngày" in told
    assert "Quy định chưa đối chiếu văn bản gốc" in told
    unchecked = told.partition("Quy định chưa đối chiếu văn bản gốc")[2]
    assert "Chưa đối chiếu văn bản gốc: chưa rõ văn bản mới có giữ quy định này không" in unchecked
    assert "Luật số 136/2025/QH15" in unchecked
    assert "Nghị định số 335/2026/NĐ-CP" in unchecked, "no letter goes out on an unconfirmed figure without saying so"


def test_hiv_is_never_told(world: SimpleNamespace) -> None:
    for marital in (False, True):
        if marital:
            married(world)
        assert "hiv" not in letter(world).casefold()


def test_the_page_gives_docx_and_pdf_logs_the_look_and_the_file(
    world: SimpleNamespace, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    married(world)
    address = f"/nguoi/{world.head.pk}/quyen-loi/thu/"
    answer = client.post(address, {"thang": "2026-11", "che-do": ASKED, "tep": "docx"})
    assert answer["Content-Disposition"] == 'attachment; filename="thong-bao-quyen-loi-2026-11.docx"'
    assert "1.080.000 đồng" in text_of(answer.content)
    pdf = client.post(address, {"thang": "2026-11", "che-do": ASKED, "tep": "pdf"})
    assert pdf.content.startswith(b"%PDF-")
    logged = Event.objects.filter(verb="benefits.write_letter").order_by("pk")
    assert [(row.detail["kind"], row.detail["programmes"]) for row in logged] == [("docx", ASKED), ("pdf", ASKED)]
    assert PersonAccess.objects.filter(purpose="Lập thư về quyền lợi", channel="export").count() == 2
    monkeypatch.setattr(office, "find_office", lambda: None)
    refused = client.post(address, {"thang": "2026-11", "che-do": ASKED, "tep": "pdf"}, follow=True)
    assert "Máy này chưa có LibreOffice" in refused.content.decode()
    assert "Chưa chọn chế độ nào" in client.post(address, {"che-do": ["khong-co"]}, follow=True).content.decode()


def test_only_the_commune_of_the_person_writes_it(world: SimpleNamespace, browser_of: Callable[..., Client]) -> None:
    address = f"/nguoi/{world.head.pk}/quyen-loi/thu/"
    assert browser_of(world.other).post(address, {"che-do": ASKED}).status_code == 404
    assert browser_of(world.province).post(address, {"che-do": ASKED}).status_code == 403
