"""Sentences, clauses, brackets and labels of a paragraph, as places in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.core.plandoc.assignments import read_assignment
from ansinh.core.plandoc.clauses import brackets, label_of, sentences, split_outside, without_brackets

LABELS = [
    ("1.2. Sở Y tế", "1.2."),
    ("2.1 Đến năm 2030", "2.1"),
    ("a) Chủ trì", "a)"),
    ("đ) Tiếp tục", "đ)"),
    ("II- MỤC TIÊU", "II-"),
    ("1- 100% trẻ em", "1-"),
    ("-Tập trung", "-"),
    ("+ Thành thị: 95%", "+"),
    ("75 - 80% lao động", ""),
    ("1,5% hộ nghèo", ""),
    ("12.345 căn hộ", ""),
    ("Sở Y tế", ""),
]


@pytest.mark.parametrize(("text", "label"), LABELS)
def test_labels_are_told_from_numbers(text: str, label: str) -> None:
    assert label_of(text) == label


SENTENCES = [
    ("Đạt 12.345 căn. Tỷ lệ dưới 3%.", ["Đạt 12.345 căn.", "Tỷ lệ dưới 3%."]),
    ("Hoàn thành./. Nơi nhận", ["Hoàn thành./.", "Nơi nhận"]),
    ("UBND TP. Huế thực hiện. Ủy ban báo cáo", ["UBND TP. Huế thực hiện.", "Ủy ban báo cáo"]),
    ("Một câu thôi", ["Một câu thôi"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences_end_before_a_capital(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_marks_in_brackets_and_quotation_do_not_part() -> None:
    text = "a (b; c); “d; e”; f (g; h"
    assert [text[start:end] for start, end in split_outside(text, 0, len(text))] == ["a (b; c)", "“d; e”", "f (g", "h"]


def test_brackets_are_blanked_and_places_kept() -> None:
    text = "HDI (nhóm (2)) cao"
    assert [text[start:end] for start, end in brackets(text, 0, len(text))] == ["nhóm (2)"]
    assert without_brackets(text, 0, len(text)) == "HDI " + " " * 10 + " cao"


ASSIGNMENTS = [
    (
        "1.1. Sở Y tế chủ trì, phối hợp với Sở Nội vụ, UBND các xã, phường",
        ["Sở Y tế"],
        ["Sở Nội vụ", "UBND các xã, phường"],
        "",
    ),
    ("1.3. Phòng Nội vụ phối hợp Phòng Kinh tế", ["Phòng Nội vụ"], ["Phòng Kinh tế"], ""),
    ("5.3. Ủy ban nhân dân các xã: Tiếp tục đẩy mạnh", ["Ủy ban nhân dân các xã"], [], "Tiếp tục đẩy mạnh"),
    ("1. Giao Ban Tuyên giáo Tỉnh ủy", ["Ban Tuyên giáo Tỉnh ủy"], [], ""),
    (
        "2.2. Chủ trì, phối hợp với các cơ quan liên quan theo dõi",
        [],
        ["các cơ quan liên quan"],
        "Chủ trì, phối hợp với các cơ quan liên quan theo dõi",
    ),
    (
        "3. Các huyện ủy, thành ủy trực thuộc tổ chức nghiên cứu",
        ["Các huyện ủy, thành ủy trực thuộc"],
        [],
        "tổ chức nghiên cứu",
    ),
    (
        "a) Bộ Tài chính chủ trì, phối hợp với Bộ Nội vụ bố trí ngân sách",
        ["Bộ Tài chính"],
        ["Bộ Nội vụ"],
        "bố trí ngân sách",
    ),
    (
        "Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh giám sát",
        ["Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"],
        [],
        "giám sát",
    ),
]


@pytest.mark.parametrize(("text", "lead", "coordinating", "action"), ASSIGNMENTS)
def test_who_is_told_to_do_something(text: str, lead: list[str], coordinating: list[str], action: str) -> None:
    found = read_assignment(text)
    assert found is not None
    assert [agency.name for agency in found.lead] == lead
    assert [agency.name for agency in found.coordinating] == coordinating
    assert text[found.action :] == action
    assert all(text[agency.start : agency.end] == agency.name for agency in (*found.lead, *found.coordinating))


NO_AGENCY = [
    "Ban hành kế hoạch thực hiện",
    "Xây dựng kế hoạch thực hiện",
    "Tổ chức tuyên truyền, phổ biến",
    "Phát triển thị trường lao động",
    "Phối hợp tổ chức các chương trình, ngày hội việc làm",
    "Báo cáo kết quả",
    "Là cơ quan thường trực, chủ trì triển khai",
    "",
]


@pytest.mark.parametrize("text", NO_AGENCY)
def test_verbs_that_look_like_agencies_are_none(text: str) -> None:
    found = read_assignment(text)
    assert found is None or found.lead == ()


@given(st.text(max_size=300))
def test_any_text_has_its_parts_in_order(text: str) -> None:
    stretches = list(sentences(text))
    assert all(0 <= start < end <= len(text) for start, end in stretches)
    assert stretches == sorted(stretches)
    assert len(without_brackets(text, 0, len(text))) == len(text)
    list(split_outside(text, 0, len(text)))
    read_assignment(text)
