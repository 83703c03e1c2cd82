"""Handing the reporter's work to a colleague for a time, and taking it back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.audit.services import record
from ansinh.apps.reporting.models import ReporterDelegation

GIVERS = (Role.COMMUNE_OFFICER, Role.DEPARTMENT_OFFICER, Role.CHAIR)
LONGEST = dt.timedelta(days=366)


class CannotDelegate(Exception):
    """The work cannot be handed over like this; the message says why and what to do."""


def can_give(user: User) -> bool:
    """Say whether a person reports for somebody, so that there is work to hand over."""
    return user.scope_unit_id is not None and user.holds(*GIVERS)


@transaction.atomic
def delegate(
    *,
    giver: User,
    deputy: User,
    valid_from: dt.date,
    valid_to: dt.date,
    reason: str,
    now: dt.datetime,
    today: dt.date,
) -> ReporterDelegation:
    """Let a colleague of the same unit or agency report from one day up to before another. Raises CannotDelegate."""
    if not can_give(giver):
        raise CannotDelegate("Tài khoản của bạn không báo cáo cho đơn vị nào nên không có việc để ủy quyền.")
    if deputy.pk == giver.pk or not deputy.is_active or not _same_place(giver, deputy):
        raise CannotDelegate("Chỉ ủy quyền cho người khác, đang làm việc ở cùng đơn vị hoặc cơ quan với bạn.")
    if not reason.strip():
        raise CannotDelegate("Ghi lý do ủy quyền, như “đi công tác”.")
    if valid_to <= valid_from or valid_to <= today:
        raise CannotDelegate("Ngày thôi phải sau ngày bắt đầu và sau hôm nay.")
    if valid_to - valid_from > LONGEST:
        raise CannotDelegate("Ủy quyền nhiều nhất một năm một lần.")
    # One at a time for each pair: a second press does nothing new.
    User.objects.select_for_update().get(pk=giver.pk)
    same = ReporterDelegation.objects.filter(
        giver=giver, deputy=deputy, withdrawn_at=None, valid_from__lt=valid_to, valid_to__gt=valid_from
    ).first()
    if same is not None:
        raise CannotDelegate(
            f"Đã ủy quyền cho người này đến trước {same.valid_to:%d/%m/%Y}. Rút lại lần ấy rồi ghi lần mới."
        )
    found = ReporterDelegation.objects.create(
        giver=giver,
        deputy=deputy,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason.strip(),
        created_at=now,
    )
    detail = {"deputy": deputy.pk, "from": str(valid_from), "to": str(valid_to)}
    record(actor=giver, verb="reporting.delegate", subject=found, detail=detail, at=now)
    return found


def _same_place(giver: User, deputy: User) -> bool:
    return giver.scope_unit_id == deputy.scope_unit_id and giver.agency_id == deputy.agency_id


@transaction.atomic
def withdraw_delegation(*, delegation_id: int, actor: User, now: dt.datetime) -> ReporterDelegation:
    """Take the work back at once. Raises CannotDelegate where it is not this person's, or is back already."""
    found = ReporterDelegation.objects.select_for_update().filter(pk=delegation_id, giver=actor).first()
    if found is None:
        raise CannotDelegate("Lần ủy quyền này không phải của bạn.")
    if found.withdrawn_at is not None:
        raise CannotDelegate("Lần ủy quyền này đã được rút lại.")
    found.withdrawn_at = now
    found.save(update_fields=["withdrawn_at"])
    record(actor=actor, verb="reporting.end_delegation", subject=found, at=now)
    return found
