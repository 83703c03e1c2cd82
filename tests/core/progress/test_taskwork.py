"""The status of a task from its day and the last word; instances of yearly, quarterly and permanent tasks."""

from __future__ import annotations

from datetime import date

import pytest

from ansinh.core.progress.taskwork import WorkStatus, instance_periods, work_status

DUE = date(2026, 2, 28)


@pytest.mark.parametrize(
    ("said", "on", "due", "today", "expected"),
    [
        ("done", DUE, DUE, date(2026, 3, 9), WorkStatus("done_on_time")),
        ("done", date(2026, 3, 1), DUE, date(2026, 3, 9), WorkStatus("done_late", 1)),
        ("done", date(2026, 3, 1), None, date(2026, 3, 9), WorkStatus("done")),
        ("done", None, DUE, date(2026, 3, 9), WorkStatus("done")),
        ("in_progress", DUE, DUE, DUE, WorkStatus("in_progress")),
        ("in_progress", DUE, DUE, date(2026, 3, 1), WorkStatus("overdue", 1)),
        ("not_started", DUE, date(2028, 2, 29), date(2028, 3, 1), WorkStatus("overdue", 1)),
        (None, None, DUE, DUE, WorkStatus("not_started")),
        (None, None, None, DUE, WorkStatus("not_started")),
    ],
)
def test_status_follows_from_word_and_day(said, on, due, today, expected):
    assert work_status(said=said, said_on=on, due=due, today=today) == expected


def test_waiting_and_silence_are_not_lateness():
    late = {"said": None, "said_on": None, "due": DUE, "today": date(2027, 1, 1)}
    assert work_status(**late, waits=True).code == "waiting_event"
    assert work_status(**late, silence_is_unknown=True).code == "unknown"
    assert work_status(**late).words == "quá hạn 307 ngày"


@pytest.mark.parametrize(
    ("kind", "quarter", "years", "begins", "today", "codes"),
    [
        ("year", None, (None, 2027), date(2026, 1, 1), date(2026, 1, 1), [None]),
        ("", None, (None, None), date(2026, 1, 1), date(2026, 1, 1), [None]),
        ("annual", None, (2026, 2027), date(2026, 3, 1), date(2029, 1, 1), ["2026", "2027"]),
        ("annual", None, (2028, None), date(2026, 3, 1), date(2026, 5, 1), ["2028"]),
        ("open", None, (None, None), date(2026, 12, 31), date(2027, 1, 1), ["2026", "2027"]),
        ("quarter_annual", 2, (None, None), date(2026, 1, 1), date(2026, 1, 1), ["2026"]),
        ("quarter_annual", None, (None, None), date(2026, 5, 1), date(2027, 1, 1), ["2026-Q2", "2026-Q3", "2026-Q4", "2027-Q1"]),
        ("quarter_annual", None, (2027, 2027), date(2026, 5, 1), date(2026, 6, 1), ["2027-Q1"]),
    ],
)  # fmt: skip
def test_instances_open_one_a_period(kind, quarter, years, begins, today, codes):
    found = instance_periods(
        kind=kind, quarter=quarter, from_year=years[0], to_year=years[1], begins=begins, today=today
    )
    assert [one.code if one else None for one in found] == codes


@pytest.mark.parametrize(
    ("words", "count"),
    [("Hằng quý", 3), ("hàng quý", 3), ("Hằng năm", 1), ("Thường xuyên, từng quý", 3), ("hằng năm, quỹ riêng", 1)],
)
def test_every_quarter_is_told_by_the_printed_words(words, count):
    day = date(2026, 9, 30)
    found = instance_periods(
        kind="annual", quarter=None, from_year=None, to_year=None, begins=date(2026, 1, 1), today=day, words=words
    )
    assert len(found) == count
