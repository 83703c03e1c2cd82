"""Tables that people bring, from Excel and from CSV."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest

from ansinh.files import xlsx
from ansinh.files.errors import UnreadableFile
from ansinh.files.sheet import read_rows
from ansinh.files.table import Column, Kind


def workbook(*rows: tuple[object, ...]) -> bytes:
    sink = io.BytesIO()
    columns = [Column("code"), Column("value", Kind.DECIMAL)]
    xlsx.write_table(sink, columns=columns, rows=rows)  # type: ignore[arg-type]
    return sink.getvalue()


def test_excel_gives_texts_as_texts_and_numbers_exactly() -> None:
    rows = read_rows(workbook(("00004", Decimal("0.1")), ("20035", 1234)), name="bang.xlsx")
    assert rows == [(1, ("code", "value")), (2, ("00004", Decimal("0.1"))), (3, ("20035", Decimal(1234)))]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_with_the_delimiter_it_has_and_its_mark(delimiter: str) -> None:
    data = f"code{delimiter}value\n00004{delimiter}12\n\n".encode("utf-8-sig")
    assert read_rows(data, name="bang.csv") == [(1, ("code", "value")), (2, ("00004", "12"))]


@pytest.mark.parametrize(
    ("data", "name", "word"),
    [
        (b"", "trong.csv", "không có dòng nào"),
        ("mã;số".encode("utf-16"), "cu.csv", "UTF-8"),
        (b"PK\x03\x04 cut", "hong.xlsx", "hỏng"),
        (b"x", "ke-hoach.docx", "không phải bảng"),
    ],
)
def test_what_cannot_be_read_is_said_with_a_remedy(data: bytes, name: str, word: str) -> None:
    with pytest.raises(UnreadableFile, match=word) as refused:
        read_rows(data, name=name)
    assert "hãy" in str(refused.value)
