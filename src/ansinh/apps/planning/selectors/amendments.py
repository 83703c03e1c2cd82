"""Which plan a document amends, and which documents amend a plan."""

from __future__ import annotations

from ansinh.apps.planning.models import Citation, Plan, PlanState, ReviewState, VersionState
from ansinh.apps.planning.services.values import citation_key

AMENDS = "sửa đổi"


def list_amended(document: Plan) -> list[Plan]:
    """Return the running plans that a document says it amends: same number, and same day where it names one."""
    cited = Citation.objects.filter(plan=document, role=AMENDS).exclude(state=ReviewState.REJECTED).exclude(key="")
    days = {citation.key: citation.date for citation in cited}
    if not days:
        return []
    rows = Plan.objects.filter(state=PlanState.RUNNING).exclude(number="").exclude(pk=document.pk)
    rows = rows.select_related("file").defer("file__content", "file__text", "file__blocks")
    return [
        plan
        for plan in rows
        if (key := citation_key(plan.number)) in days
        and (days[key] is None or plan.issued_on is None or days[key] == plan.issued_on)
    ]


def list_amending(plan: Plan) -> list[Plan]:
    """Return the documents in the system that say they amend a plan, and have been read."""
    if not plan.number:
        return []
    cited = Citation.objects.filter(key=citation_key(plan.number), role=AMENDS).exclude(state=ReviewState.REJECTED)
    rows = Plan.objects.filter(citations__in=cited, state__in=(PlanState.IN_REVIEW, PlanState.RUNNING), removed_at=None)
    rows = rows.exclude(pk=plan.pk).select_related("file").defer("file__content", "file__text", "file__blocks")
    return list(rows.distinct().order_by("issued_on", "created_at"))


def list_unused_amending(plan: Plan) -> list[Plan]:
    """Return the amending documents that no version of the plan has been made from."""
    used = set(plan.versions.exclude(state=VersionState.DISCARDED).values_list("document_id", flat=True))
    return [document for document in list_amending(plan) if document.pk not in used]
