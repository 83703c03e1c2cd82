"""The words of citations, read from the tables in ``data``: document types, issuing bodies, names of laws."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ansinh.core.text import nfc


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A kind of document and the symbols that stand for it in a number ("NQ" for "Nghị quyết")."""

    name: str
    symbols: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body that issues documents; ``tail`` says what may follow its name (place, name, term of office)."""

    name: str
    shorts: tuple[str, ...]
    symbols: tuple[str, ...]
    tail: str


def _rows(table: str) -> list[dict[str, str]]:
    text = nfc((files("ansinh.core.law") / "data" / table).read_text(encoding="utf-8"))
    return list(csv.DictReader(text.splitlines()))


@cache
def document_types() -> tuple[DocumentType, ...]:
    """Return the kinds of documents, as in data/document_types.csv."""
    return tuple(
        DocumentType(row["name"], tuple(row["symbols"].split()), row["kind"]) for row in _rows("document_types.csv")
    )


@cache
def issuers() -> tuple[Issuer, ...]:
    """Return the issuing bodies, as in data/issuers.csv."""
    return tuple(
        Issuer(row["name"], _split(row["shorts"]), _split(row["symbols"]), row["tail"] or "")
        for row in _rows("issuers.csv")
    )


@cache
def law_names() -> tuple[str, ...]:
    """Return the names of laws, codes and ordinances in force or cited, as in data/laws.csv."""
    return tuple(row["name"] for row in _rows("laws.csv"))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first, with any blanks between them."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in ordered)


@cache
def _types_by_folded() -> dict[str, DocumentType]:
    return {kind.name.casefold(): kind for kind in document_types()}


def type_named(words: str) -> str | None:
    """Return the standard spelling of a document type ("KẾ HOẠCH" is "Kế hoạch"), or None."""
    kind = _types_by_folded().get(" ".join(words.split()).casefold())
    return kind.name if kind else None


@cache
def _types_by_symbol() -> dict[str, str]:
    return {symbol.casefold(): kind.name for kind in document_types() for symbol in kind.symbols}


@cache
def _known_symbols() -> dict[str, str]:
    """Return every symbol in its standard spelling by its small letters ("ttg" -> "TTg")."""
    known = {symbol.casefold(): symbol for body in issuers() for symbol in body.symbols}
    known |= {symbol.casefold(): symbol for kind in document_types() for symbol in kind.symbols}
    return known


def standard_symbol(symbol: str) -> str | None:
    """Return the symbol in its standard spelling ("CTR" is "CTr"), or None where it is not known."""
    known = _known_symbols()
    folded = symbol.casefold()
    if folded in known:
        return known[folded]
    # The National Assembly and its committee carry the number of their term: QH15, UBTVQH14.
    letters = folded.rstrip("0123456789")
    if letters in {"qh", "ubtvqh"} and letters != folded:
        return known[letters] + folded[len(letters) :]
    return None


def type_of_symbol(symbol: str) -> str | None:
    """Return the document type a symbol stands for ("NĐ" is "Nghị định"), or None."""
    return _types_by_symbol().get(symbol.casefold())


def type_of_number(number: str) -> str | None:
    """Return the document type that a number names ("42-NQ/TW" is a "Nghị quyết"), or None.

    Laws and ordinances carry only the mark of who passed them and name no type.
    """
    for symbol in re.split(r"[/\-]", number)[1:]:
        found = type_of_symbol(symbol)
        if found:
            return found
    return None
