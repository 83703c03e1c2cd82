"""The board of a plan: who owes an own plan by when, who has one, and how much of the plan above it takes up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ansinh.apps.planning.models import Plan, PlanState, ReportDuty, ReviewState
from ansinh.apps.planning.selectors.calendar import duty_days, first_day
from ansinh.apps.planning.selectors.cascade_items import list_items
from ansinh.apps.planning.selectors.cascade_plans import Proposed, list_own_plans_of, list_proposed_below
from ansinh.apps.planning.selectors.members import Owner, group_levels, list_members, owner_of_plan, split_names
from ansinh.apps.planning.selectors.own_plan_counts import Counts, count_own_plans
from ansinh.core.plandoc.own_plans import asks_for_plan

STATES = {
    "none": "Chưa có",
    "late": "Chưa có, trễ hạn",
    "proposed": "Chờ xác nhận",
    "reading": "Đang rà soát",
    "made": "Đã có",
    "made_late": "Đã có, trễ hạn",
    "group": "Chưa rõ thành viên",
}


@dataclass(frozen=True, slots=True)
class OwnPlanRow:
    """One agency or unit that owes an own plan or has one; the counts are None while no plan is confirmed."""

    name: str
    level: str
    state: str
    due: date | None = None
    due_raw: str = ""
    days_late: int = 0
    plan: Plan | None = None
    counts: Counts | None = None

    @property
    def state_words(self) -> str:
        """Return the state in words, with the days it is late."""
        late = f", trễ {self.days_late} ngày" if self.days_late else ""
        return f"{STATES[self.state].partition(',')[0]}{late}"

    @property
    def share(self) -> float:
        """Return how much is taken up, for sorting; -1 without a plan."""
        return -1.0 if self.counts is None else self.counts.covered / (self.counts.concerned or 1)


@dataclass(frozen=True, slots=True)
class OwnPlanDuty:
    """The sentence of the plan that asks for own plans, with its last day; None where it names none."""

    duty: ReportDuty
    due: date | None
    names: tuple[str, ...]


def list_own_plan_duties(plan: Plan) -> list[OwnPlanDuty]:
    """Return where the plan asks those below it for own plans, in its order; rejected rows are left out."""
    rows = ReportDuty.objects.filter(plan=plan).exclude(state=ReviewState.REJECTED).order_by("ordinal")
    first = first_day(plan)
    found = []
    for duty in rows:
        if asks_for_plan(duty.what):
            days = duty_days(duty, first=first, last_year=first.year + 1)
            found.append(OwnPlanDuty(duty, days[0] if days else None, tuple(split_names(duty.who))))
    return found


def list_own_plans(plan: Plan, *, today: date, duties: list[OwnPlanDuty] | None = None) -> list[OwnPlanRow]:
    """Return who owes or has an own plan under this one, those who are late first.

    ``duties`` are those of the plan where the caller has them already.
    """
    duties = list_own_plan_duties(plan) if duties is None else duties
    names = [name for duty in duties for name in duty.names]
    on = min((duty.due for duty in duties if duty.due is not None), default=first_day(plan))
    members = list_members(plan=plan, names=names, on=on)
    made = _made(plan)
    proposed = [(one, owner_of_plan(one.plan)) for one in list_proposed_below(plan)]
    rows: list[OwnPlanRow] = []
    seen: set[str] = set()
    for duty in duties:
        for name in duty.names:
            for owner in members[name]:
                if owner.key not in seen:
                    seen.add(owner.key)
                    rows.append(_row(owner, duty, made, proposed, today))
            if not members[name]:
                rows.append(OwnPlanRow(name, "group", "group", duty.due, duty.duty.due_raw))
    for owner, row in made.values():
        if owner.key not in seen:
            rows.append(_dated(row, _duty_for(owner, duties), today))
    for one, owner in proposed:
        if owner.key not in seen:
            duty_of = _duty_for(owner, duties)
            row = OwnPlanRow(owner.name, owner.level, "proposed", plan=one.plan)
            rows.append(_dated(row, duty_of, today))
    order = list(STATES)
    return sorted(rows, key=lambda row: (_URGENCY.get(row.state, order.index(row.state)), row.name))


_URGENCY = {"late": -3, "proposed": -2, "none": -1}


def _row(
    owner: Owner,
    duty: OwnPlanDuty,
    made: dict[str, tuple[Owner, OwnPlanRow]],
    proposed: list[tuple[Proposed, Owner]],
    today: date,
) -> OwnPlanRow:
    found = made.get(owner.key)
    if found is not None:
        return _dated(replace(found[1], name=owner.name), duty, today)
    waiting = next((one for one, other in proposed if other.key == owner.key), None)
    if waiting is not None:
        row = OwnPlanRow(owner.name, owner.level, "proposed", plan=waiting.plan)
        return _dated(row, duty, today)
    return _dated(OwnPlanRow(owner.name, owner.level, "none"), duty, today)


def _dated(row: OwnPlanRow, duty: OwnPlanDuty | None, today: date) -> OwnPlanRow:
    """Return the row with its last day, and by how many days it is late: until today, or until the plan was issued."""
    due = duty.due if duty is not None else None
    if due is None:
        return replace(row, due_raw=duty.duty.due_raw if duty is not None else "")
    until = row.plan.issued_on if row.plan is not None and row.plan.issued_on is not None else today
    late = max(0, (until - due).days)
    state = {"none": "late", "made": "made_late"}.get(row.state, row.state) if late else row.state
    return replace(row, due=due, due_raw=duty.duty.due_raw if duty is not None else "", days_late=late, state=state)


def _duty_for(owner: Owner, duties: list[OwnPlanDuty]) -> OwnPlanDuty | None:
    """Return the sentence that asks this owner for its plan, where one does."""
    return next((duty for duty in duties if any(owner.level in group_levels(name) for name in duty.names)), None)


def _made(plan: Plan) -> dict[str, tuple[Owner, OwnPlanRow]]:
    """Return the confirmed own plans by the key of their owners, counted; the same number of statements for any number."""
    own = list_own_plans_of(plan)
    if not own:
        return {}
    counts = count_own_plans(plan, list_items(plan), own)
    found: dict[str, tuple[Owner, OwnPlanRow]] = {}
    for link, owner in own:
        state = "made" if link.plan.state == PlanState.RUNNING else "reading"
        row = OwnPlanRow(owner.name, owner.level, state, plan=link.plan, counts=counts[link.pk])
        key = owner.key if owner.key not in found else f"{owner.key} {link.pk}"
        found[key] = (owner, row)
    return found
