"""The items of a plan as the cascade sees them: indicators, tasks and dated reports, each once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Prefetch
from django.urls import reverse

from ansinh.apps.planning.models import (
    AgencyMention,
    Assignment,
    Direction,
    Indicator,
    Plan,
    ReportDuty,
    ReviewState,
    Target,
    Task,
)
from ansinh.apps.planning.selectors.calendar import YEARS, day_of, end_of_quarter
from ansinh.apps.planning.selectors.members import Owner, Scope, scope_of, split_names
from ansinh.apps.ui import formats
from ansinh.core.plandoc.agencies import agency_key
from ansinh.core.plandoc.cascade import CascadeItem, propose_links
from ansinh.core.plandoc.cascade_targets import Aim, Wanted, is_rate
from ansinh.core.plandoc.own_plans import asks_for_plan

KINDS = {"indicator": "chỉ tiêu", "task": "nhiệm vụ", "duty": "báo cáo"}
# A day every year is compared as a day of this one.
ANY_YEAR = 2000

Given = Mapping[str, Sequence[AgencyMention]]


@dataclass(frozen=True, slots=True)
class Until:
    """By when something is due: once on a day, or on that day of every year."""

    on: date
    yearly: bool

    def __str__(self) -> str:
        return f"{formats.day(self.on)[:5]} hằng năm" if self.yearly else formats.day(self.on)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a plan: its row, its full name, whom it is given to, what it wants and until when."""

    key: str
    kind: str
    row: Indicator | Task | ReportDuty
    name: str
    scope: Scope
    mentions: tuple[AgencyMention, ...] = ()
    who: tuple[str, ...] = ()
    aims: tuple[Aim, ...] = ()
    until: Until | None = None

    @property
    def plan_id(self) -> object:
        """Return the plan the item stands in."""
        return self.row.plan_id

    @property
    def no(self) -> str:
        """Return the printed number, if there is one."""
        return getattr(self.row, "no", "")

    @property
    def kind_label(self) -> str:
        """Return what kind of item it is, in words."""
        return KINDS[self.kind]

    @property
    def waits(self) -> bool:
        """Say whether nobody has decided yet that the row was read rightly."""
        return self.row.state == ReviewState.PENDING

    @property
    def url(self) -> str:
        """Return the address of the row's own page."""
        if self.kind == "duty":
            return f"{reverse('planning:document', args=[self.row.plan_id])}#{self.key}"
        return reverse(f"planning:{self.kind}", args=[self.row.plan_id, self.row.pk])

    @property
    def stated(self) -> str:
        """Return what shall be reached, year by year, or by when: "2027: 85; 2030: > 95"."""
        said = [f"{aim.year}: {write_aim(aim)}" if aim.year else write_aim(aim) for aim in self.aims if aim.comparator]
        return "; ".join(said) or (f"hạn {self.until}" if self.until else "")

    def given_to(self, owner: Owner) -> bool:
        """Say whether the item concerns an agency or unit: by its own name or in a group."""
        return self.scope.covers(owner)

    @property
    def given_to_nobody(self) -> bool:
        """Say whether the plan names no agency for it."""
        return not self.mentions and not self.who


def write_aim(aim: Aim | None) -> str:
    """Write a target as officials read it: "> 95", "80–85"."""
    if aim is None or not aim.comparator:
        return formats.MISSING
    return formats.comparator(aim.comparator, aim.low, aim.high, words=aim.words)


def aim_of(target: Target) -> Aim:
    """Return one target as the comparison takes it."""
    return Aim(target.year, target.comparator, target.low, target.high, target.qualitative or target.raw)


def wanted_of(*indicators: Indicator) -> Wanted:
    """Return the direction that a person has said for the indicator, in either plan."""
    said: dict[str, Wanted] = {Direction.UP: "up", Direction.DOWN: "down", Direction.EXACT: "exact"}
    return next((said[row.direction] for row in indicators if row.direction in said), "unknown")


_is_rate = lru_cache(maxsize=2000)(is_rate)


def counts_a_part(above: Indicator, owner: Owner) -> bool:
    """Say whether a figure of the own plan counts only the owner's part of what the plan above counts."""
    return owner.level in ("commune", "district") and not _is_rate(above.name, above.unit)


def list_items(plan: Plan) -> list[Item]:
    """Return what a plan wants done, in its order; rejected rows are left out, and what it says twice is there once.

    A sub-row ("Nông thôn") carries the name and the agencies of its row. Own plans that are asked for, and reports on
    an event, are no items: they stand on the board and in the calendar.
    """
    given: dict[str, list[AgencyMention]] = defaultdict(list)
    mentions = AgencyMention.objects.filter(plan=plan).select_related("agency").in_bulk()
    assignments = Assignment.objects.filter(mention__plan=plan).order_by("role", "ordinal")
    for indicator, task, mention in assignments.values_list("indicator_id", "task_id", "mention_id"):
        given[f"indicator-{indicator}" if indicator else f"task-{task}"].append(mentions[mention])
    indicators = (
        Indicator.objects.filter(plan=plan)
        .exclude(state=ReviewState.REJECTED)
        .defer("marks", "read", "search_key", "sentence")
        .prefetch_related(Prefetch("targets", Target.objects.order_by("year", "ordinal")))
    )
    tasks = Task.objects.filter(plan=plan).exclude(state=ReviewState.REJECTED).defer("marks", "read", "search_key")
    duties = ReportDuty.objects.filter(plan=plan).exclude(state=ReviewState.REJECTED).defer("marks", "read")
    rows = _indicator_items(list(indicators.order_by("ordinal")), given)
    rows += [_task_item(task, given) for task in tasks.order_by("ordinal")]
    rows += [_duty_item(duty) for duty in duties.order_by("ordinal") if _is_item(duty)]
    return rows


def _is_item(duty: ReportDuty) -> bool:
    return until_of(duty) is not None and not asks_for_plan(duty.what)


def _indicator_items(indicators: list[Indicator], given: Given) -> list[Item]:
    annex = [row for row in indicators if row.source == "annex"]
    by_no = {row.no: row for row in annex if row.no}
    items = [_indicator_item(row, by_no.get(row.parent_no), given) for row in annex]
    said = [_indicator_item(row, None, given) for row in indicators if row.source != "annex"]
    twice = {one.own for one in propose_links([as_core(item) for item in items], [as_core(item) for item in said])}
    return items + [item for item in said if item.key not in twice]


def _indicator_item(row: Indicator, whole: Indicator | None, given: Given) -> Item:
    mentions = tuple(given.get(key_of(row), ()))
    name, part = row.name, row.dimension
    if whole is not None and whole.pk != row.pk:
        part = part or name
        name, mentions = f"{whole.name}: {part[:1].lower()}{part[1:]}", mentions or tuple(given.get(key_of(whole), ()))
    elif part and part.lower() not in name.lower():
        name = f"{name} ({part})"
    aims = tuple(map(aim_of, row.targets.all()))
    return Item(key_of(row), "indicator", row, name, scope_of(mentions), mentions, aims=aims)


def _task_item(row: Task, given: Given) -> Item:
    mentions = tuple(given.get(key_of(row), ()))
    return Item(key_of(row), "task", row, row.name, scope_of(mentions), mentions, until=until_of(row))


def _duty_item(row: ReportDuty) -> Item:
    name, who = row.what or "báo cáo", tuple(split_names(row.who))
    return Item(
        key_of(row),
        "duty",
        row,
        f"{name[:1].upper()}{name[1:]}",
        scope_of((), who),
        who=who,
        until=until_of(row),
    )


def key_of(row: Indicator | Task | ReportDuty) -> str:
    """Return the name of a row in addresses and forms: "indicator-12"."""
    kind = {Indicator: "indicator", Task: "task", ReportDuty: "duty"}[type(row)]
    return f"{kind}-{row.pk}"


def until_of(row: Indicator | Task | ReportDuty) -> Until | None:
    """Return by when a task or report is due, where the plan sets a day that can be compared."""
    if isinstance(row, Task):
        if row.schedule_kind in ("year", "years") and row.to_year in YEARS:
            return Until(end_of_quarter(row.to_year or 0, row.quarter or 4), yearly=False)
        return None
    if isinstance(row, Indicator):
        return None
    if row.recurrence == "annual" and (row.month or row.quarter):
        return Until(day_of(ANY_YEAR, row.month, row.day, row.quarter), yearly=True)
    if row.recurrence in ("once", "") and row.year in YEARS:
        return Until(day_of(row.year or 0, row.month, row.day, row.quarter), yearly=False)
    return None


def as_core(item: Item) -> CascadeItem:
    """Return an item as the matching takes it."""
    row = item.row
    return CascadeItem(
        key=item.key,
        kind=item.kind,  # type: ignore[arg-type]
        name=item.name,
        unit=getattr(row, "unit", ""),
        product=getattr(row, "product", ""),
        receiver=agency_key(row.to.partition("(")[0]) if isinstance(row, ReportDuty) else "",
        agencies=frozenset([*(mention.key for mention in item.mentions), *map(agency_key, item.who)]),
        figures=frozenset(
            (aim.year, aim.low, aim.high) for aim in item.aims if aim.low is not None or aim.high is not None
        ),
    )
