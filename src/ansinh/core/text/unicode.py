"""One way of writing each Vietnamese letter, and one way of writing space."""

from __future__ import annotations

import unicodedata

# The Icelandic eth looks like Đ and is what some old converters wrote in its place.
_LOOKALIKES = str.maketrans({"Ð": "Đ", "ð": "đ"})


def nfc(text: str) -> str:
    """Return the text with each letter and its marks as one character, as official data keep it."""
    return unicodedata.normalize("NFC", text)


def nfd(text: str) -> str:
    """Return the text with marks apart from their letters, as some file systems and old files keep it."""
    return unicodedata.normalize("NFD", text)


def squeeze(text: str) -> str:
    """Return the text on one line: every run of blanks (also no-break ones) becomes one space."""
    return " ".join(text.split())


def mend_letters(text: str) -> str:
    """Return the text with look-alike letters put right ("Ðảng" written with the Icelandic letter)."""
    return text.translate(_LOOKALIKES)
