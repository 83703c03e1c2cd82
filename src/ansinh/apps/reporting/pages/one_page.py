"""The chairman's page: phone first, one printed page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ansinh.apps.reporting.pages.access import actor_of
from ansinh.apps.reporting.selectors.one_page import get_one_page, list_running
from ansinh.apps.ui.access import allowed


@require_GET
@allowed("reporting.view_scheme")
def one_page(request: HttpRequest) -> HttpResponse:
    """Show where a running plan stands on one page; the plan of the address, else that of the person's place."""
    actor = actor_of(request)
    today = timezone.localdate()
    plans = list_running(actor)
    asked = request.GET.get("ke-hoach", "")
    plan = next((one for one in plans if str(one.pk) == asked), plans[0] if plans else None)
    page = get_one_page(plan, user=actor, today=today) if plan is not None else None
    return render(request, "reporting/one_page.html", {"plan": plan, "plans": plans, "page": page, "today": today})
