"""The differences between what the law gives and what is received: listed, closed one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Min, QuerySet, Sum

from ansinh.apps.accounts.scope import seen
from ansinh.apps.audit.services import Actor, record
from ansinh.apps.benefits.models import Gap, GapEnd, GapKind
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
    rows = seen(Gap).filter(closed_at__isnull=not closed).select_related("person__village", "person__commune")
    if kind:
        rows = rows.filter(kind=kind)
    if programme:
        rows = rows.filter(programme=programme)
    return rows.order_by("-closed_at", "since", "-due_vnd", "person__sort_key", "id")


@dataclass(frozen=True, slots=True)
class Waiters:
    """How many of a commune are entitled and do not receive, what they miss each month, who waits longest."""

    commune: Unit
    people: int
    short_vnd: int
    longest_days: int | None


def count_by_commune(*, on: date, most: int) -> list[Waiters]:
    """Return the communes in scope with most people who are entitled and do not receive: two statements."""
    rows = (
        seen(Gap)
        .filter(closed_at=None, kind=GapKind.NOT_RECEIVING)
        .order_by()
        .values("unit_no")
        .annotate(people=Count("person_id", distinct=True), short=Sum("due_vnd"), since=Min("since"))
        .order_by("-people", "unit_no")[:most]
    )
    found = list(rows)
    units = {unit.number: unit for unit in units_on(on=on).filter(number__in=[row["unit_no"] for row in found])}
    return [
        Waiters(units[row["unit_no"]], row["people"], row["short"], (on - row["since"]).days if row["since"] else None)
        for row in found
        if row["unit_no"] in units
    ]


def headline(*, on: date) -> Headline:
    """Return the first figures of the communes in scope: two statements."""
    by_kind = dict(
        seen(Gap)
        .filter(closed_at=None)
        .order_by()
        .values_list("kind")
        .annotate(count=Count("pk"))
        .values_list("kind", "count")
    )
    waits = [
        ((on - since).days, due)
        for since, due in seen(Gap).filter(closed_at=None, kind=GapKind.NOT_RECEIVING).values_list("since", "due_vnd")
        if since is not None
    ]
    people = seen(Gap).filter(closed_at=None, kind=GapKind.NOT_RECEIVING).values("person_id").distinct().count()
    days = [wait for wait, _due in waits]
    return Headline(
        people,
        sum(due for _wait, due in waits),
        round(median(days)) if days else None,
        max(days) if days else None,
        by_kind,
    )
