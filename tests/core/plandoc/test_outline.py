"""Headings and numbered paragraphs, and where each stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.core.plandoc.draft import Draft
from ansinh.core.plandoc.model import Section
from ansinh.core.plandoc.outline import outline
from ansinh.core.plandoc.passages import passages
from ansinh.core.plandoc.source import from_text


def read(text: str) -> tuple[Section, ...]:
    """The sections of a text."""
    draft = Draft(from_text(text))
    passages(draft)
    outline(draft)
    return draft.sections


def shown(text: str) -> list[tuple[str, str, bool]]:
    """Path, title and whether it is a numbered paragraph, of each section."""
    return [(section.path, section.title, section.run_in) for section in read(text)]


LONG = "Chủ trì, phối hợp với các cơ quan liên quan tổ chức thực hiện; định kỳ báo cáo kết quả theo quy định."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The usual plan: Roman, number, letter.
        (
            f"I. MỤC TIÊU\n1. Chung\nNội dung.\n2. Cụ thể\na) Về y tế\n- Đạt 95%.\nII. NHIỆM VỤ\n1. {LONG}",
            [
                ("I", "MỤC TIÊU", False),
                ("I/1", "Chung", False),
                ("I/2", "Cụ thể", False),
                ("I/2/a", "Về y tế", False),
                ("II", "NHIỆM VỤ", False),
                ("II/1", "Chủ trì, phối hợp với các cơ quan liên quan tổ chức thực hiện", True),
            ],
        ),
        # The Party's way of numbering, and decimals with and without a point after them.
        (
            "I- MỤC TIÊU\n2. Cụ thể\n2.1 Đến năm 2030\n2.2. Tầm nhìn\n2.2.1. Nhỏ hơn\n3/ Khác",
            [
                ("I", "MỤC TIÊU", False),
                ("I/2", "Cụ thể", False),
                ("I/2/2.1", "Đến năm 2030", False),
                ("I/2/2.2", "Tầm nhìn", False),
                ("I/2/2.2/2.2.1", "Nhỏ hơn", False),
                ("I/3", "Khác", False),
            ],
        ),
        # Capital letters over Roman numerals; C after B is a letter.
        (
            "A. PHẦN MỘT\nI. Một\nB. PHẦN HAI\nI. Một\nC. PHẦN BA",
            [
                ("A", "PHẦN MỘT", False),
                ("A/I", "Một", False),
                ("B", "PHẦN HAI", False),
                ("B/I", "Một", False),
                ("C", "PHẦN BA", False),
            ],
        ),
        # Parts and chapters with their titles on the next line.
        (
            "Phần thứ nhất\nTÌNH HÌNH\nChương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi điều chỉnh\n1. Một khoản của điều này.\nPHẦN II: NHIỆM VỤ",
            [
                ("Phần thứ nhất", "TÌNH HÌNH", False),
                ("Phần thứ nhất/Chương I", "QUY ĐỊNH CHUNG", False),
                ("Phần thứ nhất/Chương I/Điều 1", "Phạm vi điều chỉnh", False),
                ("Phần thứ nhất/Chương I/Điều 1/1", "Một khoản của điều này", True),
                ("PHẦN II", "NHIỆM VỤ", False),
            ],
        ),
        # An article that announces what follows holds it.
        (
            "Điều 1. Phê duyệt Chương trình với các nội dung sau:\nI. MỤC TIÊU\n1. Chung\nĐiều 2. Hiệu lực thi hành",
            [
                ("Điều 1", "Phê duyệt Chương trình với các nội dung sau", False),
                ("Điều 1/I", "MỤC TIÊU", False),
                ("Điều 1/I/1", "Chung", False),
                ("Điều 2", "Hiệu lực thi hành", False),
            ],
        ),
        # Annexes begin anew; the line in brackets is no title.
        (
            "V. TỔ CHỨC\nPHỤ LỤC II\nDANH MỤC NHIỆM VỤ\n(Kèm theo Kế hoạch số 1/KH-UBND)\n1. Nhóm một",
            [("V", "TỔ CHỨC", False), ("PL II", "DANH MỤC NHIỆM VỤ", False), ("PL II/1", "Nhóm một", False)],
        ),
        ("Phụ lục 1\nDANH MỤC", [("PL 1", "DANH MỤC", False)]),
        # A sentence about an annex heads nothing.
        ("Phụ lục I kèm theo nêu các chỉ tiêu.\nChương trình được phê duyệt\nMục tiêu đến năm 2030", []),
        # A paragraph named by the words before its colon.
        (
            "5.3. Ủy ban nhân dân các xã, phường: Tiếp tục đẩy mạnh phong trào.",
            [("5.3", "Ủy ban nhân dân các xã, phường", True)],
        ),
        # A heading may end in a colon or, when short and followed by text, in a full stop.
        ("1. Yêu cầu:\n- Đúng hạn.", [("1", "Yêu cầu", False)]),
        ("1. Mục đích.\n- Nâng cao đời sống.", [("1", "Mục đích", False)]),
        # In a row of numbered paragraphs the short last one is one too.
        (
            "1. Kế hoạch\na) Giảm 2% hộ nghèo;\nb) Giảm 3% hộ cận nghèo.\nHết.",
            [("1", "Kế hoạch", False), ("1/a", "Giảm 2% hộ nghèo", True), ("1/b", "Giảm 3% hộ cận nghèo", True)],
        ),
        # What only looks like a label.
        ("- Một gạch đầu dòng\n10.000 dân có 19 bác sĩ\n24/11/2023 là ngày\nvề. Sau đó\n3 tháng đầu năm\n1,5 lần", []),
        ("", []),
    ],
)
def test_the_outline_of_a_plan(text: str, expected: list[tuple[str, str, bool]]) -> None:
    """Labels of every kind find their place under the one above them."""
    assert shown(text) == expected


def test_levels_and_parents_go_with_the_path() -> None:
    """The level counts from the top; the parent is the path of the section above."""
    sections = read("I. MỘT\n1. Hai\na) Ba\nII. BỐN")
    assert [(s.label, s.level, s.parent) for s in sections] == [
        ("I", 1, None),
        ("1", 2, "I"),
        ("a", 3, "I/1"),
        ("II", 1, None),
    ]


def test_the_body_of_a_section_ends_where_the_next_of_its_level_begins() -> None:
    """Everything under a heading belongs to it, its sub-sections too."""
    text = "I. MỘT\nMở đầu.\n1. Hai\nNội dung.\nII. BA\nKết."
    first, second, third = read(text)
    assert first.body.of(text).strip() == "Mở đầu.\n1. Hai\nNội dung."
    assert second.body.of(text).strip() == "Nội dung."
    assert third.body.of(text).strip() == "Kết."


def test_a_heading_cut_by_the_line_end_is_whole() -> None:
    """Title and place cover all its lines."""
    text = (
        "1. Tăng cường nguồn lực thực hiện chính\nsách xã hội của tỉnh\n"
        + "Nội dung được viết trên nhiều dòng có\nchiều dài như nhau và chấm hết.\n" * 4
    )
    (section,) = read(text)
    assert section.title == "Tăng cường nguồn lực thực hiện chính sách xã hội của tỉnh"
    assert section.span.of(text) == "1. Tăng cường nguồn lực thực hiện chính\nsách xã hội của tỉnh"


LINES = st.sampled_from(
    ["I. MỤC TIÊU", "II-", "1.", "1. Mục đích", "1.1", "2.1 Đến năm", "a) Một.", "đ) Hai", "A. B", "C.", "PHỤ LỤC", "Phụ lục I", "PHỤ LỤC: ",
     "Phần thứ hai", "Chương", "Điều 5.", "Mục", "(Kèm theo", "- gạch", "VĂN BẢN", "1/", "IIII. SAI", "99.99.99. X"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(LINES, max_size=40).map("\n".join) | st.text())
def test_no_text_upsets_the_outline(text: str) -> None:
    """Sections come in order, bodies lie inside the text, parents exist."""
    sections = read(text)
    starts = [section.span.start for section in sections]
    assert starts == sorted(starts)
    paths = {section.path for section in sections}
    for section in sections:
        assert section.body.start <= section.body.end
        assert section.parent is None or section.parent in paths
