"""Handing the reporter's work to a colleague for a time."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ansinh.apps.reporting.forms_days import DelegationForm
from ansinh.apps.reporting.models import ReporterDelegation
from ansinh.apps.reporting.pages.access import actor_of
from ansinh.apps.reporting.services.delegating import CannotDelegate, can_give, delegate, withdraw_delegation


@require_http_methods(["GET", "POST"])
@login_required
def delegations(request: HttpRequest) -> HttpResponse:
    """Show whom I let report for me and who lets me, and ask for a new one."""
    actor = actor_of(request)
    if not can_give(actor):
        raise PermissionDenied
    form = DelegationForm(request.POST or None, giver=actor)
    today = timezone.localdate()
    if request.method == "POST" and form.is_valid():
        try:
            delegate(giver=actor, now=timezone.now(), today=today, **form.given())
        except CannotDelegate as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Đã ủy quyền. Người ấy nhập và nộp thay; bạn vẫn nhập được.")
            return redirect("reporting:delegations")
    rows = ReporterDelegation.objects.filter(giver=actor).select_related("deputy")
    context = {"form": form, "rows": rows, "today": today}
    return render(request, "reporting/delegations.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def withdraw(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """Take the work back."""
    try:
        withdraw_delegation(delegation_id=delegation_id, actor=actor_of(request), now=timezone.now())
    except CannotDelegate as reason:
        messages.warning(request, str(reason))
    else:
        messages.success(request, "Đã rút lại ủy quyền.")
    return redirect("reporting:delegations")
