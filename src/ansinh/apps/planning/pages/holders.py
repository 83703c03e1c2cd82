"""Who has the tasks and indicators of a plan today: the queue of what is unclear, decisions, undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from ansinh.apps.planning.forms_holders import HolderForm
from ansinh.apps.planning.models import Plan
from ansinh.apps.planning.pages.access import actor_of, allowed, plan_or_404
from ansinh.apps.planning.selectors.holders import (
    DERIVED,
    STATES,
    UNCLEAR,
    Holder,
    cut_groups,
    group_holders,
    holders_of,
    list_recent_batches,
)
from ansinh.apps.planning.services.holders import CannotDecideHolder, decide_holders, undo_decision
from ansinh.apps.territory.selectors.agencies import list_single_agencies
from ansinh.apps.ui.tables import ROWS_A_PAGE
from ansinh.core.text import fold

KINDS = {"task": "Nhiệm vụ", "indicator": "Chỉ tiêu"}


@require_GET
@allowed("planning.view_plan")
def holders(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show who has each task and indicator today; what is unclear first, in groups that one answer settles."""
    plan = plan_or_404(plan_id)
    today = timezone.localdate()
    every = holders_of(plan=plan, on=today)
    chosen = {
        "state": request.GET.get("xem", "") if request.GET.get("xem", "") in STATES else "",
        "kind": request.GET.get("loai", "") if request.GET.get("loai", "") in KINDS else "",
        "q": request.GET.get("q", "").strip(),
    }
    counts = {state: sum(holder.state == state for holder in every) for state in STATES}
    if not chosen["state"]:
        chosen["state"] = UNCLEAR if counts[UNCLEAR] or not counts[DERIVED] else DERIVED
    shown = [holder for holder in every if _wanted(holder, chosen)]
    page = Paginator(shown, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "groups": cut_groups(group_holders(shown), start=max(page.start_index() - 1, 0), end=page.end_index()),
        "page": page,
        "shown": len(shown),
        "total": len(every),
        "states": [(state, label, counts[state]) for state, label in STATES.items()][::-1],
        "kinds": KINDS,
        "chosen": chosen,
        "directory": list_single_agencies(),
        "batches": list_recent_batches(plan=plan),
        "may_decide": request.user.has_perm("planning.decide_holder"),
        "today": today,
    }
    return render(request, "planning/holders.html", context)


def _wanted(holder: Holder, chosen: Mapping[str, str]) -> bool:
    kind = "task" if holder.assignment.task_id else "indicator"
    if holder.state != chosen["state"] or chosen["kind"] not in ("", kind):
        return False
    words = fold(chosen["q"]).split()
    text = fold(f"{holder.row} {holder.name} {holder.assignment.mention.printed}") if words else ""
    return all(word in text for word in words)


@require_POST
@allowed("planning.decide_holder")
def decide(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Say which agency has the chosen rows of one group, or all of it."""
    plan = plan_or_404(plan_id)
    back = _back(request, plan)
    form = HolderForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.first_error())
        return redirect(back)
    data = form.cleaned_data
    expected = _expected(request)
    try:
        batch = decide_holders(plan_id=plan.pk, expected=expected, actor=actor_of(request), now=timezone.now(), **data)
    except CannotDecideHolder as reason:
        messages.error(request, str(reason))
        return redirect(back)
    messages.success(request, f"Đã ghi cơ quan giữ việc cho {len(expected)} dòng.")
    return redirect(f"{back.partition('#')[0]}#lan-{batch}")


def _expected(request: HttpRequest) -> dict[int, int]:
    """Return for each chosen assignment which decision the page showed."""
    wanted = request.POST.getlist("all" if request.POST.get("act") == "all" else "row")
    found: dict[int, int] = {}
    for text in wanted:
        seen = request.POST.get(f"seen-{text}", "")
        if text.isdecimal() and seen.isdecimal():
            found[int(text)] = int(seen)
    return found


@require_POST
@allowed("planning.decide_holder")
def undo(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Take back one act of deciding."""
    plan = plan_or_404(plan_id)
    try:
        batch = UUID(request.POST.get("batch", ""))
        count = undo_decision(plan_id=plan.pk, batch=batch, actor=actor_of(request), now=timezone.now())
    except ValueError:
        messages.error(request, "Không rõ lần quyết định nào. Tải lại trang.")
    except CannotDecideHolder as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, f"Đã hoàn tác quyết định trên {count} dòng.")
    return redirect(_back(request, plan))


def _back(request: HttpRequest, plan: Plan) -> str:
    wanted = request.POST.get("next", "")
    safe: Any = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if wanted and safe else reverse("planning:holders", args=[plan.pk])
