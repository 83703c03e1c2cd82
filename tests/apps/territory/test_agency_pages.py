"""The pages of the directory: the list, one agency, changing it, two people at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.planning.factories import make_user
from tests.apps.planning.held import make_held_plan
from tests.browser.session import session_of

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.audit.models import Event
from ansinh.apps.territory.models import Agency, AgencySuccession
from ansinh.apps.territory.services.agencies import CannotChangeDirectory, edit_agency, name_agency
from ansinh.apps.territory.services.directory import seed_directory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)


def browse(user: User) -> Client:
    client = Client()
    client.cookies["sessionid"] = session_of(user, at=timezone.now())
    return client


@pytest.fixture
def boss(db: None) -> User:
    return make_user("Trần Thị Điều Phối", Role.COORDINATOR, username="dieuphoi1")


@pytest.fixture
def officer(db: None) -> User:
    return make_user("Cán Bộ Xã", Role.COMMUNE_OFFICER, username="xa1")


def agency(name: str = "Sở Y tế") -> Agency:
    return Agency.objects.get(name=name)


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ("name=so lao dong", "Sở Lao động - Thương binh", "Sở Y tế"),
        ("kind=bank", "Ngân hàng Chính sách", "Sở Y tế"),
        ("level=central", "Bộ Nội vụ", "Sở Y tế"),
        ("nay=thoi", "Sở Kế hoạch và Đầu tư", "Sở Y tế"),
        ("nay=co&page=2", "Sở Y tế", "Sở Kế hoạch và Đầu tư"),
        ("nhom=true", "Các địa phương", "Sở Y tế"),
        ("sort=-name", "Sở Y tế", "không có chữ này"),
    ],
)
def test_the_list_is_cut_as_the_address_says(officer: User, query: str, there: str, not_there: str) -> None:
    seed_directory()
    page = browse(officer).get(f"/co-quan/?{query}").content.decode()
    assert there in page
    assert f">{not_there}<" not in page
    assert browse(officer).get(f"/co-quan/?{query}&xuat=csv").status_code == 200


def test_without_login_the_directory_leads_to_the_login() -> None:
    assert Client().get("/co-quan/").status_code == 302


def test_an_agency_shows_its_past_its_future_and_its_work(boss: User) -> None:
    make_held_plan(boss)
    client = browse(boss)

    old = client.get(f"/co-quan/{agency('Sở Lao động - Thương binh và Xã hội').pk}/").content.decode()
    assert "Đã kết thúc ngày 01/03/2025" in old
    assert "nguồn thứ cấp" in old
    assert "Sở Nông nghiệp và Môi trường" in old

    now = client.get(f"/co-quan/{agency('Sở Nội vụ').pk}/").content.decode()
    assert "Giải quyết việc làm cho thanh niên" in now
    assert "Có thể là của cơ quan này, chưa ai quyết định: 2 việc" in now
    assert "Nhận việc từ đâu" in now


def test_a_page_of_an_agency_costs_no_more_with_many_tasks(
    boss: User, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    make_held_plan(boss, tasks=tuple((f"Giải quyết việc làm {number}", "Sở LĐTB&XH") for number in range(100)))
    client, url = browse(boss), f"/co-quan/{agency('Sở Nội vụ').pk}/"
    with django_assert_max_num_queries(30):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize(
    "name", ["Các cơ quan có liên quan", "Ủy ban nhân dân các xã, phường", "Các tổ chức chính trị - xã hội"]
)
def test_a_group_says_who_belongs_to_it_or_why_nobody(boss: User, name: str) -> None:
    seed_directory()
    page = browse(boss).get(f"/co-quan/{agency(name).pk}/").content.decode()
    assert "Thành viên hôm nay" in page
    assert "Chưa rõ ở địa bàn nào" in page or "Tên chung" in page or "Hội Nông dân" in page


def test_an_agency_that_is_not_there(boss: User) -> None:
    assert browse(boss).get("/co-quan/999999/").status_code == 404


def test_an_officer_without_the_permission_changes_nothing(officer: User) -> None:
    seed_directory()
    client, url = browse(officer), f"/co-quan/{agency().pk}/"
    assert client.get(url).status_code == 200
    assert client.get(f"{url}sua/").status_code == 403
    assert client.post(f"{url}sua/", {"name": "x"}).status_code == 403
    assert client.post(f"{url}ke-nhiem/", {}).status_code == 403
    assert agency().version == 0


def test_a_person_changes_an_agency_and_adds_a_name(boss: User) -> None:
    seed_directory()
    client, row = browse(boss), agency()
    sent = {
        "version": 0, "name": "Sở Y tế", "short_name": "SYT", "kind": "state", "level": "province",
        "valid_from": "01/01/1992", "alias": "Ngành y tế tỉnh",
    }  # fmt: skip

    answer = client.post(f"/co-quan/{row.pk}/sua/", sent, follow=True).content.decode()

    assert "Đã lưu cơ quan." in answer
    assert "Ngành y tế tỉnh" in answer
    row.refresh_from_db()
    assert (row.short_name, row.edited_by_name, row.version) == ("SYT", "Trần Thị Điều Phối", 2)
    assert Event.objects.filter(verb="territory.edit_agency").count() == 1
    again = client.post(f"/co-quan/{row.pk}/sua/", sent)
    assert again.status_code == 422
    assert "vừa được Trần Thị Điều Phối sửa" in again.content.decode()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": "  "}, "Thiếu tên"),
        ({"valid_from": dt.date(2025, 1, 1), "valid_to": dt.date(2025, 1, 1)}, "phải sau"),
        ({"code": "x"}, "Không sửa được"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(boss: User, values: dict[str, Any], words: str) -> None:
    seed_directory()
    with pytest.raises(CannotChangeDirectory, match=words):
        edit_agency(agency_id=agency().pk, expected_version=0, values=values, actor=boss, now=NOW)


def test_an_agency_does_not_belong_to_itself_nor_to_its_parts(boss: User) -> None:
    seed_directory()
    part, whole = agency("Trung tâm Dịch vụ việc làm"), agency("Sở Nội vụ")
    for parent in (whole, part):
        with pytest.raises(CannotChangeDirectory, match="thuộc chính nó"):
            edit_agency(agency_id=whole.pk, expected_version=0, values={"parent_id": parent.pk}, actor=boss, now=NOW)


def test_a_name_of_another_agency_is_not_taken_away(boss: User) -> None:
    seed_directory()
    with pytest.raises(CannotChangeDirectory, match="đang là cách viết của “Sở Nội vụ”"):
        name_agency(agency_id=agency().pk, expected_version=0, name="Sở Nội Vụ", actor=boss, now=NOW)


def test_a_person_records_a_successor_takes_it_back_and_puts_it_back(boss: User) -> None:
    seed_directory()
    old, new = agency("Hiệp hội doanh nghiệp tỉnh"), agency("Sở Nội vụ")
    client, url = browse(boss), f"/co-quan/{old.pk}/"
    sent = {
        "version": 0, "field": "", "successor": new.pk, "from_date": "01/07/2025", "legal_basis": "Văn bản thử",
        "evidence": "secondary",
    }  # fmt: skip

    page = client.post(f"{url}ke-nhiem/", sent, follow=True).content.decode()
    assert "Đã ghi: Hiệp hội doanh nghiệp tỉnh → Sở Nội vụ." in page
    assert "vừa được" in client.post(f"{url}ke-nhiem/", sent, follow=True).content.decode(), "a second press"
    row = AgencySuccession.objects.get(legal_basis="Văn bản thử")
    turn = {"succession": row.pk, "version": row.version}
    assert "Đã rút lại" in client.post(f"{url}ke-nhiem/", turn | {"act": "withdraw"}, follow=True).content.decode()
    assert "vừa được" in client.post(f"{url}ke-nhiem/", turn | {"act": "withdraw"}, follow=True).content.decode()
    row.refresh_from_db()
    turn["version"] = row.version
    assert "Đã dùng lại" in client.post(f"{url}ke-nhiem/", turn | {"act": "restore"}, follow=True).content.decode()
    row.refresh_from_db()
    assert row.withdrawn_at is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"legal_basis": ""}, "Ghi văn bản"),
        ({"from_date": "32/01/2025"}, ""),
        ({"field": "no_such"}, ""),
        ({"successor": "x"}, ""),
    ],
)
def test_a_successor_without_ground_or_day_is_refused(boss: User, change: dict[str, str], words: str) -> None:
    seed_directory()
    sent = {
        "version": 0,
        "successor": "",
        "from_date": "01/07/2025",
        "legal_basis": "Thử",
        "evidence": "memory",
    } | change
    before = AgencySuccession.objects.count()
    page = browse(boss).post(f"/co-quan/{agency().pk}/ke-nhiem/", sent, follow=True).content.decode()
    assert words in page
    assert AgencySuccession.objects.count() == before
