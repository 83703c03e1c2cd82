"""A reference reading and the text it was made from, as the ``Reading`` a parser would return.

Lets checks that work on readings be tested without the parser. Spans are found by searching the
text near the line the reference names; what is not found keeps an empty span at the start.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from ansinh.core.plandoc.model import (
    DocumentInfo,
    DutyReading,
    IndicatorReading,
    Reading,
    Reference,
    Schedule,
    Section,
    TargetValue,
    TaskReading,
)
from ansinh.core.plandoc.source import Source, Span, from_text

DOCUMENTS = {
    "khanh_hoa": "000_3ac042d42baf08db.txt",
    "son_la": "001_2bc9a7829f331028.txt",
    "hau_giang": "002_78774fff4ee349a1.txt",
    "huong_tra": "003_661fc97b0220734a.txt",
    "ca_mau": "004_6af14b32eb936588.txt",
}


def load(shared: Path, name: str) -> tuple[Reading, dict[str, Any]]:
    """Return the reading of one of the five documents and the reference object it came from."""
    gold = json.loads((shared / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    text = (shared / "documents" / DOCUMENTS[name]).read_text(encoding="utf-8")
    return gold_reading(gold, text, name=name), gold


def gold_reading(gold: dict[str, Any], text: str, *, name: str = "") -> Reading:
    """Return the reference ``gold`` over ``text`` as a reading."""
    source = from_text(text, name=name)
    finder = _Finder(source)
    document = gold["document"]
    return Reading(
        source=source,
        document=DocumentInfo(
            number=document.get("number"),
            type=document.get("type"),
            issued_on=_day(document.get("issued_on")),
            issuer=document.get("issuer"),
            place=document.get("place"),
            signer=document.get("signer"),
            signer_title=document.get("signer_title"),
            title=document.get("title"),
            recipients=tuple(document.get("recipients", ())),
        ),
        references=tuple(_reference(item, finder) for item in gold["legal_references"]),
        sections=_sections(gold["sections"], finder),
        indicators=tuple(_indicator(item, finder) for item in gold["indicators"]),
        tasks=tuple(_task(item, finder) for item in gold["tasks"]),
        duties=tuple(_duty(item, finder) for item in gold["reporting"]),
    )


class _Finder:
    """Finds printed words again, across line breaks, from a line onwards."""

    def __init__(self, source: Source) -> None:
        self.flat = "".join(" " if c in "\n\xa0" else c for c in source.text)
        self.starts = [0]
        for line in source.text.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)

    def at(self, line: int | None) -> int:
        return self.starts[min(max((line or 1) - 1, 0), len(self.starts) - 1)]

    def find(self, words: str | None, *, start: int = 0) -> Span:
        if not words:
            return Span(start, start)
        for size in (len(words), 80, 40, 20):
            piece = words[:size].strip()
            if len(piece) < 2:
                continue
            at = self.flat.find(piece, start)
            if at >= 0:
                return Span(at, at + len(piece))
        return Span(start, start)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _reference(item: dict[str, Any], finder: _Finder) -> Reference:
    return Reference(
        number=item.get("number"),
        type=item.get("type"),
        date=_day(item.get("date")),
        issuer=item.get("issuer"),
        numbered=item.get("numbered", True),
        name=item.get("name"),
        spans=(finder.find(item.get("number") or item.get("name"), start=finder.at(item.get("first_line"))),),
    )


def _sections(items: list[dict[str, Any]], finder: _Finder) -> tuple[Section, ...]:
    made: list[Section] = []
    at = 0
    for item in items:
        title = item.get("title") or item.get("text") or ""
        span = finder.find(title, start=finder.at(item["line"]) if "line" in item else at)
        at = max(at, span.end)
        parent = item.get("parent")
        path = item.get("path") or "/".join([*(parent.replace(".", "/").split("/") if parent else ()), item["label"]])
        made.append(
            Section(
                label=item["label"],
                title=title,
                level=item.get("level", 1),
                parent=parent,
                run_in=bool(item.get("run_in")) or item.get("kind") == "numbered_paragraph",
                path=path,
                span=span,
            )
        )
    closed = []
    for index, section in enumerate(made):
        later = (other.span.start for other in made[index + 1 :] if other.level <= section.level and other.span.start)
        end = next((start for start in later if start > section.span.end), len(finder.flat))
        closed.append(_with_body(section, Span(section.span.end, end)))
    return tuple(closed)


def _with_body(section: Section, body: Span) -> Section:
    return Section(
        section.label, section.title, section.level, section.parent, section.run_in, section.path, section.span, body
    )


def _indicator(item: dict[str, Any], finder: _Finder) -> IndicatorReading:
    start = finder.at(item.get("line"))
    span = finder.find(item.get("sentence") or item["name"], start=start)
    if not span.end > span.start or (item["source"] == "prose" and "line" in item):
        span = Span(start, span.end if span.end > start else start)
    return IndicatorReading(
        name=item["name"],
        targets=tuple(
            TargetValue(
                year=target["year"],
                raw=target["raw"],
                comparator=target["comparator"],
                low=_number(target["low"]),
                high=_number(target["high"]),
                qualitative=target["qualitative"],
                span=finder.find(target["raw"], start=span.start),
            )
            for target in item["targets"]
        ),
        source=item["source"],
        no=item.get("no"),
        unit=item.get("unit"),
        dimension=item.get("dimension"),
        group=item.get("group"),
        lead=tuple(item.get("lead", ())),
        coordinating=tuple(item.get("coordinating", ())),
        in_resolution_42=item.get("in_resolution_42"),
        parent_no=item.get("parent_no"),
        sentence=item.get("sentence"),
        span=span,
    )


def _task(item: dict[str, Any], finder: _Finder) -> TaskReading:
    schedule = item.get("schedule")
    span = finder.find(item["name"], start=finder.at(item.get("line")))
    return TaskReading(
        name=item["name"],
        no=item.get("no"),
        section=item.get("section"),
        lead=tuple(item.get("lead", ())),
        coordinating=tuple(item.get("coordinating", ())),
        submit_to=item.get("submit_to"),
        product=item.get("product"),
        note=None,
        schedule_raw=item.get("schedule_raw"),
        schedule=schedule
        and Schedule(schedule["kind"], schedule["from"], schedule["to"], schedule["quarter"], schedule["event"]),
        source="annex" if "schedule_raw" in item else "prose",
        span=span,
    )


def _duty(item: dict[str, Any], finder: _Finder) -> DutyReading:
    return DutyReading(
        who=item.get("who") or "",
        to=item.get("to") or "",
        due_raw=item.get("due_raw") or "",
        what=item.get("what") or "",
        month=item.get("month"),
        day=item.get("day"),
        recurrence=item.get("recurrence"),
        year=item.get("year"),
        section=item.get("section"),
        span=finder.find(item.get("due_raw"), start=finder.at(item.get("line"))),
    )
