"""What waits in this room: requests of people about their own data, each with its day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse

from ansinh.apps.accounts.scope import inside, scope_of
from ansinh.apps.privacy.models import DataRequest
from ansinh.apps.privacy.selectors import OPEN, list_requests
from ansinh.apps.ui.today import Waiting, WaitingGroup, group_of

MOST = 100
SOON = timedelta(days=7)


def waiting(*, user: Any, on: date) -> Iterator[WaitingGroup]:
    """Give who answers them the requests that are late or due within a week; without the name of who asked."""
    if not user.has_perm("privacy.answer"):
        return
    scope = scope_of(user, on=on)
    if scope.is_empty:
        return
    with inside(scope, actor=user):
        near = Q(due_date__lte=on + SOON) | Q(acknowledged_at=None, acknowledge_date__lte=on + SOON)
        rows = list(list_requests(which=OPEN, on=on).filter(near)[:MOST])
    yield group_of("Yêu cầu về dữ liệu đến hạn", [_one(row) for row in rows], "privacy:requests")


def _one(row: DataRequest) -> Waiting:
    waits_to_hear = row.acknowledged_at is None and row.acknowledge_date <= row.due_date
    what = "chưa báo đã nhận" if waits_to_hear else "chưa trả lời"
    due = row.acknowledge_date if waits_to_hear else row.due_date
    said = f"{what}, nhận ngày {row.received_date:%d/%m/%Y}"
    return Waiting(row.get_kind_display(), said, due, reverse("privacy:request", args=[row.pk]))
