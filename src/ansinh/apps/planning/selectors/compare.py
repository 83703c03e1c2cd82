"""One indicator in several plans: what each sets, as printed and as read, who asks for most, and what cannot be compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from ansinh.apps.planning.models import (
    BindingState,
    CatalogueIndicator,
    Indicator,
    IndicatorBinding,
    Plan,
    PlanState,
    Target,
)
from ansinh.apps.planning.models.items import IN_USE
from ansinh.apps.planning.selectors.reference import doubled_references
from ansinh.apps.territory.models import UnitChange, UnitLevel
from ansinh.core.catalogue import Stated, find_ends, in_words, load_dimensions, strictness
from ansinh.core.text import fold

# Districts ended and provinces were merged on this day: what a plan of an earlier day set was for the units before.
REFORM_DATE = date(2025, 7, 1)
_PLACE = re.compile(
    r"(?:tỉnh ủy|thành ủy|thị ủy|huyện ủy|tỉnh|thành phố|thị xã|huyện|xã|phường|đặc khu)\s+(.+)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One target of one plan, as printed and as read; ``ordinal`` of the row it stands in."""

    indicator: Indicator
    target: Target
    binding: IndicatorBinding

    @property
    def words(self) -> str:
        """Return the target as one says it: "dưới 3", "từ 97,5 trở lên"."""
        low, high = _plain(self.target.low), _plain(self.target.high)
        said = in_words(self.target.comparator, low, high, self.target.qualitative or self.target.raw)
        return said if self.target.year else f"{said} (không ghi năm)"

    @property
    def qualitative(self) -> bool:
        """Return whether the target is words only."""
        return self.target.comparator == "qualitative"

    @property
    def printed_name(self) -> str:
        """Return the name as the plan prints it, with its dimension where the name does not say it."""
        name, part = self.indicator.name, self.indicator.dimension
        return name if not part or fold(part) in fold(name) else f"{name} ({part})"

    @property
    def place(self) -> str:
        """Return where it stands: "phụ lục, dòng 5" or "lời văn"."""
        if self.indicator.source == "annex":
            return f"phụ lục, dòng {self.indicator.no}" if self.indicator.no else "phụ lục"
        return "lời văn"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """What one plan sets for an indicator and dimension in one year; the annex comes before the running text."""

    plan: Plan
    label: str
    figures: tuple[Figure, ...]
    scope: str

    @property
    def words(self) -> str:
        """Return the levels as said, each once: "trên 975 / từ 97,5 trở lên"."""
        return " / ".join(dict.fromkeys(figure.words for figure in self.figures))

    @property
    def proposed(self) -> bool:
        """Return whether nobody has confirmed yet that this is the indicator."""
        return any(figure.binding.state == BindingState.PROPOSED for figure in self.figures)

    @property
    def reference(self) -> bool:
        """Return whether the figures came with the program, without the document."""
        return self.plan.state == PlanState.REFERENCE


@dataclass(frozen=True, slots=True)
class Group:
    """The plans that set an indicator for one part of the people or the land, in one year."""

    entry: CatalogueIndicator
    dimension: str
    rows: tuple[PlanRow, ...]

    @property
    def name(self) -> str:
        """Return the name of the indicator with its dimension."""
        return f"{self.entry.name_vi} ({self.dimension_name})" if self.dimension else self.entry.name_vi

    @property
    def key(self) -> str:
        """Return the key of the row: "household_clean_water:rural"."""
        return f"{self.entry.code}:{self.dimension}" if self.dimension else self.entry.code

    @property
    def dimension_name(self) -> str:
        """Return what the part is called; "Chung" for the whole."""
        known = load_dimensions().get(self.dimension)
        return known.name_vi if known else (self.dimension or "Chung")

    @property
    def qualitative(self) -> bool:
        """Return whether all that is set is words."""
        return all(figure.qualitative for row in self.rows for figure in row.figures)

    @property
    def remark(self) -> str:
        """Say who asks for most and least; what is only words, runs the wrong way, or cannot be a share."""
        if self.qualitative:
            return "Chỉ tiêu định tính: so bằng lời."
        stated = [
            Stated(row.label, figure.target.comparator, _plain(figure.target.low), _plain(figure.target.high))
            for row in self.rows
            for figure in row.figures
        ]
        ends = find_ends(stated, direction=self.entry.direction, unit=self.entry.unit)
        said = []
        if ends.alike:
            said.append("Các kế hoạch có số như nhau.")
        elif ends.strictest:
            said.append(f"Chặt nhất: {', '.join(ends.strictest)}; lỏng nhất: {', '.join(ends.loosest)}.")
        if ends.wrong_way:
            said.append(f"{', '.join(ends.wrong_way)} in dấu ngược chiều của chỉ tiêu nên không xếp.")
        if ends.implausible:
            said.append(f"{', '.join(ends.implausible)} có số lớn hơn 100 %, không tính khi xếp.")
        words_only = [row.label for row in self.rows if all(figure.qualitative for figure in row.figures)]
        if words_only:
            said.append(f"{', '.join(words_only)}: chỉ nêu bằng lời.")
        return " ".join(said)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One indicator across plans in one year."""

    entry: CatalogueIndicator
    year: int | None
    years: tuple[int, ...]
    groups: tuple[Group, ...]

    @property
    def plan_count(self) -> int:
        """Return how many plans set something."""
        return len({row.plan.pk for group in self.groups for row in group.rows})


def compare(entry: CatalogueIndicator, *, year: int | None = None) -> Comparison:
    """Return what every plan sets for one indicator, by dimension; the year most plans speak of unless one is given.

    Only rows that a person accepted are compared, and those of plans kept for reference as long as their document is
    not at work itself. Bindings a person refused are left out; those only proposed are marked.
    """
    bindings = _bindings({"entry": entry})
    years = _years(bindings)
    chosen = year if year in years else _usual(years)
    groups = _groups(bindings, chosen, {entry.pk: entry})
    return Comparison(entry, chosen, tuple(sorted(years)), tuple(groups))


def list_shared(*, year: int | None = None) -> tuple[int | None, list[int], list[Group], list[PlanRow]]:
    """Return the indicators that stand in two plans or more: the year, all years, the rows, and one row a plan.

    An indicator counts with all its dimensions together, as two plans may split it differently; each dimension is a
    row of its own.
    """
    bindings = _bindings({})
    in_plans: dict[str, set[Any]] = {}
    for binding in bindings:
        in_plans.setdefault(str(binding.entry_id), set()).add(binding.indicator.plan_id)
    shared = [binding for binding in bindings if len(in_plans[str(binding.entry_id)]) > 1]
    years = _years(shared)
    chosen = year if year in years else _usual(years)
    entries = CatalogueIndicator.objects.in_bulk([str(binding.entry_id) for binding in shared])
    groups = _groups(shared, chosen, entries)
    plans = {row.plan.pk: row for group in groups for row in group.rows}
    return chosen, sorted(years), groups, sorted(plans.values(), key=lambda row: (row.plan.created_at, row.plan.number))


def _bindings(narrow: dict[str, Any]) -> list[IndicatorBinding]:
    """Return the bindings that count, with row, plan and targets: four statements, whatever their number."""
    # Each plan once, however many of its rows there are.
    plans = Plan.objects.select_related("file", "scope_unit").defer(
        "recipients", "unparsed", "file__content", "file__text", "file__blocks", "file__page_starts"
    )
    targets = Target.objects.exclude(comparator="").order_by("year", "ordinal")
    rows = (
        IndicatorBinding.objects.filter(entry__isnull=False, indicator__state__in=IN_USE, **narrow)
        .filter(indicator__plan__removed_at=None)
        .exclude(state=BindingState.REFUSED)
        .exclude(indicator__plan__in=doubled_references())
        .select_related("indicator")
        .defer("near", "proposal", "indicator__marks", "indicator__read")
        .prefetch_related(Prefetch("indicator__targets", targets), Prefetch("indicator__plan", plans))
        .order_by(
            "indicator__plan__created_at",
            "indicator__plan__number",
            "indicator__plan_id",
            "indicator__source",
            "indicator__ordinal",
        )
    )
    return list(rows)


def _years(bindings: Iterable[IndicatorBinding]) -> dict[int, int]:
    """Return the years of the targets with the number of rows that speak of each."""
    return dict(
        Counter(
            year
            for binding in bindings
            for year in {target.year for target in binding.indicator.targets.all()}
            if year is not None
        )
    )


def _usual(years: dict[int, int]) -> int | None:
    return max(years, key=lambda year: (years[year], year)) if years else None


def _groups(
    bindings: Sequence[IndicatorBinding], year: int | None, entries: dict[Any, CatalogueIndicator]
) -> list[Group]:
    labels = plan_labels([binding.indicator.plan for binding in bindings])
    scopes = _scopes([binding.indicator.plan for binding in bindings])
    found: dict[tuple[str, str], dict[Any, list[Figure]]] = {}
    for binding in bindings:
        row = binding.indicator
        targets = list(row.targets.all())
        dated = any(target.year for target in targets)
        for target in targets:
            if target.year == year or (target.year is None and not dated):
                by_plan = found.setdefault((str(binding.entry_id), binding.dimension), {})
                by_plan.setdefault(row.plan_id, []).append(Figure(row, target, binding))
    groups = [
        Group(
            entries[code],
            dimension,
            tuple(
                PlanRow(figures[0].indicator.plan, labels[plan], tuple(figures), scopes[plan])
                for plan, figures in by_plan.items()
            ),
        )
        for (code, dimension), by_plan in found.items()
    ]
    return sorted(groups, key=lambda group: (group.entry.ordinal, group.dimension))


def plan_labels(plans: Iterable[Plan]) -> dict[Any, str]:
    """Return the shortest name that tells each plan from the others: its place, with its number where two share it."""
    found = {plan.pk: plan for plan in plans}
    short = {key: _place_of(plan) for key, plan in found.items()}
    count = Counter(short.values())
    return {
        key: short[key] if count[short[key]] == 1 else f"{short[key]}, {plan.short_title}"
        for key, plan in found.items()
    }


def _place_of(plan: Plan) -> str:
    if plan.scope_unit is not None:
        return plan.scope_unit.name
    named = _PLACE.search(plan.issuer)
    return (named.group(1) if named else plan.place or plan.issuer or plan.short_title).strip()


def _scopes(plans: Iterable[Plan]) -> dict[Any, str]:
    """Say for each plan what place its figures were set for, where that place has changed since."""
    found = {plan.pk: plan for plan in plans}
    ended = [plan.scope_unit_id for plan in found.values() if plan.scope_unit is not None and plan.scope_unit.valid_to]
    became: dict[int, list[str]] = {}
    if ended:
        for change in UnitChange.objects.filter(old__in=ended).select_related("new").order_by("new__code"):
            became.setdefault(change.old_id, []).append(change.new.name)
    return {key: _scope(plan, became) for key, plan in found.items()}


def _scope(plan: Plan, became: dict[int, list[str]]) -> str:
    unit = plan.scope_unit
    if unit is not None:
        if unit.valid_to is None:
            return ""
        names = list(dict.fromkeys(became.get(unit.pk, [])))
        now = f"; nay là {', '.join(names[:3])}{' sau sắp xếp' if unit.name in names else ''}" if names else ""
        what = "nhập tỉnh" if unit.level == UnitLevel.PROVINCE and unit.valid_to == REFORM_DATE else "sắp xếp"
        return f"đặt cho {unit.name} trước khi {what} {unit.valid_to:%d/%m/%Y}{now}"
    if plan.issued_on is not None and plan.issued_on < REFORM_DATE:
        return f"đặt trước khi sắp xếp đơn vị hành chính {REFORM_DATE:%d/%m/%Y}; phạm vi của kế hoạch chưa gắn"
    return "phạm vi của kế hoạch chưa gắn"


def _plain(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.normalize()


def ranked_figures(group: Group) -> list[tuple[PlanRow, Figure]]:
    """Return the figures of a group that can stand on one scale, each plan's in order."""
    return [
        (row, figure)
        for row in group.rows
        for figure in row.figures
        if not figure.qualitative and (figure.target.low is not None or figure.target.high is not None)
    ]


def is_ranked(group: Group, figure: Figure) -> bool:
    """Say whether a figure counts in the order of strictness: the others are drawn hollow."""
    target = figure.target
    stated = Stated("", target.comparator, target.low, target.high)
    large = group.entry.unit == "%" and any(bound is not None and bound > 100 for bound in (target.low, target.high))
    return not large and strictness(stated, direction=group.entry.direction) is not None
