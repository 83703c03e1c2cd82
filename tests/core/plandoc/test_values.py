"""Target cells and value phrases, as plans print them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.core.plandoc.source import Span
from ansinh.core.plandoc.values import read_value, value_kind

STATED = [
    ("72", "=", "72", "72"),
    ("= 72", "=", "72", "72"),
    ("62,5", "=", "62.5", "62.5"),
    ("62.5", "=", "62.5", "62.5"),
    ("12.345", "=", "12345", "12345"),
    ("1.234.567,8", "=", "1234567.8", "1234567.8"),
    ("12 000 người", "=", "12000", "12000"),
    ("đạt 88,8%", "=", "88.8", "88.8"),
    ("Phấn đấu đạt 88%", "=", "88", "88"),
    ("duy trì 100", "=", "100", "100"),
    ("100 (duy trì)", "=", "100", "100"),
    ("- 95%", "=", "95", "95"),
    ("-5%", "=", "-5", "-5"),
    ("13/17 tiêu chí", "=", "13", "13"),
    ("03 bác sĩ đại học/vạn dân", "=", "3", "3"),
    ("12 bác sĩ trên 10.000 dân", "=", "12", "12"),
    ("giảm từ 6% xuống còn 4%", "=", "4", "4"),
    ("< 4,5", "<", None, "4.5"),
    ("dưới 2,5%", "<", None, "2.5"),
    ("thấp hơn 7", "<", None, "7"),
    ("<= 4", "<=", None, "4"),
    ("≤ 4", "<=", None, "4"),
    ("không quá 5%", "<=", None, "5"),
    ("tối đa 12", "<=", None, "12"),
    ("5% trở xuống", "<=", None, "5"),
    ("> 985", ">", "985", None),
    (">85", ">", "85", None),
    ("\xa0> 85", ">", "85", None),
    ("trên 55%", ">", "55", None),
    ("cao hơn 45%", ">", "45", None),
    ("khoảng trên 45%", ">", "45", None),
    (">= 3", ">=", "3", None),
    ("=> 3", ">=", "3", None),
    ("≥ 96", ">=", "96", None),
    ("96+", ">=", "96", None),
    ("tối thiểu đạt 92,5%", ">=", "92.5", None),
    ("ít nhất 70%", ">=", "70", None),
    ("không dưới 70%", ">=", "70", None),
    ("66% trở lên", ">=", "66", None),
    ("từ 95% trở lên", ">=", "95", None),
    ("34 giường bệnh trở lên/vạn dân", ">=", "34", None),
    ("2-2,5", "range", "2", "2.5"),
    ("75 - 85%", "range", "75", "85"),
    ("75% – 85%", "range", "75", "85"),
    ("từ 75% đến 85%", "range", "75", "85"),
    ("khoảng 28", "approx", "28", "28"),
    ("khoảng 27,5m2 sàn/người", "approx", "27.5", "27.5"),
    ("trên dưới 40", "approx", "40", "40"),
]


@pytest.mark.parametrize(("raw", "comparator", "low", "high"), STATED)
def test_a_number_is_read_with_its_direction(raw: str, comparator: str, low: str | None, high: str | None) -> None:
    value = read_value(raw)
    assert value.comparator == comparator
    assert value.low == (None if low is None else Decimal(low))
    assert value.high == (None if high is None else Decimal(high))
    assert value.raw == raw


@pytest.mark.parametrize("raw", ["", "-", "–", " ", "\xa0", "…", "..."])
def test_a_dash_or_an_empty_cell_states_nothing(raw: str) -> None:
    assert read_value(raw).comparator is None
    assert value_kind(raw) == "nothing"


@pytest.mark.parametrize(
    "raw",
    ["Đạt", "THCS", "Cơ bản hoàn thành", "Bảo đảm vững chắc", "mức độ 2", "30/6/2026", "6/2026", "Quý IV", "2025-2030"],
)
def test_words_days_and_levels_are_no_numbers(raw: str) -> None:
    value = read_value(raw)
    assert (value.comparator, value.low, value.high) == ("qualitative", None, None)
    assert value.qualitative == raw


def test_what_stands_beside_the_number_is_kept() -> None:
    assert read_value("100 (hiện nay đã đạt)").qualitative == "hiện nay đã đạt"
    assert read_value("duy trì 100").qualitative == "duy trì"
    assert read_value("32 giường/10.000 dân").rest == " giường/10.000 dân"


def test_a_printed_contradiction_is_not_mended() -> None:
    assert read_value("dưới 3,5% trở lên").comparator == "<"


def test_two_values_in_one_cell_are_not_guessed() -> None:
    assert read_value("80% xã; 100% huyện").comparator == "qualitative"


def test_a_value_becomes_a_target_of_a_year() -> None:
    target = read_value("> 60").target(year=2030, span=Span(3, 7))
    assert (target.year, target.raw, target.comparator, target.low) == (2030, "> 60", ">", Decimal(60))


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    assert read_value(text).raw == text


@given(st.text(alphabet="0123456789.,-–<>=≥% từđếnkhoảng()/;", max_size=60))
def test_no_mixture_of_its_own_signs_breaks_it(text: str) -> None:
    value = read_value(text)
    if value.comparator == "range":
        assert value.low is not None
        assert value.high is not None
        assert value.low <= value.high
