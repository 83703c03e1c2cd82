"""PDF files that hold text: paragraphs, tables and page starts.

pdfium gives every character its place; lines broken by the width of the page are joined, columns set
side by side are read one after the other, and tables are rebuilt from their drawn lines, over page ends
too. A scanned file holds pictures of pages and no text: it is refused by that name.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from ansinh.core.plandoc.source import Source, SourceBuilder, Table
from ansinh.files.errors import UnreadableFile
from ansinh.files.fonts import refuse_old_encoding, refuse_old_fonts
from ansinh.files.layout import is_layout
from ansinh.files.limits import Limits
from ansinh.files.pdf_align import Aligner, Region
from ansinh.files.pdf_chain import Chain, joined
from ansinh.files.pdf_lines import (
    Block,
    Frame,
    Line,
    begins,
    column_texts,
    columns,
    frame_of,
    lines_of,
    paragraphs,
    seam,
)
from ansinh.files.pdf_page import Page, read_page
from ansinh.files.pdf_tables import GridTable, ruled_tables

_PAGE_NUMBER = re.compile(r"(?:[-–—]\s*)?(\d{1,4})(?:\s*[-–—])?|(?:Trang|trang|Page)\s*(\d{1,4})(?:\s*/\s*\d{1,4})?")
_END = b"%%EOF"


@dataclass(slots=True)
class _Sheet:
    """One page taken apart: stretches of lines and tables from top to bottom."""

    number: int
    shape: tuple[int, int]
    items: list[list[Line] | GridTable] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        return [line for item in self.items if isinstance(item, list) for line in item]

    @property
    def tables(self) -> list[GridTable]:
        return [item for item in self.items if isinstance(item, GridTable)]


def read(data: bytes, *, name: str, limits: Limits) -> Source:
    """Return a PDF as a source. Raises ``UnreadableFile`` when it is locked, broken, or a scan."""
    pages = _pages(data, name=name, limits=limits)
    _refuse_textless(pages, name=name)
    sheets = [_sheet(page, number) for number, page in enumerate(pages)]
    _drop_running_heads(sheets)
    _find_aligned(sheets)
    return _Writer(sheets, pages, name=name).source()


def _pages(data: bytes, *, name: str, limits: Limits) -> list[Page]:
    if _END not in data[-65536:]:
        raise _broken(name, "bị cắt cụt, thiếu phần cuối")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise UnreadableFile(
                name=name, code="encrypted", reason="được đặt mật khẩu", remedy="bỏ mật khẩu rồi gửi lại"
            ) from error
        raise _broken(name, "hỏng nên không mở được") from error
    try:
        count = len(document)
        if count > limits.pages:
            raise UnreadableFile(
                name=name,
                code="too_large",
                reason=f"dài {count} trang, quá mức {limits.pages} trang",
                remedy="tách tệp rồi gửi lại",
            )
        return [_page(document, number, name) for number in range(count)]
    finally:
        document.close()


def _page(document: pdfium.PdfDocument, number: int, name: str) -> Page:
    try:
        return read_page(document, number)
    except pdfium.PdfiumError as error:
        raise _broken(name, f"hỏng ở trang {number + 1}") from error


def _refuse_textless(pages: Sequence[Page], *, name: str) -> None:
    letters = sum(len(word.text) for page in pages for word in page.words)
    if letters < 5 * len(pages) or not pages:
        if any(page.has_image for page in pages):
            raise UnreadableFile(
                name=name,
                code="scanned",
                reason=f"gồm {len(pages)} trang ảnh quét, không có chữ để đọc",
                remedy="dùng bản Word hoặc bản PDF xuất từ Word",
            )
        if letters == 0:
            raise UnreadableFile(
                name=name,
                code="empty",
                reason=f"có {len(pages)} trang nhưng không có chữ nào",
                remedy="kiểm tra lại nội dung tệp",
            )
    if sum(page.unreadable for page in pages) > 0.1 * letters:
        raise UnreadableFile(
            name=name,
            code="no_unicode",
            reason="có chữ nhưng phông không kèm bảng mã Unicode nên không đọc được",
            remedy="dùng bản Word hoặc xuất lại PDF từ Word",
        )
    fonts: Counter[str] = Counter()
    for page in pages:
        fonts.update(page.fonts)
    refuse_old_fonts(fonts.items(), name=name)


def _sheet(page: Page, number: int) -> _Sheet:
    for word in page.words:
        word.text = unicodedata.normalize("NFC", word.text)
    tables, words = ruled_tables(page.rules, page.words)
    sheet = _Sheet(number, (round(page.width), round(page.height)))
    lines = lines_of(words, page=number)
    for table in tables:
        above = [line for line in lines if line.baseline < table.top + 1]
        lines = lines[len(above) :]
        if above:
            sheet.items.append(above)
        sheet.items.append(table)
    if lines:
        sheet.items.append(lines)
    return sheet


def _find_aligned(sheets: Sequence[_Sheet]) -> None:
    """Put the tables without drawn lines in their places, once all their pages have been seen."""
    aligner = Aligner()
    found = [
        [part for item in sheet.items for part in (aligner.split(item) if isinstance(item, list) else (item,))]
        for sheet in sheets
    ]
    for sheet, parts in zip(sheets, found, strict=True):
        sheet.items = [part.table() if isinstance(part, Region) else part for part in parts]


def _drop_running_heads(sheets: Sequence[_Sheet]) -> None:
    """Leave out page numbers, and lines that stand at the top or foot of most pages."""
    seen: Counter[str] = Counter()
    for sheet in sheets:
        seen.update({_pattern(line) for line in _edges(sheet)})
    for sheet in sheets:
        for line in _edges(sheet):
            found = _PAGE_NUMBER.fullmatch(line.text)
            numbered = found is not None and (
                int(found[1] or found[2]) == sheet.number + 1 or seen[_pattern(line)] >= 0.5 * len(sheets) > 1
            )
            if numbered or seen[_pattern(line)] >= max(3, 0.5 * len(sheets)):
                for item in sheet.items:
                    if isinstance(item, list) and line in item:
                        item.remove(line)
        sheet.items = [item for item in sheet.items if item]


def _edges(sheet: _Sheet) -> list[Line]:
    """Return the first and the last line of a page, where no table stands before or after them."""
    edges = []
    if sheet.items and isinstance(sheet.items[0], list):
        edges.append(sheet.items[0][0])
    if sheet.items and isinstance(sheet.items[-1], list) and sheet.items[-1][-1] not in edges:
        edges.append(sheet.items[-1][-1])
    return edges


def _pattern(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text)


class _Writer:
    """Puts the pages together: paragraphs and tables that run over page ends become whole."""

    def __init__(self, sheets: Sequence[_Sheet], pages: Sequence[Page], *, name: str) -> None:
        self._builder = SourceBuilder(name=name, kind="pdf")
        self._name = name
        self._sheets = sheets
        self._pages = pages
        self._frames = _frames(sheets)
        self._join = not _is_broken_by_hand(sheets, self._frames)
        self._blocks = 0
        self._tables = 0
        # Where pages begin: (page, block, characters into it) and (page, table, cell).
        self._starts: list[tuple[int, int, int]] = []
        self._table_starts: list[tuple[int, int, int]] = []

    def source(self) -> Source:
        """Return the whole file."""
        held: list[Line] = []
        chain: Chain | None = None
        for sheet in self._sheets:
            frame = self._frames[sheet.shape]
            if held and self._frames[self._shape_of(held[-1])] is not frame:
                held = self._write_lines(held)
            if not sheet.items and self._pages[sheet.number].has_image:
                chain, held = self._write_table(chain), self._write_lines(held)
                self._note_picture(sheet.number)
            for place, item in enumerate(sheet.items):
                if isinstance(item, list):
                    chain = self._write_table(chain)
                    held += item
                elif place == 0 and not held and chain is not None and chain.takes(item):
                    chain.pieces.append(item)
                    chain.pages.append(sheet.number)
                else:
                    chain, held = self._write_table(chain), self._write_lines(held)
                    chain = Chain([item], [sheet.number])
        self._write_table(chain)
        self._write_lines(held)
        return self._finished()

    def _shape_of(self, line: Line) -> tuple[int, int]:
        return self._sheets[line.page].shape

    def _write_lines(self, lines: list[Line]) -> list[Line]:
        """Write lines of running text; returns the empty list that is held from then on."""
        if lines:
            frame = self._frames[self._shape_of(lines[0])]
            self._write_running_text(lines, frame)
        return []

    def _write_running_text(self, lines: Sequence[Line], frame: Frame) -> None:
        for part in columns(lines, frame):
            if isinstance(part[0], Line):
                for block in paragraphs([line for line in part if isinstance(line, Line)], frame, join=self._join):
                    self._write_block(block)
                continue
            for column in part:
                self._gap()
                if isinstance(column, list):
                    self._note_page(column[0].page)
                    for text in column_texts(column):
                        self._paragraph(text)
                self._gap()

    def _write_block(self, block: Block) -> None:
        if block.gap:
            self._gap()
        offset = 0
        for line in block.lines:
            self._note_page(line.page, offset)
            offset += len(line.text) + len(seam(line))
        self._paragraph(block.text)

    def _note_page(self, page: int, offset: int = 0) -> None:
        last = max(
            (self._starts[-1][0] if self._starts else -1), (self._table_starts[-1][0] if self._table_starts else -1)
        )
        for number in range(last + 1, page + 1):
            self._starts.append((number, self._blocks, offset))

    def _note_picture(self, page: int) -> None:
        self._note_page(page)
        self._gap()
        self._paragraph(f"[Trang {page + 1} là ảnh, không có chữ để đọc]")
        self._gap()

    def _paragraph(self, text: str) -> None:
        self._builder.paragraph(text)
        self._blocks += text.count("\n") + 1

    def _gap(self) -> None:
        self._paragraph("")

    def _write_table(self, chain: Chain | None) -> Chain | None:
        """Write a table that has ended; returns the None that is held from then on."""
        if chain is None:
            return None
        self._note_page(chain.pages[0])
        table = joined(chain)
        if is_layout(table.cells, ruled=chain.pieces[0].ruled):
            for cell in table.cells:
                self._paragraph(cell.text)
                self._gap()
            return None
        self._table_starts += [(page, self._blocks, cell) for page, cell in table.page_cells]
        self._table([(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells])
        return None

    def _table(self, cells: list[tuple[int, int, int, int, str]]) -> None:
        self._builder.table(cells)
        self._blocks += 1

    def _finished(self) -> Source:
        source = self._builder.build()
        refuse_old_encoding(source.text, name=self._name)
        return replace(source, page_starts=tuple(self._page_starts(source)))

    def _page_starts(self, source: Source) -> Iterator[int]:
        places = {0: 0} | {
            page: source.blocks[block].span.start + offset
            for page, block, offset in self._starts
            if block < len(source.blocks)
        }
        for page, block, index in self._table_starts:
            table = source.blocks[block]
            places[page] = table.cells[index].span.start if isinstance(table, Table) else table.span.start
        last = 0
        for page in range(len(self._sheets)):
            last = max(last, places.get(page, last))
            yield last


def _frames(sheets: Sequence[_Sheet]) -> dict[tuple[int, int], Frame]:
    """Measure the text area once for all pages of one size."""
    by_shape: dict[tuple[int, int], list[_Sheet]] = {}
    for sheet in sheets:
        by_shape.setdefault(sheet.shape, []).append(sheet)
    return {
        shape: frame_of(
            [line for sheet in group for line in sheet.lines],
            [(table.xs[0], table.xs[-1]) for sheet in group for table in sheet.tables],
        )
        for shape, group in by_shape.items()
    }


def _is_broken_by_hand(sheets: Sequence[_Sheet], frames: dict[tuple[int, int], Frame]) -> bool:
    """Say whether sentences go on in the next line although there was room left.

    Such a file was pasted from broken lines: its lines are left as they are, for the reader of the
    text to join them by what they say.
    """
    pairs = cut = 0
    for sheet in sheets:
        for line, below in pairwise(sheet.lines):
            pairs += 1
            goes_on = below.text[:1].islower() and not line.text.endswith((".", ";", ":"))
            cut += goes_on and begins(line, below, frames[sheet.shape])
    return pairs >= 20 and cut > 0.1 * pairs


def _broken(name: str, reason: str) -> UnreadableFile:
    return UnreadableFile(name=name, code="broken", reason=reason, remedy="xin lại tệp nguyên vẹn rồi gửi lại")
