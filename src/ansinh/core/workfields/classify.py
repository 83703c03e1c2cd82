"""Proposes the field of work of a task or indicator from its words; where they do not tell, it says so."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

from ansinh.core.text.folding import fold_in_place

_BLANKS = re.compile(r"\s+")


class Strength(IntEnum):
    """How much a word tells: a hint makes a field possible, a group of people or an act names it."""

    HINT = 1
    GROUP = 2
    ACT = 3


@dataclass(frozen=True, slots=True)
class Field:
    """One field of work.

    ``covers`` are fields whose groups of people its acts may name without doubt, ``over`` those it is a part of.
    """

    code: str
    label: str
    words: Mapping[str, Strength]
    covers: frozenset[str]
    over: frozenset[str]


@dataclass(frozen=True, slots=True)
class FieldHit:
    """A stretch of the text that speaks for a field; ``start`` and ``end`` count characters of the text given."""

    code: str
    words: str
    strength: Strength
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FieldGuess:
    """What the words say: the field, or None with the fields that are possible, most likely first."""

    code: str | None
    candidates: tuple[str, ...]
    hits: tuple[FieldHit, ...]
    doubts: tuple[str, ...] = ()

    def words_for(self, code: str) -> tuple[str, ...]:
        """Return the printed words that speak for a field, each once."""
        return tuple(dict.fromkeys(hit.words for hit in self.hits if hit.code == code))


@dataclass(frozen=True, slots=True)
class _Words:
    fields: tuple[Field, ...]
    pattern: re.Pattern[str]
    meaning: Mapping[str, tuple[tuple[str, Strength], ...]]
    doubts: frozenset[str]


def _plain(words: str) -> str:
    return _BLANKS.sub(" ", fold_in_place(words)).strip()


@lru_cache(maxsize=1)
def _words() -> _Words:
    raw = tomllib.loads((resources.files(__package__) / "data" / "fields.toml").read_text("utf-8"))
    fields, meaning = [], dict[str, list[tuple[str, Strength]]]()
    strengths = (("acts", Strength.ACT), ("groups", Strength.GROUP), ("hints", Strength.HINT))
    for row in raw["field"]:
        told = {_plain(word): strength for name, strength in strengths for word in row.get(name, ())}
        covers, over = frozenset(row.get("covers", ())), frozenset(row.get("over", ()))
        fields.append(Field(row["code"], row["label"], MappingProxyType(told), covers, over))
        for word, strength in told.items():
            meaning.setdefault(word, []).append((row["code"], strength))
    doubts = frozenset(_plain(word) for word in raw["doubt"])
    every = sorted({*meaning, *doubts, *(_plain(word) for word in raw["whole"])}, key=lambda word: (-len(word), word))
    # The longest stretch is taken first, so that a part of it ("việc làm" in "làm việc làm thêm") is not read again.
    parts = (re.escape(word).replace(r"\ ", r"\s+") for word in every)
    pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})(?![^\W_])")
    return _Words(tuple(fields), pattern, {word: tuple(codes) for word, codes in meaning.items()}, doubts)


FIELDS: tuple[Field, ...] = _words().fields
_BY_CODE = {field.code: field for field in FIELDS}


def field_label(code: str) -> str:
    """Return how officials call a field; a code that is not known is shown as it is."""
    return _BY_CODE[code].label if code in _BY_CODE else code


def classify_field(text: str, *, context: str = "", among: Collection[str] | None = None) -> FieldGuess:
    """Return the field of work that the words of a task tell, with the words that led to it.

    text: what is to be done. context: heading or product; it makes a field possible, never sure. among: codes of
    the fields in question (those by which an agency's functions were divided); words of others are passed over.
    Two fields that are both named, or a mark of doubt, give None with both as candidates.
    """
    return _classify(text, context, frozenset(among) if among is not None else None)


@lru_cache(maxsize=4000)
def _classify(text: str, context: str, among: frozenset[str] | None) -> FieldGuess:
    """A plan's words are asked about whenever a page shows who has its rows; they do not change."""
    hits, doubts = _find(text, among)
    around = [FieldHit(hit.code, hit.words, Strength.HINT, hit.start, hit.end) for hit in _find(context, among)[0]]
    decided = None if doubts else _decide(hits)
    return FieldGuess(decided, _rank((*hits, *around), decided), tuple(hits) or tuple(around), doubts)


def _find(text: str, among: Collection[str] | None) -> tuple[list[FieldHit], tuple[str, ...]]:
    words = _words()
    hits, doubts = [], []
    for match in words.pattern.finditer(fold_in_place(text)):
        found = _BLANKS.sub(" ", match[0])
        printed = _BLANKS.sub(" ", text[match.start() : match.end()])
        if found in words.doubts:
            doubts.append(printed)
        for code, strength in words.meaning.get(found, ()):
            if among is None or code in among:
                hits.append(FieldHit(code, printed, strength, match.start(), match.end()))
    return hits, tuple(dict.fromkeys(doubts))


def _decide(hits: Iterable[FieldHit]) -> str | None:
    """Return the one field that is named; None where none is, or where another is named beside it."""
    best: dict[str, Strength] = {}
    for hit in hits:
        best[hit.code] = max(hit.strength, best.get(hit.code, hit.strength))
    # Records and programs belong to the field they are about; alone they are a field of their own.
    named = {code: strength for code, strength in best.items() if strength > Strength.HINT}
    if "digital" in named and len(named) > 1 and named["digital"] == Strength.GROUP:
        del named["digital"]
    if not named:
        return None
    top = max(named.values())
    first = [code for code, strength in named.items() if strength == top]
    sure = [code for code in first if all(_allows(code, other, said) for other, said in named.items())]
    return sure[0] if len(sure) == 1 else None


def _allows(code: str, other: str, strength: Strength) -> bool:
    """Say whether a text of one field may name another one without doubt."""
    field = _BY_CODE[code]
    return other == code or other in field.over or (other in field.covers and strength == Strength.GROUP)


def _rank(hits: Iterable[FieldHit], decided: str | None) -> tuple[str, ...]:
    score: dict[str, int] = {}
    for hit in hits:
        score[hit.code] = score.get(hit.code, 0) + {1: 1, 2: 3, 3: 9}[int(hit.strength)]
    order = sorted(score, key=lambda code: (code != decided, -score[code]))
    return tuple(order)
