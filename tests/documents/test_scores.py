"""The five reference plans are read at least as well as was agreed, list by list."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.documents import measure, render

pytestmark = pytest.mark.documents

FLOORS = {
    "document": 1.0,
    "references": 0.97,
    "sections": 0.97,
    "targets": 0.97,
    "tasks": 0.97,
    "leads": 0.95,
    "schedules": 0.97,
    "deadlines": 1.0,
    "high": 1.0,
    "medium": 0.60,
}
WITHOUT_TARGETS = "hau_giang"


def found(shared: Path, name: str) -> dict[str, tuple[object, list[str]]]:
    """Return the scores of one reference plan."""
    return measure.scores(shared, shared / "documents" / render.DOCUMENTS[name], shared / "gold" / f"{name}.json")


@pytest.mark.parametrize("name", render.DOCUMENTS)
def test_every_list_reaches_its_floor(shared: Path, name: str) -> None:
    """No list of a reference plan is under the floor of its kind."""
    assert not measure.under(found(shared, name), FLOORS)


@pytest.mark.parametrize("name", render.DOCUMENTS)
@pytest.mark.parametrize("key", ["document", "deadlines", "high"])
def test_what_must_be_whole_is_whole(shared: Path, name: str, key: str) -> None:
    """Who issued the plan, when reports are due and what is surely wrong in it: nothing is missing, not one."""
    score, misses = found(shared, name)[key]
    assert score[2] == 1.0, misses


def test_numbers_that_are_no_targets_are_none(shared: Path) -> None:
    """A plan without any target gives none, however many numbers it holds."""
    read = measure.read(shared / "documents" / render.DOCUMENTS[WITHOUT_TARGETS])
    assert read["indicators"] == []
