"""One formula as SQL, over the columns that are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlglot import exp

from ansinh.core.rules import sql_values as sv
from ansinh.core.rules.expressions import (
    All,
    Among,
    Any,
    Arith,
    Compare,
    Const,
    Expr,
    FactRef,
    Gap,
    Highest,
    Kind,
    Lookup,
    Lowest,
    MonthDay,
    MonthsAfter,
    Not,
    Param,
    Reached,
    RuleRef,
    Via,
    When,
)
from ansinh.core.rules.model import ALWAYS, MOST, NEVER
from ansinh.core.rules.reading import latest_birth
from ansinh.core.rules.sql_values import Cond, Num, Range, SqlExpr, Value, Word
from ansinh.core.rules.system import MonthOfLaw

FROM_ZERO: Range = (0, None)
K = TypeVar("K", Num, Cond, Word)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a value stands in columns: one or two (``name__lo``, ``name__hi``), and what is known of it."""

    name: str
    kind: type[Num] | type[Cond] | type[Word]
    single: bool
    total: bool = False
    lows: Range = sv.ANY
    highs: Range = sv.ANY

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.name,) if self.single else (f"{self.name}__lo", f"{self.name}__hi")


def shape_of(name: str, value: Value) -> Shape:
    """Return how a value stands in columns of this name."""
    if isinstance(value, Num):
        return Shape(name, Num, value.exact, value.exact, value.lows, value.highs)
    if isinstance(value, Cond):
        return Shape(name, Cond, value.plain, value.total)
    return Shape(name, Word, single=True, total=value.total)


def parts_in_columns(shape: Shape, value: Value) -> dict[str, SqlExpr]:
    """Return what each column of a shape holds."""
    if isinstance(value, Num):
        ends = (value.low, value.high)
    elif isinstance(value, Cond):
        ends = (value.sure, value.maybe)
    else:
        ends = (value.value, value.value)
    return dict(zip(shape.columns, ends, strict=False))


class Formulas:
    """Writes formulas about one kind of thing; what stands in columns already is read from there."""

    def __init__(self, law: MonthOfLaw, entity: str) -> None:
        self.law, self.system, self.entity = law, law.system, entity

    def column(self, name: str) -> SqlExpr:
        """Return a column of what was worked out before."""
        raise NotImplementedError

    def fact_column(self, name: str, via: str) -> SqlExpr:
        """Return the column of a fact of the thing, or of the one it belongs to."""
        raise NotImplementedError

    def is_recorded(self, fact: str, via: str) -> bool:
        """Return whether a fact is known for everybody."""
        raise NotImplementedError

    def stored(self, expr: Expr, via: str) -> Shape | None:
        """Return where a part of a formula stands in columns, if it does."""
        raise NotImplementedError

    def emit(self, expr: Expr, via: str = "") -> Value:
        shape = self.stored(expr, via)
        if shape is not None:
            return self.read(shape)
        match expr:
            case Const(value) if isinstance(value, bool):
                return sv.truth(value)
            case Const(value) if isinstance(value, int):
                return sv.exact(value)
            case Const(value) if isinstance(value, str):
                return Word(exp.Literal.string(value), total=True)
            case FactRef(name):
                return self.fact(name, via)
            case RuleRef(name):
                return self.inlined(name)
            case Via(relation, part):
                return self.emit(part, relation)
            case Param(id):
                number = self.law.number(id)
                return sv.truth(bool(number)) if self.system.parameters[id].is_bool else sv.exact(number)
            case Lookup(id, key):
                return self.looked_up(id, key, via)
            case MonthDay(edge):
                day = sv.day(self.law.first_day if edge == "start" else self.law.last_day)
                return Num(day, day)
            case Const(date() as value):
                day = sv.day(value)
                return Num(day, day)
            case Gap():
                return Num(sv.number(0), sv.number(MOST), (0, 0), (MOST, MOST))
            case Reached(birth, age, _, _):
                born = self.number(birth, via)
                limit = sv.day(latest_birth(self.law, expr, self.age(age)))
                return sv.compared("<=", born, Num(limit, limit))
            case MonthsAfter(day, months):
                start = self.number(day, via)
                low, high = (sv.months_after(each, self.age(months)) for each in (start.low, start.high))
                return Num(low, low if start.exact else high)
            case All(parts):
                return self.joined(parts, via, every=True)
            case Any(parts):
                return self.of_one_word(parts, via) or self.joined(parts, via, every=False)
            case Not(part):
                inner = self.truth(part, via)
                sure = sv.negate(inner.maybe)
                return Cond(sure, sure if inner.plain else sv.negate(inner.sure), inner.total)
            case Among(part, values):
                word = self.word(part, via)
                plain = sv.among(word.value, values, self.choices(part, via))
                return Cond(plain, plain, word.total)
            case Compare():
                return self.compared(expr, via)
            case Highest(parts) | Lowest(parts):
                name = "GREATEST" if isinstance(expr, Highest) else "LEAST"
                return sv.least_and_most(name, [self.number(part, via) for part in parts])
            case Arith(op, left, right):
                return sv.arithmetic(op, self.number(left, via), self.number(right, via))
            case When(condition, then, otherwise):
                return sv.chosen(self.truth(condition, via), self.number(then, via), self.number(otherwise, via))
        raise TypeError(type(expr).__name__)

    def read(self, shape: Shape) -> Value:
        """Return a value from the columns it stands in."""
        first = self.column(shape.columns[0])
        last = first if shape.single else self.column(shape.columns[1])
        if shape.kind is Num:
            return Num(first, last, shape.lows, shape.highs)
        return Cond(first, last, shape.total) if shape.kind is Cond else Word(first, shape.total)

    def inlined(self, name: str) -> Value:
        version = self.law.versions[name]
        if version is None or version.formula is None:
            return sv.truth(holds=False) if self.system.rules[name].kind is Kind.BOOL else sv.exact(0)
        return self.emit(version.formula)

    def number(self, expr: Expr, via: str = "") -> Num:
        return _of_kind(self.emit(expr, via), Num)

    def truth(self, expr: Expr, via: str = "") -> Cond:
        return _of_kind(self.emit(expr, via), Cond)

    def word(self, expr: Expr, via: str = "") -> Word:
        return _of_kind(self.emit(expr, via), Word)

    def age(self, expr: Expr) -> int:
        """Return an age or a number of months, which a rule writes as a number or as a parameter."""
        if isinstance(expr, Param):
            return self.law.number(expr.id)
        return expr.value if isinstance(expr, Const) and isinstance(expr.value, int) else 0

    def target(self, via: str) -> str:
        return self.system.entities[self.entity].relations[via].target if via else self.entity

    def fact(self, name: str, via: str) -> Value:
        fact = self.system.entities[self.target(via)].facts[name]
        known = self.is_recorded(name, via)
        if fact.from_to:
            first = self.fact_column(f"{fact.column}_from", via)
            return Num(first, first if known else self.fact_column(f"{fact.column}_to", via))
        column = self.fact_column(fact.column, via)
        match fact.kind:
            case Kind.BOOL:
                return Cond(column, column, known)
            case Kind.TEXT:
                return Word(column, known)
        span: Range = (0, fact.most) if fact.kind is Kind.INT else sv.ANY
        if known:
            return Num(column, column, span, span)
        ends = (sv.number(0), sv.number(fact.most)) if fact.kind is Kind.INT else (sv.day(ALWAYS), sv.day(NEVER))
        return Num(sv.coalesce(column, ends[0]), sv.coalesce(column, ends[1]), span, span)

    def joined(self, parts: Sequence[Expr], via: str, *, every: bool) -> Cond:
        made = [self.truth(part, via) for part in parts]
        join = sv.all_of if every else sv.any_of
        sure = join([each.sure for each in made])
        total = all(each.total for each in made)
        return Cond(sure, sure if all(each.plain for each in made) else join([each.maybe for each in made]), total)

    def choices(self, expr: Expr, via: str) -> frozenset[str]:
        """Return every word that a fact may be; nothing where that is open."""
        entity = self.system.entities[self.target(via)]
        if isinstance(expr, Via):
            entity, expr = self.system.entities[entity.relations[expr.relation].target], expr.part
        if not isinstance(expr, FactRef):
            return frozenset()
        fact = entity.facts[expr.name]
        return frozenset([*fact.choices, *([str(fact.absent)] if fact.absent is not None else [])])

    def of_one_word(self, parts: Sequence[Expr], via: str) -> Cond | None:
        """Return "one of these holds" as one look at a word, where all are about what one fact is."""
        seen: dict[str, list[str]] = {}
        for part in parts:
            version = self.law.versions[part.name] if isinstance(part, RuleRef) and not via else None
            formula = version.formula if version is not None else part
            match formula:
                case Compare("=", FactRef(name), Const(str(word))):
                    seen.setdefault(name, []).append(word)
                case _:
                    return None
        if len(seen) != 1:
            return None
        fact = FactRef(next(iter(seen)))
        return self.truth(Among(fact, tuple(seen[fact.name])), via)

    def looked_up(self, id: str, key: Expr, via: str) -> Num:  # noqa: A002
        table = self.law.table(id)
        most = max(table.values(), default=0)
        span: Range = (0, most)
        found = self.emit(key, via)
        if isinstance(found, Word):
            if isinstance(found.value, exp.Literal):
                return sv.exact(table.get(str(found.value.this), 0))
            rows = [
                (exp.EQ(this=found.value, expression=exp.Literal.string(word)), sv.number(value))
                for word, value in table.items()
            ]
            low = sv.case(rows, sv.number(0))
            if found.total:
                return Num(low, low, span, span)
            unknown = sv.is_null(found.value)
            return Num(low, sv.case([*rows, (unknown, sv.number(most))], sv.number(0)), span, span)
        number = _of_kind(found, Num)
        rows = [
            (exp.EQ(this=number.low, expression=sv.number(int(word))), sv.number(value))
            for word, value in table.items()
        ]
        if number.exact:
            only = sv.case(rows, sv.number(0))
            return Num(only, only, span, span)
        open_key = exp.NEQ(this=number.low, expression=number.high)
        return Num(
            sv.case([(open_key, sv.number(0)), *rows], sv.number(0)),
            sv.case([(open_key, sv.number(most)), *rows], sv.number(0)),
            span,
            span,
        )

    def compared(self, expr: Compare, via: str) -> Cond:
        left, right = self.emit(expr.left, via), self.emit(expr.right, via)
        if isinstance(left, Num) and isinstance(right, Num):
            bare = self.bare(expr, left, right, via)
            return bare or sv.compared(expr.op, left, right)
        made = sv.SQL_OPS[expr.op]
        if isinstance(left, Word) and isinstance(right, Word):
            plain = made(this=left.value, expression=right.value)
            return Cond(plain, plain, left.total and right.total)
        one, other = _of_kind(left, Cond), _of_kind(right, Cond)
        if not one.plain or not other.plain:
            raise TypeError(f"{expr} compares two conditions that are not recorded facts")
        plain = made(this=one.sure, expression=other.sure)
        return Cond(plain, plain, one.total and other.total)

    def bare(self, expr: Compare, left: Num, right: Num, via: str) -> Cond | None:
        """Return a bare comparison of a column with a value inside its range: NULL there is unknown, as it should be."""
        if not isinstance(expr.left, FactRef) or left.exact or not right.exact:
            return None
        fact = self.system.entities[self.target(via)].facts[expr.left.name]
        if fact.from_to:
            return None
        if fact.kind is Kind.INT:
            if not (isinstance(right.low, exp.Literal) and not right.low.is_string):
                return None
            value = int(right.low.this)
            inside = {
                "<": 0 < value <= fact.most,
                ">=": 0 < value <= fact.most,
                "<=": 0 <= value < fact.most,
                ">": 0 <= value < fact.most,
            }
            if not inside.get(expr.op, 0 <= value <= fact.most):
                return None
        elif not isinstance(right.low, exp.Cast):
            return None
        plain = sv.SQL_OPS[expr.op](this=self.fact_column(fact.column, via), expression=right.low)
        return Cond(plain, plain)


def _of_kind(value: Value, kind: type[K]) -> K:
    if not isinstance(value, kind):
        raise TypeError(f"{value} is no {kind.__name__}")
    return value
