"""What the law is made of: facts of persons and households, rules with their references, programmes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ansinh.core.rules.expressions import Expr, Kind
from ansinh.core.rules.parameters import Evidence

NEVER = date(9999, 12, 31)
ALWAYS = date(1900, 1, 1)
MOST = 10**12


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that somebody records: its name in files and tables, its name for people, what it may be.

    ``choices`` are the words it may be; ``absent`` is what it is where a file says that what it does not list is
    no; ``most`` is the greatest number it may be. A fact with ``from_to`` is a day that may be known by its year only.
    """

    name: str
    label: str
    kind: Kind
    choices: tuple[str, ...] = ()
    absent: bool | int | str | date | None = None
    most: int = MOST
    from_to: bool = False
    of_list: bool = False
    """Whether it only says that a list or a group of facts of this name was recorded."""
    said: Mapping[str, str] = field(default_factory=dict)
    """The words of ``choices`` in Vietnamese."""

    @property
    def column(self) -> str:
        return self.name.replace(".", "_")


@dataclass(frozen=True, slots=True)
class Relation:
    """How one kind of thing leads to another: a person to the household, a household to its members.

    ``many`` relations are summed up, the others are read through. ``key`` is the column that holds the link: of the
    target's table for a many relation, of the own table for the others.
    """

    name: str
    target: str
    many: bool
    key: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of thing rules are about, its table, its facts and what it is linked to."""

    name: str
    table: str
    id_column: str
    facts: Mapping[str, Fact]
    relations: Mapping[str, Relation]


@dataclass(frozen=True, slots=True)
class Version:
    """A rule's formula from a day on, with the law it is taken from; ``formula`` None: repealed from that day."""

    formula: Expr | None
    references: tuple[str, ...]
    applied_from: date
    in_force_from: date
    evidence: Evidence = Evidence.PRIMARY
    checked: str = ""
    """Where two officials of a province read it in the official text; empty where nobody did."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One small named thing of the law: what it is about, what it says in words, and its formula over time."""

    name: str
    entity: str
    label: str
    kind: Kind
    versions: tuple[Version, ...]
    unit: str = ""
    """How its number is shown: vnd, coefficient, or nothing."""
    quiet: bool = False
    """Whether it is told only where it holds: an exception that does not apply is no reason."""
    said: Mapping[int, str] = field(default_factory=dict)
    """What its numbers stand for where they are no counts: 4 is "hộ nghèo"."""

    def at(self, *, last_day: date, known_on: date) -> Version | None:
        """Return the version for a month by its last day, of the law as known on a day."""
        fit = [each for each in self.versions if each.applied_from <= last_day and each.in_force_from <= known_on]
        return max(fit, key=lambda each: (each.applied_from, each.in_force_from), default=None)


@dataclass(frozen=True, slots=True)
class Programme:
    """What can be asked about: a right, where it stands, and which rules answer.

    ``level`` above 0 means yes. ``fields`` are further results by their names in the answer.
    """

    id: str
    label: str
    entity: str
    level: str
    fields: Mapping[str, str] = field(default_factory=dict)
    groups: str = ""
    """The rule a provincial group is added to, if any."""


@dataclass(slots=True)
class Thing:
    """One person, household, tie, title or event with what is recorded of it.

    ``facts`` hold values, pairs of days where only the year is known, and None for unknown; ``one`` and ``many`` the
    links. ``path`` names it in what is said of it: "m1", "household", "m1.merit[0]".
    """

    entity: str
    path: str
    facts: dict[str, Any]
    one: dict[str, Thing] = field(default_factory=dict)
    many: dict[str, list[Thing]] = field(default_factory=dict)
    said_as: dict[str, str] = field(default_factory=dict)
    """Facts by the names under which they were recorded, where those differ."""

    def path_of(self, fact: str) -> str:
        """Return where a fact of this stands: "m1.birth_date", "household.income_per_person_month_vnd"."""
        return f"{self.path}.{self.said_as.get(fact, fact)}"

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other
