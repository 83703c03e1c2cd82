"""What waits in this room: figures of the law that one official has read and another has to confirm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from ansinh.apps.law.models import CheckState, LawCheck, NewValue
from ansinh.apps.law.refusals import Refused
from ansinh.apps.law.services.places import CHECK, checking_province
from ansinh.apps.law.subjects import subjects_by_place
from ansinh.apps.ui.today import Waiting, WaitingGroup, group_of
from ansinh.rulebook.book import national_system

MOST = 100


def waiting(*, user: Any, on: date) -> Iterator[WaitingGroup]:
    """Give the second of the two officials what the first has read; never one's own reading."""
    if not user.has_perm(CHECK) or user.scope_unit_id is None:
        return
    try:
        province = checking_province(user, on=on)
    except Refused:
        return
    checks = LawCheck.objects.filter(province_code=province, state=CheckState.WAITING).exclude(proposed_by=user)
    yield group_of(
        "Đối chiếu văn bản gốc chờ bạn xác nhận",
        [_check(row) for row in checks.select_related("text", "proposed_by").order_by("proposed_at")[:MOST]],
        "law:checking",
    )
    values = NewValue.objects.filter(province_code=province, state=CheckState.WAITING).exclude(proposed_by=user)
    yield group_of(
        "Giá trị mới theo văn bản đổi luật chờ bạn xác nhận",
        [_value(row) for row in values.select_related("proposed_by").order_by("proposed_at")[:MOST]],
        "law:decrees",
    )


def _check(row: LawCheck) -> Waiting:
    subject = subjects_by_place().get((row.kind, row.key, row.applied_from, row.in_force_from))
    url = reverse("law:check", args=[row.kind, row.key, row.applied_from.isoformat(), row.in_force_from.isoformat()])
    said = f"{row.proposed_by.get_full_name()} đọc ở {row.text.name}, trang {row.page}"
    title = subject.label if subject is not None else row.key
    return Waiting(title, said, timezone.localdate(row.proposed_at), url, "đọc lần một")


def _value(row: NewValue) -> Waiting:
    parameter = national_system().parameters.by_id.get(row.key)
    said = f"{row.proposed_by.get_full_name()}, áp dụng từ {row.applied_from:%d/%m/%Y}, {row.reference}"
    title = parameter.label if parameter is not None else row.key
    url = reverse("law:decree", args=[row.change_id])
    return Waiting(title, said, timezone.localdate(row.proposed_at), url, "đọc lần một")
