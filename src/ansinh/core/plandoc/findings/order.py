"""Figures that cannot stand beside each other: a total and its parts, town and country, part and whole."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ansinh.core.plandoc.findings.plan import Plan, effective_name, parent_names
from ansinh.core.plandoc.findings.registry import Hit, rule
from ansinh.core.plandoc.findings.values import bounds, direction_of, is_percent, raw_of
from ansinh.core.plandoc.findings.words import bare, content, cut, likeness, listed, words
from ansinh.core.plandoc.model import TargetValue

_URBAN = frozenset({"thanh thi", "do thi"})
_RURAL = frozenset({"nong thon"})
_PARTITIONS = (({"thanh thi", "do thi"}, {"nong thon"}), ({"nam"}, {"nu"}), ({"vung"}, {"con lai"}))
_AVERAGES = ("%", "/", "bình quân", "tuổi", "điểm", "chỉ số")


def _folded(text: str) -> str:
    return " ".join(map(bare, words(text)))


@rule("tong-va-phan.ngoai", severity="high", title="Giá trị chung nằm ngoài các phần của nó")
def total_outside_parts(plan: Plan) -> Iterator[Hit]:
    """85-90 for all, 100 in town and 100 in the country: an average lies between its parts."""
    rows = plan.reading.indicators
    children: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        if row.parent_no and row.source == "annex":
            children.setdefault(row.parent_no, []).append(index)
    for index, row in enumerate(rows):
        parts = children.get(row.no or "", [])
        if row.source != "annex" or not _whole(plan, parts):
            continue
        for target in row.targets:
            percent = is_percent(row, target)
            total = bounds(target, percent=percent)
            theirs = [(i, t) for i in parts for t in rows[i].targets if t.year == target.year]
            spans = [b for b in (bounds(t, percent=percent) for _, t in theirs) if b]
            if total is None or len(spans) < len(parts):
                continue
            if percent or any(word in f"{row.unit or ''} {row.name}".lower() for word in _AVERAGES):
                low, high = min(b[0] for b in spans), max(b[1] for b in spans)
                why = "phải nằm giữa giá trị thấp nhất và cao nhất của các phần"
            else:
                low, high = sum((b[0] for b in spans), Decimal(0)), sum((b[1] for b in spans), Decimal(0))
                why = "phải bằng tổng của các phần"
            if total[1] < low or total[0] > high:
                named = ", ".join(f"{rows[i].dimension or rows[i].name} {raw_of(t)}" for i, t in theirs)
                numbers = [plan.indicator_numbers[i] for i in (index, *parts)]
                yield Hit(
                    f"chỉ tiêu {' / '.join(numbers)} ({target.year})",
                    " / ".join([raw_of(target), *(raw_of(t) for _, t in theirs)]),
                    f"Giá trị chung “{raw_of(target)}” {why} ({named}).",
                    None,
                    plan.indicator_subject(index),
                    (target.span, *(t.span for _, t in theirs)),
                )


def _whole(plan: Plan, parts: list[int]) -> bool:
    """Return whether the rows together make the whole: town and country, men and women."""
    names = [_folded(plan.reading.indicators[i].dimension or plan.reading.indicators[i].name) for i in parts]
    if len(parts) < 2 or any(name.startswith("trong do") for name in names):
        return False
    for one, other in _PARTITIONS:
        if any(any(w in n for w in one) for n in names) and any(any(w in n for w in other) for n in names):
            return True
    return False


@rule("tong-va-phan.thu-tu", severity="high", title="Thành thị thấp hơn nông thôn ở chỉ tiêu về dịch vụ")
def urban_below_rural(plan: Plan) -> Iterator[Hit]:
    """Services reach towns first; the other way round the two rows were mostly exchanged."""
    rows = plan.reading.indicators
    parents = parent_names(rows)
    groups: dict[frozenset[str], dict[str, int]] = {}
    for index, row in enumerate(rows):
        full = effective_name(rows, index, parents)
        folded = _folded(f"{full} {row.dimension or ''}")
        kind = "urban" if any(w in folded for w in _URBAN) else "rural" if any(w in folded for w in _RURAL) else ""
        if not kind or (kind == "urban" and any(w in folded for w in _RURAL)):
            continue
        measure = content(full) - {"thanh", "thi", "nong", "thon", "do", "khu", "vuc", "o"}
        groups.setdefault(measure | {row.source}, {}).setdefault(kind, index)
    for group in groups.values():
        if len(group) < 2:
            continue
        urban, rural = rows[group["urban"]], rows[group["rural"]]
        whole = parents.get(urban.parent_no or "", urban.name)
        if direction_of(whole) < 1 or any(w in whole.lower() for w in ("diện tích", "nghèo", "thất nghiệp", "giảm")):
            continue
        bad = [pair for pair in _same_years(urban.targets, rural.targets) if _below(*pair)]
        if not bad:
            continue
        shown = [_series(urban.targets), _series(rural.targets)]
        numbers = [plan.indicator_numbers[i] for i in (group["urban"], group["rural"])]
        where = f"chỉ tiêu {' / '.join(numbers)}" if all(numbers) else plan.indicator_name(group["urban"])
        still = " Cả hai không thay đổi giữa các năm." if all(len(set(s.split(" -> "))) == 1 for s in shown) else ""
        yield Hit(
            where,
            f"{cut(urban.dimension or 'Thành thị', 40)} {shown[0]}; {cut(rural.dimension or 'Nông thôn', 40)} {shown[1]}",
            f"Thành thị thấp hơn nông thôn ở “{cut(whole, 90)}”: có thể hai dòng bị đổi chỗ." + still,
            "Kiểm tra lại hai dòng, nhiều khả năng đổi chỗ cho nhau.",
            plan.indicator_subject(group["urban"]),
            (urban.span, rural.span),
        )


def _same_years(
    mine: tuple[TargetValue, ...], theirs: tuple[TargetValue, ...]
) -> Iterator[tuple[TargetValue, TargetValue]]:
    for a in mine:
        for b in theirs:
            if a.year == b.year:
                yield a, b


def _below(mine: TargetValue, theirs: TargetValue) -> bool:
    """Return whether the first cannot reach the second ("> 90" may still be 96)."""
    a, b = bounds(mine, percent=True), bounds(theirs, percent=True)
    return a is not None and b is not None and mine.comparator not in ("<", "<=") and a[1] < b[0]


def _series(targets: tuple[TargetValue, ...]) -> str:
    return " -> ".join(raw_of(t) for t in targets if t.comparator is not None)


@rule("tong-va-phan.bao-ham", severity="medium", title="Tỷ lệ của phần hẹp cao hơn tỷ lệ của phần rộng chứa nó")
def narrow_above_wide(plan: Plan) -> Iterator[Hit]:
    """Whoever has hygienic sanitary works has a hygienic latrine: the share of the first cannot be larger."""
    rows = plan.reading.indicators
    parents = parent_names(rows)
    names = [_folded(effective_name(rows, i, parents)) for i in range(len(rows))]
    for line in listed("part_of.txt"):
        narrow, wide, *unless = (tuple(_folded(p) for p in part.split(",")) for part in line.split("|"))
        never = unless[0] if unless else ()
        small = [i for i, name in enumerate(names) if all(p in name for p in narrow)]
        large = [i for i, n in enumerate(names) if all(p in n for p in wide) and not any(p in n for p in never if p)]
        for i in small[:50]:
            for j in large[:50]:
                if i == j or rows[i].source != rows[j].source:
                    continue
                if rows[i].dimension and rows[j].dimension and rows[i].dimension != rows[j].dimension:
                    continue
                for mine, theirs in _same_years(rows[i].targets, rows[j].targets):
                    if not (is_percent(rows[i], mine) and is_percent(rows[j], theirs)):
                        continue
                    a, b = bounds(mine, percent=True), bounds(theirs, percent=True)
                    if a is None or b is None or b[1] >= a[0] or likeness(content(names[i]), content(names[j])) < 0.3:
                        continue
                    keys = [plan.indicator_numbers[k] or cut(rows[k].name, 60) for k in (j, i)]
                    yield Hit(
                        f"{plan.indicator_name(j)} và {plan.indicator_name(i)}",
                        f"{keys[0]}: {raw_of(theirs)} ({theirs.year}); {keys[1]}: {raw_of(mine)} ({mine.year})",
                        f"“{cut(rows[i].name, 80)}” bao hàm điều kiện của chỉ tiêu kia nên không thể cao hơn: hai giá trị "
                        "mâu thuẫn nhau.",
                        None,
                        plan.indicator_subject(j),
                        (theirs.span, mine.span),
                    )


RULES = (total_outside_parts, urban_below_rural, narrow_above_wide)
