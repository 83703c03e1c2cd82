"""Typing figures: every change kept, two people at once told of each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.reporting.models import Cell, CellRevision, Report
from ansinh.apps.reporting.selectors.checks import lines_asked
from ansinh.apps.reporting.services.access import can_fill

LARGEST = Decimal(10) ** 13
DECIMALS = 6


class CannotEnter(Exception):
    """The figure was not taken; the message says why and what to do."""


class CellConflict(CannotEnter):
    """Somebody else has changed the cell meanwhile; ``cell`` holds what stands there now."""

    def __init__(self, sentence: str, cell: Cell) -> None:
        super().__init__(sentence)
        self.cell = cell


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed for one indicator: a value, or the parts of a ratio, or why there is no number."""

    line_id: int
    breakdown: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    blank: str = ""
    note: str = ""
    source: str = "typed"
    expected_revision: int | None = None


@transaction.atomic
def write_cell(*, report_id: Any, typed: Typed, actor: User, now: dt.datetime) -> Cell:
    """Keep one figure. Raises CannotEnter; CellConflict where the cell is no longer what the person saw."""
    return write_cells(report_id=report_id, typed=[typed], actor=actor, now=now)[0]


@transaction.atomic
def write_cells(*, report_id: Any, typed: Sequence[Typed], actor: User, now: dt.datetime) -> list[Cell]:
    """Keep many figures at once, all or none (a block pasted, a form taken in). Raises as write_cell."""
    report = Report.objects.select_for_update().get(pk=report_id)
    if not can_fill(actor, report):
        raise CannotEnter("Báo cáo này không thuộc đơn vị của bạn.")
    if not report.is_open:
        raise CannotEnter(
            f"Báo cáo đang ở trạng thái “{report.get_state_display().lower()}” nên không sửa được. "
            "Rút lại, hoặc đề nghị mở để đính chính."
        )
    lines = set(lines_asked(report).values_list("pk", flat=True))
    present = {(cell.line_id, cell.breakdown): cell for cell in Cell.objects.filter(report=report)}
    return [_write(report, one, lines, present, actor, now) for one in typed]


def _write(
    report: Report,
    typed: Typed,
    lines: set[int],
    present: dict[tuple[int, str], Cell],
    actor: User,
    now: dt.datetime,
) -> Cell:
    if typed.line_id not in lines:
        raise CannotEnter("Chỉ tiêu này không có trong mẫu báo cáo. Tải lại trang.")
    _check_form(typed)
    cell = present.get((typed.line_id, typed.breakdown))
    revision = cell.revision if cell else 0
    if typed.expected_revision is not None and typed.expected_revision != revision and cell is not None:
        raise CellConflict(f"{cell.entered_by} vừa sửa ô này. Xem số mới rồi nhập lại nếu cần.", cell)
    fields = {
        "numerator": typed.numerator,
        "denominator": typed.denominator,
        "value": typed.value,
        "blank": typed.blank,
        "note": typed.note.strip(),
        "source": typed.source,
    }
    if cell is not None and all(getattr(cell, name) == held for name, held in fields.items()):
        return cell
    if cell is None:
        cell = Cell(report=report, line_id=typed.line_id, breakdown=typed.breakdown)
    for name, held in fields.items():
        setattr(cell, name, held)
    cell.revision, cell.entered_by, cell.entered_at = revision + 1, actor, now
    cell.save()
    CellRevision.objects.create(
        cell=cell,
        breakdown=cell.breakdown,
        revision=cell.revision,
        report_version=report.version,
        entered_by=actor,
        entered_at=now,
        **fields,
    )
    present[typed.line_id, typed.breakdown] = cell
    return cell


def _check_form(typed: Typed) -> None:
    numbers = [number for number in (typed.numerator, typed.denominator, typed.value) if number is not None]
    if typed.blank and numbers:
        raise CannotEnter(
            "Chọn “không phát sinh” hay “chưa có số liệu” thì không nhập số. Xóa số, hoặc bỏ lựa chọn ấy."
        )
    if typed.value is not None and (typed.numerator is not None or typed.denominator is not None):
        raise CannotEnter("Nhập giá trị, hoặc nhập tử số và mẫu số, không nhập cả hai.")
    for number in numbers:
        if abs(number) >= LARGEST:
            raise CannotEnter("Con số quá lớn. Kiểm tra lại đơn vị tính.")
        if number != round(number, DECIMALS):
            raise CannotEnter("Con số có quá sáu chữ số sau dấu phẩy. Làm tròn rồi nhập lại.")
