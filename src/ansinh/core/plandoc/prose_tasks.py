"""Stage: the tasks that a plan gives in running text, not in a table.

Three ways are read: an agency as a heading with its tasks under it ("1. Sở Y tế"); a sentence that
begins with who shall do it ("Sở Y tế chủ trì, phối hợp với … xây dựng …"); and lines that name the
agency after the task ("- Cơ quan chủ trì: Sở Y tế."). Where a table gives the tasks, that table is
the list, and the text that repeats it is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ansinh.core.plandoc.agencies import AgencyName, split_agencies
from ansinh.core.plandoc.assignments import Assignment, read_assignment, task_words
from ansinh.core.plandoc.clauses import label_end, label_of, sentences
from ansinh.core.plandoc.draft import Draft, Passage
from ansinh.core.plandoc.model import Mark, Section, TaskReading
from ansinh.core.plandoc.places import Part, Place, places_of_body
from ansinh.core.plandoc.schedules import read_schedule
from ansinh.core.text.unicode import squeeze

_LONGEST_NAME = 250
_LONGEST_HEADING = 700
_MOST_WAITING = 20
"""How many paragraphs before a line like "Cơ quan chủ trì: …" it may speak of."""
_CLOSING = re.compile(
    r"(?:Trên đây|Nơi nhận|Trong quá trình (?:tổ chức )?(?:triển khai |thực hiện)|Quá trình (?:triển khai|thực hiện)|(?:Kế hoạch|Quyết định|Chương trình|Đề án) này (?:có hiệu lực|(?:được )?phổ biến|thay thế)|\(?(?:Đính )?[Kk]èm theo|TM\.|KT\.|T/M|Yêu cầu .{3,200}(?:nghiêm túc|khẩn trương)\s)"
)
_LEADS = re.compile(r"chủ trì|đầu mối|[Gg]iao ")
_NO_TASK = re.compile(r"chịu trách nhiệm thi hành|(?:quyết định|kế hoạch) thi hành", re.IGNORECASE)
_SCHEDULE = re.compile(
    r"(?:(?:xong|hoàn thành|kết thúc|thực hiện|ban hành)\s+)(?P<when>(?:trong|trước|vào|chậm nhất(?: là)?)\s+(?:(?:tháng|quý|ngày|cuối|năm|hết)\s*[0-9IVX/\s.tháng]*(?:năm\s+)?[0-9]{4}))(?![0-9/])",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\(([^()]{4,400})\)\s*[.;]?\s*$")
_ANNEX = re.compile(r"(?:phụ lục|biểu|bảng|danh mục|pl)(?!\w)", re.IGNORECASE)
_ASSIGNS = re.compile(r"phân công|giao nhiệm vụ", re.IGNORECASE)
_IN_ANNEX = re.compile(
    r"(?:nhiệm vụ|công việc|phân công|được giao)(?!\w)[^.;]{0,80}?(?<!\w)(?:phụ lục|phụ biểu|danh mục kèm)|(?:kèm theo|xem|theo|tại|căn cứ) (?:các )?(?:phụ lục|phụ biểu)[^.;]{0,60}(?:nhiệm vụ|công việc|phân công)|(?<=\()(?:đính |có )?kèm (?:theo )?(?:các )?phụ lục",
    re.IGNORECASE,
)
_FEWEST_AGENCIES = 3
"""With fewer agencies told anything in running text, the table is the list."""
_GIVING: tuple[Part | None, ...] = ("organisation", "tasks", None)


@dataclass(slots=True)
class _Found:
    """A task while what is said about it is still being read."""

    place: Place
    passage: Passage
    start: int
    end: int
    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    schedule_raw: str | None = None
    product: str | None = None
    submit_to: str | None = None
    marks: list[Mark] = field(default_factory=list)


@dataclass(slots=True)
class _Actor:
    """The heading of an agency, and how far it holds."""

    assignment: Assignment
    passage: Passage
    section: Section | None
    lettered: bool = False


def prose_tasks(draft: Draft) -> None:
    """Read the tasks given in running text, where no table of the plan gives them.

    Where a table gives tasks and the plan neither calls it the assignment nor refers to it for what
    each agency does, the agencies told what to do under "Tổ chức thực hiện" keep their tasks too.

    Reads: source, passages, sections, tasks. Writes: tasks (adds those of source "prose").
    """
    if draft.tasks and _table_assigns(draft):
        return
    found = [one for one in _Reader().read(places_of_body(draft)) if one.lead]
    if draft.tasks:
        found = [one for one in found if one.place.part == "organisation"]
        if len({one.lead for one in found}) < _FEWEST_AGENCIES:
            return
    known = {squeeze(task.name).casefold() for task in draft.tasks}
    given = (_reading(one) for one in found)
    draft.tasks = (*draft.tasks, *(task for task in given if squeeze(task.name).casefold() not in known))


def _table_assigns(draft: Draft) -> bool:
    """Return whether the plan's own words make its table the list of who does what."""
    if any(_ASSIGNS.search(section.title) for section in draft.sections if _ANNEX.match(section.label)):
        return True
    return any(_IN_ANNEX.search(passage.text) for passage in draft.passages)


class _Reader:
    """Walks through the paragraphs and keeps who was named last, and which tasks wait for a name."""

    def __init__(self) -> None:
        self.found: list[_Found] = []
        self.actor: _Actor | None = None
        self.waiting: list[_Found] = []
        self.section: Section | None = None
        self.described: list[_Found] = []
        """The tasks of which the lines just read speak."""

    def read(self, walk: Iterator[Place]) -> list[_Found]:
        for place in walk:
            self._enter(place)
            if place.part in _GIVING or place.part == "funding":
                self._paragraph(place)
            else:
                self.actor, self.waiting = None, []
        return self.found

    def _enter(self, place: Place) -> None:
        """Forget the agency and the waiting tasks where their section ends."""
        if self.actor is not None:
            holder = self.actor.section
            if (holder is None and place.own is not None) or (holder is not None and not self._under(place, holder)):
                self.actor = None
        innermost = (
            place.own
            if place.own is not None and not place.own.run_in
            else (place.headings[-1] if place.headings else None)
        )
        if innermost is not self.section and (place.own is None or not place.own.run_in):
            self.section, self.waiting = innermost, []

    def _under(self, place: Place, section: Section) -> bool:
        return any(heading is section for heading in place.headings) or place.own is section

    def _paragraph(self, place: Place) -> None:
        text = place.passage.text
        body = label_end(text)
        if _CLOSING.match(text, body):
            self.actor, self.waiting = None, []
            return
        if self._attribute(place, text, body):
            return
        self.described = []
        is_heading = place.own is not None and not place.own.run_in
        assignment = read_assignment(text) if len(text) <= _LONGEST_HEADING or not is_heading else None
        if assignment is not None and assignment.lead and self._is_actor_heading(place, assignment):
            self.actor = _Actor(
                assignment, place.passage, place.own or (place.headings[-1] if place.headings else None)
            )
            self.waiting = []
            return
        in_heading = _said_in_heading(text, body) if is_heading and assignment is None else None
        if in_heading is not None:
            self.actor, self.waiting = _Actor(in_heading, place.passage, place.own), []
            return
        if is_heading:
            if not self._goes_under(place):
                self.actor = None
            self.waiting = [self._new(place, body, len(text))]
            return
        if _NO_TASK.search(text, body, body + 600):
            return
        self._task(place, text, body, assignment)

    def _is_actor_heading(self, place: Place, assignment: Assignment) -> bool:
        if not assignment.bare:
            return False
        if place.own is not None and place.own.run_in and place.passage.text.rstrip().endswith("."):
            # "Sở A, Sở B theo chức năng, nhiệm vụ được giao triển khai thực hiện." is all that is said to them.
            return False
        return (
            place.part == "organisation"
            or assignment.explicit
            or bool(assignment.coordinating)
            or place.own is not None
            or assignment.colon
        )

    def _goes_under(self, place: Place) -> bool:
        return self.actor is not None and self.actor.section is not None and self._under(place, self.actor.section)

    def _task(self, place: Place, text: str, body: int, assignment: Assignment | None) -> None:
        start = body
        own = assignment if assignment is not None and assignment.lead else None
        if own is not None and not (own.explicit or own.colon or place.part == "organisation"):
            own = None
        if place.part == "funding" and not (own and own.explicit) and self.actor is None:
            return
        if own is not None and own.colon and own.action < len(text):
            start = own.action
        if own is None and self._continues(text, body):
            return
        found = self._new(place, start, len(text))
        trailing = None if own or self.actor else self._trailing(text, body)
        if own is not None:
            self._give(found, own, place.passage)
        elif trailing is not None:
            self._give(found, trailing, place.passage)
            found.end = min(found.end, trailing.lead[0].start)
        elif self.actor is not None:
            self._give(found, self.actor.assignment, self.actor.passage)
            if assignment is not None and assignment.coordinating and not assignment.lead:
                found.coordinating = _names(assignment.coordinating)
                found.marks += [Mark("agency", place.passage.span(a.start, a.end)) for a in assignment.coordinating]
        self._read_aside(found, place.passage, body)
        if not found.lead:
            self.waiting.append(found)
            return
        if text.rstrip().endswith(":") and self.actor is not None and own is None:
            return
        self.found.append(found)
        self.described = [found]

    def _read_aside(self, found: _Found, passage: Passage, body: int) -> None:
        """Read what is said about a task in brackets or sentences at its end."""
        text = passage.text
        aside = _ASIDE.search(text, max(body, len(text) - 420))
        if aside:
            said = read_assignment(text, *aside.span(1))
            if task_words().attribute.match(aside[1]):
                self._read_attributes(found, passage, *aside.span(1))
                found.end = min(found.end, aside.start())
            elif said is not None and said.lead and said.explicit:
                self._give(found, said, passage)
                found.end = min(found.end, aside.start())
        for start, _ in list(sentences(text, body))[1:]:
            if task_words().attribute.match(text, start):
                self._read_attributes(found, passage, start, len(text))
                found.end = min(found.end, start)
                break

    def _continues(self, text: str, body: int) -> bool:
        """Return whether the paragraph goes on with the one before it: a page end, or a list of details."""
        if body == 0 and text[:1].islower():
            return True
        if not self.found or self.actor is None or label_of(text)[:1] not in ("+", "○"):
            return False
        last = self.found[-1].passage.text
        return label_of(last)[:1] not in ("+", "○") and not last.rstrip().endswith(":")

    def _trailing(self, text: str, body: int) -> Assignment | None:
        """Read an agency named in the last sentence: "… . Sở Y tế chủ trì, phối hợp với …"."""
        if _LEADS.search(text, body) is None:
            return None
        *_, last = list(sentences(text, body)) or [(body, len(text))]
        if last[0] <= body:
            return None
        said = read_assignment(text, *last)
        return said if said is not None and said.lead and said.bare and said.explicit else None

    def _attribute(self, place: Place, text: str, body: int) -> bool:
        """Read a line that says something about the task before it ("- Cơ quan chủ trì: …")."""
        match = task_words().attribute.match(text, body)
        if match is None or match.lastgroup is None:
            return False
        if match.lastgroup == "other":
            # What a task aims at or costs, line by line, is no task of its own.
            return bool(self.waiting or self.described)
        if not self.waiting and not self.found:
            return False
        targets = self.described or self.waiting[-_MOST_WAITING:] or self.found[-1:]
        if len(targets) > 1:
            # The heading opens the list; where paragraphs follow it, they are the tasks.
            targets = [found for found in targets if found.place.own is None or found.place.own.run_in] or targets
        for found in targets:
            self._read_attributes(found, place.passage, body, len(text))
            if found.lead and not any(found is known for known in self.found[-_MOST_WAITING:]):
                self.found.append(found)
        self.described, self.waiting = targets, []
        return True

    def _read_attributes(self, found: _Found, passage: Passage, start: int, end: int) -> None:
        text = passage.text
        at = start
        while at < end:
            match = task_words().attribute.match(text, at, end)
            if match is None:
                break
            stop = self._attribute_end(text, match.end(), end)
            self._set(found, passage, match.lastgroup or "", match.end(), stop)
            at = stop
            while at < end and text[at] in " ;.,\xa0":
                at += 1

    def _attribute_end(self, text: str, at: int, end: int) -> int:
        for cut in re.finditer(r"[;.]\s*", text[at:end]):
            if task_words().attribute.match(text, at + cut.end(), end):
                return at + cut.start()
        return end

    def _set(self, found: _Found, passage: Passage, kind: str, start: int, end: int) -> None:
        said = squeeze(passage.text[start:end]).rstrip(" .;")
        if not said:
            return
        if kind in ("lead", "coordinating"):
            assignment = read_assignment(passage.text, start, end) if kind == "lead" else None
            names = assignment.lead if assignment and assignment.lead else _placed(passage.text, start, end)
            found.marks += [Mark("agency", passage.span(name.start, name.end)) for name in names]
            if kind == "lead":
                found.lead = _names(names)
                if assignment and assignment.coordinating:
                    found.coordinating = _names(assignment.coordinating)
                    found.marks += [Mark("agency", passage.span(a.start, a.end)) for a in assignment.coordinating]
            else:
                found.coordinating = _names(names)
        elif kind == "schedule":
            found.schedule_raw = said
            found.marks.append(Mark("schedule", passage.span(start, end)))
        elif kind == "product":
            found.product = said
            found.marks.append(Mark("product", passage.span(start, end)))
        elif kind == "submit_to":
            found.submit_to = said

    def _give(self, found: _Found, assignment: Assignment, passage: Passage) -> None:
        found.lead, found.coordinating = _names(assignment.lead), _names(assignment.coordinating)
        found.marks += [
            Mark("agency", passage.span(a.start, a.end)) for a in (*assignment.lead, *assignment.coordinating)
        ]

    def _new(self, place: Place, start: int, end: int) -> _Found:
        return _Found(place, place.passage, start, end)


def _said_in_heading(text: str, body: int) -> Assignment | None:
    """Read who is named at the end of a heading: "Lĩnh vực việc làm (Sở Nội vụ chủ trì)"."""
    aside = _ASIDE.search(text, max(body, len(text) - 420))
    start, end = aside.span(1) if aside else (text.find(": ", body) + 1, len(text))
    if start <= 0 or end - start > _LONGEST_HEADING:
        return None
    said = read_assignment(text, start, end)
    return said if said is not None and said.lead and said.explicit and said.bare else None


def _names(agencies: tuple[AgencyName, ...]) -> tuple[str, ...]:
    return tuple(agency.name for agency in agencies)


def _placed(text: str, start: int, end: int) -> tuple[AgencyName, ...]:
    return tuple(
        replace(name, start=name.start + start, end=name.end + start) for name in split_agencies(text[start:end])
    )


def _reading(found: _Found) -> TaskReading:
    passage, text = found.passage, found.passage.text
    start, end = _name_stretch(text, found.start, found.end)
    raw = found.schedule_raw
    marks = list(found.marks)
    if raw is None:
        said = _SCHEDULE.search(text, found.start, min(found.end, found.start + 4000))
        if said:
            raw = squeeze(said["when"])
            marks.append(Mark("schedule", passage.span(*said.span("when"))))
    return TaskReading(
        name=_capital(squeeze(text[start:end]).rstrip(" ;,")),
        section=found.place.path,
        lead=found.lead,
        coordinating=found.coordinating,
        submit_to=found.submit_to,
        product=found.product,
        schedule_raw=raw,
        schedule=read_schedule(raw),
        source="prose",
        span=passage.span(found.start, found.end),
        marks=(Mark("name", passage.span(start, end)), *marks),
    )


def _name_stretch(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the first sentence, cut at a joint where it is too long for a name."""
    first = next(iter(sentences(text[:end], start)), (start, end))
    begin, stop = first
    if stop - begin > _LONGEST_NAME:
        for mark in (";", ","):
            cut = text.rfind(mark, begin + 40, begin + _LONGEST_NAME)
            if cut > 0:
                return begin, cut
        cut = text.rfind(" ", begin + 40, begin + _LONGEST_NAME)
        return begin, cut if cut > 0 else begin + _LONGEST_NAME
    return begin, stop


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
