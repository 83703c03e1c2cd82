"""Who belongs to a group of agencies ("Các sở, ban, ngành", "UBND các xã, phường") on a day, in one unit."""

from __future__ import annotations

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
    found = [Member(agency, unit, name_in_unit(agency, [unit] if unit else [])) for agency in _named(group, on)]
    for rule in group.member_rules:
        found += _by_rule(MemberRule(rule), on, unit)
    once = {(member.agency.pk, member.unit.pk if member.unit else None): member for member in found}
    return list(once.values())


def is_open(group: Agency) -> bool:
    """Say whether nobody has said who belongs to a group, so that it stays a collective word."""
    return group.is_group and not group.member_rules and not AgencyMember.objects.filter(group=group).exists()


def _named(group: Agency, on: date) -> list[Agency]:
    rows = AgencyMember.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gt=on), group=group
    )
    return [row.member for row in rows.select_related("member").order_by("member__search_key")]


def _by_rule(rule: MemberRule, on: date, unit: Unit | None) -> list[Member]:
    if rule in (MemberRule.COMMUNES, MemberRule.DISTRICTS):
        return _committees(rule, on, unit)
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


def _committees(rule: MemberRule, on: date, unit: Unit | None) -> list[Member]:
    if unit is None:
        raise NoUnitGiven("Chưa nói nhóm này ở tỉnh nào. Ghi phạm vi của kế hoạch rồi xem lại thành viên.")
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
