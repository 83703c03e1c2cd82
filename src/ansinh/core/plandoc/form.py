"""A reading as plain data: the form of ``ansinh plan parse --json``, of exports and of the reference readings.

Numbers become JSON numbers, days ISO dates. Every item also says where it stands: ``span`` (first
and last character of the text) and ``line``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from ansinh.core.law import Citation, Instrument, write
from ansinh.core.plandoc.model import (
    DocumentInfo,
    DutyReading,
    Finding,
    IndicatorReading,
    Reading,
    Reference,
    Section,
    TargetValue,
    TaskReading,
    Unparsed,
)
from ansinh.core.plandoc.source import Span

Form = dict[str, Any]
LineOf = Callable[[int], int]


def as_form(reading: Reading) -> Form:
    """Return the reading as dictionaries and lists that JSON can hold."""
    line_of = _lines_of(reading.source.text)
    return {
        "document": _document(reading.document),
        "legal_references": [_reference(item, line_of) for item in reading.references],
        "sections": [_section(item, line_of) for item in reading.sections],
        "indicators": [_indicator(item, line_of) for item in reading.indicators],
        "tasks": [_task(item, line_of) for item in reading.tasks],
        "reporting": [_duty(item, line_of) for item in reading.duties],
        "anomalies": [_finding(item, line_of) for item in reading.findings],
        "unparsed": [_unparsed(item, line_of) for item in reading.unparsed],
    }


def _lines_of(text: str) -> LineOf:
    """Return a function from an offset to its line number, quick for any number of questions."""
    ends = [at for at, character in enumerate(text) if character == "\n"]

    def line_of(offset: int) -> int:
        return bisect_right(ends, offset - 1) + 1

    return line_of


def _number(value: Decimal | None) -> int | float | None:
    if value is None or not value.is_finite():
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _place(span: Span, line_of: LineOf) -> Form:
    return {"span": [span.start, span.end], "line": line_of(span.start)}


def _document(info: DocumentInfo) -> Form:
    return {
        "number": info.number,
        "type": info.type,
        "issued_on": _day(info.issued_on),
        "issuer": info.issuer,
        "place": info.place,
        "signer": info.signer,
        "signer_title": info.signer_title,
        "title": info.title,
        "recipients": list(info.recipients),
        "spans": {name: [span.start, span.end] for name, span in info.marks.items()},
    }


def _reference(item: Reference, line_of: LineOf) -> Form:
    first = item.spans[0] if item.spans else Span(0, 0)
    return {
        "number": item.number,
        "type": item.type,
        "date": _day(item.date),
        "issuer": item.issuer,
        "numbered": item.numbered,
        "name": item.name,
        "short_name": item.short_name,
        "role": item.role,
        "provisions": list(item.provisions),
        "standard": write(Citation(Instrument(item.type, item.number, item.date, item.issuer, item.name))),
        "spans": [[span.start, span.end] for span in item.spans],
        **_place(first, line_of),
    }


def _section(item: Section, line_of: LineOf) -> Form:
    return {
        "label": item.label,
        "title": item.title,
        "level": item.level,
        "parent": item.parent,
        "run_in": item.run_in,
        "path": item.path,
        "body": [item.body.start, item.body.end],
        **_place(item.span, line_of),
    }


def _target(item: TargetValue) -> Form:
    return {
        "year": item.year,
        "raw": item.raw,
        "comparator": item.comparator,
        "low": _number(item.low),
        "high": _number(item.high),
        "qualitative": item.qualitative,
        "span": [item.span.start, item.span.end],
    }


def _indicator(item: IndicatorReading, line_of: LineOf) -> Form:
    return {
        "no": item.no,
        "name": item.name,
        "unit": item.unit,
        "dimension": item.dimension,
        "group": item.group,
        "source": item.source,
        "lead": list(item.lead),
        "coordinating": list(item.coordinating),
        "in_resolution_42": item.in_resolution_42,
        "parent_no": item.parent_no,
        "sentence": item.sentence,
        "targets": [_target(target) for target in item.targets],
        "confidence": _number(item.confidence),
        **_place(item.span, line_of),
    }


def _task(item: TaskReading, line_of: LineOf) -> Form:
    schedule = None
    if item.schedule:
        schedule = {
            "kind": item.schedule.kind,
            "from": item.schedule.from_year,
            "to": item.schedule.to_year,
            "quarter": item.schedule.quarter,
            "event": item.schedule.event,
        }
    return {
        "no": item.no,
        "section": item.section,
        "name": item.name,
        "lead": list(item.lead),
        "coordinating": list(item.coordinating),
        "submit_to": item.submit_to,
        "product": item.product,
        "note": item.note,
        "schedule_raw": item.schedule_raw,
        "schedule": schedule,
        "source": item.source,
        "confidence": _number(item.confidence),
        **_place(item.span, line_of),
    }


def _duty(item: DutyReading, line_of: LineOf) -> Form:
    return {
        "who": item.who,
        "to": item.to,
        "due_raw": item.due_raw,
        "month": item.month,
        "day": item.day,
        "recurrence": item.recurrence,
        "year": item.year,
        "what": item.what,
        "section": item.section,
        **_place(item.span, line_of),
    }


def _finding(item: Finding, line_of: LineOf) -> Form:
    first = item.spans[0] if item.spans else None
    return {
        "where": item.where,
        "raw": item.raw,
        "note": item.note,
        "severity": item.severity,
        "rule": item.rule,
        "suggestion": item.suggestion,
        "subject": item.subject,
        "spans": [[span.start, span.end] for span in item.spans],
        "span": [first.start, first.end] if first else None,
        "line": line_of(first.start) if first else None,
    }


def _unparsed(item: Unparsed, line_of: LineOf) -> Form:
    return {"text": item.text, "reason": item.reason, **_place(item.span, line_of)}
