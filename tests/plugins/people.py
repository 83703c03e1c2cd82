"""People for tests: accounts of each role, with a password that is quick to check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

NOW = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)
PASSWORD = "mat-khau-thu-2026"


def pytest_configure() -> None:
    """Hash quickly: Argon2 takes half a second for each login on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    """Forget how often pages were asked for in the tests before: the limits count by address and minute."""
    from django.core.cache import cache  # noqa: PLC0415

    cache.clear()


@pytest.fixture
def make_user(db: None) -> Callable[..., object]:
    """Make an account: ``make_user("an", Role.COORDINATOR)``."""
    from ansinh.apps.accounts.services import create_user  # noqa: PLC0415

    def make(username: str, *roles: object, **fields: object) -> object:
        fields.setdefault("full_name", f"Nguyễn Văn {username.title()}")
        fields.setdefault("must_change_password", False)
        return create_user(username=username, roles=roles, password=PASSWORD, at=NOW, **fields).user

    return make


@pytest.fixture
def browser_of(make_user: Callable[..., object]) -> Callable[..., Client]:
    """Give the browser of somebody who has logged in by the login page."""

    def log_in(user: object, **headers: str) -> Client:
        client = Client(**headers)
        answer = client.post("/tai-khoan/dang-nhap/", {"login": user.username, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        return client

    return log_in
