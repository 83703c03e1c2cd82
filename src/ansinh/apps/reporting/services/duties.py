"""Duties to report from a plan's own words, with one press; and requests that somebody makes when needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import Plan, ReportDuty
from ansinh.apps.reporting.models import PeriodLength, ReporterKind, Scheme, SchemeKind
from ansinh.apps.reporting.selectors.duties import day_in_year, get_proposal, lines_led_by, lines_of
from ansinh.apps.reporting.services.rounds import CannotSetUp, DueDay, LineGiven, create_scheme, open_round
from ansinh.apps.territory.models import Agency, Unit
from ansinh.core.progress.periods import read_period


@transaction.atomic
def set_up_duty(*, duty_id: int, place: Unit, actor: User, now: dt.datetime, today: dt.date) -> list[Scheme]:
    """Make the duty to report that a plan speaks of; two where communes and agencies report, since their forms differ.

    Communes give the plan's indicators, agencies those that they lead, each its own, and words. Pressed twice it gives what is there. A report that falls due
    once is opened at once. Raises CannotSetUp.
    """
    # Two presses at once: the second waits here and then sees what the first made.
    duty = ReportDuty.objects.select_for_update().filter(pk=duty_id).first()
    found = get_proposal(duty_id, place=place, on=today) if duty is not None else None
    if found is None:
        raise CannotSetUp("Mốc báo cáo này không còn trong kế hoạch đang thực hiện của địa bàn. Tải lại trang.")
    if found.schemes:
        return list(found.schemes)
    if found.problem or found.due is None:
        raise CannotSetUp(found.problem)
    kinds: list[tuple[ReporterKind, Sequence[Agency], list[LineGiven]]] = []
    if found.reporters.communes:
        kinds.append((ReporterKind.COMMUNES, (), lines_of(found.duty.plan)))
    if found.reporters.agencies:
        led = lines_led_by(found.duty.plan, found.reporters.agencies, on=today)
        kinds.append((ReporterKind.AGENCIES, found.reporters.agencies, led))
    made = []
    for kind, agencies, lines in kinds:
        title = found.title if len(kinds) == 1 else f"{found.title[:270]} ({kind.label.lower()})"
        made.append(
            create_scheme(
                title=title,
                length=found.length,
                kind=found.kind,
                reporters=kind,
                place=place,
                plan=found.duty.plan,
                duty=found.duty,
                receiver=found.receiver,
                agencies=agencies,
                content=found.duty.what,
                due=found.due,
                cut_off=found.cut_off,
                lines=lines if found.kind != SchemeKind.AD_HOC else [],
                only_period=found.only_period,
                actor=actor,
                now=now,
            )
        )
    for scheme in made:
        if scheme.only_period:
            _open_only(scheme, actor, now)
    return made


@transaction.atomic
def request_report(
    *,
    title: str,
    content: str,
    due_date: dt.date,
    reporters: str,
    place: Unit,
    actor: User,
    now: dt.datetime,
    today: dt.date,
    agencies: Sequence[Agency] = (),
    receiver: Agency | None = None,
    plan: Plan | None = None,
    duty: ReportDuty | None = None,
    lines: Sequence[LineGiven] = (),
    key: UUID | None = None,
) -> Scheme:
    """Ask for a report by a day, out of the usual round; it is open as soon as it is asked for.

    key: of the form; sent twice it is one request.
    Raises CannotSetUp: the day is not after today, nobody is asked.
    """
    if due_date <= today:
        raise CannotSetUp(f"Hạn gửi {due_date:%d/%m/%Y} phải sau hôm nay, để người được yêu cầu còn kịp làm.")
    if reporters == ReporterKind.AGENCIES and not agencies:
        raise CannotSetUp("Chọn ít nhất một cơ quan được yêu cầu.")
    period, due = day_in_year(due_date)
    # Figures are those of the day before: a request sets its own day.
    before = due_date - dt.timedelta(days=1)
    cut_off = DueDay(before.month + 12 * (before.year - period.year), before.day)
    scheme = create_scheme(
        title=title,
        length=PeriodLength.YEAR,
        kind=SchemeKind.AD_HOC,
        reporters=reporters,
        place=place,
        plan=plan,
        duty=duty,
        receiver=receiver,
        agencies=agencies,
        content=content,
        due=due,
        cut_off=cut_off,
        lines=lines,
        only_period=period.code,
        actor=actor,
        now=now,
        key=key,
    )
    _open_only(scheme, actor, now)
    return scheme


def _open_only(scheme: Scheme, actor: User, now: dt.datetime) -> None:
    open_round(
        scheme=scheme,
        period=read_period(scheme.only_period),
        actor=actor,
        now=now,
        agencies=list(scheme.agencies.all()),
    )
