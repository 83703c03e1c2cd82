"""The reading for a whole register: the rules written as SQL, from the same formulas as the reading for one person.

A number is two columns, the least and the most it may be (``name__lo``, ``name__hi``); a condition is one that may be NULL
(unknown), or, on the way, also two: whether it holds for sure, and whether it may hold. What is summed up over many stands in
named parts (WITH) that only have rows where there is something; see ``sql_plan`` for what is worked out for whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlglot import exp

from ansinh.core.rules import sql_values as sv
from ansinh.core.rules.expressions import Compare, Const, Expr, FactRef, Kind, Over, RuleRef, Via
from ansinh.core.rules.sql_chain import Chain, Summary, Through
from ansinh.core.rules.sql_formulas import Shape, parts_in_columns, shape_of
from ansinh.core.rules.sql_plan import Path, Plan, Rarity, conjuncts, guard_of
from ansinh.core.rules.sql_values import Cond, Num, SqlExpr, Value
from ansinh.core.rules.system import MonthOfLaw

Dialect = Literal["duckdb", "postgres"]
SMALL = 1000
"""Numbers up to this are summed up in 32 bits: two million of them fit."""


def compile_rules(
    law: MonthOfLaw,
    rules: Iterable[str],
    *,
    dialect: Dialect,
    recorded: Mapping[str, Iterable[str]] | None = None,
    kept: str = "",
) -> dict[str, str]:
    """Return one SELECT a kind of thing: the id and the bounds of the rules asked for, over the tables of ``layout``.

    A number stands as ``name__lo`` and ``name__hi``; a condition as ``name``, NULL where it is unknown.

    ``recorded``: the facts, by kind of thing, that are known of everybody (a birthday: to the day), and the keys that
    nobody lacks; their bounds are not worked out twice. ``kept``: how the tables are called ("worked_{}") into which the
    SELECTs are put, in their order, so that a later one reads there what an earlier one found.
    """
    compiler = _Compiler(law, {name: frozenset(facts) for name, facts in (recorded or {}).items()}, kept)
    return {entity: select.sql(dialect=dialect, copy=False) for entity, select in compiler.selects(list(rules)).items()}


@dataclass
class _Many:
    """Summaries over the same many that are worked out together."""

    name: str
    entity: str
    relation: str
    guard: tuple[Path, ...]
    overs: list[Over] = field(default_factory=list)
    shapes: dict[Over, Shape] = field(default_factory=dict)
    written: bool = False


class _Compiler:
    """Plans everything first, so that each summary knows all who ask for it; then writes."""

    def __init__(self, law: MonthOfLaw, recorded: Mapping[str, frozenset[str]], kept: str) -> None:
        self.law, self.system, self.known, self.kept = law, law.system, recorded, kept
        self.rarity = Rarity(law)
        self.given: dict[str, frozenset[str]] = {}
        self.plans: dict[tuple[str, tuple[Expr, ...]], Plan] = {}
        self.asked: dict[tuple[str, Over], list[Path]] = {}
        self.many: dict[tuple[str, Over], _Many] = {}
        self.parts: dict[str, exp.Select] = {}

    def selects(self, names: Sequence[str]) -> dict[str, exp.Select]:
        by_entity: dict[str, list[str]] = {}
        for name in names:
            by_entity.setdefault(self.system.rules[name].entity, []).append(name)
        found = {}
        for entity, wanted in by_entity.items():
            self.plans, self.asked, self.many, self.parts = {}, {}, {}, {}
            roots = tuple(RuleRef(name) for name in wanted)
            self.plan(entity, roots)
            self.group()
            found[entity] = self.answers(entity, roots)
            if self.kept:
                numbers = [name for name in wanted if self.system.rules[name].kind is not Kind.BOOL]
                self.given[entity] = frozenset(numbers)
        return found

    def answers(self, entity: str, roots: Sequence[RuleRef]) -> exp.Select:
        chain = self.chain(entity, tuple(roots))
        columns: list[SqlExpr] = [chain.key(self.system.entities[entity].id_column)]
        for root in roots:
            value = chain.emit(root)
            if isinstance(value, Num):
                columns += [sv.alias(value.low, f"{root.name}__lo"), sv.alias(value.high, f"{root.name}__hi")]
            elif isinstance(value, Cond):
                columns.append(sv.alias(_three_ways(value), root.name))
        made = chain.select(columns)
        if self.parts:
            steps = [exp.CTE(this=part, alias=sv.named(name)) for name, part in self.parts.items()]
            made.set("with_", exp.With(expressions=steps))
        return made

    # The plan: who asks for what.

    def plan(self, entity: str, roots: tuple[Expr, ...]) -> Plan:
        key = (entity, roots)
        if key not in self.plans:
            given = self.given.get(entity, frozenset())
            made = self.plans[key] = Plan(self.law, self.rarity, entity, roots, given)
            relations = self.system.entities[entity].relations
            for relation, rules in made.via.items():
                if rules:
                    self.plan(relations[relation].target, tuple(RuleRef(name) for name in rules))
            for over, paths in made.over.items():
                known = self.asked.setdefault((entity, over), [])
                known += [path for path in paths if path not in known]
                self.plan(relations[over.relation].target, (over.part,))
        return self.plans[key]

    def group(self) -> None:
        """Put summaries together that go over the same many for the same things."""
        found: dict[tuple[object, ...], _Many] = {}
        for (entity, over), paths in self.asked.items():
            target = self.system.entities[entity].relations[over.relation].target
            rare = self.rarity.is_rare(over.part, target)
            guard = () if rare else guard_of(paths)
            word = next((part for part in conjuncts(over.part, over.summary) if _is_word(part)), None)
            name = f"many_{len(found) + 1}"
            group = found.setdefault(
                (entity, over.relation, rare, guard, word), _Many(name, entity, over.relation, guard)
            )
            group.overs.append(over)
            self.many[entity, over] = group

    def chain(self, entity: str, roots: tuple[Expr, ...]) -> Chain:
        return Chain(self.law, self.plan(entity, roots), self)

    # What a chain asks for.

    def recorded(self, entity: str) -> frozenset[str]:
        return self.known.get(entity, frozenset())

    def kept_in(self, entity: str) -> str:
        return self.kept.format(entity)

    def read_through(
        self, entity: str, relation: str, rules: Sequence[str], columns: Sequence[str], *, rare: bool
    ) -> Through:
        target = self.system.entities[self.system.entities[entity].relations[relation].target]
        if not rules:
            return Through(sv.table(target.table, ""), {})
        chain = self.chain(target.name, tuple(RuleRef(name) for name in rules))
        shapes, made = {}, [chain.key(target.id_column)]
        for name in rules:
            value = chain.emit(RuleRef(name))
            shapes[name] = shape_of(name, value)
            made += [sv.alias(sql, column) for column, sql in parts_in_columns(shapes[name], value).items()]
        own = {column for shape in shapes.values() for column in shape.columns}
        made += [chain.key(column) for column in columns if column not in own and column != target.id_column]
        ways = [self.rarity.needs(name, target.name) for name in rules] if rare else []
        where = sv.any_of([sv.all_of([_counts(chain, part) for part in way]) for way in ways]) if ways else exp.true()
        return Through(exp.Subquery(this=chain.select(made, where=[where])), shapes)

    def summary(self, entity: str, over: Over) -> Summary:
        group = self.many[entity, over]
        if not group.written:
            group.written = True
            self.parts[group.name] = self.summed(group)
        return Summary(group.name, group.shapes[over])

    def summed(self, group: _Many) -> exp.Select:
        """Return one row for each thing that has any of the many that count."""
        own = self.system.entities[group.entity]
        relation = own.relations[group.relation]
        chain = self.chain(relation.target, tuple(dict.fromkeys(over.part for over in group.overs)))
        key = chain.key(relation.key)
        columns: list[SqlExpr] = [sv.alias(key, "id")]
        for at, over in enumerate(group.overs, 1):
            made = _counted(over, chain, f"{group.name}_{at}")
            group.shapes[over] = made[0]
            columns += made[1]
        where = [sv.is_not_null(key), *_counting(chain, group.overs)]
        chain.rare_through = frozenset.intersection(
            *(self.rules_through(over, relation.target) for over in group.overs)
        )
        those = (relation.key, self.those(own.name, group.guard)) if group.guard else None
        return chain.select(columns, where=where, by=key, among=those)

    def rules_through(self, over: Over, entity: str) -> frozenset[str]:
        """Return the relations at the other end of which a rule, which says nothing of most, must say something."""
        relations = self.system.entities[entity].relations
        return frozenset(
            part.relation
            for part in conjuncts(over.part, over.summary)
            if isinstance(part, Via)
            and isinstance(part.part, RuleRef)
            and self.rarity.needs(part.part.name, relations[part.relation].target)
        )

    def those(self, entity: str, guard: Sequence[Path]) -> exp.Select:
        """Return the ids of those for whom some rare conditions may hold."""
        chain = self.chain(entity, tuple(dict.fromkeys(part for way in guard for part in way)))
        ways = [[_counts(chain, part) for part in way] for way in guard]
        # One by one: the database then expects few, and looks only for those.
        where = ways[0] if len(ways) == 1 else [sv.any_of([sv.all_of(way) for way in ways])]
        return chain.select([chain.key(self.system.entities[entity].id_column)], where=where)


def _is_word(part: Expr) -> bool:
    """Return whether a condition says which word a fact is: "raises"."""
    return (
        isinstance(part, Compare)
        and isinstance(part.left, FactRef)
        and isinstance(part.right, Const)
        and isinstance(part.right.value, str)
    )


def _counted(over: Over, chain: Chain, name: str) -> tuple[Shape, list[SqlExpr]]:
    """Return how a summary stands in columns, and these columns."""
    if over.summary == "any":
        value = chain.truth(over.part)
        mark = sv.case([(value.sure, sv.number(2))], None) if value.total else _mark(value)
        return Shape(name, Cond, single=True), [sv.alias(sv.cast(exp.Max(this=mark), "BIGINT"), name)]
    if over.summary == "count":
        holds = chain.truth(over.part)
        low = sv.case([(holds.sure, sv.number(1))], sv.number(0))
        high = low if holds.total else sv.case([(sv.negate(holds.maybe), sv.number(0))], sv.number(1))
        numbers = Num(low, high, (0, 1), (0, 1))
    else:
        numbers = chain.number(over.part)
    made = exp.Max if over.summary == "max" else exp.Sum
    floor = (0, None) if numbers.lows[0] is not None and numbers.lows[0] >= 0 else sv.ANY
    shape = Shape(name, Num, numbers.exact, numbers.exact, floor, floor)
    ends, most = (numbers.low, numbers.high), numbers.highs[1]
    return shape, [
        sv.alias(sv.cast(made(this=end), "INT" if most is not None and most <= SMALL else "BIGINT"), column)
        for column, end in zip(shape.columns, ends, strict=False)
    ]


def _mark(value: Cond) -> SqlExpr:
    """2 where a condition holds, 1 where it may, nothing where it does not."""
    return sv.case([(value.sure, sv.number(2)), (sv.negate(value.maybe), exp.null())], sv.number(1))


def _counting(chain: Chain, overs: Sequence[Over]) -> list[SqlExpr]:
    """Return the conditions under which one of many counts in any of some summaries."""
    ways = [list(dict.fromkeys(conjuncts(over.part, over.summary))) for over in overs]
    shared = [part for part in ways[0] if all(part in way for way in ways)]
    rests = [[part for part in way if part not in shared] for way in ways]
    found = [_counts(chain, part) for part in shared]
    if all(rests):
        found.append(sv.any_of([sv.all_of([_counts(chain, part) for part in rest]) for rest in rests]))
    return [each for each in found if not sv.is_constant(each, holds=True)]


def _counts(chain: Chain, part: Expr) -> SqlExpr:
    value: Value = chain.emit(part)
    if isinstance(value, Num):
        if value.lows[0] is None or value.lows[0] < 0:
            return exp.true()
        return exp.NEQ(this=sv.paren(value.high), expression=sv.number(0))
    if not isinstance(value, Cond):
        raise TypeError(f"{part} does not say whether something counts")
    return value.sure if value.total else sv.not_false(value.maybe)


def _three_ways(value: Cond) -> SqlExpr:
    """Return a condition as one column: NULL where it is unknown."""
    if value.plain:
        return value.sure
    return sv.case([(value.sure, exp.true()), (sv.negate(value.maybe), exp.false())], None)
