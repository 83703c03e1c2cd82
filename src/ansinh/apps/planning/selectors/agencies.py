"""The names a plan uses for agencies, and what they could mean."""

from __future__ import annotations

from collections.abc import Iterable
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


def list_candidates(mentions: Iterable[AgencyMention], *, most: int = 3) -> list[list[Agency]]:
    """Return for each printed name the agencies of the directory whose names look most like it, best first."""
    aliases = list(AgencyAlias.objects.select_related("agency"))
    return [_closest(mention.key, aliases)[:most] for mention in mentions]


def _closest(key: str, aliases: Iterable[AgencyAlias]) -> list[Agency]:
    scored: dict[int, tuple[float, Agency]] = {}
    # The matcher keeps what it learned of its second sequence, so the printed name stands there.
    matcher = SequenceMatcher(None, b=key, autojunk=False)
    for alias in aliases:
        matcher.set_seq1(alias.key)
        if matcher.real_quick_ratio() < CLOSE or matcher.quick_ratio() < CLOSE:
            continue
        likeness = matcher.ratio()
        if likeness >= CLOSE and likeness > scored.get(alias.agency_id, (0.0, alias.agency))[0]:
            scored[alias.agency_id] = (likeness, alias.agency)
    return [agency for _, agency in sorted(scored.values(), key=lambda pair: -pair[0])]
