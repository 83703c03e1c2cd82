"""The five plans as offices exchange them: Word with real tables, web page, PDF.

The texts in the shared material are flat: a table is one cell a line. Here the annex tables get
their grid back from the rows of the reference readings, not from our own parser, and the heading
and the signature become the borderless tables they are in every office. Merged cells are made by
hand: group rows over all columns, a heading over two years, a leading agency over its sub-rows.
"""

from __future__ import annotations

import html
import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import parse_xml

DOCUMENTS = {
    "khanh_hoa": "000_3ac042d42baf08db.txt",
    "son_la": "001_2bc9a7829f331028.txt",
    "hau_giang": "002_78774fff4ee349a1.txt",
    "huong_tra": "003_661fc97b0220734a.txt",
    "ca_mau": "004_6af14b32eb936588.txt",
}
EMPTY = "\xa0"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class Cell:
    """A cell of a rendered table; ``text`` may hold several lines."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True)
class Grid:
    """A table: ``widths`` in millimetres, so many ``head_rows`` repeated on every page."""

    cells: tuple[Cell, ...]
    widths: tuple[int, ...]
    head_rows: int = 0
    ruled: bool = True

    @property
    def row_count(self) -> int:
        """Return the number of rows."""
        return max(cell.row + cell.row_span for cell in self.cells)


@dataclass(frozen=True)
class Text:
    """A paragraph; line ends inside it are line breaks."""

    text: str


Piece = Text | Grid


@dataclass(frozen=True)
class Annex:
    """What the flat text does not say about an annex: its columns, and its heading of two rows."""

    list_name: str
    widths: tuple[int, ...]
    lead_column: int
    over_two_years: int | None = None
    groups_over_all: bool = False
    group_blanks: bool = False


ANNEXES: dict[str, tuple[Annex, ...]] = {
    "khanh_hoa": (
        Annex("indicators", (12, 85, 22, 25, 25, 25, 38, 38), 6, over_two_years=3, group_blanks=True),
        Annex("tasks", (12, 95, 42, 50, 25, 28, 18), 2, groups_over_all=True),
    ),
    "ca_mau": (Annex("tasks", (14, 90, 50, 55, 40, 21), 2),),
}


def pieces(shared: Path, name: str) -> list[Piece]:
    """Return one of the five plans as paragraphs and tables."""
    lines = (shared / "documents" / DOCUMENTS[name]).read_text(encoding="utf-8").split("\n")
    gold = json.loads((shared / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    grids: dict[int, tuple[int, Grid]] = {}
    for annex in ANNEXES.get(name, ()):
        start, end, grid = _annex(lines, gold, annex)
        grids[start] = end, grid
    for start, end, grid in (*_heading(lines), *_signature(lines)):
        grids[start] = end, grid
    made: list[Piece] = []
    at = 0
    wrapped = name == "hau_giang"
    while at < len(lines):
        if at in grids:
            at, grid = grids[at]
            made.append(grid)
            continue
        line = lines[at].strip()
        at += 1
        if line in ("", EMPTY, "|"):
            continue
        if wrapped:
            while at < len(lines) and at not in grids and lines[at].strip() not in ("", EMPTY, "|"):
                if lines[at].isupper() != line.isupper():
                    break
                line += "\n" + lines[at].strip()
                at += 1
        made.append(Text(line))
    return made


def _annex(lines: Sequence[str], gold: dict[str, Any], annex: Annex) -> tuple[int, int, Grid]:
    """Rebuild one annex from the lines at which the reference says its rows begin (counted from 1)."""
    rows = [row for row in gold[annex.list_name] if row.get("source") != "prose"]
    columns = len(annex.widths)
    starts = [row["line"] - 1 for row in rows]
    head = next(at for at in range(starts[0], 0, -1) if lines[at].strip() in ("TT", "STT"))
    cells, row_number, at = _head(lines, head, annex)
    leads: list[tuple[int, str, bool]] = []
    for row, start in zip(rows, starts, strict=True):
        while (group := _next(lines, at)) < start:
            title, at = _next(lines, group + 1), 0
            cells += _group(lines[group].strip(), lines[title].strip(), row_number, annex)
            row_number += 1
            at = title + 1
            while annex.group_blanks and lines[(blank := _next(lines, at))] == EMPTY:
                at = blank + 1
        texts, at = _take(lines, start, columns + row["lead_raw"].count("\n"))
        extra = len(texts) - columns
        lead = annex.lead_column
        texts = [*texts[:lead], "\n".join(texts[lead : lead + extra + 1]), *texts[lead + extra + 1 :]]
        cells += [Cell(row_number, column, text) for column, text in enumerate(texts)]
        leads.append((row_number, texts[lead], row.get("row_type") == "sub_row"))
        row_number += 1
    merged = tuple(_merge_leads(cells, leads, annex.lead_column))
    return head, at, Grid(merged, annex.widths, head_rows=2 if annex.over_two_years else 1)


def _head(lines: Sequence[str], head: int, annex: Annex) -> tuple[list[Cell], int, int]:
    columns = len(annex.widths)
    if annex.over_two_years is None:
        texts, at = _take(lines, head, columns)
        return [Cell(0, column, text) for column, text in enumerate(texts)], 1, at
    over = annex.over_two_years
    texts, at = _take(lines, head, columns + 1)
    first, years = texts[: columns - 1], texts[columns - 1 :]
    cells = []
    for place, text in enumerate(first):
        column = place if place <= over else place + 1
        cells.append(Cell(0, column, text, 1, 2) if place == over else Cell(0, column, text, 2, 1))
    cells += [Cell(1, over + place, text) for place, text in enumerate(years)]
    return cells, 2, at


def _group(label: str, title: str, row: int, annex: Annex) -> list[Cell]:
    columns = len(annex.widths)
    if annex.groups_over_all:
        return [Cell(row, 0, f"{label}. {title}", 1, columns)]
    return [Cell(row, 0, label), Cell(row, 1, title, 1, columns - 1)]


def _merge_leads(cells: Sequence[Cell], leads: Sequence[tuple[int, str, bool]], column: int) -> Iterator[Cell]:
    """Merge the lead of an indicator with those of its sub-rows where they say the same."""
    spans: dict[int, int] = {}
    owner = -1
    owner_text = ""
    for row, text, is_sub in leads:
        if is_sub and text == owner_text and text != EMPTY and owner + spans[owner] == row:
            spans[owner] += 1
        else:
            owner, owner_text = row, text
            spans[owner] = 1
    gone = {row + more for row, span in spans.items() for more in range(1, span)}
    for cell in cells:
        if cell.column == column and cell.row in spans:
            yield replace(cell, row_span=spans[cell.row])
        elif not (cell.column == column and cell.row in gone):
            yield cell


def _next(lines: Sequence[str], at: int) -> int:
    """Return the next line that is a cell: not blank, a no-break space being an empty cell."""
    while lines[at] == "" or (not lines[at].strip() and EMPTY not in lines[at]):
        at += 1
    return at


def _take(lines: Sequence[str], at: int, count: int) -> tuple[list[str], int]:
    taken = []
    for _ in range(count):
        at = _next(lines, at)
        taken.append(lines[at].strip() or EMPTY)
        at += 1
    return taken, at


def _heading(lines: Sequence[str]) -> Iterator[tuple[int, int, Grid]]:
    """The issuer beside the country's motto, the number beside place and day."""
    top = next((at for at, line in enumerate(lines[:20]) if line.startswith("ỦY BAN NHÂN DÂN")), None)
    if top is None:
        return
    texts, at = [], top
    for _ in range(4):
        block = []
        while lines[at].strip() not in ("", "|", EMPTY):
            block.append(lines[at].strip())
            at += 1
        while lines[at].strip() in ("", "|"):
            at += 1
        texts.append("\n".join(block))
    yield top, at, _unruled(texts)


def _signature(lines: Sequence[str]) -> Iterator[tuple[int, int, Grid]]:
    """Who receives the plan beside who signs it."""
    for top, line in enumerate(lines):
        if line.startswith("Nơi nhận"):
            sign = next(at for at in range(top, top + 40) if lines[at].strip("* ").startswith(("TM.", "KT.", "T/M")))
            at = sign
            parts = []
            while len(parts) < 2 or not (parts[-1].istitle()):
                if lines[at].strip() not in ("", "|", EMPTY):
                    parts.append(lines[at].strip("* "))
                at += 1
            left = "\n".join(text.strip() for text in lines[top:sign] if text.strip() not in ("", "|", EMPTY))
            yield top, at, _unruled([left, "\n".join(parts)])


def _unruled(texts: Sequence[str]) -> Grid:
    cells = tuple(Cell(place // 2, place % 2, text) for place, text in enumerate(texts))
    return Grid(cells, (70, 95), ruled=False)


def write_docx(made: Sequence[Piece], path: Path) -> None:
    """Write pieces as a Word file: Times New Roman 13, indented paragraphs, the annex on pages laid across."""
    document = Document()
    body = document.element.body
    for child in list(body):
        body.remove(child)
    across = False
    for piece in made:
        wide = isinstance(piece, Grid) and piece.ruled
        if wide and not across:
            # The annex's own heading goes with it; the section ends where the body's text did.
            body.append(parse_xml(f'<w:p xmlns:w="{W}"><w:pPr>{_section(across=False)}</w:pPr></w:p>'))
            across = True
        if isinstance(piece, Grid):
            body.append(parse_xml(_docx_table(piece)))
            body.append(parse_xml(f'<w:p xmlns:w="{W}"/>'))
        else:
            # Lines broken by hand need small type, or they would be broken twice.
            body.append(parse_xml(_docx_paragraph(piece.text, top=True, size=18 if "\n" in piece.text else 26)))
    body.append(parse_xml(_section(across=across, top=True)))
    document.save(str(path))


def _section(*, across: bool, top: bool = False) -> str:
    space = f' xmlns:w="{W}"' if top else ""
    size = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' if across else '<w:pgSz w:w="11906" w:h="16838"/>'
    margins = '<w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1134" w:header="567" w:footer="567"/>'
    return f"<w:sectPr{space}>{size}{margins}</w:sectPr>"


def _docx_paragraph(text: str, *, top: bool = False, cell: bool = False, centre: bool = False, size: int = 26) -> str:
    space = f' xmlns:w="{W}"' if top else ""
    centred = centre or text.isupper()
    layout = '<w:spacing w:before="0" w:after="0"/>' if cell else '<w:spacing w:before="0" w:after="120"/>'
    layout += "" if cell or centred else '<w:ind w:firstLine="567"/>'
    ragged = cell or "\n" in text
    layout += f'<w:jc w:val="{"center" if centred else "left" if ragged else "both"}"/>'
    look = f'<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/><w:sz w:val="{size}"/></w:rPr>'
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{html.escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p{space}><w:pPr>{layout}</w:pPr><w:r>{look}{runs}</w:r></w:p>"


def _docx_table(grid: Grid) -> str:
    kind = "single" if grid.ruled else "none"
    sides = "".join(
        f'<w:{side} w:val="{kind}" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    widths = [round(width * 56.7) for width in grid.widths]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = []
    for row in range(grid.row_count):
        head = "<w:trPr><w:tblHeader/></w:trPr>" if row < grid.head_rows else ""
        head = head if grid.ruled else "<w:trPr><w:cantSplit/></w:trPr>"
        rows.append(f"<w:tr>{head}{''.join(_docx_cells(grid, row, widths))}</w:tr>")
    return (
        f'<w:tbl xmlns:w="{W}"><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _docx_cells(grid: Grid, row: int, widths: Sequence[int]) -> Iterator[str]:
    covering = (cell for cell in grid.cells if cell.row <= row < cell.row + cell.row_span)
    for cell in sorted(covering, key=lambda cell: cell.column):
        width = sum(widths[cell.column : cell.column + cell.column_span])
        look = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        if cell.column_span > 1:
            look += f'<w:gridSpan w:val="{cell.column_span}"/>'
        if cell.row_span > 1:
            look += '<w:vMerge w:val="restart"/>' if cell.row == row else "<w:vMerge/>"
        text = cell.text if cell.row == row else ""
        lines = [line for line in text.split("\n") if line != EMPTY] or [""]
        inside = "".join(
            _docx_paragraph(line, cell=True, centre=not grid.ruled or cell.row < grid.head_rows, size=24)
            if grid.ruled or cell.column or not text.startswith("Nơi nhận")
            else _docx_paragraph(line, cell=True, size=22)
            for line in lines
        )
        yield f"<w:tc><w:tcPr>{look}</w:tcPr>{inside}</w:tc>"


def write_html(made: Sequence[Piece], path: Path) -> None:
    """Write pieces as a web page, with the furniture such pages have."""
    parts = [
        "<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'><title>Văn bản</title>",
        "<style>td{border:1px solid}</style><script>var a='1. Không đọc';</script></head><body>",
        "<nav><ul><li>Trang chủ</li><li>Văn bản</li></ul></nav><main>",
    ]
    for piece in made:
        if isinstance(piece, Text):
            parts.append(f"<p>{_breaks(piece.text)}</p>")
            continue
        parts.append(f"<table border='{int(piece.ruled)}'>")
        for row in range(piece.row_count):
            tag = "th" if row < piece.head_rows else "td"
            parts.append("<tr>")
            for cell in sorted((c for c in piece.cells if c.row == row), key=lambda c: c.column):
                spans = f" rowspan='{cell.row_span}'" * (cell.row_span > 1) + f" colspan='{cell.column_span}'" * (
                    cell.column_span > 1
                )
                parts.append(f"<{tag}{spans}>{_breaks(cell.text)}</{tag}>")
            parts.append("</tr>")
        parts.append("</table>")
    parts.append("</main><footer>Bản quyền</footer></body></html>")
    path.write_text("\n".join(parts), encoding="utf-8")


def _breaks(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def write_pdfs(documents: Sequence[Path], folder: Path) -> None:
    """Turn Word files into PDF in one run of LibreOffice with a profile of its own."""
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            *map(str, documents),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )


def write_word_and_html(shared: Path, folder: Path) -> None:
    """Write all five plans as NAME.docx and NAME.html into a folder."""
    for name in DOCUMENTS:
        made = pieces(shared, name)
        write_docx(made, folder / f"{name}.docx")
        write_html(made, folder / f"{name}.html")
