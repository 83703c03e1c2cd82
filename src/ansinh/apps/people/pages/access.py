"""The guard of every page with personal data: who may open it, and whose people it sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache

from ansinh.apps.accounts.models import User
from ansinh.apps.accounts.scope import inside, scope_of
from ansinh.apps.audit.services import record_access, record_accesses
from ansinh.apps.people.models import Household, Person
from ansinh.apps.people.services.refusals import NotHere
from ansinh.apps.ui.access import Page, allowed


def guarded(permission: str) -> Callable[[Page], Page]:
    """Let in those who hold a permission, within the communes of their account; what is elsewhere is not there (404)."""

    def decorate(page: Page) -> Page:
        @wraps(page)
        @never_cache
        @allowed(permission)
        def within_scope(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            scope = scope_of(request.user, on=timezone.localdate())
            with inside(scope, actor=request.user):
                request.scope = scope  # type: ignore[attr-defined]
                try:
                    return page(request, *args, **kwargs)
                except NotHere as error:
                    raise Http404(str(error)) from error

        within_scope.has_scope = True  # type: ignore[attr-defined]
        return within_scope

    return decorate


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


def log_list(request: HttpRequest, people: Iterable[Person], *, purpose: str) -> None:
    """Write that somebody was shown a list of people, one line for each of them."""
    rows = [(str(row.pk), str(row)) for row in people]
    record_accesses(actor=actor_of(request), people=rows, purpose=purpose, channel="list", at=timezone.now())


def version_of(request: HttpRequest, otherwise: int) -> int:
    """Return which version the page showed that was sent."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise


def first_error(form: Any) -> str:
    """Return the first thing wrong with a form, with the field's name."""
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    return f"{label}: {errors[0]}" if label else str(errors[0])
