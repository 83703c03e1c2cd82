"""A commune's plan under the province's in a real browser: confirm, link together, say why not, take back after a reload."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.apps.planning.cascades import COMMUNE, PROVINCE, read
from tests.apps.planning.factories import make_user

from ansinh.apps.accounts.models import Role

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[..., Page]


def test_a_coordinator_links_a_communes_plan_and_takes_the_last_act_back_after_a_reload(
    open_page: Open, axe: Callable[[Page], list[str]]
) -> None:
    who = make_user("Trần Thị Điều Phối", Role.COORDINATOR, username="dieuphoi1")
    above, own = read(PROVINCE, who), read(COMMUNE, who)
    page = open_page(f"/ke-hoach/{own.pk}/cap-tren/", user=who)

    page.get_by_role("button", name="Đúng, là kế hoạch cấp trên").click()
    page.get_by_role("button", name="Nhận 10 đề nghị chắc chắn").click()
    expect(page.locator(".stats dd").first).to_contain_text("10")
    expect(page.locator("#da-noi tbody tr")).to_have_count(10)

    first = page.locator("#de-sot tbody tr").first
    first.get_by_placeholder("Lý do để ngoài").fill("Xã không có trường tiểu học")
    first.get_by_role("button", name="Để ngoài").click()
    expect(page.locator("#co-ly-do tbody tr")).to_have_count(1)
    expect(page.locator("#de-sot tbody tr")).to_have_count(1)
    assert axe(page) == []

    page.reload()
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator("#de-sot tbody tr")).to_have_count(2)

    page.goto(page.url.split("/ke-hoach/")[0] + f"/ke-hoach/{above.pk}/cap-duoi/")
    expect(page.locator("tbody tr", has_text="xã Tân Lập")).to_contain_text("trễ 15 ngày")
    assert axe(page) == []


def test_no_page_between_the_levels_scrolls_sideways(open_page: Open, faults: Callable[[Page], list[str]]) -> None:
    who = make_user("Trần Thị Điều Phối", Role.COORDINATOR, username="dieuphoi1")
    above, own = read(PROVINCE, who), read(COMMUNE, who)
    page = open_page(f"/ke-hoach/{own.pk}/cap-tren/", user=who)
    page.get_by_role("button", name="Đúng, là kế hoạch cấp trên").click()
    assert faults(page) == []
    page.get_by_role("link", name="Bảng để sót, thấp hơn").click()
    assert faults(page) == []
    page.goto(page.url.split("/ke-hoach/")[0] + f"/ke-hoach/{above.pk}/cap-duoi/")
    assert faults(page) == []
