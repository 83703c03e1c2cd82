"""Roman numerals: chapters, quarters and groups of a plan are counted with them."""

from __future__ import annotations

import re

_FORM = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_STEPS = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def read_roman(text: str) -> int | None:
    """Return 4 for "IV"; None where the letters are no well-formed numeral."""
    raw = text.strip().upper()
    if not raw or len(raw) > 15 or not _FORM.fullmatch(raw):
        return None
    values = [_VALUES[letter] for letter in raw]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def write_roman(number: int) -> str:
    """Return "IV" for 4. The number lies between 1 and 3999; ValueError elsewhere."""
    if not 1 <= number <= 3999:
        raise ValueError(f"Số La Mã chỉ viết được từ 1 đến 3999, không viết được {number}.")
    parts = []
    for value, letters in _STEPS:
        times, number = divmod(number, value)
        parts.append(letters * times)
    return "".join(parts)
