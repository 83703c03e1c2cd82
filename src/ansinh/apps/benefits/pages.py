"""Pages of what people receive: written and ended on the page of the person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from ansinh.apps.benefits.forms import EndForm, ReceiptForm
from ansinh.apps.benefits.services import end_receipt, record_receipt
from ansinh.apps.people.pages.access import actor_of, first_error, guarded
from ansinh.apps.people.selectors.persons import get_person
from ansinh.apps.people.services.refusals import NotHere, Refused

RECORD = "benefits.record_receipt"


@require_POST
@guarded(RECORD)
def record(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Write what a person receives."""
    form = ReceiptForm(request.POST)
    return _do(
        request,
        person_id,
        form,
        "Đã ghi khoản đang nhận.",
        lambda **data: record_receipt(person_id=person_id, actor=actor_of(request), now=timezone.now(), **data),
    )


@require_POST
@guarded(RECORD)
def end(request: HttpRequest, person_id: UUID, receipt_id: UUID) -> HttpResponse:
    """Write that an amount is received no more."""
    form = EndForm(request.POST)
    return _do(
        request,
        person_id,
        form,
        "Đã ghi thôi nhận.",
        lambda **data: end_receipt(
            receipt_id=receipt_id, person_id=person_id, actor=actor_of(request), now=timezone.now(), **data
        ),
    )


def _do(request: HttpRequest, person_id: UUID, form: Any, done: str, act: Callable[..., object]) -> HttpResponse:
    found = get_person(person_id)
    try:
        if not form.is_valid():
            raise Refused(first_error(form))
        act(**form.cleaned_data)
    except (Refused, NotHere) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("people:person", found.pk)
