"""Pages of holding people against the national population database: asked, decided, and what waits for somebody."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ansinh.apps.interop import checking
from ansinh.apps.interop.models import CheckState
from ansinh.apps.people.pages.access import actor_of, guarded, log_list, version_of
from ansinh.apps.people.restriction import count_left_out
from ansinh.apps.people.selectors.persons import get_person
from ansinh.apps.people.services.refusals import Refused

ASK = "interop.ask"
ROWS_A_PAGE = 50


@require_GET
@guarded("people.view")
def checks(request: HttpRequest) -> HttpResponse:
    """Show who was asked about and how it ended: what needs a decision first."""
    state = request.GET.get("tinh-trang", "")
    state = state if state in CheckState.values else ""
    page = Paginator(checking.list_checks(state=state), ROWS_A_PAGE).get_page(request.GET.get("page"))
    log_list(request, [row.person for row in page], purpose="Có tên trong danh sách đối chiếu dân cư")
    context = {
        "page": page,
        "state": state,
        "states": CheckState.choices,
        "is_connected": checking.database() is not None,
        "left_out": count_left_out(),
        "scope": request.scope,  # type: ignore[attr-defined]
    }
    return render(request, "interop/checks.html", context)


@require_POST
@guarded(ASK)
def ask(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Have a person held against the database."""
    found = get_person(person_id)
    try:
        checking.ask(person_id=found.pk, actor=actor_of(request), now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Đã gửi đi hỏi. Kết quả hiện ở mục Đối chiếu dân cư của trang này.")
    return redirect("people:person", found.pk)


@require_POST
@guarded(ASK)
def decide(request: HttpRequest, person_id: UUID, check_id: UUID) -> HttpResponse:
    """Take one proposal of the database, or keep what we have."""
    found = get_person(person_id)
    take = request.POST.get("act") == "take"
    try:
        checking.decide(
            check_id=check_id,
            person_id=found.pk,
            field=request.POST.get("field", ""),
            take=take,
            expected_version=version_of(request, 0),
            actor=actor_of(request),
            now=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Đã nhận vào sổ." if take else "Đã giữ điều sổ ghi.")
    return redirect("people:person", found.pk)
