"""Sums of a period are kept by the database: the same as counting every figure, whatever happens to a report."""

from __future__ import annotations

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import connection, transaction
from tests.apps.reporting.factories import DAYS, NOW, World, make_world

from ansinh.apps.planning.models import CatalogueIndicator, IndicatorWeight
from ansinh.apps.reporting.models import Report, RoundSum
from ansinh.apps.reporting.selectors.board import count_rates
from ansinh.apps.reporting.selectors.rollups import list_rolled_up
from ansinh.apps.reporting.selectors.series import list_series
from ansinh.apps.reporting.services.rounds import open_round
from ansinh.apps.reporting.services.submitting import (
    approve_report,
    open_correction,
    return_report,
    submit_report,
    withdraw_report,
)
from ansinh.apps.reporting.services.verifying import verify_everything
from ansinh.core.progress.periods import Period, PeriodKind

LATER = NOW + dt.timedelta(days=1)


def hand_in(world: World, at: int, *, insured: int = 90, poor: int = 12) -> Report:
    report = world.report(at)
    by = world.officer if at == 0 else world.other_officer
    world.fill(report, by=by, insured=insured, poor=poor)
    return submit_report(report_id=report.pk, actor=by, now=NOW)


def approve(world: World, at: int) -> None:
    approve_report(report_id=world.report(at).pk, actor=world.checker, now=NOW)


def totals(world: World, code: str = "test_poor") -> tuple[object, object]:
    row = next(one for one in list_rolled_up(world.round) if one.line.entry_id == code)
    return row.approved.value, row.provisional.value


def agree(world: World) -> None:
    """The sums are those counted again from every figure; as of a moment after everything the same is read."""
    entries = CatalogueIndicator.objects.in_bulk([line.entry_id for line in world.scheme.lines.all()])
    kept = list_series(unit=world.province, entries=entries)
    again = list_series(unit=world.province, entries=entries, at=LATER + dt.timedelta(days=9))
    assert kept == again
    assert verify_everything().faults == []


def test_waiting_figures_move_to_the_approved_ones_and_are_never_in_both(world: World):
    hand_in(world, 0)
    assert totals(world) == (None, 12)
    approve(world, 0)
    assert totals(world) == (12, 12)
    hand_in(world, 1, poor=8)
    assert totals(world) == (12, 20)
    agree(world)


@pytest.mark.parametrize("back", ["return", "withdraw"])
def test_what_goes_back_no_longer_waits(world: World, back):
    report = hand_in(world, 0)
    if back == "return":
        return_report(report_id=report.pk, reason="thiếu", actor=world.checker, now=NOW)
    else:
        withdraw_report(report_id=report.pk, actor=world.officer, now=NOW)
    assert totals(world) == (None, None)
    agree(world)


def test_a_correction_takes_the_old_figure_out_when_the_new_one_is_approved(world: World):
    report = hand_in(world, 0)
    approve(world, 0)
    open_correction(report_id=report.pk, reason="nhầm", actor=world.officer, now=LATER)
    world.type(report, "test_poor", value=15, note="rà soát lại")
    submit_report(report_id=report.pk, actor=world.officer, now=LATER)
    assert totals(world) == (12, 12)
    approve_report(report_id=report.pk, actor=world.checker, now=LATER)
    assert totals(world) == (15, 15)
    agree(world)


def test_as_of_a_past_moment_only_what_was_approved_by_then_is_added_up(world: World):
    opened = open_round(
        scheme=world.scheme, period=Period(2025, PeriodKind.YEAR), actor=world.coordinator, now=NOW, days=DAYS
    )
    before = opened.reports.get(place=world.communes[0])
    world.fill(before, insured=80, poor=20)
    submit_report(report_id=before.pk, actor=world.officer, now=NOW)
    approve_report(report_id=before.pk, actor=world.checker, now=NOW)
    report = hand_in(world, 0)
    approve(world, 0)
    hand_in(world, 1, poor=8)
    approve_report(report_id=world.report(1).pk, actor=world.checker, now=LATER)
    open_correction(report_id=report.pk, reason="nhầm", actor=world.officer, now=LATER)
    world.type(report, "test_poor", value=15, note="rà soát lại")
    submit_report(report_id=report.pk, actor=world.officer, now=LATER)
    approve_report(report_id=report.pk, actor=world.checker, now=LATER)
    entries = CatalogueIndicator.objects.in_bulk(["test_poor"])

    def read(at: dt.datetime | None) -> list[tuple[int, object, int]]:
        series = list_series(unit=world.province, entries=entries, at=at)["test_poor", ""]
        return [(one.period.year, one.value, one.found.known) for one in series]

    assert read(None) == read(LATER) == [(2025, 20, 1), (2026, 23, 2)]
    # 2025 has not moved since, so its kept sum stands; 2026 has, so its reports of then are counted.
    assert read(NOW + dt.timedelta(hours=1)) == [(2025, 20, 1), (2026, 12, 1)]
    RoundSum.objects.filter(round=opened, line__entry="test_poor").update(total=99)
    assert read(NOW + dt.timedelta(hours=1))[0] == (2025, 99, 1)
    assert list_series(unit=world.province, entries=entries, at=NOW - dt.timedelta(days=1)) == {}


def test_filled_cells_are_counted_as_they_are_typed(world: World):
    report = world.report(0)
    assert count_rates(world.round).cells_filled == 0
    world.type(report, "test_insured", numerator=90)
    assert count_rates(world.round).cells_filled == 0
    world.type(report, "test_insured", numerator=90, denominator=100)
    world.type(report, "test_index", blank="nothing_happened")
    assert count_rates(world.round).cells_filled == 2
    agree(world)


def test_a_sum_that_was_changed_is_found_and_counted_again(world: World):
    hand_in(world, 0)
    approve(world, 0)
    RoundSum.objects.filter(line__entry="test_poor").update(total=99)
    Report.objects.filter(pk=world.report(0).pk).update(filled=1)
    faults = verify_everything().faults
    assert any("1 tổng (đã duyệt) khác" in fault for fault in faults)
    assert any("đang ghi 1" in fault for fault in faults)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reporting_sum_again()")
    agree(world)


def weigh(world: World, entry: CatalogueIndicator, *weights: int) -> None:
    for place, weight in zip(world.communes, weights, strict=False):
        IndicatorWeight.objects.update_or_create(
            entry=entry,
            place=place,
            year=2026,
            defaults={
                "value": Decimal(weight),
                "source": "sổ dân số",
                "entered_by": world.coordinator,
                "entered_at": NOW,
            },
        )


@pytest.mark.parametrize(("code", "given"), [("test_poor", "poor"), ("test_insured", "insured")])
def test_a_weighted_mean_follows_figures_and_weights_in_whichever_order_they_come(world: World, code, given):
    entry = CatalogueIndicator.objects.get(pk=code)
    entry.place_axis = "weighted"
    entry.save()
    for at, value in ((0, 12), (1, 8)):
        hand_in(world, at, **{given: value})
    assert totals(world, code) == (None, None)
    weigh(world, entry, 1)
    approve(world, 0)
    assert totals(world, code) == (12, None)
    weigh(world, entry, 1, 3)
    assert totals(world, code) == (12, 9)
    approve(world, 1)
    assert totals(world, code) == (9, 9)
    agree(world)
    weigh(world, entry, 3, 1)
    assert totals(world, code) == (11, 11)
    agree(world)
    IndicatorWeight.objects.filter(place=world.communes[1]).delete()
    assert totals(world, code) == (None, None)
    agree(world)
    RoundSum.objects.filter(line__entry=code).update(weights=5)
    assert any("tổng có quyền số" in fault for fault in verify_everything().faults)


def test_a_weighted_mean_as_of_a_past_moment_knows_no_later_figure(world: World):
    entry = CatalogueIndicator.objects.get(pk="test_insured")
    entry.place_axis = "weighted"
    entry.save()
    weigh(world, entry, 1, 3)
    hand_in(world, 0, insured=40)
    approve(world, 0)
    hand_in(world, 1, insured=80)
    approve_report(report_id=world.report(1).pk, actor=world.checker, now=LATER)

    def read(at: dt.datetime | None) -> list[tuple[object, int]]:
        series = list_series(unit=world.province, entries={"test_insured": entry}, at=at)["test_insured", ""]
        return [(one.value, one.found.known) for one in series]

    assert read(None) == read(LATER) == [(70, 2)]
    assert read(NOW) == [(40, 1)]


def test_a_weight_and_an_approval_at_once_wait_for_each_other(transactional_db: None):
    """Whichever comes first, the sum has both: a figure approved meanwhile does not miss the weight recorded meanwhile."""
    world = make_world()
    entry = CatalogueIndicator.objects.get(pk="test_poor")
    entry.place_axis = "weighted"
    entry.save()
    hand_in(world, 0)
    started, failed = threading.Event(), []

    def approve_meanwhile() -> None:
        try:
            started.set()
            approve(world, 0)
        except Exception as reason:  # noqa: BLE001 - told to the test
            failed.append(reason)
        finally:
            connection.close()

    other = threading.Thread(target=approve_meanwhile)
    with transaction.atomic():
        weigh(world, entry, 2)
        other.start()
        started.wait(5)
        other.join(0.5)
        assert other.is_alive()
    other.join(30)
    assert failed == []
    assert totals(world) == (12, 12)
    agree(world)
