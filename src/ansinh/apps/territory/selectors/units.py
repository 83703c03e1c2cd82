"""Reads of administrative units on a day: by code, by name, what a unit became and where it came from.

A unit that is not touched by a reform goes on as the same row; a change of kind alone keeps the code, so the parts of a
province are found by its code on the day asked for.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from ansinh.apps.territory.models import Unit, UnitLevel
from ansinh.apps.territory.selectors.lineage import Walk, load_steps
from ansinh.apps.territory.words import name_keys, plain


def units_on(*, on: date) -> QuerySet[Unit]:
    """Return the units that exist on a day."""
    return Unit.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)


def get_unit(*, code: str, on: date) -> Unit | None:
    """Return the unit with this official code on that day; the length of a code says its level (2, 3 or 5 digits)."""
    return units_on(on=on).filter(code=code.strip()).select_related("parent", "parent__parent").first()


def unit_on(*, unit: Unit, on: date) -> Unit | None:
    """Return the unit that bears this unit's code on another day: itself, or what a change of kind made of it."""
    return unit if _exists(unit, on) else get_unit(code=unit.code, on=on)


def find_code(*, code: str) -> list[Unit]:
    """Return every unit that ever bore a code, the youngest first."""
    rows = Unit.objects.filter(code=code.strip()).select_related("parent", "parent__parent")
    return list(rows.order_by("-valid_from"))


def with_words(rows: QuerySet[Unit], text: str) -> QuerySet[Unit]:
    """Keep the units whose name or code holds every word, with or without diacritics."""
    for word in plain(text).split():
        rows = rows.filter(search_key__contains=word)
    return rows


def names_on(*, codes: Collection[str], on: date) -> dict[str, str]:
    """Return the names of the units that bear these codes on a day."""
    return dict(units_on(on=on).filter(code__in=codes).values_list("code", "name"))


def in_province(rows: QuerySet[Unit], code: str) -> QuerySet[Unit]:
    """Keep a province, its districts and its communes."""
    own = Q(level=UnitLevel.PROVINCE, code=code) | Q(parent__level=UnitLevel.PROVINCE, parent__code=code)
    return rows.filter(own | Q(parent__level=UnitLevel.DISTRICT, parent__parent__code=code))


def find_units(*, name: str, on: date, level: str | None = None) -> list[Unit]:
    """Return the units called so on a day, with or without diacritics and the word for their kind; homonyms all stand.

    "Hương Trà", "phuong huong tra" and "P. Hương Trà" find the ward; only the first also finds other kinds.
    """
    wanted = Q()
    for key in name_keys(name):
        wanted |= Q(search_key__contains=f"|{key}|")
    if not wanted:
        return []
    rows = units_on(on=on).filter(wanted)
    if level is not None:
        rows = rows.filter(level=level)
    return list(rows.select_related("parent", "parent__parent").order_by("level", "code"))


def list_provinces(*, on: date) -> list[Unit]:
    """Return the provinces and central cities of a day, in the order of their codes."""
    return list(units_on(on=on).filter(level=UnitLevel.PROVINCE).order_by("code"))


def communes_of(*, province: Unit, on: date) -> QuerySet[Unit]:
    """Return the communes of a province, or of a district, on a day, in the order of their numbers."""
    communes = units_on(on=on).filter(level=UnitLevel.COMMUNE)
    if province.level == UnitLevel.DISTRICT:
        return communes.filter(parent__code=province.code, parent__level=UnitLevel.DISTRICT).order_by("number")
    inside = Q(parent__level=UnitLevel.PROVINCE, parent__code=province.code) | Q(
        parent__level=UnitLevel.DISTRICT, parent__parent__code=province.code
    )
    return communes.filter(inside).order_by("number")


def list_communes(*, province: Unit, on: date) -> list[Unit]:
    """Return the communes of a province, or of a district, on a day."""
    return list(communes_of(province=province, on=on).select_related("parent"))


def list_successors(*, unit: Unit, on: date) -> list[Unit]:
    """Return what became of a unit by a day, through as many reforms as there were; the unit itself while it exists."""
    return _follow(unit, on, forward=True)


def list_predecessors(*, unit: Unit, on: date) -> list[Unit]:
    """Return the units of an earlier day of which this one was made; the unit itself where it existed already."""
    return _follow(unit, on, forward=False)


def _follow(unit: Unit, on: date, *, forward: bool) -> list[Unit]:
    if _exists(unit, on):
        return [unit]
    walk = Walk(load_steps(ids=[unit.pk], on=on, forward=forward), on, forward)
    found = {each.pk: each for each in walk.follow(unit) if _exists(each, on)}
    return sorted(found.values(), key=lambda each: (each.code, each.valid_from))


def _exists(unit: Unit, on: date) -> bool:
    return unit.valid_from <= on and (unit.valid_to is None or on < unit.valid_to)
