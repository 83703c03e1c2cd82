"""The locked rows of an official report as an Excel file, each with its digest."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal

from ansinh.apps.reporting.models import FundSource, OfficialForm, OfficialReport, RowKind, SnapshotRow
from ansinh.apps.reporting.services.grids import PARTIAL, is_partial, name_of
from ansinh.apps.reporting.services.official import CannotWrite, head_of
from ansinh.apps.ui.marks import find_status
from ansinh.files import xlsx
from ansinh.files.official_docx import annex_line
from ansinh.files.table import Column, Kind, Sheet, Starred, Value


def write_annex(report: OfficialReport) -> bytes:
    """Return the locked figures as an Excel file: indicators, tasks, money, each row with its digest. Raises CannotWrite."""
    if report.snapshot is None:
        raise CannotWrite("Khóa số liệu trước khi lập phụ lục.")
    out = io.BytesIO()
    xlsx.write_sheets(out, list(_sheets(report)))
    return out.getvalue()


def _sheets(report: OfficialReport) -> Iterator[Sheet]:
    rows = {
        kind: list(SnapshotRow.objects.filter(snapshot=report.snapshot_id, kind=kind).order_by("ordinal"))
        for kind in RowKind
    }
    about = annex_line(head_of(report), is_state=report.form == OfficialForm.STATE)
    years = [str(year) for year in range(report.from_year, report.to_year + 1)]
    held = rows[RowKind.INDICATOR]
    starred = any(is_partial(row.content) or row.content.get("partial") for row in held)
    yield Sheet(
        name="Chỉ tiêu",
        title=str(report),
        about=about,
        columns=_indicator_columns(years),
        rows=[_indicator(row, years) for row in held],
        note=PARTIAL if starred else "",
    )
    if rows[RowKind.TASK]:
        yield Sheet("Nhiệm vụ", str(report), about, _TASK_COLUMNS, [_task(row) for row in rows[RowKind.TASK]])
    if rows[RowKind.FUND]:
        yield Sheet("Kinh phí", str(report), about, _FUND_COLUMNS, [_fund(row) for row in rows[RowKind.FUND]])


def _indicator_columns(years: list[str]) -> tuple[Column, ...]:
    return (
        Column("STT", width=8),
        Column("Chỉ tiêu", width=56),
        Column("Đơn vị tính", width=12),
        Column("Số gốc", Kind.DECIMAL),
        *(Column(f"Năm {year}", Kind.DECIMAL) for year in years),
        Column("Mục tiêu", width=26),
        Column("Năm mục tiêu", Kind.YEAR),
        Column("Tình trạng", width=18),
        Column("Đã có", Kind.INTEGER),
        Column("Phải có", Kind.INTEGER),
        Column("Chủ trì", width=24),
        Column("Vì sao", width=60),
        Column("Mã băm của dòng", width=20),
    )


def _indicator(row: SnapshotRow, years: list[str]) -> list[Value]:
    content = row.content
    return [
        content["no"] or str(row.ordinal),
        name_of(content),
        content["unit"],
        _decimal(content["baseline"]),
        *(_decimal(content["years"][year], is_starred=is_partial(content, year)) for year in years),
        content["goal"],
        content["due"],
        find_status(content["status"]).word,
        content["known"],
        content["expected"],
        content["lead"],
        content["why"],
        row.sha256,
    ]


def _decimal(value: str | None, *, is_starred: bool = False) -> Value:
    if value is None:
        return None
    number = round(Decimal(value), 6)
    return Starred(number) if is_starred else number


_TASK_COLUMNS = (
    Column("STT", width=8),
    Column("Nhiệm vụ", width=56),
    Column("Kỳ", width=14),
    Column("Sản phẩm", width=30),
    Column("Chủ trì", width=24),
    Column("Thời hạn", Kind.DATE),
    Column("Thời gian theo kế hoạch", width=24),
    Column("Đã làm (%)", Kind.INTEGER),
    Column("Ngày của lời cuối", Kind.DATE),
    Column("Tình trạng", width=18),
    Column("Số ngày quá hạn, trễ", Kind.INTEGER),
    Column("Mã băm của dòng", width=20),
)


def _task(row: SnapshotRow) -> list[Value]:
    content = row.content
    return [
        content["no"],
        content["name"],
        content["label"],
        content["product"],
        content["lead"],
        _day(content["due"]),
        content["schedule"],
        content["share"],
        _day(content["on"]),
        find_status(content["status"]).word,
        content["days"] or None,
        row.sha256,
    ]


def _day(value: str | None) -> dt.date | None:
    return None if value is None else dt.date.fromisoformat(value)


_FUND_COLUMNS = (
    Column("STT", width=8),
    Column("Nhiệm vụ", width=56),
    Column("Nguồn", width=24),
    Column("Đã cấp", Kind.MONEY),
    Column("Đã chi", Kind.MONEY),
    Column("Mã băm của dòng", width=20),
)


def _fund(row: SnapshotRow) -> list[Value]:
    content = row.content
    label = str(FundSource(content["source"]).label)
    return [content["no"], content["name"], label, content["allocated_vnd"], content["spent_vnd"], row.sha256]
