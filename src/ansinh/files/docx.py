"""Word files (.docx): paragraphs, headings, automatic numbers and tables, in reading order.

Inserted text is kept and deleted text left out, as if all changes had been accepted; hidden text,
headers, footers and the table of contents stay out; text boxes follow the paragraph they hang on,
footnotes stand at the end in square brackets. Source: ECMA-376 part 1, chapter 17.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ansinh.core.plandoc.source import Source, SourceBuilder
from ansinh.files.fonts import refuse_old_encoding, refuse_old_fonts
from ansinh.files.layout import PlacedText, is_layout
from ansinh.files.limits import Limits
from ansinh.files.numbering import Numbering, ParagraphStyle, W, read_styles
from ansinh.files.package import Package
from ansinh.files.symbols import symbol_text

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"

_DROPPED = frozenset(
    {
        f"{W}del",
        f"{W}moveFrom",
        f"{W}delText",
        f"{W}instrText",
        f"{W}rPr",
        f"{W}pPr",
        f"{W}sectPr",
        f"{W}annotationRef",
        f"{W}footnoteRef",
        f"{W}endnoteRef",
        f"{_MC}Fallback",
    }
)
_PLAIN = ParagraphStyle()
_MAX_SPAN = 200


def read(package: Package, *, name: str, limits: Limits) -> Source:
    """Return a Word file as a source. Raises ``UnreadableFile`` for a damaged or old-font file."""
    del limits  # the package counts
    return _Reader(package, name=name).read()


def main_part(package: Package) -> str:
    """Return the name of the part that holds the document's body."""
    if "_rels/.rels" in package.names:
        for relation in package.xml("_rels/.rels").iterchildren(f"{_RELATIONS}Relationship"):
            if (relation.get("Type") or "").endswith("/officeDocument"):
                part = posixpath.normpath((relation.get("Target") or "").lstrip("/"))
                if part in package.names:
                    return part
    return "word/document.xml"


@dataclass
class _Inline:
    """The text of one paragraph, and what hangs on it."""

    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)


@dataclass(slots=True)
class _Open:
    """A vertically merged cell that may go on in the next row."""

    index: int
    column_span: int


class _Reader:
    def __init__(self, package: Package, *, name: str) -> None:
        self._package = package
        self._name = name
        self._builder = SourceBuilder(name=name, kind="docx")
        self._main = main_part(package)
        folder = posixpath.dirname(self._main)
        styles = self._optional(f"{folder}/styles.xml")
        self._styles = read_styles(styles)
        self._default_style = _default_style(styles)
        self._numbering = Numbering(self._optional(f"{folder}/numbering.xml"))
        self._notes = {kind: _notes(self._optional(f"{folder}/{kind}s.xml"), kind) for kind in ("footnote", "endnote")}
        self._cited: list[tuple[str, str]] = []
        self._fonts: Counter[str] = Counter()
        self._carried = ""

    def read(self) -> Source:
        body = self._package.xml(self._main).find(f"{W}body")
        if body is not None:
            self._blocks(body)
        if self._carried:
            self._builder.paragraph(self._carried)
        self._write_notes()
        source = self._builder.build()
        refuse_old_fonts(self._fonts.items(), name=self._name)
        refuse_old_encoding(source.text, name=self._name)
        return source

    def _optional(self, part: str) -> etree._Element | None:
        return self._package.xml(part) if part in self._package.names else None

    def _blocks(self, container: etree._Element) -> None:
        for child in _flat(container):
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._table(child)

    def _paragraph(self, element: etree._Element) -> None:
        style = self._style_of(element)
        if style.contents:
            return
        text, boxes = self._read_paragraph(element, style)
        if text is not None:
            self._builder.paragraph(text, level=self._heading(element, style))
            self._builder.paragraph("")
        for box in boxes:
            self._blocks(box)

    def _read_paragraph(
        self, element: etree._Element, style: ParagraphStyle
    ) -> tuple[str | None, list[etree._Element]]:
        """Return the paragraph with its label; None when its end mark is deleted, so that it runs on."""
        inline = _Inline()
        self._inline(element, inline)
        text = inline.text
        if text.strip(" \t"):
            label = self._label(element, style)
            text = f"{label} {text.lstrip()}" if label else text
        text = self._carried + text
        self._carried = ""
        if element.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self._carried = text
            return None, inline.boxes
        return text.strip(" \t"), inline.boxes

    def _inline(self, element: etree._Element, inline: _Inline) -> None:
        for child in element:
            tag = child.tag
            if tag in _DROPPED or not isinstance(tag, str):
                continue
            if tag == f"{W}r":
                self._run(child, inline)
            elif tag == f"{W}txbxContent":
                inline.boxes.append(child)
            elif tag in (f"{_MATH}t", f"{W}t"):
                inline.parts.append(child.text or "")
            else:
                self._inline(child, inline)

    def _run(self, run: etree._Element, inline: _Inline) -> None:
        properties = run.find(f"{W}rPr")
        font = ""
        if properties is not None:
            if _is_on(properties, "vanish"):
                return
            fonts = properties.find(f"{W}rFonts")
            if fonts is not None:
                font = fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
        for child in run:
            tag = child.tag
            if tag in _DROPPED or not isinstance(tag, str):
                continue
            if tag == f"{W}t":
                text = symbol_text(child.text or "", font=font)
                self._fonts[font] += len(text)
                inline.parts.append(text)
            elif tag in (f"{W}tab", f"{W}ptab"):
                inline.parts.append(" ")
            elif tag == f"{W}br":
                if child.get(f"{W}type") is None or child.get(f"{W}type") == "textWrapping":
                    inline.parts.append("\n")
            elif tag == f"{W}cr":
                inline.parts.append("\n")
            elif tag == f"{W}noBreakHyphen":
                inline.parts.append("-")
            elif tag == f"{W}sym":
                inline.parts.append(_symbol(child))
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self._cited.append((tag.removeprefix(W).removesuffix("Reference"), child.get(f"{W}id") or ""))
            else:
                self._inline(child, inline)

    def _style_of(self, element: etree._Element) -> ParagraphStyle:
        found = element.find(f"{W}pPr/{W}pStyle")
        key = self._default_style if found is None else found.get(f"{W}val") or ""
        return self._styles.get(key, _PLAIN)

    def _heading(self, element: etree._Element, style: ParagraphStyle) -> int | None:
        outline = element.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None and (value := outline.get(f"{W}val") or "").isdigit():
            return int(value) + 1 if int(value) < 9 else None
        return style.heading

    def _label(self, element: etree._Element, style: ParagraphStyle) -> str:
        own = element.find(f"{W}pPr/{W}numPr")
        number_id, level = style.number_id, style.number_level
        if own is not None:
            identifier, depth = own.find(f"{W}numId"), own.find(f"{W}ilvl")
            number_id = number_id if identifier is None else identifier.get(f"{W}val")
            if depth is not None and (depth.get(f"{W}val") or "").isdigit():
                level = int(depth.get(f"{W}val") or "0")
        if number_id is None or number_id == "0":
            return ""
        if level is None:
            named = element.find(f"{W}pPr/{W}pStyle")
            level = self._numbering.level_of_style(number_id, "" if named is None else named.get(f"{W}val") or "")
        return self._numbering.label(number_id, level)

    def _table(self, table: etree._Element) -> None:
        if self._carried:
            self._builder.paragraph(self._carried)
            self._carried = ""
        cells, boxes = self._cells(table)
        if is_layout(cells, ruled=self._is_ruled(table)):
            for cell in cells:
                self._builder.paragraph(cell.text)
                self._builder.paragraph("")
        else:
            self._builder.table([(c.row, c.column, c.row_span, c.column_span, c.text) for c in cells])
        for box in boxes:
            self._blocks(box)

    def _cells(self, table: etree._Element) -> tuple[list[PlacedText], list[etree._Element]]:
        """Return the cells of a table with merged ones as one, and the text boxes found in them."""
        cells: list[PlacedText] = []
        boxes: list[etree._Element] = []
        running: dict[int, _Open] = {}
        row = 0
        for line in _flat(table):
            if line.tag != f"{W}tr" or line.find(f"{W}trPr/{W}del") is not None:
                continue
            column = _count(line.find(f"{W}trPr/{W}gridBefore"), 0)
            still: dict[int, _Open] = {}
            for element in _flat(line):
                if element.tag != f"{W}tc":
                    continue
                span = max(1, _count(element.find(f"{W}tcPr/{W}gridSpan"), 1))
                merge = element.find(f"{W}tcPr/{W}vMerge")
                goes_on = merge is not None and merge.get(f"{W}val") != "restart"
                text = self._cell_text(element, boxes)
                above = running.get(column)
                if goes_on and above is not None and above.column_span == span:
                    merged = cells[above.index]
                    merged.row_span += 1
                    merged.text = "\n".join(part for part in (merged.text, text) if part.strip())
                    still[column] = above
                else:
                    if merge is not None:
                        still[column] = _Open(len(cells), span)
                    cells.append(PlacedText(row, column, 1, span, text))
                column += span
            running = still
            row += 1
        return cells, boxes

    def _cell_text(self, cell: etree._Element, boxes: list[etree._Element]) -> str:
        """Return the lines of a cell; a table inside it gives its cells one after the other."""
        lines: list[str] = []
        for child in _flat(cell):
            if child.tag == f"{W}p":
                text, found = self._read_paragraph(child, self._style_of(child))
                lines += [] if text is None else [text]
                boxes += found
            elif child.tag == f"{W}tbl":
                inner, found = self._cells(child)
                lines += [placed.text for placed in inner if placed.text.strip()]
                boxes += found
        if self._carried:
            lines.append(self._carried)
            self._carried = ""
        return "\n".join(line for line in lines if line.strip())

    def _is_ruled(self, table: etree._Element) -> bool:
        """Say whether lines are drawn inside the table; a named style other than the plain one draws them."""
        inside = table.findall(f"{W}tblPr/{W}tblBorders/*")
        if inside:
            return any(
                side.tag in (f"{W}insideH", f"{W}insideV") and side.get(f"{W}val") not in ("nil", "none", None)
                for side in inside
            )
        drawn = [side.get(f"{W}val") for side in table.findall(f"{W}tr/{W}tc/{W}tcPr/{W}tcBorders/*")]
        if any(value not in ("nil", "none", None) for value in drawn):
            return True
        style = table.find(f"{W}tblPr/{W}tblStyle")
        return (
            style is not None and (style.get(f"{W}val") or "") not in ("TableNormal", "Normal Table", "") and not drawn
        )

    def _write_notes(self) -> None:
        cited, self._cited = self._cited, []
        if not cited:
            return
        self._builder.paragraph("")
        for place, (kind, key) in enumerate(dict.fromkeys(cited), start=1):
            note = self._notes[kind].get(key)
            if note is not None:
                lines = []
                for element in _flat(note):
                    if element.tag == f"{W}p":
                        text, _boxes = self._read_paragraph(element, self._style_of(element))
                        lines += [text] if text else []
                self._builder.paragraph(f"[{place}] " + " ".join(lines))


def _flat(container: etree._Element) -> Iterator[etree._Element]:
    """Yield the blocks of a container, through content controls, custom XML, insertions and choices."""
    for child in container:
        tag = child.tag
        if tag == f"{W}sdt":
            gallery = child.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
            if gallery is not None and (gallery.get(f"{W}val") or "") == "Table of Contents":
                continue
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from _flat(content)
        elif tag in (f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{_MC}AlternateContent", f"{_MC}Choice"):
            yield from _flat(child)
        elif tag not in (f"{W}del", f"{W}moveFrom"):
            yield child


def _notes(root: etree._Element | None, kind: str) -> dict[str, etree._Element]:
    if root is None:
        return {}
    return {
        note.get(f"{W}id", ""): note
        for note in root.iterchildren(f"{W}{kind}")
        if note.get(f"{W}type", "normal") == "normal"
    }


def _default_style(root: etree._Element | None) -> str:
    for style in () if root is None else root.iterchildren(f"{W}style"):
        if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on"):
            return style.get(f"{W}styleId", "")
    return ""


def _is_on(properties: etree._Element, name: str) -> bool:
    found = properties.find(f"{W}{name}")
    return found is not None and found.get(f"{W}val", "1") not in ("0", "false", "off")


def _count(element: etree._Element | None, otherwise: int) -> int:
    value = "" if element is None else element.get(f"{W}val") or ""
    return min(int(value), _MAX_SPAN) if value.isascii() and value.isdigit() and len(value) < 6 else otherwise


def _symbol(element: etree._Element) -> str:
    code = element.get(f"{W}char") or ""
    if not code or len(code) > 5 or any(digit not in "0123456789abcdefABCDEF" for digit in code):
        return ""
    return symbol_text(chr(int(code, 16)), font=element.get(f"{W}font") or "Symbol")
