"""Pages on which something is decided about a person: two records of one, requests about one's data, lists and looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect
from tests.apps.people.conftest import world as _world
from tests.apps.people.doubles import double_of, pair_of
from tests.apps.people.factories import NOW, scope
from tests.apps.people.test_placing import world as _of_an_ended_commune

from ansinh.apps.accounts.scope import within
from ansinh.apps.interop.models import PopulationCheck
from ansinh.apps.people.services.restricting import restrict_person
from ansinh.apps.privacy.services import Asked, check_basis, register_request

pytestmark = pytest.mark.django_db(transaction=True)
world, ended_world = _world, _of_an_ended_commune
Open = Callable[..., Page]


def test_the_pages_are_sound_and_two_records_are_merged_by_keys(
    open_page: Open, faults: Callable[[Page], list[str]], world: SimpleNamespace
) -> None:
    with within(scope(), actor=world.officer):
        pair = pair_of(world.head, double_of(world))
        asked = Asked("delete", date(2026, 11, 20), "Muốn xóa dữ liệu của mình")
        given = {"actor": world.officer, "now": NOW}
        row = register_request(person_id=world.head.pk, asked=asked, today=date(2026, 11, 22), **given)
        check_basis(request_id=row.pk, expected_version=1, duty="Điều 19 Luật số 91/2025/QH15", **given)
        wants = Asked("provide", date(2026, 11, 20), "Xin bản dữ liệu của mình")
        copied = register_request(person_id=world.head.pk, asked=wants, today=date(2026, 11, 22), **given)
        check_basis(request_id=copied.pk, expected_version=1, duty="", **given)
        PopulationCheck.objects.create(
            person=world.head, state="proposes", answered_at=NOW, asked_at=NOW, asked_by_id=world.officer.pk, tries=1,
            asked_by_name=str(world.officer), untold=["sex"],
            proposals=[{"field": "birth_date", "ours": "1951", "theirs": "1951-06-04", "decided": ""}],
        )  # fmt: skip
        restrict_person(person_id=world.child.pk, basis="Điều 5 Nghị định số 356/2025/NĐ-CP", **given)
    where = f"/nguoi/trung/{pair.pk}/"
    for user, path in (
        (world.officer, "/nguoi/trung/"),
        (world.officer, where),
        (world.officer, f"/nguoi/{world.child.pk}/"),
        (world.officer, "/yeu-cau-du-lieu/"),
        (world.officer, f"/yeu-cau-du-lieu/{row.pk}/"),
        (world.officer, f"/nguoi/{world.head.pk}/yeu-cau-du-lieu/"),
        (world.officer, f"/yeu-cau-du-lieu/{copied.pk}/"),
        (world.officer, f"/nguoi/{world.head.pk}/"),
        (world.officer, "/doi-chieu-dan-cu/"),
        (world.officer, "/nguoi/han-che/"),
        (world.officer, "/nguoi/tai-danh-sach/"),
        (world.chair, "/nguoi/xem-so-nhieu/"),
        (world.chair, f"/nguoi/{world.head.pk}/ai-da-xem/"),
    ):
        page = open_page(path, user=user)
        assert faults(page) == [], path
        page.close()
    page = open_page(where, user=world.officer)
    first, second = page.locator("[name=survivor][value=left]"), page.locator("[name=survivor][value=right]")
    page.keyboard.press("1")
    expect(first).to_be_checked()
    page.keyboard.press("2")
    expect(second).to_be_checked()
    page.keyboard.press("g")
    expect(page.get_by_role("heading", name="Đã gộp")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="Gộp hai hồ sơ")).to_be_visible()


def test_the_page_of_people_of_an_ended_commune_is_sound(
    open_page: Open, faults: Callable[[Page], list[str]], ended_world: SimpleNamespace
) -> None:
    page = open_page(f"/nguoi/xa-da-thoi/{ended_world.ended.pk}/", user=ended_world.there)
    expect(page.get_by_text("Lê Văn Một").first).to_be_visible()
    assert faults(page) == []
    page.close()
