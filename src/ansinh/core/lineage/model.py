"""Dated units and their changes, and the way from the units of one day to those of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

WHOLE = Fraction(1)


class SharesTooLarge(ValueError):
    """The recorded parts of one unit are more than the unit."""

    def __init__(self, unit: DatedUnit, total: Fraction) -> None:
        super().__init__(
            f"Các phần đã ghi của {unit.name} ({unit.code}) cộng lại là {float(total):g}, quá 1: sửa lại phần chia."
        )


@dataclass(frozen=True, slots=True)
class DatedUnit:
    """A unit from the day on which it begins to the day on which it no longer exists."""

    key: int
    code: str
    name: str
    valid_from: date
    valid_to: date | None = None

    def exists(self, on: date) -> bool:
        """Say whether the unit exists on a day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True)
class Change:
    """All of a unit, or a part of it, that went into another; ``share`` None: how much, nobody has recorded."""

    old: int
    new: int
    share: Fraction | None

    def __post_init__(self) -> None:
        if self.share is not None and not 0 < self.share <= 1:
            raise ValueError(f"share out of range: {self.share}")


@dataclass(frozen=True, slots=True)
class Link:
    """Where the figures of one unit go on another day, and what part of them; None: unknown."""

    to: DatedUnit
    share: Fraction | None


class Lineage:
    """Units and changes, ready to be asked for the way between two days."""

    __slots__ = ("_back", "_forth", "units")

    def __init__(self, units: Iterable[DatedUnit], changes: Iterable[Change]) -> None:
        self.units: Mapping[int, DatedUnit] = {unit.key: unit for unit in units}
        forth: dict[int, list[Change]] = defaultdict(list)
        back: dict[int, list[Change]] = defaultdict(list)
        for change in changes:
            if change.old in self.units and change.new in self.units:
                forth[change.old].append(change)
                back[change.new].append(change)
        for key, parts in forth.items():
            total = sum((part.share for part in parts if part.share is not None), Fraction(0))
            if total > 1:
                raise SharesTooLarge(self.units[key], total)
        self._forth, self._back = dict(forth), dict(back)

    def units_on(self, day: date) -> list[DatedUnit]:
        """Return the units of a day in the order of their codes."""
        return sorted((unit for unit in self.units.values() if unit.exists(day)), key=lambda unit: unit.code)

    def links(self, start: date, end: date) -> dict[str, tuple[Link, ...]]:
        """Return for each unit of one day, by code, where its figures go on the other day.

        Forward, parts are what changes say. Backward, a unit made of a single older one goes back to it whole; a unit
        made of several has no known parts, since what came from whom is not in the figures.
        """
        found = {}
        for unit in self.units_on(start):
            parts = self._follow(unit, end, forward=end >= start)
            found[unit.code] = tuple(sorted(parts, key=lambda link: link.to.code))
        return found

    def _follow(self, unit: DatedUnit, end: date, *, forward: bool) -> list[Link]:
        arrived: dict[int, Fraction | None] = {}
        waiting: list[tuple[DatedUnit, Fraction | None]] = [(unit, WHOLE)]
        while waiting:
            here, share = waiting.pop()
            if here.exists(end):
                before = arrived.get(here.key, Fraction(0))
                arrived[here.key] = None if share is None or before is None else before + share
                continue
            steps = self._forth.get(here.key, ()) if forward else self._back.get(here.key, ())
            for step in steps:
                part = step.share if forward else (WHOLE if len(steps) == 1 else None)
                there = self.units[step.new if forward else step.old]
                waiting.append((there, None if share is None or part is None else share * part))
        return [Link(self.units[key], share) for key, share in arrived.items()]
