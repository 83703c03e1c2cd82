"""Binding by keyboard, and the pages of catalogue and comparison as assistive technology and a phone see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.apps.planning.factories import NOW, make_user

from ansinh.apps.planning.models import BindingState, IndicatorBinding, Plan
from ansinh.apps.planning.services.catalogue import load_catalogue
from ansinh.apps.planning.services.reference import load_reference_plan
from ansinh.cli.facts import load_facts

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[..., Page]


@pytest.fixture
def stage(live_server: Any) -> tuple[Any, Plan]:
    """A coordinator, the catalogue and the facts of two plans; the second is returned."""
    user = make_user("Trần Thị Điều Phối", username="dieuphoi1")
    load_catalogue(now=NOW)
    load_reference_plan(facts=load_facts("khanh-hoa"), actor=user, now=NOW)
    plan = load_reference_plan(facts=load_facts("ca-mau"), actor=user, now=NOW)
    assert plan is not None
    return user, plan


def test_three_rows_are_decided_by_keyboard_and_one_taken_back(open_page: Open, stage: tuple[Any, Plan]) -> None:
    user, plan = stage
    page = open_page(reverse("planning:bindings", args=[plan.pk]), user=user)
    first, second, third = IndicatorBinding.objects.filter(indicator__plan=plan).order_by("indicator__ordinal")[:3]

    for key, row in (("n", first), ("k", second)):
        expect(page.locator("tr.chon")).to_have_attribute("id", f"dong-{row.pk}")
        page.keyboard.press(key)
    expect(page.locator("tr.chon")).to_have_attribute("id", f"dong-{third.pk}")
    page.keyboard.press("Control+z")
    expect(page.locator("tr.chon")).to_have_attribute("id", f"dong-{second.pk}")
    page.keyboard.press("d")
    expect(page.locator("#doi-muc")).to_be_focused()

    states = dict(IndicatorBinding.objects.filter(pk__in=[first.pk, second.pk]).values_list("pk", "state"))
    assert states == {first.pk: BindingState.CONFIRMED, second.pk: BindingState.PROPOSED}


def test_the_pages_are_sound_and_do_not_scroll_sideways(
    open_page: Open, faults: Callable[[Page], list[str]], stage: tuple[Any, Plan]
) -> None:
    user, plan = stage
    code = "net_enrolment_lower_secondary"
    addresses = [
        reverse("planning:shared"),
        reverse("planning:compare", args=[code]),
        reverse("planning:catalogue"),
        reverse("planning:entry", args=["unemployment_rate"]),
        reverse("planning:entry_edit", args=[code]),
        reverse("planning:bindings", args=[plan.pk]),
    ]
    page = open_page(addresses[0], user=user)
    for address in addresses:
        page.goto(page.url.split("/ke-hoach/")[0] + address)
        assert faults(page) == [], address
