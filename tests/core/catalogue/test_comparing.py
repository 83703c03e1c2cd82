"""Levels in words, who asks for most, and figures of a larger place."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ansinh.core.catalogue import Stated, find_ends, in_words, load_entries
from ansinh.core.progress.rollup import Figure, PlaceAxis, roll_up_places

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


def test_a_weighted_indicator_of_the_catalogue_is_refused_without_a_weight() -> None:
    entry = load_entries()["unemployment_rate"]
    figures = [Figure(value=D(2), weight=D(300)), Figure(value=D(6))]
    rolled = roll_up_places(figures, axis=PlaceAxis(entry.place_axis), expected=2)
    assert (rolled.value, rolled.because) == (None, "weight_not_recorded")
