"""For which unit a plan was issued: chosen by a person where the reading was not sure."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.pages.access import actor_of, allowed, may_review, number_of, plan_or_404
from ansinh.apps.planning.selectors.own_plan_access import is_of_unit
from ansinh.apps.planning.services.scope import CannotChooseScope, choose_scope
from ansinh.apps.territory.models import Unit
from ansinh.apps.territory.selectors.units import find_units


@require_http_methods(["GET", "POST"])
@allowed("planning.view_plan")
def scope(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Find a unit of the day of issue by name, and take it as the plan's scope."""
    plan = plan_or_404(plan_id)
    may_choose = may_review(request, plan)
    if request.method == "POST":
        if not may_choose:
            raise PermissionDenied
        chosen = number_of(request.POST.get("unit", ""))
        try:
            if chosen is None:
                raise CannotChooseScope("Chưa chọn đơn vị. Tìm theo tên rồi bấm “Chọn”.")
            _refuse_other_units(actor_of(request), chosen)
            found = choose_scope(plan_id=plan.pk, unit_id=chosen, actor=actor_of(request), now=timezone.now())
        except CannotChooseScope as reason:
            messages.error(request, str(reason))
            return redirect("planning:scope", plan.pk)
        messages.success(request, f"Phạm vi của kế hoạch: {found.scope_unit}.")
        return redirect("planning:plan", plan.pk)
    words = request.GET.get("ten", plan.place).replace("\x00", "").strip()[:120]
    day = plan.issued_on or timezone.localdate(plan.created_at)
    context = {
        "plan": plan,
        "words": words,
        "day": day,
        "units": find_units(name=words, on=day) if words else [],
        "may_choose": may_choose,
    }
    return render(request, "planning/scope.html", context)


def _refuse_other_units(user: User, unit_id: int) -> None:
    """Who decides on the own plan of his unit only cannot say that it is another unit's."""
    unit = Unit.objects.filter(pk=unit_id).first()
    if user.has_perm("planning.review_plan") or unit is None or is_of_unit(user, unit, timezone.localdate()):
        return
    raise CannotChooseScope(f"{unit.name} không phải đơn vị của anh/chị. Nhờ điều phối của tỉnh chọn phạm vi này.")
