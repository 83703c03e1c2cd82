"""Words that point: "Kế hoạch này", "Nghị định nêu trên", "khoản này"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ansinh.core.law.model import UNITS, Pointer
from ansinh.core.law.vocabulary import alternatives, document_types, type_named

_WORDS = r"này|nêu\s+trên|nói\s+trên|kể\s+trên|trên\s+đây|dẫn\s+trên|đã\s+nêu|đó"
_SHOUTED = r"NÀY|NÊU\s+TRÊN|NÓI\s+TRÊN|KỂ\s+TRÊN|ĐÓ"
_UNITS = {unit.casefold(): unit for unit in UNITS}


@dataclass(frozen=True, slots=True)
class PointerSeen:
    """Words that point, in their place."""

    start: int
    end: int
    pointer: Pointer


@cache
def _pattern() -> re.Pattern[str]:
    """Spelled out in the three ways of writing, which is quicker than a pattern blind to capitals."""
    types = [spelling for kind in document_types() for spelling in (kind.name, kind.name.upper())]
    units = [spelling for unit in UNITS for spelling in (unit, unit.lower(), unit.capitalize(), unit.upper())]
    return re.compile(rf"(?<!\w)(?P<what>{alternatives([*types, *units])})\s+(?P<word>{_WORDS}|{_SHOUTED})(?!\w)")


def find_pointers(text: str) -> list[PointerSeen]:
    """Return the words that point to a document or a part of one, in order.

    A document is written with a capital where it is meant as such ("Kế hoạch này"); parts are not.
    """
    found = []
    for match in _pattern().finditer(text):
        what = " ".join(match["what"].split())
        unit = _UNITS.get(what.casefold())
        if unit is None and not what[0].isupper():
            continue
        word = " ".join(match["word"].split()).lower()
        found.append(PointerSeen(match.start(), match.end(), Pointer(unit or type_named(what) or what, word)))
    return found
