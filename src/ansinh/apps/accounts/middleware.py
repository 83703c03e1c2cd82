"""Limits on a session: an idle one and an old one end; some accounts must first put their login in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from ansinh.apps.accounts.lockout import client_address
from ansinh.apps.accounts.models import Role, User
from ansinh.apps.accounts.selectors import has_mfa

STARTED = "session_started_at"
SEEN = "session_seen_at"
# Writing the session at every request would double the database's work.
SEEN_STEP_SECONDS = 30

ALWAYS_OPEN = {"account_logout", "account_login", "account_reauthenticate", "mfa_reauthenticate"}
PASSWORD_PAGES = ALWAYS_OPEN | {"account_change_password"}
MFA_PAGES = PASSWORD_PAGES | {"mfa_activate_totp"}


def start_session_clock(request: HttpRequest, *, now: dt.datetime) -> None:
    """Note when this session began; called at login."""
    request.session[STARTED] = int(now.timestamp())
    request.session[SEEN] = int(now.timestamp())


class SessionLimits:
    """Ends sessions that were idle too long or are too old, and sends people to what they must do first.

    A view with `is_background = True` (progress that a page asks for by itself) does not keep a session alive.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Decide before the page is made."""
        del args, kwargs
        structlog.contextvars.bind_contextvars(ip=client_address(request))
        if not isinstance(request.user, User):
            return None
        now = int(timezone.now().timestamp())
        reason = _over(request, now=now)
        if reason:
            return _end(request, reason)
        if not getattr(view, "is_background", False) and now - request.session[SEEN] >= SEEN_STEP_SECONDS:
            request.session[SEEN] = now
        return _first_duty(request, request.user)


def _over(request: HttpRequest, *, now: int) -> str:
    session = request.session
    if STARTED not in session:
        start_session_clock(request, now=timezone.now())
    if now - session[STARTED] >= settings.SESSION_ABSOLUTE_SECONDS:
        return "Phiên làm việc đã kéo dài hết thời gian cho phép. Đăng nhập lại để làm tiếp."
    if now - session[SEEN] >= settings.SESSION_IDLE_SECONDS:
        return "Phiên làm việc đã kết thúc vì lâu không dùng. Đăng nhập lại để làm tiếp."
    return ""


def _end(request: HttpRequest, reason: str) -> HttpResponse:
    logout(request)
    messages.warning(request, reason)
    back = request.get_full_path() if request.method == "GET" and not request.headers.get("HX-Request") else ""
    address = resolve_url(settings.LOGIN_URL)
    return _go(request, f"{address}?{urlencode({'next': back})}" if back else address)


def _first_duty(request: HttpRequest, user: User) -> HttpResponse | None:
    name = request.resolver_match.url_name if request.resolver_match else None
    if user.must_change_password:
        return None if name in PASSWORD_PAGES else _go(request, reverse("account_change_password"))
    wanted = [Role(role) for role in settings.MFA_ROLES]
    if wanted and user.holds(*wanted) and name not in MFA_PAGES and not has_mfa(user):
        return _go(request, reverse("mfa_activate_totp"))
    return None


def _go(request: HttpRequest, address: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = address
        return answer
    return HttpResponseRedirect(address)
