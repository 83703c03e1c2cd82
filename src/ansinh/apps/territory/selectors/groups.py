"""Who belongs to a group of agencies ("Các sở, ban, ngành", "UBND các xã, phường") on a day, in one unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from ansinh.apps.territory.models import (
    Agency,
    AgencyKind,
    AgencyLevel,
    AgencyMember,
    AgencySuccession,
    MemberRule,
    Unit,
    UnitLevel,
)
from ansinh.apps.territory.selectors.agencies import in_being
from ansinh.apps.territory.selectors.places import name_in_unit

# Codes of the shipped directory for the committee of one commune, and of one district.
COMMUNE_COMMITTEE = "uy-ban-nhan-dan-xa-phuong-dac-khu"
DISTRICT_COMMITTEE = "uy-ban-nhan-dan-huyen-thi-xa-thanh-pho"
# State bodies of a province that stand above its departments and are never meant by "các sở, ban, ngành".
ABOVE = ("uy-ban-nhan-dan-tinh", "hoi-dong-nhan-dan-tinh", "doan-dai-bieu-quoc-hoi-tinh")


class NoUnitGiven(ValueError):
    """A group of units' committees has members only in a unit: say for which province it is asked."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a group: the agency, in which unit, and how it is called there."""

    agency: Agency
    unit: Unit | None
    name: str


def list_members(*, group: Agency, on: date, unit: Unit | None = None) -> list[Member]:
    """Return who belongs to a group on a day: those named, then those by rule; each once.

    ``unit`` is the province (or the district, the commune) in which the group is meant. A group without members and
    rules ("cơ quan có liên quan") has none: who is meant is said by the one in charge. Raises NoUnitGiven.
    """
    found = Groups([group], on=on, unit=unit).members(group)
    if found is None:
        raise NoUnitGiven("Chưa nói nhóm này ở tỉnh nào. Ghi phạm vi của kế hoạch rồi xem lại thành viên.")
    return found


class Groups:
    """Several groups on one day in one unit: those named are read at once, and what a rule means only once."""

    def __init__(self, groups: Iterable[Agency], *, on: date, unit: Unit | None) -> None:
        self.on, self.unit = on, unit
        self._named: dict[int, list[Agency]] = {group.pk: [] for group in groups}
        self._by_rule: dict[MemberRule, list[Member] | None] = {}
        for row in _named(list(self._named), on) if self._named else ():
            self._named[row.group_id].append(row.member)

    def members(self, group: Agency) -> list[Member] | None:
        """Return the members of a group, each once; None where they can only be told for a unit, and none is given."""
        place = [self.unit] if self.unit else []
        found = [Member(agency, self.unit, name_in_unit(agency, place)) for agency in self._named[group.pk]]
        for rule in group.member_rules:
            more = self.by_rule(MemberRule(rule))
            if more is None:
                return None
            found += more
        once = {(member.agency.pk, member.unit.pk if member.unit else None): member for member in found}
        return list(once.values())

    def by_rule(self, rule: MemberRule) -> list[Member] | None:
        """Return the agencies that one rule means; None for units' committees where no unit is given."""
        if rule not in self._by_rule:
            self._by_rule[rule] = _by_rule(rule, self.on, self.unit)
        return self._by_rule[rule]


def is_open(group: Agency) -> bool:
    """Say whether nobody has said who belongs to a group, so that it stays a collective word."""
    return group.is_group and not group.member_rules and not AgencyMember.objects.filter(group=group).exists()


def _named(groups: list[int], on: date) -> QuerySet[AgencyMember]:
    rows = AgencyMember.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on),
        Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        group__in=groups,
    )
    return rows.select_related("member").order_by("member__search_key")


def _by_rule(rule: MemberRule, on: date, unit: Unit | None) -> list[Member] | None:
    if rule in (MemberRule.COMMUNES, MemberRule.DISTRICTS):
        return None if unit is None else _committees(rule, on, unit)
    kinds = {
        MemberRule.PROVINCE_STATE: (AgencyKind.STATE,),
        MemberRule.PROVINCE_MASS: (AgencyKind.FRONT, AgencyKind.MASS),
        MemberRule.PROVINCE_MEDIA: (AgencyKind.MEDIA,),
    }[rule]
    rows = Agency.objects.filter(level=AgencyLevel.PROVINCE, kind__in=kinds, is_group=False).exclude(code__in=ABOVE)
    rows = in_being(rows, on=on).exclude(pk__in=_replaced(on, unit)).order_by("search_key", "pk")
    return [Member(agency, unit, name_in_unit(agency, [unit] if unit else [])) for agency in rows]


def _replaced(on: date, unit: Unit | None) -> QuerySet[AgencySuccession, int]:
    """Return the agencies whose whole work had gone elsewhere by a day, in general or in this unit."""
    places = [unit.pk, *unit.came_from.values_list("old_id", flat=True)] if unit else []
    rows = AgencySuccession.objects.filter(
        Q(only_in__isnull=True) | Q(only_in_id__in=places),
        Q(from_date__lte=on) | Q(seen_by_date__lte=on),
        field="",
        withdrawn_at=None,
    )
    return rows.exclude(successor=F("agency")).values_list("agency_id", flat=True)


def _committees(rule: MemberRule, on: date, unit: Unit) -> list[Member]:
    level = UnitLevel.COMMUNE if rule == MemberRule.COMMUNES else UnitLevel.DISTRICT
    inside = Q(pk=unit.pk) | Q(parent=unit) | Q(parent__parent=unit)
    units = Unit.objects.filter(inside, level=level, valid_from__lte=on).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    )
    code = COMMUNE_COMMITTEE if rule == MemberRule.COMMUNES else DISTRICT_COMMITTEE
    committee = Agency.objects.filter(code=code).first()
    if committee is None:
        return []
    return [Member(committee, own, name_in_unit(committee, [own])) for own in units.order_by("code")]
