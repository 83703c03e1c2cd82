"""Figures, money, days and periods are written the same everywhere."""

import datetime as dt
from decimal import Decimal

import pytest

from ansinh.apps.ui import formats

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (1234567, None, "1.234.567"),
        (Decimal("1234567.8"), None, "1.234.567,8"),
        (Decimal("95.10"), None, "95,1"),
        (Decimal("95.1"), 2, "95,10"),
        (Decimal("2.45"), 1, "2,5"),
        (Decimal("0.05"), 1, "0,1"),
        (0, None, "0"),
        (0, 1, "0,0"),
        (-2, None, "\u22122"),
        (Decimal("-0.35"), 2, "\u22120,35"),
        (0.1, None, "0,1"),
        (float("nan"), None, "–"),
        (None, None, "–"),
        (None, 1, "–"),
    ],
)
def test_a_figure_is_grouped_by_dots_and_unknown_is_never_zero(value, places, written):
    assert formats.number(value, places=places) == written


def test_a_change_carries_its_sign():
    assert [formats.signed(v) for v in (Decimal("0.35"), Decimal("-1.2"), 0, None)] == ["+0,35", "\u22121,2", "0", "–"]


def test_shares_and_money_do_not_break_before_their_unit():
    assert formats.percent(Decimal("95.1")) == f"95,1{NBSP}%"
    assert formats.percent(Decimal(100), places=None) == f"100{NBSP}%"
    assert formats.vnd(540000) == f"540.000{NBSP}đồng"
    assert formats.vnd(None) == "–"


def test_days_and_moments_are_written_in_vietnams_time():
    late_evening_utc = dt.datetime(2026, 11, 21, 20, 30, tzinfo=dt.UTC)
    assert formats.day(dt.date(2026, 4, 3)) == "03/04/2026"
    assert formats.day(late_evening_utc) == "22/11/2026"
    assert formats.moment(late_evening_utc) == "03:30 ngày 22/11/2026"
    assert formats.clock(late_evening_utc) == "03:30"
    assert formats.day_short(dt.date(2026, 11, 25)) == "25/11"
    assert [formats.day(None), formats.moment(None), formats.clock(None), formats.day_short(None)] == ["–"] * 4


def test_a_quarter_is_written_in_roman():
    assert formats.quarter(dt.date(2026, 9, 30)) == "Quý III/2026"
    assert formats.quarter((2027, 1)) == "Quý I/2027"


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (dt.date(2026, 11, 25), "còn 3 ngày"),
        (dt.date(2026, 11, 22), "hôm nay"),
        (dt.date(2026, 11, 17), "quá hạn 5 ngày"),
        (dt.date(2030, 12, 31), "còn 1.500 ngày"),
        (None, "–"),
    ],
)
def test_a_deadline_says_how_far_it_is(due, said):
    assert formats.days_left(due, today=dt.date(2026, 11, 22)) == said


@pytest.mark.parametrize(
    ("arguments", "written"),
    [
        ((">=", Decimal("97.5")), "≥ 97,5"),
        (("<", None, 3), "< 3"),
        (("=", 60), "60"),
        (("range", 85, 90), "85–90"),
        (("range", 1, Decimal("1.5")), "1–1,5"),
        (("approx", 40000), "khoảng 40.000"),
        ((None,), "–"),
        ((">=", None), "–"),
    ],
)
def test_a_target_is_written_with_its_comparator(arguments, written):
    assert formats.comparator(*arguments) == written


def test_kept_exact_and_qualitative_targets_are_said_in_words():
    assert formats.comparator(">=", 99, keep=True) == "giữ ≥ 99"
    assert formats.comparator("=", 100, keep=True, exact=True) == "giữ = 100"
    assert formats.comparator("=", 60, exact=True) == "= 60"
    assert formats.comparator("qualitative", words="Tiểu học") == "Tiểu học"
