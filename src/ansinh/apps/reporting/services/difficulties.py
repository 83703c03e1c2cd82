"""Difficulties and proposals: raised, answered, passed upward, put into a version of the plan, closed."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import Indicator, Plan, PlanVersion, Task, VersionState
from ansinh.apps.reporting.models import (
    Difficulty,
    DifficultyKind,
    DifficultyState,
    DifficultyStep,
    DifficultyVerb,
)
from ansinh.apps.reporting.services.proofs import keep_proof
from ansinh.apps.reporting.services.work_access import asked_of, can_steer, is_near, of_places
from ansinh.apps.territory.models import Agency, AgencyLevel

RAISERS = (Role.COORDINATOR, Role.DEPARTMENT_OFFICER, Role.COMMUNE_OFFICER, Role.CHAIR)
_WAITING = (DifficultyVerb.ANSWER, DifficultyVerb.PASS, DifficultyVerb.RECORD, DifficultyVerb.INTO_VERSION)
# state -> what may be done in it; everything else is refused.
WAYS: dict[str, tuple[DifficultyVerb, ...]] = {
    DifficultyState.OPEN: _WAITING,
    DifficultyState.PASSED: _WAITING,
    DifficultyState.ANSWERED: (DifficultyVerb.REOPEN, DifficultyVerb.CLOSE, DifficultyVerb.INTO_VERSION),
    DifficultyState.CLOSED: (),
}
RESULTS = {
    DifficultyVerb.ANSWER: DifficultyState.ANSWERED,
    DifficultyVerb.RECORD: DifficultyState.ANSWERED,
    DifficultyVerb.PASS: DifficultyState.PASSED,
    DifficultyVerb.REOPEN: DifficultyState.OPEN,
    DifficultyVerb.CLOSE: DifficultyState.CLOSED,
}


class CannotRaise(Exception):
    """The difficulty was not raised or not moved on; the message says why and what to do."""


def difficulties_seen_by(user: User) -> Q:
    """Return what picks the difficulties a person sees: his own, his agency's and unit's, those he steers or supervises."""
    rows = Q(raised_by=user) | of_places(user)
    if user.agency_id is not None:
        unit = user.scope_unit
        own = Q(raised_agency=user.agency_id)
        rows |= asked_of(user)
        rows |= own & Q(raised_unit__code=unit.code, raised_unit__level=unit.level) if unit else own
    return rows


def may_raise(user: User, plan: Plan | None = None) -> bool:
    """Say whether a person raises difficulties; on this plan, where one is given."""
    return user.is_active and user.holds(*RAISERS) and (plan is None or is_near(user, plan))


def may_do(user: User, row: Difficulty, verb: str) -> bool:
    """Say whether a person takes a step: answering is for those asked, never for the one who raised it."""
    if verb not in WAYS[row.state]:
        return False
    steers = can_steer(user, row.plan)
    if verb == DifficultyVerb.RECORD:
        # Whoever answers works outside the program: the office that asked there writes its answer down.
        above = row.addressed_to is not None and row.addressed_to.level == AgencyLevel.CENTRAL
        return above and user.holds(*RAISERS) and (steers or _asked_above(user, row))
    if verb in (DifficultyVerb.REOPEN, DifficultyVerb.CLOSE):
        return user.pk == row.raised_by_id or steers or _recorded(user, row)
    if verb == DifficultyVerb.INTO_VERSION:
        return steers and row.plan_version_id is None
    if user.pk == row.raised_by_id:
        return False
    return steers or (user.holds(*RAISERS) and Difficulty.objects.filter(asked_of(user), pk=row.pk).exists())


def _asked_above(user: User, row: Difficulty) -> bool:
    """Say whether a person's office put the difficulty to the agency that is to answer: by raising or by passing it."""
    verbs = (DifficultyVerb.RAISE, DifficultyVerb.PASS)
    last = row.steps.filter(verb__in=verbs).select_related("actor__scope_unit").last()
    return last is not None and user.is_active and _is_colleague(user, last.actor)


def _recorded(user: User, row: Difficulty) -> bool:
    last = row.steps.exclude(verb=DifficultyVerb.INTO_VERSION).last()
    return last is not None and last.verb == DifficultyVerb.RECORD and _asked_above(user, row)


def _is_colleague(user: User, other: User) -> bool:
    if user.pk == other.pk:
        return True
    mine, theirs = user.scope_unit, other.scope_unit
    if user.agency_id != other.agency_id or mine is None or theirs is None:
        return False
    return (mine.code, mine.level) == (theirs.code, theirs.level)


@transaction.atomic
def raise_difficulty(
    *,
    key: UUID,
    plan: Plan,
    title: str,
    text: str,
    actor: User,
    now: dt.datetime,
    kind: str = DifficultyKind.DIFFICULTY,
    task: Task | None = None,
    indicator: Indicator | None = None,
    addressed_to: Agency | None = None,
    answer_due: dt.date | None = None,
) -> Difficulty:
    """Raise a difficulty or a proposal on a plan, a task or an indicator; the same form sent twice is one.

    Raises CannotRaise.
    """
    if not may_raise(actor):
        raise CannotRaise("Chuyên viên, cán bộ xã, điều phối và lãnh đạo mới nêu được vướng mắc, kiến nghị.")
    if not may_raise(actor, plan):
        raise CannotRaise("Kế hoạch này của địa bàn khác. Chọn kế hoạch của địa bàn bạn hoặc của cấp trên.")
    there = Difficulty.objects.filter(pk=key).first()
    if there is not None:
        return there
    title, text = " ".join(title.split()), text.strip()
    if not title or not text:
        raise CannotRaise("Ghi tóm tắt và nội dung: vướng gì, ở đâu, đề nghị làm gì.")
    today = timezone.localdate(now)
    if answer_due is not None and answer_due < today:
        raise CannotRaise("Hạn trả lời phải từ hôm nay trở đi.")
    if (task is not None and task.plan_id != plan.pk) or (indicator is not None and indicator.plan_id != plan.pk):
        raise CannotRaise("Nhiệm vụ, chỉ tiêu ấy không thuộc kế hoạch này. Chọn lại.")
    row = Difficulty.objects.create(
        pk=key,
        plan=plan,
        task=task,
        indicator=indicator if task is None else None,
        kind=kind,
        title=title,
        text=text,
        raised_by=actor,
        raised_agency=actor.agency,
        raised_unit=actor.scope_unit,
        raised_at=now,
        addressed_to=addressed_to,
        waiting_since=today,
        answer_due=answer_due,
    )
    _step(row, DifficultyVerb.RAISE, actor, now, text=text, to=addressed_to)
    return row


@transaction.atomic
def move_difficulty(
    *,
    difficulty_id: UUID,
    verb: str,
    seen: int,
    actor: User,
    now: dt.datetime,
    text: str = "",
    instrument: str = "",
    to: Agency | None = None,
    answer_due: dt.date | None = None,
    plan_version: PlanVersion | None = None,
    instrument_date: dt.date | None = None,
) -> Difficulty:
    """Take one step: answer, pass upward to an agency, write its answer down, ask again, close, put into a version.

    ``seen`` is the count of steps the person saw. Raises CannotRaise.
    """
    row = (
        Difficulty.objects.select_for_update(of=("self",))
        .select_related("plan__scope_unit", "addressed_to")
        .get(pk=difficulty_id)
    )
    if row.version != seen:
        raise CannotRaise("Người khác vừa làm bước khác với việc này. Xem bước mới rồi làm tiếp.")
    if verb not in WAYS[row.state]:
        raise CannotRaise(f"Việc này đang “{row.get_state_display().lower()}” nên không làm bước ấy được.")
    if not may_do(actor, row, verb):
        raise CannotRaise(
            "Bạn không làm được bước này: người nêu không tự trả lời; nơi được hỏi hoặc điều phối trả lời."
        )
    step, text, today = DifficultyVerb(verb), text.strip(), timezone.localdate(now)
    if step in (DifficultyVerb.ANSWER, DifficultyVerb.REOPEN) and not text:
        raise CannotRaise(
            "Ghi nội dung trả lời." if step == DifficultyVerb.ANSWER else "Ghi vì sao chưa giải quyết được."
        )
    if step == DifficultyVerb.RECORD:
        _check_paper(row, text, instrument, instrument_date, today)
    if step == DifficultyVerb.PASS:
        if to is None or to.pk == row.addressed_to_id:
            raise CannotRaise("Chọn cơ quan cấp trên hoặc cơ quan khác để chuyển tới.")
        row.addressed_to = to
    if step == DifficultyVerb.INTO_VERSION:
        if plan_version is None or plan_version.plan_id != row.plan_id or plan_version.state == VersionState.DISCARDED:
            raise CannotRaise("Chọn một phiên bản của chính kế hoạch này.")
        row.plan_version = plan_version
    if step in (DifficultyVerb.PASS, DifficultyVerb.REOPEN):
        if answer_due is not None and answer_due < today:
            raise CannotRaise("Hạn trả lời phải từ hôm nay trở đi.")
        row.waiting_since, row.answer_due = today, answer_due
    row.state = RESULTS.get(step, DifficultyState(row.state))
    row.version += 1
    row.save()
    if step == DifficultyVerb.INTO_VERSION and not text:
        text = str(plan_version)
    _step(
        row,
        step,
        actor,
        now,
        text=text,
        instrument=instrument,
        to=to if step == DifficultyVerb.PASS else None,
        instrument_date=instrument_date if step == DifficultyVerb.RECORD else None,
    )
    return row


def _check_paper(row: Difficulty, text: str, instrument: str, instrument_date: dt.date | None, today: dt.date) -> None:
    if not text:
        raise CannotRaise("Ghi nội dung chính của văn bản trả lời.")
    if not instrument.strip() or instrument_date is None:
        raise CannotRaise("Ghi số, ký hiệu và ngày của văn bản trả lời.")
    if not timezone.localdate(row.raised_at) <= instrument_date <= today:
        raise CannotRaise(
            f"Ngày văn bản trả lời phải từ ngày nêu {timezone.localdate(row.raised_at):%d/%m/%Y} tới hôm nay."
        )


@transaction.atomic
def record_answer(
    *, difficulty_id: UUID, file_name: str, content: bytes, actor: User, now: dt.datetime, **step: Any
) -> Difficulty:
    """Write down what an agency outside the program answered, with its paper as a file; all of it or nothing.

    step: as move_difficulty takes it, with instrument and instrument_date. Raises CannotRaise, CannotKeep.
    """
    row = move_difficulty(difficulty_id=difficulty_id, verb=DifficultyVerb.RECORD, actor=actor, now=now, **step)
    note = f"Văn bản trả lời {step['instrument'].strip()}"
    keep_proof(owner=row, field="difficulty", name=file_name, content=content, actor=actor, now=now, note=note)
    return row


def _step(
    row: Difficulty,
    verb: DifficultyVerb,
    actor: User,
    now: dt.datetime,
    *,
    text: str = "",
    instrument: str = "",
    to: Agency | None = None,
    instrument_date: dt.date | None = None,
) -> None:
    DifficultyStep.objects.create(
        difficulty=row,
        verb=verb,
        on=timezone.localdate(now),
        text=text,
        instrument=instrument.strip(),
        instrument_date=instrument_date,
        to=to,
        actor=actor,
        at=now,
    )
    record(actor=actor, verb="reporting.difficulty", subject=row, detail={"step": verb.value}, at=now)
