"""Numbers typed only to fill a field that may not stay empty."""

from __future__ import annotations

_UP, _DOWN = "0123456789" * 3, "9876543210" * 3
_FEWEST = 6


def is_filler(text: str) -> bool:
    """Say whether a number is none: one digit over and over (000000000000), or digits counted off (123456789012)."""
    if len(text) < _FEWEST or not text.isascii() or not text.isdigit():
        return False
    return text in _UP or text in _DOWN or text == text[0] * len(text)
