"""The bench measures every page of the room: one that is new and not opened there stops it."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from bench.reporting_pages import check_every_page_is_opened, is_file, list_pages, shorten
from django.test import Client


@pytest.fixture
def world() -> dict[str, Any]:
    """Things with keys only: the addresses are looked at, not opened."""

    def row(key: Any = None, **more: Any) -> SimpleNamespace:
        return SimpleNamespace(pk=key or uuid4(), **more)

    first = SimpleNamespace(first=lambda: row(1))
    names = ("plan", "call", "proof", "difficulty", "inspection", "thread", "activity")
    matters = SimpleNamespace(
        **{name: row() for name in names}, indicator=row(1), task=row(1), yearly_task=row(2), own_task=row(3), file=row(4),
        official=row(sections=first),
    )  # fmt: skip
    reports = {name: row() for name in ("draft", "waiting", "approved")}
    return {"matters": matters, "scheme": row(lines=first), "rounds": [row()], "day": dt.date(2026, 11, 20), **reports}


def test_every_page_of_the_room_is_measured(world: dict[str, Any], db: None):
    pages = list_pages(world)
    check_every_page_is_opened(pages, Client())
    assert len({shorten(one, world) for many in pages.values() for one in many}) > 60


@pytest.mark.parametrize("name", ["mot-trang", "kiem-tra/", "/mau/"])
def test_a_page_that_is_not_opened_stops_the_bench(world: dict[str, Any], db: None, name):
    pages = {who: [one for one in many if name not in one] for who, many in list_pages(world).items()}
    with pytest.raises(SystemExit, match="chưa được mở để đo"):
        check_every_page_is_opened(pages, Client())


@pytest.mark.parametrize(
    ("address", "expected"),
    [("/bao-cao/so-lieu/?xuat=csv", True), ("/bao-cao/D/mau/", True), ("/bao-cao/so-lieu/", False)],
)
def test_a_file_is_no_page(address, expected):
    assert is_file(address) is expected
