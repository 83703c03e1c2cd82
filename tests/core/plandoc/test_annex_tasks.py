"""Tasks read from annexes of several makes."""

from __future__ import annotations

from tests.core.plandoc.annexes import flat, read

from ansinh.core.plandoc.source import SourceBuilder

HEAD = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Cấp trình", "Thời gian thực hiện", "Ghi chú"]


def test_numbers_that_begin_anew_in_each_group_are_told_apart() -> None:
    draft = read(
        flat(
            [
                HEAD,
                ["I", "NHÓM MỘT"],
                ["1", "Xây dựng đề án", "Sở A", "Các sở, ngành", "UBND tỉnh", "2025", ""],
                [
                    "2",
                    "Tham mưu góp ý luật",
                    "Sở B",
                    "Các sở, ngành",
                    "UBND tỉnh; HĐND tỉnh",
                    "Sau khi có hướng dẫn",
                    "",
                ],
                ["II", "NHÓM HAI"],
                [
                    "1",
                    "Tổ chức tập huấn",
                    "Sở C",
                    "Sở D và các sở, ngành liên quan; địa phương",
                    "UBND tỉnh",
                    "2024 - 2026",
                    "gấp",
                ],
            ]
        )
    )
    assert [(t.no, t.section) for t in draft.tasks] == [
        ("I.1", "I. NHÓM MỘT"),
        ("I.2", "I. NHÓM MỘT"),
        ("II.1", "II. NHÓM HAI"),
    ]
    assert draft.tasks[1].submit_to == "UBND tỉnh; HĐND tỉnh"
    assert draft.tasks[1].schedule is not None
    assert draft.tasks[1].schedule.kind == "event"
    assert draft.tasks[2].coordinating == ("Sở D", "các sở, ngành liên quan", "địa phương")
    assert (draft.tasks[0].note, draft.tasks[2].note) == (None, "gấp")
    assert draft.indicators == ()


def test_numbers_below_their_group_and_a_row_without_number() -> None:
    draft = read(
        flat(
            [
                ["STT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Sản phẩm", "Thời gian thực hiện"],
                ["1", "Nhóm một của kế hoạch"],
                ["1.1", "Ban hành kế hoạch", "Sở A", "Sở B", "Kế hoạch", "Quý I hàng năm"],
                [
                    "1.2",
                    "Báo cáo kết quả",
                    "Sở A; Sở B",
                    "UBND các xã",
                    "35 giường bệnh trở lên/vạn dân",
                    "Năm 2025 và các năm tiếp theo",
                ],
                ["2", "Nhóm hai của kế hoạch"],
                [
                    "",
                    "Chi trả qua tài khoản",
                    "Đề nghị Hội C tỉnh chủ trì tổ chức thực hiện",
                    "Sở A",
                    "Kế hoạch",
                    "Hàng năm",
                ],
            ]
        )
    )
    assert [(t.no, t.section) for t in draft.tasks] == [
        ("1.1", "1. Nhóm một của kế hoạch"),
        ("1.2", "1. Nhóm một của kế hoạch"),
        (None, "2. Nhóm hai của kế hoạch"),
    ]
    assert draft.tasks[1].lead == ("Sở A", "Sở B")
    assert draft.tasks[1].product == "35 giường bệnh trở lên/vạn dân"
    assert draft.tasks[2].lead == ("Hội C tỉnh",)


def test_columns_in_another_order() -> None:
    draft = read(
        flat(
            [
                [
                    "TT",
                    "Cơ quan chủ trì",
                    "Tên nhiệm vụ, đề án",
                    "Sản phẩm",
                    "Thời gian hoàn thành",
                    "Cơ quan phối hợp",
                ],
                ["1", "Bộ Nội vụ", "Xây dựng đề án", "Quyết định", "Quý III/2025", "Các bộ, ngành, địa phương"],
                ["2", "Bộ Nội vụ", "Xây dựng nghị định", "Nghị định", "2026", "Bộ Tài chính, Bộ Tư pháp"],
                ["3", "Bộ Y tế", "Chương trình sức khỏe", "Quyết định", "2025-2030", ""],
            ]
        )
    )
    assert [(t.no, t.name, t.lead[0]) for t in draft.tasks] == [
        ("1", "Xây dựng đề án", "Bộ Nội vụ"),
        ("2", "Xây dựng nghị định", "Bộ Nội vụ"),
        ("3", "Chương trình sức khỏe", "Bộ Y tế"),
    ]


def test_crosses_under_years_are_the_schedule() -> None:
    draft = read(
        flat(
            [
                ["TT", "Nhiệm vụ", "Phân công thực hiện", "Thời gian thực hiện", "Ghi chú"],
                ["Chủ trì", "Phối hợp", "Năm 2025", "Năm 2026"],
                ["1", "Ban hành kế hoạch", "Sở A", "Sở B", "x", "", ""],
                ["2", "Tập huấn cán bộ", "Sở B", "UBND cấp xã", "x", "x", ""],
            ]
        )
    )
    assert [t.schedule_raw for t in draft.tasks] == ["2025", "2025, 2026"]
    assert [(t.lead, t.coordinating) for t in draft.tasks] == [(("Sở A",), ("Sở B",)), (("Sở B",), ("UBND cấp xã",))]


def test_lost_empty_cells_leave_the_rest_in_place() -> None:
    lines = "TT\nNhiệm vụ\nChủ trì\nPhối hợp\nThời gian\n1\nLàm việc một\nSở A\nSở B\n2025\n2\nLàm việc hai\nSở A\n2026\n3\nLàm việc ba\nSở C\nUBND cấp xã\nHàng năm\n"
    draft = read(lines)
    assert [(t.lead, t.coordinating, t.schedule_raw) for t in draft.tasks] == [
        (("Sở A",), ("Sở B",), "2025"),
        (("Sở A",), (), "2026"),
        (("Sở C",), ("UBND cấp xã",), "Hàng năm"),
    ]


def test_a_row_cut_by_the_page_is_one_task() -> None:
    builder = SourceBuilder(kind="pdf")
    rows = [["TT", "Nhiệm vụ", "Chủ trì", "Thời gian"], ["1", "Tập huấn cho", "Sở A", "2025"]]
    builder.table([(i, j, 1, 1, text) for i, row in enumerate(rows) for j, text in enumerate(row)])
    rows = [["", "cán bộ cấp xã", "", ""], ["2", "Kiểm tra", "Sở B", "2026"]]
    builder.table([(i, j, 1, 1, text) for i, row in enumerate(rows) for j, text in enumerate(row)])
    assert [(t.no, t.name) for t in read(builder.build()).tasks] == [
        ("1", "Tập huấn cho cán bộ cấp xã"),
        ("2", "Kiểm tra"),
    ]


def test_a_long_annex_of_a_national_programme() -> None:
    body: list[list[str]] = []
    for group, label in enumerate(["I", "II", "III", "IV", "V", "VI", "VII"]):
        body.append([label, f"NHÓM NHIỆM VỤ {label}"])
        for n in range(20):
            no = group * 20 + n + 1
            body.append(
                [
                    str(no),
                    f"Xây dựng đề án về lĩnh vực thứ {no}",
                    "Đề án",
                    "Bộ A",
                    "Các bộ, ngành, địa phương",
                    str(2024 + no % 5),
                ]
            )
    draft = read(flat([["STT", "Tên nhiệm vụ", "Sản phẩm", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"], *body]))
    assert [t.no for t in draft.tasks] == [str(no) for no in range(1, 141)]
    assert {t.lead for t in draft.tasks} == {("Bộ A",)}
    assert draft.tasks[139].section == "VII. NHÓM NHIỆM VỤ VII"
