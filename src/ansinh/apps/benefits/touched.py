"""Which targets of running plans speak of what a programme gives, so that a change of the law is seen there too."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from ansinh.apps.planning.models import Indicator, PlanState

# How plans write of each programme; found in the names of their indicators.
WORDS = {
    "social_assistance": ("trợ cấp xã hội", "trợ giúp xã hội", "bảo trợ xã hội"),
    "social_pension": ("hưu trí xã hội",),
    "merit_monthly": ("người có công",),
    "merit_one_off": ("người có công",),
    "merit_yearly": ("người có công",),
    "care_support": ("bảo trợ xã hội", "trợ giúp xã hội"),
    "health_insurance_cover": ("bảo hiểm y tế",),
    "poverty_status": ("hộ nghèo", "nghèo đa chiều", "cận nghèo"),
    "unemployment_insurance": ("bảo hiểm thất nghiệp", "trợ cấp thất nghiệp"),
    "voluntary_si_support": ("bảo hiểm xã hội tự nguyện",),
}
MOST = 40


def touched_targets(programmes: Iterable[str]) -> QuerySet[Indicator]:
    """Return the indicators of running plans whose names speak of some programmes, by plan and place in it."""
    asked = Q(pk=None)
    for programme in programmes:
        for words in WORDS.get(programme, ()):
            asked |= Q(name__icontains=words)
    rows = Indicator.objects.filter(asked, plan__state=PlanState.RUNNING, plan__removed_at=None)
    return rows.select_related("plan").order_by("plan__title", "ordinal")[:MOST]
