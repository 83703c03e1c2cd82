"""The report of who saw a person's data: every look, export and opened number, for those who supervise."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from ansinh.apps.people.pages.access import actor_of, guarded, log_look
from ansinh.apps.people.selectors.history import count_lookers, looks_at
from ansinh.apps.people.selectors.persons import get_person
from ansinh.apps.people.services.looks import MOST_UNMASKED_A_DAY, answer_stop, seen_stops
from ansinh.apps.people.services.refusals import NotHere, Refused

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


@require_http_methods(["GET", "POST"])
@guarded("people.answer_stop")
def stops(request: HttpRequest) -> HttpResponse:
    """Show who was stopped for opening too many numbers, and let somebody go on or not."""
    if request.method == "POST":
        number = request.POST.get("stop", "")
        try:
            if not number.isdecimal() or len(number) > 15:
                raise Refused("Không rõ lần dừng nào. Tải lại trang.")
            let = request.POST.get("act") == "let"
            answer_stop(stop_id=int(number), let=let, actor=actor_of(request), now=timezone.now())
        except (Refused, NotHere) as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "Đã cho xem tiếp." if let else "Đã ghi là đã xem, chưa cho xem tiếp.")
        return redirect("people:stops")
    rows = seen_stops(request.scope).select_related("scope_unit").order_by("-at")  # type: ignore[attr-defined]
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "most": MOST_UNMASKED_A_DAY, "scope": request.scope}  # type: ignore[attr-defined]
    return render(request, "people/stops.html", context)
