"""Finding people as one types: names without marks, a whole number, a year of birth, a village, heads only."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from ansinh.apps.accounts.scope import Scope, current_scope, seen
from ansinh.apps.people.models import Identifier, Membership, Person, Relation, Village
from ansinh.apps.people.numbers import kinds_like, read_identifier
from ansinh.apps.people.sealing import blind_index
from ansinh.apps.territory.models import Unit
from ansinh.apps.territory.selectors.units import units_on
from ansinh.core.text import fold

MOST_FOUND = 200
FEWEST_LETTERS = 3
FEWEST_DIGITS = 6
# One word alone may be of a name.
SHORTEST_VILLAGE = 2
_WORD = re.compile(r"[a-z0-9]+")
_YEAR = re.compile(r"18[5-9]\d|19\d\d|20\d\d")
_YEAR_BEGUN = re.compile(r"(?:18|19|20)\d?")


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, taken apart: words of a name, a year of birth, a whole number as typed."""

    words: tuple[str, ...] = ()
    born: int | None = None
    number: str = ""

    @property
    def letters(self) -> int:
        """How many letters of a name there are."""
        return sum(map(len, self.words))

    @property
    def tsquery(self) -> str:
        """The words as the text index takes them; the last one may be cut short, since it is being typed."""
        return " & ".join([*self.words[:-1], *(f"{word}:*" for word in self.words[-1:])])


@dataclass(frozen=True, slots=True)
class Found:
    """The people found; ``asks_commune`` where the search is too wide, ``more`` where there are more than shown."""

    rows: QuerySet[Person]
    asks_commune: bool = False
    more: bool = False


def read_query(text: str) -> Query:
    """Take what was typed apart: "Tôn Nữ Hạ 1951", "046151004321"."""
    typed = text.strip()
    if sum(sign.isdecimal() for sign in typed) >= FEWEST_DIGITS and kinds_like(typed):
        return Query(number=typed)
    words, born = [], None
    for word in _WORD.findall(fold(typed)):
        if born is None and _YEAR.fullmatch(word):
            born = int(word)
        elif not _YEAR_BEGUN.fullmatch(word):
            words.append(word)
    return Query(words=tuple(words), born=born)


def find_by_number(text: str) -> list[UUID]:
    """Return who bears a whole number, of any kind it may be, among the communes somebody works with."""
    marks = [blind_index(kind=kind, text=read_identifier(kind=kind, text=text)) for kind in kinds_like(text)]
    owners = seen(Identifier).filter(blind__in=marks).values_list("person_id", flat=True).distinct()
    return list(owners[:MOST_FOUND])


def find_persons(
    *,
    text: str = "",
    only: list[UUID] | None = None,
    commune: Unit | None = None,
    village: Village | None = None,
    born: int | None = None,
    heads_only: bool = False,
    poverty: str = "",
) -> Found:
    """Return the people who fit, by given name, of the communes somebody works with; numbers are found whole only."""
    scope = current_scope()
    place = Scope(commune.number, commune.number) if commune is not None else scope
    query = read_query(text)
    rows = (
        seen(Person)
        .filter(erased_at=None, merged_into=None)
        .select_related("commune", "village")
        .order_by("sort_key", "id")
    )
    if heads_only:
        heads = seen(Membership).filter(relation=Relation.HEAD, valid_to=None)
        rows = rows.filter(pk__in=heads.values("person_id"))
    if poverty:
        inside = seen(Membership).filter(
            valid_to=None, household__poverty__status=poverty, household__poverty__valid_to=None
        )
        rows = rows.filter(pk__in=inside.values("person_id"))
    if only is not None:
        return Found(rows.filter(pk__in=only))
    if query.number:
        return Found(rows.filter(pk__in=find_by_number(query.number)))
    born = born if born is not None else query.born
    if village is None and place.is_one_commune:
        village, query = _read_village(query, place)
    if not place.is_one_commune and query.letters < FEWEST_LETTERS:
        return Found(rows.none(), asks_commune=True)
    # Named alone, a commune's people come from the index in the order in which they are shown.
    rows = (
        rows.filter(unit_no=place.first)
        if place.is_one_commune
        else rows.filter(unit_no__range=(place.first, place.last))
    )
    if not query.words:
        if born is not None:
            rows = rows.filter(birth_year=born)
        return Found(rows.filter(village=village) if village is not None else rows)
    ids = _find_ids(query.tsquery, born, place, village)
    return Found(rows.filter(pk__in=ids[:MOST_FOUND]), more=len(ids) > MOST_FOUND)


def _read_village(query: Query, place: Scope) -> tuple[Village | None, Query]:
    """Take the name of a village of the commune out of what was typed: "nguyen van thon 3"."""
    if len(query.words) < SHORTEST_VILLAGE:
        return None, query
    villages = Village.objects.filter(commune__number=place.first, valid_to=None)
    for village in sorted(villages, key=lambda one: -len(one.search_key)):
        named = tuple(village.search_key.split())
        for start in range(len(query.words) - len(named) + 1):
            end = start + len(named)
            if len(named) >= SHORTEST_VILLAGE and query.words[start:end] == named:
                return village, replace(query, words=query.words[:start] + query.words[end:])
    return None, query


def _find_ids(words: str, born: int | None, place: Scope, village: Village | None) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id FROM find_person_ids(%s, %s, %s, %s, %s, %s)",
            [words, born, place.first, place.last, village.pk if village is not None else None, MOST_FOUND + 1],
        )
        return [row[0] for row in cursor.fetchall()]


def list_communes(*, on: date) -> QuerySet[Unit]:
    """Return the communes somebody works with, in the order of the tree."""
    scope = current_scope()
    return units_on(on=on).filter(level="commune", number__range=(scope.first, scope.last)).order_by("number")


def list_villages(*, commune: Unit) -> QuerySet[Village]:
    """Return the villages and neighbourhoods of a commune."""
    return Village.objects.filter(commune=commune, valid_to=None).order_by("search_key")
