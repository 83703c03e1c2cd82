"""Difficulties and proposals: the list, a new one, one of them with its steps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from ansinh.apps.reporting.forms_matters import MoveForm, RaiseForm
from ansinh.apps.reporting.models import Difficulty, DifficultyState, DifficultyVerb
from ansinh.apps.reporting.pages.access import actor_of
from ansinh.apps.reporting.pages.items import first_error, item_asked
from ansinh.apps.reporting.pages.proofs import proof_context
from ansinh.apps.reporting.services.difficulties import (
    CannotRaise,
    difficulties_seen_by,
    may_do,
    may_raise,
    move_difficulty,
    raise_difficulty,
    record_answer,
)
from ansinh.apps.reporting.services.proofs import CannotKeep, check_upload
from ansinh.apps.reporting.services.work_access import plans_near
from ansinh.apps.ui.access import allowed

MOST = 200
WAITING = (DifficultyState.OPEN, DifficultyState.PASSED)


@require_GET
@allowed("planning.view_plan")
def difficulties(request: HttpRequest) -> HttpResponse:
    """Show the difficulties and proposals a person sees; those that wait longest stand first."""
    actor, today = actor_of(request), timezone.localdate()
    rows = Difficulty.objects.filter(difficulties_seen_by(actor)).select_related(
        "plan__file", "task", "indicator", "raised_by", "raised_agency", "raised_unit", "addressed_to", "plan_version"
    )
    rows = rows.defer("plan__unparsed", "plan__file__content", "plan__file__text", "plan__file__blocks")
    rows = rows.defer("plan__file__page_starts", "task__read", "task__marks", "indicator__read", "indicator__marks")
    part = request.GET.get("phan", "")
    waiting = rows.filter(state__in=WAITING)
    cuts = {
        "": waiting.order_by("waiting_since", "raised_at"),
        "qua-han": waiting.filter(answer_due__lt=today).order_by("answer_due"),
        "da-tra-loi": rows.filter(state=DifficultyState.ANSWERED),
        "xong": rows.filter(state=DifficultyState.CLOSED),
    }
    shown = list(cuts.get(part, cuts[""])[:MOST])
    context = {
        "rows": [(row, (today - row.waiting_since).days) for row in shown],
        "part": part,
        "today": today,
        "late": waiting.filter(answer_due__lt=today).count(),
        "waiting": waiting.count(),
        "may_raise": may_raise(actor),
    }
    return render(request, "reporting/difficulties.html", context)


@require_http_methods(["GET", "POST"])
@allowed("planning.view_plan")
def new_difficulty(request: HttpRequest) -> HttpResponse:
    """Ask for a difficulty or a proposal, and raise it."""
    actor, item = actor_of(request), item_asked(request)
    if not may_raise(actor):
        raise PermissionDenied
    if item.plan is not None and not may_raise(actor, item.plan):
        raise Http404("Kế hoạch này của địa bàn khác.")
    form = RaiseForm(request.POST or None, plan=item.plan, among=plans_near(actor))
    if request.method == "POST" and form.is_valid():
        try:
            row = raise_difficulty(**form.given(), **item.fields("task", "indicator"), actor=actor, now=timezone.now())
        except CannotRaise as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Đã nêu. Nơi được hỏi và điều phối sẽ thấy.")
            return redirect("reporting:difficulty", row.pk)
    context = {
        "form": form,
        "item": item,
        "title": "Nêu vướng mắc, kiến nghị",
        "back": ("reporting:difficulties", "Vướng mắc, kiến nghị"),
        "button": "Nêu",
    }
    return render(request, "reporting/matter_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
def difficulty(request: HttpRequest, difficulty_id: UUID) -> HttpResponse:
    """Show one with its steps, and take the step of the pressed button."""
    actor, today = actor_of(request), timezone.localdate()
    rows = Difficulty.objects.filter(difficulties_seen_by(actor)).select_related(
        "plan__scope_unit", "plan__file", "task", "indicator", "raised_by", "raised_agency", "raised_unit",
        "addressed_to", "plan_version",
    )  # fmt: skip
    row = get_object_or_404(rows, pk=difficulty_id)
    form = MoveForm(request.POST or None, plan=row.plan)
    if request.method == "POST":
        try:
            if not form.is_valid():
                raise CannotRaise(first_error(form))
            _move(request, row, form.cleaned_data)
        except (CannotRaise, CannotKeep) as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, f"Đã ghi bước: {DifficultyVerb(form.cleaned_data['verb']).label.lower()}.")
            return redirect("reporting:difficulty", row.pk)
    context = {
        "row": row,
        "form": form,
        "days": (today - row.waiting_since).days,
        "is_waiting": row.state in WAITING,
        "today": today,
        "steps": row.steps.select_related("actor", "to"),
        "ways": {verb.value: may_do(actor, row, verb) for verb in DifficultyVerb},
        "versions": form.fields["plan_version"].queryset,  # type: ignore[attr-defined]
        **proof_context(request, row),
    }
    return render(request, "reporting/difficulty.html", context, status=422 if form.errors else 200)


def _move(request: HttpRequest, row: Difficulty, given: dict[str, Any]) -> None:
    who: dict[str, Any] = {"difficulty_id": row.pk, "actor": actor_of(request), "now": timezone.now()}
    if given["verb"] != DifficultyVerb.RECORD:
        move_difficulty(**given, **who)
        return
    file = request.FILES.get("file")
    if file is None:
        raise CannotRaise("Chọn tệp văn bản trả lời của cấp trên.")
    check_upload(name=file.name or "tệp", size=file.size)
    step = {name: given[name] for name in ("seen", "text", "instrument", "instrument_date")}
    record_answer(file_name=file.name or "tệp", content=file.read(), **step, **who)
