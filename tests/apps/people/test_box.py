"""The search box of every page finds people for who may see them, and leaves no name and no number in an address."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.people.conftest import CANARY
from tests.apps.people.factories import work_in

from ansinh.apps.accounts.models import Role
from ansinh.apps.audit.models import PersonAccess
from ansinh.apps.people.models import Person

pytestmark = pytest.mark.django_db
Log = Callable[..., Client]


def find(client: Client, q: str) -> str:
    sent = client.post("/tim/", {"q": q})
    assert sent.status_code == 302
    assert sent["Location"].startswith("/tim/?tim=")
    return client.get(sent["Location"]).content.decode()


def test_a_name_is_found_with_what_tells_people_apart_and_that_is_written(
    client: Client, world: SimpleNamespace
) -> None:
    before = PersonAccess.objects.count()
    seen = find(client, "ton nu thi ha")
    assert f'<a class="q" href="/nguoi/{world.head.pk}/">Tôn Nữ Thị Hạ</a>' in seen
    assert "sinh 1951, Tổ 7" in seen
    assert "Đặng Văn Ân" not in seen
    look = PersonAccess.objects.latest("at")
    assert (look.person_id, look.channel, look.actor_id) == (str(world.head.pk), "list", world.officer.pk)
    assert PersonAccess.objects.count() == before + 1
    assert "Tôn Nữ Thị Hạ" not in find(client, "ton nu 1952"), "the year of birth counts"


def test_a_number_leads_to_the_person_and_is_not_kept(client: Client, world: SimpleNamespace) -> None:
    for number in CANARY.values():
        sent = client.post("/tim/", {"q": number})
        assert (sent.status_code, sent["Location"]) == (307, "/nguoi/")
        followed = client.post("/tim/", {"q": number}, follow=True)
        assert followed.redirect_chain[-1][0] == f"/nguoi/{world.head.pk}/"
        assert number not in str(dict(client.session))


def test_an_address_alone_finds_no_person(client: Client) -> None:
    assert "Tôn Nữ Thị Hạ" not in client.get("/tim/?q=ton+nu+thi+ha").content.decode()
    assert "Tôn Nữ Thị Hạ" not in client.get("/tim/?tim=khongco&q=ton+nu").content.decode()
    assert 'action="/tim/" method="post"' in client.get("/tim/").content.decode()


def test_nobody_finds_people_of_elsewhere_or_without_leave(
    world: SimpleNamespace, browser_of: Log, make_user: Any
) -> None:
    coordinator = make_user("dieuphoi", Role.COORDINATOR, scope_unit=world.province.scope_unit)
    for user in (world.other, coordinator, make_user("khongdiaban", Role.COMMUNE_OFFICER)):
        assert "/nguoi/" + str(world.head.pk) not in find(browser_of(user), "ton nu thi ha")
    browser = browser_of(coordinator)
    assert 'action="/tim/" method="get"' in browser.get("/tim/").content.decode()
    assert browser.post("/tim/", {"q": CANARY["phone"]})["Location"].startswith("/tim/?tim=")


def test_whose_data_are_restricted_shows_the_name_only(client: Client, world: SimpleNamespace) -> None:
    work_in()
    Person.objects.filter(pk=world.head.pk).update(restricted_at=timezone.now(), restricted_basis="Điều 4")
    seen = find(client, "ton nu thi ha")
    assert "đang hạn chế xử lý" in seen
    assert "1951" not in seen.split("Tôn Nữ Thị Hạ", 1)[1]


def test_what_is_typed_in_a_province_needs_three_letters(world: SimpleNamespace, browser_of: Log) -> None:
    browser = browser_of(world.province)
    assert "Tôn Nữ Thị Hạ" not in find(browser, "ha")
    assert "Tôn Nữ Thị Hạ" in find(browser, "thi ha")
    assert "Gõ ít nhất hai chữ cái" in find(browser, "")
