"""Why a result is what it is: the rules that decided it, with their articles, parameters, facts and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any as Anything

from ansinh.core.rules.expressions import (
    All,
    Any,
    Arith,
    Const,
    Expr,
    FactRef,
    Highest,
    Kind,
    Lookup,
    Lowest,
    Not,
    Over,
    Param,
    RuleRef,
    Via,
    When,
    as_rounded,
    parts_of,
)
from ansinh.core.rules.model import ALWAYS, NEVER, Fact, Rule, Thing
from ansinh.core.rules.parameters import DatedValue, Evidence, Parameter
from ansinh.core.rules.reading import Bounds, Reader


@dataclass(frozen=True, slots=True)
class UsedFact:
    """A recorded fact that a result rests on; ``said`` is its value in words, "chưa rõ" if it is unknown."""

    path: str
    label: str
    said: str
    known: bool


@dataclass(frozen=True, slots=True)
class UsedParameter:
    """A figure that a result rests on: which value, of which day, from which instrument."""

    id: str
    label: str
    said: str
    value: DatedValue


@dataclass(slots=True)
class Step:
    """One rule as it was applied to one person or household, and what it rests on."""

    rule: Rule
    thing: Thing
    bounds: Bounds
    references: tuple[str, ...]
    evidence: Evidence
    since: date | None
    steps: list[Step] = field(default_factory=list)
    facts: list[UsedFact] = field(default_factory=list)
    parameters: list[UsedParameter] = field(default_factory=list)

    @property
    def said(self) -> str:
        return say(self.rule, self.bounds)

    def walk(self) -> Iterator[Step]:
        """Yield this step and those below it, the outer before the inner."""
        yield self
        for step in self.steps:
            yield from step.walk()


def explain(reader: Reader, name: str, thing: Thing) -> Step:
    """Return why a rule gives what it gives for a thing: only what decided it, each rule once."""
    return _Explainer(reader).rule(name, thing)


def explain_together(reader: Reader, names: Iterable[str], thing: Thing) -> list[Step]:
    """Return why some rules give what they give, what several rest on told once, at the first."""
    explainer = _Explainer(reader)
    return [explainer.rule(name, thing) for name in names]


def say(rule: Rule, bounds: Bounds) -> str:
    """Return a result in words: "có", "không", "chưa rõ", "2,5", "1.250.000 đồng"."""
    low, high = bounds
    if low != high:
        return "chưa rõ"
    if rule.kind is Kind.BOOL:
        return "có" if low else "không"
    return rule.said.get(low) or number_in_words(low, rule.unit)


def number_in_words(value: int, unit: str) -> str:
    """Return a number as people read it: tenths as 2,5 and đồng with points."""
    if unit == "coefficient":
        return f"{value // 10},{value % 10}"
    return f"{value:,}".replace(",", ".") + (" đồng" if unit == "vnd" else "")


def say_fact(fact: Fact, value: Anything) -> str:
    """Return a recorded value in words."""
    if value is None:
        return "chưa rõ"
    if isinstance(value, tuple):
        first, last = value
        if first.year != last.year:
            return "chưa rõ"
        if first.month == last.month:
            return f"tháng {first:%m/%Y}, chưa rõ ngày"
        return f"năm {first.year}, chưa rõ ngày"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, date):
        return "chưa" if value == NEVER else "đã có" if value == ALWAYS else f"{value:%d/%m/%Y}"
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    return fact.said.get(value, str(value))


class _Explainer:
    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.told: set[tuple[int, str]] = set()

    def rule(self, name: str, thing: Thing) -> Step:
        self.told.add((id(thing), name))
        law = self.reader.law
        rule, version = law.system.rules[name], law.versions[name]
        if version is None:
            first = rule.versions[0]
            return Step(
                rule, thing, self.reader.read(name, thing), first.references, first.evidence, first.applied_from
            )
        step = Step(
            rule, thing, self.reader.read(name, thing), version.references, version.evidence, version.applied_from
        )
        if version.formula is None:
            # Repealed: the articles that gave the right until then say what ended.
            old = [
                each for each in rule.versions if each.formula is not None and each.applied_from < version.applied_from
            ]
            step.references += old[-1].references if old else ()
        else:
            self.tell(version.formula, thing, step)
        return step

    def tell(self, expr: Expr, thing: Thing, step: Step) -> None:
        """Add to the step what decided this part of its formula."""
        match expr:
            case FactRef(name):
                fact = self.reader.law.system.entities[thing.entity].facts[name]
                value = thing.facts.get(name)
                used = UsedFact(thing.path_of(name), fact.label, say_fact(fact, value), value is not None)
                if used not in step.facts:
                    step.facts.append(used)
            case Param(key):
                self.parameter(key, None, step)
            case Lookup(name, key):
                self.tell(key, thing, step)
                low, high = self.reader.work_out(key, thing)
                self.parameter(name, low if low == high else None, step)
            case RuleRef(name):
                if (id(thing), name) not in self.told and not self.silent(name, thing):
                    step.steps.append(self.rule(name, thing))
            case Via(relation, part):
                if relation in thing.one:
                    self.tell(part, thing.one[relation], step)
            case Over(_, relation, part):
                self.over(expr, relation, part, thing, step)
            case _:
                for part in self.deciding(expr, thing):
                    self.tell(part, thing, step)

    def silent(self, name: str, thing: Thing) -> bool:
        """Return whether a rule is no reason here: not yet in force, or an exception that does not apply."""
        _, high = self.reader.read(name, thing)
        return self.reader.law.versions[name] is None or (self.reader.law.system.rules[name].quiet and not high)

    def over(self, expr: Over, relation: str, part: Expr, thing: Thing, step: Step) -> None:
        each = [(one, self.reader.work_out(part, one)) for one in thing.many.get(relation, ())]
        _, high = self.reader.work_out(expr, thing)
        for one, (_, one_high) in each:
            if one_high or not high:
                self.tell(part, one, step)

    def deciding(self, expr: Expr, thing: Thing) -> tuple[Expr, ...]:
        """Return the parts of a formula that decided its value."""
        work = self.reader.work_out
        low, high = work(expr, thing)
        match expr:
            case All(parts):
                if low:
                    return parts
                # What is known to fail decides; where nothing fails, what is unknown does.
                return tuple(part for part in parts if not (work(part, thing)[0] if high else work(part, thing)[1]))
            case Any(parts):
                if not high:
                    return parts
                return tuple(part for part in parts if (work(part, thing)[0] if low else work(part, thing)[1]))
            case Not(part):
                return (part,)
            case Highest(parts):
                if not high:
                    return parts
                return tuple(part for part in parts if work(part, thing)[1] >= max(low, 1))
            case Lowest(parts):
                return tuple(part for part in parts if work(part, thing)[0] <= high)
            case When(condition, then, otherwise):
                sure, maybe = work(condition, thing)
                branches = (then,) if sure else (then, otherwise) if maybe else (otherwise,)
                return (condition, *branches)
            case Arith("+", left, right) if low == high and high:
                return tuple(part for part in (left, right) if work(part, thing)[1])
            case Arith("*", left, right) if not high:
                return tuple(part for part in (left, right) if not work(part, thing)[1])
        return parts_of(expr)

    def parameter(self, id: str, row: Anything, step: Step) -> None:  # noqa: A002
        law = self.reader.law
        value = law.values[id]
        if value is None:
            return
        used = UsedParameter(id, law.system.parameters[id].label, _said(law.system.parameters[id], value, row), value)
        if used not in step.parameters:
            step.parameters.append(used)


def _said(parameter: Parameter, value: DatedValue, row: Anything) -> str:
    if value.value is None:
        return "không còn"
    if isinstance(value.value, bool):
        return "có" if value.value else "không"
    if isinstance(value.value, int):
        return parameter.shown(value.value)
    return parameter.shown(value.value.get(str(row), 0)) if row is not None else "theo bảng"


def show_working(reader: Reader, name: str, thing: Thing) -> str:
    """Return how a number comes about: "2,5 × 500.000 = 1.250.000"; empty where there is nothing to reckon."""
    version = reader.law.versions[name]
    rule = reader.law.system.rules[name]
    low, high = reader.read(name, thing)
    if version is None or version.formula is None or low != high or rule.kind is not Kind.INT or not low:
        return ""
    said = _Working(reader).of(version.formula, thing)
    shown = number_in_words(low, rule.unit).removesuffix(" đồng")
    return f"{said} = {shown}" if said else shown


class _Working:
    """Writes a formula with its numbers, without what adds nothing."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def of(self, expr: Expr, thing: Thing) -> str:
        work = self.reader.work_out
        low, _ = work(expr, thing)
        match expr:
            case Const(value):
                return f"{value}"
            case Param(name) | Lookup(name, _):
                return self.reader.law.system.parameters[name].shown(low)
            case RuleRef(name):
                rule = self.reader.law.system.rules[name]
                version = self.reader.law.versions[name]
                if rule.unit == "vnd" and version is not None and version.formula is not None:
                    return self.of(version.formula, thing)
                return number_in_words(low, rule.unit).removesuffix(" đồng")
            case When(condition, then, otherwise):
                return self.of(then if work(condition, thing)[0] else otherwise, thing)
            case Via(relation, part):
                return self.of(part, thing.one[relation]) if relation in thing.one else ""
            case Highest(parts) | Lowest(parts):
                return next((self.of(part, thing) for part in parts if work(part, thing)[0] == low), "")
            case Over(_, relation, part):
                each = [one for one in thing.many.get(relation, ()) if work(part, one)[0]]
                if len(each) == 1:
                    return self.of(part, each[0])
                return " + ".join(self.of(part, one) for one in each)
            case Arith("*", _, Const()) if (inner := as_rounded(expr)) is not None:
                inside, over = inner
                # Coefficients are kept in tenths; what is divided further is said.
                further = f" / {over // 10}" if over > 10 else ""
                return f"{self.of(inside, thing)}{further} (làm tròn đến nghìn đồng)"
            case Arith("+", left, right):
                return " + ".join(
                    said for part in (left, right) if work(part, thing)[0] and (said := self.of(part, thing))
                )
            case Arith("//", left, Const(10)):
                # Coefficients are kept in tenths and shown as such.
                return self.of(left, thing)
            case Arith(op, left, right):
                return f"{self.of(left, thing)} {_SIGNS[op]} {self.of(right, thing)}"
        return f"{low}"


_SIGNS = {"+": "+", "-": "-", "*": "×", "//": "/"}
