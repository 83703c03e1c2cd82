"""The pages of the register as assistive technology, a keyboard and a phone see them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect
from tests.apps.people.conftest import CANARY
from tests.apps.people.conftest import world as _world
from tests.browser.chromium import PHONE, WIDE, too_wide

pytestmark = pytest.mark.django_db(transaction=True)
world = _world
Open = Callable[..., Page]


def opened(page: Page) -> None:
    """Open everything that is folded, so that it is looked at as well."""
    page.evaluate("document.querySelectorAll('details.hanh').forEach(each => each.open = true)")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1366", "360"])
def test_the_pages_are_sound_and_do_not_scroll_sideways(
    open_page: Open, axe: Callable[[Page], list[str]], world: SimpleNamespace, size: dict[str, int]
) -> None:
    for name, path in {
        "tim": "/nguoi/",
        "nguoi": f"/nguoi/{world.head.pk}/",
        "ho": f"/ho/{world.home.pk}/",
        "moi": "/nguoi/moi/",
        "sua": f"/nguoi/{world.child.pk}/sua/",
        "dien-bien": f"/nguoi/{world.head.pk}/dien-bien/",
        "thon-to": "/nguoi/thon-to/",
        "can-bo-sung": "/nguoi/can-bo-sung/",
        "ngan": f"/nguoi/{world.head.pk}/ngan-nhay-cam/",
        "danh-sach": "/nguoi/can-bo-sung/?loi=year_only",
    }.items():
        page = open_page(path, user=world.officer, size=size)
        assert axe(page) == [], path
        assert not too_wide(page), path
        opened(page)
        assert axe(page) == [], path
        assert not too_wide(page), path
        if place := os.environ.get("PICTURES"):
            page.screenshot(path=str(Path(place) / f"{name}-{size['width']}.png"), full_page=True)
        page.close()


def test_the_page_of_grants_is_sound(open_page: Open, axe: Callable[[Page], list[str]], world: SimpleNamespace) -> None:
    for size in (WIDE, PHONE):
        page = open_page("/nguoi/ngan-nhay-cam/", user=world.chair, size=size)
        assert axe(page) == []
        assert not too_wide(page)
        if place := os.environ.get("PICTURES"):
            page.screenshot(path=str(Path(place) / f"cho-phep-{size['width']}.png"), full_page=True)


def test_somebody_is_found_and_his_number_seen_by_keyboard(open_page: Open, world: SimpleNamespace) -> None:
    page = open_page("/nguoi/", user=world.officer)
    page.locator("#id_q").fill("dang van")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert "dang" not in page.url
    page.locator("#id_q").fill(CANARY["personal_id"])
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Tôn Nữ Thị Hạ")
    assert CANARY["personal_id"] not in page.url
    page.locator("summary", has_text="Xem một số đầy đủ").press("Enter")
    page.locator("#xem-ly-do").fill("Đối chiếu hồ sơ 214")
    page.keyboard.press("Enter")
    expect(page.locator("b", has_text=CANARY["personal_id"])).to_be_visible()
