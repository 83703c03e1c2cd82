"""Tables that people bring: the first sheet of an Excel file, or a CSV file, as rows of texts and exact numbers."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal, InvalidOperation
from pathlib import PurePath

from lxml import etree

from ansinh.files.errors import UnreadableFile
from ansinh.files.limits import DEFAULT_LIMITS, Limits, megabytes
from ansinh.files.package import Package

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MOST_ROWS = 100_000
MOST_COLUMNS = 200
_PLACE = re.compile(r"([A-Z]{1,3})(\d+)")

Cell = str | Decimal
Row = tuple[int, tuple[Cell, ...]]


def read_rows(data: bytes, *, name: str, limits: Limits = DEFAULT_LIMITS) -> list[Row]:
    """Return the rows that hold something, each with its number in the file; a number typed in Excel stays exact.

    A formula counts with the value that Excel kept beside it. Raises UnreadableFile.
    """
    if len(data) > limits.file_bytes:
        raise UnreadableFile(
            name=name, code="too_large", reason=f"lớn {megabytes(len(data))}", remedy="chia nhỏ rồi gửi lại"
        )
    kind = PurePath(name).suffix.lower()
    if kind == ".csv":
        rows = _csv(data, name)
    elif kind == ".xlsx":
        rows = _xlsx(Package(data, name=name, limits=limits), name)
    else:
        raise UnreadableFile(
            name=name,
            code="kind",
            reason="không phải bảng .xlsx hay .csv",
            remedy="lưu lại thành .xlsx hoặc .csv rồi gửi lại",
        )
    kept = [(number, cells) for number, cells in rows if any(cell != "" for cell in cells)]
    if not kept:
        raise UnreadableFile(
            name=name, code="empty", reason="không có dòng nào", remedy="kiểm tra trang tính đầu tiên của tệp"
        )
    return kept


def _csv(data: bytes, name: str) -> list[Row]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            name=name,
            code="encoding",
            reason="không viết bằng UTF-8",
            remedy="trong Excel chọn lưu kiểu “CSV UTF-8” hoặc .xlsx",
        ) from error
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows: list[Row] = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
            _count(number, len(cells), name)
            rows.append((number, tuple(cell.strip() for cell in cells)))
    except csv.Error as error:
        raise _broken(name, f"hỏng gần dòng {len(rows) + 1}") from error
    return rows


def _xlsx(package: Package, name: str) -> list[Row]:
    sheets = sorted(part for part in package.names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", part))
    if not sheets:
        raise _broken(name, "không có trang tính nào")
    shared: list[str] = []
    if "xl/sharedStrings.xml" in package.names:
        shared = [_text(item) for item in package.xml("xl/sharedStrings.xml").iterfind(f"{MAIN}si")]
    sheet = package.xml(min(sheets, key=lambda part: int("".join(filter(str.isdigit, part)))))
    rows: list[Row] = []
    for at, row in enumerate(sheet.iterfind(f"{MAIN}sheetData/{MAIN}row"), 1):
        number = int(row.get("r") or at)
        cells: list[Cell] = []
        for cell in row.iterfind(f"{MAIN}c"):
            column = _column(cell.get("r"), len(cells))
            _count(at, column + 1, name)
            cells += [""] * (column - len(cells))
            cells.append(_cell(cell, shared, name, number))
        rows.append((number, tuple(cells)))
    return rows


def _cell(cell: etree._Element, shared: list[str], name: str, row: int) -> Cell:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        found = cell.find(f"{MAIN}is")
        return _text(found).strip() if found is not None else ""
    value = (cell.findtext(f"{MAIN}v") or "").strip()
    if not value:
        return ""
    if kind == "e":
        raise _broken(name, f"có ô lỗi {value} ở dòng {row}")
    try:
        if kind == "s":
            return shared[int(value)].strip()
        return Decimal(value) if kind == "n" else value
    except (ValueError, IndexError, InvalidOperation) as error:
        raise _broken(name, f"hỏng ở dòng {row}") from error


def _text(item: etree._Element) -> str:
    return "".join(text.text or "" for text in item.iter(f"{MAIN}t"))


def _column(place: str | None, default: int) -> int:
    found = _PLACE.fullmatch(place or "")
    if found is None:
        return default
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _count(rows: int, columns: int, name: str) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise UnreadableFile(
            name=name,
            code="too_large",
            reason=f"quá {MOST_ROWS:,} dòng hoặc {MOST_COLUMNS} cột".replace(",", "."),
            remedy="chỉ giữ các cột cần thiết rồi gửi lại",
        )


def _broken(name: str, reason: str) -> UnreadableFile:
    return UnreadableFile(name=name, code="broken", reason=reason, remedy="mở bằng Excel, lưu lại rồi gửi lại")
