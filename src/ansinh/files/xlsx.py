"""Excel files written row by row: typed numbers and days, never a formula."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter  # type: ignore[import-untyped]

from ansinh.files.table import Column, Kind, Rows, Sheet, Starred, Value, clean, shown

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
LINE_POINTS, MOST_LINES = 15, 27
_MOST_ROWS = 1_048_576
# Excel keeps fifteen digits; a longer whole number would lose its end, so it goes out as text.
_MOST_EXACT = 10**15
_FIRST_DAY = date(1900, 3, 1)


def write_table(out: IO[bytes], *, columns: Sequence[Column], rows: Rows, title: str = "", sheet: str = "Bảng") -> int:
    """Write a table as an Excel file and return how many rows it has.

    ``rows`` is taken one by one and may be as long as it likes: past Excel's limit a further sheet
    begins. Texts are written as texts, whatever they begin with.
    """
    return write_sheets(out, [Sheet(sheet, title, "", columns, rows)])


def write_sheets(out: IO[bytes], sheets: Sequence[Sheet]) -> int:
    """Write several tables as the sheets of one Excel file and return how many rows they have together."""
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
    book.set_properties({"title": clean(sheets[0].title if sheets else "")[:255], "author": "An Sinh"})
    looks: dict[Any, Any] = {kind: book.add_format(_look(kind)) for kind in Kind}
    looks[Starred] = book.add_format({"num_format": '#,##0.##"*"', "valign": "top", "border": 1})
    looks["heading"] = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "border": 1, "bg_color": "#E8EEF4"}
    )
    looks["title"] = book.add_format({"bold": True, "font_size": 14})
    looks["said"] = book.add_format({"italic": True})
    try:
        return sum(_write_sheet(book, one, looks) for one in sheets)
    finally:
        book.close()


def _write_sheet(book: Any, sheet: Sheet, looks: dict[Any, Any]) -> int:
    count = sheets = 0
    page: Any = None
    at = _MOST_ROWS
    for row in sheet.rows:
        if at >= _MOST_ROWS:
            sheets += 1
            page, at = _begin_sheet(book, sheet, _sheet_name(sheet.name, sheets), looks)
        lines = _lines(sheet.columns, row)
        if lines > 1:
            # Excel finds the height by itself when it opens a file, other programs do not.
            page.set_row(at, LINE_POINTS * lines)
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _write(page, at, place, value, column.kind, looks)
        at += 1
        count += 1
    if page is None:
        page, at = _begin_sheet(book, sheet, _sheet_name(sheet.name, 1), looks)
    if sheet.note and at + 1 < _MOST_ROWS:
        page.write_string(at + 1, 0, clean(sheet.note), looks["said"])
    return count


def _begin_sheet(book: Any, sheet: Sheet, name: str, looks: dict[Any, Any]) -> tuple[Any, int]:
    page = book.add_worksheet(name)
    top = 0
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, _width(column))
    if sheet.title:
        page.write_string(0, 0, clean(sheet.title)[:_LONGEST_TEXT], looks["title"])
        top = 2
    if sheet.about:
        page.write_string(1, 0, clean(sheet.about)[:_LONGEST_TEXT], looks["said"])
        top = 3
    for place, column in enumerate(sheet.columns):
        page.write_string(top, place, clean(column.title), looks["heading"])
    page.freeze_panes(top + 1, 0)
    page.repeat_rows(top)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    return page, top + 1


def _width(column: Column) -> float:
    return column.width or max(_WIDTHS.get(column.kind, 11), min(40, len(column.title) + 2))


def _lines(columns: Sequence[Column], row: Sequence[Value]) -> int:
    """Return how many lines the longest text of a row takes in its column."""
    most = 1
    for column, value in zip(columns, row, strict=True):
        if isinstance(value, str) and len(value) > 8:
            width = max(int(_width(column)) - 1, 4)
            most = max(most, sum(-(-max(len(line), 1) // width) for line in value.split("\n")))
    return min(most, MOST_LINES)


def _write(page: Any, row: int, column: int, value: Value, kind: Kind, looks: dict[Any, Any]) -> None:
    look = looks[kind]
    if isinstance(value, Starred):
        value, look, kind = value.number, looks[Starred], Kind.DECIMAL
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
