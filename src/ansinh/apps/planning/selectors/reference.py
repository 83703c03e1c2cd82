"""Plans kept for reference, whose figures came with the program, beside the documents that were handed in since."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from ansinh.apps.planning.models import Plan, PlanState


def doubled_references() -> QuerySet[Plan]:
    """Return the plans kept for reference of which the document itself is at work by now, by number and issuer."""
    own = Plan.objects.filter(
        state=PlanState.RUNNING, removed_at=None, number=OuterRef("number"), issuer=OuterRef("issuer")
    )
    return Plan.objects.filter(Exists(own), state=PlanState.REFERENCE).exclude(number="")
