"""Numbers typed only to fill a field that may not stay empty."""

from __future__ import annotations

_UP, _DOWN = "0123456789" * 3, "9876543210" * 3
_FEWEST = 6


def is_filler(text: str) -> bool:
    """Say whether a number is none: one digit over and over (000000000000), or digits counted off (123456789012)."""
    return (
        len(text) >= _FEWEST
        and text.isascii()
        and text.isdigit()
        and (len(set(text)) == 1 or text in _UP or text in _DOWN)
    )
