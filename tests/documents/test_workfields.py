"""How often the field of work is told rightly for the rows that the dissolved departments lead in the five plans.

``expected.csv`` holds, for each row, the fields a reader of the plan would accept; empty where the words do not tell.
The word lists were written by people who knew these rows: the share is no promise for other plans.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ansinh.core.workfields import FieldGuess, classify_field

pytestmark = pytest.mark.documents

EXPECTED = Path(__file__).resolve().parents[1] / "core" / "workfields" / "expected.csv"
INFORMATION = {"digital", "press", "grassroots_info", "cyber_security", "info_poverty"}
LABOUR = {
    "employment", "overseas_work", "work_safety", "social_insurance", "labour_relations", "gender_equality", "merit",
    "social_protection", "children", "social_evils", "social_work", "rehab", "poverty", "vocational", "coordination", "digital",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a plan, what a reader accepts as its field, and what was proposed."""

    place: str
    accepted: frozenset[str]
    guess: FieldGuess


def rows(shared: Path) -> list[Row]:
    gold: dict[str, Any] = {}
    found = []
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            plan = line["plan"]
            if plan not in gold:
                gold[plan] = json.loads((shared / "gold" / f"{plan}.json").read_text("utf-8"))
            item = gold[plan][f"{line['kind']}s"][int(line["row"])]
            lead = " ".join(item["lead"])
            among = INFORMATION if "TT&TT" in lead or "Thông tin" in lead else LABOUR
            around = f"{item.get('section') or item.get('group') or ''}. {item.get('product') or ''}"
            guess = classify_field(item["name"], context=around, among=among)
            accepted = frozenset(code for code in line["fields"].split("|") if code)
            found.append(Row(f"{plan} {line['kind']} {line['row']}", accepted, guess))
    return found


def test_what_is_said_for_sure_is_right(shared: Path) -> None:
    sure = [row for row in rows(shared) if row.guess.code is not None]
    wrong = [(row.place, row.guess.code) for row in sure if row.guess.code not in row.accepted]
    print(f"chắc chắn {len(sure)} dòng, sai {len(wrong)}")
    assert wrong == [], "a wrong answer said for sure is worse than none"


def test_most_of_what_words_tell_is_told(shared: Path) -> None:
    told = [row for row in rows(shared) if row.accepted]
    found = [row for row in told if row.guess.code in row.accepted]
    missed = [row.place for row in told if row.guess.code is None]
    print(f"{len(found)} / {len(told)} dòng mà lời văn nói rõ; chưa rõ: {missed}")
    assert len(found) / len(told) >= 0.9
