"""Indicators read from annexes of several makes."""

from __future__ import annotations

from tests.core.plandoc.annexes import flat, read, table

from ansinh.core.plandoc.model import IndicatorReading

TWO_YEARS = flat(
    [
        ["TT", "Chỉ tiêu", "Đơn vị", "Mục tiêu", "Theo Nghị quyết 42-NQ/TW", "Cơ quan chủ trì", "Cơ quan phối hợp"],
        ["Đến năm 2025", "Đến năm 2030"],
        ["I", "Nhóm một", "", "", "", "", "", ""],
        ["1", "Tỷ lệ hộ nghèo", "%", "< 3", "-", "X", "Sở A", "Các địa phương"],
        ["", "Thành thị", "%", "2", "1", "", "Sở A", ""],
        ["", "Trong đó, các xã vùng cao", "%", "4-5", "3", "", "", ""],
        ["2", "Tỷ lệ bao phủ", "", "", "", "", "Sở B", "Các địa phương"],
        ["", "Nông thôn", "%", "> 85", "100 (duy trì)", "", "", ""],
        ["", "Chỉ tiêu tính trên 10.000 dân", "", "", "", "", "Sở B", ""],
        ["3", "Số bác sĩ", "người", "4", "5", "X", "Sở B", "Các địa phương"],
        ["II", "Nhóm hai", "", "", "", "", "", ""],
        ["4", "Xóa nhà tạm", "Mức độ", "Cơ bản", "Hoàn toàn", "", "- Sở C\n- Sở D", "Các địa phương"],
    ]
)


def _by_name(text: str) -> dict[str, IndicatorReading]:
    return {indicator.name: indicator for indicator in read(text).indicators}


def test_rows_sub_rows_and_groups() -> None:
    found = read(TWO_YEARS).indicators
    assert [(item.no, item.parent_no, item.dimension) for item in found] == [
        ("1", None, None),
        (None, "1", "Thành thị"),
        (None, "1", "Các xã vùng cao"),
        ("2", None, None),
        (None, "2", "Nông thôn"),
        (None, None, None),
        ("3", None, None),
        ("4", None, None),
    ]
    assert [item.group for item in found] == ["I. Nhóm một"] * 7 + ["II. Nhóm hai"]


def test_targets_units_and_agencies() -> None:
    found = _by_name(TWO_YEARS)
    poor = found["Tỷ lệ hộ nghèo"]
    assert [(t.year, t.comparator, t.high) for t in poor.targets] == [(2025, "<", 3), (2030, None, None)]
    assert (poor.unit, poor.lead, poor.coordinating) == ("%", ("Sở A",), ("Các địa phương",))
    assert (poor.in_resolution_42, found["Nông thôn"].in_resolution_42) == (True, False)
    assert found["Xóa nhà tạm"].lead == ("Sở C", "Sở D")
    assert [t.qualitative for t in found["Xóa nhà tạm"].targets] == ["Cơ bản", "Hoàn toàn"]
    assert found["Tỷ lệ bao phủ"].unit is None


def test_everything_read_can_be_shown_in_its_place() -> None:
    draft = read(TWO_YEARS)
    for item in draft.indicators:
        shown = {mark.kind: mark.span.of(draft.source.text) for mark in item.marks}
        assert shown["name"].endswith(item.name)
        for target in item.targets:
            if target.comparator:
                assert target.span.of(draft.source.text).strip() == target.raw


def test_actual_figures_are_no_targets() -> None:
    found = _by_name(
        flat(
            [
                ["STT", "Chỉ tiêu", "ĐVT", "Thực hiện 2024", "Kế hoạch 2025", "Ghi chú"],
                ["A", "Kinh tế"],
                ["1", "Thu nhập bình quân", "Triệu đồng", "52,3", "58", ""],
                ["2", "Số hộ nghèo", "Hộ", "1.245", "900", ""],
                ["-", "Trong đó: hộ cận nghèo", "Hộ", "700", "500", ""],
            ]
        )
    )
    assert [(t.year, t.low) for t in found["Số hộ nghèo"].targets] == [(2025, 900)]
    assert found["Trong đó: hộ cận nghèo"].parent_no == "2"
    assert found["Trong đó: hộ cận nghèo"].dimension == "Hộ cận nghèo"
    assert found["Thu nhập bình quân"].group == "A. Kinh tế"


def test_several_years_under_one_head() -> None:
    found = _by_name(
        flat(
            [
                [
                    "TT",
                    "Nội dung chỉ tiêu",
                    "Đơn vị tính",
                    "Hiện trạng năm 2023",
                    "Lộ trình thực hiện",
                    "Cơ quan chủ trì",
                ],
                ["2024", "2025", "2026"],
                ["1", "Tỷ lệ A", "%", "93", "94", "95", "95,5", "Sở A"],
                ["2", "Tỷ lệ B", "%", "3,2", "2,5", "2", "1,5", "Sở B"],
            ]
        )
    )
    assert [(t.year, str(t.low)) for t in found["Tỷ lệ B"].targets] == [(2024, "2.5"), (2025, "2"), (2026, "1.5")]
    assert found["Tỷ lệ B"].lead == ("Sở B",)


def test_a_year_only_in_the_caption() -> None:
    body = flat([["STT", "Chỉ tiêu", "Đơn vị", "Mục tiêu"], ["1", "Tỷ lệ A", "%", "60"], ["2", "Tỷ lệ B", "%", "61"]])
    draft = read(f"MỤC TIÊU ĐẾN NĂM 2030\n\n(Kèm theo Kế hoạch ngày 01 tháng 3 năm 2025)\n\n{body}")
    assert [t.year for item in draft.indicators for t in item.targets] == [2030, 2030]


def test_merged_cells_of_a_word_table_and_its_second_page() -> None:
    heads = list(enumerate(["TT", "Chỉ tiêu", "Đơn vị", "Năm 2030", "Chủ trì"]))
    source = table(
        *((0, i, 1, 1, text) for i, text in heads),
        (1, 0, 1, 5, "I. Nhóm một"),
        *((2, i, 1, 1, text) for i, text in enumerate(["1", "Tỷ lệ A", "%", "60"])),
        (2, 4, 2, 1, "Sở Lao động -\nThương binh và Xã hội"),
        *((3, i, 1, 1, text) for i, text in enumerate(["", "Nông thôn", "%", "> 50"])),
    )
    rural = read(source).indicators[1]
    assert rural.lead == ("Sở Lao động - Thương binh và Xã hội",)
    assert (rural.parent_no, rural.group) == ("1", "I. Nhóm một")


def test_numbers_below_numbers_find_the_row_over_them() -> None:
    text = flat(
        [
            ["TT", "Chỉ tiêu", "Đơn vị", "Năm 2030"],
            ["1", "Tỷ lệ hộ dùng nước sạch", "%", "80"],
            ["1.1", "Thành thị", "%", "95"],
            ["1.2", "Nông thôn", "%", "70"],
            ["1.2.1", "Xã vùng cao", "%", "60"],
            ["1.3", "Hải đảo", "%", "65"],
            ["2", "Tỷ lệ hộ nghèo", "%", "3"],
            ["2.1", "Thành thị", "%", "1"],
        ]
    )
    assert [(item.no, item.parent_no) for item in read(text).indicators] == [
        ("1", None),
        ("1.1", "1"),
        ("1.2", "1"),
        ("1.2.1", "1.2"),
        ("1.3", "1"),
        ("2", None),
        ("2.1", "2"),
    ]
