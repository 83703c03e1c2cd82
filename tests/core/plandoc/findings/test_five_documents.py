"""The checks on the five real plans: what the references list is found, and little else is said.

The counts outside the references are printed (``pytest -s``); each finding counted there is one to
defend before the author of the plan.
"""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.documents.gold_reading import DOCUMENTS, load

from ansinh.core.plandoc.findings import check
from ansinh.core.plandoc.model import Finding, Reading
from ansinh.core.plandoc.pipeline import parse_text

pytestmark = pytest.mark.documents

# How many findings outside the reference list a document may have: raised only with a reason.
OUTSIDE = {"khanh_hoa": 8, "son_la": 5, "hau_giang": 4, "huong_tra": 4, "ca_mau": 6}


def score_of(shared: Path) -> ModuleType:
    """The scoring script that stands beside the references."""
    spec = importlib.util.spec_from_file_location("reference_score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def said(findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    """Findings in the form of the references."""
    return [{"where": f.where, "raw": f.raw, "note": f.note, "severity": f.severity} for f in findings]


def outside(score: ModuleType, findings: tuple[Finding, ...], anomalies: list[dict[str, Any]]) -> list[Finding]:
    """The findings that no item of the reference list answers to, however the two are paired."""
    mine = said(findings)
    answers = {
        at: [
            number
            for number, item in enumerate(anomalies)
            if score.score_findings([finding], [{**item, "severity": "high"}])[0]["high"][0] == 1.0
        ]
        for at, finding in enumerate(mine)
    }
    taken: dict[int, int] = {}

    def place(at: int, tried: set[int]) -> bool:
        for number in answers[at]:
            if number not in tried:
                tried.add(number)
                if number not in taken or place(taken[number], tried):
                    taken[number] = at
                    return True
        return False

    return [finding for at, finding in enumerate(findings) if not place(at, set())]


def read(shared: Path, name: str, source: str) -> tuple[Reading, dict[str, Any]]:
    """The reference reading of a plan, or what the parser makes of its text."""
    reading, gold = load(shared, name)
    return (parse_text(reading.source.text) if source == "parsed" else reading), gold


@pytest.mark.parametrize("source", ["reference", "parsed"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_references_are_found(shared: Path, name: str, source: str) -> None:
    """Every anomaly marked high and at least four in five of medium, on the reference reading and on our own."""
    reading, gold = read(shared, name, source)
    levels, missed = score_of(shared).score_findings(said(check(reading)), gold["anomalies"])
    assert levels["high"][0] == 1.0, missed
    assert levels["medium"][0] >= 0.8, missed


@pytest.mark.parametrize("name", DOCUMENTS)
def test_little_is_said_outside_the_references(shared: Path, name: str) -> None:
    """Findings beyond the reference list are few, and printed with their rule."""
    reading, gold = read(shared, name, "parsed")
    extra = outside(score_of(shared), check(reading), gold["anomalies"])
    print(f"\n{name}: {len(extra)} ngoài danh mục", dict(Counter(f.rule for f in extra)))
    for finding in extra:
        print("   ", finding.severity, finding.rule, "|", finding.where, "|", finding.raw[:80])
    assert len(extra) <= OUTSIDE[name]
    assert not [f for f in extra if f.severity == "high"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_spans_show_what_is_quoted(shared: Path, name: str) -> None:
    """Every span lies in the text, so that the review page can mark it; most findings have one."""
    reading, _ = read(shared, name, "parsed")
    findings = check(reading)
    assert sum(bool(f.spans) for f in findings) >= 0.8 * len(findings)
    for finding in findings:
        assert all(0 <= span.start < span.end <= len(reading.source.text) for span in finding.spans)
