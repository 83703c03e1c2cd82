"""Lists that officers bring: read whatever they were saved as, every wrong cell told with its place, given back safely."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from datetime import date
from typing import Any

import duckdb
import openpyxl
import pytest

from ansinh.files.errors import UnreadableFile
from ansinh.files.limits import Limits
from ansinh.files.register import reading
from ansinh.files.register.difference import difference, digest_of
from ansinh.files.register.giving_back import REASON, write_errors
from ansinh.files.register.households import check_households
from ansinh.files.register.mapping import CannotMap, find_columns, letters, read_mapping, shipped_mappings
from ansinh.files.register.reading import RegisterFile, read_register
from ansinh.files.register.rows import Birth, PersonRow, RowError, check_rows, read_birth

TODAY = date(2026, 11, 22)
HEAD = ["Mã hộ", "Họ và tên", "Quan hệ với chủ hộ", "Giới tính", "Ngày sinh", "Số CCCD", "Xã", "Số người"]
OWN = next(each for each in shipped_mappings() if each.key == "an_sinh")
GOOD = [
    ["H1", "Trần Văn Mẫn", "Chủ hộ", "Nam", "09/03/1984", "900084000001", "Xã Mẫu", "2"],
    ["H1", "Lê Thị Nụ", "Vợ", "Nữ", "1986", "900186000002", "Xã Mẫu", "2"],
]
# A list of the time before Unicode, as its bytes stand in a file: names typed for .VnTime.
TCVN3 = (
    "Hä vµ tªn;NghÒ nghiÖp;§Þa chØ\nNguyÔn V¨n S¬n;N«ng d©n;X· Hßa B×nh\nTrÇn ThÞ LuyÕn;C«ng nh©n;X· T©n LËp\n".encode(
        "cp1252"
    )
)


def as_csv(rows: list[list[str]], *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: list[list[Any]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def as_parquet(rows: list[list[str]], tmp: Any) -> bytes:
    path = tmp / "x.parquet"
    with duckdb.connect() as base:
        base.execute("CREATE TABLE t (" + ", ".join(f'"{name}" VARCHAR' for name in rows[0]) + ")")
        base.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(rows[0]))})", rows[1:])
        base.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    return bytes(path.read_bytes())


def checked(rows: list[list[Any]]) -> tuple[RegisterFile, list[PersonRow | None], list[RowError]]:
    file = read_register(as_xlsx([HEAD, *rows]), name="x.xlsx")
    done = list(check_rows(file, find_columns(file.headings, OWN), today=TODAY))
    return file, [person for _number, person, _errors in done], [error for *_rest, errors in done for error in errors]


def test_the_same_list_reads_the_same_from_every_kind_of_file(tmp_path: Any) -> None:
    rows = [HEAD, *GOOD]
    files = {
        "x.csv": [as_csv(rows), as_csv(rows, encoding="utf-8-sig"), as_csv(rows, encoding="utf-16"), as_csv(rows, delimiter=";"), as_csv(rows, delimiter="\t")],
        "x.xlsx": [as_xlsx(rows), as_xlsx([["Danh sách hộ"], [], *rows])],
        "x.parquet": [as_parquet(rows, tmp_path)],
    }  # fmt: skip
    persons = []
    for name, contents in files.items():
        for data in contents:
            file = read_register(data, name=name)
            found = find_columns(file.headings, OWN)
            persons.append([person for _number, person, _errors in check_rows(file, found, today=TODAY)])
    assert len(persons) == 8
    assert all(each == persons[0] for each in persons)
    assert persons[0][0] == PersonRow(
        full_name="Trần Văn Mẫn", household_code="H1", relation="head", sex="male",
        birth=Birth(date(1984, 3, 9), date(1984, 3, 9), "day"), personal_id="900084000001", commune_name="Xã Mẫu", household_size=2,
    )  # fmt: skip
    assert persons[0][1].birth == Birth(date(1986, 1, 1), date(1986, 12, 31), "year")


def test_windows_1258_is_read_and_said() -> None:
    # That encoding has letters and tones apart: "ệ" is "ê" and a dot below.
    text = "Họ và tên,Giới tính,Xã\nNguyễn Thị Hiền,Nữ,Xã Mỹ Lệ\n"
    apart = "".join(
        sign if sign in "âêôăơưđÂÊÔĂƠƯĐ" else unicodedata.normalize("NFD", sign)
        for letter in text
        for sign in _loosened(letter)
    )
    file = read_register(apart.encode("cp1258"), name="cu.csv")
    assert file.headings == ("Họ và tên", "Giới tính", "Xã")
    assert list(file.rows) == [(2, ("Nguyễn Thị Hiền", "Nữ", "Xã Mỹ Lệ"))]
    assert file.notes == ("Tệp “cu.csv” được đọc theo bảng mã windows-1258: xem lại dấu của vài tên trước khi nhận.",)


def _loosened(letter: str) -> str:
    marks = unicodedata.normalize("NFD", letter)
    tone = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
    return unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tone)) + "".join(tone)


@pytest.mark.parametrize(
    ("name", "data", "code", "said"),
    [
        ("x.csv", b"", "empty", "chọn lại tệp"),
        ("x.doc", b"abc", "kind", "không phải danh sách"),
        ("cu.csv", TCVN3, "old_font", "TCVN3"),
        ("cu.csv", TCVN3.decode("cp1252").encode(), "old_font", "chuyển sang Unicode"),
        ("x.xlsx", b"PK\x03\x04" + b"\0" * 50, "broken", ""),
        ("x.xlsx", as_csv([HEAD]), "mismatch", "không phải loại ấy"),
        ("x.parquet", b"PAR1" + b"\0" * 90, "broken", "không đọc được như Parquet"),
        ("x.csv", as_csv([["1", "2", "3"], ["4", "5", "6"]]), "no_header", "không có dòng tiêu đề"),
        ("x.csv", (",".join(f"cột {at}" for at in range(400))).encode(), "too_large", "300 cột"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(name: str, data: bytes, code: str, said: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_register(data, name=name)
    assert caught.value.code == code
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("place", ["XFD1", "A1048577", "ZZZZ9", "KP2"])
def test_a_cell_far_away_is_refused_before_the_sheet_is_made(place: str) -> None:
    data = as_xlsx([HEAD, *GOOD])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            text = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                row = "".join(sign for sign in place if sign.isdigit())
                text = text.replace(
                    b"</sheetData>", f'<row r="{row}"><c r="{place}"><v>1</v></c></row></sheetData>'.encode()
                )
            new.writestr(part, text)
    with pytest.raises(UnreadableFile) as caught:
        read_register(out.getvalue(), name="x.xlsx")
    assert caught.value.code == "too_large"


def test_a_sheet_of_more_cells_than_memory_holds_is_refused_before_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    data = as_xlsx([HEAD, *[GOOD[0]] * 2000])
    cells = 8 * 2001
    monkeypatch.setattr(reading, "MOST_CELLS", cells)
    assert len(list(read_register(data, name="x.xlsx").rows)) == 2000
    monkeypatch.setattr(reading, "MOST_CELLS", cells - 1)
    monkeypatch.setattr(reading.CalamineWorkbook, "from_filelike", None)
    with pytest.raises(UnreadableFile, match="CSV UTF-8"):
        read_register(data, name="x.xlsx")


TITLES = ["DANH SÁCH HỘ NGHÈO NĂM 2026", "Huế, ngày 09 tháng 3 năm 2026"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("title", [TITLES[:1], TITLES, [f'"{TITLES[1]}"']], ids=["one", "two", "quoted"])
def test_a_csv_with_titles_above_its_headings_is_read(title: list[str], delimiter: str) -> None:
    data = "\n".join(title).encode() + b"\n" + as_csv([HEAD, *GOOD], delimiter=delimiter)
    file = read_register(data, name="x.csv")
    assert file.headings == tuple(HEAD)
    assert [number for number, _cells in file.rows] == [len(title) + 2, len(title) + 3]


def test_a_narrow_list_keeps_its_heading() -> None:
    file = read_register(as_csv([["Họ và tên"], ["Lê An"], ["Trần Bình"]]), name="x.csv")
    assert file.headings == ("Họ và tên",)
    assert [cells for _number, cells in file.rows] == [("Lê An",), ("Trần Bình",)]


@pytest.mark.parametrize("number", ["000000000000", "123456789012", "999999999999", "012345678901"])
def test_a_number_that_only_fills_the_cell_is_told_as_that_and_not_as_a_double(number: str) -> None:
    rows = [[*row[:5], number, *row[6:]] for row in GOOD]
    _file, persons, errors = checked(rows)
    assert persons == [None, None]
    assert [(error.column, "điền cho đủ" in error.reason) for error in errors] == [("F", True)] * 2


def test_rows_can_be_gone_through_again_and_break_off_where_the_file_does() -> None:
    file = read_register(as_csv([HEAD, *GOOD]), name="x.csv")
    assert list(file.rows) == list(file.rows)
    assert [number for number, _cells in file.rows] == [2, 3]
    long = as_csv([HEAD, *[GOOD[0]] * 3000]) + b"x," * 400 + b"\n"
    file = read_register(long, name="x.csv")
    with pytest.raises(UnreadableFile, match="300 cột"):
        list(file.rows)


def test_a_zip_bomb_is_refused_unopened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    with pytest.raises(UnreadableFile):
        read_register(out.getvalue(), name="x.xlsx")


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="quá mức"):
        read_register(as_csv([HEAD, *GOOD]), name="x.csv", limits=Limits(file_bytes=100))


def test_headings_are_found_without_marks_capitals_and_signs() -> None:
    found = find_columns(["HO VA TEN", "ngày,  tháng, năm sinh", "Ghi chú", "so cccd"], OWN)
    assert found.columns == {"full_name": 0, "birth_date": 1, "personal_id": 3}
    assert found.unused == ("Ghi chú",)


def test_a_person_decides_before_the_mapping() -> None:
    headings = ["Tên chủ thẻ", "Họ và tên", "Mã"]
    assert find_columns(headings, OWN, chosen={"full_name": 0, "household_code": 2}).columns == {
        "full_name": 0,
        "household_code": 2,
    }


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (["Mã hộ", "Giới tính"], "Chưa rõ cột nào là họ và tên"),
        (["Họ và tên", "Họ tên"], "“Họ và tên” (cột A) và “Họ tên” (cột B)"),
    ],
)
def test_columns_that_are_not_clear_are_asked_for(headings: list[str], said: str) -> None:
    with pytest.raises(CannotMap) as caught:
        find_columns(headings, OWN)
    assert said in str(caught.value)


def test_no_heading_of_another_program_is_made_up() -> None:
    empty = {each.key for each in shipped_mappings() if not each.headings}
    assert empty == {"mis_posasoft", "ho_ngheo", "bao_hiem"}


@pytest.mark.parametrize("text", ["headings: [1]", "label: x", "headings: {ghost: [A]}", "a: [", "- 1"])
def test_a_mapping_that_cannot_be_read_is_one_sentence(text: str) -> None:
    with pytest.raises(CannotMap, match="Bảng tiêu đề “x”"):
        read_mapping(text, key="x")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("09/03/1984", Birth(date(1984, 3, 9), date(1984, 3, 9), "day")),
        ("9-3-1984", Birth(date(1984, 3, 9), date(1984, 3, 9), "day")),
        ("1984-03-09", Birth(date(1984, 3, 9), date(1984, 3, 9), "day")),
        (date(1984, 3, 9), Birth(date(1984, 3, 9), date(1984, 3, 9), "day")),
        ("02/1984", Birth(date(1984, 2, 1), date(1984, 2, 29), "month")),
        ("12/1984", Birth(date(1984, 12, 1), date(1984, 12, 31), "month")),
        (1984, Birth(date(1984, 1, 1), date(1984, 12, 31), "year")),
        ("  ", None),
    ],
)
def test_a_day_of_birth_is_day_first_or_as_much_as_is_known(value: Any, expected: Birth | None) -> None:
    assert read_birth(value, today=TODAY) == expected


@pytest.mark.parametrize("value", ["31/02/1984", "1899", "23/11/2026", "13/13/1984", "hôm qua", "0", "00/1984", 3.5])
def test_a_day_that_is_none_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="ngày sinh"):
        read_birth(value, today=TODAY)


def test_every_wrong_cell_is_told_with_its_place() -> None:
    _file, persons, errors = checked(
        [
            GOOD[0],
            ["H2", "", "Chủ hộ", "Nam", "31/02/1984", 84000001, "Xã Mẫu", ""],
            ["H2", "Lê Thị 5", "hàng xóm", "khác", "1990", "9001900000AB", "Xã Mẫu", "0"],
        ]
    )
    assert [person is None for person in persons] == [False, True, True]
    said = [str(error) for error in errors]
    assert said[0].startswith("Ô E3: ngày sinh “31/02/1984” không phải một ngày")
    assert "Ô B3: không có họ tên; ghi họ và tên hoặc xóa dòng này" in said
    assert any(
        each.startswith("Ô F3: số định danh “84000001” có 8 chữ số, phải có 12; Excel đã bỏ số 0") for each in said
    )
    assert {str(error)[:6] for error in errors} == {
        "Ô E3: ",
        "Ô B3: ",
        "Ô F3: ",
        "Ô B4: ",
        "Ô C4: ",
        "Ô D4: ",
        "Ô F4: ",
        "Ô H4: ",
    }


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (GOOD, []),
        ([GOOD[0], ["H1", "Lê Văn Nụ", "Chủ hộ", "", "", "", "", "2"]], ["hộ H1 có 2 chủ hộ (dòng 2, 3)"]),
        ([GOOD[0], [*GOOD[1][:2], "Con", *GOOD[1][3:6], "Xã Khác", "2"]], ["hộ H1 ở 2 xã (Xã Khác, Xã Mẫu)"]),
        ([GOOD[0]], ["hộ H1 ghi 2 người nhưng có 1 dòng"]),
        ([*GOOD, ["H2", "Võ Ao", "Con", "", "", "", "", ""]], ["hộ H2 không có chủ hộ"]),
        ([*GOOD, ["H2", "Võ Ao", "Chủ hộ", "", "", "900084000001", "", ""]], ["số định danh này đã có ở dòng 2"]),
    ],
)
def test_households_that_cannot_be_are_told(rows: list[list[Any]], said: list[str]) -> None:
    _file, persons, errors = checked(rows)
    assert errors == []
    found = check_households([(at, person) for at, person in enumerate(persons, 2) if person])
    assert [error.reason.partition(";")[0] for error in found] == said


def test_a_list_of_persons_alone_needs_no_heads() -> None:
    assert (
        check_households([(2, PersonRow(full_name="Lê An")), (3, PersonRow(full_name="Lê Bình", household_code="1"))])
        == []
    )


@pytest.mark.parametrize("as_csv_file", [False, True])
def test_errors_go_back_with_the_users_own_columns_and_no_formula(as_csv_file: bool) -> None:
    bad = ['=HYPERLINK("http://x")', "", "@x", "+1+cmd", "-2", "\t=1", "Xã Mẫu", "Nam"]
    data = as_csv([[*HEAD[:-1], "Ghi chú riêng"], GOOD[0], bad])
    file = read_register(data, name="x.csv")
    errors = [
        error for *_rest, found in check_rows(file, find_columns(file.headings, OWN), today=TODAY) for error in found
    ]
    out = io.BytesIO()
    assert write_errors(out, file=file, errors=errors, as_csv=as_csv_file) == 1
    if as_csv_file:
        rows = list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"))))
        assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(out.getvalue())).active
        cells = [list(row) for row in sheet.iter_rows()]
        assert all(cell.data_type in {"s", "n"} for row in cells for cell in row)
        rows = [[cell.value for cell in row] for row in cells]
    assert list(rows[0]) == [*HEAD[:-1], "Ghi chú riêng", "Dòng trong tệp gốc", REASON]
    assert rows[1][6:9] == ["Xã Mẫu", "Nam", "3"]
    assert "Ô B3: không có họ tên" in rows[1][9]
    # Corrected, it can be sent again: the columns of ours take no field.
    again = read_register(out.getvalue(), name="x.csv" if as_csv_file else "x.xlsx")
    assert find_columns(again.headings, OWN).unused == ("Ghi chú riêng", "Dòng trong tệp gốc", REASON)


def test_the_same_list_again_changes_nothing_and_a_changed_one_says_what() -> None:
    _file, persons, _errors = checked(GOOD)
    before = [person for person in persons if person]
    assert difference(before, before).is_empty
    assert difference(before, list(reversed(before))).is_empty
    assert digest_of(before) == digest_of(list(reversed(before)))
    moved = before[0].model_copy(update={"village": "Thôn 2"})
    new = PersonRow(full_name="Võ Ao")
    found = difference(before, [moved, new])
    assert found.changed[0].key == "900084000001"
    assert found.changed[0].fields == {"village": (None, "Thôn 2")}
    assert found.removed == ("900186000002",)
    assert found.added == ("võ ao||",)
    assert digest_of(before) != digest_of([moved, new])
    assert difference(before, [*before, before[0]]).doubled == ("900084000001",)


@pytest.mark.parametrize(("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (299, "KN")])
def test_columns_are_named_as_in_excel(column: int, name: str) -> None:
    assert letters(column) == name


@pytest.mark.parametrize(
    ("content", "line"),
    [(b"PK\x03\x04khong phai csv\x00\xff", 1), ("Họ và tên,Ngày sinh\nNguyễn Văn A,1951\nLê\0 B,1960\n".encode(), 3)],
    ids=["another kind of file", "one cell"],
)
def test_a_sign_that_no_table_holds_is_refused_with_its_line(content: bytes, line: int) -> None:
    with pytest.raises(UnreadableFile, match=f"ký tự rỗng ở dòng {line}"):
        list(read_register(content, name="danh-sach.csv").rows)
