"""Numbers opened by the hundred stop, and the head is told; a long list leaves only when another person allowed it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from openpyxl import load_workbook
from tests.apps.people.factories import HERE, NOW, THERE, unit, work_in

from ansinh.apps.accounts.models import Role
from ansinh.apps.audit.models import Event, PersonAccess
from ansinh.apps.audit.services import record_accesses
from ansinh.apps.people.models import ExportRequest, LookStop, Person
from ansinh.apps.people.pages import export
from ansinh.apps.people.services.looks import MOST_UNMASKED_A_DAY, answer_stop, decide_export, take_allowed
from ansinh.apps.people.services.numbers import unmask
from ansinh.apps.people.services.refusals import ChangedMeanwhile, NotHere, Refused

pytestmark = pytest.mark.django_db


def look(world: SimpleNamespace, *, at: Any = NOW) -> str:
    return unmask(person=world.head, kind="phone", reason="Đối chiếu hồ sơ 12", actor=world.officer, now=at)


def test_too_many_numbers_in_a_day_stop_and_the_head_lets_go_on(
    world: SimpleNamespace, browser_of: Callable[..., Client], make_user: Callable[..., Any]
) -> None:
    work_in(actor=world.officer)
    someone = [(str(world.head.pk), "x")]
    given: dict[str, Any] = {"actor": world.officer, "purpose": "Hồ sơ", "channel": "unmask:phone"}
    record_accesses(people=someone * (MOST_UNMASKED_A_DAY - 1), at=NOW, **given)
    look(world)
    for _ in range(2):
        with pytest.raises(Refused, match=f"đã xem {MOST_UNMASKED_A_DAY} số đầy đủ"):
            look(world)
    stop = LookStop.objects.get()
    assert (stop.user_id, stop.looked, stop.scope_unit.code) == (world.officer.pk, MOST_UNMASKED_A_DAY, HERE)
    assert Event.objects.filter(verb="people.stop_looking").count() == 1
    look(world, at=NOW + timedelta(days=1, seconds=1))
    head = browser_of(world.chair)
    assert "Dừng xem số" in head.get("/nguoi/").content.decode(), "the head is told in the menu"
    assert str(world.officer) in head.get("/nguoi/xem-so-nhieu/").content.decode()
    with pytest.raises(IntegrityError, match="seen_by_another"), transaction.atomic():
        LookStop.objects.filter(pk=stop.pk).update(seen_at=NOW, seen_by_id=world.officer.pk)
    work_in(THERE, actor=world.other)
    with pytest.raises(NotHere):
        answer_stop(stop_id=stop.pk, let=True, actor=world.other, now=NOW)
    assert head.post("/nguoi/xem-so-nhieu/", {"stop": stop.pk, "act": "let"}).status_code == 302
    work_in(actor=world.officer)
    stop.refresh_from_db()
    assert (stop.is_let, stop.seen_by_name) == (True, str(world.chair))
    look(world, at=stop.seen_at + timedelta(seconds=1))
    with pytest.raises(ChangedMeanwhile, match="đã xem lần dừng này"):
        answer_stop(stop_id=stop.pk, let=False, actor=world.chair, now=NOW)


def test_a_long_list_is_taken_once_and_only_when_another_allowed_it(
    world: SimpleNamespace, client: Client, browser_of: Callable[..., Client], make_user: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(export, "ALLOWED_ALONE", 1)
    asked = {"purpose": "Rà soát hộ nghèo 2026", "chu_ho": ""}
    assert client.post("/nguoi/tai-ve/", asked)["Location"] == "/nguoi/tai-danh-sach/"
    assert not PersonAccess.objects.filter(channel="export").exists(), "nothing has left yet"
    assert client.post("/nguoi/tai-ve/", asked)["Location"] == "/nguoi/", "asked for already"
    row = ExportRequest.objects.get()
    assert (row.people, row.state, row.filters) == (2, "waiting", {})
    where, act = "/nguoi/tai-danh-sach/", {"request": str(row.pk)}
    assert client.post(where, {**act, "act": "allow"}).status_code == 403
    assert client.post(where, {**act, "act": "take"}).status_code == 302
    # Who holds both roles does not allow his own.
    both = make_user("kiem", Role.COMMUNE_OFFICER, Role.CHAIR, scope_unit=unit(HERE))
    work_in(actor=both)
    with pytest.raises(IntegrityError, match="by_another"), transaction.atomic():
        ExportRequest.objects.filter(pk=row.pk).update(state="allowed", decided_by_id=world.officer.pk)
    with pytest.raises(Refused, match="không tự duyệt"):
        decide_export(request_id=row.pk, allow=True, actor=world.officer, now=NOW)
    head = browser_of(world.chair)
    assert str(world.officer) in head.get(where).content.decode()
    assert head.post(where, {**act, "act": "allow"}).status_code == 302
    work_in()
    row.refresh_from_db()
    with pytest.raises(Refused, match="Quá 24 giờ"):
        take_allowed(request_id=row.pk, actor=world.officer, now=row.decided_at + timedelta(days=1, seconds=1))
    with pytest.raises(NotHere):
        take_allowed(request_id=row.pk, actor=both, now=row.decided_at)
    file = client.post(where, {**act, "act": "take"})
    cells = [str(cell.value) for sheet in load_workbook(io.BytesIO(file.content)) for line in sheet for cell in line]
    assert {"Tôn Nữ Thị Hạ", "Đặng Văn Ân"} <= set(cells)
    assert PersonAccess.objects.filter(channel="export", purpose=asked["purpose"]).count() == 2
    assert client.post(where, {**act, "act": "take"}).status_code == 302, "taken once"
    assert ExportRequest.objects.get().state == "taken"
    work_in()
    assert Person.objects.count() == 2
