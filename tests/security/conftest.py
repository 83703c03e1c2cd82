"""The world of the register for the tests of scope, seen past the policies so that leaks can be looked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from tests.apps.people.conftest import CANARY
from tests.apps.people.conftest import world as _people_world
from tests.apps.people.doubles import pair_of
from tests.apps.people.factories import HERE, NOW, THERE, scope, unit, work_in
from tests.apps.people.lists import as_csv, stage
from tests.plugins.database import use_role

from ansinh.apps.accounts.scope import NOWHERE, enter_scope
from ansinh.apps.benefits.models import Gap, GapRun, WhatIf
from ansinh.apps.people.models import LookStop, SensitiveGrant
from ansinh.apps.people.services.duplicates.merging import Choice, merge_pair
from ansinh.apps.people.services.households import Member, register_household
from ansinh.apps.people.services.looks import ask_for_export
from ansinh.apps.people.services.persons import register_person
from ansinh.apps.people.services.sensitive import record_sensitive
from ansinh.apps.privacy.services import Asked, register_request
from ansinh.apps.territory.models import UnitChange

world = _people_world


@pytest.fixture(scope="module")
def superuser(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let the connection of a test be that of the server's superuser: no policy binds it, and it may change tables."""
    name = connections.settings["default"]["NAME"]
    with django_db_blocker.unblock():
        use_role("ansinh_super", database=name)
    yield
    with django_db_blocker.unblock():
        use_role("ansinh_app", database=name)


@pytest.fixture
def scene(superuser: None, world: SimpleNamespace) -> SimpleNamespace:
    """The world, with a household of the second commune and somebody of the first who lives in none."""
    work_in("46", actor=world.other)
    theirs = register_person(full_name="Lê Thị Kia", commune=unit(THERE), actor=world.other, now=NOW)
    world.their_home = register_household(
        commune=unit(THERE),
        members=[Member(theirs.pk, "head")],
        valid_from=date(2026, 1, 1),
        actor=world.other,
        now=NOW,
    )
    world.loner = register_person(full_name="Đặng Văn Ân", commune=unit(HERE), actor=world.officer, now=NOW)
    for user in (world.officer, world.other):
        SensitiveGrant.objects.create(
            user_id=user.pk, user_name=str(user), scope_unit=user.scope_unit, kind="hiv", purpose="Xét trợ cấp", valid_from=date(2026, 1, 1),
            valid_to=date(2030, 1, 1), granted_at=NOW, granted_by_id=world.chair.pk, granted_by_name=str(world.chair),
        )  # fmt: skip
    record_sensitive(person=world.head, kind="hiv", text="mục kín", actor=world.officer, now=NOW)
    world.gap = Gap.objects.create(
        person=world.head, programme="social_assistance", kind="not_receiving", month=date(2026, 11, 1),
        due_vnd=1_080_000, most_vnd=1_080_000, paid_vnd=0, found_at=NOW, seen_at=NOW,
    )  # fmt: skip
    GapRun.objects.create(
        commune=unit(HERE), month=date(2026, 11, 1), known_on=date(2026, 11, 22), rulebook="x", persons=2, open_gaps=1, at=NOW
    )  # fmt: skip
    here = scope(HERE)
    world.what_if = WhatIf.objects.create(
        title="Phương án của phường", place=unit(HERE), first_unit=here.first, last_unit=here.last, month=date(2026, 11, 1),
        known_on=date(2026, 11, 22), changes=[], rulebook="x", author_name=str(world.officer), created_at=NOW,
    )  # fmt: skip
    twins = [
        register_person(full_name=f"Bùi Thị {name}", commune=unit(HERE), actor=world.officer, now=NOW)
        for name in ("Đôi", "Đôi")
    ]
    world.pair, together = pair_of(world.head, world.loner), pair_of(*twins)
    world.merge = merge_pair(
        pair_id=together.pk,
        versions=(1, 1),
        choice=Choice("left", {}),
        actor=world.officer,
        now=NOW,
        today=date(2026, 11, 22),
    )
    world.ended = UnitChange.objects.filter(new=unit(HERE)).order_by("old__code").first().old
    LookStop.objects.create(
        user_id=world.officer.pk, user_name=str(world.officer), scope_unit=unit(HERE), looked=100, at=NOW
    )
    ask_for_export(filters={}, people=501, purpose="Rà soát hộ nghèo 2026", actor=world.officer, now=NOW)
    world.asked = register_request(
        person_id=world.head.pk, asked=Asked("view", date(2026, 11, 20), "Xem mình có trong danh sách nào"), actor=world.officer,
        now=NOW, today=date(2026, 11, 22),
    )  # fmt: skip
    # A list of the first commune that changes its head, has somebody new and a row that is wrong.
    new = ("", "Đỗ Thị Mới", "", "Nữ", "1990", *[""] * 7)
    head = ("", "Tôn Nữ Thị Hạ", "", "Nữ", "1951", CANARY["personal_id"], "", "0905111999", *[""] * 4)
    world.listed = stage(world.officer, as_csv([head, new, ("", "Sai 2", *[""] * 10)]), name="danh-sach-rieng.csv")
    enter_scope(NOWHERE)
    return world


@pytest.fixture
def stranger(scene: SimpleNamespace, browser_of: Callable[..., Client]) -> Client:
    """The browser of an officer of the second commune who may do everything that officers and others may do there."""
    from ansinh.apps.accounts.models import Role, User  # noqa: PLC0415

    User.objects.filter(pk=scene.other.pk).update(roles=[Role.COMMUNE_OFFICER.value, Role.CHAIR.value])
    return browser_of(scene.other)
