"""Tables found in a plan, and tables flattened to lines put back into rows and columns."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.plandoc.annexes import flat, read, table

from ansinh.core.plandoc.cells import Grid
from ansinh.core.plandoc.draft import Draft
from ansinh.core.plandoc.grids import grids
from ansinh.core.plandoc.source import from_text


def _rows(text: str) -> list[list[str]]:
    draft = Draft(from_text(text))
    grids(draft)
    assert len(draft.tables) == 1
    grid = Grid(draft.source.text, draft.tables[0])
    return [[grid.text_at(row, column) for column in range(grid.column_count)] for row in grid.rows()]


def test_heads_that_span_columns_come_last_and_are_put_back() -> None:
    rows = _rows(
        flat(
            [
                ["TT", "Chỉ tiêu", "Đơn vị", "Mục tiêu", "Cơ quan chủ trì"],
                ["Đến năm 2025", "Đến năm 2030"],
                ["I", "Nhóm một", "", "", "", ""],
                ["1", "Tỷ lệ A", "%", "2", "3", "Sở Y tế"],
                ["2", "Tỷ lệ B", "%", "3", "-", "Sở Nội vụ"],
            ]
        )
    )
    assert rows[0] == ["TT", "Chỉ tiêu", "Đơn vị", "Mục tiêu", "Mục tiêu", "Cơ quan chủ trì"]
    assert rows[1][3:5] == ["Đến năm 2025", "Đến năm 2030"]
    assert rows[3] == ["1", "Tỷ lệ A", "%", "2", "3", "Sở Y tế"]
    assert rows[4] == ["2", "Tỷ lệ B", "%", "3", "-", "Sở Nội vụ"]


def test_values_that_look_like_row_numbers_stay_in_their_row() -> None:
    body = [[str(n), f"Số trường loại {n}", "Trường", str(n + 1), str(n + 2)] for n in range(1, 12)]
    assert _rows(flat([["TT", "Chỉ tiêu", "Đơn vị", "Năm 2025", "Năm 2026"], *body]))[1:] == body


def test_a_cell_of_two_lines_stays_one_cell() -> None:
    rows = _rows(
        flat(
            [
                ["TT", "Chỉ tiêu", "Đơn vị", "Năm 2025", "Cơ quan chủ trì", "Cơ quan phối hợp"],
                ["1", "Tỷ lệ A", "%", "50", "- Sở Y tế\n- Sở Nội vụ", "Các địa phương"],
                ["2", "Tỷ lệ B", "%", "60", "Sở Y tế", "Các địa phương"],
                ["3", "Tỷ lệ C", "%", "70", "Sở Y tế", ""],
            ]
        )
    )
    assert rows[1][4] == "- Sở Y tế - Sở Nội vụ"
    assert rows[2][4:] == ["Sở Y tế", "Các địa phương"]


def test_lines_after_the_table_stay_outside() -> None:
    body = flat(
        [
            ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian"],
            ["1", "Tập huấn", "Sở Y tế", "2025"],
            ["2", "Kiểm tra", "Sở Y tế", "2026"],
        ]
    )
    draft = Draft(from_text(f"PHỤ LỤC I\n\n{body}\n\xa0\n\nPHỤ LỤC II\n\nNơi nhận:\n"))
    grids(draft)
    (found,) = draft.tables
    covered = found.span.of(draft.source.text)
    assert covered.startswith("TT")
    assert covered.rstrip().endswith("2026")


def test_group_rows_of_two_cells_and_of_one() -> None:
    rows = _rows(
        flat(
            [
                ["TT", "Nhiệm vụ", "Chủ trì", "Sản phẩm", "Thời gian"],
                ["I", "Nhóm một"],
                ["1", "Tập huấn cán bộ", "Sở Y tế", "Lớp học", "2025"],
                ["II. Nhóm hai"],
                ["2", "Kiểm tra", "Sở Y tế", "Báo cáo", "2026"],
            ]
        )
    )
    assert rows[1][:2] == ["I", "Nhóm một"]
    assert rows[3][0] == "II. Nhóm hai"
    assert rows[4] == ["2", "Kiểm tra", "Sở Y tế", "Báo cáo", "2026"]


def test_a_header_repeated_on_the_next_page_is_passed_over() -> None:
    head = ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian"]
    rows = _rows(
        flat(
            [
                head,
                ["1", "Tập huấn", "Sở Y tế", "2025"],
                ["2", "Kiểm tra", "Sở Y tế", "2025"],
                head,
                ["3", "Giám sát", "Sở Y tế", "2026"],
            ]
        )
    )
    assert [row[0] for row in rows] == ["TT", "1", "2", "3"]


def test_markdown_and_tabs() -> None:
    assert _rows("| TT | Nhiệm vụ | Chủ trì |\n|---|:--|---|\n| 1 | **Tập huấn** | Sở Y tế |\n")[1] == [
        "1",
        "Tập huấn",
        "Sở Y tế",
    ]
    assert _rows("TT\tNhiệm vụ\tChủ trì\n1\tTập huấn\tSở Y tế\n")[1] == ["1", "Tập huấn", "Sở Y tế"]


def test_a_table_of_the_file_is_taken_as_it_is() -> None:
    source = table(
        (0, 0, 1, 1, "TT"),
        (0, 1, 1, 1, "Nhiệm vụ"),
        (0, 2, 1, 1, "Chủ trì"),
        (1, 0, 1, 1, "1"),
        (1, 1, 1, 1, "Tập huấn"),
        (1, 2, 1, 1, "Sở Y tế"),
    )
    draft = Draft(source)
    grids(draft)
    assert draft.tables == source.blocks


def test_prose_and_lone_bars_hold_no_table() -> None:
    draft = read(
        "KẾ HOẠCH\n|\n|\nCăn cứ Luật A; xét đề nghị của Sở B.\n1. Mục đích\na) Nâng cao\n\xa0\nNơi nhận:\n- Như trên;\n"
    )
    assert draft.tables == ()


_WORDS = [
    "TT",
    "Chỉ tiêu",
    "Đơn vị",
    "Mục tiêu",
    "2025",
    "Cơ quan chủ trì",
    "1",
    "2",
    "\xa0",
    "I",
    "> 95",
    "Sở Y tế",
    "X",
    "1.1",
    "",
    "a",
    "-",
    "Nội dung",
    "Thời gian",
    "| a | b |",
    "a\tb\tc",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), max_size=80))
def test_no_soup_of_its_own_words_breaks_it(lines: list[str]) -> None:
    draft = read("\n".join(lines))
    for found in draft.tables:
        assert 0 <= found.span.start <= found.span.end <= len(draft.source.text)
        for cell in found.cells:
            assert found.span.start <= cell.span.start <= cell.span.end <= found.span.end


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    read(text)
