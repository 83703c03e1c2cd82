"""What of the law changed between two days: figures and rules that are new, other or ended, programme by programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ansinh.apps.law.selectors.book import bare, programme_of
from ansinh.apps.law.words import NO_LONGER, UNITS, say_value
from ansinh.core.rules.expressions import Expr, Gap
from ansinh.core.rules.model import Programme, Rule, Version
from ansinh.core.rules.parameters import DatedValue, Parameter, Value
from ansinh.core.rules.system import System
from ansinh.core.rules.wording import in_words

NEW, CHANGED, ENDED = "Mới", "Đổi", "Hết"
NOT_YET = "chưa có"


@dataclass(frozen=True, slots=True)
class Change:
    """One figure or rule that is not on the second day what it was on the first; ``dated`` is what counts then."""

    how: str
    is_rule: bool
    key: str
    label: str
    before: str
    after: str
    difference: str
    dated: DatedValue | Version

    @property
    def references(self) -> tuple[str, ...]:
        """Return where it stands."""
        return self.dated.references if isinstance(self.dated, Version) else (self.dated.reference,)


def changes_between(system: System, *, first: date, last: date) -> list[tuple[Programme | None, list[Change]]]:
    """Return what changed, each programme with its figures before its rules; what stayed the same is left out."""
    found: dict[str, list[Change]] = {}
    for parameter in system.parameters:
        figure = _figure(parameter, first, last)
        if figure is not None:
            _add(found, parameter.id, figure)
    for rule in system.rules.values():
        changed = _rule(system, rule, first, last)
        if changed is not None:
            _add(found, rule.name, changed)
    ordered = [(each, found[each.id]) for each in system.programmes.values() if each.id in found]
    return [*ordered, *([(None, found[""])] if "" in found else [])]


def _add(found: dict[str, list[Change]], key: str, change: Change) -> None:
    programme = programme_of(key)
    found.setdefault(programme.id if programme is not None else "", []).append(change)


def _figure(parameter: Parameter, first: date, last: date) -> Change | None:
    before = parameter.at(last_day=first, known_on=first)
    after = parameter.at(last_day=last, known_on=last)
    old, new = before.value if before else None, after.value if after else None
    if old == new or after is None:
        return None
    how = NEW if old is None else ENDED if new is None else CHANGED
    return Change(
        how,
        False,
        parameter.id,
        parameter.label,
        say_value(parameter, old) if before else NOT_YET,
        say_value(parameter, new),
        _difference(parameter, old, new),
        after,
    )


def _difference(parameter: Parameter, old: Value, new: Value) -> str:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        moved = sum(old.get(key) != new.get(key) for key in {*old, *new})
        return f"{moved} dòng đổi"
    if isinstance(old, bool) or isinstance(new, bool) or not isinstance(old, int) or not isinstance(new, int):
        return ""
    sign = "+" if new > old else "−"
    unit = "" if parameter.unit == "coefficient" else f" {UNITS[parameter.unit]}"
    return f"{sign}{parameter.shown(abs(new - old))}{unit}"


def _rule(system: System, rule: Rule, first: date, last: date) -> Change | None:
    before = rule.at(last_day=first, known_on=first)
    after = rule.at(last_day=last, known_on=last)
    old, new = _formula(before), _formula(after)
    if old == new or after is None:
        return None
    how = NEW if old is None else ENDED if new is None else CHANGED
    was = NOT_YET if how == NEW else _words(system, rule, old)
    return Change(how, True, rule.name, rule.label, was, _words(system, rule, new), "", after)


def _formula(version: Version | None) -> Expr | None:
    """Return what a version says; a version that only says that an older law is not at hand says nothing."""
    formula = version.formula if version is not None else None
    return None if isinstance(formula, Gap) else formula


def _words(system: System, rule: Rule, formula: Expr | None) -> str:
    return NO_LONGER if formula is None else bare(in_words(system, formula, rule.entity))
