"""Who sees to an own plan: the agency or unit that owes it, and the coordinator of its unit or of one above.

An agency of the directory stands for that agency in every province, so the unit of a person counts as well. Units are
compared by code and level, and by what became of them; of an agency that ended, those who took its work over act.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.planning.models import Plan, PlanAbove
from ansinh.apps.planning.selectors.members import owner_of_plan
from ansinh.apps.territory.models import Unit
from ansinh.apps.territory.selectors.agencies import find_by_names
from ansinh.apps.territory.selectors.stamps import get_stamp
from ansinh.apps.territory.selectors.succession import load_directory
from ansinh.apps.territory.selectors.units import list_successors

# Who acts where the place of a plan is not known yet: nobody's own unit can be told.
STEERS = (Role.COORDINATOR, Role.DEPARTMENT_OFFICER)
AGENCIES = ("department", "mass")

Place = tuple[str, str]


def may_read_own_plan(*, user: User, plan: Plan, links: list[PlanAbove], on: date) -> bool:
    """Say whether a person may open how an own plan stands to those above; without a known place everybody may."""
    return not _units(plan, links) or user.holds(Role.AUDITOR) or _sees_to(user, plan, links, on)


def may_keep_own_plan(*, user: User, plan: Plan, links: list[PlanAbove], on: date) -> bool:
    """Say whether a person may hand an own plan in, link its items and say what it leaves out."""
    return _sees_to(user, plan, links, on) if _units(plan, links) else user.holds(*STEERS)


def is_own_plan(*, user: User, plan: Plan, on: date) -> bool:
    """Say whether a plan was made by the unit of a person; one whose place is not known yet is that of who handed it in."""
    if plan.scope_unit is None:
        return plan.file.uploaded_by_id == user.pk
    return user.scope_unit is not None and is_of_unit(user, plan.scope_unit, on) and _is_of_owner(user, plan, [])


def is_of_unit(user: User, unit: Unit, on: date) -> bool:
    """Say whether a unit is that of a person, as it is called or as what became of it."""
    return user.scope_unit is not None and _meet([user.scope_unit], [unit], on)


def _sees_to(user: User, plan: Plan, links: list[PlanAbove], on: date) -> bool:
    if user.scope_unit is None:
        return False
    units = _units(plan, links)
    if user.holds(Role.COORDINATOR):
        over = [link.above.scope_unit for link in links if link.above.scope_unit is not None]
        return _meet([user.scope_unit], [*over, *units, *_parents(units)], on) or _meet(
            [user.scope_unit], _parents(_now(units, on)), on
        )
    return _meet([user.scope_unit], units, on) and _is_of_owner(user, plan, links)


def _is_of_owner(user: User, plan: Plan, links: list[PlanAbove]) -> bool:
    """Say whether a person of the unit works where the plan was made: in the agency, or anywhere if the unit made it."""
    owners = [owner_of_plan(plan, link) for link in links] or [owner_of_plan(plan)]
    if not all(owner.level in AGENCIES or owner.agency_id for owner in owners):
        return True
    if user.agency is None:
        return False
    # "Sở Y tế tỉnh Bình Minh" is the "Sở Y tế" of the directory.
    names = [name for owner in owners for name in (owner.name, owner.name.partition(" tỉnh ")[0])]
    known = find_by_names(names=names, place=plan.place)
    agencies = {owner.agency_id for owner in owners} | {agency.pk for agency in known.values()}
    return bool(agencies & load_directory(get_stamp()).sources_of(user.agency))


def _units(plan: Plan, links: list[PlanAbove]) -> list[Unit]:
    said = [link.unit for link in links if link.unit is not None]
    return said or ([plan.scope_unit] if plan.scope_unit is not None else [])


def _meet(some: list[Unit], others: list[Unit], on: date) -> bool:
    """Say whether one unit stands on both sides, as it is called or as what became of it."""
    return bool(_places(some) & _places(others)) or bool(_places(_now(some, on)) & _places(_now(others, on)))


def _places(units: Iterable[Unit]) -> set[Place]:
    return {(unit.code, unit.level) for unit in units}


def _now(units: Iterable[Unit], on: date) -> list[Unit]:
    """Return the units with what became of those that ended."""
    found: list[Unit] = []
    for unit in units:
        found.append(unit)
        if unit.valid_to is not None and unit.valid_to <= on:
            found += list_successors(unit=unit, on=on)
    return found


def _parents(units: Iterable[Unit]) -> list[Unit]:
    """Return the districts and provinces in which units lie."""
    found: list[Unit] = []
    for unit in units:
        parent = unit.parent
        while parent is not None:
            found.append(parent)
            parent = parent.parent
    return found
