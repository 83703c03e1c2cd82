"""Which item of an own plan carries out which item of the plan above, as far as words and figures tell.

A proposal is never a decision: it comes with its reasons, and a person accepts or rejects it. One item may serve
several items above, and one item above may be served by several.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ansinh.core.plandoc.findings.words import bare, words
from ansinh.core.text import fold

Kind = Literal["indicator", "task", "duty"]
Figure = tuple[int | None, Decimal | None, Decimal | None]

PROPOSED = 0.55
"""How alike two items must be to be proposed as a link."""
CERTAIN = 0.72
"""How alike two items must be to be accepted together with others, without a look at each."""
_NEARLY_AS_GOOD = 0.08

# Words that say where and how, which a lower plan changes ("toàn tỉnh" becomes "trên địa bàn xã").
_PLACE = frozenset(
    [
        "tinh",
        "huyen",
        "xa",
        "phuong",
        "thi",
        "tran",
        "dac",
        "khu",
        "dia",
        "ban",
        "tren",
        "duoc",
        "cua",
        "cac",
        "va",
        "cho",
        "theo",
        "tai",
        "voi",
        "tu",
        "den",
        "dat",
        "thuoc",
        "ve",
        "nhung",
        "mot",
        "co",
        "la",
        "trong",
        "nam",
        "hang",
        "hoac",
        "de",
    ]
)
# One says the opposite, or another part, of what the other says.
_CONTRASTS = (
    ("thanh thi", "nong thon"),
    ("nu", "nam gioi"),
    ("ho ngheo", "ho can ngheo"),
    ("tieu hoc", "trung hoc co so", "trung hoc pho thong", "mam non"),
    ("bat buoc", "tu nguyen"),
    ("bao hiem xa hoi", "bao hiem y te", "bao hiem that nghiep"),
    ("giuong benh", "bac si", "dieu duong"),
    ("thap coi", "nhe can"),
    ("xay dung", "xoa bo"),
)
_UNITS = {"nguoi/nam": "nguoi", "phan tram": "%"}


@dataclass(frozen=True, slots=True)
class CascadeItem:
    """One indicator, task or duty as the matching sees it; ``key`` is the caller's own name for it.

    ``agencies`` are keys of those who lead or support; ``figures`` what shall be reached (year, low, high);
    ``receiver`` is the key of whom a report goes to.
    """

    key: str
    kind: Kind
    name: str
    unit: str = ""
    dimension: str = ""
    product: str = ""
    receiver: str = ""
    agencies: frozenset[str] = frozenset()
    figures: frozenset[Figure] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A link that words and figures speak for, with the reasons in words of an official."""

    above: str
    own: str
    score: float
    reasons: tuple[str, ...]

    @property
    def certain(self) -> bool:
        """Say whether it may be accepted together with others."""
        return self.score >= CERTAIN


@dataclass(frozen=True, slots=True)
class _Seen:
    item: CascadeItem
    words: frozenset[str]
    unit: str
    # Neighbouring words, and for each group of words that exclude each other those that stand here.
    pairs: frozenset[tuple[str, str]]
    contrasts: tuple[frozenset[str], ...]


def propose_links(above: Sequence[CascadeItem], own: Sequence[CascadeItem]) -> tuple[Proposal, ...]:
    """Return the links between two plans that words, unit, figures and agencies speak for, the surest first.

    Rare words weigh more than those that many items share. For each own item the most alike of those above is
    proposed, and others nearly as alike (one aim stated twice above).
    """
    uppers, lowers = [_see(item) for item in above], [_see(item) for item in own]
    weights = _weights([*uppers, *lowers])
    full = {row.item.key: sum(weights[word] for word in row.words) for row in uppers}
    found: list[Proposal] = []
    for lower in lowers:
        own_weight = sum(weights[word] for word in lower.words)
        scored = [
            (score, upper)
            for upper in uppers
            if (score := _score(upper, lower, weights, full[upper.item.key] + own_weight))
        ]
        best = max((score for score, _ in scored), default=0.0)
        found.extend(
            Proposal(upper.item.key, lower.item.key, round(score, 3), _reasons(upper, lower))
            for score, upper in scored
            if score >= PROPOSED and score >= best - _NEARLY_AS_GOOD
        )
    return tuple(sorted(found, key=lambda one: (-one.score, one.above, one.own)))


def _see(item: CascadeItem) -> _Seen:
    said = [bare(word) for word in words(f"{item.name} {item.dimension}")]
    kept = [word for word in said if word not in _PLACE]
    folded = " ".join(said)
    unit = " ".join(fold(item.unit).split())
    return _Seen(
        item,
        frozenset(word for word in kept if not word.isdigit()),
        _UNITS.get(unit, unit),
        frozenset(itertools.pairwise(kept)),
        tuple(frozenset(word for word in group if _has(folded, word)) for group in _CONTRASTS),
    )


def _weights(items: Iterable[_Seen]) -> dict[str, float]:
    rows = list(items)
    counts = Counter(word for row in rows for word in row.words)
    return {word: math.log(1 + len(rows) / count) for word, count in counts.items()}


def _score(upper: _Seen, lower: _Seen, weights: Mapping[str, float], whole: float) -> float:
    """Return how alike two items are, 0 to 1; ``whole`` is the weight of the words of both."""
    mine, theirs = lower.item, upper.item
    shared = upper.words & lower.words
    if mine.kind != theirs.kind or not shared or _contradict(upper, lower):
        return 0.0
    if upper.unit and lower.unit and upper.unit != lower.unit and mine.kind == "indicator":
        return 0.0
    if mine.receiver and theirs.receiver and mine.receiver != theirs.receiver:
        return 0.0
    weight = sum(weights[word] for word in shared)
    most = max(1, min(len(upper.pairs), len(lower.pairs)))
    score = 0.75 * (2 * weight / whole) + 0.25 * (len(upper.pairs & lower.pairs) / most)
    return min(score + sum(more for more, _ in _signs(upper, lower)), 1.0)


def _signs(upper: _Seen, lower: _Seen) -> Iterable[tuple[float, str]]:
    """Yield what speaks for a link beside the words: by how much, and in words of an official."""
    mine, theirs = lower.item, upper.item
    if upper.unit and upper.unit == lower.unit:
        yield 0.03, f"cùng đơn vị tính ({mine.unit})"
    if mine.figures & theirs.figures:
        yield 0.06, "cùng số phải đạt"
    if mine.agencies & theirs.agencies:
        yield 0.03, "cùng cơ quan"
    if mine.product and fold(mine.product) == fold(theirs.product):
        yield 0.04, f"cùng sản phẩm ({mine.product})"
    if mine.receiver and mine.receiver == theirs.receiver:
        yield 0.1, "gửi cùng nơi"


def _reasons(upper: _Seen, lower: _Seen) -> tuple[str, ...]:
    shared = upper.words & lower.words
    return (f"cùng {len(shared)} từ: {_said(lower, shared)}", *(said for _, said in _signs(upper, lower)))


def _said(row: _Seen, shared: frozenset[str]) -> str:
    """Return the shared words as the own item prints them, the small words between them kept."""
    said = re.findall(r"[^\W_]+", row.item.name)
    kept = [all(bare(part) in shared for part in words(word)) for word in said]
    at = [number for number, word in enumerate(said) if kept[number] or set(map(bare, words(word))) <= _PLACE]
    at = [number for number in at if any(kept[: number + 1]) and any(kept[number:])]
    return " ".join(said[number] for number in at[:10]) + ("…" if len(at) > 10 else "")


def _contradict(one: _Seen, other: _Seen) -> bool:
    pairs = zip(one.contrasts, other.contrasts, strict=True)
    return any(here and there and not here & there for here, there in pairs)


def _has(text: str, word: str) -> bool:
    return f" {word} " in f" {text} "
