"""A village of forty people with twelve known gaps, thought out by hand: village.yaml says who, and what is amiss."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from typing import Any

import duckdb
import yaml

from ansinh.population.generator import Commune, Order, generate
from ansinh.population.planting import Planted

_ROLES = {"H": "head", "S": "spouse", "C": "child", "M": "child", "D": "child_in_law", "P": "parent", "G": "grandchild"}
_NO_DATE = {"disability_certificate_date": date(1900, 1, 1)}


def village(base: duckdb.DuckDBPyConnection, *, province: str, day: date, communes: list[Commune]) -> list[Planted]:
    """Make the tables of the village in an open, empty DuckDB and return the key of its twelve gaps.

    It lies in the first rural commune given; ages are as of ``day``.
    """
    # The same columns as any population: made small, emptied, filled again.
    generate(base, Order(30, province, 1, day, communes))
    defaults: dict[str, dict[str, Any]] = {}
    for table in ("households", "persons", "merits", "ties", "events", "benefits"):
        columns = base.execute(f"DESCRIBE {table}").fetchall()
        defaults[table] = {name: _nothing(name, kind) for name, kind, *_rest in columns}
        base.execute(f"DELETE FROM {table}")
    place = next((each for each in communes if each.kind == "commune"), communes[0])
    read = yaml.safe_load((files("ansinh.population") / "data" / "village.yaml").read_text("utf-8"))
    key: list[Planted] = []
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in defaults}
    for household_id, written in enumerate(read["households"], 1):
        key += _household(rows, household_id, written, day=day, place=place, province=province)
    for table, made in rows.items():
        for row in made:
            full = defaults[table] | row
            names, marks = ", ".join(f'"{name}"' for name in full), ", ".join("?" * len(full))
            base.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(full.values()))
    return key


def _nothing(name: str, kind: str) -> Any:
    """What a fact is that is known and negative."""
    if name in {"death_date", "unemployment_filing_date"}:
        return date(9999, 12, 31)
    if name in _NO_DATE:
        return _NO_DATE[name]
    if name in {"raising_children", "caring_for", "spouse", "merit", "events"}:
        return True
    if kind == "BOOLEAN":
        return False
    if name.endswith(("_vnd", "_count")) or "months" in name or name in {"score_b1", "score_b2", "injury_rate"}:
        return 0
    words = {"disability_level", "orphan_status", "care_kind", "studying", "unemployment_wage_regime", "poverty"}
    return "none" if name in words else None


def _household(
    rows: dict[str, list[dict[str, Any]]],
    household_id: int,
    written: dict[str, Any],
    *,
    day: date,
    place: Commune,
    province: str,
) -> list[Planted]:
    members, key = written.pop("members"), []
    first = len(rows["persons"])
    persons = [_person(first + at, household_id, at, each, day=day, place=place) for at, each in enumerate(members, 1)]
    rows["persons"] += persons
    rows["households"].append(
        {
            "household_id": household_id,
            "province_code": province,
            "commune_code": place.code,
            "commune_name": place.name,
            "village": "Thôn 1",
            "ethnic_group": "Kinh",
            "family_kind": "others",
            "area": "rural",
            "poverty": "none",
            "income_per_person_month_vnd": 3_000_000,
            "household_size": len(members),
            "head_person_id": first + 1,
        }
        | written
    )
    for at, each in enumerate(members, 1):
        person_id = first + at
        for kind in ("spouse", "raises", "cares_for"):
            others = each.get(kind, [])
            for other in others if isinstance(others, list) else [others]:
                rows["ties"].append(
                    {
                        "tie_id": len(rows["ties"]) + 1,
                        "person_id": person_id,
                        "other_id": first + other,
                        "kind": kind,
                        "other_is_first": other < at,
                    }
                )
        for title in each.get("merit", []):
            rows["merits"].append(
                {"merit_id": len(rows["merits"]) + 1, "person_id": person_id, "injury_rate": 0, "martyr_count": 0}
                | title
            )
        for programme, amount in each.get("receives", {}).items():
            rows["benefits"].append(
                {
                    "benefit_id": len(rows["benefits"]) + 1,
                    "person_id": person_id,
                    "household_id": household_id,
                    "programme": programme,
                    "amount_vnd": amount,
                    "start_date": date(2026, 7, 1),
                    "paid_by": "cash",
                    "source": f"Danh sách chi trả tháng {day:%m/%Y}",
                }
            )
        if "gap" in each:
            key.append(Planted(each["gap"], person_id, programme=each["programme"]))
    return key


def _person(
    person_id: int, household_id: int, no: int, written: dict[str, Any], *, day: date, place: Commune
) -> dict[str, Any]:
    born = date(day.year - written["age"], 3, 1 + person_id % 27)
    facts = {
        name: value
        for name, value in written.items()
        if name
        not in {"name", "role", "sex", "age", "gap", "programme", "receives", "spouse", "raises", "cares_for", "merit"}
    }
    sex = written["sex"]
    return {
        "person_id": person_id,
        "household_id": household_id,
        "member_no": no,
        "relation": _ROLES[written["role"]],
        "full_name": written["name"],
        "sex": "male" if sex == "m" else "female",
        "age": written["age"],
        "birth_precision": "day",
        "birth_date_from": born,
        "birth_date_to": born,
        "ethnic_group": "Kinh",
        "personal_id": f"900{(sex == 'f') + 2 * (born.year // 100 - 19)}{born.year % 100:02d}{person_id:06d}",
        "marital_status": "married" if "spouse" in written else "never_married",
        "commune_code": place.code,
        "commune_name": place.name,
        "village": "Thôn 1",
    } | facts
