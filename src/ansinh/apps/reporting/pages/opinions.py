"""Opinions on a draft: opening a call from a task, giving, answering."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ansinh.apps.reporting.forms_matters import CallForm, OpinionForm, TakenForm
from ansinh.apps.reporting.models import Opinion, OpinionCall
from ansinh.apps.reporting.pages.access import actor_of
from ansinh.apps.reporting.pages.items import Item, first_error
from ansinh.apps.reporting.pages.proofs import proof_context
from ansinh.apps.reporting.pages.tasks import task_or_404
from ansinh.apps.reporting.services.opinions import answer_opinion, give_opinion, is_late, may_give, open_call
from ansinh.apps.reporting.services.tasks import CannotReport
from ansinh.apps.reporting.services.work_access import is_near, rights_on
from ansinh.apps.ui.access import allowed


@require_http_methods(["GET", "POST"])
@allowed("planning.view_plan")
def new_call(request: HttpRequest, task_id: int) -> HttpResponse:
    """Ask for a draft's name and days, and open the call."""
    task, actor, today = task_or_404(task_id), actor_of(request), timezone.localdate()
    if not rights_on(actor, task, on=today).work:
        if not is_near(actor, task.plan):
            raise Http404("Nhiệm vụ này thuộc kế hoạch của địa bàn khác.")
        raise PermissionDenied
    form = CallForm(request.POST or None, initial={"opened_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            call = open_call(task_id=task.pk, actor=actor, now=timezone.now(), **form.cleaned_data)
        except CannotReport as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Đã mở đợt lấy góp ý. Tải bản dự thảo lên để mọi nơi xem.")
            return redirect("reporting:opinions", call.pk)
    context = {
        "form": form,
        "item": Item(plan=task.plan, task=task),
        "title": "Lấy góp ý dự thảo",
        "back": ("reporting:my_tasks", "Nhiệm vụ của tôi"),
        "button": "Mở đợt lấy góp ý",
    }
    return render(request, "reporting/matter_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@allowed("planning.view_plan")
def opinions(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """Show a draft and its opinions: all to those who collect, one's own to others; give one, answer one."""
    call = get_object_or_404(OpinionCall.objects.select_related("opened_by"), pk=call_id)
    task, actor, today = task_or_404(call.task_id), actor_of(request), timezone.localdate()
    rights = rights_on(actor, task, on=today)
    act = request.POST.get("act", "")
    form = OpinionForm(request.POST if act == "give" else None) if may_give(actor) else None
    if form is not None and not rights.work:
        del form.fields["from_name"]
    if request.method == "POST":
        try:
            said = _do(request, call, act, form)
        except CannotReport as reason:
            if form is None or act != "give":
                messages.error(request, str(reason))
                return redirect("reporting:opinions", call.pk)
            if not form.errors:
                form.add_error(None, str(reason))
        else:
            messages.success(request, said)
            return redirect("reporting:opinions", call.pk)
    rows = Opinion.objects.filter(call=call).select_related("given_by", "responded_by", "call")
    if not rights.see:
        own = Q(given_by=actor)
        rows = rows.filter(own | Q(agency=actor.agency_id, place=actor.scope_unit_id, agency__isnull=False))
    found = list(rows)
    context: dict[str, Any] = {
        "call": call,
        "task": task,
        "rows": [(row, is_late(row)) for row in found],
        "unanswered": sum(not row.taken for row in found),
        "rights": rights,
        "form": form,
        "today": today,
        "taken": Opinion.TAKEN[1:],
        **proof_context(request, call),
    }
    return render(request, "reporting/opinions.html", context, status=422 if form is not None and form.errors else 200)


def _do(request: HttpRequest, call: OpinionCall, act: str, form: OpinionForm | None) -> str:
    who: dict[str, Any] = {"actor": actor_of(request), "now": timezone.now()}
    if act == "give":
        if form is None:
            raise CannotReport("Vai trò của bạn không góp ý dự thảo.")
        if not form.is_valid():
            raise CannotReport(first_error(form))
        give_opinion(call=call, **form.cleaned_data, **who)
        return "Đã gửi góp ý."
    taken = TakenForm(request.POST)
    if not taken.is_valid() or not call.opinions.filter(pk=taken.cleaned_data["opinion"]).exists():
        raise CannotReport("Chọn cách tiếp thu của một góp ý trong đợt này.")
    data = taken.cleaned_data
    answer_opinion(opinion_id=data["opinion"], taken=data["taken"], response=data["response"], **who)
    return "Đã ghi cách tiếp thu."
