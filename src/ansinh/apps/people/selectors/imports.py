"""Lists and what is known of them: what they would do, what is wrong, how they begin."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from ansinh.apps.accounts.scope import seen
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.people.models import (
    ImportPiece,
    ListImport,
    Person,
    PovertyStatus,
    Relation,
    RowChange,
    RowFault,
    Sex,
)
from ansinh.apps.people.services.imports.keeping import kept_file
from ansinh.apps.people.services.imports.kinds import ListKind, kind_of
from ansinh.apps.people.services.imports.offering import STAGE, TAKE, seen_lists
from ansinh.apps.people.services.refusals import NotHere
from ansinh.files.register.giving_back import write_errors
from ansinh.files.register.mapping import FIELDS, letters
from ansinh.files.register.rows import RowError

MOST_SHOWN, FIRST_ROWS = 100, 6
LABELS = {
    **FIELDS,
    "birth": "ngày sinh",
    "ethnicity": "dân tộc",
    "household": "hộ",
    "social_insurance": "mã số bảo hiểm xã hội",
}
_WORDS: dict[str, dict[str, str]] = {
    "sex": {str(code): str(label) for code, label in Sex.choices},
    "relation": {str(code): str(label) for code, label in Relation.choices},
    "poverty": {str(code): str(label) for code, label in PovertyStatus.choices},
}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """Somebody of the register, and what the list changes, field by field; of who is not in it, what stands."""

    person: Person | None
    fields: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class FaultLine:
    """What is wrong, at which cell."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """What the page of a list shows; ``absent``: who is in the register and not in the list."""

    changes: Sequence[ChangeLine]
    more_changes: bool
    absent: Sequence[ChangeLine]
    more_absent: bool
    faults: Sequence[FaultLine]
    more_faults: bool
    has_file: bool


def list_lists() -> QuerySet[ListImport]:
    """Return the lists of one's own communes, the newest first."""
    rows: QuerySet[ListImport] = seen_lists().select_related("scope_unit").order_by("-created_at")
    return rows


def get_list(import_id: UUID) -> ListImport:
    """Return a list of one's own communes. Raises NotHere."""
    found = list_lists().filter(pk=import_id).first()
    if found is None:
        raise NotHere("Không có danh sách này trong địa bàn phụ trách.")
    return found


def job_of(row: ListImport) -> JobRun | None:
    """Return the latest work on a list."""
    runs = JobRun.objects.filter(kind__in=(STAGE, TAKE), args={"import_id": str(row.pk)})
    return runs.order_by("-created_at").first()


def first_rows(row: ListImport) -> Sequence[Sequence[Any]]:
    """Return the first rows of a list as they stand in its file."""
    return [cells for _number, cells in islice(kept_file(row).rows, FIRST_ROWS)]


def get_list_page(row: ListImport) -> ListPage:
    """Gather what a reviewed list would do and what is wrong with it; the first hundred of each."""
    kind = kind_of(row)
    found = seen(RowChange).filter(listimport=row).order_by("row_no", "id")
    changes = list(found.filter(row_no__gt=0)[: MOST_SHOWN + 1])
    absent = list(found.filter(row_no=0)[: MOST_SHOWN + 1])
    people = {each.pk: each for each in seen(Person).filter(pk__in=[change.person_id for change in changes + absent])}
    faults = list(seen(RowFault).filter(listimport=row).order_by("row_no", "id")[: MOST_SHOWN + 1])
    return ListPage(
        changes=[_change(each, people.get(each.person_id), kind) for each in changes[:MOST_SHOWN]],
        more_changes=len(changes) > MOST_SHOWN,
        absent=[_change(each, people.get(each.person_id), kind) for each in absent[:MOST_SHOWN]],
        more_absent=len(absent) > MOST_SHOWN,
        faults=[_fault(each, row) for each in faults[:MOST_SHOWN]],
        more_faults=len(faults) > MOST_SHOWN,
        has_file=seen(ImportPiece).filter(listimport=row).exists(),
    )


def rows_given_back(row: ListImport) -> bytes:
    """Return the rows that are not taken, with the columns of their file and why, as an Excel file."""
    errors = [
        RowError(fault.row_no, _column(fault, row), fault.field, fault.reason)
        for fault in seen(RowFault).filter(listimport=row).order_by("row_no", "id").iterator(chunk_size=5000)
    ]
    out = io.BytesIO()
    write_errors(out, file=kept_file(row), errors=errors)
    return out.getvalue()


def _change(each: RowChange, person: Person | None, kind: ListKind | None) -> ChangeLine:
    if kind is not None:
        return ChangeLine(person, kind.words(each.changes))
    fields = [
        (LABELS.get(name, name), _word(name, before), _word(name, after))
        for name, (before, after) in each.changes.items()
    ]
    return ChangeLine(person, fields)


def _word(name: str, value: str) -> str:
    if name == "birth" and value:
        return "/".join(reversed(value.split("-")))
    return _WORDS.get(name, {}).get(value, value) or "chưa có"


def _fault(fault: RowFault, row: ListImport) -> FaultLine:
    column = _column(fault, row)
    return FaultLine(f"Ô {column}{fault.row_no}" if column else f"Dòng {fault.row_no}", fault.reason)


def _column(fault: RowFault, row: ListImport) -> str:
    at = row.columns.get(fault.field)
    return letters(int(at)) if at is not None else ""
