"""The approved figures of a plan as a table, and as files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ansinh.apps.reporting.pages.access import actor_of
from ansinh.apps.reporting.selectors.figures import list_figures
from ansinh.apps.reporting.selectors.one_page import list_running
from ansinh.apps.reporting.services.exporting import KINDS, export_figures
from ansinh.apps.ui.access import allowed
from ansinh.apps.ui.export import file_answer

MOST_SHOWN = 300


@require_GET
@allowed("planning.view_plan")
def figures(request: HttpRequest) -> HttpResponse:
    """Show the approved figures of a running plan; ``?xuat=`` xlsx, csv or sdmx gives them as a file."""
    plans = list_running(actor_of(request))
    asked = request.GET.get("ke-hoach", "")
    plan = next((one for one in plans if str(one.pk) == asked), None if asked else (plans[0] if plans else None))
    if plan is None and asked:
        raise Http404("Không có kế hoạch này, hoặc kế hoạch chưa thực hiện.")
    today = timezone.localdate()
    number = request.GET.get("chi-tieu", "")
    indicator_id = int(number) if number.isdecimal() and len(number) < 18 else None
    kind = request.GET.get("xuat", "")
    if plan is not None and kind in KINDS:
        content = export_figures(plan, kind=kind, today=today, indicator_id=indicator_id)
        name = f"so-lieu-{plan.number or plan.pk}{'-sdmx' if kind == 'sdmx' else ''}"
        return file_answer(content, kind="xlsx" if kind == "xlsx" else "csv", file_name=name)
    rows = list_figures(plan, today=today, indicator_id=indicator_id) if plan is not None else []
    context = {"plan": plan, "plans": plans, "rows": rows[:MOST_SHOWN], "total": len(rows), "shown": MOST_SHOWN}
    return render(request, "reporting/figures.html", context)
