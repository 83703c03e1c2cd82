"""Statuses on approved figures: which figures count, from which baseline, as of which day, with which limits."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from tests.apps.reporting.factories import NOW, World
from tests.apps.reporting.outworld import (
    TODAY,
    add_indicator,
    agency_scheme,
    approve,
    approve_all,
    make_running,
    report_for,
    type_in,
)

from ansinh.apps.planning.models import BindingRelation, BindingState, Indicator, IndicatorBinding, Plan
from ansinh.apps.reporting.models import Judgement
from ansinh.apps.reporting.selectors.one_page import rank_agencies
from ansinh.apps.reporting.selectors.progress import Progress, assess_plan, slowest
from ansinh.apps.reporting.services.judging import CannotJudge, judge, set_limits
from ansinh.apps.reporting.services.submitting import open_correction
from ansinh.core.progress.status import Status


@pytest.fixture
def plan(world: World) -> Plan:
    return make_running(world)


def one(plan: Plan, row: Indicator, *, today: dt.date = TODAY, at: dt.datetime | None = None) -> Progress:
    return next(found for found in assess_plan(plan, today=today, at=at) if found.indicator.pk == row.pk)


def insured(world: World, plan: Plan, **fields) -> Indicator:
    given = {"baseline": (2025, "85"), "code": "test_insured", "by": world.coordinator, **fields}
    return add_indicator(
        plan, "18", "Tỷ lệ dân số tham gia bảo hiểm y tế", (2026, ">=", "92"), (2030, ">", "98"), **given
    )


def test_communes_make_the_figure_of_the_province(world: World, plan: Plan):
    row = insured(world, plan)
    approve_all(world)
    found = one(plan, row)
    assert found.current.used == 90
    assert found.latest is not None
    assert (found.latest.found.numerator, found.latest.found.denominator) == (270, 300)
    assert not found.latest.is_provisional
    # The year's figure stands for 31/12/2026, the milestone of 2026 is decided by it; 2030 goes on from there.
    assert [judged.found.status for judged in found.targets] == [Status.MISSED, Status.SLOW]
    assert found.current.status is Status.SLOW
    assert found.current.ratio == Fraction(5, 7)


def test_a_share_with_communes_missing_counts_and_says_so(world: World, plan: Plan):
    row = insured(world, plan)
    world.fill(world.report(0), insured=90)
    approve(world, world.report(0))
    found = one(plan, row)
    assert found.current.used == 90
    assert found.latest is not None
    assert (found.latest.found.known, found.latest.found.expected) == (1, 3)


def test_a_sum_with_communes_missing_is_no_figure_of_the_province(world: World, plan: Plan):
    row = add_indicator(
        plan, "2", "Số hộ nghèo", (2030, "<=", "10"), code="test_poor", baseline=(2025, "60"), by=world.coordinator
    )
    world.fill(world.report(0), poor=12)
    approve(world, world.report(0))
    found = one(plan, row)
    assert found.current.status is Status.NO_DATA
    assert "1 / 3" in found.why


def test_what_is_only_handed_in_does_not_count(world: World, plan: Plan):
    row = insured(world, plan)
    world.fill(world.report(0))
    assert one(plan, row).current.status is Status.NO_DATA


def test_a_figure_of_an_agency_for_the_whole_place_goes_before_the_sum(world: World, plan: Plan):
    row = insured(world, plan)
    approve_all(world)
    scheme, agency, officer = agency_scheme(world, "test_insured")
    report = report_for(scheme, "2026", agency, by=world.coordinator)
    type_in(report, "test_insured", by=officer, numerator=930, denominator=1000)
    approve(world, report, by=officer)
    found = one(plan, row)
    assert found.current.used == 93
    assert found.used is not None
    assert found.used.who == "Sở Y tế"


def test_quarters_of_a_flow_make_the_year_and_only_all_four(world: World, plan: Plan):
    flow = IndicatorBinding._meta.get_field("entry").related_model.objects.get(pk="test_poor")
    flow.time_axis = "sum"
    flow.save()
    row = add_indicator(
        plan, "3", "Số lượt hỗ trợ", (2026, ">=", "100"), code="test_poor", baseline=(2025, "10"), by=world.coordinator
    )
    scheme, agency, officer = agency_scheme(world, "test_poor", length="quarter")
    for quarter in range(1, 4):
        report = report_for(scheme, f"2026-Q{quarter}", agency, by=world.coordinator)
        type_in(report, "test_poor", by=officer, value=30)
        approve(world, report, by=officer)
    assert one(plan, row).current.status is Status.NO_DATA
    report = report_for(scheme, "2026-Q4", agency, by=world.coordinator)
    type_in(report, "test_poor", by=officer, value=30)
    approve(world, report, by=officer)
    found = one(plan, row)
    assert (found.current.used, found.current.status) == (120, Status.ACHIEVED)


def test_quarters_of_a_stock_are_points_of_their_own(world: World, plan: Plan):
    row = add_indicator(
        plan, "4", "Số hộ nghèo", (2026, "<=", "100"), code="test_poor", baseline=(2025, "200"), by=world.coordinator
    )
    scheme, agency, officer = agency_scheme(world, "test_poor", length="quarter")
    for quarter, value in ((1, 180), (2, 150)):
        report = report_for(scheme, f"2026-Q{quarter}", agency, by=world.coordinator)
        type_in(report, "test_poor", by=officer, value=value)
        approve(world, report, by=officer)
    found = one(plan, row)
    assert [point.at for point in found.points] == [dt.date(2026, 3, 31), dt.date(2026, 6, 30)]
    assert (found.current.status, found.current.expected) == (Status.ON_TRACK, Fraction(150))


def test_without_a_baseline_the_first_approved_figure_stands_for_it_and_says_so(world: World, plan: Plan):
    row = insured(world, plan, baseline=None)
    approve_all(world)
    found = one(plan, row)
    assert found.baseline_is_first
    assert found.current.status is Status.NOT_DUE
    assert "chưa ai nhập" in found.why


@pytest.mark.parametrize(
    ("direction", "status"), [("up", Status.MISSED), ("down", Status.ACHIEVED), ("unknown", Status.NOT_COMPARABLE)]
)
def test_a_bare_value_is_met_in_the_direction_of_the_indicator(world: World, plan: Plan, direction, status):
    entry = IndicatorBinding._meta.get_field("entry").related_model.objects.get(pk="test_insured")
    entry.direction = "unknown"
    entry.save()
    row = add_indicator(
        plan, "5", "Tỷ lệ", (2026, "=", "95"), code="test_insured", by=world.coordinator, direction=direction
    )
    approve_all(world)
    assert one(plan, row).current.status is status


def test_a_refused_or_narrower_binding_brings_no_figures(world: World, plan: Plan):
    row = insured(world, plan)
    approve_all(world)
    IndicatorBinding.objects.filter(indicator=row).update(relation=BindingRelation.NARROWER)
    assert one(plan, row).current.status is Status.NO_DATA
    IndicatorBinding.objects.filter(indicator=row).update(relation="same", state=BindingState.REFUSED)
    assert "gắn" in one(plan, row).why


def test_figures_as_they_counted_before_a_correction(world: World, plan: Plan):
    row = insured(world, plan)
    approve_all(world)
    later = NOW + dt.timedelta(days=3)
    report = world.report(0)
    open_correction(report_id=report.pk, reason="nhầm", actor=world.officer, now=later)
    world.type(report, "test_insured", numerator=99, denominator=100)
    approve(world, report, now=later)
    assert one(plan, row).current.used == 93
    assert one(plan, row, at=NOW + dt.timedelta(days=1)).current.used == 90


def test_the_officers_view_stands_beside_the_status(world: World, plan: Plan):
    row = insured(world, plan)
    approve_all(world)
    judge(indicator=row, on=TODAY, outlook="likely", reason="đã ký hợp đồng thu", actor=world.checker, now=NOW)
    found = one(plan, row)
    assert found.current.status is Status.SLOW
    assert found.judgement is not None
    assert found.judgement.outlook == "likely"
    assert found.disagrees


@pytest.mark.parametrize(
    ("given", "said"),
    [({}, "Chọn một mức"), ({"outlook": "likely", "reason": " "}, "vì sao"), ({"rubric": "YES"}, "tài liệu")],
)
def test_a_judgement_needs_level_reason_and_proof(world: World, plan: Plan, given, said):
    row = insured(world, plan)
    with pytest.raises(CannotJudge, match=said):
        judge(**{"indicator": row, "on": TODAY, "reason": "có", "actor": world.checker, "now": NOW, **given})


def test_a_judgement_is_never_changed(world: World, plan: Plan):
    row = insured(world, plan)
    judge(indicator=row, on=TODAY, outlook="likely", reason="có", actor=world.checker, now=NOW)
    with pytest.raises(ProgrammingError, match="chỉ được ghi thêm"), transaction.atomic():
        Judgement.objects.update(outlook="doubtful")


def test_a_target_in_words_is_what_an_officer_answers_with_proof(world: World, plan: Plan):
    row = add_indicator(plan, "6", "Hoàn thành số hóa hồ sơ", (2030, "qualitative", None), by=world.coordinator)
    assert one(plan, row).current.status is Status.NO_DATA
    judge(indicator=row, on=TODAY, rubric="PARTLY", reason="đang làm", proof="12/BC-SNV", actor=world.checker, now=NOW)
    assert one(plan, row).current.status is Status.NOT_DUE
    judge(indicator=row, on=TODAY, rubric="YES", reason="xong", proof="15/BC-SNV", actor=world.checker, now=NOW)
    assert one(plan, row).current.status is Status.ACHIEVED


def test_limits_hold_from_their_day(world: World, plan: Plan):
    row = insured(world, plan)
    approve_all(world)
    shares = {"on_track": Decimal("0.7"), "slow": Decimal("0.5"), "near": Decimal("0.01")}
    set_limits(valid_from=dt.date(2026, 11, 22), reason="QĐ", actor=world.checker, now=NOW, **shares)
    assert one(plan, row).current.status is Status.ON_TRACK
    assert one(plan, row, today=dt.date(2026, 11, 21)).current.status is Status.SLOW
    with pytest.raises(CannotJudge, match="đã có ngưỡng"):
        set_limits(valid_from=dt.date(2026, 11, 22), reason="QĐ", actor=world.checker, now=NOW, **shares)
    with pytest.raises(CannotJudge, match="nhỏ hơn"):
        set_limits(
            valid_from=TODAY + dt.timedelta(1),
            reason="QĐ",
            actor=world.checker,
            now=NOW,
            **{**shares, "slow": Decimal("0.9")},
        )


def test_slow_ones_first_and_agencies_by_their_share(world: World, plan: Plan):
    insured(world, plan, lead="Sở Y tế")
    poor = add_indicator(
        plan, "2", "Số hộ nghèo", (2030, "<=", "10"), code="test_poor", baseline=(2025, "38"), by=world.coordinator
    )
    approve_all(world)
    rows = assess_plan(plan, today=TODAY)
    assert next(row.indicator.pk for row in slowest(rows)) == poor.pk
    assert [(one.name, one.right, one.judged, one.total) for one in rank_agencies(rows)] == [
        ("Sở Nội vụ", 0, 1, 1),
        ("Sở Y tế", 0, 1, 1),
    ]


def test_statements_do_not_grow_with_the_plan(world: World, plan: Plan, django_assert_max_num_queries):
    for at in range(1, 40):
        add_indicator(plan, str(at), f"Chỉ tiêu {at}", (2030, ">=", "95"), code="test_insured", by=world.coordinator)
    approve_all(world)
    with django_assert_max_num_queries(12):
        assert len(assess_plan(plan, today=TODAY)) == 39
