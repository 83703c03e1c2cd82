"""Figures beside each other: total and parts, town and country, part and whole, prose and annex."""

from __future__ import annotations

import pytest
from tests.core.plandoc.findings.small_plans import found, prose, reading, row


@pytest.mark.parametrize(
    ("total", "urban", "rural", "expected"),
    [
        ("85-90", "100", "100", ["85-90 / 100 / 100"]),
        ("97", "100", "95", []),
        ("99", "> 90", "95", []),
        ("80", "85", "> 90", ["80 / 85 / > 90"]),
    ],
)
def test_total_lies_between_its_parts(total: str, urban: str, rural: str, expected: list[str]) -> None:
    """An overall share is neither below both of its parts nor above both."""
    plan = reading(
        rows=(
            row("83", "Tỷ lệ nhà ở kiên cố", total),
            row(None, "Thành thị", urban, parent="83"),
            row(None, "Nông thôn", rural, parent="83"),
        )
    )
    assert [f.raw for f in found("tong-va-phan.ngoai", plan)] == expected


def test_rows_of_which_some_are_named_make_no_whole() -> None:
    """ "Trong đó, các huyện nghèo" is one part among others: nothing follows for the total."""
    plan = reading(
        rows=(
            row("33", "Mức giảm tỷ lệ hộ nghèo", "1-1,5", unit="%/năm"),
            row(None, "Trong đó, các huyện nghèo", "> 7", unit="%/năm", parent="33"),
            row(None, "Dân tộc thiểu số", "4-5", unit="%/năm", parent="33"),
        )
    )
    assert found("tong-va-phan.ngoai", plan) == []


@pytest.mark.parametrize(
    ("measure", "urban", "rural", "expected"),
    [
        ("Tỷ lệ hộ gia đình được sử dụng nhà tiêu hợp vệ sinh", "85", "> 95", 1),
        ("Tỷ lệ hộ gia đình được sử dụng nhà tiêu hợp vệ sinh", "100", "95", 0),
        ("Tỷ lệ hộ nghèo", "1", "5", 0),
        ("Tỷ lệ phụ nữ sinh con thứ ba trở lên", "5", "9", 0),
        ("Tỷ lệ hộ gia đình được sử dụng nước sạch", "> 90", "95", 0),
    ],
)
def test_town_below_country(measure: str, urban: str, rural: str, expected: int) -> None:
    """Services reach towns first; poverty does not."""
    plan = reading(
        rows=(
            row("86", measure, "-"),
            row(None, "Thành thị", urban, parent="86"),
            row(None, "Nông thôn", rural, parent="86"),
        )
    )
    hits = found("tong-va-phan.thu-tu", plan)
    assert len(hits) == expected
    assert all(f.where == "chỉ tiêu 86.1 / 86.2" and f.severity == "high" for f in hits)


def test_town_below_country_in_prose() -> None:
    """The same order is looked at where the two stand in a sentence."""
    plan = reading(
        rows=(
            prose("hộ gia đình ở thành thị được sử dụng nước sạch", "65"),
            prose("hộ gia đình ở nông thôn được sử dụng nước sạch", "94,8"),
        )
    )
    assert len(found("tong-va-phan.thu-tu", plan)) == 1


@pytest.mark.parametrize(("latrines", "works", "expected"), [("85", "100", 1), ("100", "85", 0), ("> 85", "100", 0)])
def test_narrow_share_above_the_wide(latrines: str, works: str, expected: int) -> None:
    """Whoever has hygienic works has a hygienic latrine, not the other way round."""
    plan = reading(
        rows=(
            row("1", "Tỷ lệ hộ gia đình được sử dụng nhà tiêu hợp vệ sinh", latrines),
            row("2", "Tỷ lệ hộ gia đình có công trình phụ hợp vệ sinh bảo đảm quy chuẩn", works),
        )
    )
    assert len(found("tong-va-phan.bao-ham", plan)) == expected


@pytest.mark.parametrize(
    ("said", "printed", "severity"),
    [
        (">= 97,5", "> 975", "high"),
        (">= 90", "> 90", "medium"),
        ("99,5", "> 99,5", "medium"),
        ("khoảng 75", "75", "low"),
        ("> 60", "> 60", None),
        ("< 3", "> 3", "high"),
    ],
)
def test_prose_against_annex(said: str, printed: str, severity: str | None) -> None:
    """Another figure misleads, another comparator leaves doubt, "khoảng" is a matter of form."""
    plan = reading(
        rows=(
            prose("tỷ lệ đi học đúng độ tuổi cấp trung học phổ thông", said),
            row("50", "Tỷ lệ đi học đúng tuổi cấp trung học phổ thông", printed),
        )
    )
    assert [f.severity for f in found("loi-van-phu-luc.gia-tri", plan)] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("said", "printed", "expected"),
    [("%", "người", 1), ("giường/10.000 dân", "Giường", 0), ("m2 sàn/người", "m2 sàn/ người", 0), ("%", "%", 0)],
)
def test_units_differ(said: str, printed: str, expected: int) -> None:
    """Per cent and persons are two units; a unit with its base is the same unit."""
    name = "lao động qua đào tạo có bằng cấp, chứng chỉ"
    plan = reading(rows=(prose(name, "40", unit=said), row("9", f"Tỷ lệ {name}", "40", unit=printed)))
    assert len(found("loi-van-phu-luc.don-vi", plan)) == expected


def test_other_measures_are_not_compared() -> None:
    """Lower and upper secondary school are two measures."""
    plan = reading(
        rows=(
            prose("tỷ lệ đi học đúng độ tuổi cấp trung học cơ sở", "95"),
            row("50", "Tỷ lệ hài lòng của người dân với dịch vụ y tế", "90"),
        )
    )
    assert found("loi-van-phu-luc.gia-tri", plan) == []


@pytest.mark.parametrize(("people", "expected"), [("người cao tuổi cô đơn", 1), ("người cao tuổi", 0)])
def test_people_differ(people: str, expected: int) -> None:
    """The elderly who live alone are fewer than the elderly."""
    plan = reading(
        rows=(
            prose(
                f"hộ gia đình chăm sóc trẻ em, {people} thuộc hộ nghèo, hộ cận nghèo được hưởng trợ cấp xã hội", "100"
            ),
            row("28", "Tỷ lệ người cao tuổi thuộc hộ nghèo, cận nghèo được hưởng trợ cấp xã hội", "100"),
        )
    )
    assert len(found("loi-van-phu-luc.doi-tuong", plan)) == expected


@pytest.mark.parametrize(
    ("second", "expected"), [("Các vùng còn lại", 1), ("Các xã vùng đồng bào dân tộc thiểu số", 0)]
)
def test_areas_differ(second: str, expected: int) -> None:
    """The same figures for other areas: nobody knows who has to reach what."""
    measure = "được xem các kênh phát thanh, truyền hình của quốc gia và địa phương"
    plan = reading(
        rows=(
            prose(f"người dân ở vùng sâu, vùng xa, hải đảo {measure}", "80"),
            prose(f"các xã vùng đồng bào dân tộc thiểu số {measure}", "100"),
            row("73", f"Tỷ lệ người dân {measure}", "-"),
            row(None, "Vùng sâu, vùng xa, hải đảo", "80", parent="73"),
            row(None, second, "100", parent="73"),
        )
    )
    assert len(found("loi-van-phu-luc.vung", plan)) == expected
