"""Periods: the two dates, working days, and a set of reporters that is frozen."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.apps.reporting.factories import DAYS, NOW, OLD, World

from ansinh.apps.reporting.models import Report, Round
from ansinh.apps.reporting.selectors.board import count_rates
from ansinh.apps.reporting.services.days import announced_years, get_calendar, seed_days
from ansinh.apps.reporting.services.rounds import (
    CannotExtend,
    CannotOpen,
    CannotSetUp,
    DueDay,
    create_scheme,
    dates_of,
    extend_report,
    open_round,
)
from ansinh.apps.territory.models import Unit, UnitKind, UnitLevel
from ansinh.core.progress.periods import Period, PeriodKind

YEAR = Period(2026, PeriodKind.YEAR)


def test_a_period_opens_with_everybody_who_is_there(world: World):
    assert Report.objects.filter(round=world.round).count() == 3
    assert (world.round.cut_off_date, world.round.due_date) == (dt.date(2026, 11, 14), dt.date(2026, 11, 25))


def test_who_is_expected_does_not_change_when_units_do(world: World):
    Unit.objects.create(
        code="98009",
        name="Xã Mới",
        kind=UnitKind.COMMUNE,
        level=UnitLevel.COMMUNE,
        parent=world.province,
        valid_from=OLD,
    )
    again = open_round(scheme=world.scheme, period=YEAR, actor=world.coordinator, now=NOW, days=DAYS)
    assert again == world.round
    assert Report.objects.filter(round=world.round).count() == 3
    later = open_round(
        scheme=world.scheme, period=Period(2027, PeriodKind.YEAR), actor=world.coordinator, now=NOW, days=DAYS
    )
    assert later.reports.count() == 4


def test_a_due_date_on_a_day_off_moves_to_the_next_working_day_and_says_why(world: World):
    seed_days()
    cut_off, printed, due, note = dates_of(world.scheme, Period(2028, PeriodKind.YEAR), get_calendar())
    assert (cut_off, printed, due) == (dt.date(2028, 11, 14), dt.date(2028, 11, 25), dt.date(2028, 11, 27))
    assert "cuối tuần" in note
    assert "2028 chưa có thông báo" in note


def test_days_that_come_with_the_program_and_own_ones(db):
    assert seed_days() == seed_days() > 40
    days = get_calendar()
    assert not days.is_worked(dt.date(2026, 11, 24))
    assert days.is_worked(dt.date(2026, 8, 22))
    assert days.next_worked(dt.date(2026, 2, 14)) == dt.date(2026, 2, 23)
    assert announced_years() == [2024, 2025, 2026]


@pytest.mark.parametrize(
    ("due", "sentence"), [(DueDay(12, 14), "không sau ngày chốt"), (DueDay(6, 1), "không sau ngày chốt")]
)
def test_a_report_is_not_due_before_its_figures_are_closed(world: World, due, sentence):
    with pytest.raises(CannotSetUp, match=sentence):
        create_scheme(
            title="Sai",
            length="year",
            reporters="communes",
            place=world.province,
            due=due,
            lines=[],
            actor=world.coordinator,
            now=NOW,
        )


def test_a_period_of_another_length_is_refused(world: World):
    with pytest.raises(CannotOpen, match="theo năm"):
        open_round(scheme=world.scheme, period=Period(2026, PeriodKind.QUARTER, 4), actor=None, now=NOW, days=DAYS)


def test_the_rates_of_a_period_never_pass_all(world: World):
    report = world.report()
    world.fill(report)
    rates = count_rates(world.round)
    assert (rates.expected, rates.submitted, rates.cells_filled, rates.cells_required) == (3, 0, 4, 12)
    assert Round.objects.count() == 1


def test_putting_a_report_off_needs_a_reason_and_a_later_day(world: World):
    report = world.report()
    with pytest.raises(CannotExtend, match="lý do"):
        extend_report(report_id=report.pk, to=dt.date(2026, 12, 1), reason=" ", actor=world.coordinator, now=NOW)
    with pytest.raises(CannotExtend, match="sau 25/11/2026"):
        extend_report(report_id=report.pk, to=dt.date(2026, 11, 25), reason="bão", actor=world.coordinator, now=NOW)
    put_off = extend_report(
        report_id=report.pk, to=dt.date(2026, 12, 1), reason="bão lũ", actor=world.coordinator, now=NOW
    )
    assert put_off.extended_to == dt.date(2026, 12, 1)


def test_nobody_puts_his_own_report_off(world: World):
    given = {"report_id": world.report().pk, "to": dt.date(2026, 12, 1), "reason": "bận", "now": NOW}
    for person in (world.officer, world.other_officer):
        with pytest.raises(CannotExtend, match="nơi nhận"):
            extend_report(actor=person, **given)
