"""The numbers of documents: "20/2021/NĐ-CP", "42-NQ/TW", "41/2024/QH15"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ansinh.core.law.vocabulary import standard_symbol, type_of_number

_PIECE = r"[A-ZĐƯƠÂÊÔĂ][A-Za-zĐđƯưƠơÂâÊêÔôĂă]{0,11}[0-9]{0,3}(?![^\W_])"
_STATE = rf"/\s?(?:(?P<year>[0-9]{{4}})\s?/\s?)?(?P<state>{_PIECE}(?:(?:\s?[-–&]\s?|/){_PIECE}){{0,5}})"
_PARTY = rf"\s?[-–]\s?(?P<kind>{_PIECE}(?:-{_PIECE})?)\s?/\s?(?P<body>{_PIECE}(?:-{_PIECE}){{0,2}})"
NUMBER = re.compile(rf"(?<![\w/.,\-–])(?P<serial>[0-9]{{1,6}}[a-zđ]?)(?:{_STATE}|{_PARTY})")

_JOINED = re.compile(rf"(\s?[-–&]\s?|/)?({_PIECE})")


@dataclass(frozen=True, slots=True)
class NumberSeen:
    """A document number as it stands in a text, and in its standard spelling.

    ``sure`` tells that its symbols are known, so that it is a number even without the word "số".
    """

    start: int
    end: int
    number: str
    sure: bool

    @property
    def type(self) -> str | None:
        """Return the document type the number names, or None."""
        return type_of_number(self.number)


def find_document_numbers(text: str) -> list[NumberSeen]:
    """Return what may be document numbers in the text, in order."""
    seen = []
    for match in NUMBER.finditer(text):
        token = _read(match)
        if token:
            seen.append(token)
    return seen


def standard_number(number: str) -> str:
    """Return the number in its standard spelling ("66-CTR/TU" is "66-CTr/TU"); other text unchanged."""
    match = NUMBER.fullmatch(number.strip())
    token = _read(match) if match else None
    return token.number if token and token.end == len(number.strip()) else number.strip()


def _read(match: re.Match[str]) -> NumberSeen | None:
    serial, year = match["serial"], match["year"]
    if match["state"] is not None:
        body, sure, end = _state_symbols(match)
        number = f"{serial}/{year}/{body}" if year else f"{serial}/{body}"
        return NumberSeen(match.start(), end, number, sure)
    kinds, bodies = match["kind"].split("-"), match["body"].split("-")
    kind = "-".join(standard_symbol(piece) or piece for piece in kinds)
    body = "-".join(standard_symbol(piece) or piece for piece in bodies)
    sure = standard_symbol(kinds[0]) is not None
    return NumberSeen(match.start(), match.end(), f"{serial}-{kind}/{body}", sure)


def _state_symbols(match: re.Match[str]) -> tuple[str, bool, int]:
    """Return the symbols of "NĐ-CP", whether the first is known, and where they end.

    Where a blank stands beside the dash, and after a stroke, only known symbols belong to the number.
    """
    body, sure, end = "", False, match.start("state")
    for found in _JOINED.finditer(match["state"]):
        joint, piece = found[1] or "", found[2]
        symbol = standard_symbol(piece)
        if body and symbol is None and (joint.strip() != joint or joint == "/"):
            break
        sure = sure or (not body and symbol is not None)
        body += ("" if not body else "/" if joint == "/" else "&" if "&" in joint else "-") + (symbol or piece)
        end = match.start("state") + found.end()
    return body, sure, end
