"""Logging in and out, first passwords, the account's own pages."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.people import PASSWORD

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.audit.models import Event

LOGIN = "/tai-khoan/dang-nhap/"


def verbs_of(user):
    return list(Event.objects.filter(subject_id=str(user.pk)).order_by("id").values_list("verb", flat=True))


def test_login_and_logout_are_events(make_user, browser_of):
    user = make_user("an", Role.COORDINATOR)
    browser = browser_of(user)
    assert browser.get("/tai-khoan/").status_code == 200
    assert browser.post("/tai-khoan/dang-xuat/").status_code == 302
    assert browser.get("/tai-khoan/").status_code == 302
    assert verbs_of(user) == ["accounts.create_user", "accounts.login", "accounts.logout"]


def test_a_wrong_password_says_so_in_vietnamese_and_does_not_keep_what_was_typed(make_user):
    user = make_user("an")
    answer = Client().post(LOGIN, {"login": "an", "password": "sai"})
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in answer.content.decode()
    assert verbs_of(user)[-1] == "accounts.login_failed"
    Client().post(LOGIN, {"login": "mat-khau-go-nham", "password": "sai"})
    assert not Event.objects.filter(detail__icontains="mat-khau-go-nham").exists()


def test_login_names_have_no_case(make_user):
    make_user("an")
    assert Client().post(LOGIN, {"login": "AN ", "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize("path", ["signup/", "dang-ky/", "password/reset/", "email/"])
def test_nobody_makes_an_account_for_himself(db, path):
    assert Client().get(f"/tai-khoan/{path}").status_code == 404


def test_a_locked_account_is_told_so(make_user):
    user = make_user("an")
    User.objects.filter(pk=user.pk).update(is_active=False)
    answer = Client().post(LOGIN, {"login": "an", "password": PASSWORD}, follow=True)
    assert "đang bị khóa" in answer.content.decode()
    assert "_auth_user_id" not in answer.client.session


def test_a_first_password_must_be_changed_before_anything_else(make_user, browser_of):
    user = make_user("an", Role.COORDINATOR, must_change_password=True)
    browser = browser_of(user)
    assert browser.get("/tai-khoan/").url == "/tai-khoan/doi-mat-khau/"
    page = browser.get("/tai-khoan/doi-mat-khau/")
    assert "Đặt mật khẩu của riêng bạn" in page.content.decode()
    new = "hoa-gao-thang-ba-2027"
    browser.post("/tai-khoan/doi-mat-khau/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert browser.get("/tai-khoan/").status_code == 200
    user.refresh_from_db()
    assert not user.must_change_password
    assert user.check_password(new)


@pytest.mark.parametrize(
    ("old", "first", "second", "sentence"),
    [
        ("sai", "hoa-gao-thang-ba-2027", "hoa-gao-thang-ba-2027", "Mật khẩu hiện tại không đúng."),
        (PASSWORD, "hoa-gao-thang-ba-2027", "hoa-gao-thang-tu-2027", "Hai lần nhập mật khẩu mới không giống nhau."),
        (PASSWORD, PASSWORD, PASSWORD, "Mật khẩu mới phải khác mật khẩu hiện tại."),
        (PASSWORD, "ngan", "ngan", "Mật khẩu"),
    ],
)
def test_a_bad_new_password_is_refused(make_user, browser_of, old, first, second, sentence):
    user = make_user("an")
    answer = browser_of(user).post(
        "/tai-khoan/doi-mat-khau/", {"oldpassword": old, "password1": first, "password2": second}
    )
    assert sentence in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_the_page_goes_back_to_where_one_wanted_to_go(make_user):
    make_user("an")
    answer = Client().post(f"{LOGIN}?next=/viec/", {"login": "an", "password": PASSWORD, "next": "/viec/"})
    assert answer.url == "/viec/"


def test_the_page_never_goes_to_another_site(make_user):
    make_user("an")
    answer = Client().post(LOGIN, {"login": "an", "password": PASSWORD, "next": "https://xau.example/"})
    assert "xau" not in answer.url


def test_own_pages_open(make_user, browser_of):
    browser = browser_of(make_user("an", Role.CHAIR))
    for name in ("accounts:me", "account_change_password", "mfa_index", "usersessions_list", "jobs:list"):
        page = browser.get(reverse(name))
        assert page.status_code == 200, name
        assert "<h1>" in page.content.decode()
