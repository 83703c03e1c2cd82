"""The law as any signed-in official reads it: programmes, rules, figures over time, what changed, what has no rule."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from ansinh.apps.accounts.models import Role
from ansinh.apps.law.selectors.book import homes, read_rule, rules_below
from ansinh.apps.law.selectors.cases import cases_of, cases_touching
from ansinh.apps.law.selectors.changes import changes_between
from ansinh.apps.law.selectors.search import search_law
from ansinh.apps.law.subjects import list_subjects
from ansinh.core.rules.parameters import CAVEATS
from ansinh.rulebook.book import MODULES, NAMED, national_system

SYSTEM = national_system()


@pytest.fixture
def clerk(make_user: Callable[..., Any], browser_of: Callable[..., Client]) -> Client:
    return browser_of(make_user("giamsat", Role.AUDITOR))


def said(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return " ".join(answer.content.decode().split())


@pytest.mark.django_db
def test_every_programme_rule_and_figure_has_its_page(clerk: Client) -> None:
    for programme in SYSTEM.programmes.values():
        assert programme.label in said(clerk, f"/luat/{programme.id}/")
    for name in ("sa_k6", "sa_k5b", "sa_amount", "merit_amount", "hi_cover", "em_rice_kg", "care_portion_is_spouses"):
        assert SYSTEM.rules[name].label in said(clerk, f"/luat/quy-tac/{name}/")
    for parameter in ("sa.standard", "ncc.monthly", "ncc.table.tb", "wage.region.from_2026_01", *sorted(NAMED)):
        assert SYSTEM.parameters[parameter].label in said(clerk, f"/luat/tham-so/{parameter}/")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/luat/khong-co/", "/luat/quy-tac/khong-co/", "/luat/tham-so/khong.co/"])
def test_what_is_not_there_is_said_so(clerk: Client, path: str) -> None:
    said(clerk, path, 404)


@pytest.mark.django_db
def test_the_first_page_finds_and_leads_on(clerk: Client) -> None:
    page = said(clerk, "/luat/?q=tro+cap+nguoi+gia")
    assert page.index('href="/luat/social_pension/"') < page.index('href="/luat/quy-tac/sa_k5a/"')
    assert "theo cách nói “người già”" in page
    assert "Không có gì gần với “qwerty”" in said(clerk, "/luat/?q=qwerty")
    assert "Mức chuẩn trợ giúp xã hội" in said(clerk, "/tim/?q=540.000"), "the search box of every page finds it too"


@pytest.mark.django_db
def test_a_rule_is_told_over_time_with_its_articles_and_cases(clerk: Client) -> None:
    page = said(clerk, "/luat/quy-tac/sa_k5b/")
    for words in (
        "Hết hiệu lực",
        "Nghị định số 176/2025/NĐ-CP",
        "điểm b khoản 5 Điều 5 Nghị định số 20/2021/NĐ-CP",
        "đến trước 01/07/2025",
        "đủ 75 tuổi vào ngày cuối tháng",
        "Từ 75 đến 80 tuổi ở xã đặc biệt khó khăn, tháng cuối còn hiệu lực",
        'href="/luat/tham-so/sa.coef.k5b_elderly_75_80_dbkk/"',
        "chưa đối chiếu",
    ):
        assert words in page
    assert "truy lĩnh" in said(clerk, "/luat/quy-tac/sa_k6/"), "entitled from before the instrument took effect"


@pytest.mark.django_db
def test_a_figure_is_told_over_time_and_its_two_days_are_explained(clerk: Client) -> None:
    page = said(clerk, "/luat/tham-so/sa.standard/")
    assert page.index("540.000 đồng") < page.index("500.000 đồng") < page.index("360.000 đồng")
    assert "hiệu lực từ 05/10/2026 nhưng áp dụng từ 01/07/2026" in page
    assert "360.000 từ 01/07/2021; 500.000 từ 01/07/2024; 540.000 từ 01/07/2026" in page, "the chart is told"
    table = said(clerk, "/luat/tham-so/ncc.table.tb/")
    assert table.count('<tr id="dong-') == 80
    assert "Tỷ lệ tổn thương cơ thể 21%" in table
    assert said(clerk, "/luat/tham-so/ncc.monthly/").count('<tr id="dong-') == 52


@pytest.mark.django_db
def test_figures_are_filtered_and_taken_away_as_files(clerk: Client) -> None:
    page = said(clerk, "/luat/tham-so/?tu=muc+chuan+tro+giup")
    assert "Hiện <b>3</b>" in page
    rows = list(
        csv.reader(io.StringIO(clerk.get("/luat/tham-so/?tu=muc+chuan+tro+giup&xuat=csv").content.decode("utf-8-sig")))
    )
    assert [row[0] for row in rows if "Mức chuẩn trợ giúp xã hội" in row] or rows
    flat = [" ".join(row) for row in rows]
    assert sum("Mức chuẩn trợ giúp xã hội" in line for line in flat) == 3
    assert any("540.000" in line and "nguồn thứ cấp" in line and "335/2026" in line for line in flat)
    whole = list(csv.reader(io.StringIO(clerk.get("/luat/tham-so/?xuat=csv").content.decode("utf-8-sig"))))
    wanted = sum(
        len(value.value) if isinstance(value.value, dict) else 1 for each in SYSTEM.parameters for value in each.values
    )
    assert len([row for row in whole if row]) >= wanted
    assert clerk.get("/luat/tham-so/?xuat=xlsx").content[:2] == b"PK"


@pytest.mark.django_db
def test_what_changed_between_two_days_is_shown_by_programme(clerk: Client) -> None:
    page = said(clerk, "/luat/thay-doi/?tu=04/10/2026&den=05/10/2026")
    assert "2 chỗ đổi" in page
    assert "+40.000 đồng" in page
    assert "Ngày sau phải sau ngày trước" in said(clerk, "/luat/thay-doi/?tu=05/10/2026&den=04/10/2026", 422)
    assert "Không đọc được ngày “hôm qua”" in said(clerk, "/luat/thay-doi/?tu=hôm+qua", 422)
    assert "Không có gì đổi" in said(clerk, "/luat/thay-doi/?tu=01/02/2025&den=02/02/2025")
    said(clerk, "/luat/thay-doi/")


@pytest.mark.parametrize(
    ("first", "last", "what", "wanted"),
    [
        (date(2026, 10, 4), date(2026, 10, 5), "sa.standard", ("Đổi", "500.000 đồng", "540.000 đồng", "+40.000 đồng")),
        (date(2024, 6, 30), date(2024, 7, 1), "ncc.table.tb", ("Đổi", "bảng 80 dòng", "bảng 80 dòng", "80 dòng đổi")),
        (date(2025, 6, 30), date(2025, 7, 1), "sa.social_pension", ("Mới", "chưa có", "500.000 đồng", "")),
        (date(2025, 6, 30), date(2025, 7, 1), "sa.coef.k5c_elderly_80plus", ("Hết", "1,0", "không còn", "")),
        (date(2025, 6, 30), date(2025, 7, 1), "sp_own", ("Mới", "chưa có", None, "")),
    ],
)
def test_a_change_has_its_before_after_and_difference(
    first: date, last: date, what: str, wanted: tuple[Any, ...]
) -> None:
    found = {each.key: each for _p, rows in changes_between(SYSTEM, first=first, last=last) for each in rows}
    change = found[what]
    assert (change.how, change.before, change.difference) == (wanted[0], wanted[1], wanted[3])
    assert wanted[2] in (None, change.after)


def test_what_only_carries_on_is_no_change() -> None:
    found = {
        each.key
        for _p, rows in changes_between(SYSTEM, first=date(2026, 10, 4), last=date(2026, 10, 5))
        for each in rows
    }
    assert found == {"sa.standard", "sa.social_pension"}


@pytest.mark.django_db
def test_articles_without_a_rule_are_named(clerk: Client) -> None:
    page = said(clerk, "/luat/chua-co/")
    assert "Chưa có quy tắc không có nghĩa là không được hưởng" in page
    assert "nhắc" in page


@pytest.mark.django_db
def test_who_is_not_signed_in_is_asked_to() -> None:
    assert Client().get("/luat/").status_code == 302


def test_every_rule_and_figure_belongs_somewhere_and_rules_stand_under_their_callers() -> None:
    known = {*SYSTEM.rules, *(each.id for each in SYSTEM.parameters)}
    assert known - set(homes()) == set(NAMED)
    assert homes()["sa.social_pension"][0] == "social_pension", "its own programme before those that call it"
    for programme in SYSTEM.programmes:
        order = rules_below(programme)
        assert len(order) == len(set(order))
        assert order[0] == SYSTEM.programmes[programme].level


def test_every_programme_has_cases_in_words_and_nearly_every_rule_is_touched() -> None:
    assert sum(len(cases_of(module.PROGRAMMES[0].id)) for module in MODULES) > 150
    untouched = {name for name in SYSTEM.rules if not cases_touching(name)}
    assert untouched <= {"care_elderly_received", "fu_single_parent"}
    case = next(each for each in cases_of("emergency") if each.name == "Chết do thiên tai")
    assert case.given == (("Người này", "Hỗ trợ khẩn cấp", "25.000.000 đồng, hệ số 50"),)
    assert ("Cả hộ", "sự việc: chết, mất tích, ngày xảy ra: 12/09/2025, nguyên nhân: thiên tai") in case.known


def test_a_rule_read_has_one_version_of_the_day() -> None:
    read = read_rule(SYSTEM, SYSTEM.rules["sa_k6"], on=date(2024, 1, 1))
    assert read.current is not None
    assert read.current.version.applied_from == date(2021, 7, 1)
    assert read_rule(SYSTEM, SYSTEM.rules["sa_k6"], on=date(2020, 1, 1)).current is None


def test_what_has_to_be_read_names_the_instruments_in_which_it_stands() -> None:
    subjects = {(each.key, each.dated.applied_from): each for each in list_subjects()}
    assert all(each.instruments and each.evidence in CAVEATS and each.said for each in subjects.values())
    assert subjects["sa.standard", date(2026, 7, 1)].instruments == ("335/2026/NĐ-CP",)
    carried = subjects["sa.coef.k6_dis_severe_adult", date(2026, 7, 1)]
    assert carried.instruments == ("335/2026/NĐ-CP",), "the newer decree says whether the older rule goes on"
    assert subjects["ui_new_amount", date(2015, 1, 1)].instruments == ("74/2025/QH15",)
    assert subjects["merit_injury_highest", date(2021, 7, 1)].instruments == ("02/2020/UBTVQH14", "75/2021/NĐ-CP")
    assert "sa_amount" not in {key for key, day in subjects if day.year == 1900}, (
        "nothing can be read of what is not at hand"
    )


@pytest.mark.django_db
def test_every_reference_opens_what_else_stands_there(clerk: Client) -> None:
    references = {ref for rule in SYSTEM.rules.values() for version in rule.versions for ref in version.references}
    references |= {value.reference for each in SYSTEM.parameters for value in each.values}
    assert [each for each in sorted(references) if not search_law(each)] == []
    page = said(clerk, "/luat/quy-tac/sa_k6/")
    assert 'href="/luat/?q=kho%E1%BA%A3n+6+%C4%90i%E1%BB%81u+5+Ngh' in page
