"""Inspections: the list, a new one, one of them with its records and remedies."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from ansinh.apps.accounts.models import User
from ansinh.apps.reporting.forms_matters import InspectionForm, MendedForm, RecordForm, RemedyForm
from ansinh.apps.reporting.models import Inspection
from ansinh.apps.reporting.pages.access import actor_of
from ansinh.apps.reporting.pages.items import first_error, item_asked
from ansinh.apps.reporting.pages.proofs import proof_context
from ansinh.apps.reporting.services.inspections import (
    CannotInspect,
    add_record,
    add_remedy,
    finish_remedy,
    inspections_seen_by,
    is_inspected,
    plan_inspection,
    reopen_remedy,
)
from ansinh.apps.reporting.services.work_access import STEERS, can_steer
from ansinh.apps.ui.access import allowed

MOST = 200


@require_GET
@allowed("planning.view_plan")
def inspections(request: HttpRequest) -> HttpResponse:
    """Show the inspections a person sees, newest first, with how much is still to be mended."""
    actor, today = actor_of(request), timezone.localdate()
    left = Q(remedies__done_on=None, remedies__isnull=False)
    rows = (
        Inspection.objects.filter(inspections_seen_by(actor))
        .select_related("plan__file", "agency", "place")
        .defer("plan__unparsed", "plan__file__content", "plan__file__text", "plan__file__blocks")
        .annotate(
            minutes=Count("records", filter=Q(records__kind="minutes"), distinct=True),
            conclusions=Count("records", filter=Q(records__kind="conclusion"), distinct=True),
            remedy_count=Count("remedies", distinct=True),
            left=Count("remedies", filter=left, distinct=True),
            late=Count("remedies", filter=left & Q(remedies__due_date__lt=today), distinct=True),
        )
    )
    context = {"rows": rows[:MOST], "today": today, "may_plan": may_plan(actor)}
    return render(request, "reporting/inspections.html", context)


def may_plan(user: User) -> bool:
    """Say whether a person writes inspections down somewhere."""
    return user.holds(*STEERS)


@require_http_methods(["GET", "POST"])
@allowed("planning.view_plan")
def new_inspection(request: HttpRequest) -> HttpResponse:
    """Ask for an inspection and write it down."""
    actor, item = actor_of(request), item_asked(request)
    if not may_plan(actor):
        raise PermissionDenied
    form = InspectionForm(request.POST or None, plan=item.plan)
    if request.method == "POST" and form.is_valid():
        try:
            row = plan_inspection(**form.given(), actor=actor, now=timezone.now())
        except CannotInspect as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Đã lập cuộc kiểm tra.")
            return redirect("reporting:inspection", row.pk)
    context = {
        "form": form,
        "item": item,
        "title": "Lập cuộc kiểm tra",
        "back": ("reporting:inspections", "Kiểm tra"),
        "button": "Lập cuộc kiểm tra",
    }
    return render(request, "reporting/matter_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
def inspection(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """Show one inspection, and record what the pressed button says."""
    actor, today = actor_of(request), timezone.localdate()
    rows = Inspection.objects.filter(inspections_seen_by(actor))
    row = get_object_or_404(
        rows.select_related("plan__scope_unit", "plan__file", "agency", "place", "created_by"), pk=inspection_id
    )
    act = request.POST.get("act", "")
    shown: dict[str, Any] = {
        "record": RecordForm(request.POST if act == "record" else None, prefix="record", initial={"on": today}),
        "remedy": RemedyForm(request.POST if act == "remedy" else None, prefix="remedy"),
    }
    if request.method == "POST":
        try:
            said = _do(request, row, act, shown)
        except CannotInspect as reason:
            form = shown.get(act)
            if form is None:
                messages.error(request, str(reason))
                return redirect("reporting:inspection", row.pk)
            if not form.errors:
                form.add_error(None, str(reason))
        else:
            messages.success(request, said)
            return redirect("reporting:inspection", row.pk)
    steers = can_steer(actor, row.plan)
    records = list(row.records.select_related("recorded_by"))
    newest = {record.kind: record.pk for record in records}
    context = {
        "row": row,
        "today": today,
        "records": [(record, newest[record.kind] == record.pk) for record in records],
        "has_minutes": "minutes" in newest,
        "has_conclusion": "conclusion" in newest,
        "remedies": row.remedies.select_related("done_by", "task"),
        "steers": steers,
        "may_mend": steers or is_inspected(actor, row),
        "forms": shown,
        "tried": shown.get(act),
        **proof_context(request, row),
    }
    return render(request, "reporting/inspection.html", context, status=422 if request.method == "POST" else 200)


def _do(request: HttpRequest, row: Inspection, act: str, shown: dict[str, Any]) -> str:
    who: dict[str, Any] = {"actor": actor_of(request), "now": timezone.now()}
    form = shown.get(act) or MendedForm(request.POST)
    if not form.is_valid():
        raise CannotInspect(first_error(form))
    data = form.cleaned_data
    if act == "record":
        return f"Đã ghi {add_record(inspection_id=row.pk, **data, **who).get_kind_display().lower()}."
    if act == "remedy":
        add_remedy(inspection_id=row.pk, **data, **who)
        return "Đã giao việc khắc phục."
    if not row.remedies.filter(pk=data["remedy"]).exists():
        raise CannotInspect("Việc khắc phục này không thuộc cuộc kiểm tra. Tải lại trang.")
    if act == "reopen":
        reopen_remedy(remedy_id=data["remedy"], seen=data["seen"], reason=data["text"], **who)
        return "Đã mở lại việc khắc phục."
    if data["done_on"] is None:
        raise CannotInspect("Ghi ngày khắc phục xong.")
    finish_remedy(remedy_id=data["remedy"], seen=data["seen"], done_on=data["done_on"], result=data["text"], **who)
    return "Đã báo khắc phục xong."
