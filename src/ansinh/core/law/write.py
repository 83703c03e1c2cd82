"""Citations written in the standard form of official documents."""

from __future__ import annotations

from itertools import groupby

from ansinh.core.law.model import Citation, Instrument, Part, Provision
from ansinh.core.text import write_date_in_words


def write(citation: Citation) -> str:
    """Return the citation as official documents print it.

    "điểm a khoản 1 Điều 6 Nghị định số 20/2021/NĐ-CP", "các khoản 1, 2 và 3 Điều 4 Luật Người cao tuổi",
    "khoản 1 Điều 5 Kế hoạch này". What the citation does not say is left out.
    """
    words = [write_provisions(citation.provisions)]
    if citation.instrument:
        words.append(write_instrument(citation.instrument))
    if citation.pointer:
        words.append(f"{citation.pointer.what} {citation.pointer.word}")
    return " ".join(part for part in words if part)


def write_instrument(instrument: Instrument) -> str:
    """Return "Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ", as far as it is known."""
    words = []
    if instrument.name:
        words.append(instrument.name)
    elif instrument.type:
        words.append(instrument.type)
    if instrument.number:
        words.append(f"số {instrument.number}")
    if instrument.date and instrument.number:
        words.append(write_date_in_words(instrument.date))
    if instrument.issuer and instrument.number:
        words.append(f"của {instrument.issuer}")
    return " ".join(words)


def write_provisions(provisions: tuple[Provision, ...]) -> str:
    """Return the provisions in words; neighbours that stand in the same part are named together."""
    groups = [
        (key, [provision[0] for provision in group])
        for key, group in groupby((p for p in provisions if p), key=lambda p: (p[0].unit, p[1:]))
    ]
    return _listed([_group(list(parts), holder) for (_, holder), parts in groups])


def _group(parts: list[Part], holder: Provision) -> str:
    if len(parts) == 1:
        return " ".join(_one(part) for part in (parts[0], *holder))
    labels = [f"{part.label} đến {part.until}" if part.until else part.label for part in parts]
    return " ".join([f"các {parts[0].unit} {_listed(labels)}", *(_one(part) for part in holder)])


def _one(part: Part) -> str:
    until = f" đến {part.unit} {part.until}" if part.until else ""
    return f"{part.unit} {part.label}{until}"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " và " + words[-1] if words else ""
