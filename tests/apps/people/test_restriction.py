"""A restriction of processing reaches every list, run and letter; what is owed to others, and what is received, goes on."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.apps.people.factories import HERE, NOW, scope, unit, work_in
from tests.apps.people.lists import AN, BE, HA, as_csv, bring, changed, stage, take
from typer import Exit

from ansinh.apps.accounts.models import Role
from ansinh.apps.accounts.scope import within
from ansinh.apps.benefits.answers import rights_of
from ansinh.apps.benefits.finding import find_gaps
from ansinh.apps.benefits.gaps import headline, list_gaps
from ansinh.apps.benefits.letters import write_letter
from ansinh.apps.benefits.models import Gap, Receipt
from ansinh.apps.benefits.visits import count_by_village, list_visits, open_gaps_of, write_declaration
from ansinh.apps.people.models import Person, PovertyPeriod, RowFault
from ansinh.apps.people.restriction import Work, count_left_out
from ansinh.apps.people.selectors.quality import with_fault
from ansinh.apps.people.services.facts import record_fact
from ansinh.apps.people.services.persons import register_person
from ansinh.apps.people.services.restricting import lift_restriction, restrict_person
from ansinh.cli.entitle_explain import rights_for
from ansinh.cli.entitle_register import totals_for

NOVEMBER = date(2026, 11, 1)
BASIS = "Điều 4 Luật số 91/2025/QH15, yêu cầu ngày 20/11/2026"
pytestmark = pytest.mark.django_db


@pytest.fixture
def settled(world: SimpleNamespace) -> SimpleNamespace:
    """The woman's marital status is known, so what she is entitled to is settled; her differences were found."""
    work_in(actor=world.officer)
    whose = {"person_id": world.head.pk, "name": "marital_status", "value": "married"}
    record_fact(**whose, source="Giấy đăng ký kết hôn", actor=world.officer, now=NOW)
    find(world)
    return world


def find(world: SimpleNamespace) -> Any:
    return find_gaps(commune=unit(HERE), month=NOVEMBER, actor=world.officer, now=NOW)


def restrict(world: SimpleNamespace, person: Person) -> None:
    work_in(actor=world.officer)
    restrict_person(person_id=person.pk, basis=BASIS, actor=world.officer, now=NOW)


def text_of(docx: bytes) -> str:
    return ZipFile(io.BytesIO(docx)).read("word/document.xml").decode()


def test_every_kind_of_work_says_whether_it_stops_and_by_which_article() -> None:
    assert all("Luật số 91/2025/QH15" in work.value.reference and work.value.how for work in Work)
    going_on = {work for work in Work if not work.value.stops}
    assert going_on == {Work.KEEPING, Work.HOUSEHOLD, Work.RECEIVING, Work.COUNTING, Work.LAWFUL, Work.RIGHTS}


def test_differences_and_visits_leave_out_who_is_restricted_and_say_how_many(
    settled: SimpleNamespace, client: Client
) -> None:
    work_in()
    before = {row.pk for row in list_gaps() if row.person_id == settled.head.pk}
    first = headline(on=NOVEMBER)
    assert before, "there is something to hide"
    assert first.not_receiving == 1
    assert not client.get("/cho-lech/").content.decode().count("đang hạn chế xử lý dữ liệu")
    restrict(settled, settled.head)
    assert settled.head.pk not in {row.person_id for row in list_gaps()}
    assert headline(on=NOVEMBER).not_receiving == 0
    assert settled.head.pk not in {visit.person.pk for visit in list_visits(village_id=None, everywhere=True)}
    assert settled.head.village_id not in {each.pk for each, _count in count_by_village() if each is not None}
    assert open_gaps_of(settled.head) == []
    for page in ("/cho-lech/", "/cho-lech/di-tham/"):
        text = client.get(page).content.decode()
        assert "1 người đang hạn chế xử lý dữ liệu, không có ở đây" in text, page
        assert "/nguoi/han-che/" in text
        assert "Tôn Nữ" not in text
    # Worked out anew, nothing about him is found or taken for gone; without the restriction it stands there again.
    find(settled)
    work_in(actor=settled.officer)
    assert {row.pk for row in Gap.objects.filter(person=settled.head, closed_at=None)} == before
    assert Receipt.objects.get(person=settled.head).valid_to is None, "what is received is not stopped"
    lift_restriction(person_id=settled.head.pk, actor=settled.officer, now=NOW)
    assert {row.pk for row in list_gaps() if row.person_id == settled.head.pk} == before


def test_the_page_of_who_is_left_out_names_the_provision_and_what_stops(
    world: SimpleNamespace, client: Client, browser_of: Callable[..., Client]
) -> None:
    restrict(world, world.head)
    text = client.get("/nguoi/han-che/").content.decode()
    for words in ("Tôn Nữ Thị Hạ", BASIS, "So luật với danh sách đang nhận", "vẫn làm", "Khoản đang nhận"):
        assert words in text
    assert "1951" not in text
    assert "Tôn Nữ" not in browser_of(world.other).get("/nguoi/han-che/").content.decode()
    own = client.get(f"/nguoi/{world.head.pk}/")
    assert own.status_code == 403
    assert "Danh sách đi thăm" in own.content.decode(), "the person's own page says what stops, too"


def test_a_register_is_answered_without_who_is_restricted_but_with_the_household(settled: SimpleNamespace) -> None:
    def totals(engine: Any = "duckdb") -> Any:
        who = settled.officer.username
        return totals_for(who, month=NOVEMBER, known_on=None, engine=engine, tell=lambda _step: None)

    whole = totals()
    by_name = {each.programme: each for each in whole.totals}
    assert (whole.persons, whole.left_out, by_name["social_assistance"].yes) == (2, 0, 1)
    restrict(settled, settled.head)
    with CaptureQueriesContext(connection) as ran:
        left = totals()
    assert totals("postgres") == left, "both engines leave out the same"
    assert (left.persons, left.households, left.left_out) == (1, 1, 1)
    assert {each.programme: each.yes for each in left.totals}["social_assistance"] == 0
    assert left.digest != whole.digest
    restrict(settled, settled.child)
    with CaptureQueriesContext(connection) as more:
        nobody = totals()
    assert (nobody.persons, nobody.households, nobody.left_out) == (0, 0, 2)
    assert [each.yes + each.unknown for each in nobody.totals] == [0] * len(nobody.totals)
    assert len(more) == len(ran), "no statement for each of them"


def test_nothing_is_told_of_who_is_restricted_in_the_letter_of_another(
    settled: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    restrict(settled, settled.head)
    with pytest.raises(Exit):
        rights_for(settled.head.pk, NOVEMBER, settled.officer.username)
    assert "đang hạn chế xử lý theo yêu cầu" in capsys.readouterr().err
    work_in(actor=settled.officer)
    made = rights_of(Person.objects.get(pk=settled.child.pk), month=NOVEMBER)
    said = " ".join(note for right in made.rights for reason in right.reasons for note in reason.notes)
    letter = text_of(write_letter(made, programmes=[each.programme.id for each in made.rights], on=NOVEMBER))
    sheet = text_of(write_declaration(made, gaps=open_gaps_of(settled.child)))
    for text in (said, letter, sheet):
        assert not [word for word in ("1951", "Giấy đăng ký kết hôn", "Giấy 214") if word in text]
    assert "Tôn Nữ" not in said + letter
    assert "Tôn Nữ Thị Hạ, đang hạn chế xử lý dữ liệu" in sheet
    # The household still counts with both: the child's own answers are as they were.
    lift_restriction(person_id=settled.head.pk, actor=settled.officer, now=NOW)
    open_again = rights_of(Person.objects.get(pk=settled.child.pk), month=NOVEMBER)
    assert [right.status for right in open_again.rights] == [right.status for right in made.rights]


def test_what_is_missing_of_him_is_no_work_list(world: SimpleNamespace) -> None:
    work_in(actor=world.officer)
    assert world.head.pk in {row.pk for row in with_fault("year_only")}
    restrict(world, world.head)
    assert world.head.pk not in {row.pk for row in with_fault("year_only")}
    assert count_left_out() == 1


@pytest.fixture
def officer(seed_provinces: Callable[..., int], make_user: Callable[..., Any]) -> Any:
    seed_provinces("46")
    return make_user("xa", Role.COMMUNE_OFFICER, scope_unit=unit(HERE))


def test_a_list_writes_nothing_about_him_and_everything_about_his_household(officer: Any) -> None:
    bring(officer, as_csv())
    work_in(actor=officer)
    head = Person.objects.get(sort_key="ha ton nu thi")
    restrict_person(person_id=head.pk, basis=BASIS, actor=officer, now=NOW)
    lone = register_person(full_name="Lê Văn Lẻ", commune=unit(HERE), birth_date=date(1970, 2, 3), birth_precision="day",
                           actor=officer, now=NOW)  # fmt: skip
    restrict_person(person_id=lone.pk, basis=BASIS, actor=officer, now=NOW)
    rows = (
        changed(HA, phone="0905999888", birth="1952", village="Tổ 9", poverty="Hộ cận nghèo"),
        changed(AN, village="Tổ 9", poverty="Hộ cận nghèo"),
        ("H9", "Lê Văn Lẻ", "Chủ hộ", "Nam", "03/02/1970", "", "", "", "", "Tổ 9", "2", "Không"),
        ("H9", "Lê Thị Mới", "Vợ/chồng", "Nữ", "03/02/1972", "", "", "", "", "Tổ 9", "2", "Không"),
        BE,
    )
    before = Person.objects.filter(pk=head.pk).values().get()
    row = stage(officer, as_csv(rows), as_of=date(2026, 11, 15))
    assert {name: row.counts[name] for name in ("new", "changed", "same", "held", "left_out")} == {
        "new": 0, "changed": 2, "same": 1, "held": 3, "left_out": 2,
    }  # fmt: skip
    with within(scope(HERE), actor=officer):
        faults = {each.row_no: each.reason for each in RowFault.objects.filter(listimport=row)}
    assert "dòng này không ghi gì vào hồ sơ của người ấy" in faults[2]
    assert "không đưa vào hộ được" in faults[4]
    assert "cùng hộ với dòng 4" in faults[5], "a household is taken whole or not at all"
    assert 3 not in faults, "the others of a household that stands are taken"
    take(officer, row)
    work_in(actor=officer)
    after = Person.objects.filter(pk=head.pk).values().get()
    assert after == before
    assert Person.objects.get(sort_key="an dang van").village.name == "Tổ 9"
    assert PovertyPeriod.objects.get(valid_to=None).status == "near_poor", "the status is the household's"
