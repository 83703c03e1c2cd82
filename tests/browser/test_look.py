"""The design system in a browser: keyboard, phone, paper, and what assistive technology is told."""

from __future__ import annotations

import pytest
from tests.browser.chromium import PHONE, WIDE, too_wide

PAGES = ["/he-thong/thanh-phan/", "/he-thong/thanh-phan/hep/"]
WITHOUT_LOGIN = ["/khong-co-trang-nay/", "/tai-khoan/dang-nhap/"]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1366", "360"])
def test_axe_finds_nothing_serious_among_the_components(open_page, admin, axe, size):
    for path in PAGES:
        assert axe(open_page(path, user=admin, size=size)) == [], path


def test_axe_finds_nothing_serious_before_login(open_page, axe):
    for path in WITHOUT_LOGIN:
        assert axe(open_page(path)) == [], path


def test_no_page_scrolls_sideways_at_any_width(open_page, admin):
    for path in PAGES + WITHOUT_LOGIN:
        page = open_page(path, user=admin if path in PAGES else None, size=PHONE)
        for width in (360, 861, 1024, 1100, 1920):
            page.set_viewport_size({"width": width, "height": 700})
            assert too_wide(page) == [], (path, width)


def test_a_page_with_errors_says_so_in_its_title(open_page, admin):
    assert open_page(PAGES[0], user=admin).title() == "Lỗi: Thành phần giao diện – An Sinh"


def test_the_first_tab_skips_to_the_content(open_page, admin):
    page = open_page(PAGES[1], user=admin)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Đến nội dung"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"


def test_every_place_of_the_keyboard_is_seen(open_page, admin):
    page = open_page(PAGES[1], user=admin)
    hidden = []
    for _ in range(60):
        page.keyboard.press("Tab")
        at = page.evaluate(
            """() => { const e = document.activeElement; const s = getComputedStyle(e);
              const ring = (e.closest('.find') && getComputedStyle(e.closest('.find')).outlineStyle) || s.outlineStyle;
              return {what: e.outerHTML.slice(0, 80), ring, body: e === document.body}; }"""
        )
        if at["body"]:
            break
        if at["ring"] == "none":
            hidden.append(at["what"])
    assert hidden == []


def test_errors_take_the_focus_and_lead_to_their_box(open_page, admin):
    page = open_page(PAGES[0], user=admin)
    assert "errsum" in page.evaluate("document.activeElement.className")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_name"


def test_the_menu_opens_as_a_page_on_a_phone_and_closes_again(open_page, admin):
    page = open_page(PAGES[1], user=admin, size=PHONE)
    menu = page.locator("#nav")
    assert not menu.is_visible()
    page.get_by_role("link", name="Mục lục").click()
    assert menu.is_visible()
    assert menu.bounding_box()["width"] == 360
    page.keyboard.press("Escape")
    assert not menu.is_visible()
    page.get_by_role("link", name="Mục lục").click()
    page.get_by_role("link", name="Đóng mục lục").click()
    assert not menu.is_visible()


def test_the_menu_opens_without_scripts(open_page, admin):
    page = open_page(PAGES[1], user=admin, size=PHONE, scripts=False)
    page.get_by_role("link", name="Mục lục").click()
    assert page.locator("#nav").is_visible()


def test_a_key_presses_the_button_that_shows_it_but_never_while_typing(open_page, admin):
    page = open_page(PAGES[1], user=admin)
    page.evaluate(
        "() => document.querySelector('[data-key=\"2\"]').addEventListener('click', (e) => e.target.dataset.hit = '1')"
    )
    page.locator("#c").focus()
    page.keyboard.press("2")
    assert page.locator("[data-hit]").count() == 0
    page.locator("h1").click()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("2")
    assert page.locator("[data-hit]").count() == 1


def test_paper_has_no_menu_buttons_or_filters_and_repeats_table_heads(open_page, admin):
    page = open_page(PAGES[0], user=admin)
    page.emulate_media(media="print")
    for gone in (".nav", ".acts", ".skip", ".toast", ".ds .tools"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator("h1").is_visible()
    display = page.locator("#bang .tbl thead").evaluate("e => getComputedStyle(e).display")
    assert display == "table-header-group"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_sorting_keeps_the_filters_in_the_address(open_page, admin):
    page = open_page(PAGES[0] + "?q=a", user=admin)
    page.locator("#bang thead").get_by_role("link", name="Tình trạng").click()
    assert page.url.endswith("?q=a&sort=status")
    assert page.locator("#bang th[aria-sort=ascending]").count() == 1


def test_filters_send_themselves_work_without_marks_and_leave_a_clean_address(open_page, admin):
    page = open_page(PAGES[0], user=admin)
    page.fill("#loc_name", "bao hiem")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?name=bao+hiem")
    assert page.locator("#bang tbody th[scope=row]").all_inner_texts() == ["Dân số tham gia bảo hiểm y tế"]
    page.select_option("#loc_status", "slow")
    page.wait_for_url("**/?name=bao+hiem&status=slow")
    page.locator("#bang").get_by_role("link", name="Bỏ lọc Chỉ tiêu: bao hiem").click()
    assert page.url.endswith("?status=slow")
    assert page.locator("#bang .seg [aria-current]").inner_text() == "Chậm"
    assert "Hiện 2 / 8 chỉ tiêu" in page.locator("#bang .dem").inner_text()


def test_filters_work_without_scripts(open_page, admin):
    page = open_page(PAGES[0], user=admin, scripts=False)
    page.fill("#loc_name", "nha o")
    page.get_by_role("button", name="Lọc").click()
    assert page.locator("#bang tbody th[scope=row]").count() == 1


def test_the_head_of_a_long_list_stays_in_sight(open_page, admin):
    page = open_page(PAGES[0], user=admin, size={"width": 1366, "height": 300})
    page.locator("#bang tbody tr").last.scroll_into_view_if_needed()
    assert page.locator("#bang thead").bounding_box()["y"] == 48
    assert page.locator("#bang thead .loc").bounding_box()["y"] > 48


def test_our_own_digits_are_on_one_width_in_tables(open_page, admin):
    page = open_page(PAGES[0], user=admin)
    page.evaluate("document.fonts.ready")
    widths = page.evaluate(
        """() => { const c = document.createElement('canvas').getContext('2d');
          c.font = '400 13px "An Sinh So"'; return [...'0123456789'].map((d) => Math.round(c.measureText(d).width * 100)); }"""
    )
    assert len(set(widths)) == 1
    assert page.evaluate("document.fonts.check('400 14px \"Be Vietnam Pro\"')")


def test_the_page_of_components_is_for_administrators(open_page, live_server):
    page = open_page(PAGES[0])
    assert page.locator("h1").inner_text() in {"Bạn không mở được trang này", "Đăng nhập"}
