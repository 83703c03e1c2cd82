"""People of a commune that ended: nobody sees them until somebody gives them to a commune that came after; undone exactly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connections
from django.db.models import F
from django.db.utils import ProgrammingError
from tests.apps.people.doubles import everything
from tests.apps.people.factories import HERE, NOW, THERE, scope, unit
from tests.plugins.database import use_role

from ansinh.apps.accounts.models import Role
from ansinh.apps.accounts.scope import within
from ansinh.apps.audit.models import Event, PersonAccess
from ansinh.apps.people.models import Household, Person, PlaceMove, Village
from ansinh.apps.people.services.facts import record_fact
from ansinh.apps.people.services.households import Member, join_household, leave_household, register_household
from ansinh.apps.people.services.persons import register_person
from ansinh.apps.people.services.places import renumber
from ansinh.apps.people.services.placing import list_waiting, place, undo_place
from ansinh.apps.people.services.refusals import ChangedMeanwhile, NotHere, Refused
from ansinh.apps.territory.models import Unit, UnitChange

pytestmark = pytest.mark.django_db(transaction=True)
TODAY, ENDED = date(2026, 11, 22), date(2026, 11, 1)


@pytest.fixture
def world(seed_provinces: Callable[..., int], make_user: Callable[..., Any]) -> SimpleNamespace:
    """A household of two in village 7 and a man in village 9 of a commune that ended and went into one other."""
    seed_provinces("46")
    world = SimpleNamespace()
    officer = make_user("xa", Role.COMMUNE_OFFICER, scope_unit=unit(HERE))
    world.there = make_user("kia", Role.COMMUNE_OFFICER, scope_unit=unit(THERE))
    world.province = make_user("so", Role.DEPARTMENT_OFFICER, scope_unit=unit("46"))
    given: dict[str, Any] = {"actor": officer, "now": NOW, "commune": unit(HERE)}
    with within(scope(), actor=officer):
        seven, nine = [
            Village.objects.create(commune=unit(HERE), name=f"Tổ {each}", search_key=f"to {each}") for each in (7, 9)
        ]
        head = register_person(full_name="Tôn Nữ Hạ", village=seven, numbers={"phone": "0905111222"}, **given)
        child = register_person(full_name="Đặng Văn Ân", village=seven, **given)
        world.alone = register_person(full_name="Lê Văn Một", village=nine, address="12 Kim Long", **given)
        world.home = register_household(
            members=[Member(head.pk, "head"), Member(child.pk, "child")],
            village=seven,
            valid_from=date(2026, 1, 1),
            **given,
        )
        record_fact(person_id=head.pk, name="disability_level", value="severe", source="Giấy", actor=officer, now=NOW)
    world.head, world.child, world.ended, world.nine = head, child, unit(HERE), nine
    UnitChange.objects.create(
        old=world.ended, new=unit(THERE), kind="full", share=1, instrument="NQ", change_date=ENDED, note=""
    )
    Unit.objects.filter(pk=world.ended.pk).update(valid_to=ENDED)
    Unit.objects.filter(level="commune", valid_to=None, number__gt=world.ended.number).update(number=F("number") - 1)
    _as_owner(renumber)
    return world


def _as_owner(act: Callable[[], Any]) -> Any:
    name = connections.settings["default"]["NAME"]
    use_role("ansinh_owner", database=name)
    try:
        return act()
    finally:
        use_role("ansinh_app", database=name)


def state() -> dict[str, list[str]]:
    found: dict[str, list[str]] = _as_owner(everything)
    return found


def test_a_commune_that_went_whole_into_one_is_given_over_and_back(
    world: SimpleNamespace, browser_of: Callable[..., Any]
) -> None:
    before, given = state(), {"now": NOW, "today": TODAY}
    where = f"/nguoi/xa-da-thoi/{world.ended.pk}/"
    browser = browser_of(world.there)
    listed = browser.get("/nguoi/can-bo-sung/").content.decode()
    assert f'href="{where}"' in listed
    page = browser.get(where).content.decode()
    for words in ("Chuyển 3 người đến", "Tổ 7", "Tổ 9", "Lê Văn Một", "12 Kim Long"):
        assert words in page
    assert PersonAccess.objects.filter(purpose="Có tên trong danh sách người của xã đã thôi").count() == 3
    assert browser.post(where, {"act": "all", "to": unit(THERE).pk}).status_code == 302
    with within(scope(THERE), actor=world.there):
        assert Person.objects.count() == 3
        assert {row.village.name for row in Person.objects.select_related("village")} == {"Tổ 7", "Tổ 9"}
        assert Household.objects.get().commune_id == unit(THERE).pk
        made = PlaceMove.objects.get()
        assert (len(made.people), len(made.homes)) == (3, 1)
        with pytest.raises(NotHere):
            place(ended_id=world.ended.pk, to_id=unit(THERE).pk, actor=world.there, **given)
    assert browser.post(where, {"act": "undo", "move": str(made.pk)}).status_code == 302
    assert state() == before
    assert Event.objects.filter(verb__in=("people.place", "people.undo_place")).count() == 2
    with within(scope(THERE), actor=world.there), pytest.raises(ChangedMeanwhile, match="đã hoàn tác"):
        undo_place(move_id=made.pk, actor=world.there, now=NOW)


def test_a_divided_commune_waits_for_a_choice_by_village_or_person(
    world: SimpleNamespace, browser_of: Callable[..., Any]
) -> None:
    third = Unit.objects.filter(level="commune", valid_to=None, parent=unit("46")).exclude(pk=unit(THERE).pk).first()
    assert third is not None
    UnitChange.objects.filter(old=world.ended).update(kind="partial", share=None)
    UnitChange.objects.create(old=world.ended, new=third, kind="partial", instrument="NQ", change_date=ENDED, note="")
    assert browser_of(world.there).get(f"/nguoi/xa-da-thoi/{world.ended.pk}/").status_code == 404, "one part is not his"
    with within(scope(THERE), actor=world.there), pytest.raises(ProgrammingError, match="không thuộc địa bàn"):
        list_waiting(world.ended)
    given: dict[str, Any] = {"ended_id": world.ended.pk, "actor": world.province, "now": NOW, "today": TODAY}
    with within(scope("46"), actor=world.province):
        for wrong, sentence in (
            ({"to_id": third.pk}, "chia về nhiều xã"),
            ({"to_id": third.pk, "villages": [], "people": []}, "Chưa chọn thôn"),
            ({"to_id": world.ended.pk, "villages": [world.nine.pk], "people": []}, "Chưa chọn xã nhận"),
        ):
            with pytest.raises(Refused, match=sentence):
                place(**wrong, **given)
        assert not PlaceMove.objects.exists()
        # A village goes one way; of a household that is chosen by one member all go, the other way.
        place(to_id=third.pk, villages=[world.nine.pk], people=[], **given)
        whole = place(to_id=unit(THERE).pk, villages=[], people=[world.child.pk], **given)
        assert sorted(whole.people) == sorted([world.head.pk, world.child.pk])
        assert Person.objects.get(pk=world.alone.pk).commune_id == third.pk
        assert Household.objects.get().commune_id == unit(THERE).pk
        # Who left the household meanwhile goes back by himself; a household with somebody new does not go back at all.
        leave_household(
            household_id=world.home.pk, expected_version=Household.objects.get().version, person_id=world.child.pk,
            day=TODAY, actor=world.province, now=NOW,
        )  # fmt: skip
        undo_place(move_id=whole.pk, actor=world.province, now=NOW)
        assert not Person.objects.filter(pk__in=(world.head.pk, world.child.pk)).exists()
        again = place(to_id=unit(THERE).pk, villages=[], people=[world.head.pk], **given)
        assert again.people == [world.head.pk], "he is of the household no more"
        newcomer = register_person(full_name="Người Mới", commune=unit(THERE), actor=world.province, now=NOW)
        join_household(
            household_id=world.home.pk, expected_version=Household.objects.get().version,
            member=Member(newcomer.pk, "child"), day=TODAY, actor=world.province, now=NOW,
        )  # fmt: skip
        with pytest.raises(Refused, match="hộ đã thêm bớt người"):
            undo_place(move_id=again.pk, actor=world.province, now=NOW)
        assert Person.objects.get(pk=world.head.pk).commune_id == unit(THERE).pk
