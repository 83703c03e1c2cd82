"""The document as a readable page: paragraphs and tables with what was read marked in its place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansinh.apps.planning.models import (
    Citation,
    Finding,
    Indicator,
    Plan,
    ReadItem,
    ReportDuty,
    ReviewState,
    Section,
    Task,
)

# What is marked over what, when two marks cover the same words.
STRENGTH = {"x": 4, "k": 1, "v": 3, "a": 2, "d": 2, "r": 1, "t": 1}
CLASS_OF_MARK = {
    "name": "t",
    "target": "v",
    "agency": "a",
    "unit": "",
    "schedule": "v",
    "product": "",
    "due": "v",
    "reference": "r",
    "suspect": "x",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under one mark; ``item`` names the row it was read as ("indicator-12")."""

    text: str
    css: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class CellView:
    """One table cell as it is shown."""

    pieces: tuple[Piece, ...]
    row_span: int
    column_span: int
    anchors: tuple[str, ...]

    @property
    def wide(self) -> bool:
        """Say whether the cell names what its row is about, and so needs room."""
        return any(piece.css == "t" for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of a table as it is shown, with the line of the text on which it begins."""

    line: int
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class BlockView:
    """A paragraph, a heading or a table of the document as it is shown.

    ``anchors`` are the rows whose place begins in this block; ``line`` counts the lines of the text from 1.
    """

    kind: str
    line: int
    pieces: tuple[Piece, ...] = ()
    level: int = 0
    section: str = ""
    rows: tuple[RowView, ...] = ()
    anchors: tuple[str, ...] = ()


@dataclass(slots=True)
class _Marks:
    """Marks sorted by start, cut so that no two overlap."""

    runs: list[tuple[int, int, str, str]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    anchors: dict[int, list[str]] = field(default_factory=dict)
    anchor_starts: list[int] = field(default_factory=list)


def build_document(plan: Plan) -> list[BlockView]:
    """Return the document of a plan, block by block, with everything read and every finding marked."""
    text = plan.file.text
    marks = _collect(plan, text)
    headings = {section.span_start: section for section in Section.objects.filter(plan=plan, run_in=False)}
    heading_starts = sorted(headings)
    line_starts = _line_starts(text)
    views = []
    for block in plan.file.blocks:
        start, end = block[1], block[2]
        line = bisect_right(line_starts, start)
        if block[0] == "t":
            views.append(_table_view(text, block, marks, line_starts))
            continue
        at = bisect_left(heading_starts, start)
        section = headings[heading_starts[at]] if at < len(heading_starts) and heading_starts[at] < end else None
        pieces = _pieces(text, start, end, marks)
        if not any(piece.text.strip() for piece in pieces):
            continue
        views.append(
            BlockView(
                kind="h" if section else "p",
                line=line,
                pieces=pieces,
                level=min(6, 2 + section.level) if section else 0,
                section=f"muc-{section.pk}" if section else "",
                anchors=_anchors(marks, start, end),
            )
        )
    return views


@dataclass(frozen=True, slots=True)
class UnreadStretch:
    """A stretch of the document that looked like something but was not understood."""

    anchor: str
    text: str
    reason: str
    line: int


def list_unread(plan: Plan) -> list[UnreadStretch]:
    """Return the stretches that were kept because they were not understood, in the order of the document."""
    text = plan.file.text
    return [
        UnreadStretch(f"unparsed-{at}", text[start:end], reason, text.count("\n", 0, start) + 1)
        for at, (start, end, reason) in enumerate(plan.unparsed)
    ]


def excerpt(plan: Plan, item: ReadItem, *, most: int = 600) -> str:
    """Return the words of the document that a row was read from, on one line, cut at ``most`` letters."""
    words = " ".join(plan.file.text[item.span_start : item.span_end].split())
    return words if len(words) <= most else f"{words[:most]}…"


def _line_starts(text: str) -> list[int]:
    starts, at = [0], text.find("\n")
    while at != -1:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


def _is_short(text: str, start: int, end: int) -> bool:
    """Say whether a finding points at words; one that points at whole rows is told beside the row only."""
    return start < end <= start + 240 and "\n" not in text[start:end]


def _collect(plan: Plan, text: str) -> _Marks:
    spans: list[tuple[int, int, str, str]] = []
    anchors: dict[int, list[str]] = defaultdict(list)
    rows: Sequence[tuple[str, Iterable[Any]]] = (
        ("indicator", Indicator.objects.filter(plan=plan)),
        ("task", Task.objects.filter(plan=plan)),
        ("duty", ReportDuty.objects.filter(plan=plan)),
        ("citation", Citation.objects.filter(plan=plan)),
    )
    for code, items in rows:
        for item in items:
            if item.state == ReviewState.REJECTED or item.span_end == item.span_start:
                continue
            key = f"{code}-{item.pk}"
            anchors[item.span_start].append(key)
            for kind, start, end, _ in item.marks:
                css = CLASS_OF_MARK.get(kind, "")
                if css and start < end:
                    spans.append((start, end, css, key))
    for finding in Finding.objects.filter(plan=plan):
        key = f"finding-{finding.pk}"
        spans.extend((start, end, "x", key) for start, end in finding.spans if _is_short(text, start, end))
    for at, (start, end, _reason) in enumerate(plan.unparsed):
        anchors[start].append(f"unparsed-{at}")
        spans.append((start, end, "k", f"unparsed-{at}"))
    runs = _cut(spans)
    return _Marks(runs, [run[0] for run in runs], dict(anchors), sorted(anchors))


def _cut(spans: list[tuple[int, int, str, str]]) -> list[tuple[int, int, str, str]]:
    """Cut overlapping marks into runs that do not overlap; the stronger mark shows."""
    edges: dict[int, list[tuple[bool, int]]] = defaultdict(list)
    for index, (start, end, _, _) in enumerate(spans):
        edges[start].append((True, index))
        edges[end].append((False, index))
    runs: list[tuple[int, int, str, str]] = []
    open_marks: set[int] = set()
    last = 0
    for at in sorted(edges):
        if open_marks and last < at:
            top = max(open_marks, key=lambda index: (STRENGTH.get(spans[index][2], 0), -index))
            runs.append((last, at, spans[top][2], spans[top][3]))
        for opens, index in edges[at]:
            (open_marks.add if opens else open_marks.discard)(index)
        last = at
    return runs


def _pieces(text: str, start: int, end: int, marks: _Marks) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = start
    index = max(0, bisect_right(marks.starts, start) - 1)
    while index < len(marks.runs) and marks.runs[index][0] < end:
        run_start, run_end, css, item = marks.runs[index]
        index += 1
        run_start, run_end = max(run_start, start), min(run_end, end)
        if run_start >= run_end:
            continue
        if at < run_start:
            pieces.append(Piece(text[at:run_start]))
        pieces.append(Piece(text[run_start:run_end], css, item))
        at = run_end
    if at < end:
        pieces.append(Piece(text[at:end]))
    return tuple(pieces)


def _anchors(marks: _Marks, start: int, end: int) -> tuple[str, ...]:
    first, last = bisect_left(marks.anchor_starts, start), bisect_left(marks.anchor_starts, max(end, start + 1))
    return tuple(key for at in marks.anchor_starts[first:last] for key in marks.anchors[at])


def _table_view(text: str, block: list[Any], marks: _Marks, line_starts: list[int]) -> BlockView:
    cells: dict[int, list[CellView]] = defaultdict(list)
    begins: dict[int, int] = {}
    for start, end, row, _column, row_span, column_span in sorted(block[5], key=lambda cell: (cell[2], cell[3])):
        pieces = _pieces(text, start, end, marks)
        cells[row].append(CellView(pieces, row_span, column_span, _anchors(marks, start, end)))
        begins[row] = min(start, begins.get(row, start))
    rows = tuple(RowView(bisect_right(line_starts, begins[row]), tuple(cells[row])) for row in sorted(cells))
    return BlockView(kind="t", line=bisect_right(line_starts, block[1]), rows=rows)
