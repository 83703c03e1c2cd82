"""Duties to report: set up, opened for a period, put off."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import CatalogueIndicator, Indicator, Plan, ReportDuty
from ansinh.apps.reporting.models import (
    Report,
    ReporterKind,
    ReportStep,
    Round,
    Scheme,
    SchemeKind,
    SchemeLine,
    StepVerb,
)
from ansinh.apps.reporting.services.access import can_check
from ansinh.apps.reporting.services.days import get_calendar
from ansinh.apps.territory.models import Agency, Unit
from ansinh.apps.territory.selectors.units import list_communes
from ansinh.core.progress.periods import Period, PeriodKind, read_period
from ansinh.core.progress.workdays import WorkCalendar


class CannotSetUp(Exception):
    """The duty cannot be set up like this; the message says what to change."""


class CannotOpen(Exception):
    """The period cannot be opened; the message says why and what to do."""


class CannotExtend(Exception):
    """The report cannot be put off; the message says why."""


@dataclass(frozen=True, slots=True)
class LineGiven:
    """One indicator that a report shall ask for."""

    entry: CatalogueIndicator
    indicator: Indicator | None = None
    dimension: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    is_required: bool = True
    # Asked of this agency alone; of everybody without one.
    agency: Agency | None = None


@dataclass(frozen=True, slots=True)
class DueDay:
    """A month and a day, counted from the first month of the period (13 is the month after a year)."""

    month: int
    day: int

    def of(self, period: Period) -> dt.date:
        """Return the day in or after a period; a day that the month does not have is its last."""
        months = period.start.month - 1 + self.month - 1
        year, month = period.start.year + months // 12, months % 12 + 1
        return dt.date(year, month, min(self.day, calendar.monthrange(year, month)[1]))


@transaction.atomic
def create_scheme(
    *,
    title: str,
    length: str,
    reporters: str,
    place: Unit,
    due: DueDay,
    lines: Sequence[LineGiven],
    actor: User,
    now: dt.datetime,
    cut_off: DueDay | None = None,
    kind: str = SchemeKind.PERIODIC,
    plan: Plan | None = None,
    duty: ReportDuty | None = None,
    receiver: Agency | None = None,
    agencies: Sequence[Agency] = (),
    content: str = "",
    only_period: str = "",
    key: UUID | None = None,
) -> Scheme:
    """Set up a duty to report. Without a cut-off of its own the general regime's holds (Decree 09/2019 art. 12).

    key: of the form it was typed into; the same form sent twice is one duty. Raises CannotSetUp: no title, the report due before its figures are closed, one indicator twice.
    """
    if not title.strip():
        raise CannotSetUp("Thiếu tên báo cáo. Ghi tên để các đơn vị nhận ra, như “Báo cáo năm thực hiện Kế hoạch …”.")
    probe = read_period(only_period) if only_period else Period(2026, PeriodKind(length))
    closed = cut_off.of(probe) if cut_off else probe.cut_off
    if due.of(probe) <= closed:
        raise CannotSetUp(
            f"Hạn gửi ngày {due.day}/{due.month} không sau ngày chốt số liệu {closed.day}/{closed.month}. "
            "Hạn gửi phải sau ngày chốt ít nhất một ngày làm việc; đặt ngày chốt riêng cho báo cáo này."
        )
    if key is not None:
        # Two presses at once: the second waits here until the first is through, and then sees what it made.
        lock_key(key)
        there = Scheme.objects.filter(pk=key).first()
        if there is not None:
            return _same_form(there, place, actor)
    scheme = Scheme.objects.create(
        pk=key or uuid4(),
        title=title.strip(),
        kind=kind,
        length=length,
        reporters=reporters,
        place=place,
        plan=plan,
        duty=duty,
        receiver=receiver,
        content=content.strip(),
        only_period=only_period,
        cut_off_month=cut_off.month if cut_off else None,
        cut_off_day=cut_off.day if cut_off else None,
        due_month=due.month,
        due_day=due.day,
        created_by=actor,
        created_at=now,
    )
    try:
        with transaction.atomic():
            SchemeLine.objects.bulk_create(
                SchemeLine(
                    scheme=scheme,
                    ordinal=at,
                    entry=line.entry,
                    indicator=line.indicator,
                    dimension=line.dimension,
                    low=line.low,
                    high=line.high,
                    is_required=line.is_required,
                    agency=line.agency,
                )
                for at, line in enumerate(lines, start=1)
            )
    except IntegrityError as error:
        raise CannotSetUp("Một chỉ tiêu được chọn hai lần với cùng phân tổ. Bỏ bớt một dòng.") from error
    scheme.agencies.set(agencies)
    record(actor=actor, verb="reporting.scheme", subject=scheme, detail={"title": scheme.title}, at=now)
    return scheme


def lock_key(key: UUID) -> None:
    """Let only one at a time make something of a form, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key.int % 2**63])


def _same_form(there: Scheme, place: Unit, actor: User) -> Scheme:
    if there.place_id != place.pk or there.created_by_id != actor.pk:
        raise CannotSetUp("Biểu mẫu này đã dùng ở nơi khác. Mở lại trang rồi nhập lại.")
    return there


def dates_of(scheme: Scheme, period: Period, days: WorkCalendar) -> tuple[dt.date, dt.date, dt.date, str]:
    """Return cut-off, due date as printed, due date on a working day, and why the two differ."""
    cut_off = (
        DueDay(scheme.cut_off_month, scheme.cut_off_day).of(period)
        if scheme.cut_off_month and scheme.cut_off_day
        else period.cut_off
    )
    printed = DueDay(scheme.due_month, scheme.due_day).of(period)
    due = days.next_worked(printed)
    notes = []
    if due != printed:
        special = days.days.get(printed)
        notes.append(f"{printed:%d/%m/%Y} là {special.name if special else 'ngày nghỉ cuối tuần'}")
    if not days.is_announced(printed.year):
        notes.append(f"năm {printed.year} chưa có thông báo ngày nghỉ")
    return cut_off, printed, due, "; ".join(notes)


@transaction.atomic
def open_round(
    *,
    scheme: Scheme,
    period: Period,
    actor: User | None,
    now: dt.datetime,
    agencies: Sequence[Agency] = (),
    days: WorkCalendar | None = None,
) -> Round:
    """Open a period: the two dates are fixed, and whoever is expected now is expected for good.

    agencies: who reports where agencies do. Opening twice returns the round that is open. Raises CannotOpen: the
    scheme is not in use, its length is another, nobody would report.
    """
    scheme = Scheme.objects.select_for_update().get(pk=scheme.pk)
    found = Round.objects.filter(scheme=scheme, period=period.code).first()
    if found is not None:
        return found
    if not scheme.is_active:
        raise CannotOpen(f"Chế độ báo cáo “{scheme.title}” đã ngừng áp dụng.")
    if scheme.only_period and period.code != scheme.only_period:
        raise CannotOpen(f"Báo cáo này chỉ yêu cầu một lần, cho kỳ {scheme.only_period}.")
    if period.kind != scheme.length:
        raise CannotOpen(f"Báo cáo này theo {scheme.get_length_display().lower()}, không mở được {period.label}.")
    cut_off, printed, due, note = dates_of(scheme, period, days or get_calendar())
    places = list_communes(province=scheme.place, on=period.end) if scheme.reporters == ReporterKind.COMMUNES else []
    if not places and not agencies:
        raise CannotOpen(
            f"{scheme.place} không có đơn vị nào báo cáo vào {period.label}. Kiểm tra địa bàn, hoặc chọn cơ quan báo cáo."
        )
    opened = Round.objects.create(
        scheme=scheme,
        period=period.code,
        period_start=period.start,
        period_end=period.end,
        cut_off_date=cut_off,
        printed_due_date=printed,
        due_date=due,
        due_note=note,
        opened_by=actor,
        opened_at=now,
    )
    Report.objects.bulk_create(
        [
            *(Report(round=opened, place=place) for place in places),
            *(Report(round=opened, agency=agency) for agency in agencies),
        ]
    )
    record(
        actor=actor,
        verb="reporting.open_round",
        subject=opened,
        detail={"period": period.code, "expected": len(places) + len(agencies), "due": str(due)},
        at=now,
    )
    return opened


def _is_last_extension(report: Report, to: dt.date, reason: str, actor: User) -> bool:
    last = ReportStep.objects.filter(report=report, verb=StepVerb.EXTEND).order_by("pk").last()
    return (
        last is not None and last.actor_id == actor.pk and last.reason.endswith(f"đến {to:%d/%m/%Y}: {reason.strip()}")
    )


@transaction.atomic
def extend_report(*, report_id: Any, to: dt.date, reason: str, actor: User, now: dt.datetime) -> Report:
    """Put one reporter's due date off; the same press twice is one.

    Raises CannotExtend: not the receiver, handed in already, no reason, no later day. A report that was handed in is not put off: what was late would turn into on time.
    """
    report = Report.objects.select_for_update(of=("self",)).select_related("round").get(pk=report_id)
    if report.extended_to == to and _is_last_extension(report, to, reason, actor):
        return report
    present = report.extended_to or report.round.due_date
    if not can_check(actor, report):
        raise CannotExtend(
            "Chỉ điều phối, lãnh đạo của nơi nhận báo cáo được gia hạn; đơn vị báo cáo không tự gia hạn."
        )
    if report.first_submitted_at is not None:
        raise CannotExtend("Báo cáo đã nộp nên không gia hạn: nộp đúng hạn hay trễ tính theo lần nộp đầu.")
    if not reason.strip():
        raise CannotExtend("Gia hạn phải ghi lý do.")
    if to <= present:
        raise CannotExtend(f"Hạn mới phải sau {present:%d/%m/%Y}.")
    report.extended_to = to
    report.save(update_fields=["extended_to"])
    ReportStep.objects.create(
        report=report,
        verb=StepVerb.EXTEND,
        version=report.version,
        actor=actor,
        at=now,
        reason=f"Từ {present:%d/%m/%Y} đến {to:%d/%m/%Y}: {reason.strip()}",
    )
    record(actor=actor, verb="reporting.extend", subject=report, detail={"to": str(to), "reason": reason}, at=now)
    return report
