"""Puts a reading into the tables: every row pending, nothing used before a person accepts it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from ansinh.apps.planning.models import (
    AgencyMention,
    Assignment,
    AssignmentRole,
    Citation,
    Finding,
    Indicator,
    Plan,
    PlanFile,
    PlanState,
    ReportDuty,
    Section,
    Target,
    Task,
)
from ansinh.apps.planning.services.bindings import propose_bindings
from ansinh.apps.planning.services.scope import guess_scope
from ansinh.apps.planning.services.values import citation_key, is_storable, plain
from ansinh.apps.territory.selectors.agencies import find_by_names
from ansinh.core.plandoc.agencies import agency_key
from ansinh.core.plandoc.model import IndicatorReading, Mark, Reading, TargetValue, TaskReading
from ansinh.core.plandoc.source import Paragraph, Span, Table
from ansinh.core.text import fold

# States of a plan whose rows nobody works on yet, so that a reading may replace them.
UNREAD = (PlanState.READING, PlanState.FAILED)


def pack_blocks(reading: Reading) -> list[Any]:
    """Return paragraphs and tables in order, as lists: ["p", start, end, level] or ["t", start, end, …].

    Logical paragraphs stand for the lines they join; a line that belongs to none is kept as it is.
    """
    source = reading.source
    tables = {block.span.start: block for block in source.blocks if isinstance(block, Table)}
    tables.update({table.span.start: table for table in reading.tables})
    packed: list[Any] = [pack_table(table) for table in tables.values()]
    packed += [["p", span.start, span.end, None] for span in reading.paragraphs]
    covered = sorted((block[1], block[2]) for block in packed)
    starts = [start for start, _ in covered]
    for block in source.blocks:
        if not isinstance(block, Paragraph) or block.span.start == block.span.end:
            continue
        before = bisect_right(starts, block.span.start) - 1
        if before < 0 or covered[before][1] <= block.span.start:
            packed.append(["p", block.span.start, block.span.end, block.level])
    return sorted(packed, key=lambda block: block[1])


def pack_table(table: Table) -> list[Any]:
    """Return a table as ["t", start, end, columns, rows, cells]."""
    cells = [[c.span.start, c.span.end, c.row, c.column, c.row_span, c.column_span] for c in table.cells]
    return ["t", table.span.start, table.span.end, table.column_count, table.row_count, cells]


def store_reading(*, plan: Plan, reading: Reading) -> None:
    """Store all that was read from a plan, in one transaction; an earlier reading of it is replaced.

    A plan that is in review by now is left alone: a reader that was believed dead may still come to its end.
    Grids rebuilt from flattened text are kept with the blocks of the file.
    """
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=plan.pk)
        if plan.state not in UNREAD:
            return
        for related in (plan.findings, plan.indicators, plan.tasks, plan.duties, plan.citations, plan.sections):
            related.all().delete()
        plan.agency_mentions.all().delete()
        _store_document(plan, reading)
        Section.objects.bulk_create(
            Section(
                plan=plan,
                ordinal=ordinal,
                label=section.label[:60],
                title=section.title,
                level=section.level,
                path=section.path[:200],
                run_in=section.run_in,
                span_start=section.span.start,
                span_end=section.span.end,
                body_end=max(section.body.end, section.span.end),
            )
            for ordinal, section in enumerate(reading.sections)
        )
        indicators = _store_indicators(plan, reading)
        tasks = _store_tasks(plan, reading)
        _store_assignments(plan, indicators, tasks)
        _store_duties(plan, reading)
        _store_citations(plan, reading)
        _store_findings(plan, reading, indicators, tasks)
        propose_bindings(plan=plan)


def _store_document(plan: Plan, reading: Reading) -> None:
    document = reading.document
    # Without the bytes of the file, which may be many and do not change.
    PlanFile.objects.filter(pk=plan.file_id).update(
        text=reading.source.text, blocks=pack_blocks(reading), page_starts=list(reading.source.page_starts)
    )
    plan.number = (document.number or "")[:60]
    plan.type = (document.type or "")[:60]
    plan.title = document.title or ""
    plan.issuer = (document.issuer or "")[:300]
    plan.place = (document.place or "")[:120]
    plan.issued_on = document.issued_on
    plan.scope_unit = guess_scope(issuer=plan.issuer, place=plan.place, on=plan.issued_on)
    plan.signer = (document.signer or "")[:120]
    plan.signer_title = (document.signer_title or "")[:200]
    plan.recipients = list(document.recipients)
    plan.unparsed = [[item.span.start, item.span.end, item.reason] for item in reading.unparsed]
    plan.search_key = fold(f"{plan.number} {plan.title} {plan.issuer}")
    plan.state = PlanState.IN_REVIEW
    plan.failure = ""
    plan.save()


def _marks(marks: Iterable[Mark]) -> list[list[Any]]:
    return [[mark.kind, mark.span.start, mark.span.end, mark.year] for mark in marks]


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _store_indicators(plan: Plan, reading: Reading) -> list[tuple[Indicator, IndicatorReading]]:
    pairs = []
    for ordinal, item in enumerate(reading.indicators):
        read = {
            "no": item.no or "",
            "name": item.name,
            "unit": item.unit or "",
            "dimension": item.dimension or "",
            "lead": list(item.lead),
            "supporting": list(item.coordinating),
            "targets": [
                {
                    "year": target.year,
                    "raw": target.raw,
                    "comparator": target.comparator or "",
                    "low": plain(target.low),
                    "high": plain(target.high),
                    "qualitative": target.qualitative or "",
                }
                for target in item.targets
            ],
        }
        row = Indicator(
            plan=plan,
            ordinal=ordinal,
            span_start=item.span.start,
            span_end=item.span.end,
            marks=_marks(item.marks),
            read=read,
            confidence=item.confidence,
            no=(item.no or "")[:20],
            parent_no=(item.parent_no or "")[:20],
            name=item.name,
            unit=(item.unit or "")[:120],
            dimension=(item.dimension or "")[:300],
            group=(item.group or "")[:300],
            source=item.source,
            sentence=item.sentence or "",
            in_resolution_42=item.in_resolution_42,
            search_key=fold(f"{item.no or ''} {item.name} {item.dimension or ''} {item.group or ''}"),
        )
        pairs.append((row, item))
    Indicator.objects.bulk_create(row for row, _ in pairs)
    Target.objects.bulk_create(
        Target(
            indicator=row,
            ordinal=ordinal,
            year=target.year,
            raw=target.raw,
            comparator=(target.comparator or "") if _fits(target) else "",
            low=_bound(target, min),
            high=_bound(target, max),
            qualitative=target.qualitative or "",
            span_start=target.span.start,
            span_end=target.span.end,
        )
        for row, item in pairs
        for ordinal, target in enumerate(item.targets)
    )
    return pairs


def _fits(target: TargetValue) -> bool:
    """Say whether the table can hold the figures; of one too large only the printed words are kept."""
    return all(is_storable(bound) for bound in (target.low, target.high))


def _bound(target: TargetValue, choose: Callable[[Decimal, Decimal], Decimal]) -> Decimal | None:
    if not _fits(target):
        return None
    if target.low is not None and target.high is not None:
        return choose(target.low, target.high)
    return target.low if choose is min else target.high


def _store_tasks(plan: Plan, reading: Reading) -> list[tuple[Task, TaskReading]]:
    pairs = []
    for ordinal, item in enumerate(reading.tasks):
        schedule = item.schedule
        row = Task(
            plan=plan,
            ordinal=ordinal,
            span_start=item.span.start,
            span_end=item.span.end,
            marks=_marks(item.marks),
            read={
                "no": item.no or "",
                "name": item.name,
                "lead": list(item.lead),
                "supporting": list(item.coordinating),
                "product": item.product or "",
                "schedule_raw": item.schedule_raw or "",
            },
            confidence=item.confidence,
            no=(item.no or "")[:20],
            section=(item.section or "")[:400],
            name=item.name,
            submit_to=(item.submit_to or "")[:300],
            product=item.product or "",
            note=item.note or "",
            source=item.source,
            schedule_raw=item.schedule_raw or "",
            schedule_kind=schedule.kind if schedule else "",
            from_year=schedule.from_year if schedule else None,
            to_year=schedule.to_year if schedule else None,
            quarter=schedule.quarter if schedule else None,
            event=(schedule.event or "") if schedule else "",
            search_key=fold(f"{item.no or ''} {item.name} {item.product or ''} {item.section or ''}"),
        )
        pairs.append((row, item))
    Task.objects.bulk_create(row for row, _ in pairs)
    return pairs


def _store_assignments(
    plan: Plan,
    indicators: list[tuple[Indicator, IndicatorReading]],
    tasks: list[tuple[Task, TaskReading]],
) -> None:
    pairs: list[tuple[Indicator | Task, IndicatorReading | TaskReading]] = [*indicators, *tasks]
    printed: dict[str, str] = {}
    for _, item in pairs:
        for name in (*item.lead, *item.coordinating):
            printed.setdefault(agency_key(name)[:400], name[:400])
    known = find_by_names(names=printed.values(), place=plan.place)
    mentions = {
        key: AgencyMention(plan=plan, printed=name, key=key, agency=known.get(name)) for key, name in printed.items()
    }
    AgencyMention.objects.bulk_create(mentions.values())
    Assignment.objects.bulk_create(
        Assignment(
            indicator=row if isinstance(row, Indicator) else None,
            task=row if isinstance(row, Task) else None,
            mention=mentions[agency_key(name)[:400]],
            role=role,
            ordinal=ordinal,
        )
        for row, item in pairs
        for role, names in ((AssignmentRole.LEAD, item.lead), (AssignmentRole.SUPPORTING, item.coordinating))
        for ordinal, name in enumerate(names)
    )


def _store_duties(plan: Plan, reading: Reading) -> None:
    ReportDuty.objects.bulk_create(
        ReportDuty(
            plan=plan,
            ordinal=ordinal,
            span_start=duty.span.start,
            span_end=duty.span.end,
            marks=_marks(duty.marks),
            read={"who": duty.who, "to": duty.to, "due_raw": duty.due_raw, "what": duty.what},
            who=duty.who,
            to=duty.to,
            what=duty.what,
            due_raw=duty.due_raw,
            recurrence=duty.recurrence or "",
            month=duty.month,
            day=duty.day,
            year=duty.year,
            quarter=duty.quarter,
            section=(duty.section or "")[:200],
        )
        for ordinal, duty in enumerate(reading.duties)
    )


def _store_citations(plan: Plan, reading: Reading) -> None:
    rows = []
    for ordinal, item in enumerate(reading.references):
        place = item.spans[0] if item.spans else Span(0, 0)
        rows.append(
            Citation(
                plan=plan,
                ordinal=ordinal,
                span_start=place.start,
                span_end=place.end,
                marks=[["reference", span.start, span.end, None] for span in item.spans],
                read={"number": item.number or "", "type": item.type or "", "issuer": item.issuer or ""},
                number=(item.number or "")[:60],
                type=(item.type or "")[:60],
                date=item.date,
                issuer=(item.issuer or "")[:300],
                name=item.name or "",
                role=(item.role or "")[:30],
                key=citation_key(item.number or ""),
                places=_spans(item.spans),
            )
        )
    Citation.objects.bulk_create(rows)


def _store_findings(
    plan: Plan,
    reading: Reading,
    indicators: list[tuple[Indicator, IndicatorReading]],
    tasks: list[tuple[Task, TaskReading]],
) -> None:
    rows = []
    for ordinal, item in enumerate(reading.findings):
        indicator, task = _subject(item.spans, indicators), _subject(item.spans, tasks)
        rows.append(
            Finding(
                plan=plan,
                ordinal=ordinal,
                rule=item.rule[:60],
                severity=item.severity,
                where=item.where[:400],
                raw=item.raw,
                note=item.note,
                suggestion=item.suggestion or "",
                indicator=indicator,
                task=task if indicator is None else None,
                spans=_spans(item.spans),
            )
        )
    Finding.objects.bulk_create(rows)


def _subject(spans: Sequence[Span], pairs: Sequence[tuple[Any, Any]]) -> Any:
    """Return the row in whose place the finding stands, if any: the first span decides."""
    if not spans:
        return None
    place = spans[0]
    inside = [row for row, item in pairs if item.span.start <= place.start and place.end <= item.span.end]
    return min(inside, key=lambda row: row.span_end - row.span_start, default=None)
