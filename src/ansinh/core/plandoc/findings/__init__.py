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
    wording,
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
    *wording.RULES,
)


def check(reading: Reading) -> tuple[Finding, ...]:
    """Return everything that looks wrong in the plan, the grave first; nothing is changed."""
    return _once(run(RULES, reading))


def _once(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Keep one finding where two checks of the spelling point at the same word."""
    order = {each.id: at for at, each in enumerate(RULES)}
    taken: dict[int, str] = {}
    dropped: set[int] = set()
    spelt = [f for f in found if f.rule.startswith("chinh-ta.") and len(f.spans) == 1]
    for finding in sorted(spelt, key=lambda f: order[f.rule]):
        span = finding.spans[0]
        if any(
            taken.get(at, finding.rule) != finding.rule for at in range(span.start, min(span.end, span.start + 200))
        ):
            dropped.add(id(finding))
            continue
        for at in range(span.start, min(span.end, span.start + 200)):
            taken[at] = finding.rule
    return tuple(f for f in found if id(f) not in dropped)


def findings(draft: Draft) -> None:
    """Stage: reads all that the other stages wrote, writes ``findings``."""
    draft.findings = check(draft.reading())


__all__ = ["RULES", "Hit", "Rule", "check", "findings", "rule"]
