"""Periods of reports and the clock of working days, on the days that the five plans and the notices name."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.core.progress.periods import NoPeriod, Period, PeriodKind, last_ended, period_of, read_period
from ansinh.core.progress.workdays import DayKind, SpecialDay, WorkCalendar, make_calendar

CASES = [
    # code, label, first day, last day, cut-off, counted from
    ("2026", "Năm 2026", "2026-01-01", "2026-12-31", "2026-12-14", "2025-12-15"),
    ("2026-Q1", "Quý I/2026", "2026-01-01", "2026-03-31", "2026-03-14", "2025-12-15"),
    ("2026-Q3", "Quý III/2026", "2026-07-01", "2026-09-30", "2026-09-14", "2026-06-15"),
    ("2028-M02", "Tháng 2/2028", "2028-02-01", "2028-02-29", "2028-02-14", "2028-01-15"),
    ("2026-H1", "6 tháng đầu năm 2026", "2026-01-01", "2026-06-30", "2026-06-14", "2025-12-15"),
    ("2026-H2", "6 tháng cuối năm 2026", "2026-07-01", "2026-12-31", "2026-12-14", "2026-06-15"),
    ("2026-9M", "9 tháng đầu năm 2026", "2026-01-01", "2026-09-30", "2026-09-14", "2025-12-15"),
]


@pytest.mark.parametrize(("code", "label", "start", "end", "cut_off", "counted"), CASES)
def test_a_period_has_its_days(code, label, start, end, cut_off, counted):
    period = read_period(code)
    assert (period.code, period.label) == (code, label)
    assert [str(day) for day in (period.start, period.end, period.cut_off, period.counted_from)] == [
        start,
        end,
        cut_off,
        counted,
    ]


@pytest.mark.parametrize(
    ("code", "before"),
    [
        ("2026-Q1", "2025-Q4"),
        ("2026-M01", "2025-M12"),
        ("2026", "2025"),
        ("2026-H2", "2026-H1"),
        ("2026-9M", "2025-9M"),
    ],
)
def test_before_the_first_of_a_year_comes_the_last_of_the_year_before(code, before):
    assert read_period(code).previous.code == before


@pytest.mark.parametrize("code", ["2026-Q5", "2026-M13", "26", "quý 1", "2026-H3", ""])
def test_what_is_no_period_is_refused(code):
    with pytest.raises(NoPeriod):
        read_period(code)


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31)), st.sampled_from(list(PeriodKind)))
def test_the_last_period_ended_before_the_day(day, kind):
    period = last_ended(day, kind)
    assert period.end < day
    assert read_period(period.code) == period
    following = Period(period.year + 1, kind) if kind is PeriodKind.NINE_MONTHS else period_of(day, kind)
    assert following.end >= day


HOLIDAYS = make_calendar(
    [
        SpecialDay(date(2026, 1, 1), DayKind.STATUTORY, "Tết Dương lịch"),
        SpecialDay(date(2026, 1, 2), DayKind.SWAP_OFF, "nghỉ hoán đổi"),
        SpecialDay(date(2026, 1, 10), DayKind.SWAP_WORKED, "làm bù"),
        *(SpecialDay(date(2026, 2, day), DayKind.STATUTORY, "Tết Nguyên đán") for day in range(16, 21)),
        SpecialDay(date(2026, 11, 24), DayKind.STATUTORY, "Ngày Văn hóa Việt Nam"),
    ],
    announced=[2026],
)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-01-01", "2026-01-05"),  # Thursday off, Friday swapped, then a week-end
        ("2026-01-10", "2026-01-10"),  # a Saturday that is worked
        ("2026-01-11", "2026-01-12"),
        ("2026-02-14", "2026-02-23"),  # the Saturday before Tết
        ("2026-11-24", "2026-11-25"),
        ("2026-11-25", "2026-11-25"),
    ],
)
def test_a_period_ends_on_a_working_day(day, worked):
    assert HOLIDAYS.next_worked(date.fromisoformat(day)) == date.fromisoformat(worked)


@pytest.mark.parametrize(
    ("day", "number", "found"),
    [
        ("2026-02-13", 1, "2026-02-23"),
        ("2026-02-23", -1, "2026-02-13"),
        ("2026-01-09", 1, "2026-01-10"),
        ("2026-11-23", 2, "2026-11-26"),
        ("2026-11-20", 0, "2026-11-20"),
    ],
)
def test_working_days_are_counted_over_days_off(day, number, found):
    assert HOLIDAYS.add(date.fromisoformat(day), number) == date.fromisoformat(found)


DAYS = st.dates(min_value=date(2025, 12, 1), max_value=date(2026, 12, 31))


@given(DAYS, st.integers(min_value=1, max_value=60))
def test_adding_and_counting_agree(day, number):
    end = HOLIDAYS.add(day, number)
    assert HOLIDAYS.between(day, end) == number
    assert HOLIDAYS.is_worked(end)


def test_a_year_without_a_notice_is_not_known():
    assert HOLIDAYS.is_announced(2026)
    assert not HOLIDAYS.is_announced(2027)
    assert WorkCalendar().next_worked(date(2027, 1, 2)) == date(2027, 1, 4)
