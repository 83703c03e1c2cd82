"""A measure as it is read from a sentence, and how the measures of a paragraph complete each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ansinh.core.plandoc.clauses import Stretch
from ansinh.core.plandoc.lexicon import lexicon
from ansinh.core.plandoc.measure_names import readable
from ansinh.core.plandoc.quantities import per_base
from ansinh.core.plandoc.values import Value

_MOST_YEARS = 40
_NEIGHBOUR = 6
"""How many characters ("; ", " và ") may stand between two clauses of which one completes the other."""
SHARE = re.compile(r"t[ỷỉ] (?:lệ|trọng)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stated:
    """One value of a measure, with its year and the stretch that says it."""

    year: int | None
    value: Value
    stretch: Stretch


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure with what it shall reach. Stretches are offsets into the paragraph.

    ``clause`` is the part of the sentence that states it. For a state in words there is one value
    with comparator "qualitative".
    """

    name: str
    unit: str | None
    stated: tuple[Stated, ...]
    subject: Stretch
    clause: Stretch
    dimension: str | None = None
    counts: bool = False
    """Whether the number stands before what it counts ("32 giường bệnh")."""


def add_measures(out: list[Measure], more: list[Measure]) -> None:
    """Add measures to the list: a further year to the measure before it, a shared base to its neighbours."""
    first = len(out)
    for measure in more:
        if not measure.name and out:
            if len(out[-1].stated) < _MOST_YEARS:
                out[-1] = replace(out[-1], stated=(*out[-1].stated, *measure.stated))
        elif measure.name:
            out.append(measure)
    base = None
    for i in range(len(out) - 1, first - 1, -1):
        own = per_base(out[i].name)
        if own:
            base = own
        elif base and out[i].counts:
            out[i] = replace(out[i], name=f"{out[i].name}{'' if base.startswith('/') else ' '}{base}")
        else:
            base = None


def shift_measure(measure: Measure, by: int) -> Measure:
    """Return the measure with its places counted from ``by`` characters earlier."""
    return replace(
        measure,
        stated=tuple(replace(one, stretch=_moved(one.stretch, by)) for one in measure.stated),
        subject=_moved(measure.subject, by),
        clause=_moved(measure.clause, by),
    )


def _moved(stretch: Stretch, by: int) -> Stretch:
    return stretch[0] + by, stretch[1] + by


def finish_measures(measures: list[Measure]) -> Iterator[Measure]:
    """Give each share its predicate, also that of its neighbour, and each count per head its unit."""
    shared: str | None = None
    following = 0
    out: list[Measure] = []
    for measure in reversed(measures):
        name = measure.name
        if measure.unit == "%" and SHARE.match(name) and measure.stated[0].stretch[0] < measure.subject[0]:
            predicate = lexicon().predicate.search(name)
            if predicate:
                shared = name[predicate.start() :]
            elif shared and following - measure.clause[1] <= _NEIGHBOUR:
                name = f"{name} {shared}"
        else:
            shared = None
        following = measure.clause[0]
        base = per_base(name)
        unit = measure.unit
        if base and unit and (measure.counts or name.startswith("Số ")) and "/" not in unit and unit[:1] not in "%‰":
            unit = f"{unit}/{base.lstrip('/').removeprefix('trên ').strip()}"
        out.append(replace(measure, name=readable(name), unit=unit))
    yield from reversed(out)
