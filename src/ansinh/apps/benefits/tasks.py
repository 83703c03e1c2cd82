"""Long work of this room: the differences of a commune, what a supposition would mean, a made-up population."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils import timezone

from ansinh.apps.accounts.models import User
from ansinh.apps.benefits.households import CannotRead
from ansinh.apps.benefits.models import WhatIf
from ansinh.apps.benefits.pages_gaps import FIND
from ansinh.apps.benefits.whatifs import WORK_OUT, work_out
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.jobs.registry import handler
from ansinh.apps.jobs.services import JobRefused, defer, progress
from ansinh.apps.territory.models import Unit
from ansinh.apps.territory.selectors.units import communes_of, units_on
from ansinh.entitlement.changes import CannotSuppose

MADE_UP, MADE_UP_PROVINCES = "benefits.make_up", "99"


@handler(FIND)
def find(run: JobRun, *, commune_id: int, month: str, actor_id: int) -> None:
    """Work out the differences of one commune; a household that contradicts itself ends the job with its sentence."""
    # DuckDB is needed where this runs, not in every process that serves pages.
    from ansinh.apps.benefits.finding import find_gaps  # noqa: PLC0415

    try:
        find_gaps(
            commune=Unit.objects.get(pk=commune_id),
            month=date.fromisoformat(month),
            actor=User.objects.get(pk=actor_id),
            now=timezone.now(),
            tell=lambda step, done, total: progress(run, step=step, done=done, total=total),
        )
    except CannotRead as reason:
        raise JobRefused(f"{reason} Sửa thông tin ấy rồi tính lại.") from reason


@handler(WORK_OUT)
def suppose(run: JobRun, *, what_if_id: str, actor_id: int) -> None:
    """Work one supposition out; one that was taken away meanwhile ends the job with its sentence."""
    try:
        work_out(
            what_if_id=UUID(what_if_id),
            actor=User.objects.get(pk=actor_id),
            now=timezone.now(),
            tell=lambda step: progress(run, step=_said(step)),
        )
    except CannotSuppose as reason:
        raise JobRefused(str(reason)) from reason
    except WhatIf.DoesNotExist:
        raise JobRefused("Phương án đã bị xóa trước khi tính xong.") from None
    except CannotRead as reason:
        raise JobRefused(f"{reason} Sửa thông tin ấy rồi tính lại.") from reason


def _said(step: str) -> str:
    if step == "read":
        return "Đọc người và hộ …"
    if step.startswith("arrears: "):
        return f"Tính truy lĩnh tháng {step.removeprefix('arrears: ')} …"
    return "Tính theo luật hiện nay …" if step.startswith("before") else "Tính theo phương án …"


@handler(MADE_UP)
def make_up(run: JobRun, *, province: str, persons: int, seed: int, actor_id: int) -> None:
    """Load a made-up population into a made-up province, then have the differences of its communes worked out."""
    # The generator needs DuckDB, as above.
    from ansinh.apps.benefits.made_up import load_made_up  # noqa: PLC0415

    if not province.startswith(MADE_UP_PROVINCES):
        raise JobRefused("Dân số giả lập chỉ đưa vào tỉnh không có thật (mã bắt đầu bằng 99).")
    actor, now = User.objects.get(pk=actor_id), timezone.now()
    today = timezone.localdate(now)
    unit = units_on(on=today).get(code=province)
    communes = list(communes_of(province=unit, on=today))
    load_made_up(
        province=unit,
        communes=communes,
        persons=persons,
        seed=seed,
        day=today,
        actor=actor,
        now=now,
        tell=lambda done, total: progress(run, step="Đưa hộ và người vào sổ …", done=done, total=total),
    )
    for commune in communes:
        args = {"commune_id": commune.pk, "month": f"{today:%Y-%m}-01", "actor_id": actor.pk}
        defer(kind=FIND, title=f"Tìm chỗ lệch tháng {today:%m/%Y}, {commune.name}", owner=actor, args=args)
