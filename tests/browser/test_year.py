"""A year of reports in the browser: the duty appears, communes fill by grid and by Excel, returned, resubmitted, approved,
added up; afterwards a wrong figure is corrected. And the grid's own ways: keyboard, paste, two people, no connection."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from docx import Document
from playwright.sync_api import Page, expect
from tests.apps.planning.factories import make_running_plan
from tests.apps.reporting.factories import World, make_world
from tests.browser.chromium import too_wide

from ansinh.apps.jobs import services as jobs
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.planning.models import Indicator, IndicatorBinding, Plan
from ansinh.apps.reporting.models import Cell, Figure, Report, Round, Scheme
from ansinh.apps.reporting.services.days import seed_days
from ansinh.apps.territory.services.directory import seed_directory

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[..., Page]
Axe = Callable[[Page], list[str]]


@pytest.fixture
def world(live_server: Any) -> World:
    seed_directory()
    seed_days()
    return make_world()


@pytest.fixture
def plan(world: World) -> Plan:
    found = make_running_plan(actor=world.coordinator)
    Plan.objects.filter(pk=found.pk).update(scope_unit=world.province)
    # The plan's indicators are those of the small catalogue.
    rows = Indicator.objects.filter(plan=found).order_by("ordinal")
    IndicatorBinding.objects.filter(indicator__plan=found).delete()
    for row, code in zip(rows, ("test_insured", "test_poor", "test_doctors"), strict=False):
        IndicatorBinding.objects.create(indicator=row, entry_id=code)
    return found


def address(name: str, report: Report, part: str = "") -> str:
    return f"/bao-cao/{report.pk}/{part}"


def row_of(page: Page, report: Report, code: str) -> Any:
    line = report.round.scheme.lines.get(entry=code)
    return page.locator(f"#l{line.pk}")


def kept(report: Report, code: str) -> Cell | None:
    return Cell.objects.filter(report=report, line__entry=code).first()


def type_in(row: Any, name: str, text: str) -> None:
    row.locator(f"input[name={name}]").fill(text)


def test_a_year_from_the_plan_to_a_corrected_figure(
    open_page: Open, axe: Axe, world: World, plan: Plan, tmp_path: Path
):
    # the duty of the plan becomes a duty to report, with one press
    page = open_page("/bao-cao/che-do/tu-ke-hoach/", user=world.coordinator)
    assert axe(page) == []
    first = page.get_by_role("row").filter(has_text="trước ngày 25/11")
    expect(first).to_contain_text("3 xã, phường, đặc khu")
    first.get_by_role("button", name="Lập chế độ báo cáo").click()
    expect(page.locator(".toast")).to_contain_text("Các kỳ tự mở 30 ngày trước hạn gửi")
    scheme = Scheme.objects.get(plan=plan, reporters="communes")
    page.get_by_role("link", name=re.compile("các xã")).click()
    assert axe(page) == []
    page.locator("#ky").select_option("2026")
    page.get_by_role("button", name="Mở kỳ").click()
    expect(page.locator(".toast")).to_contain_text("3 đơn vị phải nộp")
    opened = Round.objects.get(scheme=scheme)

    # the first commune fills the grid with the keyboard
    report = opened.reports.get(place=world.communes[0])
    page = open_page("/bao-cao/", user=world.officer)
    assert axe(page) == []
    page.locator(f'a[href="{address("grid", report)}"]').click()
    assert axe(page) == []
    assert too_wide(page) == []
    row_of(page, report, "test_insured").locator("input[name=numerator]").focus()
    page.keyboard.type("146")
    page.keyboard.press("Tab")
    page.keyboard.type("141")
    page.keyboard.press("Enter")
    wrong = page.locator("tr.loi-dong:not([hidden])")
    expect(wrong).to_contain_text("Tử số 146 lớn hơn mẫu số 141")
    page.keyboard.type("12")
    page.keyboard.press("Tab")
    expect(page.locator("[data-saved]")).to_contain_text("Đã lưu")
    page.get_by_role("button", name="Kiểm tra và nộp").click()
    expect(page.locator("section.errsum")).to_contain_text("Chưa nộp được: còn 2 chỗ")
    assert axe(page) == []
    page.locator("section.errsum a").first.click()
    type_in(row_of(page, report, "test_insured"), "numerator", "140")
    page.keyboard.press("Tab")
    expect(row_of(page, report, "test_insured").locator(".kq")).to_contain_text("99,3")
    row = row_of(page, report, "test_doctors")
    row.locator("select").select_option("no_data")
    page.keyboard.type("Trạm y tế chưa gửi số")
    page.keyboard.press("Escape")
    expect(page.locator("[data-done]")).to_have_text("3")
    page.get_by_role("button", name="Kiểm tra và nộp").click()
    expect(page.locator(".toast")).to_contain_text("Đã nộp bản 1")

    # the second fills the Excel form
    other = opened.reports.get(place=world.communes[1])
    page = open_page(address("grid", other), user=world.other_officer)
    with page.expect_download() as down:
        page.get_by_role("link", name="Tải mẫu XLSX").click()
    file = tmp_path / "mau.xlsx"
    down.value.save_as(file)
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    sheet = book.worksheets[0]
    sheet["F6"], sheet["G6"], sheet["F7"], sheet["F8"], sheet["G8"] = 450, 500, 30, 4, 10000
    book.save(file)
    page.get_by_role("link", name="Nạp XLSX").click()
    page.locator("#tep").set_input_files(file)
    page.get_by_role("button", name="Xem tệp thay đổi gì").click()
    assert axe(page) == []
    page.get_by_role("button", name="Nhận 3 dòng").click()
    page.get_by_role("button", name="Kiểm tra và nộp").click()
    expect(page.locator(".toast")).to_contain_text("Đã nộp bản 1")

    # the coordinator returns one and approves the other
    checker = open_page(address("decide", report, "duyet/"), user=world.checker)
    assert axe(checker) == []
    checker.locator("#id_reason").fill("Trạm y tế đã gửi số ngày 20/11; ghi số ấy.")
    checker.get_by_role("button", name="Trả lại").click()
    expect(checker.locator(".toast")).to_contain_text("Đã trả lại")
    checker.goto(checker.url.split("/bao-cao/")[0] + address("decide", other, "duyet/"))
    checker.get_by_role("button", name="Duyệt bản 1").click()
    expect(checker.locator(".toast")).to_contain_text("Đã duyệt")

    # returned, mended, handed in again, approved
    page = open_page("/bao-cao/", user=world.officer)
    expect(page.locator("section").filter(has_text="Bị trả lại")).to_be_visible()
    page.locator(f'a[href="{address("grid", report)}"]').click()
    expect(page.locator(".tl")).to_contain_text("Trạm y tế đã gửi số")
    row = row_of(page, report, "test_doctors")
    type_in(row, "numerator", "3")
    type_in(row, "denominator", "9000")
    page.keyboard.press("Enter")
    expect(row.locator(".kq")).to_contain_text("3,33")
    page.get_by_role("button", name="Kiểm tra và nộp").click()
    expect(page.locator(".toast")).to_contain_text("Đã nộp bản 2")
    checker.goto(checker.url.split("/bao-cao/")[0] + address("decide", report, "duyet/"))
    checker.get_by_role("button", name="Duyệt bản 2").click()

    # added up: (140 + 450) of (141 + 500), and twelve and thirty poor households, of two communes out of three
    checker.goto(checker.url.split("/bao-cao/")[0] + f"/bao-cao/ky/{opened.pk}/")
    assert axe(checker) == []
    poor = checker.get_by_role("row").filter(has_text=Indicator.objects.get(plan=plan, binding__entry="test_poor").name)
    expect(poor).to_contain_text("42")
    expect(poor).to_contain_text("2 / 3")
    expect(checker.locator("tbody tr").first).to_contain_text("92,0")

    paper = report_out(checker, tmp_path, opened)
    assert "42*" in paper["figures"]
    assert "Số: 07/BC-UBND" in paper["head"]

    # a wrong figure is corrected afterwards; the old one counts until the new one is approved
    page = open_page(address("grid", report), user=world.officer)
    page.get_by_role("link", name="Đính chính").click()
    page.locator("#id_reason").fill("Bỏ sót 2 hộ của thôn 3")
    page.get_by_role("button", name="Mở để đính chính").click()
    type_in(row_of(page, report, "test_poor"), "value", "14")
    page.keyboard.press("Enter")
    expect(page.locator("[data-saved]")).to_contain_text("Đã lưu")
    page.get_by_role("button", name="Kiểm tra và nộp").click()
    checker.reload()
    expect(poor).to_contain_text("42")
    checker.goto(checker.url.split("/bao-cao/")[0] + address("decide", report, "duyet/"))
    assert axe(checker) == []
    checker.get_by_role("button", name="Duyệt bản 3").click()
    checker.goto(checker.url.split("/bao-cao/")[0] + f"/bao-cao/ky/{opened.pk}/")
    expect(poor).to_contain_text("44")
    old, new = Figure.objects.filter(report=report, line__entry="test_poor").order_by("version")
    assert (old.value, old.is_current, new.value, new.is_current) == (12, False, 14, True)


def report_out(page: Page, folder: Path, opened: Round) -> dict[str, list[str]]:
    """Begin the official report of a period, lock its figures, have its files made, and read the one to be signed."""
    base = page.url.split("/bao-cao/")[0]
    page.goto(f"{base}/bao-cao/tong-hop/moi/")
    for name in ("from_year", "to_year"):
        page.locator(f"#id_{name}").fill(opened.period)
    given = {"issuer": "Ủy ban nhân dân tỉnh Minh Họa", "place": "Minh Họa", "number": "7", "signer": "Phạm Văn Chủ"}
    for name, value in given.items():
        page.locator(f"#id_{name}").fill(value)
    page.get_by_role("button", name="Lập đề cương").click()
    expect(page.locator(".toast")).to_contain_text("Đã lập đề cương")
    page.get_by_role("button", name="Khóa số liệu").click()
    expect(page.locator(".toast")).to_contain_text("Đã khóa")
    where = page.url
    page.get_by_role("button", name="Lập DOCX, PDF, phụ lục").click()
    page.wait_for_url("**/viec/**")
    jobs.execute(run_id=JobRun.objects.get(kind="reporting.official_files").pk)
    page.goto(where)
    with page.expect_download() as down:
        page.get_by_role("link", name="DOCX").click()
    down.value.save_as(folder / "bao-cao.docx")
    page.goto(f"{base}/bao-cao/ky/{opened.pk}/")
    word = Document(str(folder / "bao-cao.docx"))
    head, *tables = word.tables
    return {
        "head": [cell.text for row in head.rows for cell in row.cells],
        "figures": [cell.text for table in tables for row in table.rows for cell in row.cells],
    }


@pytest.fixture
def grid(open_page: Open, world: World) -> Page:
    return open_page(address("grid", world.report()), user=world.officer)


def test_tab_goes_from_figure_to_figure_and_arrows_reach_choice_and_note(grid: Page, world: World):
    report = world.report()
    row_of(grid, report, "test_insured").locator("input").first.focus()
    names = []
    for _ in range(5):
        names.append(grid.evaluate("document.activeElement.name"))
        grid.keyboard.press("Tab")
    assert names == ["numerator", "denominator", "value", "numerator", "denominator"]
    row_of(grid, report, "test_insured").locator("input").nth(1).focus()
    grid.keyboard.press("ArrowRight")
    assert grid.evaluate("document.activeElement.name") == "blank"
    grid.keyboard.press("ArrowRight")
    assert grid.evaluate("document.activeElement.hasAttribute('data-note')")
    grid.keyboard.press("ArrowLeft")
    grid.keyboard.press("ArrowLeft")
    assert grid.evaluate("document.activeElement.name") == "denominator"
    grid.keyboard.press("ArrowDown")
    assert grid.evaluate("document.activeElement.closest('tr').dataset.line") == str(world.line("test_doctors").pk)


def test_nothing_happened_by_keyboard_and_a_figure_takes_it_back(grid: Page, world: World):
    report = world.report()
    row_of(grid, report, "test_poor").locator("select").select_option("nothing_happened")
    expect(row_of(grid, report, "test_poor").locator(".kq")).to_have_text("không phát sinh")
    type_in(row_of(grid, report, "test_poor"), "value", "0")
    grid.keyboard.press("Enter")
    expect(row_of(grid, report, "test_poor").locator(".kq")).to_have_text("0")
    found = kept(report, "test_poor")
    assert found is not None
    assert (found.blank, found.value) == ("", 0)


def test_a_block_from_a_spreadsheet_fills_down_and_right(grid: Page, world: World):
    report = world.report()
    place = row_of(grid, report, "test_insured").locator("input").first
    place.focus()
    paste = """(element, text) => { const data = new DataTransfer(); data.setData('text/plain', text);
      element.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }"""
    place.evaluate(paste, "90\t100\r\n12\t\r\n3\t9.000\r\n")
    expect(grid.locator("[data-done]")).to_have_text("3")
    assert Cell.objects.filter(report=report).count() == 3
    place = row_of(grid, report, "test_insured").locator("input").first
    place.evaluate(paste, "91\t100\nmười\t")
    expect(grid.locator("[data-problem]")).to_contain_text("chưa lưu ô nào")
    expect(row_of(grid, report, "test_insured").locator("input").first).to_have_value("90")
    place.evaluate(paste, "1\n2\n3\n4\n5")
    expect(grid.locator("[data-problem]")).to_contain_text("chỉ còn 4 dòng")


def test_two_people_on_one_cell_see_each_other(grid: Page, world: World):
    report = world.report()
    world.type(report, "test_poor", by=world.second_officer, value=10)
    type_in(row_of(grid, report, "test_poor"), "value", "11")
    grid.keyboard.press("Enter")
    told = grid.locator("tr.loi-dong:not([hidden])")
    expect(told).to_contain_text("Lê Văn Cùng vừa sửa ô này")
    expect(told).to_contain_text("Bạn vừa nhập: 11")
    expect(row_of(grid, report, "test_poor").locator("input")).to_have_value("10")
    found = kept(report, "test_poor")
    assert found is not None
    assert found.value == 10


def test_without_a_connection_nothing_is_lost_and_it_goes_out_by_itself(grid: Page, world: World):
    report = world.report()
    grid.route("**/o/*/", lambda route: route.abort())
    type_in(row_of(grid, report, "test_poor"), "value", "12")
    grid.keyboard.press("Enter")
    expect(grid.locator("tr.loi-dong:not([hidden])")).to_contain_text("Mất kết nối")
    assert kept(report, "test_poor") is None
    grid.unroute("**/o/*/")
    grid.evaluate("window.dispatchEvent(new Event('online'))")
    expect(grid.locator("[data-saved]")).to_contain_text("Đã lưu")
    found = kept(report, "test_poor")
    assert found is not None
    assert found.value == 12


def test_a_note_opens_and_closes_by_keyboard_and_is_kept(grid: Page, world: World):
    report = world.report()
    row_of(grid, report, "test_poor").locator("input").focus()
    grid.keyboard.type("12")
    grid.keyboard.press("Control+Enter")
    assert grid.evaluate("document.activeElement.name") == "note"
    grid.keyboard.type("rà soát tháng 10")
    grid.keyboard.press("Control+Enter")
    assert grid.evaluate("document.activeElement.name") == "value"
    expect(row_of(grid, report, "test_poor").locator("td.o")).to_have_class(re.compile("ghi"))
    found = kept(report, "test_poor")
    assert found is not None
    assert (found.value, found.note) == (12, "rà soát tháng 10")


PAGES = ["/bao-cao/", "/bao-cao/che-do/", "/bao-cao/che-do/moi/", "/bao-cao/che-do/dot-xuat/", "/bao-cao/ngay-nghi/"]


def test_axe_finds_nothing_serious_and_nothing_sticks_out(open_page: Open, faults: Axe, world: World):
    for path in [
        *PAGES,
        f"/bao-cao/che-do/{world.scheme.pk}/",
        f"/bao-cao/ky/{world.round.pk}/",
        "/bao-cao/nhac-viec/",
    ]:
        page = open_page(path, user=world.coordinator)
        assert faults(page) == [], path
    for path in (address("grid", world.report()), "/bao-cao/uy-quyen/"):
        page = open_page(path, user=world.officer)
        assert faults(page) == [], path


def test_twenty_of_many_indicators_are_found_and_ticked(open_page: Open, world: World):
    page = open_page("/bao-cao/che-do/moi/", user=world.coordinator)
    page.locator("#tim-entries").fill("ho ngheo")
    entries = page.locator("[data-choose]").last
    lines = entries.locator("label.chon[data-words]:not([hidden])")
    expect(lines).to_have_count(1)
    lines.locator("input").check()
    page.locator("#tim-entries").fill("")
    expect(page.locator("[data-choose]").last.locator("[data-count]")).to_have_text("1")
    page.get_by_role("button", name="Chọn cả nhóm").last.click()
    expect(page.locator("[data-choose]").last.locator("[data-count]")).to_have_text("4")
    assert page.locator("#id_agencies").is_hidden()
    page.get_by_label("Các cơ quan", exact=True).check()
    assert page.locator("#id_agencies").is_visible()


def test_the_chairmans_page_is_one_sheet_of_paper(open_page: Open, world: World, plan: Plan):
    page = open_page("/bao-cao/mot-trang/", user=world.coordinator)
    expect(page.get_by_role("heading", name="Cơ quan chủ trì")).to_be_visible()
    with pypdfium2.PdfDocument(page.pdf(format="A4")) as paper:
        assert len(paper) == 1
