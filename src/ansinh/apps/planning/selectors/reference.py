"""Plans kept for reference, whose figures came with the program, beside the documents that were handed in since."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery

from ansinh.apps.planning.models import Indicator, Plan, PlanState
from ansinh.apps.planning.models.items import IN_USE


def doubled_references() -> QuerySet[Plan]:
    """Return the plans kept for reference of which the document itself is at work by now, by number and issuer.

    A plan that prints no number (a Party committee's annex) is known by its issuer and half of its indicators.
    """
    at_work = Plan.objects.filter(
        state=PlanState.RUNNING, removed_at=None, number=OuterRef("number"), issuer=OuterRef("issuer")
    )
    printed = Indicator.objects.filter(plan=OuterRef(OuterRef(OuterRef("pk")))).values("name")
    shared = Indicator.objects.filter(plan=OuterRef("pk"), state__in=IN_USE, name__in=printed)
    alike = at_work.annotate(shared=_count_names(shared)).filter(shared__gte=OuterRef("half"))
    references = Plan.objects.filter(state=PlanState.REFERENCE).alias(
        half=_count_names(Indicator.objects.filter(plan=OuterRef("pk"))) / 2
    )
    return references.filter((~Q(number="") & Exists(at_work)) | (Q(number="", half__gt=0) & Exists(alike)))


def _count_names(rows: QuerySet[Indicator]) -> Any:
    counted = rows.order_by().values(of=F("plan")).annotate(n=Count("name", distinct=True)).values("n")
    return Subquery(counted, output_field=IntegerField())
