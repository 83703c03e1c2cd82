"""The pages of the register as assistive technology, a keyboard and a phone see them."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect
from tests.apps.people.conftest import CANARY
from tests.apps.people.conftest import world as _world
from tests.browser.chromium import take_pictures

pytestmark = pytest.mark.django_db(transaction=True)
world = _world
Open = Callable[..., Page]


def test_the_pages_are_sound_and_do_not_scroll_sideways(
    open_page: Open, faults: Callable[[Page], list[str]], world: SimpleNamespace
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
        page = open_page(path, user=world.officer)
        assert faults(page) == [], path
        take_pictures(page, name)
        page.close()


def test_the_page_of_grants_is_sound(
    open_page: Open, faults: Callable[[Page], list[str]], world: SimpleNamespace
) -> None:
    page = open_page("/nguoi/ngan-nhay-cam/", user=world.chair)
    assert faults(page) == []
    take_pictures(page, "cho-phep")


def test_somebody_is_found_and_his_number_seen_by_keyboard(open_page: Open, world: SimpleNamespace) -> None:
    page = open_page("/nguoi/", user=world.officer)
    expect(page.locator("tbody tr")).to_have_count(2)
    page.locator("#id_q").press_sequentially("dang van")
    # Found as it is typed, nothing pressed, and the cursor stays where it was.
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("#dem")).to_have_text("Hiện 1 / 1 người")
    expect(page.locator("#id_q")).to_be_focused()
    assert "dang" not in page.url
    page.locator("#id_q").fill(CANARY["personal_id"])
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Tôn Nữ Thị Hạ")
    assert CANARY["personal_id"] not in page.url
    page.locator("summary", has_text="Xem một số đầy đủ").press("Enter")
    page.locator("#xem-ly-do").fill("Đối chiếu hồ sơ 214")
    page.keyboard.press("Enter")
    expect(page.locator("b", has_text=CANARY["personal_id"])).to_be_visible()
