"""Days at the edges: 31/12, 29/2, the last of a month or of a quarter as a deadline; Vietnam's midnight, not London's."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine
from tests.apps.reporting.factories import NOW, World
from tests.apps.reporting.test_duties import duty, plan, press, proposal  # noqa: F401 - plan is a fixture
from tests.apps.reporting.test_pages import browser, url
from tests.apps.reporting.working import Work, at, make_work

from ansinh.apps.planning.models import CatalogueIndicator, Plan, Task
from ansinh.apps.reporting.models import Report, Round, Scheme
from ansinh.apps.reporting.selectors.board import count_rates, is_late, list_reporters
from ansinh.apps.reporting.selectors.duties import once_day
from ansinh.apps.reporting.selectors.reminders import mark_of
from ansinh.apps.reporting.selectors.taskwork import find_instance, list_instances
from ansinh.apps.reporting.services.extensions import answer_extension, ask_extension
from ansinh.apps.reporting.services.funds import enter_fund
from ansinh.apps.reporting.services.opening import open_due_rounds
from ansinh.apps.reporting.services.rounds import DueDay, LineGiven, create_scheme, dates_of
from ansinh.apps.reporting.services.submitting import submit_report
from ansinh.core.progress.periods import read_period
from ansinh.core.progress.workdays import DayKind, SpecialDay, WorkCalendar, make_calendar

NO_HOLIDAYS = WorkCalendar()
NEW_YEAR = make_calendar(
    [SpecialDay(dt.date(year, 1, 1), DayKind.STATUTORY, "Tết Dương lịch") for year in range(2026, 2032)],
    announced=range(2026, 2032),
)


def scheme(world: World, length: str, due: tuple[int, int], cut_off: tuple[int, int] | None = None) -> Scheme:
    return create_scheme(
        title=f"Báo cáo {length} {due}",
        length=length,
        reporters="communes",
        place=world.province,
        due=DueDay(*due),
        cut_off=DueDay(*cut_off) if cut_off else None,
        lines=[LineGiven(CatalogueIndicator.objects.get(pk="test_poor"))],
        actor=world.coordinator,
        now=NOW,
    )


@pytest.mark.parametrize(
    ("length", "due", "period", "printed", "worked"),
    [
        ("year", (12, 31), "2026", "2026-12-31", "2026-12-31"),
        # A Sunday, then New Year's Day.
        ("year", (12, 31), "2028", "2028-12-31", "2029-01-02"),
        ("year", (14, 29), "2027", "2028-02-29", "2028-02-29"),
        ("year", (14, 29), "2026", "2027-02-28", "2027-03-01"),
        ("quarter", (3, 31), "2027-Q1", "2027-03-31", "2027-03-31"),
        ("quarter", (3, 31), "2027-Q2", "2027-06-30", "2027-06-30"),
        ("quarter", (3, 31), "2027-Q4", "2027-12-31", "2027-12-31"),
        ("quarter", (4, 31), "2027-Q4", "2028-01-31", "2028-01-31"),
        ("month", (1, 31), "2027-M02", "2027-02-28", "2027-03-01"),
        ("month", (1, 31), "2028-M02", "2028-02-29", "2028-02-29"),
        ("month", (1, 31), "2027-M12", "2027-12-31", "2027-12-31"),
        ("month", (2, 31), "2027-M12", "2028-01-31", "2028-01-31"),
        ("half", (6, 31), "2027-H1", "2027-06-30", "2027-06-30"),
        ("half", (6, 31), "2027-H2", "2027-12-31", "2027-12-31"),
    ],
)
def test_on_which_day_a_report_is_due(world: World, length, due, period, printed, worked):
    _, said, day, note = dates_of(scheme(world, length, due), read_period(period), NEW_YEAR)
    assert (said.isoformat(), day.isoformat()) == (printed, worked)
    assert bool(note) == (printed != worked)


@pytest.mark.parametrize(
    ("fields", "due", "printed"),
    [
        ({"recurrence": "annual", "month": 12, "day": 31}, (12, 31), ["2026-12-31", "2027-12-31"]),
        # Before the end of February the year before is reported on.
        ({"recurrence": "annual", "month": 2, "day": 29}, (14, 29), ["2027-02-28", "2028-02-29"]),
        ({"recurrence": "annual", "quarter": 1}, (3, 31), ["2026-03-31", "2027-03-31"]),
        ({"recurrence": "annual", "quarter": 2}, (6, 31), ["2026-06-30", "2027-06-30"]),
        ({"recurrence": "annual", "quarter": 3}, (9, 31), ["2026-09-30", "2027-09-30"]),
        ({"recurrence": "annual", "quarter": 4}, (12, 31), ["2026-12-31", "2027-12-31"]),
    ],
)
def test_a_plans_duty_at_the_edge_of_a_month_or_quarter_is_set_up_with_one_press(
    world: World,
    plan: Plan,  # noqa: F811
    fields,
    due,
    printed,
):
    found = duty(plan, who="Ủy ban nhân dân các xã, phường", **fields)
    one = proposal(world, found)
    assert (one.problem, (one.due.month, one.due.day)) == ("", due)
    (made,) = press(world, found)
    days = [dates_of(made, read_period(year), NO_HOLIDAYS) for year in ("2026", "2027")]
    assert [day[1].isoformat() for day in days] == printed
    assert all(day[0] < day[1] for day in days)


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"year": 2027, "month": 2, "day": 29}, dt.date(2027, 2, 28)),
        ({"year": 2028, "month": 2, "day": 29}, dt.date(2028, 2, 29)),
        ({"year": 2027, "month": 12, "day": 31}, dt.date(2027, 12, 31)),
        ({"year": 2027, "quarter": 4}, dt.date(2027, 12, 31)),
        ({"year": 0, "month": 12, "day": 31}, None),
        ({"year": 9999, "quarter": 1}, None),
    ],
)
def test_a_duty_that_falls_due_once(plan: Plan, fields, day):  # noqa: F811
    assert once_day(duty(plan, recurrence="once", **fields)) == day


@pytest.mark.parametrize(
    ("today", "periods"),
    [
        (dt.date(2026, 11, 30), set()),
        (dt.date(2026, 12, 1), {"2026"}),
        (dt.date(2027, 1, 1), {"2026"}),
        (dt.date(2027, 11, 30), {"2026"}),
        (dt.date(2027, 12, 1), {"2026", "2027"}),
    ],
)
def test_a_period_due_on_the_last_day_of_the_year_opens_thirty_days_before(world: World, today, periods):
    made = scheme(world, "year", (12, 31))
    open_due_rounds(today=today, now=NOW)
    open_due_rounds(today=today, now=NOW)
    assert set(made.rounds.values_list("period", flat=True)) == periods


@pytest.mark.parametrize(("moment", "periods"), [("2026-12-31T16:59", {"2026"}), ("2026-12-31T17:00", set())])
def test_the_year_in_which_a_duty_was_set_up_is_that_of_vietnam(world: World, moment, periods):
    made = scheme(world, "year", (14, 10))
    Scheme.objects.filter(pk=made.pk).update(created_at=dt.datetime.fromisoformat(f"{moment}+00:00"))
    open_due_rounds(today=dt.date(2027, 1, 20), now=NOW)
    assert set(made.rounds.values_list("period", flat=True)) == periods


@pytest.mark.parametrize(
    ("moment", "late"),
    [("2026-12-31T16:59:59", False), ("2026-12-31T17:00:00", True)],
    ids=["23:59 on 31/12 in Viet Nam", "midnight"],
)
def test_handed_in_on_the_last_day_until_midnight_is_on_time(world: World, moment, late):
    Round.objects.filter(pk=world.round.pk).update(due_date=dt.date(2026, 12, 31))
    report = world.report()
    world.fill(report)
    submit_report(report_id=report.pk, actor=world.officer, now=dt.datetime.fromisoformat(f"{moment}+00:00"))
    report = Report.objects.select_related("round").get(pk=report.pk)
    today = dt.date(2027, 1, 4)
    assert is_late(report, today=today) is late
    assert count_rates(world.round).on_time == (0 if late else 1)
    shown = list_reporters([world.round], part="tre", today=today).count()
    assert shown == (3 if late else 2)


def test_the_first_page_counts_days_over_the_turn_of_the_year(world: World):
    Round.objects.filter(pk=world.round.pk).update(due_date=dt.date(2026, 12, 31))
    for hour, said in ((16, "31/12/2026"), (17, "quá")):
        with time_machine.travel(dt.datetime(2026, 12, 31, hour, 30, tzinfo=dt.UTC), tick=False):
            assert said in browser(world.officer).get(url("today")).content.decode()


@pytest.mark.parametrize(
    ("today", "mark"),
    [
        (dt.date(2026, 12, 31), -1),
        (dt.date(2027, 1, 1), -1),
        (dt.date(2027, 1, 3), -1),
        (dt.date(2027, 1, 4), 1),
        (dt.date(2027, 1, 6), 3),
    ],
)
def test_reminders_over_new_year(today, mark):
    assert mark_of(dt.date(2026, 12, 31), today=today, days=NEW_YEAR) == mark


@pytest.fixture
def work(db: None) -> Work:
    return make_work()


def status(task: Task, on: dt.date, period: str = "") -> tuple[str, int]:
    found = find_instance(list_instances(task, on=on), period)
    assert found is not None
    return found.status.code, found.status.days


@pytest.mark.parametrize(
    ("period", "last"),
    [
        ("2026-Q1", dt.date(2026, 3, 31)),
        ("2026-Q2", dt.date(2026, 6, 30)),
        ("2026-Q4", dt.date(2026, 12, 31)),
        ("2028-Q1", dt.date(2028, 3, 31)),
    ],
)
def test_a_quarter_is_a_deadline_to_its_last_day(work: Work, period, last):
    # Of the quarter in which the plan was put to work silence says nothing until it is over.
    if period != "2026-Q1":
        assert status(work.quarterly, last, period) == ("not_started", 0)
    assert status(work.quarterly, last + dt.timedelta(days=1), period) == ("overdue", 1)


def test_a_quarter_opens_with_its_first_day(work: Work):
    codes = [one.code for one in list_instances(work.quarterly, on=dt.date(2026, 12, 31))]
    assert codes == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert [one.code for one in list_instances(work.quarterly, on=dt.date(2027, 1, 1))][-1] == "2027-Q1"


@pytest.mark.parametrize(
    ("quarter", "year", "last"),
    [(2, 2028, dt.date(2028, 6, 30)), (4, 2027, dt.date(2027, 12, 31)), (1, 2028, dt.date(2028, 3, 31))],
)
def test_a_task_due_in_a_quarter(work: Work, quarter, year, last):
    Task.objects.filter(pk=work.once.pk).update(quarter=quarter, from_year=year, to_year=year)
    work.once.refresh_from_db()
    assert status(work.once, last)[0] != "overdue"
    assert status(work.once, last + dt.timedelta(days=1)) == ("overdue", 1)


def test_more_time_until_the_29_of_february(work: Work):
    moment, day = at(dt.date(2027, 12, 1)), dt.date(2028, 2, 29)
    more = ask_extension(
        task_id=work.once.pk, period="", asked_day=day, reason="Chờ hướng dẫn", actor=work.officer, now=moment
    )
    answer_extension(task_id=work.once.pk, extension_id=more.pk, granted=True, actor=work.coordinator, now=moment)
    assert status(work.once, day)[0] != "overdue"
    assert status(work.once, dt.date(2028, 3, 1)) == ("overdue", 1)


def test_money_of_the_last_evening_of_the_year(work: Work):
    evening = dt.datetime(2026, 12, 31, 16, 30, tzinfo=dt.UTC)
    entry = enter_fund(
        task_id=work.once.pk,
        kind="spent",
        source="province",
        amount_vnd=1_000_000,
        on=dt.date(2026, 12, 31),
        document="UNC 31",
        key=uuid.uuid4(),
        actor=work.officer,
        now=evening,
    )
    assert entry.on == dt.date(2026, 12, 31)
