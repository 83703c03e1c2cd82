"""The names a plan uses for agencies, and what they could mean."""

from __future__ import annotations

from difflib import SequenceMatcher

from django.db.models import Count, QuerySet

from ansinh.apps.planning.models import AgencyMention, Plan
from ansinh.apps.territory.models import Agency, AgencyAlias

CLOSE = 0.6


def list_mentions(plan: Plan) -> QuerySet[AgencyMention]:
    """Return every name the plan uses for an agency, most used first, with its match if there is one."""
    return (
        AgencyMention.objects.filter(plan=plan)
        .select_related("agency")
        .annotate(uses=Count("assignments"))
        .filter(uses__gt=0)
        .order_by("-uses", "printed")
    )


def list_candidates(mention: AgencyMention, *, most: int = 3) -> list[Agency]:
    """Return the agencies of the directory whose names look most like a printed name, best first."""
    scored: dict[int, tuple[float, Agency]] = {}
    for alias in AgencyAlias.objects.select_related("agency"):
        likeness = SequenceMatcher(None, mention.key, alias.key, autojunk=False).ratio()
        if likeness >= CLOSE and likeness > scored.get(alias.agency_id, (0.0, alias.agency))[0]:
            scored[alias.agency_id] = (likeness, alias.agency)
    best = sorted(scored.values(), key=lambda pair: -pair[0])
    return [agency for _, agency in best[:most]]
