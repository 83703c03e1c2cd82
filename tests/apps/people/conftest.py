"""Three people who work with the register, and households of two communes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from tests.apps.people.factories import HERE, NOW, THERE, unit, work_in

from ansinh.apps.accounts.models import Role
from ansinh.apps.accounts.scope import NOWHERE, enter_scope
from ansinh.apps.benefits.services import record_receipt
from ansinh.apps.people.models import Village
from ansinh.apps.people.services.facts import record_fact
from ansinh.apps.people.services.households import Member, record_poverty, register_household
from ansinh.apps.people.services.persons import register_person

CANARY = {"personal_id": "046151004321", "phone": "0905111222", "account": "19001234567"}


@pytest.fixture
def world(seed_provinces: Callable[..., int], make_user: Callable[..., Any]) -> SimpleNamespace:
    """An officer of each of two communes, somebody of the province, and one household of two in the first commune."""
    seed_provinces("46")
    officer = make_user("xa", Role.COMMUNE_OFFICER, scope_unit=unit(HERE))
    other = make_user("xakhac", Role.COMMUNE_OFFICER, scope_unit=unit(THERE))
    province = make_user("so", Role.DEPARTMENT_OFFICER, scope_unit=unit("46"))
    chair = make_user("lanhdao", Role.CHAIR, scope_unit=unit(HERE))
    with transaction.atomic():
        return _people(officer, SimpleNamespace(officer=officer, other=other, province=province, chair=chair))


def _people(officer: Any, world: SimpleNamespace) -> SimpleNamespace:
    work_in(actor=officer)
    village = Village.objects.create(commune=unit(HERE), name="Tổ 7", search_key="to 7")
    head = register_person(
        full_name="Tôn Nữ Thị Hạ",
        commune=unit(HERE),
        village=village,
        birth_date=date(1951, 1, 1),
        birth_precision="year",
        sex="female",
        numbers=CANARY,
        actor=officer,
        now=NOW,
    )
    child = register_person(
        full_name="Đặng Văn Ân",
        commune=unit(HERE),
        birth_date=date(1980, 5, 2),
        birth_precision="day",
        sex="male",
        actor=officer,
        now=NOW,
    )
    home = register_household(
        commune=unit(HERE),
        members=[Member(head.pk, "head"), Member(child.pk, "child")],
        valid_from=date(2026, 1, 1),
        actor=officer,
        now=NOW,
    )
    poverty = record_poverty(
        household_id=home.pk,
        expected_version=1,
        status="poor",
        valid_from=date(2026, 1, 1),
        source="QĐ 12/QĐ-UBND",
        actor=officer,
        now=NOW,
    )
    fact = record_fact(
        person_id=head.pk, name="disability_level", value="severe", source="Giấy 214", actor=officer, now=NOW
    )
    receipt = record_receipt(
        person_id=head.pk,
        programme="social_pension",
        amount_vnd=500_000,
        valid_from=date(2025, 7, 1),
        source="Danh sách 11/2026",
        actor=officer,
        now=NOW,
    )
    enter_scope(NOWHERE)
    world.head, world.child, world.home, world.village = head, child, home, village
    world.fact, world.receipt, world.poverty = fact, receipt, poverty
    return world


@pytest.fixture
def client(world: SimpleNamespace, browser_of: Callable[..., Client]) -> Client:
    return browser_of(world.officer)
