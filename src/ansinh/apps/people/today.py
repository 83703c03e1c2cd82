"""What waits for the head of a place in this room: lists to be allowed, and who was stopped looking at numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from ansinh.apps.accounts.scope import scope_of
from ansinh.apps.people.models import ExportRequest, ExportState
from ansinh.apps.people.services.looks import seen_export_requests, seen_stops
from ansinh.apps.ui.today import Waiting, WaitingGroup, group_of

MOST = 100


def waiting(*, user: Any, on: date) -> Iterator[WaitingGroup]:
    """Give the long lists that others want to take away, and the stops, to who decides on them; never one's own."""
    allows, answers = user.has_perm("people.allow_export"), user.has_perm("people.answer_stop")
    if not (allows or answers):
        return
    scope = scope_of(user, on=on)
    if allows:
        asked: QuerySet[ExportRequest] = seen_export_requests(scope).filter(state=ExportState.WAITING)
        url = reverse("people:exports")
        yield group_of(
            "Đề nghị tải danh sách chờ bạn duyệt",
            [
                Waiting(
                    f"{row.asked_by_name}: {row.people} người",
                    row.purpose,
                    timezone.localdate(row.asked_at),
                    url,
                    "đề nghị",
                )
                for row in asked.exclude(asked_by_id=user.pk).order_by("asked_at")[:MOST]
            ],
            "people:exports",
        )
    if answers:
        stops = seen_stops(scope).filter(seen_at=None).exclude(user_id=user.pk).order_by("at")[:MOST]
        url = reverse("people:stops")
        yield group_of(
            "Dừng xem số chờ bạn xem",
            [
                Waiting(row.user_name, f"đã xem {row.looked} số đầy đủ", timezone.localdate(row.at), url, "dừng xem")
                for row in stops
            ],
            "people:stops",
        )
