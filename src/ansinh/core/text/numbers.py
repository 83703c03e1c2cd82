"""Numbers as Vietnam writes them: a dot between thousands, a comma before decimals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_BETWEEN = re.compile(r"\s*(?:-|–|—|đến|tới)\s*", re.IGNORECASE)
_MAX_DIGITS = 30


@dataclass(frozen=True, slots=True)
class NumberToken:
    """A number as it stands in a text: where, how printed, and its value."""

    start: int
    end: int
    raw: str
    value: Decimal


def read_number(text: str) -> Decimal | None:
    """Return the value of one printed number, or None where it is not a number.

    "48.749" is 48749 and "97,5" is 97.5. A dot that cannot part thousands ("0.7", "12.5") is read
    as a decimal point, several commas that part thousands ("1,234,567") as such.
    """
    raw = text.strip()
    sign = 1
    if raw[:1] in "-−" and raw[1:2].isascii() and raw[1:2].isdigit():
        sign, raw = -1, raw[1:]
    if not _NUMBER.fullmatch(raw) or len(raw) > _MAX_DIGITS:
        return None
    plain = _plain(raw)
    return None if plain is None else sign * Decimal(plain)


def _plain(raw: str) -> str | None:
    dots, commas = raw.count("."), raw.count(",")
    if not dots and not commas:
        return raw
    if commas == 1:
        whole, _, rest = raw.partition(",")
        if "." in rest:
            # "1,234.5": the comma parts thousands and the dot decimals, as in English.
            head, _, tail = rest.partition(".")
            return f"{whole}{head}.{tail}" if len(head) == 3 and len(whole) <= 3 and "." not in tail else None
        joined = _thousands(whole, ".") if dots else whole
        return None if joined is None else f"{joined}.{rest}"
    if commas > 1:
        whole, _, rest = raw.partition(".")
        joined = _thousands(whole, ",")
        if joined is None or "," in rest or "." in rest:
            return None
        return f"{joined}.{rest}" if rest else joined
    joined = _thousands(raw, ".")
    if joined is not None:
        return joined
    return raw if dots == 1 else None


def _thousands(raw: str, mark: str) -> str | None:
    first, *others = raw.split(mark)
    if not 1 <= len(first) <= 3 or first[0] == "0" or any(len(group) != 3 for group in others):
        return None
    return "".join([first, *others])


def read_range(text: str) -> tuple[Decimal, Decimal] | None:
    """Return both ends of "1-1,5", "từ 3 đến 5" or "70 - 80"; None where the text is no range."""
    raw = text.strip()
    if raw[:2].lower() == "từ":
        raw = raw[2:].strip()
    first = _NUMBER.match(raw)
    if not first:
        return None
    between = _BETWEEN.match(raw, first.end())
    if not between:
        return None
    low, high = read_number(first.group()), read_number(raw[between.end() :])
    return None if low is None or high is None else (low, high)


def find_numbers(text: str) -> tuple[NumberToken, ...]:
    """Return every number that stands in the text, in order. A full stop after it is not part of it."""
    found = []
    for match in _NUMBER.finditer(text):
        value = read_number(match.group())
        if value is not None:
            found.append(NumberToken(match.start(), match.end(), match.group(), value))
    return tuple(found)


def write_number(value: Decimal | int, *, decimals: int | None = None) -> str:
    """Return the number as it is printed in Vietnam: 1234567.8 becomes "1.234.567,8".

    Without ``decimals`` only the decimals that say something are printed.
    """
    number = Decimal(value)
    text = f"{number:,.{decimals}f}" if decimals is not None else f"{number:,f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))
