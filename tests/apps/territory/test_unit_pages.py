"""The pages of units as three people see them: who coordinates, an officer of a commune, and who is not logged in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from tests.plugins.people import NOW

from ansinh.apps.accounts.models import Role
from ansinh.apps.accounts.services import update_user
from ansinh.apps.planning.models import Plan
from ansinh.apps.territory.models import SeriesConversion, ShareDecision, Unit, UnitChange
from ansinh.apps.territory.services.units import DATA, _instruments, _read
from ansinh.apps.territory.words import say_instrument

pytestmark = pytest.mark.django_db

MOST_STATEMENTS = 30
PAGES = (
    "/don-vi/",
    "/don-vi/?luc=truoc",
    "/don-vi/?tinh=56&cap=commune&name=phan+rang",
    "/don-vi/56/2025-07-01/",
    "/don-vi/56/2021-01-01/",
    "/don-vi/22768/2021-01-01/",
    "/don-vi/doi-tu-1-7-2025/",
    "/don-vi/chua-ro-phan-chia/",
    "/don-vi/chua-ro-phan-chia/?tinh=56",
)
TABLE = "code,value\n22768,1000\n22738,5\n"


@pytest.fixture
def coordinator(make_user: Callable[..., Any], seed_provinces: Callable[..., int]) -> Any:
    seed_provinces("56")
    return make_user("phoi", Role.COORDINATOR)


@pytest.fixture
def client(coordinator: Any, browser_of: Callable[..., Client]) -> Client:
    return browser_of(coordinator)


@pytest.fixture
def officer(coordinator: Any, make_user: Callable[..., Any], browser_of: Callable[..., Client]) -> Client:
    return browser_of(make_user("xa", Role.COMMUNE_OFFICER))


def split() -> UnitChange:
    return UnitChange.objects.get(old__code="22768", new__code="22888")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_with_few_statements(client: Client, page: str) -> None:
    asked: list[str] = []

    def count(execute: Any, statement: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(statement)
        return execute(statement, params, many, context)

    with connection.execute_wrapper(count):
        answer = client.get(page)
    assert answer.status_code == 200
    assert "style=" not in answer.content.decode()
    assert 0 < len(asked) <= MOST_STATEMENTS


@pytest.mark.parametrize("page", [*PAGES, "/don-vi/chuyen-so-lieu/", "/don-vi/chon/?q=nha"])
def test_without_login_every_page_leads_to_the_login(db: None, page: str) -> None:
    assert Client().get(page).status_code == 302


def test_a_bare_code_leads_to_the_unit_of_today(client: Client) -> None:
    assert client.get("/don-vi/56/")["Location"] == "/don-vi/56/2025-07-01/"
    assert client.get("/don-vi/57/").status_code == 404
    assert client.get("/don-vi/56/2025-07-02/").status_code == 404
    assert client.get("/don-vi/56/hom-nay/").status_code == 404


def test_the_page_of_a_unit_says_before_after_and_what_is_unknown(client: Client) -> None:
    said = client.get("/don-vi/56/2025-07-01/").content.decode()
    assert "Tỉnh Ninh Thuận" in said
    assert "202/2025/QH15" in said
    said = client.get("/don-vi/22768/2021-01-01/").content.decode()
    assert "không còn từ 01/07/2025" in said
    assert "chưa rõ phần chia" in said
    assert "Hoàng Sa" in said


def test_plans_of_a_unit_and_of_the_unit_it_was_made_of_stand_on_its_page(client: Client, coordinator: Any) -> None:
    from tests.apps.planning.factories import make_plan  # noqa: PLC0415

    plan = make_plan(actor=coordinator)
    old = Unit.objects.get(code="58", level="province")
    Plan.objects.filter(pk=plan.pk).update(scope_unit=old)
    said = client.get("/don-vi/56/2025-07-01/").content.decode()
    assert "45/KH-UBND" in said
    assert "địa bàn Tỉnh Ninh Thuận" in said


def test_the_list_is_searched_without_marks_and_exported(client: Client) -> None:
    said = client.get("/don-vi/?name=truong+sa").content.decode()
    assert "Đặc khu Trường Sa" in said
    answer = client.get("/don-vi/?tinh=56&cap=commune&xuat=csv")
    assert len(answer.content.decode().splitlines()) == 66


def test_the_search_box_finds_units_of_any_time(client: Client) -> None:
    said = client.get("/tim/?q=dong+hai").content.decode()
    assert "Phường Đông Hải" in said
    assert "đến trước 01/07/2025" in said


def test_what_changed_for_me(client: Client, coordinator: Any) -> None:
    assert "chưa ghi địa bàn" in client.get("/don-vi/doi-tu-1-7-2025/").content.decode()
    for code, since, words in (
        ("56", "2025-07-01", ("Tỉnh Ninh Thuận", "thành 65 xã", "Phường Đông Hải")),
        ("22768", "2021-01-01", ("không còn từ 01/07/2025", "Xã Phước Dinh")),
        ("22888", "2025-07-01", ("hợp thành từ", "một phần")),
    ):
        unit = Unit.objects.get(code=code, valid_from=since)
        update_user(
            user=coordinator, by=coordinator, at=NOW, roles=[Role.COORDINATOR], printed={}, places={"scope_unit": unit}
        )
        said = client.get("/don-vi/doi-tu-1-7-2025/").content.decode()
        assert all(word in said for word in words), code


def test_a_share_is_seen_recorded_and_undone(client: Client) -> None:
    page = f"/don-vi/phan-chia/{split().pk}/"
    fields = {"percent": "12,5", "basis": "Dân số do công an chốt 30/6/2025", "instrument": "", "seen": ""}
    said = client.post(page, {**fields, "act": "preview"}).content.decode()
    assert "12,5" in said
    assert "125 người" in said
    assert not ShareDecision.objects.exists(), "a preview records nothing"
    assert client.post(page, {**fields, "act": "record"}).status_code == 302
    again = client.post(page, {**fields, "act": "record"})
    assert again.status_code == 422
    assert "vừa được người khác ghi" in again.content.decode()
    decision = ShareDecision.objects.get()
    said = client.post(f"{page}hoan-tac/", {"decision": decision.pk}, follow=True).content.decode()
    assert "Đã hoàn tác" in said
    assert split().share is None
    assert "Không rõ" in client.post(f"{page}hoan-tac/", {"decision": "x"}, follow=True).content.decode()


@pytest.mark.parametrize(("percent", "word"), [("0", "lớn hơn 0"), ("120", "trở xuống"), ("nhiều", "Không đọc được")])
def test_a_share_out_of_range_is_refused(client: Client, percent: str, word: str) -> None:
    answer = client.post(f"/don-vi/phan-chia/{split().pk}/", {"percent": percent, "basis": "x", "act": "record"})
    assert answer.status_code == 422
    assert word in answer.content.decode()


def uploaded(client: Client, content: str = TABLE, **fields: str) -> Any:
    file = SimpleUploadedFile("dan-so.csv", content.encode())
    values = {"file": file, "rule": "sum", "start": "30/6/2025", "end": "1/7/2025", **fields}
    return client.post("/don-vi/chuyen-so-lieu/", values)


def test_a_table_is_brought_seen_kept_and_undone(client: Client) -> None:
    page = uploaded(client)["Location"]
    said = client.get(page).content.decode()
    assert "bản xem trước" in said
    assert "Phường Đông Hải" in client.get(f"{page}?phan=chua").content.decode()
    assert "Phường Đông Hải" in client.get(f"{page}?phan=chua&xuat=csv").content.decode()
    assert "Khớp" in said
    for act, word in (("save", "Đã lưu"), ("undo", "Đã hoàn tác")):
        version = SeriesConversion.objects.get().version
        said = client.post(f"{page}quyet/", {"act": act, "version": version}, follow=True).content.decode()
        assert word in said
    assert "vừa được người khác xử lý" in client.post(f"{page}quyet/", {"act": "undo"}, follow=True).content.decode()
    assert "Đã hoàn tác" in client.get("/don-vi/chuyen-so-lieu/").content.decode()
    assert client.get(f"{page}?xuat=xlsx").status_code == 200


def test_a_ratio_is_shown_with_numerator_and_denominator(client: Client) -> None:
    page = uploaded(client, "mã;tử số;mẫu số\n22738;1;4\n22768;1;2\n", rule="recompute")["Location"]
    said = client.get(page).content.decode()
    assert "Tỷ lệ" in said
    assert "2 / 6" in said.replace("\xa0", " ")


def test_a_draft_is_thrown_away(client: Client) -> None:
    page = uploaded(client)["Location"]
    client.post(f"{page}quyet/", {"act": "drop"})
    assert not SeriesConversion.objects.exists()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("code,value\n99999,1\n", "Dòng 2: không có đơn vị mã 99999"),
        ("", "trống"),
        ("code,value\n22768,x\n", "không đọc được số"),
    ],
)
def test_a_wrong_table_is_refused_with_its_rows(client: Client, content: str, word: str) -> None:
    answer = uploaded(client, content)
    assert answer.status_code == 422
    assert word in answer.content.decode()
    assert not SeriesConversion.objects.exists()


def test_an_officer_of_a_commune_reads_and_changes_nothing(officer: Client) -> None:
    change = split()
    for page in PAGES:
        assert officer.get(page).status_code == 200, page
    assert "Vai trò của anh/chị chỉ xem" in officer.get(f"/don-vi/phan-chia/{change.pk}/").content.decode()
    assert officer.post(f"/don-vi/phan-chia/{change.pk}/", {"percent": "10", "basis": "x"}).status_code == 403
    assert officer.post(f"/don-vi/phan-chia/{change.pk}/hoan-tac/", {"decision": 1}).status_code == 403
    assert officer.get("/don-vi/chuyen-so-lieu/").status_code == 403
    assert uploaded(officer).status_code == 403


SECONDARY = "Số và điều khoản lấy từ nguồn thứ cấp, chưa đối chiếu với văn bản gốc."


@pytest.mark.parametrize(
    "page", ["/don-vi/22768/2021-01-01/", "/don-vi/22888/2025-07-01/", "/don-vi/phan-chia/{split}/"]
)
def test_the_page_of_a_commune_says_which_clause_made_it_and_that_it_is_not_checked(client: Client, page: str) -> None:
    html = client.get(page.format(split=split().pk)).content.decode()
    assert re.search(rf"Theo khoản \d+ Điều 1 Nghị quyết số 1667/NQ-UBTVQH15\. {SECONDARY}", html)


def test_the_page_of_a_province_says_where_the_number_comes_from(client: Client) -> None:
    html = client.get("/don-vi/58/2021-01-01/").content.decode()
    assert "Theo Nghị quyết số 202/2025/QH15. Số và điều khoản lấy từ nguồn thứ cấp" in html


@pytest.mark.parametrize(
    ("instrument", "sentence"),
    [
        ("", "Chưa ghi văn bản nào về thay đổi này."),
        ("Nghị quyết số 1/2026", "Theo Nghị quyết số 1/2026."),
    ],
    ids=["none", "checked"],
)
def test_an_instrument_is_said_as_it_is_recorded(instrument: str, sentence: str) -> None:
    assert say_instrument(instrument) == sentence


def test_every_old_commune_of_the_country_names_the_clause_of_one_of_34_resolutions() -> None:
    """Bình Điền is made by clause 23 of Huế's resolution; nothing of a commune's lineage stands without a clause."""
    of_communes = [row for row in _read(DATA / "unit_changes.csv") if len(row["old_code"]) == 5]
    assert len({row["instrument"] for row in of_communes}) == 34
    assert all(re.fullmatch(r"khoản \d{1,3} Điều 1", row["clause"]) for row in of_communes)
    assert {row["clause"] for row in of_communes if row["new_code"] == "20035"} == {"khoản 23 Điều 1"}
    assert {evidence for key, (_, evidence) in _instruments(DATA).items() if "UBTVQH" in key} == {"nguồn thứ cấp"}
