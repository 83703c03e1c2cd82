"""Quantities in running text: a number with its bound and unit, told apart from numbers that state nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from ansinh.core.plandoc.clauses import Stretch
from ansinh.core.plandoc.lexicon import lexicon
from ansinh.core.plandoc.values import Value, read_value

_NUMBER = r"[0-9]+(?:[.,][0-9]+)*"
_QUANTITY = re.compile(
    rf"(?<![\w/.,\-–])(?:[≥≤><]=?\s?)?(?P<first>{_NUMBER})(?P<range>\s?%?\s?(?:-|–|—|đến|tới)\s?(?P<second>{_NUMBER}))?(?![0-9])(?![A-ZĐ](?!\w))(?!\s?[-/](?:\s?[A-ZĐ]{{2,}}|(?!1[0.]+\s)[0-9]))"
)
_FRACTION = re.compile(
    r"(?<![\w/.,])(?P<part>[1-9])\s?/\s?(?P<whole>[1-9]|10)(?![0-9/.,])(?=\s+(?!(?:tháng|năm|nhóm|tiêu chí|chỉ tiêu)(?!\w))[^\W\d_])"
)
_NOT_MORE = re.compile(r"(?<!\w)không(?:\s+[^\W\d_]+){1,6}?\s+(?P<bound>quá|vượt quá|vượt)\s+$", re.IGNORECASE)
_YEAR = re.compile(
    r"(?:(?:đến|vào|trong|hết|tới|cho đến|tính đến)\s+)?(?:(?:hết|cuối)\s+)?(?:giai đoạn\s+(?:từ\s+(?:năm\s+)?)?(?:19|20)[0-9]{2}\s?(?:-|–|đến(?: năm)?)\s?(?P<end>20[0-9]{2})|năm\s+(?P<year>20[0-9]{2})(?:\s?-\s?(?P<last>20[0-9]{2}))?)(?![0-9/])",
    re.IGNORECASE,
)
_NOT_A_GOAL_YEAR = re.compile(
    r"(?:so với|từ|của|trước|kể từ|chuẩn nghèo[^,;]{0,30}|chuẩn[^,;]{0,20}|chương trình[^,;]{0,50}|tiêu chí[^,;]{0,40}|nông thôn mới|ngày [0-9/]+|tháng [0-9]+)\s*(?:cuối\s+)?$",
    re.IGNORECASE,
)
_BASE = re.compile(
    r"\s?(?:/|trên|/\s?mỗi|trên mỗi)\s?(?:một\s|0?1\s)?(?:(?:10|100|1000|1\.000|10\.000|100\.000|1\.000\.000|10000|100000)|vạn|nghìn|ngàn|triệu)\s?(?:người dân|dân(?: số)?(?!\w)|trẻ(?: em)?(?: đẻ)?(?: ra)?(?: sống)?|người lao động|phụ nữ|ca đẻ)",
    re.IGNORECASE,
)
_CALENDAR = re.compile(r"(?:19|20)[0-9]{2}")
_SUFFIX = re.compile(r"\s?(?:trở lên|trở xuống|hoặc cao hơn)(?!\w)", re.IGNORECASE)
_RISE = re.compile(
    rf"[^;]{{0,40}}?(?<!\w)(?:lên|xuống)(?: còn| đến| tới)?\s+(?:khoảng\s+|trên\s+|dưới\s+)?{_NUMBER}", re.IGNORECASE
)
_REACHES_FROM = re.compile(r"(?<!\w)đạt\s+từ\s+$", re.IGNORECASE)
_EACH_YEAR = re.compile(r"(?<!\w)(?:mỗi|hằng|hàng|bình quân) năm\s+$", re.IGNORECASE)
_MILLIONTH = Decimal("0.000001")
_TU = re.compile(r"(?<!\w)từ\s+(?:mức\s+)?$", re.IGNORECASE)
_AGE = re.compile(r"\s*(?:tháng\s+)?tuổi(?!\w)", re.IGNORECASE)
_LIFE = re.compile(r"tuổi thọ|độ tuổi|tuổi (?:trung bình|bình quân)|kết hôn", re.IGNORECASE)
_WORD = re.compile(r"\s?[^\W\d_]")
_NUMBER_WORDS_SPAN = 60


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that may be a target: where its words begin and end, its unit, and what it says.

    ``start`` is where the verb or bound before the number begins, ``verb`` whether there is one.
    """

    start: int
    number_start: int
    end: int
    value: Value
    unit: str | None
    unit_start: int
    unit_end: int
    verb: bool

    @property
    def percent(self) -> bool:
        """Return whether the number is a share."""
        return self.unit is not None and self.unit[:1] in "%‰"

    @property
    def fraction(self) -> bool:
        """Return whether the number is a part of a whole, such as 2/3."""
        return self.unit is None and "/" in self.value.raw

    def reread(self, raw: str) -> Value:
        """Return the value of a longer wording of the same quantity."""
        return read_value(raw)


def find_quantities(text: str, start: int, end: int) -> list[Quantity]:
    """Return the numbers of a clause that may be targets, in order.

    Left out are years and days, numbers of documents, ages ("36 tháng tuổi"), bases ("trên 10.000
    dân"), levels ("mức độ 2") and what a rise starts from ("từ 60% lên 75%").
    """
    found: list[Quantity] = []
    bases = [match.span() for match in _BASE.finditer(text, start, end)]
    years = [stretch for stretch, _ in find_years(text, start, end)]
    for match in _QUANTITY.finditer(text, start, end):
        number_start, number_end = match.span()
        if any(a <= match.start("first") < b for a, b in (*bases, *years)) and not _counts_people(
            text, start, number_start, found
        ):
            continue
        quantity = _read(text, start, end, number_start, number_end)
        if quantity is not None:
            found.append(quantity)
    fractions = list(_fractions(text, start, end))
    if not fractions:
        return found
    parts = {quantity.number_start for quantity in fractions}
    whole = [quantity for quantity in found if quantity.number_start not in parts]
    return sorted([*whole, *fractions], key=lambda quantity: quantity.number_start)


def _fractions(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Return the parts of a whole that a verb or bound introduces ("giảm 2/3 số vụ …")."""
    for match in _FRACTION.finditer(text, start, end):
        part, whole = int(match["part"]), int(match["whole"])
        begin, verb = _words_before(text, start, match.start())
        if not verb or part >= whole:
            continue
        share = (Decimal(part) / Decimal(whole)).quantize(_MILLIONTH)
        bound = read_value(f"{text[begin : match.start()]}1").comparator or "="
        value = Value(
            text[begin : match.end()],
            bound,
            None if bound in ("<", "<=") else share,
            None if bound in (">", ">=") else share,
        )
        yield Quantity(begin, match.start(), match.end(), value, None, match.end(), match.end(), verb)


def _counts_people(text: str, start: int, number_start: int, found: list[Quantity]) -> bool:
    """Return whether "trên 10.000 dân …" opens the clause and is no base."""
    return not found and text[start:number_start].strip(" ,").lower() in ("", "trên")


def _read(text: str, start: int, end: int, number_start: int, number_end: int) -> Quantity | None:
    words = lexicon()
    raw = text[number_start:number_end]
    after = number_end + (1 if text[number_end : number_end + 1] in " \xa0" else 0)
    unit = words.unit.match(text, after, end)
    ratio = _BASE.match(text, number_end, end) if unit is None else None
    if unit is None and _CALENDAR.fullmatch(raw):
        return None
    begin, verb = _words_before(text, start, number_start)
    lead = text[max(start, number_start - 30) : number_start]
    if (
        words.not_after.search(lead)
        and not _EACH_YEAR.search(lead)
        and not (
            unit and unit.group()[:1] in "%‰" and not lead.rstrip().lower().endswith(("so với", "cả nước", "toàn quốc"))
        )
    ):
        return None
    if _AGE.match(text, number_end, min(end, number_end + 20)) and not _LIFE.search(
        text, max(start, number_start - 120), number_start
    ):
        return None
    if unit is None and (
        words.not_before.match(text, after, end) or re.match(r"\s*(?:và|hoặc|,)\s+[0-9]+\s+tuổi", text[number_end:end])
    ):
        return None
    if _TU.search(text, max(start, number_start - 10), number_start) and _RISE.match(
        text, number_end, min(end, number_end + _NUMBER_WORDS_SPAN)
    ):
        return None
    stop = unit.end() if unit else (ratio.end() if ratio else number_end)
    if unit is None and not verb and text[start:begin].strip(" ,;") and _WORD.match(text, number_end, end):
        return None
    suffix = _SUFFIX.match(text, stop, end) or _SUFFIX.match(text, number_end, end)
    tail = suffix.end() if suffix and suffix.end() > stop else stop
    at_most = _NOT_MORE.search(text, max(start, begin - 60), number_start)
    if at_most:
        begin, verb = at_most.start("bound"), True
    value = read_value(text[begin : number_end if ratio else tail])
    if value.comparator in (None, "qualitative"):
        value = read_value(text[number_start:tail])
    if value.comparator in (None, "qualitative"):
        return None
    if at_most:
        value = replace(value, comparator="<=", low=None, high=value.high if value.high is not None else value.low)
    elif value.comparator == "=" and _REACHES_FROM.search(text, max(start, number_start - 16), number_start):
        # "đạt từ 75 tuổi": that much or more.
        value = replace(value, comparator=">=", high=None)
    return Quantity(
        begin,
        number_start,
        tail if unit is None or unit.group()[:1] in "%‰" or suffix else stop,
        value,
        unit.group().strip() if unit else (ratio.group().strip() if ratio else None),
        unit.start() if unit else number_end,
        tail if unit and unit.group()[:1] in "%‰" else (unit.end() if unit else number_end),
        verb,
    )


def _words_before(text: str, start: int, number_start: int) -> tuple[int, bool]:
    """Return where the verbs and bounds before a number begin, and whether there are any."""
    begin, verb = number_start, text[number_start : number_start + 1] in "≥≤><"
    while begin > start:
        match = lexicon().before_number.search(text, max(start, begin - 24), begin)
        if match is None or match.start() >= begin:
            break
        begin, verb = match.start(), True
    return begin, verb


def find_years(text: str, start: int, end: int) -> list[tuple[Stretch, int]]:
    """Return the years by which something shall be reached: where they stand, and the year itself.

    The last year of a period counts; years of comparison ("so với năm 2020") do not.
    """
    found: list[tuple[Stretch, int]] = []
    if text.find("20", start, end) < 0:
        return found
    for match in _YEAR.finditer(text, start, end):
        if _NOT_A_GOAL_YEAR.search(text, max(start, match.start() - 60), match.start()):
            continue
        found.append((match.span(), int(match["end"] or match["last"] or match["year"])))
    return found


def without_years(text: str) -> str:
    """Return a name without the years that stand in it as dates to reach."""
    for (start, end), _ in reversed(find_years(text, 0, len(text))):
        text = text[:start] + text[end:]
    return text


def per_base(text: str) -> str | None:
    """Return the base of a ratio, as printed: "trên 10.000 dân", "/vạn dân"."""
    match = _BASE.search(text)
    return match.group().strip() if match else None
