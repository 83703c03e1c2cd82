"""Supervision: a question of the People's Council or the Front on an item of a plan, answers, more questions, the end."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import Indicator, Plan, ReportDuty, Task
from ansinh.apps.reporting.models import SupervisionThread, Supervisor, ThreadEntry
from ansinh.apps.reporting.services.work_access import can_steer, rights_on


class CannotSupervise(Exception):
    """Nothing was written in the thread; the message says why and what to do."""


def may_ask(user: User, plan: Plan) -> bool:
    """Say whether a person asks: who supervises, or who steers and writes down what was asked on paper."""
    return user.is_active and (user.holds(Role.AUDITOR) or can_steer(user, plan))


def may_answer(user: User, thread: SupervisionThread, *, on: dt.date) -> bool:
    """Say whether a person answers: who steers the plan, and who works on the task asked about; never who asked."""
    if user.pk == thread.opened_by_id or (user.holds(Role.AUDITOR) and not can_steer(user, thread.plan)):
        return False
    return can_steer(user, thread.plan) or (thread.task is not None and rights_on(user, thread.task, on=on).work)


@transaction.atomic
def ask(
    *,
    key: UUID,
    plan: Plan,
    supervisor: str,
    title: str,
    text: str,
    actor: User,
    now: dt.datetime,
    task: Task | None = None,
    indicator: Indicator | None = None,
    duty: ReportDuty | None = None,
    answer_due: dt.date | None = None,
    instrument: str = "",
) -> SupervisionThread:
    """Open a thread on a plan or one item of it; the same form sent twice is one. Raises CannotSupervise."""
    if not may_ask(actor, plan):
        raise CannotSupervise("Người giám sát, hoặc điều phối ghi thay, mới đặt được câu hỏi giám sát.")
    there = SupervisionThread.objects.filter(pk=key).first()
    if there is not None:
        return there
    title, text, today = " ".join(title.split()), text.strip(), timezone.localdate(now)
    if supervisor not in Supervisor.values or not title or not text:
        raise CannotSupervise("Chọn bên giám sát, ghi câu hỏi ngắn và nội dung.")
    if any(one is not None and one.plan_id != plan.pk for one in (task, indicator, duty)):
        raise CannotSupervise("Mục ấy không thuộc kế hoạch này. Chọn lại.")
    if answer_due is not None and answer_due < today:
        raise CannotSupervise("Hạn trả lời phải từ hôm nay trở đi.")
    thread = SupervisionThread.objects.create(
        pk=key,
        plan=plan,
        task=task,
        indicator=indicator,
        duty=duty,
        supervisor=supervisor,
        title=title,
        answer_due=answer_due,
        opened_by=actor,
        opened_on=today,
        opened_at=now,
    )
    _write(thread, 1, "question", text, instrument, actor, now)
    return thread


@transaction.atomic
def write(
    *, thread_id: UUID, kind: str, text: str, seen: int, actor: User, now: dt.datetime, instrument: str = ""
) -> ThreadEntry:
    """Ask on, answer, or end a thread. ``seen`` is the number of the last entry the person saw. Raises CannotSupervise."""
    rows = SupervisionThread.objects.select_for_update(of=("self",)).select_related("plan__scope_unit", "task__plan")
    thread = rows.get(pk=thread_id)
    last = thread.entries.last()
    text = text.strip()
    if (
        last is not None
        and last.number == seen + 1
        and (last.kind, last.text, last.author_id)
        == (
            kind,
            text,
            actor.pk,
        )
    ):
        return last
    if last is None or last.number != seen:
        raise CannotSupervise("Người khác vừa viết thêm. Xem lời mới rồi viết tiếp; lời của bạn chưa được giữ.")
    if last.kind == "closed":
        raise CannotSupervise("Chuỗi này đã kết thúc. Đặt câu hỏi mới nếu cần.")
    asks = may_ask(actor, thread.plan)
    if kind == "answer":
        if not may_answer(actor, thread, on=timezone.localdate(now)):
            raise CannotSupervise("Điều phối, lãnh đạo hoặc nơi giữ việc mới trả lời; người hỏi không tự trả lời.")
    elif kind not in ("question", "closed") or not asks:
        raise CannotSupervise("Người giám sát mới hỏi tiếp hoặc kết thúc chuỗi.")
    if not text:
        raise CannotSupervise("Ghi nội dung.")
    return _write(thread, seen + 1, kind, text, instrument, actor, now)


def _write(
    thread: SupervisionThread, number: int, kind: str, text: str, instrument: str, actor: User, now: dt.datetime
) -> ThreadEntry:
    entry = ThreadEntry.objects.create(
        thread=thread,
        number=number,
        kind=kind,
        text=text,
        instrument=instrument.strip(),
        on=timezone.localdate(now),
        author=actor,
        at=now,
    )
    record(actor=actor, verb="reporting.supervision", subject=thread, detail={"kind": kind, "number": number}, at=now)
    return entry
