"""Excel files written row by row: typed numbers and days, never a formula."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter  # type: ignore[import-untyped]

from ansinh.files.table import Column, Kind, Rows, Value, clean, shown

_FORMATS = {
    Kind.TEXT: "@",
    Kind.INTEGER: "#,##0",
    Kind.DECIMAL: "#,##0.##",
    Kind.PERCENT: '#,##0.##"%"',
    Kind.MONEY: '#,##0" đ"',
    Kind.YEAR: "0",
    Kind.DATE: "dd/mm/yyyy",
    Kind.MOMENT: "dd/mm/yyyy hh:mm",
}
_WIDTHS = {Kind.TEXT: 28, Kind.MONEY: 18, Kind.DATE: 12, Kind.MOMENT: 17}
_LONGEST_TEXT = 32_767
_MOST_ROWS = 1_048_576
# Excel keeps fifteen digits; a longer whole number would lose its end, so it goes out as text.
_MOST_EXACT = 10**15
_FIRST_DAY = date(1900, 3, 1)


def write_table(out: IO[bytes], *, columns: Sequence[Column], rows: Rows, title: str = "", sheet: str = "Bảng") -> int:
    """Write a table as an Excel file and return how many rows it has.

    ``rows`` is taken one by one and may be as long as it likes: past Excel's limit a further sheet
    begins. Texts are written as texts, whatever they begin with.
    """
    book = xlsxwriter.Workbook(
        out,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "remove_timezone": True,
        },
    )
    book.set_properties({"title": clean(title)[:255], "author": "An Sinh"})
    looks = {kind: book.add_format(_look(kind)) for kind in Kind}
    heading = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "border": 1, "bg_color": "#E8EEF4"}
    )
    name_look = book.add_format({"bold": True, "font_size": 14})
    count = 0
    page: Any = None
    at = _MOST_ROWS
    sheets = 0
    try:
        for row in rows:
            if at >= _MOST_ROWS:
                sheets += 1
                page, at = _begin_sheet(book, columns, title, _sheet_name(sheet, sheets), heading, name_look)
            for place, (column, value) in enumerate(zip(columns, row, strict=True)):
                _write(page, at, place, value, column.kind, looks)
            at += 1
            count += 1
        if page is None:
            _begin_sheet(book, columns, title, _sheet_name(sheet, 1), heading, name_look)
    finally:
        book.close()
    return count


def _begin_sheet(
    book: Any, columns: Sequence[Column], title: str, name: str, heading: Any, name_look: Any
) -> tuple[Any, int]:
    page = book.add_worksheet(name)
    top = 0
    for place, column in enumerate(columns):
        width = column.width or max(_WIDTHS.get(column.kind, 11), min(40, len(column.title) + 2))
        page.set_column(place, place, width)
    if title:
        page.write_string(0, 0, clean(title)[:_LONGEST_TEXT], name_look)
        top = 2
    for place, column in enumerate(columns):
        page.write_string(top, place, clean(column.title), heading)
    page.freeze_panes(top + 1, 0)
    page.repeat_rows(top)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    return page, top + 1


def _write(page: Any, row: int, column: int, value: Value, kind: Kind, looks: dict[Kind, Any]) -> None:
    look = looks[kind]
    if isinstance(value, bool):
        page.write_string(row, column, shown(value), looks[Kind.TEXT])
    elif isinstance(value, datetime):
        when = value.replace(tzinfo=None)
        if when.date() < _FIRST_DAY:
            page.write_string(row, column, shown(value), looks[Kind.TEXT])
        else:
            page.write_datetime(row, column, when, looks[Kind.DATE if kind is Kind.DATE else Kind.MOMENT])
    elif isinstance(value, date):
        if value < _FIRST_DAY:
            page.write_string(row, column, shown(value), looks[Kind.TEXT])
        else:
            page.write_datetime(row, column, value, looks[Kind.DATE])
    elif isinstance(value, (int, float, Decimal)) and _is_exact(value):
        page.write_number(row, column, value, looks[Kind.DECIMAL] if kind in (Kind.TEXT, Kind.DATE) else look)
    else:
        text = shown(value)
        if len(text) > _LONGEST_TEXT:
            text = text[: _LONGEST_TEXT - 1] + "…"
        if text:
            page.write_string(row, column, text, looks[Kind.TEXT])
        else:
            page.write_blank(row, column, None, looks[Kind.TEXT])


def _is_exact(value: float | Decimal) -> bool:
    if isinstance(value, int):
        return abs(value) < _MOST_EXACT
    exact = Decimal(value)
    return exact.is_finite() and abs(exact) < _MOST_EXACT


def _look(kind: Kind) -> dict[str, Any]:
    look: dict[str, Any] = {"num_format": _FORMATS[kind], "valign": "top", "border": 1}
    if kind is Kind.TEXT:
        look["text_wrap"] = True
    return look


def _sheet_name(name: str, number: int) -> str:
    """Return a name Excel takes: at most 31 characters, none of []:*?/\\ and no apostrophe at the ends."""
    kept = "".join(" " if sign in "[]:*?/\\" else sign for sign in clean(name) if sign.isprintable()).strip("' ")
    kept = kept or "Bảng"
    return kept[:31] if number == 1 else f"{kept[:25]} ({number})"
