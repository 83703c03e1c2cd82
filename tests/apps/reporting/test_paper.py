"""The official report on paper: provisional figures are marked, tasks and money are locked, annexes name their report."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from docx.oxml.ns import qn
from tests.apps.reporting.factories import NOW, World
from tests.apps.reporting.outworld import approve, approve_all
from tests.apps.reporting.test_official import begin, fill, lock, made, marked, plan, texts  # noqa: F401 - plan: a fixture
from tests.apps.reporting.test_pages import browser

from ansinh.apps.planning.models import AgencyMention, Assignment, AssignmentRole, Plan, ReviewState, Task
from ansinh.apps.reporting.models import FundEntry, OfficialReport, ProgressNote, RowKind, SnapshotRow
from ansinh.apps.reporting.services.annexes import write_annex
from ansinh.apps.reporting.services.composing import list_missing
from ansinh.apps.reporting.services.funds import enter_fund, withdraw_fund
from ansinh.apps.reporting.services.grids import PARTIAL
from ansinh.apps.reporting.services.snapshot import digest_row
from ansinh.apps.reporting.services.tasks import Progress, report_progress
from ansinh.apps.reporting.services.verifying import verify_everything
from ansinh.apps.ui import formats

LATER = NOW + dt.timedelta(days=3)


def rows_of(report: OfficialReport, kind: RowKind = RowKind.INDICATOR) -> list[SnapshotRow]:
    return list(SnapshotRow.objects.filter(snapshot=report.snapshot_id, kind=kind).order_by("ordinal"))


def half(world: World, plan: Plan) -> OfficialReport:  # noqa: F811
    """A report locked while one of three communes has been approved."""
    report = world.report(0)
    world.fill(report, insured=90, poor=12)
    approve(world, report)
    return lock(world, begin(world, plan))


def test_a_figure_with_units_missing_has_a_star_and_a_footnote(world: World, plan: Plan):  # noqa: F811
    report = half(world, plan)
    assert [row.content["partial"] for row in rows_of(report)] == [["2026"], [], ["2026"]]
    fill(world, report)
    word = made(report)
    printed = texts(word)
    assert marked(word)["chi_tieu_3"].count("90*") >= 2
    assert any(one.startswith("Đã thực hiện 90* % so với mục tiêu") for one in printed)
    assert PARTIAL in printed
    # The footnote stands under the annex and under each text that names such a figure.
    assert printed[-1] == PARTIAL
    assert "2 chỉ tiêu là số tính tạm, in kèm dấu *; phụ lục ghi độ phủ." in list_missing(report)


def test_with_everybody_there_no_star_and_no_footnote(world: World, plan: Plan):  # noqa: F811
    approve_all(world)
    report = lock(world, begin(world, plan))
    fill(world, report)
    printed = texts(made(report))
    assert rows_of(report)[0].content["partial"] == []
    assert not any("*" in one for one in printed)


def test_the_excel_annex_stars_the_number_and_keeps_it_a_number(world: World, plan: Plan):  # noqa: F811
    sheet = openpyxl.load_workbook(io.BytesIO(write_annex(half(world, plan)))).active
    assert sheet is not None
    about = "(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 02 năm 2026 của Ủy ban nhân dân tỉnh Minh Họa)"
    assert sheet["A2"].value == about
    heads = [cell.value for cell in sheet[4]]
    figure = sheet[7][heads.index("Năm 2026")]
    assert (figure.value, figure.number_format) == (90, '#,##0.##"*"')
    assert "*" not in sheet[6][heads.index("Năm 2026")].number_format
    assert PARTIAL in [row[0].value for row in sheet.iter_rows(min_row=8)]


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ({}, "(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 02 năm 2026 của Ủy ban nhân dân tỉnh Minh Họa)"),
        (
            {"number": None, "issued_on": None},
            "(Kèm theo Báo cáo số ……/BC-UBND ngày …… tháng …… năm …… của Ủy ban nhân dân tỉnh Minh Họa)",
        ),
        (
            {"form": "party", "symbol": "BC/TU", "issuer": "Tỉnh ủy Minh Họa"},
            "(Kèm theo Báo cáo số 05-BC/TU ngày 05 tháng 02 năm 2026 của Tỉnh ủy Minh Họa)",
        ),
    ],
    ids=["state", "draft", "party"],
)
def test_each_annex_names_the_report_it_belongs_to(world: World, plan: Plan, head, line):  # noqa: F811
    approve_all(world)
    word = made(lock(world, begin(world, plan, **head)))
    printed = texts(word)
    assert printed.index("PHỤ LỤC") < printed.index(line)
    run = next(run for p in word.paragraphs for run in p.runs if run.text == line)
    assert (run.font.italic, run.font.size.pt) == (True, 14)


@pytest.mark.parametrize("body", ["Một đoạn.", "Một đoạn.\nĐoạn hai, không có dấu chấm"], ids=["stop", "no stop"])
def test_the_signature_does_not_stand_on_a_page_alone(world: World, plan: Plan, body):  # noqa: F811
    approve_all(world)
    report = lock(world, begin(world, plan))
    fill(world, report, body)
    word = made(report)
    parts = [one for one in word.element.body if one.tag in (qn("w:p"), qn("w:tbl"))]
    foot = next(at for at, one in enumerate(parts) if "Nơi nhận" in "".join(t.text or "" for t in one.iter(qn("w:t"))))
    held = []
    for element in reversed(parts[:foot]):
        if not list(element.iter(qn("w:keepNext"))):
            break
        held.append("".join(text.text or "" for text in element.iter(qn("w:t"))))
    assert any(text.strip(" ./") for text in held)
    # Not the whole text: what is held together must fit on a page.
    assert len(held) <= 4


def add_task(world: World, plan: Plan, no: str, name: str, **fields: Any) -> Task:  # noqa: F811
    task = Task.objects.create(
        plan=plan,
        no=no,
        name=name,
        ordinal=int(no),
        source="annex",
        state=ReviewState.ACCEPTED,
        decided_by=world.coordinator,
        decided_at=NOW,
        span_start=0,
        span_end=0,
        **{"schedule_kind": "year", "from_year": 2026, "to_year": 2026, "schedule_raw": "2026", **fields},
    )
    mention, _ = AgencyMention.objects.get_or_create(plan=plan, printed="Sở Nội vụ", key="sở nội vụ")
    Assignment.objects.create(task=task, mention=mention, role=AssignmentRole.LEAD, ordinal=0)
    return task


def say(world: World, task: Task, state: str, share: int, *, now: dt.datetime = NOW, seen: int = 0) -> ProgressNote:
    given = Progress(state=state, share=share, on=now.date(), done="Đã làm.", product="Đề án" if share == 100 else "")
    return report_progress(task_id=task.pk, period="", given=given, seen=seen, actor=world.coordinator, now=now)


def pay(world: World, task: Task, kind: str, source: str, amount: int, *, now: dt.datetime = NOW) -> FundEntry:
    return enter_fund(
        task_id=task.pk,
        kind=kind,
        source=source,
        amount_vnd=amount,
        on=now.date(),
        document="QĐ 1",
        key=uuid.uuid4(),
        actor=world.coordinator,
        now=now,
    )


@pytest.fixture
def tasks(world: World, plan: Plan) -> list[Task]:  # noqa: F811
    plan.activated_at = dt.datetime(2026, 2, 10, tzinfo=dt.UTC)
    plan.save()
    made_ = [
        add_task(world, plan, "1", "Xây dựng đề án trợ giúp xã hội", product="Đề án"),
        add_task(world, plan, "2", "Rà soát hộ nghèo hằng năm", schedule_kind="annual", to_year=2030),
        add_task(world, plan, "3", "Mở phiên giao dịch việc làm", quarter=3, schedule_raw="Quý III/2026"),
    ]
    say(world, made_[0], "in_progress", 40)
    pay(world, made_[0], "allocated", "province", 500_000_000)
    pay(world, made_[0], "spent", "province", 120_500_000)
    pay(world, made_[0], "allocated", "mobilised", 30_000_000)
    pay(world, made_[2], "allocated", "province", 70_000_000)
    return made_


def test_tasks_and_money_are_locked_with_their_digests(world: World, plan: Plan, tasks: list[Task]):  # noqa: F811
    approve_all(world)
    report = lock(world, begin(world, plan))
    held = rows_of(report, RowKind.TASK)
    assert [(row.task_id, row.content["status"], row.content["share"]) for row in held] == [
        (tasks[0].pk, "in_progress", 40),
        (tasks[1].pk, "unknown", None),
        (tasks[2].pk, "overdue", None),
    ]
    money = [(row.task_id, row.content["source"], row.content["spent_vnd"]) for row in rows_of(report, RowKind.FUND)]
    assert money == [
        (tasks[0].pk, "province", 120_500_000),
        (tasks[0].pk, "mobilised", 0),
        (tasks[2].pk, "province", 0),
    ]
    assert all(row.sha256 == digest_row(row.content) for row in SnapshotRow.objects.all())
    assert verify_everything().faults == []


def test_what_is_said_and_paid_after_the_locking_changes_nothing(world: World, plan: Plan, tasks: list[Task]):  # noqa: F811
    approve_all(world)
    report = lock(world, begin(world, plan))
    fill(world, report)
    before, annex = texts(made(report)), write_annex(report)
    say(world, tasks[0], "done", 100, now=LATER, seen=1)
    entry = FundEntry.objects.filter(task=tasks[0], kind="spent").get()
    withdraw_fund(task_id=tasks[0].pk, entry_id=entry.pk, reason="nhầm", actor=world.coordinator, now=LATER)
    pay(world, tasks[0], "spent", "province", 1, now=LATER)
    assert texts(made(report)) == before
    first, second = (openpyxl.load_workbook(io.BytesIO(one)) for one in (annex, write_annex(report)))
    for name in first.sheetnames:
        assert list(first[name].values) == list(second[name].values)
    # Counted again from what is kept, as it was at the moment of the locking.
    assert verify_everything().faults == []
    again = lock(world, report, now=LATER)
    assert texts(made(again)) != before


def test_a_number_of_tasks_and_money_is_that_of_its_row(world: World, plan: Plan, tasks: list[Task]):  # noqa: F811
    approve_all(world)
    report = lock(world, begin(world, plan))
    fill(world, report)
    word = made(report)
    found, printed = marked(word), texts(word)
    for row in rows_of(report, RowKind.TASK):
        if row.content["share"] is not None:
            assert formats.percent(row.content["share"], places=0) in found[f"nhiem_vu_{row.ordinal}"]
    for row in rows_of(report, RowKind.FUND):
        given, spent = row.content["allocated_vnd"], row.content["spent_vnd"]
        assert found[f"kinh_phi_{row.ordinal}"] == [formats.number(one) for one in (given, spent, given - spent)]
    assert found["nguon_province"] == ["570.000.000", "120.500.000", "449.500.000"]
    assert found["nguon_cong"] == ["600.000.000", "120.500.000", "479.500.000"]
    counts = {name: found[f"dem_nv_{name}"] for name in ("tat_ca", "xong", "tre", "qua_han", "con_lai")}
    assert counts == {"tat_ca": ["3"], "xong": ["0"], "tre": ["0"], "qua_han": ["1"], "con_lai": ["2"]}
    captions = [one for one in printed if one.startswith("Bảng ")]
    assert captions == [
        "Bảng 1. Tiến độ theo nhóm chỉ tiêu",
        "Bảng 2. Các chỉ tiêu chậm so với kế hoạch",
        "Bảng 3. Các nhiệm vụ quá hạn",
        "Bảng 4. Kinh phí theo nguồn (đồng)",
    ]
    annexes = [one for one in printed if one.startswith("PHỤ LỤC")]
    assert annexes == ["PHỤ LỤC I", "PHỤ LỤC II", "PHỤ LỤC III"]


def test_the_excel_annex_has_a_sheet_for_tasks_and_one_for_money(world: World, plan: Plan, tasks: list[Task]):  # noqa: F811
    approve_all(world)
    report = lock(world, begin(world, plan))
    book = openpyxl.load_workbook(io.BytesIO(write_annex(report)))
    assert book.sheetnames == ["Chỉ tiêu", "Nhiệm vụ", "Kinh phí"]
    digests = {row.sha256 for row in SnapshotRow.objects.filter(snapshot=report.snapshot_id)}
    seen = {row[-1] for name in book.sheetnames for row in book[name].iter_rows(min_row=5, values_only=True)}
    assert seen == digests
    money = [row[3:5] for row in book["Kinh phí"].iter_rows(min_row=5, values_only=True)]
    assert money[0] == (500_000_000, 120_500_000)


def test_the_page_says_what_was_locked(world: World, plan: Plan, tasks: list[Task]):  # noqa: F811
    approve_all(world)
    report = begin(world, plan)
    client = browser(world.coordinator)
    page = client.post(reverse("reporting:official_lock", args=[report.pk]), follow=True).content.decode()
    assert "Đã khóa 3 chỉ tiêu, 3 nhiệm vụ, 3 kinh phí" in page
