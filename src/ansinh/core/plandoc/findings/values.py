"""Figures that cannot be meant as they stand, each looked at by itself or beside its other years."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

from ansinh.core.plandoc.findings.plan import Plan
from ansinh.core.plandoc.findings.registry import Hit, rule
from ansinh.core.plandoc.findings.words import content, cut, likeness, listed, spelled, words
from ansinh.core.plandoc.model import IndicatorReading, TargetValue
from ansinh.core.plandoc.source import Span
from ansinh.core.text import write_number

HUNDRED = Decimal(100)
_GENERATION = 10
_GROWTH = (
    "tăng",
    "gấp",
    "so với cùng kỳ",
    "tốc độ",
    "chỉ số giá",
    "dự toán",
    "tỷ số",
    "tỉ số",
    "năng suất",
    "thu nhập",
)
_TWO_COMPARATORS = re.compile(
    r"\b(?:(?:khoảng|xấp xỉ|gần|tầm)\s+(?:trên|dưới|hơn|ít nhất|tối thiểu|tối đa)\s+\d[\d.,]*\s?%?"
    r"|(?:trên|dưới|hơn)\s+\d[\d.,]*\s?%?\s+trở\s+(?:lên|xuống)"
    r"|(?:khoảng|trên|dưới)\s+(?:đạt\s+)?[<>≥≤]=?\s?\d[\d.,]*\s?%?)",
    re.IGNORECASE,
)
_STATES = frozenset(
    ["mức độ", "trạng thái", "kết quả", "xếp loại", "xếp hạng", "hạng", "mức", "tiêu chí", "chỉ số", "định tính"]
)
_MEASURES = re.compile(r"%|\d|/|người|hộ|tuổi|năm|lần|căn|giường|m2|m²|km|ha\b|đồng|xã|trường|điểm|cơ sở|nhà|lớp", re.I)


def is_percent(row: IndicatorReading, target: TargetValue) -> bool:
    """Return whether the figure is a share of a hundred."""
    return "%" in (row.unit or "") or "%" in target.raw


_LEFT_TO_DO = ("còn phải", "chưa được")


def direction(row: IndicatorReading) -> int:
    """Return -1 where less is better (unemployment), 1 where more is better, 0 where nobody can say."""
    return direction_of(f"{row.name} {row.dimension or ''}")


def direction_of(measure: str) -> int:
    """Return the direction in which a measure improves, from the words of its name."""
    name = f" {' '.join(words(measure))} "
    if any(f" {spelled_phrase(phrase)} " in name for phrase in _LEFT_TO_DO):
        # "số nhà tạm còn phải xóa": what is still to be done, whatever good it does.
        return -1
    if any(f" {spelled_phrase(phrase)} " in name for phrase in listed("more_is_better.txt")):
        return 1
    if any(f" {spelled_phrase(phrase)} " in name for phrase in listed("less_is_better.txt")):
        return -1
    return 0


def spelled_phrase(phrase: str) -> str:
    """Return a phrase of a word list in the spelling used for comparing."""
    return " ".join(spelled(word) for word in phrase.split())


def bounds(target: TargetValue, *, percent: bool) -> tuple[Decimal, Decimal] | None:
    """Return the lowest and the highest value the target allows; None where it states no figure."""
    low, high = target.low, target.high
    if target.comparator is None or target.comparator == "qualitative" or (low is None and high is None):
        return None
    top = HUNDRED if percent else Decimal("Infinity")
    return low if low is not None else Decimal(0), high if high is not None else max(top, low or top)


def raw_of(target: TargetValue) -> str:
    """Return the target as printed, on one line."""
    return " ".join(target.raw.split())


@rule("gia-tri.vuot-100", severity="high", title="Tỷ lệ vượt quá 100%")
def percent_over_hundred(plan: Plan) -> Iterator[Hit]:
    """A share above 100 %, mostly a lost decimal comma."""
    for index, row in enumerate(plan.reading.indicators):
        if any(word in row.name.lower() for word in _GROWTH):
            continue
        for target in row.targets:
            value = max((v for v in (target.low, target.high) if v is not None), default=Decimal(0))
            if not is_percent(row, target) or value <= HUNDRED:
                continue
            digits = write_number(value).replace(".", "").replace(",", "")
            guess = f"{digits[:2]},{digits[2:]}" if len(digits) >= 3 and digits.isdigit() else None
            sibling = _said_elsewhere(plan, row, target, Decimal(guess.replace(",", "."))) if guess else None
            note = f"Tỷ lệ không thể lớn hơn 100%: có thể mất dấu phẩy thập phân (in “{raw_of(target)}”)."
            if sibling:
                note += f" Chỗ khác của kế hoạch ghi “{sibling}”."
            yield Hit(
                plan.indicator_name(index, year=target.year),
                raw_of(target),
                note,
                raw_of(target).replace(digits, guess) if guess and digits in raw_of(target) else guess,
                plan.indicator_subject(index),
                (target.span,),
            )


def _said_elsewhere(plan: Plan, row: IndicatorReading, target: TargetValue, value: Decimal) -> str | None:
    name = content(row.name)
    for other in plan.reading.indicators:
        if other is row or likeness(content(other.name), name) < 0.5:
            continue
        for theirs in other.targets:
            if theirs.year == target.year and value in (theirs.low, theirs.high):
                return raw_of(theirs)
    return None


@rule("gia-tri.nguoc-chieu", severity="high", title="Chiều so sánh ngược với ý nghĩa của chỉ tiêu")
def reversed_comparator(plan: Plan) -> Iterator[Hit]:
    """ "Thất nghiệp 3,5% trở lên": the comparator asks for more of what should be less."""
    for index, row in enumerate(plan.reading.indicators):
        better = 0
        for target in row.targets:
            wants = {">": 1, ">=": 1, "<": -1, "<=": -1}.get(target.comparator or "", 0)
            better = better or (direction(row) if wants else 0)
            falling = "giảm" in f"{target.raw} {row.sentence or ''}".lower() or "/năm" in (row.unit or "")
            if wants * better != -1 or (better < 0 and falling):
                continue
            printed = raw_of(target)
            wrong, right = ("trên/trở lên", "dưới/trở xuống") if better < 0 else ("dưới/trở xuống", "trên/trở lên")
            aim = "càng thấp càng tốt" if better < 0 else "càng cao càng tốt"
            mended = printed
            for a, b in (("trở lên", "trở xuống"), ("trên", "dưới"), ("≥", "≤"), (">", "<")):
                a, b = (a, b) if better < 0 else (b, a)
                if a in mended.lower():
                    mended = re.sub(re.escape(a), b, mended, flags=re.IGNORECASE)
                    break
            yield Hit(
                plan.indicator_name(index, year=target.year),
                cut(f"{row.name} {printed}"),
                f"Chiều so sánh ngược: chỉ tiêu này {aim} nhưng lại ghi “{wrong.split('/')[0]}” hoặc "
                f"“{wrong.split('/')[1]}”; cần “{right.replace('/', '” hoặc “')}”.",
                mended if mended != printed else None,
                plan.indicator_subject(index),
                (target.span if target.span.end else row.span,),
            )


@rule("gia-tri.hai-tu-so-sanh", severity="medium", title="Hai từ so sánh mâu thuẫn trong một giá trị")
def two_comparators(plan: Plan) -> Iterator[Hit]:
    """ "Khoảng trên 40%": about, or more than?"""
    for match in _TWO_COMPARATORS.finditer(plan.flow):
        span = plan_span(match)
        yield Hit(
            plan.where(span.start),
            " ".join(match.group().split()),
            "Hai từ so sánh đi cùng nhau và nói khác nhau: không rõ giá trị phải đạt. Chỉ giữ một từ.",
            re.sub(r"^(?:khoảng|xấp xỉ|gần|tầm)\s+", "", match.group(), flags=re.IGNORECASE),
            None,
            (span,),
        )


@rule("gia-tri.khoang-nguoc", severity="high", title="Khoảng giá trị viết ngược")
def range_reversed(plan: Plan) -> Iterator[Hit]:
    """ "90 - 85": the first number of a range is larger than the second."""
    for index, row in enumerate(plan.reading.indicators):
        for target in row.targets:
            if target.low is not None and target.high is not None and target.low > target.high:
                yield Hit(
                    plan.indicator_name(index, year=target.year),
                    raw_of(target),
                    "Số đầu của khoảng lớn hơn số cuối.",
                    f"{write_number(target.high)} - {write_number(target.low)}",
                    plan.indicator_subject(index),
                    (target.span,),
                )


@rule("gia-tri.khong-tien-trien", severity="low", title="Mục tiêu năm sau không tiến bộ so với năm trước")
def no_progress(plan: Plan) -> Iterator[Hit]:
    """The later target equals the earlier one although there is room, or is worse."""
    for index, row in enumerate(plan.reading.indicators):
        stated = [t for t in row.targets if t.year and t.comparator not in (None, "qualitative")]
        for earlier, later in itertools.pairwise(stated):
            if (earlier.year or 0) >= (later.year or 0):
                continue
            better = _better(row, earlier, later)
            first, second = _figure(earlier), _figure(later)
            if first is None or second is None or "duy trì" in later.raw.lower():
                continue
            room = HUNDRED - second if is_percent(row, later) and better >= 0 else second
            if (earlier.low, earlier.high) in _reachable(later) and room > 3 and (better or is_percent(row, later)):
                yield _years(plan, index, earlier, later, "Mục tiêu năm sau không cao hơn năm trước một cách đo được.")
            elif better * (second - first) < 0 and not _ten_times(row, earlier, later):
                worse = "Mục tiêu năm sau kém hơn mục tiêu năm trước: có thể đảo hai cột hoặc gõ nhầm số."
                hit = _years(plan, index, earlier, later, worse)
                yield Hit(hit.where, hit.raw, hit.note, None, hit.subject, hit.spans, severity="medium")


def _reachable(later: TargetValue) -> set[tuple[Decimal | None, Decimal | None]]:
    """Return the earlier values that the later target does not go beyond."""
    figure = _figure(later)
    same: set[tuple[Decimal | None, Decimal | None]] = {(later.low, later.high)}
    return same | {(figure, figure)} if later.comparator in (">", ">=", "<", "<=") else same


def _better(row: IndicatorReading, earlier: TargetValue, later: TargetValue) -> int:
    signs = {">": 1, ">=": 1, "<": -1, "<=": -1}
    asked = {signs[t.comparator] for t in (earlier, later) if t.comparator in signs}
    return asked.pop() if len(asked) == 1 else direction(row)


def _figure(target: TargetValue) -> Decimal | None:
    return target.low if target.low is not None else target.high


def _years(plan: Plan, index: int, earlier: TargetValue, later: TargetValue, note: str) -> Hit:
    return Hit(
        f"{plan.indicator_name(index)} ({earlier.year}, {later.year})",
        f"{raw_of(earlier)} -> {raw_of(later)}",
        note,
        None,
        plan.indicator_subject(index),
        (earlier.span, later.span),
    )


@rule("gia-tri.tam-nhin", severity="medium", title="Tầm nhìn xa không cao hơn mục tiêu gần")
def vision_without_progress(plan: Plan) -> Iterator[Hit]:
    """A measure stated for 2030 and again, no better, for 2045."""
    rows = plan.reading.indicators
    far = [(i, t) for i, row in enumerate(rows) for t in row.targets if t.year and _figure(t) is not None]
    latest = max((t.year or 0 for _, t in far), default=0)
    nearer: dict[frozenset[str], list[tuple[int, TargetValue]]] = {}
    for index, target in far:
        if latest - (target.year or 0) >= _GENERATION:
            nearer.setdefault(content(rows[index].name), []).append((index, target))
    for index, target in far:
        if target.year != latest:
            continue
        for other, theirs in nearer.get(content(rows[index].name), ())[:20]:
            if other == index:
                continue
            first, second = _figure(theirs), _figure(target)
            better = _better(rows[index], theirs, target) or 1
            if first is not None and second is not None and better * (second - first) <= 0 and first != HUNDRED:
                yield Hit(
                    plan.indicator_name(index, year=latest),
                    cut(f"{rows[index].name} {_reach(target)}", 200),
                    f"Năm {theirs.year} đã ghi “{raw_of(theirs)}” còn năm {latest} ghi “{raw_of(target)}”: hầu như không "
                    f"tăng sau {latest - (theirs.year or 0)} năm.",
                    None,
                    plan.indicator_subject(index),
                    (target.span, theirs.span),
                )
                break


def _reach(target: TargetValue) -> str:
    printed = raw_of(target)
    return printed if printed.lower().startswith(("đạt", "tối thiểu", "ít nhất")) else f"đạt {printed}"


@rule("gia-tri.don-vi-gia", severity="medium", title="Giá trị không phải số đo dưới một đơn vị không phải đơn vị đo")
def pseudo_unit(plan: Plan) -> Iterator[Hit]:
    """Words instead of figures under something that is no unit ("Bậc học": "Tiểu học")."""
    for index, row in enumerate(plan.reading.indicators):
        stated = [t for t in row.targets if t.comparator is not None]
        unit = " ".join((row.unit or "").split())
        if not unit or not stated or any(t.comparator != "qualitative" for t in stated):
            continue
        if unit.lower() in _STATES or _MEASURES.search(unit):
            continue
        shown = " / ".join(f"'{raw_of(t)}'" for t in stated)
        yield Hit(
            plan.indicator_name(index),
            f"Đơn vị '{unit}'; {shown}",
            "Giá trị là chữ, đơn vị không phải đơn vị đo: không tính được mức hoàn thành. Cần nêu số đo (ví dụ tỷ lệ %) "
            "hoặc ghi rõ đây là mức độ và cách xác định.",
            None,
            plan.indicator_subject(index),
            tuple(t.span for t in stated),
        )


@rule("gia-tri.thieu-nam-cuoi", severity="low", title="Chỉ tiêu không có giá trị cho năm cuối của kế hoạch")
def last_year_missing(plan: Plan) -> Iterator[Hit]:
    """A row with a value for the first year and a dash for the last, in a plan that runs to the last."""
    rows = plan.reading.indicators
    annex = [i for i, row in enumerate(rows) if row.source == "annex" and len(row.targets) > 1]
    lost = []
    for index in annex:
        first, *_, last = rows[index].targets
        if first.comparator is not None and last.comparator is None and (last.year or 0) > (first.year or 0):
            lost.append(index)
    if not lost or len(lost) * 2 > len(annex):
        return
    year = rows[lost[0]].targets[-1].year
    numbers = ", ".join(plan.indicator_numbers[i] or f"“{rows[i].name[:30]}”" for i in lost)
    yield Hit(
        f"chỉ tiêu {numbers} ({year})",
        raw_of(rows[lost[0]].targets[-1]) or "(để trống)",
        f"Không có mục tiêu năm {year} dù kế hoạch chạy đến năm {year}: nêu giá trị hoặc ghi rõ chỉ tiêu kết thúc sớm.",
        None,
        plan.indicator_subject(lost[0]),
        tuple(rows[i].targets[-1].span for i in lost[:20]),
    )


@rule("gia-tri.khong-co", severity="medium", title="Chỉ tiêu không có giá trị nào")
def no_value_at_all(plan: Plan) -> Iterator[Hit]:
    """A numbered row without any target and without rows under it that state one."""
    rows = plan.reading.indicators
    parents = {row.parent_no for row in rows if row.parent_no}
    for index, row in enumerate(rows):
        if row.source != "annex" or not row.no or row.no in parents:
            continue
        if row.targets and all(t.comparator is None for t in row.targets):
            yield Hit(
                plan.indicator_name(index),
                cut(row.name),
                "Có tên chỉ tiêu nhưng không năm nào có giá trị: không theo dõi được.",
                None,
                plan.indicator_subject(index),
                (row.span,),
            )


def plan_span(match: re.Match[str]) -> Span:
    """Return the span of a match in the running text, which has the offsets of the source."""
    return Span(match.start(), match.end())


@rule("gia-tri.lech-xa", severity="medium", title="Giá trị năm sau gấp khoảng mười lần năm trước")
def out_of_line(plan: Plan) -> Iterator[Hit]:
    """9,5 and then 95 in one row: a decimal comma came or went."""
    for index, row in enumerate(plan.reading.indicators):
        stated = [t for t in row.targets if t.year and t.comparator not in (None, "qualitative")]
        for earlier, later in itertools.pairwise(stated):
            if _ten_times(row, earlier, later):
                yield _years(
                    plan,
                    index,
                    earlier,
                    later,
                    "Hai năm lệch nhau khoảng mười lần: có thể thừa hoặc mất dấu phẩy thập phân.",
                )


def _ten_times(row: IndicatorReading, earlier: TargetValue, later: TargetValue) -> bool:
    """Say whether two years of one row lie about ten times apart and only one is printed with a comma."""
    first, second = _figure(earlier), _figure(later)
    if not first or not second or max(first, second) > HUNDRED or min(first, second) < 0:
        return False
    ratio = max(first, second) / min(first, second)
    one_comma = ("," in earlier.raw) != ("," in later.raw)
    return one_comma and 8 <= ratio <= 13 and is_percent(row, later) == is_percent(row, earlier)


RULES = (
    percent_over_hundred,
    out_of_line,
    reversed_comparator,
    two_comparators,
    range_reversed,
    no_progress,
    vision_without_progress,
    pseudo_unit,
    last_year_missing,
    no_value_at_all,
)
