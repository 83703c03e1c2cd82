"""Lists taken into the register: checked row by row, shown before, taken as one; the same one changes nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import connection, connections
from tests.apps.people.factories import HERE, NOW, THERE, scope, unit, work_in
from tests.apps.people.lists import AN, BE, DAY, HA, HEAD, ROWS, as_csv, bring, changed, stage, take
from tests.plugins.database import test_cluster as cluster_of_tests
from tests.plugins.database import use_role

from ansinh.apps.accounts.models import Role
from ansinh.apps.accounts.scope import within
from ansinh.apps.audit.models import Event
from ansinh.apps.audit.services import verify_chain
from ansinh.apps.people.models import (
    Household,
    Identifier,
    ImportPiece,
    ImportRow,
    ListImport,
    Membership,
    Person,
    PovertyPeriod,
    RowChange,
    RowFault,
    Village,
)  # fmt: skip
from ansinh.apps.people.services import households as homes
from ansinh.apps.people.services.households import Member
from ansinh.apps.people.services.imports import taking
from ansinh.apps.people.services.imports.offering import offer_list, propose_columns, throw_list
from ansinh.apps.people.services.imports.taking import RegisterChanged
from ansinh.apps.people.services.numbers import count_keys, unmask
from ansinh.apps.people.services.persons import edit_person, erase_person, record_death, register_person
from ansinh.apps.people.services.places import renumber
from ansinh.apps.people.services.refusals import NotHere, Refused
from ansinh.cli.postgres.cluster import OWNER

pytestmark = pytest.mark.django_db
TABLES = (Person, Identifier, Household, Membership, PovertyPeriod, Village)


@pytest.fixture
def officer(seed_provinces: Callable[..., int], make_user: Callable[..., Any]) -> Any:
    seed_provinces("46")
    return make_user("xa", Role.COMMUNE_OFFICER, scope_unit=unit(HERE))


def counts() -> list[int]:
    with within(scope("46")):
        return [model.objects.count() for model in TABLES]


def faults(row: ListImport) -> dict[int, str]:
    """What is wrong, by row; several things are joined."""
    found: dict[int, str] = {}
    with within(scope("46")):
        for fault in RowFault.objects.filter(listimport=row).order_by("row_no", "id"):
            found[fault.row_no] = "; ".join(filter(None, (found.get(fault.row_no), fault.reason)))
    return found


def changes(row: ListImport) -> dict[int, Any]:
    with within(scope("46")):
        return {each.row_no: each.changes for each in RowChange.objects.filter(listimport=row)}


def test_a_list_becomes_persons_households_and_numbers_with_history(officer: Any) -> None:
    row = stage(officer, as_csv())
    assert counts() == [0] * 6, "nothing is in the register before it was reviewed"
    assert {name: row.counts[name] for name in ("rows", "new", "changed", "same", "held", "households")} == {
        "rows": 3, "new": 3, "changed": 0, "same": 0, "held": 0, "households": 2,
    }  # fmt: skip
    assert take(officer, row).state == "taken"
    assert counts() == [3, 4, 2, 3, 1, 2]
    work_in(actor=officer)
    head = Person.objects.get(sort_key="ha ton nu thi")
    assert (head.search_key, head.birth_precision, head.birth_year, head.sex, head.village.name, head.source) == (
        "ton nu thi ha", "year", 1951, "female", "Tổ 7", "Danh sách rà soát 2026",
    )  # fmt: skip
    assert unmask(person=head, kind="personal_id", reason="Đối chiếu hồ sơ", actor=officer, now=NOW) == HA[5]
    assert unmask(person=head, kind="phone", reason="Đối chiếu hồ sơ", actor=officer, now=NOW) == HA[7]
    own = Membership.objects.get(person=head)
    assert (own.relation, own.valid_from, own.household.code, own.household.area) == ("head", DAY, "H1", "urban")
    assert PovertyPeriod.objects.get().status == "poor"
    with connection.cursor() as cursor:
        for table in ("person", "identifier", "household", "membership", "povertyperiod"):
            cursor.execute(
                f"SELECT (SELECT count(*) FROM people_{table}), count(*), bool_and(pgh_context->>'actor_name' = %s)"  # noqa: S608
                f" FROM people_{table}event WHERE pgh_label = 'insert'",
                [str(officer)],
            )
            live, kept, named = cursor.fetchone()
            assert (live, named) == (kept, True), table
    assert Event.objects.filter(verb="people.take_list").get().detail["new"] == 3
    assert verify_chain().is_whole


def test_no_number_lies_open_on_the_way(officer: Any) -> None:
    stage(officer, as_csv())
    work_in(actor=officer)
    with connection.cursor() as cursor:
        for table in (
            "people_importrow",
            "people_importpiece",
            "people_listimport",
            "audit_event",
            "procrastinate_jobs",
        ):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")  # noqa: S608
            text = cursor.fetchone()[0] or ""
            assert not [
                word for word in (HA[5], HA[6], HA[7], HA[5].encode().hex(), HA[7].encode().hex()) if word in text
            ], table
        cursor.execute("SELECT count(*), sum(position('CCCD'::bytea IN p.sealed)) FROM people_importpiece p")
        pieces, found = cursor.fetchone()
        assert pieces > 0
        assert found == 0


def test_what_was_taken_leaves_no_rows_behind(officer: Any) -> None:
    row = bring(officer, as_csv())
    work_in(actor=officer)
    for model in (ImportRow, ImportPiece, RowFault, RowChange):
        assert not model.objects.filter(listimport=row).exists()


def test_the_same_file_again_is_refused_and_the_same_list_changes_nothing(officer: Any) -> None:
    bring(officer, as_csv())
    before = counts()
    with pytest.raises(Refused, match="đã nhận vào sổ lúc"):
        stage(officer, as_csv())
    again = stage(officer, as_csv([*reversed(ROWS)]))
    assert (again.counts["new"], again.counts["changed"], again.counts["same"]) == (0, 0, 3)
    assert counts() == before
    with connection.cursor() as cursor:
        work_in(actor=officer)
        cursor.execute("SELECT count(*) FROM people_personevent")
        assert cursor.fetchone() == (3,)


def test_of_two_with_one_name_and_day_the_household_tells_which(officer: Any) -> None:
    rows = [BE, changed(BE, code="H7")]
    assert bring(officer, as_csv(rows)).counts["new"] == 2
    again = stage(officer, as_csv([*reversed(rows)]))
    assert (again.counts["same"], again.counts["new"], again.counts["held"]) == (2, 0, 0)
    # Without a household nobody can tell.
    unclear = stage(officer, as_csv([changed(BE, code="", relation="", size="")]))
    assert "2 người cùng tên, ngày sinh" in faults(unclear)[2]


def test_a_changed_list_shows_what_differs_and_changes_that(officer: Any) -> None:
    bring(officer, as_csv())
    new = ("H2", "Lê Bé Ba", "Con", "Nữ", "05/2020", "", "", "", "", "Thôn 1", "2", "Không")
    rows = [
        changed(HA, name="Tôn Nữ Hạ", phone="0905111333", village="Tổ 8", poverty="Cận nghèo", size="1"),
        changed(BE, size="2", birth="1984", number="046184000555"),
        new,
    ]
    row = stage(officer, as_csv(rows), as_of=date(2026, 11, 20))
    assert (row.counts["new"], row.counts["changed"], row.counts["absent"]) == (1, 2, 1)
    assert changes(row)[2] == {
        "full_name": ["Tôn Nữ Thị Hạ", "Tôn Nữ Hạ"], "village": ["Tổ 7", "Tổ 8"], "phone": ["•", "•"], "poverty": ["poor", "near_poor"],
    }  # fmt: skip
    assert changes(row)[0] == {"household": ["H1", ""]}, "who is no more in the list is told and left where he is"


def test_changes_are_written_and_numbers_sealed_with_the_key_of_their_person(officer: Any) -> None:
    bring(officer, as_csv())
    rows = [
        changed(HA, name="Tôn Nữ Hạ", phone="0905111333", poverty="Cận nghèo"),
        changed(AN, relation="Cháu", insurance="4600000099", birth="1980", poverty="Cận nghèo"),
        changed(BE, number="046184000555"),
    ]
    row = stage(officer, as_csv(rows), as_of=date(2026, 11, 20))
    assert (row.counts["new"], row.counts["changed"], row.counts["held"]) == (0, 3, 0)
    take(officer, row)
    assert counts() == [3, 6, 2, 3, 2, 2]
    work_in(actor=officer)
    head, child, other = (Person.objects.get(sort_key=key) for key in ("ha ton nu", "an dang van", "be le thi"))
    assert (head.full_name, head.search_key, head.version) == ("Tôn Nữ Hạ", "ton nu ha", 2)
    assert (child.birth_precision, child.birth_date) == ("day", date(1980, 5, 2)), "a year takes no day away"
    given = {"reason": "Đối chiếu hồ sơ", "actor": officer, "now": NOW}
    assert unmask(person=head, kind="phone", **given) == "0905111333"
    assert unmask(person=child, kind="social_insurance", **given) == "4600000099"
    assert unmask(person=other, kind="personal_id", **given) == "046184000555"
    assert Membership.objects.get(person=child).relation == "grandchild"
    assert [(each.status, each.valid_to) for each in PovertyPeriod.objects.order_by("valid_from")] == [
        ("poor", date(2026, 11, 20)), ("near_poor", None),
    ]  # fmt: skip


def bad(*rows: Any) -> list[Any]:
    return list(rows)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (bad(HA), {2: "ghi 2 người nhưng có 1 dòng"}),
        (bad(HA, changed(AN, name="")), {2: "cùng hộ với dòng 3", 3: "không có họ tên"}),
        (bad(HA, changed(AN, relation="Chủ hộ")), {2: "cùng hộ", 3: "2 chủ hộ \\(dòng 2, 3\\)"}),
        (bad(HA, changed(AN, commune=THERE)), {2: "cùng hộ", 3: "không thuộc địa bàn"}),
        (bad(BE, changed(HA, relation="Vợ"), AN), {3: "H1 không có chủ hộ", 4: "cùng hộ với dòng 3"}),
        (bad(HA, changed(AN, size="3")), {2: "số người khác nhau \\(2, 3\\)", 3: "cùng hộ"}),
        (bad(HA, changed(AN, poverty="Không")), {2: "hai diện", 3: "cùng hộ"}),
        (bad(HA, changed(AN, number=HA[5])), {2: "cùng hộ", 3: "đã có ở dòng 2"}),
        (bad(BE, changed(BE)), {2: "ghi 1 người", 3: "trùng họ tên, ngày sinh"}),
        (bad(changed(BE, number="000000000000")), {2: "điền cho đủ"}),
        (bad(changed(BE, phone="12345")), {2: "bắt đầu bằng 0"}),
        (bad(changed(BE, birth="31/02/1990")), {2: "không phải một ngày"}),
        (bad(changed(BE, code="H" * 41)), {2: "dài quá 40"}),
    ],
    ids=[
        "phantom member", "unnamed", "two heads", "another commune", "no head", "two sizes", "two statuses", "number twice",
        "person twice", "filler", "phone", "no day", "long code",
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_with_its_row_and_held_back(
    officer: Any, rows: list[Any], expected: dict[int, str]
) -> None:
    import re  # noqa: PLC0415

    good = ("H9", "Phan Thị Tốt", "Chủ hộ", "Nữ", "01/01/1970", "046170009999", "", "", "", "", "1", "")
    row = stage(officer, as_csv([*rows, good]))
    found = faults(row)
    assert found.keys() == expected.keys()
    for number, said in expected.items():
        assert re.search(said, found[number]), found[number]
    take(officer, row)
    with within(scope()):
        held_out = len(rows) - len(expected)
        assert Person.objects.filter(full_name="Phan Thị Tốt").exists()
        assert Person.objects.count() == 1 + held_out
        assert ImportPiece.objects.filter(listimport=row).exists(), "the file stays for the rows to be given back"


def test_a_household_across_communes_is_refused_with_a_sentence(officer: Any, make_user: Callable[..., Any]) -> None:
    province = make_user("so", Role.DEPARTMENT_OFFICER, scope_unit=unit("46"))
    row = stage(province, as_csv([changed(HA, commune=HERE), changed(AN, commune=THERE)]), code="46")
    assert "ở 2 xã; một hộ chỉ ở một xã" in faults(row)[2]
    missing = stage(province, as_csv([BE]), code="46")
    assert "thiếu xã" in faults(missing)[2]


def test_what_the_register_knows_otherwise_is_held_back(officer: Any, make_user: Callable[..., Any]) -> None:
    other = make_user("xakhac", Role.COMMUNE_OFFICER, scope_unit=unit(THERE))
    bring(other, as_csv([changed(BE, number="046184000777")]), code=THERE)
    bring(officer, as_csv())
    rows = {
        "elsewhere": changed(BE, code="H5", name="Lê Thị Khác", number="046184000777"),
        "other household": changed(AN, code="H6", relation="Chủ hộ", size="1"),
        "two persons": changed(HA, code="H7", number=AN[5], size="1"),
    }
    said = {
        "elsewhere": "ở địa bàn khác",
        "other household": "đang ở hộ khác trong sổ \\(mã H1\\)",
        "two persons": "hai người trong sổ",
    }
    for name, row in rows.items():
        import re  # noqa: PLC0415

        assert re.search(said[name], faults(stage(officer, as_csv([row])))[2]), name
    work_in(actor=officer)
    dead = Person.objects.get(sort_key="be le thi")
    record_death(person_id=dead.pk, expected_version=1, death_date=date(2026, 11, 2), actor=officer, now=NOW)
    assert "đã ghi là chết" in faults(stage(officer, as_csv([BE])))[2]
    new_head = [changed(HA, relation="Mẹ"), changed(AN, relation="Chủ hộ")]
    assert "chủ hộ" in faults(stage(officer, as_csv(new_head)))[3]


def test_a_list_is_taken_only_as_it_was_reviewed(officer: Any) -> None:
    row = stage(officer, as_csv())
    work_in(actor=officer)
    register_person(
        full_name="Lê Thị Bé",
        commune=unit(HERE),
        birth_date=date(1984, 3, 9),
        birth_precision="day",
        actor=officer,
        now=NOW,
    )
    before = counts()
    with pytest.raises(RegisterChanged, match="đã thay đổi"):
        take(officer, row)
    assert counts() == before
    with within(scope()):
        row.refresh_from_db()
    assert (row.state, row.counts["new"], row.counts["changed"]) == ("review", 2, 1)
    take(officer, row)
    take(officer, row)
    assert counts()[0] == 3


def test_a_list_thrown_away_is_gone(officer: Any) -> None:
    row = stage(officer, as_csv())
    work_in(actor=officer)
    throw_list(import_id=row.pk, actor=officer, now=NOW)
    for model in (ImportRow, ImportPiece, RowFault, RowChange):
        assert not model.objects.exists()
    with pytest.raises(Refused, match="đã bỏ"):
        take(officer, row)
    assert counts() == [0] * 6


def test_who_is_erased_is_forgotten_by_a_list_that_waits(officer: Any) -> None:
    bring(officer, as_csv([BE]))
    row = stage(officer, as_csv([changed(BE, sex="Nam", village="Thôn 2")]))
    assert "sex" in changes(row)[2], "the list knows what stood there before"
    work_in(actor=officer)
    her = Person.objects.get(sort_key="be le thi")
    Membership.objects.filter(person=her).update(valid_to=date(2026, 11, 20))
    erase_person(person_id=her.pk, expected_version=her.version, basis="Điều 14", actor=officer, now=NOW)
    assert changes(row) == {}


def test_a_list_of_another_commune_is_not_there(officer: Any, make_user: Callable[..., Any]) -> None:
    other = make_user("xakhac", Role.COMMUNE_OFFICER, scope_unit=unit(THERE))
    province = make_user("so", Role.DEPARTMENT_OFFICER, scope_unit=unit("46"))
    row = stage(officer, as_csv())
    wide = stage(province, as_csv([changed(BE, commune=HERE)]), code="46")
    with pytest.raises(NotHere):
        take(other, row, code=THERE)
    with pytest.raises(NotHere):
        take(officer, wide)
    with within(scope()):
        assert [each.pk for each in ListImport.objects.all()] == [row.pk], (
            "the database hides the province's list as well"
        )


def test_columns_are_remembered_by_the_heading_row(officer: Any) -> None:
    head = [*HEAD]
    head[1], head[5] = "Người", "Số giấy"
    assert "full_name" not in propose_columns(head)
    columns = {"full_name": 1, "personal_id": 5, "sex": 3}
    from ansinh.apps.people.services.imports.offering import choose_columns  # noqa: PLC0415

    work_in(actor=officer)
    row = offer_list(data=as_csv(head=head), name="ds.csv", source="Danh sách", as_of=DAY, actor=officer, now=NOW)
    for wrong, said in (
        ({}, "họ và tên"),
        ({"full_name": 1, "sex": 1}, "được chọn cho cả"),
        ({"full_name": 99}, "Không rõ cột"),
    ):
        with pytest.raises(Refused, match=said):
            choose_columns(import_id=row.pk, columns=wrong, actor=officer, now=NOW)
    choose_columns(import_id=row.pk, columns=columns, actor=officer, now=NOW)
    assert propose_columns([each.upper() for each in head]) == columns


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"source": " "}, "Thiếu nguồn"),
        ({"as_of": date(2027, 1, 1)}, "sau hôm nay"),
        ({"data": b""}, "tệp trống"),
        ({"name": "ds.doc"}, "không phải danh sách"),
        ({"name": "ds.xlsx"}, "không phải loại ấy"),
    ],
    ids=["source", "day", "empty", "kind", "mismatch"],
)
def test_a_file_that_cannot_be_read_is_one_sentence(officer: Any, fields: dict[str, Any], said: str) -> None:
    given = {"data": as_csv(), "name": "ds.csv", "source": "Danh sách", "as_of": DAY, "actor": officer, "now": NOW}
    work_in(actor=officer)
    with pytest.raises(Refused, match=said):
        offer_list(**(given | fields))
    assert not ListImport.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_lists_of_one_file_at_once_are_taken_once(
    seed_provinces: Callable[..., int], make_user: Callable[..., Any]
) -> None:
    seed_provinces("46")
    officer = make_user("xa", Role.COMMUNE_OFFICER, scope_unit=unit(HERE))
    pair = [stage(officer, as_csv()), stage(officer, as_csv())]
    answers: list[str] = []

    def go(row: ListImport) -> None:
        try:
            answers.append(take(officer, row).state)
        except Refused as refused:
            answers.append(str(refused))
        finally:
            connections.close_all()

    both = [threading.Thread(target=go, args=[row]) for row in pair]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(answers)[1] == "taken"
    assert "Xem lại" in sorted(answers)[0]
    assert counts() == [3, 4, 2, 3, 1, 2]
    assert verify_chain().is_whole


@pytest.mark.django_db(transaction=True)
def test_nobody_counts_the_tables_while_a_list_is_written(
    seed_provinces: Callable[..., int], make_user: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    seed_provinces("46")
    officer = make_user("xa", Role.COMMUNE_OFFICER, scope_unit=unit(HERE))
    row = stage(officer, as_csv())
    said: list[str] = []
    write = taking._write

    def write_and_ask(*args: Any, **more: Any) -> None:
        write(*args, **more)
        url = cluster_of_tests().url(role=OWNER, database=connections["default"].settings_dict["NAME"])
        with psycopg.connect(url, autocommit=True) as other:
            other.execute("SET lock_timeout = '50ms'")
            for table in ("people_person", "people_household", "people_membership"):
                with pytest.raises(psycopg.errors.LockNotAvailable):
                    other.execute(f"ANALYZE {table}")
                said.append(table)

    monkeypatch.setattr(taking, "_write", write_and_ask)
    assert take(officer, row).state == "taken"
    assert len(said) == 3


def test_household_of_the_register_takes_who_is_new_in_the_list(officer: Any) -> None:
    work_in(actor=officer)
    head = register_person(
        full_name="Tôn Nữ Thị Hạ", commune=unit(HERE), numbers={"personal_id": HA[5]}, actor=officer, now=NOW
    )
    homes.register_household(
        commune=unit(HERE),
        members=[Member(head.pk, "head")],
        valid_from=date(2026, 1, 1),
        code="H1",
        actor=officer,
        now=NOW,
    )
    edit_person(person_id=head.pk, expected_version=1, values={"other_name": "Bà Hạ"}, actor=officer, now=NOW)
    row = bring(officer, as_csv([changed(HA, name="Tôn Nữ Hạ"), AN]))
    assert (row.counts["new"], row.counts["changed"], row.counts["households"]) == (1, 1, 0)
    work_in(actor=officer)
    assert Household.objects.get().memberships.filter(valid_to=None).count() == 2
    assert Person.objects.get(pk=head.pk).search_key == "ton nu ha ba ha"


@pytest.mark.django_db(transaction=True)
def test_a_list_that_waits_goes_along_with_a_new_tree_of_units(
    seed_provinces: Callable[..., int], make_user: Callable[..., Any]
) -> None:
    seed_provinces("46")
    officer = make_user("xa", Role.COMMUNE_OFFICER, scope_unit=unit(HERE))
    row = stage(officer, as_csv())
    here = unit(HERE)
    here.number = 9_000
    here.save()
    name = connections.settings["default"]["NAME"]
    use_role("ansinh_owner", database=name)
    try:
        renumber()
        assert count_keys() == {"demo": 4}
    finally:
        use_role("ansinh_app", database=name)
    officer.refresh_from_db()
    assert take(officer, row).state == "taken"
    with within(scope()):
        assert (scope().first, Person.objects.count()) == (9_000, 3)
