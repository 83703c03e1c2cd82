"""Two records of one person are found whatever clerks did to them; two persons stay two; each pair says why."""

from __future__ import annotations

import sys
import unicodedata
from datetime import date
from typing import Any

import duckdb
import pytest

from ansinh.core.text.folding import fold
from ansinh.matching.duplicates import CannotMatch, Pair, probable, reasons, same_numbers
from ansinh.matching.model import COMPARISONS
from ansinh.population.generator import Commune, Order, generate

COLUMNS = (
    "person_id BIGINT, full_name VARCHAR, sex VARCHAR, birth_date_from DATE, birth_date_to DATE, personal_id VARCHAR,"
    " commune_code VARCHAR, commune_name VARCHAR, village VARCHAR, phone VARCHAR, social_insurance_code VARCHAR"
)
FIRST: dict[str, Any] = {
    "full_name": "Nguyễn Thị Ngọc Hoa",
    "sex": "female",
    "birth_date_from": date(1984, 3, 9),
    "birth_date_to": date(1984, 3, 9),
    "personal_id": "900184000101",
    "commune_code": "20001",
    "commune_name": "Xã Mẫu 1",
    "village": "Thôn 2",
    "phone": None,
    "social_insurance_code": None,
}
OLD = {"Xã Cũ, Huyện Mẫu, Tỉnh Mẫu": ["20001", "20002"]}


@pytest.fixture(scope="module")
def crowd() -> duckdb.DuckDBPyConnection:
    """Fifteen hundred people among whom a pair has to be told from the rest."""
    base = duckdb.connect(config={"threads": 1})
    communes = [Commune(f"2{at:04}", f"Xã Mẫu {at}", "commune") for at in range(10)]
    generate(base, Order(1500, "56", 3, date(2026, 11, 22), communes))
    names = COLUMNS.replace(" BIGINT", "").replace(" VARCHAR", "").replace(" DATE", "")
    base.execute(f"CREATE TABLE crowd AS SELECT {names} FROM persons")
    return base


def found(crowd: duckdb.DuckDBPyConnection, *records: dict[str, Any]) -> list[Pair]:
    crowd.execute("CREATE OR REPLACE TABLE people AS FROM crowd")
    for at, record in enumerate(records, 900_001):
        row = {"person_id": at} | FIRST | record
        crowd.execute(f"INSERT INTO people ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
    return [pair for pair in probable(crowd, "people", old_communes=OLD) if pair.right_id > 900_000]


@pytest.mark.parametrize(
    ("slip", "why"),
    [
        ({}, "họ tên giống hệt"),
        ({"full_name": "Hoa Nguyễn Thị Ngọc"}, "họ tên giống nhau, khác dấu hoặc thứ tự chữ"),
        ({"full_name": "NGUYEN THI NGOC HOA"}, "họ tên giống nhau, khác dấu hoặc thứ tự chữ"),
        ({"full_name": "Nguyễn Ngọc Hoa"}, "họ tên giống nhau nếu không kể chữ “Thị”"),
        ({"full_name": "Nguyễn Hoa"}, "họ và tên giống nhau, một bên không có tên đệm"),
        ({"full_name": "Nguyễn Thị Ngọk Hoa"}, "họ tên chỉ khác một, hai chữ cái ở một chữ hiếm gặp"),
        ({"full_name": unicodedata.normalize("NFD", "Nguyễn Thị Ngọc Hoa")}, "họ tên giống hệt"),
        ({"birth_date_from": date(1984, 9, 3), "birth_date_to": date(1984, 9, 3)}, "ngày và tháng sinh đổi chỗ cho nhau"),
        ({"birth_date_from": date(1984, 3, 19), "birth_date_to": date(1984, 3, 19)}, "ngày sinh chỉ khác ngày, tháng hoặc năm"),
        ({"birth_date_from": date(1984, 1, 1), "birth_date_to": date(1984, 12, 31)}, "cùng năm sinh, một bên không có ngày"),
        ({"personal_id": None}, "một bên không có số định danh"),
        ({"personal_id": "900184000110"}, "số định danh chỉ khác một chữ số hoặc hai chữ số đổi chỗ"),
        ({"commune_code": None, "commune_name": "xã Cũ, huyện Mẫu, tỉnh Mẫu", "personal_id": None}, "cùng xã, kể cả theo tên xã cũ"),
        ({"commune_code": "20003", "village": "Thôn 9"}, "khác xã"),
    ],
)  # fmt: skip
def test_a_slip_does_not_hide_the_double(crowd: duckdb.DuckDBPyConnection, slip: dict[str, Any], why: str) -> None:
    pairs = found(crowd, {}, {"village": "Thôn 5"} | slip)
    assert [(pair.left_id, pair.right_id) for pair in pairs] == [(900_001, 900_002)]
    assert why in pairs[0].reasons
    assert 0.42 < pairs[0].score <= 1


@pytest.mark.parametrize(
    "other",
    [
        {"full_name": "Nguyễn Thị Ngọc Lan", "personal_id": "900184555555"},
        {"birth_date_from": date(1991, 6, 20), "birth_date_to": date(1991, 6, 20), "personal_id": "900191555555"},
        {"full_name": "Trần Văn Bình", "sex": "male", "personal_id": None},
        # The same common name and year in another commune, with another number.
        {"commune_code": "20007", "birth_date_from": date(1984, 1, 1), "birth_date_to": date(1984, 12, 31), "personal_id": "900184777777"},
    ],
)  # fmt: skip
def test_two_persons_stay_two(crowd: duckdb.DuckDBPyConnection, other: dict[str, Any]) -> None:
    assert found(crowd, {}, other) == []


def test_a_record_that_nobody_doubles_gives_no_pair(crowd: duckdb.DuckDBPyConnection) -> None:
    assert found(crowd, {}) == []


def test_three_records_of_one_person_are_three_pairs(crowd: duckdb.DuckDBPyConnection) -> None:
    pairs = found(crowd, {}, {"personal_id": None}, {"full_name": "Nguyễn Ngọc Hoa"})
    assert {(pair.left_id, pair.right_id) for pair in pairs} == {
        (900_001, 900_002),
        (900_001, 900_003),
        (900_002, 900_003),
    }


def test_the_same_register_gives_the_same_scores(crowd: duckdb.DuckDBPyConnection) -> None:
    assert found(crowd, {}, {"personal_id": None}) == found(crowd, {}, {"personal_id": None})


@pytest.mark.parametrize("persons", [0, 1])
def test_a_register_of_nobody_or_one_has_no_doubles(persons: int) -> None:
    with duckdb.connect() as base:
        base.execute(f"CREATE TABLE people ({COLUMNS})")
        for _ in range(persons):
            base.execute("INSERT INTO people (person_id, full_name) VALUES (1, 'Lê An')")
        assert list(probable(base, "people")) == []


def test_a_missing_column_is_named() -> None:
    with duckdb.connect() as base:
        base.execute("CREATE TABLE people (person_id BIGINT, full_name VARCHAR)")
        with pytest.raises(CannotMatch, match="thiếu cột sex, birth_date_from"):
            list(probable(base, "people"))


def test_without_the_library_one_sentence_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "splink", None)
    with duckdb.connect() as base, pytest.raises(CannotMatch, match=r"ansinh\[duplicates\]"):
        list(probable(base, "people"))


def test_the_same_number_is_certain_and_a_filler_is_none() -> None:
    with duckdb.connect() as base:
        base.execute(f"CREATE TABLE people ({COLUMNS})")
        numbers = ["900184000101", "900184000101", "900184000102", None, None, *["000000000000"] * 11]
        for at, number in enumerate(numbers, 1):
            base.execute("INSERT INTO people (person_id, full_name, personal_id) VALUES (?, 'Lê An', ?)", [at, number])
        assert list(same_numbers(base, "people")) == [Pair(1, 2, 1.0, ("cùng số định danh",))]


@pytest.mark.parametrize("text", ["Đặng Thị Ánh", "  NGUYỄN   VĂN Ý ", "Trần Ðức", "Chamaléa Thị Nữ", "Katơr Ươm"])
def test_names_are_folded_as_everywhere_else(text: str) -> None:
    with duckdb.connect() as base:
        base.execute(f"CREATE TABLE people ({COLUMNS})")
        base.execute("INSERT INTO people (person_id, full_name) VALUES (1, ?), (2, 'Lê An')", [text])
        list(probable(base, "people"))
        assert base.execute("SELECT name_key FROM prepared WHERE person_id = 1").fetchall() == [
            (" ".join(fold(text).split()),)
        ]


def test_reasons_follow_the_levels_from_the_bottom() -> None:
    best = [len(each.levels) - 1 for each in COMPARISONS]
    assert reasons(best)[:2] == ("họ tên giống hệt", "cùng ngày sinh")
    assert reasons([0] * len(COMPARISONS))[:2] == ("họ tên khác nhau", "ngày sinh khác nhau")
    assert reasons([-1] * len(COMPARISONS)) == ()


@pytest.mark.parametrize("number", ["000000000000", "123456789012"])
def test_a_number_that_only_fills_the_field_makes_no_pair(crowd: duckdb.DuckDBPyConnection, number: str) -> None:
    other = {"full_name": "Trần Văn Đá", "sex": "male", "village": "Thôn 9", "commune_code": "20007"}
    day = {"birth_date_from": date(1940, 5, 6), "birth_date_to": date(1940, 5, 6)}
    same = {"personal_id": number, "phone": "0000000000", "social_insurance_code": "0123456789"}
    pairs = found(crowd, same, same | other | day)
    assert pairs == []
    assert list(same_numbers(crowd, "people")) == [
        pair for pair in same_numbers(crowd, "people") if pair.right_id < 900_001
    ]
