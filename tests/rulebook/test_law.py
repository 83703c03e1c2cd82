"""The rulebook against what we know of the law: amounts row by row, references, evidence, no float anywhere."""

from __future__ import annotations

import ast
import importlib.util
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ansinh.core.law import read_citation
from ansinh.core.law.known import known_instruments
from ansinh.core.rules.expressions import ROUND_TO
from ansinh.core.rules.parameters import Evidence
from ansinh.rulebook.answering import answer_case, as_form
from ansinh.rulebook.book import national_system
from ansinh.rulebook.cases import read_cases
from ansinh.rulebook.coverage import coverage

SYSTEM = national_system()
NOW = date(2026, 11, 22)
# Not amounts of a right: procedures, what later rooms will need.
ELSEWHERE = (
    "sa.days.",
    "sa.pay.",
    "sa.report.",
    "sa.fee.",
    "poverty.re",
)
ONE_OFF_TABLES = ("ncc.oneoff", "ncc.oneoff.injury", "ncc.care", "ncc.education")
EVIDENCE = {"primary": Evidence.PRIMARY, "secondary": Evidence.SECONDARY, "memory": Evidence.MEMORY}


def number(value: Any, unit: str) -> int | None:
    if unit == "coefficient":
        return round(value * 10)
    return int(value) if isinstance(value, int | float) and value == int(value) else None


def table_of(row: str) -> str | None:
    """The table that has a row, in the month in which the sums once paid were read."""
    law = SYSTEM.month("2025-03", known_on=NOW)
    return next((name for name in ONE_OFF_TABLES if row in law.table(name)), None)


def test_amounts_are_those_of_the_material_row_by_row(shared: Path) -> None:
    """Every value of every parameter both sides have; the amounts of people with merit row by row and rate by rate."""
    seen = 0
    for fact in json.loads((shared / "law" / "law_facts.json").read_text("utf-8")):
        for value in fact["values"]:
            if value["value"] is None:
                continue
            law = SYSTEM.month(value["from"][:7], known_on=NOW)
            if fact["id"] in {"ncc.table.tb", "ncc.table.tbb"}:
                assert dict(law.table(fact["id"])) == value["value"], fact["id"]
                seen += len(value["value"])
            elif fact["id"].startswith("ncc.") and fact["id"] in law.table("ncc.monthly"):
                assert law.table("ncc.monthly")[fact["id"]] == value["value"], fact["id"]
                seen += 1
            elif fact["id"] == "ncc.prosthetics":
                bought = {f"ncc.prosthetics.{row['no']}": row["vnd"] for row in value["value"]}
                assert dict(law.table("ncc.prosthetics")) == bought
                seen += len(bought)
            elif fact["id"].startswith("ncc.oneoff.") and (table := table_of(fact["id"])):
                law = SYSTEM.month("2025-03", known_on=NOW)
                assert law.table(table)[fact["id"]] == round(value["value"] * 10), fact["id"]
                found = law.values[table]
                assert found is not None
                assert (found.applied_from.isoformat(), found.evidence) == (value["from"], Evidence.PRIMARY)
                seen += 1
            elif fact["id"] == "ncc.rounding":
                assert value["value"] == ROUND_TO
            elif fact["id"] in SYSTEM.parameters:
                parameter = SYSTEM.parameters[fact["id"]]
                if parameter.is_bool:
                    continue
                assert law.number(fact["id"]) == number(value["value"], parameter.unit), (fact["id"], value["from"])
                found = law.values[fact["id"]]
                assert found is not None
                assert found.applied_from.isoformat() == value["from"] or fact["id"].startswith("ui."), fact["id"]
                wanted = value.get("evidence", fact["evidence"])
                assert found.evidence is EVIDENCE[wanted], fact["id"]
                seen += 1
    assert seen > 600


def test_every_figure_of_the_material_has_a_place(shared: Path) -> None:
    facts = json.loads((shared / "law" / "law_facts.json").read_text("utf-8"))
    law = SYSTEM.month("2025-03", known_on=NOW)
    rows = {row for name in ("ncc.monthly", *ONE_OFF_TABLES) for row in law.table(name)}
    missing = [
        fact["id"]
        for fact in facts
        if fact["id"].startswith(("sa.coef.", "sa.standard", "sa.social_pension", "ncc.", "vsi.", "poverty."))
        and not fact["id"].startswith(ELSEWHERE)
        and fact["id"] not in SYSTEM.parameters
        and fact["id"] not in rows
    ]
    assert missing == [
        "sa.social_pension.decision_days",
        "ncc.rounding",
        "sa.coef.under_335_2026",
        "ncc.tables_under_321_2026",
        "poverty.low_income_worker.rural_max",
        "poverty.low_income_worker.urban_max",
    ]


def references() -> Iterator[str]:
    for rule in SYSTEM.rules.values():
        for version in rule.versions:
            yield from version.references
    for parameter in SYSTEM.parameters:
        for value in parameter.values:
            yield value.reference


def test_every_reference_is_read_and_names_an_instrument_we_know() -> None:
    for reference in references():
        citation = read_citation(reference)
        assert citation is not None
        assert citation.instrument is not None
        assert citation.instrument.number in known_instruments()


def test_an_instrument_is_in_force_no_later_than_its_rules_say() -> None:
    """The day on which a value became known is the day its instrument took effect, where that day is known."""
    for parameter in SYSTEM.parameters:
        for value in parameter.values:
            citation = read_citation(value.reference)
            assert citation is not None
            assert citation.instrument is not None
            known = known_instruments()[citation.instrument.number or ""].in_force_from
            if known is not None and value.evidence is not Evidence.CARRIED:
                assert value.in_force_from >= known or parameter.id.startswith(("ui.", "child.")), parameter.id


def test_what_is_not_primary_says_so_after_decree_335() -> None:
    law = SYSTEM.month("2026-08", known_on=NOW)
    marks = {id_: value.evidence for id_, value in law.values.items() if value and id_.startswith("sa.coef.")}
    assert marks["sa.coef.k6_dis_severe_adult"] is Evidence.SECONDARY
    assert {mark for id_, mark in marks.items() if value_is_open(id_)} == {Evidence.CARRIED}


def value_is_open(parameter: str) -> bool:
    return parameter not in {
        "sa.coef.k6_dis_severe_adult",
        "sa.coef.k5b_elderly_75_80_dbkk",
        "sa.coef.k5c_elderly_80plus",
    }


def values_in(found: Any) -> Iterator[Any]:
    if isinstance(found, Mapping):
        for key, value in found.items():
            yield from values_in(key)
            yield from values_in(value)
    elif isinstance(found, list | tuple | set | frozenset):
        for value in found:
            yield from values_in(value)
    elif is_dataclass(found):
        for field in fields(found):
            yield from values_in(getattr(found, field.name))
    else:
        yield found


def test_no_float_is_anywhere_in_the_law() -> None:
    found = list(
        values_in([SYSTEM.parameters, list(SYSTEM.rules.values()), list(SYSTEM.programmes.values()), SYSTEM.entities])
    )
    assert len(found) > 5000
    assert [value for value in found if isinstance(value, float)] == []


def test_no_float_stands_in_the_code_of_the_engine_and_the_rulebook() -> None:
    source = Path(__file__).resolve().parents[2] / "src" / "ansinh"
    for room in (source / "core" / "rules", source / "rulebook"):
        for path in room.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant):
                    assert not isinstance(node.value, float), f"{path}: {node.lineno}"
                assert not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not is_path(node)), (
                    f"{path}: {node.lineno}"
                )


def is_path(node: Any) -> bool:
    """Whether a division joins a path: one of its ends is a text or a call to files or folder."""
    text = ast.unparse(node)
    return "files(" in text or "'" in text


def test_articles_without_a_rule_are_counted() -> None:
    named = coverage(SYSTEM)
    with_rule = {(each.instrument, each.article) for each in named if each.has_rule}
    assert {
        ("20/2021/NĐ-CP", article) for article in ("4", "5", "6", "11", "12", "13", "14", "15", "20", "25")
    } <= with_rule
    assert ("20/2021/NĐ-CP", "34") not in with_rule
    assert len(named) > 60


def test_gold_cases_agree(shared: Path) -> None:
    """The worked cases beside the checkout, by the measure that stands with them."""
    place = shared / "gold" / "cases"
    spec = importlib.util.spec_from_file_location("compare", place / "compare.py")
    assert spec is not None
    assert spec.loader is not None
    compare = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(compare)
    for path in sorted(place.glob("*.json")):
        loaded = json.loads(path.read_text("utf-8"))
        answers = {case.id: as_form(case, answer_case(case, SYSTEM), SYSTEM) for case in read_cases(loaded, SYSTEM)}
        for case in loaded["cases"]:
            for who, programmes in case["expected"].items():
                given = answers[case["id"]]
                if who == "_overlay":
                    assert compare.faults(programmes, given[who]) == [], case["name"]
                    continue
                for programme, wanted in programmes.items():
                    assert compare.faults(wanted, given[who][programme]) == [], case["name"]


def test_what_ships_is_what_the_script_derives(shared: Path) -> None:
    """The merit tables and the list of articles are made by scripts/derive_law.py and not changed by hand."""
    root = Path(__file__).resolve().parents[2]
    spec = importlib.util.spec_from_file_location("derive_law", root / "scripts" / "derive_law.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    facts, law = script.material(shared)
    rulebook = root / "src" / "ansinh" / "rulebook"
    assert script.merit(facts) == (rulebook / "merit_monthly" / "values.yaml").read_text("utf-8")
    assert script.articles(facts, law) == (rulebook / "articles.csv").read_text("utf-8")
