"""The tables of a plan: those of the file, those typed with bars or tabs, and those flattened to lines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ansinh.core.plandoc.cells import Grid
from ansinh.core.plandoc.columns import header_role, is_header_number, read_columns
from ansinh.core.plandoc.draft import Draft
from ansinh.core.plandoc.flat_headers import Layout, find_header, layouts
from ansinh.core.plandoc.flat_rows import Aligner, FlatBody, FlatRow, Unit, index_row_end
from ansinh.core.plandoc.model import Unparsed
from ansinh.core.plandoc.page_marks import page_marks
from ansinh.core.plandoc.plain_tables import find_plain_tables
from ansinh.core.plandoc.row_labels import read_labels
from ansinh.core.plandoc.source import Cell, Paragraph, Span, Table
from ansinh.core.plandoc.wrapping import find_fold
from ansinh.core.text.unicode import squeeze

# So many lines decide which layout of the header holds.
_SAMPLE = 140
_END_LETTERS = frozenset("PpBbNnTtKQCcĐHhSsLl•")
_END_WORDS = (
    "PHỤ LỤC",
    "PHỤ BIỂU",
    "BIỂU SỐ",
    "NƠI NHẬN",
    "TM. ",
    "KT. ",
    "TL. ",
    "Q. CHỦ TỊCH",
    "CỘNG HÒA XÃ HỘI",
    "CỘNG HOÀ XÃ HỘI",
    "ĐẢNG CỘNG SẢN VIỆT NAM",
    # What sites that publish documents print under them.
    "HIỆU LỰC VĂN BẢN",
    "THUỘC TÍNH VĂN BẢN",
    "SỐ HIỆU:",
    "LOẠI VĂN BẢN:",
    "LƯỢC ĐỒ",
)
_FEWEST_ROWS = 2
_FEWEST_CELLS = 2


def grids(draft: Draft) -> None:
    """Find every table that holds data and put flattened ones back into rows and columns.

    A table that only sets a letterhead or a signature side by side is left to the running text.

    Reads: source. Writes: tables, unparsed.
    """
    text = draft.source.text
    tables: list[Table] = []
    unparsed: list[Unparsed] = []
    for run in _runs(draft):
        if isinstance(run, Table):
            if _holds_data(text, run, after=tables[-1] if tables else None):
                tables.append(run)
            continue
        plain = find_plain_tables(text, run)
        tables.extend(plain)
        for lines in _outside(run, plain):
            for table, left in _flat_tables(text, lines):
                tables.append(table)
                unparsed.extend(left)
    draft.tables = tuple(sorted(tables, key=lambda table: table.span.start))
    draft.unparsed = (*draft.unparsed, *unparsed)


def _runs(draft: Draft) -> Iterator[Table | list[Paragraph]]:
    """Yield the tables of the file, and the paragraphs between them together."""
    lines: list[Paragraph] = []
    blocks = draft.source.blocks
    marks = page_marks(draft.source.text, [block for block in blocks if isinstance(block, Paragraph)])
    for block in blocks:
        if block.span.start in marks and isinstance(block, Paragraph):
            continue
        if isinstance(block, Paragraph):
            lines.append(block)
            continue
        if lines:
            yield lines
            lines = []
        yield block
    if lines:
        yield lines


def _outside(lines: Sequence[Paragraph], tables: Sequence[Table]) -> Iterator[list[Paragraph]]:
    at = 0
    kept: list[Paragraph] = []
    for table in tables:
        while at < len(lines) and lines[at].span.start < table.span.start:
            kept.append(lines[at])
            at += 1
        if kept:
            yield kept
            kept = []
        while at < len(lines) and lines[at].span.start < table.span.end:
            at += 1
    kept = list(lines[at:])
    if kept:
        yield kept


def _holds_data(text: str, table: Table, *, after: Table | None) -> bool:
    """Tell a table of data from one that only places text: a known header, numbered rows, or the next page."""
    if table.row_count < 1 or table.column_count < _FEWEST_CELLS:
        return False
    grid = Grid(text, table)
    if read_columns(grid) is not None:
        return True
    if table.column_count < 3:
        return False
    rows = list(grid.rows())
    numbered = sum(1 for row in rows if read_labels(grid.text_at(row, 0)))
    if (
        after is not None
        and after.column_count == table.column_count
        and (numbered or not text[after.span.end : table.span.start].strip())
    ):
        return True
    return len(rows) >= 3 and numbered * 2 >= len(rows)


def _flat_tables(text: str, lines: Sequence[Paragraph]) -> Iterator[tuple[Table, list[Unparsed]]]:
    """Yield the flattened tables among the lines, with what could not be put into them."""
    units = _units(text, lines)
    known: dict[tuple[str, ...], Layout] = {}
    ends = _Ends(units)
    at = 0
    while at < len(units):
        end = find_header(units, at, len(units)) if _may_open(units[at].text) else None
        if end is None:
            at += 1
            continue
        built = _build(text, units, at, end, ends, known)
        if built is None:
            at += 1
            continue
        table, left, at = built
        yield table, left


def _may_open(text: str) -> bool:
    return 0 < len(text) <= 60 and (is_header_number(text) or header_role(text)[0] == "name")


def _units(text: str, lines: Sequence[Paragraph]) -> list[Unit]:
    """Return the cell texts: one a line, or one a paragraph where blank lines part the cells."""
    said = [line.span.of(text) for line in lines]
    spaced = _spaced(said)
    empty = _empty_cells(said, spaced=spaced)
    fold = None if spaced else find_fold([printed.strip() for printed in said])
    units: list[Unit] = []
    open_cell = False
    before = ""
    for at, line in enumerate(lines):
        clean = squeeze(said[at])
        if not clean and at not in empty:
            open_cell = False
            continue
        if (
            open_cell
            and clean
            and units[-1].text
            and (spaced or (fold is not None and fold.joins_cells(before, clean) and not _ends_table(clean)))
            and not (is_header_number(clean) or is_header_number(units[-1].text))
        ):
            first = units[-1]
            units[-1] = Unit(f"{first.text} {clean}", Span(first.span.start, line.span.end), first.cut)
        else:
            cut = fold is not None and open_cell and bool(before) and bool(clean) and fold.cuts(before, clean)
            units.append(Unit(clean, line.span, cut))
        before = clean
        open_cell = True
    return units


def _empty_cells(said: Sequence[str], *, spaced: bool) -> frozenset[int]:
    """Return the lines that are empty cells: those holding a no-break space.

    Where copying has lost these, an empty cell is a line of mere blanks; where blank lines part the
    cells, every second one of a row of blank lines.
    """
    marked = frozenset(at for at, printed in enumerate(said) if "\xa0" in printed and not printed.strip())
    if marked:
        return marked
    if not spaced:
        return frozenset(at for at, printed in enumerate(said) if printed and not printed.strip())
    found: set[int] = set()
    single = other = 0
    start = 0
    for filled in (at for at, printed in enumerate(said) if printed.strip()):
        blank = filled - start
        single += blank == 1
        other += blank > 1
        found.update(range(start + 1, filled - 1, 2))
        start = filled + 1
    return frozenset(found) if single > 2 * other else frozenset()


def _spaced(said: Sequence[str]) -> bool:
    """Tell whether a blank line stands between most lines."""
    filled = sum(1 for printed in said if printed.strip() or "\xa0" in printed)
    parted = 0
    blank_before = False
    for printed in said:
        if printed.strip() or "\xa0" in printed:
            parted += blank_before
            blank_before = False
        else:
            blank_before = True
    return filled > 4 and parted * 2 > filled


def _build(
    text: str, units: Sequence[Unit], start: int, end: int, ends: _Ends, known: dict[tuple[str, ...], Layout]
) -> tuple[Table, list[Unparsed], int] | None:
    """Return the table under a header, what was left over, and the unit after it; None where no rows follow.

    ``known`` keeps the layout of headers met before, so that a header on every page is weighed once.
    """
    stop = ends.after(start, end)
    keeps_empty = any(not unit.text for unit in units[end : min(stop, end + _SAMPLE)])
    header = tuple(unit.text for unit in units[start:end])
    layout = known.get(header) or _best_layout(units, start, end, stop, keeps_empty=keeps_empty)
    if layout is None:
        return None
    body = _body(units, layout, end, stop, keeps_empty=keeps_empty, header=header)
    rows = [row for row in body.rows if row.kind != "header"]
    if sum(row.kind == "row" for row in rows) < _FEWEST_ROWS or body.score <= 0:
        return None
    known[header] = layout
    return _table(units, start, layout, rows, body), _left_over(text, units, body), body.end


def _best_layout(units: Sequence[Unit], start: int, end: int, stop: int, *, keeps_empty: bool) -> Layout | None:
    header = [unit.text for unit in units[start:end]]
    best: tuple[float, Layout] | None = None
    for layout in layouts(units, start, end):
        body = _body(units, layout, end, min(stop, end + _SAMPLE), keeps_empty=keeps_empty, header=header)
        score = body.score - layout.penalty * 2
        if body.rows and (best is None or score > best[0]):
            best = (score, layout)
    return best[1] if best else None


def _body(
    units: Sequence[Unit], layout: Layout, end: int, stop: int, *, keeps_empty: bool, header: Sequence[str]
) -> FlatBody:
    begin = index_row_end(units, end, stop, len(layout.columns))
    roles = [column.role for column in layout.columns]
    return Aligner(units, roles, keeps_empty=keeps_empty, header=header).run(begin, stop)


class _Ends:
    """Where tables have to end: the next annex, a head of row numbers with another header, the signature.

    A header that comes again on every page does not end its table; what was found for one page holds
    for those before it, so that each is looked at once.
    """

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = units
        self._places = [at for at, unit in enumerate(units) if _ends_table(unit.text) or _heads_numbers(unit.text)]
        self._known: dict[tuple[int, int], int] = {}

    def after(self, start: int, end: int) -> int:
        """Return the unit at which the table under the header ``start`` to ``end`` must have ended."""
        units, size = self._units, end - start
        header = [unit.text for unit in units[start:end]]
        passed = [(start, size)]
        found = len(units)
        for place in range(bisect_left(self._places, end), len(self._places)):
            at = self._places[place]
            if _ends_table(units[at].text):
                found = at
                break
            if [unit.text for unit in units[at : at + size]] != header:
                if find_header(units, at, len(units)) is None:
                    continue
                found = at
                break
            if (at, size) in self._known:
                found = self._known[(at, size)]
                break
            passed.append((at, size))
        self._known.update(dict.fromkeys(passed, found))
        return found


def _heads_numbers(said: str) -> bool:
    return 0 < len(said) <= 20 and not said.isdigit() and is_header_number(said)


def _ends_table(said: str) -> bool:
    if said[:1] not in _END_LETTERS:
        return False
    return said[:40].lstrip("• ").upper().startswith(_END_WORDS)


def _left_over(text: str, units: Sequence[Unit], body: FlatBody) -> list[Unparsed]:
    reason = "Dòng nằm trong bảng nhưng không xếp được vào cột nào."
    return [
        Unparsed(units[at].span, units[at].span.of(text), reason)
        for at in body.skipped
        if at < body.end and units[at].text
    ]


def _table(units: Sequence[Unit], start: int, layout: Layout, rows: Sequence[FlatRow], body: FlatBody) -> Table:
    columns = len(layout.columns)
    cells: list[Cell] = []
    depth = max(head.row + head.row_span for head in layout.heads)
    for head in layout.heads:
        span = Span(units[start + head.first].span.start, units[start + head.last - 1].span.end)
        cells.append(Cell(span, head.row, head.column, head.row_span, head.column_span))
    for number, row in enumerate(rows, depth):
        cells.extend(_row_cells(units, row, number, columns))
    return Table(Span(units[start].span.start, units[body.end - 1].span.end), tuple(cells), columns, depth + len(rows))


def _row_cells(units: Sequence[Unit], row: FlatRow, number: int, columns: int) -> Iterator[Cell]:
    if row.kind == "title":
        yield Cell(_extent(units, row.start, row.end), number, 0, 1, columns)
        return
    if row.kind == "group":
        yield Cell(units[row.start].span, number, 0)
        yield Cell(_extent(units, row.start + 1, row.end), number, 1, 1, columns - 1)
        return
    for column, (first, last) in enumerate(row.cells):
        if last > first:
            yield Cell(_extent(units, first, last), number, column)


def _extent(units: Sequence[Unit], first: int, last: int) -> Span:
    """Return the span from the first to the last unit that says something."""
    while last - 1 > first and not units[last - 1].text:
        last -= 1
    return Span(units[first].span.start, units[last - 1].span.end)
