"""The differences between what the law gives and what is received, worked out for a commune."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from ansinh.apps.accounts.scope import inside, scope_of_unit, seen
from ansinh.apps.audit.services import Actor, record
from ansinh.apps.benefits.answers import fact_label
from ansinh.apps.benefits.households import Read, household_of, households, last_day, persons_alone
from ansinh.apps.benefits.models import Gap, GapEnd, GapKind, GapRun, Receipt
from ansinh.apps.law.selectors.confirmed import confirmed_system, law_known_on, law_suffix, province_of
from ansinh.apps.people.models import Household, Person
from ansinh.apps.territory.models import Unit
from ansinh.core.rules.answers import YES, Desk
from ansinh.core.rules.system import MonthOfLaw, System
from ansinh.entitlement.answers import LISTED, rulebook_version
from ansinh.entitlement.gaps import Held, kind_of
from ansinh.entitlement.memory import Bounds, answer_all

LOCK = 7_202_612
MONTHS_BACK = 24
"""How far back is looked for the first month in which the law gives what is not received."""

Tell = Callable[[str, int, int], None]
Key = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class Found:
    """One difference as it was worked out."""

    person: Person
    programme: str
    kind: GapKind
    due_vnd: int
    most_vnd: int
    paid_vnd: int
    missing: tuple[str, ...] = ()
    since: date | None = None


def find_gaps(
    *,
    commune: Unit,
    month: date,
    actor: Actor,
    now: datetime,
    known_on: date | None = None,
    tell: Tell = lambda *_: None,
) -> GapRun:
    """Work out the differences of a commune in a month and bring its work list up to date.

    What is found again stays one row; what is not found any more is closed as gone; what somebody closed in the same
    month is not opened again. Each part has its own transaction; a run that is cut off leaves the list as it was.
    Raises CannotRead.
    """
    province, today, on = province_of(commune), timezone.localdate(now), last_day(month)
    system = confirmed_system(province=province, on=today)
    known_on = known_on or law_known_on(province=province, on=today, until=on)
    law = system.month(f"{month:%Y-%m}", known_on=known_on)
    scope = scope_of_unit(commune, on=today)
    with transaction.atomic(), inside(scope, actor=actor):
        tell("Đọc người và hộ …", 0, 3)
        read = list(chain(households(seen(Household).all(), system, on=on), persons_alone(system, on=on)))
        paid = _paid(month, on)
    tell("Tính quyền lợi …", 1, 3)
    found = _held(law, read, paid, month)
    with transaction.atomic(), inside(scope, actor=actor):
        tell("Tìm từ tháng nào …", 2, 3)
        with connection.cursor() as cursor:
            # Pressed twice, it is worked out twice and written one after the other.
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, commune.pk])
        whole = [_with_since(each, system, law, month) for each in found]
        count = _store(whole, month=month, now=now)
        run, _made = GapRun.objects.update_or_create(
            commune=commune,
            month=month,
            defaults={
                "known_on": known_on,
                "rulebook": rulebook_version() + law_suffix(province=province, on=today),
                "persons": sum(len(each.persons) for each in read),
                "open_gaps": count,
                "at": now,
            },
        )
        detail = {"month": f"{month:%Y-%m}", "rulebook": run.rulebook, "open": count}
        record(actor=actor, verb="benefits.find_gaps", subject=commune, detail=detail, at=now)
    return run


def _paid(month: date, on: date) -> dict[Key, int]:
    """Return what lists say is received in a month that they touch, by person and programme."""
    paid: dict[Key, int] = defaultdict(int)
    rows = seen(Receipt).filter(Q(valid_to=None) | Q(valid_to__gt=month), valid_from__lte=on, programme__in=LISTED)
    for person, programme, amount in rows.values_list("person_id", "programme", "amount_vnd"):
        paid[person, programme] += amount
    return paid


def _held(law: MonthOfLaw, read: list[Read], paid: dict[Key, int], month: date) -> list[Found]:
    """Hold the law against the lists; what the register's bounds leave open is settled person by person."""
    answers = answer_all(law, [each.thing for each in read])
    found: list[Found] = []
    for each in read:
        desk: Desk | None = None
        for person, thing in zip(each.persons, each.thing.many["members"], strict=True):
            given = answers.get(thing, {})
            for programme in LISTED:
                bounds, received = given.get(programme), paid.get((person.pk, programme))
                missing: tuple[str, ...] = ()
                if bounds is not None and bounds.status != YES:
                    desk = desk or Desk(law)
                    bounds, missing = _settled(desk, law.system, programme, thing)
                dead = person.death_date is not None and person.death_date < month
                status, due = (bounds.status, bounds.amount_vnd) if bounds else (None, 0)
                kind = kind_of(Held(status, due, received, dead))
                if kind is not None:
                    low, high = (bounds.amount_vnd, bounds.most_vnd) if bounds else (0, 0)
                    found.append(Found(person, programme, GapKind(kind), low, high, received or 0, missing))
    return found


def _settled(desk: Desk, system: System, programme: str, thing: Any) -> tuple[Bounds | None, tuple[str, ...]]:
    answer = desk.answer(system.programmes[programme], thing)
    if answer.status == "no":
        return None, ()
    amount = answer.numbers.get("amount_vnd") or 0
    names = dict.fromkeys(fact_label(system, path) for path in answer.missing)
    low, high = (amount, amount) if answer.status == YES else (0, 0)
    return Bounds(answer.status, low, high), tuple(names)


def _with_since(found: Found, system: System, law: MonthOfLaw, month: date) -> Found:
    """Add the first month of the unbroken time in which the law gives what is not received."""
    if found.kind != GapKind.NOT_RECEIVING:
        return found
    since = month
    for _ in range(MONTHS_BACK):
        before = (since - timedelta(days=1)).replace(day=1)
        read = household_of(found.person, system, on=last_day(before))
        desk = Desk(system.month(f"{before:%Y-%m}", known_on=law.known_on))
        if desk.answer(system.programmes[found.programme], read.thing_of(found.person.pk)).status != YES:
            break
        since = before
    return replace(found, since=since)


def _store(found: Iterable[Found], *, month: date, now: datetime) -> int:
    """Bring the open rows of the communes in scope to what was found; return how many are open."""
    known = {(row.person_id, row.programme): row for row in seen(Gap).select_for_update().filter(closed_at=None)}
    done = set(
        seen(Gap)
        .filter(month=month, closed_at__isnull=False)
        .exclude(outcome=GapEnd.GONE)
        .values_list("person_id", "programme", "kind")
    )
    made, changed, again = [], [], set[Key]()
    for each in found:
        key = (each.person.pk, each.programme)
        again.add(key)
        row = known.get(key)
        if row is None and (*key, each.kind) in done:
            continue
        if row is None:
            row = Gap(person=each.person, programme=each.programme, found_at=now)
            made.append(row)
        else:
            changed.append(row)
        row.kind, row.month, row.since, row.seen_at = each.kind, month, each.since, now
        row.due_vnd, row.most_vnd, row.paid_vnd = each.due_vnd, each.most_vnd, each.paid_vnd
        row.missing = list(each.missing)
    gone = [row for key, row in known.items() if key not in again]
    for row in gone:
        row.closed_at, row.outcome = now, GapEnd.GONE
    Gap.objects.bulk_create(made, batch_size=500)
    fields = ["kind", "month", "since", "seen_at", "due_vnd", "most_vnd", "paid_vnd", "missing"]
    Gap.objects.bulk_update(changed, fields, batch_size=200)
    Gap.objects.bulk_update(gone, ["closed_at", "outcome"], batch_size=200)
    return len(made) + len(changed)
