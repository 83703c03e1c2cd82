"""The list of units, the page of one, and what changed on 1/7/2025 for the one who asks."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ansinh.apps.territory.models import UnitChange
from ansinh.apps.territory.pages.access import SHARE, VIEW, allowed
from ansinh.apps.territory.panels import unit_panels
from ansinh.apps.territory.selectors.unit_page import EVE, get_my_reform, get_unit_page
from ansinh.apps.territory.selectors.units import find_code, units_on, with_words
from ansinh.apps.territory.tables import UnitFilter, UnitTable, unit_url
from ansinh.apps.territory.words import above
from ansinh.apps.ui.tables import build_list

MOST_CHOICES = 20
ROWS_A_PAGE = 30  # the longest lists of the site; people search them rather than turn pages


@require_GET
@allowed(VIEW)
def units(request: HttpRequest) -> HttpResponseBase:
    """Show the units of today or of before the reform: filtered, sorted, exported as the address says."""
    past = request.GET.get("luc") == "truoc"
    day = EVE if past else timezone.localdate()
    request.units_day = day  # type: ignore[attr-defined]
    changes = UnitChange.objects.select_related("new" if past else "old")
    # What stands above is fetched for the rows shown only: joined, it would be sorted with all ten thousand.
    rows = units_on(on=day).defer("search_key", "note").order_by("number", "-level", "code")
    rows = rows.prefetch_related("parent__parent", Prefetch("became" if past else "came_from", queryset=changes))
    listing = build_list(
        request,
        rows=rows,
        table=UnitTable,
        file_name="don-vi-hanh-chinh",
        filters=UnitFilter,
        per_page=ROWS_A_PAGE,
        past=past,
    )
    if listing.export is not None:
        return listing.export
    return render(request, "territory/units.html", {"listing": listing, "past": past, "day": day})


@require_GET
@allowed(VIEW)
def youngest(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001 - every page is called with it
    """Lead from a bare code to the unit that bears it today, or bore it last."""
    found = find_code(code=code)
    if not found:
        raise Http404("Không có đơn vị mã này.")
    return redirect(unit_url(found[0]))


@require_GET
@allowed(VIEW)
def unit(request: HttpRequest, code: str, since: str) -> HttpResponse:
    """Show one unit: now, before and after, on the map, its plans."""
    found = next((each for each in find_code(code=code) if each.valid_from.isoformat() == since), None)
    if found is None:
        raise Http404("Không có đơn vị mã này vào ngày này.")
    today = timezone.localdate()
    context = {
        "page": get_unit_page(unit=found, user=request.user, today=today),
        "panels": unit_panels(unit=found, on=today, user=request.user),
        "unit": found,
        "above": above(found),
        "may_share": request.user.has_perm(SHARE),
    }
    return render(request, "territory/unit.html", context)


@require_GET
@allowed(VIEW)
def my_reform(request: HttpRequest) -> HttpResponse:
    """Tell somebody what became of his unit and of those he works with."""
    page = get_my_reform(user=request.user, today=timezone.localdate())
    return render(request, "territory/my_reform.html", {"page": page, "may_share": request.user.has_perm(SHARE)})


@require_GET
@allowed(VIEW)
def choices(request: HttpRequest) -> JsonResponse:
    """Answer a field that looks for a unit while somebody types: names that fit, with what they belong to."""
    text = request.GET.get("q", "").strip()[:100]
    rows: Any = ()
    if len(text) > 1:
        found = with_words(units_on(on=timezone.localdate()), text).select_related("parent__parent")
        rows = found.order_by("-level", "search_key")[:MOST_CHOICES]
    return JsonResponse({"units": [{"code": each.code, "name": each.name, "above": above(each)} for each in rows]})
