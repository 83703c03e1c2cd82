"""Levels in words, who asks for most, and figures of a larger place."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ansinh.core.catalogue import CannotRollUp, Entry, Part, Stated, find_ends, in_words, load_entries, roll_up

D = Decimal


@pytest.mark.parametrize(
    ("comparator", "low", "high", "said"),
    [
        ("<", None, D(3), "dưới 3"),
        (">", D("97.5"), None, "trên 97,5"),
        (">=", D(95), None, "từ 95 trở lên"),
        ("<=", None, D(2), "không quá 2"),
        ("=", D(48749), D(48749), "48.749"),
        ("range", D(50), D(55), "50-55"),
        ("approx", D("24.6"), D("24.6"), "khoảng 24,6"),
        ("qualitative", None, None, "bằng lời"),
        ("", None, None, "bằng lời"),
        (">", None, None, "bằng lời"),
    ],
)
def test_a_level_is_said_as_people_say_it(comparator: str, low: D | None, high: D | None, said: str) -> None:
    assert in_words(comparator, low, high, " bằng lời ") == said


def up(plan: str, comparator: str, figure: str) -> Stated:
    return Stated(plan, comparator, low=D(figure), high=D(figure) if comparator == "=" else None)


def down(plan: str, figure: str, comparator: str = "<") -> Stated:
    return Stated(plan, comparator, high=D(figure))


def test_more_is_stricter_where_higher_is_better() -> None:
    ends = find_ends([up("A", ">", "60"), up("B", "=", "60"), up("C", "=", "25")], direction="up")
    assert (ends.strictest, ends.loosest) == (("A",), ("C",))


def test_less_is_stricter_where_lower_is_better() -> None:
    ends = find_ends([down("A", "3"), down("B", "1.5"), down("C", "3")], direction="down")
    assert (ends.strictest, ends.loosest) == (("B",), ("A", "C"))


def test_above_and_from_are_two_signs() -> None:
    ends = find_ends([up("A", ">", "95"), up("B", ">=", "95")], direction="up")
    assert (ends.strictest, ends.loosest) == (("A",), ("B",))


def test_equal_levels_have_no_ends() -> None:
    ends = find_ends([up("A", "=", "95"), up("B", "=", "95")], direction="up")
    assert ends.alike
    assert ends.strictest == ()


def test_a_sign_against_the_direction_is_named_and_not_ranked() -> None:
    ends = find_ends([down("A", "4"), up("B", ">=", "3.5"), down("C", "2")], direction="down")
    assert (ends.strictest, ends.loosest, ends.wrong_way) == (("C",), ("A",), ("B",))


def test_a_share_over_a_hundred_is_set_aside() -> None:
    rows = [up("A", ">", "975"), up("A", ">=", "97.5"), up("B", "=", "95")]
    ends = find_ends(rows, direction="up", unit="%")
    assert (ends.strictest, ends.loosest, ends.implausible) == (("A",), ("B",), ("A",))


@pytest.mark.parametrize("direction", ["exact", "unknown"])
def test_without_a_direction_nothing_is_ranked(direction: str) -> None:
    ends = find_ends([up("A", "=", "1"), up("B", "=", "2")], direction=direction)
    assert (ends.strictest, ends.alike, ends.wrong_way) == ((), False, ())


def entry(axis: str, **values: str) -> Entry:
    return Entry("x", "Chỉ tiêu thử", place_axis=axis, **values)


def test_sums_are_added() -> None:
    assert roll_up(entry("sum"), [Part("A", D(3)), Part("B", D(4))]) == 7


def test_a_ratio_is_the_sums_divided_never_the_mean() -> None:
    parts = [Part("A", numerator=D(9), denominator=D(10)), Part("B", numerator=D(1), denominator=D(90))]
    assert roll_up(entry("ratio_of_sums", per="100"), parts) == 10


def test_a_weighted_mean_uses_the_recorded_weights() -> None:
    parts = [Part("A", D(2), weight=D(300)), Part("B", D(6), weight=D(100))]
    assert roll_up(entry("weighted"), parts) == 3


def test_a_weighted_indicator_of_the_catalogue_is_refused_without_a_weight() -> None:
    parts = [Part("tỉnh A", D(2), weight=D(300)), Part("tỉnh B", D(6))]
    with pytest.raises(CannotRollUp, match="chưa ghi quyền số của tỉnh B"):
        roll_up(load_entries()["unemployment_rate"], parts)


@pytest.mark.parametrize(
    ("axis", "parts", "sentence"),
    [
        ("sum", [], "chưa có số của đơn vị nào"),
        ("sum", [Part("A")], "thiếu giá trị của A"),
        ("ratio_of_sums", [Part("A", numerator=D(1))], "thiếu mẫu số của A"),
        ("ratio_of_sums", [Part("A", numerator=D(0), denominator=D(0))], "tổng mẫu số bằng 0"),
        ("weighted", [Part("A", D(1), weight=D(0))], "tổng quyền số"),
        ("weighted", [Part(name, D(1)) for name in "ABCDE"], "A, B, C và 2 đơn vị khác"),
        ("none", [Part("A", D(1))], "chỉ có nghĩa ở cấp ra số"),
    ],
)
def test_what_cannot_be_put_together_says_why(axis: str, parts: list[Part], sentence: str) -> None:
    with pytest.raises(CannotRollUp, match=sentence):
        roll_up(entry(axis), parts)
