"""Login and the account pages in a real browser: by keyboard, at both sizes, and two browsers of one person."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.browser.chromium import PHONE
from tests.plugins.people import PASSWORD

from ansinh.apps.accounts.models import Role

PAGES = [
    "accounts:me",
    "accounts:user_list",
    "accounts:user_new",
    "account_change_password",
    "account_logout",
    "mfa_index",
    "account_reauthenticate",
    "usersessions_list",
    "audit:event_list",
    "jobs:list",
]


@pytest.fixture
def officer(transactional_db, make_user):
    return make_user("an", Role.COORDINATOR, Role.ADMIN)


def log_in(page):
    """Type name and password as somebody does who never takes the mouse."""
    # The browser gives the field its focus when it first draws the page, which can be after the page is loaded.
    page.locator("input[name=login]:focus").wait_for()
    page.keyboard.type("an")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_login_by_keyboard_starts_in_the_first_field(open_page, officer, axe):
    page = open_page("/tai-khoan/dang-nhap/?next=/tai-khoan/")
    assert axe(page) == []
    log_in(page)
    assert page.locator("h1").inner_text() == "Tài khoản của tôi"


def test_login_works_without_scripts(open_page, officer):
    page = open_page("/tai-khoan/dang-nhap/?next=/tai-khoan/", scripts=False)
    log_in(page)
    assert page.locator("h1").inner_text() == "Tài khoản của tôi"


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_of_this_room_have_no_serious_fault(open_page, officer, axe, name):
    page = open_page(reverse(name), user=officer, size=PHONE)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "wider than a phone"


def test_the_second_factor_is_set_up_in_two_pages(open_page, officer, axe):
    page = open_page(reverse("mfa_activate_totp"), user=officer)
    page.locator("input[name=password]:focus").wait_for()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.locator(".ma-qr svg").wait_for()
    assert page.locator(".ma-qr svg").bounding_box()["width"] > 100
    assert axe(page) == []


def test_ending_the_other_sessions_throws_the_other_browser_out(open_page, officer):
    office, home = (open_page("/tai-khoan/dang-nhap/?next=/tai-khoan/phien/") for _ in range(2))
    log_in(office)
    log_in(home)
    with home.expect_navigation():
        home.get_by_role("button", name="Kết thúc các phiên khác").click()
    office.reload()
    assert office.locator("h1").inner_text() == "Đăng nhập"
    home.reload()
    assert home.locator("h1").inner_text() == "Phiên làm việc"
