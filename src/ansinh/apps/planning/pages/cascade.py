"""A plan between those above and below it: the two plans side by side, what is left out, and the board of own plans."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ansinh.apps.planning.models import CascadeAction, Plan, PlanAbove
from ansinh.apps.planning.pages.access import actor_of, allowed, plan_or_404
from ansinh.apps.planning.selectors.cascade import (
    certain_pairs,
    get_cascade,
    get_last_link_action,
    list_points,
)
from ansinh.apps.planning.selectors.cascade_plans import (
    list_choices_above,
    list_own_plans_of,
    list_plans_above,
    list_proposed_above,
)
from ansinh.apps.planning.selectors.own_plan_access import may_keep_own_plan, may_read_own_plan
from ansinh.apps.planning.selectors.own_plans import list_own_plan_duties, list_own_plans
from ansinh.apps.planning.services import cascade as services
from ansinh.apps.planning.services.cascade import CannotLink
from ansinh.apps.planning.tables_cascade import OwnPlanFilter, OwnPlanTable, PointFilter, PointTable
from ansinh.apps.territory.selectors.agencies import list_agencies
from ansinh.apps.ui.tables import Rows, build_list

LINK = "planning.link_plan"
NOT_YOURS = "Kế hoạch này do cơ quan, đơn vị khác nối với cấp trên."
# What is shown of a plan that takes up next to nothing; the rest is one press away, and in the list.
MOST_LEFT = 60


@require_GET
@allowed("planning.view_plan")
def cascade(request: HttpRequest, plan_id: UUID) -> HttpResponse:  # noqa: ARG001 - every page is called with it
    """Open the side on which a plan has more to show: those below it, unless it is an own plan itself."""
    plan = plan_or_404(plan_id)
    if list_plans_above(plan) or not (list_own_plan_duties(plan) or list_own_plans_of(plan)):
        return redirect("planning:above", plan.pk)
    return redirect("planning:below", plan.pk)


@require_GET
@allowed("planning.view_plan")
def above(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show an own plan beside the plan above: proposals, links, what it leaves out, what it adds."""
    plan = plan_or_404(plan_id)
    links = list_plans_above(plan)
    link = _chosen(links, request.GET.get("tren", ""))
    keeps = _keeps(request, plan, links)
    if not keeps:
        _refuse_others(request, plan, links)
    may_link = request.user.has_perm(LINK) and keeps
    context: dict[str, Any] = {
        "plan": plan,
        "links": links,
        "proposed": list_proposed_above(plan),
        "may_link": may_link,
        "link": link,
        "choosing": request.GET.get("them", "") == "1" or not links,
    }
    if link is not None:
        link.plan = plan
        found = get_cascade(link)
        # What nothing is proposed for needs a person most.
        left = sorted(found.left, key=lambda row: row.above is not None and row.above.key in found.proposed_keys)
        chosen = request.GET.get("chon", "")
        context |= {
            "c": found,
            "left": left if request.GET.get("ca", "") == "1" else left[:MOST_LEFT],
            "proposed_keys": found.proposed_keys,
            "last_action": get_last_link_action(link, actor_of(request)) if may_link else None,
            "chosen": next(
                (row for row in found.left + found.linked + found.reasons if row.above and row.above.key == chosen),
                None,
            ),
            "own_items": [*(row.own for row in found.loose), *_linked_own(found)] if chosen else [],
        }
    if may_link and context["choosing"]:
        context |= {"choices": list_choices_above(plan), "directory": list_agencies()}
    return render(request, "planning/above.html", context)


def _linked_own(found: Any) -> list[Any]:
    return list({row.own.key: row.own for row in found.linked if row.own}.values())


def _chosen(links: list[PlanAbove], wanted: str) -> PlanAbove | None:
    return next((link for link in links if str(link.pk) == wanted), links[0] if links else None)


@require_POST
@allowed(LINK)
def decide_above(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Say that a plan stands, or does not stand, under another."""
    plan = plan_or_404(plan_id)
    if not _keeps(request, plan, list_plans_above(plan)):
        raise Http404(NOT_YOURS)
    above_id, version = _uuid(request.POST.get("above", "")), request.POST.get("version", "0")
    agency = request.POST.get("agency", "")
    if above_id is None or not version.isdecimal():
        messages.error(request, "Chưa chọn kế hoạch cấp trên. Chọn một kế hoạch rồi bấm lại.")
        return redirect("planning:above", plan.pk)
    accepted = request.POST.get("act") != "refuse"
    try:
        made = services.decide_plan_above(
            plan_id=plan.pk,
            above_id=above_id,
            accepted=accepted,
            expected_version=int(version),
            actor=actor_of(request),
            now=timezone.now(),
            agency_id=int(agency) if agency.isdecimal() else None,
        )
    except CannotLink as reason:
        messages.error(request, str(reason))
        return redirect("planning:above", plan.pk)
    said = "là" if accepted else "không phải là"
    messages.success(request, f"“{made.above.short_title}” {said} kế hoạch cấp trên của kế hoạch này.")
    return redirect(f"{reverse('planning:above', args=[plan.pk])}{f'?tren={made.pk}' if accepted else ''}")


@require_POST
@allowed(LINK)
def link(request: HttpRequest, plan_id: UUID, link_id: int) -> HttpResponse:
    """Link two items, or take a proposal, a link or a decision on one item away."""
    plan, _ = _kept_or_404(request, plan_id, link_id)
    values = request.POST
    upper, lower, version = values.get("above", ""), values.get("own", ""), values.get("version", "0")
    known: dict[str, tuple[Callable[..., CascadeAction], dict[str, Any]]] = {
        "link": (services.accept_link, {"above": upper, "own": lower}),
        "unlink": (services.reject_link, {"above": upper, "own": lower}),
        "leave": (services.leave_out, {"above": upper, "reason": values.get("reason", "")}),
        "addition": (services.mark_addition, {"own": lower}),
        "withdraw": (services.withdraw, {"above": upper, "own": lower}),
    }
    if values.get("act") not in known or not version.isdecimal():
        raise Http404("Không có việc này.")
    act, said = known[values["act"]]
    return _do(
        request,
        plan,
        link_id,
        lambda: act(
            plan_above_id=link_id, expected_version=int(version), actor=actor_of(request), now=timezone.now(), **said
        ),
    )


@require_POST
@allowed(LINK)
def link_all(request: HttpRequest, plan_id: UUID, link_id: int) -> HttpResponse:
    """Accept together the proposals that are certain."""
    plan, found = _kept_or_404(request, plan_id, link_id)
    return _do(
        request,
        plan,
        link_id,
        lambda: services.accept_many(
            plan_above_id=link_id,
            pairs=certain_pairs(get_cascade(found)),
            actor=actor_of(request),
            now=timezone.now(),
        ),
    )


@require_POST
@allowed(LINK)
def undo(request: HttpRequest, plan_id: UUID, link_id: int) -> HttpResponse:
    """Take back the last act of this person on these links."""
    plan, _ = _kept_or_404(request, plan_id, link_id)
    return _do(
        request,
        plan,
        link_id,
        lambda: services.undo_last_link(plan_above_id=link_id, actor=actor_of(request), now=timezone.now()),
        "Đã hoàn tác: ",
    )


@require_GET
@allowed("planning.view_plan")
def points(request: HttpRequest, plan_id: UUID, link_id: int) -> HttpResponseBase:
    """List what an own plan leaves out, wants less of or sets later; exported as the address says."""
    plan, found = _link_or_404(plan_id, link_id)
    _refuse_others(request, plan, [found])
    cascade = get_cascade(found)
    listing = build_list(
        request,
        rows=Rows(list_points(cascade)),
        table=PointTable,
        filters=PointFilter,
        file_name=f"bo-sot-{plan.number or plan.pk}",
    )
    if listing.export is not None:
        return listing.export
    return render(request, "planning/points.html", {"plan": plan, "link": found, "c": cascade, "listing": listing})


@require_GET
@allowed("planning.view_plan")
def below(request: HttpRequest, plan_id: UUID) -> HttpResponseBase:
    """Show who owes an own plan under this one by when, who has it, and what it leaves out."""
    plan = plan_or_404(plan_id)
    today = timezone.localdate()
    duties = list_own_plan_duties(plan)
    rows = list_own_plans(plan, today=today, duties=duties)
    listing = build_list(
        request,
        rows=Rows(rows),
        table=OwnPlanTable,
        filters=OwnPlanFilter,
        file_name=f"ke-hoach-cap-duoi-{plan.number or plan.pk}",
    )
    if listing.export is not None:
        return listing.export
    context = {
        "plan": plan,
        "rows": rows,
        "listing": listing,
        "duties": duties,
        "owed": sum(1 for row in rows if row.state != "group"),
        "made": sum(1 for row in rows if row.counts is not None),
        "late": sum(1 for row in rows if row.state == "late"),
        "with_left": sum(1 for row in rows if row.counts is not None and row.counts.left),
        "today": today,
    }
    return render(request, "planning/below.html", context)


def _link_or_404(plan_id: UUID, link_id: int) -> tuple[Plan, PlanAbove]:
    plan = plan_or_404(plan_id)
    found = next((one for one in list_plans_above(plan) if one.pk == link_id), None)
    if found is None:
        raise Http404("Kế hoạch này không đứng dưới kế hoạch cấp trên đó.")
    found.plan = plan
    return plan, found


def _keeps(request: HttpRequest, plan: Plan, links: list[PlanAbove]) -> bool:
    return may_keep_own_plan(user=actor_of(request), plan=plan, links=links, on=timezone.localdate())


def _kept_or_404(request: HttpRequest, plan_id: UUID, link_id: int) -> tuple[Plan, PlanAbove]:
    """Return an own plan that the person may change; the own plan of another agency or unit is not there."""
    plan, found = _link_or_404(plan_id, link_id)
    if not _keeps(request, plan, [found]):
        raise Http404(NOT_YOURS)
    return plan, found


def _refuse_others(request: HttpRequest, plan: Plan, links: list[PlanAbove]) -> None:
    """Answer that there is no such page where an own plan is that of another agency or unit."""
    on = timezone.localdate()
    if links and not may_read_own_plan(user=actor_of(request), plan=plan, links=links, on=on):
        raise Http404(NOT_YOURS)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _do(
    request: HttpRequest, plan: Plan, link_id: int, act: Callable[[], CascadeAction], said: str = "Đã ghi: "
) -> HttpResponse:
    """Do one act, tell it in a sentence, and go back to where the button stood."""
    if not request.user.has_perm(LINK):
        raise PermissionDenied
    try:
        done = act()
    except CannotLink as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, f"{said}{done.label}.")
    anchor = request.POST.get("anchor", "")
    anchor = anchor if anchor.replace("-", "").isalnum() else ""
    return redirect(f"{reverse('planning:above', args=[plan.pk])}?tren={link_id}#{anchor}")
