"""Two records of one person, with everything that may hang on a person; and what all of it is at one moment."""

# ruff: noqa: S608 - names of tables of this file
from __future__ import annotations

import json
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db import connection
from tests.apps.people.factories import HERE, NOW, unit, work_in

from ansinh.apps.benefits.models import Gap
from ansinh.apps.benefits.services import record_receipt
from ansinh.apps.people.models import DuplicatePair, Person
from ansinh.apps.people.services.facts import record_fact
from ansinh.apps.people.services.households import Member, register_household
from ansinh.apps.people.services.persons import register_person

TODAY = date(2026, 11, 22)
TABLES = (
    "people_person", "people_identifier", "people_datakey", "people_membership", "people_fact", "people_household",
    "people_povertyperiod", "people_duplicatepair", "benefits_receipt", "benefits_gap",
)  # fmt: skip


def double_of(world: SimpleNamespace, *, code: str = HERE) -> Person:
    """Register the head of the world's household once more, as another clerk would, in a household of its own."""
    work_in("46" if code != HERE else HERE, actor=world.officer)
    given: dict[str, Any] = {"actor": world.officer, "now": NOW}
    made = register_person(
        full_name="Tôn Nữ Hạ",
        commune=unit(code),
        birth_date=date(1951, 3, 2),
        birth_precision="day",
        sex="female",
        ethnicity="Kinh",
        address="12 Kim Long",
        numbers={"phone": "0905111222", "social_insurance": "7912345678", "account": "0011009999"},
        **given,
    )
    world.second_home = register_household(
        commune=unit(code), members=[Member(made.pk, "head")], valid_from=date(2026, 3, 1), **given
    )
    record_fact(person_id=made.pk, name="disability_level", value="extra_severe", source="Giấy 99", **given)
    record_fact(person_id=made.pk, name="marital_status", value="widowed", source="Lời khai", **given)
    record_fact(person_id=world.child.pk, name="caring_for", value=None, other_id=made.pk, source="Đơn", **given)
    pension = {"programme": "social_pension", "source": "Danh sách 11/2026"}
    record_receipt(person_id=made.pk, amount_vnd=540_000, valid_from=date(2025, 7, 1), **pension, **given)
    record_receipt(person_id=made.pk, amount_vnd=500_000, valid_from=date(2026, 7, 1), **pension, **given)
    for person in (world.head, made):
        Gap.objects.create(
            person=person, programme="social_assistance", kind="not_receiving", month=date(2026, 11, 1),
            due_vnd=1_080_000, most_vnd=1_080_000, paid_vnd=0, found_at=NOW, seen_at=NOW,
        )  # fmt: skip
    return made


def pair_of(one: Person, other: Person, *, score: int = 973) -> DuplicatePair:
    """Write two records as a pair that waits."""
    left, right = sorted((one.pk, other.pk))
    versions = dict(Person.objects.filter(pk__in=(left, right)).values_list("pk", "version"))
    return DuplicatePair.objects.create(
        left_id=left, right_id=right, ground="likely", score=score, reasons=["cùng số điện thoại"], found_at=NOW,
        left_version=versions[left], right_version=versions[right],
    )  # fmt: skip


def side(pair: DuplicatePair, person: Person) -> str:
    """Say on which side of a pair a record stands."""
    return "left" if pair.left_id == person.pk else "right"


def versions_of(pair: DuplicatePair) -> tuple[int, int]:
    """Return how often both records were written, as a page opened now shows it."""
    found = dict(Person.objects.filter(pk__in=(pair.left_id, pair.right_id)).values_list("pk", "version"))
    return found[pair.left_id], found[pair.right_id]


def everything() -> dict[str, list[str]]:
    """Every row of the register, byte by byte; only the count of writings, which must never go back, is left out."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT to_jsonb(t) - 'version' FROM {table} t ORDER BY to_jsonb(t)->>'id', 1")
            found[table] = [
                json.dumps(json.loads(row) if isinstance(row, str) else row, sort_keys=True)
                for (row,) in cursor.fetchall()
            ]
    return found
