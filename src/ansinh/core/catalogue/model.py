"""Values of the catalogue: an indicator every plan may mean, the words of a plan, and what they were matched with."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any


class Relation(StrEnum):
    """What a plan's indicator is to the one of the catalogue."""

    SAME = "same"
    REWORDED = "reworded"
    NARROWER = "narrower"
    COMPOSITE = "composite"


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator of the catalogue, as the program brings it or as a coordinator changed it.

    ``components`` and ``disaggregations`` are codes; ``national_target`` says what is known of the level that
    the document above sets, in words. All other fields are text.
    """

    code: str
    name_vi: str
    name_en: str = ""
    sector: str = ""
    unit: str = ""
    kind: str = "ratio"
    direction: str = "up"
    numerator: str = ""
    denominator: str = ""
    definition_source: str = ""
    per: str = ""
    disaggregations: tuple[str, ...] = ()
    frequency: str = ""
    time_axis: str = ""
    place_axis: str = ""
    merger_rule: str = ""
    source: str = ""
    national_target: str = ""
    notes: str = ""
    computability: str = ""
    components: tuple[str, ...] = ()

    def as_values(self) -> dict[str, Any]:
        """Return every field but the code, lists as lists, as they are kept in the table."""
        found = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "code"}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


@dataclass(frozen=True, slots=True)
class Dimension:
    """A part of the people or the land that a plan sets a target for by itself: "Nông thôn"."""

    code: str
    name_vi: str


@dataclass(frozen=True, slots=True)
class Parts:
    """One way of breaking figures down: its parts, and whether they are all there is ("nam" and "nữ" are everybody)."""

    code: str
    name_vi: str
    dimensions: tuple[str, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Alias:
    """Words under which some plan prints an indicator of the catalogue; ``learnt_from`` names that plan."""

    wording: str
    code: str
    parent: str = ""
    relation: str = Relation.SAME
    learnt_from: str = ""


@dataclass(frozen=True, slots=True)
class ParentTarget:
    """A level that a document above the plans sets, with how far its source can be trusted.

    ``scope`` is "parent" for the resolution the plans carry out, "other" for any other document.
    """

    code: str
    document: str
    indicator_vi: str
    unit: str
    year: int | None
    comparator: str
    low: str
    high: str
    evidence: str
    scope: str
    source_url: str
    note: str


@dataclass(frozen=True, slots=True)
class Wording:
    """What a plan prints of one indicator: its name and all that tells it from others."""

    name: str
    dimension: str = ""
    parent: str = ""
    sentence: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An indicator of the catalogue that reads much alike and is another, with the reason in words."""

    code: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Match:
    """What a wording was matched with: code and dimension, or no code; and which look-alikes were refused.

    ``confidence`` runs from 0 to 1; 1 is a wording known letter by letter.
    """

    code: str | None
    dimension: str | None = None
    relation: str = Relation.SAME
    confidence: float = 0.0
    near: tuple[NearMiss, ...] = field(default=())
