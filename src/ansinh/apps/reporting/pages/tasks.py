"""The sheet of a task: its instances, progress, event, more time, files, money; and the list of one's own tasks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from ansinh.apps.planning.models import Task
from ansinh.apps.planning.models.items import IN_USE
from ansinh.apps.reporting.forms_tasks import AnswerForm, AskForm, EventForm, FundForm, ProgressForm, ProofForm
from ansinh.apps.reporting.models import Proof, TaskEvent, TaskRun
from ansinh.apps.reporting.pages.access import actor_of
from ansinh.apps.reporting.pages.items import first_error
from ansinh.apps.reporting.pages.proofs import take_file
from ansinh.apps.reporting.selectors.funds import list_funds, sum_funds
from ansinh.apps.reporting.selectors.taskwork import Instance, find_instance, list_instances, list_my_tasks
from ansinh.apps.reporting.selectors.waiting import list_waiting_extensions
from ansinh.apps.reporting.services.extensions import answer_extension, ask_extension, may_answer, withdraw_extension
from ansinh.apps.reporting.services.funds import enter_fund, may_enter_funds, withdraw_fund
from ansinh.apps.reporting.services.proofs import CannotKeep
from ansinh.apps.reporting.services.tasks import NOT_YOURS, CannotReport, record_event, report_progress, withdraw_event
from ansinh.apps.reporting.services.work_access import TaskRights, is_near, rights_on
from ansinh.apps.reporting.tables_work import MyTaskFilter, MyTaskTable
from ansinh.apps.ui.access import allowed
from ansinh.apps.ui.tables import Rows, build_list


@require_GET
@allowed("planning.view_plan")
def my_tasks(request: HttpRequest) -> HttpResponseBase:
    """Show the tasks that a person's agency leads or for which he answers, and the requests that wait for his answer."""
    actor, today = actor_of(request), timezone.localdate()
    rows = list_my_tasks(actor, on=today)
    listing = build_list(
        request, rows=Rows(rows), table=MyTaskTable, filters=MyTaskFilter, file_name="nhiem-vu-cua-toi"
    )
    if listing.export is not None:
        return listing.export
    context = {
        "listing": listing,
        "rows": rows,
        "today": today,
        "waiting": list_waiting_extensions(actor),
        "overdue": sum(one.instance.status.code == "overdue" for one in rows),
    }
    return render(request, "reporting/my_tasks.html", context)


def task_or_404(task_id: int) -> Task:
    """Return a task in use with its plan."""
    rows = Task.objects.select_related("plan__scope_unit", "plan__file", "initial_state")
    rows = rows.defer("plan__file__content", "plan__file__text", "plan__file__blocks", "plan__file__page_starts")
    return get_object_or_404(rows.prefetch_related("accountabilities"), pk=task_id, state__in=IN_USE)


@require_http_methods(["GET", "POST"])
@login_required
def sheet(request: HttpRequest, task_id: int) -> HttpResponse:
    """Show a task's work, and do what the pressed button says."""
    task = task_or_404(task_id)
    actor, today = actor_of(request), timezone.localdate()
    rights = rights_on(actor, task, on=today)
    if not rights.see:
        if not is_near(actor, task.plan):
            raise Http404("Nhiệm vụ này thuộc kế hoạch của địa bàn khác.")
        raise PermissionDenied
    instances = list_instances(task, on=today)
    instance = find_instance(instances, request.GET.get("ky"))
    if instance is None:
        raise Http404("Nhiệm vụ này không có kỳ thực hiện ấy.")
    forms_shown = _forms(instance, rights, request)
    act = request.POST.get("act", "")
    if request.method == "POST":
        try:
            said = _do(request, task, instance, act, forms_shown)
        except (CannotReport, CannotKeep) as reason:
            form = forms_shown.get(act)
            if form is None or not form.is_bound:
                messages.error(request, str(reason))
                return redirect(_address(task, instance))
            if not form.errors:
                form.add_error(None, str(reason))
        else:
            messages.success(request, said)
            return redirect(_address(task, instance))
    context = _context(task, instance, instances, rights, request) | {
        "forms": forms_shown,
        "tried": forms_shown.get(act),
    }
    return render(request, "reporting/task.html", context, status=422 if request.method == "POST" else 200)


def _address(task: Task, instance: Instance) -> str:
    return f"{reverse('reporting:task', args=[task.pk])}?ky={instance.code}"


def _forms(instance: Instance, rights: TaskRights, request: HttpRequest) -> dict[str, Any]:
    act = request.POST.get("act", "")
    actor, today, last = actor_of(request), timezone.localdate(), instance.last

    def data(name: str) -> Any:
        return request.POST if act == name else None

    found: dict[str, forms.Form] = {}
    waits = instance.status.code == "waiting_event"
    if rights.work:
        if waits:
            found["event"] = EventForm(data("event"), prefix="event")
        else:
            initial = {
                "state": last.state if last else "in_progress",
                "share": last.share if last else None,
                "on": today,
                "seen": last.number if last else 0,
            }
            found["progress"] = ProgressForm(data("progress"), initial=initial)
        if instance.due is not None and not instance.is_passed:
            found["ask"] = AskForm(data("ask"), prefix="ask")
        found["file"] = ProofForm(data("file"), request.FILES if act == "file" else None, prefix=None)
        found["file"].auto_id = "tep_%s"
    if rights.steer:
        found["answer"] = AnswerForm(data("answer"), prefix="answer")
    if may_enter_funds(actor, rights):
        found["fund"] = FundForm(data("fund"), prefix="fund", initial={"on": today})
    return found


def _do(request: HttpRequest, task: Task, instance: Instance, act: str, shown: dict[str, Any]) -> str:
    who: dict[str, Any] = {"task_id": task.pk, "actor": actor_of(request), "now": timezone.now()}
    form = shown.get(act)
    if form is not None and not form.is_valid():
        raise CannotReport(first_error(form))
    data = form.cleaned_data if form is not None else {}
    row = request.POST.get("row", "")
    row_id = int(row) if row.isdecimal() and len(row) <= 18 else 0
    match act:
        case "progress" if form:
            note = report_progress(period=instance.code, given=form.given(), seen=data["seen"], **who)
            return f"Đã ghi tiến độ lần {note.number}: {note.get_state_display().lower()}, {note.share} %."
        case "event" if form:
            return f"Đã ghi {record_event(**data, **who)}. Nhiệm vụ bắt đầu."
        case "event_withdraw":
            return f"Đã rút lại {withdraw_event(event_id=row_id, **who)}."
        case "ask" if form:
            extension = ask_extension(period=instance.code, **data, **who)
            return f"Đã đề nghị gia hạn đến {extension.asked_day:%d/%m/%Y}. Người khác sẽ trả lời."
        case "answer" if form:
            granted = data["answer"] == "granted"
            answered = answer_extension(
                extension_id=row_id, granted=granted, granted_day=data["granted_day"], reason=data["reason"], **who
            )
            return f"Đã trả lời: {answered.get_answer_display().lower()}."
        case "ask_withdraw":
            withdraw_extension(extension_id=row_id, **who)
            return "Đã rút lại đề nghị gia hạn."
        case "fund" if form:
            enter_fund(**data, **who)
            return "Đã ghi khoản kinh phí."
        case "fund_withdraw":
            withdraw_fund(entry_id=row_id, reason=request.POST.get("reason", "").replace("\x00", ""), **who)
            return "Đã rút lại khoản kinh phí."
        case "file" if form:
            run, _ = TaskRun.objects.get_or_create(task=task, period=instance.code)
            proof = take_file(request, run, field="run")
            return f"Đã giữ tệp “{proof.name}”, mã {proof.sha256[:12]}…"
    raise CannotReport(NOT_YOURS)


def _context(
    task: Task, instance: Instance, instances: list[Instance], rights: TaskRights, request: HttpRequest
) -> dict[str, Any]:
    actor, today, run = actor_of(request), timezone.localdate(), instance.run
    funds = list_funds(task)
    proofs = Proof.objects.filter(run=run, withdrawn_at=None).select_related("kept_by") if run else []
    extensions = list(run.extensions.select_related("asked_by", "answered_by")) if run else []
    return {
        "task": task,
        "plan": task.plan,
        "instance": instance,
        "instances": instances,
        "rights": rights,
        "today": today,
        "notes": run.notes.select_related("author").order_by("-number") if run else [],
        "extensions": [(one, may_answer(actor, rights, asked_by=one.asked_by)) for one in extensions],
        "events": TaskEvent.objects.filter(task=task).select_related("recorded_by").order_by("-pk")
        if task.schedule_kind == "event"
        else [],
        "proofs": [(one, rights.work and (rights.steer or one.kept_by_id == actor.pk)) for one in proofs],
        "funds": funds,
        "fund_sums": sum_funds(funds),
        "calls": task.opinion_calls.all()[:20],
        "difficulties": task.difficulties.all()[:20],
        "collects": "góp ý" in task.name.lower(),
    }
