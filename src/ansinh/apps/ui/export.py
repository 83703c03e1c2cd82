"""What a list shows, as a file: the same rows in the same order, all pages, in Excel or CSV."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString

from ansinh.files import csv, xlsx
from ansinh.files.table import Column, Kind, Value

if TYPE_CHECKING:
    from ansinh.apps.ui.tables import ListTable

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}


def export_table(table: ListTable, *, kind: str, file_name: str) -> HttpResponse:
    """Return the rows of a table that is filtered and sorted already, as an Excel or CSV file to be kept.

    ``kind`` is "xlsx" or "csv"; ``file_name`` has no ending. A column says what it holds by its
    ``export_kind``; one with ``exclude_from_export`` is left out.
    """
    columns = [Column(_heading(column), getattr(column.column, "export_kind", Kind.TEXT)) for column in _shown(table)]
    out = io.BytesIO()
    if kind == "xlsx":
        xlsx.write_table(out, columns=columns, rows=_rows(table), title=table.caption)
    else:
        csv.write_table(out, columns=columns, rows=_rows(table))
    return file_answer(out.getvalue(), kind=kind, file_name=file_name)


def file_answer(content: bytes, *, kind: str, file_name: str) -> HttpResponse:
    """Return a file to be kept by the browser, under a name that any system takes."""
    answer = HttpResponse(content, content_type=TYPES[kind])
    # "50/QĐ-UBND" is no file name: a slash would be a folder, and a letter with marks has its own form in a header.
    safe = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "-", file_name)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{safe}.{kind}") or ""
    return answer


def _shown(table: ListTable) -> list[Any]:
    return [column for column in table.columns if not column.column.exclude_from_export]


def _heading(column: Any) -> str:
    return _plain(column.header)


def _rows(table: ListTable) -> Iterator[list[Value]]:
    names = [column.name for column in _shown(table)]
    for row in table.rows:
        yield [_value(row.get_cell_value(name)) for name in names]


def _value(value: Any) -> Value:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)  # a file keeps no time zone: it shows the time of our clocks
    if value is None or isinstance(value, bool | int | float | Decimal | date | datetime):
        return value
    return _plain(value)


def _plain(value: Any) -> str:
    """Take the marks of a page off a text; text that never was HTML stays as it is."""
    return html.unescape(strip_tags(value)) if isinstance(value, SafeString) else str(value)
