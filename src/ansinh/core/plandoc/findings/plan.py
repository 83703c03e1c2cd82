"""A reading laid out for checking: its running text, and the name an official gives to each place."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ansinh.core.plandoc.findings.words import WORD, bare, spelled
from ansinh.core.plandoc.model import IndicatorReading, Reading, Section, TaskReading
from ansinh.core.plandoc.source import Span

_ENDS = ".;:!?|…"
_AFTERWORD = 4000
_LABEL = re.compile(r"(?:phụ lục\s+)?([IVXLC]+|\d+(?:\.\d+)*|[a-zđ])[.)\s\-]", re.IGNORECASE)


class Tokens(NamedTuple):
    """The words of the running text: in one spelling, without marks, where, and what stands before each.

    ``gap`` is "" after a plain space, ",", "&" or ";" after those, "-" after other marks, "|" at a line end.
    """

    spelled: list[str]
    bare: list[str]
    start: list[int]
    end: list[int]
    gap: list[str]


@dataclass(frozen=True)
class Plan:
    """A reading and what the checks share; nothing here changes the reading."""

    reading: Reading

    @property
    def text(self) -> str:
        """Return the text as read from the file."""
        return self.reading.source.text

    @cached_property
    def flow(self) -> str:
        """Return the text, character for character, with line ends inside a sentence turned to spaces."""
        text = self.text.replace("\xa0", " ").replace("\t", " ")
        if not self.reading.paragraphs:
            return _guessed_flow(text)
        parts, last = [], 0
        for span in sorted(self.reading.paragraphs, key=lambda span: span.start):
            if last <= span.start < span.end:
                parts += [text[last : span.start], text[span.start : span.end].replace("\n", " ")]
                last = min(span.end, len(text))
        return "".join([*parts, text[last:]])

    @cached_property
    def tokens(self) -> Tokens:
        """Return the words of the running text in order."""
        made, flow, last = Tokens([], [], [], [], []), self.flow, 0
        for match in WORD.finditer(flow):
            start, between = match.start(), flow[last : match.start()]
            last = match.end()
            word = spelled(match.group())
            made.spelled.append(word)
            made.bare.append(bare(word))
            made.start.append(start)
            made.end.append(last)
            mark = between.strip(" ")
            made.gap.append("" if not mark else "|" if "\n" in mark else mark if mark in ",&;" else "-")
        return made

    @cached_property
    def _sections(self) -> tuple[list[int], list[Section]]:
        ordered = sorted((s for s in self.reading.sections if s.span.end > 0), key=lambda s: (s.span.start, s.level))
        return [s.span.start for s in ordered], ordered

    @cached_property
    def titles(self) -> dict[str, list[tuple[int, str]]]:
        """Return the titles that stand at each path of the outline, with the place where their text begins."""
        found: dict[str, list[tuple[int, str]]] = {}
        for section in self.reading.sections:
            found.setdefault(section.path or section.label, []).append((section.body.start, section.title))
        return found

    def section_at(self, offset: int) -> Section | None:
        """Return the innermost heading that covers the place, if any."""
        starts, ordered = self._sections
        at = bisect_right(starts, offset) - 1
        for index in range(at, max(at - 60, -1), -1):
            section = ordered[index]
            if offset < max(section.body.end, section.span.end):
                return section
        return None

    @cached_property
    def _rows(self) -> tuple[list[int], list[tuple[Span, str]]]:
        rows = [(t.span, self.task_name(i)) for i, t in enumerate(self.reading.tasks) if t.source == "annex"]
        rows += [(r.span, self.indicator_name(i)) for i, r in enumerate(self.reading.indicators) if r.source == "annex"]
        rows = sorted((row for row in rows if row[0].end > row[0].start), key=lambda row: row[0].start)
        return [span.start for span, _ in rows], rows

    def where(self, offset: int) -> str:
        """Return the name of the place: the row of an annex, else the section, else the line."""
        starts, rows = self._rows
        at = bisect_right(starts, offset) - 1
        for index in range(at, max(at - 3, -1), -1):
            span, name = rows[index]
            if span.start <= offset < span.end:
                return name
        section = self.section_at(offset)
        if section is not None:
            return section_name(section)
        return f"dòng {self.line_of(offset)}"

    @cached_property
    def end(self) -> int:
        """Return where the plan ends: what a web page prints after it is not the plan's."""
        last = self.text.rfind("./.")
        if (
            last < 0
            or len(self.text) - last > _AFTERWORD
            or re.search(r"^[^\w\n]{0,20}PHỤ LỤC", self.text[last:], re.MULTILINE)
        ):
            return len(self.text)
        ends = [last + 3, *(task.span.end for task in self.reading.tasks)]
        ends += [row.span.end for row in self.reading.indicators] + [duty.span.end for duty in self.reading.duties]
        foot = self.text.rfind("Nơi nhận")
        return min(max(*ends, foot + 1500 if foot >= 0 else 0), len(self.text))

    def line_of(self, offset: int) -> int:
        """Return the number, from 1, of the line that holds the place."""
        return bisect_right(self._line_starts, offset)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def indicator_numbers(self) -> tuple[str, ...]:
        """Return a number for each indicator: as printed, "86.2" for the second row under 86, else ""."""
        seen: dict[str, int] = {}
        numbers: list[str] = []
        for row in self.reading.indicators:
            if row.source != "annex":
                numbers.append("")
            elif row.no:
                numbers.append(row.no)
            elif row.parent_no:
                seen[row.parent_no] = seen.get(row.parent_no, 0) + 1
                numbers.append(f"{row.parent_no}.{seen[row.parent_no]}")
            else:
                numbers.append("")
        return tuple(numbers)

    def indicator_name(self, index: int, *, year: int | None = None) -> str:
        """Return "chỉ tiêu 86.2 (Nông thôn, 2030)" or, in prose, the section and the measure."""
        row = self.reading.indicators[index]
        number = self.indicator_numbers[index]
        if number:
            about = [row.dimension or row.name] if row.parent_no and not row.no else []
            about += [str(year)] if year else []
            return f"chỉ tiêu {number}" + (f" ({', '.join(about)})" if about else "")
        if row.source == "annex":
            return f"dòng không số “{row.name[:60]}”"
        section = self.section_at(row.span.start) if row.span.end else None
        place = section_name(section) if section else "phần lời văn"
        return f"{place}: {row.name[:60].strip()}" + (f" ({year})" if year else "")

    def indicator_subject(self, index: int) -> str:
        """Return the key of an indicator for the review page: its number, else its place in the list."""
        return f"indicator:{self.indicator_numbers[index] or f'@{index}'}"

    def task_number(self, index: int) -> str:
        """Return "V.6": the number of the row, with that of its group where the row does not repeat it."""
        task = self.reading.tasks[index]
        if task.source != "annex":
            return ""
        label = section_label(task.section)
        if not task.no:
            return ""
        if label and "." not in task.no and not task.no.startswith(label + "."):
            return f"{label}.{task.no}"
        return task.no

    def task_name(self, index: int) -> str:
        """Return "nhiệm vụ V.6", or where the row has no number the group and the words it begins with."""
        task = self.reading.tasks[index]
        number = self.task_number(index)
        if number:
            return f"nhiệm vụ {number}"
        if task.source == "annex":
            label = section_label(task.section)
            return (f"nhiệm vụ không số của mục {label}" if label else "nhiệm vụ không số") + f" “{task.name[:50]}”"
        if task.section:
            return f"mục {task.section.replace('/', '.')}"
        section = self.section_at(task.span.start) if task.span.end else None
        return section_name(section) if section else f"nhiệm vụ “{task.name[:50]}”"

    def task_subject(self, index: int) -> str:
        """Return the key of a task for the review page: its number, else its place in the list."""
        return f"task:{self.task_number(index) or f'@{index}'}"

    def raw(self, span: Span, fallback: str) -> str:
        """Return the printed words under the span, on one line; the fallback where the span is empty."""
        return " ".join(span.of(self.text).split()) or fallback


def _guessed_flow(text: str) -> str:
    """Join lines where nobody has yet said which belong together."""
    lines = text.split("\n")
    inner = [(a, b) for a, b in itertools.pairwise(lines) if a.strip() and b.strip() and a.rstrip()[-1] not in _ENDS]
    small = sum(b.lstrip()[0].islower() for _, b in inner)
    wrapped = len(inner) > 20 and small * 3 > len(inner)
    parts: list[str] = []
    for index, line in enumerate(lines):
        parts.append(line)
        following = lines[index + 1].strip() if index + 1 < len(lines) else ""
        here = line.strip()
        joined = bool(here and following) and here[-1] not in _ENDS
        soft = joined and (following[0].islower() or (wrapped and len(here) >= 14 and following[0] not in "-+•|"))
        parts.append(" " if soft else "\n")
    return "".join(parts)[: len(text)]


def section_label(section: str | None) -> str:
    """Return "VI" for "VI. NÂNG CAO PHÚC LỢI", "" where the words begin with no number."""
    if not section:
        return ""
    match = _LABEL.match(section + " ")
    return match.group(1) if match else ""


def section_name(section: Section) -> str:
    """Return "mục II.2.1" for a heading, "Phụ lục II, mục VII" for one inside an annex."""
    labels: list[str] = []
    for label in (section.path or section.label).replace("\\", "/").split("/"):
        label = label.strip(" .)")
        if labels and label.startswith(labels[-1] + "."):
            labels[-1] = label
        elif label:
            labels.append(label)
    annexes = [label for label in labels if label.upper().startswith(("PL", "PHỤ LỤC"))]
    rest = ".".join(label for label in labels if label not in annexes)
    annex = " ".join(["Phụ lục", *annexes[0].split()[1:]]) if annexes else ""
    if annexes and annexes[0].upper().startswith("PHỤ LỤC"):
        annex = annexes[0].capitalize() if annexes[0].upper() == "PHỤ LỤC" else "Phụ lục " + annexes[0][7:].strip()
    if annex and rest:
        return f"{annex}, mục {rest}"
    return annex or f"mục {rest or section.label or section.title[:40]}"


def effective_name(rows: tuple[IndicatorReading, ...], index: int, parents: dict[str, str]) -> str:
    """Return the full measure of a row: that of its parent and its own words."""
    row = rows[index]
    parent = parents.get(row.parent_no or "")
    return f"{parent} {row.dimension or row.name}" if parent and not row.no else row.name


def parent_names(rows: tuple[IndicatorReading, ...]) -> dict[str, str]:
    """Return the measure of each numbered row of an annex by its number."""
    return {row.no: row.name for row in rows if row.source == "annex" and row.no}


def has_lead(task: TaskReading) -> bool:
    """Return whether anybody is named to lead the task."""
    return any(name.strip() for name in task.lead)
