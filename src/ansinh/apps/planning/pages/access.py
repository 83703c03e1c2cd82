"""Who may open which page, and what every page of one plan shows around its content."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import Plan
from ansinh.apps.planning.selectors.own_plan_access import is_own_plan
from ansinh.apps.planning.selectors.plans import get_plan
from ansinh.apps.ui.access import allowed

__all__ = ["actor_of", "allowed", "may_review", "plan_or_404", "plan_to_review", "refused", "wants_part"]


def plan_or_404(plan_id: UUID) -> Plan:
    """Return the plan of an address, or answer that there is none."""
    try:
        return get_plan(plan_id)
    except Plan.DoesNotExist as error:
        raise Http404("Không có kế hoạch này.") from error


def may_review(request: HttpRequest, plan: Plan) -> bool:
    """Whether a person decides on what was read from a plan: from any, or from the own plan of his commune."""
    user = actor_of(request)
    if user.has_perm("planning.review_plan"):
        return True
    return user.has_perm("planning.review_own_plan") and is_own_plan(user=user, plan=plan, on=timezone.localdate())


def plan_to_review(request: HttpRequest, plan_id: UUID) -> Plan:
    """Return the plan of an address on which a person may decide; to others it is said that they only read it (403)."""
    plan = plan_or_404(plan_id)
    if not may_review(request, plan):
        raise PermissionDenied
    return plan


def actor_of(request: HttpRequest) -> User:
    """Return who is acting; pages behind ``allowed`` always have somebody."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def wants_part(request: HttpRequest) -> bool:
    """Whether the page's own script asks, so that only the changed part is sent."""
    return request.headers.get("X-Requested-With") == "fetch"


def refused(message: str, status: int) -> HttpResponse:
    """Answer the page's own script that an act was not done, in one sentence."""
    return HttpResponse(message, status=status, content_type="text/plain; charset=utf-8")


def number_of(text: str) -> int | None:
    """Return the number that a page's own field gives back; None for anything that can be no row's number."""
    return int(text) if text.isdecimal() and len(text) <= 18 else None


def typed(request: HttpRequest, name: str, *, most: int = 2000) -> str:
    """Return what was typed into a box that belongs to no form, as the tables can hold it."""
    return request.POST.get(name, "").replace("\x00", "").strip()[:most]
