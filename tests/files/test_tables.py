"""Exported tables: heading, widths, formats, further sheets, rows taken one by one."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook

from ansinh.files import csv, xlsx
from ansinh.files.table import Column, Kind, Value

COLUMNS = [Column("Chỉ tiêu", width=50), Column("Năm 2030", Kind.PERCENT), Column("Kinh phí", Kind.MONEY)]


def rows(count: int) -> Iterator[list[Value]]:
    """Yield rows one by one, as a database cursor would."""
    for number in range(count):
        yield [f"Chỉ tiêu {number}", number / 2, number * 1000]


def test_an_excel_file_has_a_heading_that_stays() -> None:
    """Title, frozen heading, repeated when printed, widths, Vietnamese formats."""
    out = io.BytesIO()
    assert xlsx.write_table(out, columns=COLUMNS, rows=rows(3), title="Danh sách chỉ tiêu", sheet="Chỉ tiêu: 2030") == 3
    book = load_workbook(io.BytesIO(out.getvalue()))
    sheet = book["Chỉ tiêu  2030"]
    assert sheet["A1"].value == "Danh sách chỉ tiêu"
    assert [cell.value for cell in sheet[3]] == ["Chỉ tiêu", "Năm 2030", "Kinh phí"]
    assert sheet.freeze_panes == "A4"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.column_dimensions["A"].width == pytest.approx(50, abs=1)
    assert [cell.number_format for cell in sheet[4]] == ["@", '#,##0.##"%"', '#,##0" đ"']
    assert [cell.value for cell in sheet[6]] == ["Chỉ tiêu 2", 1, 2000]


def test_past_the_limit_of_a_sheet_a_further_one_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each sheet has its heading; no row is lost."""
    monkeypatch.setattr(xlsx, "_MOST_ROWS", 4)
    out = io.BytesIO()
    assert xlsx.write_table(out, columns=COLUMNS, rows=rows(7)) == 7
    book = load_workbook(io.BytesIO(out.getvalue()))
    assert book.sheetnames == ["Bảng", "Bảng (2)", "Bảng (3)"]
    assert [sheet.max_row - 1 for sheet in book] == [3, 3, 1]


def test_an_empty_table_still_has_its_heading() -> None:
    """Nobody should wonder whether the export failed."""
    out = io.BytesIO()
    assert xlsx.write_table(out, columns=COLUMNS, rows=[]) == 0
    sheet = load_workbook(io.BytesIO(out.getvalue())).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == ["Chỉ tiêu", "Năm 2030", "Kinh phí"]


def test_csv_opens_in_vietnamese_excel() -> None:
    """Byte order mark, quotes, line ends of Windows, decimal comma."""
    out = io.BytesIO()
    assert csv.write_table(out, columns=COLUMNS, rows=rows(2)) == 2
    assert out.getvalue().startswith(b"\xef\xbb\xbf")
    assert out.getvalue().decode("utf-8-sig").split("\r\n") == [
        '"Chỉ tiêu","Năm 2030","Kinh phí"',
        '"Chỉ tiêu 0","0","0"',
        '"Chỉ tiêu 1","0,5","1000"',
        "",
    ]


@pytest.mark.parametrize("write", [xlsx.write_table, csv.write_table])
def test_a_row_of_the_wrong_length_is_an_error(write: object) -> None:
    """A value must never slip under another heading."""
    assert callable(write)
    with pytest.raises(ValueError, match="argument"):
        write(io.BytesIO(), columns=COLUMNS, rows=[["a"]])


def test_a_row_is_as_high_as_its_longest_text() -> None:
    """Programs other than Excel do not find the height by themselves when they open or print the file."""
    out = io.BytesIO()
    columns = [Column("STT", width=8), Column("Vì sao", width=20)]
    xlsx.write_table(
        out, columns=columns, rows=[["1", "ngắn"], ["2", "một lý do dài " * 6], ["3", "hai\ndòng nữa đây"]]
    )
    sheet = load_workbook(out).active
    heights = [sheet.row_dimensions[at].height for at in (2, 3, 4)]
    assert heights[0] is None
    assert heights[1] == 15 * 5
    assert heights[2] == 15 * 2
