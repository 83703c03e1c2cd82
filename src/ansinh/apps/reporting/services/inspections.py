"""Inspections: planned with a team, minutes and conclusion recorded, remedies set and reported done."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import Plan, Task
from ansinh.apps.reporting.models import Inspection, InspectionRecord, Remedy
from ansinh.apps.reporting.services.work_access import can_steer, is_of_place, of_places
from ansinh.apps.territory.models import Agency, Unit


class CannotInspect(Exception):
    """The step of an inspection was not taken; the message says why and what to do."""


def inspections_seen_by(user: User) -> Q:
    """Return what picks the inspections a person sees: of plans he steers or supervises, and of his agency or unit."""
    return of_places(user) | inspected_by(user)


def inspected_by(user: User, *, before: str = "") -> Q:
    """Return what picks the inspections held where a person works; before: the way from another row to them."""
    unit = user.scope_unit
    rows = Q(pk__in=[])
    if user.agency_id is not None:
        rows |= Q(**{f"{before}agency": user.agency_id, f"{before}place": None}) & _in(unit, before)
    if unit is not None:
        own = Q(**{f"{before}place__code": unit.code, f"{before}place__level": unit.level})
        rows |= own & (Q(**{f"{before}agency": None}) | Q(**{f"{before}agency": user.agency_id}))
    return rows


def _in(unit: Unit | None, before: str) -> Q:
    everywhere = Q(**{f"{before}plan__scope_unit": None})
    if unit is None:
        return everywhere
    own = {f"{before}plan__scope_unit__code": unit.code, f"{before}plan__scope_unit__level": unit.level}
    return everywhere | Q(**own)


def is_inspected(user: User, row: Inspection) -> bool:
    """Say whether a person works where the inspection is held."""
    if row.place is not None:
        unit = user.scope_unit
        here = unit is not None and (unit.code, unit.level) == (row.place.code, row.place.level)
        return here and (row.agency is None or row.agency_id == user.agency_id)
    return row.agency_id is not None and row.agency_id == user.agency_id and is_of_place(user, row.plan)


@transaction.atomic
def plan_inspection(
    *,
    key: UUID,
    plan: Plan,
    title: str,
    team: str,
    from_date: dt.date,
    to_date: dt.date,
    actor: User,
    now: dt.datetime,
    agency: Agency | None = None,
    place: Unit | None = None,
    instrument: str = "",
) -> Inspection:
    """Write down an inspection that will be held: whom, when, who goes. The same form sent twice is one.

    Raises CannotInspect.
    """
    if not can_steer(actor, plan):
        raise CannotInspect("Điều phối hoặc lãnh đạo của địa bàn mới lập được cuộc kiểm tra.")
    there = Inspection.objects.filter(pk=key).first()
    if there is not None:
        return there
    title, team = " ".join(title.split()), team.strip()
    if not title or not team:
        raise CannotInspect("Ghi nội dung kiểm tra và đoàn kiểm tra (mỗi người một dòng: họ tên, chức vụ).")
    if agency is None and place is None:
        raise CannotInspect("Chọn cơ quan hoặc đơn vị hành chính được kiểm tra.")
    if to_date < from_date:
        raise CannotInspect("“Đến ngày” phải từ “Từ ngày” trở đi. Sửa một trong hai ngày.")
    row = Inspection.objects.create(
        pk=key,
        plan=plan,
        title=title,
        team=team,
        from_date=from_date,
        to_date=to_date,
        agency=agency,
        place=place,
        instrument=instrument.strip(),
        created_by=actor,
        created_at=now,
    )
    record(actor=actor, verb="reporting.inspection", subject=row, detail={"step": "planned"}, at=now)
    return row


def _steered(inspection_id: UUID, actor: User) -> Inspection:
    rows = Inspection.objects.select_for_update(of=("self",)).select_related("plan__scope_unit", "agency", "place")
    row = rows.get(pk=inspection_id)
    if not can_steer(actor, row.plan):
        raise CannotInspect("Điều phối hoặc lãnh đạo của địa bàn mới ghi được vào cuộc kiểm tra.")
    return row


@transaction.atomic
def add_record(
    *, inspection_id: UUID, kind: str, on: dt.date, text: str, actor: User, now: dt.datetime, number: str = ""
) -> InspectionRecord:
    """Record the minutes, or the conclusion once there are minutes. A later one counts, the earlier stays.

    Raises CannotInspect.
    """
    row = _steered(inspection_id, actor)
    text = text.strip()
    if not text:
        raise CannotInspect("Ghi nội dung chính; tệp có ký thì tải lên ở dưới.")
    if on > timezone.localdate(now) or on < row.from_date:
        raise CannotInspect(f"Ngày văn bản phải từ ngày bắt đầu kiểm tra {row.from_date:%d/%m/%Y} tới hôm nay.")
    if kind == "conclusion" and not row.records.filter(kind="minutes").exists():
        raise CannotInspect("Chưa có biên bản. Ghi biên bản trước khi ghi kết luận.")
    if kind == "conclusion" and not number.strip():
        raise CannotInspect("Ghi số của kết luận.")
    last = row.records.filter(kind=kind).last()
    if last is not None and (last.on, last.text, last.number) == (on, text, number.strip()):
        return last
    made = InspectionRecord.objects.create(
        inspection=row, kind=kind, on=on, number=number.strip(), text=text, recorded_by=actor, recorded_at=now
    )
    record(actor=actor, verb="reporting.inspection", subject=row, detail={"step": kind, "on": str(on)}, at=now)
    return made


@transaction.atomic
def add_remedy(
    *,
    inspection_id: UUID,
    text: str,
    who: str,
    due_date: dt.date,
    actor: User,
    now: dt.datetime,
    task: Task | None = None,
) -> Remedy:
    """Set what has to be mended, by whom, until when; after the conclusion. Raises CannotInspect."""
    row = _steered(inspection_id, actor)
    text, who = text.strip(), " ".join(who.split()) or row.subject_name
    conclusion = row.records.filter(kind="conclusion").last()
    if conclusion is None:
        raise CannotInspect("Chưa có kết luận. Ghi kết luận trước khi giao việc khắc phục.")
    if not text:
        raise CannotInspect("Ghi việc phải khắc phục.")
    if due_date < conclusion.on:
        raise CannotInspect(f"Thời hạn khắc phục phải từ ngày kết luận {conclusion.on:%d/%m/%Y} trở đi.")
    there = row.remedies.filter(text=text, who=who, due_date=due_date).first()
    if there is not None:
        return there
    remedy = Remedy.objects.create(
        inspection=row, text=text, who=who, due_date=due_date, task=task, created_by=actor, created_at=now
    )
    record(actor=actor, verb="reporting.inspection", subject=row, detail={"step": "remedy", "row": remedy.pk}, at=now)
    return remedy


@transaction.atomic
def finish_remedy(*, remedy_id: int, seen: int, done_on: dt.date, result: str, actor: User, now: dt.datetime) -> Remedy:
    """Report a remedy done, with what was done; those inspected do, or who steers. Raises CannotInspect."""
    rows = Remedy.objects.select_for_update(of=("self",)).select_related(
        "inspection__plan__scope_unit", "inspection__agency", "inspection__place"
    )
    remedy = rows.get(pk=remedy_id)
    row = remedy.inspection
    if not (can_steer(actor, row.plan) or is_inspected(actor, row)):
        raise CannotInspect("Nơi được kiểm tra hoặc điều phối mới báo được việc khắc phục.")
    if remedy.version != seen or remedy.done_on is not None:
        raise CannotInspect("Việc này vừa được người khác ghi. Tải lại trang để xem.")
    if not result.strip():
        raise CannotInspect("Ghi đã khắc phục thế nào.")
    if done_on > timezone.localdate(now) or done_on < timezone.localdate(remedy.created_at):
        raise CannotInspect("Ngày khắc phục xong phải từ ngày giao tới hôm nay.")
    remedy.done_on, remedy.result, remedy.done_by = done_on, result.strip(), actor
    remedy.version += 1
    remedy.save()
    record(actor=actor, verb="reporting.inspection", subject=row, detail={"step": "mended", "row": remedy.pk}, at=now)
    return remedy


@transaction.atomic
def reopen_remedy(*, remedy_id: int, seen: int, reason: str, actor: User, now: dt.datetime) -> Remedy:
    """Say that a remedy reported done is not: it is open again, what was said is kept in the log. Raises CannotInspect."""
    remedy = Remedy.objects.select_for_update(of=("self",)).get(pk=remedy_id)
    row = _steered(remedy.inspection_id, actor)
    if remedy.version != seen or remedy.done_on is None:
        raise CannotInspect("Việc này vừa được người khác ghi. Tải lại trang để xem.")
    if not reason.strip():
        raise CannotInspect("Ghi vì sao chưa coi là đã khắc phục.")
    detail = {
        "step": "reopened",
        "row": remedy.pk,
        "done_on": str(remedy.done_on),
        "result": remedy.result,
        "reason": reason.strip(),
    }
    remedy.done_on, remedy.result, remedy.done_by = None, "", None
    remedy.version += 1
    remedy.save()
    record(actor=actor, verb="reporting.inspection", subject=row, detail=detail, at=now)
    return remedy
