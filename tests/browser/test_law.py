"""The pages of the law, as assistive technology and a phone see them, and with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect
from tests.apps.law.conftest import officials as _officials
from tests.apps.law.test_changing import attach, take_in
from tests.apps.law.test_checking import STANDARD, TABLE, propose
from tests.browser.chromium import take_pictures

pytestmark = pytest.mark.django_db(transaction=True)
officials = _officials
Open = Callable[..., Page]
READ = "/luat/doi-chieu/parameter/sa.standard/2026-07-01/2026-10-05/"
TABLE_READ = "/luat/doi-chieu/parameter/ncc.table.tb/2026-07-01/2026-10-01/"


def test_the_pages_are_sound_and_do_not_scroll_sideways(
    open_page: Open, faults: Callable[[Page], list[str]], officials: SimpleNamespace
) -> None:
    propose(officials, STANDARD)
    propose(officials, TABLE, "\n".join(["1.000"] * 80))
    change = take_in(officials)
    attach(officials, change)
    for name, path in {
        "luat": "/luat/?q=tro+cap+nguoi+gia",
        "chuong-trinh": "/luat/emergency_household/",
        "quy-tac": "/luat/quy-tac/sa_k5b/",
        "tham-so": "/luat/tham-so/sa.standard/",
        "tham-so-bang": "/luat/tham-so/ncc.monthly/",
        "moi-tham-so": "/luat/tham-so/?tu=muc+chuan",
        "thay-doi": "/luat/thay-doi/?tu=30/06/2025&den=01/07/2025",
        "chua-co": "/luat/chua-co/",
        "doi-chieu": "/luat/doi-chieu/?loai=parameter",
        "van-ban": "/luat/doi-chieu/van-ban/",
        "doc-lan-hai": READ,
        "doc-bang": TABLE_READ,
        "doi-luat": "/luat/doi-luat/",
        "mot-van-ban": f"/luat/doi-luat/{change.pk}/",
    }.items():
        page = open_page(path, user=officials.second)
        assert faults(page) == [], path
        take_pictures(page, name)
        page.close()


def test_a_clerk_finds_a_rule_and_a_second_official_confirms_with_the_keyboard(
    open_page: Open, officials: SimpleNamespace
) -> None:
    page = open_page("/luat/", user=officials.commune)
    page.locator("#tra-luat").focus()
    page.keyboard.type("mo coi")
    page.keyboard.press("Enter")
    expect(page.locator("tbody th a").first).to_have_text("Trẻ em dưới 16 tuổi không có nguồn nuôi dưỡng")
    page.locator("tbody th a").first.press("Enter")
    expect(page.locator("h1")).to_have_text("Trẻ em dưới 16 tuổi không có nguồn nuôi dưỡng")
    propose(officials, STANDARD)
    page = open_page(READ, user=officials.second)
    box = page.locator("input[name=lai-read_again]")
    box.focus()
    page.keyboard.type("560.000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Văn bản ghi 560.000 đồng, phần mềm ghi 540.000 đồng")).to_be_visible()
    page.locator("input[name=lai-read_again]").focus()
    page.keyboard.type("540.000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("hết dấu chưa đối chiếu ở tỉnh ta")).to_be_visible()
