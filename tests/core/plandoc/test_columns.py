"""Heads of annex columns, in the words that annexes use."""

from __future__ import annotations

import pytest
from tests.core.plandoc.annexes import table

from ansinh.core.plandoc.cells import Grid
from ansinh.core.plandoc.columns import header_role, is_header_number, is_index_row, read_columns
from ansinh.core.plandoc.source import Table

HEADS = [
    ("TT", "no", None),
    ("STT", "no", None),
    ("Số TT", "no", None),
    ("Chỉ tiêu", "name", None),
    ("Nội dung công việc", "name", None),
    ("Nhiệm vụ, chương trình, đề án, văn bản", "name", None),
    ("ĐVT", "unit", None),
    ("Đơn vị tính", "unit", None),
    ("Mục tiêu", "target", None),
    ("2030", "target", 2030),
    ("Đến năm 2025", "target", 2025),
    ("Kế hoạch năm 2026", "target", 2026),
    ("Chỉ tiêu đến 2030", "target", 2030),
    ("Giai đoạn 2026 - 2030", "target", 2030),
    ("Thực hiện năm 2024", "baseline", 2024),
    ("Hiện trạng 2023", "baseline", 2023),
    ("Theo Nghị quyết 42-NQ/TW", "resolution", None),
    ("Cơ quan chủ trì theo dõi, báo cáo", "lead", None),
    ("Đơn vị thực hiện", "lead", None),
    ("Cơ quan phối hợp", "coordinating", None),
    ("Cơ quan chủ trì, phối hợp", "actors", None),
    ("Cấp trình", "submit_to", None),
    ("Sản phẩm", "product", None),
    ("Thời gian hoàn thành", "schedule", None),
    ("Ghi chú", "note", None),
    ("Kinh phí (triệu đồng)", "money", None),
    ("Tổng số", "other", None),
]


@pytest.mark.parametrize(("text", "role", "year"), HEADS)
def test_a_head_says_what_its_column_holds(text: str, role: str, year: int | None) -> None:
    assert header_role(text) == (role, year)


def _grid(*cells: tuple[int, int, int, int, str]) -> Grid:
    source = table(*cells)
    block = source.blocks[0]
    assert isinstance(block, Table)
    return Grid(source.text, block)


def test_two_rows_of_heads_with_merged_cells() -> None:
    grid = _grid(
        (0, 0, 2, 1, "TT"),
        (0, 1, 2, 1, "Chỉ tiêu"),
        (0, 2, 1, 2, "Mục tiêu"),
        (0, 4, 2, 1, "Chủ trì"),
        (1, 2, 1, 1, "Đến năm 2025"),
        (1, 3, 1, 1, "Đến năm 2030"),
        (2, 0, 1, 1, "1"),
        (2, 1, 1, 1, "Tỷ lệ A"),
        (2, 2, 1, 1, "50"),
        (2, 3, 1, 1, "60"),
        (2, 4, 1, 1, "Sở Y tế"),
    )
    columns = read_columns(grid)
    assert columns is not None
    assert [(c.role, c.year) for c in columns.columns] == [
        ("no", None),
        ("name", None),
        ("target", 2025),
        ("target", 2030),
        ("lead", None),
    ]
    assert columns.body_row == 2


def test_the_upper_head_tells_what_figures_are() -> None:
    grid = _grid(
        (0, 0, 2, 1, "TT"),
        (0, 1, 2, 1, "Chỉ tiêu"),
        (0, 2, 1, 1, "Thực hiện"),
        (0, 3, 1, 1, "Kế hoạch"),
        (1, 2, 1, 1, "Năm 2024"),
        (1, 3, 1, 1, "Năm 2025"),
    )
    columns = read_columns(grid)
    assert columns is not None
    assert [(c.role, c.year) for c in columns.columns[2:]] == [("baseline", 2024), ("target", 2025)]


def test_a_title_and_a_row_of_column_numbers_are_passed_over() -> None:
    grid = _grid(
        (0, 0, 1, 4, "BIỂU SỐ 1"),
        *((1, i, 1, 1, text) for i, text in enumerate(["TT", "Nhiệm vụ", "Chủ trì", "Thời gian"])),
        *((2, i, 1, 1, f"({i + 1})") for i in range(4)),
        *((3, i, 1, 1, text) for i, text in enumerate(["1", "Tập huấn", "Sở Y tế", "2026"])),
    )
    columns = read_columns(grid)
    assert columns is not None
    assert columns.body_row == 3


def test_a_letterhead_is_no_header() -> None:
    assert read_columns(_grid((0, 0, 1, 1, "UBND TỈNH A"), (0, 1, 1, 1, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))) is None


def test_rows_that_count_columns() -> None:
    assert is_index_row(["(1)", "(2)", "(3)"])
    assert is_index_row(["A", "B", "1", "2", "3=1+2"])
    assert not is_index_row(["1", "Tỷ lệ A", "%"])
    assert is_header_number("STT")
    assert not is_header_number("Thời gian")
