"""The Excel form: goes out, comes back, and says cell by cell what is wrong with it."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from tests.apps.reporting.factories import World

from ansinh.apps.reporting.models import Cell
from ansinh.apps.reporting.services.sheets import WrongForm, read_form, write_form
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
    found = read_form(world.report(), data, name="mau.xlsx")
    assert [(one.row.line.entry_id, one.before, one.after) for one in found] == [
        ("test_insured", "chưa nhập", "90 / 100"),
        ("test_poor", "chưa nhập", "12 (rà soát tháng 10)"),
        ("test_index", "chưa nhập", "không phát sinh"),
    ]
    assert found[0].typed.numerator == Decimal(90)


def test_zero_and_decimals_stay_what_they_are(world: World):
    data = changed(world, put(F7=0, F8=1.5, G8=9000))
    found = read_form(world.report(), data, name="mau.xlsx")
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
    assert read_form(report, write_form(report), name="mau.xlsx") == []


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
