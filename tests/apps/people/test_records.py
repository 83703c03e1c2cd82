"""Facts of several parts are written by forms made of the rules that ask for them: titles, insurances, events, ties."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from tests.apps.people.factories import HERE, NOW, unit, work_in

from ansinh.apps.benefits.answers import rights_of
from ansinh.apps.people.forms_records import records_of
from ansinh.apps.people.models import Fact, Person
from ansinh.apps.people.services.persons import register_person

pytestmark = pytest.mark.django_db
PAPER = {"source": "Quyết định 12/QĐ", "valid_from": "1/1/2026"}


def post(client: Client, of: Any, name: str, fields: dict[str, str]) -> Any:
    return client.post(
        f"/{'ho' if 'code' in {f.name for f in of._meta.fields} else 'nguoi'}/{of.pk}/thong-tin/ghi/{name}/", fields
    )


def facts(**only: Any) -> list[Fact]:
    work_in()
    return list(Fact.objects.filter(**only).order_by("slot"))


def test_a_title_of_merit_is_chosen_by_its_name_and_counts(client: Client, world: SimpleNamespace) -> None:
    page = client.get(f"/nguoi/{world.child.pk}/thong-tin/ghi/merit/").content.decode()
    assert '<option value="ncc.bb">Bệnh binh</option>' in page
    answer = post(
        client, world.child, "merit", {"category": "ncc.bb", "injury_rate": "61", "special_severe": "no", **PAPER}
    )
    assert answer["Location"] == f"/nguoi/{world.child.pk}/"
    (row,) = facts(person=world.child, name="merit")
    assert (row.value, row.slot) == ({"category": "ncc.bb", "injury_rate": 61, "special_severe": False}, "ncc.bb")
    assert row.valid_from == date(2026, 1, 1)
    assert (
        "diện: Bệnh binh; tỷ lệ tổn thương cơ thể (%): 61" in client.get(f"/nguoi/{world.child.pk}/").content.decode()
    )
    work_in()
    rights = rights_of(Person.objects.get(pk=world.child.pk), month=date(2026, 11, 1))
    merit = next(one for one in rights.rights if one.programme.id == "merit_monthly")
    assert merit.status == "yes"
    assert merit.amount_vnd


def test_two_titles_stand_together_and_the_same_one_is_corrected(client: Client, world: SimpleNamespace) -> None:
    for rate in ("61", "65"):
        post(client, world.child, "merit", {"category": "ncc.bb", "injury_rate": rate, **PAPER})
    post(client, world.child, "merit", {"category": "ncc.table.tb", "injury_rate": "21", **PAPER})
    rows = facts(person=world.child, name="merit", valid_to=None)
    assert [(row.slot, row.value["injury_rate"]) for row in rows] == [("ncc.bb", 65), ("ncc.table.tb", 21)]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"injury_rate": "61"}, "Diện"),
        ({"category": "ncc.bb", "injury_rate": "101"}, "từ 0 đến 100"),
        ({"category": "ncc.bb", "injury_rate": "sáu mươi"}, "từ 0 đến 100"),
        ({"category": "ncc.khong_co"}, "Diện"),
        ({"category": "ncc.bb", "decision_date": "31/02/2020"}, "Không đọc được ngày"),
        ({"category": "ncc.bb", "source": ""}, "Nguồn"),
    ],
    ids=["no category", "too many", "no number", "unknown", "no day", "no source"],
)
def test_what_cannot_be_read_stays_typed_and_nothing_is_written(
    client: Client, world: SimpleNamespace, fields: dict[str, str], said: str
) -> None:
    answer = post(client, world.child, "merit", {**PAPER, **fields})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert 'value="1/1/2026"' in page
    assert facts(person=world.child, name="merit") == []


def test_a_tie_leads_to_a_housemate_or_to_somebody_by_his_code(client: Client, world: SimpleNamespace) -> None:
    page = client.get(f"/nguoi/{world.child.pk}/thong-tin/ghi/spouse/").content.decode()
    assert f'<option value="{world.head.pk}">Tôn Nữ Thị Hạ</option>' in page
    assert "Chọn một người trong hộ" in post(client, world.child, "spouse", PAPER).content.decode()
    post(client, world.child, "caring_for", {"member": str(world.head.pk), **PAPER})
    work_in(actor=world.officer)
    wife = register_person(full_name="Hồ Thị Mận", commune=unit(HERE), actor=world.officer, now=NOW)
    post(client, world.child, "spouse", {"other": str(wife.pk), **PAPER})
    rows = {row.name: row.other_id for row in facts(person=world.child)}
    assert rows == {"caring_for": world.head.pk, "spouse": wife.pk}
    self_tie = post(client, world.child, "spouse", {"other": str(world.child.pk), **PAPER})
    assert self_tie.status_code == 422


def test_events_and_insurances_are_written_and_an_empty_record_is_not(client: Client, world: SimpleNamespace) -> None:
    post(client, world.home, "events", {"kind": "hunger", "months_needed": "2", "date": "1/10/2026", **PAPER})
    (event,) = facts(household=world.home, name="events")
    assert event.value == {"kind": "hunger", "months_needed": 2, "date": "2026-10-01"}
    assert event.slot == "hunger 2026-10-01"
    assert "Chưa ghi gì" in post(client, world.child, "voluntary_si", PAPER).content.decode()
    post(client, world.child, "voluntary_si", {"payer": "yes", **PAPER})
    (row,) = facts(person=world.child, name="voluntary_si")
    assert row.value == {"payer": True}


def test_every_fact_of_several_parts_opens_and_others_are_not_there(client: Client, world: SimpleNamespace) -> None:
    for known in records_of(of_household=False):
        assert client.get(f"/nguoi/{world.child.pk}/thong-tin/ghi/{known.code}/").status_code == 200, known.code
    for known in records_of(of_household=True):
        assert client.get(f"/ho/{world.home.pk}/thong-tin/ghi/{known.code}/").status_code == 200, known.code
    for name in ("pregnant", "events", "khong-co"):
        assert client.get(f"/nguoi/{world.child.pk}/thong-tin/ghi/{name}/").status_code == 404, name
