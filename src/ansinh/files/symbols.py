"""Signs stored as pictures of a symbol font: "≥" and "☑" in Word files are often such."""

from __future__ import annotations

# Adobe's Symbol encoding and Microsoft's Wingdings, only the signs that carry meaning in a plan.
_SYMBOL = {
    0xA3: "≤",
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xB7: "-",
    0xB9: "≠",
    0xBB: "≈",
    0xAE: "→",
    0xDE: "→",
    0x2B: "+",
    0x2D: "-",
    0x3C: "<",
    0x3D: "=",
    0x3E: ">",
}
_WINGDINGS = {
    0xFC: "x",
    0xFE: "x",
    0xFD: "x",
    0x78: "x",
    0xA8: "",
    0x6F: "",
    0xA7: "-",
    0xD8: "-",
    0x9F: "-",
    0x76: "-",
}
_PRIVATE = range(0xF000, 0xF100)


def symbol_text(text: str, *, font: str) -> str:
    """Return text with the signs of symbol fonts as ordinary characters; all else unchanged.

    ``font`` is the font the text is set in. Characters of the private area F000-F0FF are read by the
    Symbol table unless the font is a Wingdings.
    """
    named = font.lower()
    wingdings = named.startswith(("wingdings", "webdings"))
    if wingdings:
        return "".join(
            _WINGDINGS.get(ord(character) & 0xFF, "-") if character.strip() else character for character in text
        )
    if named == "symbol":
        return "".join(_one(character) if ord(character) in _PRIVATE else character for character in text)
    if not any(ord(character) in _PRIVATE for character in text):
        return text
    return "".join(_one(character) for character in text)


def _one(character: str) -> str:
    code = ord(character)
    return _SYMBOL.get(code & 0xFF, "-") if code in _PRIVATE else character
