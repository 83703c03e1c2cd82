"""A merge taken back: both records as they were, unless somebody changed since what the merge had changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from ansinh.apps.accounts.scope import seen
from ansinh.apps.audit.services import Actor, record
from ansinh.apps.people.hanging import hangings
from ansinh.apps.people.models import Household, Merge, MergedRow, Person
from ansinh.apps.people.services.duplicates.pictures import (
    DERIVED_PLACE,
    FOLLOWS,
    Picture,
    put_back,
    rows_now,
    take_out,
    write_back,
)
from ansinh.apps.people.services.refusals import ChangedMeanwhile, NotHere, Refused, said
from ansinh.apps.territory.models import Unit

_LABELS = {
    "people_person": "thông tin chung",
    "people_household": "hộ",
    "people_identifier": "số, giấy tờ",
    "people_membership": "thành viên hộ",
    "people_duplicatepair": "cặp hồ sơ có thể trùng",
}


def undo_merge(*, merge_id: UUID, actor: Actor, now: datetime) -> Merge:
    """Take a merge back: both records and what hung on them are as they were before it.

    What was written since stays with the surviving record. Raises NotHere, Refused: where a row that the merge touched
    was changed since, nothing is taken back and the sentence says what.
    """
    with said():
        merge = seen(Merge).select_for_update(of=("self",)).filter(pk=merge_id).first()
        if merge is None:
            raise NotHere("Không có lần gộp này trong địa bàn phụ trách.")
        if merge.undone_at is not None:
            raise ChangedMeanwhile(f"{merge.undone_by_name} đã hoàn tác lần gộp này. Tải lại trang.")
        rows = list(seen(MergedRow).filter(merge=merge).order_by("table", "row_id"))
        homes = [row.row_id for row in rows if row.table == "people_household"]
        list(seen(Household).select_for_update(of=("self",)).filter(pk__in=homes).order_by("pk"))
        people = {
            row.pk: row
            for row in seen(Person)
            .select_for_update(of=("self",))
            .filter(pk__in=(merge.person_id, merge.gone_id))
            .order_by("pk")
        }
        _expect_whole(merge, people)
        _expect_unchanged(merge, rows, rows_now({(row.table, row.row_id) for row in rows}))
        _restore(merge, people[merge.gone_id], rows)
        merge.undone_at, merge.undone_by_name = now, str(actor)
        merge.save(update_fields=["undone_at", "undone_by_name"])
        detail = {"gone": str(merge.gone_id), "rows": len(rows)}
        record(actor=actor, verb="people.undo_merge", subject=people[merge.person_id], detail=detail, at=now)
    return merge


def _expect_whole(merge: Merge, people: dict[UUID, Person]) -> None:
    if len(people) != 2 or any(row.erased_at is not None for row in people.values()):
        raise Refused("Một trong hai hồ sơ đã xóa dữ liệu hoặc ở địa bàn khác, không hoàn tác được.")
    if people[merge.person_id].merged_into_id is not None:
        raise Refused("Hồ sơ giữ lại đã được gộp tiếp vào hồ sơ khác. Hoàn tác lần gộp sau trước.")


def _expect_unchanged(merge: Merge, rows: Sequence[MergedRow], now: Picture) -> None:
    changed = {}
    for row in rows:
        current = now.get((row.table, row.row_id))
        if row.after is None:
            as_left = current is None
        elif current is None:
            as_left = False
        else:
            left_out = FOLLOWS | (DERIVED_PLACE if row.row_id == merge.gone_id else frozenset())
            as_left = all(current[name] == value for name, value in row.after.items() if name not in left_out)
        if not as_left:
            changed[_label(row.table)] = True
    if changed:
        raise Refused(
            f"Sau khi gộp, hồ sơ đã được sửa tiếp ({', '.join(changed)}), hoàn tác sẽ mất phần đã sửa nên chưa làm gì."
            " Xem trang Diễn biến, đưa các mục ấy về như lúc gộp rồi hoàn tác."
        )


def _label(table: str) -> str:
    return _LABELS.get(table) or next((each.label for each in hangings() if each.table == table), table)


def _restore(merge: Merge, gone: Person, rows: Sequence[MergedRow]) -> None:
    """Set the record free first, in its own commune, so that what belongs to it may be hung on it again."""
    own: dict[str, Any] = next((dict(row.before or {}) for row in rows if row.row_id == merge.gone_id), {})
    gone.merged_into = None
    gone.version += 1
    gone.save(update_fields=["merged_into", "version"])
    if "commune_id" in own:
        # The way into another commune; its village and street come back with the rest below.
        with connection.cursor() as cursor:
            commune = Unit.objects.get(pk=own.pop("commune_id"))
            cursor.execute("SELECT people_move(%s, NULL, %s, NULL, %s)", [[gone.pk], commune.pk, gone.address])
    own.pop("merged_into_id", None)
    for row in rows:
        if row.before is None:
            take_out(row.table, row.row_id)
    if own:
        write_back("people_person", gone.pk, own)
    for row in rows:
        if row.before is not None and row.after is not None and row.row_id != merge.gone_id:
            write_back(row.table, row.row_id, row.before)
    for row in rows:
        if row.after is None and row.before is not None:
            put_back(row.table, row.before)
