"""Stage: the outline of a plan: its headings and numbered paragraphs, and what stands under each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ansinh.core.plandoc.draft import Draft, Passage
from ansinh.core.plandoc.model import Section
from ansinh.core.plandoc.source import Span
from ansinh.core.text import read_roman

Style = Literal["annex", "part", "chapter", "division", "capital", "roman", "article", "number", "decimal", "letter"]

_RANK: dict[Style, int] = {
    "annex": 0,
    "part": 10,
    "chapter": 20,
    "division": 30,
    "capital": 40,
    "roman": 50,
    "article": 60,
    "number": 70,
    "decimal": 80,
    "letter": 200,
}
# "Điều 1. Phê duyệt Chương trình với các nội dung sau:" holds what is numbered I, II after it.
_IN_ARTICLE: dict[Style, int] = {"capital": 62, "roman": 65}
_ORDINAL = r"(?:nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)"
_ANNEX = re.compile(
    r"(?P<label>(?:PHỤ\s+LỤC|Phụ\s+lục|BIỂU|Biểu)(?:\s+(?:SỐ|Số|số))?(?:\s*:?\s*(?:[IVXLC]+|[0-9]{1,2}|[A-Z])(?![\w/]))?)\s*[.:\-–]?\s*"
)
_NAMED = re.compile(
    rf"(?P<label>(?P<kind>PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục|ĐIỀU|Điều)\s+(?:(?:THỨ|thứ)\s+{_ORDINAL}|[IVXLC]+|[0-9]{{1,3}}[a-zđ]?))(?!\w)\s*[.:\-–)]?\s*",
    re.IGNORECASE,
)
_KINDS: dict[str, Style] = {"phần": "part", "chương": "chapter", "mục": "division", "điều": "article"}
_ROMAN = re.compile(r"(?P<label>[IVXLC]{1,7})\s?(?:[.\-–/)]|\s[-–])\s*(?=\S)")
_CAPITAL = re.compile(r"(?P<label>[A-ZĐ])\s?[.\-–/)]\s+(?=\S)")
_DECIMAL = re.compile(
    r"(?P<label>[0-9]{1,2}(?:\.[0-9]{1,2}){1,4})(?:[.)\-–/]?\s+(?=[^\W\d_]|[“\"(])|[.)]\s*(?=[^\W\d_]))"
)
_NUMBER = re.compile(r"(?P<label>[0-9]{1,2})\s?[.)\-–/]\s*(?=[^\W\d_]|[“\"(])")
_LETTER = re.compile(r"(?P<label>[a-zđ])\s?[).]\s*(?=\S)")
_FINAL = (".", ";", "./.", "!", "?", "…")
_BRACKET = re.compile(r"\(?\s*(?:(?:Ban\s+hành\s+)?kèm\s+theo|Đính\s+kèm)", re.IGNORECASE)
_LONGEST_HEADING = 350
_LONGEST_STOPPED_HEADING = 70
_LONGEST_RUN_IN = 160
_MOST_ANNEX_LINES = 4
_PARENTS_OF_LETTERS = {"H": "I", "U": "V", "W": "X", "B": "C", "K": "L"}


@dataclass(frozen=True, slots=True)
class _Label:
    style: Style
    label: str
    rank: int
    title_at: int


@dataclass(slots=True)
class _Open:
    """A section under which the following ones may stand."""

    at: int
    rank: int
    style: Style
    label: str
    path: str
    announces: bool
    """Whether its words end in a colon."""


def outline(draft: Draft) -> None:
    """List the headings and numbered paragraphs of the plan, each with its place among the others.

    Reads: source, passages, document. Writes: sections.
    """
    foot = draft.document.marks.get("recipients") or draft.document.marks.get("signer")
    draft.sections = tuple(read_sections(draft.passages, end=len(draft.source.text), foot=foot))


def read_sections(passages: Sequence[Passage], *, end: int, foot: Span | None = None) -> list[Section]:
    """Return the sections of a plan in order. ``foot`` is where signature and recipients begin."""
    sections: list[Section] = []
    stack: list[_Open] = []
    seen: list[Style] = []
    at = 0
    while at < len(passages):
        passage = passages[at]
        label = _label(passage.text, stack)
        following = passages[at + 1 : at + 1 + _MOST_ANNEX_LINES]
        if label is None or (label.style == "annex" and not _is_annex_heading(passage.text, label)):
            at += 1
            continue
        rank = _rank(label, seen, stack)
        if label.style not in seen:
            seen.append(label.style)
        title, run_in, used = _title(passage, label, following)
        while stack and stack[-1].rank >= rank:
            before = sections[stack[-1].at]
            if stack[-1].rank == rank and before.run_in and passage.text.endswith(_FINAL) and not run_in:
                # One of a row of numbered paragraphs is one too, however short.
                title, run_in = _run_in_title(passage.text[label.title_at :].strip()), True
            _close(sections, stack.pop(), passage.whole.start)
        parent = stack[-1].path if stack else None
        name = _path_name(label.label) if label.style == "annex" else label.label
        path = f"{parent}/{name}" if parent else name
        span = Span(passage.whole.start, passages[at + used].whole.end)
        sections.append(Section(label.label, title, len(stack) + 1, parent, run_in, path, span, Span(span.end, end)))
        stack.append(_Open(len(sections) - 1, rank, label.style, label.label, path, passage.text.endswith(":")))
        at += 1 + used
    for still in stack:
        _close(sections, still, end)
    return [_before_foot(section, foot) for section in sections]


def _close(sections: list[Section], ended: _Open, at: int) -> None:
    section = sections[ended.at]
    run_in = section.run_in
    begin = section.span.start if run_in else section.span.end
    sections[ended.at] = replace(section, body=Span(min(begin, at), at))


def _before_foot(section: Section, foot: Span | None) -> Section:
    if foot and section.body.start <= foot.start < section.body.end and section.span.end <= foot.start:
        return replace(section, body=Span(section.body.start, foot.start))
    return section


def _label(text: str, stack: Sequence[_Open]) -> _Label | None:
    """Return the label with which a paragraph begins, or None."""
    head = text[:60]
    annex = _ANNEX.match(head)
    if annex:
        return _Label("annex", " ".join(annex["label"].split()), _RANK["annex"], annex.end())
    named = _NAMED.match(head)
    if named and named["label"][0].isupper():
        style = _KINDS[named["kind"].lower()]
        return _Label(style, " ".join(named["label"].split()), _RANK[style], named.end())
    for match, style in ((_ROMAN.match(head), "roman"), (_CAPITAL.match(head), "capital")):
        if match and (style == "capital" or _is_roman(match["label"], stack)):
            found: Style = "capital" if style == "capital" else "roman"
            return _Label(found, match["label"], _RANK[found], match.end())
    decimal = _DECIMAL.match(head)
    if decimal:
        depth = decimal["label"].count(".")
        return _Label("decimal", decimal["label"], _RANK["decimal"] + depth, decimal.end())
    number = _NUMBER.match(head)
    if number:
        return _Label("number", number["label"], _RANK["number"], number.end())
    letter = _LETTER.match(head)
    if letter:
        return _Label("letter", letter["label"], _RANK["letter"], letter.end())
    return None


def _is_roman(label: str, stack: Sequence[_Open]) -> bool:
    """Return whether the letters count in Roman: "C" after "B" is a letter, "I" at the start is one."""
    if read_roman(label) is None:
        return False
    if len(label) > 1:
        return True
    before = next((still.label for still in reversed(stack) if still.style == "capital"), None)
    if before is not None and _PARENTS_OF_LETTERS.get(before) == label:
        return False
    return label in "IVX" or any(still.style == "roman" for still in stack)


def _rank(label: _Label, seen: Sequence[Style], stack: Sequence[_Open]) -> int:
    """Return the depth of a label: where Roman numerals came before capital letters, these stand below them."""
    if label.style in _IN_ARTICLE and any(still.style == "article" and still.announces for still in stack):
        return _IN_ARTICLE[label.style]
    roman_first = "roman" in seen and ("capital" not in seen or seen.index("roman") < seen.index("capital"))
    return _RANK["roman"] + 5 if label.style == "capital" and roman_first else label.rank


def _is_annex_heading(text: str, label: _Label) -> bool:
    """Return whether "Phụ lục …" heads an annex; a sentence that speaks of one does not."""
    if text.endswith(_FINAL):
        return False
    rest = text[label.title_at :]
    if not rest:
        return True
    if label.label.isupper():
        return not rest[0].islower()
    return rest.isupper() or (
        rest[:1].isupper() and text[label.title_at - 1 : label.title_at] in {" ", ":"} and len(text) < 200
    )


def _title(passage: Passage, label: _Label, following: Sequence[Passage]) -> tuple[str, bool, int]:
    """Return the title, whether it is a numbered paragraph rather than a heading, and how many lines more it took."""
    rest = passage.text[label.title_at :].strip()
    if label.style == "annex":
        return _annex_title(rest, following)
    if not rest:
        first = following[0] if following else None
        if (
            first
            and _label(first.text, ()) is None
            and not first.text.endswith(_FINAL)
            and len(first.text) < _LONGEST_HEADING
        ):
            return first.text, False, 1
        return "", False, 0
    if _is_heading(rest, label, following):
        return rest.rstrip(" .:") if rest.endswith((".", ":")) else rest, False, 0
    return _run_in_title(rest), True, 0


def _annex_title(rest: str, following: Sequence[Passage]) -> tuple[str, bool, int]:
    if rest and not rest.isupper():
        return rest, False, 0
    words = [rest] if rest else []
    used = 0
    for more in following:
        if (
            _BRACKET.match(more.text)
            or more.text.startswith("(")
            or (words and more.text.isupper() != words[-1].isupper())
        ):
            break
        if _label(more.text, ()) is not None or len(more.text) > 600 or more.text.endswith((";", ":")):
            break
        words.append(more.text)
        used += 1
        if not more.text.isupper():
            break
    return " ".join(words), False, used


def _is_heading(rest: str, label: _Label, following: Sequence[Passage]) -> bool:
    """Return whether the words head what follows: they are no sentence, or a very short one with text under it."""
    if len(rest) > _LONGEST_HEADING:
        return False
    if rest.endswith(":"):
        return len(rest) < 200 and "; " not in rest
    if not rest.endswith(_FINAL):
        return True
    if (
        not rest.endswith(".")
        or rest.endswith("/.")
        or len(rest) > _LONGEST_STOPPED_HEADING
        or re.search(r"[.;:]\s", rest)
    ):
        return False
    after = _label(following[0].text, ()) if following else None
    return bool(following) and (after is None or after.rank > label.rank)


def _run_in_title(rest: str) -> str:
    """Return the words that name a numbered paragraph: up to its colon, else its first words."""
    colon = rest.find(":")
    if 0 < colon <= _LONGEST_RUN_IN:
        return rest[:colon].strip()
    sentence = re.split(r"(?<=[^\W\d])[.;](?:\s|$)", rest, maxsplit=1)[0]
    if len(sentence) <= _LONGEST_RUN_IN:
        return sentence.rstrip(" .;")
    return sentence[:_LONGEST_RUN_IN].rsplit(" ", 1)[0].rstrip(" ,;")


def _path_name(label: str) -> str:
    """Return "PL I" for "PHỤ LỤC I"."""
    return re.sub(r"^phụ\s+lục", "PL", label, flags=re.IGNORECASE)
