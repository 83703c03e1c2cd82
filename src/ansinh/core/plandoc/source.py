"""The text of a plan as it was read from a file: one string, and the blocks it is made of.

Every reader in ``ansinh.files`` ends here, whatever the file was. The text is NFC and holds one
line a paragraph and one line a table cell (an empty cell is a line holding one no-break space),
which is also how a web page copied to plain text looks. Spans are half-open offsets into that
text, so anything read from a plan can be shown in its place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the text of a plan: characters ``start`` up to, not including, ``end``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters the span covers."""
        return text[self.start : self.end]

    def shifted(self, by: int) -> Span:
        """Return the same span ``by`` characters further on."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of running text; ``level`` is the heading level that the file itself gives, if any."""

    span: Span
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, at a row and column of its grid; merged cells span several."""

    span: Span
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose grid is known: ``cells`` in reading order."""

    span: Span
    cells: tuple[Cell, ...]
    column_count: int
    row_count: int


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Source:
    """A plan as it was read: ``name`` of the file, ``kind`` ("txt", "docx", …), text and blocks.

    ``page_starts`` holds the offset at which each page begins, where the file has pages.
    """

    text: str
    blocks: tuple[Block, ...]
    name: str = ""
    kind: str = "txt"
    page_starts: tuple[int, ...] = ()

    def line_of(self, offset: int) -> int:
        """Return the number, from 1, of the line that holds the character at ``offset``."""
        return self.text.count("\n", 0, offset) + 1


@dataclass
class SourceBuilder:
    """Collects blocks while a file is read and keeps the spans in step with the text."""

    name: str = ""
    kind: str = "txt"

    def __post_init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._pages: list[int] = []

    def page(self) -> None:
        """Note that a new page begins here."""
        self._pages.append(self._length)

    def paragraph(self, text: str, *, level: int | None = None) -> None:
        """Add one paragraph; line breaks inside it become paragraphs of their own."""
        for line in _lines(text):
            self._blocks.append(Paragraph(self._line(line), level))

    def table(self, cells: list[tuple[int, int, int, int, str]]) -> None:
        """Add a table from ``(row, column, row_span, column_span, text)`` tuples in reading order."""
        if not cells:
            return
        start = self._length
        placed = []
        for row, column, row_span, column_span, text in cells:
            lines = [line for line in _lines(text) if line.strip()] or ["\xa0"]
            spans = [self._line(line) for line in lines]
            placed.append(Cell(Span(spans[0].start, spans[-1].end), row, column, row_span, column_span))
        self._blocks.append(
            Table(
                span=Span(start, self._length - 1),
                cells=tuple(placed),
                column_count=max(cell.column + cell.column_span for cell in placed),
                row_count=max(cell.row + cell.row_span for cell in placed),
            )
        )

    def build(self) -> Source:
        """Return the finished source."""
        return Source("".join(self._parts), tuple(self._blocks), self.name, self.kind, tuple(self._pages))

    def _line(self, line: str) -> Span:
        span = Span(self._length, self._length + len(line))
        self._parts.append(line + "\n")
        self._length += len(line) + 1
        return span


def _lines(text: str) -> Iterator[str]:
    """Split at line ends only, so that a form feed or a separator character stays in its line."""
    clean = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    yield from clean.split("\n")


def from_text(text: str, *, name: str = "", kind: str = "txt") -> Source:
    """Return plain text as a source: one paragraph a line, no tables known."""
    builder = SourceBuilder(name=name, kind=kind)
    builder.paragraph(text)
    return builder.build()
