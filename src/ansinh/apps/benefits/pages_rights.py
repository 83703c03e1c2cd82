"""The page of what the law gives one person."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ansinh.apps.benefits.answers import rights_of
from ansinh.apps.benefits.households import CannotRead
from ansinh.apps.benefits.letters import note_letter, write_letter
from ansinh.apps.people.pages.access import actor_of, guarded, log_household, log_look
from ansinh.apps.people.selectors.persons import get_person
from ansinh.apps.ui.export import file_answer
from ansinh.files.office import NoOffice, to_pdf

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
    log_household(request, found, made.read.persons)
    before, after = (month - timedelta(days=1)).replace(day=1), (month + timedelta(days=32)).replace(day=1)
    context = {
        "person": found,
        "made": made,
        "month": month,
        "may_write": request.user.has_perm("benefits.write_letter"),
        "before": before if before >= EARLIEST else None,
        "after": after if after <= today + timedelta(days=LATEST_AHEAD) else None,
    }
    return render(request, "benefits/rights.html", context)


@require_POST
@guarded("benefits.write_letter")
def letter(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Give the letter on the chosen programmes as DOCX or PDF; that it was made is written."""
    found, today = get_person(person_id), timezone.localdate()
    month = _month(request.POST.get("thang", ""), today) or today.replace(day=1)
    back = f"{reverse('benefits:rights', args=[found.pk])}?thang={month:%Y-%m}"
    try:
        made = rights_of(found, month=month)
        known = [each.programme.id for each in made.rights]
        chosen = [each for each in known if each in request.POST.getlist("che-do")]
        if not chosen:
            messages.error(request, "Chưa chọn chế độ nào cho thư. Đánh dấu ít nhất một chế độ rồi lập lại.")
            return redirect(back)
        content = write_letter(made, programmes=chosen, on=today)
        kind = "pdf" if request.POST.get("tep") == "pdf" else "docx"
        content = to_pdf(content) if kind == "pdf" else content
    except CannotRead as error:
        messages.error(request, f"Chưa lập được thư: {error} Sửa thông tin đã ghi rồi lập lại.")
        return redirect(back)
    except NoOffice as error:
        messages.error(request, str(error))
        return redirect(back)
    log_look(request, found, purpose="Lập thư về quyền lợi", channel="export")
    log_household(request, found, made.read.persons)
    note_letter(made, content, programmes=chosen, kind=kind, actor=actor_of(request), now=timezone.now())
    return file_answer(content, kind=kind, file_name=f"thong-bao-quyen-loi-{month:%Y-%m}")


def _month(text: str, today: date) -> date | None:
    """Return the first day of a month written 2026-11, None where it is none that can be asked about."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return month if EARLIEST <= month <= today + timedelta(days=LATEST_AHEAD) else None
