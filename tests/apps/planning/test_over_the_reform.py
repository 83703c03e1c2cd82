"""Four plans of 2022 and 2024 with the real tree of units and the directory, looked at after the reform of 2025."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve
from tests.apps.planning.factories import NOW, accept_all, make_plan, make_running_plan, make_user

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.planning.models import Plan
from ansinh.apps.planning.selectors.carrying import get_reform
from ansinh.apps.planning.selectors.holders import UNCLEAR, holders_of
from ansinh.apps.planning.selectors.own_plans import list_own_plans
from ansinh.apps.planning.selectors.units import get_unit_work, list_unit_plans
from ansinh.apps.planning.services.activation import activate_plan
from ansinh.apps.planning.services.scope import guess_scope
from ansinh.apps.territory.models import Agency, Unit
from ansinh.apps.territory.services.directory import seed_directory
from ansinh.site.menu import build_directory, build_menu, rooms_with_menu

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
EVE = dt.date(2025, 6, 30)
Seed = Callable[..., int]
Browse = Callable[[User], Client]


@pytest.fixture
def coordinator(db: None) -> User:
    return make_user()


@pytest.fixture
def tree(seed_provinces: Seed) -> None:
    """Today's Khánh Hòa, Cần Thơ, Cà Mau and Huế, with all that went into them, and the directory."""
    seed_provinces("56", "92", "96", "46")
    seed_directory()


def running(shared: Path, number: str, actor: User) -> Plan:
    [path] = (shared / "documents").glob(f"{number}_*.txt")
    plan = accept_all(make_plan(actor=actor, name=path.name, content=path.read_bytes()), actor=actor)
    return activate_plan(plan_id=plan.pk, actor=actor, now=NOW)


def at(code: str, day: dt.date) -> Unit:
    return Unit.objects.filter(code=code, valid_from__lte=day).exclude(valid_to__lte=day).get()


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", answer.content.decode()))


@pytest.mark.parametrize(
    ("issuer", "day", "code"),
    [
        ("Ủy ban nhân dân tỉnh Khánh Hòa", dt.date(2024, 8, 9), "56"),
        ("Ủy ban nhân dân tỉnh Hậu Giang", dt.date(2022, 4, 27), "93"),
        ("UBND thị xã Hương Trà", dt.date(2024, 5, 29), "480"),
        ("Ủy ban nhân dân phường Hương Trà", dt.date(2025, 8, 1), "19996"),
    ],
)
def test_the_unit_of_an_issuer_is_the_one_of_the_day_of_issue(tree: None, issuer: str, day: dt.date, code: str) -> None:
    found = guess_scope(issuer=issuer, place="", on=day)
    assert found is not None
    assert found.code == code
    assert found.valid_from <= day
    assert found.valid_to is None or found.valid_to > day


@pytest.mark.parametrize(
    ("number", "code", "heirs"),
    [("000", "56", ["56"]), ("002", "93", ["92"]), ("004", "96", ["96"]), ("003", "480", ["19996", "20017", "20035"])],
)
def test_a_real_plan_knows_its_unit_and_what_became_of_it(
    shared: Path, tree: None, coordinator: User, number: str, code: str, heirs: list[str]
) -> None:
    plan = running(shared, number, coordinator)
    assert plan.scope_unit == at(code, EVE)
    reform = get_reform(plan, today=TODAY)
    assert reform is not None
    assert [unit.code for unit in reform.heirs] == heirs


def test_the_plan_of_khanh_hoa_over_the_reform(shared: Path, tree: None, coordinator: User, browse: Browse) -> None:
    plan = running(shared, "000", coordinator)
    new = at("56", TODAY)
    holders = holders_of(plan=plan, on=TODAY)
    assert {unit.pk for holder in holders for unit in holder.units} == {new.pk}
    names = {holder.name for holder in holders}
    assert "Sở Nội vụ tỉnh Khánh Hòa" in names
    assert not any(name.startswith("Sở Lao động") for name in names), "it ended on 1/3/2025"
    unclear = [holder for holder in holders if holder.state == UNCLEAR]
    assert unclear
    assert all(holder.candidates for holder in unclear), "nobody is left without somebody to ask"

    client = browse(coordinator)
    assert f"chưa rõ {len(unclear)}" in text_of(client, f"/ke-hoach/{plan.pk}/co-quan-giu-viec/")
    work = get_unit_work(unit=new, plans=list_unit_plans(units=[new, at("56", EVE)]), on=TODAY)
    page = text_of(client, f"/don-vi/56/{new.valid_from.isoformat()}/")
    assert f"{len(work.held)} nhiệm vụ hôm nay" in page
    assert plan.short_title in page
    assert "Ninh Thuận" in text_of(client, f"/don-vi/56/{new.valid_from.isoformat()}/")
    assert "giữ phạm vi cũ" in text_of(client, f"/ke-hoach/{plan.pk}/tiep-nhan/")
    heir = Agency.objects.get(code="so-noi-vu")
    assert plan.short_title in text_of(client, f"/co-quan/{heir.pk}/")


def test_own_plans_of_khanh_hoa_are_owed_by_the_members_of_the_day(shared: Path, tree: None, coordinator: User) -> None:
    plan = running(shared, "000", coordinator)
    rows = {row.name: row for row in list_own_plans(plan, today=TODAY)}
    assert rows["Ủy ban nhân dân huyện Diên Khánh"].due == dt.date(2024, 8, 30)
    assert rows["Sở Lao động - Thương binh và Xã hội"].state == "late", "it was there on the last day"
    assert "Sở Nông nghiệp và Môi trường" not in rows, "it was made later"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "56",
            ("Tỉnh Ninh Thuận cũ", "Kế hoạch 8839/KH-UBND", "Sở Lao động - Thương binh và Xã hội, kết thúc 01/03/2025"),
        ),
        ("19996", ("Phường Tứ Hạ", "Kế hoạch 1823/KH-UBND", "Phòng Lao động - Thương binh và Xã hội")),
    ],
)
def test_what_changed_for_me_names_units_plans_and_agencies(
    shared: Path, tree: None, browse: Browse, coordinator: User, code: str, said: tuple[str, ...]
) -> None:
    for number in ("000", "003"):
        running(shared, number, coordinator)
    mine = make_user("Người Xem", scope_unit=at(code, TODAY))
    page = text_of(browse(mine), "/don-vi/doi-tu-1-7-2025/")
    for words in said:
        assert words in page


@pytest.mark.parametrize("role", list(Role))
def test_nobody_has_more_than_twelve_entries_on_a_page_of_a_plan(role: Role, browse: Browse) -> None:
    plan = make_running_plan(actor=make_user())
    request = RequestFactory().get(f"/ke-hoach/{plan.pk}/tong-quan/")
    request.user = make_user("Người Xem", role)
    request.resolver_match = resolve(request.path)
    every = [item for items_of in rooms_with_menu() for item in items_of(request=request)]
    mine = [item for item in every if not item.permission or request.user.has_perm(item.permission)]
    menu = build_menu(request)
    assert sum(len(entries) for _, entries in menu) <= 12
    kept = {group for group, _ in menu} | {entry.label for _, entries in menu for entry in entries}
    if "Tất cả các mục" in kept:
        kept |= {group for group, _ in build_directory(request)}
    assert {item.group for item in mine} <= kept, "folded, never cut off"


def test_a_page_of_a_plan_has_the_day_or_says_why_not(browse: Browse) -> None:
    plan = make_running_plan(actor=make_user())
    client = browse(make_user("Người Xem"))
    pages = ("tong-quan", "chi-tieu", "nhiem-vu", "thoi-han", "van-ban", "can-cu", "co-quan-giu-viec", "cap-duoi")
    for page in (*pages, "cap-tren", "dien-bien", "danh-muc", "pham-vi"):
        body = client.get(f"/ke-hoach/{plan.pk}/{page}/").content.decode()
        assert ('id="xem-ngay"' in body) is not ("data-no-day" in body), page
