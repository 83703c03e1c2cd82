"""What looks wrong in the document, in one list, gravest first."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ansinh.apps.planning.pages.access import allowed, may_review, plan_or_404
from ansinh.apps.planning.selectors.documents import list_unread
from ansinh.apps.planning.selectors.findings import list_findings
from ansinh.apps.planning.selectors.plans import count_open_findings


@require_GET
@allowed("planning.view_plan")
def findings(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show the findings of a plan, filtered by severity and by what was decided, and what was not understood."""
    plan = plan_or_404(plan_id)
    chosen = {"muc": request.GET.get("muc", ""), "da": request.GET.get("da", "")}
    found = list_findings(plan, severity=chosen["muc"], state=chosen["da"])
    context = {
        "plan": plan,
        "findings": found,
        "total": plan.findings.count(),
        "open_counts": count_open_findings(plan),
        "chosen": chosen,
        "unread": list_unread(plan),
        "may_review": plan.state == "in_review" and may_review(request, plan),
    }
    return render(request, "planning/findings.html", context)
