"""Names of agencies that the directory does not know, in one list."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ansinh.apps.planning.models import AgencyMention
from ansinh.apps.planning.pages.access import actor_of, allowed, plan_or_404
from ansinh.apps.planning.selectors.agencies import list_candidates, list_mentions
from ansinh.apps.planning.services.agencies import CannotResolve, resolve_all_as_new, resolve_mention
from ansinh.apps.territory.selectors.agencies import list_agencies


@require_http_methods(["GET", "POST"])
@allowed("planning.view_plan")
def agencies(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show the names a plan uses for agencies; match them with the directory."""
    plan = plan_or_404(plan_id)
    may_review = request.user.has_perm("planning.review_plan")
    if request.method == "POST":
        if not may_review:
            messages.error(request, "Vai trò của anh/chị chỉ được xem danh sách này.")
            return redirect("planning:agencies", plan.pk)
        try:
            said = _resolve(request, plan.pk)
        except CannotResolve as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, said)
        return redirect("planning:agencies", plan.pk)
    mentions = list_mentions(plan)
    unknown = [mention for mention in mentions if mention.agency_id is None]
    context = {
        "plan": plan,
        "unknown": list(zip(unknown, list_candidates(unknown), strict=True)),
        "known": [mention for mention in mentions if mention.agency_id is not None],
        "directory": list_agencies(),
        "may_review": may_review,
    }
    return render(request, "planning/agencies.html", context)


def _resolve(request: HttpRequest, plan_id: UUID) -> str:
    """Do what the pressed button says and tell it in one sentence."""
    actor, now = actor_of(request), timezone.now()
    act = request.POST.get("act", "")
    if act == "all_new":
        count = resolve_all_as_new(plan_id=plan_id, actor=actor, now=now)
        return f"Đã thêm {count} tên vào danh mục cơ quan."
    mention_id, version = request.POST.get("mention", ""), request.POST.get("version", "")
    if not (mention_id.isdecimal() and version.isdecimal()):
        raise CannotResolve("Không rõ tên nào cần chọn. Tải lại trang.")
    chosen = request.POST.get("agency", "")
    if act == "choose" and not chosen.isdecimal():
        raise CannotResolve("Chưa chọn cơ quan trong danh mục.")
    mention: AgencyMention = resolve_mention(
        plan_id=plan_id,
        mention_id=int(mention_id),
        expected_version=int(version),
        actor=actor,
        now=now,
        agency_id=int(chosen) if act == "choose" else None,
        as_group=act == "new_group",
    )
    return f"“{mention.printed}” là {mention.agency}."
