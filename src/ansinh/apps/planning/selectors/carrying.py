"""What a taking over shows: whether a plan needs one, each item with its decision, progress, what will be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from ansinh.apps.planning.models import (
    Assignment,
    AssignmentRole,
    CarryChoice,
    CarryDecision,
    Indicator,
    Plan,
    PlanState,
    ReportDuty,
    Takeover,
    Target,
    Task,
    VersionState,
)
from ansinh.apps.planning.models.items import IN_USE
from ansinh.apps.planning.selectors.versions import say_stated, say_values
from ansinh.apps.planning.selectors.words import led_by, list_leads, with_words
from ansinh.apps.planning.services.values import take_baseline
from ansinh.apps.territory.models import Unit, UnitChange
from ansinh.apps.territory.selectors.units import list_successors
from ansinh.core.plandoc.amending import Row, match_rows
from ansinh.core.text import fold

KINDS_OF_ITEM = {"indicator": "Chỉ tiêu", "task": "Nhiệm vụ", "duty": "Báo cáo"}


@dataclass(frozen=True, slots=True)
class Reform:
    """A plan whose unit has ended: what it was, and the units that follow it."""

    unit: Unit
    heirs: list[Unit]


@dataclass(frozen=True, slots=True)
class CarryProgress:
    """How many items of one kind are decided; ``numbered`` counts rows with a number, the others are their parts."""

    code: str
    name: str
    total: int
    decided: int
    numbered: int

    @property
    def left(self) -> int:
        """Return how many still wait for a decision."""
        return self.total - self.decided

    @property
    def parts(self) -> int:
        """Return how many rows are parts of a numbered one."""
        return self.total - self.numbered


@dataclass(slots=True)
class CarryRow:
    """One item of the list: what it states, what was decided, and which item of the other plan looks like it."""

    decision: CarryDecision
    states: str
    lead: str
    like: Any = None
    like_states: str = ""
    sure: bool = False

    @property
    def item(self) -> Any:
        """Return the item itself."""
        return self.decision.item


def get_reform(plan: Plan, *, today: date) -> Reform | None:
    """Return what happened to a plan's unit, where it ended and the plan has not been taken over from it."""
    unit = plan.scope_unit
    if unit is None or unit.valid_to is None or unit.valid_to > today or plan.state != PlanState.RUNNING:
        return None
    settled = plan.takeovers.filter(version__state__in=(VersionState.COMING, VersionState.IN_FORCE), from_unit=unit)
    return None if settled.exists() else Reform(unit, list_successors(unit=unit, on=today))


def get_takeover(plan: Plan) -> Takeover | None:
    """Return the takeover of a plan that stands open, else its last one."""
    rows = plan.takeovers.select_related(
        "version", "from_unit", "to_unit", "partner__file", "opened_by", "finished_by"
    ).defer("partner__file__content", "partner__file__text", "partner__file__blocks")
    return rows.order_by("-pk").first()


def count_progress(takeover: Takeover) -> list[CarryProgress]:
    """Return for each kind of item how many are decided, in one statement."""
    counts: dict[str, Any] = {}
    for code in KINDS_OF_ITEM:
        of_kind = Q(**{f"{code}__isnull": False})
        counts[f"{code}_total"] = Count("pk", filter=of_kind)
        counts[f"{code}_decided"] = Count("pk", filter=of_kind & ~Q(choice=CarryChoice.UNDECIDED))
        counts[f"{code}_numbered"] = Count("pk", filter=of_kind & ~Q(**{f"{code}__no": ""})) if code != "duty" else None
    counts = {name: count for name, count in counts.items() if count is not None}
    found = takeover.decisions.aggregate(**counts)
    return [
        CarryProgress(
            code,
            name,
            found[f"{code}_total"],
            found[f"{code}_decided"],
            found.get(f"{code}_numbered", found[f"{code}_total"]),
        )
        for code, name in KINDS_OF_ITEM.items()
    ]


def list_other_units(takeover: Takeover) -> list[Unit]:
    """Return the units that became part of the new one beside the plan's own."""
    rows = UnitChange.objects.filter(new=takeover.to_unit).exclude(old=takeover.from_unit).select_related("old")
    return [change.old for change in rows.order_by("old__code")]


def list_possible_partners(takeover: Takeover) -> QuerySet[Plan]:
    """Return the running plans of those other units."""
    rows = Plan.objects.filter(state=PlanState.RUNNING, scope_unit__in=list_other_units(takeover))
    rows = rows.exclude(pk=takeover.plan_id).select_related("file", "scope_unit")
    return rows.defer("file__content", "file__text", "file__blocks").order_by("-issued_on")


def list_carry_rows(
    takeover: Takeover, *, kind: str, group: str = "", lead: str = "", choice: str = "", words: str = ""
) -> list[CarryRow]:
    """Return the items of one kind that the filters leave, in the order of the plan."""
    items: QuerySet[Any] = _items(kind).filter(plan_id=takeover.plan_id)
    if group and kind != "duty":
        items = items.filter(**{"group" if kind == "indicator" else "section": group})
    if lead and kind != "duty":
        items = led_by(items, lead)
    if words:
        items = with_words(items, words) if kind != "duty" else items.filter(what__icontains=words)
    decisions = takeover.decisions.filter(**{f"{kind}__in": items.order_by().values("pk")})
    if choice:
        decisions = decisions.filter(choice=choice)
    related = ("decided_by", "partner_indicator", "partner_task", "partner_duty")
    by_item = {getattr(one, f"{kind}_id"): one for one in decisions.select_related(*related)}
    rows = []
    for item in _items(kind).filter(pk__in=by_item).order_by("ordinal"):
        one = by_item[item.pk]
        setattr(one, kind, item)
        rows.append(CarryRow(one, say_item(item), _lead(item)))
    if takeover.partner_id is not None and rows:
        _suggest(takeover, kind, rows)
    return rows


def get_carry_row(takeover: Takeover, decision_id: int) -> CarryRow | None:
    """Return one item of a takeover with what resembles it in the other plan, or None."""
    one = (
        takeover.decisions.select_related("decided_by", "indicator__baseline", "task", "duty")
        .filter(pk=decision_id)
        .first()
    )
    if one is None:
        return None
    row = CarryRow(one, say_item(one.item), _lead(one.item))
    if takeover.partner_id is not None:
        _suggest(takeover, one.kind, [row])
    return row


def _items(kind: str) -> QuerySet[Any]:
    if kind == "duty":
        return ReportDuty.objects.order_by("ordinal")
    leads = Assignment.objects.filter(role=AssignmentRole.LEAD).select_related("mention__agency").order_by("ordinal")
    if kind == "task":
        tasks = Task.objects.prefetch_related(Prefetch("assignments", leads))
        return tasks.defer("marks", "read", "search_key", "note").order_by("ordinal")
    targets = Target.objects.order_by("year", "ordinal")
    indicators = Indicator.objects.select_related("baseline").prefetch_related(
        Prefetch("targets", targets), Prefetch("assignments", leads)
    )
    return indicators.defer("marks", "read", "search_key", "sentence").order_by("ordinal")


def say_item(item: Any) -> str:
    """Write what an item asks for in a few words: its targets, its schedule, its due day."""
    if isinstance(item, Indicator):
        return "; ".join(say_stated(target) for target in item.targets.all() if target.comparator)
    if isinstance(item, Task):
        years = (item.from_year, item.to_year)
        printed = "–".join(str(year) for year in dict.fromkeys(years) if year)
        return item.schedule_raw or printed or item.get_schedule_kind_display()
    dated = "/".join(f"{part:02d}" for part in (item.day, item.month) if part)
    return item.due_raw or " ".join(
        part for part in (dated, item.get_recurrence_display(), str(item.year or "")) if part
    )


def _lead(item: Any) -> str:
    if isinstance(item, ReportDuty):
        return item.who
    leads = [one for one in item.assignments.all() if one.role == AssignmentRole.LEAD]
    return ", ".join(one.mention.agency.name if one.mention.agency else one.mention.printed for one in leads)


def list_partner_items(takeover: Takeover, kind: str) -> list[Any]:
    """Return the other plan's items of a kind that are in use."""
    if takeover.partner_id is None:
        return []
    return list(_items(kind).filter(plan_id=takeover.partner_id, state__in=IN_USE))


def _suggest(takeover: Takeover, kind: str, rows: list[CarryRow]) -> None:
    others = list_partner_items(takeover, kind)
    by_number = {one.pk: one for one in others}
    matches = match_rows([_match_row(one) for one in others], [_match_row(row.item) for row in rows])
    for row, match in zip(rows, matches, strict=True):
        chosen = row.decision.partner_item
        found = by_number.get(chosen.pk) if chosen is not None else None
        if found is None and match.known is not None:
            found, row.sure = others[match.known], match.sure
        if found is not None:
            row.like, row.like_states = found, say_item(found)


def _match_row(item: Any) -> Row:
    if isinstance(item, ReportDuty):
        return Row("", f"{item.what} {item.who} {item.to}")
    dimension = f" {item.dimension}" if isinstance(item, Indicator) else ""
    return Row(item.no, f"{item.name}{dimension}", item.group if isinstance(item, Indicator) else item.section)


def list_carry_groups(takeover: Takeover, kind: str) -> list[str]:
    """Return the groups of indicators or sections of tasks, in the order of the plan."""
    if kind == "duty":
        return []
    name = "group" if kind == "indicator" else "section"
    rows = _items(kind).filter(carry_decisions__takeover=takeover).prefetch_related(None).values_list(name, flat=True)
    return [group for group in dict.fromkeys(rows) if group]


def list_carry_leads(takeover: Takeover, kind: str) -> list[tuple[str, str]]:
    """Return the agencies that lead items of a kind, with the key that filters by each."""
    if kind == "duty":
        return []
    model = Indicator if kind == "indicator" else Task
    return list_leads(model._default_manager.filter(carry_decisions__takeover=takeover))


def get_carry(item: Any) -> CarryDecision | None:
    """Return what the last finished takeover decided about an item: for its page."""
    rows = item.carry_decisions.filter(takeover__finished_at__isnull=False).exclude(choice=CarryChoice.UNDECIDED)
    rows = rows.select_related(
        "decided_by",
        "takeover__from_unit",
        "takeover__to_unit",
        "takeover__version",
        "partner_indicator__plan__file",
        "partner_task__plan__file",
        "partner_duty__plan__file",
    )
    kinds = ("indicator", "task", "duty")
    heavy = [f"partner_{kind}__plan__file__{name}" for kind in kinds for name in ("content", "text", "blocks")]
    return rows.defer(*heavy).order_by("-takeover_id").first()  # type: ignore[no-any-return]


def get_scope(item: Any) -> Unit | None:
    """Return the unit an item is for: the old one where it was kept in a takeover, else the plan's."""
    carried = get_carry(item)
    if carried is not None and carried.choice in (CarryChoice.KEEP, CarryChoice.WAIT):
        return carried.takeover.from_unit
    return item.plan.scope_unit  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Preview:
    """What will be when a takeover is finished."""

    counts: list[tuple[str, str, dict[str, int]]]
    restated: list[tuple[CarryDecision, str, str]]
    joined: list[tuple[CarryDecision, str, str]]
    waiting: list[CarryDecision]
    left: int


def preview_takeover(takeover: Takeover) -> Preview:
    """Return what a takeover will come to: counts, what is restated, joined and waits."""
    counted: dict[str, dict[str, int]] = {code: dict.fromkeys(CarryChoice.values, 0) for code in KINDS_OF_ITEM}
    restated: list[tuple[CarryDecision, str, str]] = []
    joined: list[tuple[CarryDecision, str, str]] = []
    waiting: list[CarryDecision] = []
    items = {kind: {one.pk: one for one in _items(kind).filter(plan_id=takeover.plan_id)} for kind in KINDS_OF_ITEM}
    partners = {kind: {one.pk: one for one in list_partner_items(takeover, kind)} for kind in KINDS_OF_ITEM}
    for one in takeover.decisions.select_related("decided_by").order_by("pk"):
        item = items[one.kind][getattr(one, f"{one.kind}_id")]
        setattr(one, one.kind, item)
        counted[one.kind][one.choice] += 1
        if one.choice == CarryChoice.RESTATE:
            restated.append((one, say_item(item), _say_new(one)))
        elif one.choice == CarryChoice.JOIN:
            partner = partners[one.kind].get(getattr(one, f"partner_{one.kind}_id"))
            joined.append((one, say_item(item), f"{_name(partner)}: {say_item(partner)}" if partner else ""))
        elif one.choice == CarryChoice.WAIT:
            waiting.append(one)
    return Preview(
        [(code, name, counted[code]) for code, name in KINDS_OF_ITEM.items()],
        restated,
        joined,
        waiting,
        sum(one[CarryChoice.UNDECIDED] for one in counted.values()),
    )


def _name(item: Any) -> str:
    return f"{item.no} {item.name}".strip() if not isinstance(item, ReportDuty) else item.what or item.who


def _say_new(one: CarryDecision) -> str:
    """Write the new values that differ from the item's own words."""
    item: Any = one.item
    new = {name: value for name, value in one.values.items() if name == "targets" or _differs(item, name, value)}
    return say_values(new)


def _differs(item: Any, name: str, value: Any) -> bool:
    own = getattr(item, name, None)
    if name == "baseline":
        return bool(take_baseline(item) != value)
    if name in ("lead", "supporting"):
        return name == "lead" and fold(_lead(item)) != fold(", ".join(value))
    return bool(own != value)
