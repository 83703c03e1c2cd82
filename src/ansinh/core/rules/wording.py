"""A formula in Vietnamese words, so that an official can check it against the text of the law."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ansinh.core.rules.expressions import (
    All,
    Among,
    Any,
    Arith,
    Compare,
    Comparison,
    Const,
    Expr,
    FactRef,
    Gap,
    Highest,
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
    as_rounded,
)
from ansinh.core.rules.model import Entity
from ansinh.core.rules.system import System

_COMPARED = {"=": "là", "<>": "khác", "<": "dưới", "<=": "không quá", ">": "trên", ">=": "từ"}
_DAYS = {"=": "là", "<>": "khác", "<": "trước", "<=": "không sau", ">": "sau", ">=": "không trước"}
_TURNED: Mapping[Comparison, Comparison] = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_EDGES = {"start": "ngày đầu tháng", "end": "ngày cuối tháng"}
_SUMMED = {"any": "có ai", "count": "số", "sum": "tổng", "max": "mức cao nhất"}
_SIGNS = {"+": "cộng", "-": "trừ", "*": "nhân", "//": "chia"}
_MANY = {
    "members": "thành viên của hộ",
    "titles": "diện người có công",
    "events": "sự việc",
    "ties": "người có quan hệ",
    "named_in": "quan hệ mà người khác khai",
}


def in_words(system: System, expr: Expr, entity: str) -> str:
    """Return the formula in words: "nếu (hộ nghèo là hộ nghèo và nhiễm HIV) thì … , không thì 0"."""
    return _Words(system).of(expr, entity)


class _Words:
    def __init__(self, system: System) -> None:
        self.system = system

    def of(self, expr: Expr, entity: str) -> str:
        match expr:
            case Const(value):
                return self.constant(value)
            case FactRef(name):
                return self.system.entities[entity].facts[name].label
            case RuleRef(name):
                return f"[{self.system.rules[name].label}]"
            case Param(key):
                return f"«{self.system.parameters[key].label}»"
            case Lookup(table, Const(str() as key)):
                return f"«{self.system.parameters[table].label}» theo dòng “{self.row(key)}”"
            case Lookup(table, key):
                return f"«{self.system.parameters[table].label}» theo {self.of(key, entity)}"
            case MonthDay(edge):
                return _EDGES[edge]
            case Gap(_, label):
                return f"({label})"
            case Reached(_, age, edge, in_months):
                unit = "tháng tuổi" if in_months else "tuổi"
                return f"đủ {self.of(age, entity)} {unit} vào {_EDGES[edge]}"
            case MonthsAfter(day, months):
                return f"{self.of(day, entity)} thêm {self.of(months, entity)} tháng"
            case All(parts):
                return "(" + " và ".join(self.of(part, entity) for part in parts) + ")"
            case Any(parts):
                return "(" + " hoặc ".join(self.of(part, entity) for part in parts) + ")"
            case Not(Compare(op, left, right)):
                return self.of(Compare(_TURNED[op], left, right), entity)
            case Not(part):
                return f"không {self.of(part, entity)}"
            case Among(part, values):
                return f"{self.of(part, entity)} là {' hoặc '.join(self.said(part, entity, value) for value in values)}"
            case Compare(op, left, Const(value)) if isinstance(value, str):
                return f"{self.of(left, entity)} {_COMPARED[op]} {self.said(left, entity, value)}"
            case Compare(op, left, right):
                words = _DAYS if isinstance(right, MonthDay | MonthsAfter) else _COMPARED
                return f"{self.of(left, entity)} {words[op]} {self.of(right, entity)}"
            case Arith("*", _, Const()) if (inner := as_rounded(expr)) is not None:
                inside, over = inner
                further = f" chia {over // 10}" if over > 10 else ""
                return f"{self.of(inside, entity)}{further}, làm tròn đến nghìn đồng"
            case Arith("//", left, Const(10)):
                # Coefficients are kept in tenths.
                return self.of(left, entity)
            case Arith(op, left, right):
                return f"({self.of(left, entity)} {_SIGNS[op]} {self.of(right, entity)})"
            case Highest(parts):
                return "mức cao nhất của " + ", ".join(self.of(part, entity) for part in parts)
            case Lowest(parts):
                return "mức thấp nhất của " + ", ".join(self.of(part, entity) for part in parts)
            case When(condition, then, otherwise):
                rest = "" if otherwise == Const(0) else f", không thì {self.of(otherwise, entity)}"
                return f"nếu {self.of(condition, entity)} thì {self.of(then, entity)}{rest}"
            case Over(summary, relation, part):
                target = self.system.entities[entity].relations[relation].target
                return f"{_SUMMED[summary]} {_MANY.get(relation, relation)}: {self.of(part, target)}"
            case Via(relation, part):
                return self.of(part, self.system.entities[entity].relations[relation].target)
        return type(expr).__name__

    def constant(self, value: bool | int | str | date) -> str:
        if isinstance(value, bool):
            return "có" if value else "không"
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}"
        return str(value)

    def row(self, key: str) -> str:
        """Return what a row of a table is called, where it is a word of a fact; else its key."""
        facts = (fact for entity in self.system.entities.values() for fact in entity.facts.values())
        return next((fact.said[key] for fact in facts if key in fact.said), key)

    def said(self, part: Expr, entity: str, value: str) -> str:
        owner: Entity = self.system.entities[entity]
        while isinstance(part, Via):
            owner = self.system.entities[owner.relations[part.relation].target]
            part = part.part
        known = owner.facts[part.name].said if isinstance(part, FactRef) else {}
        return known.get(value, value)
