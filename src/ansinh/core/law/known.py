"""Instruments that the rules are read from: number, name, the day they took effect, as in data/instruments.csv."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from ansinh.core.law.model import Instrument


@dataclass(frozen=True, slots=True)
class KnownInstrument:
    """An instrument somebody has entered: what it is about, of which day, and since when it is in force.

    A day that the sources do not say is None.
    """

    instrument: Instrument
    subject: str
    in_force_from: date | None


@cache
def known_instruments() -> Mapping[str, KnownInstrument]:
    """Return the instruments by their numbers."""
    text = (files("ansinh.core.law") / "data" / "instruments.csv").read_text(encoding="utf-8")
    return {
        row["number"]: KnownInstrument(
            Instrument(row["type"], row["number"], _day(row["date"]), row["issuer"] or None),
            row["subject"],
            _day(row["in_force_from"]),
        )
        for row in csv.DictReader(text.splitlines())
    }


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
