"""The people who stand in these tests: one who reviews, one who only reads, and one more reviewer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.planning.factories import make_plan, make_user
from tests.browser.session import session_of

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.planning.models import Plan


@pytest.fixture
def coordinator(db: None) -> User:
    """Who puts plans in and reviews them."""
    return make_user("Trần Thị Điều Phối", Role.COORDINATOR, username="dieuphoi1")


@pytest.fixture
def second_coordinator(db: None) -> User:
    """Another person who reviews at the same time."""
    return make_user("Lê Văn Cùng Làm", Role.COORDINATOR, username="dieuphoi2")


@pytest.fixture
def auditor(db: None) -> User:
    """Who may read everything here and change nothing."""
    return make_user("Phạm Giám Sát", Role.AUDITOR, username="giamsat1")


@pytest.fixture
def plan(coordinator: User) -> Plan:
    """A plan of our own wording, read and waiting for review; ten of its values are wrong."""
    return make_plan(actor=coordinator)


@pytest.fixture
def browse() -> Callable[[User], Client]:
    """Return a client in which somebody is logged in."""

    def log_in(user: User) -> Client:
        own = Client()
        own.cookies["sessionid"] = session_of(user, at=timezone.now())
        return own

    return log_in
