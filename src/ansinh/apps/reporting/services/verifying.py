"""Everything counted again from what is kept: digests of reports, approved figures, locked snapshots."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from ansinh.apps.planning.models import CatalogueIndicator
from ansinh.apps.reporting.models import (
    CellRevision,
    Figure,
    OfficialFile,
    Report,
    ReportState,
    Snapshot,
    SnapshotRow,
)
from ansinh.apps.reporting.selectors.series import list_series
from ansinh.apps.reporting.services.official import digest_all, digest_row, numbers_of
from ansinh.apps.reporting.services.submitting import digest

HELD = ("numerator", "denominator", "value", "blank", "note", "source")


@dataclass(slots=True)
class Verified:
    """How much was counted again, and each difference in a sentence."""

    reports: int = 0
    figures: int = 0
    snapshots: int = 0
    rows: int = 0
    files: int = 0
    faults: list[str] = field(default_factory=list)


def verify_everything() -> Verified:
    """Count everything again and say what differs; nothing is changed."""
    found = Verified()
    _reports(found)
    _figures(found)
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
    figures = Figure.objects.select_related("report__round__scheme", "report__place", "report__agency", "line__entry")
    counted: dict[Any, set[tuple[int, str]]] = defaultdict(set)
    for figure in figures.order_by("pk").iterator(chunk_size=2000):
        found.figures += 1
        before = [
            one
            for one in typed[figure.report_id, figure.line_id, figure.breakdown]
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
    approved = Report.objects.filter(approved_version__isnull=False).select_related("round__scheme", "place", "agency")
    for report in approved:
        expected = {
            (line_id, breakdown)
            for (report_id, line_id, breakdown), revisions in typed.items()
            if report_id == report.pk and revisions[0].report_version < (report.approved_version or 0)
        }
        if expected != counted[report.pk]:
            found.faults.append(f"{report}: đã duyệt {len(expected)} số mà đang dùng {len(counted[report.pk])} số.")


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
            if again[row.ordinal] != {name: row.content[name] for name in again[row.ordinal]}:
                found.faults.append(f"{said}: dòng {row.ordinal} tính lại từ số liệu đã duyệt ra số khác.")


def _recomputed(snapshot: Snapshot, rows: list[SnapshotRow]) -> dict[int, dict[str, Any]]:
    """Return the numbers of each row from the figures that counted when it was locked."""
    report = snapshot.report
    entries = CatalogueIndicator.objects.in_bulk({row.content["entry"] for row in rows if row.content["entry"]})
    unit = report.plan.scope_unit
    series = list_series(unit=unit, entries=entries, at=snapshot.taken_at) if unit is not None else {}
    years = range(report.from_year, report.to_year + 1)
    return {
        row.ordinal: numbers_of(
            [
                one
                for one in series.get((row.content["entry"], row.content["part"]), [])
                if one.period.start <= snapshot.day
            ],
            years,
        )
        for row in rows
    }


def _files(found: Verified) -> None:
    for file in OfficialFile.objects.select_related("report").order_by("pk"):
        found.files += 1
        if hashlib.sha256(bytes(file.content)).hexdigest() != file.sha256:
            found.faults.append(f"{file.report}: tệp {file.get_kind_display()} không còn đúng mã băm.")
