"""Files that would hurt, as an officer sends them: one sentence on the page, and not a byte of the register is another."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.apps.people.factories import HERE, NOW, scope, unit
from tests.apps.people.lists import AN, BE, HA, HEAD, as_csv, bring, changed, picture, stage, take
from tests.files.register.test_register import TCVN3

from ansinh.apps.accounts.models import Role
from ansinh.apps.accounts.scope import within
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.jobs.services import defer_nightly, execute
from ansinh.apps.people import tasks
from ansinh.apps.people.models import ImportPiece, ImportRow, ListImport, Person, RowChange, RowFault
from ansinh.apps.people.selectors.imports import rows_given_back

pytestmark = pytest.mark.django_db(transaction=True)
MILLION = 1_000_000


def as_xlsx(sheet: bytes = b"") -> bytes:
    """A workbook with a list in it; ``sheet`` stands in the place of the rows' own text."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (HEAD, HA, AN):
        book.active.append(row)
    book.save(out)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, sheet if sheet and part == "xl/worksheets/sheet1.xml" else old.read(part))
    return made.getvalue()


FAR = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="BDWGN1"><v>2</v></c></row></sheetData></worksheet>'
HURTING = {
    "a million columns": ("ds.csv", ",".join(f"c{at}" for at in range(MILLION)).encode(), "300 cột"),
    "a cell in the millionth column": ("ds.xlsx", as_xlsx(FAR), "300 cột"),
    "zip bomb": ("ds.xlsx", as_xlsx(b"0" * 60_000_000), "nén bất thường"),
    "TCVN3": ("ds.csv", TCVN3, "chuyển sang Unicode"),
}


@pytest.fixture
def officer(seed_provinces: Callable[..., int], make_user: Callable[..., Any]) -> Any:
    seed_provinces("46")
    officer = make_user("xa", Role.COMMUNE_OFFICER, scope_unit=unit(HERE))
    bring(officer, as_csv([changed(BE, code="H9", name="Phan Thị Tốt", number="046170009999", poverty="Hộ nghèo")]))
    return officer


def test_a_file_that_would_hurt_is_one_sentence_on_the_page(officer: Any, browser_of: Callable[..., Client]) -> None:
    before, client = picture(), browser_of(officer)
    assert before[0]["person"] == before[0]["povertyperiod"] == 1
    for what, (name, data, sentence) in HURTING.items():
        file = SimpleUploadedFile(name, data)
        answer = client.post(
            "/nguoi/nhap-danh-sach/",
            {"file": file, "kind": "people", "source": "Danh sách", "as_of": f"{NOW:%d/%m/%Y}"},
        )
        assert answer.status_code == 422, what
        errors = answer.context["form"].non_field_errors()
        assert len(errors) == 1, (what, errors)
        assert sentence in errors[0], (what, errors)
        assert picture() == before, what
        with within(scope()):
            assert ListImport.objects.count() == 1, what


def test_a_list_in_windows_1258_comes_in_with_its_marks_and_says_so(officer: Any) -> None:
    # That table of signs has most letters and tones apart: "ệ" is "ê" and a dot below.
    name = "Nguyễn Thị Hiền Lệ"
    text = as_csv([changed(BE, name=name)]).decode()
    before = picture()
    row = stage(officer, "".join(map(_apart, text)).encode("cp1258"))
    assert row.notes == ["Tệp “ds.csv” được đọc theo bảng mã windows-1258: xem lại dấu của vài tên trước khi nhận."]
    assert picture() == before
    take(officer, row)
    with within(scope()):
        assert Person.objects.filter(full_name=name).count() == 1
    assert picture()[0]["person"] == before[0]["person"] + 1


def _apart(letter: str) -> str:
    marks = unicodedata.normalize("NFD", letter)
    tone = "".join(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tone)) + tone


def test_a_formula_in_a_list_is_text_on_every_way_back(officer: Any) -> None:
    before = picture()
    formula = '=HYPERLINK("http://x";"y")'
    wrong = changed(AN, code="H8", name="=1+1", village=formula, size="1")
    row = stage(officer, as_csv([wrong, changed(BE, village="+1+cmd|' /C calc'!A0")]))
    assert (row.counts["held"], row.counts["new"]) == (1, 1)
    assert picture() == before
    with within(scope()):
        assert "không có họ tên" in RowFault.objects.get(listimport=row, field="full_name").reason
        sheet = openpyxl.load_workbook(io.BytesIO(rows_given_back(row))).active
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert any(formula in str(cell.value) for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    take(officer, row)
    assert picture()[0]["person"] == before[0]["person"] + 1


def test_what_nobody_decided_on_goes_after_thirty_days_and_the_register_stays(
    officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    night = NOW + timedelta(days=60)
    monkeypatch.setattr(tasks.timezone, "now", lambda: night)
    rows, kept = {}, (ImportPiece, ImportRow, RowFault, RowChange)
    wrong = changed(AN, code="H8", name="", number="")
    for age in (29, 30, 31):
        row = stage(officer, as_csv([HA, AN, changed(BE, name=f"Lê Thị Bé {'abc'[age - 29]}"), wrong]))
        rows[age] = row
    # One was taken; its file waits only for the rows that were not.
    taken = take(officer, stage(officer, as_csv([BE, wrong])))
    with within(scope()):
        for age, row in {**rows, 40: taken}.items():
            ListImport.objects.filter(pk=row.pk).update(created_at=night - timedelta(days=age))
        # The first of the register is a taken list of which nothing was kept: it has nothing to lose.
        first = ListImport.objects.exclude(pk__in=[row.pk for row in (*rows.values(), taken)]).get()
        before_first = (first.state, first.ended_at)
    before = picture()
    for run in defer_nightly(at=night):
        if run.kind == tasks.FORGET:
            execute(run_id=run.pk)
            assert JobRun.objects.get(pk=run.pk).state == "done"
    assert picture() == before
    with within(scope()):
        for age, row in {**rows, 40: taken}.items():
            row.refresh_from_db()
            left = [model.objects.filter(listimport=row).exists() for model in kept]
            if age <= 30:
                assert (row.state, row.ended_at, left[:3]) == ("review", None, [True, True, True]), age
            else:
                assert (row.state, left) == ("taken" if age == 40 else "thrown", [False] * 4), age
                assert row.ended_at is not None
        first.refresh_from_db()
        assert (first.state, first.ended_at) == before_first
