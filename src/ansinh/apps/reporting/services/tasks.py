"""Writing how a task goes: progress, and the event that starts it. Every word stays; a new one follows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import Task
from ansinh.apps.reporting.models import ProgressNote, TaskEvent, TaskRun, WorkState
from ansinh.apps.reporting.selectors.taskwork import Instance, find_instance, list_instances
from ansinh.apps.reporting.services.work_access import TaskRights, rights_on

TEXTS = ("done", "next", "barrier", "request", "product")
NOT_YOURS = "Chỉ cơ quan đang giữ việc, người chịu trách nhiệm và điều phối mới ghi được; kế hoạch phải đang thực hiện."


class CannotReport(Exception):
    """The progress was not written; the message says why and what to do."""


class ProgressConflict(CannotReport):
    """Somebody else has written meanwhile; the page has to be looked at again."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What is said of one instance on a day."""

    state: str
    share: int
    on: dt.date
    done: str = ""
    next: str = ""
    barrier: str = ""
    request: str = ""
    product: str = ""


def locked_task(task_id: int) -> Task:
    """Return a task that nobody else writes about until the transaction ends. Raises CannotReport."""
    rows = Task.objects.select_for_update(of=("self",)).select_related("plan__scope_unit")
    task = rows.filter(pk=task_id).first()
    if task is None or not task.in_use:
        raise CannotReport("Nhiệm vụ này không còn trong kế hoạch. Tải lại trang.")
    return task


def run_of(task: Task, period: str, *, now: dt.datetime) -> tuple[Instance, TaskRun]:
    """Return an instance with its row, made now if nothing was recorded of it yet. Raises CannotReport."""
    instance = find_instance(list_instances(task, on=timezone.localdate(now)), period)
    if instance is None:
        raise CannotReport("Kỳ thực hiện này chưa bắt đầu hoặc không có. Chọn kỳ trong danh sách.")
    run, _ = TaskRun.objects.get_or_create(task=task, period=period)
    return instance, run


def allowed_to_work(task: Task, actor: User, now: dt.datetime) -> TaskRights:
    """Return what a person may do with a task he may write about. Raises CannotReport."""
    rights = rights_on(actor, task, on=timezone.localdate(now))
    if not rights.work:
        raise CannotReport(NOT_YOURS)
    return rights


@transaction.atomic
def report_progress(
    *, task_id: int, period: str, given: Progress, seen: int, actor: User, now: dt.datetime
) -> ProgressNote:
    """Write how an instance of a task stands. ``seen`` is the number of the last word the person saw, 0 for none.

    The same words sent twice are one. Raises CannotReport, ProgressConflict.
    """
    task = locked_task(task_id)
    allowed_to_work(task, actor, now)
    instance, run = run_of(task, period, now=now)
    words = {name: " ".join(getattr(given, name).split("\x00")).strip() for name in TEXTS}
    last = instance.last
    number = last.number if last else 0
    if number != seen:
        if last is not None and number == seen + 1 and last.author_id == actor.pk and _same(last, given, words):
            return last
        raise ProgressConflict(
            f"{last.author if last else 'Người khác'} vừa ghi tiến độ nhiệm vụ này. Xem lời mới rồi ghi tiếp; "
            "lời của bạn chưa được giữ."
        )
    _check(task, instance, given, words, timezone.localdate(now))
    note = ProgressNote.objects.create(
        run=run, number=number + 1, state=given.state, share=given.share, on=given.on, author=actor, at=now, **words
    )
    record(
        actor=actor,
        verb="reporting.progress",
        subject=task,
        detail={"period": period, "number": note.number, "state": note.state, "share": note.share, "on": str(note.on)},
        at=now,
    )
    return note


def _same(last: ProgressNote, given: Progress, words: dict[str, str]) -> bool:
    return (last.state, last.share, last.on) == (given.state, given.share, given.on) and all(
        getattr(last, name) == said for name, said in words.items()
    )


def _check(task: Task, instance: Instance, given: Progress, words: dict[str, str], today: dt.date) -> None:
    if given.state not in WorkState.values:
        raise CannotReport("Chọn tình trạng: chưa bắt đầu, đang làm hoặc đã xong.")
    if instance.status.code == "waiting_event":
        raise CannotReport("Nhiệm vụ này chờ một văn bản. Ghi số và ngày văn bản ấy trước, rồi ghi tiến độ.")
    if given.on > today:
        raise CannotReport(f"Ngày {given.on:%d/%m/%Y} chưa tới. Ghi ngày đã làm, muộn nhất là hôm nay.")
    if instance.last is not None and given.on < instance.last.on:
        raise CannotReport(
            f"Lần ghi trước là của ngày {instance.last.on:%d/%m/%Y}. Ghi ngày ấy hoặc sau, để tiến độ đi theo thời gian."
        )
    wanted = {WorkState.NOT_STARTED: (0, 0), WorkState.IN_PROGRESS: (0, 99), WorkState.DONE: (100, 100)}
    low, high = wanted[WorkState(given.state)]
    if not low <= given.share <= high:
        said = f"{low} %" if low == high else f"từ {low} đến {high} %"
        raise CannotReport(f"“{WorkState(given.state).label}” thì phần đã làm phải {said}. Sửa một trong hai.")
    if not any(words.values()):
        raise CannotReport("Ghi ít nhất một ô: đã làm, sẽ làm, vướng mắc hoặc đề nghị.")
    if given.state == WorkState.DONE and task.product and not words["product"]:
        raise CannotReport(f"Kế hoạch yêu cầu sản phẩm “{task.product[:120]}”. Ghi sản phẩm đã nộp rồi báo xong.")


@transaction.atomic
def record_event(
    *,
    task_id: int,
    instrument: str,
    instrument_date: dt.date,
    actor: User,
    now: dt.datetime,
    title: str = "",
    due_date: dt.date | None = None,
) -> TaskEvent:
    """Record the instrument that a task waited for: from then on it is to be done. Raises CannotReport."""
    task = locked_task(task_id)
    allowed_to_work(task, actor, now)
    instrument = " ".join(instrument.split())
    if task.schedule_kind != "event":
        raise CannotReport("Nhiệm vụ này không chờ văn bản nào: kế hoạch đã ghi thời gian thực hiện.")
    if not instrument:
        raise CannotReport("Ghi số, ký hiệu văn bản, như 45/QĐ-UBND.")
    if instrument_date > timezone.localdate(now):
        raise CannotReport(f"Ngày văn bản {instrument_date:%d/%m/%Y} chưa tới. Ghi khi văn bản đã ban hành.")
    if due_date is not None and due_date < instrument_date:
        raise CannotReport("Thời hạn theo văn bản phải từ ngày văn bản trở đi.")
    there = TaskEvent.objects.filter(task=task, withdrawn_at=None).first()
    if there is not None:
        if (there.instrument, there.instrument_date, there.due_date) == (instrument, instrument_date, due_date):
            return there
        raise CannotReport(f"Đã ghi {there}. Nếu ghi nhầm thì rút lại dòng ấy trước.")
    event = TaskEvent.objects.create(
        task=task,
        instrument=instrument,
        instrument_date=instrument_date,
        title=title.strip(),
        due_date=due_date,
        recorded_by=actor,
        recorded_at=now,
    )
    record(actor=actor, verb="reporting.event", subject=task, detail={"instrument": str(event)}, at=now)
    return event


@transaction.atomic
def withdraw_event(*, task_id: int, event_id: int, actor: User, now: dt.datetime) -> TaskEvent:
    """Take back an instrument recorded wrongly: the task waits again. Raises CannotReport."""
    task = locked_task(task_id)
    allowed_to_work(task, actor, now)
    event = TaskEvent.objects.filter(task=task, pk=event_id, withdrawn_at=None).first()
    if event is None:
        raise CannotReport("Dòng này đã được rút lại. Tải lại trang.")
    if ProgressNote.objects.filter(run__task=task).exists():
        raise CannotReport("Nhiệm vụ đã có tiến độ nên văn bản bắt đầu không rút lại được. Ghi điều sai ở tiến độ.")
    event.withdrawn_by, event.withdrawn_at = actor, now
    event.save(update_fields=["withdrawn_by", "withdrawn_at"])
    record(actor=actor, verb="reporting.event_withdrawn", subject=task, detail={"instrument": str(event)}, at=now)
    return event
