"""What the running text promises against what the annex assigns: same measure, other figure or people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ansinh.core.plandoc.findings.plan import Plan, effective_name, parent_names
from ansinh.core.plandoc.findings.registry import Hit, rule
from ansinh.core.plandoc.findings.values import raw_of
from ansinh.core.plandoc.findings.words import content, cut, likeness, listed, squeezed
from ansinh.core.plandoc.model import IndicatorReading, Severity, TargetValue

_ALIKE = 0.6
_MOST = 300
_LONGEST = 3000
_AGREE: dict[frozenset[str], Severity] = {
    frozenset({">", ">="}): "medium",
    frozenset({"<", "<="}): "medium",
    frozenset({"=", ">"}): "medium",
    frozenset({"=", "<"}): "medium",
    frozenset({"=", ">="}): "low",
    frozenset({"=", "<="}): "low",
    frozenset({"approx", "="}): "low",
}
_SAID = {
    "=": "bằng",
    ">": "lớn hơn",
    ">=": "từ … trở lên",
    "<": "nhỏ hơn",
    "<=": "không quá",
    "range": "trong khoảng",
    "approx": "khoảng",
}
_KINDS = ("người", "hộ", "căn", "giường", "tuổi", "năm", "m2", "m²", "đồng", "lần", "xã", "trường")
_PLACE = re.compile(r"\b(?:các\s+)?(?:vùng|xã|khu vực|huyện|thôn|địa bàn)\b", re.IGNORECASE)
_VERB = re.compile(r"\s+(?:được|có|đạt|tham gia|sử dụng|tiếp cận)\b", re.IGNORECASE)


def _pairs(plan: Plan) -> Iterator[tuple[int, TargetValue, int, TargetValue]]:
    """Yield the prose targets and the annex row, best for both, that states the same measure for the year."""
    rows = plan.reading.indicators
    parents = parent_names(rows)
    annex: list[tuple[int, TargetValue, frozenset[str]]] = []
    prose: list[tuple[int, TargetValue, frozenset[str]]] = []
    for index, row in enumerate(rows):
        words = content(f"{effective_name(rows, index, parents)} {row.dimension or ''}")
        for target in row.targets:
            if target.comparator not in (None, "qualitative"):
                (annex if row.source == "annex" else prose).append((index, target, words))
    scores = []
    for i, (_, mine, words) in enumerate(prose[:_MOST]):
        for j, (_, theirs, others) in enumerate(annex[:_MOST]):
            if mine.year != theirs.year or not words & others:
                continue
            same = {mine.low, mine.high} - {None} == {theirs.low, theirs.high} - {None}
            score = likeness(words, others) + (0.08 if same else 0)
            if score >= _ALIKE:
                scores.append((-score, i, j))
    used_prose: set[int] = set()
    used_annex: set[int] = set()
    for _, i, j in sorted(scores):
        if i not in used_prose and j not in used_annex:
            used_prose.add(i)
            used_annex.add(j)
            yield prose[i][0], prose[i][1], annex[j][0], annex[j][1]


@rule("loi-van-phu-luc.gia-tri", severity="high", title="Lời văn và phụ lục ghi khác nhau về cùng một chỉ tiêu")
def value_against_annex(plan: Plan) -> Iterator[Hit]:
    """Same measure and year, another figure (high) or another comparator."""
    for i, mine, j, theirs in sorted(_pairs(plan), key=lambda p: p[2]):
        severity = _difference(mine, theirs)
        if severity is None:
            continue
        first, second = _SAID.get(mine.comparator or "", ""), _SAID.get(theirs.comparator or "", "")
        if _figures(mine) != _figures(theirs):
            why = "hai con số khác nhau"
        else:
            why = f"cùng con số nhưng lời văn nói “{first}”, phụ lục nói “{second}”"
        yield Hit(
            f"{_section(plan, i)} và {plan.indicator_name(j, year=theirs.year)}",
            f"{raw_of(mine)} / {raw_of(theirs)}",
            f"Cùng một chỉ tiêu, {why}: chưa biết theo chỗ nào. Thống nhất một cách ghi.",
            raw_of(mine),
            plan.indicator_subject(j),
            (mine.span, theirs.span),
            severity,
        )


@rule("loi-van-phu-luc.don-vi", severity="medium", title="Lời văn và phụ lục ghi khác nhau về đơn vị đo")
def unit_against_annex(plan: Plan) -> Iterator[Hit]:
    """The same measure in per cent in one place and in persons in the other."""
    rows = plan.reading.indicators
    for i, _, j, _ in sorted(_pairs(plan), key=lambda p: p[2]):
        mine, theirs = _kind(rows[i].unit), _kind(rows[j].unit)
        if mine and theirs and mine != theirs:
            yield Hit(
                f"{_section(plan, i)} và {plan.indicator_name(j)}",
                f"{rows[i].unit} / {rows[j].unit}",
                "Cùng một chỉ tiêu nhưng lời văn và phụ lục dùng hai đơn vị đo khác nhau.",
                rows[j].unit,
                plan.indicator_subject(j),
                (rows[i].span, rows[j].span),
            )


def _kind(unit: str | None) -> str:
    """Return what is counted: shares, persons, households, …; "" for a unit that may name any of them."""
    said = f" {squeezed(unit or '')} "
    if "%" in (unit or ""):
        return "%"
    return next((kind for kind in _KINDS if f" {kind} " in said), "")


def _section(plan: Plan, index: int) -> str:
    section = plan.section_at(plan.reading.indicators[index].span.start)
    return plan.where(plan.reading.indicators[index].span.start) if section else "lời văn"


def _figures(target: TargetValue) -> frozenset[Decimal]:
    return frozenset(v for v in (target.low, target.high) if v is not None)


def _difference(mine: TargetValue, theirs: TargetValue) -> Severity | None:
    if _figures(mine) != _figures(theirs):
        return "high"
    if mine.comparator == theirs.comparator:
        return None
    pair = frozenset({mine.comparator or "", theirs.comparator or ""})
    if pair & {">", ">="} and pair & {"<", "<="}:
        return "high"
    return _AGREE.get(pair, "low")


@rule("loi-van-phu-luc.doi-tuong", severity="medium", title="Lời văn và phụ lục ghi khác nhau về đối tượng")
def population_against_annex(plan: Plan) -> Iterator[Hit]:
    """ "Người cao tuổi cô đơn" in one place, "người cao tuổi" in the other: other people are counted."""
    rows = plan.reading.indicators
    heads = [line[2:].strip() for line in listed("population.txt") if line.startswith("+ ")]
    marks = [line[2:].strip() for line in listed("population.txt") if line.startswith("- ")]
    prose = [
        (i, f" {squeezed(f'{row.name} ; {row.sentence or str()}')} ")
        for i, row in enumerate(rows)
        if row.source == "prose"
    ]
    for j, row in enumerate(rows[:_LONGEST]):
        if row.source != "annex":
            continue
        name = f" {squeezed(row.name)} "
        for head in (h for h in heads if f" {squeezed(h)} " in name):
            key = squeezed(head)
            for i, text in prose[:_MOST]:
                if f" {key} " not in text or not _same_targets(rows[i], row):
                    continue
                mark = next(
                    (m for m in marks if (f" {key} {squeezed(m)} " in text) != (f" {key} {squeezed(m)} " in name)), None
                )
                if mark is None:
                    continue
                mine = content(row.name) - content(mark)
                if len(mine & content(f"{rows[i].name} {rows[i].sentence or ''}")) < 0.75 * len(mine) or len(mine) < 5:
                    continue
                said, counted = _phrase(rows[i].sentence or rows[i].name, head), _phrase(row.name, head)
                if said == counted:
                    said = _phrase(rows[i].name, head)
                yield Hit(
                    f"{_section(plan, i)} và {plan.indicator_name(j)}",
                    f"{said} / {counted}",
                    f"Chữ “{mark}” chỉ có ở một chỗ: lời văn và phụ lục tính trên hai nhóm người khác nhau.",
                    said,
                    plan.indicator_subject(j),
                    (rows[i].span, row.span),
                )
                break


def _same_targets(one: IndicatorReading, other: IndicatorReading) -> bool:
    values = {(t.year, _figures(t)) for t in one.targets if t.comparator}
    return bool(values & {(t.year, _figures(t)) for t in other.targets if t.comparator})


def _phrase(text: str, head: str) -> str:
    at = text.lower().find(head)
    if at < 0:
        return cut(text, 80)
    rest = text[at:]
    verb = re.search(r"\s+(?:được|có)\b", rest)
    return cut(rest[: verb.start()] if verb else rest, 100)


@rule("loi-van-phu-luc.vung", severity="high", title="Lời văn và phụ lục chia vùng khác nhau cho cùng một chỉ tiêu")
def regions_against_annex(plan: Plan) -> Iterator[Hit]:
    """The figures agree but belong to other areas: 100 % of minority communes, or of all remaining areas?"""
    rows = plan.reading.indicators
    children: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        if row.source == "annex" and row.parent_no and row.dimension:
            children.setdefault(row.parent_no, []).append(index)
    prose = [i for i, row in enumerate(rows) if row.source == "prose" and _PLACE.search(row.name)][:_MOST]
    for index, row in enumerate(rows):
        parts = children.get(row.no or "", [])
        measure = content(row.name)
        if (
            row.source != "annex"
            or len(parts) < 2
            or len(measure) < 5
            or not _PLACE.search(rows[parts[0]].dimension or "")
        ):
            continue
        close = [i for i in prose if len(content(rows[i].name) & measure) >= 0.5 * len(measure)]
        matched = [(i, j) for i in close for j in parts if _same_targets(rows[i], rows[j])]
        other = [(i, j) for i, j in matched if not _same_area(rows[i].name, rows[j].dimension or "")]
        if len({i for i, _ in matched}) < 2 or not other:
            continue
        said = "; ".join(f"{_last(rows[i])}: {_area(rows[i].name)}" for i, _ in matched)
        counted = "; ".join(f"{_last(rows[j])}: {rows[j].dimension}" for j in parts)
        yield Hit(
            f"{_section(plan, matched[0][0])} và chỉ tiêu {' / '.join(plan.indicator_numbers[j] for j in parts)}",
            f"{said} / {counted}",
            "Cùng giá trị nhưng lời văn và phụ lục gắn cho những vùng khác nhau: không rõ ai phải đạt bao nhiêu.",
            None,
            plan.indicator_subject(index),
            (*(rows[i].span for i, _ in matched), *(rows[j].span for j in parts)),
        )


def _area(name: str) -> str:
    start = _PLACE.search(name)
    if start is None:
        return cut(name, 60)
    rest = name[start.start() :]
    verb = _VERB.search(rest)
    return cut(rest[: verb.start()] if verb else rest, 120)


def _same_area(name: str, dimension: str) -> bool:
    return likeness(frozenset(squeezed(_area(name)).split()), frozenset(squeezed(dimension).split())) >= 0.6


def _last(row: IndicatorReading) -> str:
    stated = [t for t in row.targets if t.comparator]
    return raw_of(stated[-1]) if stated else ""


RULES = (value_against_annex, unit_against_annex, population_against_annex, regions_against_annex)
