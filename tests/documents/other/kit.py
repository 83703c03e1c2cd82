"""What the three plans of other shapes are set with: text on one side, its reading by hand on the other.

Every sentence is written together with what it says, so that a reading is never taken from a parser.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
NBSP = "\u00a0"

Value = tuple[int | None, str | None, float | tuple[float, float] | str | None, str]


@dataclass(slots=True)
class Paper:
    """One plan being set: its lines and its reading."""

    document: dict[str, Any]
    lines: list[str] = field(default_factory=list)
    references: list[dict[str, Any]] = field(default_factory=list)
    sections: list[dict[str, Any]] = field(default_factory=list)
    indicators: list[dict[str, Any]] = field(default_factory=list)
    tasks: list[dict[str, Any]] = field(default_factory=list)
    reporting: list[dict[str, Any]] = field(default_factory=list)
    anomalies: list[dict[str, Any]] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Add one paragraph."""
        self.lines.append(text)

    def head(self, level: int, label: str, title: str, *, text: str | None = None, **more: Any) -> None:
        """Add a heading; ``text`` is how it stands in the document when that is not "label. title"."""
        self.lines.append(f"{label}. {title}" if text is None else text)
        self.sections.append({"level": level, "label": label, "title": title, **more})

    def cite(self, kind: str, number: str, day: str | None, issuer: str | None) -> None:
        """Note a document the text cites."""
        self.references.append({"number": number, "type": kind, "date": day, "issuer": issuer, "numbered": True})

    def goal(self, name: str, unit: str | None, sentence: str, *values: Value, **more: Any) -> None:
        """Note an indicator of the prose with its values: year, comparator, value, as printed."""
        self.indicators.append(
            {
                "no": None,
                "name": name,
                "unit": unit,
                "dimension": more.pop("dimension", None),
                "source": "prose",
                "lead": [],
                "coordinating": [],
                "sentence": sentence,
                "targets": [target(value) for value in values],
                **more,
            }
        )

    def row_goal(self, no: str, name: str, unit: str | None, lead: list[str], *values: Value, **more: Any) -> None:
        """Note an indicator of a table with its values."""
        self.indicators.append(
            {
                "no": no,
                "name": name,
                "unit": unit,
                "dimension": more.pop("dimension", None),
                "source": "annex",
                "lead": lead,
                "coordinating": [],
                "targets": [target(value) for value in values],
                **more,
            }
        )

    def task(
        self, section: str, name: str, lead: list[str], coordinating: list[str] | None = None, **more: Any
    ) -> None:
        """Note a task given in prose or in a row."""
        self.tasks.append({"section": section, "name": name, "lead": lead, "coordinating": coordinating or [], **more})

    def duty(self, who: str, to: str, due_raw: str, recurrence: str | None, *day: int | None, **more: Any) -> None:
        """Note a duty to report; ``day`` is day, month and, for a single time, year."""
        when = (*day, None, None, None)
        self.reporting.append(
            {
                "who": who,
                "to": to,
                "due_raw": due_raw,
                "day": when[0],
                "month": when[1],
                "year": when[2],
                "recurrence": recurrence,
                **more,
            }
        )

    def odd(self, severity: str, where: str, raw: str, note: str) -> None:
        """Note what was planted as looking wrong."""
        self.anomalies.append({"where": where, "raw": raw, "note": note, "severity": severity})

    def reading(self) -> dict[str, Any]:
        """Return the reading in the form of the reference readings."""
        return {
            "document": self.document,
            "legal_references": self.references,
            "sections": self.sections,
            "indicators": self.indicators,
            "tasks": self.tasks,
            "reporting": self.reporting,
            "anomalies": self.anomalies,
        }


def target(value: Value) -> dict[str, Any]:
    """Return one value in the form of the readings."""
    year, comparator, amount, raw = value
    low = high = qualitative = None
    if comparator == "qualitative":
        qualitative = raw
    elif isinstance(amount, tuple):
        low, high = amount
    elif isinstance(amount, (int, float)):
        low = amount if comparator in {"=", "approx", ">", ">="} else None
        high = amount if comparator in {"=", "approx", "<", "<="} else None
    return {
        "year": year,
        "raw": raw,
        "comparator": comparator,
        "low": low,
        "high": high,
        "qualitative": qualitative,
    }


def when(
    kind: str, start: int | None = None, end: int | None = None, quarter: int | None = None, event: str | None = None
) -> dict[str, Any]:
    """Return a schedule in the form of the readings."""
    return {"kind": kind, "from": start, "to": end, "quarter": quarter, "event": event}


def agencies(cell: str) -> tuple[str, list[str]]:
    """Return a cell as printed and the agencies in it; ``;`` and ``~`` (printed as a comma) part them."""
    names = [part.strip() for part in cell.replace("~", ";").split(";")]
    return cell.replace(" ~", ",").replace(" ;", ";").strip(), [name for name in names if name]


def write(name: str, text: str, reading: dict[str, Any], *, folder: Path = HERE) -> None:
    """Write a plan and its reading."""
    (folder / name).write_text(text, encoding="utf-8")
    form = json.dumps(reading, ensure_ascii=False, indent=1) + "\n"
    (folder / name).with_suffix(".json").write_text(form, encoding="utf-8")
