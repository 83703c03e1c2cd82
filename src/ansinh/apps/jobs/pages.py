"""The page of a run: how far it is, stop it, run it again."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from ansinh.apps.jobs import selectors, services
from ansinh.apps.jobs.models import JobRun

ROWS_A_PAGE = 50


def job_context(run: JobRun) -> dict[str, Any]:
    """Give what ansinh/part/job.html needs, so that any page can show a run's progress."""
    return {
        "job": run,
        "poll_url": reverse("jobs:progress", args=[run.pk]),
        "cancel_url": reverse("jobs:cancel", args=[run.pk]),
        "retry_url": reverse("jobs:retry", args=[run.pk]),
    }


@never_cache
@login_required
@require_GET
def run_list(request: HttpRequest) -> HttpResponse:
    """List my runs; administrators see everybody's."""
    runs = selectors.list_runs(viewer=request.user)
    page = Paginator(runs, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "jobs/run_list.html", {"page": page})


@never_cache
@login_required
@require_GET
def run_page(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Show one run; the page can be left and come back to."""
    run = _get(request, run_id)
    return render(request, "jobs/run.html", {"run": run, **job_context(run)})


@never_cache
@login_required
@require_GET
def progress(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Give the part of the page that asks for itself until the run has ended.

    The page of what is worked on, where the part may stand too, is then loaded anew: there the result is.
    """
    run = _get(request, run_id)
    here = urlsplit(request.htmx.current_url or "").path  # type: ignore[attr-defined]
    if run.is_finished and here not in ("", reverse("jobs:run", args=[run.pk])):
        return HttpResponseClientRefresh()
    return render(request, "ansinh/part/job.html", job_context(run))


# A page left open must not keep a session alive for ever.
progress.is_background = True  # type: ignore[attr-defined]


@login_required
@require_POST
def cancel(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Stop a run."""
    run = _get(request, run_id)
    try:
        services.cancel(run, at=timezone.now())
    except services.CannotChangeJob as refusal:
        messages.error(request, str(refusal))
    return redirect("jobs:run", run_id=run_id)


@login_required
@require_POST
def retry(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Run it again from the beginning."""
    run = _get(request, run_id)
    try:
        services.retry(run, at=timezone.now())
    except services.CannotChangeJob as refusal:
        messages.error(request, str(refusal))
    return redirect("jobs:run", run_id=run_id)


def _get(request: HttpRequest, run_id: uuid.UUID) -> JobRun:
    try:
        return selectors.get_run(viewer=request.user, run_id=run_id)
    except JobRun.DoesNotExist:
        raise Http404 from None
