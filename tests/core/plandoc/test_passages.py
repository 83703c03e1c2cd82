"""Printed lines and the paragraphs their author wrote."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.core.plandoc.draft import Draft
from ansinh.core.plandoc.passages import passages
from ansinh.core.plandoc.source import SourceBuilder, from_text
from ansinh.core.text.unicode import mend_letters


def read(text: str) -> list[str]:
    """The paragraphs of a text."""
    draft = Draft(from_text(text))
    passages(draft)
    return [passage.text for passage in draft.passages]


# A plan whose lines were broken at about 60 characters, whatever stood there.
WRAPPED = """ỦY BAN NHÂN DÂN
TỈNH LAM SƠN
-------
|
CỘNG HÒA XÃ HỘI CHỦ
NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
|
Số: 71/KH-UBND
|
Lam Sơn, ngày 27
tháng 4 năm 2022
|
KẾ
HOẠCH
THỰC HIỆN QUYẾT ĐỊNH SỐ 34/QĐ-TTG NGÀY 24
THÁNG 11 NĂM 2021 VỀ CHÍNH SÁCH XÃ HỘI
Căn cứ Quyết định số
34/QĐ-TTg ngày 24 tháng 11 năm 2021 của Thủ tướng Chính phủ;
Ủy ban nhân dân tỉnh ban
hành Kế hoạch như sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
a) Tổ chức thực hiện
Kế hoạch chủ động, kịp thời, đồng bộ trên địa bàn tỉnh, theo
tinh thần Nghị quyết.
b) Giai đoạn từ năm 2021
- 2025, các cơ quan báo cáo về Sở Lao động của tỉnh, về Sở
- Ngành khác và các địa phương trong tỉnh theo quy định chung
của tỉnh.
2. Sở Nông nghiệp và
Phát triển nông thôn
Phối hợp với các sở, ban,
ngành liên quan thực hiện.
3. Sở Tài chính
Căn cứ khả năng cân đối
của ngân sách, tham mưu bố trí kinh phí.
Nơi nhận:
-
Bộ Nội vụ;
- Lưu: VT.
|
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Trần Văn Mẫu
|
"""


@pytest.mark.parametrize(
    "paragraph",
    [
        "ỦY BAN NHÂN DÂN TỈNH LAM SƠN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Lam Sơn, ngày 27 tháng 4 năm 2022",
        "KẾ HOẠCH",
        "THỰC HIỆN QUYẾT ĐỊNH SỐ 34/QĐ-TTG NGÀY 24 THÁNG 11 NĂM 2021 VỀ CHÍNH SÁCH XÃ HỘI",
        "Căn cứ Quyết định số 34/QĐ-TTg ngày 24 tháng 11 năm 2021 của Thủ tướng Chính phủ;",
        "Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "1. Mục đích",
        "a) Tổ chức thực hiện Kế hoạch chủ động, kịp thời, đồng bộ trên địa bàn tỉnh, theo tinh thần Nghị quyết.",
        "2. Sở Nông nghiệp và Phát triển nông thôn",
        "Phối hợp với các sở, ban, ngành liên quan thực hiện.",
        "3. Sở Tài chính",
        "- Bộ Nội vụ;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Trần Văn Mẫu",
    ],
)
def test_wrapped_lines_are_joined_and_no_more(paragraph: str) -> None:
    """Headings, dates, sentences and bodies cut by the line end are whole again."""
    assert paragraph in read(WRAPPED)


def test_a_dash_in_a_name_starts_no_item() -> None:
    """ "Sở Lao động / - Thương binh và Xã hội" is one name where the line before was full."""
    lines = [
        "Trong quá trình thực hiện nếu có khó khăn, vướng mắc vượt thẩm quyền, thì đề",
        "nghị các cơ quan, đơn vị, địa phương kịp thời phản ánh bằng văn bản về Sở Lao",
        "động và các cơ quan liên quan, hoặc phản ánh trực tiếp tới tổ công tác Lao động",
        "- Thương binh và Xã hội để tổng hợp, báo cáo.",
    ]
    assert read("\n".join(lines * 3)) == [" ".join(lines)] * 3


def test_one_paragraph_a_line_stays_so() -> None:
    """Where lines are whole paragraphs, neighbours are not joined, capitals or not."""
    text = (
        "KẾ HOẠCH\nTRIỂN KHAI\n"
        + "Thực hiện đồng bộ các giải pháp giảm nghèo bền vững trên địa bàn tỉnh. " * 3
        + "\nngười\n100\n"
    )
    assert read(text) == [line.strip() for line in text.strip().split("\n")]


@pytest.mark.parametrize("between", ["\n\n", "\n\n12\n\n", "\n\n- 3 -\n\n", "\n\nTrang 4/9\n\n"])
def test_a_page_end_inside_a_sentence_is_mended(between: str) -> None:
    """The sentence goes on after the page end, and the page number that fell into it is gone."""
    before = "Mở rộng mạng lưới y tế cơ sở, phấn đấu đến năm 2030 có đủ bác sĩ cho các xã vùng sâu, vùng xa và đạt 19"
    after = "điều dưỡng trên một vạn dân; tỷ lệ bao phủ bảo hiểm y tế đạt 97%."
    long_line = "Tăng cường tuyên truyền, vận động người dân tham gia bảo hiểm xã hội tự nguyện. " * 3
    text = "\n".join([long_line] * 5) + "\n\n" + before + between + after
    assert read(text)[-1] == f"{before} {after}"


def test_a_bold_title_over_several_lines_is_one() -> None:
    """The signs of bold type are taken off and the lines joined; the signature stays in lines."""
    text = (
        "**thực hiện Nghị quyết số 8-NQ/TU\ncủa Tỉnh ủy về giảm nghèo**\n\n"
        + "Nội dung dài. " * 20
        + "\n\n**T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ**"
    )
    found = read(text)
    assert found[0] == "thực hiện Nghị quyết số 8-NQ/TU của Tỉnh ủy về giảm nghèo"
    assert found[-2:] == ["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"]


def test_tables_are_no_passages() -> None:
    """What stands in a table is left to the readers of tables."""
    builder = SourceBuilder()
    builder.paragraph("Trước bảng.")
    builder.table([(0, 0, 1, 1, "TT"), (0, 1, 1, 1, "Chỉ tiêu")])
    builder.paragraph("Sau bảng.")
    draft = Draft(builder.build())
    passages(draft)
    assert [passage.text for passage in draft.passages] == ["Trước bảng.", "Sau bảng."]


def test_every_piece_of_a_passage_leads_back_to_its_words() -> None:
    """A date cut by the line end is marked from its first character to its last."""
    draft = Draft(from_text(WRAPPED))
    passages(draft)
    (dated,) = (passage for passage in draft.passages if passage.text.startswith("Lam Sơn,"))
    start = dated.text.index("27")
    assert dated.span(start, len(dated.text)).of(draft.source.text) == "27\ntháng 4 năm 2022"


LINES = st.sampled_from(
    ["I. MỤC TIÊU", "1. Mục đích", "- đạt 95%;", "|", "12", "-", "**", "**Kế hoạch", "tiếp tục thực hiện các", "KT. CHỦ TỊCH", "", "\xa0",
     "Căn cứ Luật Trẻ em;", "của Chính phủ", "# KẾ HOẠCH", "\x0c3", "Sở Lao động " * 8]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(LINES, max_size=40).map("\n".join) | st.text())
def test_no_text_upsets_the_joining(text: str) -> None:
    """Whatever the lines, each passage is made of stretches of the source, in order, none twice."""
    draft = Draft(from_text(text))
    passages(draft)
    reached = 0
    for passage in draft.passages:
        assert passage.text.strip()
        for at, span in passage.pieces:
            assert span.start >= reached
            reached = span.end
            assert passage.text[at : at + span.end - span.start] == mend_letters(span.of(draft.source.text))
