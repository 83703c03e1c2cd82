"""Automatic numbering of Word: the labels that are shown but not stored ("I.", "1.", "a)", "-")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from ansinh.core.text import write_roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9

_PLACE = re.compile(r"%([1-9])")
# Bullets are drawings of symbol fonts; of all of them only "+" is told apart in administrative texts.
_PLUS = "+"


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is labelled."""

    start: int = 1
    number_format: str = "decimal"
    pattern: str = "%1."
    restart_after: int | None = None
    plain_digits: bool = False
    style: str | None = None


@dataclass
class _Numbers:
    """A list in use: the definition it follows and its own changes to it."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one Word file; ``label`` is asked once a paragraph, in reading order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[str, _Numbers] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def label(self, number_id: str, level: int) -> str:
        """Return the label of the next paragraph of a list at a level (from 0), or ""."""
        numbers = self._lists.get(number_id)
        if numbers is None or not 0 <= level < LEVELS:
            return ""
        counters = self._counters.setdefault(numbers.abstract, [None] * LEVELS)
        how = numbers.levels.get(level, Level(pattern=f"%{level + 1}."))
        start = numbers.starts.get(level)
        if start is not None and (number_id, level) not in self._begun:
            counters[level] = start
        else:
            now = counters[level]
            counters[level] = how.start if now is None else now + 1
        self._begun.add((number_id, level))
        for deeper in range(level + 1, LEVELS):
            restart = numbers.levels[deeper].restart_after if deeper in numbers.levels else None
            if restart is None or (restart and level < restart):
                counters[deeper] = None
        if how.number_format == "bullet":
            return _PLUS if how.pattern.strip() == _PLUS else "-"
        return _PLACE.sub(lambda found: self._shown(numbers, counters, int(found[1]) - 1, how), how.pattern).strip()

    def level_of_style(self, number_id: str, style: str) -> int:
        """Return the level that a list ties to a paragraph style; 0 when it ties none."""
        numbers = self._lists.get(number_id)
        if numbers is None:
            return 0
        return next((depth for depth, level in numbers.levels.items() if level.style == style), 0)

    def _shown(self, numbers: _Numbers, counters: list[int | None], depth: int, at: Level) -> str:
        level = numbers.levels.get(depth, Level())
        value = counters[depth]
        if value is None:
            value = counters[depth] = level.start
        return write_number(value, "decimal" if at.plain_digits else level.number_format)

    def _read(self, root: etree._Element) -> None:
        abstracts: dict[str, dict[int, Level]] = {}
        links: dict[str, str] = {}
        styles: dict[str, str] = {}
        for abstract in root.iterchildren(f"{W}abstractNum"):
            key = abstract.get(f"{W}abstractNumId", "")
            abstracts[key] = dict(map(_level, abstract.iterchildren(f"{W}lvl")))
            if linked := _value(abstract, "numStyleLink"):
                links[key] = linked
            if style := _value(abstract, "styleLink"):
                styles[style] = key
        for number in root.iterchildren(f"{W}num"):
            key = _value(number, "abstractNumId") or ""
            key = styles.get(links.get(key, ""), key)
            numbers = _Numbers(key, dict(abstracts.get(key, {})))
            for override in number.iterchildren(f"{W}lvlOverride"):
                depth = _integer(override.get(f"{W}ilvl"), 0)
                replaced = override.find(f"{W}lvl")
                if replaced is not None:
                    numbers.levels[depth] = _level(replaced)[1]
                    numbers.starts[depth] = numbers.levels[depth].start
                if (start := _value(override, "startOverride")) is not None:
                    numbers.starts[depth] = _integer(start, 1)
            self._lists[number.get(f"{W}numId", "")] = numbers


def write_number(value: int, number_format: str) -> str:
    """Return a list number as Word shows it: "iv", "C", "04"; unknown formats as digits."""
    match number_format:
        case "upperRoman" | "lowerRoman":
            if not 1 <= value <= 3999:
                return str(value)
            return write_roman(value) if number_format == "upperRoman" else write_roman(value).lower()
        case "upperLetter" | "lowerLetter":
            if value < 1:
                return ""
            letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
            return letter.upper() if number_format == "upperLetter" else letter
        case "decimalZero":
            return f"{value:02d}"
        case "none":
            return ""
        case _:
            return str(value)


def _level(element: etree._Element) -> tuple[int, Level]:
    depth = _integer(element.get(f"{W}ilvl"), 0)
    restart = _value(element, "lvlRestart")
    text = _value(element, "lvlText")
    return depth, Level(
        start=_integer(_value(element, "start"), 1),
        number_format=_value(element, "numFmt") or _alternate_format(element) or "decimal",
        pattern=text if text is not None else "",
        restart_after=None if restart is None else _integer(restart, 0),
        plain_digits=element.find(f"{W}isLgl") is not None,
        style=_value(element, "pStyle"),
    )


def _alternate_format(element: etree._Element) -> str | None:
    """Newer formats ("01, 02") stand in a choice whose fallback older programs read."""
    for found in element.iter(f"{W}numFmt"):
        return found.get(f"{W}val")
    return None


def _value(element: etree._Element, child: str) -> str | None:
    found = element.find(f"{W}{child}")
    return None if found is None else found.get(f"{W}val")


def _integer(text: str | None, otherwise: int) -> int:
    """Return a number of the file, kept within what a list can have."""
    if text is None or not re.fullmatch(r"-?[0-9]{1,6}", text):
        return otherwise
    return int(text)


Styles = Mapping[str, "ParagraphStyle"]


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """What a paragraph style says about headings and lists, its parents included."""

    heading: int | None = None
    number_id: str | None = None
    number_level: int | None = None
    contents: bool = False


def read_styles(root: etree._Element | None) -> Styles:
    """Return the paragraph styles of a Word file by their id."""
    if root is None:
        return {}
    raw = {
        style.get(f"{W}styleId", ""): style
        for style in root.iterchildren(f"{W}style")
        if style.get(f"{W}type", "paragraph") == "paragraph"
    }
    return {key: _style(key, raw) for key in raw}


def _style(key: str, raw: Mapping[str, etree._Element]) -> ParagraphStyle:
    heading: int | None = None
    number_id: str | None = None
    number_level: int | None = None
    contents = False
    seen: set[str] = set()
    while key in raw and key not in seen:
        seen.add(key)
        element = raw[key]
        name = (_value(element, "name") or "").lower()
        contents = contents or re.match(r"toc \d|toc heading|mục lục", name) is not None
        properties = element.find(f"{W}pPr")
        if heading is None and (found := re.fullmatch(r"heading ([1-9])", name)):
            heading = int(found[1])
        if properties is not None:
            outline = _value(properties, "outlineLvl")
            if heading is None and outline is not None and _integer(outline, 9) < LEVELS:
                heading = _integer(outline, 9) + 1
            listing = properties.find(f"{W}numPr")
            if listing is not None:
                number_id = number_id if number_id is not None else _value(listing, "numId")
                depth = _value(listing, "ilvl")
                if number_level is None and depth is not None:
                    number_level = _integer(depth, 0)
        key = _value(element, "basedOn") or ""
    return ParagraphStyle(heading, number_id, number_level, contents)
