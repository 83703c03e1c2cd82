"""What the national population database may say about a person, and nothing else: it confirms or proposes, never overwrites."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

FIELDS = ("full_name", "birth_date", "sex", "death_date")
LABELS = {"full_name": "họ tên", "birth_date": "ngày sinh", "sex": "giới tính", "death_date": "ngày chết"}
SEXES = ("male", "female")


@dataclass(frozen=True, slots=True)
class Question:
    """What we hold about a person and want held against the database; None where we do not know it.

    ``birth_date`` is a day ("1984-03-09") or, where only that is known, a year ("1984").
    """

    personal_id: str
    full_name: str
    birth_date: str | None = None
    sex: str | None = None
    death_date: str | None = None

    def __repr__(self) -> str:
        return f"Question({self.personal_id[:3]}…)"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A field that the database has otherwise: our value, theirs. A person decides."""

    field: str
    ours: str | None
    theirs: str


@dataclass(frozen=True, slots=True)
class Confirms:
    """All that the database told is as we hold it; ``untold`` are the fields it said nothing about."""

    untold: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposes:
    """The database has some fields otherwise; ours stand until a person takes a proposal."""

    proposals: tuple[Proposal, ...]
    untold: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """The database has nobody of that number."""


@dataclass(frozen=True, slots=True)
class Later:
    """No usable answer now: why, in a sentence for the officer, when to ask again, and the ticket to ask with, if any."""

    sentence: str
    after_seconds: int
    ticket: str = ""


Answer = Confirms | Proposes | Unknown | Later


class UnusableAnswer(Exception):
    """An answer that is not about the person asked for, or not in the form agreed."""


def judge(question: Question, record: Any) -> Confirms | Proposes:
    """Return what a record of the database means for what we hold. Raises UnusableAnswer.

    Fields left out or null are untold. Names are compared without regard to capitals and blanks; marks count.
    """
    if not isinstance(record, Mapping) or record.get("personal_id") != question.personal_id:
        raise UnusableAnswer("bản ghi của một số định danh khác")
    proposals, untold = [], []
    for field in FIELDS:
        theirs, ours = record.get(field), getattr(question, field)
        if theirs is None:
            # A death that nobody recorded is no silence: most people live.
            if field != "death_date" or ours is not None:
                untold.append(field)
            continue
        if not isinstance(theirs, str) or not _is_sound(field, theirs):
            raise UnusableAnswer(f"{LABELS[field]} không đúng dạng")
        if ours is None or not _is_same(field, ours, theirs):
            proposals.append(Proposal(field, ours, theirs))
    return Proposes(tuple(proposals), tuple(untold)) if proposals else Confirms(tuple(untold))


def _is_sound(field: str, value: str) -> bool:
    if field == "sex":
        return value in SEXES
    if field == "full_name":
        return 0 < len(value) <= 100 and value.isprintable()
    if field == "birth_date" and len(value) == 4:
        return value.isascii() and value.isdigit()
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_same(field: str, ours: str, theirs: str) -> bool:
    if field == "full_name":
        return _key(ours) == _key(theirs)
    # A year alone says less, and is confirmed by a day of that year only as far as it goes: the day is proposed.
    return ours == theirs or (field == "birth_date" and len(theirs) == 4 and ours.startswith(theirs))


def _key(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
