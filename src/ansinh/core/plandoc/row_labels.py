"""The numbers of rows: "I", "A", "7", "4.10", "a)", "-", and how likely one follows another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ansinh.core.text.roman import read_roman

LabelKind = Literal["roman", "upper", "arabic", "dotted", "lower", "bullet"]

_ROMAN = re.compile(r"([IVXL]{1,7})[.)]?")
_UPPER = re.compile(r"([A-ZĐ])[.)]?")
_ARABIC = re.compile(r"\(?(0?[0-9]{1,3})[.)]?")
_DOTTED = re.compile(r"((?:[0-9]{1,3}|[IVXL]{1,6}|[A-ZĐ])(?:\.[0-9]{1,3}|\.[a-zđ])+)[.)]?")
_LOWER = re.compile(r"\(?([a-zđ])[.)]?")
_BULLET = re.compile(r"[-–—+*•○●]")
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_LONGEST = 14
# A group row may hold its number and its title in one cell: "I. Nhóm chỉ tiêu về y tế".
_TITLED = re.compile(
    r"(?P<label>[IVXL]{1,6}|[A-ZĐ]|[0-9]{1,2}(?:\.[0-9]{1,2})*)\s*[.)/:-]\s+(?P<title>\S.*)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class RowLabel:
    """A row number as one reading of it: its kind, its steps ("4.10" is 4, 10) and how it is printed."""

    kind: LabelKind
    path: tuple[int | str, ...]
    printed: str


@dataclass(frozen=True, slots=True)
class Count:
    """How far the counting of the rows has come."""

    roman: int = 0
    upper: str = ""
    arabic: tuple[int | str, ...] = ()
    lower: str = ""
    last: LabelKind | None = None
    after_group: bool = True


@lru_cache(maxsize=20_000)
def read_labels(text: str) -> tuple[RowLabel, ...]:
    """Return every way to read a cell as a row number; none where it is not one."""
    raw = text.strip()
    if not raw or len(raw) > _LONGEST:
        return ()
    found: list[RowLabel] = []
    match = _ROMAN.fullmatch(raw)
    value = read_roman(match[1]) if match else None
    if match and value is not None:
        found.append(RowLabel("roman", (value,), match[1]))
    for kind, pattern in _SINGLE:
        match = pattern.fullmatch(raw)
        if match:
            found.append(RowLabel(kind, (int(match[1]) if kind == "arabic" else match[1],), _plain(match[1], kind)))
    match = _DOTTED.fullmatch(raw)
    if match:
        steps = tuple(int(step) if step.isdigit() else step for step in match[1].split("."))
        found.append(RowLabel("dotted", steps, match[1]))
    if _BULLET.fullmatch(raw):
        found.append(RowLabel("bullet", (raw,), raw))
    return tuple(found)


_SINGLE: tuple[tuple[LabelKind, re.Pattern[str]], ...] = (("upper", _UPPER), ("arabic", _ARABIC), ("lower", _LOWER))


def _plain(printed: str, kind: LabelKind) -> str:
    return (printed.lstrip("0") or "0") if kind == "arabic" else printed


def titled_label(text: str) -> tuple[str, str, int] | None:
    """Return the number, the title and where the title begins, of a cell that holds both ("I. Y tế")."""
    match = _TITLED.match(text)
    return (match["label"], match["title"], match.start("title")) if match else None


def follow(count: Count, label: RowLabel) -> tuple[float, Count]:
    """Return how unlikely a row number is after those before (0 is expected), and the count after it."""
    if label.kind == "roman":
        number = int(label.path[0])
        cost = 0.0 if number == count.roman + 1 else 0.3 if number == 1 else 2.0
        return cost, Count(number, "", count.arabic, "", "roman", True)
    if label.kind == "upper":
        letter = str(label.path[0])
        cost = 0.0 if _next_letter(count.upper, letter.lower()) else 2.0
        return cost, Count(0, letter.lower(), count.arabic, "", "upper", True)
    if label.kind == "lower":
        letter = str(label.path[0])
        cost = 0.0 if _next_letter(count.lower, letter) else 0.5 if letter == "a" else 2.5
        return cost, Count(count.roman, count.upper, count.arabic, letter, "lower", False)
    if label.kind == "bullet":
        return 0.8, Count(count.roman, count.upper, count.arabic, count.lower, "bullet", False)
    return _follow_number(count, label), Count(count.roman, count.upper, label.path, "", label.kind, False)


def _follow_number(count: Count, label: RowLabel) -> float:
    before, now = count.arabic, label.path
    if len(now) == 1:
        number, last = int(now[0]), before[0] if before else 0
        if isinstance(last, int) and number == last + 1:
            return 0.0
        if number == 1:
            return 0.1 if count.after_group else 1.5
        if isinstance(last, int) and last < number <= last + 3:
            return 0.9
        return 1.8 if isinstance(last, int) and number > last else 2.2
    for depth in range(len(before), 0, -1):
        step = before[depth - 1]
        if now == (*before[: depth - 1], step + 1 if isinstance(step, int) else _after(step)):
            return 0.0
    if now[:-1] == before or (now[-1] in (1, "a") and now[:-1] == before[: len(now) - 1]):
        return 0.0
    if now[-1] in (1, "a"):
        return 0.3
    same = len(now) == len(before) and now[:-1] == before[:-1]
    if same and isinstance(now[-1], int) and isinstance(before[-1], int):
        return 0.6 if before[-1] < now[-1] <= before[-1] + 3 else 1.5
    return 1.2


def _next_letter(before: str, letter: str) -> bool:
    return letter == "a" if not before else letter == _after(before)


def _after(letter: str) -> str:
    """Return the next letter as lists count them, with or without đ and the letters Vietnamese lacks."""
    place = _LETTERS.find(letter)
    return _LETTERS[place + 1] if 0 <= place < len(_LETTERS) - 1 else ""
