"""Who looks at the law, and for which province."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ansinh.apps.accounts.models import User
from ansinh.apps.accounts.scope import work_unit
from ansinh.apps.law.refusals import NotHere, Refused
from ansinh.apps.law.selectors.confirmed import confirmed_system, province_of
from ansinh.apps.law.services.places import CHECK, checking_province
from ansinh.apps.territory.selectors.units import names_on
from ansinh.apps.ui.access import Page, allowed
from ansinh.core.rules.system import System


def actor_of(request: HttpRequest) -> User:
    """Return who is acting."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def system_of(request: HttpRequest) -> System:
    """Return the law as the province of the one who asks has it; the national law for who has no province."""
    today = timezone.localdate()
    return confirmed_system(province=province_of(work_unit(request.user, on=today)), on=today)


def read_day(text: str, otherwise: date) -> date:
    """Return a day of an address, as 2026-11-22; another where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise


def for_province(page: Callable[..., HttpResponse]) -> Page:
    """Let in those who read for a province, with its code; who works elsewhere is told why not."""

    @wraps(page)
    @allowed(CHECK)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            province = checking_province(actor_of(request), on=timezone.localdate())
        except Refused as reason:
            return render(request, "law/not_here.html", {"why": str(reason)}, status=403)
        try:
            return page(request, *args, province=province, **kwargs)
        except NotHere as error:
            raise Http404(str(error)) from error

    return inside


def do(request: HttpRequest, done: str, act: Callable[..., object]) -> None:
    """Do something for the one who asks, and tell what came of it."""
    try:
        act(actor=actor_of(request), now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)


def province_name(province: str) -> str:
    """Return the name of a province today."""
    return names_on(codes=[province], on=timezone.localdate()).get(province, province)
