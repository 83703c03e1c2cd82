"""Pages on which a fact of several parts is written: a title of merit, an insurance, an event, a tie."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ansinh.apps.people.fact_names import FACTS, FactName
from ansinh.apps.people.forms_records import RecordForm, records_of
from ansinh.apps.people.pages.access import actor_of, guarded, log_list, log_look
from ansinh.apps.people.selectors.persons import get_household, get_person, list_housemates
from ansinh.apps.people.services.facts import record_fact
from ansinh.apps.people.services.refusals import NotHere, Refused

REGISTER = "people.register"


@require_http_methods(["GET", "POST"])
@guarded(REGISTER)
def of_person(request: HttpRequest, person_id: UUID, name: str) -> HttpResponse:
    """Write a fact of several parts of a person."""
    found, known = get_person(person_id), _known(name, of_household=False)
    others = list_housemates(found) if known.form == "person" else []
    log_look(request, found, purpose="Ghi thông tin theo luật")
    log_list(request, others, purpose="Người cùng hộ, để chọn khi ghi thông tin")
    members = [(str(one.pk), one.full_name) for one in others]
    form = RecordForm(request.POST or None, known=known, members=members)
    back = reverse("people:person", args=[found.pk])
    return _write(request, form, {"person_id": found.pk}, back, {"person": found})


@require_http_methods(["GET", "POST"])
@guarded(REGISTER)
def of_household(request: HttpRequest, household_id: UUID, name: str) -> HttpResponse:
    """Write a fact of several parts of a household."""
    home, known = get_household(household_id), _known(name, of_household=True)
    log_look(request, home, purpose="Ghi thông tin theo luật")
    back = reverse("people:household", args=[home.pk])
    return _write(request, RecordForm(request.POST or None, known=known), {"household_id": home.pk}, back, {})


def _known(name: str, *, of_household: bool) -> FactName:
    known = FACTS.get(name)
    if known is None or known not in records_of(of_household=of_household):
        raise Http404("Không có loại thông tin này.")
    return known


def _write(
    request: HttpRequest, form: RecordForm, whose: dict[str, Any], back: str, more: dict[str, Any]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            record_fact(actor=actor_of(request), now=timezone.now(), **whose, **form.given())
        except (Refused, NotHere) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Đã ghi: {form.known.label.lower()}.")
            return redirect(back)
    context = {"form": form, "title": form.known.label, "button": "Ghi thông tin", "back": back, **more}
    return render(request, "people/form.html", context, status=422 if form.errors else 200)
