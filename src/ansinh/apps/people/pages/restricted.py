"""Whose data are restricted: who, since when, by which provision, and what that stops."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ansinh.apps.people.pages.access import guarded, log_list
from ansinh.apps.people.restriction import Work, list_restricted

ROWS_A_PAGE = 50


@require_GET
@guarded("people.view")
def listed(request: HttpRequest) -> HttpResponse:
    """Show the people of one's communes whom every stopped list leaves out, by name only, and why."""
    page = Paginator(list_restricted(), ROWS_A_PAGE).get_page(request.GET.get("page"))
    log_list(request, page, purpose="Có tên trong danh sách đang hạn chế xử lý")
    context = {"page": page, "effects": [work.value for work in Work], "scope": request.scope}  # type: ignore[attr-defined]
    return render(request, "people/restricted_list.html", context)
