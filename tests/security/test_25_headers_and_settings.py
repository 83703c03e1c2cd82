"""Requirement 25: headers, policy and cookies of every page; forms need their token; no start with a known key."""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys

import pytest
from django.test import Client
from tests.plugins.people import PASSWORD
from tests.security.addresses import all_addresses
from tests.security.keys import PERSONAL_KEYS

from ansinh.apps.accounts.models import Role

OPEN_TO_ALL = {"account_login", "account_logout", "account_inactive"}
# What a policy without unsafe-inline would not run or show; a page that has it is broken.
INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+\s*=|javascript:", re.IGNORECASE)
ELSEWHERE = re.compile(r"(?:src|href|action)=[\"']?(?:https?:)?//", re.IGNORECASE)
CRAWLED = 80


def assert_guarded(answer, where):
    policy = answer.headers.get("Content-Security-Policy", "")
    assert "default-src 'self'" in policy, where
    assert "unsafe" not in policy, where
    assert "*" not in policy, where
    assert "data:" not in policy, where
    for part in ("object-src 'none'", "base-uri 'self'", "form-action 'self'", "frame-ancestors 'none'"):
        assert part in policy, f"{where}: {part}"
    assert answer.headers.get("X-Frame-Options") == "DENY", where
    assert answer.headers.get("X-Content-Type-Options") == "nosniff", where
    assert answer.headers.get("Referrer-Policy") == "same-origin", where
    assert answer.headers.get("Cross-Origin-Opener-Policy") == "same-origin", where
    if "text/html" in answer.headers.get("Content-Type", "") and not answer.streaming:
        page = answer.content.decode()
        assert not INLINE.search(page), f"{where}: {INLINE.search(page)}"
        assert not ELSEWHERE.search(page), f"{where}: {ELSEWHERE.search(page)}"


@pytest.fixture
def everybody(make_user, browser_of):
    """A browser of nobody, one of somebody with every role, and one of somebody with none."""
    return {
        "nobody": Client(),
        "all roles": browser_of(make_user("ca", *Role)),
        "no role": browser_of(make_user("khong")),
    }


def test_every_address_answers_with_the_headers_whoever_asks(everybody):
    addresses = all_addresses()
    assert len(addresses) > 20
    for who, browser in everybody.items():
        for name, address in addresses:
            if name == "account_logout" and who != "nobody":
                continue
            answer = browser.get(address)
            assert answer.status_code < 500, f"{who} {address}"
            assert_guarded(answer, f"{who} {address}")


def test_every_page_one_can_click_to_keeps_to_the_policy(everybody):
    browser, waiting, seen = everybody["all roles"], ["/", "/tai-khoan/"], {"/", "/tai-khoan/"}
    opened = 0
    while waiting and opened < CRAWLED:
        address = waiting.pop(0)
        answer = browser.get(address, follow=True)
        opened += 1
        assert answer.status_code == 200, address
        assert_guarded(answer, address)
        if "text/html" not in answer.headers.get("Content-Type", "") or answer.streaming:
            continue
        links = re.findall(r'href="((?:/|\?)[^"#]*)"', answer.content.decode())
        here = answer.request["PATH_INFO"]
        fresh = [link.replace("&amp;", "&") if link.startswith("/") else here + link for link in links]
        fresh = [link for link in fresh if link not in seen and not link.startswith(("/static/", "/tai-khoan/dang-"))]
        seen.update(fresh)
        waiting.extend(dict.fromkeys(fresh))
    assert opened > 8


def test_no_page_opens_without_login_except_those_listed(db):
    for name, address in all_addresses():
        answer = Client().get(address)
        if name in OPEN_TO_ALL:
            continue
        assert answer.status_code in {302, 403, 404, 405}, f"{name} {address} {answer.status_code}"
        if answer.status_code == 302:
            assert answer.url.startswith(("/tai-khoan/dang-nhap/", "/")), address
            assert "khong-co" not in answer.url.split("?")[0]


def test_no_form_is_taken_without_its_token(make_user):
    user = make_user("ca", *Role)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    for _name, address in all_addresses():
        for verb in ("post", "put", "patch", "delete"):
            answer = getattr(browser, verb)(address)
            assert answer.status_code == 403, f"{verb} {address} {answer.status_code}"
            assert_guarded(answer, address)


def test_error_pages_keep_to_the_policy(db):
    for address in ("/khong-co/", "/viec/khong-phai-so/", "/%00", "/tai-khoan/nguoi-dung/../../etc/"):
        assert_guarded(Client().get(address), address)


def test_pages_behind_login_are_not_kept_by_the_browser(everybody):
    for address in ("/tai-khoan/", "/tai-khoan/nguoi-dung/", "/nhat-ky/", "/viec/", "/tai-khoan/hai-buoc/ma-du-phong/"):
        assert "no-store" in everybody["all roles"].get(address).headers.get("Cache-Control", "no-store"), address


def test_the_token_cookie_stays_on_this_site(db):
    cookie = Client().get("/tai-khoan/dang-nhap/").cookies["csrftoken"]
    assert cookie["samesite"] == "Lax"


def run(*words, **variables):
    # What this run of the tests set for itself (Playwright needs it) is not there when the program starts for real.
    ours = ("SECRET_KEY", "ANSINH_", "DJANGO_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "ansinh.site.settings",
        "DATABASE_URL": "postgresql:///khong-dung",
        **PERSONAL_KEYS,
        **variables,
    }
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, env=environment, check=False)


KEY = secrets.token_urlsafe(64)


@pytest.mark.parametrize(
    "variables",
    [{}, {"SECRET_KEY": "insecure-for-demo-and-tests-only-" + "0" * 40}, {"SECRET_KEY": "ngan"}],
    ids=["no key", "the known key", "a short key"],
)
@pytest.mark.parametrize("words", [["-m", "ansinh.cli", "audit", "verify"], ["-c", "import ansinh.site.wsgi"]])
def test_real_work_does_not_start_with_a_known_key(words, variables):
    done = run(*words, ANSINH_PRODUCTION="1", **variables)
    assert done.returncode != 0
    assert "Chưa chạy thật được: thiếu SECRET_KEY" in done.stderr
    if "ansinh.cli" in words:
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


def test_real_work_does_not_start_with_debugging_on():
    done = run("-c", "import ansinh.site.wsgi", ANSINH_PRODUCTION="1", ANSINH_DEBUG="1", SECRET_KEY=KEY)
    assert done.returncode != 0
    assert "ANSINH_DEBUG" in done.stderr


def test_django_has_nothing_to_say_against_the_settings_of_real_work():
    done = run("-m", "django", "check", "--deploy", "--fail-level", "INFO", ANSINH_PRODUCTION="1", SECRET_KEY=KEY)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_real_work_uses_encrypted_ways_only():
    names = [
        "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS", "DEBUG", "MFA_ROLES", "SECURE_PROXY_SSL_HEADER",
    ]  # fmt: skip
    script = f"import json; from django.conf import settings as s; print(json.dumps([getattr(s, n) for n in {names}]))"
    direct = json.loads(run("-c", script, ANSINH_PRODUCTION="1", SECRET_KEY=KEY).stdout)
    assert direct == [True, True, True, True, 31536000, False, ["admin", "chair", "accountant"], None]
    behind = json.loads(run("-c", script, ANSINH_PRODUCTION="1", SECRET_KEY=KEY, ANSINH_PROXY_COUNT="1").stdout)
    assert behind[-1] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_a_key_in_a_file_is_read(tmp_path):
    file = tmp_path / "key"
    file.write_text(KEY, "ascii")
    script = "from django.conf import settings as s; print(s.SECRET_KEY)"
    done = run("-c", script, ANSINH_PRODUCTION="1", SECRET_KEY_FILE=str(file))
    assert done.stdout.strip() == KEY


def test_a_password_is_never_written_back_into_a_page(make_user):
    make_user("an")
    page = Client().post("/tai-khoan/dang-nhap/", {"login": "khac", "password": PASSWORD}).content.decode()
    assert PASSWORD not in page
