"""Where a paragraph stands in a plan: under which headings, and what kind of part that is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ansinh.core.plandoc.clauses import label_end
from ansinh.core.plandoc.draft import Draft, Passage
from ansinh.core.plandoc.model import Section
from ansinh.core.plandoc.quantities import find_years
from ansinh.core.text.unicode import squeeze

Part = Literal["goals", "general", "vision", "tasks", "organisation", "reporting", "funding", "purpose", "review"]

_LONGEST_TITLE = 300
_GOALS = re.compile(r"(?<!thực hiện )(?<!theo )(?<!giao )(?:mục tiêu(?! quốc gia)|chỉ tiêu)(?!\w)", re.IGNORECASE)
_KIND_WORDS: tuple[tuple[Part, str], ...] = (
    ("general", r"(?:về )?(?:các )?mục tiêu (?:tổng quát|chung|tổng thể)"),
    ("vision", r"(?:tầm nhìn|định hướng) (?:đến |tới )?(?:năm )?20"),
    (
        "organisation",
        r".{0,40}(?:tổ chức thực hiện|tổ chức triển khai thực hiện|phân công (?:tổ chức|trách nhiệm|nhiệm vụ|thực hiện)|trách nhiệm (?:của|thực hiện|tổ chức)|phân công)",
    ),
    ("reporting", r"(?:chế độ |công tác )?(?:thông tin,? )?báo cáo"),
    ("funding", r"(?:dự toán |nguồn |nhu cầu )?kinh phí|(?:nguồn )?vốn thực hiện|cơ chế tài chính"),
    (
        "purpose",
        r"mục đích|yêu cầu(?! các)|quan điểm|căn cứ(?! chức năng)|sự cần thiết|cơ sở pháp lý|phạm vi|đối tượng(?: áp dụng| thụ hưởng)?$",
    ),
    (
        "review",
        r"(?:khái quát |tóm tắt )?(?:đánh giá (?:tình hình|thực trạng|kết quả|chung|việc)|thực trạng|tình hình|kết quả|tồn tại|hạn chế|khó khăn|nguyên nhân|bối cảnh)",
    ),
)
_KINDS = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _KIND_WORDS)
_END = re.compile(r"\s*(?:Nơi nhận|T/?M\.?\s|KT\.\s|TL\.\s|TUQ\.\s)")
_CLOSING = re.compile(r"\s*(?:Trên đây là|(?:Trong q|Q)uá trình (?:tổ chức )?(?:triển khai|thực hiện))")
_WORD = re.compile(r"[^\W\d_]{2}")
_LAST = re.compile(r"\./\.?\s*$")
_TASKS = re.compile(r"nhiệm vụ|giải pháp|nội dung (?:thực hiện|hoạt động|công việc)|các hoạt động", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph with the headings over it, from the top.

    ``own`` is the heading or numbered paragraph that begins in this very paragraph, if any;
    ``headings`` does not hold it.
    """

    passage: Passage
    headings: tuple[Section, ...]
    own: Section | None = None

    @property
    def part(self) -> Part | None:
        """Return what kind of part of the plan the paragraph stands in; the nearest heading that says decides.

        A look back ("KẾT QUẢ THỰC HIỆN …") holds for all under it: goals named there are old ones.
        """
        for section in self.headings:
            part = part_of(section.title) if not section.run_in else None
            if part == "review":
                return part
            if part:
                break
        for section in reversed(self.headings):
            # A numbered paragraph is text: only its first words can name a part ("a) Mục tiêu: …").
            part = part_of(section.title[:40] if section.run_in else section.title)
            if part and not (section.run_in and part in ("tasks", "review")):
                return part
        return None

    @property
    def year(self) -> int | None:
        """Return the year that the nearest heading with a year names as the one to reach."""
        for section in reversed(self.headings):
            year = year_of(section.title)
            if year:
                return year
        return None

    @property
    def closing(self) -> bool:
        """Return whether the paragraph belongs to the end of the plan, not to the section before it."""
        return self.own is None and bool(_CLOSING.match(self.passage.text))

    @property
    def path(self) -> str | None:
        """Return the place in the outline: "IV/2"."""
        if self.closing and self.headings:
            return self.headings[0].path or self.headings[0].label
        if self.own is not None:
            return self.own.path or self.own.label
        return (self.headings[-1].path or self.headings[-1].label) if self.headings else None


def places(draft: Draft) -> Iterator[Place]:
    """Return every paragraph outside tables with its place in the outline, in order."""
    sections = sorted(draft.sections, key=lambda section: (section.span.start, section.level))
    stack: list[tuple[int, Section]] = []
    at = 0
    for passage in draft.passages:
        start, end = passage.whole.start, passage.whole.end
        own: Section | None = None
        while stack and stack[-1][0] <= start:
            stack.pop()
        over = tuple(section for _, section in stack)
        while at < len(sections) and sections[at].span.start < max(end, start + 1):
            section = sections[at]
            at += 1
            stop = max(section.body.end, section.span.end)
            while stack and (stack[-1][0] < stop or stack[-1][0] <= section.span.start):
                stack.pop()
            if section.span.start < start:
                over = tuple(item for _, item in stack) + ((section,) if stop > start else ())
            else:
                over = over if own is not None else tuple(item for _, item in stack)
                own = section
            stack.append((stop, section))
        yield Place(passage, over, own)


def has_words(text: str) -> bool:
    """Return whether a paragraph says anything: a number or a rule of signs alone does not."""
    return _WORD.search(text) is not None


def places_of_body(draft: Draft) -> Iterator[Place]:
    """Return the paragraphs under headings, without what follows the last sentence of the plan.

    After "./." stand recipients, signatures and the furniture of a web page; an annex begins anew
    with its own heading.
    """
    ended = False
    for place in places(draft):
        if place.own is not None and not place.own.run_in:
            ended = False
        if ended or (place.own is None and not place.headings):
            continue
        if _END.match(place.passage.text):
            ended = True
            continue
        if has_words(place.passage.text):
            yield place
        ended = bool(_LAST.search(place.passage.text))


@lru_cache(maxsize=4096)
def part_of(title: str) -> Part | None:
    """Return what kind of part a heading opens, or None where it does not say."""
    words = squeeze(title[:_LONGEST_TITLE])
    words = words[label_end(words) :]
    goals, tasks = _GOALS.search(words), _TASKS.search(words)
    for kind, pattern in _KINDS:
        if pattern.match(words) and not (kind == "purpose" and goals) and not (kind == "review" and tasks):
            return kind
    if goals and tasks:
        return None
    if tasks:
        return "tasks"
    return "goals" if goals and len(words) <= 160 else None


@lru_cache(maxsize=4096)
def year_of(title: str) -> int | None:
    """Return the first year to be reached that a heading names ("đến năm 2030, tầm nhìn 2045": 2030)."""
    years = find_years(title[:_LONGEST_TITLE], 0, len(title[:_LONGEST_TITLE]))
    if not years:
        bare = re.search(r"(?:đến|tới)\s+(20[0-9]{2})(?![0-9])", title[:_LONGEST_TITLE], re.IGNORECASE)
        return int(bare[1]) if bare else None
    return years[0][1]
