"""The compartment: nobody opens it who was not named for that kind; every opening is written, and nothing else tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from tests.apps.people.factories import HERE, NOW, THERE, unit, work_in

from ansinh.apps.audit.models import Event, PersonAccess
from ansinh.apps.people.models import SensitiveGrant, SensitiveRecord
from ansinh.apps.people.services.persons import erase_person, register_person
from ansinh.apps.people.services.refusals import NotHere, Refused
from ansinh.apps.people.services.sensitive import (
    NotGranted,
    end_grant,
    grant_sensitive,
    open_sensitive,
    record_sensitive,
)

pytestmark = pytest.mark.django_db
SECRET = "đang điều trị tại phòng khám số 3"
REASON = "Xét hồ sơ trợ cấp 214"


def allow(world: SimpleNamespace, kind: str = "hiv", **fields: Any) -> SensitiveGrant:
    work_in(HERE, actor=world.chair)
    given = {"user": world.officer, "purpose": REASON, "valid_from": date(2026, 11, 1), "valid_to": date(2027, 1, 1)}
    return grant_sensitive(kind=kind, actor=world.chair, now=NOW, **(given | fields))


def look(world: SimpleNamespace, kind: str = "hiv", *, now: dt.datetime = NOW, **fields: Any) -> list[str]:
    given = {"person": world.head, "reason": REASON, "actor": world.officer}
    return [entry.text for entry in open_sensitive(kind=kind, now=now, **(given | fields))]


def test_nothing_is_opened_without_being_named_for_that_kind(world: SimpleNamespace) -> None:
    work_in(HERE, actor=world.officer)
    with pytest.raises(NotGranted):
        record_sensitive(person=world.head, kind="hiv", text=SECRET, actor=world.officer, now=NOW)
    allow(world)
    record_sensitive(person=world.head, kind="hiv", text=SECRET, actor=world.officer, now=NOW)
    assert look(world) == [SECRET]
    for kind, fields in (
        ("violence", {}),
        ("hiv", {"actor": world.chair}),
        ("hiv", {"now": dt.datetime(2027, 1, 1, 8, tzinfo=dt.UTC)}),
        ("hiv", {"now": dt.datetime(2026, 10, 1, 8, tzinfo=dt.UTC)}),
    ):
        with pytest.raises(NotGranted):
            look(world, kind, **fields)
    with pytest.raises(Refused, match="lý do"):
        look(world, reason="xem")
    work_in(THERE, actor=world.officer)
    with pytest.raises(NotHere):
        look(world)


def test_leave_for_one_commune_is_none_for_another(world: SimpleNamespace, browser_of: Callable[..., Client]) -> None:
    allow(world)
    record_sensitive(person=world.head, kind="hiv", text=SECRET, actor=world.officer, now=NOW)
    work_in("46", actor=world.officer)
    theirs = register_person(full_name="Lê Thị Kia", commune=unit(THERE), actor=world.other, now=NOW)
    world.officer.scope_unit = unit(THERE)
    world.officer.save()
    work_in(THERE, actor=world.officer)
    with pytest.raises(NotGranted):
        record_sensitive(person=theirs, kind="hiv", text="ghi", actor=world.officer, now=NOW)
    with pytest.raises(NotGranted):
        look(world, person=theirs)
    client = browser_of(world.officer)
    assert "Chưa được phép" in client.get(f"/nguoi/{theirs.pk}/ngan-nhay-cam/").content.decode()
    work_in("46", actor=world.officer)
    with pytest.raises(NotGranted):
        look(world)
    world.officer.scope_unit = unit("46")
    world.officer.save()
    work_in("46", actor=world.officer)
    assert look(world) == [SECRET]
    with pytest.raises(NotGranted):
        look(world, person=theirs)


def test_the_database_shows_a_kind_only_while_it_is_open(world: SimpleNamespace) -> None:
    allow(world)
    record_sensitive(person=world.head, kind="hiv", text=SECRET, actor=world.officer, now=NOW)
    assert SensitiveRecord.objects.count() == 0
    look(world)
    assert SensitiveRecord.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ansinh.opened_kinds', 'violence', true)")
        assert SensitiveRecord.objects.count() == 0
        cursor.execute("SELECT set_config('ansinh.opened_kinds', 'hiv', true)")
    assert SECRET.encode() not in bytes(SensitiveRecord.objects.get().sealed)
    assert SensitiveRecord.objects.get().events.count() == 1


def test_the_chain_of_events_tells_neither_whom_nor_what(world: SimpleNamespace) -> None:
    allow(world)
    record_sensitive(person=world.head, kind="hiv", text=SECRET, actor=world.officer, now=NOW)
    look(world)
    for event in Event.objects.filter(verb__in=["people.record_sensitive", "people.view_sensitive"]):
        assert (event.subject_id, event.detail) == ("", {})
    access = PersonAccess.objects.get(channel="sensitive")
    assert (access.person_id, access.purpose, access.actor_id) == (str(world.head.pk), REASON, world.officer.pk)


def test_somebody_else_lets_one_open_for_a_purpose_and_a_time(world: SimpleNamespace) -> None:
    for fields, word in (
        ({"purpose": "xem"}, "mục đích"),
        ({"valid_to": date(2028, 1, 1)}, "một năm"),
        ({"valid_to": date(2026, 11, 1)}, "một ngày"),
        ({"user": world.chair}, "vai trò"),
        ({"kind": "tim mạch"}, "loại dữ liệu"),
    ):
        with pytest.raises(Refused, match=word):
            allow(world, **({"kind": "hiv"} | fields))
    for stranger in (world.other, world.province):
        with pytest.raises(NotHere):
            allow(world, user=stranger)
    grant = allow(world)
    with pytest.raises(Refused, match="đang được xem"):
        allow(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        SensitiveGrant.objects.create(
            user_id=1, user_name="x", scope_unit=unit(HERE), kind="hiv", purpose="x", valid_from=date(2026, 1, 1), valid_to=date(2026, 2, 1),
            granted_at=NOW, granted_by_id=1, granted_by_name="x",
        )  # fmt: skip
    work_in(THERE, actor=world.other)
    with pytest.raises(NotHere):
        end_grant(grant_id=grant.pk, actor=world.other, now=NOW)
    work_in(HERE, actor=world.chair)
    end_grant(grant_id=grant.pk, actor=world.chair, now=NOW)
    with pytest.raises(NotGranted):
        look(world)


def test_who_is_erased_leaves_nothing_in_the_compartment(world: SimpleNamespace) -> None:
    from ansinh.apps.people.services.households import leave_household  # noqa: PLC0415

    allow(world)
    record_sensitive(person=world.head, kind="hiv", text=SECRET, actor=world.officer, now=NOW)
    given = {"actor": world.officer, "now": NOW}
    leave_household(
        household_id=world.home.pk, expected_version=2, person_id=world.head.pk, day=date(2026, 11, 1), **given
    )
    erase_person(person_id=world.head.pk, expected_version=1, basis="Điều 14 Luật 91/2025/QH15", **given)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ansinh.opened_kinds', 'hiv', true)")
        cursor.execute(
            "SELECT (SELECT count(*) FROM people_sensitiverecord) + (SELECT count(*) FROM people_sensitiverecordevent)"
        )
        assert cursor.fetchone() == (0,)


def test_the_pages_tell_of_an_entry_only_by_opening(world: SimpleNamespace, browser_of: Callable[..., Client]) -> None:
    chair, client = browser_of(world.chair), browser_of(world.officer)
    page = f"/nguoi/{world.head.pk}/"
    assert "Ngăn nhạy cảm" not in client.get(page).content.decode()
    assert "Chưa được phép" in client.get(f"{page}ngan-nhay-cam/").content.decode()
    today = timezone.localdate()
    fields = {
        "act": "grant", "user": str(world.officer.pk), "kind": "hiv", "purpose": REASON,
        "valid_from": f"{today:%d/%m/%Y}", "valid_to": f"{today + dt.timedelta(days=30):%d/%m/%Y}",
    }  # fmt: skip
    assert "Đã cho phép" in chair.post("/nguoi/ngan-nhay-cam/", fields, follow=True).content.decode()
    assert chair.post("/nguoi/ngan-nhay-cam/", fields).status_code == 422
    assert "Ngăn nhạy cảm" in client.get(page).content.decode()
    written = client.post(f"{page}ngan-nhay-cam/ghi/", {"kind": "hiv", "text": SECRET}, follow=True).content.decode()
    assert "niêm phong" in written
    assert SECRET not in written
    assert SECRET not in client.get(page).content.decode()
    opened = client.post(f"{page}ngan-nhay-cam/", {"kind": "hiv", "reason": REASON})
    assert SECRET in opened.content.decode()
    assert "no-store" in opened["Cache-Control"]
    assert client.post(f"{page}ngan-nhay-cam/", {"kind": "violence", "reason": REASON}).status_code == 422
    assert (
        "Không có mục nào"
        in client.post(f"/nguoi/{world.child.pk}/ngan-nhay-cam/", {"kind": "hiv", "reason": REASON}).content.decode()
    )
    grant = SensitiveGrant.objects.get()
    said = chair.post("/nguoi/ngan-nhay-cam/", {"act": "end", "grant": str(grant.pk)}, follow=True).content.decode()
    assert "Đã thôi cho xem" in said
    assert client.post(f"{page}ngan-nhay-cam/", {"kind": "hiv", "reason": REASON}).status_code == 422
