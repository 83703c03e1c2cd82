"""The measure of the reference readings, taken from the shared material, and what it says of one plan."""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from ansinh.core.plandoc.form import as_form
from ansinh.core.plandoc.pipeline import parse
from ansinh.files import open_plan

LISTS = ("document", "references", "sections", "targets", "tasks", "leads", "schedules", "deadlines", "high", "medium")
SHORT_LIST = 30


@cache
def scorer(shared: Path) -> ModuleType:
    """Return score.py as it stands in the shared material."""
    spec = importlib.util.spec_from_file_location("reference_score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def read(path: Path) -> dict[str, Any]:
    """Return what is read from a file, in the form of the readings."""
    return as_form(parse(open_plan(path)))


@cache
def scores(shared: Path, path: Path, gold_file: Path) -> dict[str, tuple[Any, list[str]]]:
    """Return the score of every list with what was missed; a list that the reading leaves out is not there."""
    measure = scorer(shared)
    gold = json.loads(gold_file.read_text(encoding="utf-8"))
    form = read(path)
    findings, missed = measure.score_findings(form["anomalies"], gold["anomalies"])
    found = {
        "document": measure.score_document(form["document"], gold["document"]),
        "references": measure.score_references(form["legal_references"], gold["legal_references"]),
        "sections": measure.score_sections(form["sections"], gold["sections"]),
        "targets": measure.score_indicators(form["indicators"], gold["indicators"]),
        "tasks": measure.score_tasks(form["tasks"], gold["tasks"], "name"),
        "leads": measure.score_tasks(form["tasks"], gold["tasks"], "lead"),
        "schedules": measure.score_schedule(form["tasks"], gold["tasks"]),
        "deadlines": measure.score_reporting(form["reporting"], gold["reporting"]),
        "high": (findings["high"], missed),
        "medium": (findings["medium"], missed),
    }
    return {key: value for key, value in found.items() if value[0] is not None}


def under(found: dict[str, tuple[Any, list[str]]], floors: dict[str, float]) -> dict[str, tuple[float, list[str]]]:
    """Return the lists below their floors; a list of at most 30 items passes with one error."""
    return {
        key: (round(score[2], 3), misses)
        for key, (score, misses) in found.items()
        if score[2] < floors[key] and not (score.n_gold <= SHORT_LIST and score.errors <= 1)
    }
