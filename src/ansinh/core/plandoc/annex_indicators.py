"""Indicators and their targets, from the rows of annexes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ansinh.core.plandoc.agencies import split_agencies
from ansinh.core.plandoc.annex_rows import Annex, AnnexRow, read_annexes, without_bullet
from ansinh.core.plandoc.cell_shapes import shape_of
from ansinh.core.plandoc.columns import Column, Role
from ansinh.core.plandoc.draft import Draft
from ansinh.core.plandoc.model import IndicatorReading, Mark, TargetValue, Unparsed
from ansinh.core.plandoc.source import Span
from ansinh.core.plandoc.values import Value, read_value
from ansinh.core.plandoc.wrapping import unfolded
from ansinh.core.text.unicode import squeeze

_PARTS = re.compile(r"(?:trong đó|bao gồm|gồm|riêng|chia ra|cụ thể)\s*[,:]?\s+", re.IGNORECASE)
_UNIT_IN_NAME = re.compile(
    r"\s*\(\s*(?:đvt|đơn vị(?: tính)?)?\s*:?\s*(?P<unit>%|‰|[^()]{1,20})\s*\)\s*$", re.IGNORECASE
)
_UNIT_AFTER = re.compile(r"\s*(?P<unit>%(?:\s*/\s*\w+)?|‰)")
_CAPTION_YEAR = re.compile(
    r"(?:đến năm|đến|giai đoạn [0-9]{4}\s*[-–]|(?<!tháng [0-9] )(?<!tháng [0-9]{2} )(?<!ngày )năm)\s*(?P<year>20[0-9]{2})",
    re.IGNORECASE,
)
_CAPTION_LENGTH = 800
_DOUBT = Decimal("0.25")
_LEAST = Decimal("0.25")


@dataclass(slots=True)
class _Place:
    """Where in the annex the reading stands."""

    group: str | None = None
    parent: IndicatorReading | None = None
    above: list[IndicatorReading | None] = field(default_factory=list)
    """The indicators over ``parent``, from the top: 23 while 23.1 is the parent, so that 23.2 finds it."""


def annex_indicators(draft: Draft) -> None:
    """Read every row of the annexes that hold indicators, sub-rows as indicators of their own.

    Reads: source, tables. Writes: indicators, unparsed.
    """
    text = draft.source.text
    found: list[IndicatorReading] = []
    left: list[Unparsed] = []
    for annex in read_annexes(text, draft.tables):
        if annex.kind == "indicators":
            year = _caption_year(text, annex)
            place = _Place()
            for number, row in enumerate(annex.rows):
                _read_row(text, annex.rows, number, row, year, place, found, left)
    draft.indicators = (*draft.indicators, *found)
    draft.unparsed = (*draft.unparsed, *left)


def _read_row(
    text: str,
    rows: Sequence[AnnexRow],
    number: int,
    row: AnnexRow,
    year: int | None,
    place: _Place,
    found: list[IndicatorReading],
    left: list[Unparsed],
) -> None:
    group = row.group
    if group is not None and _is_group(rows, number, row):
        label, title = group
        place.group = f"{label}. {title}" if label else title
        place.parent = None
        return
    if not row.name:
        if any(row.text(column) for column in row.columns.all("target")):
            left.append(Unparsed(row.span, row.span.of(text), "Dòng có giá trị nhưng không có tên chỉ tiêu."))
        return
    while place.above and _numbered(row) and not _below(row, place):
        place.parent = place.above.pop()
    reading = _indicator(row, place, year, heads_others=_heads_others(rows, number, row))
    found.append(reading)
    if reading.parent_no is not None and _numbered(row):
        place.above.append(place.parent)
        place.parent = reading
    elif _numbered(row) or (place.parent is None and reading.parent_no is None and row.label):
        place.above.clear()
        place.parent = reading


def _is_group(rows: Sequence[AnnexRow], number: int, row: AnnexRow) -> bool:
    """A title with nothing beside it: a Roman number or letter, or a number whose rows are numbered below it."""
    kind = row.label_kind
    if kind in ("roman", "upper") or (not row.label and row.group is not None and row.group[0]):
        return True
    following = rows[number + 1] if number + 1 < len(rows) else None
    if following is None:
        return False
    if kind in ("arabic", "dotted"):
        return following.label.startswith(f"{row.label}.")
    # Without a number: a merged title, or one in capitals.
    title = row.group[1] if row.group else ""
    return not row.label and title.isupper() and bool(following.label)


def _heads_others(rows: Sequence[AnnexRow], number: int, row: AnnexRow) -> bool:
    """Tell whether an unnumbered row without unit and figures stands over numbered rows ("Chỉ tiêu trên 10.000 dân")."""
    if row.label or row.role_text("unit") or any(row.text(column) for column in row.columns.all("target")):
        return False
    return number + 1 < len(rows) and _numbered(rows[number + 1])


def _numbered(row: AnnexRow) -> bool:
    return row.label_kind in ("arabic", "dotted", "roman", "upper")


def _indicator(row: AnnexRow, place: _Place, year: int | None, *, heads_others: bool) -> IndicatorReading:
    columns = row.columns
    name = row.name
    unit = row.role_text("unit").strip("-–— ") or None
    marks = [Mark("name", span) for span in row.spans("name")]
    marks += [Mark("unit", span) for span in row.spans("unit") if unit]
    targets: list[TargetValue] = []
    doubts = 0
    for column in columns.all("target"):
        value, span = _target(row, column)
        target_year = column.year if column.year is not None else year
        targets.append(value.target(year=target_year, span=span))
        if value.comparator is not None:
            marks.append(Mark("target", span, target_year))
        if unit is None and value.comparator not in (None, "qualitative"):
            after = _UNIT_AFTER.match(value.rest)
            unit = after["unit"] if after else None
        doubts += (unit or "").startswith("%") and value.comparator == "qualitative"
        doubts += shape_of(squeeze(value.raw)).agency
    if unit is None:
        in_name = _UNIT_IN_NAME.search(name)
        if in_name and shape_of(in_name["unit"].strip()).unit:
            unit = in_name["unit"].strip()
    lead, lead_marks, lead_doubt = _agencies(row, "lead")
    coordinating, other_marks, other_doubt = _agencies(row, "coordinating")
    parent = None if (_numbered(row) and not _below(row, place)) or heads_others else place.parent
    return IndicatorReading(
        name=without_bullet(name),
        targets=tuple(targets),
        source="annex",
        no=row.label if row.label_kind not in (None, "bullet") else None,
        unit=unit,
        dimension=_dimension(name, parent) if parent is not None and not _numbered(row) else None,
        group=place.group,
        lead=lead,
        coordinating=coordinating,
        in_resolution_42=bool(shape_of(row.role_text("resolution")).mark) if columns.first("resolution") else None,
        parent_no=parent.no if parent is not None else None,
        confidence=max(_LEAST, 1 - _DOUBT * (doubts + lead_doubt + other_doubt)),
        span=row.span,
        marks=(*marks, *lead_marks, *other_marks),
    )


def _below(row: AnnexRow, place: _Place) -> bool:
    """Tell whether "33.1" stands under the indicator 33."""
    return place.parent is not None and place.parent.no is not None and row.label.startswith(f"{place.parent.no}.")


def _target(row: AnnexRow, column: Column) -> tuple[Value, Span]:
    cells = row.cells(column)
    raw = " ".join(line for grid, cell in cells for part in grid.raw_of(cell).split("\n") if (line := part.strip()))
    span = Span(cells[0][1].span.start, cells[-1][1].span.end) if cells else Span(row.span.end, row.span.end)
    return read_value(raw), span


def _agencies(row: AnnexRow, role: Role) -> tuple[tuple[str, ...], list[Mark], int]:
    """Return the agencies of a role, their marks, and 1 where the cell does not begin like one."""
    names: list[str] = []
    marks: list[Mark] = []
    doubt = 0
    for grid, cell in row.role_cells(role):
        raw = unfolded(grid.raw_of(cell))
        for agency in split_agencies(raw):
            if agency.name not in names:
                names.append(agency.name)
            marks.append(Mark("agency", Span(cell.span.start + agency.start, cell.span.start + agency.end)))
        shape = shape_of(grid.text_of(cell))
        doubt = doubt or int(not shape.empty and not shape.agency and not shape.dash)
    return tuple(names), marks, doubt


def _dimension(name: str, parent: IndicatorReading) -> str:
    """Return what part of the parent a sub-row is about: "Trong đó, các huyện nghèo" is "Các huyện nghèo"."""
    said = without_bullet(_PARTS.sub("", without_bullet(name), count=1))
    own, above = said.split(), parent.name.split()
    same = 0
    while same < min(len(own), len(above)) and own[same].lower() == above[same].lower():
        same += 1
    rest = " ".join(own[same:]) if same >= 3 and same < len(own) else said
    return rest[:1].upper() + rest[1:]


def _caption_year(text: str, annex: Annex) -> int | None:
    """Return the year that the caption names, for a column of targets that names none."""
    if all(column.year is not None for column in annex.columns.all("target")):
        return None
    above = text[max(0, annex.start - _CAPTION_LENGTH) : annex.start]
    lines = [line for line in above.split("\n") if line.strip() and not line.strip().startswith("(")][-4:]
    years = [int(match["year"]) for line in lines for match in _CAPTION_YEAR.finditer(line) if len(line) < 400]
    return max(years) if years else None
