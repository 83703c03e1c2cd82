"""Whom a plan means by a name: one agency or unit, or the members of a group on a day.

The seam between plans and the directory: what the directory learns about groups and successors is asked for here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from ansinh.apps.planning.models import AgencyMention, Plan, PlanAbove
from ansinh.apps.territory.models import AgencyKind, MemberRule, Unit
from ansinh.apps.territory.selectors.agencies import find_by_names
from ansinh.apps.territory.selectors.groups import COMMUNE_COMMITTEE, DISTRICT_COMMITTEE, Groups, Member
from ansinh.core.plandoc.agencies import agency_key, split_agencies
from ansinh.core.plandoc.own_plans import Level, level_of, levels_of_group
from ansinh.core.text import fold

_key = lru_cache(maxsize=8000)(agency_key)
_level = lru_cache(maxsize=8000)(level_of)
group_levels = lru_cache(maxsize=8000)(levels_of_group)
_RULES: dict[Level, MemberRule] = {
    "department": MemberRule.PROVINCE_STATE,
    "mass": MemberRule.PROVINCE_MASS,
    "district": MemberRule.DISTRICTS,
    "commune": MemberRule.COMMUNES,
}
# How an agency counts whose name does not say it ("Kho bạc Nhà nước").
_LEVELS: dict[str, Level] = {AgencyKind.STATE: "department", AgencyKind.FRONT: "mass", AgencyKind.MASS: "mass"}


@dataclass(frozen=True, slots=True)
class Owner:
    """Who has an own plan or owes one: an agency of the directory, a unit, or only a printed name."""

    name: str
    level: Level
    key: str
    agency_id: int | None = None
    unit_id: int | None = None


def owner_named(name: str, *, agency_id: int | None = None, unit_id: int | None = None) -> Owner:
    """Return the owner that a name means; "Sở Y tế tỉnh Bình Minh" is the province's "Sở Y tế"."""
    level = _level(name)
    key = _key(name)
    if level == "department":
        key = key.partition(" tinh ")[0]
    return Owner(name, level, key, agency_id, unit_id)


def owner_of_unit(unit: Unit) -> Owner:
    """Return the people's committee of a unit, as plans print it."""
    kind = str(unit.get_kind_display())
    name = unit.name if fold(unit.name).startswith(f"{fold(kind)} ") else f"{kind} {unit.name}"
    return owner_named(f"Ủy ban nhân dân {name[:1].lower()}{name[1:]}", unit_id=unit.pk)


def owner_of_plan(plan: Plan, link: PlanAbove | None = None) -> Owner:
    """Return whose own plan it is: as a person said with the link, else its unit, else its issuer."""
    if link is not None and link.agency is not None:
        return owner_named(link.agency.name, agency_id=link.agency_id)
    unit = (link.unit if link is not None else None) or plan.scope_unit
    named = owner_named(plan.issuer or plan.short_title, unit_id=unit.pk if unit is not None else None)
    return owner_of_unit(unit) if unit is not None and link is not None and link.unit is not None else named


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom the names beside one item mean: agencies by key or number, and groups by the level of their members."""

    keys: frozenset[str]
    levels: frozenset[Level]
    agency_ids: frozenset[int]

    def covers(self, owner: Owner) -> bool:
        """Say whether one of the names means this owner, alone or as one of a group."""
        return owner.level in self.levels or owner.key in self.keys or owner.agency_id in self.agency_ids


def scope_of(mentions: Iterable[AgencyMention], names: Iterable[str] = ()) -> Scope:
    """Return whom the names beside an item mean, as printed and as the directory knows them."""
    said, numbers = list(names), set()
    for mention in mentions:
        said.append(mention.printed)
        if mention.agency is not None:
            said.append(mention.agency.name)
            numbers.add(mention.agency.pk)
    meant = [group_levels(name) for name in said]
    return Scope(
        frozenset(_key(name) for name, levels in zip(said, meant, strict=True) if not levels),
        frozenset(level for levels in meant for level in levels),
        frozenset(numbers),
    )


def list_members(*, plan: Plan, names: Iterable[str], on: date) -> dict[str, list[Owner]]:
    """Return, for each printed name, the agencies and units it means on a day in the plan's own unit.

    A group that the directory knows has its members there; one it does not know has those that its words mean
    ("các sở", "các xã"). A group of which no member is known, or whose plan has no unit yet, is there with an empty
    list, so that it can be shown. A few statements for each group, whatever its size.
    """
    wanted = list(dict.fromkeys(names))
    known = find_by_names(names=wanted, place=plan.place)
    groups = Groups((one for one in known.values() if one.is_group), on=on, unit=plan.scope_unit)
    found: dict[str, list[Owner]] = {}
    for name in wanted:
        group, levels = known.get(name), group_levels(name)
        if group is not None and group.is_group:
            found[name] = _owners(groups.members(group) or ())
        elif levels:
            rules = [rule for level, rule in _RULES.items() if level in levels]
            found[name] = _owners(one for rule in rules for one in groups.by_rule(rule) or ())
        else:
            found[name] = [owner_named(name)]
    return found


def _owners(members: Iterable[Member]) -> list[Owner]:
    return [_owner(member) for member in members]


def _owner(member: Member) -> Owner:
    """Return a member as an owner: a unit's committee by the unit, any other agency by its name in the directory."""
    agency, unit = member.agency, member.unit
    if unit is not None and agency.code in (COMMUNE_COMMITTEE, DISTRICT_COMMITTEE):
        return owner_of_unit(unit)
    owner = owner_named(agency.name, agency_id=agency.pk)
    return replace(owner, level=_LEVELS.get(agency.kind, owner.level)) if owner.level == "other" else owner


def split_names(who: str) -> list[str]:
    """Return the agencies named together ("Các sở, ban, ngành; UBND các xã, phường"), each by itself."""
    return [name.name for name in split_agencies(who)] or [who] if who.strip() else []
