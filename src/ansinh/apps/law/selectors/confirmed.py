"""The law as a province has it: the rulebook, with what two of its officials read in the official texts marked so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from ansinh.apps.law.models import CheckState, LawCheck
from ansinh.apps.law.subjects import Place, subjects_by_place
from ansinh.apps.territory.models import Unit, UnitLevel
from ansinh.apps.territory.selectors.units import names_on
from ansinh.core.rules.model import Rule, Version
from ansinh.core.rules.parameters import DatedValue, Evidence, Parameters
from ansinh.core.rules.system import System
from ansinh.rulebook.book import national_system

KEPT = 64
"""So many different states of confirmation are kept put together: provinces, and what they confirm in a day."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One dated thing that a province has confirmed, and where it was read."""

    place: Place
    said: str


def province_of(unit: Unit | None) -> str:
    """Return the code of the province in which a unit lies, or which it is; "" for none."""
    while unit is not None and unit.level != UnitLevel.PROVINCE:
        unit = unit.parent
    return unit.code if unit is not None else ""


def confirmed_system(*, province: str, on: date) -> System:
    """Return the national law with what a province has confirmed marked as read in the official text.

    A reading whose value the rulebook has changed since counts no more. The same confirmations give the same system.
    """
    found = list_confirmed(province=province, on=on)
    return _marked(found) if found else national_system()


def list_confirmed(*, province: str, on: date) -> tuple[Confirmed, ...]:
    """Return what a province has confirmed and still stands as it was read."""
    if not province:
        return ()
    known = subjects_by_place()
    rows = (
        LawCheck.objects.filter(province_code=province, state=CheckState.CONFIRMED)
        .select_related("text")
        .order_by("kind", "key", "applied_from", "in_force_from")
    )
    found = []
    for row in rows:
        subject = known.get((row.kind, row.key, row.applied_from, row.in_force_from))
        if subject is not None and subject.digest == row.digest:
            found.append((subject.place, f"tệp {row.text.name}, trang {row.page}"))
    if not found:
        return ()
    name = names_on(codes=[province], on=on).get(province, province)
    for kind in ("Tỉnh ", "Thành phố "):
        name = name.replace(kind, kind.lower()) if name.startswith(kind) else name
    return tuple(Confirmed(place, f"đã đối chiếu: {name}, {where}") for place, where in found)


@lru_cache(maxsize=KEPT)
def _marked(confirmed: tuple[Confirmed, ...]) -> System:
    system = national_system()
    said = {each.place: each.said for each in confirmed}
    parameters = {
        each.id: replace(each, values=tuple(_value("parameter", each.id, value, said) for value in each.values))
        for each in system.parameters
    }
    rules = {
        each.name: _rule(each, tuple(_version("rule", each.name, version, said) for version in each.versions))
        for each in system.rules.values()
    }
    return replace(system, parameters=Parameters(parameters), rules=rules)


def _value(kind: str, key: str, value: DatedValue, said: dict[Place, str]) -> DatedValue:
    where = said.get((kind, key, value.applied_from, value.in_force_from))
    return value if where is None else replace(value, evidence=Evidence.CONFIRMED, checked=where)


def _version(kind: str, key: str, version: Version, said: dict[Place, str]) -> Version:
    where = said.get((kind, key, version.applied_from, version.in_force_from))
    return version if where is None else replace(version, evidence=Evidence.CONFIRMED, checked=where)


def _rule(rule: Rule, versions: tuple[Version, ...]) -> Rule:
    return rule if versions == rule.versions else replace(rule, versions=versions)
