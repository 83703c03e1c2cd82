"""What the law gives somebody, and the work list of differences, as assistive technology and a phone see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect
from tests.apps.people.conftest import world as _world
from tests.apps.people.factories import HERE, NOW, unit
from tests.browser.chromium import take_pictures

from ansinh.apps.accounts.scope import scope_of_unit, within
from ansinh.apps.benefits.finding import find_gaps
from ansinh.apps.people.services.facts import record_fact

pytestmark = pytest.mark.django_db(transaction=True)
world = _world
Open = Callable[..., Page]


@pytest.fixture
def found(world: SimpleNamespace) -> SimpleNamespace:
    """The differences of the first commune, worked out."""
    with within(scope_of_unit(unit(HERE), on=date(2026, 11, 22)), actor=world.officer):
        record_fact(
            person_id=world.head.pk, name="marital_status", value="married", source="Giấy", actor=world.officer, now=NOW
        )
    find_gaps(commune=unit(HERE), month=date(2026, 11, 1), actor=world.officer, now=NOW)
    return world


def test_the_pages_are_sound_and_do_not_scroll_sideways(
    open_page: Open, faults: Callable[[Page], list[str]], found: SimpleNamespace
) -> None:
    for name, path in {
        "quyen-loi": f"/nguoi/{found.head.pk}/quyen-loi/?thang=2026-11",
        "quyen-loi-con": f"/nguoi/{found.child.pk}/quyen-loi/?thang=2026-11",
        "chua-nhan": "/cho-lech/",
        "chua-ro": "/cho-lech/?loai=unknown",
        "da-dong": "/cho-lech/?xong=1",
        "di-tham": "/cho-lech/di-tham/",
        "neu-doi": "/neu-doi/",
        "hom-nay-co-nguoi": "/bao-cao/",
    }.items():
        page = open_page(path, user=found.officer)
        assert faults(page) == [], path
        take_pictures(page, name)
        page.close()


def test_a_difference_is_closed_and_taken_back(open_page: Open, found: SimpleNamespace) -> None:
    page = open_page("/cho-lech/", user=found.officer)
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody summary").click()
    page.locator("tbody select[name=outcome]").select_option("not_so")
    page.get_by_role("button", name="Đóng chỗ lệch").click()
    expect(page.get_by_text("Ghi đã xác minh thế nào")).to_be_visible()
    page.locator("tbody summary").click()
    page.locator("tbody select[name=outcome]").select_option("not_so")
    page.locator("tbody input[name=note]").fill("Đã xem quyết định 12")
    page.get_by_role("button", name="Đóng chỗ lệch").click()
    expect(page.locator(".empty")).to_be_visible()
    expect(page.locator(".toast")).to_contain_text("Đã đóng một chỗ lệch, trợ cấp xã hội hằng tháng")
    page.locator(".toast").get_by_role("button", name="Hoàn tác").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody summary").click()
    page.locator("tbody select[name=outcome]").select_option("done")
    page.get_by_role("button", name="Đóng chỗ lệch").click()
    page.get_by_role("link", name="Đã đóng").click()
    page.get_by_role("button", name="Hoàn tác").click()
    page.get_by_role("link", name="Đang mở").click()
    expect(page.locator("tbody tr")).to_have_count(1)
