"""What the database holds whatever the program forgets: scope, periods, heads, communes, history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from tests.apps.people.factories import HERE, NOW, THERE, scope, unit, work_in
from tests.plugins.database import use_role

from ansinh.apps.accounts.scope import NOWHERE, NoTransaction, enter_scope, scope_of, within
from ansinh.apps.people.models import Fact, Household, Membership, Person, Village
from ansinh.cli.postgres.cluster import APP, OWNER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _units(seed_provinces: Callable[..., int]) -> None:
    seed_provinces("46")


def person(code: str = HERE, name: str = "Trần Thị Hạ", **fields: Any) -> Person:
    return Person.objects.create(full_name=name, search_key="tran thi ha", commune=unit(code), **fields)


def household(code: str = HERE) -> Household:
    return Household.objects.create(commune=unit(code), area="urban", valid_from=date(2026, 1, 1))


def member(
    home: Household, who: Person, relation: str = "head", start: date = date(2026, 1, 1), **fields: Any
) -> Membership:
    return Membership.objects.create(household=home, person=who, relation=relation, valid_from=start, **fields)


def test_without_a_scope_nobody_is_there() -> None:
    work_in()
    person()
    assert Person.objects.count() == 1
    enter_scope(NOWHERE)
    assert Person.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ansinh.first_unit', '', true)")
        cursor.execute("SELECT count(*) FROM people_person")
        assert cursor.fetchone() == (0,)


def test_a_row_of_another_commune_is_neither_seen_nor_changed_nor_made() -> None:
    work_in(THERE)
    other = person(THERE)
    work_in(HERE)
    assert not Person.objects.filter(pk=other.pk).exists()
    assert Person.objects.filter(pk=other.pk).update(full_name="Ai đó") == 0
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        person(THERE)


def test_what_hangs_on_a_foreign_person_is_refused_though_the_key_would_allow_it() -> None:
    work_in(THERE)
    other = person(THERE)
    work_in(HERE)
    here = person()
    with pytest.raises(IntegrityError, match="địa bàn"), transaction.atomic():
        Fact.objects.create(person=other, name="pregnant", value=True, source="x", recorded_at=NOW)
    with pytest.raises(IntegrityError, match="địa bàn"), transaction.atomic():
        Fact.objects.create(person=here, other=other, name="spouse", source="x", recorded_at=NOW)
    with pytest.raises(IntegrityError, match="địa bàn"), transaction.atomic():
        member(household(), other)


def test_the_number_of_the_commune_is_set_by_the_database() -> None:
    work_in()
    made = person(unit_no=1)
    assert Person.objects.get(pk=made.pk).unit_no == unit(HERE).number
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Person.objects.filter(pk=made.pk).update(commune=unit(THERE))


def test_a_person_lives_in_a_commune_and_in_a_village_of_it() -> None:
    work_in("46")
    with pytest.raises(IntegrityError, match="phải là một xã"), transaction.atomic():
        Person.objects.create(full_name="Ai", commune=unit("46"))
    village = Village.objects.create(commune=unit(THERE), name="Tổ 1", search_key="to 1")
    with pytest.raises(IntegrityError, match="không thuộc xã"), transaction.atomic():
        person(village=village)


@pytest.mark.parametrize(
    ("fields", "good"),
    [
        ({"birth_date": date(1951, 1, 1), "birth_precision": "year"}, True),
        ({"birth_date": date(1951, 2, 1), "birth_precision": "year"}, False),
        ({"birth_date": date(1951, 2, 1), "birth_precision": "month"}, True),
        ({"birth_date": date(1951, 2, 2), "birth_precision": "month"}, False),
        ({"birth_date": date(1951, 2, 2), "birth_precision": ""}, False),
        ({"birth_precision": "day"}, False),
        ({"birth_date": date(1951, 2, 2), "birth_precision": "day", "death_date": date(1951, 2, 1)}, False),
        ({"sex": "x"}, False),
        ({"full_name": ""}, False),
    ],
)
def test_a_person_is_possible(fields: dict[str, Any], good: bool) -> None:
    work_in()
    if good:
        assert Person.objects.get(pk=person(**fields).pk).birth_year == 1951
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(**{"full_name": "Ai", "commune": unit(HERE), **fields})


def test_one_household_at_a_time_and_one_head() -> None:
    work_in()
    first, second, who, other = household(), household(), person(), person()
    member(first, who, start=date(2026, 1, 1), valid_to=date(2026, 6, 1))
    for start, end in (
        (date(2026, 5, 31), None),
        (date(2025, 1, 1), date(2026, 1, 2)),
        (date(2026, 2, 1), date(2026, 3, 1)),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            member(second, who, "child", start, valid_to=end)
    member(second, who, "head", date(2026, 6, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        member(second, other, "head", date(2026, 7, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        member(first, other, "head", date(2026, 5, 1), valid_to=date(2026, 5, 2))
    member(first, other, "head", date(2026, 6, 1))


def test_person_and_household_are_of_one_commune() -> None:
    work_in("46")
    with pytest.raises(IntegrityError, match="hai xã"), transaction.atomic():
        member(household(THERE), person(HERE))


def test_every_way_of_writing_leaves_history_with_who_did_it(make_user: Callable[..., Any]) -> None:
    actor = make_user("an")
    work_in(actor=actor)
    made = person()
    Person.objects.filter(pk=made.pk).update(address="12 Lê Lợi")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET address = '13 Lê Lợi'")
        # The database takes no COPY into a guarded table: bulk goes by a staging table, and leaves history too.
        cursor.execute("CREATE TEMP TABLE staging (id uuid, person_id uuid, name text) ON COMMIT DROP")
        with cursor.copy("COPY staging FROM STDIN") as copy:
            copy.write_row(("7f4df0d8-0000-4000-8000-000000000001", made.pk, "pregnant"))
        cursor.execute(
            "INSERT INTO people_fact (id, person_id, unit_no, name, slot, source, recorded_at)"
            " SELECT id, person_id, 0, name, '', 'tệp', now() FROM staging"
        )
    kept = made.events.order_by("pgh_id").values_list("pgh_label", "address", "unit_no", "pgh_context__actor_id")
    number = unit(HERE).number
    assert list(kept) == [
        ("insert", "", number, actor.pk),
        ("update", "12 Lê Lợi", number, actor.pk),
        ("update", "13 Lê Lợi", number, actor.pk),
    ]
    fact = Fact.objects.get()
    assert fact.unit_no == number
    assert [event.pgh_label for event in fact.events.all()] == ["insert"]
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        made.events.update(address="")
    work_in(THERE)
    assert made.events.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_copy_and_many_rows_at_once_leave_history_row_by_row(make_user: Callable[..., Any]) -> None:
    actor, number, place = make_user("an"), unit(HERE).number, unit(HERE)
    columns = "id, full_name, other_name, search_key, sort_key, commune_id, unit_no, birth_precision, sex, ethnicity, address, residence_kind, source, version, erased_basis"
    copy_in = f"COPY people_person ({columns}) FROM STDIN"
    lines = [
        (f"7f4df0d8-0000-4000-8000-00000000000{at}", f"Lê Thị {name}", "", "x", "x", place.pk, 0, "", "", "", "", "permanent", "tệp", 1, "")
        for at, name in enumerate(("An", "Bình", "Cúc"))
    ]  # fmt: skip
    # Who serves pages copies into no guarded table at all.
    refused = pytest.raises(psycopg.errors.FeatureNotSupported)
    with within(scope(), actor=actor), connection.cursor() as cursor, refused, cursor.copy(copy_in) as copy:
        copy.write_row(lines[0])
    name = connection.settings_dict["NAME"]
    use_role(OWNER, database=name)
    try:
        # The owner of the tables is bound by no policy; history is kept of what he does as well.
        with within(scope(), actor=actor), connection.cursor() as cursor:
            with cursor.copy(copy_in) as copy:
                for line in lines:
                    copy.write_row(line)
            people = list(Person.objects.order_by("full_name"))
            for at, each in enumerate(people):
                each.address = f"{at} Lê Lợi"
            Person.objects.bulk_update(people, ["address"])
            cursor.execute("DELETE FROM people_person WHERE full_name <> 'Lê Thị An'")
    finally:
        use_role(APP, database=name)
    kept = [
        *(("insert", each.full_name, "", number, actor.pk) for each in people),
        *(("update", each.full_name, each.address, number, actor.pk) for each in people),
        *(("delete", each.full_name, each.address, number, actor.pk) for each in people[1:]),
    ]
    fields = ("pgh_label", "full_name", "address", "unit_no", "pgh_context__actor_id")
    with within(scope()):
        assert Person.objects.get().unit_no == number
        history = Person.pgh_event_model.objects.order_by("pgh_id").values_list(*fields)
        assert sorted(history) == sorted(kept)


def test_moving_takes_everything_along_and_only_from_the_own_commune() -> None:
    work_in()
    home, who = household(), person()
    member(home, who)
    Fact.objects.create(person=who, name="pregnant", value=True, source="x", recorded_at=NOW)
    move = "SELECT people_move(%s, %s, %s, NULL, '')"
    with connection.cursor() as cursor:
        cursor.execute(move, [[who.pk], home.pk, unit(THERE).pk])
        assert (Person.objects.count(), Household.objects.count(), Membership.objects.count()) == (0, 0, 0)
        with pytest.raises(ProgrammingError, match="địa bàn"), transaction.atomic():
            cursor.execute(move, [[who.pk], home.pk, unit(HERE).pk])
    work_in(THERE)
    number = unit(THERE).number
    assert {Person.objects.get().unit_no, Membership.objects.get().unit_no, Fact.objects.get().unit_no} == {number}


def test_a_scope_needs_a_transaction(make_user: Callable[..., Any]) -> None:
    assert scope_of(make_user("ai"), on=date(2026, 11, 22)) == NOWHERE
    officer = make_user("xa", scope_unit=unit(HERE))
    assert scope_of(officer, on=date(2026, 11, 22)) == scope(HERE)
    assert len(range(scope("46").first, scope("46").last + 1)) == 40


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_scope_stays_on_the_connection(seed_provinces: Callable[..., int]) -> None:
    with within(scope()):
        person()
        assert Person.objects.count() == 1
    assert Person.objects.count() == 0
    with transaction.atomic():
        assert Person.objects.count() == 0
    with pytest.raises(NoTransaction):
        enter_scope(scope())
    with pytest.raises(RuntimeError), within(scope()):
        raise RuntimeError
    assert Person.objects.count() == 0


def test_the_role_of_the_application_owns_nothing_and_obeys_policies() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolbypassrls, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND (relname LIKE 'people%%' OR relname LIKE 'benefits%%' OR relname LIKE 'privacy%%')"
            " AND (NOT relrowsecurity OR relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user))"
        )
        # What tells of nobody of the register: leaves, villages, headings of lists, when a commune's differences were
        # worked out, which of the staff was stopped or wants a list, figures of what a changed law would mean.
        open_to_all = {
            "people_sensitivegrant", "people_village", "people_knownheadings", "people_lookstop", "people_exportrequest",
            "people_placemove",
            "benefits_gaprun", "benefits_whatif",
        }  # fmt: skip
        assert {row[0] for row in cursor.fetchall()} == open_to_all


@pytest.mark.parametrize(
    ("scoped", "place", "found"),
    [
        (HERE, (1, 99_999), 1),
        (HERE, (None, None), 1),
        (THERE, (1, 99_999), 0),
        (THERE, (None, None), 0),
        (None, (1, 99_999), 0),
        (None, (None, None), 0),
    ],
)
def test_the_search_that_reads_past_the_policies_holds_to_the_scope(
    scoped: str | None, place: tuple[int | None, int | None], found: int
) -> None:
    work_in()
    person()
    with connection.cursor() as cursor:
        if scoped is None:
            cursor.execute("SELECT set_config('ansinh.first_unit', '', true), set_config('ansinh.last_unit', '', true)")
        else:
            work_in(scoped)
        cursor.execute("SELECT count(*) FROM find_person_ids('ha:*', NULL, %s, %s, NULL, 50)", place)
        assert cursor.fetchone() == (found,)


def test_the_search_takes_no_statement_for_a_word() -> None:
    work_in()
    query = "SELECT count(*) FROM find_person_ids(%s, NULL, NULL, NULL, NULL, 50)"
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="syntax error in tsquery"):
        cursor.execute(query, ["'x' | 'ha') OR true --"])


def test_nobody_of_another_commune_is_erased() -> None:
    work_in(THERE)
    other = person(THERE)
    work_in(HERE)
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="địa bàn"), transaction.atomic():
        cursor.execute("SELECT people_erase(%s, 'x', now())", [other.pk])
    work_in(THERE)
    assert Person.objects.get(pk=other.pk).full_name
