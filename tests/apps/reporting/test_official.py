"""The official report: measured in the file, every number traced to a row of the snapshot, nothing missing unsaid."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import Counter
from typing import Any

import openpyxl
import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from tests.apps.reporting.factories import NOW, World, make_unit, make_user
from tests.apps.reporting.outworld import TODAY, add_indicator, approve, approve_all, make_running
from tests.apps.reporting.test_pages import browser

from ansinh.apps.accounts.models import Role
from ansinh.apps.planning.models import Plan
from ansinh.apps.reporting.models import OfficialFile, OfficialReport, OutlineSection, Snapshot, SnapshotRow
from ansinh.apps.reporting.services.annexes import write_annex
from ansinh.apps.reporting.services.composing import compose, list_missing, make_files
from ansinh.apps.reporting.services.grids import BEHIND, RIGHT, written
from ansinh.apps.reporting.services.official import (
    CannotWrite,
    begin_official,
    change_head,
    change_outline,
    write_section,
)
from ansinh.apps.reporting.services.snapshot import digest_row, take_snapshot
from ansinh.apps.reporting.services.submitting import open_correction
from ansinh.apps.territory.models import Agency, AgencyKind, AgencyLevel
from ansinh.files.official_docx import COUNTRY, FONT, MOTTO, PARTY, write_official

HEAD: dict[str, Any] = {
    "form": "state",
    "about": "Kết quả thực hiện chính sách an sinh xã hội năm 2026",
    "issuer": "Ủy ban nhân dân tỉnh Minh Họa",
    "number": 5,
    "symbol": "BC-UBND",
    "place": "Minh Họa",
    "issued_on": dt.date(2026, 2, 5),
    "sign_for": "TM. Ủy ban nhân dân",
    "signer_title": "Chủ tịch",
    "signer": "Phạm Văn Chủ",
    "recipients": ["Bộ Nội vụ", "Lưu: VT, TH"],
}


@pytest.fixture
def plan(world: World) -> Plan:
    found = make_running(world)
    given: dict[str, Any] = {"by": world.coordinator}
    add_indicator(
        found,
        "18",
        "Tỷ lệ dân số tham gia bảo hiểm y tế",
        (2030, ">", "98"),
        code="test_insured",
        baseline=(2025, "85"),
        group="Bảo hiểm",
        **given,
    )
    add_indicator(
        found,
        "2",
        "Số hộ nghèo",
        (2030, "<=", "10"),
        code="test_poor",
        baseline=(2025, "38"),
        group="Giảm nghèo",
        **given,
    )
    add_indicator(found, "3", "Chưa gắn với gì", (2030, ">=", "1"), group="Giảm nghèo", **given)
    return found


def begin(world: World, plan: Plan, **head: Any) -> OfficialReport:
    given = {**HEAD, **head}
    kind = given.pop("kind", "annual")
    years = given.pop("years", (2026, 2026))
    return begin_official(
        plan=plan, kind=kind, from_year=years[0], to_year=years[1], actor=world.coordinator, now=NOW, **given
    )


def lock(world: World, report: OfficialReport, *, now: dt.datetime = NOW) -> OfficialReport:
    take_snapshot(report_id=report.pk, actor=world.coordinator, now=now, day=TODAY)
    return OfficialReport.objects.select_related("snapshot").get(pk=report.pk)


def fill(
    world: World, report: OfficialReport, body: str = "Đã thực hiện {18} % so với mục tiêu {18:muc-tieu}."
) -> None:
    for section in report.sections.filter(kind="text"):
        write_section(section_id=section.pk, body=body, actor=world.coordinator, now=NOW)


def made(report: OfficialReport) -> Any:
    return Document(io.BytesIO(write_official(compose(report))))


def texts(word: Any) -> list[str]:
    """Every text of the file in the order in which it is printed."""
    found = []
    for block in word.element.body:
        rows = block.iter(qn("w:p"))
        found += ["".join(text.text or "" for text in one.iter(qn("w:t"))) for one in rows]
    return [text for text in found if text.strip()]


def size_of(word: Any, text: str) -> tuple[float, bool]:
    """The size of the run that holds a text, and whether it is bold."""
    tables = [p for t in word.tables for c in t._cells for p in c.paragraphs]
    run = next(run for p in [*word.paragraphs, *tables] for run in p.runs if text in run.text)
    return run.font.size.pt, bool(run.font.bold)


def test_the_state_form_is_as_the_decree_measures_it(world: World, plan: Plan):
    approve_all(world)
    report = lock(world, begin(world, plan))
    fill(world, report)
    word = made(report)
    first = word.sections[0]
    assert (round(first.page_width.mm), round(first.page_height.mm)) == (210, 297)
    margins = [round(m.mm) for m in (first.top_margin, first.bottom_margin, first.left_margin, first.right_margin)]
    assert margins == [20, 20, 30, 15]
    assert word.styles["Normal"].font.name == FONT == "Times New Roman"
    assert size_of(word, "ỦY BAN NHÂN DÂN TỈNH MINH HỌA") == (13, True)
    assert size_of(word, COUNTRY) == (13, True)
    assert size_of(word, MOTTO) == (14, True)
    assert size_of(word, "Số: 05/BC-UBND") == (13, False)
    assert size_of(word, "BÁO CÁO") == (14, True)
    assert size_of(word, "Nơi nhận:") == (12, True)
    assert size_of(word, "- Bộ Nội vụ") == (11, False)
    assert size_of(word, "PHẠM VĂN CHỦ".title()) == (14, True)
    body = next(p for p in word.paragraphs if p.text.startswith("Đã thực hiện"))
    assert body.paragraph_format.first_line_indent.mm == pytest.approx(12.7, abs=0.05)
    assert body.paragraph_format.space_after >= Pt(6)
    assert body.runs[0].font.size == Pt(14)
    assert round(word.sections[-1].page_width.mm) == 297


def test_the_parts_stand_in_the_order_of_the_decree(world: World, plan: Plan):
    approve_all(world)
    report = lock(world, begin(world, plan))
    fill(world, report)
    printed = texts(made(report))
    order = [
        "ỦY BAN NHÂN DÂN TỈNH MINH HỌA",
        COUNTRY,
        MOTTO,
        "Số: 05/BC-UBND",
        "Minh Họa, ngày 05 tháng 02 năm 2026",
        "BÁO CÁO",
        HEAD["about"],
        "I. CÔNG TÁC CHỈ ĐẠO VÀ TỔ CHỨC THỰC HIỆN",
        "Bảng 1. Tiến độ theo nhóm chỉ tiêu",
        "Bảng 2. Các chỉ tiêu chậm so với kế hoạch",
        "Nơi nhận:",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "PHỤ LỤC",
    ]
    places = [printed.index(one) for one in order]
    assert places == sorted(places)
    assert any(one.endswith("./.") for one in printed)


def test_rules_stand_under_issuer_motto_about_and_the_head_of_the_annex(world: World, plan: Plan):
    approve_all(world)
    word = made(lock(world, begin(world, plan)))
    assert len(list(word.element.body.iter(qn("w:pBdr")))) == 4


def test_pages_are_numbered_at_the_top_but_the_first(world: World, plan: Plan):
    approve_all(world)
    word = made(lock(world, begin(world, plan)))
    first = word.sections[0]
    assert first.different_first_page_header_footer
    assert "PAGE" in first.header._element.xml
    assert "PAGE" not in first.first_page_header._element.xml


@pytest.mark.parametrize(
    ("on", "number", "mark"),
    [(dt.date(2026, 5, 26), "Số: 05-BC/TU", "T/M"), (dt.date(2026, 5, 27), "Số 05-BC/TU", "T/M")],
)
def test_the_party_form_is_that_of_the_day_of_issue(world: World, plan: Plan, on, number, mark):
    approve_all(world)
    report = begin(
        world, plan, form="party", symbol="BC/TU", issuer="Tỉnh ủy Minh Họa", issued_on=on, sign_for="TM. Ban Thường vụ"
    )
    word = made(lock(world, report))
    printed = texts(word)
    assert number in printed
    assert PARTY in printed
    assert COUNTRY not in printed
    assert printed.index("TỈNH ỦY MINH HỌA") < printed.index("*")
    assert f"{mark} BAN THƯỜNG VỤ" in printed
    assert not any(one.endswith("./.") for one in printed)


def marked(word: Any) -> dict[str, list[str]]:
    """The text under each bookmark, by its name without the running number."""
    found: dict[str, list[str]] = {}
    for start in word.element.body.iter(qn("w:bookmarkStart")):
        run = start.getnext()
        text = "".join(one.text or "" for one in run.iter(qn("w:t")))
        found.setdefault(start.get(qn("w:name")).rsplit("_", 1)[0], []).append(text)
    return found


@pytest.mark.parametrize(("kind", "first"), [("annual", 2026), ("midterm", 2025), ("final", 2024)])
def test_every_number_of_the_paper_is_one_of_the_snapshot(world: World, plan: Plan, kind, first):
    approve_all(world)
    report = lock(world, begin(world, plan, kind=kind, years=(first, 2026)))
    fill(world, report)
    word = made(report)
    columns = [cell.text for cell in word.tables[-1].rows[0].cells if cell.text.startswith("Năm ")]
    assert columns == [f"Năm {year}" for year in range(first, 2027)]
    found = marked(word)
    rows = {row.ordinal: row.content for row in SnapshotRow.objects.filter(snapshot=report.snapshot)}
    for name, printed in found.items():
        if name.startswith("chi_tieu_"):
            content = rows[int(name.removeprefix("chi_tieu_"))]
            held = {written(content[key]) for key in ("value", "baseline", "numerator", "denominator")}
            held |= {written(value) for value in content["years"].values()} | {content["goal"]}
            assert {one.removesuffix("*") for one in printed} <= held
    statuses = Counter(content["status"] for content in rows.values())
    right, behind = sum(statuses[one] for one in RIGHT), sum(statuses[one] for one in BEHIND)
    assert found["dem_tat_ca"] == [str(len(rows))]
    assert found["dem_dung_huong"] == [str(right)]
    assert found["dem_cham"] == [str(behind)]
    assert found["dem_chua_ro"] == [str(len(rows) - right - behind)]
    # In the tables no number of a figure's column stands without its bookmark.
    for table in word.tables[1:]:
        heads = [cell.text for cell in table.rows[0].cells]
        columns = [at for at, head in enumerate(heads) if head in ("Thực hiện", "Số gốc") or head.startswith("Năm ")]
        for row in table.rows[1:]:
            for at in columns:
                cell = row.cells[at]
                has_number = bool(re.search(r"\d", cell.text))
                assert has_number == bool(list(cell._tc.iter(qn("w:bookmarkStart"))))


def test_a_snapshot_is_never_changed(world: World, plan: Plan):
    approve_all(world)
    report = lock(world, begin(world, plan))
    row = SnapshotRow.objects.filter(snapshot=report.snapshot).first()
    assert row is not None
    assert row.sha256 == digest_row(row.content)
    for rows in (SnapshotRow.objects.all(), Snapshot.objects.all()):
        with pytest.raises(ProgrammingError, match="chỉ được ghi thêm"), transaction.atomic():
            rows.update(sha256="0" * 64)


def test_a_correction_changes_the_paper_only_when_locked_anew(world: World, plan: Plan):
    approve_all(world)
    report = lock(world, begin(world, plan))
    later = NOW + dt.timedelta(days=1)
    commune = world.report(0)
    open_correction(report_id=commune.pk, reason="nhầm", actor=world.officer, now=later)
    world.type(commune, "test_insured", numerator=99, denominator=100)
    approve(world, commune, now=later)
    before = texts(made(report))
    assert texts(made(lock(world, report, now=later))) != before
    page = browser(world.coordinator).get(reverse("reporting:official", args=[report.pk])).content.decode()
    assert "Khác với lần khóa trước" in page
    assert "93" in page


def test_what_is_missing_is_listed(world: World, plan: Plan):
    report = begin(world, plan, number=None, issued_on=None, signer="", recipients=[])
    missing = list_missing(report)
    assert missing[:4] == [
        "Chưa có số văn bản.",
        "Chưa có ngày ban hành.",
        "Chưa có tên người ký.",
        "Chưa có nơi nhận.",
    ]
    assert missing[-1] == "Chưa khóa số liệu."
    assert sum("chưa có lời" in one for one in missing) == 5
    approve_all(world)
    report = lock(world, report)
    fill(world, report, "Số {99} và {18:gi-do}; số chưa có {3}, số có {18}.")
    missing = list_missing(report)
    assert any("{3} mà chỉ tiêu ấy chưa có số này" in one for one in missing)
    assert not any("{18} mà" in one for one in missing)
    assert any("{99}" in one for one in missing)
    assert any("{18:gi-do}" in one for one in missing)
    assert any(one.startswith("1 / 3 chỉ tiêu chưa có số liệu") for one in missing)


def test_a_provisional_figure_is_explained_where_it_is_first_said_and_the_paper_ends_with_its_own_words(
    world: World, plan: Plan
):
    report = begin(world, plan)
    world.fill(world.report(), insured=90, poor=12)
    approve(world, world.report())
    report = lock(world, report)
    fill(world, report)
    words = [one.text for one in Document(io.BytesIO(write_official(compose(report)))).paragraphs if one.text.strip()]
    (note,) = [at for at, text in enumerate(words) if text.startswith("(*) Số tính tạm") and "90*" in words[at - 1]]
    ends = next(text for text in words if text.endswith("./."))
    assert ends.startswith("Đã thực hiện 90*")
    assert words.index(ends) > note
    assert "Tiến độ theo nhóm chỉ tiêu" in " ".join(words)
    type(plan.indicators.get(no="2")).objects.filter(plan=plan).update(group="")
    report = lock(world, report)
    words = [one.text for one in Document(io.BytesIO(write_official(compose(report)))).paragraphs]
    assert "Tiến độ theo nhóm chỉ tiêu" not in " ".join(words)


def test_files_are_not_made_before_the_figures_are_locked(world: World, plan: Plan):
    with pytest.raises(CannotWrite, match="Khóa số liệu"):
        compose(begin(world, plan))


def test_agencies_write_their_own_parts_only(world: World, plan: Plan):
    report = begin(world, plan)
    agency = Agency.objects.create(name="Sở Y tế", kind=AgencyKind.values[0], level=AgencyLevel.values[0])
    officer = make_user("soyte", "Ngô Thị Chuyên Viên", world.province, Role.DEPARTMENT_OFFICER)
    officer.agency = agency
    officer.save()
    own, other = report.sections.filter(kind="text")[:2]
    OutlineSection.objects.filter(pk=own.pk).update(agency=agency)
    write_section(section_id=own.pk, body="Lời của Sở.", actor=officer, now=NOW, expected_version=0)
    with pytest.raises(CannotWrite, match="cơ quan khác"):
        write_section(section_id=other.pk, body="Lời.", actor=officer, now=NOW)
    with pytest.raises(CannotWrite, match="vừa sửa"):
        write_section(section_id=own.pk, body="Lời khác.", actor=world.coordinator, now=NOW, expected_version=0)
    client = browser(officer)
    assert client.get(reverse("reporting:official_section", args=[own.pk])).status_code == 200
    assert client.get(reverse("reporting:official_section", args=[other.pk])).status_code == 403
    assert client.post(reverse("reporting:official_lock", args=[report.pk])).status_code == 403


def test_the_outline_is_changed_and_keeps_texts(world: World, plan: Plan):
    report = begin(world, plan)
    about = {"report_id": report.pk, "actor": world.coordinator, "now": NOW}
    change_outline(act="add", heading="VII. KẾT LUẬN", **about)
    last = report.sections.last()
    assert last is not None
    change_outline(act="up", section_id=last.pk, **about)
    assert [one.heading for one in report.sections.all()][-2] == "VII. KẾT LUẬN"
    write_section(section_id=last.pk, body="Lời.", actor=world.coordinator, now=NOW)
    with pytest.raises(CannotWrite, match="đã có lời"):
        change_outline(act="remove", section_id=last.pk, **about)
    with pytest.raises(CannotWrite, match="Ghi đề mục"):
        change_outline(act="add", heading=" ", **about)


def test_two_people_at_the_head_are_told_of_each_other(world: World, plan: Plan):
    report = begin(world, plan)
    change_head(report_id=report.pk, actor=world.coordinator, now=NOW, expected_version=0, number=7)
    with pytest.raises(CannotWrite, match="vừa sửa"):
        change_head(report_id=report.pk, actor=world.coordinator, now=NOW, expected_version=0, number=8)


def test_the_annex_carries_the_digest_of_each_row(world: World, plan: Plan):
    approve_all(world)
    report = lock(world, begin(world, plan))
    sheet = openpyxl.load_workbook(io.BytesIO(write_annex(report))).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    digests = {row[-1] for row in cells}
    assert set(SnapshotRow.objects.values_list("sha256", flat=True)) <= digests


def test_the_files_are_made_with_the_pdf(world: World, plan: Plan):
    approve_all(world)
    report = lock(world, begin(world, plan))
    files = {one.kind: bytes(one.content) for one in make_files(report_id=report.pk, actor=world.coordinator, now=NOW)}
    assert set(files) == {"docx", "pdf", "xlsx"}
    assert files["pdf"].startswith(b"%PDF")
    with pytest.raises(ProgrammingError, match="chỉ được ghi thêm"), transaction.atomic():
        OfficialFile.objects.update(sha256="0" * 64)


def test_the_pages_lead_from_a_plan_to_the_files(world: World, plan: Plan):
    approve_all(world)
    client = browser(world.coordinator)
    given = {**HEAD, "issued_on": "05/02/2026", "recipients": "- Bộ Nội vụ;\n- Lưu: VT, TH.", "plan": str(plan.pk)}
    answer = client.post(
        reverse("reporting:official_new"), {**given, "kind": "annual", "from_year": "2026", "to_year": "2026"}
    )
    assert answer.status_code == 302
    report = OfficialReport.objects.get()
    assert report.recipients == ["Bộ Nội vụ", "Lưu: VT, TH"]
    assert client.get(reverse("reporting:official_head", args=[report.pk])).status_code == 200
    assert client.post(reverse("reporting:official_lock", args=[report.pk])).status_code == 302
    answer = client.post(reverse("reporting:official_files", args=[report.pk]))
    assert answer["Location"].startswith("/viec/")
    files = make_files(report_id=report.pk, actor=world.coordinator, now=NOW)
    for one in files:
        assert client.get(reverse("reporting:official_file", args=[one.pk])).status_code == 200
    assert client.get(reverse("reporting:officials")).status_code == 200
    backwards = client.post(
        reverse("reporting:official_new"), {**given, "kind": "annual", "from_year": "2027", "to_year": "2026"}
    )
    assert backwards.status_code == 422


def test_a_commune_officer_sees_no_official_report(world: World, plan: Plan):
    assert browser(world.officer).get(reverse("reporting:officials")).status_code == 403


def test_another_places_official_reports_are_not_there(world: World, plan: Plan):
    approve_all(world)
    report = lock(world, begin(world, plan))
    file = make_files(report_id=report.pk, actor=world.coordinator, now=NOW)[0]
    text = report.sections.filter(kind="text").first()
    assert text is not None
    elsewhere = make_unit("97", "Tỉnh Khác", "province")
    stranger = make_user("dieuphoi_khac", "Bùi Văn Nơi Khác", elsewhere, Role.COORDINATOR, Role.CHAIR)
    client = browser(stranger)
    for name, key in (
        ("official", report.pk),
        ("official_head", report.pk),
        ("official_section", text.pk),
        ("official_file", file.pk),
    ):
        assert client.get(reverse(f"reporting:{name}", args=[key])).status_code == 404
    for name in ("official_lock", "official_outline", "official_files"):
        assert client.post(reverse(f"reporting:{name}", args=[report.pk])).status_code == 404
    assert HEAD["about"] not in client.get(reverse("reporting:officials")).content.decode()
    assert plan.short_title not in client.get(reverse("reporting:official_new")).content.decode()
    with pytest.raises(CannotWrite, match="cơ quan khác"):
        write_section(section_id=text.pk, body="Lời.", actor=stranger, now=NOW)
    auditor = make_user("giamsat", "Đoàn Giám Sát", elsewhere, Role.AUDITOR)
    assert browser(auditor).get(reverse("reporting:official", args=[report.pk])).status_code == 200
    assert browser(auditor).post(reverse("reporting:official_lock", args=[report.pk])).status_code == 403


def test_a_part_that_may_be_missing_is_not_printed_empty(world: World, plan: Plan):
    approve_all(world)
    report = lock(world, begin(world, plan))
    printed = texts(made(report))
    assert "VI. ĐỀ XUẤT, KIẾN NGHỊ" not in printed
    assert printed.count("[Phần này chưa có lời]") == 5
    fill(world, report)
    assert "VI. ĐỀ XUẤT, KIẾN NGHỊ" in texts(made(report))
