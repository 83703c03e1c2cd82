"""The work list of one plan: which indicator of the catalogue each of its indicators is."""

from __future__ import annotations

import re
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ansinh.apps.planning.models import BindingRelation
from ansinh.apps.planning.pages.access import actor_of, allowed, plan_or_404
from ansinh.apps.planning.selectors.bindings import (
    FILTERS,
    count_bindings,
    count_unoffered,
    get_last_binding_action,
    list_bindings,
    list_recent_actions,
)
from ansinh.apps.planning.selectors.catalogue import list_codes
from ansinh.apps.planning.services.bindings import (
    CannotBind,
    confirm_binding,
    confirm_sure,
    offer_again,
    refuse_binding,
    undo_binding,
)
from ansinh.core.catalogue import load_dimensions

# What a person picks from the list of the catalogue ends in the code: "Tỷ lệ thất nghiệp chung [unemployment_rate]".
_PICKED = re.compile(r"\[([a-z0-9_]+)\]\s*$")


@require_http_methods(["GET", "POST"])
@allowed("planning.view_plan")
def bindings(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show the bindings of a plan; confirm, change, refuse, take back."""
    plan = plan_or_404(plan_id)
    if request.method == "POST":
        if not request.user.has_perm("planning.review_plan"):
            raise PermissionDenied
        return _act(request, plan.pk)
    only = request.GET.get("loc", "")
    rows = list_bindings(plan, only=only)
    opened = request.GET.get("doi", "")
    counts = count_bindings(plan)
    waiting = next((row.pk for row in rows if row.state == "proposed"), None)
    context = {
        "plan": plan,
        "rows": rows,
        "counts": counts,
        "filters": [(key, label, counts.by_filter[key]) for key, (label, _) in FILTERS.items()],
        "unoffered": count_unoffered(plan),
        "only": only if only in FILTERS else "",
        "opened": int(opened) if opened.isdecimal() else 0,
        "waiting": waiting,
        "may_review": request.user.has_perm("planning.review_plan"),
        "last": get_last_binding_action(plan, actor_of(request)),
        "recent": list_recent_actions(plan),
        "dimensions": load_dimensions(),
        "relations": BindingRelation.choices,
        "catalogue": list_codes() if opened else [],
    }
    return render(request, "planning/bindings.html", context)


def _act(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Do what the pressed button says; go on where the person was, at the next row that waits."""
    actor, now, act = actor_of(request), timezone.now(), request.POST.get("act", "")
    only = request.POST.get("loc", "")
    address = reverse("planning:bindings", args=[plan_id]) + (f"?loc={only}" if only in FILTERS and only else "")
    number, version = request.POST.get("binding", ""), request.POST.get("version", "")
    try:
        if act == "sure":
            action = confirm_sure(plan_id=plan_id, actor=actor, now=now)
        elif act == "undo":
            action = undo_binding(plan_id=plan_id, actor=actor, now=now)
            messages.success(request, f"Đã hoàn tác: {action.label}.")
            return redirect(address)
        elif act == "again":
            count = offer_again(plan_id=plan_id, actor=actor, now=now)
            messages.success(request, f"Đã đề xuất lại; {count} dòng có đề xuất mới.")
            return redirect(address)
        elif not (number.isdecimal() and version.isdecimal()):
            raise CannotBind("Không rõ dòng nào cần quyết định. Tải lại trang.")
        elif act == "refuse":
            action = refuse_binding(
                plan_id=plan_id, binding_id=int(number), expected_version=int(version), actor=actor, now=now
            )
        else:
            action = confirm_binding(
                plan_id=plan_id,
                binding_id=int(number),
                expected_version=int(version),
                actor=actor,
                now=now,
                **(_chosen(request) if act == "change" else {}),
            )
    except CannotBind as reason:
        messages.error(request, str(reason))
        return redirect(f"{address}#dong-{number}" if number.isdecimal() else address)
    messages.success(request, f"{action.label}.")
    return redirect(f"{address}#cho" if act != "sure" else address)


def _chosen(request: HttpRequest) -> dict[str, str]:
    """Return what the form of a changed binding says; the code stands in brackets at the end of what was picked."""
    typed = request.POST.get("entry", "").strip()
    picked = _PICKED.search(typed)
    return {
        "code": picked.group(1) if picked else typed or "-",
        "dimension": request.POST.get("dimension", ""),
        "relation": request.POST.get("relation", ""),
    }
