"""The pieces of SQL that formulas are made of: bounds, comparisons, choices, each right for unknown values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sqlglot import exp

SqlExpr = exp.Expr
SQL_OPS = {"=": exp.EQ, "<>": exp.NEQ, "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE}


@dataclass(frozen=True, slots=True)
class Num:
    """A number or a day in SQL: its least and its most; the same object where it is known for everybody."""

    low: SqlExpr
    high: SqlExpr
    floor: int | None = 0
    """Below which it never is; None where that is not sure."""

    @property
    def exact(self) -> bool:
        return self.low is self.high


Value: TypeAlias = "SqlExpr | Num"


def as_number(value: Value) -> Num:
    """Return a value that must be a number or a day."""
    if not isinstance(value, Num):
        raise TypeError(f"{value} is not a number")
    return value


def as_truth(value: Value) -> SqlExpr:
    """Return a value that must be a condition or a word."""
    if isinstance(value, Num):
        raise TypeError(f"{value} is a number")
    return value


def cast(value: SqlExpr, kind: str) -> exp.Cast:
    return exp.Cast(this=value, to=exp.DataType(this=exp.DataType.Type[kind]))


def named(name: str) -> exp.TableAlias:
    return exp.TableAlias(this=exp.to_identifier(name))


def table(name: str, alias: str) -> exp.Table:
    return exp.Table(this=exp.to_identifier(name), alias=named(alias))


def select(columns: Sequence[SqlExpr], source: SqlExpr) -> exp.Select:
    """Return a SELECT of columns from a table; built node by node, which is much quicker than by parsing."""
    return exp.Select(expressions=list(columns), from_=exp.From(this=source))


def column(name: str, table: str) -> exp.Column:
    return exp.column(name, table=table)


def coalesce(value: SqlExpr, instead: SqlExpr) -> SqlExpr:
    return exp.Coalesce(this=value, expressions=[instead])


def extreme(name: str, *values: SqlExpr) -> SqlExpr:
    made = exp.Least if name == "LEAST" else exp.Greatest
    return made(this=values[0], expressions=list(values[1:]), ignore_nulls=True)


def paren(value: SqlExpr) -> SqlExpr:
    return exp.Paren(this=value)


def negate(value: SqlExpr) -> SqlExpr:
    return exp.Not(this=value if isinstance(value, exp.Column) else paren(value))


def alias(value: SqlExpr, name: str) -> SqlExpr:
    return exp.Alias(this=value, alias=exp.to_identifier(name))


def number(value: int) -> SqlExpr:
    return exp.Literal.number(value)


def day(day: date) -> SqlExpr:
    return cast(exp.Literal.string(day.isoformat()), "DATE")


def exact(whole: int) -> Num:
    literal = number(whole)
    return Num(literal, literal, whole)


def constant(value: bool | int | str | date) -> Value:
    if isinstance(value, bool):
        return exp.true() if value else exp.false()
    if isinstance(value, int):
        return exact(value)
    if isinstance(value, date):
        known = day(value)
        return Num(known, known)
    return exp.Literal.string(value)


def case(branches: Sequence[tuple[SqlExpr, SqlExpr]], otherwise: SqlExpr | None) -> SqlExpr:
    if not branches:
        return otherwise if otherwise is not None else exp.null()
    return exp.Case(ifs=[exp.If(this=condition, true=value) for condition, value in branches], default=otherwise)


def is_null(value: SqlExpr) -> SqlExpr:
    return (
        exp.Is(this=paren(value), expression=exp.null())
        if not isinstance(value, exp.Column)
        else exp.Is(this=value, expression=exp.null())
    )


def maybe(condition: SqlExpr) -> SqlExpr:
    """Return whether a condition holds or may hold."""
    return coalesce(condition, exp.true())


def months_after(day: SqlExpr, months: int) -> SqlExpr:
    interval = exp.Interval(this=exp.Literal.string(str(months)), unit=exp.var("MONTH"))
    return cast(exp.Add(this=day, expression=interval), "DATE")


def arithmetic(op: str, left: Num, right: Num) -> Num:
    nodes = {"+": exp.Add, "-": exp.Sub, "*": exp.Mul, "//": exp.IntDiv}
    swap = op == "-"

    def made(a: SqlExpr, b: SqlExpr) -> SqlExpr:
        return nodes[op](this=_wrapped(a), expression=_wrapped(b))

    low = made(left.low, right.high if swap else right.low)
    floor = None if swap or left.floor is None or right.floor is None else 0
    if left.exact and right.exact:
        return Num(low, low, floor)
    return Num(low, made(left.high, right.low if swap else right.high), floor)


def _wrapped(value: SqlExpr) -> SqlExpr:
    return paren(value) if isinstance(value, exp.Binary) else value


def chosen(condition: SqlExpr, then: Num, otherwise: Num) -> Num:
    """Return one number or another; where the condition is unknown, from the least of both to the most."""
    if (
        isinstance(otherwise.low, exp.Literal)
        and otherwise.exact
        and then.floor is not None
        and then.floor >= int(otherwise.low.this)
    ):
        low = case([(condition, then.low)], otherwise.low)
        high = case([(maybe(condition), then.high)], otherwise.high)
        return Num(low, high)
    low = case([(condition, then.low), (negate(condition), otherwise.low)], extreme("LEAST", then.low, otherwise.low))
    high = case(
        [(condition, then.high), (negate(condition), otherwise.high)], extreme("GREATEST", then.high, otherwise.high)
    )
    return Num(low, high, 0 if then.floor is not None and otherwise.floor is not None else None)


def compared_bounds(op: str, left: Num, right: Num) -> SqlExpr:
    if op in {"=", "<>"}:
        apart = exp.or_(exp.LT(this=left.high, expression=right.low), exp.LT(this=right.high, expression=left.low))
        same = exp.and_(
            exp.EQ(this=left.low, expression=left.high),
            exp.EQ(this=right.low, expression=right.high),
            exp.EQ(this=left.low, expression=right.low),
        )
        yes, not_ = (exp.true(), exp.false()) if op == "=" else (exp.false(), exp.true())
        return case([(same, yes), (apart, not_)], None)
    sure = {
        "<": (left.high, right.low),
        "<=": (left.high, right.low),
        ">": (left.low, right.high),
        ">=": (left.low, right.high),
    }[op]
    never = {
        "<": (left.low, right.high),
        "<=": (left.low, right.high),
        ">": (left.high, right.low),
        ">=": (left.high, right.low),
    }[op]
    made = SQL_OPS[op]
    return case(
        [
            (made(this=sure[0], expression=sure[1]), exp.true()),
            (exp.Not(this=paren(made(this=never[0], expression=never[1]))), exp.false()),
        ],
        None,
    )
