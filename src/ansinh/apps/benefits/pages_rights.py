"""The page of what the law gives one person."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ansinh.apps.benefits.answers import rights_of
from ansinh.apps.benefits.households import CannotRead
from ansinh.apps.people.pages.access import guarded, log_look
from ansinh.apps.people.selectors.persons import get_person

EARLIEST, LATEST_AHEAD = date(2021, 7, 1), 400


@require_GET
@guarded("people.view")
def rights(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show every programme for a person in a month: yes, no or unknown, how much, why; that it was looked at is written."""
    found = get_person(person_id)
    today = timezone.localdate()
    month = _month(request.GET.get("thang", ""), today) or today.replace(day=1)
    try:
        made = rights_of(found, month=month)
    except CannotRead as error:
        messages.error(request, f"Chưa tính được: {error} Sửa thông tin đã ghi rồi mở lại.")
        return redirect("people:person", found.pk)
    log_look(request, found, purpose="Xem quyền lợi theo luật")
    before, after = (month - timedelta(days=1)).replace(day=1), (month + timedelta(days=32)).replace(day=1)
    context = {
        "person": found,
        "made": made,
        "month": month,
        "before": before if before >= EARLIEST else None,
        "after": after if after <= today + timedelta(days=LATEST_AHEAD) else None,
    }
    return render(request, "benefits/rights.html", context)


def _month(text: str, today: date) -> date | None:
    """Return the first day of a month written 2026-11, None where it is none that can be asked about."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return month if EARLIEST <= month <= today + timedelta(days=LATEST_AHEAD) else None
