"""The whole of the law in the engine's form, checked when it is put together; one month of it; reforms of it."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import NoReturn

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
    walk,
)
from ansinh.core.rules.model import Entity, Programme, Rule, Version
from ansinh.core.rules.parameters import DatedValue, Parameter, Parameters
from ansinh.core.rules.references import check_reference


class BadLaw(Exception):
    """Rules that do not fit together: a name that is missing, unused, or goes round in a circle."""


@dataclass(frozen=True)
class System:
    """Facts, parameters, rules and programmes. Making one checks it.

    Raises:
        BadLaw: A cycle, a name that is not defined or not used, a value of the wrong kind.
        CannotCite: A reference that core.law cannot read.
    """

    entities: Mapping[str, Entity]
    parameters: Parameters
    rules: Mapping[str, Rule]
    programmes: Mapping[str, Programme]
    named: frozenset[str] = field(default_factory=frozenset)
    """Parameters that no formula reads, named on purpose (what a clerk looks up, what a later room needs)."""

    def __post_init__(self) -> None:
        for each in self.rules.values():
            self._check_rule(each)
        self._check_order()
        self._check_use()

    def month(self, month: str, *, known_on: date) -> MonthOfLaw:
        """Return the law for one month ("2026-11") as it was known on a day."""
        year, number = (int(part) for part in month.split("-"))
        last = date(year, number, calendar.monthrange(year, number)[1])
        return MonthOfLaw(self, date(year, number, 1), last, known_on)

    def with_parameter(self, id: str, values: Iterable[DatedValue]) -> System:  # noqa: A002
        """Return a new system in which a parameter has other values: "what if the standard were 600.000?"."""
        if id not in self.parameters:
            raise BadLaw(f"Không có tham số {id} để thay.")
        changed = replace(self.parameters[id], values=tuple(values))
        return replace(self, parameters=Parameters({**self.parameters.by_id, id: changed}))

    def with_rules(self, *rules: Rule, parameters: Iterable[Parameter] = ()) -> System:
        """Return a new system in which rules are added or stand in the place of those of the same name."""
        more = {each.id: each for each in parameters}
        return replace(
            self,
            rules={**self.rules, **{each.name: each for each in rules}},
            parameters=Parameters({**self.parameters.by_id, **more}),
        )

    def kind_of(self, expr: Expr, entity: str, where: str) -> Kind:
        """Return what kind of value a formula gives; BadLaw where its parts do not fit."""
        return _Kinds(self, where).of(expr, entity)

    def _check_rule(self, rule: Rule) -> None:
        where = f"Quy tắc {rule.name}"
        if rule.entity not in self.entities:
            raise BadLaw(f"{where}: không có loại đối tượng “{rule.entity}”.")
        if not rule.label:
            raise BadLaw(f"{where}: chưa có tên gọi bằng tiếng Việt.")
        if not rule.versions:
            raise BadLaw(f"{where}: chưa có nội dung.")
        days = [(version.applied_from, version.in_force_from) for version in rule.versions]
        if days != sorted(set(days)):
            raise BadLaw(f"{where}: các lần quy định phải xếp theo ngày áp dụng, không ngày nào hai lần.")
        for version in rule.versions:
            if not version.references:
                raise BadLaw(f"{where}: chưa có căn cứ; quy tắc không có căn cứ thì không nạp.")
            for reference in version.references:
                check_reference(reference, where)
            if version.formula is not None:
                kind = self.kind_of(version.formula, rule.entity, where)
                if kind is not rule.kind:
                    raise BadLaw(f"{where}: công thức cho ra {kind}, khai là {rule.kind}.")

    def _check_order(self) -> None:
        graph = {each.name: dependencies(each) for each in self.rules.values()}
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            raise BadLaw(f"Các quy tắc gọi vòng quanh: {' → '.join(error.args[1])}.") from None

    def _check_use(self) -> None:
        used_rules = {
            name for programme in self.programmes.values() for name in [programme.level, *programme.fields.values()]
        }
        for missing in sorted(used_rules - set(self.rules)):
            raise BadLaw(f"Chương trình gọi quy tắc “{missing}” không có.")
        used_parameters: set[str] = set(self.named)
        asked: set[str] = set()
        for each in self.rules.values():
            used_rules |= dependencies(each)
            for version in each.versions:
                for part in walk(version.formula) if version.formula is not None else ():
                    if isinstance(part, Param | Lookup):
                        used_parameters.add(part.id)
                    elif isinstance(part, FactRef):
                        asked.add(part.name)
        unused = sorted(set(self.rules) - used_rules)
        if unused:
            raise BadLaw(f"Quy tắc “{unused[0]}” không được dùng ở đâu: gọi nó, hoặc bỏ đi.")
        idle = sorted({each.id for each in self.parameters} - used_parameters)
        if idle:
            raise BadLaw(f"Tham số “{idle[0]}” không được dùng ở đâu: gọi nó, hoặc bỏ đi.")
        for entity in self.entities.values():
            for name in entity.facts:
                if name not in asked:
                    raise BadLaw(f"Dữ kiện “{name}” của {entity.name} không được dùng ở đâu: gọi nó, hoặc bỏ đi.")


def dependencies(rule: Rule) -> set[str]:
    """Return the names of the rules that a rule calls, in any of its versions."""
    return {
        part.name
        for version in rule.versions
        if version.formula is not None
        for part in walk(version.formula)
        if isinstance(part, RuleRef)
    }


@dataclass(frozen=True)
class MonthOfLaw:
    """The law of one month, as known on a day: which values and which formulas count."""

    system: System
    first_day: date
    last_day: date
    known_on: date

    @cached_property
    def values(self) -> Mapping[str, DatedValue | None]:
        return {each.id: each.at(last_day=self.last_day, known_on=self.known_on) for each in self.system.parameters}

    @cached_property
    def versions(self) -> Mapping[str, Version | None]:
        return {
            each.name: each.at(last_day=self.last_day, known_on=self.known_on) for each in self.system.rules.values()
        }

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The rules in an order in which each comes after those it calls."""
        graph = {each.name: sorted(dependencies(each)) for each in self.system.rules.values()}
        return tuple(TopologicalSorter(graph).static_order())

    @cached_property
    def late_days(self) -> tuple[date, ...]:
        """The days after the month had begun on which an instrument took effect that counts for it, the last first."""
        days = {
            each.in_force_from
            for each in (*self.values.values(), *self.versions.values())
            if each is not None
            and each.applied_from < each.in_force_from
            and self.first_day < each.in_force_from <= self.known_on
        }
        return tuple(sorted(days, reverse=True))

    def known_earlier(self, day: date) -> MonthOfLaw:
        """Return the law of the same month as it was known on an earlier day."""
        known: dict[date, MonthOfLaw] = self.__dict__.setdefault("_earlier", {})
        if day not in known:
            known[day] = MonthOfLaw(self.system, self.first_day, self.last_day, day)
        return known[day]

    def number(self, id: str) -> int:  # noqa: A002
        """Return a parameter's number; 0 where none is in force."""
        found = self.values[id]
        return int(found.value) if found is not None and isinstance(found.value, int) else 0

    def table(self, id: str) -> Mapping[str, int]:  # noqa: A002
        """Return a parameter's table; empty where none is in force."""
        found = self.values[id]
        return found.value if found is not None and isinstance(found.value, Mapping) else {}


class _Kinds:
    """Finds the kind of every part and says what does not fit."""

    def __init__(self, system: System, where: str) -> None:
        self.system, self.where = system, where

    def of(self, expr: Expr, entity: str) -> Kind:
        match expr:
            case Const(value):
                return _kind_of_value(value)
            case FactRef(name):
                known = self.system.entities[entity].facts
                if name not in known:
                    self.fail(f"{entity} không có dữ kiện “{name}”")
                return known[name].kind
            case RuleRef(name):
                called = self.system.rules.get(name)
                if called is None:
                    self.fail(f"gọi quy tắc “{name}” không có")
                if called.entity != entity:
                    self.fail(f"quy tắc “{name}” là của {called.entity}, gọi từ {entity} thì phải đi qua một liên hệ")
                return called.kind
            case Param(id):
                self.parameter(id)
                return Kind.BOOL if self.system.parameters[id].is_bool else Kind.INT
            case Lookup(id, key):
                self.parameter(id)
                self.expect(key, entity, Kind.INT, Kind.TEXT)
                return Kind.INT
            case MonthDay():
                return Kind.DATE
            case Reached(birth, age, _, _):
                if not isinstance(age, Const | Param):
                    self.fail("độ tuổi phải là một số hoặc một tham số")
                self.expect(birth, entity, Kind.DATE)
                self.expect(age, entity, Kind.INT)
                return Kind.BOOL
            case MonthsAfter(day, months):
                if not isinstance(months, Const | Param):
                    self.fail("số tháng phải là một số hoặc một tham số")
                self.expect(months, entity, Kind.INT)
                return self.expect(day, entity, Kind.DATE)
            case Gap():
                return Kind.INT
            case All(parts) | Any(parts):
                for part in parts:
                    self.expect(part, entity, Kind.BOOL)
                return Kind.BOOL
            case Not(part):
                return self.expect(part, entity, Kind.BOOL)
            case Compare(op, left, right):
                kind = self.of(left, entity)
                if self.of(right, entity) is not kind or (kind in {Kind.TEXT, Kind.BOOL} and op not in {"=", "<>"}):
                    self.fail("so sánh hai giá trị không cùng loại")
                return Kind.BOOL
            case Among(part, _):
                self.expect(part, entity, Kind.TEXT)
                return Kind.BOOL
            case Arith(op, left, right):
                if op == "//" and not isinstance(right, Const):
                    self.fail("chỉ chia cho một số viết sẵn")
                self.expect(left, entity, Kind.INT)
                return self.expect(right, entity, Kind.INT)
            case Highest(parts) | Lowest(parts):
                for part in parts:
                    self.expect(part, entity, Kind.INT)
                return Kind.INT
            case When(condition, then, otherwise):
                self.expect(condition, entity, Kind.BOOL)
                self.expect(then, entity, Kind.INT)
                return self.expect(otherwise, entity, Kind.INT)
            case Over(summary, name, part):
                target = self.relation(entity, name, many=True)
                self.expect(part, target, Kind.BOOL if summary in {"any", "count"} else Kind.INT)
                return Kind.BOOL if summary == "any" else Kind.INT
            case Via(name, part):
                return self.of(part, self.relation(entity, name, many=False))
        raise BadLaw(f"{self.where}: không hiểu {type(expr).__name__}.")

    def parameter(self, id: str) -> None:  # noqa: A002
        if id not in self.system.parameters:
            self.fail(f"gọi tham số “{id}” không có")

    def relation(self, entity: str, name: str, *, many: bool) -> str:
        found = self.system.entities[entity].relations.get(name)
        if found is None or found.many is not many:
            self.fail(f"{entity} không có liên hệ “{name}” kiểu này")
        return found.target

    def expect(self, expr: Expr, entity: str, *kinds: Kind) -> Kind:
        kind = self.of(expr, entity)
        if kind not in kinds:
            self.fail(f"cần {' hoặc '.join(kinds)}, gặp {kind}")
        return kind

    def fail(self, what: str) -> NoReturn:
        raise BadLaw(f"{self.where}: {what}.")


def _kind_of_value(value: object) -> Kind:
    if isinstance(value, bool):
        return Kind.BOOL
    if isinstance(value, int):
        return Kind.INT
    return Kind.DATE if isinstance(value, date) else Kind.TEXT
