"""What taking a list would do, worked out by the database in a few statements whatever the number of rows."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from django.db import connection

from ansinh.apps.accounts.scope import current_scope
from ansinh.apps.people.models import ListImport
from ansinh.apps.people.restriction import Work, closed_in_sql

_SEEN = (
    "people_person", "people_identifier", "people_household", "people_membership", "people_povertyperiod",
    "people_importrow", "people_rowfault",
)  # fmt: skip
_COUNTS = """
SELECT (SELECT count(*) FROM taken WHERE match_id IS NULL),
    (SELECT count(*) FROM changed),
    (SELECT count(*) FROM taken t WHERE match_id IS NOT NULL AND NOT EXISTS (SELECT FROM changed c WHERE c.row_no = t.row_no)
        AND NOT EXISTS (SELECT FROM closed c WHERE c.row_no = t.row_no)),
    (SELECT count(DISTINCT row_no) FROM people_rowfault WHERE listimport_id = %(list)s),
    (SELECT count(*) FROM homes h JOIN taken t ON t.row_no = h.first_row WHERE h.home_id IS NULL),
    (SELECT count(*) FROM people_rowchange WHERE listimport_id = %(list)s AND row_no = 0),
    (SELECT count(*) FROM closed),
    (SELECT coalesce(bit_xor(hashtextextended(concat_ws(':', t.row_no, t.match_id, c.changes), 0)), 0)
        FROM taken t LEFT JOIN changed c USING (row_no))
"""
_NAMES = ("new", "changed", "same", "held", "households", "absent", "left_out")
_TABLES = ("held", "plan", "listed", "homes", "matched", "closed", "taken", "changed", "made_homes")


def write_plan(row: ListImport) -> None:
    """Hold a staged list against the register; what was found stands in the list's counts and mark (not saved here).

    The mark tells one plan from another: a list is taken only as it was reviewed. The tables of the plan stay for the
    length of the transaction.
    """
    given = given_to(row)
    with connection.cursor() as cursor:
        # The database takes a range of communes for a handful of rows and would go through the list once for each of them.
        cursor.execute("SET LOCAL enable_nestloop = off")
        # A million rows held against as many are put aside on the disk again and again where this is small.
        cursor.execute("SET LOCAL work_mem = '16MB'")
        cursor.execute("".join(f"DROP TABLE IF EXISTS pg_temp.{name};" for name in _TABLES))
        cursor.execute(statements("plan.sql"), given)
        cursor.execute(_COUNTS, given)
        *counts, row.plan = cursor.fetchone()
    row.counts = {**row.counts, **dict(zip(_NAMES, counts, strict=True))}


def given_to(row: ListImport) -> Mapping[str, Any]:
    """Return what the statements of a list take."""
    return {
        "list": row.pk,
        "as_of": row.as_of,
        "source": row.source,
        "unit_no": row.unit_no,
        "unit_to": row.unit_to,
    }


def statements(name: str) -> str:
    """Return the statements of a file of this folder, narrowed to the communes of this piece of work."""
    return narrowed((files("ansinh.apps.people.services.imports") / name).read_text("utf-8"))


def narrowed(text: str) -> str:
    """Write the communes of this piece of work into statements, and who is closed to it: the program's own layer."""
    scope = current_scope()
    text = text.replace("<<closed p>>", closed_in_sql(Work.IMPORT, "p"))
    for table in _SEEN:
        inside = f"(SELECT * FROM {table} WHERE unit_no BETWEEN {int(scope.first)} AND {int(scope.last)})"  # noqa: S608
        text = text.replace(f"<<{table}>>", inside)
    return text
