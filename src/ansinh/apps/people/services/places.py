"""Where people stand in the tree of units, after the tree was renumbered; and the villages below the communes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from ansinh.apps.accounts.scope import NOWHERE, current_scope, scope_of_unit, unit_become
from ansinh.apps.audit.services import Actor, record
from ansinh.apps.people.models import (
    ImportPiece,
    ImportRow,
    ListImport,
    RowChange,
    RowFault,
    Village,
    VillageKind,
)
from ansinh.apps.people.services.refusals import Refused
from ansinh.apps.territory.models import Unit
from ansinh.core.text import fold, nfc

LONGEST = 120


# History stands where the person or household stands now; its numbers of a former tree would be another commune's.
_HISTORIES = (
    ("people_personevent", "people_person", "id"),
    ("people_householdevent", "people_household", "id"),
    ("people_identifierevent", "people_person", "person_id"),
    ("people_membershipevent", "people_person", "person_id"),
    ("people_factevent", "people_person", "person_id"),
    ("people_factevent", "people_household", "household_id"),
    ("people_povertyperiodevent", "people_household", "household_id"),
    ("people_sensitiverecordevent", "people_person", "person_id"),
    ("benefits_receiptevent", "people_person", "person_id"),
    ("benefits_gapevent", "people_person", "person_id"),
    ("privacy_datarequestevent", "people_person", "person_id"),
)


@transaction.atomic
def renumber() -> int:
    """Give every person and household the number that its commune has now; returns how many rows changed.

    For the owner of the tables, after units were loaded. A commune that ended keeps its people until somebody moves
    them (which part went where is a person's decision); they stand at number 0, which no range of communes has.
    """
    changed = 0
    with connection.cursor() as cursor:
        for table in ("people_person", "people_household"):
            cursor.execute(
                f"UPDATE {table} r SET commune_id = r.commune_id FROM territory_unit u"  # noqa: S608 - our own tables
                " WHERE u.id = r.commune_id AND u.number > 0 AND r.unit_no <>"
                " CASE WHEN u.valid_to IS NULL OR u.valid_to > current_date THEN u.number ELSE 0 END"
            )
            changed += cursor.rowcount
        for history, subject, column in _HISTORIES if changed else ():
            cursor.execute(
                f"UPDATE {history} e SET unit_no = r.unit_no FROM {subject} r"  # noqa: S608 - our own tables
                f" WHERE r.id = e.{column} AND e.unit_no <> r.unit_no"
            )
        _renumber_lists(cursor)
    return changed


def _renumber_lists(cursor: Any) -> None:
    """Give lists that wait the communes that their unit has now; none where it was divided."""
    cursor.execute("SELECT current_date")
    (today,) = cursor.fetchone()
    for row in ListImport.objects.select_related("scope_unit"):
        unit = unit_become(row.scope_unit, on=today)
        scope = scope_of_unit(unit, on=today) if unit is not None else NOWHERE
        first, last = (0, 0) if scope.is_empty else (scope.first, scope.last)
        if (first, last) == (row.unit_no, row.unit_to):
            continue
        ListImport.objects.filter(pk=row.pk).update(unit_no=first, unit_to=last)
        for model in (ImportPiece, ImportRow, RowFault, RowChange):
            rows: Any = model
            rows.objects.filter(listimport=row).update(unit_no=first, unit_to=last)


def add_village(*, commune: Unit, name: str, actor: Actor, now: datetime, kind: str = VillageKind.VILLAGE) -> Village:
    """Add a village or neighbourhood to a commune of one's own. Raises Refused."""
    name = nfc(" ".join(name.split()))
    if not name or len(name) > LONGEST:
        raise Refused(f"Tên thôn, tổ phải có chữ và dài không quá {LONGEST} chữ.")
    if commune.number not in current_scope():
        raise Refused("Xã này không thuộc địa bàn phụ trách. Chọn xã, phường của mình.")
    with transaction.atomic():
        made, is_new = Village.objects.get_or_create(
            commune=commune, search_key=fold(name), valid_to=None, defaults={"name": name, "kind": kind}
        )
        if not is_new:
            raise Refused(f"“{made.name}” đã có trong xã.")
        record(actor=actor, verb="people.add_village", subject=made, detail={"unit": commune.code}, at=now)
    return made
