"""A list given back with what is wrong: the user's own columns, and the reasons in a column of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import IO

from ansinh.files import csv as csv_files
from ansinh.files import xlsx
from ansinh.files.register.reading import RegisterFile
from ansinh.files.register.rows import RowError
from ansinh.files.table import Column, Rows

REASON = "Lý do chưa nhận"
ROW = "Dòng trong tệp gốc"


def write_errors(out: IO[bytes], *, file: RegisterFile, errors: Iterable[RowError], as_csv: bool = False) -> int:
    """Write the rows that have errors, with all their columns, where they stood and why; return how many rows.

    Cells that a spreadsheet would run as formulas are written as text. Corrected, the file can be sent again as it is.
    """
    reasons: dict[int, list[str]] = defaultdict(list)
    for error in errors:
        reasons[error.row].append(str(error))
    columns = [Column(word or f"Cột {at}") for at, word in enumerate(file.headings, 1)]
    columns += [Column(ROW, width=12), Column(REASON, width=60)]
    width = len(file.headings)

    def rows() -> Rows:
        for number, cells in file.rows:
            if number in reasons:
                kept = [*cells[:width], *[""] * (width - len(cells))]
                yield [*kept, str(number), "; ".join(reasons[number])]

    writer = csv_files.write_table if as_csv else xlsx.write_table
    return writer(out, columns=columns, rows=rows())
