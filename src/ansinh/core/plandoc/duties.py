"""Stage: who has to report what, to whom and by when.

A duty is read where a clause names a day, a period or an event and says that something is reported
or sent. Who has to do it is the subject of the clause, of the sentence before it, or the agency in
the heading above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ansinh.core.plandoc.agencies import AgencyName
from ansinh.core.plandoc.assignments import Assignment, names_at, read_assignment
from ansinh.core.plandoc.clauses import Stretch, label_end, sentences, split_outside
from ansinh.core.plandoc.deadlines import Due, find_due
from ansinh.core.plandoc.draft import Draft
from ansinh.core.plandoc.model import DutyReading, Mark, Section
from ansinh.core.plandoc.own_plans import own_plan_due, own_plan_words
from ansinh.core.plandoc.places import Place, places_of_body
from ansinh.core.text.unicode import squeeze

_LONGEST = 5000
_LONGEST_HEADING = 700
_REPORTS = re.compile(
    r"(?<!\w)(?:(?:tổng hợp|đánh giá|rà soát)(?:,|\s+và)?\s+(?:tình hình[^,;]{0,60},?\s+)?)?(?:báo cáo|gửi|phản ánh|tổng hợp kết quả|tổng hợp, đánh giá)(?!\s+viên)(?!\w)",
    re.IGNORECASE,
)
_TO = re.compile(
    r"(?<!\w)(?:gửi(?: báo cáo| kết quả)?(?: về| đến| tới| cho)?|báo cáo(?: về| đến| tới| với| cho)?|về|đến|tới|với|cho|trình|lên)\s+",
    re.IGNORECASE,
)
_AUTHORITY = re.compile(r"(?:các\s+)?(?:cấp|cơ quan)\s+có\s+thẩm quyền|cấp trên|cấp thẩm quyền", re.IGNORECASE)
_VIA = re.compile(r"\s*\((?:qua|thông qua)\s[^()]{3,160}\)", re.IGNORECASE)
_PURPOSE = re.compile(r"(?<!\w)(?:để|nhằm)(?!\w)", re.IGNORECASE)
_IN_TIME = re.compile(
    r"(?:nếu (?:có )?[^.;]{0,80}?(?:khó khăn|vướng mắc|phát sinh)[^.;]*?|(?:khó khăn|vướng mắc|phát sinh)[^.;]*?)?(?<!\w)kịp thời(?!\w)",
    re.IGNORECASE,
)
_TROUBLE = re.compile(r"khó khăn|vướng mắc|phát sinh|điều chỉnh", re.IGNORECASE)
_TELLS = re.compile(r"(?<!\w)(?:báo cáo|phản ánh|kiến nghị|đề xuất|gửi)(?!\w)", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"(?:Căn cứ|Trên cơ sở|Theo(?! dõi)|Trong quá trình|Định kỳ|Hằng năm|Hàng năm|Đối với|Trước|Chậm nhất|Nếu|Yêu cầu|Đề nghị|Giao|Trên đây)(?!\w)",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"(?:[\s.,;:/(]|(?<!\w)(?:và|theo quy định|gửi|với|về|hoàn thành|xong)(?=[\s.,;:/]*$))+$", re.IGNORECASE
)
_TWICE = re.compile(r"^(báo cáo)(?:,? và báo cáo)+(?: gửi)?(?: tổng hợp)?$", re.IGNORECASE)
_BARE = re.compile(r"(?:báo cáo|gửi|phản ánh|tổng hợp,? báo cáo)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Who:
    """The agencies that have to report, and where they are named."""

    name: str
    marks: tuple[Mark, ...] = ()


def duties(draft: Draft) -> None:
    """Read the reports that are due, with their days.

    Reads: source, passages, sections. Writes: duties.
    """
    draft.duties = tuple(_duties(draft))


def _duties(draft: Draft) -> Iterator[DutyReading]:
    heading: tuple[Section | None, _Who] | None = None
    for place in places_of_body(draft):
        text = place.passage.text
        if heading is not None and not _still_under(place, heading[0]):
            heading = None
        opening = read_assignment(text) if len(text) <= _LONGEST_HEADING else None
        if opening is not None and opening.lead and opening.bare:
            section = place.own or (place.headings[-1] if place.headings else None)
            heading = (section, _who(place, opening.lead))
            continue
        if place.part in ("goals", "general", "vision") or (place.own is not None and not place.own.run_in):
            continue
        if _TELLS.search(text) or _REPORTS.search(text) or own_plan_words(text) is not None:
            yield from _of_paragraph(place, heading[1] if heading else None)


def _still_under(place: Place, section: Section | None) -> bool:
    return place.own is section or any(over is section for over in place.headings)


def _of_paragraph(place: Place, heading: _Who | None) -> Iterator[DutyReading]:
    text = place.passage.text
    subject: _Who | None = None
    for sentence in sentences(text, label_end(text)):
        if sentence[1] - sentence[0] > _LONGEST:
            continue
        named = subject_of(text, *sentence)
        subject = _who(place, named.lead) if named is not None else subject
        for clause in split_outside(text, *sentence):
            # "Các sở; UBND các xã xây dựng …": the mark stands between two of those who do it.
            within = named is not None and clause[0] < named.action
            inner = subject_of(text, *clause) if clause[0] != sentence[0] and not within else None
            who = _who(place, inner.lead) if inner is not None else (subject or (None if place.closing else heading))
            yield from _of_clause(place, clause, who)


def _of_clause(place: Place, clause: Stretch, who: _Who | None) -> Iterator[DutyReading]:
    text = place.passage.text
    start, end = clause
    if not _TELLS.search(text, start, end) and not _REPORTS.search(text, start, end):
        yield from _own_plan(place, clause, who)
        return
    dues = find_due(text, start, end)
    reports = bool(_REPORTS.search(text, start, end))
    dated = any(due.day or due.month for due in dues)
    if not dated and place.part not in ("organisation", "reporting"):
        return
    trouble = _TROUBLE.search(text, start, end)
    in_time = _IN_TIME.search(text, start, end) if trouble and not dated else None
    if in_time is not None and _TELLS.search(text, in_time.end(), end):
        due = Due(*in_time.span(), recurrence="event")
        yield _duty(place, (in_time.end(), end), who, due, [due])
        return
    if not reports:
        return
    for due in dues:
        yield _duty(place, clause, who, due, dues)


def _own_plan(place: Place, clause: Stretch, who: _Who | None) -> Iterator[DutyReading]:
    """Read "xây dựng kế hoạch thực hiện …, hoàn thành trong quý I/2024": a plan to be made, with nobody to send it to."""
    text = place.passage.text
    asked = own_plan_words(text, *clause) if place.part in ("organisation", "reporting") else None
    if asked is None:
        return
    dues = [due for due in find_due(text, *clause) if due.day] or [
        due for due in (own_plan_due(text, asked[1], clause[1]),) if due is not None
    ]
    for due in dues[:1]:
        raw = place.passage.span(due.start, due.end)
        yield DutyReading(
            who=who.name if who else "",
            to="",
            due_raw=squeeze(text[due.start : due.end]),
            what=_LOOSE.sub("", squeeze("".join(_outside(text, asked[0], clause[1], [(due.start, due.end)])))),
            month=due.month,
            day=due.day,
            recurrence=due.recurrence,
            year=due.year,
            quarter=due.quarter,
            section=place.path,
            span=place.passage.span(*clause),
            marks=(*(who.marks if who else ()), Mark("due", raw)),
        )


def subject_of(text: str, start: int, end: int) -> Assignment | None:
    """Return the agencies a sentence begins with, also after "Căn cứ …," or "Định kỳ …,", or None."""
    first = read_assignment(text, start, end)
    if first is not None and first.lead:
        return first
    if not _SUBORDINATE.match(text, start, end):
        return None
    at = start
    told = _TELLS.search(text, start, end)
    limit = min(end, start + 600, told.start() if told else end)
    for _ in range(8):
        comma = text.find(",", at, limit)
        if comma < 0:
            return None
        at = comma + 1
        while at < end and text[at] == " ":
            at += 1
        said = read_assignment(text, at, end)
        if said is not None and said.lead and said.action < end:
            return said
    return None


def _duty(place: Place, clause: Stretch, who: _Who | None, due: Due, dues: list[Due]) -> DutyReading:
    passage, text = place.passage, place.passage.text
    start, end = clause
    to, to_marks, to_stretch = _recipient(place, clause)
    raw = passage.span(due.start, due.end)
    marks = (*(who.marks if who else ()), *to_marks, Mark("due", raw))
    return DutyReading(
        who=who.name if who else "",
        to=to,
        due_raw=squeeze(text[due.start : due.end]),
        what=_what(text, clause, dues, to_stretch),
        month=due.month,
        day=due.day,
        recurrence=due.recurrence,
        year=due.year,
        quarter=due.quarter,
        section=place.path,
        span=passage.span(start, end),
        marks=marks,
    )


def _recipient(place: Place, clause: Stretch) -> tuple[str, tuple[Mark, ...], Stretch | None]:
    """Return to whom the report goes; what follows "để" is what the receiver does with it."""
    text = place.passage.text
    start, end = clause
    purpose = _PURPOSE.search(text, start, end)
    for limit in (purpose.start() if purpose else end, end):
        best: tuple[str, tuple[AgencyName, ...], Stretch] | None = None
        for match in _TO.finditer(text, start, limit):
            authority = _AUTHORITY.match(text, match.end(), limit)
            names: tuple[AgencyName, ...] = () if authority else names_at(text, match.end(), limit)
            if not authority and not names:
                continue
            stop = authority.end() if authority else names[-1].end
            via = _VIA.match(text, stop, end)
            said = ", ".join(name.name for name in names) or squeeze(text[match.end() : stop])
            if via:
                said = f"{said} {squeeze(via.group())}"
                stop = via.end()
            word = match.group().lower()
            if best is None or word.startswith(("gửi", "báo cáo")):
                best = (said, names, (match.start(), stop))
            if word.startswith("gửi"):
                break
        if best is not None:
            said, names, stretch = best
            marks = tuple(Mark("agency", place.passage.span(name.start, name.end)) for name in names)
            return said, marks, stretch
    return "", (), None


def _what(text: str, clause: Stretch, dues: list[Due], to: Stretch | None) -> str:
    """Return what is to be reported, in the words of the clause, without day and receiver."""
    start, end = clause
    match = (None if not dues or dues[0].end <= start else _REPORTS.search(text, start, end)) or _TELLS.search(
        text, start, end
    )
    if match is None:
        return squeeze(text[start:end]).rstrip(" .;,/")
    purpose = _PURPOSE.search(text, match.end(), end)
    stop = purpose.start() if purpose else end
    cuts = [(due.start, due.end) for due in dues]
    if to is not None:
        # "báo cáo UBND tỉnh về kết quả": the verb stays, who receives it goes.
        verb = _BARE.match(text, *to)
        cuts.append((verb.end() if verb else to[0], to[1]))
    said = _LOOSE.sub("", squeeze(" ".join(_outside(text, match.start(), stop, cuts))).replace(" ,", ","))
    said = _TWICE.sub(r"\1", said)
    if said and not _BARE.fullmatch(said):
        return said
    # "ban hành kế hoạch trước ngày …, gửi Sở …": what is sent stands before the verb.
    named = subject_of(text, start, match.start())
    begin = named.action if named is not None else start
    before = _LOOSE.sub("", squeeze("".join(_outside(text, begin, match.start(), cuts))))
    if len(before) < 8 or not match.group().lower().startswith("gửi"):
        return said or squeeze(match.group())
    return before


def _outside(text: str, start: int, end: int, cuts: list[Stretch]) -> Iterator[str]:
    """Return the text between two places without the stretches cut out."""
    at = start
    for begin, until in sorted(cuts):
        if begin >= end:
            break
        yield text[at : max(at, begin)]
        at = max(at, until)
    yield text[at : max(at, end)]


def _who(place: Place, lead: tuple[AgencyName, ...]) -> _Who:
    name = "; ".join(agency.name for agency in lead)
    return _Who(name, tuple(Mark("agency", place.passage.span(agency.start, agency.end)) for agency in lead))
