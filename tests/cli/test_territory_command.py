"""`ansinh territory …` as it is typed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ansinh.cli import territory
from ansinh.cli.main import main

pytestmark = pytest.mark.django_db

Ansinh = Callable[..., tuple[int, str, str]]
DAYS = ("--from", "30/6/2025", "--to", "2025-07-01")


@pytest.fixture
def ansinh(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, seed_provinces: Callable[..., int]
) -> Ansinh:
    """The command line, in this process, on the database of the tests."""
    seed_provinces("56")

    @contextmanager
    def here() -> Iterator[None]:
        yield

    monkeypatch.setattr(territory, "_units", here)

    def run(*words: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["ansinh", "territory", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "dan-so.csv"
    file.write_text("code,value\n22768,1000\n22738,5\n", "utf-8")
    return file


def test_what_is_unknown_is_told_apart(ansinh: Ansinh, table: Path) -> None:
    code, out, err = ansinh("convert", table, "--rule", "sum", *DAYS, "--json")
    result = json.loads(out)
    assert code == 0
    assert [rest["source"] for rest in result["unallocated"]] == ["22768"]
    assert result["totals"]["balances"] is True
    assert "1 đơn vị cũ có phần chưa phân bổ" in err


def test_a_table_is_printed_with_its_books(ansinh: Ansinh, table: Path) -> None:
    code, out, _err = ansinh("convert", table, "--rule", "sum", *DAYS)
    assert code == 0
    assert "Chưa phân bổ: giá trị 1000" in out
    assert "Đưa vào: giá trị 1005" in out


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_the_result_goes_into_a_file(ansinh: Ansinh, table: Path, tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"ket-qua.{kind}"
    code, _out, err = ansinh("convert", table, "--rule", "not_comparable", *DAYS, "--out", target)
    assert code == 0
    assert target.stat().st_size > 100
    assert "Đã ghi" in err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--rule", "chia-deu", *DAYS), "Không có cách chuyển “chia-deu”"),
        (("--rule", "sum", "--from", "hôm qua", "--to", "1/7/2025"), "Không đọc được ngày “hôm qua” ở --from"),
        (("--rule", "sum", *DAYS, "--out", "x.pdf"), "Không ghi được kiểu tệp"),
        (("--rule", "recompute", *DAYS), "Dòng 1: thiếu cột “numerator”"),
    ],
)
def test_what_is_wrong_is_said_and_ends_in_2(
    ansinh: Ansinh, table: Path, words: tuple[str, ...], sentence: str
) -> None:
    code, out, err = ansinh("convert", table, *words)
    assert (code, out) == (2, "")
    assert sentence in err


def test_every_wrong_row_is_named(ansinh: Ansinh, tmp_path: Path) -> None:
    file = tmp_path / "sai.csv"
    file.write_text("code,value\n99999,1\n22768,x\n", "utf-8")
    code, _out, err = ansinh("convert", file, "--rule", "sum", *DAYS)
    assert code == 2
    assert "Dòng 2" in err
    assert "Dòng 3" in err
    assert ansinh("convert", tmp_path / "khong-co.csv", "--rule", "sum", *DAYS)[0] == 2


def test_a_unit_is_shown_with_what_became_of_it(ansinh: Ansinh) -> None:
    code, out, _err = ansinh("show", "22768", "--date", "30/6/2025")
    assert code == 0
    assert "Phường Đông Hải (22768), phường" in out
    assert "Về sau: Xã Phước Dinh (22888), một phần, chưa rõ phần chia" in out
    form = json.loads(ansinh("show", "56", "--json")[1])
    assert [each["name"] for each in form["before"]] == ["Tỉnh Khánh Hòa", "Tỉnh Ninh Thuận"]
    assert ansinh("show", "22768")[0] == 2, "today nobody bears this code"
