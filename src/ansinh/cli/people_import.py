"""A list brought from the command line: the same way as by the pages, without the queue."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from ansinh.cli.say import refuse, tell

if TYPE_CHECKING:
    from ansinh.apps.accounts.scope import Scope
    from ansinh.apps.people.models import ListImport


def bring(
    data: bytes, *, name: str, username: str, source: str, day: str, take: bool, kind: str = "", topic: str = ""
) -> tuple[ListImport, Scope]:
    """Stage a list in the name of an account, and take it if asked to; ends the program with a sentence where it cannot."""
    from ansinh.apps.accounts.models import User
    from ansinh.apps.accounts.scope import scope_of, within
    from ansinh.apps.people.models import ImportState
    from ansinh.apps.people.services.imports.offering import offer_list, start_reading
    from ansinh.apps.people.services.imports.staging import stage_list
    from ansinh.apps.people.services.imports.taking import take_list
    from ansinh.apps.people.services.refusals import NotHere, Refused

    now = datetime.now(UTC)
    actor = User.objects.select_related("scope_unit").filter(username=username, is_active=True).first()
    if actor is None or not actor.has_perm("people.import"):
        refuse(f"Không có tài khoản “{username}” được nhập danh sách: xem `ansinh user list`.")
    try:
        as_of = date.fromisoformat(day) if day else now.date()
    except ValueError:
        refuse(f"“{day}” không phải một ngày: viết như 2026-11-22.")
    scope = scope_of(actor, on=now.date())
    said: dict[str, Any] = {"name": name, "source": source, "as_of": as_of, "kind": kind, "topic": topic}
    try:
        with within(scope, actor=actor):
            row = offer_list(data=data, **said, actor=actor, now=now)
            start_reading(row, columns=row.columns)
        row = stage_list(import_id=row.pk, actor=actor, scope=scope, now=now, tell=lambda step, _done: tell(step))
        if take and row.state == ImportState.REVIEW and (row.counts["new"] or row.counts["changed"]):
            row = take_list(import_id=row.pk, actor=actor, scope=scope, now=now)
    except (Refused, NotHere) as refused:
        refuse(str(refused))
    return row, scope
