"""What waits for somebody in the work on plans: tasks that fall due, answers that are asked of him, parts to be written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.planning.models import PlanState
from ansinh.apps.reporting.models import (
    Difficulty,
    DifficultyState,
    Extension,
    OpinionCall,
    OutlineSection,
    Remedy,
    SectionKind,
    SupervisionThread,
    ThreadEntry,
)
from ansinh.apps.reporting.selectors.taskwork import MyTask, list_my_tasks
from ansinh.apps.reporting.services.difficulties import RAISERS
from ansinh.apps.reporting.services.inspections import inspected_by
from ansinh.apps.reporting.services.official import may_write
from ansinh.apps.reporting.services.work_access import STEERS, asked_of, can_steer
from ansinh.apps.ui.today import Waiting, WaitingGroup, group_of

MOST = 100
SOON = dt.timedelta(days=30)


def list_waiting_extensions(user: User) -> list[Extension]:
    """Return the requests for more time on plans that a person steers, oldest first; never his own."""
    rows = (
        Extension.objects.filter(answered_at=None, withdrawn_at=None, run__task__plan__state=PlanState.RUNNING)
        .exclude(asked_by=user)
        .select_related("run__task__plan__scope_unit", "asked_by")
        .defer("run__task__read", "run__task__marks", "run__task__plan__unparsed")
        .order_by("asked_at")
    )
    return [row for row in rows[:MOST] if can_steer(user, row.run.task.plan)]


def list_waiting(user: User, *, today: dt.date) -> list[WaitingGroup]:
    """Return what waits for a person in the work on plans, by kinds, what is most pressing first in each."""
    mine = list_my_tasks(user, on=today) if user.holds(*RAISERS) else []
    due = [one for one in mine if not one.instance.is_passed and _is_near(one.instance.due, today)]
    tasks = {one.task.pk for one in mine}
    found = [
        group_of("Nhiệm vụ đến hạn, quá hạn", [_task(one) for one in due], "reporting:my_tasks"),
        group_of("Đề nghị gia hạn chờ bạn trả lời", _extensions(user), "reporting:my_tasks"),
        group_of("Vướng mắc, kiến nghị chờ bạn trả lời", _difficulties(user), "reporting:difficulties"),
        group_of("Câu hỏi giám sát", _threads(user, tasks), "reporting:threads"),
        group_of("Việc phải khắc phục sau kiểm tra", _remedies(user, today), "reporting:inspections"),
        group_of("Góp ý dự thảo chờ bạn tiếp thu, giải trình", _opinions(tasks), "reporting:my_tasks"),
        group_of("Phần báo cáo tổng hợp chờ bạn viết", _sections(user), "reporting:officials"),
    ]
    return [one for one in found if one.count]


def _is_near(due: dt.date | None, today: dt.date) -> bool:
    return due is not None and due <= today + SOON


def _task(one: MyTask) -> Waiting:
    instance = one.instance
    url = f"{reverse('reporting:task', args=[one.task.pk])}?ky={instance.code}"
    said = " · ".join(part for part in (instance.label, one.why) if part)
    # What was due before the plan was put to work is not late by our silence.
    state = "chưa rõ" if instance.status.code == "unknown" and instance.due and instance.due < instance.on else ""
    return Waiting(one.task.name, said, instance.due, url, state)


def _extensions(user: User) -> Iterable[Waiting]:
    for row in list_waiting_extensions(user) if user.holds(*STEERS) else ():
        url = f"{reverse('reporting:task', args=[row.run.task_id])}?ky={row.run.period}#gia-han"
        said = f"{row.asked_by.get_full_name()} đề nghị đến {row.asked_day:%d/%m/%Y}"
        yield Waiting(row.run.task.name, said, row.due_before, url)


def _steered(user: User) -> Q:
    """Return what picks, by its field ``plan``, the rows of plans that a person steers."""
    if not user.holds(*STEERS):
        return Q(pk__in=[])
    unit = user.scope_unit
    everywhere = Q(plan__scope_unit=None)
    return (
        everywhere
        if unit is None
        else everywhere | Q(plan__scope_unit__code=unit.code, plan__scope_unit__level=unit.level)
    )


def _short(rows: QuerySet[Any]) -> Any:
    return rows.filter(plan__state=PlanState.RUNNING).select_related("plan__file").defer(
        "plan__unparsed", "plan__recipients", "plan__file__content", "plan__file__text", "plan__file__blocks",
        "plan__file__page_starts",
    )  # fmt: skip


def _difficulties(user: User) -> Iterable[Waiting]:
    """Return those asked of a person's agency, and of the plans he steers those asked of nobody else."""
    if not user.holds(*RAISERS):
        return
    asked = asked_of(user) | _steered(user) & Q(addressed_to=None)
    rows = Difficulty.objects.filter(asked, state__in=[DifficultyState.OPEN, DifficultyState.PASSED])
    rows = rows.exclude(raised_by=user).order_by(F("answer_due").asc(nulls_last=True), "waiting_since")
    for row in _short(rows)[:MOST]:
        said = f"chờ từ {row.waiting_since:%d/%m/%Y} · {row.plan.short_title}"
        yield Waiting(row.title, said, row.answer_due, reverse("reporting:difficulty", args=[row.pk]))


def _threads(user: User, tasks: Collection[int]) -> Iterable[Waiting]:
    """Return the questions to be answered by a person, and the answers to those he asked."""
    last = ThreadEntry.objects.filter(thread=OuterRef("pk")).order_by("-number").values("kind")[:1]
    to_answer = (_steered(user) | Q(task__in=tasks)) & ~Q(opened_by=user) & Q(last="question")
    to_read = Q(opened_by=user, last="answer")
    rows = SupervisionThread.objects.annotate(last=Subquery(last)).filter(to_answer | to_read)
    for row in _short(rows).order_by(F("answer_due").asc(nulls_last=True), "opened_at")[:MOST]:
        said = "đã có trả lời, bạn xem rồi kết thúc hoặc hỏi tiếp" if row.last == "answer" else "chờ trả lời"
        url = reverse("reporting:thread", args=[row.pk])
        yield Waiting(row.title, f"{row.get_supervisor_display()} · {said}", row.answer_due, url)


def _remedies(user: User, today: dt.date) -> Iterable[Waiting]:
    """Return what is to be mended where a person works, and on plans he steers what is late."""
    steered = Q(inspection__plan__scope_unit=None) | Q(
        inspection__plan__scope_unit__code=user.scope_unit.code if user.scope_unit else "",
        inspection__plan__scope_unit__level=user.scope_unit.level if user.scope_unit else "",
    )
    late = Q(due_date__lt=today) & steered if user.holds(*STEERS) else Q(pk__in=[])
    rows = Remedy.objects.filter(inspected_by(user, before="inspection__") & Q(due_date__lte=today + SOON) | late)
    rows = rows.filter(done_on=None, inspection__plan__state=PlanState.RUNNING).select_related("inspection")
    for row in rows.order_by("due_date")[:MOST]:
        url = reverse("reporting:inspection", args=[row.inspection_id])
        yield Waiting(row.text, f"{row.who} · {row.inspection.title}", row.due_date, url)


def _opinions(tasks: Collection[int]) -> Iterable[Waiting]:
    rows = OpinionCall.objects.filter(task__in=tasks).annotate(open=Count("opinions", filter=Q(opinions__taken="")))
    for row in rows.filter(open__gt=0).order_by("closes_on")[:MOST] if tasks else ():
        url = reverse("reporting:opinions", args=[row.pk])
        yield Waiting(row.title, f"{row.open} góp ý chưa trả lời", row.closes_on, url)


def _sections(user: User) -> Iterable[Waiting]:
    """Return the parts of official reports that a person's agency has been given to write and has not written."""
    if user.agency_id is None or not user.holds(Role.DEPARTMENT_OFFICER, Role.COORDINATOR):
        return
    rows = OutlineSection.objects.filter(
        agency=user.agency_id, body="", kind=SectionKind.TEXT, is_required=True, report__plan__state=PlanState.RUNNING
    ).select_related("agency", "report__plan__scope_unit", "report__plan__file")
    rows = rows.defer("report__plan__unparsed", "report__plan__file__content", "report__plan__file__text")
    for row in rows.order_by("report__created_at", "ordinal")[:MOST]:
        if may_write(user, row):
            said = f"{row.report} · giao ngày {timezone.localdate(row.report.created_at):%d/%m/%Y}"
            yield Waiting(row.heading, said, None, reverse("reporting:official_section", args=[row.pk]))
