"""For what this room needs a person's data."""

from __future__ import annotations

from ansinh.apps.accounts.scope import seen
from ansinh.apps.benefits.models import Receipt
from ansinh.apps.people.models import Person


def kept_for(person: Person) -> list[str]:
    """Say which amounts a person receives now: while they are paid the data have to be kept."""
    rows = seen(Receipt).filter(person=person, valid_to=None).order_by("programme", "valid_from")
    return [
        f"Đang nhận {row.name or row.get_programme_display()} từ {row.valid_from:%d/%m/%Y} ({row.source})."
        for row in rows
    ]
