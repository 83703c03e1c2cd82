"""How a file breaks its lines: whether at a width, and which lines go on in the next one.

A program that breaks lines puts as many words on each as fit. So a line that had room for the first
word of the next one has ended where its author ended it, and one that had none most likely goes on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ansinh.core.plandoc.agencies import looks_like_agency

_LONGEST = 130
"""A file whose lines are nearly all shorter than this may be broken at a width."""
_FEWEST_CUTS = 12
_MOST_SLACK = 0.88
_FINAL = (".", ";", ":", "?", "!", "…")
_LABEL = re.compile(
    r"(?:[IVXLC]{1,6}|[A-ZĐ]|[0-9]{1,2}(?:\.[0-9]{1,2}){0,4}|[a-zđ])\s?[.)/]\s|[•*●▪◦○+\-–−]\s"
    r"|(?:Điều|Chương|Mục|Phần|PHỤ\sLỤC|Phụ\slục|Biểu)\s"
)
_LONG_IN_CELL = 55
_VALUE = re.compile(
    r"(?:[<>≤≥=~]|khoảng|trên|dưới)?\s?[0-9][0-9.,%/\s–-]*|%|[xXvV✓-]|(?:Năm|Quý|Tháng|Giai đoạn|Hằng|Hàng|Trước|Sau|Thường)\b.{0,40}"
)
_UNIT = re.compile(r"(?:%|‰|người|hộ|m2|m²|km|xã|giường|tỷ đồng|triệu đồng)(?:/.{1,20})?")
_WANTS_MORE = re.compile(
    r"(?:,|\s(?:-|–|và|với|của|về|các|số|ngày|tháng|năm|đoạn|hoặc|cho|tại|theo|những|từ|đến|là|có|đạt|trên|dưới|hơn|do|bởi|khoảng|giao|còn|thêm|tăng|giảm|cùng))$",
    re.IGNORECASE,
)


def unfolded(cell: str) -> str:
    """Return a cell with blanks for the line ends at which its lines were only cut: a long line before a small letter.

    Every character keeps its place.
    """
    if "\n" not in cell:
        return cell
    lines = cell.split("\n")
    parts = [lines[0]]
    for before, line in pairwise(lines):
        cut = len(before) >= _LONG_IN_CELL and line[:1].islower() and not before.rstrip().endswith(_FINAL)
        parts += [" " if cut else "\n", line]
    return "".join(parts)


class Fold:
    """The width at which a file breaks its lines."""

    def __init__(self, *, width: int, least: int) -> None:
        self.width = width
        self._least = least

    def cuts(self, line: str, following: str) -> bool:
        """Return whether a line had no room for the first word of the one after it."""
        return len(line) + 1 + _first_word(following) >= self._least

    def joins_cells(self, line: str, following: str) -> bool:
        """Return whether a line of a table goes on in the next one, rather than a new cell begins there."""
        if not self.cuts(line, following) or _LABEL.match(following):
            return False
        if _WANTS_MORE.search(line):
            return True
        if following[:1].islower():
            return not _UNIT.fullmatch(following)
        return not (line.endswith(_FINAL) or _VALUE.fullmatch(following) or looks_like_agency(following))


def find_fold(lines: Sequence[str]) -> Fold | None:
    """Return at which width the lines were broken; None where there is one paragraph or cell a line.

    ``lines`` are without blanks around them, "" for an empty line. Sure cuts are looked at: a line
    that ends no sentence before one that begins with a small letter. In a file broken at a width
    their lengths agree; where cells happen to look so, they do not.
    """
    filled = sorted(len(line) for line in lines if line)
    if len(filled) < _FEWEST_CUTS or filled[len(filled) * 98 // 100] > _LONGEST:
        return None
    cuts = [
        (len(a), len(a) + 1 + _first_word(b))
        for a, b in pairwise(lines)
        if a and b[:1].islower() and not a.endswith(_FINAL) and not _LABEL.match(b) and not _UNIT.fullmatch(b)
    ]
    if len(cuts) < _FEWEST_CUTS:
        return None
    width = sorted(length for length, _ in cuts)[len(cuts) * 98 // 100]
    reached = sorted(reach for _, reach in cuts)
    if reached[len(reached) * 15 // 100] <= width * _MOST_SLACK:
        return None
    # A few cuts may have other reasons; by far most tell how full a line is that goes on.
    return Fold(width=width, least=max(int(width * _MOST_SLACK), reached[len(reached) * 4 // 100]))


def _first_word(line: str) -> int:
    end = line.find(" ")
    return len(line) if end < 0 else end
