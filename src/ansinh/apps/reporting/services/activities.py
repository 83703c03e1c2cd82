"""Campaigns, commendations, good models: written down, then step by step."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import Plan, Task
from ansinh.apps.reporting.models import Activity, ActivityKind, ActivityStep, ActivityStepKind
from ansinh.apps.reporting.services.work_access import can_steer, of_places

WRITERS = (Role.COORDINATOR, Role.DEPARTMENT_OFFICER, Role.COMMUNE_OFFICER, Role.CHAIR)
COMMENDATION = (
    ActivityStepKind.GUIDANCE,
    ActivityStepKind.NOMINATION,
    ActivityStepKind.APPRAISAL,
    ActivityStepKind.DECISION,
)
STEPS: dict[str, tuple[ActivityStepKind, ...]] = {
    ActivityKind.CAMPAIGN: (ActivityStepKind.HELD, ActivityStepKind.RESULT),
    ActivityKind.COMMENDATION: COMMENDATION,
    ActivityKind.GOOD_MODEL: (ActivityStepKind.HELD, ActivityStepKind.RESULT, ActivityStepKind.SPREAD),
}


class CannotWriteActivity(Exception):
    """The activity or its step was not written; the message says why and what to do."""


def activities_seen_by(user: User) -> Q:
    """Return what picks the activities a person sees: those he steers or supervises, his own, his agency's and unit's."""
    rows = of_places(user) | Q(created_by=user)
    unit = user.scope_unit
    if user.agency_id is not None:
        rows |= Q(agency=user.agency_id, place__code=unit.code) if unit else Q(agency=user.agency_id)
    return rows


def may_write(user: User, row: Activity | None = None) -> bool:
    """Say whether a person writes an activity down, or a step of this one."""
    if not user.is_active or not user.holds(*WRITERS):
        return False
    return (
        row is None
        or can_steer(user, row.plan)
        or Activity.objects.filter(activities_seen_by(user), pk=row.pk).exists()
    )


def next_steps(row: Activity, steps: list[ActivityStep]) -> list[ActivityStepKind]:
    """Return the steps that may follow: a commendation goes in its order, none skipped; the others are free."""
    ways = STEPS[row.kind]
    if row.kind != ActivityKind.COMMENDATION:
        return list(ways)
    taken = {step.kind for step in steps}
    return next(([one] for one in ways if one not in taken), [])


@transaction.atomic
def add_activity(
    *,
    key: UUID,
    plan: Plan,
    kind: str,
    title: str,
    from_date: dt.date,
    actor: User,
    now: dt.datetime,
    to_date: dt.date | None = None,
    text: str = "",
    task: Task | None = None,
) -> Activity:
    """Write an activity down, in the name of one's agency and unit; the same form sent twice is one.

    Raises CannotWriteActivity.
    """
    if not may_write(actor):
        raise CannotWriteActivity("Chuyên viên, cán bộ xã, điều phối và lãnh đạo mới ghi được hoạt động.")
    there = Activity.objects.filter(pk=key).first()
    if there is not None:
        return there
    title = " ".join(title.split())
    if kind not in ActivityKind.values or not title:
        raise CannotWriteActivity("Chọn loại hoạt động và ghi tên.")
    if to_date is not None and to_date < from_date:
        raise CannotWriteActivity("“Đến ngày” phải từ “Từ ngày” trở đi. Sửa một trong hai ngày.")
    if task is not None and task.plan_id != plan.pk:
        raise CannotWriteActivity("Nhiệm vụ ấy không thuộc kế hoạch này. Chọn lại.")
    row = Activity.objects.create(
        pk=key,
        plan=plan,
        task=task,
        kind=kind,
        title=title,
        text=text.strip(),
        agency=actor.agency,
        place=actor.scope_unit,
        from_date=from_date,
        to_date=to_date,
        created_by=actor,
        created_at=now,
    )
    record(actor=actor, verb="reporting.activity", subject=row, detail={"kind": kind}, at=now)
    return row


@transaction.atomic
def add_step(
    *,
    activity_id: UUID,
    kind: str,
    on: dt.date,
    text: str,
    seen: int,
    actor: User,
    now: dt.datetime,
    instrument: str = "",
) -> ActivityStep:
    """Take the next step of an activity. ``seen`` is how many steps the person saw. Raises CannotWriteActivity."""
    rows = Activity.objects.select_for_update(of=("self",)).select_related("plan__scope_unit")
    row = rows.get(pk=activity_id)
    steps = list(row.steps.all())
    text, instrument = text.strip(), instrument.strip()
    if not may_write(actor, row):
        raise CannotWriteActivity("Hoạt động này không thuộc cơ quan, địa bàn của bạn.")
    last = steps[-1] if steps else None
    if last is not None and last.number == seen + 1 and (last.kind, last.text, last.actor_id) == (kind, text, actor.pk):
        return last
    if len(steps) != seen:
        raise CannotWriteActivity("Người khác vừa ghi thêm một bước. Xem bước mới rồi ghi tiếp.")
    if kind not in next_steps(row, steps):
        raise CannotWriteActivity(
            "Chưa tới bước này: khen thưởng đi lần lượt hướng dẫn, đề nghị, thẩm định, quyết định."
        )
    if not text:
        raise CannotWriteActivity("Ghi nội dung của bước này.")
    if on > timezone.localdate(now) or (last is not None and on < last.on):
        raise CannotWriteActivity("Ngày của bước phải từ bước trước tới hôm nay.")
    if kind == ActivityStepKind.DECISION and not instrument:
        raise CannotWriteActivity("Ghi số, ký hiệu quyết định.")
    if kind in (ActivityStepKind.APPRAISAL, ActivityStepKind.DECISION):
        nominated = next((one for one in steps if one.kind == ActivityStepKind.NOMINATION), None)
        if nominated is not None and nominated.actor_id == actor.pk:
            raise CannotWriteActivity("Người đề nghị khen thưởng không ghi thẩm định và quyết định. Người khác ghi.")
    step = ActivityStep.objects.create(
        activity=row, number=seen + 1, kind=kind, on=on, instrument=instrument, text=text, actor=actor, at=now
    )
    record(actor=actor, verb="reporting.activity", subject=row, detail={"step": kind, "on": str(on)}, at=now)
    return step
