"""Rows of lists of who receives what: amounts in whole đồng, months and days, as people and spreadsheets write them."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from ansinh.files.register.mapping import RECEIPTS, find_columns, shipped_mappings
from ansinh.files.register.reading import read_register
from ansinh.files.register.receipts import Terms, check_receipts, read_amount

TODAY = date(2026, 11, 22)
HEAD = ["Họ và tên", "Ngày sinh", "Loại trợ cấp", "Mức hưởng", "Từ tháng", "Đến tháng"]
(OWN,) = shipped_mappings(RECEIPTS)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        (540_000, 540_000), ("540000", 540_000), ("540.000", 540_000), ("540,000", 540_000), ("540 000", 540_000),
        ("540.000 đồng", 540_000), ("1.080.000đ/tháng", 1_080_000), ("540.000 VNĐ", 540_000), ("1", 1),
    ],
)  # fmt: skip
def test_an_amount_is_read_in_whole_dong(cell: Any, amount: int) -> None:
    found = read_amount(cell)
    assert (found, type(found)) == (amount, int)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (None, "thiếu mức"), ("", "thiếu mức"), (0, "lớn hơn 0"), (-1, "lớn hơn 0"), ("-540.000", "không phải số đồng nguyên"),
        (540.5, "không phải số đồng nguyên"), ("540.00", "không phải số đồng nguyên"), ("5.40.000", "không phải số đồng nguyên"),
        ("1.080,000", "không phải số đồng nguyên"), ("540 nghìn", "không phải số đồng nguyên"), (True, "không phải số đồng nguyên"),
        ("9" * 13, "quá lớn"),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused_with_a_sentence(cell: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_amount(cell)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("07/2026", "", (date(2026, 7, 1), None)),
        ("từ tháng 7/2026", "đến nay", (date(2026, 7, 1), None)),
        ("15/07/2026", "31/12/2026", (date(2026, 7, 15), date(2027, 1, 1))),
        ("07/2026", "02/2028", (date(2026, 7, 1), date(2028, 3, 1))),
        # A spreadsheet keeps a month as its first day; in another column it is that day.
        (date(2026, 7, 1), date(2026, 12, 1), (date(2026, 7, 1), date(2027, 1, 1))),
        (date(2026, 7, 15), date(2026, 12, 15), (date(2026, 7, 15), date(2026, 12, 16))),
    ],
)
def test_months_and_days_of_a_spreadsheet(start: Any, end: Any, days: tuple[date, date | None]) -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (["Danh sách chi trả"], HEAD, ["Lê Thị Bé", date(1984, 3, 9), "Trợ cấp", 540_000, start, end]):
        sheet.append(row)
    book.save(out)
    file = read_register(out.getvalue(), name="ds.xlsx")
    found = find_columns(file.headings, OWN, fields=RECEIPTS)
    ((number, person, terms, errors),) = check_receipts(file, found, today=TODAY)
    assert (number, errors) == (3, ())
    assert person is not None
    assert (person.full_name, terms) == ("Lê Thị Bé", Terms("Trợ cấp", "", 540_000, *days))
