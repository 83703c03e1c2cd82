"""Who writes the progress of a task, who answers for more time, who sees its evidence: holder, name and place decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.planning.models import Accountability, AssignmentRole, Plan, PlanState, Task
from ansinh.apps.planning.selectors.accountability import in_force
from ansinh.apps.planning.selectors.holders import Holder, find_holders, list_assignments
from ansinh.apps.territory.models import Agency, AgencyLevel, Unit, UnitLevel

OFFICERS = (Role.DEPARTMENT_OFFICER, Role.COMMUNE_OFFICER, Role.CHAIR)
STEERS = (Role.COORDINATOR, Role.CHAIR)


@dataclass(frozen=True, slots=True)
class TaskRights:
    """What a person may do with a task: write its progress, steer it (answer, record), see its evidence."""

    work: bool
    steer: bool
    see: bool
    holders: tuple[Holder, ...] = ()

    @property
    def agencies(self) -> tuple[Agency, ...]:
        """Return the agencies that lead the task today."""
        leads = (one for one in self.holders if one.assignment.role == AssignmentRole.LEAD)
        return tuple(one.agency for one in leads if one.agency is not None)


def is_of_place(user: User, plan: Plan) -> bool:
    """Say whether a plan is of a person's place; a plan without a scope is of everybody's."""
    if plan.scope_unit is None:
        return True
    unit = user.scope_unit
    return unit is not None and (unit.code, unit.level) == (plan.scope_unit.code, plan.scope_unit.level)


def is_near(user: User, plan: Plan) -> bool:
    """Say whether a plan is of a person's unit, of the unit his lies in, or of one that lies in his."""
    unit, scope = user.scope_unit, plan.scope_unit
    if scope is None:
        return True
    return unit is not None and (_is_same(unit, scope) or _is_same(unit.parent, scope) or _is_same(unit, scope.parent))


def plans_near(user: User) -> Q:
    """Return what picks the plans that are near a person: the same as is_near, for many at once."""
    everywhere = Q(scope_unit=None)
    return everywhere if user.scope_unit is None else everywhere | _near(user.scope_unit, "scope_unit")


def _is_same(one: Unit | None, other: Unit | None) -> bool:
    return one is not None and other is not None and (one.code, one.level) == (other.code, other.level)


def asked_of(user: User, *, agency: str = "addressed_to", raised: str = "raised_unit") -> Q:
    """Return what picks the rows with a plan that a person's agency is asked about, by the fields of agency and unit.

    One row of the directory stands for all agencies of that name, so the places of plan and asker say which is meant;
    of a central agency there is only one.
    """
    if user.agency_id is None:
        return Q(pk__in=[])
    own = Q(**{agency: user.agency_id})
    central = own & Q(**{f"{agency}__level": AgencyLevel.CENTRAL})
    everywhere, unit = Q(plan__scope_unit=None), user.scope_unit
    if unit is None:
        return central | own & everywhere & Q(**{raised: None})
    near = everywhere & (Q(**{raised: None}) | _near(unit, raised)) | _near(unit, "plan__scope_unit")
    # Every commune has a committee of this name: the one meant is that of the commune that asked.
    of_another = Q(**{f"{agency}__level": AgencyLevel.COMMUNE, f"{raised}__level": UnitLevel.COMMUNE})
    here = Q(**{f"{raised}__code": unit.code, f"{raised}__level": unit.level})
    return central | own & near & (~of_another | here)


def _near(unit: Unit, field: str) -> Q:
    found = Q(**{f"{field}__code": unit.code, f"{field}__level": unit.level})
    found |= Q(**{f"{field}__parent__code": unit.code, f"{field}__parent__level": unit.level})
    if unit.parent is not None:
        found |= Q(**{f"{field}__code": unit.parent.code, f"{field}__level": unit.parent.level})
    return found


def can_steer(user: User, plan: Plan) -> bool:
    """Say whether a person steers a plan: coordinator or head of its place."""
    return user.is_active and user.holds(*STEERS) and is_of_place(user, plan)


def can_follow(user: User, plan: Plan) -> bool:
    """Say whether a person sees everything of a plan's work: who steers it, and who supervises."""
    return can_steer(user, plan) or (user.is_active and user.holds(Role.AUDITOR))


def rights_on(
    user: User,
    task: Task,
    *,
    on: date,
    holders: Iterable[Holder] | None = None,
    people: Iterable[Accountability] | None = None,
) -> TaskRights:
    """Return what a person may do with a task on a day. Work is written on running plans only.

    ``holders`` of every role and ``people`` who answer for it are those of the task, where the caller has them already.
    """
    steer = can_steer(user, task.plan)
    if holders is None:
        rows = list(list_assignments(role="").filter(task=task))
        holders = find_holders(assignments=rows, on=on).values()
    holders = tuple(holders)
    mine = [one for one in holders if is_holder(user, one)]
    leads = any(one.assignment.role == AssignmentRole.LEAD for one in mine)
    named = any(
        row.person_id == user.pk for row in in_force(task.accountabilities.all() if people is None else people, on=on)
    )
    running = task.plan.state == PlanState.RUNNING and task.in_use and user.is_active
    return TaskRights(
        work=running and (steer or leads or named),
        steer=running and steer,
        see=bool(mine) or named or can_follow(user, task.plan),
        holders=holders,
    )


def is_holder(user: User, holder: Holder) -> bool:
    """Say whether a person works in the agency that has an assignment, in one of the units where it has it."""
    if user.agency_id is None or holder.agency is None or user.agency_id != holder.agency.pk:
        return False
    if not user.is_active or not user.holds(*OFFICERS, Role.COORDINATOR):
        return False
    unit = user.scope_unit
    codes = {(one.code, one.level) for one in holder.units}
    if not codes:
        # An agency of no level, or a plan whose unit is gone: the row of the directory alone does not say which.
        return holder.agency.level == AgencyLevel.CENTRAL or is_near(user, holder.assignment.mention.plan)
    return unit is not None and (unit.code, unit.level) in codes


def of_places(user: User) -> Q:
    """Return what picks, by its field ``plan``, the rows of plans that a person steers or supervises."""
    if user.holds(Role.AUDITOR):
        # Not an empty Q: "or" with that would drop it.
        return Q(pk__isnull=False)
    if not user.holds(*STEERS):
        return Q(pk__in=[])
    unit = user.scope_unit
    everywhere = Q(plan__scope_unit=None)
    return (
        everywhere
        if unit is None
        else everywhere | Q(plan__scope_unit__code=unit.code, plan__scope_unit__level=unit.level)
    )


def names_of(agencies: Iterable[Agency]) -> str:
    """Return agencies as one line."""
    return ", ".join(dict.fromkeys(one.name for one in agencies))
