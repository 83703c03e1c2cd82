"""Which words ask for an own plan, by when, and whom the name of a group means."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.core.plandoc.own_plans import asks_for_plan, level_of, levels_of_group, own_plan_due
from ansinh.core.plandoc.pipeline import parse_text

ASKS = [
    ("xây dựng kế hoạch thực hiện Nghị quyết", True),
    ("xây dựng kế hoạch của cơ quan, đơn vị mình", True),
    ("Ban hành kế hoạch thực hiện", True),
    ("gửi Kế hoạch của cơ quan, đơn vị", True),
    ("cụ thể hóa thành chương trình, kế hoạch hành động", True),
    ("xây dựng kế hoạch", True),
    ("ban hành chương trình hành động hoặc kế hoạch để triển khai thực hiện", True),
    ("xây dựng kế hoạch mở tài khoản cho người hưởng trợ cấp", False),
    ("báo cáo kết quả thực hiện Kế hoạch", False),
    ("tổng hợp, báo cáo tình hình", False),
    ("", False),
]
GROUPS = [
    ("Các sở, ban, ngành", {"department"}),
    ("UBND các xã, phường", {"commune"}),
    ("Ủy ban nhân dân các xã, phường, đặc khu", {"commune"}),
    ("UBND cấp xã", {"commune"}),
    ("Chủ tịch Ủy ban nhân dân các huyện, thị xã, thành phố", {"district"}),
    ("Giám đốc các sở, ban, ngành", {"department"}),
    ("Các sở, ngành, địa phương", {"department", "district", "commune"}),
    ("Các đoàn thể", {"mass"}),
    ("mọi sở, ngành", {"department"}),
    ("Sở Y tế", set()),
    ("Sở Nông nghiệp và Môi trường", set()),
    ("Sở Văn hóa, Thể thao và Du lịch", set()),
    ("Ủy ban nhân dân xã An Bình", set()),
]
LEVELS = [
    ("Ủy ban nhân dân xã An Bình", "commune"),
    ("UBND phường Một", "commune"),
    ("Ủy ban nhân dân thị trấn Đông", "commune"),
    ("Ủy ban nhân dân thị xã Tây", "district"),
    ("Ủy ban nhân dân tỉnh Bình Minh", "province"),
    ("Sở Y tế tỉnh Bình Minh", "department"),
    ("Bảo hiểm xã hội tỉnh", "department"),
    ("Hội Nông dân tỉnh", "mass"),
    ("Tỉnh ủy", "party"),
    ("Trường Đại học", "other"),
]
ENDS = [
    ("hoàn thành trong quý I/2024", (None, 1, 2024)),
    ("(quý 3/2026)", (None, 3, 2026)),
    ("xong trước tháng 9 năm 2024", (9, None, 2024)),
    ("hết năm 2026", (None, None, 2026)),
    ("cuối năm 2025", (None, None, 2025)),
    ("trong tháng 6", (6, None, None)),
    ("trong quý II", (None, 2, None)),
]


@pytest.mark.parametrize(("what", "asks"), ASKS)
def test_words_that_ask_for_an_own_plan(what: str, asks: bool) -> None:
    assert asks_for_plan(what) is asks


@pytest.mark.parametrize(("name", "levels"), GROUPS)
def test_whom_a_group_means(name: str, levels: set[str]) -> None:
    assert levels_of_group(name) == levels


@pytest.mark.parametrize(("name", "level"), LEVELS)
def test_at_which_level_an_agency_stands(name: str, level: str) -> None:
    assert level_of(name) == level


@pytest.mark.parametrize(("text", "expected"), ENDS)
def test_the_end_of_a_month_quarter_or_year(text: str, expected: tuple[int | None, ...]) -> None:
    due = own_plan_due(text, 0, len(text))
    assert due is not None
    assert (due.month, due.quarter, due.year) == expected


@pytest.mark.parametrize(
    "text", ["kế hoạch năm 2024", "Nghị quyết ngày 24 tháng 11 năm 2023", "quý V/2024", "tháng 13/2024"]
)
def test_what_is_no_end(text: str) -> None:
    assert own_plan_due(text, 0, len(text)) is None


def test_all_who_are_named_before_the_verb_owe_the_plan() -> None:
    """The ";" between two of them does not cut the first off."""
    text = "V. TỔ CHỨC THỰC HIỆN\n\n1. Các sở, ban, ngành; UBND các xã, phường xây dựng kế hoạch thực hiện, hoàn thành trong quý I/2027."
    (duty,) = parse_text(text).duties
    assert duty.who == "Các sở, ban, ngành; UBND các xã, phường"
    assert (duty.what, duty.due_raw) == ("xây dựng kế hoạch thực hiện", "trong quý I/2027")
    assert (duty.quarter, duty.year, duty.month, duty.recurrence) == (1, 2027, None, "once")


def test_an_own_plan_without_a_day_is_no_duty() -> None:
    text = "V. TỔ CHỨC THỰC HIỆN\n\n1. Các sở, ban, ngành xây dựng kế hoạch thực hiện theo nhiệm vụ được giao."
    assert parse_text(text).duties == ()


PIECES = st.sampled_from(
    ["xây dựng", "kế hoạch", "quý", "I/2024", "tháng", "cuối năm 2025", ";", ",", "các sở", "", "(", "99"]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_any_words_are_read_without_error(text: str) -> None:
    asks_for_plan(text)
    levels_of_group(text)
    level_of(text)
    own_plan_due(text, 0, len(text))
