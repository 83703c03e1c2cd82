"""What a person may ask about his data, and until when it has to be answered: data of the law, each with its article."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from ansinh.core.progress.workdays import WorkCalendar

TABLE = Path(__file__).resolve().parent / "data" / "rights.csv"
# Decree 356/2025/NĐ-CP art. 5, in force with the law from 2026-01-01; known from secondary texts.
ACKNOWLEDGED_WITHIN = 2
EVIDENCE = {
    "primary": "",
    "secondary": "theo nguồn dẫn lại, chưa đối chiếu văn bản gốc",
}
ERASED_BY = "Điều 14 Luật số 91/2025/QH15"
# What a lawful duty to keep or to go on is mostly founded on; another provision may be written.
STATE_TASK = "Điều 19 Luật số 91/2025/QH15"


@dataclass(frozen=True, slots=True)
class Right:
    """One right and its clock, in days after the day of receipt; None where nothing is known of it."""

    code: str
    label: str
    days: int
    days_with_processors: int | None
    extension_days: int | None
    in_force: date
    reference: str
    evidence: str


@cache
def rights() -> Mapping[str, Right]:
    """Return the rights by code, in the order of the table."""
    with TABLE.open(encoding="utf-8", newline="") as rows:
        return {
            row["code"]: Right(
                row["code"],
                row["label"],
                int(row["days"]),
                int(row["days_with_processors"]) if row["days_with_processors"] else None,
                int(row["extension_days"]) if row["extension_days"] else None,
                date.fromisoformat(row["from"]),
                row["reference"],
                row["evidence"],
            )
            for row in csv.DictReader(rows)
        }


def acknowledged_by(received: date, calendar: WorkCalendar) -> date:
    """Return the last day on which a request has to be acknowledged: working days, the day of receipt not counted."""
    return calendar.add(received, ACKNOWLEDGED_WITHIN)


def answered_by(right: Right, received: date, *, with_processors: bool) -> date:
    """Return the last day on which a request has to be answered: days of the calendar, the day of receipt not counted."""
    days = right.days_with_processors if with_processors and right.days_with_processors is not None else right.days
    return received + timedelta(days=days)
