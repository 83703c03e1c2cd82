"""Opinions on a draft: a call with its last day and its file, opinions given, each answered."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.audit.services import record
from ansinh.apps.reporting.models import Opinion, OpinionCall
from ansinh.apps.reporting.services.tasks import CannotReport, allowed_to_work, locked_task
from ansinh.apps.reporting.services.work_access import OFFICERS


class CannotCollect(CannotReport):
    """The call or the opinion was not taken; the message says why and what to do."""


@transaction.atomic
def open_call(
    *, key: UUID, task_id: int, title: str, opened_on: dt.date, closes_on: dt.date, actor: User, now: dt.datetime
) -> OpinionCall:
    """Ask for opinions on a draft until a day; the same form sent twice is one call. Raises CannotReport."""
    task = locked_task(task_id)
    allowed_to_work(task, actor, now)
    there = OpinionCall.objects.filter(pk=key).first()
    if there is not None:
        return there
    if not title.strip():
        raise CannotCollect("Ghi tên bản xin góp ý.")
    if closes_on < opened_on:
        raise CannotCollect("Hạn góp ý phải từ ngày gửi trở đi. Sửa một trong hai ngày.")
    call = OpinionCall.objects.create(
        pk=key,
        task=task,
        title=title.strip(),
        opened_on=opened_on,
        closes_on=closes_on,
        opened_by=actor,
        opened_at=now,
    )
    record(actor=actor, verb="reporting.opinion_call", subject=task, detail={"call": str(key)}, at=now)
    return call


@transaction.atomic
def give_opinion(
    *, call: OpinionCall, text: str, actor: User, now: dt.datetime, part: str = "", from_name: str = ""
) -> Opinion:
    """Give an opinion in the name of one's agency or unit; after the last day it is taken and marked late.

    ``from_name`` is for those who sent theirs on paper; who collects writes it down. Raises CannotReport.
    """
    text = text.strip()
    if not may_give(actor):
        raise CannotCollect("Vai trò của bạn không góp ý dự thảo.")
    if not text:
        raise CannotCollect("Ghi nội dung góp ý; đồng ý toàn bộ thì ghi “Thống nhất”.")
    name = " ".join(from_name.split())
    own = not name
    if not name:
        office = actor.agency or actor.scope_unit
        name = str(office) if office is not None else actor.agency_name or str(actor)
    else:
        allowed_to_work(locked_task(call.task_id), actor, now)
    OpinionCall.objects.select_for_update().get(pk=call.pk)
    there = Opinion.objects.filter(call=call, given_by=actor, from_name=name, part=part.strip(), text=text).first()
    if there is not None:
        return there
    opinion = Opinion.objects.create(
        call=call,
        agency=actor.agency if own else None,
        place=actor.scope_unit if own else None,
        from_name=name[:200],
        part=part.strip(),
        text=text,
        given_by=actor,
        given_at=now,
    )
    record(actor=actor, verb="reporting.opinion", subject=call.task, detail={"row": opinion.pk}, at=now)
    return opinion


@transaction.atomic
def answer_opinion(*, opinion_id: int, taken: str, response: str, actor: User, now: dt.datetime) -> Opinion:
    """Say how an opinion was taken; anything but taking it whole needs a reason. Raises CannotReport."""
    opinion = Opinion.objects.select_for_update(of=("self",)).select_related("call").filter(pk=opinion_id).first()
    if opinion is None:
        raise CannotCollect("Không có góp ý này. Tải lại trang.")
    task = locked_task(opinion.call.task_id)
    allowed_to_work(task, actor, now)
    response = response.strip()
    if taken not in ("accepted", "partly", "explained"):
        raise CannotCollect("Chọn tiếp thu, tiếp thu một phần hoặc giải trình.")
    if taken != "accepted" and not response:
        raise CannotCollect("Không tiếp thu hết thì phải ghi giải trình.")
    if opinion.taken and (opinion.taken, opinion.response) != (taken, response):
        detail = {"row": opinion.pk, "was": opinion.taken, "said": opinion.response, "taken": taken}
    else:
        detail = {"row": opinion.pk, "taken": taken}
    opinion.taken, opinion.response, opinion.responded_by, opinion.responded_at = taken, response, actor, now
    opinion.save(update_fields=["taken", "response", "responded_by", "responded_at"])
    record(actor=actor, verb="reporting.opinion_answer", subject=task, detail=detail, at=now)
    return opinion


def may_give(user: User) -> bool:
    """Say whether a person gives opinions in the name of his office."""
    return user.is_active and user.holds(*OFFICERS, Role.COORDINATOR)


def is_late(opinion: Opinion) -> bool:
    """Say whether an opinion came after the last day."""
    return timezone.localdate(opinion.given_at) > opinion.call.closes_on
