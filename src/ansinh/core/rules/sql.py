"""The reading for a whole register: the rules written as SQL, from the same formulas as the reading for one person.

A condition is a column that may be NULL (unknown). A number is two columns, the least and the most it may be
(``name__lo``, ``name__hi``), or one where both are the same for everybody. Rules that call others, ages, what is read
at another thing and what is summed up over many stand in steps (WITH), each on what came before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sqlglot import exp

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
from ansinh.core.rules.layout import keys_of, table_columns
from ansinh.core.rules.model import ALWAYS, MOST, NEVER
from ansinh.core.rules.reading import latest_birth
from ansinh.core.rules.system import MonthOfLaw

Dialect = Literal["duckdb", "postgres"]
SqlExpr = exp.Expression
_SQL_OPS = {"=": exp.EQ, "<>": exp.NEQ, "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE}
_COUNTED = {"any": exp.Max, "max": exp.Max, "sum": exp.Sum, "count": exp.Sum}


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


Value = SqlExpr | Num


@dataclass(frozen=True, slots=True)
class Cell:
    """Something worked out for each thing of a kind and kept in a column: a rule, or a part worth a step of its own."""

    entity: str
    name: str
    expr: Expr
    kind: Kind


@dataclass(slots=True)
class _Step:
    """One step of the WITH: a kind of thing with the columns added to it."""

    entity: str
    name: str
    before: str
    cells: list[Cell]
    columns: dict[str, SqlExpr] = field(default_factory=dict)
    joins: list[tuple[SqlExpr, SqlExpr]] = field(default_factory=list)
    reads: dict[str, set[str]] = field(default_factory=dict)
    """What the step reads of other steps, beside its own before it."""


def compile_rules(law: MonthOfLaw, rules: Iterable[str], *, dialect: Dialect) -> dict[str, str]:
    """Return one SELECT a kind of thing: the id and the bounds of the rules asked for, over the tables of ``layout``.

    A number stands as ``name__lo`` and ``name__hi``; a condition as ``name``, NULL where it is unknown.
    """
    return {entity: select.sql(dialect=dialect) for entity, select in _Compiler(law).selects(list(rules)).items()}


class _Compiler:
    def __init__(self, law: MonthOfLaw) -> None:
        self.law, self.system = law, law.system
        self.cells: dict[tuple[str, Expr], Cell] = {}
        self.needs: dict[Cell, list[Cell]] = {}
        self.shape: dict[tuple[str, str], str] = {}
        self.steps: list[_Step] = []
        self.current: dict[str, str] = {}
        self.counted: dict[str, int] = {}

    def selects(self, names: Sequence[str]) -> dict[str, exp.Select]:
        wanted = [self.cell(self.system.rules[name].entity, RuleRef(name)) for name in names]
        self.run()
        found = {}
        for entity in dict.fromkeys(cell.entity for cell in wanted):
            found[entity] = self.select(entity, [cell for cell in wanted if cell.entity == entity])
        return found

    # What stands in a column of its own, and what it needs.

    def cell(self, entity: str, expr: Expr) -> Cell:
        key = (entity, expr)
        if key in self.cells:
            return self.cells[key]
        kind = self.system.kind_of(expr, entity, "")
        if isinstance(expr, RuleRef):
            version = self.law.versions[expr.name]
            formula = version.formula if version is not None else None
            empty: Expr = Const(False) if kind is Kind.BOOL else Const(0)
            cell = Cell(entity, expr.name, formula if formula is not None else empty, kind)
        else:
            letter = {Via: "read", Over: "sum", Reached: "age", When: "case"}[type(expr)]
            self.counted[letter] = self.counted.get(letter, 0) + 1
            cell = Cell(entity, f"{letter}_{self.counted[letter]}", expr, kind)
        self.cells[key] = cell
        match expr:
            case Via(relation, part) | Over(_, relation, part):
                target = self.system.entities[entity].relations[relation].target
                self.needs[cell] = self.called(part, target)
            case Reached():
                self.needs[cell] = []
            case _:
                self.needs[cell] = self.called(cell.expr, entity)
        return cell

    def called(self, expr: Expr, entity: str) -> list[Cell]:
        if isinstance(expr, RuleRef | Via | Over | Reached):
            return [self.cell(entity, expr)]
        if isinstance(expr, When):
            # A branch is written out twice; a branch with branches goes into a column, or the text would grow without end.
            return [
                *self.called(expr.condition, entity),
                *(cell for part in (expr.then, expr.otherwise) for cell in self.branch(part, entity)),
            ]
        return [cell for part in parts_of(expr) for cell in self.called(part, entity)]

    def branch(self, part: Expr, entity: str) -> list[Cell]:
        return [self.cell(entity, part)] if _is_deep(part) else self.called(part, entity)

    # The steps: everything whose needs are there, kind by kind, until nothing is left.

    def run(self) -> None:
        for entity in self.system.entities.values():
            self.current[entity.name] = entity.table
        left, done = list(self.cells.values()), set[Cell]()
        while left:
            ready = [cell for cell in left if all(need in done for need in self.needs[cell])]
            made = []
            for entity in self.system.entities:
                cells = [cell for cell in ready if cell.entity == entity]
                if cells:
                    made.append(self.step(entity, cells))
            self.steps += made
            for step in made:
                self.current[step.entity] = step.name
            done |= set(ready)
            left = [cell for cell in left if cell not in done]

    def step(self, entity: str, cells: list[Cell]) -> _Step:
        step = _Step(entity, f"{entity}_{len(self.steps) + 1}_{len(cells)}", self.current[entity], cells)
        self.join_one(step)
        self.join_many(step)
        for cell in cells:
            if isinstance(cell.expr, Via | Over):
                continue
            self.keep(step, cell.entity, cell.name, cell.kind, self.emit(cell.expr, entity, "t"))
        return step

    def keep(self, step: _Step, entity: str, name: str, kind: Kind, value: Value) -> None:
        if isinstance(value, Num) and value.exact:
            self.shape[entity, name] = "exact" if value.floor is not None else "exact signed"
            step.columns[name] = value.low
        elif isinstance(value, Num):
            self.shape[entity, name] = "bounds" if value.floor is not None else "bounds signed"
            step.columns[f"{name}__lo"], step.columns[f"{name}__hi"] = value.low, value.high
        else:
            self.shape[entity, name] = kind
            step.columns[name] = value

    def join_one(self, step: _Step) -> None:
        own = self.system.entities[step.entity]
        for cell in step.cells:
            if not isinstance(cell.expr, Via):
                continue
            relation = own.relations[cell.expr.relation]
            target = self.system.entities[relation.target]
            alias = f"one_{relation.name}"
            source = exp.alias_(exp.to_table(self.current[target.name]), alias, table=True)
            on = exp.EQ(this=_column(target.id_column, alias), expression=_column(relation.key, "t"))
            if source not in [each for each, _ in step.joins]:
                step.joins.append((source, on))
            value = self.emit(cell.expr.part, target.name, alias)
            self.read(step, target.name, cell.expr.part, {target.id_column})
            self.keep(step, cell.entity, cell.name, cell.kind, value)

    def join_many(self, step: _Step) -> None:
        own = self.system.entities[step.entity]
        by_relation: dict[str, list[Cell]] = {}
        for cell in step.cells:
            if isinstance(cell.expr, Over):
                by_relation.setdefault(cell.expr.relation, []).append(cell)
        for name, cells in by_relation.items():
            relation = own.relations[name]
            alias = f"many_{name}"
            columns: list[SqlExpr] = [_column(relation.key, "u")]
            for cell in cells:
                assert isinstance(cell.expr, Over)
                columns += self.summed(step, cell, cell.expr, relation.target, alias)
                self.read(step, relation.target, cell.expr.part, {relation.key})
            source = exp.alias_(exp.to_table(self.current[relation.target]), "u", table=True)
            grouped = (
                exp.select(*columns)
                .from_(source)
                .where(exp.Not(this=exp.Is(this=_column(relation.key, "u"), expression=exp.null())))
                .group_by(_column(relation.key, "u"))
            )
            on = exp.EQ(this=_column(relation.key, alias), expression=_column(own.id_column, "t"))
            step.joins.append((grouped.subquery(alias), on))

    def summed(self, step: _Step, cell: Cell, over: Over, target: str, alias: str) -> list[SqlExpr]:
        """Add a summary to the step; return the columns that the grouped subquery has for it."""
        value = self.emit(over.part, target, "u")
        if over.summary == "any":
            assert not isinstance(value, Num)
            mark = _case([(value, _int(2)), (_is_null(value), _int(1))], _int(0))
            summed = _coalesce(_column(cell.name, alias), _int(0))
            known = _case([(exp.EQ(this=summed, expression=_int(2)), exp.true()), (exp.EQ(this=summed, expression=_int(0)), exp.false())], None)
            self.keep(step, cell.entity, cell.name, cell.kind, known)
            return [_alias(exp.Max(this=mark), cell.name)]
        if over.summary == "count":
            assert not isinstance(value, Num)
            value = Num(_case([(value, _int(1))], _int(0)), _case([(_maybe(value), _int(1))], _int(0)))
        assert isinstance(value, Num)
        count = _COUNTED[over.summary]

        def whole(inner: SqlExpr) -> SqlExpr:
            made = count(this=inner)
            return exp.cast(made, "BIGINT") if count is exp.Sum else made

        def joined(name: str) -> SqlExpr:
            return _coalesce(_column(name, alias), _int(0))

        if value.exact:
            only = joined(cell.name)
            self.keep(step, cell.entity, cell.name, cell.kind, Num(only, only))
            return [_alias(whole(value.low), cell.name)]
        low, high = f"{cell.name}__lo", f"{cell.name}__hi"
        self.keep(step, cell.entity, cell.name, cell.kind, Num(joined(low), joined(high)))
        return [_alias(whole(value.low), low), _alias(whole(value.high), high)]

    def read(self, step: _Step, entity: str, part: Expr, keys: set[str]) -> None:
        """Note which columns a step reads of another kind of thing."""
        step.reads.setdefault(self.current[entity], set()).update(keys | self.columns_in(part, entity))

    def columns_in(self, expr: Expr, entity: str, *, inside: bool = False) -> set[str]:
        kept = self.cells.get((entity, expr)) if isinstance(expr, RuleRef | Via | Over | Reached | When) else None
        if kept is not None and not inside:
            return set(_names(kept.name, self.shape[entity, kept.name]))
        if isinstance(expr, FactRef):
            fact = self.system.entities[entity].facts[expr.name]
            return {f"{fact.column}_from", f"{fact.column}_to"} if fact.from_to else {fact.column}
        return {name for part in parts_of(expr) for name in self.columns_in(part, entity)}

    # One formula.

    def emit(self, expr: Expr, entity: str, alias: str) -> Value:  # noqa: C901, PLR0911
        kept = self.cells.get((entity, expr)) if isinstance(expr, RuleRef | Via | Over | Reached | When) else None
        if kept is not None and (entity, kept.name) in self.shape:
            return self.column(kept, alias)
        match expr:
            case Const(value):
                return _constant(value)
            case FactRef(name):
                return self.fact(name, entity, alias)
            case Param(id):
                number = self.law.number(id)
                return (exp.true() if number else exp.false()) if self.system.parameters[id].is_bool else _exact(number)
            case Lookup(id, key):
                return self.looked_up(id, self.emit(key, entity, alias))
            case MonthDay(edge):
                day = _date(self.law.first_day if edge == "start" else self.law.last_day)
                return Num(day, day)
            case Gap():
                return Num(_int(0), _int(MOST))
            case Reached(birth, age, _, _):
                born = self.number(birth, entity, alias)
                limit = _date(latest_birth(self.law, expr, self.age(age)))
                reached = exp.LTE(this=born.high, expression=limit)
                return reached if born.exact else _case([(reached, exp.true()), (exp.GT(this=born.low, expression=limit), exp.false())], None)
            case MonthsAfter(day, months):
                start = self.number(day, entity, alias)
                low, high = (_months_after(each, self.age(months)) for each in (start.low, start.high))
                return Num(low, low if start.exact else high)
            case All(parts):
                return exp.and_(*(self.truth(part, entity, alias) for part in parts), copy=False)
            case Any(parts):
                return exp.or_(*(self.truth(part, entity, alias) for part in parts), copy=False)
            case Not(part):
                return _not(self.truth(part, entity, alias))
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
                return _arithmetic(op, self.number(left, entity, alias), self.number(right, entity, alias))
            case When(condition, then, otherwise):
                return _chosen(
                    self.truth(condition, entity, alias),
                    self.number(then, entity, alias),
                    self.number(otherwise, entity, alias),
                )
        raise TypeError(type(expr).__name__)

    def column(self, cell: Cell, alias: str) -> Value:
        shape = self.shape[cell.entity, cell.name]
        if shape.startswith("exact"):
            only = _column(cell.name, alias)
            return Num(only, only, None if "signed" in shape else 0)
        if shape.startswith("bounds"):
            floor = None if "signed" in shape else 0
            return Num(_column(f"{cell.name}__lo", alias), _column(f"{cell.name}__hi", alias), floor)
        return _column(cell.name, alias)

    def number(self, expr: Expr, entity: str, alias: str) -> Num:
        value = self.emit(expr, entity, alias)
        assert isinstance(value, Num), expr
        return value

    def truth(self, expr: Expr, entity: str, alias: str) -> SqlExpr:
        value = self.emit(expr, entity, alias)
        assert not isinstance(value, Num), expr
        return value

    def age(self, expr: Expr) -> int:
        if isinstance(expr, Const):
            return int(expr.value) if isinstance(expr.value, int) else 0
        assert isinstance(expr, Param)
        return self.law.number(expr.id)

    def fact(self, name: str, entity: str, alias: str) -> Value:
        fact = self.system.entities[entity].facts[name]
        column = _column(fact.column, alias)
        match fact.kind:
            case Kind.INT:
                return Num(_coalesce(column, _int(0)), _coalesce(column, _int(fact.most)))
            case Kind.DATE if fact.from_to:
                return Num(_column(f"{fact.column}_from", alias), _column(f"{fact.column}_to", alias))
            case Kind.DATE:
                return Num(_coalesce(column, _date(ALWAYS)), _coalesce(column, _date(NEVER)))
        return column

    def looked_up(self, id: str, key: Value) -> Num:  # noqa: A002
        table = self.law.table(id)
        if not isinstance(key, Num):
            if isinstance(key, exp.Literal):
                return _exact(table.get(str(key.this), 0))
            rows = [(exp.EQ(this=key, expression=exp.Literal.string(word)), _int(value)) for word, value in table.items()]
            unknown = _is_null(key)
            low = _case(rows, _int(0))
            return Num(low, _case([(unknown, _int(max(table.values(), default=0))), *rows], _int(0)))
        rows = [(exp.EQ(this=key.low, expression=_int(int(word))), _int(value)) for word, value in table.items()]
        if key.exact:
            only = _case(rows, _int(0))
            return Num(only, only)
        open_key = exp.NEQ(this=key.low, expression=key.high)
        return Num(
            _case([(open_key, _int(0)), *rows], _int(0)),
            _case([(open_key, _int(max(table.values(), default=0))), *rows], _int(0)),
        )

    def extreme(self, name: str, parts: Sequence[Expr], entity: str, alias: str) -> Num:
        numbers = [self.number(part, entity, alias) for part in parts]
        floors = [each.floor for each in numbers]
        known = [floor for floor in floors if floor is not None]
        floor = (max(known) if known else None) if name == "GREATEST" else (min(known) if len(known) == len(floors) else None)
        low = _least(name, *(each.low for each in numbers))
        if all(each.exact for each in numbers):
            return Num(low, low, floor)
        return Num(low, _least(name, *(each.high for each in numbers)), floor)

    def compared(self, expr: Compare, entity: str, alias: str) -> SqlExpr:
        left, right = self.emit(expr.left, entity, alias), self.emit(expr.right, entity, alias)
        made = _SQL_OPS[expr.op]
        if not isinstance(left, Num) or not isinstance(right, Num):
            assert not isinstance(left, Num)
            assert not isinstance(right, Num)
            return made(this=left, expression=right)
        if left.exact and right.exact:
            return made(this=left.low, expression=right.low)
        plain = self.plain(expr, entity, alias, right)
        return plain if plain is not None else _compared_bounds(expr.op, left, right)

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
            inside = {"<": 0 < value <= fact.most, ">=": 0 < value <= fact.most, "<=": 0 <= value < fact.most, ">": 0 <= value < fact.most}
            if not inside.get(expr.op, 0 <= value <= fact.most):
                return None
        elif not isinstance(right.low, exp.Cast):
            return None
        return _SQL_OPS[expr.op](this=_column(fact.column, alias), expression=right.low)

    # The statement, with only what is needed of each step.

    def select(self, entity: str, wanted: Sequence[Cell]) -> exp.Select:
        own = self.system.entities[entity]
        names = [name for cell in wanted for name in _names(cell.name, self.shape[entity, cell.name])]
        live = self.live(self.current[entity], {own.id_column, *names})
        columns: list[SqlExpr] = [_column(own.id_column, "t")]
        for cell in wanted:
            if self.shape[entity, cell.name].startswith("exact"):
                columns += [_alias(_column(cell.name, "t"), f"{cell.name}__{end}") for end in ("lo", "hi")]
            else:
                columns += [_column(name, "t") for name in _names(cell.name, self.shape[entity, cell.name])]
        made = exp.select(*columns).from_(exp.alias_(exp.to_table(self.current[entity]), "t", table=True))
        for step in self.steps:
            if step.name in live:
                made = made.with_(step.name, as_=self.written(step, live[step.name]), copy=False)
        return made

    def live(self, last: str, names: set[str]) -> dict[str, set[str]]:
        """Return for each step that is needed which of its columns are."""
        live: dict[str, set[str]] = {last: names}
        for step in reversed(self.steps):
            wanted = live.get(step.name)
            if wanted is None:
                continue
            own = {name for name in wanted if name in step.columns}
            passed = wanted - own
            for cell in step.cells:
                if isinstance(cell.expr, Via | Over) or not set(_names(cell.name, self.shape[cell.entity, cell.name])) & own:
                    continue
                passed |= self.sources(cell)
            entity = self.system.entities[step.entity]
            for cell in step.cells:
                if isinstance(cell.expr, Via | Over):
                    relation = entity.relations[cell.expr.relation]
                    passed.add(entity.id_column if relation.many else relation.key)
            live.setdefault(step.before, set()).update(passed)
            for source, columns in step.reads.items():
                live.setdefault(source, set()).update(columns)
        return live

    def sources(self, cell: Cell) -> set[str]:
        if isinstance(cell.expr, Reached):
            return self.columns_in(cell.expr.birth, cell.entity)
        return self.columns_in(cell.expr, cell.entity, inside=isinstance(cell.expr, When))

    def written(self, step: _Step, wanted: set[str]) -> exp.Select:
        kept = [name for name in self.ordered(step.entity, wanted) if name not in step.columns]
        columns: list[SqlExpr] = [_column(name, "t") for name in kept]
        columns += [_alias(value, name) for name, value in step.columns.items() if name in wanted]
        made = exp.select(*columns).from_(exp.alias_(exp.to_table(step.before), "t", table=True))
        for source, on in step.joins:
            made = made.join(source, on=on, join_type="left", copy=False)
        return made

    def ordered(self, entity: str, names: set[str]) -> list[str]:
        known = [*table_columns(self.system, entity), *keys_of(self.system, entity)]
        first = [name for name in dict.fromkeys(known) if name in names]
        return first + sorted(names - set(first))


def _is_deep(part: Expr) -> bool:
    """Return whether a branch branches itself into more than plain values."""
    return isinstance(part, When) and any(
        not isinstance(inner, Const | Param | FactRef | RuleRef) for inner in (part.then, part.otherwise)
    )


def _names(name: str, shape: str) -> tuple[str, ...]:
    return (f"{name}__lo", f"{name}__hi") if shape.startswith("bounds") else (name,)


def _column(name: str, table: str) -> exp.Column:
    return exp.column(name, table=table)


def _coalesce(value: SqlExpr, instead: SqlExpr) -> SqlExpr:
    return exp.Coalesce(this=value, expressions=[instead])


def _least(name: str, *values: SqlExpr) -> SqlExpr:
    made = exp.Least if name == "LEAST" else exp.Greatest
    return made(this=values[0], expressions=list(values[1:]), ignore_nulls=True)


def _paren(value: SqlExpr) -> SqlExpr:
    return exp.Paren(this=value)


def _not(value: SqlExpr) -> SqlExpr:
    return exp.Not(this=value if isinstance(value, exp.Column) else _paren(value))


def _alias(value: SqlExpr, name: str) -> SqlExpr:
    return exp.Alias(this=value, alias=exp.to_identifier(name))


def _int(value: int) -> SqlExpr:
    return exp.Literal.number(value)


def _date(day: date) -> SqlExpr:
    return exp.cast(exp.Literal.string(day.isoformat()), "DATE")


def _exact(number: int) -> Num:
    literal = _int(number)
    return Num(literal, literal, number)


def _constant(value: bool | int | str | date) -> Value:
    if isinstance(value, bool):
        return exp.true() if value else exp.false()
    if isinstance(value, int):
        return _exact(value)
    if isinstance(value, date):
        day = _date(value)
        return Num(day, day)
    return exp.Literal.string(value)


def _case(branches: Sequence[tuple[SqlExpr, SqlExpr]], otherwise: SqlExpr | None) -> SqlExpr:
    return exp.Case(ifs=[exp.If(this=condition, true=value) for condition, value in branches], default=otherwise)


def _is_null(value: SqlExpr) -> SqlExpr:
    return exp.Is(this=_paren(value), expression=exp.null()) if not isinstance(value, exp.Column) else exp.Is(this=value, expression=exp.null())


def _maybe(condition: SqlExpr) -> SqlExpr:
    """Return whether a condition holds or may hold."""
    return _coalesce(condition, exp.true())


def _months_after(day: SqlExpr, months: int) -> SqlExpr:
    interval = exp.Interval(this=exp.Literal.string(str(months)), unit=exp.var("MONTH"))
    return exp.cast(exp.Add(this=day, expression=interval), "DATE")


def _arithmetic(op: str, left: Num, right: Num) -> Num:
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
    return _paren(value) if isinstance(value, exp.Binary) else value


def _chosen(condition: SqlExpr, then: Num, otherwise: Num) -> Num:
    """Return one number or another; where the condition is unknown, from the least of both to the most."""
    if isinstance(otherwise.low, exp.Literal) and otherwise.exact and then.floor is not None and then.floor >= int(otherwise.low.this):
        low = _case([(condition, then.low)], otherwise.low)
        high = _case([(_maybe(condition), then.high)], otherwise.high)
        return Num(low, high)
    low = _case(
        [(condition, then.low), (_not(condition), otherwise.low)], _least("LEAST", then.low, otherwise.low)
    )
    high = _case(
        [(condition, then.high), (_not(condition), otherwise.high)], _least("GREATEST", then.high, otherwise.high)
    )
    return Num(low, high, 0 if then.floor is not None and otherwise.floor is not None else None)


def _compared_bounds(op: str, left: Num, right: Num) -> SqlExpr:
    if op in {"=", "<>"}:
        apart = exp.or_(exp.LT(this=left.high, expression=right.low), exp.LT(this=right.high, expression=left.low))
        same = exp.and_(
            exp.EQ(this=left.low, expression=left.high),
            exp.EQ(this=right.low, expression=right.high),
            exp.EQ(this=left.low, expression=right.low),
        )
        yes, not_ = (exp.true(), exp.false()) if op == "=" else (exp.false(), exp.true())
        return _case([(same, yes), (apart, not_)], None)
    sure = {
        "<": (left.high, right.low), "<=": (left.high, right.low), ">": (left.low, right.high), ">=": (left.low, right.high),
    }[op]  # fmt: skip
    never = {
        "<": (left.low, right.high), "<=": (left.low, right.high), ">": (left.high, right.low), ">=": (left.high, right.low),
    }[op]  # fmt: skip
    made = _SQL_OPS[op]
    return _case(
        [
            (made(this=sure[0], expression=sure[1]), exp.true()),
            (exp.Not(this=_paren(made(this=never[0], expression=never[1]))), exp.false()),
        ],
        None,
    )
