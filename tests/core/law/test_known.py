"""Instruments that rules may cite: each is read as what its row says, and none stands twice."""

from __future__ import annotations

from ansinh.core.law import read_citation
from ansinh.core.law.known import known_instruments


def test_every_instrument_is_read_as_its_row_says() -> None:
    for number, known in known_instruments().items():
        citation = read_citation(f"Điều 1 {known.instrument.type} số {number}")
        assert citation is not None, number
        assert citation.instrument is not None
        assert (citation.instrument.type, citation.instrument.number) == (known.instrument.type, number)
        assert citation.other_readings == ()


def test_a_later_decree_says_when_it_took_effect() -> None:
    known = known_instruments()["335/2026/NĐ-CP"]
    assert known.in_force_from is not None
    assert (known.in_force_from.isoformat(), known.subject[:9]) == ("2026-10-05", "Mức chuẩn")
    assert len(known_instruments()) > 25
