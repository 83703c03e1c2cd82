"""Who answers for a task by name: naming, ending, taking back."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from ansinh.apps.planning.forms_holders import AccountableForm
from ansinh.apps.planning.pages.access import actor_of, allowed, plan_or_404
from ansinh.apps.planning.services.accountability import (
    CannotName,
    end_accountability,
    name_accountable,
    withdraw_accountability,
)
from ansinh.apps.territory.selectors.agencies import list_single_agencies
from ansinh.apps.ui.fields import DayField


class EndForm(forms.Form):
    """From which day somebody does not answer for a task any more."""

    row_id = forms.IntegerField()
    version = forms.IntegerField()
    on = DayField(required=False)


@require_POST
@allowed("planning.name_accountable")
def people(request: HttpRequest, plan_id: UUID, task_id: int) -> HttpResponse:
    """Name a person, end a period or take a row back, as the pressed button says."""
    plan = plan_or_404(plan_id)
    try:
        said = _do(request, plan.pk, task_id)
    except CannotName as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, said)
    return redirect(f"{reverse('planning:task', args=[plan.pk, task_id])}#nguoi")


def _do(request: HttpRequest, plan_id: UUID, task_id: int) -> str:
    actor, now = actor_of(request), timezone.now()
    if request.POST.get("act") == "name":
        form = AccountableForm(request.POST, agencies=list_single_agencies())
        if not form.is_valid():
            raise CannotName(form.first_error())
        row = name_accountable(plan_id=plan_id, task_id=task_id, actor=actor, now=now, **form.cleaned_data)
        return f"Đã ghi {row.person_name} là {row.get_role_display()} từ {row.valid_from:%d/%m/%Y}."
    form_end = EndForm(request.POST)
    if not form_end.is_valid():
        raise CannotName("Không rõ dòng nào hoặc ngày chưa đúng. Tải lại trang.")
    target = {
        "plan_id": plan_id,
        "task_id": task_id,
        "row_id": form_end.cleaned_data["row_id"],
        "expected_version": form_end.cleaned_data["version"],
    }
    if request.POST.get("act") == "withdraw":
        row = withdraw_accountability(**target, actor=actor, now=now)
        return f"Đã rút lại dòng ghi {row.person_name}."
    on = form_end.cleaned_data["on"]
    if on is None:
        raise CannotName("Ghi ngày thôi giữ việc.")
    row = end_accountability(**target, on=on, actor=actor, now=now)
    return f"{row.person_name} thôi giữ việc từ {on:%d/%m/%Y}."
