"""Supervision threads: the list, a new question, one thread as of any day."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from ansinh.apps.accounts.models import Role
from ansinh.apps.reporting.forms_matters import EntryForm, QuestionForm
from ansinh.apps.reporting.models import SupervisionThread, ThreadEntry
from ansinh.apps.reporting.pages.access import actor_of
from ansinh.apps.reporting.pages.items import first_error, item_asked
from ansinh.apps.reporting.pages.proofs import proof_context
from ansinh.apps.reporting.services.supervision import CannotSupervise, ask, may_answer, may_ask, write
from ansinh.apps.reporting.services.work_access import STEERS
from ansinh.apps.ui.access import allowed
from ansinh.apps.ui.fields import DayField

MOST = 200
ASKERS = (Role.AUDITOR, *STEERS)


def day_asked(request: HttpRequest) -> dt.date:
    """Return the day of ?ngay=; today where there is none or it cannot be read, which is said."""
    raw = request.GET.get("ngay", "").strip()
    try:
        day = DayField(required=False).clean(raw)
    except ValidationError as error:
        messages.error(request, f"{error.messages[0]} Trang dưới đây là như hôm nay.")
        day = None
    today = timezone.localdate()
    return min(day, today) if day is not None else today


@require_GET
@allowed("planning.view_plan")
def threads(request: HttpRequest) -> HttpResponse:
    """Show the threads as they stood on a day: what waits for an answer first."""
    actor, on = actor_of(request), day_asked(request)
    last = ThreadEntry.objects.filter(thread=OuterRef("pk"), on__lte=on).order_by("-number").values("kind")[:1]
    rows = (
        SupervisionThread.objects.filter(opened_on__lte=on)
        .select_related("plan__file", "task", "indicator", "duty")
        .defer("plan__unparsed", "plan__file__content", "plan__file__text", "plan__file__blocks", "task__read")
        .annotate(last_kind=Subquery(last))
    )
    item = item_asked(request)
    if item.plan is not None:
        rows = rows.filter(plan=item.plan)
        for name in ("task", "indicator", "duty"):
            if getattr(item, name) is not None:
                rows = rows.filter(Q(**{name: getattr(item, name)}))
    open_rows = list(rows.filter(last_kind="question").order_by("opened_at")[:MOST])
    others = list(rows.exclude(last_kind="question")[:MOST])
    context = {
        "rows": [*open_rows, *others],
        "open": len(open_rows),
        "on": on,
        "today": timezone.localdate(),
        "item": item,
        "may_ask": actor.holds(*ASKERS),
    }
    return render(request, "reporting/threads.html", context)


@require_http_methods(["GET", "POST"])
@allowed("planning.view_plan")
def new_thread(request: HttpRequest) -> HttpResponse:
    """Ask for a question and open a thread."""
    actor, item = actor_of(request), item_asked(request)
    if not (actor.holds(*ASKERS) and (item.plan is None or may_ask(actor, item.plan))):
        raise PermissionDenied
    form = QuestionForm(request.POST or None, plan=item.plan)
    if request.method == "POST" and form.is_valid():
        try:
            thread = ask(**form.given(), **item.fields("task", "indicator", "duty"), actor=actor, now=timezone.now())
        except CannotSupervise as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Đã gửi câu hỏi giám sát.")
            return redirect("reporting:thread", thread.pk)
    context = {
        "form": form,
        "item": item,
        "title": "Đặt câu hỏi giám sát",
        "back": ("reporting:threads", "Giám sát"),
        "button": "Gửi câu hỏi",
    }
    return render(request, "reporting/matter_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@allowed("planning.view_plan")
def thread(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """Show one thread as of a day; today somebody may write on."""
    actor, on, today = actor_of(request), day_asked(request), timezone.localdate()
    rows = SupervisionThread.objects.select_related(
        "plan__scope_unit", "plan__file", "task__plan__scope_unit", "indicator", "duty", "opened_by"
    )
    found = get_object_or_404(rows, pk=thread_id)
    if found.opened_on > on:
        raise Http404(f"Câu hỏi này chưa có vào ngày {on:%d/%m/%Y}.")
    form = EntryForm(request.POST or None)
    if request.method == "POST":
        try:
            if not form.is_valid():
                raise CannotSupervise(first_error(form))
            write(thread_id=found.pk, actor=actor, now=timezone.now(), **form.cleaned_data)
        except CannotSupervise as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Đã ghi.")
            return redirect("reporting:thread", found.pk)
    entries = list(found.entries.filter(on__lte=on).select_related("author"))
    last = entries[-1] if entries else None
    live = on == today and last is not None and last.kind != "closed"
    context: dict[str, Any] = {
        "thread": found,
        "entries": entries,
        "last": last,
        "on": on,
        "today": today,
        "form": form,
        "may_ask": live and may_ask(actor, found.plan),
        "may_answer": live and may_answer(actor, found, on=today),
    }
    if on == today:
        context |= proof_context(request, found)
    return render(request, "reporting/thread.html", context, status=422 if form.errors else 200)
