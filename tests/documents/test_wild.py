"""Four plans of other shapes, read by hand before any rule was looked at: the level reached is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.documents import measure

FOLDER = Path(__file__).parent / "wild"
PLANS = sorted(path for path in FOLDER.iterdir() if path.suffix in (".txt", ".html", ".md") and path.stem != "README")
FLOORS = {
    "document": 1.0,
    "references": 0.97,
    "sections": 0.97,
    "targets": 0.95,
    "tasks": 0.97,
    "leads": 0.95,
    "schedules": 0.97,
    "deadlines": 1.0,
    "high": 1.0,
    "medium": 1.0,
}


def reading(path: Path) -> dict[str, Any]:
    """Return the reading made by hand."""
    form: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return form


def numbers(indicators: list[dict[str, Any]]) -> int:
    """Count the targets with a number, borderline ones left out."""
    return sum(
        target["low"] is not None or target["high"] is not None
        for item in indicators
        if not item.get("optional")
        for target in item["targets"]
    )


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_as_much_is_read_as_a_person_reads(path: Path) -> None:
    """The tasks, reports, citations and numbers to be reached are as many as in the reading."""
    wanted, read = reading(path), measure.read(path)
    assert len(read["tasks"]) == sum(not task.get("optional") for task in wanted["tasks"])
    assert numbers(read["indicators"]) == numbers(wanted["indicators"])
    cited = {one["number"] for one in read["legal_references"] if one["number"]}
    assert cited == {one["number"] for one in wanted["legal_references"]}
    dated = sorted(str((one["day"], one["month"], one["recurrence"])) for one in read["reporting"] if one["day"])
    assert dated == sorted(str((one["day"], one["month"], one["recurrence"])) for one in wanted["reporting"])


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_the_head_is_the_same(path: Path) -> None:
    """Type, number, day, issuer, title and signer are those printed, the furniture of the page aside."""
    wanted, read = reading(path)["document"], measure.read(path)["document"]
    for key in ("type", "number", "issued_on", "issuer", "signer", "title"):
        assert read[key] == wanted[key], key


@pytest.mark.documents
@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_every_list_stays_at_the_level_reached(shared: Path, path: Path) -> None:
    """No list falls under the level that was reached."""
    found = measure.scores(shared, path, path.with_suffix(".json"))
    assert not measure.under(found, FLOORS)
