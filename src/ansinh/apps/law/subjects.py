"""What of the law is not read in an official text yet: dated values and versions, each with the instruments to read it in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from ansinh.apps.law.models import CheckKind
from ansinh.apps.law.selectors.book import bare, instrument_name, numbers_in, programme_of
from ansinh.apps.law.words import NO_LONGER, say_value
from ansinh.core.law.known import known_instruments
from ansinh.core.rules.expressions import Gap
from ansinh.core.rules.fingerprint import value_digest, version_digest
from ansinh.core.rules.model import Rule, Version
from ansinh.core.rules.parameters import CAVEATS, DatedValue, Evidence, Parameter
from ansinh.core.rules.wording import in_words
from ansinh.rulebook.book import national_system

Place = tuple[str, str, date, date]
"""Which dated thing: kind, key, applied from, in force from."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One dated value or version that has to be read in an official text.

    ``said`` is what the rulebook says; ``instruments`` are the numbers of the texts in which it can be read: those of its
    references, or, where an older rule goes on, those in force from its day.
    """

    kind: str
    key: str
    label: str
    dated: DatedValue | Version
    said: str
    digest: str
    instruments: tuple[str, ...]
    parameter: Parameter | None
    rule: Rule | None

    @property
    def place(self) -> Place:
        """Return which dated thing it is."""
        return self.kind, self.key, self.dated.applied_from, self.dated.in_force_from

    @property
    def references(self) -> tuple[str, ...]:
        """Return where the rulebook says that it stands."""
        return self.dated.references if isinstance(self.dated, Version) else (self.dated.reference,)

    @property
    def is_table(self) -> bool:
        """Whether it is a table, read row by row."""
        return isinstance(self.dated, DatedValue) and isinstance(self.dated.value, Mapping)

    @property
    def evidence(self) -> Evidence:
        """Return how it is known."""
        return self.dated.evidence

    @property
    def caveat(self) -> str:
        """Return what is not sure of it."""
        return CAVEATS[self.dated.evidence]

    @property
    def instrument_names(self) -> str:
        """Return the texts in which it can be read, in words."""
        return " hoặc ".join(instrument_name(each) for each in self.instruments)

    @property
    def goes_on(self) -> bool:
        """Whether it is an older rule that goes on under a newer instrument, in which it has to be read that it does."""
        return not self.own_instruments & set(self.instruments)

    @property
    def own_instruments(self) -> frozenset[str]:
        """Return the instruments that its references name."""
        return frozenset(number for each in self.references for number in numbers_in(each))

    @property
    def programme(self) -> str:
        """Return the programme it belongs to."""
        found = programme_of(self.key)
        return found.label if found is not None else ""


@cache
def list_subjects() -> tuple[Subject, ...]:
    """Return everything that is not read in an official text, in the order of the rulebook."""
    return tuple(_subjects())


@cache
def subjects_by_place() -> Mapping[Place, Subject]:
    """Return the same by place."""
    return {each.place: each for each in list_subjects()}


def find_subject(*, kind: str, key: str, applied_from: date, in_force_from: date) -> Subject | None:
    """Return one of them; None where there is none, or the rulebook has it from the official text itself."""
    return subjects_by_place().get((kind, key, applied_from, in_force_from))


def _subjects() -> Iterator[Subject]:
    system = national_system()
    for parameter in system.parameters:
        for value in parameter.values:
            if value.evidence in CAVEATS:
                yield Subject(
                    CheckKind.PARAMETER.value, parameter.id, parameter.label, value, say_value(parameter, value.value),
                    value_digest(parameter, value), _instruments((value.reference,), value), parameter, None,
                )  # fmt: skip
    for rule in system.rules.values():
        for version in rule.versions:
            # What only says that an older law is not at hand has nothing that could be read anywhere.
            if version.evidence in CAVEATS and not isinstance(version.formula, Gap):
                words = NO_LONGER if version.formula is None else bare(in_words(system, version.formula, rule.entity))
                yield Subject(
                    CheckKind.RULE.value, rule.name, rule.label, version, words,
                    version_digest(rule, version), _instruments(version.references, version), None, rule,
                )  # fmt: skip


def _instruments(references: tuple[str, ...], dated: DatedValue | Version) -> tuple[str, ...]:
    own = tuple(dict.fromkeys(number for each in references for number in numbers_in(each)))
    known = known_instruments()
    days = [known[number].in_force_from for number in own]
    if any(day is None or day >= dated.in_force_from for day in days):
        return own
    # An older rule that goes on: whether it does is said by the instrument that came, not by the older one.
    newer = tuple(number for number, each in known.items() if each.in_force_from == dated.in_force_from)
    # Where it stands is not known either for what is written from memory.
    return (*own, *newer) if dated.evidence is Evidence.MEMORY or not newer else newer
