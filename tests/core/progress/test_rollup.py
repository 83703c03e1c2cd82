"""Adding figures up, and what is wrong with one: cases an official can follow."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.core.progress.checks import Limits, Severity, check_figure, check_parts
from ansinh.core.progress.rollup import (
    Blank,
    Figure,
    PlaceAxis,
    Sums,
    TimeAxis,
    roll_up_periods,
    roll_up_places,
    roll_up_sums,
    value_of,
)

HUNDRED = Decimal(100)


def share(top: int, bottom: int) -> Figure:
    return Figure(numerator=Decimal(top), denominator=Decimal(bottom))


def weighted_share(top: int, bottom: int, weight: int) -> Figure:
    return Figure(numerator=Decimal(top), denominator=Decimal(bottom), weight=Decimal(weight))


def amount(value: str) -> Figure:
    return Figure(value=Decimal(value))


NOTHING = Figure(blank=Blank.NOTHING_HAPPENED)
NO_DATA = Figure(blank=Blank.NO_DATA)


def test_a_percentage_is_never_averaged():
    # 90 % of 10 and 10 % of 90: half-way would be 50 %, the truth is 18 %.
    found = roll_up_places([share(9, 10), share(9, 90)], axis=PlaceAxis.RATIO_OF_SUMS, expected=2, per=HUNDRED)
    assert found.value == 18
    assert (found.numerator, found.denominator) == (18, 100)
    assert not found.is_provisional


def test_a_percentage_without_its_parts_cannot_be_added_up():
    found = roll_up_places([share(9, 10), amount("50")], axis=PlaceAxis.RATIO_OF_SUMS, expected=2, per=HUNDRED)
    assert (found.value, found.because) == (None, "percentage_without_parts")


def test_a_sum_that_lacks_places_is_provisional_and_says_how_far():
    found = roll_up_places([amount("3"), amount("4"), NO_DATA], axis=PlaceAxis.SUM, expected=4)
    assert (found.value, found.coverage, found.is_provisional) == (7, Fraction(1, 2), True)


def test_nothing_happened_counts_as_reported_and_adds_nothing():
    found = roll_up_places([amount("3"), NOTHING], axis=PlaceAxis.SUM, expected=2)
    assert (found.value, found.coverage) == (3, 1)
    ratio = roll_up_places([share(1, 2), NOTHING], axis=PlaceAxis.RATIO_OF_SUMS, expected=2, per=HUNDRED)
    assert ratio.value == 50


def test_zero_of_zero_is_no_ratio():
    found = roll_up_places([share(0, 0)], axis=PlaceAxis.RATIO_OF_SUMS, expected=1, per=HUNDRED)
    assert (found.value, found.because) == (None, "no_denominator")


@pytest.mark.parametrize(
    ("figures", "value", "because"),
    [
        ([Figure(value=Decimal(10), weight=Decimal(1)), Figure(value=Decimal(20), weight=Decimal(3))], "17.5", ""),
        ([Figure(value=Decimal(10), weight=Decimal(1)), amount("20")], None, "weight_not_recorded"),
        # A rate is typed by its parts; each place's rate counts by its weight, not by its denominator.
        ([weighted_share(1, 4, 1), weighted_share(3, 4, 3)], "62.5", ""),
        ([weighted_share(1, 3, 1), weighted_share(1, 3, 2)], "33.3333333", ""),
        ([weighted_share(1, 4, 1), weighted_share(0, 0, 3)], None, "weight_not_recorded"),
        ([weighted_share(1, 4, 1), NOTHING], "25", ""),
        ([NOTHING, NOTHING], None, "weight_not_recorded"),
    ],
)
def test_a_weighted_mean_needs_every_weight(figures, value, because):
    found = roll_up_places(figures, axis=PlaceAxis.WEIGHTED, expected=2, per=HUNDRED)
    assert (found.value, found.because) == (None if value is None else Fraction(value), because)


def test_what_cannot_be_added_up_is_not():
    assert roll_up_places([amount("0.7")], axis=PlaceAxis.NONE, expected=2).because == "not_additive"


def test_more_figures_than_places_is_a_fault_of_the_caller():
    with pytest.raises(ValueError, match="more figures"):
        roll_up_places([amount("1"), amount("2")], axis=PlaceAxis.SUM, expected=1)


QUARTERS = [amount("10"), amount("20"), None, amount("40")]
TIME = [
    (TimeAxis.SUM, QUARTERS, 70, ""),
    (TimeAxis.LAST, QUARTERS, 40, ""),
    (TimeAxis.LAST, [amount("10"), None], 10, "last_part_missing"),
    (TimeAxis.MAXIMUM, QUARTERS, 40, ""),
    (TimeAxis.AVERAGE, [amount("10"), amount("20")], 15, ""),
    (TimeAxis.NONE, QUARTERS, None, "not_additive"),
    (TimeAxis.SUM, [None, None], None, "no_figures"),
]


@pytest.mark.parametrize(("axis", "figures", "value", "because"), TIME)
def test_periods_become_a_longer_one(axis, figures, value, because):
    found = roll_up_periods(figures, axis=axis)
    assert (found.value, found.because) == (value, because)


def test_the_average_of_ratios_over_time_comes_from_their_parts():
    found = roll_up_periods([share(9, 10), share(9, 90)], axis=TimeAxis.AVERAGE, per=HUNDRED)
    assert found.value == 18


SHARES = st.lists(
    st.tuples(st.integers(min_value=0, max_value=10**6), st.integers(min_value=1, max_value=10**6)), min_size=1
)


@given(SHARES, st.integers(min_value=0, max_value=50))
def test_a_whole_lies_between_its_parts_and_never_covers_more_than_all(parts, missing):
    figures = [share(top, bottom) for top, bottom in parts]
    found = roll_up_places(figures, axis=PlaceAxis.RATIO_OF_SUMS, expected=len(parts) + missing, per=HUNDRED)
    values = [value for figure in figures if (value := value_of(figure, per=HUNDRED)) is not None]
    assert found.value is not None
    assert min(values) <= found.value <= max(values)
    assert found.coverage is not None
    assert found.coverage <= 1


@given(st.lists(st.integers(min_value=-(10**9), max_value=10**9), min_size=2))
def test_adding_up_in_two_steps_is_adding_up_in_one(values):
    half = len(values) // 2
    parts = [
        roll_up_places([amount(str(value)) for value in some], axis=PlaceAxis.SUM, expected=len(some)).value
        or Fraction(0)
        for some in (values[:half], values[half:])
        if some
    ]
    whole = roll_up_places([amount(str(value)) for value in values], axis=PlaceAxis.SUM, expected=len(values))
    assert whole.value == sum(parts)


def codes(figure: Figure, **how: object) -> list[tuple[str, Severity]]:
    return [(one.code, one.severity) for one in check_figure(figure, **how)]  # type: ignore[arg-type]


SHARE = {"is_ratio": True, "is_share": True, "per": HUNDRED, "limits": Limits(low=Decimal(0), high=HUNDRED)}
WRONG = [
    (share(146, 141), SHARE, [("over_denominator", Severity.BLOCKING)]),
    (share(141, 141), SHARE, []),
    (share(-1, 141), SHARE, [("negative", Severity.BLOCKING)]),
    (share(1, 0), SHARE, [("no_denominator", Severity.BLOCKING)]),
    (share(0, 0), SHARE, []),
    (Figure(numerator=Decimal(3)), SHARE, [("part_missing", Severity.BLOCKING)]),
    (amount("101"), {"is_ratio": False, "limits": Limits(high=HUNDRED)}, [("over_high", Severity.BLOCKING)]),
    (amount("100"), {"is_ratio": False, "limits": Limits(high=HUNDRED)}, []),
    (NO_DATA, SHARE, [("no_reason", Severity.BLOCKING)]),
    (NO_DATA, {**SHARE, "reason": "chưa rà soát"}, []),
    (NOTHING, SHARE, []),
    # doctors per 10,000 people: the numerator is no part of the denominator
    (share(30, 10), {"is_ratio": True, "per": Decimal(10000)}, []),
    # against the last period: points for a percentage, a share for an amount
    (share(61, 100), {**SHARE, "before": share(50, 100)}, [("far_from_before", Severity.EXPLAIN)]),
    (share(60, 100), {**SHARE, "before": share(50, 100)}, []),
    (amount("151"), {"is_ratio": False, "before": amount("100")}, [("far_from_before", Severity.EXPLAIN)]),
    (amount("150"), {"is_ratio": False, "before": amount("100")}, []),
    (amount("5"), {"is_ratio": False, "before": amount("0")}, [("far_from_before", Severity.EXPLAIN)]),
    (amount("5"), {"is_ratio": False, "before": NO_DATA}, []),
]


@pytest.mark.parametrize(("figure", "how", "found"), WRONG)
def test_a_figure_is_stopped_or_asked_about(figure, how, found):
    assert codes(figure, **how) == found


def test_a_figure_unlike_its_peers_is_asked_about_only_where_there_are_enough_of_them():
    peers = [Fraction(value) for value in (10, 11, 12, 11, 10, 12, 13, 11)]
    assert codes(amount("30"), is_ratio=False, peers=peers) == [("far_from_peers", Severity.EXPLAIN)]
    assert codes(amount("12"), is_ratio=False, peers=peers) == []
    assert codes(amount("30"), is_ratio=False, peers=peers[:7]) == []
    assert codes(amount("30"), is_ratio=False, peers=[Fraction(10)] * 9) == []


def test_the_sentence_names_the_figures_and_the_way_out():
    remark = check_figure(share(146, 141), **SHARE)[0]  # type: ignore[arg-type]
    assert remark.sentence == "Tử số 146 lớn hơn mẫu số 141. Sửa một trong hai số."


@pytest.mark.parametrize(
    ("total", "parts", "whole", "found"),
    [
        (10, [4, 6], True, []),
        (10, [4, 5], True, ["parts_not_total"]),
        (10, [4, 5], False, []),
        (10, [4, 7], False, ["parts_over_total"]),
        (10, [4, None], True, []),
    ],
)
def test_parts_and_their_total(total, parts, whole, found):
    numbers = [None if part is None else Decimal(part) for part in parts]
    assert [one.code for one in check_parts(Decimal(total), numbers, whole=whole)] == found


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["value", "parts", "nothing", "no_data", "empty"]),
            st.integers(0, 1000),
            st.integers(0, 1000),
        ),
        max_size=8,
    ),
    st.sampled_from([PlaceAxis.SUM, PlaceAxis.RATIO_OF_SUMS, PlaceAxis.NONE]),
)
def test_sums_give_what_the_figures_themselves_give(reported, axis):
    figures = []
    for kind, first, second in reported:
        match kind:
            case "value":
                figures.append(Figure(Decimal(first)))
            case "parts":
                figures.append(Figure(None, Decimal(first), Decimal(second)))
            case "nothing":
                figures.append(Figure(blank=Blank.NOTHING_HAPPENED))
            case "no_data":
                figures.append(Figure(blank=Blank.NO_DATA))
            case _:
                figures.append(Figure())
    numbers = [one for one in figures if one.is_known and one.blank is None]
    parts = [one for one in numbers if one.numerator is not None and one.denominator is not None]
    sums = Sums(
        given=len(figures),
        known=sum(one.is_known for one in figures),
        incomplete=len(numbers) - len(parts),
        total=sum((one.value if one.value is not None else one.numerator for one in numbers), Decimal(0)),
        numerator=sum((one.numerator for one in parts), Decimal(0)),
        denominator=sum((one.denominator for one in parts), Decimal(0)),
    )
    whole = roll_up_places(figures, axis=axis, expected=9, per=Decimal(100))
    assert roll_up_sums(sums, axis=axis, expected=9, per=Decimal(100)) == whole
