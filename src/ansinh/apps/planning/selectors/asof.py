"""A plan as it is on any day: the rows of the tables, with later versions taken back and coming ones put in, in memory.

The tables hold what all applied versions together say. A version is in force from its day on; so for an earlier day
its changes are taken back, newest first, and for a later day those that are coming are made. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from ansinh.apps.planning.models import (
    AgencyMention,
    Assignment,
    AssignmentRole,
    Baseline,
    ChangeAspect,
    ChangeState,
    Indicator,
    Plan,
    PlanChange,
    PlanVersion,
    ReadItem,
    ReviewState,
    Target,
    Task,
    VersionState,
)
from ansinh.apps.planning.models.items import IN_USE
from ansinh.apps.planning.selectors.indicators import all_indicators
from ansinh.apps.planning.selectors.names import put_parent_names
from ansinh.apps.planning.selectors.tasks import all_tasks
from ansinh.apps.planning.services.values import Values, take_baseline
from ansinh.apps.territory.models import Unit
from ansinh.core.plandoc.agencies import agency_key

STATES = (*IN_USE, ReviewState.PLANNED, ReviewState.DROPPED)


@dataclass(slots=True)
class PlanOn:
    """A plan on a day: who issued it for which unit, the version in force, and the rows that count on that day.

    ``version`` is None where the plan had not been issued yet. Rows are not to be saved.
    """

    plan: Plan
    on: date
    version: PlanVersion | None
    issuer: str
    scope_unit: Unit | None
    indicators: list[Any] = field(default_factory=list)
    tasks: list[Any] = field(default_factory=list)
    duties: list[Any] = field(default_factory=list)

    @property
    def query(self) -> str:
        """Return what keeps the day in an address."""
        return f"?ngay={self.on:%d/%m/%Y}"

    def years(self) -> list[int | None]:
        """Return the years for which targets are stated on that day; None last."""
        found = {t.year for row in self.indicators for t in row.targets.all() if t.comparator}
        return sorted(found, key=lambda year: (year is None, year or 0))

    def find(self, kind_code: str, item_id: int) -> Any:
        """Return one row that counts on that day, or None."""
        rows: list[Any] = {"indicator": self.indicators, "task": self.tasks, "duty": self.duties}[kind_code]
        return next((row for row in rows if row.pk == item_id), None)


def get_plan_on(plan: Plan, *, on: date, kinds: Sequence[str] = ("indicator", "task", "duty")) -> PlanOn:
    """Return a plan as it is on a day, in eight statements whatever its size; only ``kinds`` of its rows."""
    versions = list(plan.versions.filter(state__in=(VersionState.IN_FORCE, VersionState.COMING)).order_by("number"))
    begun = [version for version in versions if version.in_force_on is not None and version.in_force_on <= on]
    view = PlanOn(plan, on, begun[-1] if begun else None, plan.issuer, plan.scope_unit)
    steps = _steps(versions, on=on)
    if versions and not begun:
        return view
    sources: dict[str, Any] = {
        "indicator": all_indicators(plan, states=STATES),
        "task": all_tasks(plan, states=STATES),
        "duty": plan.duties.filter(state__in=STATES).order_by("ordinal"),
    }
    rows = {kind: {row.pk: row for row in sources[kind]} if kind in kinds else {} for kind in sources}
    if steps:
        mentions = {one.key: one for one in AgencyMention.objects.filter(plan=plan).select_related("agency")}
        for change, forward in steps:
            if change.kind == "plan":
                _overlay_plan(view, change.after if forward else change.before)
            elif (row := rows[change.kind].get(change.item_id or 0)) is not None:
                overlay_change(row, change, forward=forward, mentions=mentions)
    for kind, into in (("indicator", view.indicators), ("task", view.tasks), ("duty", view.duties)):
        into.extend(sorted((row for row in rows[kind].values() if row.in_use), key=lambda row: row.ordinal))
        for row in into:
            row.on_day = view.query
    put_parent_names(view.indicators)
    return view


def _steps(versions: Iterable[PlanVersion], *, on: date) -> list[tuple[PlanChange, bool]]:
    """Return the changes between the tables and a day in the order to go, each with its direction."""
    back = [v.pk for v in versions if v.applied_at is not None and v.in_force_on is not None and v.in_force_on > on]
    ahead = [v.pk for v in versions if v.applied_at is None and v.in_force_on is not None and v.in_force_on <= on]
    if not back and not ahead:
        return []
    changes = PlanChange.objects.filter(version__in=[*back, *ahead], state=ChangeState.ACCEPTED)
    rows = list(changes.select_related("version").order_by("version__number", "ordinal"))
    undone = [(row, False) for row in reversed(rows) if row.version_id in back]
    return undone + [(row, True) for row in rows if row.version_id in ahead]


def _overlay_plan(view: PlanOn, values: Values) -> None:
    view.issuer = values.get("issuer", view.issuer)
    if "scope_unit" in values:
        unit_id = values["scope_unit"]
        view.scope_unit = Unit.objects.filter(pk=unit_id).first() if unit_id else None


def overlay_change(row: Any, change: PlanChange, *, forward: bool, mentions: dict[str, AgencyMention]) -> None:
    """Make one change in a row in memory, or take it back."""
    if change.aspect == ChangeAspect.ADDED:
        row.state = ReviewState.ACCEPTED if forward else ReviewState.PLANNED
    elif change.aspect == ChangeAspect.DROPPED:
        row.state = ReviewState.DROPPED if forward else change.before.get("state", ReviewState.ACCEPTED)
    else:
        overlay_values(row, change.after if forward else change.before, mentions=mentions)


def overlay_values(row: ReadItem, values: Values, *, mentions: dict[str, AgencyMention]) -> None:
    """Put values into a row in memory, in the form that the services put into the tables."""
    for name, value in values.items():
        if name == "targets" and isinstance(row, Indicator):
            _keep(row, "targets", _targets(row, value))
        elif name in ("lead", "supporting") and isinstance(row, Indicator | Task):
            _keep(row, "assignments", _assignments(row, AssignmentRole(name), value, mentions))
        elif name == "baseline" and isinstance(row, Indicator):
            row._state.fields_cache["baseline"] = _baseline(row, value)
        else:
            setattr(row, name, value)


def _keep(row: Any, name: str, found: list[Any]) -> None:
    rows = getattr(row, name).all()
    rows._result_cache = found
    row._prefetched_objects_cache = {**getattr(row, "_prefetched_objects_cache", {}), name: rows}


def _targets(row: Indicator, values: list[Values]) -> list[Target]:
    known = {target.ordinal: target for target in row.targets.all()}
    found = []
    for ordinal, stated in enumerate(values):
        old = known.get(ordinal)
        target = Target(pk=old.pk if old else None, indicator=row, ordinal=ordinal, year=stated.get("year"))
        target.raw, target.comparator = stated.get("raw") or "", stated.get("comparator") or ""
        target.low, target.high = (Decimal(v) if (v := stated.get(name)) else None for name in ("low", "high"))
        target.qualitative = stated.get("qualitative") or ""
        target.span_start, target.span_end = stated.get("span") or (0, 0)
        if old is not None and "initial_state" in old._state.fields_cache:
            target._state.fields_cache["initial_state"] = old._state.fields_cache["initial_state"]
        found.append(target)
    return sorted(found, key=lambda target: (target.year is None, target.year or 0, target.ordinal))


def _baseline(row: Indicator, values: Values | None) -> Baseline | None:
    old: Baseline | None = getattr(row, "baseline", None)
    if values is None:
        return None
    made = Baseline(indicator_id=row.pk, year=values["year"], value=Decimal(values["value"]), source=values["source"])
    if old is not None and take_baseline(row) == values:
        made.entered_by_id, made.entered_at = old.entered_by_id, old.entered_at
    return made


def _assignments(
    row: Indicator | Task, role: AssignmentRole, names: list[str], mentions: dict[str, AgencyMention]
) -> list[Assignment]:
    owner = {"indicator": row} if isinstance(row, Indicator) else {"task": row}
    found = [one for one in row.assignments.all() if one.role != role]
    for ordinal, name in enumerate(names):
        key = agency_key(name)[:400]
        mention = mentions.get(key) or AgencyMention(plan_id=row.plan_id, printed=name, key=key)
        found.append(Assignment(mention=mention, role=role, ordinal=ordinal, **owner))
    return sorted(found, key=lambda one: (one.role, one.ordinal))
