"""Whether a word can be a Vietnamese syllable at all: how it may begin, end and carry its tone."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from ansinh.core.plandoc.findings.words import listed

_TONES = {"\u0300": "f", "\u0301": "s", "\u0303": "x", "\u0309": "r", "\u0323": "j"}
_ONSETS = ("ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", *"bcdđghklmnprstvx")
_BEFORE_FRONT = {"c": "k", "g": "gh", "ng": "ngh"}


@lru_cache(maxsize=1)
def _rimes() -> frozenset[str]:
    return frozenset(rime for line in listed("rimes.txt") for rime in line.split())


@lru_cache(maxsize=1)
def loanwords() -> frozenset[str]:
    """Return words of foreign origin that are written joined and are no error."""
    return frozenset(word for line in listed("loanwords.txt") for word in line.split())


@lru_cache(maxsize=20000)
def is_syllable(word: str) -> bool:
    """Return whether the small-letter word is a possible Vietnamese syllable."""
    tone, letters = "", []
    for letter in unicodedata.normalize("NFD", word):
        if letter in _TONES:
            if tone:
                return False
            tone = _TONES[letter]
        else:
            letters.append(letter)
    plain = unicodedata.normalize("NFC", "".join(letters))
    if plain.endswith(("c", "ch", "p", "t")) and tone not in ("s", "j"):
        return False
    return any(
        plain.startswith(onset) and plain[len(onset) :] in _rimes() and _fits(onset, plain[len(onset) :])
        for onset in ("", *_ONSETS)
    ) or plain in ("gi", "gin", "giêng", "giêt", "giêc")


def _fits(onset: str, rime: str) -> bool:
    front = rime[0] in "ieê" or rime == "y"
    if onset in ("c", "g", "ng"):
        return not front
    if onset in ("k", "gh", "ngh"):
        return front
    return True
