"""Rows of a list of who receives what: a person, and an amount a month from one day to another, or why not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ansinh.core.text.folding import fold
from ansinh.files.register.mapping import FIELDS, Found
from ansinh.files.register.reading import Cell, RegisterFile
from ansinh.files.register.rows import EARLIEST, PersonRow, RowError, check_row, error_at, read_day, text_of

MOST_VND = 10**12
LATEST = date(2200, 1, 1)
MOST_NAME = 160
# One sign between the thousands, the same everywhere in the number.
_AMOUNT = re.compile(r"\d+|\d{1,3}([. ,])\d{3}(?:\1\d{3})*")
_MONEY = re.compile(r"\s*(?:đồng|dong|vnđ|vnd|đ|₫)(?:\s*/\s*tháng)?$", re.IGNORECASE)
_LEADING = re.compile(r"^(?:(?:từ|đến|hết|tháng|ngày)\s+)+", re.IGNORECASE)
_GOES_ON = frozenset({"nay", "den nay", "khong thoi han", "khong xac dinh", "-"})


@dataclass(frozen=True, slots=True)
class Terms:
    """What a row says is received: the programme as written ("" where the row says none), its name, the amount, the days.

    ``valid_to`` is the first day on which it is received no more, None where it goes on.
    """

    programme: str
    name: str
    amount_vnd: int
    valid_from: date
    valid_to: date | None


Checked = tuple[int, PersonRow | None, Terms | None, tuple[RowError, ...]]


def check_receipts(file: RegisterFile, found: Found, *, today: date) -> Iterator[Checked]:
    """Yield, for each row, its number, whom it names, what it says is received, and everything that is wrong with it."""
    people = Found({field: at for field, at in found.columns.items() if field in FIELDS}, ())
    by_month = frozenset(field for field in ("valid_from", "valid_to") if _says_month(file, found, field))
    for number, cells in file.rows:
        _number, person, faults = check_row(number, cells, people, today=today)
        terms, errors = _terms(number, cells, found, by_month)
        yield number, person, terms, (*faults, *errors)


def read_amount(value: Any) -> int:
    """Return an amount in whole đồng: 540000, "540.000", "540.000 đồng". Raises ValueError with the sentence for the user."""
    if isinstance(value, int) and not isinstance(value, bool):
        amount = value
    else:
        text = text_of(value)
        if text is None:
            raise ValueError("thiếu mức mỗi tháng; ghi số đồng, như 540.000")
        plain = _MONEY.sub("", text)
        if isinstance(value, bool | float) or not plain.isascii() or not _AMOUNT.fullmatch(plain):
            raise ValueError(f"mức “{text}” không phải số đồng nguyên; viết như 540.000")
        amount = int(re.sub(r"\D", "", plain))
    if amount <= 0:
        raise ValueError("mức mỗi tháng phải lớn hơn 0; ghi số đồng, hoặc xóa dòng này")
    if amount > MOST_VND:
        raise ValueError(f"mức “{amount}” quá lớn; xem lại số đồng")
    return amount


def _terms(
    number: int, cells: Sequence[Cell], found: Found, by_month: frozenset[str]
) -> tuple[Terms | None, list[RowError]]:
    values: dict[str, Any] = {
        field: cells[at] if at < len(cells) and cells[at] != "" else None for field, at in found.columns.items()
    }
    errors: list[RowError] = []

    def read(field: str, reader: Any) -> Any:
        try:
            return reader(values.get(field))
        except ValueError as error:
            errors.append(error_at(number, field, str(error), found))
            return None

    name = text_of(values.get("name")) or ""
    if len(name) > MOST_NAME:
        errors.append(error_at(number, "name", f"tên khoản dài quá {MOST_NAME} chữ; viết gọn lại", found))
    amount = read("amount_vnd", read_amount)
    start = read("valid_from", lambda value: _start(value, is_month="valid_from" in by_month))
    end = read("valid_to", lambda value: _end(value, is_month="valid_to" in by_month))
    if start and end and end <= start:
        errors.append(error_at(number, "valid_to", "kết thúc trước khi bắt đầu; sửa một trong hai ngày", found))
    if errors:
        return None, errors
    return Terms(text_of(values.get("programme")) or "", name, amount, start, end), []


def _start(value: Any, *, is_month: bool) -> date:
    if text_of(value) is None:
        raise ValueError("thiếu tháng bắt đầu nhận; viết như 07/2026 hoặc 15/07/2026")
    return _days(value, is_month=is_month)[0]


def _end(value: Any, *, is_month: bool) -> date | None:
    text = text_of(value)
    if text is None or fold(text) in _GOES_ON:
        return None
    return _days(value, is_month=is_month)[1] + timedelta(days=1)


def _days(value: Any, *, is_month: bool) -> tuple[date, date]:
    """Return the first and the last day that a cell means: of a month, or twice the same day."""
    text = text_of(value) or ""
    if isinstance(value, date):
        # A spreadsheet keeps a month as its first day.
        text = f"{value:%m/%Y}" if is_month and value.day == 1 else f"{value:%d/%m/%Y}"
    found = read_day(_LEADING.sub("", text), what="thời gian nhận", example="07/2026 hoặc 15/07/2026")
    if found.precision == "year":
        raise ValueError(f"thời gian nhận “{text}” chỉ có năm; viết như 07/2026 hoặc 15/07/2026")
    if not EARLIEST <= found.start < LATEST:
        raise ValueError(f"thời gian nhận “{text}” ở ngoài khoảng từ năm 1900 tới 2199; sửa lại")
    return found.start, found.end


def _says_month(file: RegisterFile, found: Found, field: str) -> bool:
    at = found.columns.get(field)
    words = fold(file.headings[at]).split() if at is not None else []
    return "thang" in words and "ngay" not in words
