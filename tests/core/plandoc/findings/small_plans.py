"""Small made-up plans for the checks: a text, and rows and tasks written in one line each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ansinh.core.plandoc.findings import RULES, check
from ansinh.core.plandoc.findings.plan import Plan
from ansinh.core.plandoc.model import (
    DocumentInfo,
    DutyReading,
    Finding,
    IndicatorReading,
    Reading,
    Schedule,
    Section,
    TargetValue,
    TaskReading,
)
from ansinh.core.plandoc.source import Span, from_text

NOWHERE = Span(0, 0)
ISSUED = date(2024, 8, 9)
HEAD = DocumentInfo(
    number="12/KH-UBND",
    type="Kế hoạch",
    issued_on=ISSUED,
    issuer="Ủy ban nhân dân tỉnh An Bình",
    title="Thực hiện chính sách xã hội",
)


def value(raw: str, year: int = 2030) -> TargetValue:
    """A target as printed: "> 95", "85-90", "khoảng 75", "-", or words."""
    text = raw.replace("%", "").strip()
    signs = {"≥": ">=", "≤": "<=", ">=": ">=", "<=": "<=", ">": ">", "<": "<", "khoảng": "approx"}
    for sign, comparator in signs.items():
        if text.startswith(sign):
            number = Decimal(text[len(sign) :].strip().replace(",", "."))
            low = number if comparator not in ("<", "<=") else None
            high = number if comparator not in (">", ">=") else None
            return TargetValue(year, raw, comparator, low, high)  # type: ignore[arg-type]
    if text in ("-", ""):
        return TargetValue(year, raw)
    low, _, high = text.replace(",", ".").partition("-")
    try:
        first, last = Decimal(low), Decimal(high or low)
    except ArithmeticError:
        return TargetValue(year, raw, "qualitative", qualitative=raw)
    return TargetValue(year, raw, "range" if high else "=", first, last)


def row(
    no: str | None,
    name: str,
    *raws: str,
    unit: str | None = "%",
    lead: str = "Sở Y tế",
    coordinating: str = "",
    parent: str | None = None,
    span: Span = NOWHERE,
) -> IndicatorReading:
    """A row of an annex with its values for 2025 and 2030, or for 2030 only."""
    years = (2025, 2030) if len(raws) > 1 else (2030,)
    return IndicatorReading(
        name=name,
        targets=tuple(value(raw, year) for raw, year in zip(raws, years, strict=True)),
        source="annex",
        no=no,
        unit=unit,
        dimension=name if parent else None,
        lead=tuple(filter(None, lead.split("; "))),
        coordinating=tuple(filter(None, coordinating.split("; "))),
        parent_no=parent,
        span=span,
    )


def prose(name: str, raw: str, year: int = 2030, *, unit: str = "%", dimension: str | None = None) -> IndicatorReading:
    """A target stated in running text."""
    return IndicatorReading(
        name, (value(raw, year),), "prose", unit=unit, dimension=dimension, sentence=f"{name} {raw}"
    )


def task(
    no: str | None,
    name: str,
    lead: str = "Sở Y tế",
    coordinating: str = "Sở Tài chính",
    *,
    product: str | None = None,
    schedule: Schedule | None = None,
    raw: str | None = None,
    section: str | None = None,
    source: str = "annex",
    span: Span = NOWHERE,
) -> TaskReading:
    """A row of an annex of tasks."""
    return TaskReading(
        name,
        no=no,
        section=section,
        lead=tuple(filter(None, lead.split("; "))),
        coordinating=tuple(filter(None, coordinating.split("; "))),
        product=product,
        schedule=schedule,
        schedule_raw=raw,
        source=source,  # type: ignore[arg-type]
        span=span,
    )


def duty(who: str, to: str, day: int, month: int, what: str, year: int | None = None) -> DutyReading:
    """A report that is due every year, or once where a year is given."""
    return DutyReading(who, to, f"trước ngày {day}/{month}", what, month, day, "once" if year else "annual", year)


def reading(
    text: str = "",
    *,
    rows: tuple[IndicatorReading, ...] = (),
    tasks: tuple[TaskReading, ...] = (),
    duties: tuple[DutyReading, ...] = (),
    sections: tuple[Section, ...] = (),
    document: DocumentInfo = HEAD,
) -> Reading:
    """A plan of the given parts."""
    return Reading(from_text(text), document, sections=sections, indicators=rows, tasks=tasks, duties=duties)


def outline(text: str, *headings: tuple[str, str]) -> tuple[Section, ...]:
    """Headings given as (path, title), each found in the text and reaching to the next of its level."""
    made = []
    for path, title in headings:
        start = text.index(title)
        level = path.count("/") + 1
        made.append(Section(path.split("/")[-1], title, level, None, False, path, Span(start, start + len(title))))
    closed = []
    for at, section in enumerate(made):
        end = next((s.span.start for s in made[at + 1 :] if s.level <= section.level), len(text))
        closed.append(
            Section(
                section.label,
                section.title,
                section.level,
                None,
                False,
                section.path,
                section.span,
                Span(section.span.end, end),
            )
        )
    return tuple(closed)


def found(rule: str, plan: Reading) -> list[Finding]:
    """What one rule finds."""
    each = next(r for r in RULES if r.id == rule)
    return list(each(Plan(plan)))


def raws(rule: str, plan: Reading) -> list[str]:
    """The printed words of what one rule finds."""
    return [finding.raw for finding in found(rule, plan)]


__all__ = [
    "HEAD",
    "ISSUED",
    "check",
    "duty",
    "found",
    "outline",
    "prose",
    "raws",
    "reading",
    "row",
    "task",
    "value",
]
