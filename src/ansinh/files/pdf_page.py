"""What is printed on one page of a PDF: words with their places, and drawn lines.

All places are in points from the top left corner of the page as it is shown, turned pages included.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from ansinh.files.symbols import symbol_text

Point = tuple[float, float]

_THIN = 3.0
_STRAIGHT = 1.0
_WORD_GAP = 0.28
_MAX_FORMS = 6


@dataclass(slots=True)
class Word:
    """Characters printed without a space: left and right end, baseline and size of type."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn straight line: across when ``y0 == y1``, down when ``x0 == x1``."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def across(self) -> bool:
        """Say whether the line runs across the page."""
        return self.y0 == self.y1


@dataclass(slots=True)
class Page:
    """The words and lines of one page; ``fonts`` counts the characters set in each font."""

    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    has_image: bool = False
    unreadable: int = 0
    fonts: Counter[str] = field(default_factory=Counter)


def read_page(document: pdfium.PdfDocument, number: int) -> Page:
    """Return one page, counted from 0. Raises ``pdfium.PdfiumError`` when it cannot be loaded."""
    page = document[number]
    try:
        width, height = page.get_size()
        turn = _turn(page)
        read = Page(width, height)
        _read_words(page, turn, read)
        for kind, rule in _objects(page, turn):
            if kind == "image":
                read.has_image = True
            elif rule is not None:
                read.rules.append(rule)
        return read
    finally:
        page.close()


def _turn(page: pdfium.PdfPage) -> Callable[[float, float], Point]:
    """Return the way from the page's own space (origin bottom left) to what is shown (top left)."""
    left, bottom, right, top = page.get_cropbox()
    match page.get_rotation():
        case 90:
            return lambda x, y: (y - bottom, x - left)
        case 180:
            return lambda x, y: (right - x, y - bottom)
        case 270:
            return lambda x, y: (top - y, right - x)
        case _:
            return lambda x, y: (x - left, top - y)


def _read_words(page: pdfium.PdfPage, turn: Callable[[float, float], Point], read: Page) -> None:
    text_page = page.get_textpage()
    handle = text_page.raw
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    word: Word | None = None
    for index in range(raw.FPDFText_CountChars(handle)):
        code = raw.FPDFText_GetUnicode(handle, index)
        character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if character.isspace() or code in (0xAD, 0x200B, 0xFEFF) or raw.FPDFText_IsGenerated(handle, index):
            if character.isspace():
                word = None
            continue
        if code in (2, 0xFFFE):  # pdfium's marks for a hyphen at a line's end
            character = "-"
        raw.FPDFText_GetLooseCharBox(handle, index, box)
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        (ax, ay), (bx, by) = turn(box.left, box.bottom), turn(box.right, box.top)
        x0, x1 = min(ax, bx), max(ax, bx)
        _, baseline = turn(x.value, y.value)
        size = max(abs(ay - by), 1.0)
        if character == "\ufffd" or "\ue000" <= character <= "\uf8ff" or code < 32:
            read.unreadable += character == "\ufffd" or code < 32
            character = symbol_text(character, font="")
        if word is not None and _goes_on(word, x0, x1, baseline):
            word.text += character
            word.x1 = max(word.x1, x1)
            word.size = max(word.size, size)
        else:
            word = Word(character, x0, x1, baseline, size)
            read.words.append(word)
    _count_fonts(handle, read)
    text_page.close()


def _goes_on(word: Word, x0: float, x1: float, baseline: float) -> bool:
    """Say whether a character follows closely on the word, superscripts and laid-over marks included."""
    return (
        abs(baseline - word.baseline) <= 0.45 * word.size
        and x0 - word.x1 <= _WORD_GAP * word.size
        and x1 >= word.x0
        and x0 >= word.x1 - 1.2 * word.size
    )


def _count_fonts(handle: raw.FPDF_TEXTPAGE, read: Page) -> None:
    """Sample the fonts: old encodings show in their names."""
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    for index in range(0, raw.FPDFText_CountChars(handle), 25):
        length = raw.FPDFText_GetFontInfo(handle, index, buffer, 128, flags)
        if 1 < length <= 128:
            read.fonts[buffer.value.decode("utf-8", errors="replace")] += 25


def _objects(page: pdfium.PdfPage, turn: Callable[[float, float], Point]) -> Iterator[tuple[str, Rule | None]]:
    identity = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        yield from _object(raw.FPDFPage_GetObject(page.raw, index), identity, turn, 0)


Matrix = tuple[float, float, float, float, float, float]


def _object(
    item: raw.FPDF_PAGEOBJECT, outer: Matrix, turn: Callable[[float, float], Point], depth: int
) -> Iterator[tuple[str, Rule | None]]:
    kind = raw.FPDFPageObj_GetType(item)
    if kind == raw.FPDF_PAGEOBJ_IMAGE:
        yield "image", None
        return
    if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM):
        return
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, own)
    matrix = _times((own.a, own.b, own.c, own.d, own.e, own.f), outer)
    if kind == raw.FPDF_PAGEOBJ_FORM:
        if depth < _MAX_FORMS:
            for index in range(raw.FPDFFormObj_CountObjects(item)):
                yield from _object(raw.FPDFFormObj_GetObject(item, index), matrix, turn, depth + 1)
        return
    for rule in _path_rules(item, matrix, turn):
        yield "rule", rule


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _path_rules(item: raw.FPDF_PAGEOBJECT, matrix: Matrix, turn: Callable[[float, float], Point]) -> Iterator[Rule]:
    """Yield the straight lines of a path: what is stroked, and what is filled so thin that it looks a line."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    for outline in _outlines(item, matrix, turn):
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if fill.value and (x1 - x0 <= _THIN or y1 - y0 <= _THIN):
            if y1 - y0 <= x1 - x0:
                yield Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
            else:
                yield Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
        elif stroke.value:
            for (ax, ay), (bx, by) in pairwise(outline):
                if abs(ay - by) <= _STRAIGHT < abs(ax - bx):
                    yield Rule(min(ax, bx), (ay + by) / 2, max(ax, bx), (ay + by) / 2)
                elif abs(ax - bx) <= _STRAIGHT < abs(ay - by):
                    yield Rule((ax + bx) / 2, min(ay, by), (ax + bx) / 2, max(ay, by))


def _outlines(
    item: raw.FPDF_PAGEOBJECT, matrix: Matrix, turn: Callable[[float, float], Point]
) -> Iterator[list[Point]]:
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    outline: list[Point] = []
    for index in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = turn(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(outline) > 1:
                yield outline
            outline = []
        if kind != raw.FPDF_SEGMENT_BEZIERTO:
            outline.append(point)
        if raw.FPDFPathSegment_GetClose(segment) and outline:
            outline.append(outline[0])
    if len(outline) > 1:
        yield outline
