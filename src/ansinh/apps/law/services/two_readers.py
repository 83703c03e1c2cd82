"""What two officials read one after the other: the second confirms or refuses, never the one who wrote it; either is taken back.

Readings of the rulebook in an official text and new values of a decree go the same ways; ``Reading`` says how each is called.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.law.models import CheckState, LawCheck, NewValue
from ansinh.apps.law.refusals import NotHere, Refused
from ansinh.apps.law.services.places import checking_province

Row = TypeVar("Row", LawCheck, NewValue)
MOST_TYPED, MOST_REASON = 20_000, 400
_CLOSED = (CheckState.WITHDRAWN, CheckState.REFUSED)


@dataclass(frozen=True, slots=True)
class Reading(Generic[Row]):
    """A kind of thing that two officials read: its table, its word in the log, what is told of it, and its sentences.

    ``label`` begins a sentence ("Lần đối chiếu này"); ``first`` says who wrote it, ``why`` what a refusal has to say.
    """

    model: type[Row]
    verb: str
    detail: Callable[[Row], dict[str, Any]]
    label: str
    first: str
    why: str


def waiting(kind: Reading[Row], row_id: UUID | str, *, actor: User, now: dt.datetime) -> Row:
    """Return a row that waits for a second official, locked for this one. Raises Refused, NotHere."""
    row = _own(kind, row_id, actor=actor, now=now)
    if row.state != CheckState.WAITING:
        raise Refused(f"{kind.label} không còn chờ: {row.get_state_display().lower()}. Tải lại trang.")
    if row.proposed_by_id == actor.pk:
        raise Refused(f"{kind.first} không xác nhận được. Nhờ người thứ hai của tỉnh đọc lại.")
    return row


def confirm(kind: Reading[Row], row: Row, *, read_again: str, actor: User, now: dt.datetime) -> Row:
    """Note that the second official read the same."""
    row.read_again = read_again.strip()[:MOST_TYPED]
    return _decide(kind, row, CheckState.CONFIRMED, "confirm", actor=actor, now=now, changed=["read_again"])


def refuse(kind: Reading[Row], row_id: UUID | str, *, reason: str, actor: User, now: dt.datetime) -> Row:
    """Refuse as the second official, with the reason. Raises Refused, NotHere."""
    row = waiting(kind, row_id, actor=actor, now=now)
    if not reason.strip():
        raise Refused(kind.why)
    row.reason = reason.strip()[:MOST_REASON]
    return _decide(kind, row, CheckState.REFUSED, "refuse", actor=actor, now=now, changed=["reason"])


def withdraw(kind: Reading[Row], row_id: UUID | str, *, reason: str, actor: User, now: dt.datetime) -> Row:
    """Take back what was wrong, confirmed or not; from then on it does not count. Raises Refused, NotHere."""
    row = _own(kind, row_id, actor=actor, now=now)
    if row.state in _CLOSED:
        raise Refused(f"{kind.label} đã khép lại. Tải lại trang.")
    if not reason.strip():
        raise Refused("Ghi lý do rút.")
    row.state, row.withdrawn_by, row.withdrawn_at = CheckState.WITHDRAWN, actor, now
    row.reason = reason.strip()[:MOST_REASON]
    row.save(update_fields=["state", "withdrawn_by", "withdrawn_at", "reason"])
    record(actor=actor, verb=f"law.withdraw_{kind.verb}", subject=row, detail=kind.detail(row), at=now)
    return row


def _decide(
    kind: Reading[Row], row: Row, state: CheckState, verb: str, *, actor: User, now: dt.datetime, changed: list[str]
) -> Row:
    row.state, row.decided_by, row.decided_at = state, actor, now
    row.save(update_fields=["state", "decided_by", "decided_at", *changed])
    record(actor=actor, verb=f"law.{verb}_{kind.verb}", subject=row, detail=kind.detail(row), at=now)
    return row


def _own(kind: Reading[Row], row_id: UUID | str, *, actor: User, now: dt.datetime) -> Row:
    province = checking_province(actor, on=now.date())
    rows = kind.model._default_manager.select_for_update(of=("self",))
    row = rows.filter(pk=row_id, province_code=province).first()
    if row is None:
        raise NotHere(f"Không có {kind.label.lower().removesuffix(' này')} này ở tỉnh của bạn.")
    return row
