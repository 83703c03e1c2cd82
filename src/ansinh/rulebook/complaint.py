"""How somebody who disagrees complains, and in how many days: said in every letter on what the law gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from ansinh.core.rules.parameters import CAVEATS, Parameter, load_parameters

WHERE = "Điều 7, Điều 9 Luật Khiếu nại số 02/2011/QH13"


@dataclass(frozen=True, slots=True)
class Complaint:
    """The days in which one may complain for the first time, where that stands, and what has not been checked of it."""

    days: int
    reference: str
    caveat: str


def complaint_on(day: date) -> Complaint:
    """Return how one complains on a day: to whoever took the decision first, within the days of the law."""
    found = _days().at(last_day=day, known_on=day)
    if found is None or not isinstance(found.value, int):
        raise ValueError(f"Chưa có thời hiệu khiếu nại cho ngày {day:%d/%m/%Y}.")
    caveat = f"{found.reference}: {CAVEATS[found.evidence]}" if found.evidence in CAVEATS else ""
    return Complaint(found.value, WHERE, caveat)


@cache
def _days() -> Parameter:
    text = (files("ansinh.rulebook") / "complaint.yaml").read_text(encoding="utf-8")
    return load_parameters(text, place="complaint.yaml")["complaint.first.days"]
