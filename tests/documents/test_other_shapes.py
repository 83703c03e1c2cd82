"""Three plans of other shapes are read as people read them: a decision around a plan, a Party plan, a national one."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.documents import measure
from tests.documents.other import decision, party, programme

FOLDER = Path(__file__).parent / "other"
PLANS = {plan.NAME: plan for plan in (decision, party, programme)}

FLOORS = {
    "document": 1.0,
    "references": 0.97,
    "sections": 0.97,
    "targets": 0.95,
    "tasks": 0.97,
    "leads": 0.97,
    "schedules": 0.97,
    "deadlines": 1.0,
    "high": 1.0,
    "medium": 0.80,
}


def reading(name: str) -> dict[str, Any]:
    """Return the reading made by hand."""
    form: dict[str, Any] = json.loads((FOLDER / name).with_suffix(".json").read_text(encoding="utf-8"))
    return form


@pytest.mark.parametrize(("name", "plan"), PLANS.items())
def test_plans_and_readings_are_what_their_settings_make(name: str, plan: ModuleType) -> None:
    """The files are those their settings write: a reading is corrected where its sentence is written."""
    text, form = plan.build()
    assert (FOLDER / name).read_text(encoding="utf-8") == text
    assert reading(name) == json.loads(json.dumps(form))


@pytest.mark.documents
@pytest.mark.parametrize("name", PLANS)
def test_every_list_stays_at_the_level_reached(shared: Path, name: str) -> None:
    """No list falls under the level that was reached."""
    found = measure.scores(shared, FOLDER / name, (FOLDER / name).with_suffix(".json"))
    assert not measure.under(found, FLOORS)


@pytest.mark.parametrize("name", PLANS)
def test_documents_cited_are_the_same(name: str) -> None:
    """The numbered documents cited are those of the reading, with their dates."""
    wanted = {(one["number"], one["date"]) for one in reading(name)["legal_references"] if one["numbered"]}
    read = measure.read(FOLDER / name)["legal_references"]
    assert {(one["number"], one["date"]) for one in read if one["number"]} == wanted


@pytest.mark.parametrize("name", PLANS)
def test_as_many_targets_are_read_as_are_stated(name: str) -> None:
    """Not more than two values are missed or invented."""

    def values(form: dict[str, Any]) -> int:
        kept = [one for one in form["indicators"] if not one.get("optional")]
        return sum(1 for one in kept for value in one["targets"] if value["comparator"])

    optional = sum(1 for one in reading(name)["indicators"] if one.get("optional"))
    wanted, read = values(reading(name)), values(measure.read(FOLDER / name))
    assert wanted - 2 <= read <= wanted + 2 + optional


@pytest.mark.parametrize("name", PLANS)
def test_as_many_tasks_are_read_as_are_given(name: str) -> None:
    """Every task is read once; in the annexes each row with its number, leads and time."""
    wanted, read = reading(name)["tasks"], measure.read(FOLDER / name)["tasks"]
    optional = sum(1 for one in wanted if one.get("optional"))
    assert len(wanted) - optional <= len(read) <= len(wanted)
    if wanted[0].get("schedule_raw"):
        assert [one["lead"] for one in read] == [one["lead"] for one in wanted]
        assert [one["schedule_raw"] for one in read] == [one["schedule_raw"] for one in wanted]


@pytest.mark.parametrize("name", PLANS)
def test_reports_are_due_on_the_same_days(name: str) -> None:
    """The days of the reports are those of the reading."""

    def days(form: dict[str, Any]) -> list[tuple[object, ...]]:
        dated = [one for one in form["reporting"] if one["day"] or one["month"]]
        return sorted((one["recurrence"], one["year"] or 0, one["month"] or 0, one["day"] or 0) for one in dated)

    assert days(measure.read(FOLDER / name)) == days(reading(name))
