"""The directory of agencies that comes with the program."""

from __future__ import annotations

import pytest

from ansinh.apps.territory.models import Agency, AgencyAlias
from ansinh.apps.territory.selectors.agencies import find_agencies
from ansinh.apps.territory.services.agencies import add_agency, add_alias
from ansinh.apps.territory.services.directory import seed_directory
from ansinh.core.plandoc.agencies import agency_key

pytestmark = pytest.mark.django_db


def test_long_and_short_names_are_one_agency() -> None:
    seed_directory()

    names = ("Sở Lao động - Thương binh và Xã hội", "Sở LĐTB&XH", "Sở LĐTBXH")
    found = find_agencies(keys={agency_key(name) for name in names})

    assert {agency.name for agency in found.values()} == {"Sở Lao động - Thương binh và Xã hội"}
    assert set(found) == {agency_key(name) for name in names}


def test_a_second_start_adds_nothing_and_keeps_what_people_set() -> None:
    mine = add_agency(name="Sở Y tế tỉnh ta")
    add_alias(agency=mine, name="Sở Y tế", key=agency_key("Sở Y tế"))

    first, again = seed_directory(), seed_directory()

    assert first > 40
    assert again == 0
    assert find_agencies(keys={agency_key("Sở Y tế")})[agency_key("Sở Y tế")] == mine


def test_groups_are_groups() -> None:
    seed_directory()

    group = AgencyAlias.objects.get(key=agency_key("UBND các xã, phường")).agency

    assert group.is_group
    assert not Agency.objects.get(name="Sở Y tế").is_group
