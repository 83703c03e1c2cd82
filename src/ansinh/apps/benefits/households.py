"""Households of the register as the rules see them in a month: what is recorded, what is no, what is unknown.

A fact recorded as of the last day of the month counts. Of a person, what has to be asked (``TO_ASK``) is unknown until it is
recorded; what exists only by a certificate, a decision or an application is no where none is recorded. Of a household,
everything but hardship and emergencies is unknown until it is recorded. HIV status lies in a compartment of its own and is
not read here: it counts as no, and the page says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, islice
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from ansinh.apps.accounts.scope import seen
from ansinh.apps.benefits.models import Programme, Receipt
from ansinh.apps.people.models import Area, Fact, Household, Membership, Person, PovertyPeriod, Precision, Relation
from ansinh.apps.territory.models import UnitKind
from ansinh.core.rules.model import ALWAYS, Thing
from ansinh.core.rules.system import System
from ansinh.rulebook.cases import CannotReadCase, read_household

TO_ASK = (
    "stable_monthly_income",
    "marital_status",
    "raising_children",
    "spouse",
    "studying",
    "pension_monthly_vnd",
    "social_insurance_monthly_vnd",
    "other_monthly_allowance_vnd",
    "has_carer_with_duty",
    "carer_on_monthly_assistance",
)
"""What has to be asked of a person: unknown until somebody recorded it."""
KINH = "kinh"
UNKNOWN_BIRTH = "1900"
CHILD_RAISED_UP_TO = 22
"""Children who study are counted up to this age (khoản 4 Điều 5 Nghị định số 20/2021/NĐ-CP)."""
YOUNGEST_PARENT = 12
_TOLD = frozenset({Relation.SPOUSE, Relation.CHILD, Relation.PARENT, Relation.GRANDPARENT})
"""Relations to the head by which one knows that somebody is no child of another member than the head and the spouse."""
_TIES = frozenset({"raising_children", "caring_for", "spouse"})
BATCH = 500


@dataclass(frozen=True, slots=True)
class Read:
    """One household for the rules; ``persons`` and ``household`` say whose the things are."""

    thing: Thing
    persons: tuple[Person, ...]
    household: Household | None

    def thing_of(self, person_id: UUID) -> Thing:
        """Return the thing of one member."""
        at = next(at for at, each in enumerate(self.persons) if each.pk == person_id)
        return self.thing.many["members"][at]


class CannotRead(Exception):
    """A household whose facts contradict their own form; the message says which person and fact, and what to put right."""


def household_of(person: Person, system: System, *, on: date) -> Read:
    """Return the household in which a person lives on a day, or the person alone. Raises CannotRead."""
    own = running_on(seen(Membership), on).filter(person=person).first()
    if own is None:
        return _read([_Gathered(None, [person], [Relation.HEAD])], system, on)[0]
    return next(iter(households(seen(Household).filter(pk=own.household_id), system, on=on)))


def households(wanted: QuerySet[Household], system: System, *, on: date) -> Iterator[Read]:
    """Return households as of a day, a few hundred at a time. Raises CannotRead."""
    rows = wanted.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on).order_by("pk")
    batch: list[Household] = []
    for household in rows.iterator(chunk_size=BATCH):
        batch.append(household)
        if len(batch) == BATCH:
            yield from _read(_with_members(batch, on), system, on)
            batch = []
    yield from _read(_with_members(batch, on), system, on)


def persons_alone(system: System, *, on: date) -> Iterator[Read]:
    """Return those in scope who live in no household on a day, each alone. Raises CannotRead."""
    housed = running_on(seen(Membership), on).values("person_id")
    batch: list[_Gathered] = []
    for person in _alone(housed).iterator(chunk_size=BATCH):
        batch.append(_Gathered(None, [person], [Relation.HEAD]))
        if len(batch) == BATCH:
            yield from _read(batch, system, on)
            batch = []
    yield from _read(batch, system, on)


def in_parts(
    system: System, *, on: date, tell: Callable[[str], None] = lambda _step: None, size: int = BATCH
) -> Iterator[list[Read]]:
    """Return everybody in scope a few hundred households at a time, always in the same order; ``tell`` hears how many persons.

    Raises CannotRead.
    """
    count = 0
    read = chain(households(seen(Household).all(), system, on=on), persons_alone(system, on=on))
    while part := list(islice(read, size)):
        count += sum(len(each.persons) for each in part)
        tell(f"read: {count}")
        yield part


def _alone(housed: QuerySet[Any]) -> QuerySet[Person]:
    return (
        seen(Person)
        .filter(erased_at=None, merged_into=None)
        .exclude(pk__in=housed)
        .select_related("commune")
        .order_by("pk")
    )


@dataclass(frozen=True, slots=True)
class _Gathered:
    household: Household | None
    persons: list[Person]
    relations: list[str]


def running_on(rows: QuerySet[Any], on: date) -> QuerySet[Any]:
    """Return the dated rows that hold on a day."""
    return rows.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gt=on))


def _with_members(batch: Sequence[Household], on: date) -> list[_Gathered]:
    members: dict[UUID, list[Person]] = defaultdict(list)
    relations: dict[UUID, list[str]] = defaultdict(list)
    ids = [each.pk for each in batch]
    rows = running_on(seen(Membership), on).filter(household_id__in=ids).select_related("person__commune")
    # The head first, then as they came: the order is the same every time.
    for row in sorted(rows, key=lambda row: (row.relation != "head", row.valid_from, row.person_id.int)):
        if row.person.erased_at is None:
            members[row.household_id].append(row.person)
            relations[row.household_id].append(row.relation)
    return [_Gathered(each, members[each.pk], relations[each.pk]) for each in batch if members[each.pk]]


def _read(batch: Sequence[_Gathered], system: System, on: date) -> list[Read]:
    if not batch:
        return []
    persons = [person for each in batch for person in each.persons]
    homes = [each.household.pk for each in batch if each.household is not None]
    of_person: dict[UUID, list[Fact]] = defaultdict(list)
    of_home: dict[UUID, list[Fact]] = defaultdict(list)
    running = running_on(seen(Fact), on).order_by("name", "slot", "recorded_at", "pk")
    for fact in running.filter(Q(person__in=persons) | Q(household_id__in=homes)):
        if fact.person_id is not None:
            of_person[fact.person_id].append(fact)
        elif fact.household_id is not None:
            of_home[fact.household_id].append(fact)
    poverty = {
        row.household_id: row.status for row in running_on(seen(PovertyPeriod), on).filter(household_id__in=homes)
    }
    helped = set(
        running_on(seen(Receipt), on)
        .filter(person__in=persons, programme=Programme.SOCIAL_ASSISTANCE)
        .values_list("person_id", flat=True)
    )
    return [_one(each, system, of_person, of_home, poverty, helped, on) for each in batch]


def _one(
    gathered: _Gathered,
    system: System,
    of_person: dict[UUID, list[Fact]],
    of_home: dict[UUID, list[Fact]],
    poverty: dict[UUID, str],
    helped: set[UUID],
    on: date,
) -> Read:
    home, persons = gathered.household, gathered.persons
    names = {person.pk: f"m{at}" for at, person in enumerate(persons, 1)}
    raw: dict[str, Any] = {"hardship": False, "events": []}
    ward = persons[0].commune.kind == UnitKind.WARD
    raw["area"] = home.area if home is not None else Area.URBAN if ward else Area.RURAL
    raw["poverty"] = poverty.get(home.pk) if home is not None else None
    raw |= _household_facts(of_home[home.pk] if home is not None else (), names)
    raw["members"] = [_member(person, names, of_person[person.pk], person.pk in helped) for person in persons]
    _infer_ties(raw["members"], gathered.relations, on)
    try:
        thing = read_household(raw, system, place=str(home or persons[0]))
    except CannotReadCase as error:
        raise CannotRead(str(error)) from error
    for person, member in zip(persons, thing.many["members"], strict=True):
        if person.birth_precision == Precision.UNKNOWN:
            member.facts["birth_date"] = (ALWAYS, on)
    return Read(thing, tuple(persons), home)


def _household_facts(facts: Iterable[Fact], names: dict[UUID, str]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for fact in facts:
        if fact.name == "deprivations":
            made.setdefault("deprivations", []).append(fact.value)
        elif fact.name == "events":
            event = dict(fact.value) if isinstance(fact.value, dict) else None
            if event is not None and fact.other_id in names:
                event["member"] = names[fact.other_id]
            made.setdefault("events", []).append(event)
        else:
            made[fact.name] = fact.value
    if None in made.get("events", ()):
        made["events"] = None
    return made


def _member(person: Person, names: dict[UUID, str], facts: Iterable[Fact], helped: bool) -> dict[str, Any]:
    made: dict[str, Any] = {"id": names[person.pk], "birth_date": _birth(person), "unlisted": "no"}
    made |= dict.fromkeys(TO_ASK)
    made["receiving_monthly_assistance"] = helped
    made["ethnic_minority"] = person.ethnicity.strip().casefold() != KINH if person.ethnicity.strip() else None
    if person.death_date is not None:
        made["death_date"] = person.death_date.isoformat()
    recorded: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        recorded[fact.name].append(fact)
    for name, found in recorded.items():
        if name in _TIES:
            # The rules read the ties within a household; somebody who lives elsewhere is none of them.
            others = [names[fact.other_id] for fact in found if fact.other_id in names]
            made[name] = (others[0] if others else None) if name == "spouse" else others
        elif name == "merit":
            titles = [fact.value for fact in found]
            made[name] = None if None in titles else titles
        else:
            made[name] = found[-1].value
    return made


def _infer_ties(members: Sequence[dict[str, Any]], relations: Sequence[str], on: date) -> None:
    """Say whom a member raises, and that there is no spouse, where the household itself tells.

    The rules read ties between members only. Nobody recorded as raised: the head and the spouse raise the head's children;
    another member raises none where no grandchild, kin or lodger could be the child. Who is recorded as unmarried, or lives
    alone, has no spouse here. A relation that is not known leaves it open.
    """
    for at, member in enumerate(members):
        others = [
            (each, relation)
            for place, (each, relation) in enumerate(zip(members, relations, strict=True))
            if place != at
        ]
        if member["raising_children"] is None:
            young = [(each["id"], relation) for each, relation in others if _may_be_raised(each, member, on)]
            if all(relation in _TOLD for _id, relation in young):
                parent = relations[at] in (Relation.HEAD, Relation.SPOUSE)
                member["raising_children"] = [who for who, relation in young if parent and relation == Relation.CHILD]
        if member["spouse"] is None and (not others or member["marital_status"] not in (None, "married")):
            del member["spouse"]


def _may_be_raised(child: dict[str, Any], parent: dict[str, Any], on: date) -> bool:
    """Return whether one member may by age be a child whom the other raises."""
    if UNKNOWN_BIRTH in (child["birth_date"], parent["birth_date"]):
        return True
    born, older = int(str(child["birth_date"])[:4]), int(str(parent["birth_date"])[:4])
    return born >= on.year - CHILD_RAISED_UP_TO - 1 and born - older >= YOUNGEST_PARENT


def _birth(person: Person) -> str:
    """Return as much of the birth date as is known; where nothing is, any year, widened afterwards."""
    day = person.birth_date
    if day is None or person.birth_precision == Precision.YEAR:
        return f"{day:%Y}" if day is not None else UNKNOWN_BIRTH
    return f"{day:%Y-%m}" if person.birth_precision == Precision.MONTH else day.isoformat()


def last_day(month: date) -> date:
    """Return the last day of a month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
