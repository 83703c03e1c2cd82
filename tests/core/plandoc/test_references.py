"""The instruments a plan cites: each once, with all that is said of it."""

from __future__ import annotations

from datetime import date

import pytest

from ansinh.core.plandoc.draft import Draft
from ansinh.core.plandoc.head import head
from ansinh.core.plandoc.model import Reference
from ansinh.core.plandoc.passages import passages
from ansinh.core.plandoc.references import references
from ansinh.core.plandoc.source import Source, SourceBuilder, from_text


def read(source: Source | str) -> tuple[Reference, ...]:
    """The references of a plan."""
    draft = Draft(from_text(source) if isinstance(source, str) else source)
    passages(draft)
    head(draft)
    references(draft)
    return draft.references


def test_all_mentions_are_gathered_into_one() -> None:
    """The day, the body and the short name stand in different places and come together."""
    text = """THỰC HIỆN NGHỊ QUYẾT SỐ 8-NQ/TU CỦA TỈNH ỦY
Thực hiện Nghị quyết số 8-NQ/TU ngày 09/8/2021 của Ban Thường vụ Tỉnh ủy Lam Sơn về y tế (sau đây gọi tắt là Nghị quyết số 8-NQ/TU);
Bám sát Nghị quyết 8-NQ/TU."""
    (only,) = read(text)
    assert (only.number, only.type, only.date) == ("8-NQ/TU", "Nghị quyết", date(2021, 8, 9))
    assert only.issuer == "Ban Thường vụ Tỉnh ủy Lam Sơn"
    assert only.short_name == "Nghị quyết số 8-NQ/TU"
    assert only.role == "thực hiện"
    assert [span.of(text)[:22] for span in only.spans] == [
        "NGHỊ QUYẾT SỐ 8-NQ/TU ",
        "Nghị quyết số 8-NQ/TU ",
        "Nghị quyết số 8-NQ/TU",
        "Nghị quyết 8-NQ/TU",
    ]


def test_two_days_are_not_guessed_between() -> None:
    """The first stated day stands; the other stays in the text for the one who checks."""
    (only,) = read("Quyết định số 3/QĐ-UBND ngày 01/02/2023; Quyết định số 3/QĐ-UBND ngày 01/02/2024")
    assert only.date == date(2023, 2, 1)
    assert len(only.spans) == 2


def test_the_plan_does_not_cite_itself() -> None:
    """Its own number, in the head or under an annex, is no reference."""
    text = "Số: 15/KH-UBND\nLam Sơn, ngày 13 tháng 5 năm 2024\nKẾ HOẠCH\nVề y tế\nI. MỘT\n(Kèm theo Kế hoạch số: 15/KH-UBND)\nLuật Trẻ em"
    assert [(item.number, item.name, item.numbered) for item in read(text)] == [(None, "Luật Trẻ em", False)]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Căn cứ Nghị định số 1/2020/NĐ-CP của Chính phủ;", "căn cứ"),
        ("Tiếp tục triển khai thực hiện có hiệu quả Nghị định số 1/2020/NĐ-CP", "thực hiện"),
        ("Cụ thể hóa các nhiệm vụ trong Nghị định số 1/2020/NĐ-CP", "cụ thể hóa"),
        ("Tham mưu sửa đổi, bổ sung một số điều của Nghị định số 1/2020/NĐ-CP", "sửa đổi"),
        ("Văn bản thay thế Nghị định số 1/2020/NĐ-CP", "thay thế"),
        ("theo quy định tại Nghị định số 1/2020/NĐ-CP", "viện dẫn"),
        ("Sửa đổi. Theo Nghị định số 1/2020/NĐ-CP", "viện dẫn"),
    ],
)
def test_the_words_before_say_what_the_plan_does_with_it(text: str, role: str) -> None:
    """What is based on, carried out, amended or only mentioned."""
    assert [item.role for item in read(text)] == [role]


def test_a_list_shares_its_role() -> None:
    """ "Thực hiện A, B và C" carries out all three."""
    found = read("Thực hiện Nghị quyết số 8-NQ/TU, Kế hoạch số 1/KH-UBND và Chỉ thị số 2-CT/TU")
    assert {item.role for item in found} == {"thực hiện"}


def test_citations_in_tables_count() -> None:
    """A task in a table may cite what the text does not; its place is in the cell."""
    builder = SourceBuilder()
    builder.paragraph("Bảng sau:")
    builder.table([(0, 0, 1, 1, "1"), (0, 1, 1, 1, "Thực hiện Nghị quyết số 8-NQ/TU")])
    source = builder.build()
    (only,) = read(source)
    assert only.spans[0].of(source.text) == "Nghị quyết số 8-NQ/TU"


def test_the_cited_provisions_are_kept_down_to_the_point() -> None:
    """A part is cited with its instrument, by the short name made known, or by words that point back."""
    text = """Thực hiện Nghị định số 20/2021/NĐ-CP ngày 15/3/2021 của Chính phủ (sau đây gọi tắt là Nghị định 20);
1. Rà soát đối tượng theo Điểm a, khoản 1 điều 6 của nghị định số 20/2021/NĐ-CP và điểm b khoản 2 Điều 5 Nghị định 20.
2. Mức hưởng theo Điều 4 của Nghị định nêu trên; Điều 9 nói chung; khoản 2 Mục II Kế hoạch này."""
    (only,) = read(text)
    assert only.provisions == ("điểm a khoản 1 Điều 6", "điểm b khoản 2 Điều 5", "Điều 4")
    assert [span.of(text)[:24] for span in only.spans][2:] == ["điểm b khoản 2 Điều 5", "Điều 4 của Nghị định nêu"]


def test_a_pointer_to_one_of_two_is_left_open() -> None:
    """Two decrees came before: "Nghị định nêu trên" is neither for certain."""
    text = "Nghị định số 20/2021/NĐ-CP; Nghị định số 76/2024/NĐ-CP\nTheo Điều 4 Nghị định nêu trên."
    assert [item.provisions for item in read(text)] == [(), ()]
