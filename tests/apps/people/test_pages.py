"""The pages of the register as an officer of the commune sees them."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.apps.people.conftest import CANARY
from tests.apps.people.factories import HERE, NOW, THERE, unit, work_in

from ansinh.apps.audit.models import PersonAccess
from ansinh.apps.people.models import Fact, Household, Membership, Person
from ansinh.apps.people.selectors.search import Query, read_query
from ansinh.apps.people.services.persons import register_person

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 30


def text_of(answer: Any) -> str:
    return answer.content.decode()


def find(client: Client, q: str = "", **more: str) -> str:
    return text_of(client.post("/nguoi/", {"q": q, **more}, follow=True))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Tôn  Nữ Hạ 1951", Query(("ton", "nu", "ha"), 1951)),
        ("046151004321", Query(number="046151004321")),
        ("046 151 004 321", Query(number="046 151 004 321")),
        ("Nguyễn 1899", Query(("nguyen",), 1899)),
        ("Tổ 7", Query(("to", "7"))),
        ("' & | !", Query()),
        ("", Query()),
    ],
)
def test_what_is_typed_is_taken_apart(typed: str, read: Query) -> None:
    assert read_query(typed) == read


@pytest.mark.parametrize(
    "path",
    [
        "/nguoi/",
        "/nguoi/moi/",
        "/nguoi/can-bo-sung/",
        "/nguoi/can-bo-sung/?loi=year_only",
        "person",
        "household",
        "history",
        "edit",
    ],
)
def test_a_page_opens_with_few_statements(client: Client, world: SimpleNamespace, path: str) -> None:
    work_in()
    for number in range(60):
        register_person(full_name=f"Lê Văn Cần {'I' * (number % 9)}", commune=unit(HERE), actor=world.officer, now=NOW)
    paths = {
        "person": f"/nguoi/{world.head.pk}/",
        "household": f"/ho/{world.home.pk}/",
        "history": f"/nguoi/{world.head.pk}/dien-bien/",
        "edit": f"/nguoi/{world.head.pk}/sua/",
    }
    asked: list[str] = []

    def count(execute: Any, statement: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(statement)
        return execute(statement, params, many, context)

    with connection.execute_wrapper(count):
        answer = client.get(paths.get(path, path))
    assert answer.status_code == 200
    assert "style=" not in text_of(answer)
    assert 0 < len(asked) <= MOST_STATEMENTS, len(asked)


def test_people_are_found_as_one_types(client: Client, world: SimpleNamespace) -> None:
    for typed in ("ton nu thi ha", "Hạ", "TÔN NỮ", "h", "ton nu 1951", "ton nu 19", "ha", "ton nu to 7", "to 7 1951"):
        assert "Tôn Nữ Thị Hạ" in find(client, typed), typed
    assert "Đặng Văn Ân" in find(client, "dang van")
    assert "Không có ai hợp" in find(client, "dang van to 7"), "he lives elsewhere in the commune"
    for typed in ("ton nu 1952", "tran", "nu ton nguyen"):
        assert "Không có ai hợp" in find(client, typed), typed
    assert "Đặng Văn Ân" not in find(client, "", chu_ho="co")
    assert "Đặng Văn Ân" not in find(client, "", thon=str(world.village.pk))
    assert "Tôn Nữ Thị Hạ" in find(client, "", dien="poor")
    assert "Không có ai hợp" in find(client, "", dien="near_poor")


def test_a_number_is_found_whole_only_and_stands_in_no_address(client: Client, world: SimpleNamespace) -> None:
    for number in CANARY.values():
        answer = client.post("/nguoi/", {"q": number})
        assert answer["Location"] == f"/nguoi/{world.head.pk}/"
        typed = client.post("/nguoi/", {"q": number}, headers={"HX-Request": "true"})
        assert (typed.status_code, typed["HX-Redirect"]) == (200, f"/nguoi/{world.head.pk}/"), "the page is left"
    assert "Không có ai ở địa bàn" in find(client, "046151004322")
    assert "Tôn Nữ" not in find(client, "04615100432")
    answer = client.post("/nguoi/", {"q": "Tôn Nữ"})
    assert "Nữ" not in answer["Location"]
    assert "%" not in answer["Location"]


def test_a_province_is_asked_for_three_letters_or_a_commune(
    world: SimpleNamespace, browser_of: Callable[..., Client]
) -> None:
    client = browser_of(world.province)
    assert "Gõ từ 3 chữ" in text_of(client.get("/nguoi/"))
    assert "Gõ từ 3 chữ" in find(client, "ha")
    assert "Tôn Nữ Thị Hạ" in find(client, "ton")
    assert "Tôn Nữ Thị Hạ" in find(client, "ha", xa=str(unit(HERE).pk))
    assert "Tôn Nữ Thị Hạ" not in find(client, "ton", xa=str(unit(THERE).pk))


def test_numbers_are_masked_until_asked_for_with_a_reason(client: Client, world: SimpleNamespace) -> None:
    page = f"/nguoi/{world.head.pk}/"
    said = text_of(client.get(page))
    assert not [number for number in CANARY.values() if number in said]
    assert "321" in said
    shown = client.post(f"{page}xem-so/", {"kind": "personal_id", "reason": "Đối chiếu hồ sơ 214"})
    assert CANARY["personal_id"] in text_of(shown)
    assert CANARY["account"] not in text_of(shown)
    assert "no-store" in shown["Cache-Control"]
    refused = client.post(f"{page}xem-so/", {"kind": "personal_id", "reason": "xem"})
    assert refused.status_code == 422
    assert CANARY["personal_id"] not in text_of(refused)
    looks = PersonAccess.objects.filter(person_id=str(world.head.pk)).exclude(channel="list")
    assert set(looks.values_list("channel", flat=True)) == {"page", "unmask:personal_id"}


def test_whoever_is_listed_or_shown_with_a_household_is_written_as_seen(client: Client, world: SimpleNamespace) -> None:
    find(client, "dang van")
    assert {row.person_id for row in PersonAccess.objects.filter(channel="list")} == {str(world.child.pk)}
    client.get(f"/ho/{world.home.pk}/")
    rows = PersonAccess.objects.filter(channel="list", purpose__contains=str(world.home))
    assert {row.person_id for row in rows} == {str(world.head.pk), str(world.child.pk)}


def test_no_more_than_so_many_are_taken_away_in_a_day(
    client: Client, world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ansinh.apps.people.pages import export  # noqa: PLC0415

    monkeypatch.setattr(export, "MOST_A_DAY", 3)
    take = {"purpose": "Rà soát hộ nghèo 2026"}
    assert client.post("/nguoi/tai-ve/", take).status_code == 200
    assert "đã tải 2 người, thêm 2 là quá 3" in text_of(client.post("/nguoi/tai-ve/", take, follow=True))
    monkeypatch.setattr(export, "MOST_ROWS", 1)
    assert "quá rộng" in text_of(client.post("/nguoi/tai-ve/", take, follow=True))


def test_a_person_is_registered_edited_moved(client: Client, world: SimpleNamespace) -> None:
    fields = {
        "full_name": "Hồ Thị Mận",
        "birth": "02/1960",
        "sex": "female",
        "commune": str(unit(HERE).pk),
        "residence_kind": "permanent",
    }
    for wrong, word in (
        ({"birth": "31/02/1960"}, "Không đọc được"),
        ({"full_name": ""}, "bắt buộc"),
        ({"personal_id": "12"}, "12 chữ số"),
        ({"commune": str(unit(THERE).pk)}, ""),
    ):
        answer = client.post("/nguoi/moi/", {**fields, **wrong})
        assert answer.status_code == 422
        assert word in text_of(answer)
    page = client.post("/nguoi/moi/", fields)["Location"]
    assert "Sinh 02/1960" in text_of(client.get(page))
    assert "Dân tộc" in text_of(client.get(f"{page}sua/"))
    edited = {**fields, "ethnicity": "Kinh", "version": "1"}
    assert "Đã lưu" in text_of(client.post(f"{page}sua/", edited, follow=True))
    answer = client.post(f"{page}sua/", {**edited, "ethnicity": "Tày"})
    assert answer.status_code == 422
    assert "vừa được người khác sửa" in text_of(answer)
    said = text_of(client.post(f"{page}chuyen/", {"code": "99999", "day": "1/2/2026"}, follow=True))
    assert "Không có xã, phường mã" in said
    client.post(f"{page}chuyen/", {"code": THERE, "day": "1/2/2026"})
    assert client.get(page).status_code == 404


def test_what_the_law_asks_is_written_on_the_page(client: Client, world: SimpleNamespace) -> None:
    page = f"/nguoi/{world.head.pk}/"
    said = text_of(client.get(page))
    for word in (
        "Mức độ khuyết tật",
        "Nặng",
        "Giấy 214",
        "Trợ cấp hưu trí xã hội",
        "500.000",
        "Hộ nghèo",
        "Đặng Văn Ân",
    ):
        assert word in said, word
    write = {"name": "pension_monthly_vnd", "value": "1.200.000", "valid_from": "1/1/2026", "source": "BHXH"}
    assert "1.200.000 đồng" in text_of(client.post(f"{page}thong-tin/", write, follow=True))
    assert "ghi số nguyên" in text_of(client.post(f"{page}thong-tin/", {**write, "value": "nhiều"}, follow=True))
    work_in()
    fact = Fact.objects.get(name="pension_monthly_vnd")
    assert "Đã kết thúc" in text_of(client.post(f"{page}thong-tin/{fact.pk}/", follow=True))
    assert "Không có thông tin này" in text_of(
        client.post(f"/nguoi/{world.child.pk}/thong-tin/{fact.pk}/", follow=True)
    )
    receipt = {
        "programme": "other",
        "name": "Quà Tết",
        "amount_vnd": "300.000",
        "valid_from": "1/2/2026",
        "source": "DS",
    }
    assert "Quà Tết" in text_of(client.post(f"{page}khoan/", receipt, follow=True))
    assert "Đã ghi thôi nhận" in text_of(
        client.post(f"{page}khoan/{world.receipt.pk}/thoi/", {"day": "1/8/2026"}, follow=True)
    )
    death = {"death_date": "1/11/2026", "version": "1"}
    assert "Đã chết 01/11/2026" in text_of(client.post(f"{page}chet/", death, follow=True))
    assert "Hoàn tác" in text_of(client.get(page))
    client.post(f"{page}chet/", {"act": "undo", "version": "2"})
    assert "Đã chết" not in text_of(client.get(page))


def test_a_household_lives(client: Client, world: SimpleNamespace) -> None:
    page = f"/ho/{world.home.pk}/"

    def act(verb: str, **fields: str) -> str:
        work_in()
        version = str(Household.objects.get(pk=world.home.pk).version)
        return text_of(client.post(f"{page}viec/", {"act": verb, "version": version, **fields}, follow=True))

    assert "Hộ Tôn Nữ Thị Hạ" in text_of(client.get(page))
    assert "Đã ghi trẻ" in act("birth", full_name="Đặng Bé", birth_date="1/9/2026", relation="grandchild")
    assert "Đã ghi diện" in act("poverty", status="near_poor", valid_from="1/10/2026", source="QĐ 20")
    assert "Hộ Đặng Văn Ân" in act("head", person=str(world.child.pk), day="1/10/2026")
    assert "Đã ghi quan hệ" in act("relation", person=str(world.head.pk), relation="parent")
    assert "Đã ghi thông tin" in act("fact", name="hardship", value="có", source="khai")
    assert "Đã tách" in act("split", person=str(world.head.pk), day="1/11/2026")
    assert "Không rõ việc" in act("bay")
    assert "Không đọc được ngày" in act("leave", person=str(world.child.pk), day="hôm nay")
    assert "vừa được người khác sửa" in text_of(
        client.post(
            f"{page}viec/",
            {"act": "poverty", "version": "1", "status": "none", "valid_from": "2/10/2026", "source": "x"},
            follow=True,
        )
    )
    work_in()
    assert Membership.objects.filter(valid_to=None, relation="head").count() == 2
    assert "Đã chuyển hộ" in act("move", code=THERE, day="1/11/2026")
    assert client.get(page).status_code == 404
    client.post(f"/nguoi/{world.head.pk}/lap-ho/", {"valid_from": "x"})
    assert client.get(f"/nguoi/{world.head.pk}/").status_code == 200


def test_history_says_who_changed_what_and_the_chair_sees_who_looked(
    client: Client, world: SimpleNamespace, browser_of: Callable[..., Client]
) -> None:
    client.get(f"/nguoi/{world.head.pk}/")
    page = f"/nguoi/{world.head.pk}/dien-bien/"
    said = text_of(client.get(page))
    assert "Mức độ khuyết tật: ghi mới" in said
    assert "thôn, tổ dân phố: Tổ 7" in said
    assert "disability_level" not in said
    assert str(world.officer) in said
    assert "Ai đã xem" not in said
    said = text_of(browser_of(world.chair).get(page))
    assert "Ai đã xem" in said
    assert "Xem trang của người" in said


def test_a_list_is_taken_away_for_a_purpose_and_each_is_written(client: Client, world: SimpleNamespace) -> None:
    assert "Mục đích" in text_of(client.post("/nguoi/tai-ve/", {"purpose": "x"}, follow=True))
    answer = client.post("/nguoi/tai-ve/", {"purpose": "Rà soát hộ nghèo 2026"})
    assert answer["Content-Type"].startswith("application/vnd.openxml")
    assert re.search(rb"^PK", answer.content)
    looks = PersonAccess.objects.filter(channel="export")
    assert {row.person_id for row in looks} == {str(world.head.pk), str(world.child.pk)}
    assert {row.purpose for row in looks} == {"Rà soát hộ nghèo 2026"}


def test_what_is_missing_is_a_list_to_work_through(client: Client, world: SimpleNamespace) -> None:
    said = text_of(client.get("/nguoi/can-bo-sung/"))
    assert "Chỉ biết năm sinh" in said
    number = unit(HERE).number
    assert "Tôn Nữ Thị Hạ" in text_of(client.get(f"/nguoi/can-bo-sung/?loi=year_only&xa={number}"))
    assert "Tôn Nữ Thị Hạ" not in text_of(client.get(f"/nguoi/can-bo-sung/?loi=no_number&xa={number}"))
    assert "Không còn chỗ nào" in text_of(client.get("/nguoi/can-bo-sung/?loi=no_head"))
    work_in()
    Membership.objects.filter(relation="head").update(relation="unknown")
    assert f"Hộ {str(world.home.pk)[:8]}" in text_of(client.get("/nguoi/can-bo-sung/?loi=no_head"))


def test_somebody_without_a_place_of_work_sees_nobody(
    world: SimpleNamespace, make_user: Callable[..., Any], browser_of: Callable[..., Client]
) -> None:
    from ansinh.apps.accounts.models import Role  # noqa: PLC0415

    client = browser_of(make_user("khongdau", Role.COMMUNE_OFFICER))
    assert "Chưa xem được ai" in text_of(client.get("/nguoi/"))
    assert client.get(f"/nguoi/{world.head.pk}/").status_code == 404
    assert Person.objects.count() == 0


def test_a_village_is_added_and_chosen(client: Client) -> None:
    add = {"commune": str(unit(HERE).pk), "kind": "neighbourhood", "name": "Tổ 8"}
    assert "Tổ 8" in text_of(client.post("/nguoi/thon-to/", add, follow=True))
    assert client.post("/nguoi/thon-to/", add).status_code == 422
    assert client.post("/nguoi/thon-to/", {**add, "commune": str(unit(THERE).pk)}).status_code == 422
    assert "Tổ 8" in text_of(client.get("/nguoi/moi/"))


def test_who_may_be_in_the_register_already_is_shown_before_another_is_written(
    client: Client, world: SimpleNamespace
) -> None:
    typed = {
        "full_name": "TON NU THI HA",
        "birth": "03/04/1951",
        "commune": unit(HERE).pk,
        "residence_kind": "permanent",
    }
    asked = client.post("/nguoi/moi/", typed)
    assert asked.status_code == 422
    assert f'<a href="/nguoi/{world.head.pk}/">Tôn Nữ Thị Hạ</a>, sinh 1951, Tổ 7' in asked.content.decode()
    assert 'value="TON NU THI HA"' in asked.content.decode(), "nothing typed is lost"
    work_in()
    assert Person.objects.count() == 2
    made = client.post("/nguoi/moi/", {**typed, "told": str(world.head.pk)})
    assert made.status_code == 302
    assert client.post("/nguoi/moi/", {**typed, "birth": "1952"}).status_code == 302, "born in another year"
    other = client.post("/nguoi/moi/", {**typed, "full_name": "Tôn Nữ Hạ"})
    assert other.status_code == 302, "another name"
