"""What of the rules stands in a column of its own, in which order, and whom it is worth working out for.

A rule that one other calls is written out inside it, so that it is worked out only where that one asks for it. What several
call is a column. What is summed up over many is joined, and only for those for whom a rare condition lets it count:
rare is what does not hold where every fact is as it is for most people (``Fact.absent``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ansinh.core.rules.expressions import (
    All,
    Among,
    Arith,
    Compare,
    Const,
    Expr,
    FactRef,
    Highest,
    Kind,
    Lowest,
    Not,
    Over,
    Param,
    Reached,
    RuleRef,
    Via,
    When,
    parts_of,
    walk,
)
from ansinh.core.rules.model import Thing
from ansinh.core.rules.reading import Reader
from ansinh.core.rules.system import MonthOfLaw

Path = tuple[Expr, ...]
"""Rare conditions on the way to a part of a formula: where one does not hold, the part does not count."""
MOST_PATHS = 3
MOST_COPIES = 4
MOST_OPENINGS = 9
LONG = 3


class Rarity:
    """Tells what holds of few: what does not hold of a person, household or tie of whom nothing is recorded."""

    def __init__(self, law: MonthOfLaw) -> None:
        self.law = law
        self.reader = Reader(law)
        self.things: dict[str, Thing] = {}
        self._opposites: dict[int, Expr] = {}
        self._above: dict[int, Expr] = {}
        self._calls: dict[str, RuleRef] = {}
        self._alive: list[Expr] = []  # the reader knows a formula by where it stands in memory
        self.formulas = {
            name: version.formula if version is not None else None for name, version in law.versions.items()
        }

    def thing(self, entity: str) -> Thing:
        """Return a thing of which everything is as it is for most."""
        if entity not in self.things:
            known = self.law.system.entities[entity]
            made = Thing(entity, entity, {fact.name: fact.absent for fact in known.facts.values()})
            self.things[entity] = made
            for relation in known.relations.values():
                if relation.many:
                    made.many[relation.name] = []
                else:
                    made.one[relation.name] = self.thing(relation.target)
        return self.things[entity]

    def is_rare(self, expr: Expr, entity: str) -> bool:
        """Return whether a condition does not hold, or a number is 0, for most."""
        return not self.reader.work_out(expr, self.thing(entity))[1]

    def rare_parts(self, condition: Expr, entity: str) -> Path:
        """Return the rare parts of a condition that need nothing of the many that belong to a thing."""
        parts = condition.parts if isinstance(condition, All) else (condition,)
        self._alive.append(condition)
        return tuple(part for part in parts if self.is_rare(part, entity) and not self.sums(part))

    def needs(self, rule: str, entity: str) -> Path:
        """Return the rare conditions without which a rule says nothing, those that recorded facts alone tell."""
        return tuple(
            part
            for part in self._needs(RuleRef(rule))
            if not any(isinstance(each, Via | Over | RuleRef) for each in walk(part)) and self.is_rare(part, entity)
        )

    def _needs(self, expr: Expr) -> Iterator[Expr]:
        match expr:
            case RuleRef(name):
                formula = self.formulas[name]
                if formula is not None:
                    yield from self._needs(formula)
            case All(parts):
                for part in parts:
                    yield from self._needs(part)
            case When(condition, then, Const(0)):
                yield from self._needs(condition)
                yield from self._needs(then)
            case Compare(">", left, Const(0)):
                yield from self._needs(left)
            case Const() | Param():
                return
            case _:
                yield expr

    def openings(self, expr: Expr, entity: str) -> Path | None:
        """Return rare conditions of which one at least may hold where a number is not 0, or a condition may hold.

        None where that cannot be told by few.
        """
        match expr:
            case Const(value):
                return None if value else ()
            case Param(id):
                return None if self.law.number(id) else ()
            case RuleRef(name):
                formula = self.formulas[name]
                return () if formula is None else self.openings(formula, entity)
            case When(condition, then, otherwise):
                return _together(
                    [
                        _fewest([self.openings(condition, entity), self.openings(then, entity)]),
                        _fewest(
                            [self._rare_or_none(self.opposite(condition), entity), self.openings(otherwise, entity)]
                        ),
                    ]
                )
            case Arith("*", left, right):
                return _fewest([self.openings(left, entity), self.openings(right, entity)])
            case Arith("+", left, right):
                return _together([self.openings(left, entity), self.openings(right, entity)])
            case Arith(_, left, _):
                return self.openings(left, entity)
            case All(parts) | Lowest(parts):
                return _fewest([self.openings(part, entity) for part in parts])
            case Highest(parts):
                return _together([self.openings(part, entity) for part in parts])
            case Over(summary) if summary != "any":
                return (self.above_zero(expr),)
        kind = self.law.system.kind_of(expr, entity, "")
        return self._rare_or_none(expr, entity) if kind is Kind.BOOL else None

    def _rare_or_none(self, condition: Expr, entity: str) -> Path | None:
        return (condition,) if self.is_rare(condition, entity) else None

    def opposite(self, condition: Expr) -> Expr:
        """Return that a condition does not hold, always the same one."""
        if id(condition) not in self._opposites:
            self._opposites[id(condition)] = Not(condition)
            self._alive.append(condition)
        return self._opposites[id(condition)]

    def called(self, rule: str) -> RuleRef:
        """Return a call of a rule, always the same one."""
        return self._calls.setdefault(rule, RuleRef(rule))

    def above_zero(self, number: Expr) -> Expr:
        if id(number) not in self._above:
            self._above[id(number)] = number.above(0)
        return self._above[id(number)]

    def counts_alone(self, expr: Expr, entity: str) -> bool:
        """Return whether of all that a formula sums up few count, so that nobody need be left out first."""
        for part in walk(expr):
            if isinstance(part, Over):
                if not self.is_rare(part.part, self.law.system.entities[entity].relations[part.relation].target):
                    return False
            elif isinstance(part, RuleRef):
                formula = self.formulas[part.name]
                if formula is not None and not self.counts_alone(formula, entity):
                    return False
        return True

    def sums(self, expr: Expr) -> bool:
        """Return whether a formula sums up over many, itself or in a rule that it calls."""
        for part in walk(expr):
            if isinstance(part, Over):
                return True
            if isinstance(part, RuleRef):
                formula = self.formulas[part.name]
                if formula is not None and self.sums(formula):
                    return True
        return False


@dataclass
class Plan:
    """What stands in columns of one kind of thing, for some formulas asked for."""

    law: MonthOfLaw
    rarity: Rarity
    entity: str
    roots: tuple[Expr, ...]
    given: frozenset[str] = frozenset()
    """Rules that a table has the results of already."""
    over: dict[Over, list[Path]] = field(default_factory=dict)
    via: dict[str, dict[str, None]] = field(default_factory=dict)
    """The rules read at the one that this belongs to, by relation."""
    taken: dict[str, None] = field(default_factory=dict)
    """The rules among ``given`` that are used."""

    def __post_init__(self) -> None:
        self._sites: Counter[str] = Counter()
        self._paths: dict[str, list[Path]] = {}
        self._texts: Counter[Expr] = Counter()
        self._kept: dict[Expr, None] = {}
        for root in self.roots:
            # What is asked for is written twice where it also says which rows are left out.
            self._visit(root, 2 if not isinstance(root, RuleRef) else 1, [()], ())
        for name in reversed(self.law.order):
            if name in self._sites:
                self._visit_rule(name)
        self._kept |= {text: None for text, count in self._texts.items() if count > 1}

    @cached_property
    def levels(self) -> list[list[Expr]]:
        """What stands in columns, each level on those before."""
        memo: dict[int, int] = {}
        found: dict[Expr, int] = {}

        def needed(expr: Expr) -> int:
            if isinstance(expr, RuleRef | Among | Compare) and expr in self._kept:
                return level(expr) + (2 if self.is_rare_number(expr) else 1)
            if id(expr) not in memo:
                parts = self._inside(expr)
                memo[id(expr)] = max((needed(part) for part in parts), default=0)
            return memo[id(expr)]

        def level(expr: Expr) -> int:
            if expr not in found:
                found[expr] = max((needed(part) for part in self._inside(expr)), default=0)
            return found[expr]

        for expr in self._kept:
            level(expr)
        return [[expr for expr in found if found[expr] == at] for at in range(max(found.values(), default=-1) + 1)]

    def is_rare_number(self, expr: Expr) -> bool:
        """Return whether a part is a number that is 0 for most; its least is then only worked out where its most is not 0."""
        if not isinstance(expr, RuleRef) or self.law.system.rules[expr.name].kind is not Kind.INT:
            return False
        formula = self.rarity.formulas[expr.name]
        if formula is None or not any(isinstance(part, When | Highest | Lowest) for part in walk(formula)):
            return False
        return self.rarity.is_rare(self.rarity.called(expr.name), self.entity)

    def openings(self, expr: RuleRef) -> Path:
        """Return the rare conditions outside of which a number that takes long to work out is 0; nothing where none are known."""
        if not self.is_rare_number(expr) or self._choices(expr) < LONG:
            return ()
        found = self.rarity.openings(expr, self.entity)
        return found if found is not None and len(found) <= MOST_OPENINGS else ()

    def _choices(self, expr: Expr) -> int:
        """Return how many choices are made to work out what is not in a column yet."""
        if isinstance(expr, When):
            return 1 + sum(self._choices(part) for part in parts_of(expr))
        return sum(
            0 if isinstance(part, RuleRef) and part in self._kept else self._choices(part)
            for part in self._inside(expr)
        )

    def _inside(self, expr: Expr) -> Sequence[Expr]:
        if isinstance(expr, RuleRef):
            formula = self.rarity.formulas[expr.name] if expr.name not in self.given else None
            return () if formula is None else (formula,)
        return () if isinstance(expr, Via | Over) else parts_of(expr)

    def _visit_rule(self, name: str) -> None:
        if name in self.given:
            self.taken[name] = None
            return
        formula = self.rarity.formulas[name]
        if formula is None or _is_small(formula):
            copies = self._sites[name]
        else:
            paths = self._paths[name]
            asked = RuleRef(name) in self.roots and self.is_rare_number(RuleRef(name))
            few = self._sites[name] <= MOST_COPIES and all(paths)
            copies = self._sites[name] if (self._sites[name] == 1 and not asked) or few else 0
            if not copies:
                self._kept[RuleRef(name)] = None
        if formula is not None:
            self._visit(formula, copies or 1, self._paths[name], ())

    def _visit(self, expr: Expr, copies: int, paths: list[Path], here: Path) -> None:
        match expr:
            case RuleRef(name):
                self._sites[name] += copies
                self._note(self._paths.setdefault(name, []), paths, here)
            case Over():
                self._note(self.over.setdefault(expr, []), paths, here)
            case Via(relation, part):
                called = {each.name: None for each in walk(part) if isinstance(each, RuleRef)}
                self.via.setdefault(relation, {}).update(called)
            case When(condition, then, otherwise):
                self._visit(condition, copies, paths, here)
                self._visit(then, copies, paths, here + self.rarity.rare_parts(condition, self.entity))
                self._visit(
                    otherwise,
                    copies,
                    paths,
                    here + self.rarity.rare_parts(self.rarity.opposite(condition), self.entity),
                )
            case All(parts):
                rare = {part: self.rarity.rare_parts(part, self.entity) for part in parts}
                for part in parts:
                    others = tuple(each for other in parts if other is not part for each in rare[other])
                    self._visit(part, copies, paths, here + others if self.rarity.sums(part) else here)
            case Arith("*", left, right):
                self._visit(left, copies, paths, here + self._factor(right))
                self._visit(right, copies, paths, here + self._factor(left))
            case _:
                if self._is_text(expr):
                    self._texts[expr] += copies
                for part in parts_of(expr):
                    self._visit(part, copies, paths, here)

    def _factor(self, other: Expr) -> Path:
        """Return that the other factor is not 0, where that is rare and told by many that count of themselves."""
        if not self.rarity.is_rare(other, self.entity) or not self.rarity.counts_alone(other, self.entity):
            return ()
        return (self.rarity.above_zero(other),)

    def _is_text(self, expr: Expr) -> bool:
        if isinstance(expr, Among):
            return True
        if not isinstance(expr, Compare) or expr.op not in ("=", "<>"):
            return False
        left, entity = expr.left, self.law.system.entities[self.entity]
        while isinstance(left, Via):
            entity, left = self.law.system.entities[entity.relations[left.relation].target], left.part
        return isinstance(left, FactRef) and entity.facts[left.name].kind is Kind.TEXT

    @staticmethod
    def _note(into: list[Path], paths: list[Path], here: Path) -> None:
        for path in paths:
            whole = path + here
            if whole not in into:
                into.append(whole)
        if len(into) > MOST_PATHS or () in into:
            into[:] = [()]


def guard_of(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the ways, each some rare conditions, in one of which something counts; none where it may count for everybody."""
    if not paths or not all(paths):
        return ()
    ways = list(dict.fromkeys(tuple(dict.fromkeys(path)) for path in paths))
    # A way with more conditions than another is part of that one.
    return tuple(way for way in ways if not any(other != way and set(other) <= set(way) for other in ways))


def conjuncts(part: Expr, summary: str) -> Iterator[Expr]:
    """Yield what must hold, or be more than 0, for one of many to count in a summary."""
    match part:
        case All(parts):
            for each in parts:
                yield from conjuncts(each, summary)
        case When(condition, then, Const(0)) if summary in ("sum", "max"):
            yield from conjuncts(condition, "any")
            yield from conjuncts(then, summary)
        case Const() | Param():
            return
        case _:
            yield part


def _fewest(ways: Sequence[Path | None]) -> Path | None:
    known = [way for way in ways if way is not None]
    return min(known, key=len) if known else None


def _together(ways: Sequence[Path | None]) -> Path | None:
    if any(way is None for way in ways):
        return None
    return tuple(dict.fromkeys(part for way in ways if way is not None for part in way))


def _is_small(formula: Expr) -> bool:
    """Return whether a formula is as quick to work out as a column to read."""
    match formula:
        case Const() | Param() | FactRef() | Reached():
            return True
        case Not(part):
            return _is_small(part)
        case Compare(_, left, right):
            return all(isinstance(side, Const | Param | FactRef) or not parts_of(side) for side in (left, right)) and (
                not isinstance(right, Const) or not isinstance(right.value, str)
            )
    return False
