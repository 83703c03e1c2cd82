"""Unknown is unknown: bounds, what a missing fact could change, and ages to the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.rules.toy import PROGRAMMES, make_system, person

from ansinh.core.rules.answers import answer
from ansinh.core.rules.expressions import fact, reached
from ansinh.core.rules.model import NEVER, Thing
from ansinh.core.rules.reading import Reader, latest_birth, months_after
from ansinh.core.rules.worlds import settle

NOW = date(2026, 11, 22)
LAW = make_system().month("2025-03", known_on=NOW)


def test_an_unknown_fact_gives_bounds_and_never_zero():
    assert Reader(LAW).read("allowance", person(poor=None)) == (0, 750_000)


def test_the_answer_names_what_is_missing():
    found = answer(LAW, PROGRAMMES[0], person(poor=None))
    assert (found.status, found.missing, found.numbers) == ("unknown", ("m1.poor",), {"amount_vnd": None})
    assert any("chưa rõ" in line for line in found.because)


def test_a_missing_fact_that_changes_nothing_leaves_the_answer_known():
    young = person(rate=None)
    assert answer(LAW, PROGRAMMES[0], young).numbers == {"amount_vnd": 750_000}


def test_a_household_sums_what_is_known_and_what_may_be():
    household = Thing("household", "household", {}, many={"members": [person(), person(poor=None)]})
    assert Reader(LAW).read("of_household", household) == (750_000, 1_500_000)
    assert settle(LAW, ["of_household"], household).missing == ("m1.poor",)


@pytest.mark.parametrize(
    ("birth", "settled"),
    [
        ((date(1944, 1, 1), date(1944, 12, 31)), (750_100, 750_100)),
        ((date(1946, 1, 1), date(1946, 12, 31)), (750_000, 750_000)),
        ((date(1945, 1, 1), date(1945, 12, 31)), (750_000, 750_100)),
    ],
)
def test_a_birth_year_alone_is_enough_where_it_decides(birth, settled):
    assert settle(LAW, ["allowance"], person(birth_date=birth, rate=21)).bounds["allowance"] == settled


@pytest.mark.parametrize(
    ("month", "edge", "age", "last_birth"),
    [
        ("2025-02", "end", 76, date(1949, 2, 28)),
        ("2025-02", "end", 77, date(1948, 2, 29)),
        ("2024-02", "end", 76, date(1948, 2, 29)),
        ("2024-02", "end", 75, date(1949, 2, 28)),
        ("2025-03", "start", 77, date(1948, 3, 1)),
        ("2025-06", "end", 60, date(1965, 6, 30)),
    ],
)
def test_the_last_birthday_with_an_age(month, edge, age, last_birth):
    law = make_system().month(month, known_on=NOW)
    assert latest_birth(law, reached(fact("birth_date"), age, edge), age) == last_birth


@given(born=st.dates(date(1900, 1, 1), date(2024, 12, 31)), month=st.integers(0, 300), age=st.integers(0, 100))
def test_an_age_is_reached_when_as_many_birthdays_have_passed(born, month, age):
    """Against a count of birthdays: the day before, the day and the day after come out of the random days."""
    law = make_system().month(f"{2000 + month // 12}-{month % 12 + 1:02}", known_on=NOW)
    counted = law.last_day.year - born.year - ((law.last_day.month, law.last_day.day) < (born.month, born.day))
    if (born.month, born.day) == (2, 29) and (law.last_day.month, law.last_day.day) == (2, 28):
        counted += 1
    low, high = Reader(law).work_out(reached(fact("birth_date"), age), person(birth_date=born))
    assert low == high == (counted >= age)


@given(day=st.dates(date(2000, 1, 1), date(2030, 12, 31)), months=st.integers(0, 40))
def test_months_later_is_the_same_day_or_the_last_of_the_month(day, months):
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or ((later + timedelta(days=1)).month != later.month and later.day < day.day)
    assert months_after(NEVER, months) == NEVER
