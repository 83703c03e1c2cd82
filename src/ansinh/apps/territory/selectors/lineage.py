"""Reads of the lineage: what the pure functions of core/lineage need, and what pages show of one unit's changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.db.models import Prefetch, Q, QuerySet

from ansinh.apps.territory.models import ShareDecision, Unit, UnitChange, UnitLevel
from ansinh.core.lineage import Change, DatedUnit, Lineage

# No chain of reforms is longer; a circle in the data ends here.
MOST_ROUNDS = 8


def load_steps(*, ids: Iterable[int], on: date, forward: bool = True) -> Mapping[int, list[UnitChange]]:
    """Return the changes that lead from units to those of another day, by the unit each starts from.

    One statement for every reform between the days, however many units there are; ``forward`` False goes back in time.
    """
    found: dict[int, list[UnitChange]] = {}
    fresh = set(ids)
    for _ in range(MOST_ROUNDS):
        if not fresh:
            break
        here = {"old__in": fresh, "change_date__lte": on} if forward else {"new__in": fresh, "change_date__gt": on}
        rows = UnitChange.objects.filter(**here).select_related("old__parent__parent", "new__parent__parent")
        asked, fresh = fresh, set()
        for row in rows.order_by("new__code", "old__code"):
            found.setdefault(row.old_id if forward else row.new_id, []).append(row)
            there = row.new if forward else row.old
            if not _reached(there, on, forward=forward):
                fresh.add(there.pk)
        fresh -= set(found) | asked
    return found


def _reached(unit: Unit, on: date, *, forward: bool) -> bool:
    return (unit.valid_to is None or unit.valid_to > on) if forward else unit.valid_from <= on


@dataclass(slots=True)
class Walk:
    """The way of units to another day through steps read before; ``passed`` and ``seen`` are what lay on it."""

    steps: Mapping[int, list[UnitChange]]
    on: date
    forward: bool = True
    passed: dict[int, UnitChange] = field(default_factory=dict)
    seen: dict[int, Unit] = field(default_factory=dict)

    def follow(self, unit: Unit) -> list[Unit]:
        """Return what a unit is on the day; empty where it ended and nobody recorded what followed."""
        known = unit.pk in self.seen
        self.seen[unit.pk] = unit
        if _reached(unit, self.on, forward=self.forward):
            return [unit]
        rows = [] if known else self.steps.get(unit.pk, [])
        self.passed |= {row.pk: row for row in rows}
        return [last for row in rows for last in self.follow(row.new if self.forward else row.old)]


def load_lineage(*, level: str) -> Lineage:
    """Return all units of a level with their changes, ready to carry a series over.

    Of the communes' tree an island district without communes is a leaf and counts among them.
    """
    leaves = Unit.objects.filter(level=level)
    if level == UnitLevel.COMMUNE:
        leaves = Unit.objects.filter(Q(level=level) | Q(level=UnitLevel.DISTRICT, children__isnull=True))
    if level == UnitLevel.DISTRICT:
        leaves = Unit.objects.filter(level__in=(UnitLevel.DISTRICT, UnitLevel.COMMUNE))
    units = [DatedUnit(*row) for row in leaves.values_list("pk", "code", "name", "valid_from", "valid_to")]
    keys = {unit.key for unit in units}
    changes = UnitChange.objects.values_list("old_id", "new_id", "share")
    if level == UnitLevel.DISTRICT:
        changes = changes.filter(old__level=UnitLevel.DISTRICT)
    return Lineage(
        units,
        [
            Change(old, new, None if share is None else Fraction(share))
            for old, new, share in changes
            if old in keys and new in keys
        ],
    )


@dataclass(frozen=True, slots=True)
class Rest:
    """How much of a split unit is known to have gone somewhere, and how much nobody has recorded."""

    known: Fraction
    unknown: int

    @property
    def open(self) -> Fraction:
        """The part that is not allocated yet."""
        return 1 - self.known


def changes_of(*, unit: Unit) -> QuerySet[UnitChange]:
    """Return what became of a unit, one row for each part, in the order of the new codes."""
    rows = UnitChange.objects.filter(old=unit).select_related("old", "new__parent__parent")
    return rows.order_by("change_date", "new__code")


def origins_of(*, unit: Unit) -> QuerySet[UnitChange]:
    """Return of what a unit was made, communes before districts, in the order of the old codes."""
    rows = UnitChange.objects.filter(new=unit).select_related("new", "old__parent__parent")
    return rows.order_by("old__level", "old__code")


def rest_of(*, unit: Unit) -> Rest:
    """Return how much of a unit is allocated."""
    shares = list(UnitChange.objects.filter(old=unit).values_list("share", flat=True))
    return Rest(sum((Fraction(share) for share in shares if share is not None), Fraction(0)), shares.count(None))


def get_change(change_id: int) -> UnitChange:
    """Return one change with its units and every decision on its share. Raises UnitChange.DoesNotExist."""
    decisions = ShareDecision.objects.order_by("-decided_at", "-pk")
    rows = UnitChange.objects.select_related("old", "old__parent", "new", "new__parent")
    return rows.prefetch_related(Prefetch("decisions", queryset=decisions, to_attr="log")).get(pk=change_id)


def list_open_splits() -> QuerySet[UnitChange]:
    """Return the parts of split communes whose share nobody has recorded, by old unit."""
    rows = UnitChange.objects.filter(share__isnull=True, old__level=UnitLevel.COMMUNE)
    return rows.prefetch_related("old__parent__parent", "new__parent").order_by("old__code", "new__code")
