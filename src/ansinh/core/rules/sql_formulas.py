"""One formula as SQL, over the columns that are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    Over,
    Param,
    Reached,
    RuleRef,
    Via,
    When,
    parts_of,
)
from ansinh.core.rules.model import ALWAYS, MOST, NEVER
from ansinh.core.rules.reading import latest_birth
from ansinh.core.rules.sql_values import Num, SqlExpr, Value
from ansinh.core.rules.system import MonthOfLaw


@dataclass(frozen=True, slots=True)
class Cell:
    """Something worked out for each thing of a kind and kept in a column: a rule, or a part worth a step of its own."""

    entity: str
    name: str
    expr: Expr
    kind: Kind


class Formulas:
    """Writes formulas; ``cells`` are the parts that stand in columns of their own, ``shape`` how each is kept."""

    def __init__(self, law: MonthOfLaw) -> None:
        self.law, self.system = law, law.system
        self.cells: dict[tuple[str, Expr], Cell] = {}
        self.shape: dict[tuple[str, str], str] = {}

    def columns_in(self, expr: Expr, entity: str, *, inside: bool = False) -> set[str]:
        kept = self.cells.get((entity, expr)) if isinstance(expr, RuleRef | Via | Over | Reached | When) else None
        if kept is not None and not inside:
            return set(names_of(kept.name, self.shape[entity, kept.name]))
        if isinstance(expr, FactRef):
            fact = self.system.entities[entity].facts[expr.name]
            return {f"{fact.column}_from", f"{fact.column}_to"} if fact.from_to else {fact.column}
        return {name for part in parts_of(expr) for name in self.columns_in(part, entity)}

    def emit(self, expr: Expr, entity: str, alias: str) -> Value:
        kept = self.cells.get((entity, expr)) if isinstance(expr, RuleRef | Via | Over | Reached | When) else None
        if kept is not None and (entity, kept.name) in self.shape:
            return self.column(kept, alias)
        match expr:
            case Const(value):
                return sv.constant(value)
            case FactRef(name):
                return self.fact(name, entity, alias)
            case Param(id):
                number = self.law.number(id)
                return (
                    (exp.true() if number else exp.false()) if self.system.parameters[id].is_bool else sv.exact(number)
                )
            case Lookup(id, key):
                return self.looked_up(id, self.emit(key, entity, alias))
            case MonthDay(edge):
                day = sv.day(self.law.first_day if edge == "start" else self.law.last_day)
                return Num(day, day)
            case Gap():
                return Num(sv.number(0), sv.number(MOST))
            case Reached(birth, age, _, _):
                born = self.number(birth, entity, alias)
                limit = sv.day(latest_birth(self.law, expr, self.age(age)))
                reached = exp.LTE(this=born.high, expression=limit)
                return (
                    reached
                    if born.exact
                    else sv.case([(reached, exp.true()), (exp.GT(this=born.low, expression=limit), exp.false())], None)
                )
            case MonthsAfter(day, months):
                start = self.number(day, entity, alias)
                low, high = (sv.months_after(each, self.age(months)) for each in (start.low, start.high))
                return Num(low, low if start.exact else high)
            case All(parts):
                return exp.and_(*(self.truth(part, entity, alias) for part in parts), copy=False)
            case Any(parts):
                return exp.or_(*(self.truth(part, entity, alias) for part in parts), copy=False)
            case Not(part):
                return sv.negate(self.truth(part, entity, alias))
            case Among(part, values):
                word = self.truth(part, entity, alias)
                return exp.In(this=word, expressions=[exp.Literal.string(each) for each in values])
            case Compare():
                return self.compared(expr, entity, alias)
            case Highest(parts):
                return self.extreme("GREATEST", parts, entity, alias)
            case Lowest(parts):
                return self.extreme("LEAST", parts, entity, alias)
            case Arith(op, left, right):
                return sv.arithmetic(op, self.number(left, entity, alias), self.number(right, entity, alias))
            case When(condition, then, otherwise):
                return sv.chosen(
                    self.truth(condition, entity, alias),
                    self.number(then, entity, alias),
                    self.number(otherwise, entity, alias),
                )
        raise TypeError(type(expr).__name__)

    def column(self, cell: Cell, alias: str) -> Value:
        shape = self.shape[cell.entity, cell.name]
        if shape.startswith("exact"):
            only = sv.column(cell.name, alias)
            return Num(only, only, None if "signed" in shape else 0)
        if shape.startswith("bounds"):
            floor = None if "signed" in shape else 0
            return Num(sv.column(f"{cell.name}__lo", alias), sv.column(f"{cell.name}__hi", alias), floor)
        return sv.column(cell.name, alias)

    def number(self, expr: Expr, entity: str, alias: str) -> Num:
        return sv.as_number(self.emit(expr, entity, alias))

    def truth(self, expr: Expr, entity: str, alias: str) -> SqlExpr:
        return sv.as_truth(self.emit(expr, entity, alias))

    def age(self, expr: Expr) -> int:
        """Return an age or a number of months, which a rule writes as a number or as a parameter."""
        if isinstance(expr, Param):
            return self.law.number(expr.id)
        return expr.value if isinstance(expr, Const) and isinstance(expr.value, int) else 0

    def fact(self, name: str, entity: str, alias: str) -> Value:
        fact = self.system.entities[entity].facts[name]
        column = sv.column(fact.column, alias)
        match fact.kind:
            case Kind.INT:
                return Num(sv.coalesce(column, sv.number(0)), sv.coalesce(column, sv.number(fact.most)))
            case Kind.DATE if fact.from_to:
                return Num(sv.column(f"{fact.column}_from", alias), sv.column(f"{fact.column}_to", alias))
            case Kind.DATE:
                return Num(sv.coalesce(column, sv.day(ALWAYS)), sv.coalesce(column, sv.day(NEVER)))
        return column

    def looked_up(self, id: str, key: Value) -> Num:  # noqa: A002
        table = self.law.table(id)
        if not isinstance(key, Num):
            if isinstance(key, exp.Literal):
                return sv.exact(table.get(str(key.this), 0))
            rows = [
                (exp.EQ(this=key, expression=exp.Literal.string(word)), sv.number(value))
                for word, value in table.items()
            ]
            unknown = sv.is_null(key)
            low = sv.case(rows, sv.number(0))
            return Num(low, sv.case([(unknown, sv.number(max(table.values(), default=0))), *rows], sv.number(0)))
        rows = [
            (exp.EQ(this=key.low, expression=sv.number(int(word))), sv.number(value)) for word, value in table.items()
        ]
        if key.exact:
            only = sv.case(rows, sv.number(0))
            return Num(only, only)
        open_key = exp.NEQ(this=key.low, expression=key.high)
        return Num(
            sv.case([(open_key, sv.number(0)), *rows], sv.number(0)),
            sv.case([(open_key, sv.number(max(table.values(), default=0))), *rows], sv.number(0)),
        )

    def extreme(self, name: str, parts: Sequence[Expr], entity: str, alias: str) -> Num:
        numbers = [self.number(part, entity, alias) for part in parts]
        floors = [each.floor for each in numbers]
        known = [floor for floor in floors if floor is not None]
        floor = (
            (max(known) if known else None)
            if name == "GREATEST"
            else (min(known) if len(known) == len(floors) else None)
        )
        low = sv.extreme(name, *(each.low for each in numbers))
        if all(each.exact for each in numbers):
            return Num(low, low, floor)
        return Num(low, sv.extreme(name, *(each.high for each in numbers)), floor)

    def compared(self, expr: Compare, entity: str, alias: str) -> SqlExpr:
        left, right = self.emit(expr.left, entity, alias), self.emit(expr.right, entity, alias)
        made = sv.SQL_OPS[expr.op]
        if not isinstance(left, Num) or not isinstance(right, Num):
            return made(this=sv.as_truth(left), expression=sv.as_truth(right))
        if left.exact and right.exact:
            return made(this=left.low, expression=right.low)
        plain = self.plain(expr, entity, alias, right)
        return plain if plain is not None else sv.compared_bounds(expr.op, left, right)

    def plain(self, expr: Compare, entity: str, alias: str, right: Num) -> SqlExpr | None:
        """Return a bare comparison of a column with a value inside its range: NULL there is unknown, as it should be."""
        if not isinstance(expr.left, FactRef) or not right.exact:
            return None
        fact = self.system.entities[entity].facts[expr.left.name]
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
        return sv.SQL_OPS[expr.op](this=sv.column(fact.column, alias), expression=right.low)


def names_of(name: str, shape: str) -> tuple[str, ...]:
    return (f"{name}__lo", f"{name}__hi") if shape.startswith("bounds") else (name,)
