"""Requirement 21: guessing passwords is locked out by name and by address, and a forged header does not help."""

from __future__ import annotations

import datetime as dt

import pytest
from axes.models import AccessAttempt
from django.test import Client
from tests.plugins.people import NOW, PASSWORD

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.accounts.services import DemoRefused, seed_demo_users

LOGIN = "/tai-khoan/dang-nhap/"
HOME = "203.0.113.7"


def attempt(name, password="sai-roi", address=HOME, **headers):  # noqa: S107
    return Client(REMOTE_ADDR=address).post(LOGIN, {"login": name, "password": password}, headers=headers)


def is_locked(answer):
    return answer.status_code == 429


def is_in(answer):
    return answer.status_code == 302


def test_the_sixth_attempt_is_refused_even_with_the_right_password(make_user):
    make_user("an")
    assert [attempt("an").status_code for _ in range(5)][:4] == [200] * 4
    answer = attempt("an", PASSWORD)
    assert is_locked(answer)
    page = answer.content.decode()
    assert "Tạm khóa đăng nhập" in page
    assert "trong 15 phút nữa" in page
    assert answer["Retry-After"] == "900"


def test_a_name_is_locked_wherever_the_guesses_come_from(make_user):
    make_user("an")
    for number in range(5):
        attempt("an", address=f"203.0.113.{number + 10}")
    assert is_locked(attempt("an", PASSWORD, address="198.51.100.9"))


def test_an_address_is_locked_whichever_names_it_tries(make_user):
    make_user("an")
    for number in range(5):
        attempt(f"ten{number}")
    assert is_locked(attempt("an", PASSWORD))
    assert is_in(attempt("an", PASSWORD, address="198.51.100.9"))


@pytest.mark.parametrize("spelled", ["AN", " an", "An ", "aN"])
def test_another_spelling_of_the_name_is_the_same_name(make_user, spelled):
    make_user("an")
    for number in range(5):
        attempt(spelled, address=f"203.0.113.{number + 10}")
    assert is_locked(attempt("an", PASSWORD, address="198.51.100.9"))


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP", "True-Client-IP"])
def test_a_forged_address_does_not_help(make_user, header):
    make_user("an")
    for number in range(5):
        attempt(f"ten{number}", **{header: f"10.0.0.{number}"})
    assert is_locked(attempt("an", PASSWORD, **{header: "10.9.9.9"}))
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {HOME}


def test_behind_one_proxy_of_ours_only_what_it_wrote_counts(make_user, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    make_user("an")
    for number in range(5):
        attempt(f"ten{number}", address="10.0.0.1", **{"X-Forwarded-For": f"1.2.3.{number}, {HOME}"})
    assert is_locked(attempt("an", PASSWORD, address="10.0.0.1", **{"X-Forwarded-For": f"8.8.8.8, {HOME}"}))
    assert is_in(attempt("an", PASSWORD, address="10.0.0.1", **{"X-Forwarded-For": "198.51.100.9"}))


def test_nobody_frees_an_address_by_logging_in_with_an_account_of_his_own(make_user):
    make_user("an")
    make_user("ke-xau")
    for _ in range(4):
        attempt("an")
    assert is_in(attempt("ke-xau", PASSWORD))
    attempt("an")
    assert is_locked(attempt("an", PASSWORD))


def test_a_good_login_forgets_the_own_slips(make_user):
    make_user("an")
    for _ in range(2):
        for _ in range(4):
            attempt("an")
        assert is_in(attempt("an", PASSWORD))


def test_the_lock_opens_by_itself_and_says_how_long(make_user, time_machine):
    time_machine.move_to(NOW, tick=False)
    make_user("an")
    for _ in range(5):
        attempt("an")
    time_machine.shift(dt.timedelta(minutes=10))
    answer = attempt("an", PASSWORD)
    assert is_locked(answer)
    assert "trong 5 phút nữa" in answer.content.decode()
    time_machine.shift(dt.timedelta(minutes=5, seconds=1))
    assert is_in(attempt("an", PASSWORD))


def test_where_many_share_an_address_only_the_name_is_locked(make_user, settings):
    settings.OFFICE_NETWORKS = ["203.0.113.0/24"]
    make_user("an")
    for number in range(7):
        attempt(f"ten{number}")
    assert is_in(attempt("an", PASSWORD))
    for _ in range(5):
        attempt("an")
    assert is_locked(attempt("an", PASSWORD))


def test_what_was_typed_as_password_is_not_kept(make_user):
    make_user("an")
    attempt("an", "mot-mat-khau-that")
    kept = AccessAttempt.objects.get()
    assert "mot-mat-khau-that" not in f"{kept.post_data} {kept.get_data}"


def test_codes_of_the_second_factor_cannot_be_guessed_either(make_user, browser_of):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: PLC0415

    user = make_user("an")
    TOTP.activate(user, generate_totp_secret())
    thief = Client()
    thief.post(LOGIN, {"login": "an", "password": PASSWORD})
    answers = [thief.post("/tai-khoan/hai-buoc/nhap-ma/", {"code": f"{n:06}"}) for n in range(25)]
    assert "quá nhiều lần" in answers[-1].content.decode()
    assert "_auth_user_id" not in thief.session


def test_asking_for_the_password_again_is_counted_too(make_user, browser_of):
    browser = browser_of(make_user("an"))
    for _ in range(5):
        browser.post("/tai-khoan/xac-nhan-lai/", {"password": "sai"})
    assert is_locked(browser.post("/tai-khoan/xac-nhan-lai/", {"password": PASSWORD}))


def test_accounts_with_a_known_password_do_not_exist_where_real_work_is_done(db, settings):
    made = seed_demo_users(at=NOW)
    assert {role for account in made for role in account.user.roles} == set(Role.values)
    assert is_in(attempt(made[0].user.username, made[0].password))
    settings.PRODUCTION = True
    with pytest.raises(DemoRefused):
        seed_demo_users(at=NOW)
    assert not is_in(attempt(made[0].user.username, made[0].password))


def test_a_demo_session_ends_when_real_work_begins(db, settings):
    made = seed_demo_users(at=NOW)
    browser = Client()
    browser.post(LOGIN, {"login": made[0].user.username, "password": made[0].password})
    assert browser.get("/tai-khoan/").status_code == 200
    settings.PRODUCTION = True
    assert browser.get("/tai-khoan/").status_code == 302


def test_seeding_again_doubles_nobody_and_keeps_a_changed_password(db):
    user = seed_demo_users(at=NOW)[0].user
    user.set_password("da-doi-mat-khau-9")
    user.save()
    seed_demo_users(at=NOW)
    user.refresh_from_db()
    assert user.check_password("da-doi-mat-khau-9")
    assert User.objects.filter(is_demo=True).count() == len(Role)


def test_real_passwords_are_hashed_with_argon2():
    from ansinh.site import settings as written  # noqa: PLC0415

    assert written.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
