"""A made-up population put into the register of a made-up province, so that one can try the program with many people.

Nobody in it is real. The ids follow from the population, so a load that was cut off goes on where it stood, and a second
one changes nothing. HIV status is not loaded: its compartment is opened for a purpose only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import duckdb
from django.db import transaction

from ansinh.apps.accounts.scope import inside, scope_of_unit, seen
from ansinh.apps.audit.services import Actor, record
from ansinh.apps.benefits.households import TO_ASK
from ansinh.apps.benefits.models import Receipt
from ansinh.apps.people.fact_names import FACTS
from ansinh.apps.people.models import (
    Area,
    DataKey,
    Fact,
    Household,
    Identifier,
    IdentifierKind,
    Membership,
    Person,
    PovertyPeriod,
    Precision,
    Relation,
    Village,
)
from ansinh.apps.people.sealing import blind_index, new_key, wrap
from ansinh.apps.people.services.persons import name_keys
from ansinh.apps.territory.models import Unit
from ansinh.core.rules.model import ALWAYS, NEVER
from ansinh.core.text import fold, squeeze
from ansinh.population.generator import Commune, Order, generate
from ansinh.population.planting import Case, plant_receipts

SOURCE = "Dân số giả lập, không người nào có thật"
HOUSEHOLDS_A_TURN = 250
OLD = 60
_RELATIONS = {"other": Relation.OTHER_KIN, "child_in_law": Relation.OTHER_KIN}
_NUMBERS = {
    IdentifierKind.PERSONAL_ID: "personal_id",
    IdentifierKind.PHONE: "phone",
    IdentifierKind.ACCOUNT: "payment_account",
}
_TIES = {"raises": "raising_children", "cares_for": "caring_for", "spouse": "spouse"}
_TITLE = ("category", "injury_rate", "special_severe", "martyr_count", "lonely_or_orphan")
_LISTS = ("raising_children", "caring_for", "spouse", "merit", "unemployment", "voluntary_si", "events", "deprivations")

Row = Mapping[str, Any]
Tell = Callable[[int, int], None]


def load_made_up(
    *,
    province: Unit,
    communes: Sequence[Unit],
    persons: int,
    seed: int,
    day: date,
    actor: Actor,
    now: datetime,
    tell: Tell,
) -> int:
    """Put a population of some size into the communes of a province; return how many persons it has.

    ``tell`` hears how many households are done of how many. Each turn has its own transaction.
    """
    with duckdb.connect() as base:
        order = Order(
            persons, province.code, seed, day, [Commune(each.code, each.name, each.kind) for each in communes]
        )
        generate(base, order)
        plant_receipts(
            base, shares={Case.NOT_RECEIVING: 0.1, Case.NOT_ENTITLED: 0.01, Case.WRONG_AMOUNT: 0.03}, day=day
        )
        homes = _rows(base, "SELECT * FROM households ORDER BY household_id")
        people = _grouped(_rows(base, "SELECT * FROM persons ORDER BY household_id, member_no"), "household_id")
        ties = _grouped(_rows(base, "SELECT * FROM ties ORDER BY tie_id"), "person_id")
        titles = _grouped(_rows(base, "SELECT * FROM merits ORDER BY merit_id"), "person_id")
        received = _grouped(_rows(base, "SELECT * FROM benefits ORDER BY benefit_id"), "person_id")
    desk = _Desk(province=province, communes=communes, seed=seed, day=day, now=now)
    scope = scope_of_unit(province, on=now.date())
    for first in range(0, len(homes), HOUSEHOLDS_A_TURN):
        tell(first, len(homes))
        part = homes[first : first + HOUSEHOLDS_A_TURN]
        with transaction.atomic(), inside(scope, actor=actor):
            done = set(
                seen(Household).filter(pk__in=[desk.home_id(home) for home in part]).values_list("pk", flat=True)
            )
            for home in part:
                if desk.home_id(home) not in done:
                    desk.household(home, people[home["household_id"]], ties, titles, received)
            if count := desk.write():
                detail = {"people": count, "source": SOURCE}
                record(actor=actor, verb="benefits.load_made_up", subject=province, detail=detail, at=now)
    return sum(map(len, people.values()))


def _rows(base: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    ran = base.execute(query)
    names = [column[0] for column in ran.description or ()]
    return [dict(zip(names, row, strict=True)) for row in ran.fetchall()]


def _grouped(rows: Sequence[dict[str, Any]], key: str) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found


class _Desk:
    """Turns rows of a population into rows of the register, and writes a turn of them at once."""

    def __init__(self, *, province: Unit, communes: Sequence[Unit], seed: int, day: date, now: datetime) -> None:
        self.space = uuid5(NAMESPACE_URL, f"ansinh:made-up:{province.code}:{seed}")
        self.communes = {each.code: each for each in communes}
        self.villages: dict[tuple[str, str], Village] = {}
        self.day, self.now = day, now
        self.waiting: dict[Any, list[Any]] = {}

    def home_id(self, home: Row) -> UUID:
        return uuid5(self.space, f"household:{home['household_id']}")

    def person_id(self, number: int) -> UUID:
        return uuid5(self.space, f"person:{number}")

    def write(self) -> int:
        """Write what waits, parents first; return how many persons."""
        count = len(self.waiting.get(Person, ()))
        for model in (Person, Household, Membership, PovertyPeriod, DataKey, Identifier, Fact, Receipt):
            model.objects.bulk_create(self.waiting.pop(model, []))
        return count

    def household(
        self,
        home: Row,
        members: Sequence[Row],
        ties: Mapping[int, list[Any]],
        titles: Mapping[int, list[Any]],
        received: Mapping[int, list[Any]],
    ) -> None:
        commune = self.communes[home["commune_code"]]
        village = self._village(commune, home["village"] or "")
        made = Household(
            pk=self.home_id(home), commune=commune, unit_no=commune.number, village=village, area=Area(home["area"]),
            valid_from=date(self.day.year - 6, 1, 1), source=SOURCE,
        )  # fmt: skip
        self._put(made)
        if home["poverty"] is not None:
            self._put(
                PovertyPeriod(
                    household=made,
                    unit_no=commune.number,
                    status=home["poverty"],
                    valid_from=date(self.day.year, 1, 1),
                    source=SOURCE,
                )
            )
        self._facts(home, made=made, person=None, every=False)
        pressing = home["poverty"] != "none"
        for row in members:
            person = self._person(row, commune, village)
            self._put(Membership(household=made, person=person, unit_no=commune.number, **self._time_there(row)))
            asked = pressing or row["age"] >= OLD or row["disability_level"] != "none" or row["orphan_status"] != "none"
            self._facts(row, made=None, person=person, every=asked)
            self._lists(person, ties[row["person_id"]], titles[row["person_id"]])
            for each in received[row["person_id"]]:
                self._put(
                    Receipt(
                        person=person,
                        unit_no=commune.number,
                        programme=each["programme"],
                        amount_vnd=each["amount_vnd"],
                        valid_from=each["start_date"],
                        valid_to=each["end_date"],
                        source=SOURCE,
                        recorded_at=self.now,
                    )
                )

    def _time_there(self, row: Row) -> dict[str, Any]:
        relation = str(_RELATIONS.get(row["relation"], row["relation"]))
        died = row["death_date"] if row["death_date"] < NEVER else None
        start = max(date(self.day.year - 6, 1, 1), row["birth_date_from"])
        return {
            "relation": Relation(relation),
            "valid_from": start,
            "valid_to": date.fromordinal(died.toordinal() + 1) if died else None,
        }

    def _person(self, row: Row, commune: Unit, village: Village | None) -> Person:
        person = Person(
            pk=self.person_id(row["person_id"]), full_name=row["full_name"], birth_date=row["birth_date_from"],
            birth_precision=Precision(row["birth_precision"]), sex=row["sex"], ethnicity=row["ethnic_group"] or "", commune=commune,
            unit_no=commune.number, village=village, residence_kind="permanent", source=SOURCE,
            death_date=row["death_date"] if row["death_date"] < NEVER else None, **name_keys(full_name=row["full_name"]),
        )  # fmt: skip
        self._put(person)
        key = new_key(person.pk)
        key_id, wrapped = wrap(key)
        self._put(DataKey(person=person, key_id=key_id, wrapped=wrapped))
        for kind, column in _NUMBERS.items():
            if text := row[column]:
                self._put(
                    Identifier(
                        person=person,
                        unit_no=commune.number,
                        kind=kind,
                        sealed=key.seal(kind=kind, text=text),
                        blind=blind_index(kind=kind, text=text),
                        source=SOURCE,
                    )
                )
        return person

    def _facts(self, row: Row, *, made: Household | None, person: Person | None, every: bool) -> None:
        """Put the facts of a row; what has to be asked of everybody only where it matters, other things where they are so."""
        for name, known in FACTS.items():
            if known.of_household != (made is not None) or name in _LISTS or name not in row or row[name] is None:
                continue
            value = row[name]
            if name in TO_ASK and not every:
                continue
            if name not in TO_ASK and not known.of_household and value in (False, "none", 0):
                continue
            if isinstance(value, date):
                if value in (ALWAYS, NEVER):
                    continue
                value = value.isoformat()
            self._fact(name, value, person=person, made=made)

    def _lists(self, person: Person, ties: Sequence[Row], titles: Sequence[Row]) -> None:
        for tie in ties:
            other = self.person_id(tie["other_id"])
            name = _TIES[tie["kind"]]
            self._fact(name, None, person=person, other_id=other, slot=str(other) if name != "spouse" else "")
        for at, title in enumerate(titles, 1):
            value = {name: title[name] for name in _TITLE if title[name] not in (None, False, 0)}
            self._fact("merit", value, person=person, slot=str(at))

    def _fact(
        self, name: str, value: Any, *, person: Person | None = None, made: Household | None = None, **more: Any
    ) -> None:
        unit_no = person.unit_no if person is not None else made.unit_no if made is not None else 0
        self._put(
            Fact(
                person=person,
                household=made,
                unit_no=unit_no,
                name=name,
                value=value,
                source=SOURCE,
                recorded_at=self.now,
                valid_from=date(self.day.year, 1, 1),
                **more,
            )
        )

    def _village(self, commune: Unit, name: str) -> Village | None:
        if not name:
            return None
        key = (commune.code, name)
        if key not in self.villages:
            search = squeeze(fold(name))
            self.villages[key], _made = Village.objects.get_or_create(
                commune=commune, search_key=search, valid_to=None, defaults={"name": name}
            )
        return self.villages[key]

    def _put(self, row: Any) -> None:
        self.waiting.setdefault(type(row), []).append(row)
