"""Evidence files: brought, given out, taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from ansinh.apps.reporting.forms_tasks import ProofForm
from ansinh.apps.reporting.models import (
    Activity,
    Difficulty,
    Inspection,
    OpinionCall,
    Proof,
    SupervisionThread,
    TaskRun,
)
from ansinh.apps.reporting.pages.access import actor_of
from ansinh.apps.reporting.pages.items import first_error
from ansinh.apps.reporting.services.proof_access import may_bring, may_see, may_withdraw, owner_of, plan_of
from ansinh.apps.reporting.services.proofs import (
    CannotKeep,
    ProofMissing,
    check_upload,
    keep_proof,
    read_proof,
    withdraw_proof,
)
from ansinh.apps.reporting.services.work_access import can_steer

OWNERS: dict[str, type[models.Model]] = {
    "call": OpinionCall,
    "difficulty": Difficulty,
    "inspection": Inspection,
    "thread": SupervisionThread,
    "activity": Activity,
}


def page_of(owner: models.Model) -> str:
    """Return the address of the page on which the files of something are shown."""
    match owner:
        case TaskRun():
            return f"{reverse('reporting:task', args=[owner.task_id])}?ky={owner.period}#tep"
        case OpinionCall():
            return reverse("reporting:opinions", args=[owner.pk])
        case Difficulty():
            return reverse("reporting:difficulty", args=[owner.pk])
        case Inspection():
            return reverse("reporting:inspection", args=[owner.pk])
        case SupervisionThread():
            return reverse("reporting:thread", args=[owner.pk])
    return reverse("reporting:activity", args=[owner.pk])


def list_proofs(request: HttpRequest, owner: models.Model) -> list[Any]:
    """Return the files of something that stand, each with whether this person takes it back."""
    rows = Proof.objects.filter(**{_field(owner): owner.pk}, withdrawn_at=None).select_related("kept_by")
    actor, today = actor_of(request), timezone.localdate()
    bring = may_bring(actor, owner, on=today)
    steers = bring and can_steer(actor, plan_of(owner))
    return [(row, bring and (steers or row.kept_by_id == actor.pk)) for row in rows]


def proof_context(request: HttpRequest, owner: models.Model) -> dict[str, Any]:
    """Return what the block of files shows: the files, the form for those who bring some."""
    today = timezone.localdate()
    may = may_bring(actor_of(request), owner, on=today)
    form = ProofForm() if may else None
    if form is not None:
        del form.fields["use"]
    url = reverse("reporting:proof_add", args=[_field(owner), owner.pk])
    return {"proofs": list_proofs(request, owner), "proof_form": form, "proof_url": url}


def _field(owner: models.Model) -> str:
    return (
        "run"
        if isinstance(owner, TaskRun)
        else next(name for name, model in OWNERS.items() if isinstance(owner, model))
    )


def take_file(request: HttpRequest, owner: models.Model, *, field: str, use: str | None = None) -> Proof:
    """Keep the file of a form for something; the page has checked who may. Raises CannotKeep."""
    form = ProofForm(request.POST, request.FILES)
    if not form.is_valid():
        raise CannotKeep(first_error(form))
    given = form.cleaned_data["file"]
    check_upload(name=given.name, size=given.size)
    return keep_proof(
        owner=owner,
        field=field,
        name=given.name,
        content=given.read(),
        use=use or form.cleaned_data["use"] or "proof",
        note=form.cleaned_data["note"],
        actor=actor_of(request),
        now=timezone.now(),
        subject=owner.task if isinstance(owner, TaskRun | OpinionCall) else owner,
    )


@require_POST
@login_required
def add(request: HttpRequest, field: str, owner_id: UUID) -> HttpResponse:
    """Keep a file for a difficulty, an inspection, a thread, an activity or a draft."""
    model = OWNERS.get(field)
    if model is None:
        raise Http404("Không có nơi này.")
    owner: models.Model = get_object_or_404(model._default_manager.all(), pk=owner_id)
    if not may_bring(actor_of(request), owner, on=timezone.localdate()):
        raise PermissionDenied
    try:
        proof = take_file(request, owner, field=field, use="draft" if field == "call" else "proof")
    except CannotKeep as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, f"Đã giữ tệp “{proof.name}”, mã {proof.sha256[:12]}…")
    return redirect(page_of(owner))


@require_GET
@login_required
def download(request: HttpRequest, proof_id: UUID) -> HttpResponse:
    """Give a kept file to those who may see it, always as a file to be saved, never shown in the page."""
    proof = get_object_or_404(Proof, pk=proof_id)
    if not may_see(actor_of(request), owner_of(proof), on=timezone.localdate()):
        raise Http404("Không có tệp này, hoặc tệp của nơi khác.")
    try:
        content, media_type = read_proof(proof)
    except ProofMissing as reason:
        raise Http404(str(reason)) from reason
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=proof.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@login_required
def withdraw(request: HttpRequest, proof_id: UUID) -> HttpResponse:
    """Take back a file brought by mistake."""
    proof = get_object_or_404(Proof, pk=proof_id)
    actor, owner = actor_of(request), owner_of(proof)
    if not may_see(actor, owner, on=timezone.localdate()):
        raise Http404("Không có tệp này, hoặc tệp của nơi khác.")
    if not may_bring(actor, owner, on=timezone.localdate()):
        raise PermissionDenied
    try:
        if not may_withdraw(actor, proof, on=timezone.localdate()):
            raise CannotKeep("Chỉ người tải lên hoặc điều phối rút lại được tệp.")
        withdraw_proof(proof=proof, actor=actor, now=timezone.now(), subject=owner)
    except CannotKeep as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, f"Đã rút lại tệp “{proof.name}”.")
    return redirect(page_of(owner))
