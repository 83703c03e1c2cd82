"""Who looks at the law, and for which province."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from ansinh.apps.accounts.models import User
from ansinh.apps.accounts.scope import work_unit
from ansinh.apps.law.selectors.confirmed import confirmed_system, province_of
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
