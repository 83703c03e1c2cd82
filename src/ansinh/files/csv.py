"""CSV files that Vietnamese Excel opens rightly: UTF-8 with its mark, and no cell that acts as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import IO

from ansinh.files.table import Column, Rows, Value, clean, shown

# What spreadsheets take for a formula, full-width forms included (OWASP, CSV injection).
_ACTS = re.compile("[=+\\-@\t\r\n＝＋－＠]")
# The same after a sign at which a program with other settings would begin a new cell.
_ACTS_LATER = re.compile("([;\t\r\n][ \"']*)(?=[=+\\-@＝＋－＠])")
_NUMBER_OR_DASH = re.compile(r"[-–]|[-+]?[0-9]+(?:[.,][0-9]+)*\s?%?")


def write_table(out: IO[bytes], *, columns: Sequence[Column], rows: Rows, delimiter: str = ",") -> int:
    """Write a table as CSV and return how many rows it has.

    Numbers have a decimal comma and days are dd/mm/yyyy, as Vietnamese Excel reads them (a point
    would make 3.125 three thousand); every cell stands in quotes. ``rows`` is taken one by one.
    """
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    count = 0
    try:
        writer.writerow([safe_text(clean(column.title)) for column in columns])
        for row in rows:
            writer.writerow([_cell(value) for _column, value in zip(columns, row, strict=True)])
            count += 1
    finally:
        text.flush()
        text.detach()
    return count


def safe_text(text: str) -> str:
    """Return text that no spreadsheet runs: an apostrophe before a sign that would begin a formula."""
    if _NUMBER_OR_DASH.fullmatch(text):
        return text
    text = _ACTS_LATER.sub(r"\1'", text)
    return "'" + text if _ACTS.match(text) else text


def _cell(value: Value) -> str:
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return shown(value)
    return safe_text(shown(value))
