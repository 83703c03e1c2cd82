"""The five plans say the same however their text is laid out: broken, set in, paged, or out of a web page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.documents.gold_reading import DOCUMENTS
from tests.documents.layouts import LAYOUTS
from tests.documents.test_formats import scorer

from ansinh.core.plandoc.draft import Draft
from ansinh.core.plandoc.findings import findings
from ansinh.core.plandoc.form import as_form
from ansinh.core.plandoc.pipeline import STAGES
from ansinh.core.plandoc.source import from_text

pytestmark = pytest.mark.documents

FLOOR = 0.95
"""What every list of every plan reaches in every layout, but where LOWER says otherwise."""

LOWER: dict[tuple[str, str], dict[str, float]] = {
    # The label itself is another one: "Phần I".
    ("roman_part", "*"): {"sections": 0.75},
    # Signs of items below items are also used for the items: then they name no task of their own.
    ("pluses", "huong_tra"): {"tasks": 0.6, "leads": 0.6},
}


PLANS_A_LAYOUT = 3


def plans_for(layout: str) -> dict[str, str]:
    """Return three of the five plans, others for the next layout, and any whose floor is its own."""
    first = list(LAYOUTS).index(layout)
    names = list(DOCUMENTS)
    chosen = {names[(first + step) % len(names)] for step in range(PLANS_A_LAYOUT)}
    chosen |= {name for at, name in LOWER if at == layout and name in DOCUMENTS}
    return {name: file for name, file in DOCUMENTS.items() if name in chosen}


def scores(shared: Path, name: str, text: str) -> dict[str, float]:
    """Return the score of every list of one plan read from a text; findings, which take longest, are left out."""
    measure = scorer(shared)
    gold = json.loads((shared / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    draft = Draft(from_text(text))
    for stage in STAGES:
        if stage is not findings:
            stage(draft)
    read: dict[str, Any] = as_form(draft.reading())
    found = {
        "document": measure.score_document(read["document"], gold["document"])[0],
        "references": measure.score_references(read["legal_references"], gold["legal_references"])[0],
        "sections": measure.score_sections(read["sections"], gold["sections"])[0],
        "targets": measure.score_indicators(read["indicators"], gold["indicators"])[0],
        "tasks": measure.score_tasks(read["tasks"], gold["tasks"], "name")[0],
        "leads": measure.score_tasks(read["tasks"], gold["tasks"], "lead")[0],
        "schedules": measure.score_schedule(read["tasks"], gold["tasks"])[0],
        "deadlines": measure.score_reporting(read["reporting"], gold["reporting"])[0],
    }
    return {key: score[2] for key, score in found.items() if score is not None}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_read_like_the_plan_itself(shared: Path, layout: str) -> None:
    """No list of the plans read in this layout falls below its floor."""
    low: dict[str, dict[str, float]] = {}
    for name, file in plans_for(layout).items():
        text = LAYOUTS[layout]((shared / "documents" / file).read_text(encoding="utf-8"))
        floors = {**LOWER.get((layout, "*"), {}), **LOWER.get((layout, name), {})}
        found = scores(shared, name, text)
        below = {key: round(score, 3) for key, score in found.items() if score < floors.get(key, FLOOR)}
        if below:
            low[name] = below
    assert low == {}
