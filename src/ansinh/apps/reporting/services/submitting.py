"""A report's way: submitted, returned or approved, opened again for a correction. Nothing skips a step."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.reporting.models import Cell, CellRevision, Figure, Report, ReportState, ReportStep, StepVerb
from ansinh.apps.reporting.selectors.checks import lacks_text, list_remarks
from ansinh.apps.reporting.services.access import can_check, can_fill

# state -> what may be done in it; everything else is refused.
STEPS: dict[str, tuple[StepVerb, ...]] = {
    ReportState.DRAFT: (StepVerb.SUBMIT,),
    ReportState.RETURNED: (StepVerb.SUBMIT,),
    ReportState.CORRECTING: (StepVerb.SUBMIT,),
    ReportState.SUBMITTED: (StepVerb.WITHDRAW, StepVerb.RETURN, StepVerb.APPROVE),
    ReportState.APPROVED: (StepVerb.CORRECT,),
}


class StepRefused(Exception):
    """The step was not taken; the message says why and what to do."""


class NotComplete(StepRefused):
    """Something in the report has to be mended first; ``remarks`` lists it, line by line."""

    def __init__(self, remarks: Sequence[Any]) -> None:
        super().__init__(f"Chưa nộp được: còn {len(remarks)} chỗ phải sửa hoặc giải trình.")
        self.remarks = remarks


class ContentChanged(StepRefused):
    """What would be approved is not what was submitted."""


def digest(report: Report) -> str:
    """Return the digest of a report's content: text and figures, in the order of the form."""
    rows = Cell.objects.filter(report=report).order_by("line__ordinal", "line_id", "breakdown")
    content = {
        "report": str(report.pk),
        "text": report.text,
        "cells": [
            [
                cell.line_id,
                cell.breakdown,
                *(_plain(number) for number in (cell.numerator, cell.denominator, cell.value)),
                cell.blank,
                cell.note,
                cell.source,
            ]
            for cell in rows
        ],
    }
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def _locked(report_id: Any, verb: StepVerb) -> Report:
    report = Report.objects.select_for_update().get(pk=report_id)
    if verb not in STEPS[report.state]:
        raise StepRefused(
            f"Báo cáo đang ở trạng thái “{report.get_state_display().lower()}” nên không thể "
            f"{verb.label.lower()}. Tải lại trang để xem tình trạng mới."
        )
    return report


def _step(report: Report, verb: StepVerb, actor: User, now: dt.datetime, reason: str = "") -> None:
    ReportStep.objects.create(
        report=report,
        verb=verb,
        version=report.version,
        actor=actor,
        at=now,
        reason=reason.strip(),
        content_sha256=report.content_sha256,
    )
    record(
        actor=actor,
        verb=f"reporting.{verb.value}",
        subject=report,
        detail={"version": report.version, "reason": reason.strip(), "sha256": report.content_sha256},
        at=now,
    )


@transaction.atomic
def submit_report(*, report_id: Any, actor: User, now: dt.datetime) -> Report:
    """Hand a report in: its content is sealed with a digest. Raises StepRefused, NotComplete with what is left."""
    report = _locked(report_id, StepVerb.SUBMIT)
    if not can_fill(actor, report):
        raise StepRefused("Báo cáo này không thuộc đơn vị của bạn.")
    if lacks_text(report):
        raise StepRefused("Báo cáo chưa có nội dung. Ghi phần lời rồi nộp.")
    remarks = list_remarks(report)
    if remarks:
        raise NotComplete(remarks)
    report.version += 1
    report.content_sha256 = digest(report)
    report.state, report.submitted_by, report.submitted_at = ReportState.SUBMITTED, actor, now
    report.first_submitted_at = report.first_submitted_at or now
    # Whoever approved an earlier version did not approve this one.
    report.approved_by = report.approved_at = None
    report.save()
    _step(report, StepVerb.SUBMIT, actor, now)
    return report


@transaction.atomic
def withdraw_report(*, report_id: Any, actor: User, now: dt.datetime) -> Report:
    """Take a report back that nobody has decided on. Raises StepRefused."""
    report = _locked(report_id, StepVerb.WITHDRAW)
    if not can_fill(actor, report):
        raise StepRefused("Báo cáo này không thuộc đơn vị của bạn.")
    _step(report, StepVerb.WITHDRAW, actor, now)
    return _reopen(report)


@transaction.atomic
def return_report(*, report_id: Any, reason: str, actor: User, now: dt.datetime) -> Report:
    """Send a report back with the reason. Raises StepRefused."""
    report = _locked(report_id, StepVerb.RETURN)
    if not can_check(actor, report):
        raise StepRefused("Bạn không phải người duyệt báo cáo này.")
    if not reason.strip():
        raise StepRefused("Trả lại phải kèm lý do: ghi chỗ nào cần sửa.")
    _step(report, StepVerb.RETURN, actor, now, reason)
    return _reopen(report, returned=True)


def _reopen(report: Report, *, returned: bool = False) -> Report:
    if returned:
        report.state = ReportState.RETURNED
    else:
        report.state = ReportState.CORRECTING if report.approved_version else ReportState.DRAFT
    report.save(update_fields=["state"])
    return report


@transaction.atomic
def approve_report(*, report_id: Any, actor: User, now: dt.datetime, seen_sha256: str | None = None) -> Report:
    """Approve exactly what was submitted: its figures count from now on, and the report is locked.

    seen_sha256: the digest of what the approver looked at. Raises StepRefused (not the checker, maker of it),
    ContentChanged.
    """
    report = _locked(report_id, StepVerb.APPROVE)
    if not can_check(actor, report):
        raise StepRefused("Bạn không phải người duyệt báo cáo này.")
    if report.submitted_by_id == actor.pk or _typed_by(report, actor):
        raise StepRefused("Người nhập hoặc nộp báo cáo không được tự duyệt. Đề nghị người khác duyệt.")
    if seen_sha256 is not None and seen_sha256 != report.content_sha256:
        raise ContentChanged("Đơn vị đã nộp bản khác trong lúc bạn xem. Tải lại trang, xem bản mới rồi duyệt.")
    if digest(report) != report.content_sha256:
        raise ContentChanged(
            "Số liệu không còn đúng với bản đã nộp (mã băm khác). Không duyệt được; trả lại để đơn vị nộp lại."
        )
    report.state, report.approved_by, report.approved_at = ReportState.APPROVED, actor, now
    report.approved_version = report.version
    report.save()
    _publish(report, now)
    _step(report, StepVerb.APPROVE, actor, now)
    return report


def _typed_by(report: Report, actor: User) -> bool:
    since = report.approved_version or 0
    return CellRevision.objects.filter(
        cell__report=report, entered_by=actor, report_version__gte=since, report_version__lt=report.version
    ).exists()


def _publish(report: Report, now: dt.datetime) -> None:
    Figure.objects.filter(report=report, is_current=True).update(is_current=False, superseded_at=now)
    Figure.objects.bulk_create(
        Figure(
            report=report,
            line_id=cell.line_id,
            breakdown=cell.breakdown,
            numerator=cell.numerator,
            denominator=cell.denominator,
            value=cell.value,
            blank=cell.blank,
            note=cell.note,
            source=cell.source,
            version=report.version,
            approved_at=now,
        )
        for cell in Cell.objects.filter(report=report)
    )


@transaction.atomic
def open_correction(*, report_id: Any, reason: str, actor: User, now: dt.datetime) -> Report:
    """Open an approved report for a correction; its approved figures count until the new ones are approved."""
    report = _locked(report_id, StepVerb.CORRECT)
    if not (can_fill(actor, report) or can_check(actor, report)):
        raise StepRefused("Báo cáo này không thuộc đơn vị của bạn.")
    if not reason.strip():
        raise StepRefused("Đính chính phải ghi lý do; lý do hiện cùng bản mới.")
    _step(report, StepVerb.CORRECT, actor, now, reason)
    report.state = ReportState.CORRECTING
    report.save(update_fields=["state"])
    return report
