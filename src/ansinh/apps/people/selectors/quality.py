"""What is missing in the register, by commune and field, as lists to work through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, QuerySet

from ansinh.apps.accounts.scope import current_scope, seen
from ansinh.apps.people.models import Household, IdentifierKind, Membership, Person, Relation
from ansinh.apps.people.restriction import Work, open_to
from ansinh.apps.people.selectors.search import list_communes
from ansinh.apps.territory.models import Unit
from ansinh.apps.territory.selectors.units import list_successors


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to be put right: its name, and what it means."""

    code: str
    label: str
    why: str


CHECKS = (
    Check("no_birth", "Thiếu ngày sinh", "không xét được điều kiện theo tuổi"),
    Check("year_only", "Chỉ biết năm sinh", "không rõ tháng đủ tuổi"),
    Check("no_sex", "Thiếu giới tính", "không đối chiếu được với số định danh"),
    Check("no_number", "Thiếu số định danh", "không đối chiếu được với cơ sở dữ liệu quốc gia về dân cư"),
    Check("no_household", "Chưa ở hộ nào", "không xét được diện hộ nghèo, cận nghèo"),
    Check("no_village", "Thiếu thôn, tổ", "không lập được danh sách theo thôn, tổ"),
)
HOMES = Check("no_head", "Hộ chưa có chủ hộ", "chủ hộ chết hoặc đã chuyển đi")


@dataclass(frozen=True, slots=True)
class QualityRow:
    """The counts of one commune."""

    unit: Unit
    people: int
    counts: Sequence[tuple[Check, int]]


def with_fault(code: str) -> QuerySet[Person]:
    """Return the living people of the communes in scope with one thing to be put right."""
    return _flagged().filter(**{code: True}).select_related("commune", "village").order_by("unit_no", "sort_key", "id")


def headless() -> QuerySet[Household]:
    """Return the households of the communes in scope that have members and no head."""
    members = seen(Membership).filter(household=OuterRef("pk"), valid_to=None)
    rows = (
        seen(Household).filter(Exists(members), valid_to=None).exclude(Exists(members.filter(relation=Relation.HEAD)))
    )
    return rows.select_related("commune", "village").order_by("unit_no", "id")


def count_faults(*, on: date) -> list[QualityRow]:
    """Count what is to be put right in each commune: a few statements for the whole scope."""
    units = {unit.number: unit for unit in list_communes(on=on)}
    asked = {check.code: Count("pk", filter=Q(**{check.code: True})) for check in CHECKS}
    rows = (
        _flagged()
        .order_by()
        .values("unit_no")
        .annotate(people=Count("pk"), **{f"n_{code}": count for code, count in asked.items()})
    )
    heads = dict(headless().order_by().values_list("unit_no").annotate(count=Count("pk")))
    found = []
    listed: list[dict[str, Any]] = [dict(row) for row in rows]
    for row in sorted(listed, key=lambda row: row["unit_no"]):
        if row["unit_no"] not in units:
            continue
        counts = [(check, row[f"n_{check.code}"]) for check in CHECKS]
        found.append(QualityRow(units[row["unit_no"]], row["people"], [*counts, (HOMES, heads.get(row["unit_no"], 0))]))
    return found


@dataclass(frozen=True, slots=True)
class Stranded:
    """A commune that ended and still has people, whom no commune sees."""

    unit: Unit
    people: int


def list_stranded(*, on: date) -> list[Stranded]:
    """Return the ended communes with people that went into communes of the scope and into no other: for the province."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT commune_id, people FROM people_stranded()")
        counts = dict(cursor.fetchall())
    found = []
    for unit in Unit.objects.filter(pk__in=counts).select_related("parent").order_by("code"):
        followers = list_successors(unit=unit, on=on)
        if followers and all(each.number in current_scope() for each in followers):
            found.append(Stranded(unit, counts[unit.pk]))
    return found


def _flagged() -> QuerySet[Person]:
    # Joined, not asked for person by person: nobody has two numbers of a kind or stands in two households at once.
    living = open_to(seen(Person).filter(erased_at=None, merged_into=None, death_date=None), Work.QUALITY)
    return living.annotate(
        own=FilteredRelation("identifiers", condition=Q(identifiers__kind=IdentifierKind.PERSONAL_ID)),
        home=FilteredRelation("memberships", condition=Q(memberships__valid_to=None)),
        no_birth=Q(birth_date=None),
        year_only=Q(birth_precision="year"),
        no_sex=Q(sex=""),
        no_number=Q(own=None),
        no_household=Q(home=None),
        no_village=Q(village=None),
    )  # fmt: skip
