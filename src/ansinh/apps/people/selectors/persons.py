"""Everything about one person or one household that its page shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from ansinh.apps.accounts.scope import current_scope, seen
from ansinh.apps.people.fact_names import FACTS
from ansinh.apps.people.models import (
    DataKey,
    Fact,
    Household,
    Identifier,
    IdentifierKind,
    Membership,
    Person,
    PovertyPeriod,
    Relation,
)
from ansinh.apps.people.numbers import odd_personal_id
from ansinh.apps.people.restriction import Work, expect_open
from ansinh.apps.people.sealing import mask, unwrap
from ansinh.apps.people.services.refusals import Merged, NotHere


@dataclass(frozen=True, slots=True)
class Masked:
    """A number as a page shows it: only its last signs, and what looks odd about it."""

    kind: str
    label: str
    shown: str
    row: Identifier
    warning: str = ""


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact in words."""

    fact: Fact
    label: str
    shown: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What the page of a person shows."""

    person: Person
    membership: Membership | None
    others: Sequence[Membership]
    numbers: Sequence[Masked]
    facts: Sequence[FactLine]
    poverty: PovertyPeriod | None


def get_person(person_id: UUID, *, restricted_too: bool = False, merged_too: bool = False) -> Person:
    """Return a person among the communes somebody works with.

    A record that went into another raises Merged, one whose processing is restricted Restricted, unless asked for.
    Raises NotHere.
    """
    found = seen(Person).select_related("commune", "village").filter(pk=person_id).first()
    if found is None:
        raise NotHere("Không có người này trong địa bàn phụ trách.")
    if found.merged_into_id is not None and not merged_too:
        raise Merged(found.merged_into_id)
    if not restricted_too:
        expect_open(Work.SHOW, found)
    return found


def get_household(household_id: UUID) -> Household:
    """Return a household among the communes somebody works with. Raises NotHere."""
    found = seen(Household).select_related("commune", "village").filter(pk=household_id).first()
    if found is None:
        raise NotHere("Không có hộ này trong địa bàn phụ trách.")
    return found


def get_person_page(person: Person, *, on: date) -> PersonPage:
    """Gather what the page of a person shows on a day; few statements however much there is."""
    own = seen(Membership).filter(person=person, valid_to=None).select_related("household").first()
    others: list[Membership] = []
    poverty = None
    if own is not None:
        rows = seen(Membership).filter(household=own.household_id, valid_to=None).select_related("person")
        others = sorted(rows, key=_place)
        poverty = seen(PovertyPeriod).filter(household=own.household_id, valid_to=None).first()
    return PersonPage(
        person=person,
        membership=own,
        others=others,
        numbers=_numbers(person),
        facts=list_facts(seen(Fact).filter(person=person), on=on),
        poverty=poverty,
    )


def homes_of(people: Iterable[Person]) -> dict[UUID, tuple[Membership, Person | None]]:
    """Return where each of some people lives today, with the head of that household: two statements."""
    own = {row.person_id: row for row in seen(Membership).filter(person__in=[one.pk for one in people], valid_to=None)}
    homes = {row.household_id for row in own.values()}
    heads = seen(Membership).filter(household__in=homes, relation=Relation.HEAD, valid_to=None)
    who = {row.household_id: row.person for row in heads.select_related("person")}
    return {person: (row, who.get(row.household_id)) for person, row in own.items()}


def list_housemates(person: Person) -> list[Person]:
    """Return who lives in one household with a person today, by given name."""
    homes = seen(Membership).filter(person=person, valid_to=None).values("household_id")
    here = seen(Membership).filter(household__in=homes, valid_to=None).exclude(person=person)
    return list(seen(Person).filter(pk__in=here.values("person_id")).order_by("sort_key", "id"))


def list_facts(rows: Any, *, on: date) -> list[FactLine]:
    """Put facts into words: those of the day first, ended ones after."""
    lines = []
    for fact in rows.select_related("other").order_by("name", "slot", "-valid_from"):
        known = FACTS.get(fact.name)
        if known is None:
            lines.append(FactLine(fact, fact.name, str(fact.value)))
        elif known.form == "person":
            # Somebody who has moved away is not named here.
            visible = fact.other is not None and fact.other.unit_no in current_scope()
            lines.append(FactLine(fact, known.label, fact.other.full_name if visible else "người ở địa bàn khác"))
        else:
            lines.append(FactLine(fact, known.label, known.show(fact.value)))
    return sorted(lines, key=lambda line: line.fact.valid_to is not None and line.fact.valid_to <= on)


def list_members(home: Household) -> list[Membership]:
    """Return who belongs to a household now, the head first, then by age."""
    rows = seen(Membership).filter(household=home, valid_to=None).select_related("person")
    return sorted(rows, key=_place)


def list_former(home: Household) -> list[Membership]:
    """Return who belonged to a household before."""
    rows = seen(Membership).filter(household=home, valid_to__isnull=False, person__erased_at=None)
    return list(rows.select_related("person").order_by("-valid_to")[:50])


def _place(row: Membership) -> tuple[bool, date, str]:
    return row.relation != Relation.HEAD, row.person.birth_date or date.max, row.person.sort_key


def _numbers(person: Person) -> list[Masked]:
    rows = {row.kind: row for row in seen(Identifier).filter(person=person)}
    sealed = seen(DataKey).filter(person=person).first() if rows else None
    if sealed is None:
        return []
    key = unwrap(person_id=person.pk, key_id=sealed.key_id, wrapped=sealed.wrapped)
    shown = []
    for kind in IdentifierKind:
        row = rows.get(kind.value)
        if row is None:
            continue
        text = key.open(kind=kind.value, sealed=row.sealed)
        odd = (
            odd_personal_id(text, sex=person.sex, birth_year=person.birth_year)
            if kind == IdentifierKind.PERSONAL_ID
            else ""
        )
        shown.append(Masked(kind.value, str(kind.label), mask(text), row, odd))
    return shown
