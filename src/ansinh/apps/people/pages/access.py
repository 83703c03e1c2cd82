"""The guard of every page with personal data: who may open it, and whose people it sees."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from ansinh.apps.accounts.models import User
from ansinh.apps.accounts.scope import inside, scope_of
from ansinh.apps.audit.services import record_access, record_accesses
from ansinh.apps.people.forms_restricted import LawfulForm
from ansinh.apps.people.models import Household, Person
from ansinh.apps.people.panels import person_panels
from ansinh.apps.people.restriction import Work
from ansinh.apps.people.selectors.merged import survivor_of
from ansinh.apps.people.selectors.persons import get_person
from ansinh.apps.people.services.refusals import Merged, NotHere, Restricted
from ansinh.apps.ui.access import Page, allowed
from ansinh.apps.ui.bursts import Bursts

BURSTS = Bursts()
# How what was typed is called when it is shown again.
TYPED = {
    "full_name": "Họ và tên", "other_name": "Tên gọi khác", "birth": "Ngày sinh", "sex": "Giới tính",
    "ethnicity": "Dân tộc", "address": "Số nhà, đường", "source": "Nguồn", "kind": "Loại", "text": "Nội dung",
    "name": "Thông tin", "value": "Nội dung", "valid_from": "Từ ngày", "death_date": "Ngày chết", "code": "Mã",
    "day": "Ngày", "reason": "Lý do", "given_by": "Nơi cấp", "programme": "Chế độ", "amount_vnd": "Mức mỗi tháng",
}  # fmt: skip


def guarded(permission: str) -> Callable[[Page], Page]:
    """Let in those who hold a permission, within the communes of their account; what is elsewhere is not there (404)."""

    def decorate(page: Page) -> Page:
        @wraps(page)
        @never_cache
        @allowed(permission)
        def within_scope(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            wait = BURSTS.wait(request.user.pk, most=settings.PAGES_A_MINUTE, now=time.monotonic())
            if wait:
                return _told_to_wait(request, wait)
            scope = scope_of(request.user, on=timezone.localdate())
            with inside(scope, actor=request.user):
                request.scope = scope  # type: ignore[attr-defined]
                try:
                    return page(request, *args, **kwargs)
                except NotHere as error:
                    raise Http404(str(error)) from error
                except Merged as merged:
                    return _lead_on(request, merged)
                except Restricted as closed:
                    return show_restricted(request, closed.person_id)

        within_scope.has_scope = True  # type: ignore[attr-defined]
        return within_scope

    return decorate


def _told_to_wait(request: HttpRequest, seconds: int) -> HttpResponse:
    said = "Tài khoản này vừa mở quá nhiều trang có dữ liệu của người dân. Cần cả một danh sách thì tải danh sách, có nêu mục đích."
    answer = render(request, "429.html", {"exception": said, "wait": f"{seconds} giây"}, status=429)
    answer["Retry-After"] = str(seconds)
    return answer


def _lead_on(request: HttpRequest, merged: Merged) -> HttpResponseBase:
    """Lead from a record that was merged to the one that stands; what was typed into it is shown, not lost."""
    survivor, match = survivor_of(merged.survivor_id), request.resolver_match
    if request.method in ("GET", "HEAD") and match is not None:
        if survivor is None:
            raise Http404("Hồ sơ này đã gộp vào hồ sơ của một người ở địa bàn khác.")
        messages.info(request, "Mã vừa mở là của một hồ sơ đã gộp; đây là hồ sơ giữ lại.")
        return redirect(reverse(match.view_name, kwargs={**match.kwargs, "person_id": survivor.pk}))
    typed = [
        (TYPED.get(name, name), value)
        for name, value in request.POST.items()
        if value and name not in ("csrfmiddlewaretoken", "version", "act")
    ]
    return render(request, "people/merged.html", {"survivor": survivor, "typed": typed}, status=409)


def show_restricted(request: HttpRequest, person_id: UUID, form: Any = None) -> HttpResponse:
    """Show of a person whose data are restricted only who it is, and ask for the lawful purpose of opening more."""
    found = get_person(person_id, restricted_too=True)
    log_look(request, found, purpose="Xem trang đang hạn chế xử lý")
    panels = person_panels(person=found, on=timezone.localdate(), user=request.user, of_restricted=True)
    context = {
        "person": found,
        "form": form or LawfulForm(),
        "panels": panels,
        "effects": [each.value for each in Work],
    }
    return render(request, "people/restricted.html", context, status=422 if form is not None else 403)


def actor_of(request: HttpRequest) -> User:
    """Return who is acting."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def log_look(request: HttpRequest, row: Person | Household, *, purpose: str, channel: str = "page") -> None:
    """Write that somebody looked at a person's or a household's data."""
    record_access(
        actor=actor_of(request), person=(str(row.pk), str(row)), purpose=purpose, channel=channel, at=timezone.now()
    )


def log_list(request: HttpRequest, people: Iterable[Person], *, purpose: str, channel: str = "list") -> None:
    """Write that somebody was shown a list of people, or took it away, one line for each of them."""
    rows = [(str(row.pk), str(row)) for row in people]
    record_accesses(actor=actor_of(request), people=rows, purpose=purpose, channel=channel, at=timezone.now())


def log_household(request: HttpRequest, found: Person, members: Iterable[Person]) -> None:
    """Write that the others of a household were named where one of them was looked at."""
    others = [each for each in members if each.pk != found.pk]
    log_list(request, others, purpose=f"Có tên ở nơi xem {found}")


def version_of(request: HttpRequest, otherwise: int) -> int:
    """Return which version the page showed that was sent."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise


def first_error(form: Any) -> str:
    """Return the first thing wrong with a form, with the field's name."""
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    return f"{label}: {errors[0]}" if label else str(errors[0])
