"""Where a plan holds: its unit on the day of issue, and the units in its place on another day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from ansinh.apps.territory.models import Agency, AgencyLevel, Unit, UnitChange, UnitKind, UnitLevel
from ansinh.apps.territory.selectors.lineage import Walk, load_steps

_CALLED = {
    UnitKind.PROVINCE: "tỉnh",
    UnitKind.CITY: "thành phố",
    UnitKind.DISTRICT: "huyện",
    UnitKind.URBAN_DISTRICT: "quận",
    UnitKind.TOWN: "thị xã",
    UnitKind.PROVINCIAL_CITY: "thành phố",
    UnitKind.COMMUNE: "xã",
    UnitKind.WARD: "phường",
    UnitKind.TOWNSHIP: "thị trấn",
    UnitKind.SPECIAL_ZONE: "đặc khu",
}
# Words at the end of an agency's name that stand for "of this unit".
_OF_UNIT = (" xã, phường, đặc khu", " xã, phường", " cấp xã", " huyện, thị xã, thành phố", " thị xã", " tỉnh")


@dataclass(frozen=True, slots=True)
class Place:
    """A plan's unit over time. ``ids`` are all units it was, lay in, or became by the day asked for.

    ``provinces`` and ``communes`` are those of the day; ``communes`` only where the plan holds for less than a province.
    ``moves`` are the changes on the way, in order. ``lost`` says that a unit ended and nobody recorded what followed.
    """

    scope: Unit | None = None
    ids: frozenset[int] = frozenset()
    provinces: tuple[Unit, ...] = ()
    districts: tuple[Unit, ...] = ()
    communes: tuple[Unit, ...] = ()
    moves: tuple[UnitChange, ...] = ()
    lost: bool = False

    def units_of(self, level: str) -> tuple[Unit, ...]:
        """Return the units whose agency of a level is meant: one province, the communes of a former town."""
        if level == AgencyLevel.PROVINCE:
            return self.provinces
        if level == AgencyLevel.COMMUNE:
            return self.communes or self.provinces
        if level == AgencyLevel.DISTRICT:
            return self.districts or self.provinces
        return ()


NOWHERE = Place()


def unit_name(unit: Unit) -> str:
    """Return how a unit is called in a sentence: "tỉnh …", "phường …"; a name that says its kind already keeps it."""
    called = _CALLED[UnitKind(unit.kind)]
    if unit.name.lower().startswith(f"{called} "):
        return f"{called}{unit.name[len(called) :]}"
    return f"{called} {unit.name}"


def name_in_unit(agency: Agency, units: Iterable[Unit]) -> str:
    """Return how an agency is called in its unit: "Công an tỉnh" of a city is "Công an thành phố …"."""
    own = tuple(units)
    if not own or agency.level in (AgencyLevel.CENTRAL, AgencyLevel.OTHER):
        return agency.name
    names = [unit_name(unit) for unit in own]
    if agency.is_group:
        return f"{agency.name} ({', '.join(names)})"
    stem = agency.name
    for ending in _OF_UNIT:
        if stem.endswith(ending):
            stem = stem[: -len(ending)]
            break
    if stem == "Tỉnh ủy" and len(own) == 1:
        head = "Thành ủy" if own[0].kind == UnitKind.CITY else "Tỉnh ủy"
        return f"{head} {names[0].split(' ', 1)[1] if own[0].kind == UnitKind.PROVINCE else names[0].removeprefix('thành phố ')}"
    return f"{stem} {names[0]}" if len(own) == 1 else f"{stem}: {', '.join(names)}"


def get_places(*, units: Iterable[Unit], on: date, stamp: UUID) -> Mapping[int, Place]:
    """Return for each unit where it stands on a day, by the unit's id; few queries however many units are asked for.

    stamp: as get_stamp gives it; what was read under it is kept.
    """
    wanted = frozenset(unit.pk for unit in units)
    return _read_places(wanted, on, stamp) if wanted else {}


@lru_cache(maxsize=64)
def _read_places(wanted: frozenset[int], on: date, stamp: UUID) -> Mapping[int, Place]:
    del stamp
    loaded = Unit.objects.select_related("parent__parent").in_bulk(list(wanted))
    lower = [pk for pk, unit in loaded.items() if unit.level == UnitLevel.DISTRICT]
    children: dict[int, list[Unit]] = {}
    if lower:
        for child in Unit.objects.filter(parent_id__in=lower).order_by("code"):
            children.setdefault(child.parent_id or 0, []).append(child)
    seeds = {unit.pk for row in loaded.values() for unit in _line(row)}
    seeds |= {child.pk for row in children.values() for child in row}
    changes = load_steps(ids=seeds, on=on)
    return {pk: _place(unit, children.get(pk, []), changes, on) for pk, unit in loaded.items()}


def _line(unit: Unit | None) -> list[Unit]:
    """Return a unit and what it lies in, from the bottom up."""
    found: list[Unit] = []
    while unit is not None and len(found) < 3:
        found.append(unit)
        unit = unit.parent
    return found


def _place(unit: Unit, children: list[Unit], changes: Mapping[int, list[UnitChange]], on: date) -> Place:
    walk, lost = Walk(changes, on), False
    provinces, communes, districts = [], [], []
    for above in _line(unit):
        now = walk.follow(above)
        if above.level == UnitLevel.PROVINCE:
            provinces += now
            lost = lost or not now
        elif above.level == UnitLevel.COMMUNE:
            communes += now
            lost = lost or not now
        else:
            districts += [one for one in now if one.level == UnitLevel.DISTRICT]
    if unit.level == UnitLevel.DISTRICT:
        before = [child for child in children if child.valid_to is None or child.valid_to > unit.valid_from]
        communes += [last for child in before for last in Walk(changes, on).follow(child)]
        communes += [one for one in walk.follow(unit) if one.level == UnitLevel.COMMUNE]
    moves = [row for row in walk.passed.values() if row.old.level == UnitLevel.PROVINCE]
    return Place(
        scope=unit,
        ids=frozenset(walk.seen),
        provinces=_once(provinces),
        districts=_once(districts),
        communes=_once(communes),
        moves=tuple(sorted(moves, key=lambda row: (row.change_date, row.new.code))),
        lost=lost,
    )


def _once(units: Iterable[Unit]) -> tuple[Unit, ...]:
    return tuple(sorted({unit.pk: unit for unit in units}.values(), key=lambda unit: unit.code))
