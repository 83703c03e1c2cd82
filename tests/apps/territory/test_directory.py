"""The directory of agencies that comes with the program: names, levels, what people changed stays, groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from tests.apps.territory.country import TODAY, make_country

from ansinh.apps.territory.models import Agency, AgencyAlias, AgencyMember, AgencySuccession, Unit
from ansinh.apps.territory.selectors.agencies import (
    ended,
    find_agencies,
    find_by_names,
    get_story,
    in_being,
    search_agencies,
)
from ansinh.apps.territory.selectors.groups import NoUnitGiven, is_open, list_members
from ansinh.apps.territory.services.agencies import add_agency, add_alias
from ansinh.apps.territory.services.directory import seed_directory
from ansinh.core.plandoc.agencies import agency_key
from ansinh.core.workfields import FIELDS

pytestmark = pytest.mark.django_db

LABOUR = "Sở Lao động - Thương binh và Xã hội"


def test_one_agency_named_in_many_ways_is_one() -> None:
    seed_directory()

    names = (LABOUR, "Sở LĐTB&XH", "Sở LĐTBXH", "Sở LĐ-TB&XH", "Sở Lao động, Thương binh và Xã hội", "SỞ LĐ-TB & XH")
    found = find_agencies(keys={agency_key(name) for name in names})

    assert {agency.name for agency in found.values()} == {LABOUR}
    assert set(found) == {agency_key(name) for name in names}
    story = get_story(Agency.objects.get(name=LABOUR))
    assert {"Sở LĐTB&XH", "Sở LĐTBXH", "Sở LĐ-TB&XH"} <= set(story.names)


def test_a_second_start_adds_nothing_and_keeps_what_people_set() -> None:
    mine = add_agency(name="Sở Y tế tỉnh ta")
    add_alias(agency=mine, name="Sở Y tế", key=agency_key("Sở Y tế"))

    first, again = seed_directory(), seed_directory()

    assert first > 100
    assert again == 0
    assert find_agencies(keys={agency_key("Sở Y tế")})[agency_key("Sở Y tế")] == mine
    mine.refresh_from_db()
    assert (mine.name, mine.code, mine.level) == ("Sở Y tế tỉnh ta", "so-y-te", "province")


def test_what_people_changed_no_start_touches() -> None:
    make_country()
    seed_directory()
    at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    Agency.objects.filter(code="so-y-te").update(kind="other", edited_at=at)
    Agency.objects.filter(code="so-tai-chinh").update(kind="other")
    row = AgencySuccession.objects.get(code="so-tu-phap/2025-03-01")
    AgencySuccession.objects.filter(pk=row.pk).update(note="của tỉnh ta", edited_at=at, withdrawn_at=at)

    seed_directory()

    assert Agency.objects.get(code="so-y-te").kind == "other"
    assert Agency.objects.get(code="so-tai-chinh").kind == "state", "not changed by a person: follows the shipped data"
    row.refresh_from_db()
    assert (row.note, row.withdrawn_at) == ("của tỉnh ta", at)


def test_a_row_of_one_province_waits_for_its_unit() -> None:
    seed_directory()
    before = AgencySuccession.objects.count()
    assert not AgencySuccession.objects.filter(code__contains="/93/").exists()

    make_country()
    seed_directory()

    assert AgencySuccession.objects.count() > before
    row = AgencySuccession.objects.get(code="so-y-te/93/2025-07-01")
    assert row.only_in is not None
    assert (row.only_in.name, row.evidence) == ("Tỉnh Hậu Giang", "secondary")


def test_seeding_a_second_time_is_cheap(django_assert_max_num_queries: Callable[..., Any]) -> None:
    seed_directory()
    with django_assert_max_num_queries(15):
        seed_directory()


def test_the_shipped_rows_are_whole() -> None:
    make_country()
    seed_directory()
    codes = {field.code for field in FIELDS} | {""}
    assert set(AgencySuccession.objects.values_list("field", flat=True)) <= codes
    assert not AgencySuccession.objects.filter(from_date=None, seen_by_date=None).exists()
    assert not Agency.objects.filter(search_key="").exists()
    english = ("UNCLEAR", "unchanged", "inferred", "merger", "department")
    for note in AgencySuccession.objects.values_list("note", flat=True):
        assert not [word for word in english if word in note], note


def test_groups_are_groups() -> None:
    seed_directory()

    assert AgencyAlias.objects.get(key=agency_key("UBND các xã, phường")).agency.is_group
    assert AgencyAlias.objects.get(key=agency_key("UBND huyện, thị xã, thành phố")).agency.is_group
    assert not Agency.objects.get(name="Sở Y tế").is_group


def test_a_name_may_end_in_the_place_of_the_plan() -> None:
    seed_directory()
    found = find_by_names(names=["Công an tỉnh Bình Minh", "Sở Y tế Bình Minh", "Ban lạ"], place="Bình Minh")
    assert {name: agency.name for name, agency in found.items()} == {
        "Công an tỉnh Bình Minh": "Công an tỉnh",
        "Sở Y tế Bình Minh": "Sở Y tế",
    }


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("so lao dong", LABOUR),
        ("LĐTBXH", LABOUR),
        ("thuong binh xa hoi", LABOUR),
        ("mttq", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
    ],
)
def test_search_needs_no_diacritics_and_knows_every_name(words: str, found: str) -> None:
    seed_directory()
    assert found in [agency.name for agency in search_agencies(words=words)]


def test_who_is_in_being_on_a_day() -> None:
    seed_directory()
    day = dt.date(2025, 3, 1)
    names = {agency.name for agency in in_being(Agency.objects.all(), on=day)}
    assert LABOUR not in names
    assert "Sở Nông nghiệp và Môi trường" in names
    assert LABOUR in {agency.name for agency in in_being(Agency.objects.all(), on=day - dt.timedelta(days=1))}
    assert LABOUR in {agency.name for agency in ended(Agency.objects.all(), on=day)}


def members(name: str, on: dt.date, unit: Unit | None) -> list[str]:
    return [member.name for member in list_members(group=Agency.objects.get(name=name), on=on, unit=unit)]


def test_departments_of_a_province_on_a_day() -> None:
    country = make_country()
    seed_directory()
    before = members("Các sở, ban, ngành cấp tỉnh", dt.date(2024, 8, 1), country.khanh_hoa)
    after = members("Các sở, ban, ngành cấp tỉnh", TODAY, country.new_khanh_hoa)

    assert f"{LABOUR} tỉnh Khánh Hòa" in before
    assert "Ban Dân tộc tỉnh Khánh Hòa" in before
    assert "Sở Nông nghiệp và Môi trường tỉnh Khánh Hòa" not in before
    assert "Sở Nông nghiệp và Môi trường tỉnh Khánh Hòa" in after
    assert not [name for name in after if "Lao động - Thương binh" in name or name.startswith("Ban Dân tộc")]
    assert not [name for name in after if name.startswith(("Ủy ban nhân dân", "Hội đồng nhân dân", "Hội Nông dân"))]
    everybody = members("Các sở, ban, ngành, đoàn thể cấp tỉnh", TODAY, country.new_khanh_hoa)
    assert {"Hội Nông dân tỉnh Khánh Hòa", "Sở Y tế tỉnh Khánh Hòa"} <= set(everybody)


def test_committees_of_communes_are_those_of_the_day() -> None:
    country = make_country()
    seed_directory()
    communes = "Ủy ban nhân dân các xã, phường"
    assert len(members(communes, dt.date(2025, 6, 30), country.huong_tra)) == 9
    assert members(communes, TODAY, country.hue) == [
        "Ủy ban nhân dân phường Hương Trà",
        "Ủy ban nhân dân phường Kim Trà",
        "Ủy ban nhân dân xã Bình Điền",
    ]
    assert members("Ủy ban nhân dân cấp huyện", TODAY, country.hue) == []
    assert members("Các địa phương", dt.date(2025, 6, 30), country.huong_tra)[0] == "Ủy ban nhân dân thị xã Hương Trà"


def test_a_group_of_units_needs_a_unit() -> None:
    seed_directory()
    with pytest.raises(NoUnitGiven):
        members("Ủy ban nhân dân các xã, phường", TODAY, None)


def test_named_members_hold_between_their_days() -> None:
    seed_directory()
    group, one = add_agency(name="Ban chỉ đạo thử", is_group=True), Agency.objects.get(name="Sở Y tế")
    AgencyMember.objects.create(group=group, member=one, valid_from=dt.date(2026, 1, 1), valid_to=dt.date(2026, 6, 1))
    assert members(group.name, dt.date(2025, 12, 31), None) == []
    assert members(group.name, dt.date(2026, 1, 1), None) == ["Sở Y tế"]
    assert members(group.name, dt.date(2026, 6, 1), None) == []
    assert not is_open(group)


def test_a_collective_word_has_no_members() -> None:
    seed_directory()
    group = Agency.objects.get(name="Các cơ quan có liên quan")
    assert is_open(group)
    assert list_members(group=group, on=TODAY) == []
