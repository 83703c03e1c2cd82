"""The words of a report: what an agency writes where it has no figures to give, kept with two people in mind."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.reporting.models import Report
from ansinh.apps.reporting.services.access import can_fill
from ansinh.apps.reporting.services.entering import CannotEnter

LONGEST = 100_000


@transaction.atomic
def write_text(*, report_id: Any, text: str, expected_version: int, actor: User, now: dt.datetime) -> Report:
    """Keep the words of a report. Raises CannotEnter: not this person's, handed in, changed by somebody meanwhile."""
    report = Report.objects.select_for_update().get(pk=report_id)
    if not can_fill(actor, report):
        raise CannotEnter("Báo cáo này không thuộc đơn vị của bạn.")
    if not report.is_open:
        raise CannotEnter(f"Báo cáo đang ở trạng thái “{report.get_state_display().lower()}” nên không sửa được.")
    text = text.replace("\r\n", "\n").strip()
    if report.text_version != expected_version:
        raise CannotEnter("Người khác vừa sửa phần lời. Xem bản mới ở trên, rồi chép phần của bạn vào và lưu lại.")
    if len(text) > LONGEST:
        raise CannotEnter(f"Phần lời dài quá {LONGEST:,} chữ. Rút bớt, hoặc gửi phụ lục.".replace(",", "."))
    if text == report.text:
        return report
    report.text = text
    report.text_version += 1
    report.save(update_fields=["text", "text_version"])
    record(
        actor=actor, verb="reporting.write_text", subject=report, detail={"text_version": report.text_version}, at=now
    )
    return report
