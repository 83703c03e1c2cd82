"""What is worked out of one kind of thing, as one SELECT over its table: what is joined, then level upon level of columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlglot import exp

from ansinh.core.rules import sql_values as sv
from ansinh.core.rules.expressions import Among, Compare, Expr, Over, RuleRef
from ansinh.core.rules.sql_formulas import FROM_ZERO, Formulas, Shape, parts_in_columns, shape_of
from ansinh.core.rules.sql_plan import Plan
from ansinh.core.rules.sql_values import Num, SqlExpr
from ansinh.core.rules.system import MonthOfLaw


@dataclass(frozen=True, slots=True)
class Summary:
    """Where the summary of an ``Over`` stands: a SELECT by name, with one row a thing that has any, and its columns."""

    source: str
    shape: Shape


class Sources(Protocol):
    """Where a chain finds what does not stand in its own table."""

    def recorded(self, entity: str) -> frozenset[str]:
        """Return the facts that are known of everybody."""
        ...

    def kept_in(self, entity: str) -> str:
        """Return the table that has results of this kind of thing already."""
        ...

    def summary(self, entity: str, over: Over) -> Summary:
        """Return where something summed up over many stands."""
        ...

    def read_through(
        self, entity: str, relation: str, rules: Sequence[str], columns: Sequence[str], *, rare: bool
    ) -> Through:
        """Return the rules and columns of those that things of a kind belong to.

        ``rare``: only of those for whom one of the rules may say something.
        """
        ...


@dataclass(frozen=True, slots=True)
class Through:
    """What is joined to read at the one that this belongs to."""

    source: SqlExpr
    shapes: dict[str, Shape]


class Chain(Formulas):
    """Writes what a plan keeps in columns; then whatever is asked, over these columns."""

    def __init__(self, law: MonthOfLaw, plan: Plan, sources: Sources) -> None:
        super().__init__(law, plan.entity)
        self.plan, self.sources = plan, sources
        self.own = law.system.entities[plan.entity]
        self.shapes: dict[Expr, Shape] = {}
        self.written: list[dict[str, tuple[SqlExpr, frozenset[str]]]] = []
        self.leaves: dict[str, tuple[str, str]] = {}
        """Columns of the joined tables by the name they go by: the alias of the table and the column in it."""
        self.summaries: dict[str, dict[str, None]] = {}
        self.through: dict[str, dict[str, Shape]] = {}
        self.rare_through: frozenset[str] = frozenset()
        """The relations whose rules must say something for a row to count."""
        self.reads: set[str] = set()
        self.level = 0
        for relation, rules in plan.via.items():
            if rules:
                found = sources.read_through(plan.entity, relation, list(rules), (), rare=False)
                self.through[relation] = found.shapes
        later: list[RuleRef] = []
        levels = list(plan.levels)
        while levels or later:
            self.level = len(self.written)
            later = self._write(levels.pop(0) if levels else [], later)
        self.level = len(self.written)

    def _write(self, kept: Sequence[Expr], rest: Sequence[RuleRef]) -> list[RuleRef]:
        """Write a level: what is kept on it, and the least of numbers whose most stands on the level before.

        Return the numbers whose least is left for the next level: where the most is 0 there is nothing to work out.
        """
        made: dict[str, tuple[SqlExpr, frozenset[str]]] = {}
        shapes: dict[Expr, Shape] = {}
        later: list[RuleRef] = []
        for called in rest:
            self.reads = set()
            least, none = f"{called.name}__lo", exp.EQ(this=self.column(f"{called.name}__hi"), expression=sv.number(0))
            found = self.inlined(called.name)
            low = sv.case([(none, sv.number(0))], parts_in_columns(shape_of(called.name, found), found)[least])
            made[least] = (low, frozenset(self.reads))
        for at, expr in enumerate(kept, 1):
            self.reads = set()
            if isinstance(expr, RuleRef):
                name, value = expr.name, self.inlined(expr.name)
            else:
                name, value = f"is_{self.level}_{at}", self.emit(expr)
            shapes[expr] = shape_of(name, value)
            columns = parts_in_columns(shapes[expr], value)
            if isinstance(expr, RuleRef) and self.plan.is_rare_number(expr) and _is_open(value):
                del columns[f"{name}__lo"]
                later.append(expr)
                openings = self.plan.openings(expr)
                if openings:
                    may_be = sv.any_of([self.truth(part).maybe for part in openings])
                    most = columns[f"{name}__hi"]
                    columns[f"{name}__hi"] = sv.case([(sv.negate(may_be), sv.number(0))], most)
            made |= {column: (sql, frozenset(self.reads)) for column, sql in columns.items()}
        self.shapes |= shapes
        self.written.append(made)
        self.reads = set()
        return later

    # Where things stand.

    def column(self, name: str) -> SqlExpr:
        self.reads.add(name)
        if self.level == 0 and name in self.leaves:
            alias, column = self.leaves[name]
            return sv.column(column, alias)
        return sv.column(name, "t")

    def key(self, name: str) -> SqlExpr:
        """Return a column of the own table."""
        self.leaves.setdefault(name, ("t", name))
        return self.column(name)

    def fact_column(self, name: str, via: str) -> SqlExpr:
        if not via:
            return self.key(name)
        self.leaves.setdefault(f"{via}__{name}", (f"one_{via}", name))
        return self.column(f"{via}__{name}")

    def is_recorded(self, fact: str, via: str) -> bool:
        return fact in self.sources.recorded(self.target(via)) and (
            not via or self.own.relations[via].key in self.sources.recorded(self.entity)
        )

    def stored(self, expr: Expr, via: str) -> Shape | None:
        if via:
            return self._shape_through(expr.name, via) if isinstance(expr, RuleRef) else None
        if isinstance(expr, RuleRef | Among | Compare) and expr in self.shapes:
            return self.shapes[expr]
        if isinstance(expr, RuleRef) and expr.name in self.plan.given:
            shape = Shape(expr.name, Num, single=False, lows=FROM_ZERO, highs=FROM_ZERO)
            self.leaves |= {column: ("kept", column) for column in shape.columns}
            return shape
        return None

    def _shape_through(self, rule: str, via: str) -> Shape:
        inner = self.through[via][rule]
        shape = Shape(f"{via}__{rule}", inner.kind, inner.single, inner.total, inner.lows, inner.highs)
        self.leaves |= {
            outer: (f"one_{via}", column) for outer, column in zip(shape.columns, inner.columns, strict=True)
        }
        return shape

    def emit(self, expr: Expr, via: str = "") -> sv.Value:
        return self._summed(expr) if isinstance(expr, Over) and not via else super().emit(expr, via)

    def _summed(self, over: Over) -> sv.Value:
        """Return a summary: of those who have none nothing is joined, which is 0, or no."""
        found = self.sources.summary(self.entity, over)
        columns = [self._joined(found.source, name) for name in found.shape.columns]
        if over.summary == "any":
            sure = exp.EQ(this=columns[0], expression=sv.number(2))
            return sv.Cond(sure, sv.is_not_null(columns[0]))
        ends = [sv.coalesce(column, sv.number(0)) for column in columns]
        return Num(ends[0], ends[-1], found.shape.lows, found.shape.highs)

    def _joined(self, source: str, name: str) -> SqlExpr:
        self.summaries.setdefault(source, {})[name] = None
        self.leaves.setdefault(name, ("few", name))
        return self.column(name)

    # The statement.

    def select(
        self,
        columns: Sequence[SqlExpr],
        *,
        where: Sequence[SqlExpr] = (),
        by: SqlExpr | None = None,
        among: tuple[str, exp.Select] | None = None,
    ) -> exp.Select:
        """Return the SELECT of columns that were written over the last level, with only what they need below.

        ``among``: a column of the own table, and the numbers it is to be one of.
        """
        wanted = frozenset(self.reads)
        below: list[tuple[str, SqlExpr]] | None = None
        layers = []
        for level in range(self.level - 1, -1, -1):
            written = self.written[level]
            layers.append((level, wanted))
            wanted = frozenset(
                name for each in wanted for name in (written[each][1] if each in written else frozenset({each}))
            )
        source = self._tables(wanted, among)
        for level, names in reversed(layers):
            below = [(name, self._at(level, name)) for name in sorted(names)]
            made = exp.Select(expressions=[sv.alias(sql, name) for name, sql in below])
            self._from(made, source)
            source = (exp.Subquery(this=made, alias=sv.named("t")), [])
        select = exp.Select(expressions=list(columns))
        self._from(select, source)
        condition = sv.all_of(where)
        if not sv.is_constant(condition, holds=True):
            select.set("where", exp.Where(this=condition))
        if by is not None:
            select.set("group", exp.Group(expressions=[by]))
        return select

    def _at(self, level: int, name: str) -> SqlExpr:
        if name in self.written[level]:
            return self.written[level][name][0]
        if level == 0 and name in self.leaves:
            alias, column = self.leaves[name]
            return sv.column(column, alias)
        return sv.column(name, "t")

    @staticmethod
    def _from(select: exp.Select, source: tuple[SqlExpr, list[exp.Join]]) -> None:
        select.set("from_", exp.From(this=source[0]))
        if source[1]:
            select.set("joins", source[1])

    def _tables(self, wanted: frozenset[str], among: tuple[str, exp.Select] | None) -> tuple[SqlExpr, list[exp.Join]]:
        """Return the own table with what is joined to it for these columns."""
        used = {self.leaves[name] for name in wanted if name in self.leaves}
        aliases = {alias for alias, _ in used}
        joins: list[exp.Join] = []
        if "kept" in aliases:
            kept = sv.table(self.sources.kept_in(self.entity), "kept")
            joins.append(exp.Join(this=kept, on=self._same(self.own.id_column, "kept", self.own.id_column)))
        for relation in self.own.relations.values():
            alias = f"one_{relation.name}"
            if alias not in aliases:
                continue
            columns = sorted(column for owner, column in used if owner == alias)
            rules = list(self.plan.via.get(relation.name, ()))
            rare = relation.name in self.rare_through
            found = self.sources.read_through(self.entity, relation.name, rules, columns, rare=rare)
            id_column = self.system.entities[relation.target].id_column
            joined = found.source
            joined.set("alias", sv.named(alias))
            on = self._same(id_column, alias, relation.key)
            every = rare or relation.key in self.sources.recorded(self.entity)
            joins.append(exp.Join(this=joined, on=on) if every else exp.Join(this=joined, side="LEFT", on=on))
        summaries = {
            source: [name for name in names if ("few", name) in used] for source, names in self.summaries.items()
        }
        few = {source: names for source, names in summaries.items() if names}
        if few:
            joins.append(exp.Join(this=_few(few), side="LEFT", on=self._same("id", "few", self.own.id_column)))
        own: SqlExpr = sv.table(self.own.table, "t")
        if among is not None:
            # Before anything is joined, so that it is joined to those only.
            those = exp.In(this=sv.column(among[0], "t"), query=exp.Subquery(this=among[1]))
            few_of_own = exp.Select(expressions=[exp.Star()], from_=exp.From(this=own), where=exp.Where(this=those))
            own = exp.Subquery(this=few_of_own, alias=sv.named("t"))
        return own, joins

    @staticmethod
    def _same(column: str, alias: str, own: str) -> SqlExpr:
        return exp.EQ(this=sv.column(column, alias), expression=sv.column(own, "t"))


def _is_open(value: sv.Value) -> bool:
    """Return whether a value is a number, never below 0, that may be unknown."""
    return isinstance(value, Num) and not value.exact and value.lows[0] is not None and value.lows[0] >= 0


def _few(summaries: dict[str, list[str]]) -> SqlExpr:
    """Return all that is summed up, one row a thing: few have any, so that they are put together before they are joined."""
    if len(summaries) == 1:
        return sv.table(next(iter(summaries)), "few")
    every = [name for names in summaries.values() for name in names]
    parts = [
        exp.Select(
            expressions=[
                sv.column("id", source),
                *(
                    sv.alias(sv.column(name, source) if name in names else sv.cast(exp.null(), "INT"), name)
                    for name in every
                ),
            ],
            from_=exp.From(this=exp.Table(this=exp.to_identifier(source))),
        )
        for source, names in summaries.items()
    ]
    whole: SqlExpr = parts[0]
    for part in parts[1:]:
        whole = exp.Union(this=whole, expression=part, distinct=False)
    made = exp.Select(
        expressions=[
            sv.column("id", "u"),
            *(sv.alias(exp.Max(this=sv.column(name, "u")), name) for name in every),
        ],
        from_=exp.From(this=exp.Subquery(this=whole, alias=sv.named("u"))),
        group=exp.Group(expressions=[sv.column("id", "u")]),
    )
    return exp.Subquery(this=made, alias=sv.named("few"))
