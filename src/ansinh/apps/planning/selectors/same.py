"""Indicators that a plan states twice, in the running text and in an annex."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from ansinh.apps.planning.models import BindingState, Indicator, Plan, ReviewState, Section
from ansinh.apps.planning.models.items import IN_USE, NOT_COUNTED
from ansinh.core.catalogue import SURE
from ansinh.core.plandoc.findings.words import content, likeness

# As alike as the check of prose against annex asks for.
ALIKE = 0.6
SAME_FIGURES = 0.08
# Two rows bound to one indicator and dimension of the catalogue come before all that are merely alike.
BOUND_ALIKE = 2.0


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where the plan states an indicator once more: the row, and its place in words ("mục II.2")."""

    pk: int
    place: str


@dataclass(frozen=True, slots=True)
class _Stated:
    row: Indicator
    words: frozenset[str]
    figures: frozenset[tuple[object, ...]]
    years: frozenset[int | None]
    bound: tuple[str, str] | None


def list_elsewhere(plan: Plan, *, in_use: bool = False) -> dict[int, list[Elsewhere]]:
    """Return, by the key of each indicator, where else the plan states it.

    Rejected rows are left out, with ``in_use`` also those nobody has accepted yet. Rows pair off one
    to one, the most alike first; the two must share a year. Where both are bound to the catalogue (by a person, or
    offered as sure) the bindings decide; else their words do.
    """
    states = IN_USE if in_use else [state for state in ReviewState.values if state not in NOT_COUNTED]
    rows = list(
        Indicator.objects.filter(plan=plan, state__in=states)
        .select_related("binding")
        .defer("marks", "read", "search_key", "binding__near", "binding__proposal")
        .prefetch_related("targets")
        .order_by("ordinal")
    )
    names = {row.no: row.name for row in rows if row.source == "annex" and row.no}
    prose = [_stated(row, names) for row in rows if row.source == "prose"]
    annex = [_stated(row, names) for row in rows if row.source == "annex"]
    scores = []
    for i, mine in enumerate(prose):
        for j, theirs in enumerate(annex):
            score = _score(mine, theirs)
            if score >= ALIKE:
                scores.append((-score, i, j))
    if not scores:
        return {}
    sections = list(
        Section.objects.filter(plan=plan).order_by("span_start", "ordinal").values_list("span_start", "path", "label")
    )
    found: dict[int, list[Elsewhere]] = {}
    used_prose: set[int] = set()
    used_annex: set[int] = set()
    for _, i, j in sorted(scores):
        if i in used_prose or j in used_annex:
            continue
        used_prose.add(i)
        used_annex.add(j)
        said, listed = prose[i].row, annex[j].row
        found.setdefault(said.pk, []).append(Elsewhere(listed.pk, _in_annex(listed)))
        found.setdefault(listed.pk, []).append(Elsewhere(said.pk, _in_prose(said, sections)))
    return found


def _score(mine: _Stated, theirs: _Stated) -> float:
    """Return how surely two rows state one indicator; 0 where they do not."""
    alike = likeness(mine.words, theirs.words) + (SAME_FIGURES if mine.figures & theirs.figures else 0)
    if mine.bound and theirs.bound:
        apart = mine.years and theirs.years and not mine.years & theirs.years
        return BOUND_ALIKE + alike if mine.bound == theirs.bound and not apart else 0.0
    if not mine.years & theirs.years or not mine.words & theirs.words:
        return 0.0
    return alike


def _bound(row: Indicator) -> tuple[str, str] | None:
    """Return indicator and dimension of the catalogue, where a person or a sure offer says so."""
    binding = getattr(row, "binding", None)
    if binding is None or binding.entry_id is None or binding.state == BindingState.REFUSED:
        return None
    sure = binding.state == BindingState.CONFIRMED or float(binding.confidence) >= SURE
    return (binding.entry_id, binding.dimension) if sure else None


def _stated(row: Indicator, names: dict[str, str]) -> _Stated:
    targets = [target for target in row.targets.all() if target.comparator not in ("", "qualitative")]
    whole = f"{names.get(row.parent_no, '')} {row.name} {row.dimension}"
    return _Stated(
        row,
        content(whole),
        frozenset((target.year, target.low, target.high) for target in targets),
        frozenset(target.year for target in targets),
        _bound(row),
    )


def _in_annex(row: Indicator) -> str:
    return f"phụ lục, dòng {row.no}" if row.no else "phụ lục"


def _in_prose(row: Indicator, sections: list[tuple[int, str, str]]) -> str:
    at = bisect_right(sections, row.span_start, key=lambda section: section[0]) - 1
    path = (sections[at][1] or sections[at][2]) if at >= 0 else ""
    return f"mục {path.replace('/', '.')}" if path else "lời văn"
