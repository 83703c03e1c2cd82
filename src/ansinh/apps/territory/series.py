"""Tables of figures by unit: read from what people bring, and written as what is kept and shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from ansinh.core.lineage import Conversion, Figure, Rule
from ansinh.core.text import fold, read_number
from ansinh.files.sheet import Cell, Row

HEADS = {
    "code": ("code", "ma", "ma don vi", "ma xa", "ma dvhc"),
    "value": ("value", "gia tri", "so lieu", "so luong"),
    "numerator": ("numerator", "tu so"),
    "denominator": ("denominator", "mau so"),
}
SHOWN = {"code": "code", "value": "value", "numerator": "numerator", "denominator": "denominator"}
RATIO_PLACES = Decimal("0.000001")
MOST_SAID = 10


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in one row of a table and what to do; row 0: the whole table."""

    row: int
    sentence: str

    def __str__(self) -> str:
        return f"Dòng {self.row}: {self.sentence}" if self.row else self.sentence


class BadTable(ValueError):
    """A table of figures that cannot be taken in; every wrong row is named."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        self.faults = tuple(faults)
        more = f" Và {len(faults) - MOST_SAID} dòng khác." if len(faults) > MOST_SAID else ""
        super().__init__(" ".join(str(fault) for fault in faults[:MOST_SAID]) + more)


def read_series(rows: Sequence[Row], rule: Rule, *, settle: Callable[[Cell, int], str]) -> dict[str, Figure]:
    """Return the figures of a table by code. ``settle`` makes a code of what stands in a cell, or raises ValueError.

    Figures are read as they are written in Vietnam: 1.234 is one thousand two hundred and thirty-four. Raises BadTable.
    """
    at = _columns(rows[0], rule)
    faults: list[RowFault] = []
    series: dict[str, Figure] = {}
    first_row: dict[str, int] = {}
    for number, cells in rows[1:]:
        try:
            code = settle(_at(cells, at["code"]), number)
            if code in series:
                raise ValueError(f"mã {code} đã có ở dòng {first_row[code]}: chỉ giữ một dòng cho mỗi đơn vị.")
            if rule is Rule.RECOMPUTE:
                figure = Figure(_figure(cells, at, "numerator"), _figure(cells, at, "denominator"))
            else:
                figure = Figure(_figure(cells, at, "value"))
        except ValueError as error:
            faults.append(RowFault(number, str(error)))
            continue
        series[code], first_row[code] = figure, number
    if not series and not faults:
        faults.append(RowFault(0, "Bảng chỉ có dòng tiêu đề: thêm số liệu rồi gửi lại."))
    if faults:
        raise BadTable(faults)
    return series


def read_codes(rows: Sequence[Row], rule: Rule) -> list[Cell]:
    """Return what stands in the column of codes, to tell the level of the table. Raises BadTable."""
    place = _columns(rows[0], rule)["code"]
    return [_at(cells, place) for _number, cells in rows[1:]]


def _columns(head: Row, rule: Rule) -> dict[str, int]:
    names = [" ".join(fold(str(cell)).replace("_", " ").split()) for cell in head[1]]
    wanted = ("code", "numerator", "denominator") if rule is Rule.RECOMPUTE else ("code", "value")
    found = {}
    for column in wanted:
        places = [place for place, name in enumerate(names) if name in HEADS[column]]
        if not places:
            needs = ", ".join(SHOWN[name] for name in wanted)
            raise BadTable(
                [RowFault(head[0], f"thiếu cột “{SHOWN[column]}”; cách chuyển này cần các cột {needs} ở dòng đầu.")]
            )
        found[column] = places[0]
    return found


def _at(cells: Sequence[Cell], place: int) -> Cell:
    return cells[place] if place < len(cells) else ""


def _figure(cells: Sequence[Cell], at: Mapping[str, int], column: str) -> Fraction:
    cell = _at(cells, at[column])
    read = cell if isinstance(cell, Decimal) else read_number(cell)
    if cell == "":
        raise ValueError(f"cột “{column}” để trống: ghi số, ghi 0 nếu không có, hoặc xóa dòng nếu chưa có số liệu.")
    if read is None or not Decimal(read).is_finite():
        raise ValueError(f"không đọc được số “{cell}” ở cột “{column}”: ghi như 1234 hoặc 95,1.")
    return Fraction(read)


def as_text(value: Fraction | None) -> str | None:
    """Write an exact figure; one without an end as a decimal is kept as a fraction, so that books still balance."""
    if value is None:
        return None
    below = value.denominator
    for prime in (2, 5):
        while below % prime == 0:
            below //= prime
    if below != 1:
        return f"{value.numerator}/{value.denominator}"
    written = f"{_decimal(value):f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _decimal(value: Fraction) -> Decimal:
    """Return a fraction that ends as a decimal, exactly: shifted to a whole number first."""
    shift = 0
    while value.denominator != 1:
        value, shift = value * 10, shift + 1
    return Decimal(value.numerator).scaleb(-shift) if value.numerator else Decimal(0)


def rounded(value: Fraction | None, places: Decimal = RATIO_PLACES) -> Decimal | None:
    """Round half up for show; what is kept stays exact."""
    if value is None:
        return None
    scale = int(1 / places)
    whole = value * scale
    half = (abs(whole) * 2 + 1).__floor__() // 2
    return (Decimal(half if whole >= 0 else -half) / scale).quantize(places, ROUND_HALF_UP)


def as_number(text: str | None) -> Decimal | None:
    """Read back what ``as_text`` wrote, for show."""
    if text is None:
        return None
    if "/" in text:
        return rounded(Fraction(text))
    return Decimal(text)


def as_form(done: Conversion, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a conversion as it is kept, printed and exported; ``names`` has the old units."""

    def figure(value: Fraction | None, denominator: Fraction | None) -> dict[str, str | None]:
        if done.rule is Rule.RECOMPUTE:
            return {"numerator": as_text(value), "denominator": as_text(denominator)}
        return {"value": as_text(value)}

    rows = []
    for row in done.rows:
        ratio = rounded(row.ratio)
        rows.append(
            {
                "code": row.code,
                "name": row.name,
                "state": row.state.value,
                **figure(row.value, row.denominator),
                **({"ratio": None if ratio is None else f"{ratio:f}"} if done.rule is Rule.RECOMPUTE else {}),
                "parts": [
                    {"source": part.source, "share": as_text(part.share), **figure(part.value, part.denominator)}
                    for part in row.parts
                ],
                "waiting": list(row.waiting),
                "silent": list(row.silent),
            }
        )
    new_names = {row.code: row.name for row in done.rows}
    return {
        "rule": done.rule.value,
        "rows": rows,
        "unallocated": [
            {
                "source": rest.source,
                "name": names.get(rest.source, ""),
                **figure(rest.value, rest.denominator),
                "candidates": [{"code": code, "name": new_names.get(code, "")} for code in rest.candidates],
            }
            for rest in done.unallocated
        ],
        "totals": {
            "before": figure(done.total_before.value, done.total_before.denominator),
            "allocated": figure(done.total_after.value, done.total_after.denominator),
            "unallocated": figure(done.total_unallocated.value, done.total_unallocated.denominator),
            "balances": done.balances,
        },
    }
