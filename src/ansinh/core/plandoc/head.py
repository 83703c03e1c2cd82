"""Stage: what the plan is: its number, day, issuer, title, signer and recipients.

Order of trust: the head as Decree 30/2020/NĐ-CP and the Party's rules print it; the lines by which
a legal site describes the document ("Số hiệu: …"); the line under an annex or an attached plan
("Kèm theo Kế hoạch số …"); a sentence that tells of its issue, as news pages do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import islice

from ansinh.core.law import (
    document_types,
    find_citations,
    find_issuers,
    is_issuer,
    standard_number,
    tidy_capitals,
    type_named,
    type_of_number,
)
from ansinh.core.plandoc.draft import Draft
from ansinh.core.plandoc.foot import Foot, read_foot
from ansinh.core.plandoc.model import DocumentInfo
from ansinh.core.plandoc.printed import Printed, printed_lines
from ansinh.core.plandoc.source import Span
from ansinh.core.text import find_dates

_FRONT_LINES = 90
_NUMBER_LINE = re.compile(r"(?:Số|SỐ)\s*[:.]?\s*(?P<number>[0-9]{1,6}[a-zđ]?\s?[-/][^\s,;]+(?:\s?-\s?[^\s,;]+)?)?")
_NUMBER_BLANK = re.compile(r"(?:Số|SỐ)\s*[:.]\s*[.…\s]*[-/]", re.IGNORECASE)
_PLACE_DATE = re.compile(r"(?P<place>[^\d,;:()]{2,60}?)\s*,\s*(?=ngày\s+[0-9.…\s]{0,8}\s*tháng)")
_MOTTO = re.compile(
    r"(?:CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN|Độc\s+lập\s*-|NGHĨA\s+VIỆT\s+NAM)", re.IGNORECASE
)
_BODY_STARTS = re.compile(
    r"(?:\*{0,2})(?:(?:(?:Phần\s+thứ|PHẦN)\s|(?:Chương|CHƯƠNG)\s+[IVXLC0-9]+\b)|Điều\s+1\b|(?:I|A|1)\s?[.\-–)/]+\s*\S)"
)
_TITLE_ENDS = re.compile(
    r"(?:Căn\s+cứ|Thực\s+hiện|Triển\s+khai\s+thực\s+hiện|Theo\s+đề\s+nghị|Xét\s+đề\s+nghị|Kính\s+gửi|Để\s|Nhằm\s|Trên\s+cơ\s+sở|Vừa\s+qua|Ngày\s"
    r"|\(?(?:Ban\s+hành\s+)?[Kk]èm\s+theo|\(?Phê\s+duyệt\s+kèm|ỦY\s+BAN\s|UỶ\s+BAN\s|CHỦ\s+TỊCH\s|THỦ\s+TƯỚNG|BỘ\s+TRƯỞNG|QUYẾT\s+ĐỊNH\s*:|Điều\s+1\b|Nơi\s+nhận)"
)
_ATTACHED = re.compile(r"\(?\s*(?:Ban\s+hành\s+|Phê\s+duyệt\s+)?kèm\s+theo\s", re.IGNORECASE)
_STAMP = re.compile(r"\W*(?:DỰ\s+THẢO|HỎA\s+TỐC|HOẢ\s+TỐC|THƯỢNG\s+KHẨN|KHẨN|TỐI\s+MẬT|MẬT)\b")
_FACT = re.compile(
    r"[•*●\-–\s]*(?P<what>Số\s+(?:hiệu|ký\s+hiệu)|Ngày\s+ban\s+hành|Người\s+ký|Loại\s+văn\s+bản|Cơ\s+quan\s+ban\s+hành)\s*:\s*(?P<value>.+)",
    re.IGNORECASE,
)
_ISSUED_NOW = re.compile(
    r"\s*(?:,\s*)?(?:đã\s+|vừa\s+|vừa\s+qua\s+|xây\s+dựng\s+và\s+)*(?:ký\s+)?ban\s+hành\s+", re.IGNORECASE
)
_SHOUTED_UNIT = re.compile(
    r"(?:TỈNH|THÀNH\s+PHỐ|THỊ\s+XÃ|HUYỆN|QUẬN|XÃ(?!\s+HỘI)|PHƯỜNG|THỊ\s+TRẤN|ĐẶC\s+KHU|TP\.)\s", re.IGNORECASE
)
_LONGEST_TITLE = 12
# What a menu of a page prints is shorter ("Văn bản chỉ đạo điều hành").
_SHORTEST_PAGE_TITLE = 25
_LONGEST_OPENING = 3000


@dataclass(frozen=True, slots=True)
class _Found:
    """A fact and its place."""

    value: str
    span: Span


def head(draft: Draft) -> None:
    """Read what the plan says of itself at its head and foot.

    Reads: source, passages. Writes: document.
    """
    lines = list(printed_lines(draft))
    front = _front(lines)
    facts = _facts(lines)
    info = _from_head(front)
    info = _with_title(info, front, lines)
    info = _from_facts(info, facts)
    info = _from_attachment(info, lines)
    info = _from_sentence(info, front)
    draft.document = _with_foot(info, read_foot(lines), facts)


def _front(lines: list[Printed]) -> list[Printed]:
    """Return the lines before the first heading of the body."""
    front: list[Printed] = []
    for line in islice(lines, _FRONT_LINES):
        if front and _BODY_STARTS.match(line.text):
            break
        front.append(line)
    return front


def _from_head(front: list[Printed]) -> DocumentInfo:
    info = DocumentInfo()
    number_at = None
    for at, line in enumerate(front):
        if number_at is None:
            match = _NUMBER_LINE.match(line.text)
            if match and (match["number"] or _NUMBER_BLANK.match(line.text)):
                number_at = at
                if match["number"]:
                    number = standard_number(match["number"])
                    info = _set(info, "number", number, _part(line, match.start("number"), match.end("number")))
        place = _PLACE_DATE.search(line.text) if len(line.text) < 160 else None
        if place and info.issued_on is None and info.place is None:
            dates = [token for token in find_dates(line.text[place.start() :]) if token.value]
            info = _set(info, "place", _last_words(place["place"]), line.span)
            info = info if info.place else replace(info, place=None)
            if dates:
                info = replace(info, issued_on=dates[0].value, marks={**info.marks, "issued_on": line.span})
    if number_at is not None or info.place:
        info = _with_issuer(info, front[: _issuer_until(front, number_at)])
    if info.issuer is None and number_at is not None:
        # Pages put the title first: the body may stand between it and the number.
        bodies = [line for line in front[:number_at] if line.text.isupper() and find_issuers(line.text[:200])]
        info = _with_issuer(info, bodies)
    return info


def _issuer_until(front: list[Printed], number_at: int | None) -> int:
    for at, line in enumerate(front):
        if type_named(line.text) or _PLACE_DATE.search(line.text):
            return at if number_at is None else min(at, number_at)
    return number_at if number_at is not None else min(len(front), 8)


def _last_words(place: str) -> str:
    """Return the place without the number that may stand before it on the same line."""
    kept: list[str] = []
    for word in reversed(place.strip("*_ ").split()):
        if not (word[0].isupper() or (word == "-" and kept)) or len(kept) >= 6:
            break
        kept.append(word)
    return " ".join(reversed(kept)).strip("- ")


def _with_issuer(info: DocumentInfo, lines: list[Printed]) -> DocumentInfo:
    """Read the issuing body from the lines in capitals above the number."""
    left = (replace(line, text=_MOTTO.split(line.text, maxsplit=1)[0].strip()) for line in lines)
    shouted = [line for line in left if line.text.isupper() and len(line.text) > 3 and not _STAMP.match(line.text)]
    if not shouted:
        return info
    last = shouted[-1]
    words, first = last.text, last
    superior = ""
    for line in reversed(shouted[:-1]):
        if not (_SHOUTED_UNIT.match(words) or not find_issuers(words)):
            superior = line.text
            break
        words, first = f"{line.text} {words}", line
    name = tidy_capitals(" ".join(words.split())) if find_issuers(words) else _sentence_case(words)
    unit = _SHOUTED_UNIT.search(superior)
    if unit and not _SHOUTED_UNIT.search(words):
        # "UBND TỈNH X / SỞ Y TẾ": the department of that place.
        name += " " + " ".join(_sentence_case("- " + superior[unit.start() :]).split()[1:])
    return _set(info, "issuer", name, Span(first.span.start, last.span.end))


def _sentence_case(words: str) -> str:
    """Return a body that no table knows as running text would write it, place names with capitals."""
    unit = _SHOUTED_UNIT.search(words)
    if unit and unit.start() > 0:
        before, kind, name = words[: unit.start()], unit.group(), words[unit.end() :]
        return f"{before.capitalize()}{kind.lower()}{name.title()}"
    if unit:
        return f"{unit.group().capitalize()}{words[unit.end() :].title()}"
    return words.capitalize()


def _with_title(info: DocumentInfo, front: list[Printed], lines: list[Printed]) -> DocumentInfo:
    for at, line in enumerate(front):
        kind, rest = _type_line(line.text)
        if kind is None:
            continue
        info = _set(info, "type", kind, line.span)
        return _gather_title(info, rest, line, lines[at + 1 : at + 1 + _LONGEST_TITLE])
    return _page_title(info, front)


@cache
def _type_starts() -> re.Pattern[str]:
    names = sorted((kind.name for kind in document_types()), key=len, reverse=True)
    shouted = "|".join(r"\s+".join(map(re.escape, name.upper().split())) for name in names)
    return re.compile(rf"(?P<type>{shouted})(?!\w)\s*[:.]?\s*")


def _type_line(text: str) -> tuple[str | None, str]:
    """Return the kind of document a line names ("KẾ HOẠCH", "KẾ HOẠCH triển khai …"), and what follows."""
    alone = type_named(text.strip(" *#:"))
    if alone and text.strip(" *#:")[:2].isupper():
        return alone, ""
    match = _type_starts().match(text)
    if match:
        return type_named(match["type"]), text[match.end() :].strip()
    return None, ""


def _gather_title(info: DocumentInfo, rest: str, line: Printed, after: list[Printed]) -> DocumentInfo:
    words = [rest] if rest else []
    span = Span(line.span.end - len(rest), line.span.end) if rest else None
    for more in after:
        if words and (_ends_title(words[-1], more.text)):
            break
        if not words and (_TITLE_ENDS.match(more.text) and not _looks_like_title(more.text)):
            break
        if _BODY_STARTS.match(more.text) or (_NUMBER_LINE.match(more.text) and re.search(r"\d\s?[-/]", more.text[:14])):
            break
        words.append(more.text)
        span = Span(span.start, more.span.end) if span else more.span
    if span is None:
        return info
    return _set(info, "title", " ".join(" ".join(words).split()).strip(" *_"), span)


def _looks_like_title(text: str) -> bool:
    """Return whether a line that begins like the opening ("Thực hiện …") is the title: it ends without a stop."""
    return not text.rstrip().endswith((";", ".", ":", ","))


def _ends_title(last: str, text: str) -> bool:
    if last.isupper() != text.isupper():
        return not text[:1].islower()
    if is_issuer(text) and text.isupper():
        return True
    return bool(_TITLE_ENDS.match(text)) and not (text.isupper() and not text.startswith("("))


def _page_title(info: DocumentInfo, front: list[Printed]) -> DocumentInfo:
    """Read the title of a page that has no head: the first line that begins with a kind of document."""
    names = sorted((kind.name for kind in document_types()), key=len, reverse=True)
    for line in front:
        kind = next((name for name in names if line.text.startswith(name + " ")), None)
        if (
            kind
            and len(line.text) > len(kind) + _SHORTEST_PAGE_TITLE
            and not line.text.rstrip().endswith((";", ":", "."))
        ):
            info = _set(info, "type", kind, Span(line.span.start, line.span.start + len(kind)))
            return _set(info, "title", line.text, line.span)
    return info


def _facts(lines: list[Printed]) -> dict[str, _Found]:
    """Return what the page of a legal site says of the document ("Số hiệu: …")."""
    facts: dict[str, _Found] = {}
    for line in lines:
        if len(line.text) < 200 and ":" in line.text:
            match = _FACT.match(line.text)
            if match:
                key = " ".join(match["what"].lower().split())
                facts.setdefault(key, _Found(match["value"].strip(), line.span))
    return facts


def _from_facts(info: DocumentInfo, facts: dict[str, _Found]) -> DocumentInfo:
    number = facts.get("số hiệu") or facts.get("số ký hiệu")
    if info.number is None and number and re.match(r"[0-9]", number.value):
        info = _set(info, "number", standard_number(number.value), number.span)
    issued = facts.get("ngày ban hành")
    if info.issued_on is None and issued:
        info = _dated(info, [token.value for token in find_dates(issued.value)], issued.span)
    kind = facts.get("loại văn bản")
    if info.type is None and kind and type_named(kind.value):
        info = _set(info, "type", type_named(kind.value) or "", kind.span)
    issuer = facts.get("cơ quan ban hành")
    if info.issuer is None and issuer:
        info = _set(info, "issuer", issuer.value, issuer.span)
    return info


def _dated(info: DocumentInfo, days: list[date | None], span: Span) -> DocumentInfo:
    day = next((day for day in days if day), None)
    return replace(info, issued_on=day, marks={**info.marks, "issued_on": span}) if day else info


def _from_attachment(info: DocumentInfo, lines: list[Printed]) -> DocumentInfo:
    """Read "(Kèm theo Kế hoạch số … ngày … của …)", which stands under an annex or an attached plan."""
    if info.number and info.issued_on and info.issuer:
        return info
    for line in lines:
        if len(line.text) > 400 or not _ATTACHED.match(line.text):
            continue
        # "Kế hoạch số: 12/KH-UBND": the instrument is the first one cited.
        instrument = next((m.citation.instrument for m in find_citations(line.text) if m.citation.instrument), None)
        if instrument is None or instrument.number is None or (info.number and info.number != instrument.number):
            continue
        if info.number is None:
            info = _set(info, "number", instrument.number, line.span)
        if info.issued_on is None and instrument.date:
            info = _dated(info, [instrument.date], line.span)
        if info.issuer is None and instrument.issuer:
            info = _set(info, "issuer", instrument.issuer, line.span)
        break
    return info


def _from_sentence(info: DocumentInfo, front: list[Printed]) -> DocumentInfo:
    """Read "ngày …, UBND … đã ban hành Kế hoạch số …" and "Ban Thường vụ … ban hành Kế hoạch …"."""
    if info.number and info.issued_on and info.issuer:
        return info
    for line in front:
        text = line.text[:_LONGEST_OPENING]
        cited_at = {m.start: m.citation.instrument for m in find_citations(text)}
        for start, end, name in find_issuers(text):
            verb = _ISSUED_NOW.match(text, end)
            if not verb:
                continue
            cited = cited_at.get(verb.end())
            if info.number is None and cited and cited.number and (info.type or cited.type) == cited.type:
                info = _set(info, "number", cited.number, line.span)
                if info.issued_on is None:
                    info = _dated(info, [_told(text, start) or cited.date], line.span)
            if info.issuer is None and (cited is None or cited.number == info.number):
                info = _set(info, "issuer", name, _part(line, start, end))
    return info


def _told(text: str, start: int) -> date | None:
    """Return the day that stands right before the issuing body: "Vừa qua ngày 29/5/2024, UBND …"."""
    before = text[max(0, start - 60) : start]
    tokens = find_dates(before)
    if not tokens or tokens[-1].value is None:
        return None
    return tokens[-1].value if len(before) - tokens[-1].end <= 4 else None


def _with_foot(info: DocumentInfo, foot: Foot, facts: dict[str, _Found]) -> DocumentInfo:
    marks = dict(info.marks)
    signer = foot.signer
    if foot.signer_span:
        marks["signer"] = foot.signer_span
    if signer is None and (told := facts.get("người ký")):
        signer = told.value
        marks["signer"] = told.span
    if foot.recipients_span:
        marks["recipients"] = foot.recipients_span
    kind = info.type or (type_of_number(info.number) if info.number else None)
    return replace(
        info, type=kind, signer=signer, signer_title=foot.signer_title, recipients=foot.recipients, marks=marks
    )


def _set(info: DocumentInfo, name: str, value: str, span: Span) -> DocumentInfo:
    return replace(info, marks={**info.marks, name: span}, **{name: value})  # type: ignore[arg-type]


def _part(line: Printed, start: int, end: int) -> Span:
    """Return the place of a part of a line, where the line was printed in one stretch."""
    if line.span.end - line.span.start == len(line.text):
        return Span(line.span.start + start, line.span.start + end)
    return line.span
