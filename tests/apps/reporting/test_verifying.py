"""Everything is counted again: what agrees is said to agree, each difference is named."""

from __future__ import annotations

import datetime as dt

from tests.apps.reporting.factories import NOW, World
from tests.apps.reporting.outworld import TODAY, add_indicator, approve_all, make_running

from ansinh.apps.reporting.models import Figure, OfficialReport, Report, SnapshotRow
from ansinh.apps.reporting.services.official import begin_official
from ansinh.apps.reporting.services.snapshot import take_snapshot
from ansinh.apps.reporting.services.submitting import approve_report, open_correction, submit_report
from ansinh.apps.reporting.services.verifying import verify_everything


def prepared(world: World) -> OfficialReport:
    plan = make_running(world)
    add_indicator(plan, "18", "Tỷ lệ", (2030, ">", "98"), code="test_insured", by=world.coordinator)
    approve_all(world)
    report = begin_official(
        plan=plan,
        kind="annual",
        from_year=2026,
        to_year=2026,
        actor=world.coordinator,
        now=NOW,
        about="Báo cáo",
        issuer="UBND",
        symbol="BC-UBND",
        place="Minh Họa",
        signer_title="Chủ tịch",
    )
    take_snapshot(report_id=report.pk, actor=world.coordinator, now=NOW, day=TODAY)
    return report


def test_what_was_never_touched_agrees(world: World):
    prepared(world)
    found = verify_everything()
    assert found.faults == []
    assert (found.reports, found.figures, found.snapshots, found.rows) == (3, 12, 1, 1)


def test_a_correction_keeps_every_version_verifiable(world: World):
    prepared(world)
    report = world.report(0)
    later = NOW + dt.timedelta(days=1)
    open_correction(report_id=report.pk, reason="nhầm", actor=world.officer, now=later)
    world.type(report, "test_insured", numerator=99, denominator=100)
    assert verify_everything().faults == []
    submit_report(report_id=report.pk, actor=world.officer, now=later)
    approve_report(report_id=report.pk, actor=world.checker, now=later)
    assert verify_everything().faults == []


def test_a_changed_text_is_found(world: World):
    prepared(world)
    Report.objects.filter(pk=world.report(0).pk).update(text="khác")
    assert any("mã băm khác" in fault for fault in verify_everything().faults)


def test_a_figure_that_nobody_typed_is_found(world: World):
    prepared(world)
    figure = Figure.objects.filter(report=world.report(0)).first()
    assert figure is not None
    figure.pk, figure.breakdown = None, "urban"
    figure.save(force_insert=True)
    faults = verify_everything().faults
    assert any("chưa ai nhập" in fault for fault in faults)
    assert any("đang dùng 5 số" in fault for fault in faults)


def test_a_row_put_into_a_snapshot_is_found(world: World):
    report = prepared(world)
    row = SnapshotRow.objects.get(snapshot__report=report)
    SnapshotRow.objects.create(
        snapshot=row.snapshot,
        ordinal=2,
        indicator=row.indicator,
        content={**row.content, "value": "99"},
        sha256=row.sha256,
    )
    faults = verify_everything().faults
    assert any("1 dòng không đúng mã băm" in fault for fault in faults)
    assert any("mã băm chung không đúng" in fault for fault in faults)
    assert any("tính lại từ số liệu đã duyệt ra số khác" in fault for fault in faults)
