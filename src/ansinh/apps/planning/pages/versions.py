"""The line of a plan's life, and its versions: the list of changes, decided one by one or together, put in force."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ansinh.apps.planning.forms_versions import OpenVersionForm, VersionForm
from ansinh.apps.planning.models import Plan, PlanVersion
from ansinh.apps.planning.pages.access import actor_of, allowed, number_of, plan_or_404
from ansinh.apps.planning.selectors.amendments import list_unused_amending
from ansinh.apps.planning.selectors.carrying import get_reform, get_takeover
from ansinh.apps.planning.selectors.timeline import list_points
from ansinh.apps.planning.selectors.versions import (
    close_earlier,
    get_version,
    list_changes,
    list_choosable_items,
    list_versions,
)
from ansinh.apps.planning.services.amendments import match_proposal, propose_amendment
from ansinh.apps.planning.services.drafting import decide_changes, undo_last_change
from ansinh.apps.planning.services.versions import (
    CannotChangeVersion,
    describe_version,
    discard_version,
    open_version,
    put_in_force,
    withdraw_version,
)


@require_GET
@allowed("planning.view_plan")
def timeline(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show what happened to a plan, what is coming, and its versions."""
    plan = plan_or_404(plan_id)
    today = timezone.localdate()
    versions, carried, amending = (
        close_earlier(list(list_versions(plan)), today=today),
        get_takeover(plan),
        list_unused_amending(plan),
    )
    context = {
        "plan": plan,
        "today": today,
        "points": list_points(plan, today=today, versions=versions, takeover=carried, amending=amending),
        "versions": versions,
        "draft": next((one for one in versions if one.state == "draft"), None),
        "reform": get_reform(plan, today=today),
        "takeover": carried,
        "amending": amending,
        "form": OpenVersionForm(),
        "may_write": plan.state == "running" and request.user.has_perm("planning.review_plan"),
    }
    return render(request, "planning/timeline.html", context)


@require_POST
@allowed("planning.review_plan")
def open_draft(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Open the draft of the next version."""
    plan = plan_or_404(plan_id)
    form = OpenVersionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Ghi tên phiên bản, ví dụ: Điều chỉnh mục tiêu năm 2027.")
        return redirect("planning:timeline", plan.pk)
    try:
        made = open_version(plan_id=plan.pk, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
    except CannotChangeVersion as reason:
        messages.error(request, str(reason))
        return redirect("planning:timeline", plan.pk)
    messages.success(request, "Đã mở dự thảo. Mở chỉ tiêu, nhiệm vụ cần sửa rồi bấm “Sửa trong dự thảo”.")
    return redirect("planning:version", plan.pk, made.pk)


@require_POST
@allowed("planning.review_plan")
def amend(request: HttpRequest, plan_id: UUID, document_id: UUID) -> HttpResponse:
    """Match a document that amends the plan with the plan, and open the draft of what it changes."""
    plan, document = plan_or_404(plan_id), plan_or_404(document_id)
    try:
        made = propose_amendment(plan_id=plan.pk, document_id=document.pk, actor=actor_of(request), now=timezone.now())
    except CannotChangeVersion as reason:
        messages.error(request, str(reason))
        return redirect("planning:plan", document.pk)
    return redirect("planning:version", plan.pk, made.pk)


def version_or_404(plan: Plan, version_id: int) -> PlanVersion:
    """Return the version of an address, or answer that there is none."""
    found = get_version(plan, version_id)
    if found is None:
        raise Http404("Không có phiên bản này.")
    return found


@require_GET
@allowed("planning.view_plan")
def version(request: HttpRequest, plan_id: UUID, version_id: int) -> HttpResponse:
    """Show one version: what it changes, item by item, beside both sentences."""
    plan = plan_or_404(plan_id)
    found = version_or_404(plan, version_id)
    return _show(request, plan, found, VersionForm.of(found))


def _show(request: HttpRequest, plan: Plan, found: PlanVersion, form: VersionForm, status: int = 200) -> HttpResponse:
    rows = list_changes(found)
    open_rows = [row for row in rows if row.change.state == "proposed"]
    editable = found.state == "draft" and request.user.has_perm("planning.review_plan")
    context = {
        "plan": plan,
        "version": found,
        "rows": rows,
        "waiting": len(open_rows),
        "accepted": sum(row.change.state == "accepted" for row in rows),
        "takeover": getattr(found, "takeover", None),
        "form": form,
        "editable": editable,
        "may_settle": editable and request.user.has_perm("planning.activate_plan"),
        "may_withdraw": found.state == "coming" and request.user.has_perm("planning.activate_plan"),
        "items": list_choosable_items(plan, open_rows) if editable else {},
    }
    return render(request, "planning/version.html", context, status=status)


@require_POST
@allowed("planning.review_plan")
def decide(request: HttpRequest, plan_id: UUID, version_id: int) -> HttpResponse:
    """Accept or refuse changes: the one whose button was pressed, or all that are ticked."""
    plan = plan_or_404(plan_id)
    found = version_or_404(plan, version_id)
    try:
        said = _decide(request, found)
    except CannotChangeVersion as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, said)
    return redirect("planning:version", plan.pk, found.pk)


def _decide(request: HttpRequest, found: PlanVersion) -> str:
    who: dict[str, Any] = {"version_id": found.pk, "actor": actor_of(request), "now": timezone.now()}
    act, _, one = request.POST.get("act", "").partition("-")
    ids = [pk for raw in ([one] if one else request.POST.getlist("change")) if (pk := number_of(raw)) is not None]
    shown = {pk: number_of(request.POST.get(f"revision-{pk}", "")) for pk in ids}
    decisions = {pk: seen for pk, seen in shown.items() if seen is not None}
    chosen = number_of(request.POST.get(f"item-{one}", "")) if one else None
    if ids and chosen is not None and request.POST.get(f"new-{one}"):
        made = match_proposal(change_id=ids[0], expected_revision=decisions.get(ids[0], -1), item_id=chosen, **who)
        return f"Đã chọn dòng; {len(made)} thay đổi chờ quyết."
    done = decide_changes(
        decisions=decisions,
        accept=act == "accept",
        item_id=chosen,
        **who,
    )
    word = "Đã nhận" if act == "accept" else "Không nhận"
    return f"{word} {len(done)} thay đổi."


@require_POST
@allowed("planning.review_plan")
def act(request: HttpRequest, plan_id: UUID, version_id: int) -> HttpResponse:
    """Do with a whole version what the pressed button says: undo, save its head, put in force, give up, withdraw."""
    plan = plan_or_404(plan_id)
    found = version_or_404(plan, version_id)
    name = request.POST.get("act", "")
    who: dict[str, Any] = {"version_id": found.pk, "actor": actor_of(request), "now": timezone.now()}
    if name in ("save", "settle"):
        return _describe(request, plan, found, settle=name == "settle")
    if name == "withdraw" and not request.user.has_perm("planning.activate_plan"):
        raise PermissionDenied
    acts: dict[str, Callable[[], str]] = {
        "undo": lambda: f"Đã hoàn tác: {undo_last_change(**who).label}.",
        "discard": lambda: f"Đã hủy dự thảo “{discard_version(**who).title}”.",
        "withdraw": lambda: f"Đã rút lại thành dự thảo: {withdraw_version(**who).title}.",
    }
    try:
        if name not in acts:
            raise CannotChangeVersion("Không rõ việc cần làm. Tải lại trang.")
        messages.success(request, acts[name]())
    except CannotChangeVersion as reason:
        messages.error(request, str(reason))
    return redirect("planning:version", plan.pk, found.pk)


def _describe(request: HttpRequest, plan: Plan, found: PlanVersion, *, settle: bool) -> HttpResponse:
    if settle and not request.user.has_perm("planning.activate_plan"):
        raise PermissionDenied
    form = VersionForm(request.POST)
    who: dict[str, Any] = {"version_id": found.pk, "actor": actor_of(request), "now": timezone.now()}
    if form.is_valid():
        try:
            made = describe_version(
                expected_revision=number_of(request.POST.get("revision", "")), **form.cleaned_data, **who
            )
            if settle:
                made = put_in_force(in_force_on=None, expected_revision=None, **who)
        except CannotChangeVersion as reason:
            form.add_error(None, str(reason))
        else:
            day = f"{made.in_force_on:%d/%m/%Y}" if made.in_force_on else ""
            word = "có hiệu lực từ" if made.state == "in_force" else "sẽ có hiệu lực từ"
            messages.success(request, f"{made} {word} {day}." if settle else "Đã lưu phần đầu của dự thảo.")
            return redirect("planning:version", plan.pk, found.pk)
    return _show(request, plan, version_or_404(plan, found.pk), form, status=422)
