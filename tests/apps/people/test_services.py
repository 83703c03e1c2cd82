"""What officers do with persons and households: each does what it says, or nothing, with one sentence."""

# ruff: noqa: S608 - names of tables of this file
from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import F
from tests.apps.people.factories import HERE, NOW, THERE, scope, unit, work_in
from tests.plugins.database import use_role

from ansinh.apps.accounts.models import Role
from ansinh.apps.accounts.scope import within
from ansinh.apps.audit.models import Event, PersonAccess
from ansinh.apps.benefits.models import Gap, Receipt
from ansinh.apps.benefits.services import end_receipt, record_receipt
from ansinh.apps.people.models import DataKey, Fact, Household, Identifier, Membership, Person
from ansinh.apps.people.sealing import CannotOpen, new_key, unwrap, wrap
from ansinh.apps.people.services import households as homes
from ansinh.apps.people.services.facts import end_fact, record_fact
from ansinh.apps.people.services.households import Member
from ansinh.apps.people.services.numbers import drop_number, rotate_keys, set_number, unmask
from ansinh.apps.people.services.persons import (
    edit_person,
    erase_person,
    record_birth,
    record_death,
    register_person,
    undo_death,
)
from ansinh.apps.people.services.places import add_village, renumber
from ansinh.apps.people.services.refusals import ChangedMeanwhile, NotHere, Refused
from ansinh.apps.territory.models import Unit, UnitChange

pytestmark = pytest.mark.django_db

NUMBER = "046151004321"
NEW_YEAR, JUNE, JULY = date(2026, 1, 1), date(2026, 6, 1), date(2026, 7, 1)


@pytest.fixture
def officer(seed_provinces: Callable[..., int], make_user: Callable[..., Any]) -> Any:
    seed_provinces("46")
    made = make_user("xa", scope_unit=unit(HERE))
    work_in(actor=made)
    return made


def put(officer: Any, name: str = "Tôn Nữ Thị Hạ", **fields: Any) -> Person:
    return register_person(full_name=name, commune=fields.pop("commune", unit(HERE)), actor=officer, now=NOW, **fields)


def home_of(officer: Any, *people: Person, day: date = NEW_YEAR) -> Household:
    members = [Member(one.pk, "head" if at == 0 else "child") for at, one in enumerate(people)]
    return homes.register_household(commune=unit(HERE), members=members, valid_from=day, actor=officer, now=NOW)


def again(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def test_a_person_is_registered_and_the_log_names_nobody(officer: Any) -> None:
    made = put(officer, "  Tôn  Nữ Thị HẠ ", numbers={"personal_id": "046 151 004 321", "phone": "+84 905 111 222"})
    assert (made.full_name, made.sort_key) == ("Tôn Nữ Thị HẠ", "ha ton nu thi")
    written = json.dumps(list(Event.objects.values("subject_name", "detail")), ensure_ascii=False)
    assert not [word for word in ("Hạ", "HẠ", NUMBER, "0905111222") if word in written]
    sealed = Identifier.objects.get(kind="personal_id")
    assert NUMBER.encode() not in bytes(sealed.sealed)


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"name": " "}, "họ và tên"),
        ({"name": "Nguyễn Văn 2"}, "chữ số"),
        ({"birth_date": date(2027, 1, 1), "birth_precision": "year"}, "sau hôm nay"),
        ({"birth_date": date(1950, 5, 2), "birth_precision": "year"}, "không khớp"),
        ({"numbers": {"personal_id": "04615100432"}}, "12 chữ số"),
        ({"numbers": {"library": "1"}}, "loại số"),
        ({"commune": THERE}, "Nơi ở không thuộc"),
        ({"commune": "46"}, "phải là một xã"),
        ({"unit_no": 3}, "unit_no"),
    ],
)
def test_a_person_who_cannot_be_is_refused_whole(officer: Any, fields: dict[str, Any], word: str) -> None:
    if "commune" in fields:
        fields = {**fields, "commune": unit(fields["commune"])}
    with pytest.raises(Refused, match=word):
        put(officer, **fields)
    assert not Person.objects.exists()
    assert not Identifier.objects.exists()


def test_a_number_belongs_to_one_person_wherever_he_lives(officer: Any) -> None:
    put(officer, numbers={"personal_id": NUMBER, "phone": "0905111222"})
    put(officer, "Người Nhà", numbers={"phone": "0905111222"})
    with pytest.raises(Refused, match="người khác"):
        put(officer, "Kẻ Khác", numbers={"personal_id": NUMBER})
    work_in(THERE)
    with pytest.raises(Refused, match="địa bàn khác") as refused:
        put(officer, "Kẻ Khác", commune=unit(THERE), numbers={"personal_id": NUMBER})
    assert "Hạ" not in str(refused.value)


def test_a_number_is_shown_for_a_reason_and_that_is_written(officer: Any) -> None:
    made = put(officer, numbers={"personal_id": NUMBER})
    with pytest.raises(Refused, match="lý do"):
        unmask(person=made, kind="personal_id", reason="xem", actor=officer, now=NOW)
    assert unmask(person=made, kind="personal_id", reason="Đối chiếu hồ sơ 12", actor=officer, now=NOW) == NUMBER
    access = PersonAccess.objects.get()
    assert (access.purpose, access.channel, access.person_name) == (
        "Đối chiếu hồ sơ 12",
        "unmask:personal_id",
        str(made),
    )
    assert set_number(person=made, kind="personal_id", text=NUMBER, actor=officer, now=NOW) is None
    drop_number(person=made, kind="personal_id", actor=officer, now=NOW)
    with pytest.raises(NotHere):
        unmask(person=made, kind="personal_id", reason="Đối chiếu hồ sơ 12", actor=officer, now=NOW)


def test_a_sealed_number_opens_only_where_it_was_put(officer: Any, settings: Any) -> None:
    one, two = (
        put(officer, numbers={"personal_id": NUMBER}),
        put(officer, "Hai", numbers={"personal_id": "046151004322"}),
    )
    sealed = Identifier.objects.get(person=one)
    Identifier.objects.filter(person=two).update(sealed=sealed.sealed)
    with pytest.raises(CannotOpen, match="không khớp"):
        unmask(person=two, kind="personal_id", reason="Đối chiếu hồ sơ", actor=officer, now=NOW)
    settings.PERSONAL_KEYS = {"other": b"x" * 32}
    with pytest.raises(CannotOpen, match="Thiếu khóa chủ “demo”"):
        unmask(person=one, kind="personal_id", reason="Đối chiếu hồ sơ", actor=officer, now=NOW)


def test_a_key_is_bound_to_its_person(officer: Any) -> None:
    one, two = new_key(put(officer).pk), new_key(put(officer).pk)
    key_id, wrapped = wrap(one)
    assert unwrap(person_id=one.person_id, key_id=key_id, wrapped=wrapped).key == one.key
    with pytest.raises(CannotOpen):
        unwrap(person_id=two.person_id, key_id=key_id, wrapped=wrapped)
    assert one.key.hex() not in repr(one)


def test_erasing_destroys_the_key_and_blanks_the_history(officer: Any) -> None:
    made = put(officer, numbers={"personal_id": NUMBER}, address="12 Lê Lợi")
    edit_person(person_id=made.pk, expected_version=1, values={"full_name": "Tôn Nữ Hạ"}, actor=officer, now=NOW)
    record_fact(person_id=made.pk, name="pregnant", value=True, source="khai", actor=officer, now=NOW)
    with pytest.raises(Refused, match="căn cứ"):
        erase_person(person_id=made.pk, expected_version=2, basis=" ", actor=officer, now=NOW)
    basis = "Điều 14 Luật 91/2025/QH15"
    erase_person(person_id=made.pk, expected_version=2, basis=basis, actor=officer, now=NOW)
    left = again(made)
    assert (left.full_name, left.address, left.birth_date, left.erased_basis) == ("", "", None, basis)
    assert not DataKey.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(e::text, ' ') FROM people_personevent e")
        kept = cursor.fetchone()[0]
        cursor.execute("SELECT (SELECT count(*) FROM people_identifierevent), (SELECT count(*) FROM people_factevent)")
        assert cursor.fetchone() == (0, 0)
    assert "Hạ" not in kept
    assert "Lê Lợi" not in kept
    with pytest.raises(Refused, match="đã xóa"):
        edit_person(person_id=made.pk, expected_version=3, values={"full_name": "Ai"}, actor=officer, now=NOW)


def test_erasing_reaches_what_was_received_and_with_whom_somebody_lived(officer: Any) -> None:
    alone, child, mother = put(officer, address="12 Lê Lợi"), put(officer, "Con"), put(officer, "Mẹ")
    own, shared = home_of(officer, alone), home_of(officer, mother, child)
    given = {"source": "Danh sách 11/2026", "actor": officer, "now": NOW}
    for who in (alone, child):
        record_receipt(person_id=who.pk, programme="funeral", amount_vnd=1, valid_from=NEW_YEAR, **given)
        Gap.objects.create(
            person=who, programme="social_pension", kind="unknown", month=NEW_YEAR, due_vnd=0, most_vnd=0, paid_vnd=0,
            found_at=NOW, seen_at=NOW,
        )  # fmt: skip
    homes.record_poverty(
        household_id=own.pk, expected_version=1, status="poor", valid_from=NEW_YEAR, **given,
    )  # fmt: skip
    for home, who, version in ((own, alone, 2), (shared, child, 1)):
        homes.leave_household(
            household_id=home.pk, expected_version=version, person_id=who.pk, day=JULY, actor=officer, now=NOW
        )
        erase_person(person_id=who.pk, expected_version=1, basis="Điều 14", actor=officer, now=NOW)
    with connection.cursor() as cursor:
        erased = ("benefits_receipt", "benefits_gap", "people_povertyperiod")
        for table in (*erased, *(f"{table}event" for table in erased)):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table
        for table in ("people_membership", "people_membershipevent"):
            cursor.execute(f"SELECT DISTINCT person_id FROM {table}")
            assert cursor.fetchall() == [(mother.pk,)], table
        for table in ("people_household", "people_householdevent"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t WHERE id = %s", [own.pk])
            assert "Lê Lợi" not in cursor.fetchone()[0]
    assert Household.objects.get(pk=own.pk).valid_to is not None
    assert Household.objects.get(pk=shared.pk).valid_to is None


def test_two_who_edit_at_once_do_not_overwrite_each_other(officer: Any) -> None:
    made = put(officer)
    values = {"ethnicity": "Kinh"}
    assert edit_person(person_id=made.pk, expected_version=1, values=values, actor=officer, now=NOW) == ["ethnicity"]
    with pytest.raises(ChangedMeanwhile):
        edit_person(person_id=made.pk, expected_version=1, values={"ethnicity": "Tày"}, actor=officer, now=NOW)
    work_in(THERE)
    with pytest.raises(NotHere):
        edit_person(person_id=made.pk, expected_version=2, values={"ethnicity": "Tày"}, actor=officer, now=NOW)


def test_a_household_has_one_head_and_nobody_twice(officer: Any) -> None:
    one, two = put(officer), put(officer, "Hai")
    for members, word in (
        ([], "chưa có ai"),
        ([Member(one.pk, "child")], "đúng một chủ hộ"),
        ([Member(one.pk, "head"), Member(two.pk, "head")], "đang ghi 2"),
        ([Member(one.pk, "head"), Member(one.pk, "child")], "hai lần"),
        ([Member(one.pk, "head"), Member(two.pk, "chú")], "quan hệ"),
    ):
        with pytest.raises(Refused, match=word):
            homes.register_household(commune=unit(HERE), members=members, valid_from=NEW_YEAR, actor=officer, now=NOW)
    home = home_of(officer, one, two)
    assert home.area == "urban"
    with pytest.raises(Refused, match="hộ khác"):
        home_of(officer, two)
    assert Household.objects.count() == 1


def test_birth_death_and_a_new_head(officer: Any) -> None:
    one, two = put(officer), put(officer, "Hai")
    home = home_of(officer, one, two)
    child = record_birth(
        household_id=home.pk, full_name="Bé Ba", birth_date=JUNE, relation="grandchild", actor=officer, now=NOW
    )
    assert Membership.objects.get(person=child).valid_from == JUNE
    record_death(person_id=one.pk, expected_version=1, death_date=JUNE, actor=officer, now=NOW)
    assert not Membership.objects.filter(household=home, relation="head", valid_to=None).exists()
    undo_death(person_id=one.pk, expected_version=2, actor=officer, now=NOW)
    assert Membership.objects.get(person=one).valid_to is None
    homes.name_head(household_id=home.pk, expected_version=1, person_id=two.pk, day=JULY, actor=officer, now=NOW)
    now_are = dict(Membership.objects.filter(valid_to=None).values_list("person__full_name", "relation"))
    assert now_are == {"Tôn Nữ Thị Hạ": "unknown", "Hai": "head", "Bé Ba": "unknown"}
    homes.set_relations(household_id=home.pk, expected_version=2, relations={one.pk: "parent"}, actor=officer, now=NOW)
    assert Membership.objects.get(person=one, valid_to=None).relation == "parent"
    with pytest.raises(Refused, match="sau hôm nay"):
        record_death(person_id=two.pk, expected_version=1, death_date=date(2027, 1, 1), actor=officer, now=NOW)


def test_split_join_and_move(officer: Any) -> None:
    one, two, three = put(officer), put(officer, "Hai"), put(officer, "Ba")
    home = home_of(officer, one, two, three)
    new = homes.split_household(
        household_id=home.pk, expected_version=1, members=[Member(two.pk, "head")], day=JUNE, actor=officer, now=NOW
    )
    with pytest.raises(Refused, match="để lại"):
        homes.split_household(
            household_id=new.pk, expected_version=1, members=[Member(two.pk, "head")], day=JULY, actor=officer, now=NOW
        )
    homes.join_households(household_id=new.pk, expected_version=1, into_id=home.pk, day=JULY, actor=officer, now=NOW)
    assert again(new).valid_to == JULY
    assert Membership.objects.filter(household=home, valid_to=None).count() == 3
    homes.record_poverty(
        household_id=home.pk, expected_version=again(home).version, status="poor", valid_from=JUNE, source="QĐ 12",
        actor=officer, now=NOW,
    )  # fmt: skip
    homes.move_person(
        person_id=three.pk, expected_version=again(three).version, commune=unit(THERE), day=JULY, actor=officer, now=NOW
    )
    assert not Person.objects.filter(pk=three.pk).exists()
    homes.move_household(
        household_id=home.pk, expected_version=again(home).version, commune=unit(THERE), actor=officer, now=NOW
    )
    assert Person.objects.count() == 0
    work_in(THERE)
    assert Person.objects.count() == 3
    assert home.poverty.get().unit_no == unit(THERE).number
    assert Membership.objects.filter(household=home, valid_to=None).count() == 2


def test_poverty_has_its_time_and_its_decision(officer: Any) -> None:
    home = home_of(officer, put(officer))

    def write(version: int, status: str, day: date, source: str = "QĐ 12") -> Any:
        return homes.record_poverty(
            household_id=home.pk, expected_version=version, status=status, valid_from=day, source=source,
            actor=officer, now=NOW,
        )  # fmt: skip

    with pytest.raises(Refused, match="quyết định"):
        write(1, "poor", JUNE, " ")
    write(1, "poor", NEW_YEAR)
    write(2, "near_poor", JULY)
    for day in (JUNE, JULY):
        with pytest.raises(Refused):
            write(3, "none", day)
    assert list(home.poverty.order_by("valid_from").values_list("status", "valid_to")) == [
        ("poor", JULY),
        ("near_poor", None),
    ]


def test_a_fact_follows_a_fact_and_keeps_its_source(officer: Any) -> None:
    one, two = put(officer), put(officer, "Hai")

    def write(name: str, value: Any, **fields: Any) -> Fact:
        fields = {"person_id": one.pk, "source": "Giấy xác nhận 214", **fields}
        return record_fact(name=name, value=value, actor=officer, now=NOW, **fields)

    write("disability_level", "severe", valid_from=NEW_YEAR)
    latest = write("disability_level", "extra_severe", valid_from=JULY)
    unclear = write("disability_level", None, valid_from=JULY)
    assert not Fact.objects.filter(pk=latest.pk).exists()
    write("caring_for", None, other_id=two.pk)
    write("merit", {"category": "ncc.table.tb", "injury_rate": 61}, slot="ncc.table.tb")
    for name, value, fields, word in (
        ("disability_level", "bad", {}, "không nhận giá trị"),
        ("pension_monthly_vnd", 1.5, {}, "không nhận giá trị"),
        ("pension_monthly_vnd", -1, {}, "không nhận giá trị"),
        ("disability_certificate_date", "31/12/2025", {}, "không nhận giá trị"),
        ("disability_level", "light", {"valid_from": JUNE}, "ngày sau đó"),
        ("disability_level", "light", {"slot": "x"}, "một giá trị"),
        ("spouse", None, {}, "một người trong sổ"),
        ("hiv", True, {}, "loại thông tin"),
        ("hardship", True, {}, "loại thông tin"),
        ("pregnant", True, {"source": " "}, "Thiếu nguồn"),
    ):
        with pytest.raises(Refused, match=word):
            write(name, value, **fields)
    with pytest.raises(Refused, match="Ngày kết thúc"):
        end_fact(fact_id=unclear.pk, day=JULY, actor=officer, now=NOW)
    work_in(THERE)
    with pytest.raises(NotHere):
        write("pregnant", True)


def test_what_is_received_is_written_once(officer: Any) -> None:
    one = put(officer)
    given = {"person_id": one.pk, "programme": "social_pension", "valid_from": NEW_YEAR, "source": "Danh sách 11"}
    made = record_receipt(**given, amount_vnd=500_000, actor=officer, now=NOW)
    with pytest.raises(Refused, match="đúng ngày đó"):
        record_receipt(**given, amount_vnd=500_000, actor=officer, now=NOW)
    with pytest.raises(Refused, match="âm"):
        record_receipt(**given, amount_vnd=-1, actor=officer, now=NOW)
    with pytest.raises(Refused, match="sau ngày bắt đầu"):
        end_receipt(receipt_id=made.pk, day=NEW_YEAR, actor=officer, now=NOW)
    end_receipt(receipt_id=made.pk, day=JULY, actor=officer, now=NOW)
    assert Receipt.objects.get().valid_to == JULY
    work_in(THERE)
    assert not Receipt.objects.exists()
    with pytest.raises(NotHere):
        record_receipt(**given, amount_vnd=1, actor=officer, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_households_at_once_take_a_person_once(
    seed_provinces: Callable[..., int], make_user: Callable[..., Any]
) -> None:
    seed_provinces("46")
    officer = make_user("xa")
    with within(scope(), actor=officer):
        first, second, child = put(officer), put(officer, "Hai"), put(officer, "Con")
        pair = [home_of(officer, first), home_of(officer, second)]
    answers: list[str] = []

    def take(home: Household) -> None:
        try:
            with within(scope(), actor=officer):
                homes.join_household(
                    household_id=home.pk, expected_version=1, member=Member(child.pk, "child"), day=JUNE,
                    actor=officer, now=NOW,
                )  # fmt: skip
            answers.append("vào")
        except Refused as refused:
            answers.append(str(refused))
        finally:
            connections.close_all()

    both = [threading.Thread(target=take, args=[home]) for home in pair]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(len(answer) > 3 for answer in answers) == [False, True]
    assert any("hộ khác" in answer for answer in answers)


@pytest.mark.django_db(transaction=True)
def test_a_new_master_key_seals_the_keys_anew_and_touches_no_number(
    seed_provinces: Callable[..., int], make_user: Callable[..., Any], settings: Any
) -> None:
    seed_provinces("46")
    officer = make_user("xa")
    with within(scope(), actor=officer):
        made = put(officer, numbers={"personal_id": NUMBER})
        before = bytes(Identifier.objects.get().sealed)
    settings.PERSONAL_KEYS = {"k2": b"n" * 32, **settings.PERSONAL_KEYS}
    name = connections.settings["default"]["NAME"]
    use_role("ansinh_owner", database=name)
    try:
        assert rotate_keys(actor=None, now=NOW) == {"demo": 1}
        assert rotate_keys(actor=None, now=NOW) == {}
    finally:
        use_role("ansinh_app", database=name)
    settings.PERSONAL_KEYS = {"k2": b"n" * 32}
    with within(scope(), actor=officer):
        assert bytes(Identifier.objects.get().sealed) == before
        assert unmask(person=made, kind="personal_id", reason="Đối chiếu hồ sơ", actor=officer, now=NOW) == NUMBER


def test_a_village_is_of_the_own_commune_and_stands_once(officer: Any) -> None:
    made = add_village(commune=unit(HERE), name="  Tổ  7", actor=officer, now=NOW)
    assert (made.name, made.search_key) == ("Tổ 7", "to 7")
    for commune, name, word in ((HERE, "tổ 7", "đã có"), (THERE, "Tổ 7", "địa bàn"), (HERE, " ", "phải có chữ")):
        with pytest.raises(Refused, match=word):
            add_village(commune=unit(commune), name=name, actor=officer, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_new_tree_of_units_renumbers_people_and_all_that_is_theirs(
    seed_provinces: Callable[..., int], make_user: Callable[..., Any]
) -> None:
    seed_provinces("46")
    officer = make_user("xa")
    with within(scope(), actor=officer):
        one = put(officer, numbers={"phone": "0905111222"})
        home_of(officer, one)
    here = unit(HERE)
    here.number = 9_000
    here.save()
    name = connections.settings["default"]["NAME"]
    use_role("ansinh_owner", database=name)
    try:
        assert renumber() == 2
        assert renumber() == 0
    finally:
        use_role("ansinh_app", database=name)
    with within(scope(), actor=officer):
        assert scope().first == 9_000
        assert (Person.objects.count(), Membership.objects.count(), Identifier.objects.count()) == (1, 1, 1)
        assert again(one).events.filter(unit_no=9_000).count() == 2


@pytest.mark.django_db(transaction=True)
def test_people_of_an_ended_commune_are_in_no_range_and_the_province_is_told(
    seed_provinces: Callable[..., int], make_user: Callable[..., Any], browser_of: Callable[..., Any]
) -> None:
    seed_provinces("46")
    officer = make_user("xa", Role.COMMUNE_OFFICER, scope_unit=unit(HERE))
    province = make_user("so", Role.DEPARTMENT_OFFICER, scope_unit=unit("46"))
    with within(scope(), actor=officer):
        one = put(officer, numbers={"phone": "0905111222"})
        home_of(officer, one)
        before = scope()
    here, there = unit(HERE), unit(THERE)
    UnitChange.objects.create(
        old=here, new=there, kind="full", share=1, instrument="NQ", change_date=date(2026, 11, 1), note=""
    )
    here.valid_to = date(2026, 11, 1)
    here.save()
    # The new tree counts without it: its number is another's now.
    Unit.objects.filter(level="commune", valid_to=None, number__gt=here.number).update(number=F("number") - 1)
    name = connections.settings["default"]["NAME"]
    use_role("ansinh_owner", database=name)
    try:
        assert renumber() == 2
        assert renumber() == 0
        with connection.cursor() as cursor:
            for table in ("person", "personevent", "householdevent", "membershipevent", "identifierevent", "datakey"):
                cursor.execute(f"SELECT DISTINCT unit_no FROM people_{table}")
                assert cursor.fetchall() == [(0,)], table
    finally:
        use_role("ansinh_app", database=name)
    with within(before, actor=officer):
        assert not Person.objects.exists()
        with pytest.raises(Refused, match="địa bàn"):
            register_person(full_name="Hai", commune=here, actor=officer, now=NOW)
    assert "sổ còn 1 người ghi ở đó" in browser_of(province).get("/nguoi/can-bo-sung/").content.decode()
