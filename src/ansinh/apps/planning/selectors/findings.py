"""Findings of a plan as lists."""

from __future__ import annotations

from django.db.models import Case, IntegerField, QuerySet, Value, When

from ansinh.apps.planning.models import Finding, Plan


def list_findings(plan: Plan, *, severity: str = "", state: str = "") -> QuerySet[Finding]:
    """Return findings, gravest first, then as they stand in the document."""
    weight = Case(
        When(severity="high", then=Value(0)),
        When(severity="medium", then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = Finding.objects.filter(plan=plan).select_related("indicator", "task", "decided_by")
    if severity:
        rows = rows.filter(severity=severity)
    if state:
        rows = rows.filter(state=state)
    return rows.annotate(weight=weight).order_by("weight", "ordinal")
