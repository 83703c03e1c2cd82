"""Days off and Saturdays worked that a province enters, each with its notice; and the year whose days are all known."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.reporting.models import SpecialDay, YearNotice
from ansinh.apps.reporting.services.access import can_set_for_all
from ansinh.apps.reporting.services.days import seed_days

LAST_YEAR = 2100


class CannotAddDay(Exception):
    """The day was not taken; the message says why and what to do."""


def _hold_for_all(actor: User) -> None:
    if not can_set_for_all(actor):
        raise CannotAddDay("Ngày nghỉ là chung cho mọi địa bàn; điều phối cấp tỉnh mới ghi được.")


@transaction.atomic
def add_day(
    *, on: dt.date, kind: str, name: str, source: str, evidence: str, actor: User, now: dt.datetime
) -> SpecialDay:
    """Keep a day off or a Saturday worked, in place of what the program brought for that day. Raises CannotAddDay.

    Due dates of periods that are open already stay as they were fixed.
    """
    _hold_for_all(actor)
    if not source.strip():
        raise CannotAddDay("Ghi văn bản thông báo ngày này, như “Thông báo số … ngày … của …”.")
    if not name.strip():
        raise CannotAddDay("Ghi tên ngày, như “Tết Âm lịch”.")
    if not 2000 <= on.year <= LAST_YEAR:
        raise CannotAddDay("Năm không đúng. Kiểm tra lại ngày.")
    weekend = on.weekday() >= 5
    if kind == "swap_worked" and not weekend:
        raise CannotAddDay(f"{on:%d/%m/%Y} là ngày làm việc sẵn; chỉ thứ Bảy, Chủ nhật mới là ngày làm bù.")
    before = SpecialDay.objects.select_for_update().filter(on=on).first()
    if before is not None and before.is_own:
        raise CannotAddDay(f"Đã nhập {before.get_kind_display().lower()} cho {on:%d/%m/%Y}. Bỏ ngày ấy rồi nhập lại.")
    day, _ = SpecialDay.objects.update_or_create(
        on=on,
        defaults={
            "kind": kind,
            "name": name.strip(),
            "source": source.strip(),
            "evidence": evidence,
            "is_own": True,
        },
    )
    detail = {"on": str(on), "kind": kind, "source": source.strip(), "before": before.kind if before else None}
    record(actor=actor, verb="reporting.add_day", subject=day, detail=detail, at=now)
    return day


@transaction.atomic
def remove_day(*, day_id: int, actor: User, now: dt.datetime) -> None:
    """Take back a day that a person entered; what the program brought for it holds again. Raises CannotAddDay."""
    _hold_for_all(actor)
    day = SpecialDay.objects.select_for_update().filter(pk=day_id, is_own=True).first()
    if day is None:
        raise CannotAddDay("Ngày này không còn, hoặc đi kèm phần mềm nên không bỏ được. Nhập một ngày thay nó.")
    record(actor=actor, verb="reporting.remove_day", subject=day, detail={"on": str(day.on), "kind": day.kind}, at=now)
    day.delete()
    seed_days()


@transaction.atomic
def record_year(*, year: int, notice: str, evidence: str, actor: User, now: dt.datetime) -> YearNotice:
    """Say that a year's days off are known in full, by which notice. Raises CannotAddDay."""
    _hold_for_all(actor)
    if not notice.strip():
        raise CannotAddDay("Ghi văn bản thông báo ngày nghỉ của năm.")
    if not SpecialDay.objects.filter(on__year=year).exists():
        raise CannotAddDay(f"Chưa có ngày nghỉ nào của năm {year}. Nhập các ngày trong thông báo trước.")
    found, _ = YearNotice.objects.update_or_create(
        year=year,
        defaults={"notice": notice.strip(), "evidence": evidence, "entered_by": actor, "entered_at": now},
    )
    detail = {"year": year, "notice": notice.strip()}
    record(actor=actor, verb="reporting.year_notice", subject=found, detail=detail, at=now)
    return found
