"""Everything counted again from what is kept: digests of reports, approved figures, locked snapshots."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q

from ansinh.apps.planning.models import CatalogueIndicator, Task
from ansinh.apps.reporting.models import (
    Cell,
    CellRevision,
    Figure,
    OfficialFile,
    Report,
    ReportState,
    Round,
    RoundSum,
    RowKind,
    Snapshot,
    SnapshotRow,
)
from ansinh.apps.reporting.selectors.rollups import add_weighted, weighted_of
from ansinh.apps.reporting.selectors.series import list_series
from ansinh.apps.reporting.selectors.sums import STAGES, count_sums, read_sums, read_weighted
from ansinh.apps.reporting.selectors.taskwork import instances_of
from ansinh.apps.reporting.services.snapshot import digest_all, digest_row, funds_of, numbers_of, said_of
from ansinh.apps.reporting.services.submitting import digest
from ansinh.core.progress.rollup import PlaceAxis, Sums, WeightedSums

STAGE_NAMES = {"approved": "đã duyệt", "waiting": "mới nộp"}
HELD = ("numerator", "denominator", "value", "blank", "note", "source")


@dataclass(slots=True)
class Verified:
    """How much was counted again, and each difference in a sentence."""

    reports: int = 0
    figures: int = 0
    sums: int = 0
    snapshots: int = 0
    rows: int = 0
    files: int = 0
    faults: list[str] = field(default_factory=list)


def verify_everything() -> Verified:
    """Count everything again and say what differs; nothing is changed."""
    found = Verified()
    _reports(found)
    _figures(found)
    _sums(found)
    _filled(found)
    _snapshots(found)
    _files(found)
    return found


def _reports(found: Verified) -> None:
    sealed = Report.objects.filter(state__in=[ReportState.SUBMITTED, ReportState.APPROVED]).exclude(content_sha256="")
    for report in sealed.select_related("round__scheme", "place", "agency").order_by("pk"):
        found.reports += 1
        if digest(report) != report.content_sha256:
            found.faults.append(f"{report}: nội dung không còn đúng với bản đã nộp (mã băm khác).")


def _figures(found: Verified) -> None:
    """Compare every approved figure, of every version, with what was typed before that version was handed in."""
    typed: dict[tuple[Any, int, str], list[CellRevision]] = defaultdict(list)
    for revision in CellRevision.objects.select_related("cell").order_by("revision").iterator(chunk_size=2000):
        typed[revision.cell.report_id, revision.cell.line_id, revision.cell.breakdown].append(revision)
    figures = Figure.objects.select_related(
        "report__round__scheme", "report__place", "report__agency", "line__entry", "line__indicator"
    )
    counted: dict[Any, set[tuple[int, str]]] = defaultdict(set)
    for figure in figures.order_by("pk").iterator(chunk_size=2000):
        found.figures += 1
        before = [
            one
            for one in typed.get((figure.report_id, figure.line_id, figure.breakdown), ())
            if one.report_version < figure.version
        ]
        if not before:
            found.faults.append(f"{figure.report}: “{figure.line}” bản {figure.version} có số duyệt mà chưa ai nhập.")
        elif any(getattr(before[-1], name) != getattr(figure, name) for name in HELD):
            found.faults.append(f"{figure.report}: “{figure.line}” bản {figure.version} khác với số đã nhập và nộp.")
        if figure.is_current:
            counted[figure.report_id].add((figure.line_id, figure.breakdown))
            if figure.version != figure.report.approved_version:
                found.faults.append(
                    f"{figure.report}: “{figure.line}” đang dùng bản {figure.version}, "
                    f"bản đã duyệt là {figure.report.approved_version or 'chưa có'}."
                )
    handed: dict[Any, list[tuple[int, int, str]]] = defaultdict(list)
    for (report_id, line_id, breakdown), revisions in typed.items():
        handed[report_id].append((revisions[0].report_version, line_id, breakdown))
    approved = Report.objects.filter(approved_version__isnull=False).select_related("round__scheme", "place", "agency")
    for report in approved:
        expected = {
            (line_id, breakdown)
            for version, line_id, breakdown in handed.get(report.pk, ())
            if version < (report.approved_version or 0)
        }
        now = counted.get(report.pk, set())
        if expected != now:
            found.faults.append(f"{report}: đã duyệt {len(expected)} số mà đang dùng {len(now)} số.")


def _sums(found: Verified) -> None:
    """Count the sums that the database keeps again from the figures they were made of."""
    waiting = Cell.objects.filter(report__state="submitted", report__approved_version=None)
    for stage, rows in zip(STAGES, (Figure.objects.filter(is_current=True), waiting), strict=True):
        again: dict[Any, dict[Any, Sums]] = defaultdict(dict)
        for (opened_id, *what), sums in count_sums(rows, "report__round", "line", "breakdown"):
            again[opened_id][tuple(what)] = sums
        for opened in Round.objects.select_related("scheme"):
            kept = read_sums(RoundSum.objects.filter(round=opened, stage=stage), "line_id", "breakdown")
            there, counted = {key: one for key, one in kept.items() if one != Sums()}, again[opened.pk]
            found.sums += len(counted)
            wrong = sum(there.get(key) != counted.get(key) for key in there.keys() | counted.keys())
            if wrong:
                found.faults.append(f"{opened}: {wrong} tổng ({STAGE_NAMES[stage]}) khác với tính lại từ số liệu.")
        _weighted(found, stage, rows)


def _weighted(found: Verified, stage: str, rows: Any) -> None:
    """Count again what weighted means rest on, with the weights that are recorded now."""
    names = ("round_id", "line_id", "breakdown")
    counted = add_weighted(
        rows.filter(line__entry__place_axis=PlaceAxis.WEIGHTED), "report__round_id", "line_id", "breakdown"
    )
    again = {(row["report__round_id"], row["line_id"], row["breakdown"]): weighted_of(row) for row in counted}
    held = read_weighted(RoundSum.objects.filter(stage=stage, line__entry__place_axis=PlaceAxis.WEIGHTED), *names)
    kept = {key: one for key, one in held.items() if one != WeightedSums()}
    wrong = sum(kept.get(key) != again.get(key) for key in kept.keys() | again.keys())
    found.sums += len(again)
    if wrong:
        found.faults.append(f"{wrong} tổng có quyền số ({STAGE_NAMES[stage]}) khác với tính lại từ số liệu.")


def _filled(found: Verified) -> None:
    has = (
        ~Q(cells__blank="")
        | Q(cells__value__isnull=False)
        | Q(cells__numerator__isnull=False, cells__denominator__isnull=False)
    )
    counted = Count("cells", filter=has & Q(cells__breakdown="", cells__line__is_required=True))
    wrong = (
        Report.objects.annotate(again=counted)
        .exclude(filled=F("again"))
        .select_related("round__scheme", "place", "agency")
    )
    for report in wrong.order_by("pk"):
        found.faults.append(f"{report}: đếm được {report.again} ô đã có số mà đang ghi {report.filled}.")


def _snapshots(found: Verified) -> None:
    for snapshot in Snapshot.objects.select_related("report__plan__scope_unit").order_by("report", "number"):
        found.snapshots += 1
        rows = list(snapshot.rows.order_by("ordinal"))
        found.rows += len(rows)
        said = f"{snapshot.report}, khóa lần {snapshot.number}"
        wrong = [row.ordinal for row in rows if digest_row(row.content) != row.sha256]
        if wrong:
            found.faults.append(f"{said}: {len(wrong)} dòng không đúng mã băm, dòng đầu là {wrong[0]}.")
        if digest_all([row.sha256 for row in rows]) != snapshot.sha256:
            found.faults.append(f"{said}: mã băm chung không đúng: có dòng thêm, mất hoặc đổi chỗ.")
        again = _recomputed(snapshot, rows)
        for row in rows:
            # A row that was locked before something was kept does not have it; its digest holds the rest.
            if any(row.content[name] != value for name, value in again[row.ordinal].items() if name in row.content):
                found.faults.append(f"{said}: dòng {row.ordinal} tính lại từ số liệu đã duyệt ra số khác.")


def _recomputed(snapshot: Snapshot, rows: list[SnapshotRow]) -> dict[int, dict[str, Any]]:
    """Return the numbers of each row from what counted when it was locked."""
    report = snapshot.report
    years = range(report.from_year, report.to_year + 1)
    held = [row for row in rows if row.kind == RowKind.INDICATOR]
    entries = CatalogueIndicator.objects.in_bulk({row.content["entry"] for row in held if row.content["entry"]})
    unit = report.plan.scope_unit
    series = list_series(unit=unit, entries=entries, at=snapshot.taken_at) if unit is not None else {}
    found = {
        row.ordinal: numbers_of(
            [
                one
                for one in series.get((row.content["entry"], row.content["part"]), [])
                if one.period.start <= snapshot.day
            ],
            years,
        )
        for row in held
    }
    tasks = Task.objects.select_related("plan", "initial_state").in_bulk({row.task_id for row in rows if row.task_id})
    instances = instances_of(tasks.values(), on=snapshot.day, at=snapshot.taken_at)
    said = {(pk, one.code): said_of(one) for pk, many in instances.items() for one in many}
    money = funds_of(list(tasks), years, day=snapshot.day, at=snapshot.taken_at)
    for row in rows:
        if row.kind == RowKind.TASK:
            found[row.ordinal] = said.get((row.task_id or 0, row.content["period"]), {"period": None})
        elif row.kind == RowKind.FUND:
            found[row.ordinal] = dict(money.get((row.task_id or 0, row.content["source"]), {"allocated_vnd": None}))
    return found


def _files(found: Verified) -> None:
    for file in OfficialFile.objects.select_related("report").order_by("pk"):
        found.files += 1
        if hashlib.sha256(bytes(file.content)).hexdigest() != file.sha256:
            found.faults.append(f"{file.report}: tệp {file.get_kind_display()} không còn đúng mã băm.")
