"""What is wrong in a plan document itself: checks, each with a rule id, a severity and a reason."""

from __future__ import annotations

from ansinh.core.plandoc.draft import Draft
from ansinh.core.plandoc.findings import (
    against,
    agencies,
    citations,
    deadlines,
    doubles,
    order,
    outline,
    schedules,
    spelling,
    values,
)
from ansinh.core.plandoc.findings.registry import Hit, Rule, rule, run
from ansinh.core.plandoc.model import Finding, Reading

RULES: tuple[Rule, ...] = (
    *values.RULES,
    *order.RULES,
    *against.RULES,
    *doubles.RULES,
    *agencies.RULES,
    *citations.RULES,
    *deadlines.RULES,
    *schedules.RULES,
    *outline.RULES,
    *spelling.RULES,
)


def check(reading: Reading) -> tuple[Finding, ...]:
    """Return everything that looks wrong in the plan, the grave first; nothing is changed."""
    return run(RULES, reading)


def findings(draft: Draft) -> None:
    """Stage: reads all that the other stages wrote, writes ``findings``."""
    draft.findings = check(draft.reading())


__all__ = ["RULES", "Hit", "Rule", "check", "findings", "rule"]
