"""Words of an indicator in one form: spelling, abbreviations and synonyms put alike, so that wordings can be compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from ansinh.core.catalogue.rows import rows
from ansinh.core.text import mend_letters

Words = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+")
_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_FINAL_Y = re.compile(r"^[^aeiouwy\u0300-\u036f]+y([\u0300-\u036f]*)$")


@lru_cache(maxsize=8192)
def syllable(word: str) -> str:
    """Return a word with its tone mark at the end and a lone final y as i: "hoá" and "hóa", "sỹ" and "sĩ" are one."""
    letters = unicodedata.normalize("NFD", word.lower())
    tone = "".join(c for c in letters if c in _TONES)
    bare = "".join(c for c in letters if c not in _TONES)
    short = _FINAL_Y.match(bare)
    if short:
        bare = bare.replace("y", "i")
    return bare + tone


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Words written one way and meant another, the openings of mere examples, and words that carry no meaning."""

    meant: dict[Words, Words]
    longest: int
    elaborations: tuple[Words, ...]
    empty: frozenset[str]


@cache
def load_synonyms() -> Synonyms:
    """Return abbreviations and synonyms as they come with the program."""
    known = rows("synonyms.csv")
    meant = {phrase(row["written"]): phrase(row["meant"]) for row in known if row["kind"] == "same"}
    return Synonyms(
        meant=meant,
        longest=max(map(len, meant)),
        elaborations=tuple(phrase(row["written"]) for row in known if row["kind"] == "example"),
        empty=frozenset(word for row in known if row["kind"] == "empty" for word in phrase(row["written"])),
    )


def words(text: str) -> Words:
    """Return the syllables of a text in comparable form, with abbreviations written out and synonyms put alike."""
    plain = _THOUSANDS.sub("", mend_letters(unicodedata.normalize("NFC", text)))
    return _replace(tuple(syllable(match.group()) for match in _WORD.finditer(plain)), load_synonyms())


def phrase(text: str) -> Words:
    """Return the syllables of a phrase of the data files; no synonym is put in."""
    return tuple(syllable(match.group()) for match in _WORD.finditer(_THOUSANDS.sub("", text)))


def _replace(found: Words, synonyms: Synonyms) -> Words:
    out: list[str] = []
    at = 0
    while at < len(found):
        for length in range(min(synonyms.longest, len(found) - at), 0, -1):
            meant = synonyms.meant.get(found[at : at + length])
            if meant is not None:
                out.extend(meant)
                at += length
                break
        else:
            out.append(found[at])
            at += 1
    return tuple(out)


def without_elaboration(found: Words) -> Words:
    """Return the words before "đặc biệt là …": what follows names examples, it does not narrow the measure."""
    for start in load_synonyms().elaborations:
        for at in range(len(found) - len(start) + 1):
            if at and found[at : at + len(start)] == start:
                return found[:at]
    return found
