"""Typing errors, found by what Vietnamese allows, by the field's terms and by the plan's own words."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from ansinh.core.plandoc.findings.plan import Plan, Tokens
from ansinh.core.plandoc.findings.registry import Hit, rule
from ansinh.core.plandoc.findings.syllables import is_syllable, loanwords
from ansinh.core.plandoc.findings.words import bare, cut, listed, spelled, words
from ansinh.core.plandoc.source import Span

_RARE = 3
_MANY = 8
_PATIENCE = 300
_STRETCH = 60_000
_AGENCY_WORD = frozenset(["sở", "phòng", "ban", "bộ", "ubnd", "ủy", "các", "trung", "công", "hội"])
_OF_NAMES = ("Thương binh", "Thông tin", "Kế hoạch", "Hạ tầng", "Truyền hình")
_SAME = frozenset(map(frozenset, (("hàng", "hằng"), ("mãn", "mạn"), ("dầu", "dẫu"), ("giữ", "gìn"))))
_ETH = re.compile(r"[Ðð]\w*")
_LETTERS = re.compile(r"[a-zà-ỹđ]*[à-ỹđ][a-zà-ỹđ]*")


def _span(tokens: Tokens, first: int, last: int) -> Span:
    return Span(tokens.start[first], tokens.end[last])


@lru_cache(maxsize=1)
def _terms() -> tuple[dict[tuple[str, ...], tuple[str, ...]], int]:
    """Return the right spelling of each term by its letters without marks, and the longest term."""
    terms: dict[tuple[str, ...], tuple[str, ...]] = {}
    for line in listed("terms.txt"):
        right = words(line)
        terms.setdefault(tuple(map(bare, right)), right)
    return terms, max(map(len, terms))


@lru_cache(maxsize=1)
def _known_pairs() -> frozenset[tuple[str, str]]:
    pairs: set[tuple[str, str]] = set()
    for name in ("known_words.txt", "terms.txt"):
        for line in listed(name):
            right = words(line)
            pairs.update(itertools.pairwise(right))
    return frozenset(pairs)


@rule("chinh-ta.thuat-ngu", severity="medium", title="Gõ sai dấu trong thuật ngữ")
def term_misspelt(plan: Plan) -> Iterator[Hit]:
    """ "01 được sỹ", "tống thế": the letters of a term of the field with other marks."""
    terms, longest = _terms()
    firsts = {key[0] for key in terms}
    known = _known_pairs()
    tokens = plan.tokens
    found: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    taken = -1
    for at, first in enumerate(tokens.bare):
        if first not in firsts or at <= taken:
            continue
        for size in range(min(longest, len(tokens.bare) - at), 1, -1):
            right = terms.get(tuple(tokens.bare[at : at + size]))
            if right is None or any(g in "|-;" and g for g in tokens.gap[at + 1 : at + size]):
                continue
            printed = tuple(tokens.spelled[at : at + size])
            taken = at + size - 1
            if printed != right and not _same(printed, right) and not _cuts(tokens, at, size, known):
                found.setdefault(printed, []).append((at, size))
            break
    for printed, places in found.items():
        if len(places) > _RARE:
            continue
        right = terms[tuple(map(bare, printed))]
        for at, size in places:
            span = _around_number(plan, _span(tokens, at, at + size - 1))
            yield Hit(
                plan.where(span.start),
                " ".join(span.of(plan.flow).split()),
                f"Gõ sai dấu: “{' '.join(printed)}”, phải là “{' '.join(right)}”.",
                " ".join(right),
                None,
                (_span(tokens, at, at + size - 1),),
            )


def _around_number(plan: Plan, span: Span) -> Span:
    """Return the span with the number before and the "/10.000 dân" after it, so that a target is quoted whole."""
    before = re.search(r"\d[\d.,]*\s+$", plan.flow[max(span.start - 12, 0) : span.start])
    after = re.match(r"\s?/\s?\d[\d.]*\s+dân", plan.flow[span.end : span.end + 20])
    start = span.start - (len(before.group()) if before else 0)
    return Span(start, span.end + (after.end() if after else 0))


def _same(printed: tuple[str, ...], right: tuple[str, ...]) -> bool:
    different = [frozenset(pair) for pair in zip(printed, right, strict=True) if pair[0] != pair[1]]
    # "định kỳ", "định kì": i and y are both right inside longer words too.
    return all(pair in _SAME or len({w.translate(_I_FOR_Y) for w in pair}) == 1 for pair in different)


_I_FOR_Y = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")


def _cuts(tokens: Tokens, at: int, size: int, known: frozenset[tuple[str, str]]) -> bool:
    """Return whether a short window only seems a term because it cuts through other words."""
    if size > 2:
        return False
    before = at > 0 and not tokens.gap[at] and (tokens.spelled[at - 1], tokens.spelled[at]) in known
    last = at + size - 1
    after = last + 1 < len(tokens.spelled) and not tokens.gap[last + 1]
    return before or (after and (tokens.spelled[last], tokens.spelled[last + 1]) in known)


@rule("chinh-ta.khac-cho-khac", severity="medium", title="Gõ sai dấu so với chỗ khác trong kế hoạch")
def unlike_the_rest(plan: Plan) -> Iterator[Hit]:
    """Four words that stand elsewhere in the plan with one mark different; the rarer word is the error."""
    tokens = plan.tokens
    for begin in range(0, len(tokens.bare), _STRETCH):
        yield from _unlike(plan, tokens, begin, min(begin + _STRETCH, len(tokens.bare)))


def _unlike(plan: Plan, tokens: Tokens, begin: int, end: int) -> Iterator[Hit]:
    forms: dict[tuple[str, ...], dict[tuple[str, ...], int]] = {}
    counts: Counter[tuple[str, ...]] = Counter()
    single = Counter(tokens.spelled[begin:end])
    for at in range(begin, end - 3):
        if "|" in tokens.gap[at + 1 : at + 4]:
            continue
        form = tuple(tokens.spelled[at : at + 4])
        counts[form] += 1
        if counts[form] == 1:
            forms.setdefault(tuple(tokens.bare[at : at + 4]), {})[form] = at
    told: set[int] = set()
    for group in forms.values():
        if len(group) != 2:
            continue
        one, other = sorted(group, key=lambda f: counts[f])
        different = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
        if len(different) != 1 or counts[one] > 1 or _same(one, other):
            continue
        wrong, right = different[0]
        if not 0 < one.index(wrong) < 3:
            continue
        if single[right] < single[wrong]:
            one, other, wrong, right = other, one, right, wrong
        if (
            not wrong.isalpha()
            or tokens.start[group[one]] > plan.end
            or single[wrong] > 2
            or single[right] < 5 * single[wrong]
            or counts[one] > 2
        ):
            continue
        at = group[one] + one.index(wrong)
        if at in told:
            continue
        told.add(at)
        first, last = max(group[one], at - 2), min(at + 2, len(tokens.start) - 1)
        span = _span(tokens, first, last)
        yield Hit(
            plan.where(tokens.start[at]),
            " ".join(span.of(plan.flow).split()),
            f"Gõ sai dấu: “{wrong}”, chỗ khác trong kế hoạch viết “{' '.join(other)}”.",
            right,
            None,
            (_span(tokens, at, at),),
        )


@rule("chinh-ta.lap-tu", severity="medium", title="Lặp từ")
def words_doubled(plan: Plan) -> Iterator[Hit]:
    """ "Các sở, Các sở, ngành", "Sở Y tế Sở Y tế": one to six words said twice in a row."""
    tokens = plan.tokens
    meant = frozenset(map(spelled, listed("doubled_words.txt")))
    at, total, budget = 0, len(tokens.spelled), _PATIENCE
    while at < total - 1:
        size = next((n for n in range(6, 0, -1) if _twice(tokens, at, n, meant)), 0)
        if size == 1:
            # Looking round each word that is said twice is dear; a text made of such words is none.
            budget -= 1
            size = 0 if budget < 0 or _no_error(plan, at) else 1
        if not size or tokens.start[at] > plan.end:
            at += 1
            continue
        agency = tokens.spelled[at] in _AGENCY_WORD and size >= 2
        span = _span(tokens, at, at + 2 * size - 1)
        once = " ".join(_span(tokens, at + size, at + 2 * size - 1).of(plan.flow).split())
        whole = _cell(plan, span) if agency else span
        yield Hit(
            plan.where(span.start) + (", cơ quan" if agency else ""),
            " ".join(whole.of(plan.flow).split()),
            f"Lặp {'tên cơ quan' if agency else 'từ'} “{once}”.",
            once,
            None,
            (span,),
        )
        at += 2 * size


def _no_error(plan: Plan, at: int) -> bool:
    """Return whether one word ends and the next begins alike ("hành vi vi phạm"), or it is a name."""
    tokens = plan.tokens
    if plan.flow[tokens.start[at]].isupper() and plan.flow[tokens.start[at + 1]].isupper():
        return True
    if at == 0 or at + 2 >= len(tokens.spelled):
        return False
    known = _known_pairs()
    before, after = tuple(tokens.spelled[at - 1 : at + 1]), tuple(tokens.spelled[at + 1 : at + 3])
    if before in known or after in known:
        return before in known and after in known
    stretch = tokens.spelled[max(at - 20_000, 0) : at + 20_000]
    pairs = Counter(itertools.pairwise(stretch))
    return pairs[before[0], before[1]] > 1 and pairs[after[0], after[1]] > 1


def _cell(plan: Plan, span: Span) -> Span:
    """Return the whole line round a name where the line is short, as in the cell of a table."""
    start = plan.flow.rfind("\n", 0, span.start) + 1
    end = plan.flow.find("\n", span.end)
    end = len(plan.flow) if end < 0 else end
    return Span(start, end) if end - start < 90 else span


def _twice(tokens: Tokens, at: int, size: int, meant: frozenset[str]) -> bool:
    spelt, gaps = tokens.spelled, tokens.gap
    if at + 2 * size > len(spelt) or spelt[at] != spelt[at + size]:
        return False
    if spelt[at : at + size] != spelt[at + size : at + 2 * size]:
        return False
    if size == 1:
        word = spelt[at]
        return not gaps[at + 1] and word.isalpha() and len(word) > 1 and word not in meant
    inside = gaps[at + 1 : at + 2 * size]
    # "đào tạo, đào tạo lại" goes on; "Các sở, Các sở, ngành" begins a name again.
    if inside[size - 1] in (",", ";") and spelt[at] not in _AGENCY_WORD:
        return False
    if any(gap in ("-", "|", ";") for k, gap in enumerate(inside) if k != size - 1 or gap != ";") or any(
        not word.isalpha() for word in spelt[at : at + size]
    ):
        return False
    return len(set(spelt[at : at + size])) > 1


@rule("chinh-ta.lap-gan-giong", severity="medium", title="Lặp từ, một lần sai dấu")
def nearly_doubled(plan: Plan) -> Iterator[Hit]:
    """ "trở thành thanh thành phố": a word begun, then typed again with its mark."""
    tokens, known = plan.tokens, _known_pairs()
    spelt, plain = tokens.spelled, tokens.bare
    pairs: Counter[tuple[str, str]] | None = None
    for at in range(1, len(spelt) - 2):
        if plain[at] != plain[at + 1] or spelt[at] == spelt[at + 1] or tokens.gap[at + 1] or tokens.gap[at + 2]:
            continue
        if len(plain[at]) < 3 or (spelt[at + 1], spelt[at + 2]) not in known or (spelt[at - 1], spelt[at]) in known:
            continue
        if pairs is None:
            pairs = Counter(itertools.pairwise(spelt))
        if pairs[spelt[at - 1], spelt[at]] > 1 or pairs[spelt[at], spelt[at + 1]] > 1:
            continue
        first = max(at - 2, 0)
        span = _span(tokens, first, at + 2)
        yield Hit(
            plan.where(tokens.start[at]),
            " ".join(span.of(plan.flow).split()),
            f"Thừa chữ “{spelt[at]}” trước “{spelt[at + 1]} {spelt[at + 2]}”.",
            f"{spelt[at + 1]} {spelt[at + 2]}",
            None,
            (_span(tokens, at, at + 1),),
        )


@rule("chinh-ta.cum-tu", severity="medium", title="Thiếu hoặc sai chữ trong cụm từ cố định")
def set_phrase_broken(plan: Plan) -> Iterator[Hit]:
    """ "Chính sách pháp của Nhà nước": a set phrase with half a word lost or another word put in."""
    tokens = plan.tokens
    lost, changed = _phrase_index()
    spelt = tokens.spelled
    for at, word in enumerate(spelt):
        for broken, right in lost.get(word, ()):
            if tuple(spelt[at : at + len(broken)]) == broken and "|" not in tokens.gap[at + 1 : at + len(broken)]:
                yield _phrase_hit(plan, at, len(broken), right, "thiếu chữ")
        for pattern, hole, size, right in changed.get(word, ()):
            window = spelt[at : at + len(pattern)]
            if len(window) < len(pattern) or "|" in tokens.gap[at + 1 : at + len(pattern)]:
                continue
            if tuple(window[:hole]) != pattern[:hole] or tuple(window[hole + size :]) != pattern[hole + size :]:
                continue
            put, meant = window[hole : hole + size], pattern[hole : hole + size]
            if tuple(put) != meant and _like_onset(put[0], meant[0]) and put[1] != meant[1] and put[0] != meant[0]:
                yield _phrase_hit(plan, at, len(pattern), right, f"“{' '.join(put)}” thay cho “{' '.join(meant)}”")


def _like_onset(one: str, other: str) -> bool:
    return bare(one)[:2] == bare(other)[:2]


def _phrase_hit(plan: Plan, at: int, size: int, right: str, what: str) -> Hit:
    span = _span(plan.tokens, at, at + size - 1)
    return Hit(
        plan.where(span.start),
        " ".join(span.of(plan.flow).split()),
        f"Cụm từ {what}: thường viết “{right}”.",
        right,
        None,
        (span,),
    )


_Lost = dict[str, list[tuple[tuple[str, ...], str]]]
_Changed = dict[str, list[tuple[tuple[str, ...], int, int, str]]]


@lru_cache(maxsize=1)
def _phrase_index() -> tuple[_Lost, _Changed]:
    lost: _Lost = {}
    changed: _Changed = {}
    for line in listed("set_phrases.txt"):
        units = [tuple(map(spelled, unit.split("_"))) for unit in line.split()]
        flat = tuple(word for unit in units for word in unit)
        right = " ".join(flat)
        at = 0
        for number, unit in enumerate(units):
            if len(unit) == 2:
                for gone in (at, at + 1):
                    broken = flat[:gone] + flat[gone + 1 :]
                    if 0 < gone < len(flat) - 1 and len(broken) >= 5:
                        lost.setdefault(broken[0], []).append((broken, right))
                if 0 < number < len(units) - 1 and len(flat) >= 6:
                    changed.setdefault(flat[0], []).append((flat, at, 2, right))
            at += len(unit)
    return lost, changed


@rule("chinh-ta.am-tiet", severity="medium", title="Chữ không có trong tiếng Việt")
def impossible_syllable(plan: Plan) -> Iterator[Hit]:
    """A word with Vietnamese letters that no Vietnamese syllable can be ("nghành", "hoạtđộng")."""
    tokens = plan.tokens
    wrong: dict[str, list[int]] = {}
    for at, word in enumerate(tokens.spelled):
        if len(word) > 1 and _LETTERS.fullmatch(word) and not is_syllable(word) and word not in loanwords():
            wrong.setdefault(word, []).append(at)
    for word, places in wrong.items():
        at = places[0]
        if len(places) > 5 or tokens.start[at] > plan.end or not plan.flow[tokens.start[at] : tokens.end[at]].islower():
            continue
        span = _span(tokens, max(at - 1, 0), min(at + 1, len(tokens.start) - 1))
        yield Hit(
            plan.where(tokens.start[at]),
            cut(span.of(plan.flow), 80),
            f"“{word}” không phải một chữ tiếng Việt: gõ sai hoặc dính hai chữ.",
            None,
            None,
            tuple(_span(tokens, i, i) for i in places),
        )


@rule("chinh-ta.chu-d", severity="medium", title="Chữ Đ gõ bằng ký tự lạ")
def foreign_letter(plan: Plan) -> Iterator[Hit]:
    """The Icelandic Ð (U+00D0) looks like Đ, but no search for "Đảng" will find it."""
    places = list(_ETH.finditer(plan.flow))
    if places:
        yield Hit(
            "; ".join(dict.fromkeys(plan.where(m.start()) for m in places[:3])),
            places[0].group(),
            f"Ký tự Ð (U+00D0) thay cho Đ (U+0110) ở {len(places)} chỗ: tìm kiếm, so khớp chữ sẽ trượt.",
            places[0].group().replace("Ð", "Đ").replace("ð", "đ"),
            None,
            tuple(Span(m.start(), m.end()) for m in places[:20]),
        )


@rule("chinh-ta.ngoac-kep", severity="low", title="Ngoặc kép không cân")
def quotes_unbalanced(plan: Plan) -> Iterator[Hit]:
    """A closing quotation mark without an opening one, or the other way round."""
    at = 0
    for line in plan.flow.split("\n"):
        begin, at = at, at + len(line) + 1
        opened, closed, plain = line.count("“"), line.count("”"), line.count('"')
        if opened == closed and plain % 2 == 0:
            continue
        mark = "”" if closed > opened else "“" if opened > closed else '"'
        mixed = plain % 2 == 1 and (opened + closed) % 2 == 1
        place = line.find('"') if mixed else line.rfind(mark)
        begin_word, end_word = max(place - 30, 0), min(place + 31, len(line))
        piece = line[begin_word:end_word] if mark == "“" or mixed else line[begin_word : place + 1]
        lead = piece.find(" ") if begin_word else -1
        yield Hit(
            plan.where(begin + max(place, 0)),
            " ".join(piece[lead + 1 :].split()),
            "Ngoặc kép mở một kiểu, đóng kiểu khác."
            if mixed
            else f"Dấu “{mark}” không có dấu ngoặc kép đi cùng trong đoạn.",
            None,
            None,
            (Span(begin + place, begin + place + 1),) if place >= 0 else (),
        )


_SPACING = re.compile(
    r"(?:\b(?:19|20)\d\d(?:\s+[-–]|[-–]\s+)(?:19|20)\d\d\b)|(?:\b[^\W\d_]{2,20}\s[-–][^\W\d_]{2,20}\s[^\W\d_]{1,20})|(?:\b[^\W\d_]{2,20}[-–]\s[^\W\d_]{2,20}\s[^\W\d_]{1,20})"
    r"|(?:,\s?,)|(?:;\s?;)|(?:\b\d{1,5}[-/]\s[A-ZĐ]{2,4}[-/][A-ZĐ]{2,4}\b)"
)


@rule("chinh-ta.khoang-trang", severity="low", title="Khoảng trắng quanh gạch nối không đều, dấu câu lặp")
def spacing_uneven(plan: Plan) -> Iterator[Hit]:
    """ "2021 -2030", "42- NQ/TW", ",,": a name or period written so is not found by searching."""
    found = []
    for match in _SPACING.finditer(plan.flow):
        printed = " ".join(match.group().split())
        if "\n" in plan.text[match.start() : match.end()] or match.start() > plan.end:
            continue
        # "II- MỤC TIÊU" is a label; names of agencies are compared with each other elsewhere.
        if not re.match(r"[IVX]+\s?[-–]", printed) and not any(name in printed for name in _OF_NAMES):
            found.append(match)
    # Where it happens all over, one finding says so; a long list of trifles hides what matters.
    for match in found if len(found) <= _MANY else found[:1]:
        printed = " ".join(match.group().split())
        doubled = re.fullmatch(r"([,;])\s?\1", printed)
        before = plan.flow[max(match.start() - 60, 0) : match.start()].split("\n")[-1].split(" ")
        joined = "-" if re.match(r"\d{1,5}[-/]\s[A-ZĐ]", printed) else " - "
        yield Hit(
            plan.where(match.start()),
            " ".join((" ".join(before[-4:]) + match.group()).split()),
            ("Dấu câu lặp." if doubled else "Khoảng trắng quanh gạch nối không đều.")
            + (f" Có {len(found)} chỗ như vậy." if len(found) > _MANY else ""),
            printed[0] if doubled else re.sub(r"\s*[-–]\s*", joined, printed),
            None,
            tuple(Span(m.start(), m.end()) for m in (found[:40] if len(found) > _MANY else [match])),
        )


@rule("chinh-ta.lan-lon", severity="low", title="Một từ viết hai kiểu trong cùng văn bản")
def spelt_both_ways(plan: Plan) -> Iterator[Hit]:
    """ "Tỷ lệ" and "tỉ lệ", "hằng năm" and "hàng năm": searching for one misses the other."""
    pairs = [[form.strip() for form in line.split("|")] for line in listed("variants.txt")]
    every = "|".join(re.escape(form) for forms in pairs for form in forms)
    counts = Counter(re.findall(rf"(?<!\w)(?:{every})(?!\w)", plan.flow[: plan.end].lower()))
    mixed = [
        " / ".join(f"{form} ({counts[form]})" for form in forms if counts[form])
        for forms in pairs
        if sum(counts[form] > 0 for form in forms) > 1
    ]
    if mixed:
        yield Hit(
            "toàn văn",
            "; ".join(mixed),
            "Các từ này viết lẫn hai kiểu trong cùng văn bản; nên dùng một kiểu.",
        )


RULES = (
    spelt_both_ways,
    term_misspelt,
    unlike_the_rest,
    words_doubled,
    nearly_doubled,
    set_phrase_broken,
    impossible_syllable,
    foreign_letter,
    quotes_unbalanced,
    spacing_uneven,
)
