"""The words a rule is written in: a small frozen tree over facts, other rules and dated parameters.

Every value may be unknown. A yes-or-no value is then neither; a number lies between two bounds. There is no
float: money is whole đồng, a coefficient whole tenths.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal


class Kind(StrEnum):
    """What a value is."""

    BOOL = "bool"
    INT = "int"
    TEXT = "text"
    DATE = "date"


Scalar = bool | int | str | date
Edge = Literal["start", "end"]
Comparison = Literal["=", "<>", "<", "<=", ">", ">="]
Operation = Literal["+", "-", "*", "//"]
Summary = Literal["any", "count", "sum", "max"]


class Expr:
    """A part of a formula; combined with the functions of this module and the operators + - * //."""

    __slots__ = ()

    def __add__(self, other: Expr | int) -> Expr:
        return Arith("+", self, lift(other))

    def __sub__(self, other: Expr | int) -> Expr:
        return Arith("-", self, lift(other))

    def __mul__(self, other: Expr | int) -> Expr:
        return Arith("*", self, lift(other))

    def __floordiv__(self, other: Expr | int) -> Expr:
        return Arith("//", self, lift(other))

    def is_(self, other: Expr | Scalar) -> Expr:
        return Compare("=", self, lift(other))

    def below(self, other: Expr | Scalar) -> Expr:
        return Compare("<", self, lift(other))

    def at_most(self, other: Expr | Scalar) -> Expr:
        return Compare("<=", self, lift(other))

    def above(self, other: Expr | Scalar) -> Expr:
        return Compare(">", self, lift(other))

    def at_least(self, other: Expr | Scalar) -> Expr:
        return Compare(">=", self, lift(other))

    def among(self, *values: str) -> Expr:
        return Among(self, values)


@dataclass(frozen=True, slots=True)
class Const(Expr):
    """A value that stands in the rule itself: a word, a day, a count; never an amount of money."""

    value: Scalar

    def __post_init__(self) -> None:
        if isinstance(self.value, float):
            raise TypeError(f"{self.value!r} là số thực: tiền ghi số nguyên đồng, hệ số ghi phần mười")


@dataclass(frozen=True, slots=True)
class FactRef(Expr):
    """A recorded fact of the person or household the rule is about."""

    name: str


@dataclass(frozen=True, slots=True)
class RuleRef(Expr):
    """The result of another rule about the same person or household."""

    name: str


@dataclass(frozen=True, slots=True)
class Param(Expr):
    """A dated parameter; where none is in force it counts 0, or "no"."""

    id: str


@dataclass(frozen=True, slots=True)
class Lookup(Expr):
    """The row of a dated table; a key the table does not have counts 0."""

    id: str
    key: Expr


@dataclass(frozen=True, slots=True)
class MonthDay(Expr):
    """The first or the last day of the month asked about."""

    edge: Edge


@dataclass(frozen=True, slots=True)
class Reached(Expr):
    """Whether an age was reached on the first or the last day of the month (``months`` instead of years if so)."""

    birth: Expr
    age: Expr
    edge: Edge
    in_months: bool = False


@dataclass(frozen=True, slots=True)
class MonthsAfter(Expr):
    """The same day some months later; the last day of that month where it has no such day."""

    day: Expr
    months: Expr


@dataclass(frozen=True, slots=True)
class Gap(Expr):
    """A figure that the law has and nobody has entered: unknown, because the law is not at hand."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class All(Expr):
    """Every condition holds."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Any(Expr):
    """One condition at least holds."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Not(Expr):
    """The condition does not hold."""

    part: Expr


@dataclass(frozen=True, slots=True)
class Compare(Expr):
    """Two values compared."""

    op: Comparison
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Among(Expr):
    """A word is one of some."""

    part: Expr
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arith(Expr):
    """Whole numbers added, subtracted, multiplied (neither below 0) or divided by a whole number above 0."""

    op: Operation
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Highest(Expr):
    """The greatest of some numbers."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Lowest(Expr):
    """The least of some numbers."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class When(Expr):
    """One number or another, as a condition says."""

    condition: Expr
    then: Expr
    otherwise: Expr


@dataclass(frozen=True, slots=True)
class Over(Expr):
    """Summed up over the many that belong to one: the members of a household, the children of a person."""

    summary: Summary
    relation: str
    part: Expr


@dataclass(frozen=True, slots=True)
class Via(Expr):
    """Read at the one that this belongs to: the household of a person."""

    relation: str
    part: Expr


def lift(value: Expr | Scalar) -> Expr:
    """Return the value as a part of a formula."""
    return value if isinstance(value, Expr) else Const(value)


def fact(name: str) -> FactRef:
    return FactRef(name)


def rule(name: str) -> RuleRef:
    return RuleRef(name)


def param(id: str) -> Param:  # noqa: A002 - it is called an id in the sources
    return Param(id)


def lookup(id: str, key: Expr) -> Lookup:  # noqa: A002
    return Lookup(id, key)


def all_of(*parts: Expr) -> Expr:
    return All(parts)


def any_of(*parts: Expr) -> Expr:
    return Any(parts)


def no(part: Expr) -> Expr:
    return Not(part)


def when(condition: Expr, then: Expr | int, otherwise: Expr | int = 0) -> Expr:
    return When(condition, lift(then), lift(otherwise))


def highest(*parts: Expr) -> Expr:
    return Highest(parts)


def lowest(*parts: Expr | int) -> Expr:
    return Lowest(tuple(lift(part) for part in parts))


def exists(relation: str, part: Expr) -> Expr:
    return Over("any", relation, part)


def count(relation: str, part: Expr) -> Expr:
    return Over("count", relation, part)


def total(relation: str, part: Expr) -> Expr:
    return Over("sum", relation, part)


def most(relation: str, part: Expr) -> Expr:
    return Over("max", relation, part)


def of(relation: str, part: Expr) -> Expr:
    return Via(relation, part)


def reached(birth: Expr, age: Expr | int, edge: Edge = "end", *, in_months: bool = False) -> Expr:
    return Reached(birth, lift(age), edge, in_months)


def rounded(parts: Expr, *, over: int) -> Expr:
    """Return an amount of which ``over`` parts make a đồng, rounded to whole thousands of đồng, a half upwards."""
    return ((parts + over * ROUND_TO // 2) // (over * ROUND_TO)) * ROUND_TO


def as_rounded(expr: Expr) -> tuple[Expr, int] | None:
    """Return the parts and ``over`` of what ``rounded`` made; None for anything else."""
    match expr:
        case Arith("*", Arith("//", Arith("+", parts, Const(half)), Const(whole)), Const(to)) if (
            to == ROUND_TO and isinstance(whole, int) and half == whole // 2
        ):
            return parts, whole // ROUND_TO
    return None


ROUND_TO = 1000
MONTH_START = MonthDay("start")
MONTH_END = MonthDay("end")


def parts_of(expr: Expr) -> tuple[Expr, ...]:
    """Return the parts of a formula, one step down."""
    match expr:
        case All(parts) | Any(parts) | Highest(parts) | Lowest(parts):
            return parts
        case Not(part) | Among(part, _) | Over(_, _, part) | Via(_, part):
            return (part,)
        case Compare(_, left, right) | Arith(_, left, right):
            return (left, right)
        case When(condition, then, otherwise):
            return (condition, then, otherwise)
        case Lookup(_, key):
            return (key,)
        case Reached(birth, age, _, _):
            return (birth, age)
        case MonthsAfter(day, months):
            return (day, months)
        case _:
            return ()


def walk(expr: Expr) -> Iterator[Expr]:
    """Yield the formula and every part of it, the outer before the inner."""
    yield expr
    for part in parts_of(expr):
        yield from walk(part)
