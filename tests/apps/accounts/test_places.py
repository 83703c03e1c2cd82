"""Where somebody works: a unit and an agency of the directories, chosen in the form of the account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.audit.models import Event
from ansinh.apps.territory.services.directory import seed_directory

FIELDS = {
    "username": "binh.tt",
    "full_name": "Trần Thị Bình",
    "title": "",
    "agency_name": "",
    "unit_name": "",
    "email": "",
}


@pytest.fixture
def admin(make_user: Callable[..., Any], seed_provinces: Callable[..., int]) -> Any:
    seed_provinces("46")
    seed_directory()
    return make_user("ql", Role.ADMIN)


@pytest.mark.parametrize(
    ("typed", "code", "printed"),
    [
        ("Xã Bình Điền, Thành phố Huế (20035)", "20035", "Xã Bình Điền"),
        ("20035", "20035", "Xã Bình Điền"),
        ("xa binh dien", "20035", "Xã Bình Điền"),
        ("Tp. Huế", "46", "Thành phố Huế"),
        ("Tỉnh Bình Minh", None, "Tỉnh Bình Minh"),
        ("", None, ""),
    ],
)
def test_a_unit_is_taken_by_name_or_code_and_an_unknown_name_is_only_printed(
    admin: Any, browser_of: Callable[..., Any], typed: str, code: str | None, printed: str
) -> None:
    browser_of(admin).post(reverse("accounts:user_new"), {**FIELDS, "unit_name": typed})
    user = User.objects.get(username="binh.tt")
    assert (user.scope_unit.code if user.scope_unit else None, user.unit_name) == (code, printed)


@pytest.mark.parametrize(
    ("typed", "sentence"), [("99999", "Không có đơn vị mã 99999"), ("20026", "Không có đơn vị mã 20026 vào hôm nay")]
)
def test_a_code_nobody_bears_today_is_refused(
    admin: Any, browser_of: Callable[..., Any], typed: str, sentence: str
) -> None:
    page = browser_of(admin).post(reverse("accounts:user_new"), {**FIELDS, "unit_name": typed})
    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_homonyms_are_listed_and_asked(
    admin: Any, browser_of: Callable[..., Any], seed_provinces: Callable[..., int]
) -> None:
    seed_provinces("92", "96")
    page = browser_of(admin).post(reverse("accounts:user_new"), {**FIELDS, "unit_name": "Phú Lộc"})
    assert page.status_code == 422
    assert "Chọn một trong danh sách" in page.content.decode()
    client = browser_of(admin)
    client.post(reverse("accounts:user_new"), {**FIELDS, "unit_name": "Phú Lộc, Huế"})
    assert User.objects.get(username="binh.tt").unit_name == "Xã Phú Lộc"


def test_an_agency_is_taken_under_any_of_its_names_and_the_change_is_written_down(
    admin: Any, make_user: Callable[..., Any], browser_of: Callable[..., Any]
) -> None:
    user = make_user("an", Role.CHAIR)
    fields = {**FIELDS, "full_name": user.full_name, "roles": ["chair"], "agency_name": "Sở LĐTB&XH", "unit_name": "46"}
    page = browser_of(admin).post(reverse("accounts:user_edit", args=[user.pk]), fields, follow=True)
    assert "Đã lưu" in page.content.decode()
    user.refresh_from_db()
    assert user.agency.name == "Sở Lao động - Thương binh và Xã hội"
    assert Event.objects.latest("id").detail["values"]["scope_unit"] == [None, "Thành phố Huế"]


def test_the_field_offers_units_while_a_name_is_typed(admin: Any, browser_of: Callable[..., Any]) -> None:
    answer = browser_of(admin).get(reverse("territory:choices"), {"q": "binh dien"})
    assert answer.json() == {"units": [{"code": "20035", "name": "Xã Bình Điền", "above": "Thành phố Huế"}]}
