"""A small law of our own wording, to try the engine on: one allowance, a table, a household sum."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ansinh.core.rules.expressions import Expr, Kind, fact, lookup, param, reached, rule, total, when
from ansinh.core.rules.model import Entity, Fact, Programme, Relation, Rule, Thing, Version
from ansinh.core.rules.parameters import load_parameters
from ansinh.core.rules.system import System

REFERENCE = "khoản 1 Điều 6 Nghị định số 20/2021/NĐ-CP"
FROM = date(2021, 7, 1)
VALUES = f"""
standard:
  label: Mức chuẩn
  unit: vnd
  values:
    - {{value: 360000, reference: "{REFERENCE}", from: 2021-07-01, evidence: primary}}
    - {{value: 500000, reference: "Nghị định số 76/2024/NĐ-CP", from: 2024-07-01, in_force: 2024-09-05, evidence: secondary}}
coefficient:
  label: Hệ số
  unit: coefficient
  values:
    - {{value: "1.5", reference: "{REFERENCE}", from: 2021-07-01, evidence: primary}}
rates:
  label: Bảng theo tỷ lệ
  unit: vnd
  values:
    - {{value: {{21: 100, 22: 200}}, reference: "{REFERENCE}", from: 2021-07-01, evidence: primary}}
"""
PERSON = Entity(
    "person",
    "persons",
    "person_id",
    {
        "birth_date": Fact("birth_date", "ngày sinh", Kind.DATE, from_to=True),
        "poor": Fact("poor", "hộ nghèo", Kind.BOOL, absent=False),
        "rate": Fact("rate", "tỷ lệ", Kind.INT, absent=0, most=100),
    },
    {"household": Relation("household", "household", False, "household_id")},
)
HOUSEHOLD = Entity(
    "household", "households", "household_id", {}, {"members": Relation("members", "person", True, "household_id")}
)


def version(formula: Expr | None, *, day: date = FROM, reference: str = REFERENCE) -> Version:
    return Version(formula, (reference,), day, day)


def make_rule(
    name: str, formula: Expr | None, kind: Kind = Kind.INT, *, entity: str = "person", reference: str = REFERENCE
) -> Rule:
    return Rule(name, entity, f"Quy tắc {name}", kind, (version(formula, reference=reference),))


RULES = (
    make_rule("entitled", fact("poor"), Kind.BOOL),
    make_rule("by_rate", lookup("rates", fact("rate"))),
    make_rule(
        "allowance",
        when(rule("entitled"), (param("coefficient") * param("standard")) // 10)
        + when(reached(fact("birth_date"), 80), rule("by_rate")),
    ),
    make_rule("of_household", total("members", rule("allowance")), entity="household"),
)
PROGRAMMES = (
    Programme("allowance", "Trợ cấp", "person", "allowance", {"amount_vnd": "allowance"}),
    Programme("household", "Trợ cấp của hộ", "household", "of_household", {"amount_vnd": "of_household"}),
)


def make_system(*more: Rule, values: str = VALUES, rules: Iterable[Rule] = RULES) -> System:
    return System(
        {"person": PERSON, "household": HOUSEHOLD},
        load_parameters(values, place="values.yaml"),
        {each.name: each for each in (*rules, *more)},
        {each.id: each for each in PROGRAMMES},
    )


def person(**facts: object) -> Thing:
    return Thing("person", "m1", {"birth_date": date(1990, 1, 1), "poor": True, "rate": 0, **facts})
