"""The figures of a plan as they count at one moment: indicators, tasks and money, each row with its digest."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import AssignmentRole, Task
from ansinh.apps.planning.models.items import IN_USE
from ansinh.apps.reporting.models import FundEntry, FundSource, OfficialReport, RowKind, Snapshot, SnapshotRow
from ansinh.apps.reporting.selectors.progress import Progress, assess_plan
from ansinh.apps.reporting.selectors.series import Reported, as_exact
from ansinh.apps.reporting.selectors.taskwork import Instance, instances_of
from ansinh.apps.reporting.services.official import locked_report
from ansinh.core.progress.periods import PeriodKind
from ansinh.core.progress.words import say_goal


@transaction.atomic
def take_snapshot(*, report_id: Any, actor: User, now: dt.datetime, day: dt.date) -> Snapshot:
    """Lock the figures of the plan as they count now; the report prints these until it is locked anew."""
    report = locked_report(report_id, None)
    rows = snapshot_rows(report, day=day, at=now)
    number = 1 + max((one.number for one in report.snapshots.all()), default=0)
    snapshot = Snapshot.objects.create(
        report=report,
        number=number,
        day=day,
        taken_at=now,
        taken_by=actor,
        sha256=digest_all([digest_row(row.content) for row in rows]),
    )
    for at, row in enumerate(rows, start=1):
        row.snapshot, row.ordinal, row.sha256 = snapshot, at, digest_row(row.content)
    SnapshotRow.objects.bulk_create(rows)
    report.snapshot, report.version = snapshot, report.version + 1
    report.save(update_fields=["snapshot", "version"])
    detail = {"number": number, "rows": len(rows), "sha256": snapshot.sha256}
    record(actor=actor, verb="reporting.snapshot", subject=report, detail=detail, at=now)
    return snapshot


def snapshot_rows(report: OfficialReport, *, day: dt.date, at: dt.datetime) -> list[SnapshotRow]:
    """Return what a snapshot keeps, as it counted at a moment: indicators, then instances of tasks, then their money."""
    years = range(report.from_year, report.to_year + 1)
    rows = [
        SnapshotRow(kind=RowKind.INDICATOR, indicator_id=row.indicator.pk, content=content_of(row, years))
        for row in assess_plan(report.plan, today=day, at=at)
    ]
    tasks = list(
        Task.objects.filter(plan=report.plan_id, state__in=IN_USE)
        .select_related("initial_state")
        .prefetch_related("assignments__mention")
        .order_by("ordinal", "pk")
    )
    for task in tasks:
        task.plan = report.plan
    for pk, instances in instances_of(tasks, on=day, at=at).items():
        rows += [
            SnapshotRow(kind=RowKind.TASK, task_id=pk, content=content_of_task(one))
            for one in instances
            if one.period is None or one.period.year in years
        ]
    sums = funds_of([task.pk for task in tasks], years, day=day, at=at)
    for task in tasks:
        rows += [
            SnapshotRow(
                kind=RowKind.FUND, task_id=task.pk, content=_about(task) | {"source": code} | sums[task.pk, code]
            )
            for code in FundSource.values
            if (task.pk, code) in sums
        ]
    return rows


def _about(task: Task) -> dict[str, Any]:
    leads = [one.mention.printed for one in task.assignments.all() if one.role == AssignmentRole.LEAD]
    return {"no": task.no, "name": task.name, "lead": leads[0] if leads else ""}


def content_of_task(one: Instance) -> dict[str, Any]:
    """Return one instance of a task as plain values."""
    return {
        **_about(one.task),
        "product": one.task.product,
        "schedule": one.task.schedule_raw,
        "label": one.label,
        "due": one.due.isoformat() if one.due is not None else None,
        "status": one.status.code,
        "days": one.status.days,
        **said_of(one),
    }


def said_of(one: Instance) -> dict[str, Any]:
    """Return what a snapshot keeps of what was said of an instance; counted again when it is verified."""
    last = one.last
    return {
        "period": one.code,
        "said": last.number if last is not None else 0,
        "share": one.share,
        "on": last.on.isoformat() if last is not None else None,
    }


def funds_of(tasks: list[int], years: range, *, day: dt.date, at: dt.datetime) -> dict[tuple[int, str], dict[str, int]]:
    """Return the money of tasks by source in some years, as it stood at a moment, in đồng."""
    there = Q(withdrawn_at=None) | Q(withdrawn_at__gt=at)
    rows = FundEntry.objects.filter(there, task__in=tasks, on__lte=day, entered_at__lte=at, on__year__in=list(years))
    found: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: {"allocated_vnd": 0, "spent_vnd": 0})
    for row in rows:
        found[row.task_id, row.source][f"{row.kind}_vnd"] += row.amount_vnd
    return dict(found)


def content_of(row: Progress, years: range) -> dict[str, Any]:
    """Return one indicator as plain values; figures are texts, exact to twelve decimals."""
    goal = row.current.goal
    leads = [one.mention.printed for one in row.indicator.assignments.all() if one.role == "lead"]
    return {
        "no": row.indicator.no,
        "name": row.indicator.name,
        "dimension": row.indicator.dimension,
        "group": row.indicator.group,
        "unit": row.indicator.unit or (row.entry.unit if row.entry else ""),
        "lead": leads[0] if leads else "",
        "goal": say_goal(goal) if goal is not None else "",
        "due": goal.due.year if goal is not None and goal.due is not None else None,
        "baseline": _text(row.baseline.value) if row.baseline is not None and not row.baseline_is_first else None,
        "baseline_year": row.baseline.at.year if row.baseline is not None and not row.baseline_is_first else None,
        "entry": row.entry.pk if row.entry is not None else "",
        "part": row.dimension,
        **numbers_of(row.series, years),
        "status": row.code,
        "why": row.why,
    }


def numbers_of(series: Iterable[Reported], years: Iterable[int]) -> dict[str, Any]:
    """Return what a snapshot keeps of an indicator's figures: each year's, and the newest with what it rests on."""
    known = [one for one in series if one.value is not None]
    latest = known[-1] if known else None
    by_year, partial = {}, []
    for year in years:
        in_year = [one for one in known if one.period.year == year]
        counting = [one for one in in_year if one.counts or one.period.kind is PeriodKind.YEAR]
        shown = [one for one in counting if one.period.kind is PeriodKind.YEAR] or counting
        by_year[str(year)] = _text(as_exact(shown[-1].value)) if shown else None
        partial += [str(year)] if shown and shown[-1].is_provisional else []
    return {
        "years": by_year,
        "partial": partial,
        "is_partial": latest is not None and latest.is_provisional,
        "period": latest.period.code if latest is not None else None,
        "value": _text(as_exact(latest.value)) if latest is not None else None,
        "numerator": _text(latest.found.numerator) if latest is not None else None,
        "denominator": _text(latest.found.denominator) if latest is not None else None,
        "known": latest.found.known if latest is not None else 0,
        "expected": latest.found.expected if latest is not None else 0,
        "who": latest.who if latest is not None else "",
    }


def _text(value: Any) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def digest_row(content: dict[str, Any]) -> str:
    """Return the digest of one row."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def digest_all(digests: list[str]) -> str:
    """Return the digest of a snapshot: of its rows' digests in order."""
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()
