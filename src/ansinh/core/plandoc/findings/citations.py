"""Instruments the plan cites: their days, sessions and titles, one mention against the others."""

from __future__ import annotations

import difflib
import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ansinh.core.plandoc.findings.plan import Plan
from ansinh.core.plandoc.findings.registry import Hit, rule
from ansinh.core.plandoc.findings.words import cut, spelled
from ansinh.core.plandoc.source import Span
from ansinh.core.text import make_date, read_roman, write_date

_NUMBER = re.compile(
    r"(?<![\w/.-])(?P<number>\d{1,5}(?:/(?P<year>(?:19|20)\d\d))?\s?[-/]\s?[A-ZĐ][A-Za-zĐđ]{0,4}(?:\s?[-/]\s?[A-ZĐ][A-Za-zĐđƯư]{0,7}){1,3})(?![\w])"
)
_DATE = re.compile(
    r"\s{0,4},?\s{0,4}ngày\s{1,9}(?:(?P<d1>\d{1,2})\s*[/.-]\s*(?P<m1>\d{1,2})\s*[/.-]\s*(?P<y1>\d{4})"
    r"|(?P<d2>\d{1,2})\s+tháng\s+(?P<m2>\d{1,2})\s+năm\s+(?P<y2>\d{4}))",
    re.IGNORECASE,
)
_ISSUER = re.compile(
    r"\s{0,4},?\s{0,4}(?:\([^)\n]{0,80}\)\s{0,4})?của\s+(?P<issuer>[^;.(),“”\n]{3,140}?)(?=\s+(?i:về|thực hiện|ban hành|quy định|phê duyệt|triển khai)\b|[;.(),“”\n]|$)"
)
_TITLE = re.compile(
    r"\s{0,4}(?:\([^)\n]{0,80}\)\s{0,4})?(?:,\s{0,4})?(?:về(?: việc)?)\s+(?P<title>[^;.(“”\n]{15,300})", re.IGNORECASE
)
_SESSION = re.compile(r"kh(?:óa|oá)\s+(?P<term>[IVX]+)\b", re.IGNORECASE)
_TERMS = {
    8: (date(1996, 6, 28), date(2001, 4, 22)),
    9: (date(2001, 4, 19), date(2006, 4, 25)),
    10: (date(2006, 4, 18), date(2011, 1, 19)),
    11: (date(2011, 1, 12), date(2016, 1, 28)),
    12: (date(2016, 1, 20), date(2021, 2, 1)),
    13: (date(2021, 1, 25), date(2026, 1, 31)),
    14: (date(2026, 1, 19), date(2031, 12, 31)),
}
_KIND = re.compile(
    r"(?:Kế hoạch|Chương trình(?: hành động)?|Nghị quyết|Nghị định|Chỉ thị|Quyết định|Kết luận|Thông tư|Đề án)\s+(?:số\s*:?\s*)?$"
)
_LOCAL = re.compile(r"(?:TU|HU|ThU|UBND|HĐND|TTHU)$")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an instrument is cited: number, and what follows it."""

    number: str
    key: str
    year: int | None
    start: int
    end: int
    day: date | None
    dated: str | None
    date_span: Span
    issuer: str | None
    title: str | None
    tail: str


def mentions(plan: Plan) -> tuple[Mention, ...]:
    """Return every citation by number in the running text, in order."""
    return _mentions(plan.flow)


@lru_cache(maxsize=2)
def _mentions(flow: str) -> tuple[Mention, ...]:
    found = []
    for match in _NUMBER.finditer(flow):
        number = re.sub(r"\s", "", match["number"])
        if len(re.split(r"[-/]", number)) < 3:
            continue
        at = match.end()
        when = _DATE.match(flow, at)
        day = dated = None
        if when:
            parts = (when["y1"] or when["y2"], when["m1"] or when["m2"], when["d1"] or when["d2"])
            day, dated, at = make_date(*map(int, parts)), when.group().strip(" ,"), when.end()
        issuer = _ISSUER.match(flow, at)
        tail_at = issuer.end() if issuer else at
        title = _TITLE.match(flow, tail_at) or _TITLE.match(flow, at)
        found.append(
            Mention(
                number,
                number.lower().replace("đ", "d"),
                int(match["year"]) if match["year"] else None,
                match.start("number"),
                at,
                day,
                dated,
                Span(when.start() + len(when.group()) - len(when.group().lstrip(" ,")), when.end())
                if when
                else Span(0, 0),
                " ".join(issuer["issuer"].split()) if issuer else None,
                " ".join(title["title"].split()) if title else None,
                flow[at : at + 260].split("\n")[0],
            )
        )
    return tuple(found)


def is_own(plan: Plan, mention: Mention) -> bool:
    """Return whether the mention is of the plan itself."""
    own = plan.reading.document.number
    return bool(own) and mention.key == re.sub(r"\s", "", own or "").lower().replace("đ", "d")


@rule("vien-dan.ngay-sai", severity="high", title="Ngày của văn bản viện dẫn không thể đúng")
def impossible_citation_date(plan: Plan) -> Iterator[Hit]:
    """A day after the plan's own, in another year than the number says, or not in the calendar."""
    issued = plan.reading.document.issued_on
    cited = [m for m in mentions(plan) if m.dated and not is_own(plan, m)]
    later = sum(m.day is not None and issued is not None and m.day > issued for m in cited)
    # Where most of what is cited is later than the plan, it is the plan's own day that was misread.
    if later > 2 and later * 2 > len(cited):
        issued = None
    for mention in cited:
        wrong = []
        if mention.day is None:
            wrong.append("ngày này không có trong lịch")
        else:
            if mention.year and mention.day.year != mention.year:
                wrong.append(f"số hiệu mang năm {mention.year} mà ngày ghi năm {mention.day.year}")
            if issued and mention.day > issued:
                wrong.append(f"sau ngày ban hành của chính kế hoạch ({write_date(issued)})")
        if wrong:
            better = (
                mention.day.replace(year=mention.year) if _can_move(mention) and mention.day and mention.year else None
            )
            yield Hit(
                f"{plan.where(mention.start)} (văn bản {mention.number})",
                mention.dated or "",
                f"Ngày của văn bản số {mention.number} không thể đúng: {'; '.join(wrong)}.",
                f"ngày {write_date(better)}" if better else "Đối chiếu với văn bản gốc.",
                None,
                (mention.date_span,),
            )


def _can_move(mention: Mention) -> bool:
    return mention.day is not None and not (mention.day.month == 2 and mention.day.day == 29)


@rule("vien-dan.hai-ngay", severity="medium", title="Một văn bản viện dẫn với hai ngày khác nhau")
def two_dates(plan: Plan) -> Iterator[Hit]:
    """The same number with two days of issue; the rarer one is probably wrong."""
    groups: dict[str, list[Mention]] = {}
    for mention in mentions(plan):
        if mention.day is not None:
            groups.setdefault(f"{mention.key} {_level(mention)}", []).append(mention)
    for group in groups.values():
        days = Counter(mention.day for mention in group)
        if len(days) < 2:
            continue
        usual = days.most_common(1)[0][0]
        odd = next(mention for mention in group if mention.day != usual)
        yield Hit(
            f"{plan.where(odd.start)} (văn bản {odd.number})",
            f"{odd.number} {odd.dated}",
            f"Chỗ khác ghi văn bản này ngày {write_date(usual) if usual else '?'}: một trong hai ngày sai.",
            f"ngày {write_date(usual)}" if usual else None,
            None,
            tuple(mention.date_span for mention in group[:10]),
        )


def _level(mention: Mention) -> str:
    """Return whose series of numbers it is: two communes may both have a plan no. 5."""
    return spelled((mention.issuer or "").split(" ")[0]) if _LOCAL.search(mention.number) else ""


@rule("vien-dan.sai-khoa", severity="medium", title="Khóa của Đảng không khớp với ngày văn bản")
def wrong_session(plan: Plan) -> Iterator[Hit]:
    """A resolution of 2018 said to be of the XIII Central Committee, which sat from 2021."""
    for mention in mentions(plan):
        if mention.day is None or not mention.number.upper().endswith("TW"):
            continue
        session = _SESSION.search(mention.issuer or "") or _SESSION.match(
            (mention.tail[len(mention.issuer or "") :]).lstrip(" (")
        )
        term = read_roman(session["term"]) if session else None
        if term not in _TERMS or _TERMS[term][0] <= mention.day <= _TERMS[term][1]:
            continue
        right = next((t for t, (start, end) in _TERMS.items() if start <= mention.day <= end), None)
        roman = {8: "VIII", 9: "IX", 10: "X", 11: "XI", 12: "XII", 13: "XIII", 14: "XIV"}
        yield Hit(
            plan.where(mention.start),
            " ".join(plan.flow[mention.start : mention.end].split()) + f" của {mention.issuer}",
            f"Sai khóa: văn bản ban hành năm {mention.day.year}"
            + (f" thuộc khóa {roman[right]}" if right else "")
            + f", không phải khóa {roman[term]}.",
            f"khóa {roman[right]}" if right else None,
            None,
            (Span(mention.start, mention.end),),
        )


@rule("vien-dan.cung-ngay", severity="medium", title="Văn bản thực hiện và văn bản gốc cùng ngày hoặc ngược thứ tự")
def child_with_parent_date(plan: Plan) -> Iterator[Hit]:
    """A plan of a lower level that implements a resolution issued on the same day, or later."""
    every = mentions(plan)
    for child, parent in itertools.pairwise(every):
        if child.day is None or parent.day is None or child.key == parent.key or is_own(plan, child):
            continue
        between = plan.flow[child.end : parent.start]
        if len(between) > 160 or "\n" in between or ";" in between or not re.search(r"\bthực hiện\b", between):
            continue
        if child.day > parent.day or (child.day == parent.day and (child.issuer or "") == (parent.issuer or "")):
            continue
        later = child.day < parent.day
        yield Hit(
            plan.where(child.start),
            cut(_with_type(plan, child, parent), 260),
            (
                f"Văn bản {child.number} thực hiện văn bản {parent.number} nhưng lại ban hành "
                + ("trước nó" if later else f"cùng ngày {write_date(child.day)}")
                + ": một trong hai ngày đáng ngờ."
            ),
            "Đối chiếu ngày với văn bản gốc.",
            None,
            (Span(child.start, parent.end),),
        )


def _with_type(plan: Plan, child: Mention, parent: Mention) -> str:
    before = plan.flow[max(child.start - 40, 0) : child.start]
    kind = _KIND.search(before)
    start = child.start - (len(before) - kind.start() if kind else 0)
    tail = re.match(r"\s+của\s+[^\s“”,.;]+(?:\s[^\s“”,.;]+)?", plan.flow[parent.end : parent.end + 60])
    return " ".join(plan.flow[start : parent.end + (tail.end() if tail else 0)].split())


@rule("vien-dan.thieu-ngay", severity="medium", title="Văn bản viện dẫn không có ngày ban hành")
def citation_without_date(plan: Plan) -> Iterator[Hit]:
    """A number without a year and without a day anywhere: there is one such number every year."""
    every = mentions(plan)
    known = {m.key for m in every if m.dated}
    known |= {
        re.sub(r"\s", "", r.number).lower().replace("đ", "d") for r in plan.reading.references if r.number and r.date
    }
    if len(known) < 2:
        return
    seen: set[str] = set()
    for mention in every:
        if mention.key in known or mention.key in seen or is_own(plan, mention):
            continue
        seen.add(mention.key)
        if _SESSION.search(re.split(r"[;.]\s", mention.tail[:120])[0]) or re.match(
            r"\s*,?\s*năm\s+\d{4}", mention.tail
        ):
            continue
        before = _KIND.search(plan.flow[max(mention.start - 40, 0) : mention.start])
        kind = before.group() if before else ""
        issuer = f" của {mention.issuer}" if mention.issuer else ""
        yield Hit(
            plan.where(mention.start),
            cut(f"{kind}{mention.number}{issuer}", 120),
            f"Văn bản số {mention.number} không có ngày ban hành ở chỗ nào trong kế hoạch: khó tra cứu, dễ nhầm với văn bản "
            "cùng số của năm khác.",
            f"{mention.number} ngày …/…/…",
            None,
            (Span(mention.start, mention.end),),
            "low" if mention.year else None,
        )


@rule("vien-dan.sai-ten", severity="medium", title="Tên văn bản viện dẫn khác với chỗ khác")
def title_differs(plan: Plan) -> Iterator[Hit]:
    """The title of one instrument with a word lost or changed in one of its mentions."""
    groups: dict[str, list[tuple[Mention, tuple[str, ...]]]] = {}
    for mention in mentions(plan):
        if mention.title:
            bag = tuple(spelled(word) for word in re.findall(r"[^\W_]+", mention.title))[:14]
            if len(bag) >= 7:
                groups.setdefault(mention.key, []).append((mention, bag))
    for group in groups.values():
        counts = Counter(bag for _, bag in group)
        usual, times = counts.most_common(1)[0]
        if len(counts) < 2 or times < 2:
            continue
        for mention, bag in group:
            length = min(len(bag), len(usual))
            if bag[:length] == usual[:length] or bag[:2] != usual[:2]:
                continue
            steps = [
                s for s in difflib.SequenceMatcher(None, usual, bag, autojunk=False).get_opcodes() if s[0] != "equal"
            ]
            inner = [s for s in steps if s[2] < len(usual) and s[4] < len(bag)]
            if not inner or sum(max(s[2] - s[1], s[4] - s[3]) for s in inner) > 3 or counts[bag] * 2 > times:
                continue
            lost = " ".join(word for s in inner for word in usual[s[1] : s[2]])
            put = " ".join(word for s in inner for word in bag[s[3] : s[4]])
            what = (
                f"thiếu “{lost}”"
                if lost and not put
                else f"thừa “{put}”"
                if put and not lost
                else f"“{put}” thay cho “{lost}”"
            )
            printed = " ".join(plan.flow[mention.start : mention.end].split())
            right = next(m.title for m, b in group if b == usual)
            yield Hit(
                plan.where(mention.start),
                cut(f"{printed} về {mention.title}", 220),
                f"Tên văn bản số {mention.number} khác với {times} chỗ khác: {what}.",
                cut(f"về {right}", 200),
                None,
                (Span(mention.start, mention.end),),
            )


@rule("vien-dan.phu-luc-kem", severity="medium", title="Phụ lục ghi cơ quan ban hành, số hoặc ngày khác kế hoạch")
def annex_line_differs(plan: Plan) -> Iterator[Hit]:
    """ "(Kèm theo Kế hoạch số … của Chủ tịch …)" against the head of the plan."""
    document = plan.reading.document
    for match in re.finditer(
        r"\bKèm theo\s{1,4}(?:Kế hoạch|Quyết định|Chương trình)\s{1,4}số\s{0,4}:?\s{0,4}[^()\n]{5,200}\)?", plan.flow
    ):
        mention = _first_within(plan, match.start(), match.end())
        if mention is None or not document.number:
            continue
        if not is_own(plan, mention):
            if mention.number.split("-")[-1] == document.number.split("-")[-1] and match.group().count("Kế hoạch") == 1:
                note = f"Phụ lục ghi kèm theo số {mention.number}, kế hoạch mang số {document.number}."
                yield _annex_hit(plan, match, mention.number, note, document.number)
            continue
        if mention.day and document.issued_on and mention.day != document.issued_on:
            note = f"Phụ lục ghi {mention.dated}, kế hoạch ban hành ngày {write_date(document.issued_on)}."
            yield _annex_hit(plan, match, mention.dated or "", note, f"ngày {write_date(document.issued_on)}")
        issuer = mention.issuer or ""
        if issuer and document.issuer and ("chủ tịch" in issuer.lower()) != ("chủ tịch" in document.issuer.lower()):
            note = f"Kế hoạch do {document.issuer} ban hành, phụ lục lại ghi “của {issuer}”."
            yield _annex_hit(plan, match, f"của {issuer}", note, f"của {document.issuer}")


def _first_within(plan: Plan, start: int, end: int) -> Mention | None:
    every = mentions(plan)
    at = bisect_left(every, start, key=lambda mention: mention.start)
    return every[at] if at < len(every) and every[at].start < end else None


def _annex_hit(plan: Plan, match: re.Match[str], raw: str, note: str, suggestion: str) -> Hit:
    heads = re.findall(
        r"^[^\w\n]{0,20}PHỤ LỤC(?:\s+([IVX\d]{1,5}))?\b", plan.flow[: match.start()], re.MULTILINE | re.IGNORECASE
    )
    where = f"đầu Phụ lục {heads[-1]}".strip() if heads else "đầu phụ lục"
    return Hit(where, raw, note, suggestion, "document", (Span(match.start(), match.end()),))


RULES = (
    impossible_citation_date,
    two_dates,
    wrong_session,
    child_with_parent_date,
    citation_without_date,
    title_differs,
    annex_line_differs,
)
