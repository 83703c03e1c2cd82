"""The Excel form: goes out, comes back, and says cell by cell what is wrong with it."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.apps.reporting.factories import DAYS, NOW, World
from tests.apps.reporting.outworld import approve
from tests.apps.reporting.test_pages import browser, url

from ansinh.apps.planning.models import CatalogueIndicator
from ansinh.apps.reporting.models import Cell
from ansinh.apps.reporting.services.rounds import open_round
from ansinh.apps.reporting.services.sheets import FormRead, WrongForm, read_form, write_form
from ansinh.core.progress.periods import Period, PeriodKind
from ansinh.files.errors import UnreadableFile

Change = Callable[[Any], None]


def changed(world: World, change: Change, at: int = 0) -> bytes:
    """Open the form of a report as a spreadsheet program does, change it, and save it."""
    book = openpyxl.load_workbook(io.BytesIO(write_form(world.report(at))))
    change(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(**cells: object) -> Change:
    def change(page: Any) -> None:
        for place, value in cells.items():
            page[place] = value

    return change


def test_what_was_typed_into_the_form_is_what_would_change(world: World):
    data = changed(world, put(F6=90, G6=100, F7=12, H9="Không phát sinh", I7="rà soát tháng 10"))
    found = read_form(world.report(), data, name="mau.xlsx").found
    assert [(one.row.line.entry_id, one.before, one.after) for one in found] == [
        ("test_insured", "chưa nhập", "90 / 100"),
        ("test_poor", "chưa nhập", "12 (rà soát tháng 10)"),
        ("test_index", "chưa nhập", "không phát sinh"),
    ]
    assert found[0].typed.numerator == Decimal(90)


def test_zero_and_decimals_stay_what_they_are(world: World):
    data = changed(world, put(F7=0, F8=1.5, G8=9000))
    found = read_form(world.report(), data, name="mau.xlsx").found
    assert [one.typed.value for one in found] == [Decimal(0), None]
    assert found[1].typed.numerator == Decimal("1.5")


def test_the_form_goes_out_with_what_is_there(world: World):
    report = world.report()
    world.fill(report)
    page = openpyxl.load_workbook(io.BytesIO(write_form(report))).worksheets[0]
    assert [page["F6"].value, page["G6"].value, page["F7"].value, page["H9"].value] == [90, 100, 12, "Không phát sinh"]
    assert page.protection.sheet
    assert not page["F6"].protection.locked
    assert page["G7"].protection.locked
    assert read_form(report, write_form(report), name="mau.xlsx") == FormRead((), ())


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("mau.xlsx", data)


WRONG = [
    (put(C7="Số hộ nghèo đầu năm"), ["C7"]),
    (put(A7="1"), ["A7"]),
    (put(F6="chín mươi"), ["F6"]),
    (put(H7="không có"), ["H7"]),
    (put(F9=1, H9="Không phát sinh"), ["H9"]),
    (put(G7=5), ["G7"]),
    (put(A10="thêm dòng"), ["A10"]),
    (put(A1="ANSINH-BC1:x:y:z"), ["A1"]),
    (put(A1=None), ["A1"]),
    (put(F6="x", F7="y", G8="z"), ["F6", "F7", "G8"]),
    (put(F5="Mẫu số", G5="Tử số hoặc số"), ["F5", "G5"]),
    (put(E5="Kỳ này"), ["E5"]),
    (put(D7="Người"), ["D7"]),
    (put(D6=None, D9="%"), ["D6", "D9"]),
]


@pytest.mark.parametrize(("change", "places"), WRONG)
def test_a_form_that_is_not_what_went_out_is_refused_with_its_cells(world: World, change, places):
    with pytest.raises(WrongForm) as wrong:
        read_form(world.report(), changed(world, change), name="mau.xlsx")
    assert [place for place, _ in wrong.value.cells] == places
    assert Cell.objects.count() == 0


def test_the_form_of_another_commune_is_refused(world: World):
    with pytest.raises(WrongForm, match="đơn vị khác"):
        read_form(world.report(1), changed(world, put(F7=1)), name="mau.xlsx")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not a zip", b"a,b,c"])
def test_what_is_no_spreadsheet_is_refused_in_a_sentence(world: World, data):
    with pytest.raises(UnreadableFile, match=r"mau\.xlsx"):
        read_form(world.report(), data, name="mau.xlsx")


def test_rows_that_were_moved_are_refused(world: World):
    def swap(page: Any) -> None:
        for column in "ABCDEFGHI":
            page[f"{column}6"].value, page[f"{column}7"].value = page[f"{column}7"].value, page[f"{column}6"].value

    with pytest.raises(WrongForm) as wrong:
        read_form(world.report(), changed(world, swap), name="mau.xlsx")
    assert {place for place, _ in wrong.value.cells} == {"A6", "A7"}


def test_the_figure_of_the_last_period_is_not_taken_in_and_a_changed_one_is_told(world: World):
    data = changed(world, put(E7=99, F7=12, J8="ghi ngoài mẫu"))
    read = read_form(world.report(), data, name="mau.xlsx")
    assert [one.after for one in read.found] == ["12"]
    assert [place for place, _ in read.told] == ["E7", "J8"]
    assert "“Kỳ trước” trong tệp là “99”, phần mềm có không có" in read.told[0][1]
    page = browser(world.officer).post(url("form_in", world.report().pk), {"file": upload(data)}).content.decode()
    assert "Đã sửa trong tệp nhưng không nhận" in page
    assert '<b class="so">E7</b>' in page
    unchanged = changed(world, put(E7=99))
    answer = browser(world.officer).post(url("form_in", world.report().pk), {"file": upload(unchanged)}, follow=True)
    assert "Ô E7" in answer.content.decode()


def test_the_last_period_is_that_of_the_form_that_went_out(world: World):
    before = open_round(scheme=world.scheme, period=Period(2025, PeriodKind.YEAR), actor=None, now=NOW, days=DAYS)
    report = before.reports.get(place=world.communes[0])
    world.fill(report, insured=88, poor=15)
    approve(world, report)
    data = changed(world, put(F7=12))
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert [page["E6"].value, page["E7"].value] == [88, 15]
    assert read_form(world.report(), data, name="mau.xlsx").told == ()
    told = read_form(world.report(), changed(world, put(E6=None, E7=15.5, F7=12)), name="mau.xlsx").told
    assert [place for place, _ in told] == ["E6", "E7"]
    assert "phần mềm có 15" in told[1][1]


def test_a_unit_that_changed_since_makes_the_form_an_old_one(world: World):
    data = changed(world, put(F7=12))
    CatalogueIndicator.objects.filter(pk="test_poor").update(unit="Nghìn hộ")
    with pytest.raises(WrongForm, match="đã đổi từ khi tệp này được tải"):
        read_form(world.report(), data, name="mau.xlsx")
