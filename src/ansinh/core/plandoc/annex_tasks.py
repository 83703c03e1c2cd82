"""Tasks with who, with whom, until when and with which product, from the rows of annexes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ansinh.core.plandoc.agencies import AgencyName, split_agencies, split_roles
from ansinh.core.plandoc.annex_rows import Annex, AnnexRow, read_annexes, without_bullet
from ansinh.core.plandoc.cell_shapes import shape_of
from ansinh.core.plandoc.columns import Role
from ansinh.core.plandoc.draft import Draft
from ansinh.core.plandoc.model import Mark, Schedule, TaskReading, Unparsed
from ansinh.core.plandoc.schedules import read_schedule
from ansinh.core.plandoc.source import Span
from ansinh.core.plandoc.wrapping import unfolded

_DOUBT = Decimal("0.25")
_A_YEAR = re.compile(r"(?<![0-9/])20[0-9]{2}(?![0-9])")
_NO_YEAR = re.compile(r"(?:trong |hết |cuối )?(?:quý (?:[1-4]|IV|I{1,3})|tháng (?:1[0-2]|0?[1-9]))", re.IGNORECASE)
_LEAST = Decimal("0.25")
_SAYING: tuple[Role, ...] = ("lead", "coordinating", "actors", "schedule", "product", "submit_to")


@dataclass(slots=True)
class _Place:
    """Where in the annex the reading stands: the group above, and the last numbered task."""

    label: str = ""
    section: str | None = None
    task: str = ""


def annex_tasks(draft: Draft) -> None:
    """Read every row of the annexes that share out work.

    Reads: source, tables. Writes: tasks, unparsed.
    """
    text = draft.source.text
    found: list[TaskReading] = []
    left: list[Unparsed] = []
    for annex in read_annexes(text, draft.tables):
        if annex.kind == "tasks":
            tasks, unread = _read_annex(text, annex)
            year = _only_year(draft, annex)
            found.extend(_in_year(task, year) for task in tasks)
            left.extend(unread)
    draft.tasks = (*draft.tasks, *found)
    draft.unparsed = (*draft.unparsed, *left)


def _only_year(draft: Draft, annex: Annex) -> int | None:
    """Return the one year that the heading over the table names, else that of the plan's title."""
    over = [
        section
        for section in draft.sections
        if annex.rows and section.body.start <= annex.rows[0].span.start < section.body.end
    ]
    for title in (*(section.title for section in reversed(over)), draft.document.title or ""):
        years = {int(year) for year in _A_YEAR.findall(title)}
        if years:
            return years.pop() if len(years) == 1 else None
    return None


def _in_year(task: TaskReading, year: int | None) -> TaskReading:
    """Return the task with the year of the plan where only a quarter or month is printed ("Quý I")."""
    said = task.schedule_raw
    if year is None or said is None or not _NO_YEAR.fullmatch(said.strip(" .;")):
        return task
    return replace(task, schedule=read_schedule(f"{said.strip(' .;')}/{year}"))


def _read_annex(text: str, annex: Annex) -> tuple[list[TaskReading], list[Unparsed]]:
    place = _Place()
    made: list[tuple[str, TaskReading]] = []
    left: list[Unparsed] = []
    for number, row in enumerate(annex.rows):
        group = row.group
        if group is not None and _is_group(annex.rows, number, row):
            place.label, title = group
            place.section = f"{place.label}. {title}" if place.label else title
            place.task = ""
        elif not row.name:
            left.append(Unparsed(row.span, row.span.of(text), "Dòng trong bảng phân công không có tên nhiệm vụ."))
        else:
            made.append((place.label, _task(row, place)))
    return _numbered_apart(made), left


def _is_group(rows: Sequence[AnnexRow], number: int, row: AnnexRow) -> bool:
    """A title with nothing beside it that has rows under it."""
    if row.label_kind in ("roman", "upper") or not row.label:
        return True
    following = rows[number + 1] if number + 1 < len(rows) else None
    if following is None:
        return False
    if following.label.startswith(f"{row.label}."):
        return True
    return row.label_kind == "arabic" and following.group is None and following.label_kind in (None, "lower", "bullet")


def _task(row: AnnexRow, place: _Place) -> TaskReading:
    kind = row.label_kind
    no = row.label if kind not in (None, "bullet") else None
    if kind == "lower" and place.task:
        no = f"{place.task}.{row.label}"
    elif no is not None:
        place.task = no
    lead, coordinating, marks, doubts = _actors(row)
    schedule_raw, schedule, schedule_spans = _schedule(row)
    marks = [*(Mark("name", span) for span in row.spans("name")), *marks]
    marks += [Mark("schedule", span) for span in schedule_spans]
    marks += [Mark("product", span) for span in row.spans("product")]
    if not any(row.role_text(role) for role in _SAYING):
        doubts += 1
    if schedule is not None and schedule.kind == "event" and shape_of(row.role_text("schedule")).agency:
        doubts += 1
    return TaskReading(
        name=without_bullet(row.name),
        no=no,
        section=place.section,
        lead=lead,
        coordinating=coordinating,
        submit_to=_said(row, "submit_to"),
        product=_said(row, "product"),
        note=_said(row, "note"),
        schedule_raw=schedule_raw,
        schedule=schedule,
        confidence=max(_LEAST, 1 - _DOUBT * doubts),
        span=row.span,
        marks=tuple(marks),
    )


def _said(row: AnnexRow, role: Role) -> str | None:
    said = row.role_text(role)
    return said if said and not shape_of(said).dash else None


def _actors(row: AnnexRow) -> tuple[tuple[str, ...], tuple[str, ...], list[Mark], int]:
    """Return who leads, who coordinates, their marks, and how many cells do not begin like an agency."""
    lead: list[str] = []
    coordinating: list[str] = []
    marks: list[Mark] = []
    doubts = 0
    roles: tuple[Role, ...] = ("lead", "actors", "coordinating")
    for role in roles:
        for grid, cell in row.role_cells(role):
            raw = unfolded(grid.raw_of(cell))
            leading: tuple[AgencyName, ...] = ()
            beside = split_agencies(raw) if role == "coordinating" else ()
            if role != "coordinating":
                leading, beside = split_roles(raw)
            for agencies, names in ((leading, lead), (beside, coordinating)):
                for agency in agencies:
                    if agency.name not in names:
                        names.append(agency.name)
                    marks.append(Mark("agency", Span(cell.span.start + agency.start, cell.span.start + agency.end)))
            shape = shape_of(grid.text_of(cell))
            doubts += not shape.empty and not shape.agency and not shape.dash
    return tuple(lead), tuple(coordinating), marks, doubts


def _schedule(row: AnnexRow) -> tuple[str | None, Schedule | None, list[Span]]:
    """Return when the task is due; where years are columns with a cross, from the crosses."""
    said = _said(row, "schedule")
    crossed = [
        column for column in row.columns.all("schedule") if column.year is not None and shape_of(row.text(column)).mark
    ]
    crossed += [
        column for column in row.columns.all("target") if column.year is not None and shape_of(row.text(column)).mark
    ]
    if crossed:
        years = sorted({column.year for column in crossed if column.year is not None})
        raw = ", ".join(str(year) for year in years)
        spans = [cell.span for column in crossed for _, cell in row.cells(column)]
        return raw, read_schedule(raw), spans
    return said, read_schedule(said), row.spans("schedule") if said else []


def _numbered_apart(made: list[tuple[str, TaskReading]]) -> list[TaskReading]:
    """Put the number of the group before that of the task ("IV.2") where the counting begins anew in each group."""
    counts = Counter(task.no for _, task in made if task.no)
    again = any(count > 1 for count in counts.values())
    return [
        replace(task, no=f"{group}.{task.no}")
        if again and group and task.no and not task.no.startswith(f"{group}.")
        else task
        for group, task in made
    ]
