"""Agencies in the cells and clauses of plans: parted where a name ends, whole where it only looks like a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.core.plandoc.agencies import agency_key, agency_names, looks_like_agency, split_agencies, split_roles

PARTED = [
    ("Sở Y tế", ["Sở Y tế"]),
    ("Các sở, ban, ngành, đoàn thể tỉnh", ["Các sở, ban, ngành, đoàn thể tỉnh"]),
    ("Các sở, ngành, địa phương", ["Các sở, ngành, địa phương"]),
    ("các sở, ngành liên quan, địa phương", ["các sở, ngành liên quan", "địa phương"]),
    ("Các sở, ban, ngành và UBND các xã, phường", ["Các sở, ban, ngành", "UBND các xã, phường"]),
    ("Sở Văn hóa, Thể thao và Du lịch, Sở Y tế", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"]),
    ("Sở Lao động, Thương binh và Xã hội, Sở Y tế", ["Sở Lao động, Thương binh và Xã hội", "Sở Y tế"]),
    ("Sở Lao động -Thương binh và Xã hội", ["Sở Lao động - Thương binh và Xã hội"]),
    (
        "Sở Giáo dục và Đào tạo và các sở, ngành có liên quan",
        ["Sở Giáo dục và Đào tạo", "các sở, ngành có liên quan"],
    ),
    ("Sở Nội vụ; Công an; Hội cựu chiến binh tỉnh", ["Sở Nội vụ", "Công an", "Hội cựu chiến binh tỉnh"]),
    ("- Sở VH&TT\n- Sở Y tế", ["Sở VH&TT", "Sở Y tế"]),
    ("Sở Lao động -\nThương binh và\nXã hội", ["Sở Lao động - Thương binh và Xã hội"]),
    ("Sở Y tế\nUBND các huyện,\nthành phố", ["Sở Y tế", "UBND các huyện, thành phố"]),
    ("Văn phòng\nUBND tỉnh", ["Văn phòng UBND tỉnh"]),
    ("Sở Y tế Sở Y tế", ["Sở Y tế"]),
    ("Sở Y tế Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"]),
    ("Sở Nội vụ, Tài chính, Y tế", ["Sở Nội vụ", "Sở Tài chính", "Sở Y tế"]),
    ("các Sở: Nội vụ, Kế hoạch và Đầu tư; UBND tỉnh", ["Sở Nội vụ", "Sở Kế hoạch và Đầu tư", "UBND tỉnh"]),
    ("Văn phòng HĐND và UBND thị xã", ["Văn phòng HĐND và UBND thị xã"]),
    (
        "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức thành viên",
        ["Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức thành viên"],
    ),
    ("Đề nghị Liên đoàn Lao động tỉnh chủ trì tổ chức thực hiện", ["Liên đoàn Lao động tỉnh"]),
    (
        "Sở Nông nghiệp và Môi trường (Chi cục A, Chi cục B), Sở Y tế",
        ["Sở Nông nghiệp và Môi trường (Chi cục A, Chi cục B)", "Sở Y tế"],
    ),
    ("Sở Y tế, các huyện, thành phố", ["Sở Y tế", "các huyện, thành phố"]),
    ("Sở LĐTB&XH; Sở LĐTBXH", ["Sở LĐTB&XH"]),
    ("", []),
    ("-", []),
]


@pytest.mark.parametrize(("text", "names"), PARTED)
def test_agencies_are_parted_only_where_a_name_begins(text: str, names: list[str]) -> None:
    assert list(agency_names(text)) == names


def test_each_agency_knows_its_place() -> None:
    text = "- Sở Y tế\n- Sở Nội vụ, Sở Tư pháp"
    assert [text[agency.start : agency.end] for agency in split_agencies(text)] == [
        "Sở Y tế",
        "Sở Nội vụ",
        "Sở Tư pháp",
    ]


def test_who_leads_and_who_coordinates_in_one_clause() -> None:
    lead, beside = split_roles("Sở Y tế chủ trì, phối hợp với Sở Tài chính, UBND cấp xã")
    assert [agency.name for agency in lead] == ["Sở Y tế"]
    assert [agency.name for agency in beside] == ["Sở Tài chính", "UBND cấp xã"]


SAME = [
    ("Sở LĐTB&XH", "Sở Lao động - Thương binh và Xã hội"),
    ("Sở LĐTBXH", "Sở Lao động - Thương binh và Xã hội"),
    ("Sở LĐ-TB&XH", "Sở Lao động, Thương binh và Xã hội"),
    ("Sở TT&TT", "Sở Thông tin và Truyền thông"),
    ("Sở NN và PTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
    ("BHXH tỉnh", "Bảo hiểm xã hội tỉnh"),
    ("Uỷ ban nhân dân các xã", "UBND các xã"),
    ("SỞ NỘI VỤ", "Sở Nội Vụ"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_all_spellings_of_an_agency_meet_in_one_key(one: str, other: str) -> None:
    assert agency_key(one) == agency_key(other)


def test_different_agencies_have_different_keys() -> None:
    names = ["Sở Y tế", "Trung tâm Y tế", "Công an", "Công an tỉnh", "Sở Nội vụ", "Phòng Nội vụ"]
    assert len({agency_key(name) for name in names}) == len(names)


def test_values_are_no_agencies() -> None:
    assert looks_like_agency("- Các địa phương")
    assert not any(looks_like_agency(text) for text in ("> 95", "Quý I", "Xây dựng kế hoạch", "", "100%"))


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    for agency in split_agencies(text):
        assert 0 <= agency.start <= agency.end <= len(text)
    agency_key(text)


@given(
    st.lists(
        st.sampled_from(
            ["Sở", " ", ",", "các", "và", "Y tế", ";", "\n", "- ", "UBND", "Sở Văn hóa", "chủ trì", "(", ")", ":"]
        ),
        max_size=30,
    )
)
def test_no_mixture_of_its_own_words_breaks_it(parts: list[str]) -> None:
    split_roles("".join(parts))
