"""What a citation means: the instrument, the place in it, or a word that points to one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Unit = Literal["tiết", "điểm", "khoản", "Điều", "tiểu mục", "Mục", "Chương", "Phần", "Phụ lục"]

UNITS: tuple[Unit, ...] = ("tiết", "điểm", "khoản", "Điều", "tiểu mục", "Mục", "Chương", "Phần", "Phụ lục")
"""From the narrowest to the broadest: "điểm a khoản 2 Điều 5 Chương II"."""


@dataclass(frozen=True, slots=True)
class Part:
    """One step of the way into an instrument: "khoản 2", or "Điều 5 đến Điều 7" with ``until`` "7"."""

    unit: Unit
    label: str
    until: str | None = None


Provision = tuple[Part, ...]
"""The way into an instrument from the narrowest part to the broadest."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A legal or guiding document: what kind, which number, of which day, of whom.

    ``name`` is the name of a law, or the words by which a document without number is cited.
    What the text does not say is None.
    """

    type: str | None = None
    number: str | None = None
    date: date | None = None
    issuer: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Pointer:
    """Words that point to an instrument or a part named elsewhere: "Kế hoạch này", "khoản này", "Quyết định nêu trên".

    ``what`` is a document type or a unit; ``word`` the word that points ("này", "nêu trên", …).
    """

    what: str
    word: str


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited: provisions of an instrument, or of something pointed to.

    ``other_readings`` keeps the instruments that the same words may also mean (a type that does not
    go with the symbol in the number).
    """

    instrument: Instrument | None = None
    provisions: tuple[Provision, ...] = ()
    pointer: Pointer | None = None
    other_readings: tuple[Instrument, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A citation in its place: characters ``start`` to ``end`` of the text, as printed.

    ``short_name`` is what the text says it will call the instrument ("sau đây gọi tắt là …").
    ``date_raw`` is the printed date, also where the calendar has no such day.
    """

    start: int
    end: int
    raw: str
    citation: Citation
    short_name: str | None = None
    date_raw: str | None = None
