"""Figures that cannot be meant as they stand."""

from __future__ import annotations

import pytest
from tests.core.plandoc.findings.small_plans import found, prose, raws, reading, row

from ansinh.core.plandoc.model import IndicatorReading


@pytest.mark.parametrize(
    ("name", "raw", "unit", "expected"),
    [
        ("Tỷ lệ đi học đúng tuổi", "> 975", "%", ["> 975"]),
        ("Tỷ lệ hộ dùng nước sạch", "120", "%", ["120"]),
        ("Tỷ lệ hộ dùng nước sạch", "100", "%", []),
        ("Số căn hộ nhà ở xã hội", "975", "Căn hộ", []),
        ("Tỷ lệ tăng thu nhập so với năm 2021", "200", "%", []),
    ],
)
def test_share_above_hundred(name: str, raw: str, unit: str, expected: list[str]) -> None:
    """A share cannot be above 100 %, a count or a growth can."""
    assert raws("gia-tri.vuot-100", reading(rows=(row("1", name, raw, unit=unit),))) == expected


def test_lost_comma_is_put_back_and_confirmed_by_the_prose() -> None:
    """The suggestion is the figure with its comma, and the note names where the plan says so."""
    plan = reading(
        rows=(
            row("1", "Tỷ lệ đi học đúng tuổi cấp trung học cơ sở", "> 975"),
            prose("tỷ lệ đi học đúng độ tuổi cấp trung học cơ sở", ">= 97,5"),
        )
    )
    (finding,) = found("gia-tri.vuot-100", plan)
    assert finding.suggestion == "> 97,5"
    assert ">= 97,5" in finding.note
    assert finding.severity == "high"


@pytest.mark.parametrize(
    ("name", "raw", "found_it"),
    [
        ("Tỷ lệ thất nghiệp khu vực thành thị", ">= 3,5", True),
        ("Tỷ lệ thất nghiệp khu vực thành thị", "< 3,5", False),
        ("Tỷ lệ tham gia bảo hiểm thất nghiệp", ">= 45", False),
        ("Tỷ lệ trẻ em dưới 5 tuổi bị suy dinh dưỡng thể thấp còi", "> 15", True),
        ("Mức giảm tỷ lệ hộ nghèo", "> 4", False),
        ("Tỷ lệ hộ nghèo", "> 4", True),
        ("Tỷ lệ hộ nghèo được hỗ trợ nhà ở", "> 90", False),
        ("Tỷ lệ dân số tham gia bảo hiểm y tế", "< 95", True),
        ("Tỷ lệ lao động nông nghiệp", "< 20", False),
        ("Tỷ lệ hộ chưa được sử dụng nước sạch", "< 20", False),
        ("Số nhà tạm còn phải xóa", "< 20", False),
    ],
)
def test_direction_of_the_comparator(name: str, raw: str, found_it: bool) -> None:
    """More unemployment or less insurance is no aim; what a phrase like "được hỗ trợ" turns round is not found."""
    assert bool(found("gia-tri.nguoc-chieu", reading(rows=(row("1", name, raw),)))) is found_it


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("có bằng cấp, chứng chỉ đạt khoảng trên 40%.", ["khoảng trên 40%"]),
        ("đạt trên 40% trở lên", ["trên 40% trở lên"]),
        ("dưới 5% trở xuống", ["dưới 5% trở xuống"]),
        ("đạt khoảng 40%, trên 95% dân số", []),
        ("đạt 40% trở lên", []),
    ],
)
def test_two_comparators(text: str, expected: list[str]) -> None:
    """Two words of comparison before one figure contradict each other."""
    assert raws("gia-tri.hai-tu-so-sanh", reading(text)) == expected


@pytest.mark.parametrize(
    ("raw_2025", "raw_2030", "severity"),
    [
        ("60", "> 60", "low"),
        ("80", "80", "low"),
        ("80", "90", None),
        ("99", "99", None),
        ("95", "95-97", None),
        ("90", "80", "medium"),
        ("85", "100 (duy trì)", None),
    ],
)
def test_later_target_must_be_better(raw_2025: str, raw_2030: str, severity: str | None) -> None:
    """No progress is a remark, a step back a fault; near 100 % there is no room."""
    plan = reading(rows=(row("1", "Tỷ lệ trường đạt chuẩn", raw_2025, raw_2030),))
    assert [f.severity for f in found("gia-tri.khong-tien-trien", plan)] == ([severity] if severity else [])


@pytest.mark.parametrize(("far", "expected"), [("> 0,7", 1), ("0,8", 0)])
def test_vision_no_better_than_the_near_goal(far: str, expected: int) -> None:
    """What is reached in 2030 is no vision for 2045."""
    plan = reading(
        rows=(
            prose("Chỉ số phát triển con người (HDI)", "0,7", 2030, unit=""),
            prose("Chỉ số phát triển con người (HDI)", far, 2045, unit=""),
        )
    )
    assert len(found("gia-tri.tam-nhin", plan)) == expected


@pytest.mark.parametrize(
    ("unit", "raw", "expected"),
    [("Bậc học", "Tiểu học", 1), ("Mức độ", "Giải quyết cơ bản", 0), ("%", "Hoàn thành", 0), ("Bậc học", "2", 0)],
)
def test_unit_that_is_none(unit: str, raw: str, expected: int) -> None:
    """Words under "Bậc học" cannot be counted; words under "Mức độ" are meant."""
    plan = reading(rows=(row("1", "Hỗ trợ bảo hiểm y tế cho trẻ em", raw, unit=unit),))
    assert len(found("gia-tri.don-vi-gia", plan)) == expected


def test_range_written_backwards() -> None:
    """90-85 is no range, 85-90 is."""
    plan = reading(rows=(row("1", "Tỷ lệ A", "90-85"), row("2", "Tỷ lệ B", "85-90")))
    (finding,) = found("gia-tri.khoang-nguoc", plan)
    assert (finding.raw, finding.suggestion) == ("90-85", "85 - 90")


def test_rows_without_the_last_year_are_told_once() -> None:
    """Rows that stop in 2025 stand in one finding; a row that only begins in 2030 is none."""
    plan = reading(
        rows=(
            row("1", "Tỷ lệ A", "10", "-"),
            row("2", "Tỷ lệ B", "10", "20"),
            row("3", "Tỷ lệ C", "-", "20"),
            row("4", "Tỷ lệ D", "-", "20"),
        )
    )
    (finding,) = found("gia-tri.thieu-nam-cuoi", plan)
    assert finding.where == "chỉ tiêu 1 (2030)"


def test_row_without_any_value() -> None:
    """A numbered row that states nothing is found, unless rows under it do."""
    rows: tuple[IndicatorReading, ...] = (
        row("1", "Tỷ lệ A", "-", "-"),
        row("2", "Tỷ lệ B", "-", "-"),
        row(None, "Thành thị", "80", "90", parent="2"),
    )
    assert [f.where for f in found("gia-tri.khong-co", reading(rows=rows))] == ["chỉ tiêu 1"]


@pytest.mark.parametrize(("first", "second", "expected"), [("9,5", "95", 1), ("9,5", "12", 0), ("7", "70", 0)])
def test_comma_lost_between_years(first: str, second: str, expected: int) -> None:
    """9,5 and then 95 is a lost comma; 7 and then 70 may be meant."""
    plan = reading(rows=(row("1", "Tỷ lệ A", first, second),))
    assert len(found("gia-tri.lech-xa", plan)) == expected
