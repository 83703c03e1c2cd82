"""Households made by chance, with everything the rules ask about, and a good part of it unknown."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from ansinh.core.rules.expressions import Kind
from ansinh.core.rules.model import Fact
from ansinh.rulebook.book import national_system
from ansinh.rulebook.facts import EVENT, HOUSEHOLD, LONG_CONTRACT, MERIT, PERSON

MONTHS = ("2021-08", "2023-07", "2024-06", "2025-06", "2025-07", "2026-02", "2026-08", "2026-11", "2027-01")
KNOWN = (date(2021, 9, 1), date(2023, 9, 4), date(2026, 9, 30), date(2026, 10, 4), date(2026, 11, 22))
_UNKNOWN = 0.12
_LEFT_OUT = 0.35
_SPECIAL = {
    "household_size": (1, 2, 3, 4, 7),
    "deprivation_count": (0, 2, 3, 4, 12),
    "injury_rate": (0, 20, 21, 40, 41, 50, 60, 61, 80, 81, 90, 91, 100),
    "martyr_count": (0, 1, 2, 3, 4),
    "score_b1": (0, 139, 140, 141, 175, 176),
    "score_b2": (0, 20, 29, 30, 40),
    "unemployment.months_total": (0, 11, 12, 35, 36, 47, 48, 144, 200),
    "unemployment.months_in_last_24": (0, 11, 12, 24),
    "unemployment.months_in_last_36": (0, 11, 12, 36),
    "unemployment.contract_months": (0, 1, 2, 3, 11, 12),
    "voluntary_si.supported_months_before": (0, 119, 120, 121),
    "distance_km": (0, 1, 280, 281, 5000),
    "visitors": (0, 1, 3, 4),
    "months_needed": (0, 1, 2, 3, 4, 12),
}


def make_case(chance: random.Random, at: int) -> dict[str, Any]:
    """Return one case as it stands in a file of form 1."""
    household: dict[str, Any] = {"province_code": "14", "unlisted": "no"}
    for fact in HOUSEHOLD:
        if fact.name not in {"events", "reviewed_by_score", "area"}:
            _put(chance, household, fact, fact.name)
    household["area"] = chance.choice(["rural", "urban"])
    if chance.random() < 0.3:
        household["income_per_person_month_vnd"] = chance.choice([None, 1_499_999, 1_500_000, 1_500_001, 2_500_000])
    ids = [f"m{number + 1}" for number in range(chance.randint(1, 5))]
    household["members"] = [_member(chance, name, ids) for name in ids]
    household["events"] = [_event(chance, ids) for _ in range(chance.choice([0, 0, 0, 1, 2]))]
    if chance.random() < 0.1:
        household["events"] = None
    return {
        "id": f"r{at}",
        "name": "",
        "month": chance.choice(MONTHS),
        "as_known_on": chance.choice(KNOWN).isoformat(),
        "household": household,
    }


def _put(chance: random.Random, into: dict[str, Any], fact: Fact, key: str) -> None:
    dice = chance.random()
    if dice < _UNKNOWN:
        into[key] = None
    elif dice > _UNKNOWN + _LEFT_OUT:
        into[key] = _value(chance, fact)


def _value(chance: random.Random, fact: Fact) -> Any:
    if fact.name in _SPECIAL:
        return chance.choice(_SPECIAL[fact.name])
    match fact.kind:
        case Kind.BOOL:
            return chance.random() < 0.5
        case Kind.TEXT:
            return chance.choice(fact.choices)
        case Kind.DATE:
            return _day(chance).isoformat()
    return chance.choice([0, 0, 1, 300_000, 499_999, 500_000, 540_000, 2_000_000, 60_000_000])


def _day(chance: random.Random) -> date:
    edges = (date(2025, 6, 30), date(2025, 7, 1), date(2026, 1, 1), date(2026, 8, 15), date(2026, 11, 30))
    return chance.choice(edges) + timedelta(days=chance.randint(-60, 60))


def _birth(chance: random.Random) -> str:
    age = chance.choice([0, 1, 2, 3, 4, 5, 6, 10, 15, 16, 17, 21, 22, 30, 45, 59, 60, 69, 70, 74, 75, 79, 80, 81, 90])
    year = 2026 - age
    if chance.random() < 0.15:
        return str(year)
    month = chance.choice([1, 2, 6, 7, 8, 11, 12])
    return date(year, month, chance.choice([1, 2, 15, 28])).isoformat()


def _member(chance: random.Random, name: str, ids: list[str]) -> dict[str, Any]:
    member: dict[str, Any] = {"id": name, "birth_date": _birth(chance), "sex": chance.choice(["male", "female"])}
    if chance.random() < 0.9:
        member["unlisted"] = "no"
    others = [other for other in ids if other != name]
    groups: dict[str, dict[str, Any]] = {"unemployment": {}, "voluntary_si": {}}
    for fact in PERSON:
        group, dot, inner = fact.name.partition(".")
        if dot:
            _put(chance, groups[group], fact, inner)
        elif not fact.of_list and fact.name not in {"birth_date", "death_date"}:
            _put(chance, member, fact, fact.name)
    if chance.random() < 0.08:
        member["death_date"] = chance.choice([None, _day(chance).isoformat()])
    for listed in ("raising_children", "caring_for"):
        if chance.random() < 0.4:
            member[listed] = chance.sample(others, chance.randint(0, min(3, len(others))))
        elif chance.random() < 0.1:
            member[listed] = None
    if others and chance.random() < 0.2:
        member["spouse"] = chance.choice([*others, None])
    if chance.random() < 0.3:
        member["merit"] = [_title(chance) for _ in range(chance.choice([0, 1, 1, 2]))]
    if groups["unemployment"].get("contract_kind") is not None:
        groups["unemployment"]["contract_kind"] = chance.choice([LONG_CONTRACT, "seasonal"])
    for group, facts in groups.items():
        if chance.random() < 0.4:
            member[group] = facts if chance.random() < 0.9 else None
    return member


def _title(chance: random.Random) -> dict[str, Any]:
    title: dict[str, Any] = {}
    category = national_system().entities["merit"].facts["category"]
    title["category"] = chance.choice([*category.choices, None]) if chance.random() < 0.5 else "ncc.table.tb"
    for fact in MERIT:
        if fact.name == "seniority_half_years":
            title["seniority_years"] = chance.choice([None, 0, 3, "2.5"])
        elif fact.name == "decision_date":
            # Near the ends of the months asked about, so that some sums fall due.
            title["decision_date"] = chance.choice(
                [None, *(f"{month}-{day}" for month in MONTHS for day in ("01", "28"))]
            )
        elif fact.name != "category":
            _put(chance, title, fact, fact.name)
    return title


def _event(chance: random.Random, ids: list[str]) -> dict[str, Any]:
    event: dict[str, Any] = {}
    for fact in EVENT:
        _put(chance, event, fact, fact.name)
    if chance.random() < 0.5:
        event["member"] = chance.choice(ids)
    return event
