"""Requirement 20: a session gets a new key at login, ends when idle or old, at logout, and when rights change."""

from __future__ import annotations

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.test import Client
from tests.plugins.people import NOW, PASSWORD

from ansinh.apps.accounts.models import Role
from ansinh.apps.accounts.services import lock_user, reset_mfa, reset_password, update_user
from ansinh.apps.jobs.models import JobRun

LOGIN = "/tai-khoan/dang-nhap/"
OWN = "/tai-khoan/"
PRINTED: dict[str, str] = {}


def is_in(browser):
    return browser.get(OWN).status_code == 200


def code_now(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def enrol(browser):
    asked = browser.get("/tai-khoan/hai-buoc/cai-dat/")
    assert asked.url.startswith("/tai-khoan/xac-nhan-lai/")
    page = browser.post(asked.url, {"password": PASSWORD}, follow=True)
    assert "data:" not in page.content.decode()
    assert "<svg" in page.content.decode()
    secret = page.context["form"].secret
    answer = browser.post("/tai-khoan/hai-buoc/cai-dat/", {"code": code_now(secret)})
    assert answer.status_code == 302
    return secret


def test_login_gives_a_new_session_key(make_user):
    make_user("an")
    browser = Client()
    browser.get(LOGIN)
    session = browser.session
    session["planted"] = "1"
    session.save()
    browser.cookies["sessionid"] = session.session_key
    before = session.session_key
    browser.post(LOGIN, {"login": "an", "password": PASSWORD})
    assert browser.cookies["sessionid"].value != before
    stranger = Client()
    stranger.cookies["sessionid"] = before
    assert not is_in(stranger)


def test_an_idle_session_ends(make_user, browser_of, time_machine, settings):
    time_machine.move_to(NOW, tick=False)
    browser = browser_of(make_user("an"))
    time_machine.shift(settings.SESSION_IDLE_SECONDS - 1)
    assert is_in(browser)
    time_machine.shift(settings.SESSION_IDLE_SECONDS - 1)
    assert is_in(browser), "each page starts the wait anew"
    time_machine.shift(settings.SESSION_IDLE_SECONDS)
    answer = browser.get(OWN, follow=True)
    assert "vì lâu không dùng" in answer.content.decode()
    assert answer.redirect_chain[0][0] == f"{LOGIN}?next=%2Ftai-khoan%2F"
    assert not is_in(browser)


def test_an_old_session_ends_even_when_it_is_used(make_user, browser_of, time_machine, settings):
    time_machine.move_to(NOW, tick=False)
    browser = browser_of(make_user("an"))
    steps = settings.SESSION_ABSOLUTE_SECONDS // (settings.SESSION_IDLE_SECONDS // 2)
    for _ in range(steps - 1):
        time_machine.shift(settings.SESSION_IDLE_SECONDS // 2)
        assert is_in(browser)
    time_machine.shift(settings.SESSION_IDLE_SECONDS // 2)
    assert not is_in(browser)


def test_progress_that_a_page_asks_for_by_itself_keeps_no_session_alive(make_user, browser_of, time_machine, settings):
    time_machine.move_to(NOW, tick=False)
    user = make_user("an")
    run = JobRun.objects.create(kind="x", title="Đọc kế hoạch", owner=user, created_at=NOW)
    browser = browser_of(user)
    answers = []
    for _ in range(4):
        time_machine.shift(settings.SESSION_IDLE_SECONDS // 3)
        answers.append(browser.get(f"/viec/{run.pk}/tien-do/", headers={"HX-Request": "true"}))
    assert [answer.status_code for answer in answers] == [200, 200, 204, 302]
    assert answers[2]["HX-Redirect"] == LOGIN


def test_the_session_cookie_dies_with_the_browser_and_is_out_of_reach(make_user, browser_of):
    cookie = browser_of(make_user("an")).cookies["sessionid"]
    assert not cookie["max-age"]
    assert not cookie["expires"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_logout_kills_the_session_itself(make_user, browser_of):
    browser = browser_of(make_user("an"))
    key = browser.cookies["sessionid"].value
    browser.post("/tai-khoan/dang-xuat/")
    thief = Client()
    thief.cookies["sessionid"] = key
    assert not is_in(thief)


def test_logout_needs_a_button_not_a_link(make_user, browser_of):
    browser = browser_of(make_user("an"))
    browser.get("/tai-khoan/dang-xuat/")
    assert is_in(browser)


@pytest.mark.parametrize(
    "change",
    [
        lambda user, by: update_user(user=user, by=by, at=NOW, roles=[Role.AUDITOR], printed=PRINTED),
        lambda user, by: lock_user(user=user, by=by, at=NOW),
        lambda user, by: reset_password(user=user, by=by, at=NOW),
    ],
    ids=["new roles", "locked", "new first password"],
)
def test_every_session_ends_when_an_administrator_changes_the_rights(make_user, browser_of, change):
    user, admin = make_user("an", Role.COORDINATOR), make_user("ql", Role.ADMIN)
    office, home = browser_of(user), browser_of(user)
    change(user, admin)
    assert not is_in(office)
    assert not is_in(home)


def test_a_session_that_is_not_listed_ends_too(make_user, browser_of):
    user, admin = make_user("an", Role.COORDINATOR), make_user("ql", Role.ADMIN)
    browser = browser_of(user)
    UserSession.objects.all().delete()
    assert is_in(browser)
    update_user(user=user, by=admin, at=NOW, roles=[Role.AUDITOR], printed=PRINTED)
    assert not is_in(browser)


def test_a_new_title_ends_no_session(make_user, browser_of):
    user, admin = make_user("an", Role.COORDINATOR), make_user("ql", Role.ADMIN)
    browser = browser_of(user)
    update_user(user=user, by=admin, at=NOW, roles=[Role.COORDINATOR], printed={"title": "Phó phòng"})
    assert is_in(browser)


def test_a_new_password_ends_the_other_sessions_only(make_user, browser_of):
    user = make_user("an")
    office, home = browser_of(user), browser_of(user)
    new = "hoa-gao-thang-ba-2027"
    office.post("/tai-khoan/doi-mat-khau/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert is_in(office)
    assert not is_in(home)


def test_a_second_factor_ends_the_other_sessions_and_renews_this_one(make_user, browser_of):
    user = make_user("an")
    office, home = browser_of(user), browser_of(user)
    before = office.cookies["sessionid"].value
    enrol(office)
    assert office.cookies["sessionid"].value != before
    assert is_in(office)
    assert not is_in(home)


def test_with_a_second_factor_the_password_alone_does_not_log_in(make_user, browser_of, time_machine):
    time_machine.move_to(NOW)
    user = make_user("an")
    secret = enrol(browser_of(user))
    thief = Client()
    answer = thief.post(LOGIN, {"login": "an", "password": PASSWORD})
    assert answer.url == "/tai-khoan/hai-buoc/nhap-ma/"
    assert not is_in(thief)
    assert "Mã không đúng" in thief.post(answer.url, {"code": "000000"}).content.decode()
    time_machine.shift(60)
    assert thief.post(answer.url, {"code": code_now(secret)}).status_code == 302
    assert is_in(thief)


def test_a_recovery_code_works_once(make_user, browser_of):
    user = make_user("an")
    browser = browser_of(user)
    enrol(browser)
    codes = browser.get("/tai-khoan/hai-buoc/ma-du-phong/").context["unused_codes"]
    for expected in (302, 200):
        other = Client()
        other.post(LOGIN, {"login": "an", "password": PASSWORD})
        assert other.post("/tai-khoan/hai-buoc/nhap-ma/", {"code": codes[0]}).status_code == expected


def test_the_secret_of_the_telephone_lies_encrypted(make_user, browser_of):
    user = make_user("an")
    secret = enrol(browser_of(user))
    kept = str(list(Authenticator.objects.filter(user=user).values_list("data", flat=True)))
    assert secret not in kept


def test_a_lost_telephone_is_taken_away_by_an_administrator(make_user, browser_of):
    user, admin = make_user("an"), make_user("ql", Role.ADMIN)
    browser = browser_of(user)
    enrol(browser)
    reset_mfa(user=user, by=admin, at=NOW)
    assert not is_in(browser)
    assert is_in(browser_of(user))


def test_turning_the_second_factor_off_needs_the_password_again(make_user, browser_of, time_machine):
    user = make_user("an")
    time_machine.move_to(NOW, tick=False)
    browser = browser_of(user)
    enrol(browser)
    time_machine.shift(dt.timedelta(minutes=10).total_seconds())
    answer = browser.get("/tai-khoan/hai-buoc/go-bo/")
    assert answer.status_code == 302
    assert answer.url.startswith("/tai-khoan/")
    assert "xac-nhan-lai" in answer.url or "nhap-lai" in answer.url


def test_roles_that_need_a_second_factor_must_set_it_up_first(make_user, browser_of, settings):
    settings.MFA_ROLES = ["admin"]
    browser = browser_of(make_user("ql", Role.ADMIN))
    assert browser.get("/tai-khoan/nguoi-dung/").url == "/tai-khoan/hai-buoc/cai-dat/"
    enrol(browser)
    assert browser.get("/tai-khoan/nguoi-dung/").status_code == 200
    assert is_in(browser_of(make_user("an", Role.COORDINATOR)))


def test_one_sees_the_open_sessions_and_ends_the_others(make_user, browser_of):
    user = make_user("an")
    office, home = browser_of(user), browser_of(user)
    page = office.get("/tai-khoan/phien/").content.decode()
    assert page.count("127.0.0.1") == 2
    assert page.count("(máy này)") == 1
    office.post("/tai-khoan/phien/")
    assert is_in(office)
    assert not is_in(home)
