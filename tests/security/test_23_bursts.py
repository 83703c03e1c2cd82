"""Requirement 23: who opens people's pages faster than anybody reads has to wait; a page and a file have a most."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from tests.apps.people.conftest import client as _client
from tests.apps.people.conftest import world as _world

from ansinh.apps.people.pages import access, export
from ansinh.apps.people.services.looks import ALLOWED_ALONE
from ansinh.apps.ui.bursts import MOST_ACCOUNTS, Bursts

world, client = _world, _client


def test_a_minute_has_so_many_and_then_goes_on() -> None:
    bursts = Bursts()
    assert [bursts.wait("a", most=3, now=float(at)) for at in (0, 10, 20)] == [0, 0, 0]
    assert bursts.wait("a", most=3, now=30.0) == 30, "until the first is a minute old"
    assert bursts.wait("b", most=3, now=30.0) == 0, "others are not held back"
    assert bursts.wait("a", most=3, now=59.9) == 1
    assert bursts.wait("a", most=3, now=60.0) == 0
    assert bursts.wait("a", most=3, now=60.0) == 10
    for at in range(MOST_ACCOUNTS + 5):
        bursts.wait(at, most=3, now=61.0)
    assert len(bursts._asked) == MOST_ACCOUNTS, "it does not grow without end"


@pytest.mark.django_db
def test_a_burst_is_answered_with_wait_and_shows_nobody(
    client: Client, world: SimpleNamespace, settings: Any, monkeypatch: pytest.MonkeyPatch,
    browser_of: Callable[..., Client],
) -> None:  # fmt: skip
    monkeypatch.setattr(access, "BURSTS", Bursts())
    settings.PAGES_A_MINUTE = 5
    where = f"/nguoi/{world.head.pk}/"
    answers = [client.get(where) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    text = answers[-1].content.decode()
    assert "Tôn Nữ" not in text
    assert f"Đợi {answers[-1]['Retry-After']} giây" in text
    assert client.post("/nguoi/", {"q": "ton nu"}).status_code == 429, "by any page and verb"
    assert browser_of(world.province).get(where).status_code == 200, "others go on"
    assert export.ROWS_A_PAGE <= 50
    assert ALLOWED_ALONE < export.MOST_ROWS <= export.MOST_A_DAY
