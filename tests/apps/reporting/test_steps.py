"""A report's way. Requirements 5, 6, 7: maker is not checker, no step is skipped, what is approved is what was checked."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse
from tests.apps.reporting.factories import DAYS, NOW, World, make_user
from tests.apps.reporting.test_pages import browser

from ansinh.apps.accounts.models import Role
from ansinh.apps.reporting.models import Cell, CellRevision, Figure, Report, ReportState, ReportStep, StepVerb
from ansinh.apps.reporting.selectors.approving import get_comparison
from ansinh.apps.reporting.selectors.today import get_today
from ansinh.apps.reporting.services.entering import CannotEnter, CellConflict
from ansinh.apps.reporting.services.rounds import open_round
from ansinh.apps.reporting.services.submitting import (
    STEPS,
    ContentChanged,
    NotComplete,
    StepRefused,
    approve_report,
    digest,
    open_correction,
    return_report,
    submit_report,
    withdraw_report,
)
from ansinh.core.progress import checks
from ansinh.core.progress.periods import Period, PeriodKind


def submitted(world: World) -> Report:
    report = world.report()
    world.fill(report)
    return submit_report(report_id=report.pk, actor=world.officer, now=NOW)


def approved(world: World) -> Report:
    return approve_report(report_id=submitted(world).pk, actor=world.checker, now=NOW)


def take(world: World, verb: StepVerb, report: Report) -> Report:
    """Take a step as somebody who may."""
    steps = {
        StepVerb.SUBMIT: lambda: submit_report(report_id=report.pk, actor=world.officer, now=NOW),
        StepVerb.WITHDRAW: lambda: withdraw_report(report_id=report.pk, actor=world.officer, now=NOW),
        StepVerb.RETURN: lambda: return_report(report_id=report.pk, reason="sai", actor=world.checker, now=NOW),
        StepVerb.APPROVE: lambda: approve_report(report_id=report.pk, actor=world.checker, now=NOW),
        StepVerb.CORRECT: lambda: open_correction(report_id=report.pk, reason="nhầm", actor=world.officer, now=NOW),
    }
    return steps[verb]()


def in_state(world: World, state: str) -> Report:
    match state:
        case ReportState.DRAFT:
            report = world.report()
            world.fill(report)
            return report
        case ReportState.SUBMITTED:
            return submitted(world)
        case ReportState.RETURNED:
            return return_report(report_id=submitted(world).pk, reason="sai", actor=world.checker, now=NOW)
        case ReportState.APPROVED:
            return approved(world)
        case _:
            return open_correction(report_id=approved(world).pk, reason="nhầm", actor=world.officer, now=NOW)


@pytest.mark.parametrize("verb", [verb for verb in StepVerb if verb is not StepVerb.EXTEND])
@pytest.mark.parametrize("state", ReportState.values)
def test_06_only_the_listed_steps_lead_from_a_state(world: World, state, verb):
    report = in_state(world, state)
    if verb in STEPS[state]:
        take(world, verb, report)
        return
    with pytest.raises(StepRefused, match="Tải lại trang"):
        take(world, verb, report)


@pytest.mark.parametrize(
    ("before", "after"), [("draft", "approved"), ("draft", "returned"), ("returned", "approved"), ("approved", "draft")]
)
def test_06_the_database_refuses_a_step_that_is_skipped(world: World, before, after):
    report = in_state(world, before)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(
            state=after, approved_by=world.checker, approved_at=NOW, approved_version=report.version
        )


def test_05_nobody_approves_what_he_handed_in_or_typed(world: World):
    report = world.report()
    world.fill(report)
    submit_report(report_id=report.pk, actor=world.officer, now=NOW)
    # the same person, now sitting in the province
    world.officer.scope_unit, world.officer.roles = world.province, ["coordinator"]
    world.officer.save()
    with pytest.raises(StepRefused, match="tự duyệt"):
        approve_report(report_id=report.pk, actor=world.officer, now=NOW)
    world.second_officer.scope_unit, world.second_officer.roles = world.province, ["coordinator"]
    world.second_officer.save()
    approve_report(report_id=report.pk, actor=world.second_officer, now=NOW)


def test_05_somebody_who_typed_one_figure_is_a_maker_too(world: World):
    report = world.report()
    world.fill(report)
    world.type(report, "test_poor", by=world.second_officer, value=11)
    submit_report(report_id=report.pk, actor=world.officer, now=NOW)
    world.second_officer.scope_unit, world.second_officer.roles = world.province, ["coordinator"]
    world.second_officer.save()
    with pytest.raises(StepRefused, match="tự duyệt"):
        approve_report(report_id=report.pk, actor=world.second_officer, now=NOW)


def test_05_the_database_refuses_one_person_on_both_sides(world: World):
    report = submitted(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(
            state="approved", approved_by=world.officer, approved_at=NOW, approved_version=1
        )


@pytest.mark.parametrize("who", ["officer", "chair", "other_officer"])
def test_only_the_receiver_decides(world: World, who):
    report = submitted(world)
    with pytest.raises(StepRefused, match="không phải người duyệt"):
        approve_report(report_id=report.pk, actor=getattr(world, who), now=NOW)
    with pytest.raises(StepRefused, match="không phải người duyệt"):
        return_report(report_id=report.pk, reason="sai", actor=getattr(world, who), now=NOW)


def test_07_what_is_approved_is_what_was_handed_in(world: World):
    report = submitted(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cell.objects.filter(report=report, line=world.line("test_poor")).update(value=999)
    sealed = report.content_sha256
    Report.objects.filter(pk=report.pk).update(text="đổi sau khi nộp")
    with pytest.raises(ContentChanged, match="mã băm khác"):
        approve_report(report_id=report.pk, actor=world.checker, now=NOW)
    Report.objects.filter(pk=report.pk).update(text="")
    assert digest(report) == sealed
    with pytest.raises(ContentChanged, match="bản khác"):
        approve_report(report_id=report.pk, actor=world.checker, now=NOW, seen_sha256="0" * 64)
    approve_report(report_id=report.pk, actor=world.checker, now=NOW, seen_sha256=sealed)


def test_a_report_is_handed_in_only_when_nothing_is_left(world: World):
    report = world.report()
    with pytest.raises(NotComplete) as left:
        submit_report(report_id=report.pk, actor=world.officer, now=NOW)
    assert len(left.value.remarks) == 4
    world.fill(report)
    world.type(report, "test_insured", numerator=146, denominator=141)
    with pytest.raises(NotComplete) as left:
        submit_report(report_id=report.pk, actor=world.officer, now=NOW)
    assert [one.remark.sentence for one in left.value.remarks] == [
        "Tử số 146 lớn hơn mẫu số 141. Sửa một trong hai số."
    ]


def test_an_odd_figure_has_to_be_explained_once(world: World):
    approved(world)
    world.round = open_round(scheme=world.scheme, period=Period(2027, PeriodKind.YEAR), actor=None, now=NOW, days=DAYS)
    following = world.report()
    world.fill(following, poor=40)
    with pytest.raises(NotComplete) as left:
        submit_report(report_id=following.pk, actor=world.officer, now=NOW)
    assert left.value.remarks[0].remark.code == "far_from_before"
    world.type(following, "test_poor", value=40, note="rà soát theo chuẩn mới")
    submit_report(report_id=following.pk, actor=world.officer, now=NOW)


def test_a_returned_report_goes_the_way_again_with_a_new_version(world: World):
    report = in_state(world, "returned")
    world.type(report, "test_poor", value=13)
    again = submit_report(report_id=report.pk, actor=world.officer, now=NOW)
    assert (again.version, again.state) == (2, ReportState.SUBMITTED)
    assert [step.verb for step in ReportStep.objects.filter(report=report)] == ["submit", "return", "submit"]


def test_a_correction_is_a_new_version_and_the_old_figures_count_until_it_is_approved(world: World):
    report = approved(world)
    line = world.line("test_poor")
    open_correction(report_id=report.pk, reason="đếm thiếu một hộ", actor=world.officer, now=NOW)
    world.type(report, "test_poor", value=13)
    assert Figure.objects.get(report=report, line=line, is_current=True).value == 12
    submit_report(report_id=report.pk, actor=world.officer, now=NOW)
    assert Figure.objects.get(report=report, line=line, is_current=True).value == 12
    approve_report(report_id=report.pk, actor=world.checker, now=NOW)
    figures = Figure.objects.filter(report=report, line=line).order_by("version")
    assert [(row.version, row.value, row.is_current) for row in figures] == [(1, 12, False), (2, 13, True)]


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_a_report_that_was_handed_in_takes_no_figures(world: World, state):
    report = in_state(world, state)
    with pytest.raises(CannotEnter, match="không sửa được"):
        world.type(report, "test_poor", value=1)


def test_figures_of_another_commune_are_not_taken(world: World):
    with pytest.raises(CannotEnter, match="không thuộc đơn vị"):
        world.type(world.report(), "test_poor", by=world.other_officer, value=1)


def test_two_people_on_one_cell_are_told_of_each_other(world: World):
    report = world.report()
    world.type(report, "test_poor", value=10)
    world.type(report, "test_poor", value=11, expected_revision=1)
    with pytest.raises(CellConflict, match="vừa sửa ô này") as met:
        world.type(report, "test_poor", by=world.second_officer, value=12, expected_revision=1)
    assert met.value.cell.value == 11
    assert CellRevision.objects.filter(cell__report=report).count() == 2


def test_the_same_figure_again_is_no_change(world: World):
    report = world.report()
    for _ in range(2):
        world.type(report, "test_poor", value=10)
    assert Cell.objects.get(report=report).revision == 1


@pytest.mark.parametrize("table", ["reporting_reportstep", "reporting_cellrevision", "reporting_figure"])
@pytest.mark.parametrize("act", ["DELETE FROM {}", "UPDATE {} SET id = id"])
def test_what_was_written_cannot_be_unwritten(world: World, table, act):
    approved(world)
    if table == "reporting_figure" and act.startswith("UPDATE"):
        act = "UPDATE {} SET value = 1"
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table))


def test_what_stands_out_is_first_among_those_to_be_approved(world: World):
    world.fill(world.report(1), by=world.other_officer)
    submit_report(report_id=world.report(1).pk, actor=world.other_officer, now=NOW)
    third = make_user("xa_ba", "Vũ Thị Ba", world.communes[2], Role.COMMUNE_OFFICER)
    world.fill(world.report(2), by=third)
    submit_report(report_id=world.report(2).pk, actor=third, now=NOW + dt.timedelta(days=40))
    world.fill(world.report())
    world.type(world.report(), "test_poor", value=40, note="rà soát lại sau bão")
    world.type(world.report(), "test_index", blank="no_data", note="chưa công bố")
    submit_report(report_id=world.report().pk, actor=world.officer, now=NOW + dt.timedelta(days=50))
    rows = get_today(world.checker, today=dt.date(2026, 12, 1)).waiting
    shown = [(row.place, row.explained, row.unknown, row.is_late) for row in rows]  # type: ignore[attr-defined]
    first, second, last = world.communes
    assert shown == [(last, 0, 0, True), (first, 1, 1, True), (second, 0, 0, False)]
    page = browser(world.checker).get(reverse("reporting:today")).content.decode()
    assert page.index("1 số có giải trình") < page.index(f"Chọn {second}")


def test_the_approver_sees_what_the_communes_beside_it_handed_in_and_is_asked_where_it_is_far(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(checks, "_FEWEST_PEERS", 2)
    for at, poor in ((1, 10), (2, 12)):
        report = world.report(at)
        theirs = make_user(f"canbo{at}", "Lê Thị Bên", world.communes[at], Role.COMMUNE_OFFICER)
        world.fill(report, by=theirs, poor=poor)
        submit_report(report_id=report.pk, actor=theirs, now=NOW)
    own = world.report()
    world.fill(own, poor=900)
    rows = {one.row.line.entry_id: one for one in get_comparison(own)}
    assert (rows["test_poor"].peers, rows["test_poor"].peers_median) == (2, 11)
    assert "far_from_peers" in {remark.code for remark in rows["test_poor"].remarks}
    assert "far_from_peers" not in {remark.code for remark in rows["test_insured"].remarks}
    withdraw_report(report_id=world.report(2).pk, actor=theirs, now=NOW)
    assert {one.peers for one in get_comparison(own) if one.row.line.entry_id == "test_poor"} == {1}, (
        "only what was handed in"
    )
