"""What the law gives one person in a month, with the reasons, beside what a list says the person receives."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from ansinh.apps.accounts.scope import seen
from ansinh.apps.benefits.households import Read, household_of, last_day
from ansinh.apps.benefits.models import Receipt
from ansinh.apps.benefits.origins import Origins, with_origin
from ansinh.apps.law.selectors.confirmed import confirmed_system, province_of
from ansinh.apps.people.models import Person
from ansinh.apps.people.restriction import Work, is_open_to
from ansinh.core.rules.answers import NO, UNKNOWN, YES, Answer, Desk
from ansinh.core.rules.explanation import Step
from ansinh.core.rules.model import Programme, Rule
from ansinh.core.rules.parameters import Evidence
from ansinh.core.rules.system import System
from ansinh.entitlement.answers import LISTED
from ansinh.rulebook.book import STATE, national_system

_HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of the reason: a rule, what it says here, its facts and figures, its article and how sure that is."""

    rule: Rule
    said: str
    facts: tuple[str, ...]
    figures: tuple[str, ...]
    references: tuple[str, ...]
    evidence: Evidence

    @property
    def label(self) -> str:
        """Return what the rule is called."""
        return self.rule.label

    @property
    def notes(self) -> tuple[str, ...]:
        """Return the facts, each with who recorded it, and the figures."""
        return (*self.facts, *self.figures)


@dataclass(frozen=True, slots=True)
class Right:
    """One programme for one person in a month.

    ``amount_vnd`` is None where it is unknown or the programme gives no money; ``received_vnd`` is what lists say is
    received, None where nothing is. ``missing`` are the facts without which it is unknown, in words.
    """

    programme: Programme
    answer: Answer
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    amount_vnd: int | None
    received_vnd: int | None

    @property
    def status(self) -> str:
        """Return yes, no or unknown."""
        return self.answer.status

    @property
    def compared(self) -> bool:
        """Return whether the programme is paid every month from a list, so that a list can be held against the law."""
        return self.programme.id in LISTED

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
    def given(self) -> list[Right]:
        """Return what the law gives, or may give."""
        return [each for each in self.rights if each.status != NO]

    @property
    def refused(self) -> list[Right]:
        """Return what it does not give."""
        return [each for each in self.rights if each.status == NO]

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


def rights_of(person: Person, *, month: date, known_on: date = STATE) -> Rights:
    """Return what the law gives a person in a month (its first day), by the law known on a day. Raises CannotRead."""
    system = confirmed_system(province=province_of(person.commune), on=timezone.localdate())
    on = last_day(month)
    read = household_of(person, system, on=on)
    desk, thing = Desk(system.month(f"{month:%Y-%m}", known_on=known_on)), read.thing_of(person.pk)
    origins = Origins(read, on=on)
    others = {f"m{at}": _called(each) for at, each in enumerate(read.persons, 1) if each.pk != person.pk}
    hidden = frozenset(
        f"m{at}"
        for at, each in enumerate(read.persons, 1)
        if each.pk != person.pk and not is_open_to(Work.LETTERS, each)
    )
    paid: dict[str, int] = {}
    running = Q(valid_to=None) | Q(valid_to__gt=month)
    for row in seen(Receipt).filter(running, person=person, valid_from__lte=on):
        paid[row.programme] = paid.get(row.programme, 0) + row.amount_vnd
    found = []
    for programme in system.programmes.values():
        answer = desk.answer(programme, read.thing if programme.entity == _HOUSEHOLD else thing)
        amount = answer.numbers.get("amount_vnd") if answer.status == YES else None
        missing = tuple(dict.fromkeys(said_path(read, path) for path in answer.missing))
        reasons = tuple(_reasons(answer.steps, origins, others, hidden))
        found.append(Right(programme, answer, reasons, missing, amount, paid.get(programme.id)))
    return Rights(person, month, known_on, tuple(found), read)


def said_path(read: Read, path: str) -> str:
    """Return a missing fact in words: "đang học của Đặng Văn Ân" for "m2.studying"."""
    system = national_system()
    who = path.partition(".")[0]
    whose = "hộ" if who == _HOUSEHOLD else _called(read.persons[int(who[1:]) - 1])
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


def _called(person: Person) -> str:
    return person.full_name if is_open_to(Work.LETTERS, person) else "một thành viên đang hạn chế xử lý"


def _reasons(
    steps: Sequence[Step], origins: Origins, others: Mapping[str, str], hidden: Collection[str]
) -> list[Reason]:
    """Return the rules that decided, what rests on others after them, each once.

    Of members whose data are restricted (``hidden``) it says that a fact counted, never what it is.
    """
    found: dict[tuple[str, str], Reason] = {}
    for top in steps:
        for step in reversed(list(top.walk())):
            if (step.rule.quiet and step.bounds == (0, 0)) or step.thing.path in hidden:
                continue
            facts = tuple(
                with_origin(f"{fact.label}{_of(fact.path, others)}: {fact.said}", origins.of(fact.path))
                if _whose(fact.path) not in hidden
                else f"{fact.label}{_of(fact.path, others)}"
                for fact in step.facts
            )
            figures = tuple(
                f"{used.label} {used.said}, áp dụng từ {used.value.applied_from:%d/%m/%Y} ({used.value.reference}"
                + (f"; {used.value.checked})" if used.value.checked else ")")
                for used in step.parameters
            )
            reason = Reason(step.rule, step.said, facts, figures, step.references, step.evidence)
            found.setdefault((step.rule.name, step.thing.path), reason)
    return list(found.values())


def _whose(path: str) -> str:
    return path.partition(".")[0]


def _of(path: str, others: Mapping[str, str]) -> str:
    """Return whose a fact is where it is another member's: " của Nguyễn Thị Vân"."""
    who = _whose(path)
    return f" của {others[who]}" if who in others else ""
