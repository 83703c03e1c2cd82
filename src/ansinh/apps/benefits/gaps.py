"""The differences between what the law gives and what is received: listed, closed one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet

from ansinh.apps.accounts.scope import seen
from ansinh.apps.audit.services import Actor, record
from ansinh.apps.benefits.models import Gap, GapEnd, GapKind
from ansinh.apps.people.restriction import Work, open_to
from ansinh.apps.people.services.refusals import NotHere, Refused
from ansinh.apps.territory.models import Unit
from ansinh.apps.territory.selectors.units import units_on


def close_gap(*, gap_id: UUID, outcome: str, note: str, actor: Actor, now: datetime) -> Gap:
    """Close one difference with what came of it. Raises NotHere, Refused."""
    if outcome not in {GapEnd.DONE, GapEnd.NOT_SO, GapEnd.DECLINED}:
        raise Refused("Chưa chọn kết quả. Chọn một kết quả rồi đóng.")
    note = " ".join(note.split())[:300]
    if outcome == GapEnd.NOT_SO and not note:
        raise Refused("Ghi đã xác minh thế nào, theo giấy tờ gì.")
    with transaction.atomic():
        row = seen(Gap).select_for_update(of=("self",)).select_related("person").filter(pk=gap_id).first()
        if row is None:
            raise NotHere("Không có chỗ lệch này trong địa bàn phụ trách.")
        if row.closed_at is not None:
            raise Refused(f"Chỗ lệch này đã đóng lúc {row.closed_at:%d/%m/%Y}. Tải lại trang.")
        row.closed_at, row.outcome, row.note, row.closed_by = now, outcome, note, str(actor or "")[:160]
        row.save(update_fields=["closed_at", "outcome", "note", "closed_by"])
        detail = {"programme": row.programme, "kind": row.kind, "outcome": outcome}
        record(actor=actor, verb="benefits.close_gap", subject=row.person, detail=detail, at=now)
    return row


def reopen_gap(*, gap_id: UUID, actor: Actor, now: datetime) -> Gap:
    """Take the closing of a difference back. Raises NotHere, Refused."""
    with transaction.atomic():
        row = seen(Gap).select_for_update(of=("self",)).select_related("person").filter(pk=gap_id).first()
        if row is None:
            raise NotHere("Không có chỗ lệch này trong địa bàn phụ trách.")
        if row.closed_at is None or row.outcome == GapEnd.GONE:
            raise Refused("Chỗ lệch này không do ai đóng. Tải lại trang.")
        if seen(Gap).filter(person=row.person, programme=row.programme, closed_at=None).exists():
            raise Refused("Người này đã có chỗ lệch mới của chế độ này. Làm việc với chỗ mới.")
        row.closed_at, row.outcome, row.closed_by = None, "", ""
        row.save(update_fields=["closed_at", "outcome", "closed_by"])
        record(actor=actor, verb="benefits.reopen_gap", subject=row.person, detail={"programme": row.programme}, at=now)
    return row


@dataclass(frozen=True, slots=True)
class Headline:
    """A commune's first figures: how many are entitled and do not receive, and since how long they have been entitled."""

    not_receiving: int
    short_vnd: int
    median_days: int | None
    longest_days: int | None
    by_kind: dict[str, int]


def list_gaps(*, kind: str = "", programme: str = "", closed: bool = False) -> QuerySet[Gap]:
    """Return the differences in scope: the longest wait first, then the greatest amount."""
    rows = _open_rows().filter(closed_at__isnull=not closed).select_related("person__village", "person__commune")
    if kind:
        rows = rows.filter(kind=kind)
    if programme:
        rows = rows.filter(programme=programme)
    return rows.order_by("-closed_at", "since", "-due_vnd", "person__sort_key", "id")


def _open_rows() -> QuerySet[Gap]:
    """The differences of those whose data may be worked with."""
    return open_to(seen(Gap), Work.GAPS, person="person")


@dataclass(frozen=True, slots=True)
class Waiters:
    """How many of a commune are entitled and do not receive, what they miss each month, who waits longest."""

    commune: Unit
    people: int
    short_vnd: int
    longest_days: int | None


def waiting_rows() -> list[tuple[int, UUID, date | None, int]]:
    """Return of each who is entitled and does not receive the commune's number, the person, since when, how much."""
    rows = _open_rows().filter(closed_at=None, kind=GapKind.NOT_RECEIVING)
    return list(rows.order_by().values_list("unit_no", "person_id", "since", "due_vnd"))


def count_by_commune(rows: Sequence[tuple[int, UUID, date | None, int]], *, on: date, most: int) -> list[Waiters]:
    """Return the communes with most people who are entitled and do not receive: one statement."""
    own: dict[int, list[tuple[UUID, date | None, int]]] = defaultdict(list)
    for unit_no, person, since, due in rows:
        own[unit_no].append((person, since, due))
    people = {unit_no: len({person for person, _since, _due in each}) for unit_no, each in own.items()}
    first = sorted(own, key=lambda unit_no: (-people[unit_no], unit_no))[:most]
    units = {unit.number: unit for unit in units_on(on=on).filter(number__in=first)}
    found = []
    for unit_no in first:
        since = min((since for _person, since, _due in own[unit_no] if since is not None), default=None)
        short = sum(due for _person, _since, due in own[unit_no])
        if unit_no in units:
            found.append(Waiters(units[unit_no], people[unit_no], short, (on - since).days if since else None))
    return found


def headline(*, on: date, waiting: Sequence[tuple[int, UUID, date | None, int]] | None = None) -> Headline:
    """Return the first figures of the communes in scope: two statements, one where ``waiting_rows`` are at hand."""
    by_kind = dict(
        _open_rows()
        .filter(closed_at=None)
        .order_by()
        .values_list("kind")
        .annotate(count=Count("pk"))
        .values_list("kind", "count")
    )
    waiting = waiting_rows() if waiting is None else waiting
    waits = [((on - since).days, due) for _unit, _person, since, due in waiting if since is not None]
    people = len({person for _unit, person, _since, _due in waiting})
    days = [wait for wait, _due in waits]
    return Headline(
        people,
        sum(due for _wait, due in waits),
        round(median(days)) if days else None,
        max(days) if days else None,
        by_kind,
    )
