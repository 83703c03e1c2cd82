"""Stage: the targets that a plan states in running text.

Only what stands under a heading of goals counts ("II. MỤC TIÊU", "Các chỉ tiêu chủ yếu đến năm
2030", "Tầm nhìn đến năm 2045"); a number in a task is no target.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ansinh.core.plandoc.clauses import Stretch, label_end, label_of, sentences, split_outside, without_brackets
from ansinh.core.plandoc.draft import Draft, Passage
from ansinh.core.plandoc.lexicon import lexicon
from ansinh.core.plandoc.measure_parts import Measure
from ansinh.core.plandoc.measures import Words, read_measures
from ansinh.core.plandoc.model import IndicatorReading, Mark, Unparsed
from ansinh.core.plandoc.places import Part, Place, has_words, part_of, places, year_of
from ansinh.core.plandoc.quantities import find_quantities, find_years
from ansinh.core.text.unicode import squeeze

_GOAL_PARTS: dict[Part, Words] = {"goals": "all", "general": "none", "vision": "states"}
_LONGEST_LEAD_IN = 160
_BULLETS = ("+", "•", "○", "*", "-", "–", "−", "▪", "●")
_NUMBER = re.compile(r"[0-9]\s?%|(?<![\w/.\-])[0-9][0-9.,]*(?:/[0-9]+)?\s+(?!tháng|năm|tuổi|/)[^\W\d_]")
_NO_VALUE = re.compile(
    r"(?:so với|từ|cả nước|toàn quốc|giai đoạn|năm|số|nhóm|mức độ)(?:\s+[^\W\d_]+){0,2}\s*$", re.IGNORECASE
)
_LONGEST_CLAUSE = 4000
_NOT_UNDERSTOOD = "Đoạn mục tiêu có con số nhưng chưa đọc được thành chỉ tiêu"
_BEYOND = re.compile(r"(?:tầm nhìn|định hướng)\s*$", re.IGNORECASE)
_GOAL_LEAD_IN = re.compile(
    r"(?:(?:các |một số )?(?:mục tiêu|chỉ tiêu)[^:;.]{0,100}|(?:phấn đấu )?đến (?:hết |cuối )?năm 20[0-9]{2}[^:;.]{0,60})\s*:",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _LeadIn:
    """A line that ends with a colon and governs the list under it."""

    part: Part | None = None
    year: int | None = None
    parent: str | None = None
    label: str = ""
    section: object = None


def prose_targets(draft: Draft) -> None:
    """Read the targets stated in the sections of goals.

    Reads: source, passages, sections. Writes: indicators (adds those of source "prose"), unparsed (adds
    paragraphs of goals that hold a number and were not understood).
    """
    unread: list[Unparsed] = []
    draft.indicators = (*draft.indicators, *_indicators(draft, unread))
    draft.unparsed = (*draft.unparsed, *unread)


def _indicators(draft: Draft, unread: list[Unparsed]) -> Iterator[IndicatorReading]:
    lead = _LeadIn()
    planned = _planned_year(draft)
    for place in places(draft):
        text = place.passage.text
        section = place.own or (place.headings[-1] if place.headings else None)
        label = label_of(text)
        if section is not lead.section:
            lead = _LeadIn(section=section)
        elif lead.parent and label == lead.label:
            lead.parent = None
        if (place.own is not None and not place.own.run_in) or not has_words(text):
            continue
        part = place.part or lead.part
        if place.own is not None and part not in _GOAL_PARTS:
            part = part_of(text[:_LONGEST_LEAD_IN]) if _GOAL_LEAD_IN.match(text, label_end(text)) else part
        body = text[label_end(text) :]
        opened = _GOAL_LEAD_IN.match(body)
        if part not in _GOAL_PARTS and opened and _opens_goals(opened.group()):
            part = "goals"
        if part not in _GOAL_PARTS:
            continue
        if body.rstrip().endswith(":") and len(body) <= _LONGEST_LEAD_IN:
            lead = _next_lead_in(lead, body, part, label, section)
            continue
        parent = lead.parent if label[:1] in _BULLETS else None
        year = lead.year or (year_of(opened.group()) if opened else None) or place.year
        if part == "goals":
            year = year or planned
        measures = read_measures(text, year=year, words=_GOAL_PARTS[part], parent=parent)
        if part == "goals":
            unread.extend(_not_understood(place.passage, measures))
        for measure in measures:
            yield _indicator(place, measure)


def _not_understood(passage: Passage, measures: tuple[Measure, ...]) -> Iterator[Unparsed]:
    """Return the clauses with a number that no measure states; the whole paragraph where none was read."""
    text = passage.text
    body = label_end(text)
    if not measures:
        if _NUMBER.search(text, body):
            yield Unparsed(passage.whole, text, _NOT_UNDERSTOOD)
        return
    stated = [one.stretch for measure in measures for one in measure.stated]
    clauses = [measure.clause for measure in measures]
    for sentence in sentences(text, body):
        for begin, end in split_outside(text, *sentence):
            if end - begin > _LONGEST_CLAUSE:
                continue
            within = without_brackets(text[begin:end], 0, end - begin)
            numbers = {
                begin + match.start()
                for match in _NUMBER.finditer(within)
                if not _NO_VALUE.search(within, 0, match.start())
            }
            shares = {begin + q.number_start for q in find_quantities(within, 0, len(within)) if q.percent}
            loose = {at for at in numbers if not _in_any(clauses, at)} | {at for at in shares if _in_any(clauses, at)}
            if any(not _in_any(stated, at) for at in loose):
                yield Unparsed(passage.span(begin, end), text[begin:end], _NOT_UNDERSTOOD)


def _in_any(stretches: list[Stretch], at: int) -> bool:
    return any(start <= at < end for start, end in stretches)


def _planned_year(draft: Draft) -> int | None:
    """Return the year in which the plan ends by its title ("… giai đoạn 2026 - 2030"), where it names one only.

    A plan that sets goals without a year sets them for its own end; a period of a document that the title
    cites has mostly passed, and two that have not leave the year open.
    """
    issued = draft.document.issued_on
    title = squeeze(draft.document.title or "")
    years = {
        year
        for (start, _), year in find_years(title, 0, len(title))
        if (issued is None or year >= issued.year) and not _BEYOND.search(title, 0, start)
    }
    return years.pop() if len(years) == 1 else None


def _opens_goals(words: str) -> bool:
    return (
        words.strip()
        .lower()
        .startswith(("mục tiêu", "chỉ tiêu", "các mục tiêu", "các chỉ tiêu", "một số chỉ tiêu", "một số mục tiêu"))
    )


def _next_lead_in(lead: _LeadIn, body: str, part: Part, label: str, section: object) -> _LeadIn:
    words = body.rstrip(" :")
    parent = squeeze(words) if lexicon().head.match(words) else None
    return _LeadIn(part, year_of(words) or lead.year, parent, label, section)


def _indicator(place: Place, measure: Measure) -> IndicatorReading:
    passage = place.passage
    clause = passage.span(*measure.clause)
    targets = tuple(
        stated.value.target(year=stated.year, span=passage.span(*stated.stretch)) for stated in measure.stated
    )
    marks = (
        Mark("name", passage.span(*measure.subject)),
        *(Mark("target", target.span, target.year) for target in targets),
    )
    return IndicatorReading(
        name=measure.name,
        targets=targets,
        source="prose",
        unit=measure.unit,
        dimension=measure.dimension,
        group=_group(place),
        sentence=squeeze(_clause_text(passage, measure)),
        span=clause,
        marks=marks,
    )


def _clause_text(passage: Passage, measure: Measure) -> str:
    return passage.text[slice(*measure.clause)]


def _group(place: Place) -> str | None:
    return squeeze(place.headings[-1].title) if place.headings else None
