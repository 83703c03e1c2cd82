"""Words of a page gathered into lines, columns and paragraphs by where they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ansinh.files.pdf_page import Word

_LABEL = re.compile(
    r"(?:[-–•+*]|[IVXLC]{1,6}[.)-]|\d{1,2}(?:\.\d{1,2}){0,3}[.)]|\d{1,2}\.\d{1,2}|[a-zđ][).]|\(\d{1,2}\)"
    r"|(?:Điều|Chương|Mục|Phần|PHỤ|Phụ|Căn|Theo|Trên)$)"
)
_FINAL = (".", ";", ":", "?", "!", "…")
_INDENT = 8.0
_DEEPEST_INDENT = 90.0
_CENTRED_SLACK = 0.04
_COLUMN_GAP = 1.25
_LONE_GAP = 3.0
_FAR = 6.0


@dataclass(slots=True)
class Line:
    """Words on one baseline, left to right."""

    words: list[Word]
    page: int = 0

    @property
    def text(self) -> str:
        """Return the words with one space between."""
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        """Return the left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Return the right end."""
        return max(word.x1 for word in self.words)

    @property
    def baseline(self) -> float:
        """Return the baseline, from the top of the page."""
        return self.words[0].baseline

    @property
    def size(self) -> float:
        """Return the height of the type."""
        return max(word.size for word in self.words)

    @property
    def space(self) -> float:
        """Return how wide a space is in this type."""
        return 0.24 * self.size

    def parts(self) -> list[Line]:
        """Return the stretches between wide gaps."""
        found = [[self.words[0]]]
        for word in self.words[1:]:
            if word.x0 - found[-1][-1].x1 > _COLUMN_GAP * self.size:
                found.append([])
            found[-1].append(word)
        return [Line(words, self.page) for words in found]


def lines_of(words: Sequence[Word], *, page: int = 0) -> list[Line]:
    """Return words as lines from top to bottom; raised and lowered signs stay in their line."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.baseline, word.x0)):
        for line in reversed(lines[-3:]):
            if abs(line[0].baseline - word.baseline) <= 0.4 * min(line[0].size, word.size):
                line.append(word)
                break
        else:
            lines.append([word])
    made = [Line(sorted(line, key=lambda word: word.x0), page) for line in lines]
    return sorted(made, key=lambda line: line.baseline)


def fits_after(line: Line, following: Line, room: float) -> bool:
    """Say whether the first word of the next line would still have had room in this one.

    Where it would, the author ended the line there; where not, the line was broken by its width.
    """
    return (line.x1 - line.x0) + line.space + (following.words[0].x1 - following.words[0].x0) <= room


@dataclass(frozen=True, slots=True)
class Frame:
    """The text area of a page: left and right edge, and the usual way from line to line.

    ``indent`` is how far first lines are set in, where most lines begin at the left edge.
    """

    left: float
    right: float
    pitch: float
    indent: float | None = None


def frame_of(lines: Sequence[Line], edges: Sequence[tuple[float, float]]) -> Frame:
    """Measure the text area over which lines are broken; ``edges`` are those of the tables there."""
    lefts = sorted([line.x0 for line in lines] + [left for left, _ in edges])
    rights = sorted([line.x1 for line in lines] + [right for _, right in edges])
    if not lefts:
        return Frame(0.0, 0.0, 0.0)
    steps = Counter(
        round(below.baseline - line.baseline)
        for line, below in pairwise(lines)
        if line.page == below.page and 0 < below.baseline - line.baseline < 3 * line.size
    )
    pitch = float(steps.most_common(1)[0][0]) if steps else 0.0
    # A few lines may stick out: they do not make the area wider.
    few = len(lefts) * 3 // 100
    left, right = lefts[few], rights[-1 - few]
    return Frame(left, right, pitch, _indent(lines, left))


def _indent(lines: Sequence[Line], left: float) -> float | None:
    """Return how far first lines are set in; None where set-in lines are too few, or are going on."""
    if sum(line.x0 - left <= 3 for line in lines) < 0.3 * len(lines):
        return None
    inset = Counter(round(line.x0 - left) for line in lines if _INDENT < line.x0 - left < _DEEPEST_INDENT)
    if not inset:
        return None
    indent = inset.most_common(1)[0][0]
    first = [line for line in lines if abs(line.x0 - left - indent) <= 2]
    going_on = sum(line.text[:1].islower() for line in first)
    return float(indent) if len(first) >= 0.06 * len(lines) and going_on <= 0.25 * len(first) else None


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that were one paragraph; ``gap`` when empty room stands before it."""

    lines: tuple[Line, ...]
    gap: bool

    @property
    def text(self) -> str:
        """Return the lines joined."""
        text = self.lines[0].text
        for above, line in pairwise(self.lines):
            text += seam(above) + line.text
        return text


def seam(line: Line) -> str:
    """Return what stands between a line and the one it goes on in: nothing after "NĐ-", else a space."""
    end = line.words[-1].text
    return "" if len(end) > 1 and end[-1] in "-–/" and end[-2].isalnum() else " "


def paragraphs(lines: Sequence[Line], frame: Frame, *, join: bool) -> Iterator[Block]:
    """Yield lines as paragraphs: broken lines are joined again; without ``join`` each stays by itself."""
    held: list[Line] = []
    gap = True
    for line in lines:
        if held and (not join or begins(held[-1], line, frame)):
            yield Block(tuple(held), gap)
            gap = _is_gap(held[-1], line, frame, labels=join)
            held = []
        held.append(line)
    if held:
        yield Block(tuple(held), gap)


def begins(line: Line, below: Line, frame: Frame) -> bool:
    """Say whether a paragraph begins with the line below."""
    first = below.words[0].text
    label = _LABEL.fullmatch(first) is not None
    ended = line.text.endswith(_FINAL)
    goes_on = first[:1].islower() and not label and not ended
    if line.page == below.page:
        step = below.baseline - line.baseline
        if step > max(frame.pitch * 1.6, 1.9 * line.size) or (step > _wide_step(frame) and not goes_on):
            return True
    centred = _is_centred(below, frame) and _is_on_axis(line, below)
    # Measured from where the line starts: an indented first line has less room.
    start = frame.left if centred else min(line.x0, frame.left + 120)
    slack = _CENTRED_SLACK * (frame.right - frame.left) if centred else 1.0
    if fits_after(line, below, frame.right - start - slack):
        return True
    if centred:
        return False
    if below.x0 > frame.left + _INDENT:
        if first[:1].islower() and not label:
            return False
        if frame.indent is None:
            # No first lines are set in here: what is set in goes on, unless it says otherwise.
            return label or (ended and below.x0 < line.x0 - 3)
        if abs(below.x0 - frame.left - frame.indent) <= 2:
            return True
        hanging = _LABEL.fullmatch(line.words[0].text) is not None and below.x0 > line.x0 + 4
        return label or ended or not (hanging or abs(below.x0 - line.x0) <= 3)
    return label and ended and frame.indent is None


def _is_gap(line: Line, below: Line, frame: Frame, *, labels: bool) -> bool:
    """Say whether more than one line's way stands between two lines, or the next one is set in."""
    if line.page == below.page and below.baseline - line.baseline > _wide_step(frame):
        return True
    if (_is_on_axis(line, below) and abs(line.x0 - below.x0) > 3) or _is_centred(below, frame):
        return False
    return below.x0 > frame.left + _INDENT or (labels and _LABEL.fullmatch(below.words[0].text) is not None)


def _wide_step(frame: Frame) -> float:
    return frame.pitch * 1.15 + 1.5


def _is_on_axis(line: Line, below: Line) -> bool:
    return abs(line.x0 + line.x1 - below.x0 - below.x1) <= 12


def _is_centred(line: Line, frame: Frame) -> bool:
    before, after = line.x0 - frame.left, frame.right - line.x1
    return before > 4 and abs(before - after) <= max(6.0, 0.04 * (frame.right - frame.left))


def columns(lines: Sequence[Line], frame: Frame) -> Iterator[list[Line] | list[list[Line]]]:
    """Yield stretches of ordinary lines, and between them blocks of two columns set side by side.

    Two columns are the heading and the signature of a document: lines with a wide gap at one place,
    and around them lines that stand wholly on one side of it.
    """
    at = 0
    plain: list[Line] = []
    while at < len(lines):
        parts = lines[at].parts()
        if len(parts) != 2:
            plain.append(lines[at])
            at += 1
            continue
        gutter = (parts[0].x1, parts[1].x0)
        if gutter[1] - gutter[0] < _LONE_GAP * lines[at].size and not _is_split_again(lines, at, gutter):
            plain.append(lines[at])
            at += 1
            continue
        left, right = [parts[0]], [parts[1]]
        top = last = lines[at]
        while plain and (side := _side(plain[-1], top, left, right, gutter, frame)) is not None:
            top = plain.pop()
            side.insert(0, top)
        at += 1
        while at < len(lines):
            parts = lines[at].parts()
            narrowed = _narrowed(parts, last, gutter)
            if narrowed is not None:
                left.append(parts[0])
                right.append(parts[1])
                gutter = narrowed
            elif (side := _side(lines[at], last, left, right, gutter, frame)) is not None:
                side.append(lines[at])
            else:
                break
            last = lines[at]
            at += 1
        if plain:
            yield plain
            plain = []
        yield [left, right]
    if plain:
        yield plain


def _is_split_again(lines: Sequence[Line], at: int, gutter: tuple[float, float]) -> bool:
    """Say whether one of the next lines has a gap at the same place; a single one may be stretched text."""
    for line in lines[at + 1 : at + 4]:
        parts = line.parts()
        if len(parts) == 2 and min(gutter[1], parts[1].x0) - max(gutter[0], parts[0].x1) > 0.5 * line.size:
            return True
    return False


def _narrowed(parts: Sequence[Line], above: Line, gutter: tuple[float, float]) -> tuple[float, float] | None:
    """Return the gap two columns have in common with one more line of two parts, if there is one."""
    if len(parts) != 2 or parts[0].baseline - above.baseline > _FAR * parts[0].size:
        return None
    common = max(gutter[0], parts[0].x1), min(gutter[1], parts[1].x0)
    return common if common[1] - common[0] > 0.5 * parts[0].size else None


def _side(
    line: Line, beside: Line, left: list[Line], right: list[Line], gutter: tuple[float, float], frame: Frame
) -> list[Line] | None:
    """Return the column a line belongs to that stands on one side only, or None."""
    if abs(line.baseline - beside.baseline) > _FAR * line.size or len(line.parts()) > 1:
        return None
    if line.x1 <= gutter[1] - 2 and _is_in_column(line, left, frame):
        return left
    if line.x0 >= gutter[0] + 2 and _is_in_column(line, right, frame):
        return right
    return None


def _is_in_column(line: Line, column: Sequence[Line], frame: Frame) -> bool:
    """Say whether a line has its left end or its middle where the lines of the column have theirs."""
    if any(abs(line.x0 + line.x1 - other.x0 - other.x1) <= 16 for other in column):
        return True
    flush = sum(abs(line.x0 - other.x0) <= 3 for other in column)
    return flush >= min(2, len(column)) and not _is_centred(line, frame)


def column_texts(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the lines of one column, joined where a small letter or an unfinished item of a list says so."""
    held = ""
    for line in lines:
        text = line.text
        unfinished = held.startswith(("- ", "– ")) and not held.endswith((*_FINAL, ","))
        if held and (text[:1].islower() or unfinished) and _LABEL.fullmatch(line.words[0].text) is None:
            held += " " + text
        else:
            if held:
                yield held
            held = text
    if held:
        yield held
