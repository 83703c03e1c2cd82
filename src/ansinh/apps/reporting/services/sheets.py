"""The report as an Excel form: goes out filled as far as it is, comes back checked cell by cell.

The form carries a signed code that says which report it is and which lines it has in which order; a form of another
report, an older layout, or one whose lines were changed is refused with the cells named.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from django.core import signing

from ansinh.apps.reporting.forms import CellForm
from ansinh.apps.reporting.models import BLANKS, Report
from ansinh.apps.reporting.selectors.grid import GridRow, as_decimal, get_grid
from ansinh.apps.reporting.services.entering import Typed
from ansinh.apps.ui import formats
from ansinh.core.progress.periods import read_period
from ansinh.files.errors import UnreadableFile
from ansinh.files.sheet import read_rows
from ansinh.files.table import clean

SALT = "ansinh.reporting.form"
MARK = "ANSINH-BC1"
FIRST_ROW = 6
HEADINGS = (
    "Mã dòng",
    "STT",
    "Chỉ tiêu",
    "Đơn vị",
    "Kỳ trước",
    "Tử số hoặc số",
    "Mẫu số",
    "Không có số",
    "Ghi chú, lý do",
)
_BLANK_CODES = {label.lower(): code for code, label in BLANKS}
_MOST_ADDRESSES = 30


class WrongForm(Exception):
    """The file is not the form that went out for this report; ``cells`` names the places, each with its sentence."""

    def __init__(self, sentence: str, cells: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(sentence)
        self.cells = cells


@dataclass(frozen=True, slots=True)
class Incoming:
    """One line that the file would change: what stands there now and what would."""

    row: GridRow
    typed: Typed
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FormRead:
    """What a form that came back would change, and what in it was altered but is not taken in, by cell."""

    found: tuple[Incoming, ...]
    told: tuple[tuple[str, str], ...]


def _layout(rows: Sequence[GridRow]) -> str:
    written = "|".join(f"{row.line.pk}:{row.line.entry.name_vi}:{row.line.entry.unit}:{row.is_ratio}" for row in rows)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def write_form(report: Report) -> bytes:
    """Return the form of a report as an Excel file: only the cells to be typed are open."""
    rows = get_grid(report).rows
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet("Bao cao")
    look = {
        "code": book.add_format({"font_size": 8, "font_color": "#8A8A8A"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format(
            {"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E8EEF4", "valign": "vcenter"}
        ),
        "text": book.add_format({"text_wrap": True, "border": 1, "valign": "top"}),
        "before": book.add_format({"num_format": "#,##0.##", "border": 1, "bg_color": "#F2F2F2", "valign": "top"}),
        "open": book.add_format(
            {"num_format": "#,##0.######", "border": 1, "locked": False, "bg_color": "#FFFBE8", "valign": "top"}
        ),
        "open_text": book.add_format(
            {"num_format": "@", "text_wrap": True, "border": 1, "locked": False, "bg_color": "#FFFBE8", "valign": "top"}
        ),
    }
    page.write_string(0, 0, form_code(report, rows), look["code"])
    period = read_period(report.round.period)
    page.write_string(1, 0, clean(f"{report.round.scheme.title}, {period.label.lower()}"), look["title"])
    page.write_string(2, 0, clean(f"{report.reporter_name}. Hạn {formats.day(report.round.due_date)}."))
    page.write_string(
        3, 0, "Chỉ nhập vào ô màu vàng. Số 0 là con số; “Không phát sinh” và “Chưa có số liệu” chọn ở cột H."
    )
    for at, heading in enumerate(HEADINGS):
        page.write_string(FIRST_ROW - 2, at, heading, look["head"])
    for at, row in enumerate(rows, start=FIRST_ROW - 1):
        _write_row(page, at, row, look)
    last = FIRST_ROW - 2 + len(rows)
    page.data_validation(
        FIRST_ROW - 1, 7, max(last, FIRST_ROW - 1), 7, {"validate": "list", "source": [label for _, label in BLANKS]}
    )
    for at, width in enumerate((9, 6, 52, 12, 12, 15, 15, 18, 40)):
        page.set_column(at, at, width)
    page.freeze_panes(FIRST_ROW - 1, 3)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(FIRST_ROW - 2)
    page.protect("", {"format_columns": True, "format_rows": True})
    book.close()
    return out.getvalue()


def _write_row(page: Any, at: int, row: GridRow, look: Mapping[str, Any]) -> None:
    cell = row.cell
    page.write_string(at, 0, str(row.line.pk), look["text"])
    page.write_string(at, 1, _ordinal(row), look["text"])
    page.write_string(at, 2, _name(row), look["text"])
    page.write_string(at, 3, clean(row.line.entry.unit), look["text"])
    before = as_decimal(row.before, 2)
    if before is None:
        page.write_blank(at, 4, None, look["before"])
    else:
        page.write_number(at, 4, before, look["before"])
    first = cell.numerator if row.is_ratio and cell else cell.value if cell else None
    numbers = [first, cell.denominator if row.is_ratio and cell else None]
    for column, number in enumerate(numbers, start=5):
        closed = row.computed or (column == 6 and not row.is_ratio)
        if number is not None:
            page.write_number(at, column, number, look["before" if closed else "open"])
        else:
            page.write_blank(at, column, None, look["before" if closed else "open"])
    page.write_string(at, 7, cell.get_blank_display() if cell and cell.blank else "", look["open_text"])
    page.write_string(at, 8, clean(cell.note) if cell else "", look["open_text"])


def _ordinal(row: GridRow) -> str:
    indicator = row.line.indicator
    return (indicator.no if indicator else "") or str(row.line.ordinal)


def _name(row: GridRow) -> str:
    return clean(row.name)


def form_code(report: Report, rows: Sequence[GridRow]) -> str:
    """Return the signed code in the first cell: which report, which layout."""
    return signing.Signer(salt=SALT).sign(f"{MARK}:{report.pk}:{_layout(rows)}")


def read_form(report: Report, data: bytes, *, name: str) -> FormRead:
    """Return what a form that came back would change. Raises WrongForm with the cells, UnreadableFile.

    Headings, names and units that are not those that went out are refused: the figures may mean something else. The
    figure of the last period is never taken in; one that is not ours is told.
    """
    rows = get_grid(report).rows
    sheet = dict(read_rows(data, name=name))
    _check_code(report, rows, sheet)
    wrong: list[tuple[str, str]] = list(_wrong_headings(sheet.get(FIRST_ROW - 1, ())))
    told: list[tuple[str, str]] = []
    found: list[Incoming] = []
    for at, row in enumerate(rows, start=FIRST_ROW):
        given = sheet.get(at, ())
        cells = [*given, *[""] * len(HEADINGS)][: len(HEADINGS)]
        if any(str(one).strip() for one in given[len(HEADINGS) :]):
            told.append((f"J{at}", "nằm ngoài mẫu, không nhận"))
        if str(cells[0]).strip() != str(row.line.pk):
            wrong.append((f"A{at}", f"mã dòng là “{cells[0]}”, mẫu gửi ra là “{row.line.pk}”"))
            continue
        if " ".join(str(cells[2]).split()) != " ".join(_name(row).split()):
            wrong.append((f"C{at}", "tên chỉ tiêu đã bị sửa"))
            continue
        if not _is_same(cells[3], row.line.entry.unit):
            wrong.append((f"D{at}", f"đơn vị là “{cells[3]}”, mẫu gửi ra là “{row.line.entry.unit}”"))
            continue
        told += _told(at, row, cells)
        if row.computed:
            continue
        _read_line(at, row, cells, wrong, found)
    extra = [number for number in sheet if number >= FIRST_ROW + len(rows)]
    wrong += [(f"A{number}", "dòng này không có trong mẫu") for number in extra]
    if wrong:
        raise WrongForm(f"Tệp “{name}” có {len(wrong)} ô không đúng mẫu nên chưa nhận ô nào.", wrong[:_MOST_ADDRESSES])
    return FormRead(tuple(found), tuple(told[:_MOST_ADDRESSES]))


def _is_same(cell: Any, printed: str) -> bool:
    return " ".join(str(cell).split()) == " ".join(clean(printed).split())


def _wrong_headings(cells: Sequence[Any]) -> Iterator[tuple[str, str]]:
    given = [*cells, *[""] * len(HEADINGS)]
    for letter, cell, heading in zip("ABCDEFGHI", given, HEADINGS, strict=False):
        if not _is_same(cell, heading):
            yield f"{letter}{FIRST_ROW - 1}", f"tiêu đề cột là “{cell}”, mẫu gửi ra là “{heading}”"


def _told(at: int, row: GridRow, cells: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """Say what was altered in a line but is not taken in."""
    if _number_in(cells[4]) != as_decimal(row.before, 2):
        ours = "không có" if row.before is None else formats.number(as_decimal(row.before, 2))
        yield f"E{at}", f"“Kỳ trước” trong tệp là “{_text(cells[4])}”, phần mềm có {ours}; không nhận ô này"
    if row.computed and row.cell is not None:
        held = (row.cell.numerator, row.cell.denominator) if row.is_ratio else (row.cell.value, None)
        for letter, cell, number in zip("FG", cells[5:7], held, strict=True):
            if _number_in(cell) != number:
                yield f"{letter}{at}", "số lấy từ sổ của phần mềm, không nhận từ tệp"


def _number_in(cell: Any) -> Decimal | str | None:
    """Return the number of a cell, None where it is empty, the text of what is no number."""
    if isinstance(cell, Decimal):
        return round(cell, 6).normalize() + 0
    return str(cell).strip() or None


def _check_code(report: Report, rows: Sequence[GridRow], sheet: Mapping[int, Sequence[Any]]) -> None:
    first = sheet.get(1, ("",))
    try:
        mark, report_id, layout = signing.Signer(salt=SALT).unsign(str(first[0]).strip()).split(":")
    except (signing.BadSignature, ValueError, IndexError) as error:
        raise WrongForm(
            "Đây không phải mẫu báo cáo do phần mềm xuất ra, hoặc ô A1 đã bị sửa. Tải mẫu XLSX ở trang này, nhập vào mẫu đó.",
            [("A1", "mã mẫu không đúng")],
        ) from error
    if mark != MARK or report_id != str(report.pk):
        raise WrongForm(
            "Mẫu này là của đơn vị khác hoặc kỳ khác. Mở đúng báo cáo rồi tải mẫu của báo cáo ấy.",
            [("A1", "mã mẫu của báo cáo khác")],
        )
    if layout != _layout(rows):
        raise WrongForm("Mẫu báo cáo đã đổi từ khi tệp này được tải. Tải mẫu mới rồi chép số sang.", [("A1", "mẫu cũ")])


def _read_line(
    at: int, row: GridRow, cells: Sequence[Any], wrong: list[tuple[str, str]], found: list[Incoming]
) -> None:
    blank_label = str(cells[7]).strip().lower()
    if blank_label and blank_label not in _BLANK_CODES:
        wrong.append((f"H{at}", f"“{cells[7]}” không có trong danh sách: chọn Không phát sinh hoặc Chưa có số liệu"))
        return
    names = ("numerator", "denominator") if row.is_ratio else ("value",)
    data: dict[str, Any] = {
        "blank": _BLANK_CODES.get(blank_label, ""),
        "note": str(cells[8]).strip(),
        "revision": row.cell.revision if row.cell else 0,
    }
    for column, field in enumerate(names, start=5):
        data[field] = _text(cells[column])
    if not row.is_ratio and str(cells[6]).strip():
        wrong.append((f"G{at}", "chỉ tiêu này không có mẫu số"))
        return
    form = CellForm(data, line=row.line)
    if not form.is_valid():
        for field, errors in form.errors.items():
            letter = "FG"[names.index(field)] if field in names else "F"
            wrong.append((f"{letter}{at}", str(errors[0])))
        return
    typed = form.typed()
    if data["blank"] and any(getattr(typed, field) is not None for field in names):
        wrong.append((f"H{at}", "vừa có số vừa chọn không có số"))
        return
    before, after = _said(row.cell), _said(typed)
    if before != after:
        found.append(Incoming(row, typed, before, after))


def _text(cell: Any) -> str:
    """Return a cell as the form field reads it; a number of the file is written our way, so that no dot is asked about."""
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}".replace(".", ",")
    return str(cell).strip()


def _said(held: Any) -> str:
    if held is None:
        return "chưa nhập"
    if held.blank:
        said = dict(BLANKS)[held.blank].lower()
    elif held.value is not None:
        said = formats.number(held.value.normalize())
    elif held.numerator is not None or held.denominator is not None:
        said = f"{_plain(held.numerator)} / {_plain(held.denominator)}"
    else:
        said = "chưa nhập"
    return f"{said} ({held.note})" if held.note else said


def _plain(number: Decimal | None) -> str:
    return "chưa nhập" if number is None else formats.number(number.normalize())


__all__ = ["FormRead", "Incoming", "UnreadableFile", "WrongForm", "read_form", "write_form"]
