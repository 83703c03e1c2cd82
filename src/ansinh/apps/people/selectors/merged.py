"""Records that went into others: where one leads to, and what went into one."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from ansinh.apps.accounts.scope import seen
from ansinh.apps.people.models import Merge, Person

MOST_STEPS = 50


def merged_into(person: Person) -> list[Person]:
    """Return the records that went into a person's, and into those, and so on."""
    found: list[Person] = []
    asked: Sequence[UUID] = [person.pk]
    while asked and len(found) < MOST_STEPS:
        more = list(seen(Person).filter(merged_into__in=asked))
        found += more
        asked = [each.pk for each in more]
    return found


def survivor_of(person_id: UUID) -> Person | None:
    """Return the record to which a merged one leads in the end; None where it is not among one's communes."""
    for _ in range(MOST_STEPS):
        found = seen(Person).filter(pk=person_id).first()
        if found is None or found.merged_into_id is None:
            return found
        person_id = found.merged_into_id
    return None


def list_merges(person: Person) -> list[Merge]:
    """Return the merges into a person's record, newest first."""
    return list(seen(Merge).filter(person=person).select_related("gone").order_by("-at"))
