"""Everything the page of one unit shows, and what changed on 1/7/2025 for somebody, each in one call."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q

from ansinh.apps.territory.drawing import UnitMap, draw
from ansinh.apps.territory.models import Unit, UnitChange, UnitKind, UnitLevel
from ansinh.apps.territory.sections import Section, reform_sections, unit_sections
from ansinh.apps.territory.selectors.lineage import Rest, changes_of, origins_of, rest_of
from ansinh.apps.territory.selectors.units import communes_of, find_code, list_successors, units_on

REFORM = date(2025, 7, 1)
EVE = date(2025, 6, 30)
MOST_SPLIT = 30


@dataclass(frozen=True, slots=True)
class UnitPage:
    """One unit: where it came from, what became of it, who is in it, what it has to do."""

    unit: Unit
    exists: bool
    before: list[UnitChange]
    after: list[UnitChange]
    now: list[Unit]
    rest: Rest
    kinds: list[tuple[str, int]]
    others: list[Unit]
    map: UnitMap
    sections: list[Section] = field(default_factory=list)


def get_unit_page(*, unit: Unit, user: Any, today: date) -> UnitPage:
    """Return what the page of a unit shows."""
    before, after = without_their_districts(list(origins_of(unit=unit))), list(changes_of(unit=unit))
    exists = unit.valid_from <= today and (unit.valid_to is None or today < unit.valid_to)
    related = related_units(before, after)
    return UnitPage(
        unit=unit,
        exists=exists,
        before=before,
        after=after,
        now=[] if exists else list_successors(unit=unit, on=today),
        rest=rest_of(unit=unit),
        kinds=_kinds(unit, today),
        others=[other for other in find_code(code=unit.code) if other.pk != unit.pk],
        map=_map(unit, today),
        sections=unit_sections(unit=unit, related=related, user=user),
    )


def without_their_districts(changes: list[UnitChange]) -> list[UnitChange]:
    """Leave out the districts whose communes stand there already."""
    parents = {change.old.parent_id for change in changes}
    return [change for change in changes if change.old_id not in parents]


def related_units(before: list[UnitChange], after: list[UnitChange]) -> list[Unit]:
    """Return the units before and after one, with the districts in which those before lay: their plans concern it too."""
    found = [change.old for change in before]
    found += [old.parent for old in found if old.parent is not None and old.parent.level == UnitLevel.DISTRICT]
    found += [change.new for change in after]
    return list({unit.pk: unit for unit in found}.values())


def _last_day(unit: Unit, today: date) -> date:
    if unit.valid_to is not None and unit.valid_to <= today:
        return date.fromordinal(unit.valid_to.toordinal() - 1)
    return max(today, unit.valid_from)


def _kinds(unit: Unit, today: date) -> list[tuple[str, int]]:
    """Count the communes of a province or district by kind, as they were on its last day."""
    if unit.level == UnitLevel.COMMUNE:
        return []
    rows = communes_of(province=unit, on=_last_day(unit, today)).order_by()
    counted = rows.values_list("kind").annotate(n=Count("pk")).order_by("-n")
    return [(str(UnitKind(kind).label), n) for kind, n in counted]


def _map(unit: Unit, today: date) -> UnitMap:
    there = units_on(on=today).filter(level=UnitLevel.COMMUNE, latitude__isnull=False)
    country: Any = there.values_list("latitude", "longitude")
    parts: Any = ()
    if unit.level != UnitLevel.COMMUNE:
        inside = communes_of(province=unit, on=_last_day(unit, today)).filter(latitude__isnull=False)
        parts = list(inside.values_list("latitude", "longitude"))
    own = (unit.latitude, unit.longitude) if unit.latitude is not None and unit.longitude is not None else None
    return draw(
        country=country,
        parts=parts,
        own=own,
        said=f"Vị trí {unit.name} trên bản đồ Việt Nam, có quần đảo Hoàng Sa và quần đảo Trường Sa",
    )


@dataclass(frozen=True, slots=True)
class MyReform:
    """What the reform of 1/7/2025 did to the unit of somebody."""

    unit: Unit | None
    before: list[UnitChange]
    after: list[UnitChange]
    split: list[tuple[Unit, list[UnitChange]]]
    more_split: int
    old_count: int
    new_count: int
    sections: list[Section]


def get_my_reform(*, user: Any, today: date) -> MyReform:
    """Return which old units somebody's unit was made of and what became of them; parts of split ones by themselves."""
    unit: Unit | None = user.scope_unit
    before: list[UnitChange] = []
    after: list[UnitChange] = []
    split: list[UnitChange] = []
    old_count = new_count = 0
    if unit is not None:
        before = without_their_districts(list(origins_of(unit=unit)))
        after = [change for change in changes_of(unit=unit) if change.change_date >= REFORM]
        if unit.level == UnitLevel.PROVINCE:
            inside = Q(new__parent__code=unit.code, new__parent__level=UnitLevel.PROVINCE, old__level=UnitLevel.COMMUNE)
            there = UnitChange.objects.filter(inside, change_date=REFORM)
            old_count = there.values("old").distinct().count()
            new_count = communes_of(province=unit, on=today).count()
            split = list(
                there.filter(kind="partial").select_related("old__parent", "new").order_by("old__code", "new__code")
            )
        else:
            split = [change for change in (*before, *after) if change.kind == "partial"]
    grouped = [(parts[0].old, parts) for parts in _by_old(split)]
    units = [] if unit is None else [unit, *related_units(before, after)]
    return MyReform(
        unit=unit,
        before=before,
        after=after,
        split=grouped[:MOST_SPLIT],
        more_split=max(0, len(grouped) - MOST_SPLIT),
        old_count=old_count,
        new_count=new_count,
        sections=reform_sections(units=units, agency=user.agency, user=user, on=today),
    )


def _by_old(changes: list[UnitChange]) -> list[list[UnitChange]]:
    """Put the parts of one old unit together, in the order given."""
    groups: dict[int, list[UnitChange]] = {}
    for change in changes:
        groups.setdefault(change.old_id, []).append(change)
    return list(groups.values())
