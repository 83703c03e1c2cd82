"""One indicator in several plans: the levels in words, which is the strictest, and which sign runs the wrong way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ansinh.core.text import write_number

UP = frozenset({"up", "keep"})
LARGEST_SHARE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Stated:
    """What one plan sets: who, and the target as read."""

    plan: str
    comparator: str
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Ends:
    """Which plans are the strictest and which the loosest, and those whose sign runs against the indicator.

    ``strictest`` and ``loosest`` are empty where fewer than two plans can be ranked; where all that can be ranked are
    alike, ``alike`` is true and both are empty.
    """

    strictest: tuple[str, ...] = ()
    loosest: tuple[str, ...] = ()
    alike: bool = False
    wrong_way: tuple[str, ...] = ()
    implausible: tuple[str, ...] = ()


def in_words(comparator: str, low: Decimal | None, high: Decimal | None, words: str = "") -> str:
    """Write a level as one says it: "dưới 3", "trên 97,5", "từ 95 trở lên", "50-55", "khoảng 30"; else its words."""
    if comparator in ("", "qualitative"):
        return words.strip()
    if comparator == "range" and low is not None and high is not None:
        return f"{_figure(low)}-{_figure(high)}"
    bound = low if low is not None else high
    if bound is None:
        return words.strip()
    forms = {"<": "dưới {}", ">": "trên {}", ">=": "từ {} trở lên", "<=": "không quá {}", "approx": "khoảng {}"}
    return forms.get(comparator, "{}").format(_figure(bound))


def _figure(number: Decimal) -> str:
    return write_number(number)


def strictness(stated: Stated, *, direction: str) -> tuple[Decimal, int] | None:
    """Return how much a target asks for, the larger the stricter; None where it cannot be ranked.

    Where higher is better the lower bound counts, else the upper one with its sign turned. Of two equal figures the
    one that excludes the bound itself ("trên 95") is the stricter. A sign against the direction is not ranked.
    """
    if stated.comparator in ("", "qualitative") or direction not in ("up", "keep", "down"):
        return None
    if direction in UP:
        if stated.low is None:
            return None
        return stated.low, 1 if stated.comparator == ">" else 0
    if stated.high is None:
        return None
    return -stated.high, 1 if stated.comparator == "<" else 0


def find_ends(rows: Iterable[Stated], *, direction: str, unit: str = "") -> Ends:
    """Return the strictest and the loosest of several plans. A share over a hundred is set aside as implausible."""
    ranked: dict[str, tuple[Decimal, int]] = {}
    wrong: dict[str, None] = {}
    odd: dict[str, None] = {}
    for row in rows:
        if unit == "%" and any(bound is not None and bound > LARGEST_SHARE for bound in (row.low, row.high)):
            odd[row.plan] = None
            continue
        measure = strictness(row, direction=direction)
        if measure is not None:
            ranked[row.plan] = max(measure, ranked.get(row.plan, measure))
        elif row.comparator not in ("", "qualitative") and direction in (*UP, "down"):
            wrong[row.plan] = None
    wrong_way = tuple(plan for plan in wrong if plan not in ranked)
    implausible = tuple(odd)
    if len(ranked) < 2:
        return Ends(wrong_way=wrong_way, implausible=implausible)
    most, least = max(ranked.values()), min(ranked.values())
    if most == least:
        return Ends(alike=True, wrong_way=wrong_way, implausible=implausible)
    return Ends(
        strictest=tuple(plan for plan, measure in ranked.items() if measure == most),
        loosest=tuple(plan for plan, measure in ranked.items() if measure == least),
        wrong_way=wrong_way,
        implausible=implausible,
    )
