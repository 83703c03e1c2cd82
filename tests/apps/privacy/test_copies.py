"""A copy of one's own data: everything that hangs on the person, read by people and by programs, written into the log."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document
from tests.apps.people.factories import NOW, work_in

from ansinh.apps.audit.models import Event, PersonAccess
from ansinh.apps.people.hanging import hangings
from ansinh.apps.people.holdings import parts_about
from ansinh.apps.people.services.refusals import Refused
from ansinh.apps.people.services.restricting import restrict_person
from ansinh.apps.privacy import services
from ansinh.apps.privacy.copies import give_copy
from ansinh.apps.privacy.models import DataRequest
from ansinh.apps.privacy.services import Asked

pytestmark = pytest.mark.django_db
WHOLE = ("046151004321", "0905111222", "19001234567")
REASON = "Giao cho chính người ấy, hồ sơ 12"


@pytest.fixture
def asked(world: SimpleNamespace) -> DataRequest:
    """The woman asks for her data; nothing stands against it."""
    work_in(actor=world.officer)
    wants = Asked("provide", date(2026, 11, 20), "Xin bản dữ liệu của tôi")
    row = services.register_request(
        person_id=world.head.pk, asked=wants, actor=world.officer, now=NOW, today=date(2026, 11, 22)
    )
    return services.check_basis(request_id=row.pk, expected_version=1, duty="", actor=world.officer, now=NOW)


def copy(world: SimpleNamespace, row: DataRequest, kind: str = "json", reason: str = "") -> bytes:
    version = DataRequest.objects.get(pk=row.pk).version
    return give_copy(
        request_id=row.pk, expected_version=version, kind=kind, reason=reason, actor=world.officer, now=NOW
    )


def test_every_table_that_hangs_on_a_person_stands_in_the_copy(world: SimpleNamespace) -> None:
    work_in()
    told = {table for part in parts_about(world.head) for table in part.tables}
    assert {each.table for each in hangings()} <= told


def test_the_copy_holds_what_is_held_and_nothing_of_others(world: SimpleNamespace, asked: DataRequest) -> None:
    made = json.loads(copy(world, asked))
    parts = {code: part["rows"] for code, part in made["parts"].items()}
    assert parts["person"][0]["full_name"] == "Tôn Nữ Thị Hạ"
    assert parts["person"][0]["birth"] == "1951"
    assert [(row["relation"], row["others_now"]) for row in parts["households"]] == [("Chủ hộ", 1)]
    assert parts["poverty"][0]["source"] == "QĐ 12/QĐ-UBND"
    assert parts["facts"][0]["value"] == "Nặng"
    assert (parts["receipts"][0]["amount_vnd"], parts["receipts"][0]["valid_from"]) == (500_000, "2025-07-01")
    assert parts["requests"][0]["asked"] == "Xin bản dữ liệu của tôi"
    made_up = next(row for row in parts["changes"] if row["what"] == "Thông tin chung: ghi mới")
    assert "họ và tên: Tôn Nữ Thị Hạ" in made_up["values"]
    assert [row["way"] for row in parts["looks"]] == ["Lập bản dữ liệu cho người ấy"], "it names itself"
    text = json.dumps(made, ensure_ascii=False)
    assert "Đặng Văn Ân" not in text, "another's name is another's"
    assert not [number for number in WHOLE if number in text]
    assert "HIV" in made["parts"]["compartment"]["note"]


def test_whole_numbers_only_with_a_reason_and_every_one_is_written(world: SimpleNamespace, asked: DataRequest) -> None:
    with pytest.raises(Refused, match="Nêu lý do xem số đầy đủ"):
        copy(world, asked, reason="xem")
    assert not PersonAccess.objects.exists(), "nothing was opened"
    file = Document(io.BytesIO(copy(world, asked, "docx", REASON)))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    lines = [line.text for line in file.paragraphs]
    assert set(WHOLE) <= set(cells)
    assert "Họ và tên: Tôn Nữ Thị Hạ" in lines
    assert any("Điều 5 Nghị định số 356/2025/NĐ-CP" in line for line in lines)
    channels = sorted(PersonAccess.objects.filter(person_id=str(world.head.pk)).values_list("channel", flat=True))
    assert channels == ["copy", "unmask:account", "unmask:personal_id", "unmask:phone"]
    event = Event.objects.get(verb="privacy.give_copy")
    assert (event.detail["kind"], event.detail["whole_numbers"], len(event.detail["sha256"])) == ("docx", True, 64)
    assert "046151" not in json.dumps(event.detail)


def test_the_copy_comes_before_the_answer_and_after_the_basis(world: SimpleNamespace, asked: DataRequest) -> None:
    def answer(row: DataRequest) -> DataRequest:
        version = DataRequest.objects.get(pk=row.pk).version
        given: dict[str, Any] = {"request_id": row.pk, "expected_version": version, "actor": world.officer, "now": NOW}
        return services.answer(outcome="done", basis="", text="Đã giao bản dữ liệu", **given)

    with pytest.raises(Refused, match="Chưa lập bản dữ liệu"):
        answer(asked)
    restrict_person(person_id=world.head.pk, basis="Điều 4", actor=world.officer, now=NOW)
    copy(world, asked, "json")
    assert answer(asked).outcome == "done", "a restriction does not stand against the person's own right"
    with pytest.raises(Refused, match="Chỉ lập bản dữ liệu"):
        copy(world, asked)
    services.register_request(
        person_id=world.child.pk, asked=Asked("provide", date(2026, 11, 20), "Xin"), actor=world.officer, now=NOW,
        today=date(2026, 11, 22),
    )  # fmt: skip
    other = DataRequest.objects.get(person=world.child)
    with pytest.raises(Refused, match="đã xem căn cứ"):
        copy(world, other)


def test_an_officer_makes_it_on_the_page_of_the_request(
    world: SimpleNamespace, asked: DataRequest, client: Client, browser_of: Callable[..., Client]
) -> None:
    where = f"/yeu-cau-du-lieu/{asked.pk}/"
    assert "Lập bản dữ liệu" in client.get(where).content.decode()
    work_in()
    version = DataRequest.objects.get(pk=asked.pk).version
    assert client.get(where + "ban-du-lieu/").status_code == 405
    assert browser_of(world.other).post(where + "ban-du-lieu/", {"kind": "json"}).status_code == 404
    answer = client.post(where + "ban-du-lieu/", {"kind": "json", "version": version})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert "ban-du-lieu-ca-nhan.json" in answer["Content-Disposition"]
    stale = client.post(where + "ban-du-lieu/", {"kind": "json", "version": version}, follow=True)
    assert "vừa được người khác sửa" in stale.content.decode()
    text = client.get(where).content.decode()
    assert "Lập gần nhất" in text
    assert f"{timezone.localdate():%d/%m/%Y}" in text
