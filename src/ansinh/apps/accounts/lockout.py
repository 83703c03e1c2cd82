"""Locking out who guesses passwords: by login name and by address, wherever the guesses come from."""

from __future__ import annotations

import datetime as dt
import ipaddress
import math
from typing import Any

from allauth.account.adapter import get_adapter
from axes.models import AccessAttempt
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone


def client_address(request: HttpRequest) -> str | None:
    """Return the address a request comes from: of X-Forwarded-For only what our own proxies wrote is believed.

    None for a request that came over no network, as from the terminal.
    """
    try:
        address: str = get_adapter().get_client_ip(request)
    except PermissionDenied:
        return None
    return address


def clean_username(typed: str | None) -> str:
    """Write a login name as it is stored, so that "Admin" and "admin " count as one."""
    return (typed or "").strip().lower()


def username_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Return the login name that is being tried."""
    typed = (credentials or {}).get("username") or request.POST.get("login")
    if typed is None and request.user.is_authenticated:
        typed = request.user.get_username()
    return clean_username(typed)[:255]


def parameters(source: Any, credentials: dict[str, Any] | None = None) -> list[str]:
    """Say by what to lock: the name, and the address unless many officials share it (ANSINH_OFFICE_NETWORKS)."""
    del credentials
    address = client_address(source) if isinstance(source, HttpRequest) else source.ip_address
    if address and any(ipaddress.ip_address(address) in ipaddress.ip_network(net) for net in settings.OFFICE_NETWORKS):
        return ["username"]
    return ["username", "ip_address"]


def forget_failures(request: HttpRequest, *, username: str) -> None:
    """After a good login forget this name's own failures, not those made on other names from the same address."""
    AccessAttempt.objects.filter(username=clean_username(username), ip_address=client_address(request)).delete()


def lock_page(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Show that login is locked, and for how many minutes more (status 429)."""
    del response
    wait = minutes_left(username=username_of(request, credentials), address=client_address(request), now=timezone.now())
    page = render(request, "ansinh/lockout.html", {"cooloff": f"{wait} phút nữa", "username": True}, status=429)
    page["Retry-After"] = str(wait * 60)
    page["Cache-Control"] = "no-store"
    return page


def minutes_left(*, username: str, address: str | None, now: dt.datetime) -> int:
    """Say how many minutes a locked name or address has to wait, at least 1."""
    tried = AccessAttempt.objects.filter(Q(username=username) | Q(ip_address=address))
    last: dt.datetime | None = tried.aggregate(last=Max("attempt_time"))["last"]
    if last is None:
        return 1
    return max(1, math.ceil((last + settings.AXES_COOLOFF_TIME - now).total_seconds() / 60))
