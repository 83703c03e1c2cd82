"""Three plans written after the last change of a rule, read by hand and scored once: rules hold for what they have not seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.documents import measure

FOLDER = Path(__file__).parent / "fresh"
PLANS = sorted(path for path in FOLDER.iterdir() if path.suffix in (".txt", ".html", ".md") and path.stem != "README")
LISTS = ("document", "references", "sections", "targets", "tasks", "leads", "schedules", "deadlines")


def test_there_are_three() -> None:
    assert len(PLANS) == 3


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_an_unseen_plan_is_read_at_least_to_085(shared: Path, path: Path) -> None:
    """The floor that the program sets itself for plans of its kind; findings are shown in README.md beside the plans."""
    found = measure.scores(shared, path, path.with_suffix(".json"))
    floors = dict.fromkeys(found, 0.0) | dict.fromkeys(LISTS, 0.85)
    assert measure.under(found, floors) == {}
