"""The rulebook put together: every programme's rules and values, checked once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from ansinh.core.rules.model import Programme, Rule
from ansinh.core.rules.parameters import Parameters, load_parameters
from ansinh.core.rules.system import System
from ansinh.rulebook import facts
from ansinh.rulebook.care_support import rules as care_support
from ansinh.rulebook.emergency import rules as emergency
from ansinh.rulebook.funeral import rules as funeral
from ansinh.rulebook.health_insurance_cover import rules as health_insurance_cover
from ansinh.rulebook.merit_monthly import rules as merit_monthly
from ansinh.rulebook.merit_one_off import rules as merit_one_off
from ansinh.rulebook.merit_yearly import rules as merit_yearly
from ansinh.rulebook.poverty_status import rules as poverty_status
from ansinh.rulebook.social_assistance import rules as social_assistance
from ansinh.rulebook.social_pension import rules as social_pension
from ansinh.rulebook.unemployment_insurance import rules as unemployment_insurance
from ansinh.rulebook.voluntary_si_support import rules as voluntary_si_support

STATE = date(2026, 11, 22)
"""The day up to which the law was looked at; questions that name no day are answered as of it."""

MODULES = (
    social_assistance,
    social_pension,
    merit_monthly,
    merit_one_off,
    merit_yearly,
    poverty_status,
    health_insurance_cover,
    unemployment_insurance,
    voluntary_si_support,
    care_support,
    funeral,
    emergency,
)
# Read by no formula yet, but named: what the review sheet counts for, what a later month's cap will need.
NAMED = frozenset({"poverty.score.deprivation_per_indicator", "wage.base.from_2026_07"})


def folder(module: object) -> str:
    """Return the folder of a programme's rules: "social_assistance"."""
    return str(module.__name__).split(".")[-2]  # type: ignore[attr-defined]


@cache
def national_parameters() -> Parameters:
    """Return all values of the rulebook, as in the values.yaml of each programme."""
    found = Parameters()
    for parameters in _parameters().values():
        found = found.joined(parameters)
    return found


@cache
def folders() -> Mapping[str, str]:
    """Return in which folder each rule, parameter and programme is written, by its name or id."""
    found = {each.id: name for name, parameters in _parameters().items() for each in parameters}
    for module in MODULES:
        found |= {each.name: folder(module) for each in module.RULES}
        found |= {each.id: folder(module) for each in module.PROGRAMMES}
    return found


@cache
def _parameters() -> Mapping[str, Parameters]:
    found = {}
    for module in MODULES:
        place = files("ansinh.rulebook") / folder(module) / "values.yaml"
        if place.is_file():
            found[folder(module)] = load_parameters(
                place.read_text(encoding="utf-8"), place=f"{folder(module)}/values.yaml"
            )
    return found


@cache
def national_system() -> System:
    """Return the national law, without resolutions of any province."""
    parameters = national_parameters()
    rules: dict[str, Rule] = {each.name: each for module in MODULES for each in module.RULES}
    programmes: dict[str, Programme] = {each.id: each for module in MODULES for each in module.PROGRAMMES}
    tables = (merit_monthly.MONTHLY, *merit_one_off.TABLES, *merit_yearly.TABLES)
    rows = {
        row
        for table in tables
        for value in parameters[table].values
        if isinstance(value.value, dict)
        for row in value.value
    }
    families = {*facts.MERIT_FAMILIES, *merit_one_off.FAMILIES, *merit_yearly.FAMILIES}
    categories = tuple(sorted(rows | families))
    return System(facts.entities(categories), parameters, rules, programmes, NAMED)
