"""The rulebook in the order in which an official reads it: programmes, their rules from the result down, their figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from ansinh.core.law import read_citation
from ansinh.core.law.known import known_instruments
from ansinh.core.rules.expressions import Gap, Lookup, Param, RuleRef, walk
from ansinh.core.rules.model import Programme, Rule, Version
from ansinh.core.rules.parameters import DatedValue, Parameter
from ansinh.core.rules.system import System
from ansinh.core.rules.wording import in_words
from ansinh.rulebook.book import folders, national_system


@dataclass(frozen=True, slots=True)
class VersionRead:
    """One version of a rule for reading: its words, empty where it is repealed or not at hand; until when it counts."""

    version: Version
    words: str
    until: date | None
    is_current: bool

    @property
    def is_repealed(self) -> bool:
        """Whether the rule ends with it."""
        return self.version.formula is None

    @property
    def is_missing(self) -> bool:
        """Whether it only says that an older law is not at hand."""
        return isinstance(self.version.formula, Gap)

    @property
    def is_backdated(self) -> bool:
        """Whether people are entitled from a day before the instrument took effect."""
        return self.version.applied_from < self.version.in_force_from


@dataclass(frozen=True, slots=True)
class RuleRead:
    """One rule for reading: its versions, the one of the day asked for, what it calls and what calls it."""

    rule: Rule
    versions: tuple[VersionRead, ...]
    calls: tuple[Rule, ...]
    parameters: tuple[Parameter, ...]

    @property
    def current(self) -> VersionRead | None:
        """Return the version of the day asked for; None before its first."""
        return next((each for each in self.versions if each.is_current), None)


@dataclass(frozen=True, slots=True)
class ProgrammeRead:
    """One programme for reading: rules from its result down, each once, and the instruments they stand in."""

    programme: Programme
    rules: tuple[RuleRead, ...]
    instruments: tuple[str, ...]

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Return the figures that its rules use, in the order of use."""
        return tuple({each.id: each for rule in self.rules for each in rule.parameters}.values())


def read_programme(system: System, programme: Programme, *, on: date) -> ProgrammeRead:
    """Return a programme with its rules as of a day."""
    rules = tuple(read_rule(system, system.rules[name], on=on) for name in rules_below(programme.id))
    cited = [ref for each in rules for version in each.versions for ref in version.version.references]
    return ProgrammeRead(programme, rules, tuple(dict.fromkeys(number for ref in cited for number in numbers_in(ref))))


def read_rule(system: System, rule: Rule, *, on: date) -> RuleRead:
    """Return a rule with its versions in words, the newest first."""
    current = rule.at(last_day=on, known_on=on)
    later: date | None = None
    read = []
    for each in reversed(rule.versions):
        words = "" if each.formula is None else in_words(system, each.formula, rule.entity)
        read.append(VersionRead(each, bare(words), later, each is current))
        later = each.applied_from
    names, figures = _used(rule)
    return RuleRead(
        rule,
        tuple(read),
        tuple(system.rules[name] for name in names),
        tuple(system.parameters[each] for each in figures),
    )


def bare(words: str) -> str:
    """Return a formula's words without the brackets around the whole."""
    if not (words.startswith("(") and words.endswith(")")):
        return words
    depth = 0
    for at, sign in enumerate(words):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and at < len(words) - 1:
            return words
    return words[1:-1]


@cache
def rules_below(programme: str) -> tuple[str, ...]:
    """Return the rules of a programme, each before those it calls first, each once."""
    system = national_system()
    asked = system.programmes[programme]
    found: dict[str, None] = {}

    def down(name: str) -> None:
        if name not in found:
            found[name] = None
            for called in _used(system.rules[name])[0]:
                down(called)

    for name in dict.fromkeys([asked.level, *asked.fields.values()]):
        down(name)
    return tuple(found)


@cache
def homes() -> Mapping[str, tuple[str, ...]]:
    """Return in which programmes a rule or a parameter counts, the first its own; by name or id."""
    system = national_system()
    found: dict[str, list[str]] = {}
    for programme in system.programmes:
        for name in rules_below(programme):
            for key in (name, *_used(system.rules[name])[1]):
                if programme not in found.setdefault(key, []):
                    found[key].append(programme)
    written = folders()
    # Its own programme first: the one beside whose rules it is written.
    return {key: tuple(sorted(places, key=lambda each: written[each] != written[key])) for key, places in found.items()}


def programme_of(key: str) -> Programme | None:
    """Return the programme to which a rule or parameter belongs first; None where no rule uses it yet."""
    places = homes().get(key, ())
    return national_system().programmes[places[0]] if places else None


@cache
def callers(name: str) -> tuple[Rule, ...]:
    """Return the rules that call a rule."""
    return tuple(each for each in national_system().rules.values() if name in _used(each)[0])


@cache
def users_of(parameter: str) -> tuple[Rule, ...]:
    """Return the rules that use a parameter."""
    return tuple(each for each in national_system().rules.values() if parameter in _used(each)[1])


def numbers_in(reference: str) -> Iterator[str]:
    """Yield the number of the instrument that a reference names."""
    citation = read_citation(reference)
    if citation is not None and citation.instrument is not None and citation.instrument.number:
        yield citation.instrument.number


def instrument_name(number: str) -> str:
    """Return how an instrument is called: "Nghị định số 20/2021/NĐ-CP"."""
    known = known_instruments().get(number)
    return f"{known.instrument.type} số {number}" if known is not None else number


def value_until(parameter: Parameter, value: DatedValue) -> date | None:
    """Return the day from which the next value counts; None for the last."""
    at = parameter.values.index(value)
    return parameter.values[at + 1].applied_from if at + 1 < len(parameter.values) else None


def _used(rule: Rule) -> tuple[tuple[str, ...], tuple[str, ...]]:
    rules: dict[str, None] = {}
    figures: dict[str, None] = {}
    for version in rule.versions:
        for part in walk(version.formula) if version.formula is not None else ():
            if isinstance(part, RuleRef):
                rules[part.name] = None
            elif isinstance(part, Param | Lookup):
                figures[part.id] = None
    return tuple(rules), tuple(figures)
