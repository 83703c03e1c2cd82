"""One item in the draft of a version: revised, dropped, or added."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ansinh.apps.planning.forms import TargetForm, form_for
from ansinh.apps.planning.forms_versions import NEW_FORMS, BaselineChangeForm
from ansinh.apps.planning.models import Indicator
from ansinh.apps.planning.pages.access import actor_of, allowed, number_of, plan_or_404, typed
from ansinh.apps.planning.pages.versions import version_or_404
from ansinh.apps.planning.selectors.review import get_row
from ansinh.apps.planning.services.drafting import add_item, drop_item, item_after, revise_item
from ansinh.apps.planning.services.values import ASPECTS, KINDS
from ansinh.apps.planning.services.versions import CannotChangeVersion


@require_http_methods(["GET", "POST"])
@allowed("planning.review_plan")
def revise(request: HttpRequest, plan_id: UUID, version_id: int, kind: str, item_id: int) -> HttpResponse:
    """Change the values of one item in a draft, or say that it is no longer carried out."""
    plan = plan_or_404(plan_id)
    found = version_or_404(plan, version_id)
    row = get_row(plan, kind, item_id) if kind in ASPECTS else None
    if row is None:
        raise Http404("Không có dòng này.")
    item = item_after(kind=KINDS[kind], item=row.item, draft=found)
    data = request.POST if request.method == "POST" else None
    form = form_for(kind, item, data)
    baseline = None
    if isinstance(item, Indicator):
        baseline = BaselineChangeForm.of(item, data, this_year=timezone.localdate().year)
    reason = typed(request, "reason")
    refused = ""
    if request.method == "POST":
        what: dict[str, Any] = {
            "version_id": found.pk,
            "kind_code": kind,
            "item_id": item_id,
            "reason": reason,
            "actor": actor_of(request),
            "now": timezone.now(),
            "expected_revision": number_of(request.POST.get("revision", "")),
        }
        try:
            if request.POST.get("act") == "drop":
                drop_item(**what)
                messages.success(request, "Đã ghi thôi thực hiện vào dự thảo.")
                return redirect("planning:version", plan.pk, found.pk)
            read = baseline is None or not baseline.is_bound or baseline.is_valid()
            if form.is_valid() and read:
                changes = revise_item(values=form.values() | (baseline.values() if baseline else {}), **what)
                said = (
                    f"Đã ghi {len(changes)} thay đổi vào dự thảo."
                    if changes
                    else "Không có gì khác với nội dung đang có hiệu lực."
                )
                messages.success(request, said)
                return redirect("planning:version", plan.pk, found.pk)
        except CannotChangeVersion as reason_why:
            refused = str(reason_why)
    context = {
        "plan": plan,
        "version": found,
        "row": row,
        "kind_label": KINDS[kind].label,
        "form": form,
        "targets": getattr(form, "targets", []),
        "baseline": baseline,
        "reason": reason,
        "refused": refused,
        "wrong": bool(refused or form.errors or (baseline and baseline.errors)),
    }
    return render(request, "planning/revise.html", context, status=422 if context["wrong"] else 200)


@require_http_methods(["GET", "POST"])
@allowed("planning.review_plan")
def add(request: HttpRequest, plan_id: UUID, version_id: int, kind: str) -> HttpResponse:
    """Add an indicator or a task to a draft."""
    plan = plan_or_404(plan_id)
    found = version_or_404(plan, version_id)
    if kind not in NEW_FORMS:
        raise Http404("Không thêm được loại dòng này.")
    data = request.POST if request.method == "POST" else None
    form = NEW_FORMS[kind](data)
    targets = [TargetForm(data, prefix=f"t{n}") for n in range(2)] if kind == "indicator" else []
    reason = typed(request, "reason")
    refused = ""
    if request.method == "POST" and all([form.is_valid(), *(one.is_valid() for one in targets)]):
        values = form.values()
        if kind == "indicator":
            stated = [one.cleaned_data["values"] for one in targets]
            values["targets"] = [one for one in stated if one["comparator"]]
        try:
            add_item(
                version_id=found.pk,
                kind_code=kind,
                values=values,
                reason=reason,
                actor=actor_of(request),
                now=timezone.now(),
            )
        except CannotChangeVersion as reason_why:
            refused = str(reason_why)
        else:
            messages.success(request, "Đã bổ sung vào dự thảo.")
            return redirect("planning:version", plan.pk, found.pk)
    wrong = request.method == "POST"
    context = {
        "plan": plan,
        "version": found,
        "kind_label": KINDS[kind].label,
        "form": form,
        "targets": targets,
        "reason": reason,
        "refused": refused,
        "wrong": wrong,
    }
    return render(request, "planning/revise.html", context, status=422 if wrong else 200)
