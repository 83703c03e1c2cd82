"""The reading for a whole register: the rules written as SQL, from the same formulas as the reading for one person.

A condition is a column that may be NULL (unknown). A number is two columns, the least and the most it may be
(``name__lo``, ``name__hi``), or one where both are the same for everybody. Rules that call others, ages, what is read
at another thing and what is summed up over many stand in steps (WITH), each on what came before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlglot import exp

from ansinh.core.rules import sql_values as sv
from ansinh.core.rules.expressions import (
    Const,
    Expr,
    FactRef,
    Kind,
    Over,
    Param,
    Reached,
    RuleRef,
    Via,
    When,
    parts_of,
)
from ansinh.core.rules.layout import keys_of, table_columns
from ansinh.core.rules.sql_formulas import Cell, Formulas, names_of
from ansinh.core.rules.sql_values import Num, SqlExpr, Value
from ansinh.core.rules.system import MonthOfLaw

Dialect = Literal["duckdb", "postgres"]
_COUNTED = {"any": exp.Max, "max": exp.Max, "sum": exp.Sum, "count": exp.Sum}


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


class _Compiler(Formulas):
    def __init__(self, law: MonthOfLaw) -> None:
        super().__init__(law)
        self.needs: dict[Cell, list[Cell]] = {}
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
            for name in self.system.entities:
                cells = [cell for cell in ready if cell.entity == name]
                if cells:
                    made.append(self.step(name, cells))
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
            source = sv.table(self.current[target.name], alias)
            on = exp.EQ(this=sv.column(target.id_column, alias), expression=sv.column(relation.key, "t"))
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
            columns: list[SqlExpr] = [sv.column(relation.key, "u")]
            for cell in cells:
                if isinstance(cell.expr, Over):
                    columns += self.summed(step, cell, cell.expr, relation.target, alias)
                    self.read(step, relation.target, cell.expr.part, {relation.key})
            source = sv.table(self.current[relation.target], "u")
            key = sv.column(relation.key, "u")
            grouped = sv.select(columns, source)
            grouped.set("where", exp.Where(this=exp.Not(this=exp.Is(this=key, expression=exp.null()))))
            grouped.set("group", exp.Group(expressions=[sv.column(relation.key, "u")]))
            on = exp.EQ(this=sv.column(relation.key, alias), expression=sv.column(own.id_column, "t"))
            step.joins.append((exp.Subquery(this=grouped, alias=sv.named(alias)), on))

    def summed(self, step: _Step, cell: Cell, over: Over, target: str, alias: str) -> list[SqlExpr]:
        """Add a summary to the step; return the columns that the grouped subquery has for it."""
        value = self.emit(over.part, target, "u")
        if over.summary == "any":
            value = sv.as_truth(value)
            mark = sv.case([(value, sv.number(2)), (sv.is_null(value), sv.number(1))], sv.number(0))
            summed = sv.coalesce(sv.column(cell.name, alias), sv.number(0))
            known = sv.case(
                [
                    (exp.EQ(this=summed, expression=sv.number(2)), exp.true()),
                    (exp.EQ(this=summed, expression=sv.number(0)), exp.false()),
                ],
                None,
            )
            self.keep(step, cell.entity, cell.name, cell.kind, known)
            return [sv.alias(exp.Max(this=mark), cell.name)]
        if over.summary == "count":
            sure, maybe = sv.as_truth(value), sv.maybe(sv.as_truth(value))
            value = Num(sv.case([(sure, sv.number(1))], sv.number(0)), sv.case([(maybe, sv.number(1))], sv.number(0)))
        numbers = sv.as_number(value)
        count = _COUNTED[over.summary]

        def whole(inner: SqlExpr) -> SqlExpr:
            made = count(this=inner)
            return sv.cast(made, "BIGINT") if count is exp.Sum else made

        def joined(name: str) -> SqlExpr:
            return sv.coalesce(sv.column(name, alias), sv.number(0))

        if numbers.exact:
            only = joined(cell.name)
            self.keep(step, cell.entity, cell.name, cell.kind, Num(only, only))
            return [sv.alias(whole(numbers.low), cell.name)]
        low, high = f"{cell.name}__lo", f"{cell.name}__hi"
        self.keep(step, cell.entity, cell.name, cell.kind, Num(joined(low), joined(high)))
        return [sv.alias(whole(numbers.low), low), sv.alias(whole(numbers.high), high)]

    def read(self, step: _Step, entity: str, part: Expr, keys: set[str]) -> None:
        """Note which columns a step reads of another kind of thing."""
        step.reads.setdefault(self.current[entity], set()).update(keys | self.columns_in(part, entity))

    # The statement, with only what is needed of each step.

    def select(self, entity: str, wanted: Sequence[Cell]) -> exp.Select:
        own = self.system.entities[entity]
        names = [name for cell in wanted for name in names_of(cell.name, self.shape[entity, cell.name])]
        live = self.live(self.current[entity], {own.id_column, *names})
        columns: list[SqlExpr] = [sv.column(own.id_column, "t")]
        for cell in wanted:
            if self.shape[entity, cell.name].startswith("exact"):
                columns += [sv.alias(sv.column(cell.name, "t"), f"{cell.name}__{end}") for end in ("lo", "hi")]
            else:
                columns += [sv.column(name, "t") for name in names_of(cell.name, self.shape[entity, cell.name])]
        made = sv.select(columns, sv.table(self.current[entity], "t"))
        steps = [
            exp.CTE(this=self.written(step, live[step.name]), alias=sv.named(step.name))
            for step in self.steps
            if step.name in live
        ]
        if steps:
            made.set("with_", exp.With(expressions=steps))
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
                if (
                    isinstance(cell.expr, Via | Over)
                    or not set(names_of(cell.name, self.shape[cell.entity, cell.name])) & own
                ):
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
        columns: list[SqlExpr] = [sv.column(name, "t") for name in kept]
        columns += [sv.alias(value, name) for name, value in step.columns.items() if name in wanted]
        made = sv.select(columns, sv.table(step.before, "t"))
        made.set("joins", [exp.Join(this=source, side="LEFT", on=on) for source, on in step.joins])
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
