"""People of communes that ended go to the communes that came after: all at once, by village, or one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from ansinh.apps.audit.services import Actor, record
from ansinh.apps.people.models import PlaceMove
from ansinh.apps.people.selectors.quality import Stranded, list_stranded
from ansinh.apps.people.services.refusals import ChangedMeanwhile, NotHere, Refused, said
from ansinh.apps.territory.models import Unit
from ansinh.apps.territory.selectors.units import list_successors

MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody of an ended commune, as much as is needed to say where he belongs now."""

    id: UUID
    full_name: str
    birth_date: date | None
    birth_precision: str
    village_id: int | None
    village: str
    address: str
    household_id: UUID | None
    restricted_at: None = None


@dataclass(frozen=True, slots=True)
class OfVillage:
    """How many of an ended commune's people live in one of its villages."""

    village_id: int | None
    name: str
    people: int


def stranded_in(ended_id: int, *, on: date) -> Stranded:
    """Return an ended commune with people, all of whose successors are one's own communes. Raises NotHere."""
    found = next((each for each in list_stranded(on=on) if each.unit.pk == ended_id), None)
    if found is None:
        raise NotHere("Không có xã đã thôi nào như vậy còn người thuộc địa bàn phụ trách.")
    return found


def successors_of(ended: Unit, *, on: date) -> list[Unit]:
    """Return the communes that came after, to one of which each of its people belongs."""
    return list_successors(unit=ended, on=on)


def list_waiting(ended: Unit) -> list[Waiting]:
    """Return who of an ended commune waits, by village and household; the first five hundred."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_of_ended(%s, %s)", [ended.pk, MOST_LISTED])
        return [
            Waiting(key, name, born, precision, village, village_name or "", address, home)
            for key, name, born, precision, village, village_name, address, home in cursor.fetchall()
        ]


def list_villages_of(ended: Unit) -> list[OfVillage]:
    """Count who waits by village."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_villages_of_ended(%s)", [ended.pk])
        return [OfVillage(key, name or "", people) for key, name, people in cursor.fetchall()]


def place(
    *,
    ended_id: int,
    to_id: int,
    actor: Actor,
    now: datetime,
    today: date,
    villages: Sequence[int] | None = None,
    people: Sequence[UUID] | None = None,
) -> PlaceMove:
    """Give people of an ended commune to one that came after; households stay whole, villages keep their names.

    Neither ``villages`` nor ``people``: all of them, where one commune alone came after. Raises NotHere, Refused.
    """
    ended = stranded_in(ended_id, on=today).unit
    targets = successors_of(ended, on=today)
    target = next((each for each in targets if each.pk == to_id), None)
    if target is None:
        raise Refused("Chưa chọn xã nhận, hoặc xã ấy không phải nơi xã này chuyển thành. Chọn lại.")
    if villages is None and people is None and len(targets) > 1:
        raise Refused("Xã này chia về nhiều xã: chọn thôn, tổ hoặc từng người, không chuyển cả được.")
    if villages is not None and people is not None and not villages and not people:
        raise Refused("Chưa chọn thôn, tổ hay người nào. Chọn rồi chuyển.")
    with said():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM people_place(%s, %s, %s::bigint[], %s::uuid[])",
                [ended.pk, target.pk, _listed(villages), _listed(people)],
            )
            moved = sorted(cursor.fetchall(), key=lambda row: row[1])
        persons, homes = [row for row in moved if not row[0]], [row for row in moved if row[0]]
        if not persons:
            raise ChangedMeanwhile("Không còn ai để chuyển: có người vừa chuyển họ. Tải lại trang.")
        made = PlaceMove.objects.create(
            ended=ended,
            to=target,
            people=[row[1] for row in persons],
            villages=[row[2] for row in persons],
            homes=[row[1] for row in homes],
            home_villages=[row[2] for row in homes],
            at=now,
            by_id=actor.pk,
            by_name=str(actor),
        )
        detail = {"from": ended.code, "to": target.code, "people": len(persons), "households": len(homes)}
        record(actor=actor, verb="people.place", subject=made, detail=detail, at=now)
    return made


def _listed(values: Sequence[Any] | None) -> list[Any] | None:
    return list(values) if values is not None else None


def undo_place(*, move_id: UUID, actor: Actor, now: datetime) -> PlaceMove:
    """Take one choice back: who went, and their villages, as before. Raises NotHere, Refused, ChangedMeanwhile."""
    with said():
        row = PlaceMove.objects.select_related("ended", "to").filter(pk=move_id).first()
        if row is None:
            raise NotHere("Không có lần chuyển này.")
        if row.undone_at is not None:
            raise ChangedMeanwhile(f"{row.undone_by_name} đã hoàn tác lần chuyển này. Tải lại trang.")
        with connection.cursor() as cursor:
            cursor.execute("SELECT people_unplace(%s)", [row.pk])
            (back,) = cursor.fetchone()
        if back < 0:
            raise Refused(
                "Sau khi chuyển, có người trong số ấy đã chuyển đi, hoặc hộ đã thêm bớt người; chưa hoàn tác gì. Chuyển từng người."
            )
        row.undone_at, row.undone_by_name = now, str(actor)
        row.save(update_fields=["undone_at", "undone_by_name"])
        detail = {"from": row.to.code, "to": row.ended.code, "people": back}
        record(actor=actor, verb="people.undo_place", subject=row, detail=detail, at=now)
    return row


def list_moves(ended: Unit) -> list[PlaceMove]:
    """Return the choices about an ended commune, newest first."""
    return list(PlaceMove.objects.filter(ended=ended).select_related("to").order_by("-at")[:50])
