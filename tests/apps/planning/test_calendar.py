"""The days a plan sets: reports, tasks, and the calendar file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.apps.planning.factories import NOW

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import Plan, ReportDuty, Task
from ansinh.apps.planning.selectors.calendar import (
    day_of,
    duty_days,
    end_of_quarter,
    first_day,
    list_deadlines,
    task_days,
    task_due,
    write_ics,
)
from ansinh.apps.planning.selectors.overview import get_overview

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        (2026, 11, 25, dt.date(2026, 11, 25)),
        (2026, 2, 30, dt.date(2026, 2, 28)),  # a day February does not have
        (2028, 2, 30, dt.date(2028, 2, 29)),
        (2026, 6, None, dt.date(2026, 6, 30)),  # "trong tháng 6"
        (2026, None, None, dt.date(2026, 12, 31)),  # "trong năm 2026"
    ],
)
def test_the_day_a_plan_prints(year: int, month: int | None, day: int | None, expected: dt.date) -> None:
    assert day_of(year, month, day) == expected


@pytest.mark.parametrize(
    ("quarter", "expected"),
    [(1, dt.date(2027, 3, 31)), (2, dt.date(2027, 6, 30)), (3, dt.date(2027, 9, 30)), (4, dt.date(2027, 12, 31))],
)
def test_a_quarter_ends_on_its_last_day(quarter: int, expected: dt.date) -> None:
    assert end_of_quarter(2027, quarter) == expected


def test_a_yearly_report_is_due_each_year_from_the_issue_on() -> None:
    duty = ReportDuty(recurrence="annual", month=11, day=25)

    days = duty_days(duty, first=dt.date(2024, 11, 26), last_year=2027)

    assert days == [dt.date(2025, 11, 25), dt.date(2026, 11, 25), dt.date(2027, 11, 25)]


def test_a_monthly_report_is_due_each_month_from_the_issue_on() -> None:
    duty = ReportDuty(recurrence="monthly", day=31)

    days = duty_days(duty, first=dt.date(2026, 11, 5), last_year=2026)

    assert days == [dt.date(2026, 11, 30), dt.date(2026, 12, 31)]


def test_a_report_on_request_has_no_day() -> None:
    assert duty_days(ReportDuty(recurrence="event"), first=TODAY, last_year=2030) == []
    assert duty_days(ReportDuty(recurrence="annual"), first=TODAY, last_year=2030) == []


def test_a_report_due_once_has_one_day() -> None:
    duty = ReportDuty(recurrence="once", year=2024, month=8, day=30)

    assert duty_days(duty, first=dt.date(2024, 8, 9), last_year=2030) == [dt.date(2024, 8, 30)]


@pytest.mark.parametrize("year", [0, 20255])
def test_a_year_that_no_plan_can_mean_sets_no_day(year: int) -> None:
    assert duty_days(ReportDuty(recurrence="once", year=year), first=dt.date(2024, 8, 9), last_year=2030) == []


def test_a_plan_without_a_day_begins_on_the_day_it_was_handed_in_here() -> None:
    plan = Plan(created_at=dt.datetime(2026, 12, 31, 18, 30, tzinfo=dt.UTC))

    assert first_day(plan) == dt.date(2027, 1, 1)


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ({"schedule_kind": "year", "from_year": 2027, "to_year": 2027}, dt.date(2027, 12, 31)),
        ({"schedule_kind": "year", "from_year": 2028, "to_year": 2028, "quarter": 2}, dt.date(2028, 6, 30)),
        ({"schedule_kind": "years", "from_year": 2026, "to_year": 2030}, dt.date(2030, 12, 31)),
        ({"schedule_kind": "annual"}, dt.date(2026, 12, 31)),
        ({"schedule_kind": "quarter_annual", "quarter": 1}, dt.date(2026, 3, 31)),
        ({"schedule_kind": "annual", "event": "Hằng quý"}, dt.date(2026, 12, 31)),
        ({"schedule_kind": "annual", "schedule_raw": "Hàng tháng"}, dt.date(2026, 11, 30)),
        ({"schedule_kind": "quarter_annual", "from_year": 2027}, dt.date(2027, 3, 31)),
        ({"schedule_kind": "annual", "event": "Hằng quý", "to_year": 2025}, dt.date(2025, 12, 31)),
        ({"schedule_kind": "annual", "from_year": 2027}, dt.date(2027, 12, 31)),
        ({"schedule_kind": "annual", "to_year": 2025}, dt.date(2025, 12, 31)),
        ({"schedule_kind": "year", "from_year": 2027, "to_year": 20277}, None),
        ({"schedule_kind": "year", "from_year": 0, "to_year": 0}, None),
        ({"schedule_kind": "annual", "from_year": 20277}, None),
        ({"schedule_kind": "event"}, None),
        ({"schedule_kind": "open"}, None),
        ({}, None),
    ],
)
def test_the_day_by_which_a_task_must_be_done(schedule: dict[str, object], expected: dt.date | None) -> None:
    assert task_due(Task(**schedule), today=TODAY) == expected


QUARTERS_OF_2027 = [(2027, 3, 31), (2027, 6, 30), (2027, 9, 30), (2027, 12, 31)]


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ({"schedule_kind": "year", "from_year": 2028, "to_year": 2028, "quarter": 2}, [(2028, 6, 30)]),
        ({"schedule_kind": "annual"}, [(2026, 12, 31), (2027, 12, 31)]),
        ({"schedule_kind": "annual", "event": "Hằng quý"}, [(2026, 12, 31), *QUARTERS_OF_2027]),
        ({"schedule_kind": "annual", "schedule_raw": "Mỗi quý", "from_year": 2027}, QUARTERS_OF_2027),
        ({"schedule_kind": "quarter_annual"}, [(2026, 12, 31), *QUARTERS_OF_2027]),
        ({"schedule_kind": "quarter_annual", "quarter": 1}, [(2027, 3, 31)]),
        ({"schedule_kind": "annual", "event": "6 tháng"}, [(2026, 12, 31), (2027, 6, 30), (2027, 12, 31)]),
        ({"schedule_kind": "annual", "to_year": 2026}, [(2026, 12, 31)]),
        ({"schedule_kind": "annual", "to_year": 2025}, []),  # before the plan was issued
        ({"schedule_kind": "annual", "from_year": 2028}, []),
        ({"schedule_kind": "annual", "from_year": 20277}, []),
        ({"schedule_kind": "event"}, []),
        ({"schedule_kind": "open"}, []),
    ],
)
def test_every_day_on_which_a_task_is_due_until_the_plans_last_year(
    schedule: dict[str, object], expected: list[tuple[int, int, int]]
) -> None:
    days = task_days(Task(**schedule), first=dt.date(2026, 11, 5), last_year=2027)

    assert days == [dt.date(*day) for day in expected]


def accept(plan: Plan, actor: User) -> None:
    for rows in (ReportDuty, Task):
        rows.objects.filter(plan=plan).update(state="accepted", decided_at=NOW, decided_by=actor)


@pytest.mark.django_db
def test_the_tasks_of_one_day_are_one_row_that_leads_to_them(
    plan: Plan, coordinator: User, browse: Callable[[User], Client]
) -> None:
    accept(plan, coordinator)
    Task.objects.filter(plan=plan, no="1").update(schedule_kind="annual", event="Hằng quý", to_year=None)
    Task.objects.filter(plan=plan, no="3").update(to_year=2030)
    client = browse(coordinator)
    address = f"/ke-hoach/{plan.pk}/"

    rows = client.get(f"{address}thoi-han/?loai=task&tu=ca").context["deadlines"]

    assert [(row.on, row.what) for row in rows if row.on.year == 2027 and row.kind == "tasks"] == [
        (dt.date(2027, 12, 31), "2 nhiệm vụ đến hạn: 1, 2")
    ]
    assert rows[-1].on == dt.date(2030, 12, 31)
    assert len({row.on for row in rows}) == len(rows)
    page = client.get(f"{address}thoi-han/?loai=task&tu=ca").content.decode()
    assert f"{address}nhiem-vu/?han=2027-12-31" in page
    answer = client.get(f"{address}nhiem-vu/?han=2027-12-31")
    assert [row.record.no for row in answer.context["listing"].table.rows] == ["1", "2"]
    assert "31/12/2027" in answer.content.decode()
    answer = client.get(f"{address}nhiem-vu/?han=2027-06-30")
    assert [row.record.no for row in answer.context["listing"].table.rows] == ["1"]
    assert client.get(f"{address}nhiem-vu/?han=hom-nay").status_code == 200
    found = client.get(f"{address}thoi-han/?q=phien giao dich").context["deadlines"]
    assert {row.kind for row in found} == {"task"}


@pytest.mark.django_db
def test_the_overview_shows_what_comes_again_once(plan: Plan, coordinator: User) -> None:
    accept(plan, coordinator)
    Task.objects.filter(plan=plan, no="1").update(
        schedule_kind="annual", event="Hằng quý", from_year=None, to_year=None
    )

    coming = get_overview(plan, today=TODAY, most=50).next_deadlines

    assert [(row.on, row.kind) for row in coming if row.kind != "report"] == [
        (dt.date(2026, 12, 31), "tasks"),  # 1 and 2; neither is shown again
        (dt.date(2028, 6, 30), "tasks"),  # 3, beside 1
    ]


@pytest.mark.django_db
def test_the_calendar_file_names_the_tasks_of_a_day(
    plan: Plan, coordinator: User, browse: Callable[[User], Client]
) -> None:
    accept(plan, coordinator)
    Task.objects.filter(plan=plan, no="1").update(schedule_kind="annual", to_year=None)

    text = browse(coordinator).get(f"/ke-hoach/{plan.pk}/thoi-han/?loai=task&tu=ca&xuat=ics").content.decode()

    plain = text.replace("\r\n ", "")
    days = re.findall(r"DTSTART;VALUE=DATE:(\d+)", plain)
    assert [day for day in days if day.endswith("1231")] == [f"{year}1231" for year in (2026, 2027, 2028)]
    uids = re.findall(r"UID:(\S+)", plain)
    assert len(uids) == len(set(uids)) == len(days)
    assert f"tasks-20271231@{plan.pk}" in uids
    assert "\\n2 Tổ chức phiên giao dịch việc làm lưu động (Sở Nội vụ)" in plain


@pytest.mark.django_db
def test_deadlines_stand_in_order_and_only_of_accepted_rows(plan: Plan, coordinator: User) -> None:
    assert list_deadlines(plan) == []

    ReportDuty.objects.filter(plan=plan).update(state="accepted", decided_at=NOW, decided_by=coordinator)
    Task.objects.filter(plan=plan, no="1").update(state="accepted", decided_at=NOW, decided_by=coordinator)
    found = list_deadlines(plan)

    assert [deadline.on for deadline in found] == sorted(deadline.on for deadline in found)
    assert {(d.kind, d.on) for d in found if d.on.year == 2027} == {
        ("report", dt.date(2027, 11, 25)),
        ("report", dt.date(2027, 12, 5)),
        ("task", dt.date(2027, 12, 31)),
    }


@pytest.mark.django_db
def test_the_calendar_file_is_folded_and_escaped(plan: Plan, coordinator: User) -> None:
    ReportDuty.objects.filter(plan=plan).update(
        state="accepted", decided_at=NOW, decided_by=coordinator, what="Báo cáo; kết quả, " + "dài " * 40
    )

    text = write_ics(plan, list_deadlines(plan), now=NOW)

    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "SUMMARY:Báo cáo\\; kết quả\\, " in text
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") > 0
