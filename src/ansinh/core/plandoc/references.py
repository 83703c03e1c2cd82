"""Stage: the instruments a plan cites, each once, with every place where it is cited."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from ansinh.core.law import Citation, Instrument, Mention, find_citations, resolve, write
from ansinh.core.plandoc.draft import Draft
from ansinh.core.plandoc.model import DocumentInfo, Reference
from ansinh.core.plandoc.source import Span, Table
from ansinh.core.text.unicode import mend_letters

_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("thay thế", re.compile(r"(?:thay\s+thế|bãi\s+bỏ)(?:\s+\w+){0,3}\s*$", re.IGNORECASE)),
    ("sửa đổi", re.compile(r"(?:sửa\s+đổi|điều\s+chỉnh)(?:(?:,|\s+và)?\s+(?:bổ\s+sung|điều\s+chỉnh|sửa\s+đổi))*(?:\s+(?:một\s+số\s+)?(?:điều|nội\s+dung|mục\s+tiêu|chỉ\s+tiêu|nhiệm\s+vụ)(?:,\s+(?:chỉ\s+tiêu|nhiệm\s+vụ|mục\s+tiêu))*)?(?:\s+(?:của|tại|trong))?\s*$", re.IGNORECASE)),
    ("cụ thể hóa", re.compile(r"cụ\s+thể\s+h(?:óa|oá)(?:\s+\S+){0,12}\s*$", re.IGNORECASE)),
    ("căn cứ", re.compile(r"căn\s+cứ(?:\s+\S+){0,4}\s*$", re.IGNORECASE)),
    ("thực hiện", re.compile(r"(?:thực\s+hiện|triển\s+khai)(?:\s+(?:tốt|hiệu\s+quả|có\s+hiệu\s+quả|nghiêm|đầy\s+đủ|thắng\s+lợi))?(?:\s+các)?\s*$", re.IGNORECASE)),
)  # fmt: skip
_BASIS = re.compile(r"\s*[-–]?\s*Căn\s+cứ\b", re.IGNORECASE)
_LISTING = re.compile(r"\s*[,;]?\s*(?:và|cùng)?\s*", re.IGNORECASE)
_OF_THE_PAGE = re.compile(
    r"(?:(?:Các )?(?:văn bản|tin(?: tức| bài)?|bài viết|bài)\s+(?:cùng (?:lĩnh vực|chuyên mục|loại|nội dung|chủ đề)|liên quan|khác|mới(?: nhất| hơn)?|cũ hơn)|Gửi phản hồi|Bản quyền|Ý kiến bạn đọc)(?!\w)\s*:?(?=\s|$)",
    re.IGNORECASE,
)
_OF = re.compile(r"\s*,?\s*(?:của|thuộc|tại|trong)?\s+", re.IGNORECASE)
_WINDOW = 120
_MENTIONED = "viện dẫn"

SpanOf = Callable[[int, int], Span]


@dataclass(slots=True)
class _Gathered:
    """What all mentions of one instrument say together."""

    first: Instrument
    spans: list[Span] = field(default_factory=list)
    role: str = _MENTIONED
    day: date | None = None
    issuer: str | None = None
    issuer_shouted: bool = False
    type: str | None = None
    type_shouted: bool = False
    name: str | None = None
    short_name: str | None = None
    provisions: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class _Loose:
    """A mention that names no instrument itself: a bare provision, or words that point."""

    mention: Mention
    span: Span
    meant: Instrument | None
    following: str


def references(draft: Draft) -> None:
    """List the instruments the plan cites.

    Reads: source, passages, tables, document. Writes: references.
    """
    gathered: dict[str, _Gathered] = {}
    seen: list[tuple[Mention, Span, str]] = []
    own = _key(draft.document.number) if draft.document.number else None
    for text, span_of in _texts(draft):
        mentions = find_citations(text)
        _gather(text, mentions, span_of, gathered)
        seen += [(m, span_of(m.start, m.end), text[m.end : m.end + _WINDOW]) for m in mentions]
    meant = resolve([mention for mention, _, _ in seen])
    loose = [
        _Loose(mention, span, instrument, following)
        for (mention, span, following), instrument in zip(seen, meant, strict=True)
        if mention.citation.instrument is None
    ]
    _attach(loose, gathered)
    draft.references = tuple(
        _reference(item) for key, item in gathered.items() if key != own and not _is_own_name(item, draft.document)
    )


def _texts(draft: Draft) -> Iterator[tuple[str, SpanOf]]:
    """Yield the paragraphs and the cells of the plan, each with its way back to the source."""
    last = max((section.span.start for section in draft.sections), default=0)
    for passage in draft.passages:
        if passage.whole.start > last and _OF_THE_PAGE.match(passage.text):
            # A page lists its other documents after the plan; the plan does not cite them.
            break
        yield passage.text, passage.span
    seen: set[int] = set()
    for table in _tables(draft):
        for cell in table.cells:
            if cell.span.start not in seen:
                seen.add(cell.span.start)
                yield mend_letters(cell.span.of(draft.source.text)), partial(_in_cell, cell.span.start)


def _in_cell(begin: int, start: int, end: int) -> Span:
    return Span(begin + start, begin + end)


def _tables(draft: Draft) -> Iterator[Table]:
    yield from (block for block in draft.source.blocks if isinstance(block, Table))
    yield from draft.tables


def _gather(text: str, mentions: tuple[Mention, ...], span_of: SpanOf, gathered: dict[str, _Gathered]) -> None:
    role_before = _MENTIONED
    end_before = -1
    for mention in mentions:
        instrument = mention.citation.instrument
        if instrument is None or not (instrument.number or instrument.name):
            continue
        key = _key(instrument.number or instrument.name or "")
        item = gathered.setdefault(key, _Gathered(instrument))
        item.spans.append(span_of(mention.start, mention.end))
        role = _role(text, mention, role_before, end_before)
        role_before, end_before = role, mention.end
        _add(item, mention, instrument, role)


def _add(item: _Gathered, mention: Mention, instrument: Instrument, role: str) -> None:
    shouted = mention.raw.isupper()
    if item.role == _MENTIONED:
        item.role = role
    # The first stated day stands; findings compare it with the others.
    item.day = item.day or instrument.date
    if instrument.issuer and (item.issuer is None or (item.issuer_shouted and not shouted)):
        item.issuer, item.issuer_shouted = instrument.issuer, shouted
    if instrument.type and (item.type is None or (item.type_shouted and not shouted)):
        item.type, item.type_shouted = instrument.type, shouted
    item.name = item.name or instrument.name
    item.short_name = item.short_name or mention.short_name
    _cite(item, mention)


def _cite(item: _Gathered, mention: Mention) -> None:
    if mention.citation.provisions:
        item.provisions[write(Citation(provisions=mention.citation.provisions))] = None


def _attach(loose: list[_Loose], gathered: dict[str, _Gathered]) -> None:
    """Give "Điều 3 của Nghị định nêu trên" and "Điều 3 Nghị định 20" to the instrument they mean.

    A short name counts where it was made known in the plan and holds a figure: words alone
    ("Chương trình") also mean other things.
    """
    known = {
        _key(item.short_name): item
        for item in gathered.values()
        if item.short_name and any(letter.isdigit() for letter in item.short_name)
    }
    longest = max((len(name) for name in known), default=0)
    for one in loose:
        if one.meant is not None:
            item = gathered.get(_key(one.meant.number or one.meant.name or ""))
        elif one.mention.citation.provisions and known:
            item = _named_next(one.following, known, longest)
        else:
            item = None
        if item is not None:
            item.spans.append(one.span)
            _cite(item, one.mention)


def _named_next(following: str, known: dict[str, _Gathered], longest: int) -> _Gathered | None:
    words = _OF.sub("", following, count=1).split()
    for count in range(min(len(words), 12), 0, -1):
        name = _key("".join(words[:count])).rstrip(".,;:)")
        if len(name) <= longest and name in known:
            return known[name]
    return None


def _role(text: str, mention: Mention, role_before: str, end_before: int) -> str:
    """Return what the plan does with the instrument, from the words before it."""
    window = text[max(0, mention.start - _WINDOW) : mention.start]
    # Only words of the same clause count.
    window = re.split(r"[;.:]\s", window)[-1]
    for role, pattern in _ROLES:
        if pattern.search(window):
            return role
    if 0 <= end_before <= mention.start and _LISTING.fullmatch(text, end_before, mention.start):
        return role_before
    if end_before < 0 and _BASIS.match(text) and mention.start < _WINDOW:
        return "căn cứ"
    return _MENTIONED


def _reference(item: _Gathered) -> Reference:
    number = item.first.number
    return Reference(
        number=number,
        type=item.type or item.first.type,
        date=item.day,
        issuer=item.issuer,
        numbered=number is not None,
        name=item.name,
        short_name=item.short_name,
        role=item.role,
        spans=tuple(item.spans),
        provisions=tuple(item.provisions),
    )


def _is_own_name(item: _Gathered, document: DocumentInfo) -> bool:
    return item.first.number is None and bool(document.title) and item.name == document.title


def _key(words: str) -> str:
    return re.sub(r"\s+", "", words).casefold()
