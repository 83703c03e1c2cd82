"""The reading for one person: every rule worked out with what is known, and with what is unknown as bounds.

A value is a pair (low, high). Known: both are the same. A condition is 0 or 1; unknown is (0, 1).
The SQL that ``sql`` writes works by the same algebra, so both give the same bounds for everybody.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any as Anything

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
)
from ansinh.core.rules.model import ALWAYS, MOST, NEVER, Fact, Thing
from ansinh.core.rules.system import MonthOfLaw

Bounds = tuple[Anything, Anything]
UNSURE: Bounds = (False, True)
UNTOLD: Bounds = (None, "")
"""A word that is not recorded: the two ends of it are never the same."""


class Reader:
    """Works out rules about things, each once; ``read`` gives the bounds of a rule."""

    def __init__(self, law: MonthOfLaw) -> None:
        self.law = law
        self.done: dict[tuple[int, str], Bounds] = {}
        self.parts: dict[tuple[int, int], Bounds] = {}

    def read(self, name: str, thing: Thing) -> Bounds:
        """Return the bounds of a rule's value for a thing."""
        key = (id(thing), name)
        found = self.done.get(key)
        if found is None:
            version = self.law.versions[name]
            if version is None or version.formula is None:
                found = (False, False) if self.law.system.rules[name].kind is Kind.BOOL else (0, 0)
            else:
                found = self.work_out(version.formula, thing)
            self.done[key] = found
        return found

    def work_out(self, expr: Expr, thing: Thing) -> Bounds:
        """Return the bounds of a part of a formula."""
        key = (id(expr), id(thing))
        found: Bounds | None = self.parts.get(key)
        if found is None:
            found = self.parts[key] = _WORK[type(expr)](self, expr, thing)
        return found

    def fact(self, expr: FactRef, thing: Thing) -> Bounds:
        return fact_bounds(self.law.system.entities[thing.entity].facts[expr.name], thing.facts.get(expr.name))

    def called(self, expr: RuleRef, thing: Thing) -> Bounds:
        return self.done.get((id(thing), expr.name)) or self.read(expr.name, thing)

    def constant(self, expr: Const, thing: Thing) -> Bounds:  # noqa: ARG002
        return (expr.value, expr.value)

    def parameter(self, expr: Param, thing: Thing) -> Bounds:  # noqa: ARG002
        number = self.law.number(expr.id)
        if self.law.system.parameters[expr.id].is_bool:
            return (bool(number), bool(number))
        return (number, number)

    def looked_up(self, expr: Lookup, thing: Thing) -> Bounds:
        table = self.law.table(expr.id)
        low, high = self.work_out(expr.key, thing)
        if low == high:
            value = table.get(str(low), 0)
            return (value, value)
        return (0, max(table.values(), default=0))

    def month_day(self, expr: MonthDay, thing: Thing) -> Bounds:  # noqa: ARG002
        day = self.law.first_day if expr.edge == "start" else self.law.last_day
        return (day, day)

    def reached(self, expr: Reached, thing: Thing) -> Bounds:
        age, _ = self.work_out(expr.age, thing)
        limit = latest_birth(self.law, expr, age)
        low, high = self.work_out(expr.birth, thing)
        return (high <= limit, low <= limit)

    def months_after(self, expr: MonthsAfter, thing: Thing) -> Bounds:
        months, _ = self.work_out(expr.months, thing)
        low, high = self.work_out(expr.day, thing)
        return (months_after(low, months), months_after(high, months))

    def gap(self, expr: Gap, thing: Thing) -> Bounds:  # noqa: ARG002
        return (0, MOST)

    def all(self, expr: All, thing: Thing) -> Bounds:
        high = True
        low = True
        for part in expr.parts:
            part_low, part_high = self.work_out(part, thing)
            if not part_high:
                return (False, False)
            low = low and part_low
        return (low, high)

    def any(self, expr: Any, thing: Thing) -> Bounds:
        high = False
        for part in expr.parts:
            part_low, part_high = self.work_out(part, thing)
            if part_low:
                return (True, True)
            high = high or part_high
        return (False, high)

    def negation(self, expr: Not, thing: Thing) -> Bounds:
        low, high = self.work_out(expr.part, thing)
        return (not high, not low)

    def compared(self, expr: Compare, thing: Thing) -> Bounds:
        a_low, a_high = self.work_out(expr.left, thing)
        b_low, b_high = self.work_out(expr.right, thing)
        match expr.op:
            case "<":
                return (a_high < b_low, a_low < b_high)
            case "<=":
                return (a_high <= b_low, a_low <= b_high)
            case ">":
                return (a_low > b_high, a_high > b_low)
            case ">=":
                return (a_low >= b_high, a_high >= b_low)
        same = _same(a_low, a_high, b_low, b_high)
        return same if expr.op == "=" else (not same[1], not same[0])

    def among(self, expr: Among, thing: Thing) -> Bounds:
        low, high = self.work_out(expr.part, thing)
        return UNSURE if low != high else (low in expr.values, low in expr.values)

    def arithmetic(self, expr: Arith, thing: Thing) -> Bounds:
        a_low, a_high = self.work_out(expr.left, thing)
        b_low, b_high = self.work_out(expr.right, thing)
        match expr.op:
            case "+":
                return (a_low + b_low, a_high + b_high)
            case "-":
                return (a_low - b_high, a_high - b_low)
            case "*":
                return (a_low * b_low, a_high * b_high)
        return (a_low // b_low, a_high // b_low)

    def highest(self, expr: Highest, thing: Thing) -> Bounds:
        parts = [self.work_out(part, thing) for part in expr.parts]
        return (max(low for low, _ in parts), max(high for _, high in parts))

    def lowest(self, expr: Lowest, thing: Thing) -> Bounds:
        parts = [self.work_out(part, thing) for part in expr.parts]
        return (min(low for low, _ in parts), min(high for _, high in parts))

    def chosen(self, expr: When, thing: Thing) -> Bounds:
        low, high = self.work_out(expr.condition, thing)
        if low:
            return self.work_out(expr.then, thing)
        other = self.work_out(expr.otherwise, thing)
        if not high:
            return other
        then = self.work_out(expr.then, thing)
        return (min(then[0], other[0]), max(then[1], other[1]))

    def over(self, expr: Over, thing: Thing) -> Bounds:
        parts = [self.work_out(expr.part, each) for each in thing.many.get(expr.relation, ())]
        lows, highs = [low for low, _ in parts], [high for _, high in parts]
        match expr.summary:
            case "any":
                return (any(lows), any(highs))
            case "count" | "sum":
                return (sum(lows), sum(highs))
        return (max(lows, default=0), max(highs, default=0))

    def via(self, expr: Via, thing: Thing) -> Bounds:
        other = thing.one.get(expr.relation)
        if other is None:
            kind = self.law.system.kind_of(expr, thing.entity, "")
            return {Kind.BOOL: (False, False), Kind.INT: (0, 0)}.get(kind, UNTOLD)
        return self.work_out(expr.part, other)


def fact_bounds(fact: Fact, value: Anything) -> Bounds:
    """Return what is known of a fact as bounds: a number unknown lies between 0 and the greatest it may be."""
    if isinstance(value, tuple):
        return value
    if value is not None:
        return (value, value)
    match fact.kind:
        case Kind.BOOL:
            return UNSURE
        case Kind.INT:
            return (0, fact.most)
        case Kind.DATE:
            return (ALWAYS, NEVER)
    return UNTOLD


def latest_birth(law: MonthOfLaw, expr: Reached, age: int) -> date:
    """Return the last birthday with which the age is reached on that day of the month.

    Who is born on 29 February grows older on 28 February where the year has no 29th.
    """
    day = law.first_day if expr.edge == "start" else law.last_day
    months = age if expr.in_months else age * 12
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    month += 1
    last = calendar.monthrange(year, month)[1]
    if (day + timedelta(days=1)).month != day.month:
        return date(year, month, last)
    return date(year, month, min(day.day, last))


def months_after(day: date, months: int) -> date:
    """Return the day some months later, as both databases count it; "never" stays never."""
    if day == NEVER:
        return day
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _same(a_low: Anything, a_high: Anything, b_low: Anything, b_high: Anything) -> Bounds:
    if (a_low, a_high) == UNTOLD or (b_low, b_high) == UNTOLD:
        return UNSURE
    if a_low == a_high == b_low == b_high:
        return (True, True)
    return UNSURE if a_low <= b_high and b_low <= a_high else (False, False)


_WORK: dict[type[Expr], Anything] = {
    Const: Reader.constant,
    FactRef: Reader.fact,
    RuleRef: Reader.called,
    Param: Reader.parameter,
    Lookup: Reader.looked_up,
    MonthDay: Reader.month_day,
    MonthsAfter: Reader.months_after,
    Gap: Reader.gap,
    Reached: Reader.reached,
    All: Reader.all,
    Any: Reader.any,
    Not: Reader.negation,
    Compare: Reader.compared,
    Among: Reader.among,
    Arith: Reader.arithmetic,
    Highest: Reader.highest,
    Lowest: Reader.lowest,
    When: Reader.chosen,
    Over: Reader.over,
    Via: Reader.via,
}
