"""Text without diacritics, so that "tro cap" finds "trợ cấp"."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_BARRED = {"đ": "d", "Đ": "d", "ð": "d", "Ð": "d"}


@lru_cache(maxsize=4096)
def _base(letter: str) -> str:
    """Return one character for one character, so that places in the folded text stay true."""
    if letter in _BARRED:
        return _BARRED[letter]
    if letter.isspace():
        return " "
    plain = unicodedata.normalize("NFD", letter)[0].lower()
    return plain if len(plain) == 1 else letter


def fold(text: str) -> str:
    """Return the text as one types it in a hurry: no marks, đ as d, small letters.

    Blanks of every kind become a plain space; their number is kept.
    """
    plain = text if text.isascii() else unicodedata.normalize("NFC", text)
    return "".join(_base(c) for c in plain if not unicodedata.combining(c))


def fold_in_place(text: str) -> str:
    """Return the folded text with exactly as many characters as the text given.

    Used to search without marks and to show the hit with them. Marks that stand apart from their
    letter (NFD) stay where they are.
    """
    return "".join(map(_base, text))
