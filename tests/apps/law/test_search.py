"""A clerk who knows no article finds the right rule: by everyday words, without marks, by reference, by figure."""

from __future__ import annotations

import pytest

from ansinh.apps.law.selectors.search import _everyday, search_law
from ansinh.core.text import fold
from ansinh.rulebook.book import folders

FIRST = [
    ("trợ cấp", "social_assistance"),
    ("tro cap", "social_assistance"),
    ("trợ cấp xã hội", "social_assistance"),
    ("tro cap nguoi gia", "social_pension"),
    ("tiền già", "social_pension"),
    ("người già neo đơn", "sa_k5a"),
    ("mồ côi", "sa_k1"),
    ("mo coi", "sa_k1"),
    ("mồ côi cả cha và mẹ", "sa_orphan_1"),
    ("bố mẹ đi tù", "sa_k1"),
    ("khuyết tật nặng", "sa_k6"),
    ("khuyet tat nang", "sa_k6"),
    ("tàn tật", "sa_k6"),
    ("mẹ đơn thân", "sa_k4"),
    ("HIV", "sa_k3"),
    ("trẻ em dưới 3 tuổi", "sa_k7"),
    ("mai táng", "funeral"),
    ("ma chay", "funeral"),
    ("thất nghiệp", "unemployment_insurance"),
    ("mất việc", "unemployment_insurance"),
    ("trợ cấp thất nghiệp mấy tháng", "unemployment_insurance"),
    ("thẻ bảo hiểm", "health_insurance_cover"),
    ("BHYT", "health_insurance_cover"),
    ("bhxh tự nguyện", "voluntary_si_support"),
    ("hộ nghèo", "poverty_status"),
    ("thương binh 61%", "merit_wounded"),
    ("liệt sỹ", "merit_martyr_family"),
    ("chất độc da cam", "merit_chemical"),
    ("mẹ Việt Nam anh hùng", "merit_mother_extra"),
    ("cháy nhà", "em_house_collapsed_support"),
    ("cứu đói", "em_rice_kg"),
    ("mức chuẩn", "sa.standard"),
    ("500.000", "sa.standard"),
    ("540000", "sa.standard"),
    ("8.367.000", "ncc.monthly"),
    ("20/2021", "social_assistance"),
    ("Luật 41/2024/QH15", "social_pension"),
    ("nghị định 335", "sa.standard"),
]


@pytest.mark.parametrize(("typed", "first"), FIRST, ids=[typed for typed, _ in FIRST])
def test_the_likeliest_stands_first(typed: str, first: str) -> None:
    assert [each.key for each in search_law(typed)][:1] == [first]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("điều 6 nghị định 20", {"social_assistance", "sa_highest", "sa_coefficient"}),
        ("dieu 6 nd 20", {"social_assistance", "sa_highest", "sa_coefficient"}),
        ("khoản 6 điều 5", {"disabled_severe", "disabled_extra_severe", "sa_k6"}),
        ("điểm đ khoản 1 điều 5", {"sa_orphan_4"}),
        ("tro cap nguoi gia", {"sa_k5a", "social_assistance"}),
        ("1,5", {"sa.coef.k6_dis_severe_adult"}),
    ],
)
def test_what_is_meant_too_is_among_the_first(typed: str, wanted: set[str]) -> None:
    assert wanted <= {each.key for each in search_law(typed)}


def test_a_point_is_told_from_its_look_alike() -> None:
    """“điểm d” is not “điểm đ”, though both fold to the same letter."""
    assert "sa_orphan_4" not in {each.key for each in search_law("điểm d khoản 1 điều 5")}
    assert "sa_orphan_3" in {each.key for each in search_law("điểm d khoản 1 điều 5")}


def test_what_was_found_by_another_word_says_so() -> None:
    first = search_law("ma chay")[0]
    assert first.by == "theo cách nói “ma chay”"
    assert search_law("thương binh")[0].by == ""


@pytest.mark.parametrize("typed", ["", "   ", "qwerty xyz", "điều 999", "123.456.789", "%%%", "'; DROP TABLE"])
def test_nothing_is_found_for_what_means_nothing(typed: str) -> None:
    assert search_law(typed) == []


def test_everyday_words_lead_to_what_there_is_and_stand_once() -> None:
    rows = _everyday()
    assert [each.said for each in rows if not set(each.leads_to) <= set(folders())] == []
    assert len({each.folded for each in rows}) == len(rows)
    assert all(each.legal and each.folded == fold(each.said) for each in rows)
