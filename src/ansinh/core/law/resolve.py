"""What pointers mean: "Kế hoạch này" is the document itself, "Quyết định nêu trên" the one cited before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ansinh.core.law.model import Instrument, Mention, Pointer

_SELF = {"này"}


def resolve(mentions: Sequence[Mention], *, own: Instrument | None = None) -> tuple[Instrument | None, ...]:
    """Return for each mention the instrument it means; None where the text does not say.

    ``own`` is the document in which the mentions stand: "Kế hoạch này" is it, if it is a Kế hoạch.
    "Nghị định nêu trên" is the Nghị định cited before, if it was only one. A bare provision
    ("khoản 1 Điều 5") and "khoản này" stay unresolved.
    """
    meant: list[Instrument | None] = []
    known: dict[str, Instrument] = {}
    cited: dict[str, list[Instrument]] = {}
    for mention in mentions:
        citation = mention.citation
        found: Instrument | None = None
        if citation.instrument:
            found = _fuller(known, citation.instrument, mention.short_name)
            _remember(cited, found)
        elif citation.pointer:
            found = _pointed(citation.pointer, own, cited)
        meant.append(found)
    return tuple(meant)


def _key(words: str) -> str:
    return re.sub(r"\s+", "", words).casefold()


def _fuller(known: dict[str, Instrument], instrument: Instrument, short_name: str | None) -> Instrument:
    """Return the instrument with what earlier mentions said of it; a stated fact is never overwritten."""
    key = _key(instrument.number or instrument.name or "")
    before = known.get(key)
    if before:
        instrument = Instrument(
            before.type or instrument.type,
            before.number or instrument.number,
            before.date or instrument.date,
            before.issuer or instrument.issuer,
            before.name or instrument.name,
        )
    if key:
        known[key] = instrument
    if short_name:
        known.setdefault(_key(short_name), instrument)
    return instrument


def _remember(cited: dict[str, list[Instrument]], instrument: Instrument) -> None:
    kinds = cited.setdefault((instrument.type or "").casefold(), [])
    key = _key(instrument.number or instrument.name or "")
    for at, other in enumerate(kinds[:2]):
        if _key(other.number or other.name or "") == key:
            kinds[at] = instrument
            return
    if len(kinds) < 2:
        kinds.append(instrument)


def _pointed(pointer: Pointer, own: Instrument | None, cited: dict[str, list[Instrument]]) -> Instrument | None:
    if pointer.word in _SELF:
        return own if own and own.type and own.type.casefold() == pointer.what.casefold() else None
    before = cited.get(pointer.what.casefold(), [])
    return before[0] if len(before) == 1 else None
