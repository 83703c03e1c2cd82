"""Stage: the lines of a file become the paragraphs their author wrote.

Files break a paragraph in many ways: every line at 80 characters, at page ends, in the middle of a
date; lone "|" lines stand where a layout table was; a page number falls into a sentence. Only what
stands outside tables is a passage.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ansinh.core.law import is_issuer
from ansinh.core.plandoc.draft import Draft, Passage
from ansinh.core.plandoc.page_marks import page_marks
from ansinh.core.plandoc.source import Block, Paragraph, Source, Span, Table
from ansinh.core.text.unicode import mend_letters

_LONGEST_WRAP = 130
"""A file whose lines are nearly all shorter than this may be hard-wrapped."""

_LABEL = re.compile(
    r"(?:[IVXLC]{1,6}\s?[.\-–/)]\s|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}[.)\-–]?\s(?=[^\W\d_a-z])|[0-9]{1,2}[.)]\s"
    r"|[a-zđ][).]\s|\([0-9a-zđ]{1,2}\)\s|[•*●▪◦○+]\s?|[-–−]\s?(?=\S)"
    r"|(?:Điều|Chương|Mục|Phần)\s+(?:thứ\s+)?[0-9IVXLC]+\b"
    r"|(?:PHỤ\sLỤC|Phụ\slục|PHẦN|CHƯƠNG|MỤC|ĐIỀU)\b|Phần\sthứ\s|Biểu\s(?:số|mẫu)\b)"
)
_OPENER = re.compile(
    r"(?:Nơi\snhận|Kính\sgửi|Số\s?:|\(?Kèm\stheo|\(?Ban\shành\skèm|\(?Đính\skèm|\(?Theo\sPhụ\slục|Độc\slập\s?-|CỘNG\s(?:HÒA|HOÀ)\b"
    r"|ĐẢNG\sCỘNG\sSẢN|QUYẾT\sĐỊNH\s?:|QUYẾT\sNGHỊ\s?:)",
    re.IGNORECASE,
)
_BASIS = re.compile(r"(?:Căn\scứ|Theo\sđề\snghị|Xét\sđề\snghị|Thực\shiện|Trên\sđây)\s")
_SIGNATURE = re.compile(
    r"(?:TM|T/M|KT|TL|TUQ|Q)\s?[.\s]\s?[^\W\d_a-z]|(?:PHÓ\s)?(?:CHỦ\sTỊCH|BÍ\sTHƯ|THỦ\sTƯỚNG|GIÁM\sĐỐC)\b"
)
_ALONE = re.compile(
    r"(?:KẾ\sHOẠCH|QUYẾT\sĐỊNH|NGHỊ\sQUYẾT|CHƯƠNG\sTRÌNH|CHƯƠNG\sTRÌNH\sHÀNH\sĐỘNG|ĐỀ\sÁN|CHỈ\sTHỊ|KẾT\sLUẬN|HƯỚNG\sDẪN|CÔNG\sVĂN|THÔNG\sBÁO)"
)
_PAGE_NUMBER = re.compile(
    r"(?:-\s?)?[0-9]{1,3}(?:\s?-)?|(?:Trang|Page)\s[0-9]{1,3}(?:\s?/\s?[0-9]{1,3})?", re.IGNORECASE
)
_RULE = re.compile(r"[-–—_=*~.·\s|]+")
_EMPHASIS = re.compile(r"\*\*|__")
_HASHES = re.compile(r"#{1,6}\s+")
_OPEN_END = re.compile(
    r"(?:^|\s)(?:và|với|của|về|các|số|ngày|tháng|năm|hoặc|cho|tại|theo|-|–|những|Quyết|Nghị|Kế|(?:pháp\s)?lệnh|luật)$",
    re.IGNORECASE,
)
_WANTS_OBJECT = re.compile(r"(?:thực hiện|triển khai|ban hành|theo dõi|tham mưu)$")
_INSTRUMENT = re.compile(
    r"(?:Kế hoạch|Nghị quyết|Quyết định|Chương trình|Chỉ thị|Kết luận|Đề án|Luật|Pháp lệnh|Nghị định)\s"
)
_TASK = re.compile(
    r"[-–−]?\s?(?:Tăng\scường|Tiếp\stục|Triển\skhai|Tổ\schức|Đẩy\smạnh|Nâng\scao|Xây\sdựng|Hoàn\sthiện|Thực\shiện|Chủ\strì|Phối\shợp"
    r"|Tham\smưu|Rà\ssoát|Hướng\sdẫn|Chỉ\sđạo|Bảo\sđảm|Đảm\sbảo|Hỗ\strợ|Huy\sđộng|Khuyến\skhích|Mở\srộng|Quan\stâm|Chú\strọng"
    r"|Nghiên\scứu|Phát\shuy|Đổi\smới|Thường\sxuyên|Phấn\sđấu|Tập\strung|Tạo\s|Giao\s|Lồng\sghép|Kiểm\stra|Theo\sdõi|Tuyên\struyền|Phát\striển|Hoàn\sthành"
    r"|Chăm\slo|Ban\shành|Đề\snghị|Trên\scơ\ssở|Xác\sđịnh|Củng\scố|Vận\sđộng|Cải\sthiện|Ứng\sdụng|Bố\strí|Giải\squyết|Hình\sthành)"
)
"""How a paragraph of its own begins that says what is to be done."""
_ASSIGNS = re.compile(
    r"(?:Sở|Phòng|Ban|Công an|Ủy ban|UBND|Trung tâm|Các)\s[^.;:]{0,80}\s(?:chủ trì|phối hợp|có trách nhiệm)\b"
)
_NAMES_ONE = re.compile(r"(?:Đề án|Dự án|Chương trình|Kế hoạch|Quỹ|Phong trào|Cuộc vận động|Ban|Luật|về)$")
_CLOSES = re.compile(r"[^()]{1,60}\)(?:\s|[,.;:])")
_YEAR_END = re.compile(r"(?:19|20)[0-9]{2}$")
_YEAR_GOES_ON = re.compile(r"[-–−]\s?(?:19|20)[0-9]{2}\b")
_FINAL = (".", ";", ":", "?", "!", "…", "./.")
_MOST_TITLE_LINES = 12


@dataclass(frozen=True, slots=True)
class _Line:
    """One printed line: its cleaned stretches in the source, and its text."""

    pieces: tuple[Span, ...]
    text: str
    level: int | None
    gap: bool
    """Whether an empty line or a rule stands before it."""
    opens: bool = False
    """Whether a bold stretch begins here and does not end here."""


@dataclass(slots=True)
class _Paragraph:
    """A passage while its lines are being gathered."""

    lines: list[_Line] = field(default_factory=list)
    bold: bool = False

    def close(self) -> Passage:
        text: list[str] = []
        pieces: list[tuple[int, Span]] = []
        length = 0
        for line in self.lines:
            if text:
                text.append(" ")
                length += 1
            for span in line.pieces:
                pieces.append((length, span))
                length += span.end - span.start
            text.append(line.text)
        return Passage(mend_letters("".join(text)), tuple(pieces), self.lines[0].level)


def passages(draft: Draft) -> None:
    """Gather the lines outside tables into the paragraphs they were written as.

    Reads: source, tables. Writes: passages.
    """
    draft.passages = tuple(gather(draft.source, draft.tables))


def gather(source: Source, tables: Sequence[Table] = ()) -> Iterator[Passage]:
    """Return the paragraphs of a source that stand outside its tables."""
    lines = list(_lines(source, tables))
    width = wrap_width([line.text for line in lines])
    current: _Paragraph | None = None
    waiting: _Line | None = None
    for at, line in enumerate(lines):
        if waiting is not None:
            # A page number fell into a sentence: it is dropped where the sentence goes on after it.
            if current is not None and _goes_on_over_gap(current, line):
                current.lines.append(line)
                waiting = None
                continue
            if current is not None:
                yield current.close()
            current = _Paragraph([waiting])
            waiting = None
        if current is None:
            current = _Paragraph([line], line.opens)
        elif _PAGE_NUMBER.fullmatch(line.text) and _unfinished(current.lines[-1].text) and at + 1 < len(lines):
            waiting = line
        elif _belongs(current, line, width):
            current.lines.append(line)
            current.bold = current.bold and not line.opens
        else:
            yield current.close()
            current = _Paragraph([line], line.opens)
    if current is not None:
        yield current.close()
    if waiting is not None:
        yield _Paragraph([waiting]).close()


def wrap_width(lines: Sequence[str]) -> int | None:
    """Return at how many characters the file breaks its lines, or None where it has one paragraph a line."""
    lengths = sorted(len(line) for line in lines)
    if len(lengths) < 5 or lengths[len(lengths) * 98 // 100] > _LONGEST_WRAP:
        return None
    cut = sum(1 for a, b in pairwise(lines) if b[:1].islower() and _unfinished(a) and not _LABEL.match(b))
    if cut < 0.15 * len(lengths):
        return None
    return lengths[len(lengths) * 95 // 100]


def _lines(source: Source, tables: Sequence[Table]) -> Iterator[_Line]:
    spans = sorted((table.span for table in _all_tables(source.blocks, tables)), key=lambda span: span.start)
    starts = [span.start for span in spans]
    marks = page_marks(source.text, [block for block in source.blocks if isinstance(block, Paragraph)])
    gap = True
    for block in source.blocks:
        if block.span.start in marks:
            continue
        if not isinstance(block, Paragraph) or _inside(block.span, spans, starts):
            gap = True
            continue
        raw = block.span.of(source.text)
        if not raw.strip() or (_RULE.fullmatch(raw) and raw.strip() not in {"-", "–"}):
            gap = True
            continue
        line = _clean(source.text, block, raw, gap=gap)
        gap = line is None
        if line is not None:
            yield line


def _all_tables(blocks: Sequence[Block], tables: Sequence[Table]) -> Iterator[Table]:
    yield from (block for block in blocks if isinstance(block, Table))
    yield from tables


def _inside(span: Span, spans: Sequence[Span], starts: Sequence[int]) -> bool:
    at = bisect_right(starts, span.start) - 1
    return at >= 0 and span.start < spans[at].end


def _clean(text: str, block: Paragraph, raw: str, *, gap: bool) -> _Line | None:
    """Return the line without blanks around it and without the signs by which Markdown marks bold type."""
    start = block.span.start + len(raw) - len(raw.lstrip())
    end = block.span.start + len(raw.rstrip())
    level = block.level
    hashes = _HASHES.match(text, start, end)
    if hashes:
        level = level or hashes.group().count("#")
        start = hashes.end()
    pieces = []
    marks = 0
    at = start
    for mark in _EMPHASIS.finditer(text, start, end):
        if mark.start() > at:
            pieces.append(Span(at, mark.start()))
        at = mark.end()
        marks += 1
    if at < end:
        pieces.append(Span(at, end))
    if not pieces:
        return None
    joined = "".join(span.of(text) for span in pieces)
    return _Line(tuple(pieces), joined, level, gap, marks % 2 == 1)


def _belongs(paragraph: _Paragraph, line: _Line, width: int | None) -> bool:
    """Return whether the line goes on with the paragraph."""
    last = paragraph.lines[-1]
    if line.level is not None or last.level is not None:
        return False
    if last.text in {"-", "–"}:
        return not line.gap
    if _SIGNATURE.match(last.text) or _SIGNATURE.match(line.text):
        return False
    if paragraph.bold and not line.gap and len(paragraph.lines) < _MOST_TITLE_LINES:
        # Bold type that began and has not ended: a title over several lines.
        return True
    if line.gap:
        return _goes_on_over_gap(paragraph, line)
    if width is None:
        return _goes_on_over_gap(paragraph, line)
    return _goes_on_wrapped(paragraph, line, width)


def _goes_on_over_gap(paragraph: _Paragraph, line: _Line) -> bool:
    """Return whether a page end cut a sentence: long unfinished text before, small letter after."""
    last = paragraph.lines[-1].text
    return (
        (len(last) >= 60 or sum(len(part.text) for part in paragraph.lines[-3:]) >= 120)
        and _unfinished(last)
        and line.text[:1].islower()
        and not _LABEL.match(line.text)
        and (len(line.text) >= 25 or line.text.endswith((".", ";")))
    )


def _goes_on_wrapped(paragraph: _Paragraph, line: _Line, width: int) -> bool:
    last, text = paragraph.lines[-1].text, line.text
    if _OPENER.match(text):
        return False
    if _CLOSES.match(text) and last.rfind("(") > last.rfind(")"):
        return True
    if len(paragraph.lines) <= 3 and _ALONE.fullmatch(" ".join(part.text for part in paragraph.lines)):
        return False
    if _unfinished(last) and text[:1].islower() and not _LABEL.match(text):
        return True
    first_word = text.split(maxsplit=1)[0]
    full = len(last) + 1 + len(first_word) > width * 0.94
    if _LABEL.match(text):
        # "- Thương binh và Xã hội" goes on with "Sở Lao động" where the line before is full.
        if _YEAR_END.search(last) and _YEAR_GOES_ON.match(text):
            return True
        return full and _unfinished(last) and text[:1] in "-–" and not last.endswith(",") and not _TASK.match(text)
    if last.endswith(";") and text[:1].isupper() and _BASIS.match(paragraph.lines[0].text):
        return False
    if _OPENER.match(last):
        return text[:1].islower() or (last.isupper() and text.isupper())
    if last.isupper() and text.isupper():
        # Above a decision the title ends and the body that decides stands alone: "THỦ TƯỚNG CHÍNH PHỦ".
        return not is_issuer(text) or bool(_OPEN_END.search(last))
    if last.isupper() != text.isupper() and len(last if last.isupper() else text) > (3 if last.isupper() else 9):
        return False
    if _unfinished(last) and (
        text[:1].isdigit() or text[:1] in '“"(/%' or _OPEN_END.search(last) or last.endswith(",")
    ):
        return True
    if _WANTS_OBJECT.search(last) and _INSTRUMENT.match(text):
        return True
    if _unfinished(last) and not _NAMES_ONE.search(last) and (_TASK.match(text) or _ASSIGNS.match(text)):
        return False
    return full and not (_BASIS.match(text) and not _unfinished(last) and not (last[-1] == "." and text[:4] == "Thực"))


def _unfinished(text: str) -> bool:
    return not text.endswith(_FINAL)
