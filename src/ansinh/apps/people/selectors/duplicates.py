"""Pairs to decide on, by commune and the likeliest first; two records side by side; merges that were made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from ansinh.apps.accounts.scope import seen
from ansinh.apps.jobs.models import JobRun, JobState
from ansinh.apps.people.models import DuplicatePair, Merge, PairState, Person
from ansinh.apps.people.selectors.search import list_communes
from ansinh.apps.people.services.duplicates.comparing import Comparison, compare
from ansinh.apps.people.services.duplicates.deciding import DUPLICATES, across_communes, seen_pairs
from ansinh.apps.people.services.persons import name_keys
from ansinh.apps.people.services.refusals import NotHere, Restricted
from ansinh.apps.territory.models import Unit

ACROSS = "lien-xa"


MOST_ALIKE = 5


def list_alike(*, commune: Unit, full_name: str, birth_date: date | None) -> list[Person]:
    """Return who of a commune is called the same, marks aside, and may be born then: asked before one is registered."""
    rows = seen(Person).filter(
        unit_no=commune.number, sort_key=name_keys(full_name=full_name)["sort_key"], erased_at=None, merged_into=None
    )
    if birth_date is not None:
        rows = rows.filter(Q(birth_year=birth_date.year) | Q(birth_date=None))
    return list(rows.select_related("village", "commune").order_by("birth_year", "id")[:MOST_ALIKE])


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """How many pairs wait in one commune, or across communes (no unit)."""

    unit: Unit | None
    code: str
    pairs: int


def list_pairs(*, state: str, unit_no: int | None = None, across: bool = False) -> QuerySet[DuplicatePair]:
    """Return the pairs of one's own communes in one state: same numbers and the likeliest first."""
    rows = seen_pairs().filter(state=state)
    if across:
        rows = across_communes(rows)
    elif unit_no is not None:
        rows = rows.filter(unit_no=unit_no, unit_to=unit_no)
    order = ("-score", "id") if state == PairState.OPEN else ("-decided_at", "id")
    return rows.select_related("left__commune", "left__village", "right__commune", "right__village").order_by(*order)


def count_by_place(*, on: date) -> list[PlaceCount]:
    """Count the pairs that wait, by commune; those across communes stand first."""
    within = seen_pairs().filter(state=PairState.OPEN, unit_no=F("unit_to"))
    counts = dict(within.order_by().values_list("unit_no").annotate(count=Count("pk")))
    across = across_communes(seen_pairs().filter(state=PairState.OPEN)).count()
    found = [PlaceCount(None, ACROSS, across)] if across else []
    units = list_communes(on=on).filter(number__in=counts)
    return found + [PlaceCount(unit, str(unit.number), counts[unit.number]) for unit in units]


def get_pair(pair_id: UUID) -> DuplicatePair:
    """Return a pair of one's own communes. Raises NotHere."""
    rows = seen_pairs().select_related("left__commune", "left__village", "right__commune", "right__village")
    found = rows.filter(pk=pair_id).first()
    if found is None:
        raise NotHere("Không có cặp hồ sơ này trong địa bàn phụ trách.")
    return found


def side_by_side(pair: DuplicatePair) -> Comparison:
    """Hold the two records of a pair against each other. Raises Restricted, CannotOpen."""
    for person in (pair.left, pair.right):
        if person.restricted_at is not None:
            raise Restricted(person.pk)
    return compare(pair.left, pair.right)


def after(pair: DuplicatePair) -> DuplicatePair | None:
    """Return the next pair of the same place that waits."""
    across = pair.unit_no != pair.unit_to
    rows = list_pairs(state=PairState.OPEN, unit_no=None if across else pair.unit_no, across=across)
    return rows.exclude(pk=pair.pk).first()


def open_pairs_of(person: Person) -> list[DuplicatePair]:
    """Return the pairs of a person that wait to be decided."""
    rows = seen_pairs().filter(Q(left=person) | Q(right=person), state=PairState.OPEN)
    return list(rows.order_by("-score", "id"))


def people_of(pairs: Sequence[DuplicatePair]) -> list[Person]:
    """Return the persons of some pairs, each once."""
    return list({person.pk: person for pair in pairs for person in (pair.left, pair.right)}.values())


def latest_search(user: Any) -> JobRun | None:
    """Return the latest search that somebody asked for."""
    return JobRun.objects.filter(kind=DUPLICATES, owner=user).order_by("-created_at").first()


def is_searching(user: Any) -> bool:
    """Say whether a search that somebody asked for is not done yet."""
    return JobRun.objects.filter(kind=DUPLICATES, owner=user, state__in=[JobState.QUEUED, JobState.RUNNING]).exists()


def get_merge(merge_id: UUID) -> Merge:
    """Return a merge into a record of one's own communes. Raises NotHere."""
    found = seen(Merge).filter(pk=merge_id).first()
    if found is None:
        raise NotHere("Không có lần gộp này trong địa bàn phụ trách.")
    return found


def merge_of(pair: DuplicatePair) -> Merge | None:
    """Return the merge that a pair ended with, if it stands."""
    return seen(Merge).filter(pair=pair, undone_at=None).order_by("-at").first()
