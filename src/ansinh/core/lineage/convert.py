"""A series of figures carried from the units of one day to those of another, by one rule; the books always balance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from ansinh.core.lineage.model import Link

NOTHING = Fraction(0)


class Rule(StrEnum):
    """What may be done with an indicator when units change."""

    SUM = "sum"
    RECOMPUTE = "recompute"
    NOT_COMPARABLE = "not_comparable"


class State(StrEnum):
    """How far the figure of a unit after the change can be relied on."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    NOT_COMPARABLE = "not_comparable"


class UnitNotThere(ValueError):
    """A figure is given for a code that no unit has on the day of the series."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Không có đơn vị mã {code} vào ngày của số liệu: kiểm tra mã hoặc đổi ngày --from.")
        self.code = code


@dataclass(frozen=True, slots=True)
class Figure:
    """What a unit reported: a value, or for a ratio its numerator and denominator."""

    value: Fraction
    denominator: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one old unit gave to a new one."""

    source: str
    share: Fraction
    value: Fraction
    denominator: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Unallocated:
    """What an old unit reported and nobody can say where it belongs: it stays here, with its candidates."""

    source: str
    value: Fraction
    denominator: Fraction | None
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Converted:
    """The figure of a unit after the change, of what it is made, and what is still missing in it.

    ``waiting``: old units of which an unallocated part may belong here. ``silent``: old units that reported nothing.
    """

    code: str
    name: str
    state: State
    value: Fraction | None
    denominator: Fraction | None
    parts: tuple[Part, ...]
    waiting: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()

    @property
    def ratio(self) -> Fraction | None:
        """The ratio recomputed from its parts; unknown while a part of either is missing, or nothing divides."""
        if self.state is not State.COMPLETE or self.value is None or not self.denominator:
            return None
        return self.value / self.denominator


@dataclass(frozen=True, slots=True)
class Conversion:
    """A converted series with what could not be allocated."""

    rule: Rule
    rows: tuple[Converted, ...]
    unallocated: tuple[Unallocated, ...]
    total_before: Figure
    left_out: tuple[str, ...] = field(default=())

    @property
    def total_after(self) -> Figure:
        """What stands in the new units."""
        return _total([(row.value or NOTHING, row.denominator) for row in self.rows], self.total_before)

    @property
    def total_unallocated(self) -> Figure:
        """What stands in the bucket."""
        return _total([(row.value, row.denominator) for row in self.unallocated], self.total_before)

    @property
    def balances(self) -> bool:
        """Whether allocated and unallocated together are what was reported, to the last digit."""
        after, open_, before = self.total_after, self.total_unallocated, self.total_before
        values = after.value + open_.value == before.value
        if before.denominator is None:
            return values
        return values and (after.denominator or NOTHING) + (open_.denominator or NOTHING) == before.denominator


def convert(series: Mapping[str, Figure], links: Mapping[str, tuple[Link, ...]], rule: Rule) -> Conversion:
    """Carry a series over: full parts and known shares are added, the rest stays unallocated under its old name.

    Never an equal split. A ratio is made anew from numerator and denominator. What is not comparable is kept only where
    one unit became one unit, and otherwise stays with the unit that reported it (``left_out``). Only units that
    somebody's figures reach are listed. Raises UnitNotThere.
    """
    for code, figure in series.items():
        if code not in links:
            raise UnitNotThere(code)
        if (figure.denominator is not None) != (rule is Rule.RECOMPUTE):
            raise ValueError("a ratio has a denominator, a sum has none")
    sources: dict[str, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    reached = {link.to.code for code in series for link in links[code]}
    for code, ways in links.items():
        for link in ways:
            if link.to.code in reached:
                sources[link.to.code].append(code)
                names[link.to.code] = link.to.name
    if rule is Rule.NOT_COMPARABLE:
        return _keep_what_is_one_to_one(series, links, sources, names)
    parts: dict[str, list[Part]] = defaultdict(list)
    waiting: dict[str, list[str]] = defaultdict(list)
    unallocated: list[Unallocated] = []
    for code, figure in series.items():
        rest = Fraction(1)
        for link in links[code]:
            if link.share is None:
                continue
            rest -= link.share
            parts[link.to.code].append(Part(code, link.share, *_times(figure, link.share)))
        if rest:
            open_ = [link.to.code for link in links[code] if link.share is None]
            candidates = tuple(open_ or [link.to.code for link in links[code]])
            unallocated.append(Unallocated(code, *_times(figure, rest), candidates))
            for candidate in candidates:
                waiting[candidate].append(code)
    rows = []
    for code in sorted(sources):
        silent = tuple(source for source in sources[code] if source not in series)
        given = tuple(parts.get(code, ()))
        complete = not silent and not waiting.get(code)
        denominator = sum((p.denominator or NOTHING for p in given), NOTHING) if rule is Rule.RECOMPUTE else None
        rows.append(
            Converted(
                code=code,
                name=names[code],
                state=State.COMPLETE if complete else State.INCOMPLETE,
                value=sum((part.value for part in given), NOTHING) if given else None,
                denominator=denominator if given else None,
                parts=given,
                waiting=tuple(waiting.get(code, ())),
                silent=silent,
            )
        )
    return Conversion(rule, tuple(rows), tuple(unallocated), _sum_of(series, ratio=rule is Rule.RECOMPUTE))


def take_back(conversion: Conversion) -> dict[str, Figure]:
    """Return the series as it was reported, put together again from every part and the unallocated bucket."""
    values: dict[str, Fraction] = defaultdict(Fraction)
    below: dict[str, Fraction] = defaultdict(Fraction)
    ratio = conversion.rule is Rule.RECOMPUTE
    for row in conversion.rows:
        for part in row.parts:
            values[part.source] += part.value
            below[part.source] += part.denominator or NOTHING
    for rest in conversion.unallocated:
        values[rest.source] += rest.value
        below[rest.source] += rest.denominator or NOTHING
    return {code: Figure(value, below[code] if ratio else None) for code, value in values.items()}


def _keep_what_is_one_to_one(
    series: Mapping[str, Figure],
    links: Mapping[str, tuple[Link, ...]],
    sources: Mapping[str, list[str]],
    names: Mapping[str, str],
) -> Conversion:
    rows, kept = [], set()
    for code in sorted(sources):
        olds = sources[code]
        only = olds[0]
        if len(olds) > 1 or len(links[only]) > 1 or links[only][0].share != 1:
            rows.append(Converted(code, names[code], State.NOT_COMPARABLE, None, None, ()))
        elif only not in series:
            rows.append(Converted(code, names[code], State.INCOMPLETE, None, None, (), silent=(only,)))
        else:
            value = series[only].value
            kept.add(only)
            rows.append(Converted(code, names[code], State.COMPLETE, value, None, (Part(only, Fraction(1), value),)))
    left = tuple(code for code in series if code not in kept)
    rests = tuple(
        Unallocated(code, series[code].value, None, tuple(link.to.code for link in links[code])) for code in left
    )
    return Conversion(Rule.NOT_COMPARABLE, tuple(rows), rests, _sum_of(series, ratio=False), left)


def _times(figure: Figure, share: Fraction) -> tuple[Fraction, Fraction | None]:
    return figure.value * share, None if figure.denominator is None else figure.denominator * share


def _sum_of(series: Mapping[str, Figure], *, ratio: bool) -> Figure:
    value = sum((figure.value for figure in series.values()), NOTHING)
    below = sum((figure.denominator or NOTHING for figure in series.values()), NOTHING)
    return Figure(value, below if ratio else None)


def _total(rows: list[tuple[Fraction, Fraction | None]], like: Figure) -> Figure:
    value = sum((row[0] for row in rows), NOTHING)
    below = sum((row[1] or NOTHING for row in rows), NOTHING)
    return Figure(value, None if like.denominator is None else below)
