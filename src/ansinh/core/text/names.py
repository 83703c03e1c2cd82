"""The order of names in Vietnamese lists: people by given name first, all else word by word."""

from __future__ import annotations

import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACES = {letter: place for place, letter in enumerate(_ALPHABET, 100)}
# No tone, then huyền, hỏi, ngã, sắc, nặng: the order of the dictionary.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}

WordKey = tuple[tuple[int, ...], tuple[int, ...]]


def word_sort_key(word: str) -> WordKey:
    """Return the place of a word in the dictionary: letters first, then tones."""
    letters: list[int] = []
    tones: list[int] = []
    for letter in unicodedata.normalize("NFC", word).lower():
        decomposed = unicodedata.normalize("NFD", letter)
        tone = next((_TONES[mark] for mark in decomposed if mark in _TONES), 0)
        bare = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONES))
        # Signs and digits come before letters, foreign letters after them.
        letters.append(_PLACES.get(bare, ord(bare[0]) if bare and ord(bare[0]) < 100 else 1000 + ord((bare or " ")[0])))
        tones.append(tone)
    return tuple(letters), tuple(tones)


def name_sort_key(full_name: str) -> tuple[WordKey, ...]:
    """Return the key by which people are listed: "Nguyễn Văn An" stands under An, then Nguyễn, then Văn."""
    words = full_name.split()
    return tuple(word_sort_key(word) for word in [*words[-1:], *words[:-1]])


def title_sort_key(title: str) -> tuple[WordKey, ...]:
    """Return the key by which agencies and other things are listed: "Sở Nội vụ" stands under Sở, then Nội, then vụ."""
    return tuple(word_sort_key(word) for word in title.split())
