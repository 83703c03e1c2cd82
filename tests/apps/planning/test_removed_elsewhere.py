"""A plan taken off the list counts nowhere beside other plans, and counts again once it is put back."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.apps.planning.cascades import COMMUNE, PROVINCE, name_of, put_under, read
from tests.apps.planning.factories import NOW, make_units

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import AgencyMention, Indicator, IndicatorBinding, Plan
from ansinh.apps.planning.selectors.cascade import ItemLinks, list_item_links
from ansinh.apps.planning.selectors.cascade_plans import (
    list_choices_above,
    list_own_plans_of,
    list_plans_above,
    list_proposed_above,
    list_proposed_below,
)
from ansinh.apps.planning.selectors.catalogue import list_entries
from ansinh.apps.planning.selectors.chain import list_citing
from ansinh.apps.planning.selectors.compare import compare
from ansinh.apps.planning.selectors.holders import list_held_by
from ansinh.apps.planning.selectors.units import list_unit_plans
from ansinh.apps.planning.services.cascade import CannotLink, accept_link
from ansinh.apps.planning.services.catalogue import load_catalogue
from ansinh.apps.planning.services.removing import put_back_plan, remove_plan
from ansinh.apps.territory.models import Agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def above(coordinator: User) -> Plan:
    load_catalogue(now=NOW)
    return read(PROVINCE, coordinator)


@pytest.fixture
def own(above: Plan, coordinator: User) -> Plan:
    return read(COMMUNE, coordinator)


def test_it_is_neither_proposed_nor_offered_as_the_plan_above_or_below(
    above: Plan, own: Plan, coordinator: User
) -> None:
    assert [one.plan for one in list_proposed_above(own)] == list_choices_above(own) == [above]
    assert [one.plan for one in list_proposed_below(above)] == [own]
    assert [one.plan for one in list_citing(above)] == [own]

    remove_plan(plan_id=above.pk, actor=coordinator, now=NOW)
    assert list_proposed_above(own) == list_choices_above(own) == []
    with pytest.raises(CannotLink, match="bỏ khỏi danh sách"):
        put_under(own, above, coordinator)
    put_back_plan(plan_id=above.pk, actor=coordinator, now=NOW)
    remove_plan(plan_id=own.pk, actor=coordinator, now=NOW)
    assert list_proposed_below(above) == list_citing(above) == []


@pytest.mark.parametrize("side", ["above", "own"])
def test_what_was_linked_rests_until_it_is_put_back(above: Plan, own: Plan, coordinator: User, side: str) -> None:
    link = put_under(own, above, coordinator)
    pair = (name_of(above, "indicator", "1"), name_of(own, "indicator", "1"))
    accept_link(plan_above_id=link.pk, above=pair[0], own=pair[1], expected_version=0, actor=coordinator, now=NOW)
    upper = Indicator.objects.get(pk=pair[0].removeprefix("indicator-"))
    lower = Indicator.objects.get(pk=pair[1].removeprefix("indicator-"))
    gone = {"above": above, "own": own}[side]

    remove_plan(plan_id=gone.pk, actor=coordinator, now=NOW)

    assert list_item_links(upper) == list_item_links(lower) == ItemLinks([], [], 0)
    assert (list_plans_above(own) == []) is (side == "above")
    assert (list_own_plans_of(above) == []) is (side == "own")
    put_back_plan(plan_id=gone.pk, actor=coordinator, now=NOW)
    assert [one.plan for one in list_item_links(upper).below] == [own]
    assert [one.plan for one in list_item_links(lower).above] == [above]


def test_its_rows_are_not_compared_counted_or_given_to_agencies_and_units(above: Plan, coordinator: User) -> None:
    unit = make_units()["new"]
    Plan.objects.filter(pk=above.pk).update(scope_unit=unit)
    bound = IndicatorBinding.objects.filter(indicator__plan=above, entry__isnull=False).first()
    assert bound is not None
    agency = Agency.objects.create(name="Sở Thử nghiệm")
    lead = AgencyMention.objects.filter(plan=above, assignments__role="lead", assignments__task__isnull=False).first()
    assert lead is not None
    AgencyMention.objects.filter(pk=lead.pk).update(agency=agency)

    def counted() -> tuple[int, int, int, bool]:
        plans = compare(bound.entry).plan_count if bound.entry else 0
        held = bool(list_held_by(agency=agency, on=timezone.localdate()))
        return list_entries().get(pk=bound.entry_id).plan_count, plans, list_unit_plans(units=[unit]).count(), held

    assert counted() == (1, 1, 1, True)
    remove_plan(plan_id=above.pk, actor=coordinator, now=NOW)
    assert counted() == (0, 0, 0, False)
