"""The pieces of SQL that formulas are made of: bounds, comparisons, choices, each right for unknown values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sqlglot import exp

SqlExpr = exp.Expr
Range = tuple[int | None, int | None]
ANY: Range = (None, None)
SQL_OPS = {"=": exp.EQ, "<>": exp.NEQ, "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE}
_OPPOSITE: dict[type[SqlExpr], type[SqlExpr]] = {
    exp.EQ: exp.NEQ,
    exp.NEQ: exp.EQ,
    exp.LT: exp.GTE,
    exp.GTE: exp.LT,
    exp.GT: exp.LTE,
    exp.LTE: exp.GT,
}


@dataclass(frozen=True, slots=True)
class Num:
    """A number or a day in SQL: its least and its most; the same object, never NULL, where it is known for everybody.

    ``lows`` and ``highs`` are between which numbers the least and the most lie, as far as the formula itself tells.
    """

    low: SqlExpr
    high: SqlExpr
    lows: Range = ANY
    highs: Range = ANY

    @property
    def exact(self) -> bool:
        return self.low is self.high


@dataclass(frozen=True, slots=True)
class Cond:
    """A condition in SQL: ``sure`` is TRUE where it holds for sure, ``maybe`` FALSE where it does not hold for sure.

    The same object where one column says both, unknown being NULL. ``total`` where it is never unknown.
    """

    sure: SqlExpr
    maybe: SqlExpr
    total: bool = False

    @property
    def plain(self) -> bool:
        return self.sure is self.maybe


@dataclass(frozen=True, slots=True)
class Word:
    """A word in SQL, NULL where it is unknown."""

    value: SqlExpr
    total: bool = False


Value: TypeAlias = "Num | Cond | Word"


def cast(value: SqlExpr, kind: str) -> exp.Cast:
    return exp.Cast(this=value, to=exp.DataType(this=exp.DataType.Type[kind]))


def named(name: str) -> exp.TableAlias:
    return exp.TableAlias(this=exp.to_identifier(name))


def table(name: str, alias: str) -> exp.Table:
    return exp.Table(this=exp.to_identifier(name), alias=named(alias))


def column(name: str, table: str) -> exp.Column:
    return exp.column(name, table=table)


def coalesce(value: SqlExpr, instead: SqlExpr) -> SqlExpr:
    return exp.Coalesce(this=value, expressions=[instead])


def paren(value: SqlExpr) -> SqlExpr:
    return exp.Paren(this=value) if isinstance(value, exp.Binary | exp.Not | exp.Is) else value


def alias(value: SqlExpr, name: str) -> SqlExpr:
    return exp.Alias(this=value, alias=exp.to_identifier(name))


def number(value: int) -> SqlExpr:
    return exp.Literal.number(value)


def day(day: date) -> SqlExpr:
    return cast(exp.Literal.string(day.isoformat()), "DATE")


def exact(whole: int) -> Num:
    literal = number(whole)
    return Num(literal, literal, (whole, whole), (whole, whole))


def truth(holds: bool) -> Cond:
    said = exp.true() if holds else exp.false()
    return Cond(said, said, total=True)


def is_constant(value: SqlExpr, holds: bool) -> bool:
    return isinstance(value, exp.Boolean) and bool(value.this) is holds


def case(branches: Sequence[tuple[SqlExpr, SqlExpr]], otherwise: SqlExpr | None) -> SqlExpr:
    if not branches:
        return otherwise if otherwise is not None else exp.null()
    if isinstance(otherwise, exp.Case):
        return exp.Case(ifs=[*_ifs(branches), *otherwise.args["ifs"]], default=otherwise.args.get("default"))
    return exp.Case(ifs=_ifs(branches), default=otherwise)


def _ifs(branches: Sequence[tuple[SqlExpr, SqlExpr]]) -> list[exp.If]:
    return [exp.If(this=condition, true=value) for condition, value in branches]


def is_null(value: SqlExpr) -> SqlExpr:
    return exp.Is(this=paren(value), expression=exp.null())


def is_not_null(value: SqlExpr) -> SqlExpr:
    return exp.Not(this=is_null(value))


def not_false(value: SqlExpr) -> SqlExpr:
    return exp.Not(this=exp.Is(this=paren(value), expression=exp.false()))


def negate(value: SqlExpr) -> SqlExpr:
    """Return the opposite, NULL for NULL, written so that the first part that decides is enough."""
    opposite = _OPPOSITE.get(type(value))
    if opposite is not None:
        return opposite(this=value.this, expression=value.expression)
    if isinstance(value, exp.Boolean):
        return exp.false() if value.this else exp.true()
    if isinstance(value, exp.Paren):
        return negate(value.this)
    if isinstance(value, exp.Not):
        inner: SqlExpr = value.this.this if isinstance(value.this, exp.Paren) else value.this
        return inner
    if isinstance(value, exp.And):
        return any_of([negate(value.left), negate(value.right)])
    if isinstance(value, exp.Or):
        return all_of([negate(value.left), negate(value.right)])
    return exp.Not(this=paren(value))


def all_of(parts: Sequence[SqlExpr]) -> SqlExpr:
    return _joined(parts, exp.And, decides=False)


def any_of(parts: Sequence[SqlExpr]) -> SqlExpr:
    return _joined(parts, exp.Or, decides=True)


def _joined(parts: Sequence[SqlExpr], node: type[exp.Connector], *, decides: bool) -> SqlExpr:
    if any(is_constant(part, decides) for part in parts):
        return exp.true() if decides else exp.false()
    left = [part for part in parts if not is_constant(part, not decides)]
    if not left:
        return exp.false() if decides else exp.true()
    other = exp.Or if node is exp.And else exp.And
    made = [exp.Paren(this=part) if isinstance(part, other) else part for part in left]
    whole = made[0]
    for part in made[1:]:
        whole = node(this=whole, expression=part)
    return whole


def among(word: SqlExpr, values: Sequence[str], choices: frozenset[str]) -> SqlExpr:
    """Return whether a word is one of some; whether it is not the only other one, where there is one other."""
    others = choices - set(values)
    if len(values) == 1:
        return exp.EQ(this=word, expression=exp.Literal.string(values[0]))
    if len(others) == 1:
        return exp.NEQ(this=word, expression=exp.Literal.string(next(iter(others))))
    return exp.In(this=word, expressions=[exp.Literal.string(each) for each in values])


def months_after(day: SqlExpr, months: int) -> SqlExpr:
    interval = exp.Interval(this=exp.Literal.string(str(months)), unit=exp.var("MONTH"))
    return cast(exp.Add(this=day, expression=interval), "DATE")


def extreme(name: str, values: Sequence[SqlExpr]) -> SqlExpr:
    """Return the least or the greatest; NULL is left out, by both databases."""
    made = exp.Least if name == "LEAST" else exp.Greatest
    return made(this=values[0], expressions=list(values[1:]), ignore_nulls=True) if len(values) > 1 else values[0]


def least_and_most(name: str, numbers: Sequence[Num]) -> Num:
    """Return the greatest or the least of some numbers; one that never counts beside another is left out."""

    def end(values: Sequence[tuple[SqlExpr, Range]]) -> tuple[SqlExpr, Range]:
        kept: list[tuple[SqlExpr, Range]] = []
        for value, span in values:
            if any(_never_counts(name, span, other) for _, other in kept):
                continue
            kept = [each for each in kept if not _never_counts(name, each[1], span)]
            kept.append((value, span))
        return extreme(name, [value for value, _ in kept]), _span(name, [span for _, span in kept])

    low, lows = end([(each.low, each.lows) for each in numbers])
    if all(each.exact for each in numbers):
        return Num(low, low, lows, lows)
    high, highs = end([(each.high, each.highs) for each in numbers])
    return Num(low, high, lows, highs)


def _never_counts(name: str, span: Range, other: Range) -> bool:
    """Return whether a number is never above (GREATEST) or below (LEAST) another."""
    if name == "GREATEST":
        return span[1] is not None and other[0] is not None and span[1] <= other[0]
    return span[0] is not None and other[1] is not None and span[0] >= other[1]


def _span(name: str, spans: Sequence[Range]) -> Range:
    best = max if name == "GREATEST" else min
    ends: list[int | None] = []
    for at in (0, 1):
        known = [span[at] for span in spans]
        numbers = [each for each in known if each is not None]
        # One that is open to the side that wins leaves the whole open; the other side only where all are open.
        open_wins = (name == "GREATEST") == (at == 1)
        ends.append(best(numbers) if numbers and (len(numbers) == len(known) or not open_wins) else None)
    return ends[0], ends[1]


def arithmetic(op: str, left: Num, right: Num) -> Num:
    """Return two numbers added, subtracted, multiplied (neither below 0) or divided by a whole number above 0."""
    low, lows = _worked(op, (left.low, left.lows), (right.high, right.highs) if op == "-" else (right.low, right.lows))
    if left.exact and right.exact:
        return Num(low, low, lows, lows)
    high, highs = _worked(
        op, (left.high, left.highs), (right.low, right.lows) if op == "-" else (right.high, right.highs)
    )
    return Num(low, high, lows, highs)


def _worked(op: str, left: tuple[SqlExpr, Range], right: tuple[SqlExpr, Range]) -> tuple[SqlExpr, Range]:
    (a, of_a), (b, of_b) = left, right
    nodes = {"+": exp.Add, "-": exp.Sub, "*": exp.Mul, "//": exp.IntDiv}
    span = _worked_span(op, of_a, of_b)
    if span[0] is not None and span[0] == span[1]:
        return number(span[0]), span
    if op == "+" and of_a == (0, 0):
        return b, of_b
    if op in "+-" and of_b == (0, 0):
        return a, of_a
    if op in ("*", "//") and of_b == (1, 1):
        return a, of_a
    if op == "//" and isinstance(a, exp.Mul) and (whole := _divided(a, of_b)) is not None:
        return whole, span
    return nodes[op](this=paren(a), expression=paren(b)), span


def _divided(product: exp.Mul, of_divisor: Range) -> SqlExpr | None:
    """Return a product with a factor that the divisor goes into, divided; the same number with less work."""
    factor, divisor = product.expression, of_divisor[0]
    if divisor is None or not isinstance(factor, exp.Literal) or int(factor.this) % divisor:
        return None
    rest = int(factor.this) // divisor
    return product.this if rest == 1 else exp.Mul(this=product.this, expression=number(rest))


def _worked_span(op: str, a: Range, b: Range) -> Range:
    def end(x: int | None, y: int | None) -> int | None:
        if x is None or y is None:
            return None
        return {"+": x + y, "-": x - y, "*": x * y, "//": x // y if y else None}[op]

    return (end(a[0], b[1]), end(a[1], b[0])) if op == "-" else (end(a[0], b[0]), end(a[1], b[1]))


def chosen(condition: Cond, then: Num, otherwise: Num) -> Num:
    """Return one number or another; where the condition is unknown, from the least of both to the most."""
    if is_constant(condition.sure, holds=True):
        return then
    if is_constant(condition.maybe, holds=False):
        return otherwise
    if condition.total and then.exact and otherwise.exact:
        only = case([(condition.sure, then.low)], otherwise.low)
        span = _either(then.lows, otherwise.lows)
        return Num(only, only, span, span)
    low = _one_end("LEAST", condition, (then.low, then.lows), (otherwise.low, otherwise.lows))
    high = _one_end("GREATEST", condition, (then.high, then.highs), (otherwise.high, otherwise.highs))
    return Num(low, high, _either(then.lows, otherwise.lows), _either(then.highs, otherwise.highs))


def _one_end(name: str, condition: Cond, then: tuple[SqlExpr, Range], otherwise: tuple[SqlExpr, Range]) -> SqlExpr:
    if then[1] == otherwise[1] and then[1][0] is not None and then[1][0] == then[1][1]:
        return then[0]
    if condition.total or _never_counts(name, then[1], otherwise[1]):
        # Where it is unknown the other one counts.
        return case([(condition.sure, then[0])], otherwise[0])
    if _never_counts(name, otherwise[1], then[1]):
        return case([(negate(condition.maybe), otherwise[0])], then[0])
    one = case([(negate(condition.maybe), exp.null())], then[0])
    other = case([(condition.sure, exp.null())], otherwise[0])
    return extreme(name, [one, other])


def _either(a: Range, b: Range) -> Range:
    least = min(a[0], b[0]) if a[0] is not None and b[0] is not None else None
    most = max(a[1], b[1]) if a[1] is not None and b[1] is not None else None
    return least, most


def compared(op: str, left: Num, right: Num) -> Cond:
    """Return a comparison of two numbers or days."""
    made = SQL_OPS[op]
    always = _decided(op, left, right)
    if always is not None:
        return truth(always)
    if left.exact and right.exact:
        plain = made(this=left.low, expression=right.low)
        return Cond(plain, plain, total=True)
    match op:
        case "<" | "<=":
            return Cond(made(this=left.high, expression=right.low), made(this=left.low, expression=right.high))
        case ">" | ">=":
            return Cond(made(this=left.low, expression=right.high), made(this=left.high, expression=right.low))
    same = Cond(
        all_of([exp.LTE(this=left.high, expression=right.low), exp.GTE(this=left.low, expression=right.high)]),
        all_of([exp.LTE(this=left.low, expression=right.high), exp.GTE(this=left.high, expression=right.low)]),
    )
    return same if op == "=" else Cond(negate(same.maybe), negate(same.sure))


def _decided(op: str, left: Num, right: Num) -> bool | None:
    """Return what a comparison of two numbers always says, if it does."""
    least, most = left.lows[0], left.highs[1]
    other_least, other_most = right.lows[0], right.highs[1]
    above = least is not None and other_most is not None and least > other_most
    below = most is not None and other_least is not None and most < other_least
    from_ = least is not None and other_most is not None and least >= other_most
    until = most is not None and other_least is not None and most <= other_least
    yes = {"<": below, "<=": until, ">": above, ">=": from_, "=": from_ and until, "<>": above or below}[op]
    no = {"<": from_, "<=": above, ">": until, ">=": below, "=": above or below, "<>": from_ and until}[op]
    return True if yes else False if no else None
