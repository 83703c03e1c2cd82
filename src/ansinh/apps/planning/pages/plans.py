"""The list of plans, handing a document in, and waiting while it is read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansinh.apps.jobs.models import JobRun
from ansinh.apps.planning.forms import UploadForm
from ansinh.apps.planning.models import Plan, PlanState
from ansinh.apps.planning.pages.access import actor_of, allowed, plan_or_404
from ansinh.apps.planning.selectors.plans import list_plans
from ansinh.apps.planning.services.removing import CannotRemove, may_remove, put_back_plan, remove_plan
from ansinh.apps.planning.services.uploading import (
    AlreadyUploaded,
    CannotReadAgain,
    CannotUpload,
    check_size,
    read_again,
    upload_plan,
)


@require_http_methods(["GET", "POST"])
@allowed("planning.view_plan")
def plan_list(request: HttpRequest) -> HttpResponse:
    """Show all plans; take in a new document."""
    may_upload = request.user.has_perm("planning.upload_plan")
    form = UploadForm(request.POST or None, request.FILES or None) if may_upload else None
    status = 200
    if request.method == "POST":
        if form is None:
            return allowed("planning.upload_plan")(plan_list)(request)  # type: ignore[return-value]
        if form.is_valid():
            upload = form.cleaned_data["file"]
            try:
                check_size(name=upload.name, size=upload.size)
                plan = upload_plan(name=upload.name, content=upload.read(), actor=actor_of(request), now=timezone.now())
            except AlreadyUploaded as already:
                messages.info(request, str(already))
                return redirect("planning:plan", already.plan.pk)
            except CannotUpload as reason:
                form.add_error("file", str(reason))
            else:
                if plan.state == PlanState.IN_REVIEW:
                    messages.info(request, "Tệp này từng được bỏ khỏi danh sách; nay có lại, cùng những gì đã rà soát.")
                return redirect("planning:reading", plan.pk)
        status = 422
    removed = request.GET.get("xem") == "da-bo"
    context = {
        "plans": list_plans(removed=removed),
        "form": form,
        "removed": removed,
        "removed_count": list_plans(removed=True).count(),
        "listed_count": list_plans().count(),
        "may_remove": request.user.has_perm("planning.remove_plan"),
        "just_removed": _just_removed(request),
    }
    return render(request, "planning/plans.html", context, status=status)


def _just_removed(request: HttpRequest) -> Plan | None:
    """Return the plan that was taken off the list a moment ago, so that the list offers to undo it."""
    try:
        plan_id = UUID(request.GET.get("vua-bo", ""))
    except ValueError:
        return None
    return list_plans(removed=True).filter(pk=plan_id).first()


@require_POST
@allowed("planning.remove_plan")
def remove(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Take a plan off the list that should not be there."""
    found = plan_or_404(plan_id)
    try:
        remove_plan(plan_id=found.pk, actor=actor_of(request), now=timezone.now())
    except CannotRemove as reason:
        messages.warning(request, str(reason))
        return redirect("planning:plans")
    return redirect(f"{reverse('planning:plans')}?vua-bo={found.pk}")


@require_POST
@allowed("planning.remove_plan")
def put_back(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Put a plan back on the list."""
    found = plan_or_404(plan_id)
    try:
        put_back_plan(plan_id=found.pk, actor=actor_of(request), now=timezone.now())
    except CannotRemove as reason:
        messages.warning(request, str(reason))
    else:
        messages.success(request, f"{found.short_title} đã trở lại danh sách.")
    return redirect("planning:plans")


@require_GET
@allowed("planning.view_plan")
def plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:  # noqa: ARG001 - every page is called with it
    """Open a plan where its work stands: being read, in review, or running."""
    found = plan_or_404(plan_id)
    if found.state in (PlanState.READING, PlanState.FAILED):
        return redirect("planning:reading", found.pk)
    if found.state == PlanState.IN_REVIEW:
        return redirect("planning:review", found.pk)
    if found.state == PlanState.REFERENCE:
        return redirect("planning:indicators", found.pk)
    return redirect("planning:overview", found.pk)


@require_GET
@allowed("planning.view_plan")
def reading(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show how far the reading of a document is; when it is done, go on to the review."""
    found = plan_or_404(plan_id)
    if found.state not in (PlanState.READING, PlanState.FAILED):
        return redirect("planning:plan", found.pk)
    job = JobRun.objects.filter(pk=found.job_id).first() if found.job_id else None
    context: dict[str, Any] = {"plan": found, "job": job}
    context["may_remove"] = request.user.has_perm("planning.remove_plan") and may_remove(found)
    if job is not None and job.owner_id == actor_of(request).pk:
        context["poll_url"] = reverse("jobs:progress", args=[job.pk])
    if request.user.has_perm("planning.upload_plan") and found.removed_at is None:
        context["retry_url"] = reverse("planning:read_again", args=[found.pk])
    return render(request, "planning/reading.html", context)


@require_POST
@allowed("planning.upload_plan")
def again(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Read a kept document once more, after its reading was stopped or failed."""
    found = plan_or_404(plan_id)
    try:
        read_again(plan_id=found.pk, actor=actor_of(request), now=timezone.now())
    except CannotReadAgain as reason:
        messages.info(request, str(reason))
    return redirect("planning:plan", found.pk)
