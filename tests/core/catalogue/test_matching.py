"""Wordings of plans and the indicators they mean; look-alikes that are others."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.core.catalogue import (
    SURE,
    Alias,
    Matcher,
    Wording,
    load_aliases,
    load_dimensions,
    load_entries,
    load_parts,
    words,
)
from ansinh.core.text import nfd


@cache
def names_only() -> Matcher:
    """A matcher that knows the names of the catalogue and no wording of any plan."""
    return Matcher(load_entries().values())


@cache
def knowing_all() -> Matcher:
    """A matcher that knows every wording the program brings."""
    return Matcher(load_entries().values(), load_aliases())


def meant(name: str, **more: str) -> tuple[str | None, str | None]:
    match = names_only().match(Wording(name, **more))
    return match.code, match.dimension


CASES = [
    # abbreviations, spelling, old tone marks, decomposed letters
    ("Tỷ lệ LLLĐ trong độ tuổi tham gia BHXH", "social_insurance_coverage", None),
    ("Tỉ lệ LLLĐ trong độ tuổi tham gia BHTN", "unemployment_insurance_coverage", None),
    ("Tỷ lệ bao phủ BHYT", "health_insurance_coverage", None),
    ("Số năm sống khoẻ", "healthy_life_years", None),
    ("Số bác sỹ/vạn dân", "doctors_per_10000", None),
    (nfd("Tỷ lệ thất nghiệp chung"), "unemployment_rate", None),
    ("TỶ LỆ THẤT NGHIỆP CHUNG", "unemployment_rate", None),
    ("Tỷ lệ đi học đúng tuổi cấp THCS", "net_enrolment_lower_secondary", None),
    # insurance: social, unemployment, health, voluntary
    ("lực lượng lao động trong độ tuổi tham gia bảo hiểm thất nghiệp", "unemployment_insurance_coverage", None),
    (
        "Tỷ lệ nông dân và lao động phi chính thức tham gia bảo hiểm xã hội tự nguyện",
        "voluntary_social_insurance_coverage",
        None,
    ),
    ("Tỷ lệ người cao tuổi có thẻ bảo hiểm y tế", "elderly_health_insurance_coverage", None),
    # town and country; built into the indicator, or a dimension of it
    ("Tỷ lệ thất nghiệp khu vực thành thị", "unemployment_rate_urban", None),
    ("Tỷ lệ hộ dân nông thôn sử dụng nước sạch đạt quy chuẩn", "household_clean_water", "rural"),
    ("Diện tích nhà ở bình quân đầu người khu vực thành thị", "housing_area_per_person", "urban"),
    # households and people
    ("Tỷ lệ hộ gia đình sử dụng nước sạch theo quy chuẩn", "household_clean_water", None),
    ("Tỷ lệ dân số sử dụng nước sạch theo quy chuẩn", "population_clean_water", None),
    ("Tỷ lệ hộ sử dụng nước sạch từ công trình cấp nước tập trung", "piped_clean_water_households", None),
    # schools
    ("Tỷ lệ đi học đúng độ tuổi cấp tiểu học", "net_enrolment_primary", None),
    ("Tỷ lệ hoàn thành cấp tiểu học", "completion_primary", None),
    ("Phổ cập giáo dục mầm non cho trẻ 5 tuổi", "preschool_universalisation", "age_5"),
    # training, with a certificate or without
    ("Tỷ lệ lao động qua đào tạo", "trained_workers_rate", None),
    ("Tỷ lệ lao động qua đào tạo có chứng chỉ, bằng cấp", "trained_certified_workers_rate", None),
    # one alone, or several together
    ("Số bác sĩ, dược sĩ đại học trên 10.000 dân", "doctors_pharmacists_per_10000", None),
    ("Số dược sĩ trên 10.000 dân", "pharmacists_per_10000", None),
    (
        "Tỷ lệ hộ gia đình, trường học, trạm y tế có công trình phụ hợp vệ sinh bảo đảm tiêu chuẩn, quy chuẩn",
        "sanitary_works_combined",
        None,
    ),
    # what is none of the catalogue
    ("Tỷ lệ hộ nghèo đa chiều", None, None),
    ("Số căn nhà ở xã hội hoàn thành", None, None),
    ("Tỷ lệ trẻ em dưới 16 tuổi suy dinh dưỡng thể thấp còi", None, None),
    ("Tỷ lệ người hưởng trợ cấp xã hội nhận tiền qua tài khoản", None, None),
    ("", None, None),
    ("–", None, None),
]


@pytest.mark.parametrize(("name", "code", "dimension"), CASES)
def test_a_wording_means_one_indicator_or_none(name: str, code: str | None, dimension: str | None) -> None:
    assert meant(name) == (code, dimension)


def test_a_sub_row_takes_the_name_of_its_row() -> None:
    parent = "Tỷ lệ hộ gia đình được sử dụng nước sạch theo quy chuẩn"
    assert meant("Nông thôn", parent=parent, dimension="Nông thôn") == ("household_clean_water", "rural")
    assert meant("Nông thôn") == (None, None)


def test_the_column_of_dimensions_counts_where_the_name_is_silent() -> None:
    name = "Tỷ lệ hộ gia đình được sử dụng nước sạch theo quy chuẩn"
    assert meant(name, dimension="Thành thị") == ("household_clean_water", "urban")
    assert meant("Tỷ lệ thất nghiệp khu vực thành thị", dimension="Thành thị") == ("unemployment_rate_urban", None)


REFUSED = [
    (
        "Tỷ lệ lực lượng lao động trong độ tuổi tham gia bảo hiểm xã hội",
        "unemployment_insurance_coverage",
        "bảo hiểm xã hội khác bảo hiểm thất nghiệp",
    ),
    ("Tỷ lệ thất nghiệp chung", "unemployment_rate_urban", "không nói thành thị"),
    ("Tỷ lệ lao động qua đào tạo", "trained_certified_workers_rate", "không nói có bằng cấp, chứng chỉ"),
    ("Tỷ lệ hộ gia đình được sử dụng nước sạch theo quy chuẩn", "population_clean_water", "hộ gia đình khác dân số"),
    ("Tỷ lệ hộ nghèo đa chiều", "multidimensional_poverty_reduction", "không nói mức giảm"),
]


@pytest.mark.parametrize(("name", "refused", "reason"), REFUSED)
def test_a_look_alike_is_refused_with_its_reason(name: str, refused: str, reason: str) -> None:
    near = {miss.code: miss.reason for miss in names_only().match(Wording(name)).near}
    assert near[refused].startswith("gần giống “")
    assert reason in near[refused]


def test_a_count_of_heads_is_no_share() -> None:
    share = "Tỷ lệ người khuyết tật tiếp cận các dịch vụ y tế"
    assert meant(share, unit="%")[0] == "disabled_health_service_access"
    assert meant("Người khuyết tật tiếp cận dịch vụ y tế", unit="Người")[0] is None


def test_what_follows_an_example_does_not_narrow() -> None:
    name = "đối tượng đủ điều kiện hưởng trợ cấp xã hội hằng tháng, đặc biệt là người cao tuổi, phụ nữ mang thai"
    assert meant(name) == ("eligible_social_protection_allowance", None)


def test_a_known_wording_is_certain_and_a_vague_one_is_not() -> None:
    assert names_only().match(Wording("Tỷ lệ thất nghiệp chung")).confidence == 1
    vague = names_only().match(Wording("Tỷ lệ người cao tuổi được khám sức khỏe định kỳ"))
    assert vague.code == "elderly_health_checked"
    assert vague.confidence < SURE


def test_a_wording_learnt_is_matched_letter_by_letter() -> None:
    entries = load_entries().values()
    alias = Alias("Tỷ suất người không có việc", "unemployment_rate", learnt_from="x")
    assert names_only().match(Wording(alias.wording)).code is None
    assert Matcher(entries, [alias]).match(Wording("tỷ suất người  không có việc")).code == "unemployment_rate"


def test_two_entries_under_one_wording_are_left_to_a_person() -> None:
    entries = load_entries().values()
    both = [Alias("Chỉ số chung", code) for code in ("hdi", "life_expectancy")]
    match = Matcher(entries, both).match(Wording("Chỉ số chung"))
    assert match.code is None
    assert {miss.code for miss in match.near} == {"hdi", "life_expectancy"}


def test_every_name_of_the_catalogue_means_itself() -> None:
    for entry in load_entries().values():
        match = knowing_all().match(Wording(entry.name_vi))
        assert (match.code, match.dimension) == (entry.code, None)


def test_the_data_files_agree_with_each_other() -> None:
    entries, dimensions = load_entries(), load_dimensions()
    assert len(entries) == 105
    assert len(dimensions) == 22
    ways = load_parts()
    assert set(ways) == {"urban_rural", "sex", "ethnicity", "poverty_status", "disability_level"}
    assert all(part in dimensions for way in ways.values() for part in way.dimensions)
    assert all(any(code in entry.disaggregations for entry in entries.values()) for code in ways)
    assert all(part in entries for entry in entries.values() for part in entry.components)
    assert all(alias.code in entries for alias in load_aliases())


@given(st.text(max_size=200))
def test_any_text_is_answered(text: str) -> None:
    match = names_only().match(Wording(text))
    assert 0 <= match.confidence <= 1
    assert words(text) == words(nfd(text))
