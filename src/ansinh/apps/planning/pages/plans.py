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
from ansinh.apps.planning.models import PlanState
from ansinh.apps.planning.pages.access import actor_of, allowed, plan_or_404
from ansinh.apps.planning.selectors.plans import list_plans
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
                return redirect("planning:reading", plan.pk)
        status = 422
    return render(request, "planning/plans.html", {"plans": list_plans(), "form": form}, status=status)


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
    if job is not None and job.owner_id == actor_of(request).pk:
        context["poll_url"] = reverse("jobs:progress", args=[job.pk])
    if request.user.has_perm("planning.upload_plan"):
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
