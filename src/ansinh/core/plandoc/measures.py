"""What a sentence of goals states: each measure with its values, as stretches of the sentence.

The grammar is small. A quantity is a number with its unit and with the bound before or after it
("tối thiểu đạt 93%", "80% trở lên"). It stands either before what is measured ("100% hộ gia đình
được sử dụng nước sạch") or after it ("tỷ lệ thất nghiệp chung dưới 3%"). Parts that are left out
("cấp trung học cơ sở đạt 95%", "94,8% hộ ở thành thị và 65% hộ ở nông thôn được …") are taken from
the neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from ansinh.core.plandoc.clauses import Stretch, brackets, label_end, sentences, split_outside, without_brackets
from ansinh.core.plandoc.lexicon import lexicon
from ansinh.core.plandoc.measure_lists import by_place, in_turn, in_turn_by_year, past_lead_in, under_topic
from ansinh.core.plandoc.measure_names import (
    capital,
    clean_name,
    dimension,
    first_noun,
    has_state,
    heads,
    outcome_object,
)
from ansinh.core.plandoc.measure_parts import SHARE, Measure, Stated, add_measures, finish_measures, shift_measure
from ansinh.core.plandoc.quantities import Quantity, find_quantities, find_years, per_base
from ansinh.core.plandoc.values import Value
from ansinh.core.text.unicode import squeeze

Words = Literal["all", "states", "none"]
"""Which targets without a number count: outcomes and states, states only ("thuộc nhóm cao"), or none."""

_LONGEST = 4_000
"""A longer clause is no clause of a plan; it is not searched."""
_JOIN = re.compile(r"(?:,|;|:|\bvà\b|\bcùng\b|\bhoặc\b|\btrong đó\b|\briêng\b|[-–+•*]|\s)+$", re.IGNORECASE)
_JOINED = re.compile(
    r"(?:(?:,|;|\bvà|\bcùng với|\btrong đó|(?<!\bso )(?<!\bđối )(?<!phù hợp )\bvới(?: sự tham gia của)?)\s*)$",
    re.IGNORECASE,
)
_LINKS = re.compile(r"(?:[\s,;:+•*]|[-–](?=\s)|(?:và|đồng thời|riêng|trong đó)(?!\w))+", re.IGNORECASE)
_UPWARD_INSIDE = re.compile(r"\s+(?:trở lên|trở xuống)(?!\w)", re.IGNORECASE)
_MOVES = re.compile(r"(?:giảm|tăng|nâng|hạ|kéo giảm|đưa)\s+", re.IGNORECASE)
_TO_LEVEL = re.compile(r"(?<!\w)(?:còn|xuống|lên|đạt|đến|dưới|trên)(?!\w)", re.IGNORECASE)
_CHANGE = re.compile(
    r"(?<!\w)(tăng(?: thêm)?|giảm|thêm)\s+(?:(?:bình quân|khoảng|trên|từ|ít nhất|tối thiểu|dưới|hơn)\s+)*$",
    re.IGNORECASE,
)
_EACH = re.compile(r",\s+(?:(?:bảo đảm|đảm bảo|trong đó)\s+)?mỗi\s[^;]{2,90}$", re.IGNORECASE)
_ON_AVERAGE = re.compile(r"(?<!\w)(?:bình quân|trung bình)(?: (?:mỗi|hằng|hàng) năm)?$|(?<!\w)mỗi năm$", re.IGNORECASE)
_NOUN_BEFORE_YEAR = re.compile(r"(?:\s(?!(?:và|hoặc|lên|xuống|trong|so)(?!\w))[^\W\d_]+){0,4}[\s(]*")
_OPEN_VERB = re.compile(r"(?:cho|với|của|được|thêm|mới|ít nhất|khoảng)$", re.IGNORECASE)
_ASIDE = re.compile(
    r"\s*(?:năm 20|hiện|tương đương|toàn quốc|cả nước|trung ương|theo|kế hoạch|chỉ tiêu|so với|nghị quyết|tức)",
    re.IGNORECASE,
)
_PART_AFTER = re.compile(r"[,;]?\s*trong đó,?\s+", re.IGNORECASE)
_TWO_WORDS = re.compile(r"\w+ \w+")
_NOUN = re.compile(
    r"\s(?!(?:trở lên|trở xuống|vào|năm|trong|và|đến|tới|so với|trên tổng|hoặc|mỗi|hằng|hàng|theo|giai đoạn|tại|ở|cho|với|của|nhằm|để)(?!\w))[^\W\d_]",
    re.IGNORECASE,
)
_SCOPE = re.compile(r"\s+(?:ở|tại|đối với|trên địa bàn)\s[^,;.()0-9]{3,80}?(?=\s*(?:[,;.]|\bvà\b|$))")
_REACHES = re.compile(r"(?<!\w)(?:đạt|là|còn|chiếm|lên|xuống)(?!\w)", re.IGNORECASE)
_MORE_NOUN = re.compile(r",?\s+[^\W\d_]")
_HAS = re.compile(r"(?<!\w)có(?!\w)", re.IGNORECASE)
_THOUSANDS = re.compile(r"^\s*(?:nghìn|ngàn|triệu)\s+", re.IGNORECASE)
_MEASURED = re.compile(
    r"(?:(?:triệu|tỷ|tỉ|nghìn|ngàn)\s)?(?:đồng|USD)|tuổi|năm|tháng|m2|m²|km|ha|cm|kg|lần|lít|kWh|điểm", re.IGNORECASE
)
_ONLY_HEAD = re.compile(r"t[ỷỉ] lệ|số lượng|số", re.IGNORECASE)
_SHORT = 3
_CUT = re.compile(r"\s*(?:[,;]|\bvà\b)")
_PART = re.compile(r"trong đó\s*[,:]?\s*", re.IGNORECASE)
_PURPOSE = re.compile(r"\s*[,;]?\s*(?:góp phần|nhằm|để|theo hướng|qua đó|từ đó)(?!\w).*$", re.IGNORECASE | re.DOTALL)


def read_measures(
    text: str,
    *,
    year: int | None = None,
    words: Words = "all",
    parent: str | None = None,
) -> tuple[Measure, ...]:
    """Return every measure that a paragraph of goals states, in order, with its values.

    ``year`` is the year of the heading; ``parent`` names the measure that a list parts ("Tỷ lệ hộ dùng
    nước sạch:" before "+ Thành thị: 95%"). Units and values stay as printed. Never raises.
    """
    found: list[Measure] = []
    before = Measure(parent, None, (), (0, 0), (0, 0)) if parent else None
    for start, end in sentences(text, label_end(text)):
        start, current, topic = past_lead_in(text, start, min(end, start + _LONGEST), year)
        for begin, stop in split_outside(text, start, end):
            if stop - begin > _LONGEST:
                continue
            # "…; (2) chiều cao …": the number of an item inside the paragraph is no value.
            begin += label_end(text[begin:stop])
            reader = _Clause(text[begin:stop], current, words, found[-1] if found else before)
            read = (shift_measure(measure, begin) for measure in reader.read())
            add_measures(found, [replace(measure, name=under_topic(measure.name, topic)) for measure in read])
            current = reader.leading_year or current
    return tuple(finish_measures(found))


class _Clause:
    """Reads one clause between semicolons; ``leading_year`` is a year it opens with."""

    def __init__(self, text: str, year: int | None, words: Words, prior: Measure | None) -> None:
        self.original = text
        self.start, self.end = 0, len(text)
        self.text = without_brackets(text, 0, len(text))
        self.year = year
        self.words = words
        self.prior = prior
        self.leading_year: int | None = None
        self.pending: list[Stated] = []
        self.years: list[int | None] = []

    def read(self) -> Iterator[Measure]:
        """Return the measures of the clause, those in its brackets after the one they stand behind."""
        asides = [
            stretch
            for stretch in brackets(self.original, self.start, self.end)
            if not _ASIDE.match(self.original, *stretch)
        ]
        for measure in self._plain():
            self.years = [*(self.years if not measure.name else []), *(one.year for one in measure.stated)]
            self.prior = measure
            yield measure
        for stretch in asides:
            if find_quantities(self.original, *stretch):
                inner = _Clause(self.original[slice(*stretch)], self.year, "none", self.prior)
                yield from (shift_measure(measure, stretch[0]) for measure in inner._plain())

    def _plain(self) -> Iterator[Measure]:
        text = self.text
        at = self._opening(self.start)
        quantities = find_quantities(text, at, self.end)
        if not quantities:
            yield from self._in_words(at, self.end)
            return
        i = 0
        while i < len(quantities):
            quantity = quantities[i]
            subject = self._without_aims(at, quantity.start)
            if subject[0] >= subject[1] or _ONLY_HEAD.fullmatch(text, *subject):
                stop, following = self._number_first(quantities, i)
                yield from self._counted(quantity, stop, self._clause_start(at))
                at = self._clause_start(stop)
                i = following
                continue
            stop = quantity.end
            shared = in_turn(text, quantities, i, subject)
            if shared:
                for name, one in shared:
                    stated = Stated(self._year(one, one.end), one.value, (one.start, one.end))
                    yield Measure(name, one.unit, (stated,), subject, (subject[0], one.end), dimension(name))
                i += len(shared)
                at = shared[-1][1].end
                continue
            yearly = in_turn_by_year(text, quantities, i, subject, self.years)
            if yearly:
                name = clean_name(text[slice(*yearly.subject)])
                stated_by_year = tuple(Stated(year, one.value, (one.start, one.end)) for year, one in yearly.values)
                at, i = stated_by_year[-1].stretch[1], i + len(yearly.values)
                name = capital(self._full_name(name))
                yield Measure(name, quantity.unit, stated_by_year, yearly.subject, (subject[0], at), dimension(name))
                continue
            if by_place(text, quantities, i, subject):
                yield from self._number_last(quantity, at, subject)
                i, at = i + 1, quantity.end
                continue
            if not quantity.percent and SHARE.match(text, *subject) and any(q.percent for q in quantities[i + 1 :]):
                # "tỷ lệ xã đạt 19 tiêu chí … đạt 80%": the first number belongs to the name.
                i += 1
                continue
            if self._names_itself(quantity, subject):
                stop, following = self._number_first(quantities, i)
                yield from self._done_to(quantity, subject, stop)
                at, i = stop, following
                continue
            if not self._is_subject(quantity, subject):
                i += 1
                continue
            if self._done_to_all(quantity, subject):
                # "hỗ trợ 100% hộ nghèo …"
                stop, following = self._number_first(quantities, i)
                if text[at : quantity.start].rstrip().endswith((",", ";")):
                    yield from self._in_words(*subject)
                yield from self._counted(quantity, stop, self._clause_start(at), text[slice(*subject)])
                at, i = self._clause_start(stop), following
                continue
            yield from self._number_last(quantity, at, subject)
            i += 1
            at = self._of_what(quantity, quantities[i].start if i < len(quantities) else self.end)
        tail = self._without_aims(at, self.end)
        if tail[1] - tail[0] > 20 and text[at : at + 1] in ",;":
            yield from self._in_words(*tail)

    # -- where things begin ------------------------------------------------

    def _opening(self, at: int) -> int:
        """Skip joins and a year at the beginning; the year holds for what follows."""
        while True:
            link = _LINKS.match(self.text, at, self.end)
            if link:
                at = link.end()
            years = find_years(self.text, at, self.end)
            if not years or self.text[at : years[0][0][0]].strip(" ,").lower() not in (
                "",
                "phấn đấu",
                "mục tiêu",
                "giai đoạn",
            ):
                return at
            self.leading_year = self.year = years[0][1]
            at = years[0][0][1]

    def _clause_start(self, at: int) -> int:
        link = _LINKS.match(self.text, at, self.end)
        return link.end() if link else at

    def _without_aims(self, start: int, end: int) -> Stretch:
        """Return the stretch without joins, years and words of will at its beginning, blanks at its end."""
        at = start
        while at < end:
            before = at
            for pattern in (_LINKS, lexicon().aims):
                match = pattern.match(self.text, at, end)
                if match:
                    at = match.end()
            years = find_years(self.text, at, end)
            if years and not self.text[at : years[0][0][0]].strip(" ,"):
                at = years[0][0][1]
            if at == before:
                break
        while end > at and self.text[end - 1] in " \t\xa0,;:.":
            end -= 1
        return at, end

    # -- number before what it counts ---------------------------------------

    def _number_first(self, quantities: list[Quantity], i: int) -> tuple[int, int]:
        """Return where the measure that quantity ``i`` opens ends, and which quantity comes next."""
        text, head = self.text, lexicon().head
        for j in range(i + 1, len(quantities)):
            gap_start, gap_end = quantities[i].end, quantities[j].start
            gap = self._gap_end(gap_start, gap_end)
            joined = _JOINED.search(text, max(gap_start, gap - 30), gap)
            if joined:
                return joined.start(), j
            part = _PART_AFTER.search(text, gap_start, gap_end) or _EACH.search(text, gap_start, gap_end)
            if part:
                return part.start(), j
            split = self._split_at_head(gap_start, gap_end, "(?:,|;|\\bvà)\\s+")
            if split is not None and head.match(text, split[1]):
                return split[0], j
        return self.end, len(quantities)

    def _gap_end(self, start: int, end: int) -> int:
        """Return where the words end that stand between two quantities, words of will and years not counted."""
        gap = self.text[start:end]
        for match in re.finditer(r"(?:,|;|\bvà)\s+", gap):
            at, stop = self._without_aims(start + match.end(), end)
            if at >= stop:
                return start + match.end()
        return end

    def _split_at_head(self, start: int, end: int, join: str) -> tuple[int, int] | None:
        found = None
        for match in re.finditer(join, self.text[start:end]):
            at, stop = self._without_aims(start + match.end(), end)
            if at < stop and lexicon().head.match(self.text, at):
                found = (start + match.start(), at)
                break
        return found

    def _of_what(self, quantity: Quantity, limit: int) -> int:
        """Return where the words end that say of what a share is ("đạt 95% dân số, …")."""
        if not _NOUN.match(self.text, quantity.end, limit):
            return quantity.end
        cut = _CUT.search(self.text, quantity.end, limit)
        return cut.start() if cut else quantity.end

    def _done_to_all(self, quantity: Quantity, subject: Stretch) -> bool:
        """Return whether something is done to a share of what follows: "hỗ trợ 100% hộ nghèo …"."""
        if not quantity.percent or quantity.verb or heads(self.text[slice(*subject)]):
            return False
        return bool(_NOUN.match(self.text, quantity.end, self.end))

    def _counted(self, quantity: Quantity, stop: int, clause_start: int, done: str = "") -> Iterator[Measure]:
        text = self.text
        begin = quantity.unit_end if quantity.percent or quantity.unit is None else quantity.unit_start
        raw_name = self._said(begin, stop)
        year = self._year(quantity, stop)
        value, end = quantity.value, quantity.end
        upward = _UPWARD_INSIDE.search(raw_name[:40]) if not quantity.percent else None
        if upward:
            raw_name = raw_name[: upward.start()] + raw_name[upward.end() :]
            end = max(end, begin + upward.end())
            value = quantity.reread(text[quantity.start : end])
        name = clean_name(raw_name)
        stated = Stated(year, value, (quantity.start, end))
        clause = (min(clause_start, quantity.start), stop)
        same_unit = self.prior is not None and self.prior.unit == quantity.unit and year != self._last_year(self.prior)
        unit_only = not quantity.percent and begin < stop and quantity.unit is not None and name == quantity.unit
        if unit_only and (same_unit or _MEASURED.match(name)):
            name = ""
        if not name or (quantity.percent and len(name) < 3):
            if self.prior is not None and year != self._last_year(self.prior):
                yield replace(self.prior, name="", stated=(stated,), clause=clause)
            elif self.prior is None:
                # "đến năm 2025 có 45%, đến năm 2030 có 60% lực lượng lao động …"
                self.pending.append(stated)
            return
        change = _CHANGE.search(text, max(self.start, quantity.number_start - 40), quantity.number_start)
        predicate = lexicon().predicate.match(name)
        if done and not lexicon().predicate.search(name):
            name, unit = capital(f"{clean_name(done)} {name}"), quantity.unit
        elif predicate and quantity.percent and self.prior is not None:
            first = lexicon().predicate.search(self.prior.name)
            name, unit = f"{self.prior.name[: first.start() if first else None].strip()} {name}", quantity.unit
        elif quantity.percent:
            share = "" if SHARE.match(name) else "Tỷ lệ "
            name = f"{change[1].capitalize()} {name}" if change else share + name
            unit = quantity.unit
        elif quantity.fraction:
            name, unit = f"{change[1].capitalize() if change else 'Phần'} {name}", None
        else:
            name, unit = "Số " + name, quantity.unit or first_noun(name)
        both = (*self.pending, stated)
        self.pending = []
        yield Measure(
            name, unit, both, (begin, stop), clause, dimension(name), counts=unit is not None and not quantity.percent
        )

    # -- number after what it measures ----------------------------------------

    def _is_subject(self, quantity: Quantity, subject: Stretch) -> bool:
        """Return whether the words before a number are what it measures, not the beginning of a phrase."""
        said = self.text[slice(*subject)]
        colon = ":" in self.text[subject[1] : quantity.start]
        if quantity.percent or quantity.verb or colon or lexicon().head.match(said):
            return quantity.unit is not None or bool(quantity.verb and heads(said))
        return quantity.unit is not None and bool(lexicon().elliptic.match(said) or _ON_AVERAGE.search(said))

    def _names_itself(self, quantity: Quantity, subject: Stretch) -> bool:
        """Return whether something is done to what is counted: "đào tạo nghề cho 5.000 lao động"."""
        said = self.text[slice(*subject)]
        if quantity.percent or quantity.unit is None or heads(said) or per_base(quantity.unit):
            return False
        if _OPEN_VERB.search(said):
            return True
        if _MEASURED.match(quantity.unit) or self._split_at_head(*subject, r",\s+"):
            return False
        return _REACHES.search(self.text, subject[1], quantity.number_start) is None and bool(
            _MORE_NOUN.match(self.text, quantity.end, self.end)
        )

    def _done_to(self, quantity: Quantity, subject: Stretch, stop: int) -> Iterator[Measure]:
        has = " có" if _HAS.search(self.text, subject[1], quantity.number_start) else ""
        counted = _THOUSANDS.sub("", self.text[quantity.unit_start : stop])
        name = clean_name(f"{self.text[slice(*subject)]}{has} {counted}").replace("/năm", "")
        stated = Stated(self._year(quantity, stop), quantity.value, (quantity.start, quantity.end))
        yield Measure(capital(name), quantity.unit, (stated,), subject, (subject[0], stop), dimension(name))

    def _number_last(self, quantity: Quantity, opening: int, subject: Stretch) -> Iterator[Measure]:
        start, end = subject
        split = None
        at = start
        while True:
            step = self._split_at_head(at, end, r",\s+")
            if step is None:
                break
            split, at = step, step[1]
        if split is not None and not (
            lexicon().head.match(self.text, start) and not has_state(self.text[start : split[0]])
        ):
            yield from self._in_words(opening, split[0])
            start = split[1]
        part = _PART.search(self.text, max(self.start, opening - 12), start) if split is None else None
        if part and not heads(self.text[start:end]) and self.prior is not None and heads(self.prior.name):
            start = part.end()
        said = self._said(start, max(end, quantity.start))
        year = self._year(quantity, quantity.end)
        stated = Stated(year, quantity.value, (quantity.start, quantity.end))
        name = self._full_name(said)
        change = _CHANGE.search(self.text, max(start, quantity.number_start - 40), quantity.number_start)
        moved = _MOVES.match(name)
        if (
            moved
            and lexicon().head.match(name, moved.end())
            and _TO_LEVEL.search(self.text, end, quantity.number_start)
        ):
            name = name[moved.end() :]
        elif change and not moved and change[1].lower() not in name.lower().split():
            name = f"{name} {change[1].lower()}"
        scope = _SCOPE.match(self.text, quantity.end, self.end) if quantity.percent else None
        if scope:
            name = squeeze(f"{name}{scope.group()}")
        measure = Measure(capital(name), quantity.unit, (stated,), (start, end), (start, quantity.end), dimension(name))
        self.prior = measure
        yield measure

    def _full_name(self, said: str) -> str:
        """Return the name; where its head is left out, with the head of the measure before it."""
        name = clean_name(said)
        prior = self.prior
        if prior is None or not prior.name or (heads(name) and not lexicon().elliptic.match(name)):
            return name
        if not prior.stated:
            return f"{prior.name} {name[:1].lower()}{name[1:]}"
        cut = self._contrasted(name, prior.name)
        if cut is not None:
            return f"{prior.name[:cut]}{name[:1].lower()}{name[1:]}"
        word = lexicon().elliptic.match(name) or _TWO_WORDS.match(name)
        if word is None:
            return self._under_topic(name, prior.name)
        same = list(re.finditer(rf"(?<!\w){re.escape(word.group())}(?!\w)", prior.name, re.IGNORECASE))
        if same and same[-1].start() > 0:
            return f"{prior.name[: same[-1].start()]}{name[:1].lower()}{name[1:]}"
        if lexicon().elliptic.match(name) and heads(prior.name):
            return f"{prior.name} {name[:1].lower()}{name[1:]}"
        return self._under_topic(name, prior.name)

    def _under_topic(self, name: str, prior: str) -> str:
        """Return the name under the topic of the one before it ("Tỷ lệ tham gia: BHXH …, BHTN …")."""
        topic, colon, _ = prior.partition(": ")
        if colon and heads(topic):
            return f"{topic}: {name}"
        mine, theirs = name.split(), prior.split()
        if heads(prior) and 1 < len(mine) <= _SHORT and len(theirs) > len(mine) + 1 and mine[-1] == theirs[-1]:
            # "Tỷ lệ nữ thạc sĩ đạt 50%, tiến sĩ đạt 30%"
            return " ".join([*theirs[: -len(mine)], *mine])
        return name

    def _contrasted(self, name: str, prior: str) -> int | None:
        """Return where in the name before it stands the word against which this name begins ("nam" and "nữ")."""
        for words in lexicon().contrasts:
            if any(word.match(name) for word in words):
                places = [match.start() for word in words for match in word.finditer(prior)]
                return max(places) if places and max(places) > 0 else None
        return None

    def _said(self, start: int, end: int) -> str:
        """Return the words of a name; brackets without a quantity belong to it ("(HDI)")."""
        said = self.original[start:end]
        if "(" in said and (said.count("(") != said.count(")") or find_quantities(self.original, start, end)):
            return self.text[start:end]
        return said

    # -- outcomes in words ------------------------------------------------------

    def _in_words(self, start: int, end: int) -> Iterator[Measure]:
        if self.words == "none":
            return
        text, words = self.text, lexicon()
        at = self._clause_start(start)
        aim = re.compile(r"(?:(?:phấn đấu|tiếp tục|đồng thời|từng bước)\s+)+", re.IGNORECASE).match(text, at, end)
        verb_at = aim.end() if aim else at
        said = text[verb_at:end]
        if words.not_outcome.match(said):
            return
        outcome = words.outcome.match(said) if self.words == "all" else None
        if outcome is None and not has_state(said):
            return
        stop = verb_at + len(_PURPOSE.sub("", said).rstrip(" ,;.:"))
        if stop - verb_at < 12:
            return
        raw = squeeze(self.original[at:stop])
        name = clean_name(outcome_object(self.original[verb_at:stop])) or raw
        value = Value(raw, "qualitative", qualitative=raw)
        stated = Stated(self._year_in(at, stop), value, (at, stop))
        yield Measure(capital(name), None, (stated,), (verb_at, stop), (at, stop), dimension(name))

    # -- years ----------------------------------------------------------------

    def _year(self, quantity: Quantity, stop: int) -> int | None:
        after = find_years(self.text, quantity.end, min(stop if stop > quantity.end else quantity.end + 40, self.end))
        if stop <= quantity.end:
            after = [y for y in after if _NOUN_BEFORE_YEAR.fullmatch(self.text, quantity.end, y[0][0])]
        if after:
            return after[0][1]
        before = find_years(self.text, self.start, quantity.start)
        return before[-1][1] if before else self.year

    def _year_in(self, start: int, stop: int) -> int | None:
        years = find_years(self.text, start, stop)
        return years[-1][1] if years else self.year

    def _last_year(self, measure: Measure) -> int | None:
        return measure.stated[-1].year if measure.stated else None
