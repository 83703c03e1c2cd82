"""Reads of what people receive."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ansinh.apps.accounts.scope import seen
from ansinh.apps.benefits.models import Receipt


def list_receipts(*, person_id: UUID, on: date) -> list[Receipt]:
    """Return what a person receives, says a list: what is running on a day first, ended amounts after."""
    rows = list(seen(Receipt).filter(person_id=person_id).order_by("-valid_from", "programme"))
    return sorted(rows, key=lambda row: row.valid_to is not None and row.valid_to <= on)
