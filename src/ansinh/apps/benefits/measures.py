"""What the lists of the benefits room give to a report: counts of a commune on a day, never who."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from ansinh.apps.accounts.scope import seen
from ansinh.apps.benefits.models import Programme, Receipt
from ansinh.apps.people.models import Person
from ansinh.apps.territory.models import Unit

Count = tuple[int, int]


def count_monthly_allowance(commune: Unit, *, on: date) -> Count | None:
    """Return how many people of a commune receive monthly social assistance on a day, and how many live there.

    None where the register has nobody of the commune yet. To be called within the scope of the commune.
    """
    living = (
        seen(Person)
        .filter(commune__code=commune.code, commune__level=commune.level, erased_at=None)
        .filter(Q(death_date=None) | Q(death_date__gt=on))
    )
    people = living.count()
    if not people:
        return None
    running = seen(Receipt).filter(programme=Programme.SOCIAL_ASSISTANCE, valid_from__lte=on, person__in=living)
    running = running.filter(Q(valid_to=None) | Q(valid_to__gt=on))
    return running.values("person_id").distinct().count(), people
