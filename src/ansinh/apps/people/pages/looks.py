"""The report of who saw a person's data: every look, export and opened number, for those who supervise."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ansinh.apps.people.pages.access import guarded, log_look
from ansinh.apps.people.selectors.history import count_lookers, looks_at
from ansinh.apps.people.selectors.persons import get_person

ROWS_A_PAGE = 50


@require_GET
@guarded("people.view_looks")
def looks(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show who of the staff saw a person's data, when, for what, in which way; reading the report is a look as well."""
    found = get_person(person_id, restricted_too=True)
    rows = looks_at(found)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"person": found, "page": page, "lookers": count_lookers(found)}
    answer = render(request, "people/looks.html", context)
    log_look(request, found, purpose="Xem báo cáo ai đã xem dữ liệu")
    return answer
