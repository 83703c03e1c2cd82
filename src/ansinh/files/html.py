"""Web pages (.html): paragraphs, headings, numbered lists and tables, without the page's own furniture."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree, html

from ansinh.core.plandoc.source import Source, SourceBuilder
from ansinh.files import plain
from ansinh.files.errors import UnreadableFile
from ansinh.files.fonts import refuse_old_encoding
from ansinh.files.layout import PlacedText, is_layout
from ansinh.files.limits import Limits
from ansinh.files.numbering import write_number

_DROPPED = frozenset(
    [
        "audio",
        "button",
        "canvas",
        "datalist",
        "dialog",
        "embed",
        "head",
        "iframe",
        "input",
        "map",
        "math",
        "nav",
        "noscript",
        "object",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
    ]
)
# Furniture only when it stands outside the article itself.
_FURNITURE = frozenset({"footer", "aside"})
_FURNITURE_ROLES = frozenset({"navigation", "banner", "search", "contentinfo", "complementary", "dialog"})
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "ul",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_FORMATS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_SPACE = re.compile("[ \t\r\n\f\v]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BORDER = re.compile(r"border[a-z-]*\s*:\s*(?!\s*(?:none|0|collapse|separate|hidden))", re.IGNORECASE)
_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_XML_HEAD = re.compile(r"\A\ufeff?\s*<\?xml.*?\?>", re.DOTALL)
_MAX_DEPTH = 150
_MAX_SPAN = 200
_MAIN_SHARE = 0.6

Emit = Callable[[str, int | None], None]


def read(data: bytes, *, name: str, limits: Limits) -> Source:
    """Return a web page as a source. Raises ``UnreadableFile`` when no encoding fits."""
    del limits
    builder = SourceBuilder(name=name, kind="html")
    add_html(decode(data, name=name), builder, name=name)
    source = builder.build()
    refuse_old_encoding(source.text, name=name)
    return source


def add_html(text: str, builder: SourceBuilder, *, name: str) -> None:
    """Add the readable part of a page, or of a piece of one, to a source being built."""
    text = _XML_HEAD.sub("", text).replace("\x00", "")
    if not text.strip():
        return
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=True, encoding="utf-8")
    try:
        root = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableFile(
            name=name, code="broken", reason="không phải trang HTML đọc được", remedy="lưu lại trang rồi gửi lại"
        ) from error

    def paragraph(line: str, level: int | None) -> None:
        builder.paragraph(line, level=level)

    walker = _Walker(emit=paragraph, builder=builder)
    walker.block(_readable_part(root), depth=0)
    walker.flush()


def decode(data: bytes, *, name: str) -> str:
    """Return the page's text: UTF-8 where it is valid, else the encoding the page declares."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _CHARSET.search(data[:4096])
    if declared is not None:
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return plain.decode(data, name=name)


def _readable_part(root: html.HtmlElement) -> html.HtmlElement:
    """Return the one main or article element when it holds most of the text; else the whole page."""
    body = root.find("body")
    whole = root if body is None else body
    total = _length(whole)
    for tag in ("main", "article"):
        found = list(whole.iter(tag))
        if len(found) == 1 and _length(found[0]) >= _MAIN_SHARE * total:
            return found[0]
    return whole


def _length(element: html.HtmlElement) -> int:
    return sum(len(text) for text in element.itertext() if text.strip())


@dataclass
class _List:
    """A list being read: how its items are labelled and the number of the next one."""

    ordered: bool
    number_format: str
    following: int
    step: int = 1

    def label(self, item: html.HtmlElement) -> str:
        if not self.ordered:
            return "-"
        value = _integer(item.get("value"), self.following)
        self.following = value + self.step
        return write_number(value, _FORMATS.get(item.get("type") or "", self.number_format)) + "."


@dataclass
class _Walker:
    """Collects running text until a block ends, then hands it on as one paragraph."""

    emit: Emit
    builder: SourceBuilder | None
    lists: list[_List] = field(default_factory=list)
    label: str = ""
    level: int | None = None
    preformatted: bool = False
    parts: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def flush(self) -> None:
        """End the paragraph: its lines go out, the first with the label of the list item."""
        self._end_line()
        lines, self.lines = self.lines, []
        if not any(line.strip(" \xa0") for line in lines):
            if lines:
                self.emit("", self.level)
            return
        while lines and not lines[-1].strip(" \xa0"):
            lines.pop()
        if self.label:
            while not lines[0].strip(" \xa0"):
                del lines[0]
            lines[0] = f"{self.label} {lines[0]}"
            self.label = ""
        for line in lines:
            self.emit(line, self.level)
        self.emit("", None)

    def _end_line(self) -> None:
        text = "".join(self.parts)
        self.parts = []
        if not text:
            return
        if self.preformatted:
            self.lines += [line.rstrip() for line in text.strip("\n").split("\n")]
        elif shown := _SPACE.sub(" ", text).strip(" "):
            self.lines.append("" if shown.strip("\xa0") == "" else shown.strip("\xa0 "))

    def block(self, element: html.HtmlElement, *, depth: int) -> None:
        """Read the content of an element, children and tails."""
        if depth > _MAX_DEPTH:
            self.parts += [str(text) for text in element.itertext()]
            return
        self.parts.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str) and not _is_hidden(child):
                self._child(child, depth + 1)
            self.parts.append(child.tail or "")

    def _child(self, child: html.HtmlElement, depth: int) -> None:
        tag = child.tag
        if tag == "br":
            so_far = len(self.lines)
            self._end_line()
            if len(self.lines) == so_far:
                self.lines.append("")
        elif tag == "table":
            self.flush()
            self._table(child, depth)
        elif tag in ("ol", "ul", "menu"):
            self.flush()
            self.lists.append(_list_of(child))
            self.block(child, depth=depth)
            self.flush()
            self.lists.pop()
        elif tag in _BLOCKS:
            self._block_child(child, depth)
        elif tag in ("img", "hr"):
            return
        else:
            self.block(child, depth=depth)

    def _block_child(self, child: html.HtmlElement, depth: int) -> None:
        self.flush()
        level, was_preformatted = self.level, self.preformatted
        self.level = _HEADINGS.get(child.tag, level)
        self.preformatted = was_preformatted or child.tag == "pre"
        if child.tag == "li":
            self.label = self.lists[-1].label(child) if self.lists else "-"
        self.block(child, depth=depth)
        self.flush()
        if child.tag == "li":
            self.label = ""
        self.level, self.preformatted = level, was_preformatted

    def _table(self, table: html.HtmlElement, depth: int) -> None:
        for caption in table.iterchildren("caption"):
            self.block(caption, depth=depth)
            self.flush()
        cells = _cells(table, depth)
        ruled = bool(table.xpath(".//th")) or _has_border(table)
        if self.builder is None:
            for cell in cells:
                self.emit(cell.text, None)
        elif table.get("role") in ("presentation", "none") or is_layout(cells, ruled=ruled):
            for cell in cells:
                self.emit(cell.text, None)
                self.emit("", None)
        else:
            self.builder.table([(c.row, c.column, c.row_span, c.column_span, c.text) for c in cells])


def _cells(table: html.HtmlElement, depth: int) -> list[PlacedText]:
    """Return the cells at their place in the grid, as rowspan and colspan push them."""
    rows = [row for part in ("thead", None, "tbody", "tfoot") for row in _rows(table, part)]
    taken: dict[int, int] = {}
    cells: list[PlacedText] = []
    for number, row in enumerate(rows):
        column = 0
        for element in row:
            if element.tag not in ("td", "th") or _is_hidden(element):
                continue
            while taken.get(column, 0) > number:
                column += 1
            width = min(max(1, _integer(element.get("colspan"), 1)), _MAX_SPAN)
            height = _integer(element.get("rowspan"), 1)
            height = min(height if height > 0 else len(rows), len(rows) - number)
            cells.append(PlacedText(number, column, height, width, _cell_text(element, depth)))
            for place in range(column, column + width):
                taken[place] = max(taken.get(place, 0), number + height)
            column += width
    return cells


def _rows(table: html.HtmlElement, part: str | None) -> list[html.HtmlElement]:
    if part is None:
        return list(table.iterchildren("tr"))
    return [row for group in table.iterchildren(part) for row in group.iterchildren("tr")]


def _cell_text(element: html.HtmlElement, depth: int) -> str:
    lines: list[str] = []

    def keep(line: str, level: int | None) -> None:
        del level
        if line.strip():
            lines.append(line)

    walker = _Walker(emit=keep, builder=None)
    walker.block(element, depth=depth + 3)
    walker.flush()
    return "\n".join(lines)


def _list_of(element: html.HtmlElement) -> _List:
    ordered = element.tag == "ol"
    down = ordered and element.get("reversed") is not None
    first = len(list(element.iterchildren("li"))) if down else 1
    return _List(
        ordered=ordered,
        number_format=_FORMATS.get(element.get("type") or "", "decimal"),
        following=_integer(element.get("start"), first),
        step=-1 if down else 1,
    )


def _is_hidden(element: html.HtmlElement) -> bool:
    if element.tag in _DROPPED or element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    if element.get("role") in _FURNITURE_ROLES:
        return True
    return element.tag in _FURNITURE and next(element.iterancestors("article", "main"), None) is None


def _has_border(table: html.HtmlElement) -> bool:
    if (table.get("border") or "0") not in ("0", ""):
        return True
    return any(_BORDER.search(element.get("style") or "") for element in table.iter("table", "td", "th"))


def _integer(text: str | None, otherwise: int) -> int:
    stripped = (text or "").strip()
    return int(stripped) if re.fullmatch(r"-?[0-9]{1,5}", stripped, re.ASCII) else otherwise
