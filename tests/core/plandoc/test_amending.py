"""What an amending plan restates and what it drops."""

from __future__ import annotations

import pytest

from ansinh.core.plandoc.amending import Dropped, Row, find_dropped, find_row, match_rows
from ansinh.core.plandoc.pipeline import parse
from ansinh.files import open_plan

KNOWN = [
    Row("1", "Tỷ lệ hộ nghèo đa chiều", "I. Giảm nghèo"),
    Row("2", "Tỷ lệ dân số tham gia bảo hiểm y tế", "II. Bảo hiểm"),
    Row("", "Tỷ lệ dân số tham gia bảo hiểm y tế", ""),
    Row("3", "Số giường bệnh trên một vạn dân", "III. Y tế"),
    Row("4", "Số bác sĩ trên một vạn dân", "III. Y tế"),
]


@pytest.mark.parametrize(
    ("stated", "known", "sure"),
    [
        (Row("3", "Số giường bệnh/vạn dân"), 3, True),
        (Row("2", "Tỷ lệ dân số tham gia BHYT"), 1, True),
        (Row("9", "Tỷ lệ người dân tham gia bảo hiểm y tế"), 1, False),
        (Row("1", "Tỷ lệ trẻ em được tiêm chủng đầy đủ"), None, True),
        (Row("", ""), None, True),
    ],
)
def test_a_stated_row_is_matched_by_words_and_number(stated: Row, known: int | None, sure: bool) -> None:
    match = match_rows(KNOWN, [stated])[0]
    assert (match.known, match.sure) == (known, sure)


def test_a_known_row_is_restated_once() -> None:
    rows = [Row("3", "Số giường bệnh trên một vạn dân"), Row("8", "Số giường bệnh trên một vạn dân")]
    assert [match.known for match in match_rows(KNOWN[3:4], rows)] == [0, None]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Bãi bỏ nhiệm vụ số 3 mục V Phụ lục II của Kế hoạch (Khảo sát mức độ hài lòng).",
            [("task", "3", "V", "Khảo sát mức độ hài lòng")],
        ),
        ("Không thực hiện các nhiệm vụ số 2, 4 và 7 mục I.", [("task", n, "I", "") for n in ("2", "4", "7")]),
        ("thôi thực hiện chỉ tiêu số 12", [("indicator", "12", "", "")]),
        ("Không bỏ sót đối tượng; thực hiện nhiệm vụ số 3.", []),
        ("Các nội dung khác không thay đổi.", []),
    ],
)
def test_sentences_that_drop_a_row_are_found(text: str, found: list[tuple[str, str, str, str]]) -> None:
    assert [(one.kind, one.no, one.group, one.name) for one in find_dropped(text)] == found


@pytest.mark.parametrize(
    ("dropped", "places"),
    [
        (("3", "III", ""), [3]),
        (("3", "II", ""), []),
        (("9", "", "Số bác sĩ trên một vạn dân"), [4]),
        (("7", "", ""), []),
    ],
)
def test_a_drop_means_the_row_its_number_heading_and_words_name(
    dropped: tuple[str, str, str], places: list[int]
) -> None:
    no, group, name = dropped
    span = find_dropped("bãi bỏ nhiệm vụ số 1")[0].span
    assert find_row(KNOWN, Dropped("indicator", no, group, name, span)) == places


@pytest.mark.parametrize(
    "words",
    [
        "sửa đổi, bổ sung một số nội dung của",
        "sửa đổi",
        "điều chỉnh một số chỉ tiêu, nhiệm vụ của",
        "điều chỉnh, bổ sung",
        "sửa đổi và bổ sung nhiệm vụ tại",
    ],
)
def test_a_plan_that_amends_another_says_so_in_its_citation(words: str) -> None:
    text = f"KẾ HOẠCH\n\nỦy ban nhân dân tỉnh {words} Kế hoạch số 45/KH-UBND ngày 12/3/2026 như sau:\n"
    reading = parse(open_plan(text.encode(), name="a.txt"))
    assert [(one.number, one.role) for one in reading.references] == [("45/KH-UBND", "sửa đổi")]
