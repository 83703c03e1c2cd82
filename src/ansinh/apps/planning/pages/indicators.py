"""The indicators of a plan, and one of them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ansinh.apps.planning.models import Indicator
from ansinh.apps.planning.pages.access import allowed, plan_or_404
from ansinh.apps.planning.pages.days import day_context, history_context, view_asked
from ansinh.apps.planning.panels import indicator_panels, standings_of
from ansinh.apps.planning.selectors.cascade import list_item_links
from ansinh.apps.planning.selectors.holders import get_row_holders
from ansinh.apps.planning.selectors.indicators import get_indicator, list_indicators, list_parts, list_years
from ansinh.apps.planning.selectors.same import list_elsewhere
from ansinh.apps.planning.tables import DayFilter, IndicatorFilter, IndicatorTable, YearColumn, place_of
from ansinh.apps.territory.selectors.agencies import list_single_agencies
from ansinh.apps.ui.tables import Rows, build_list


@require_GET
@allowed("planning.view_plan")
def indicators(request: HttpRequest, plan_id: UUID) -> HttpResponseBase:
    """Show the indicators of a plan: sorted, filtered, exported as the address says."""
    plan = plan_or_404(plan_id)
    view = view_asked(request, plan, kinds=("indicator",))
    listing = build_list(
        request,
        rows=list_indicators(plan) if view is None else Rows(view.indicators),
        table=IndicatorTable,
        file_name=f"chi-tieu-{plan.number or plan.pk}",
        filters=IndicatorFilter if view is None else DayFilter,
        extra_columns=[(f"y{year}", YearColumn(year)) for year in (list_years(plan) if view is None else view.years())],
        elsewhere=list_elsewhere(plan, in_use=True) if view is None else {},
        standings=standings_of(plan=plan, view=view, on=timezone.localdate() if view is None else view.on),
    )
    if listing.export is not None:
        return listing.export
    return render(request, "planning/indicators.html", day_context(view) | {"plan": plan, "listing": listing})


@require_GET
@allowed("planning.view_plan")
def indicator(request: HttpRequest, plan_id: UUID, indicator_id: int) -> HttpResponse:
    """Show one indicator: its targets, its sentence, who leads, where it began, what looks wrong."""
    plan = plan_or_404(plan_id)
    view = view_asked(request, plan)
    found = get_indicator(plan, indicator_id) if view is None else view.find("indicator", indicator_id)
    if found is None and view is not None:
        context = day_context(view) | {"plan": plan, "row": get_object_or_404(Indicator, plan=plan, pk=indicator_id)}
        return render(request, "planning/not_that_day.html", context)
    if found is None:
        # Not in use, yet or any more: its place is the review.
        get_object_or_404(Indicator, plan=plan, pk=indicator_id)
        return redirect("planning:row", plan.pk, "indicator", indicator_id)
    context = (
        day_context(view)
        | history_context(request, plan, "indicator", found, view)
        | {"plan": plan, "indicator": found, "row": found, "place": place_of(found)}
    )
    day = timezone.localdate() if view is None else view.on
    context["panels"] = indicator_panels(plan=plan, indicator=found, view=view, on=day, user=request.user)
    if view is None:
        context |= {
            "held": get_row_holders(row=found, on=timezone.localdate()),
            "directory": list_single_agencies(),
            "may_decide": request.user.has_perm("planning.decide_holder"),
            "links": list_item_links(found),
            "parts": list_parts(found),
            "elsewhere": list_elsewhere(plan, in_use=True).get(found.pk, []),
        }
    return render(request, "planning/indicator.html", context)
