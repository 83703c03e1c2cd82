"""Text typed for the fonts used before Unicode (.VnTime, VNI-Times), which reads as nonsense today."""

from __future__ import annotations

import re

_UNICODE_VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯ\u1EA0-\u1EF9]")
# Signs that TCVN3 puts in the place of letters and that no Vietnamese or French word holds.
_TCVN3 = re.compile(
    r"[®§µ¸¶·¹¨»¾¼½©ª«¬\u00ad][A-Za-zÀ-ÿ]|[A-Za-z][®µ¸¶·¹¨»¾¼½©ª«¬\u00ad]"
    # A capital inside a word of small letters: "ViÖt", "nghÜa", "lËp", "hßa".
    r"|[a-z][Æ-ß]"
)
# VNI writes a letter and then its mark as a second letter: "Vieät", "hoøa", "nhaân daân".
_VNI = re.compile(r"[aeouyAEOUYöôÖÔ][øùûõïâáàåãäêéèúüëØÙÛÕÏÂÁÀÅÃÄÊÉÈÚÜË]|[ñÑ][aeiouöôAEIOUÖÔ]")
_ENOUGH_WORDS = 5
_ENOUGH_SIGNS = 3
_SAMPLE = 20_000


def looks_like_tcvn3(text: str) -> bool:
    """Return whether the text was typed for a TCVN3 font ("Céng hßa x· héi chñ nghÜa ViÖt Nam")."""
    return _mostly(_TCVN3, text)


def looks_like_vni(text: str) -> bool:
    """Return whether the text was typed for a VNI font ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam")."""
    return _mostly(_VNI, text)


def _mostly(pattern: re.Pattern[str], text: str) -> bool:
    sample = text[:_SAMPLE]
    words = sample.split()
    if len(words) < _ENOUGH_WORDS:
        return False
    # One sign alone also stands in foreign words ("naïf", "où"); a whole text uses many.
    if len({match.group() for word in words for match in pattern.finditer(word)}) < _ENOUGH_SIGNS:
        return False
    odd = sum(1 for word in words if pattern.search(word))
    true = sum(1 for word in words if _UNICODE_VIETNAMESE.search(word))
    return odd >= 0.2 * len(words) and odd > 3 * true
