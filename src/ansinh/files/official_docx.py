"""Official documents as DOCX: the form of Decree 30/2020/NĐ-CP, and the Party's.

What is written comes as plain values; this module knows margins, sizes, lines and order. Every figure that comes from
a snapshot stands under a bookmark with its row, so that each number of the file can be traced.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as Word

FONT = "Times New Roman"
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
SAFE = re.compile(r"[^\n\t\u0020-\ud7ff\ue000-\ufffd]")


class Form(StrEnum):
    """Whose form a document has; the Party's changed on 27/5/2026. A person's has the national heading and no number."""

    STATE = "state"
    PARTY_2018 = "party_2018"
    PARTY_2026 = "party_2026"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the text: who issues, number and symbol, where and when, what it is and about what."""

    issuer: str
    superior: str = ""
    number: int | None = None
    symbol: str = ""
    place: str = ""
    on: date | None = None
    type_name: str = "BÁO CÁO"
    about: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text; ``mark`` is the bookmark of the snapshot's row that its figure comes from."""

    text: str
    mark: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the outline: level 1 "I.", level 2 "1."."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text."""

    runs: tuple[Run, ...]
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: headings, rows of cells, widths in millimetres; ``numbers`` names the columns set to the right.

    ``note`` is the footnote printed under it.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Run, ...], ...]
    widths: tuple[int, ...]
    numbers: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex on a landscape page of its own."""

    title: str
    about: str
    grid: Grid


@dataclass(frozen=True, slots=True)
class Foot:
    """Who signs in whose name, and who receives it."""

    sign_for: str = ""
    title: str = ""
    name: str = ""
    recipients: tuple[str, ...] = ()


Block = Heading | Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Official:
    """A whole document; ``draft`` puts the word over the number, for a paper that is not signed."""

    form: Form
    head: Head
    blocks: tuple[Block, ...]
    foot: Foot
    annexes: tuple[Annex, ...] = field(default=())
    title: str = ""


# Margins in millimetres: top, bottom, left, right.
_MARGINS = dict.fromkeys(Form, (20, 20, 30, 15))


def write_official(document: Official) -> bytes:
    """Return a document as DOCX; the same values always give the same text, figures and layout."""
    word = Document()
    _fonts(word)
    state = _Marks()
    section = word.sections[0]
    _paper(section, document.form)
    section.different_first_page_header_footer = True
    _page_number(section.header)
    _head(word, document)
    for block in document.blocks:
        _block(word, block, state)
    _end_mark(word, document)
    _foot(word, document)
    for annex in document.annexes:
        _annex(word, document, annex, state)
    props = word.core_properties
    props.title, props.author, props.language = _clean(document.title)[:250], "An Sinh", "vi-VN"
    props.comments = ""
    on = document.head.on or date(2000, 1, 1)
    props.created = props.modified = datetime(on.year, on.month, on.day)  # noqa: DTZ001 - the format keeps no zone
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


class _Marks:
    """Numbers the bookmarks of a file."""

    def __init__(self) -> None:
        self.count = 0

    def put(self, run: Any, name: str) -> None:
        self.count += 1
        begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (begin, end):
            mark.set(qn("w:id"), str(self.count))
        # A name of a bookmark stands once in a file.
        begin.set(qn("w:name"), f"{name}_{self.count}"[:40])
        run._r.addprevious(begin)
        run._r.addnext(end)


def _clean(text: str) -> str:
    return SAFE.sub("", text)


def _fonts(word: Any) -> None:
    style = word.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(kind), FONT)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)


def _paper(section: Any, form: Form, *, landscape: bool = False) -> None:
    top, bottom, left, right = _MARGINS[form]
    width, height = (297, 210) if landscape else (210, 297)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance = Mm(10)


def _page_number(header: Any) -> None:
    paragraph = header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    run.font.size = Pt(13)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = text
        run._r.append(part)


def _line(cell: Any, text: str, *, size: int, bold: bool = False, italic: bool = False, first: bool = False) -> Any:
    paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(_clean(text))
    run.font.size, run.font.bold, run.font.italic = Pt(size), bold, italic
    return paragraph


def _rule(paragraph: Any, *, width: int, within: int) -> None:
    """Draw a line under a paragraph, ``width`` mm long in the middle of ``within`` mm."""
    side = max((within - width) / 2, 0)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(side)
    border = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    border.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _empty_rule(cell: Any, *, width: int, within: int) -> None:
    paragraph = cell.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(3)
    run = paragraph.add_run("")
    run.font.size = Pt(2)
    _rule(paragraph, width=width, within=within)


def _head(word: Any, document: Official) -> None:
    head, form = document.head, document.form
    if form is Form.PERSON:
        for text, size in ((COUNTRY, 13), (MOTTO, 14)):
            _line(word, text, size=size, bold=True)
        _empty_rule(word, width=58, within=165)
    else:
        _issuer(word, head, form)
    _title(word, head, form)


def _issuer(word: Any, head: Head, form: Form) -> None:
    left, right = (66, 99)
    table = word.add_table(rows=2, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _set_widths(table, (left, right))
    for row in table.rows:
        for cell, width in zip(row.cells, (left, right), strict=True):
            cell.width = Mm(width)
            _no_padding(cell)
    issuer, country = table.rows[0].cells
    if head.superior:
        _line(issuer, head.superior.upper(), size=13, first=True)
    _line(issuer, head.issuer.upper(), size=13, bold=True, first=not head.superior)
    if form is Form.STATE:
        _empty_rule(issuer, width=26, within=left)
        _line(country, COUNTRY, size=13, bold=True, first=True)
        _line(country, MOTTO, size=14, bold=True)
        # As long as the words above it.
        _empty_rule(country, width=58, within=right)
    else:
        _line(issuer, "*", size=14)
        _line(country, PARTY, size=14, bold=True, first=True)
        _empty_rule(country, width=64, within=right)
    number, day = table.rows[1].cells
    _line(number, number_line(form, head), size=13, first=True).paragraph_format.space_before = Pt(4)
    _line(day, place_line(head), size=14, italic=True, first=True).paragraph_format.space_before = Pt(4)


def _title(word: Any, head: Head, form: Form) -> None:
    party = form in (Form.PARTY_2018, Form.PARTY_2026)
    name = word.add_paragraph()
    name.alignment = WD_ALIGN_PARAGRAPH.CENTER
    name.paragraph_format.space_before = Pt(18)
    run = name.add_run(_clean(head.type_name.upper()))
    run.font.bold, run.font.size = True, Pt(16 if party else 14)
    about = word.add_paragraph()
    about.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = about.add_run(_clean(head.about))
    run.font.bold, run.font.size = True, Pt(14)
    rule = word.add_paragraph()
    rule.paragraph_format.line_spacing = Pt(3)
    rule.paragraph_format.space_after = Pt(12)
    if not party:
        _rule(rule, width=55, within=165)
    else:
        rule.alignment = WD_ALIGN_PARAGRAPH.CENTER
        rule.paragraph_format.line_spacing = None
        rule.add_run("-----").font.size = Pt(12)


def number_line(form: Form, head: Head) -> str:
    """Return the line of number and symbol: "Số: 05/BC-UBND", for the Party "Số 05-BC/TU"."""
    number = "……" if head.number is None else f"{head.number:02}"
    if form is Form.STATE:
        return f"Số: {number}/{head.symbol}"
    return f"Số{':' if form is Form.PARTY_2018 else ''} {number}-{head.symbol}"


def place_line(head: Head) -> str:
    """Return place and day: "Minh Họa, ngày 05 tháng 02 năm 2026"; days under 10 and months 1 and 2 have a zero."""
    if head.on is None:
        return f"{head.place}, ngày …… tháng …… năm ……"
    month = f"{head.on.month:02}" if head.on.month < 3 else str(head.on.month)
    return f"{head.place}, ngày {head.on.day:02} tháng {month} năm {head.on.year}"


def annex_line(head: Head, *, is_state: bool) -> str:
    """Return the line that ties an annex to its document: "(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 02 năm 2026 …)"."""
    number = number_line(Form.STATE if is_state else Form.PARTY_2026, head).removeprefix("Số: ").removeprefix("Số ")
    day = place_line(head).removeprefix(f"{head.place}, ")
    return f"(Kèm theo {head.type_name.capitalize()} số {number} {day} của {head.issuer})"


def _set_widths(table: Any, widths: Sequence[int]) -> None:
    """Word reads the widths of cells, LibreOffice those of the grid: both are set."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)


def _no_padding(cell: Any) -> None:
    properties = cell._tc.get_or_add_tcPr()
    margins = OxmlElement("w:tcMar")
    for side in ("left", "right"):
        part = OxmlElement(f"w:{side}")
        part.set(qn("w:w"), "0")
        part.set(qn("w:type"), "dxa")
        margins.append(part)
    properties.append(margins)


def _block(word: Any, block: Block, marks: _Marks) -> None:
    if isinstance(block, Grid):
        _grid(word, block, marks)
        return
    paragraph = word.add_paragraph()
    shape = paragraph.paragraph_format
    shape.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    shape.first_line_indent = Mm(12.7)
    shape.space_before = shape.space_after = Pt(6)
    if isinstance(block, Heading):
        shape.keep_with_next = True
        run = paragraph.add_run(_clean(block.text))
        run.font.bold, run.font.size = True, Pt(14)
        return
    for piece in block.runs:
        _run(paragraph, piece, marks, italic=block.italic)


def _run(paragraph: Any, piece: Run, marks: _Marks, *, size: int = 14, italic: bool = False) -> None:
    run = paragraph.add_run(_clean(piece.text))
    run.font.size, run.font.italic, run.font.bold = Pt(size), italic, piece.bold
    if piece.mark:
        marks.put(run, piece.mark)


def _grid(word: Any, grid: Grid, marks: _Marks, *, size: int = 12) -> None:
    if grid.caption:
        caption = word.add_paragraph()
        caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
        caption.paragraph_format.keep_with_next = True
        caption.paragraph_format.space_before = caption.paragraph_format.space_after = Pt(6)
        run = caption.add_run(_clean(grid.caption))
        run.font.bold, run.font.size = True, Pt(13)
    table = word.add_table(rows=1, cols=len(grid.headings))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _set_widths(table, grid.widths)
    for cell, heading, width in zip(table.rows[0].cells, grid.headings, grid.widths, strict=True):
        cell.width = Mm(width)
        _cell(cell, [Run(heading, bold=True)], marks, size, WD_ALIGN_PARAGRAPH.CENTER)
    repeat = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row in grid.rows:
        line = table.add_row()
        keep = OxmlElement("w:cantSplit")
        line._tr.get_or_add_trPr().append(keep)
        for at, (cell, piece, width) in enumerate(zip(line.cells, row, grid.widths, strict=True)):
            cell.width = Mm(width)
            side = WD_ALIGN_PARAGRAPH.RIGHT if at in grid.numbers else WD_ALIGN_PARAGRAPH.LEFT
            _cell(cell, [piece], marks, size, side)
    if grid.note:
        note = word.add_paragraph()
        note.paragraph_format.space_before = note.paragraph_format.space_after = Pt(3)
        run = note.add_run(_clean(grid.note))
        run.font.size, run.font.italic = Pt(size), True
        return
    after = word.add_paragraph()
    after.paragraph_format.line_spacing = Pt(6)


def _cell(cell: Any, pieces: Sequence[Run], marks: _Marks, size: int, side: Any) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = side
    for piece in pieces:
        _run(paragraph, piece, marks, size=size)


def _end_mark(word: Any, document: Official) -> None:
    """State documents end with "./.", the Party's with a full stop."""
    if document.form is not Form.STATE:
        return
    body = [one for one in word.element.body if one.tag in (qn("w:p"), qn("w:tbl"))]
    last = word.paragraphs[-1]
    if body and body[-1] is last._p and last.text.rstrip().endswith("."):
        last.add_run("/.").font.size = Pt(14)
    else:
        paragraph = word.add_paragraph()
        paragraph.add_run("./.").font.size = Pt(14)


def _stay_with_the_foot(word: Any, gap: Any) -> None:
    """Hold the last lines of the text with the signature: it never stands on a page alone."""
    for element in reversed([one for one in word.element.body if one.tag in (qn("w:p"), qn("w:tbl"))]):
        for paragraph in element.iter(qn("w:p")) if element.tag == qn("w:p") else _last_row(element):
            Word(paragraph, gap._parent).paragraph_format.keep_with_next = True
        if "".join(text.text or "" for text in element.iter(qn("w:t"))).strip() not in ("", "./."):
            return


def _last_row(table: Any) -> Any:
    return list(table.iter(qn("w:tr")))[-1].iter(qn("w:p"))


def _foot(word: Any, document: Official) -> None:
    foot = document.foot
    gap = word.add_paragraph()
    gap.paragraph_format.line_spacing = Pt(8)
    _stay_with_the_foot(word, gap)
    table = word.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    _set_widths(table, (80, 85))
    receivers, signer = table.rows[0].cells
    for cell, width in ((receivers, 80), (signer, 85)):
        cell.width = Mm(width)
    if foot.recipients:
        run = receivers.paragraphs[0].add_run("Nơi nhận:")
        run.font.size, run.font.bold, run.font.italic = Pt(12), True, True
    for name in foot.recipients:
        run = receivers.add_paragraph().add_run(f"- {_clean(name)}")
        run.font.size = Pt(11)
    sign_for = (
        foot.sign_for
        if document.form in (Form.STATE, Form.PERSON)
        else foot.sign_for.replace("TM.", "T/M").replace("TL.", "T/L")
    )
    begun = False
    for text in (sign_for, foot.title):
        if text:
            _line(signer, text.upper(), size=14, bold=True, first=not begun)
            begun = True
    for _ in range(4):
        signer.add_paragraph()
    _line(signer, foot.name, size=14, bold=True)


def _annex(word: Any, document: Official, annex: Annex, marks: _Marks) -> None:
    section = word.add_section()
    # The paragraph that holds the break takes no room, so that a full page is not followed by an empty one.
    breaking = word.paragraphs[-1]
    breaking.paragraph_format.line_spacing = Pt(1)
    breaking.add_run("").font.size = Pt(1)
    _paper(section, document.form, landscape=True)
    section.different_first_page_header_footer = False
    tied = annex_line(document.head, is_state=document.form is Form.STATE)
    for text, size, bold, italic in (
        (annex.title, 14, True, False),
        (annex.about, 14, True, False),
        (tied, 14, False, True),
    ):
        paragraph = word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(_clean(text))
        run.font.size, run.font.bold, run.font.italic = Pt(size), bold, italic
    # A line between what ties it to the document and the table.
    rule = word.add_paragraph()
    rule.paragraph_format.line_spacing, rule.paragraph_format.space_after = Pt(3), Pt(9)
    _rule(rule, width=55, within=252)
    _grid(word, annex.grid, marks, size=11)
