"""Requirement 25: settings for real work are safe, and it does not start on keys that everybody knows."""

from __future__ import annotations

import base64
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from tests.security.keys import PERSONAL_KEYS

KNOWN_KEY = "insecure-for-demo-and-tests-only-" + "0" * 40


def django(*words: str, **given: str | None) -> subprocess.CompletedProcess[str]:
    """Run a command of Django as on a production machine."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "PYTHONPATH"}}
    production = {
        "ANSINH_PRODUCTION": "1",
        "ALLOWED_HOSTS": "ansinh.example.vn",
        "DJANGO_SETTINGS_MODULE": "ansinh.site.settings",
    }
    command = [sys.executable, "-m", "django", *words]
    wanted = {**kept, **production, **PERSONAL_KEYS, **given}
    env = {name: value for name, value in wanted.items() if value is not None}
    return subprocess.run(command, env=env, capture_output=True, text=True)


def test_nothing_is_left_to_say_about_the_settings(tmp_path: Path) -> None:
    done = django(
        "check", "--deploy", "--fail-level", "INFO", SECRET_KEY=secrets.token_urlsafe(64), ANSINH_DATA_DIR=str(tmp_path)
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("given", [{}, {"SECRET_KEY": KNOWN_KEY}], ids=["no key", "the key of the demonstration"])
def test_real_work_does_not_start_on_a_known_key(given: dict[str, str]) -> None:
    done = django("check", **given)
    assert done.returncode != 0
    assert "Đặt SECRET_KEY hoặc SECRET_KEY_FILE" in done.stderr


def key_of(*signs: int) -> str:
    return base64.b64encode(bytes(signs)).decode()


ONE, TWO = key_of(*range(32)), key_of(*range(100, 132))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ANSINH_PERSONAL_KEYS": ""}, "không có khóa nào"),
        ({"ANSINH_PERSONAL_KEYS": None}, "khóa ai cũng biết"),
        ({"ANSINH_INDEX_KEY": None}, "khóa ai cũng biết"),
        ({"ANSINH_INDEX_KEY": ""}, "32 byte"),
        ({"ANSINH_PERSONAL_KEYS": f"demo:{key_of(*b'insecure-for-demo-and-tests-only')}"}, "khóa ai cũng biết"),
        ({"ANSINH_INDEX_KEY": key_of(*b"insecure-index-for-demo-and-test")}, "khóa ai cũng biết"),
        ({"ANSINH_PERSONAL_KEYS": "k1"}, "chưa đúng dạng"),
        ({"ANSINH_PERSONAL_KEYS": f"k1:{key_of(*range(31))}"}, "32 byte"),
        ({"ANSINH_INDEX_KEY": key_of(*range(16))}, "32 byte"),
        ({"ANSINH_PERSONAL_KEYS": f"k1:{ONE}", "ANSINH_INDEX_KEY": ONE}, "ANSINH_INDEX_KEY trùng"),
        ({"ANSINH_PERSONAL_KEYS": f"k2:{TWO},k1:{ONE}", "ANSINH_INDEX_KEY": ONE}, "ANSINH_INDEX_KEY trùng"),
        ({"ANSINH_PERSONAL_KEYS": f"k2:{ONE},k1:{ONE}"}, "hai mã"),
        ({"ANSINH_PERSONAL_KEYS": f"k1:{key_of(*[0] * 32)}"}, "dễ đoán"),
        ({"ANSINH_INDEX_KEY": key_of(*[7, 8] * 16)}, "dễ đoán"),
    ],
    ids=[
        "no master key", "master key not set", "index key not set", "no index key", "known master key", "known index key",
        "no colon", "short master key", "short index key", "index key is the master key", "index key is the old master key",
        "one key twice", "zeros", "two signs",
    ],
)  # fmt: skip
def test_real_work_does_not_seal_with_a_key_that_protects_nothing(given: dict[str, str | None], said: str) -> None:
    done = django("check", SECRET_KEY=secrets.token_urlsafe(64), **given)
    assert done.returncode != 0
    assert said in done.stderr, done.stderr[-300:]


def test_a_key_is_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(secrets.token_urlsafe(64))
    done = django("check", SECRET_KEY_FILE=str(tmp_path / "key"), ANSINH_DATA_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr


def test_the_line_end_of_a_file_is_no_part_of_a_setting(tmp_path: Path) -> None:
    (tmp_path / "hosts").write_text("ansinh.example.vn\n")
    words = "from django.conf import settings; print(settings.ALLOWED_HOSTS)"
    given = {"SECRET_KEY": secrets.token_urlsafe(64), "ALLOWED_HOSTS_FILE": str(tmp_path / "hosts")}
    assert django("shell", "-c", words, **given).stdout.strip().endswith("['ansinh.example.vn']")


@pytest.mark.parametrize(("name", "value"), [("ANSINH_MFA_ROLES", "vua"), ("ANSINH_OFFICE_NETWORKS", "10.1.0.0/99")])
def test_a_protection_that_is_misspelled_is_told_before_anybody_logs_in(name: str, value: str) -> None:
    done = django("check", SECRET_KEY=secrets.token_urlsafe(64), **{name: value})
    assert done.returncode != 0
    assert f"{name} có" in done.stderr
    assert value in done.stderr


def test_errors_are_never_shown_with_their_source_in_production() -> None:
    words = "from django.conf import settings; print(settings.DEBUG)"
    done = django("shell", "-c", words, SECRET_KEY=secrets.token_urlsafe(64))
    assert done.stdout.strip().endswith("False")
