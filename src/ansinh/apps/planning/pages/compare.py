"""Plans beside each other: the indicators they share, and one of them with its chart and its table."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django_tables2 import Column

from ansinh.apps.planning.chart import draw
from ansinh.apps.planning.models import PlanState
from ansinh.apps.planning.pages.access import allowed
from ansinh.apps.planning.selectors.catalogue import get_entry, list_parent_targets
from ansinh.apps.planning.selectors.compare import compare, list_shared
from ansinh.apps.planning.tables_catalogue import PlanColumn, SharedFilter, SharedTable
from ansinh.apps.ui.tables import Rows, build_list

MOST_COLUMNS = 8


def _year(request: HttpRequest) -> int | None:
    raw = request.GET.get("nam", "")
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) == 4 else None


@require_GET
@allowed("planning.view_plan")
def shared(request: HttpRequest) -> HttpResponseBase:
    """Show the indicators that stand in two plans or more: filtered, exported as the address says."""
    year, years, groups, plans = list_shared(year=_year(request))
    exported = bool(request.GET.get("xuat"))
    columns = plans if exported else plans[:MOST_COLUMNS]
    code = [("code", Column(verbose_name="Mã", accessor="key"))] if exported else []
    listing = build_list(
        request,
        rows=Rows(groups),
        table=SharedTable,
        filters=SharedFilter,
        file_name=f"so-sanh-chi-tieu-{year or 'ke-hoach'}",
        extra_columns=code + [(f"p{at}", PlanColumn(row)) for at, row in enumerate(columns)],
    )
    if listing.export is not None:
        return listing.export
    context = {
        "listing": listing,
        "year": year,
        "years": years,
        "plans": plans,
        "hidden": len(plans) - len(columns),
        "indicator_count": len({group.entry.pk for group in groups}),
        "references": [row for row in plans if row.plan.state == PlanState.REFERENCE],
    }
    return render(request, "planning/shared.html", context)


@require_GET
@allowed("planning.view_plan")
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show one indicator across plans: chart, table, who asks for most, what the documents above set."""
    entry = get_entry(code)
    if entry is None:
        raise Http404("Không có chỉ tiêu này trong danh mục.")
    found = compare(entry, year=_year(request))
    parents = list_parent_targets(code)
    above = [target for target in parents if target.scope == "parent" and target.year == found.year]
    context = {
        "entry": entry,
        "found": found,
        "groups": [(group, draw(group, [] if group.dimension else above)) for group in found.groups],
        "parents": parents,
        "proposed": any(row.proposed for group in found.groups for row in group.rows),
    }
    return render(request, "planning/compare.html", context)
