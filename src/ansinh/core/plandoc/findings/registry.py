"""What a check is: an id, how grave what it finds is, a title, and a function over a plan."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ansinh.core.plandoc.findings.plan import Plan
from ansinh.core.plandoc.model import Finding, Reading, Severity
from ansinh.core.plandoc.source import Span


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check found; ``severity`` only where it differs from that of the rule."""

    where: str
    raw: str
    note: str
    suggestion: str | None = None
    subject: str | None = None
    spans: tuple[Span, ...] = ()
    severity: Severity | None = None


# What one rule says at most: more than this is a property of the text, not a list of faults.
MOST = 300

Check = Callable[[Plan], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One check of a plan document; calling it yields what it finds, in the order of the document.

    ``severity``: high misleads the running of the plan, medium leaves it unclear or wrong in a
    detail that matters, low is a matter of form.
    """

    id: str
    severity: Severity
    title: str
    check: Check

    def __call__(self, plan: Plan) -> Iterator[Finding]:
        for hit in itertools.islice(self.check(plan), MOST):
            yield Finding(
                rule=self.id,
                severity=hit.severity or self.severity,
                where=hit.where,
                raw=hit.raw,
                note=hit.note,
                suggestion=hit.suggestion,
                subject=hit.subject,
                spans=tuple(span for span in hit.spans if span.end > span.start),
            )


def rule(id: str, *, severity: Severity, title: str) -> Callable[[Check], Rule]:  # noqa: A002
    """Return a decorator that makes a function over a plan a rule."""

    def make(check: Check) -> Rule:
        return Rule(id, severity, title, check)

    return make


def run(rules: Iterable[Rule], reading: Reading) -> tuple[Finding, ...]:
    """Return what the rules find, the grave first, each thing once."""
    plan = Plan(reading)
    found: dict[tuple[str, str, str], Finding] = {}
    for each in rules:
        for finding in each(plan):
            found.setdefault((finding.rule, finding.where, finding.raw), finding)
    order: dict[str, int] = {"high": 0, "medium": 1, "low": 2}
    return tuple(sorted(found.values(), key=lambda f: (order[f.severity], f.spans[0].start if f.spans else -1)))
