"""How a rule of the rulebook is written down: its name, its words, its formula and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ansinh.core.rules.expressions import MONTH_START, Expr, Gap, Kind, fact
from ansinh.core.rules.model import ALWAYS, Rule, Version
from ansinh.core.rules.parameters import Evidence

DECREE_20_FROM = date(2021, 7, 1)
DECREE_335_APPLIED = date(2026, 7, 1)
DECREE_335_IN_FORCE = date(2026, 10, 5)


def since(
    day: date,
    formula: Expr | None,
    *references: str,
    in_force: date | None = None,
    evidence: Evidence = Evidence.PRIMARY,
) -> Version:
    """Return a formula that counts from a day on; None as formula ends the rule on that day."""
    return Version(formula, references, day, in_force or day, evidence)


def under_decree_20(formula: Expr, *references: str) -> tuple[Version, ...]:
    """Return a formula of Decree 20/2021: read in its text, and after Decree 335/2026 carried on until that is read."""
    return (
        since(DECREE_20_FROM, formula, *references),
        since(DECREE_335_APPLIED, formula, *references, in_force=DECREE_335_IN_FORCE, evidence=Evidence.CARRIED),
    )


def not_at_hand(programme: str, *references: str) -> Version:
    """Return what holds before the first version that we have: an older law, not at hand, so nothing can be said."""
    label = "quy định trước thời kỳ đã nạp, chưa có trong phần mềm"
    return Version(Gap(f"{programme}.before", label), references, ALWAYS, ALWAYS, Evidence.MEMORY)


def condition(name: str, label: str, *versions: Version, entity: str = "person") -> Rule:
    """Return a rule that holds or does not hold."""
    return Rule(name, entity, label, Kind.BOOL, versions)


def exception(name: str, label: str, *versions: Version, entity: str = "person") -> Rule:
    """Return a condition that takes something away, told only where it holds."""
    return Rule(name, entity, label, Kind.BOOL, versions, quiet=True)


def coefficient(name: str, label: str, *versions: Version, entity: str = "person") -> Rule:
    """Return a rule that gives a coefficient, in tenths."""
    return Rule(name, entity, label, Kind.INT, versions, "coefficient")


def amount(name: str, label: str, *versions: Version, entity: str = "person") -> Rule:
    """Return a rule that gives whole đồng."""
    return Rule(name, entity, label, Kind.INT, versions, "vnd")


def number(
    name: str, label: str, *versions: Version, entity: str = "person", said: Mapping[int, str] | None = None
) -> Rule:
    """Return a rule that gives a plain number: months, percent, kilograms; or a class, whose numbers ``said`` names."""
    return Rule(name, entity, label, Kind.INT, versions, said=said or {})


# Who dies is paid for the month of death; paying stops the month after.
ALIVE = fact("death_date").at_least(MONTH_START)
