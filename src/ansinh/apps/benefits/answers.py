"""What the law gives one person in a month, with the reasons, beside what a list says the person receives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from ansinh.apps.accounts.scope import seen
from ansinh.apps.benefits.households import Read, household_of, last_day
from ansinh.apps.benefits.models import Receipt
from ansinh.apps.benefits.origins import Origins
from ansinh.apps.benefits.reasons import Reason, reasons_of
from ansinh.apps.law.selectors.confirmed import confirmed_system, law_known_on, province_of
from ansinh.apps.people.models import Person
from ansinh.core.rules.answers import NO, UNKNOWN, YES, Answer, Desk
from ansinh.core.rules.model import Programme
from ansinh.core.rules.system import System
from ansinh.entitlement.answers import LISTED
from ansinh.rulebook.book import national_system

_HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Right:
    """One programme for one person in a month.

    ``amount_vnd`` is None where it is unknown or the programme gives no money; ``received_vnd`` is what lists say is
    received, None where nothing is. ``missing`` are the facts without which it is unknown, in words; ``more`` what is given
    beside money, in words: "hộ nghèo", "15 kg gạo", "7 tháng".
    """

    programme: Programme
    answer: Answer
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    amount_vnd: int | None
    received_vnd: int | None
    more: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """Return yes, no or unknown."""
        return self.answer.status

    @property
    def compared(self) -> bool:
        """Return whether the programme is paid every month from a list, so that a list can be held against the law."""
        return self.programme.id in LISTED

    @property
    def before_vnd(self) -> int:
        """Return what the law gave as it was known before the last decree that counts backwards."""
        return (self.amount_vnd or 0) - (self.answer.arrears.vnd if self.answer.arrears else 0)

    @property
    def monthly(self) -> bool:
        """Return whether it is paid every month, to the person or to the household."""
        return self.programme.id.removesuffix(f"_{_HOUSEHOLD}") in LISTED

    @property
    def wrongly_paid(self) -> bool:
        """Return whether a list pays what the law does not give."""
        return self.status == NO and bool(self.received_vnd)

    @property
    def short_vnd(self) -> int:
        """Return how much less is received than the law gives, negative where it is more; 0 where that is unknown."""
        if self.answer.status == UNKNOWN or not self.compared:
            return 0
        return (self.amount_vnd or 0) - (self.received_vnd or 0)


@dataclass(frozen=True, slots=True)
class Rights:
    """Every programme for one person in a month, by the law known on a day."""

    person: Person
    month: date
    known_on: date
    rights: tuple[Right, ...]
    read: Read

    @property
    def ordered(self) -> list[Right]:
        """Return every programme: what is given, what is unknown, what is paid wrongly, then the rest, each as they stand."""
        rank = {YES: 0, UNKNOWN: 1, NO: 3}
        return sorted(self.rights, key=lambda each: 2 if each.wrongly_paid else rank[each.status])

    @property
    def open(self) -> list[Right]:
        """Return what is unknown."""
        return [each for each in self.rights if each.status == UNKNOWN]

    @property
    def short_vnd(self) -> int:
        """Return how much less is received a month than is sure to be due, negative where it is more."""
        return sum(each.short_vnd for each in self.rights)

    @property
    def difference_vnd(self) -> int:
        """Return the same without its sign."""
        return abs(self.short_vnd)

    @property
    def due_vnd(self) -> int:
        """Return what is sure to be due a month."""
        return sum(each.amount_vnd or 0 for each in self.rights if each.status == YES and each.compared)

    @property
    def received_vnd(self) -> int:
        """Return what lists say is received a month, of the programmes of the rulebook."""
        return sum(each.received_vnd or 0 for each in self.rights)


def rights_of(person: Person, *, month: date, known_on: date | None = None) -> Rights:
    """Return what the law gives a person in a month (its first day), by the law known on a day, or today. Raises CannotRead."""
    province, today, on = province_of(person.commune), timezone.localdate(), last_day(month)
    system = confirmed_system(province=province, on=today)
    known_on = known_on or law_known_on(province=province, on=today, until=on)
    read = household_of(person, system, on=on)
    desk, thing = Desk(system.month(f"{month:%Y-%m}", known_on=known_on)), read.thing_of(person.pk)
    origins = Origins(read, on=on)
    others = {f"m{at}": each.full_name for at, each in enumerate(read.persons, 1) if each.pk != person.pk}
    paid: dict[str, int] = {}
    running = Q(valid_to=None) | Q(valid_to__gt=month)
    for row in seen(Receipt).filter(running, person=person, valid_from__lte=on):
        paid[row.programme] = paid.get(row.programme, 0) + row.amount_vnd
    found = []
    for programme in system.programmes.values():
        answer = desk.answer(programme, read.thing if programme.entity == _HOUSEHOLD else thing)
        amount = answer.numbers.get("amount_vnd") if answer.status == YES else None
        missing = tuple(dict.fromkeys(said_path(read, path) for path in answer.missing))
        reasons = reasons_of(answer, programme, system, origins, others)
        found.append(Right(programme, answer, reasons, missing, amount, paid.get(programme.id), _more(answer, system)))
    return Rights(person, month, known_on, tuple(found), read)


def _more(answer: Answer, system: System) -> tuple[str, ...]:
    """Return in words what a programme gives beside money; of a household's class also where it is no poor one."""
    found = []
    for name, rule in system.programmes[answer.programme].fields.items():
        number, said = answer.numbers.get(name), system.rules[rule].said
        if number and said and answer.status != UNKNOWN:
            found.append(said[number])
        elif number and answer.status == YES and name in _COUNTED:
            found.append(f"{number} {_COUNTED[name]}")
    return tuple(found)


_COUNTED = {"quantity": "kg gạo", "months": "tháng", "percent": "%"}


def said_path(read: Read, path: str) -> str:
    """Return a missing fact in words: "đang học của Đặng Văn Ân" for "m2.studying"."""
    system = national_system()
    who = path.partition(".")[0]
    whose = "hộ" if who == _HOUSEHOLD else read.persons[int(who[1:]) - 1].full_name
    return f"{fact_label(system, path)} – {whose}"


def fact_label(system: System, path: str) -> str:
    """Return which fact is missing, without whose: "đang học" for "m2.studying"."""
    who, _dot, name = path.partition(".")
    base, _bracket, inner = name.partition("[")
    fact = system.entities[_HOUSEHOLD if who == _HOUSEHOLD else "person"].facts.get(base)
    said = fact.label if fact else _OTHERS.get(base, base)
    item = system.entities["merit"].facts.get(inner.partition("].")[2])
    return f"{said}: {item.label}" if item else said


_OTHERS = {
    "income_per_person_month_vnd": "thu nhập bình quân một người một tháng",
    "deprivations": "các chỉ số thiếu hụt",
}
