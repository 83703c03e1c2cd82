"""What is read from a plan document. Values stay as printed; every item knows where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from ansinh.core.plandoc.source import Source, Span, Table

Comparator = Literal["=", "<", "<=", ">", ">=", "range", "approx", "qualitative"]
ScheduleKind = Literal["year", "years", "annual", "quarter_annual", "event", "open"]
Recurrence = Literal["annual", "once", "event", "quarterly", "monthly"]
Severity = Literal["high", "medium", "low"]
MarkKind = Literal["name", "target", "agency", "unit", "schedule", "product", "due", "reference", "suspect"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One stretch of the source and what it was read as; shown coloured beside the reading."""

    kind: MarkKind
    span: Span
    year: int | None = None


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """The head and the foot of a plan: what it is, who issued it, when, signed by whom, for whom."""

    number: str | None = None
    type: str | None = None
    issued_on: date | None = None
    issuer: str | None = None
    place: str | None = None
    signer: str | None = None
    signer_title: str | None = None
    title: str | None = None
    recipients: tuple[str, ...] = ()
    marks: dict[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reference:
    """An instrument that the plan cites, once, with every place where it is cited.

    ``provisions`` are the parts of it that are cited, in the standard form ("điểm a khoản 1 Điều 6").
    """

    number: str | None
    type: str | None = None
    date: date | None = None
    issuer: str | None = None
    numbered: bool = True
    name: str | None = None
    short_name: str | None = None
    role: str | None = None
    spans: tuple[Span, ...] = ()
    provisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, or a numbered paragraph (``run_in``), with its place in the outline.

    ``path`` joins the labels from the top ("II/2/a"); ``body`` covers what stands under it.
    """

    label: str
    title: str
    level: int
    parent: str | None = None
    run_in: bool = False
    path: str = ""
    span: Span = Span(0, 0)
    body: Span = Span(0, 0)


@dataclass(frozen=True, slots=True)
class TargetValue:
    """What an indicator shall reach in a year, as printed and as understood.

    ``comparator`` is None where the cell states nothing ("-" or empty).
    """

    year: int | None
    raw: str
    comparator: Comparator | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    qualitative: str | None = None
    span: Span = Span(0, 0)


@dataclass(frozen=True, slots=True)
class IndicatorReading:
    """A measure with its targets, from a row of an annex or from a clause of prose."""

    name: str
    targets: tuple[TargetValue, ...]
    source: Literal["annex", "prose"]
    no: str | None = None
    unit: str | None = None
    dimension: str | None = None
    group: str | None = None
    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    in_resolution_42: bool | None = None
    parent_no: str | None = None
    sentence: str | None = None
    confidence: Decimal = Decimal(1)
    span: Span = Span(0, 0)
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a task is to be done. ``from_year``/``to_year`` are calendar years, both included."""

    kind: ScheduleKind
    from_year: int | None = None
    to_year: int | None = None
    quarter: int | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True)
class TaskReading:
    """Something to be done, by whom, with whom, until when, with which product."""

    name: str
    no: str | None = None
    section: str | None = None
    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    submit_to: str | None = None
    product: str | None = None
    note: str | None = None
    schedule_raw: str | None = None
    schedule: Schedule | None = None
    source: Literal["annex", "prose"] = "annex"
    confidence: Decimal = Decimal(1)
    span: Span = Span(0, 0)
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyReading:
    """A report or an own plan that is due: who sends what to whom by which day.

    ``quarter`` is set where the words name a quarter, whose last day is meant.
    """

    who: str
    to: str
    due_raw: str
    what: str
    month: int | None = None
    day: int | None = None
    recurrence: Recurrence | None = None
    year: int | None = None
    section: str | None = None
    span: Span = Span(0, 0)
    marks: tuple[Mark, ...] = ()
    quarter: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What looks wrong in the document itself, and the reading that would mend it.

    ``rule`` names the check that found it; ``where`` is a place an official recognises
    ("chỉ tiêu 49 (2030)"), ``raw`` the printed words, ``subject`` the item it hangs on
    ("indicator:49", "task:6.5", …).
    """

    rule: str
    severity: Severity
    where: str
    raw: str
    note: str
    suggestion: str | None = None
    subject: str | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Unparsed:
    """A stretch that looked like something but was not understood; kept and shown, never guessed."""

    span: Span
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one plan document; ``tables`` includes grids rebuilt from flat text.

    ``paragraphs`` are the logical paragraphs outside tables, whatever the line breaks of the file.
    """

    source: Source
    document: DocumentInfo = DocumentInfo()
    references: tuple[Reference, ...] = ()
    sections: tuple[Section, ...] = ()
    indicators: tuple[IndicatorReading, ...] = ()
    tasks: tuple[TaskReading, ...] = ()
    duties: tuple[DutyReading, ...] = ()
    findings: tuple[Finding, ...] = ()
    unparsed: tuple[Unparsed, ...] = ()
    tables: tuple[Table, ...] = ()
    paragraphs: tuple[Span, ...] = ()
