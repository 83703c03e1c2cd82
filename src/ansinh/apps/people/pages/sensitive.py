"""Pages of the compartment: opened for one person, one kind and a reason; and who may open what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ansinh.apps.people.forms_sensitive import GrantForm, OpenForm, WriteForm
from ansinh.apps.people.models import SensitiveGrant, SensitiveKind
from ansinh.apps.people.pages.access import actor_of, first_error, guarded, log_look
from ansinh.apps.people.selectors.persons import get_person
from ansinh.apps.people.services.refusals import NotHere, Refused
from ansinh.apps.people.services.sensitive import (
    colleagues,
    end_grant,
    grant_sensitive,
    grants_of,
    open_sensitive,
    record_sensitive,
)

OPEN, GRANT = "people.open_sensitive", "people.grant_sensitive"
MOST_GRANTS = 200


@require_http_methods(["GET", "POST"])
@guarded(OPEN)
def compartment(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask for kind and reason; show the entries on the answer only. Whether there are any is told by opening alone."""
    found, actor, now = get_person(person_id), actor_of(request), timezone.now()
    log_look(request, found, purpose="Mở trang ngăn nhạy cảm, chưa mở loại nào")
    grants = grants_of(actor, person=found, on=timezone.localdate())
    kinds = [(kind, SensitiveKind(kind).label) for kind in grants]
    form = OpenForm(request.POST or None, kinds=kinds)
    entries: Any = None
    if request.method == "POST" and form.is_valid():
        try:
            entries = open_sensitive(person=found, actor=actor, now=now, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
    context: dict[str, Any] = {
        "person": found,
        "form": form,
        "kinds": kinds,
        "entries": entries,
        "opened": SensitiveKind(form.cleaned_data["kind"]).label if entries is not None else "",
        "write_form": WriteForm(kinds=kinds, auto_id="ghi_%s"),
    }
    return render(request, "people/compartment.html", context, status=422 if form.errors else 200)


@require_POST
@guarded(OPEN)
def write(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Write an entry."""
    found, actor = get_person(person_id), actor_of(request)
    kinds = [(kind, kind) for kind in grants_of(actor, person=found, on=timezone.localdate())]
    form = WriteForm(request.POST, kinds=kinds)
    try:
        if not form.is_valid():
            raise Refused(first_error(form))
        record_sensitive(person=found, actor=actor, now=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Đã ghi và niêm phong.")
    return redirect("people:compartment", found.pk)


@require_http_methods(["GET", "POST"])
@guarded(GRANT)
def grants(request: HttpRequest) -> HttpResponse:
    """Show who may open what, let somebody, and take it back."""
    today = timezone.localdate()
    people = colleagues(on=today)
    others = [user for user in people if user.has_perm(OPEN) and user.pk != actor_of(request).pk]
    form = GrantForm(request.POST if request.POST.get("act") == "grant" else None, people=others)
    if request.method == "POST":
        try:
            if request.POST.get("act") == "end":
                number = request.POST.get("grant", "")
                if not number.isdecimal() or len(number) > 15:
                    raise Refused("Không rõ quyền nào. Tải lại trang.")
                end_grant(grant_id=int(number), actor=actor_of(request), now=timezone.now())
                messages.success(request, "Đã thôi cho xem.")
                return redirect("people:grants")
            if form.is_valid():
                grant_sensitive(actor=actor_of(request), now=timezone.now(), **form.values())
                messages.success(request, "Đã cho phép.")
                return redirect("people:grants")
        except (Refused, NotHere) as refused:
            if form.is_bound:
                form.add_error(None, str(refused))
            else:
                messages.error(request, str(refused))
    rows = (
        SensitiveGrant.objects.filter(user_id__in=[user.pk for user in people])
        .select_related("scope_unit")
        .order_by("-granted_at")[:MOST_GRANTS]
    )
    context = {"form": form, "rows": rows, "today": today, "scope": request.scope}  # type: ignore[attr-defined]
    return render(request, "people/grants.html", context, status=422 if form.errors else 200)
