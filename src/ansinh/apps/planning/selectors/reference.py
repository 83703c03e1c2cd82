"""Plans kept for reference, whose figures came with the program, beside the documents that were handed in since."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from ansinh.apps.planning.models import Indicator, Plan, PlanState
from ansinh.apps.planning.models.items import IN_USE


def doubled_references() -> QuerySet[Plan]:
    """Return the plans kept for reference of which the document itself is at work by now, by number and issuer.

    A plan that prints no number (a Party committee's annex) is known by its issuer and half of its indicators. They
    are looked for at once, one statement and two more where one has no number: left to a list's own statement, the
    database reckons their cost by all plans and takes seconds to prepare for it.
    """
    at_work = Plan.objects.filter(state=PlanState.RUNNING, removed_at=None)
    same = at_work.filter(number=OuterRef("number"), issuer=OuterRef("issuer"))
    references = dict(
        Plan.objects.filter(Exists(same), state=PlanState.REFERENCE).order_by().values_list("pk", "number")
    )
    unnumbered = [pk for pk, number in references.items() if not number]
    if unnumbered:
        alike = _alike(Plan.objects.filter(pk__in=unnumbered), at_work.filter(number=""))
        references = {pk: number for pk, number in references.items() if number or pk in alike}
    return Plan.objects.filter(pk__in=list(references))


def _alike(references: QuerySet[Plan], at_work: QuerySet[Plan]) -> set[Any]:
    """Return the references of which a plan of the same issuer states at least half of the indicators."""
    printed: dict[tuple[Any, str], set[str]] = defaultdict(set)
    stated: dict[tuple[Any, str], set[str]] = defaultdict(set)
    fields = ("plan_id", "plan__issuer", "name")
    for pk, issuer, name in Indicator.objects.filter(plan__in=references).values_list(*fields):
        printed[pk, issuer].add(name)
    issuers = references.values("issuer")
    rows = Indicator.objects.filter(plan__in=at_work.filter(issuer__in=issuers), state__in=IN_USE)
    for pk, issuer, name in rows.values_list(*fields):
        stated[pk, issuer].add(name)
    return {
        pk
        for (pk, issuer), names in printed.items()
        if len(names) > 1
        and any(of == issuer and len(names & others) >= len(names) // 2 for (_, of), others in stated.items())
    }
