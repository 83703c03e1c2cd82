"""The same thing said twice: indicators, tasks, products, and targets given to two leads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from ansinh.core.plandoc.findings.plan import Plan
from ansinh.core.plandoc.findings.registry import Hit, rule
from ansinh.core.plandoc.findings.values import raw_of
from ansinh.core.plandoc.findings.words import content, cut, likeness, listed, squeezed, words
from ansinh.core.plandoc.model import IndicatorReading

_EXPLAINS = ("do", "như", "gồm", "bao", "vì", "kể", "trong")
_QUANTITY = re.compile(r"\d[\d.,]*\s*(?:%|‰|/|[^\W\d]+)")
_TARGET = re.compile(
    r"\d[\d.,]*\s?(?:%|(?:[^\W\d]+\s){1,4}?(?:trở lên\s?)?/\s?(?:vạn|10\.000|1\.?000)\s?dân)", re.IGNORECASE
)
_RARE = 12


def candidates(bags: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Yield pairs that share a word few others have, each once: linear, unlike every pair with every other."""
    counts = Counter(word for bag in bags for word in bag)
    buckets: dict[str, list[int]] = {}
    for index, bag in enumerate(bags):
        for word in bag:
            if 2 <= counts[word] <= _RARE:
                buckets.setdefault(word, []).append(index)
    seen: set[tuple[int, int]] = set()
    for members in buckets.values():
        for pair in combinations(members, 2):
            if pair not in seen:
                seen.add(pair)
                yield pair


@rule("trung.chi-tieu", severity="medium", title="Chỉ tiêu ghi hai lần")
def doubled_indicators(plan: Plan) -> Iterator[Hit]:
    """Two rows of an annex with one measure, the second perhaps only spelling it out."""
    rows = plan.reading.indicators
    chosen = [i for i, row in enumerate(rows) if row.source == "annex" and row.no and row.name.strip()]
    for a, b in candidates([content(rows[i].name) for i in chosen]):
        one, other = rows[chosen[a]], rows[chosen[b]]
        same_name = squeezed(one.name) == squeezed(other.name) and one.parent_no == other.parent_no
        if one.group != other.group and same_name and one.unit != other.unit:
            continue
        if not same_name and not (_spelt_out(one.name, other.name) and _targets(one) == _targets(other)):
            continue
        differs = _targets(one) != _targets(other)
        note = "Cùng một chỉ tiêu ghi ở hai dòng" + (
            " với giá trị khác nhau: không rõ theo dòng nào."
            if differs
            else " (một dòng chỉ nói rõ thêm): sẽ bị tính hai lần."
        )
        if not differs and (one.lead, one.coordinating) != (other.lead, other.coordinating):
            note += " Cơ quan chủ trì hoặc phối hợp lại ghi khác nhau."
        yield Hit(
            f"{plan.indicator_name(chosen[a])} và {plan.indicator_name(chosen[b])}",
            cut(f"{one.name} / {other.name}", 320),
            note,
            "Giữ một dòng.",
            plan.indicator_subject(chosen[b]),
            (one.span, other.span),
            "high" if differs else None,
        )


@rule("trung.chi-tieu-loi-van", severity="medium", title="Chỉ tiêu nêu hai lần trong phần lời")
def doubled_in_prose(plan: Plan) -> Iterator[Hit]:
    """One measure, named alike, for one year, in two sentences of the running text."""
    first: dict[tuple[str, str, int], int] = {}
    for index, row in enumerate(plan.reading.indicators):
        if row.source != "prose" or len(words(row.name)) < 5:
            continue
        for target in row.targets:
            if target.year is None or target.comparator in (None, "qualitative"):
                continue
            key = (squeezed(row.name), squeezed(row.dimension or ""), target.year)
            before = plan.reading.indicators[first.setdefault(key, index)]
            if before is row or before.sentence == row.sentence:
                continue
            earlier = next(t for t in before.targets if t.year == target.year)
            same = (earlier.comparator, earlier.low, earlier.high) == (target.comparator, target.low, target.high)
            yield Hit(
                f"{plan.indicator_name(index)} ({target.year})",
                cut(f"{row.name}: {raw_of(earlier)} / {raw_of(target)}", 320),
                "Cùng một chỉ tiêu nêu ở hai câu"
                + (": sẽ bị tính hai lần." if same else " với giá trị khác nhau: không rõ theo câu nào."),
                "Giữ một câu.",
                plan.indicator_subject(index),
                (target.span, earlier.span),
            )


def _targets(row: IndicatorReading) -> tuple[tuple[int | None, str], ...]:
    return tuple((t.year, squeezed(raw_of(t))) for t in row.targets)


def _spelt_out(one: str, other: str) -> bool:
    """Return whether the longer name is the shorter with an explanation put in."""
    short, long = sorted((words(one), words(other)), key=len)
    if len(short) < 6 or len(long) == len(short):
        return False
    head = 0
    while head < len(short) and short[head] == long[head]:
        head += 1
    tail = len(short) - head
    return head >= 4 and tail >= 1 and long[len(long) - tail :] == short[head:] and long[head] in _EXPLAINS


@rule("trung.nhiem-vu", severity="medium", title="Hai nhiệm vụ gần như giống nhau")
def doubled_tasks(plan: Plan) -> Iterator[Hit]:
    """The same work twice, under two leads or two numbers."""
    tasks = plan.reading.tasks
    bags = [content(task.name) for task in tasks]
    for a, b in candidates(bags):
        if min(len(bags[a]), len(bags[b])) < 5 or likeness(bags[a], bags[b]) < 0.9:
            continue
        if re.findall(r"\d+", tasks[a].name) != re.findall(r"\d+", tasks[b].name):
            continue
        others = set(map(squeezed, tasks[a].lead)) != set(map(squeezed, tasks[b].lead))
        yield Hit(
            f"{plan.task_name(a)} và {plan.task_name(b)}",
            cut(f"{tasks[a].name} / {tasks[b].name}", 320),
            "Hai nhiệm vụ gần như giống nhau" + (" nhưng giao hai cơ quan chủ trì khác nhau." if others else "."),
            "Gộp làm một hoặc nêu rõ phần việc của từng nhiệm vụ.",
            plan.task_subject(b),
            (tasks[a].span, tasks[b].span),
            None if others else "low",
        )


@rule("trung.san-pham", severity="medium", title="Sản phẩm của nhiệm vụ này ghi cho nhiệm vụ khác")
def product_of_another_task(plan: Plan) -> Iterator[Hit]:
    """One particular product for two tasks, mostly copied from the row above."""
    tasks = plan.reading.tasks
    groups: dict[str, list[int]] = {}
    for index, task in enumerate(tasks):
        product = task.product or ""
        if len(product) >= 12 and not _only_a_type(product):
            groups.setdefault(squeezed(product), []).append(index)
    for members in groups.values():
        if len(members) < 2:
            continue
        product = tasks[members[0]].product or ""
        wanted = content(product)
        fits = {i: len(wanted & content(tasks[i].name)) / len(wanted) if wanted else 0.0 for i in members}
        best = max(members, key=lambda i: fits[i])
        wrong = [i for i in members if i != best]
        measured = bool(_QUANTITY.search(product))
        if len(members) > 3 or (not measured and fits[best] == 0):
            continue
        alien = measured and all(fits[i] == 0 < fits[best] for i in wrong)
        name = " và ".join([plan.task_name(best), *(plan.task_name(i) for i in wrong)])
        note = f"Cùng một sản phẩm cho {len(members)} nhiệm vụ khác nhau, nhiều khả năng chép nhầm."
        if alien:
            note = (
                f"Sản phẩm này thuộc {plan.task_name(best)}, không đo được “{cut(tasks[wrong[0]].name, 80)}”: "
                "nhiều khả năng chép nhầm từ dòng khác."
            )
        yield Hit(
            f"{plan.task_name(wrong[0])}, sản phẩm" if alien else f"{name}, sản phẩm",
            " ".join(product.split()),
            note,
            f"Ghi sản phẩm của chính “{cut(tasks[wrong[0]].name, 80)}”.",
            plan.task_subject(wrong[0]),
            (tasks[wrong[0]].span, tasks[best].span),
            "high" if alien else None,
        )


def _only_a_type(product: str) -> bool:
    low = squeezed(product)
    return any(low.startswith(squeezed(kind)) for kind in listed("product_types.txt"))


@rule("trung.hai-chu-tri", severity="high", title="Một chỉ tiêu giao cho hai cơ quan chủ trì")
def one_target_two_leads(plan: Plan) -> Iterator[Hit]:
    """The same figure of the same measure stands with two tasks under different leads."""
    found: list[tuple[int, str, frozenset[str], tuple[str, ...]]] = []
    for index, task in enumerate(plan.reading.tasks):
        if task.source != "annex":
            continue
        for text in (task.name, task.product or ""):
            for piece in re.split(r"[;:()\n]", text[:2000]):
                match = _TARGET.search(piece)
                if match is None:
                    continue
                clause = re.sub(r"^.*?\s[-–]\s|^[\s,.\-–]+", "", piece[: match.end()]).strip()
                numbers = tuple(re.findall(r"\d[\d.,]*\d|\d", clause))
                bag = content(clause)
                if len(bag) >= 4:
                    found.append((index, clause, bag, numbers))
    for a, b in candidates([bag for _, _, bag, _ in found]):
        (i, clause, bag, numbers), (j, other, theirs, figures) = found[a], found[b]
        leads = [set(map(squeezed, plan.reading.tasks[k].lead)) for k in (i, j)]
        if i == j or numbers != figures or likeness(bag, theirs) < 0.75 or leads[0] == leads[1] or not all(leads):
            continue
        tasks = plan.reading.tasks
        yield Hit(
            f"{plan.task_name(i)} và {plan.task_name(j)}",
            cut(clause if len(clause) <= len(other) else other, 200),
            f"Cùng một chỉ tiêu giao cho hai cơ quan chủ trì: {', '.join(tasks[i].lead)} và {', '.join(tasks[j].lead)}. "
            "Không rõ ai chịu trách nhiệm.",
            "Chọn một cơ quan chủ trì, cơ quan kia phối hợp.",
            plan.task_subject(i),
            (tasks[i].span, tasks[j].span),
        )


RULES = (doubled_indicators, doubled_in_prose, doubled_tasks, product_of_another_task, one_target_two_leads)
