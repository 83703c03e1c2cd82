"""What a person's rows were, as the database kept it, and who looked at them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet

from ansinh.apps.accounts.scope import seen
from ansinh.apps.audit.models import PersonAccess
from ansinh.apps.audit.selectors import list_person_accesses
from ansinh.apps.people.fact_names import FACTS
from ansinh.apps.people.models import IdentifierKind, Person, Relation
from ansinh.apps.people.selectors.merged import merged_into

MOST_SHOWN = 200
HIDDEN = {
    "id", "version", "search_key", "sort_key", "unit_no", "birth_year", "sealed", "blind", "person", "household", "commune",
    "recorded_at", "confirmed_at", "name", "kind", "slot",
}  # fmt: skip
LABELS = {"insert": "ghi mới", "update": "sửa", "delete": "bỏ"}


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one row: when, who, of what, from what to what."""

    at: datetime
    who: str
    what: str
    parts: Sequence[tuple[str, str, str]]


def list_changes(person: Person, *, most: int | None = MOST_SHOWN) -> list[Change]:
    """Return what happened to the rows of a person while he lived in the communes in scope, newest first.

    ``most``: so many at most; all where None.
    """
    changes: list[Change] = []
    for name, key in (
        # The history of a person has an index by whom it is of, as every history.
        ("person", "pgh_obj_id"),
        ("identifier", "person_id"),
        ("membership", "person_id"),
        ("fact", "person_id"),
    ):
        model = apps.get_model("people", f"{name}event")
        rows = seen(model).select_related("village") if name == "person" else seen(model)
        rows = rows.filter(**{key: person.pk}).order_by("pgh_obj_id", "pgh_id")
        changes += _changes(name, list(rows if most is None else rows[: most * 5]))
    return sorted(changes, key=lambda change: change.at, reverse=True)[:most]


def who_recorded(name: str, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return who of the staff wrote rows of a table down ("fact", "person"), by the rows; an import counts as its taker."""
    model = apps.get_model("people", f"{name}event")
    rows = seen(model).filter(pgh_obj_id__in=ids, pgh_label="insert").values_list("pgh_obj_id", "pgh_context")
    return {key: (context or {}).get("actor_name") or "" for key, context in rows}


def list_looks(person: Person) -> Sequence[PersonAccess]:
    """Return who of the staff saw a person's data, when and for what, newest first."""
    return list(list_person_accesses(person_id=str(person.pk))[:MOST_SHOWN])


def looks_at(person: Person) -> QuerySet[PersonAccess]:
    """Return every look at a person's data and at the records that went into it, newest first."""
    ids = [str(each.pk) for each in (person, *merged_into(person))]
    return list_person_accesses().filter(person_id__in=ids).order_by("-at", "-id")


def count_lookers(person: Person) -> int:
    """Count how many of the staff ever saw a person's data."""
    return looks_at(person).order_by().values("actor_id").distinct().count()


def _changes(name: str, rows: list[Any]) -> list[Change]:
    before: dict[Any, Any] = {}
    found = []
    for row in rows:
        old = before.get(row.pgh_obj_id)
        parts = [
            (str(field.verbose_name), _shown(old, field) if old is not None else "", _shown(row, field))
            for field in row._meta.fields
            if not field.name.startswith("pgh_") and field.name not in HIDDEN
        ]
        parts = [part for part in parts if part[1] != part[2]]
        before[row.pgh_obj_id] = row
        if row.pgh_label != "update" or parts:
            who = (row.pgh_context or {}).get("actor_name") or "Hệ thống"
            found.append(Change(row.pgh_created_at, who, f"{_what(name, row)}: {LABELS[row.pgh_label]}", parts))
    return found


def _what(name: str, row: Any) -> str:
    if name == "identifier":
        return IdentifierKind(row.kind).label
    if name == "membership":
        return f"Thành viên hộ, {str(Relation(row.relation).label).lower()}"
    if name == "fact":
        return FACTS[row.name].label if row.name in FACTS else row.name
    return "Thông tin chung"


def _shown(row: Any, field: Any) -> str:
    if field.name == "village":
        village = row.village
        return village.name if village is not None else ""
    if field.is_relation:
        return "" if getattr(row, field.attname) is None else str(getattr(row, field.attname))[:8]
    value = getattr(row, field.attname)
    if value is None or value == "":
        return ""
    if field.name == "value" and row.name in FACTS:
        return FACTS[row.name].show(value)
    if field.choices:
        return str(dict(field.choices).get(value, value))
    return f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value)
