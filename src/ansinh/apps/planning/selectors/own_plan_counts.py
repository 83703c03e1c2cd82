"""How much of a plan its own plans take up, counted for all of them together, and where they want less or end later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet

from ansinh.apps.planning.models import CascadeLink, Indicator, LinkState, Plan, PlanAbove, ReviewState, Target, Task
from ansinh.apps.planning.selectors.cascade_items import Item, counts_a_part, until_of, wanted_of
from ansinh.apps.planning.selectors.members import Owner
from ansinh.core.plandoc.cascade_targets import Aim, compare_aims

_KINDS = ("indicator", "task", "duty")
_WITHOUT_OWN = Q(own_indicator=None, own_task=None, own_duty=None)
_REFUSED = (
    Q(own_indicator__state=ReviewState.REJECTED)
    | Q(own_task__state=ReviewState.REJECTED)
    | Q(own_duty__state=ReviewState.REJECTED)
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of the plan above an own plan takes up.

    ``concerned`` are the items above given to its owner, ``covered`` those it is linked with, ``left`` those it says
    nothing of.
    """

    link_id: int
    concerned: int
    covered: int
    left: int
    shortfalls: Shortfalls

    @property
    def weaker(self) -> int:
        """Return how many linked targets want less than the plan above."""
        return self.shortfalls.of(self.link_id)[0]

    @property
    def later(self) -> int:
        """Return how many linked tasks end later than the plan above says."""
        return self.shortfalls.of(self.link_id)[1]


def count_own_plans(plan: Plan, items: list[Item], own: list[tuple[PlanAbove, Owner]]) -> dict[int, Counts]:
    """Return the counts of every own plan by the number of its link; the same statements for any number."""
    known = {item.key for item in items}
    covered: dict[int, set[str]] = {}
    aside: dict[int, set[str]] = {}
    rows = _accepted(plan).order_by().values("plan_above_id")
    arrays = {
        f"{name}_{kind}": ArrayAgg(f"above_{kind}_id", filter=Q(**{f"above_{kind}__isnull": False}) & those, default=[])
        for name, those in (("covered", ~_WITHOUT_OWN & ~_REFUSED), ("aside", _WITHOUT_OWN))
        for kind in _KINDS
    }
    counted: Iterable[dict[str, Any]] = rows.annotate(**arrays)  # type: ignore[assignment]
    for found in counted:
        for name, keys in (("covered", covered), ("aside", aside)):
            keys[found["plan_above_id"]] = {f"{kind}-{pk}" for kind in _KINDS for pk in found[f"{name}_{kind}"]}
    given, nothing = _Given(items), set[str]()
    shortfalls = Shortfalls(plan, items, {link.pk: owner for link, owner in own})
    counts = {}
    for link, owner in own:
        wanted = given.to(owner)
        linked = covered.get(link.pk, nothing) & known
        left = wanted - linked - aside.get(link.pk, nothing)
        counts[link.pk] = Counts(link.pk, len(wanted), len(wanted & linked), len(left), shortfalls)
    return counts


class Shortfalls:
    """Where own plans want less or end later than the plan above.

    Comparing takes both sides of every pair, so it is done for the own plans on the page, or for all when sorting asks.
    """

    def __init__(self, plan: Plan, items: Iterable[Item], owners: Mapping[int, Owner]) -> None:
        self._plan, self._owners = plan, owners
        self._by_key = {item.key: item for item in items}
        self._found: dict[int, tuple[int, int]] = {}
        self._is_weaker: dict[tuple[str, tuple[Aim, ...], str, bool], bool] = {}

    def of(self, link_id: int) -> tuple[int, int]:
        """Return how many linked targets of an own plan want less, and how many linked tasks end later."""
        if link_id not in self._found:
            self.read(self._owners)
        return self._found[link_id]

    def read(self, link_ids: Iterable[int]) -> None:
        """Compare these own plans; three statements, however many they are."""
        missing = [number for number in link_ids if number not in self._found]
        if not missing:
            return
        accepted = _accepted(self._plan).filter(plan_above__in=missing).exclude(_WITHOUT_OWN).exclude(_REFUSED)
        pairs: dict[int, list[tuple[str, str]]] = defaultdict(list)
        fields = [f"{side}_{kind}_id" for side in ("above", "own") for kind in _KINDS]
        for number, *ids in accepted.values_list("plan_above_id", *fields):
            pairs[number].append((_key(*ids[:3]), _key(*ids[3:])))
        aims, directions = _own_aims(accepted)
        until = _own_until(accepted)
        for number in missing:
            weaker = later = 0
            for above, mine in pairs[number]:
                item = self._by_key.get(above)
                if item is None:
                    continue
                if isinstance(item.row, Indicator):
                    asked = tuple(aims.get(mine, ()))
                    direction = directions.get(mine, "unknown")
                    weaker += self._wants_less(item, item.row, asked, direction, self._owners[number])
                elif item.until is not None and not item.until.yearly and mine in until:
                    later += until[mine] > item.until.on
            self._found[number] = (weaker, later)

    def _wants_less(self, item: Item, above: Indicator, asked: tuple[Aim, ...], direction: str, owner: Owner) -> bool:
        said = wanted_of(above) if wanted_of(above) != "unknown" else direction
        part = counts_a_part(above, owner)
        key = (item.key, asked, said, part)
        if key not in self._is_weaker:
            rows = compare_aims(item.aims, asked, wanted=said, part=part)  # type: ignore[arg-type]
            self._is_weaker[key] = any(one.verdict == "weaker" for one in rows)
        return self._is_weaker[key]


def _accepted(plan: Plan) -> QuerySet[CascadeLink]:
    return CascadeLink.objects.filter(plan_above__above=plan, state=LinkState.ACCEPTED)


def _key(indicator: int | None, task: int | None, duty: int | None) -> str:
    if indicator:
        return f"indicator-{indicator}"
    return f"task-{task}" if task else f"duty-{duty}" if duty else ""


class _Given:
    """Which items concern whom, looked up instead of asked item by item: hundreds of own plans share the answer."""

    def __init__(self, items: list[Item]) -> None:
        self.by_level: dict[str, set[str]] = defaultdict(set)
        self.by_key: dict[str, set[str]] = defaultdict(set)
        self.by_agency: dict[int | None, set[str]] = defaultdict(set)
        for item in items:
            for level in item.scope.levels:
                self.by_level[level].add(item.key)
            for key in item.scope.keys:
                self.by_key[key].add(item.key)
            for number in item.scope.agency_ids:
                self.by_agency[number].add(item.key)

    def to(self, owner: Owner) -> set[str]:
        """Return the items given to an owner, by name or in a group; the same as ``Item.given_to`` for each."""
        nothing: set[str] = set()
        return (
            self.by_level.get(owner.level, nothing)
            | self.by_key.get(owner.key, nothing)
            | self.by_agency.get(owner.agency_id, nothing)
        )


def _own_aims(linked: QuerySet[CascadeLink]) -> tuple[dict[str, list[Aim]], dict[str, str]]:
    """Return the targets of every linked indicator of the own plans, and the direction a person said for it."""
    rows = Target.objects.filter(indicator_id__in=linked.exclude(own_indicator=None).values("own_indicator_id"))
    aims: dict[str, list[Aim]] = defaultdict(list)
    directions: dict[str, str] = {}
    fields = ("indicator_id", "indicator__direction", "year", "comparator", "low", "high", "qualitative", "raw")
    for pk, direction, year, comparator, low, high, qualitative, raw in rows.order_by("year", "ordinal").values_list(
        *fields
    ):
        aims[f"indicator-{pk}"].append(Aim(year, comparator, low, high, qualitative or raw))
        if direction in ("up", "down", "exact"):
            directions[f"indicator-{pk}"] = direction
    return aims, directions


def _own_until(linked: QuerySet[CascadeLink]) -> dict[str, date]:
    """Return the last day of every linked task of the own plans that names one."""
    rows = Task.objects.filter(pk__in=linked.exclude(own_task=None).values("own_task_id"))
    found = {f"task-{row.pk}": until_of(row) for row in rows.only("schedule_kind", "to_year", "quarter")}
    return {key: until.on for key, until in found.items() if until is not None}
