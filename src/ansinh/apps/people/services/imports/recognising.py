"""Whom the rows of a list mean, of those who are in the register already: by number, else by name and day of birth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from django.db.models import QuerySet

from ansinh.apps.accounts.scope import seen
from ansinh.apps.people.models import Identifier, IdentifierKind, Person
from ansinh.apps.people.sealing import ManyKeys
from ansinh.apps.people.services.imports.communes import Places, folded
from ansinh.apps.people.services.persons import name_keys
from ansinh.files.register.rows import PersonRow

AT_ONCE = 2000
PERSONAL, INSURANCE = IdentifierKind.PERSONAL_ID.value, IdentifierKind.SOCIAL_INSURANCE.value
Fault = tuple[str, str]
"""The field at fault and why."""


def recognise(rows: Mapping[int, PersonRow], places: Places) -> dict[int, Person | Fault]:
    """Return, for each row, the person it means, or why nobody: a few statements for every two thousand rows.

    A number goes before the name; whoever has another name under that number is not taken for the one meant. Without a
    number that is known, somebody is known by name and full day of birth, of several by the village.
    """
    found: dict[int, Person | Fault] = {}
    every = list(rows.items())
    for at in range(0, len(every), AT_ONCE):
        found |= _some(dict(every[at : at + AT_ONCE]), places)
    return found


def _some(rows: Mapping[int, PersonRow], places: Places) -> dict[int, Person | Fault]:
    by_number = _numbered(rows.values())
    keys = {at: name_keys(full_name=row.full_name)["sort_key"] for at, row in rows.items()}
    named: dict[str, list[Person]] = defaultdict(list)
    for person in _living_here().filter(sort_key__in=set(keys.values()), birth_precision="day"):
        named[person.sort_key].append(person)
    alike = [person.pk for some in named.values() for person in some]
    numbered = set(seen(Identifier).filter(kind=PERSONAL, person_id__in=alike).values_list("person_id", flat=True))
    return {at: _one(row, keys[at], by_number, named, numbered, places) for at, row in rows.items()}


def _living_here() -> QuerySet[Person]:
    """The records in scope that still stand for somebody."""
    return seen(Person).filter(erased_at=None, merged_into=None).select_related("village")


def _numbers(row: PersonRow) -> Iterator[tuple[str, str]]:
    if row.personal_id:
        yield PERSONAL, row.personal_id
    if row.social_insurance_code:
        yield INSURANCE, row.social_insurance_code


def _numbered(rows: Iterable[PersonRow]) -> dict[tuple[str, str], Person]:
    """Return who has which number; numbers are compared by their marks."""
    marks = ManyKeys()
    asked = {marks.mark(kind, text): (kind, text) for row in rows for kind, text in _numbers(row)}
    has: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    known = seen(Identifier).filter(blind__in=list(asked), kind__in=(PERSONAL, INSURANCE))
    for person_id, kind, blind in known.values_list("person_id", "kind", "blind"):
        if asked[bytes(blind)][0] == kind:
            has[person_id].append(asked[bytes(blind)])
    return {number: person for person in _living_here().filter(pk__in=list(has)) for number in has[person.pk]}


def _one(
    row: PersonRow,
    key: str,
    by_number: Mapping[tuple[str, str], Person],
    named: Mapping[str, Sequence[Person]],
    numbered: set[UUID],
    places: Places,
) -> Person | Fault:
    numbers = list(_numbers(row))
    people = {by_number[number].pk: by_number[number] for number in numbers if number in by_number}
    if len(people) > 1:
        return (
            "social_insurance_code",
            "số định danh và mã số bảo hiểm xã hội là của hai người trong sổ; xem lại hai số",
        )
    field = "personal_id" if not numbers or numbers[0][0] == PERSONAL else "social_insurance_code"
    if people:
        (person,) = people.values()
        if person.sort_key != key:
            return "full_name", "số ở dòng này trong sổ là của người có họ tên khác; xem lại số và họ tên"
        return person
    if row.birth is None or row.birth.precision != "day":
        if numbers:
            return field, "không ai trong sổ của địa bàn mang số này; xem lại số, hoặc ghi người này vào sổ trước"
        return (
            "full_name",
            "chỉ có họ tên thì không rõ là ai; ghi số định danh, mã số bảo hiểm xã hội hoặc đủ ngày sinh",
        )
    commune = 0
    if row.commune_code or row.commune_name:
        commune, at_fault, reason = places.find(row)
        if not commune:
            return at_fault, reason
    fits = [
        each
        for each in named.get(key, ())
        if each.birth_date == row.birth.start
        and (not commune or each.commune_id == commune)
        and not (row.personal_id and each.pk in numbered)
    ]
    if len(fits) > 1 and row.village:
        fits = [each for each in fits if each.village and folded(each.village.name) == folded(row.village)] or fits
    if len(fits) > 1:
        return "full_name", f"trong sổ có {len(fits)} người cùng tên, ngày sinh ở địa bàn; ghi số định danh để rõ là ai"
    if fits:
        return fits[0]
    if numbers:
        return field, (
            "không ai trong sổ của địa bàn mang số này hay cùng họ tên, ngày sinh; xem lại số, hoặc ghi người này vào sổ trước"
        )
    return "full_name", (
        "không ai trong sổ của địa bàn cùng họ tên, ngày sinh; xem lại tên, ngày sinh, hoặc ghi người này vào sổ trước"
    )
