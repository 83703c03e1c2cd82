"""`ansinh entitle run` without files: everybody of the register whom an account works with."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import typer

from ansinh.cli.entitle_run import Watch, show, working
from ansinh.cli.place import connected, enter
from ansinh.cli.say import refuse

if TYPE_CHECKING:
    from ansinh.apps.benefits.registers import Engine
    from ansinh.entitlement.answers import Outcome, Tell


def run_register(*, month: str, known_on: str, engine: str, user: str, as_json: bool) -> None:
    """Answer for everybody in the communes of an account and print the totals."""
    if engine not in ("duckdb", "postgres"):
        refuse(f"“{engine}” không phải cách tính: chọn --engine duckdb hoặc --engine postgres.")
    try:
        first = date.fromisoformat(f"{month}-01")
        known = date.fromisoformat(known_on) if known_on else None
    except ValueError:
        refuse(f"“{month}”, “{known_on}”: viết tháng 2026-11, ngày 2026-11-22.")
    with connected() as server, Watch() as watch:
        enter(server.app_url)
        done = totals_for(
            user,
            month=first,
            known_on=known,
            engine="postgres" if engine == "postgres" else "duckdb",
            tell=lambda step: watch.tell(working(step)),
        )
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(done), ensure_ascii=False, indent=1))
        return
    show(done)


def totals_for(user: str, *, month: date, known_on: date | None, engine: Engine, tell: Tell) -> Outcome:
    """Return the totals of the communes of an account; that it asked is written into the log."""
    from ansinh.apps.accounts.models import User
    from ansinh.apps.accounts.scope import scope_of, within, work_unit
    from ansinh.apps.audit.services import record
    from ansinh.apps.benefits.households import CannotRead, last_day
    from ansinh.apps.benefits.registers import answer_everybody
    from ansinh.apps.law.selectors.confirmed import confirmed_system, law_known_on, province_of

    now = datetime.now(UTC)
    actor = User.objects.filter(username=user, is_active=True).first()
    if actor is None or not actor.has_perm("people.view"):
        refuse(f"Tài khoản “{user}” không có, hoặc không được xem người trong sổ: chọn tài khoản khác bằng --as.")
    try:
        today = now.astimezone().date()
        with within(scope_of(actor, on=today), actor=actor):
            province = province_of(work_unit(actor, on=today))
            system = confirmed_system(province=province, on=today)
            known = known_on or law_known_on(province=province, on=today, until=last_day(month))
            done = answer_everybody(month=month, engine=engine, system=system, known_on=known, tell=tell)
            detail = {"month": done.month, "engine": engine, "persons": done.persons, "digest": done.digest}
            record(actor=actor, verb="benefits.run_register", detail=detail, at=now)
    except CannotRead as reason:
        refuse(f"{reason} Sửa thông tin ấy rồi chạy lại.")
    return done
