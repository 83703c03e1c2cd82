"""The review sheet as a scorecard that a province loads: points of each answer, region by region.

The weights of the official sheets were not at hand, so none come with the program. What is not answered leaves a
range of points, never a zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from ansinh.core.rules.parameters import Evidence
from ansinh.core.rules.references import check_reference


class CannotReadScorecard(Exception):
    """A scorecard that cannot be used; the message says which question, and what to write."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the sheet and the points of each answer."""

    id: str
    label: str
    points: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The sheet of a region: its questions, where it stands, and how sure that is."""

    region: str
    reference: str
    evidence: Evidence
    questions: tuple[Question, ...]

    def score(self, answers: Mapping[str, str | None]) -> tuple[int, int]:
        """Return the least and the most points; the same where every question is answered.

        Raises:
            CannotReadScorecard: An answer that the sheet does not have.
        """
        strange = sorted(set(answers) - {each.id for each in self.questions})
        if strange:
            raise CannotReadScorecard(f"Phiếu {self.region} không có câu hỏi “{strange[0]}”.")
        low = high = 0
        for question in self.questions:
            given = answers.get(question.id)
            if given is not None and given not in question.points:
                raise CannotReadScorecard(
                    f"Phiếu {self.region}, câu “{question.label}”: không có câu trả lời “{given}”; "
                    f"chọn một trong {', '.join(question.points)}."
                )
            may_be = question.points.values() if given is None else (question.points[given],)
            low, high = low + min(may_be), high + max(may_be)
        return low, high


def load_scorecard(text: str, *, place: str) -> Scorecard:
    """Return a scorecard from YAML: region, reference, evidence, questions with id, label and points.

    Raises:
        CannotReadScorecard: Something is missing or no whole number.
        CannotCite: The reference cannot be read.
    """
    raw = yaml.safe_load(text)
    if not isinstance(raw, dict) or not raw.get("region") or not isinstance(raw.get("questions"), list):
        raise CannotReadScorecard(f"{place}: phiếu cần region, reference, evidence và questions.")
    questions = tuple(_question(each, f"{place}, câu thứ {at}") for at, each in enumerate(raw["questions"], 1))
    double = next((each.id for each in questions if sum(other.id == each.id for other in questions) > 1), None)
    if double is not None:
        raise CannotReadScorecard(f"{place}: câu “{double}” có hai lần; giữ một.")
    try:
        evidence = Evidence(str(raw.get("evidence")))
    except ValueError:
        raise CannotReadScorecard(f"{place}: evidence “{raw.get('evidence')}” không có.") from None
    return Scorecard(str(raw["region"]), check_reference(raw.get("reference"), place), evidence, questions)


def _question(raw: object, where: str) -> Question:
    if not isinstance(raw, dict) or not {"id", "label", "points"} <= set(raw) or not isinstance(raw["points"], dict):
        raise CannotReadScorecard(f"{where}: cần id, label và points (câu trả lời: số điểm).")
    points = {str(answer): value for answer, value in raw["points"].items()}
    if not points or any(not isinstance(value, int) or isinstance(value, bool) for value in points.values()):
        raise CannotReadScorecard(f"{where}: điểm phải là số nguyên.")
    return Question(str(raw["id"]), str(raw["label"]), points)
