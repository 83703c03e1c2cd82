"""The law as a province has it: the rulebook, what two officials read in the official texts, values of new decrees."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from ansinh.apps.law.models import CheckState, LawCheck, NewValue
from ansinh.apps.law.subjects import Place, subjects_by_place
from ansinh.apps.territory.models import Unit, UnitLevel
from ansinh.apps.territory.selectors.units import names_on
from ansinh.core.rules.model import Rule, Version
from ansinh.core.rules.parameters import DatedValue, Evidence, Parameter, Parameters, Value
from ansinh.core.rules.system import System
from ansinh.rulebook.book import STATE, national_system

KEPT = 64
"""So many different states of confirmation are kept put together: provinces, and what they confirm in a day."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One dated thing of the rulebook that a province has confirmed, and where it was read."""

    place: Place
    said: str


@dataclass(frozen=True, slots=True)
class NewFigure:
    """One value that a decree brings before the rulebook has it, of which decree, and where two officials read it."""

    change: str
    key: str
    value: int | tuple[tuple[str, int], ...] | None
    reference: str
    applied_from: date
    in_force_from: date
    said: str

    @classmethod
    def of(cls, row: NewValue, *, said: str) -> NewFigure:
        """Return it from its row."""
        value = tuple(row.value.items()) if isinstance(row.value, dict) else row.value
        return cls(str(row.change_id), row.key, value, row.reference, row.applied_from, row.in_force_from, said)

    def dated_like(self, parameter: Parameter) -> DatedValue:
        """Return it as the rules read it, a table with its rows in the order of the rulebook's."""
        value: Value = self.value if not isinstance(self.value, tuple) else None
        if isinstance(self.value, tuple):
            rows = dict(self.value)
            order = [key for each in parameter.values if isinstance(each.value, Mapping) for key in each.value]
            value = {key: rows[key] for key in dict.fromkeys((*order, *rows)) if key in rows}
        return DatedValue(
            value, self.reference, self.applied_from, self.in_force_from, Evidence.CONFIRMED, checked=self.said
        )


def province_of(unit: Unit | None) -> str:
    """Return the code of the province in which a unit lies, or which it is; "" for none."""
    while unit is not None and unit.level != UnitLevel.PROVINCE:
        unit = unit.parent
    return unit.code if unit is not None else ""


def confirmed_system(*, province: str, on: date) -> System:
    """Return the law as a province has it: what it confirmed marked as read in the official text, and its new values.

    A reading whose value the rulebook has changed since counts no more; a new value that the rulebook has meanwhile is the
    rulebook's. The same confirmations give the same system.
    """
    return put_together(list_confirmed(province=province, on=on), list_new(province=province, on=on))


def law_suffix(*, province: str, on: date) -> str:
    """Return what tells a province's law from the rulebook where amounts may differ; "" where it has no new values."""
    figures = list_new(province=province, on=on)
    return f"+{hashlib.sha256(repr(figures).encode()).hexdigest()[:8]}" if figures else ""


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
    name = _province_name(province, on) if found else ""
    return tuple(Confirmed(place, f"đã đối chiếu: {name}, {where}") for place, where in found)


def list_new(*, province: str, on: date) -> tuple[NewFigure, ...]:
    """Return the values of new decrees that two officials of a province have confirmed."""
    if not province:
        return ()
    rows = list(
        NewValue.objects.filter(province_code=province, state=CheckState.CONFIRMED)
        .select_related("change__text")
        .order_by("key", "applied_from", "in_force_from")
    )
    name = _province_name(province, on) if rows else ""
    return tuple(
        NewFigure.of(row, said=f"đã đối chiếu: {name}, tệp {row.change.text.name}, trang {row.page}") for row in rows
    )


def law_known_on(*, province: str, on: date, until: date | None = None) -> date:
    """Return the day up to which a province knows the law: that of the rulebook, or of its own decrees that came since.

    A decree counts once it is in force today, or by ``until``, the last day that is asked about.
    """
    latest = max(on, until) if until is not None else on
    return max(
        [STATE, *(each.in_force_from for each in list_new(province=province, on=on) if each.in_force_from <= latest)]
    )


def _province_name(province: str, on: date) -> str:
    name = names_on(codes=[province], on=on).get(province, province)
    for kind in ("Tỉnh ", "Thành phố "):
        name = name.replace(kind, kind.lower()) if name.startswith(kind) else name
    return name


@lru_cache(maxsize=KEPT)
def put_together(confirmed: tuple[Confirmed, ...], figures: tuple[NewFigure, ...]) -> System:
    """Return the rulebook with confirmations and new values; the rulebook itself where there are none."""
    system = national_system()
    if not confirmed and not figures:
        return system
    said = {each.place: each.said for each in confirmed}
    parameters = {each.id: _parameter(each, said, figures) for each in system.parameters}
    rules = {each.name: _rule(each, said) for each in system.rules.values()}
    return replace(system, parameters=Parameters(parameters), rules=rules)


def _parameter(parameter: Parameter, said: dict[Place, str], figures: tuple[NewFigure, ...]) -> Parameter:
    values = {(each.applied_from, each.in_force_from): _value(parameter.id, each, said) for each in parameter.values}
    for figure in figures:
        if figure.key == parameter.id:
            values.setdefault((figure.applied_from, figure.in_force_from), figure.dated_like(parameter))
    return replace(parameter, values=tuple(values[days] for days in sorted(values)))


def _value(key: str, value: DatedValue, said: dict[Place, str]) -> DatedValue:
    where = said.get(("parameter", key, value.applied_from, value.in_force_from))
    return value if where is None else replace(value, evidence=Evidence.CONFIRMED, checked=where)


def _rule(rule: Rule, said: dict[Place, str]) -> Rule:
    versions = tuple(_version(rule.name, each, said) for each in rule.versions)
    return rule if versions == rule.versions else replace(rule, versions=versions)


def _version(key: str, version: Version, said: dict[Place, str]) -> Version:
    where = said.get(("rule", key, version.applied_from, version.in_force_from))
    return version if where is None else replace(version, evidence=Evidence.CONFIRMED, checked=where)
