"""What the rows of two records are at one moment, so that what a merge changed can be told and taken back."""

# ruff: noqa: S608 - the names of tables are the program's own
from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from ansinh.apps.people.hanging import hangings

Row = dict[str, Any]
Picture = dict[tuple[str, UUID], Row]
# These follow from the rest, or only count: they are no part of what somebody decides.
FOLLOWS = frozenset({"unit_no", "unit_to", "version", "birth_year"})
VERSIONED = ("people_person", "people_household")
DERIVED_PLACE = frozenset({"commune_id", "village_id", "address"})


def picture_of(people: Collection[UUID], homes: Collection[UUID]) -> Picture:
    """Return the rows of some persons, of what hangs on them, and of some households, within the communes in scope."""
    found: Picture = {}
    wanted = [
        ("people_person", "id", people),
        ("people_household", "id", homes),
        ("people_identifier", "person_id", people),
        ("people_membership", "person_id", people),
        ("people_fact", "other_id", people),
        ("people_duplicatepair", "left_id", people),
        ("people_duplicatepair", "right_id", people),
        *((each.table, "person_id", people) for each in hangings()),
    ]
    with connection.cursor() as cursor:
        for table, column, keys in wanted:
            cursor.execute(f"SELECT id, to_jsonb(t) FROM {table} t WHERE {column} = ANY (%s)", [list(keys)])
            for key, row in cursor.fetchall():
                found[table, key] = json.loads(row) if isinstance(row, str) else row
    return found


def rows_now(keys: Collection[tuple[str, UUID]]) -> Picture:
    """Return some rows as they are now; those that are gone are missing."""
    found: Picture = {}
    with connection.cursor() as cursor:
        for table in sorted({table for table, _key in keys}):
            ids = [key for name, key in keys if name == table]
            cursor.execute(f"SELECT id, to_jsonb(t) FROM {table} t WHERE id = ANY (%s)", [ids])
            for key, row in cursor.fetchall():
                found[table, key] = json.loads(row) if isinstance(row, str) else row
    return found


def differences(before: Picture, after: Picture) -> list[tuple[str, UUID, Row | None, Row | None]]:
    """Return what changed: (table, key, before, after), of rows that stayed only the columns that changed."""
    found: list[tuple[str, UUID, Row | None, Row | None]] = []
    for key in sorted(before.keys() | after.keys(), key=lambda key: (key[0], key[1].int)):
        old, new = before.get(key), after.get(key)
        if old is None or new is None:
            found.append((*key, old, new))
            continue
        changed = [name for name in old if old[name] != new[name] and name not in FOLLOWS]
        if changed:
            found.append((*key, {name: old[name] for name in changed}, {name: new[name] for name in changed}))
    return found


def write_back(table: str, key: UUID, values: Mapping[str, Any]) -> None:
    """Give some columns of a row what they were."""
    columns = ", ".join(sorted(values))
    counted = ", version = version + 1" if table in VERSIONED else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET ({columns}) = (SELECT {columns} FROM jsonb_populate_record(NULL::{table}, %s)){counted} WHERE id = %s",
            [json.dumps(dict(values)), key],
        )


def put_back(table: str, row: Mapping[str, Any]) -> None:
    """Put a row that was taken away back as it was; its commune is that of its person now."""
    whole = {**row, "unit_no": 0}
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s)", [json.dumps(whole)]
        )


def take_out(table: str, key: UUID) -> None:
    """Take a row away that a merge had written."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [key])
