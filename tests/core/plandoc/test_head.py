"""What a plan says of itself: made-up heads and feet of every shape."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from ansinh.core.plandoc.draft import Draft
from ansinh.core.plandoc.head import head
from ansinh.core.plandoc.model import DocumentInfo
from ansinh.core.plandoc.passages import passages
from ansinh.core.plandoc.source import SourceBuilder, from_text

BODY = """I. MỤC TIÊU
1. Mục tiêu chung
Nâng cao đời sống của người dân trên địa bàn, bảo đảm không để ai bị bỏ lại phía sau, trong đó chú trọng vùng sâu, vùng xa, biên giới.
"""


def read(text: str) -> DocumentInfo:
    """The head and foot of a text."""
    draft = Draft(from_text(text))
    passages(draft)
    head(draft)
    return draft.document


@dataclass(frozen=True)
class Case:
    """A document and what it says of itself."""

    name: str
    text: str
    number: str | None = None
    type: str | None = "Kế hoạch"
    issued_on: date | None = None
    issuer: str | None = None
    place: str | None = None
    title: str | None = None
    signer: str | None = None
    signer_title: str | None = None
    recipients: tuple[str, ...] = ()


CASES = [
    Case(
        "a plan of a province, two columns one after the other",
        """ỦY BAN NHÂN DÂN
TỈNH LAM SƠN
-------

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 15/KH-UBND

Lam Sơn, ngày 13 tháng 5 năm 2024

KẾ HOẠCH

TRIỂN KHAI THỰC HIỆN NGHỊ QUYẾT SỐ 42-NQ/TW NGÀY 24/11/2023

Thực hiện Nghị quyết số 42-NQ/TW, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:

"""
        + BODY
        + """Nơi nhận:
- Bộ Nội vụ (b/c);
- Lưu: VT, M.A.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Trần Văn Mẫu

HIỆU LỰC VĂN BẢN
  • Số hiệu: 15/KH-UBND
  • Ngày ban hành: 13/05/2024
""",
        "15/KH-UBND",
        "Kế hoạch",
        date(2024, 5, 13),
        "Ủy ban nhân dân tỉnh Lam Sơn",
        "Lam Sơn",
        "TRIỂN KHAI THỰC HIỆN NGHỊ QUYẾT SỐ 42-NQ/TW NGÀY 24/11/2023",
        "Trần Văn Mẫu",
        "Phó Chủ tịch",
        ("Bộ Nội vụ (b/c)", "Lưu: VT, M.A"),
    ),
    Case(
        "a plan of the Party, head and foot as its own rules print them",
        """TỈNH ỦY LAM SƠN
*
Số 45-KH/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Lam Sơn, ngày 12 tháng 01 năm 2024
KẾ HOẠCH
thực hiện Nghị quyết số 42-NQ/TW về chính sách xã hội
-----
Thực hiện Nghị quyết số 42-NQ/TW, Ban Thường vụ Tỉnh ủy ban hành Kế hoạch như sau:
"""
        + BODY
        + """T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ THƯỜNG TRỰC
Nguyễn Thị Mẫu
""",
        "45-KH/TU",
        "Kế hoạch",
        date(2024, 1, 12),
        "Tỉnh ủy Lam Sơn",
        "Lam Sơn",
        "thực hiện Nghị quyết số 42-NQ/TW về chính sách xã hội",
        "Nguyễn Thị Mẫu",
        "Phó Bí thư Thường trực",
    ),
    Case(
        "a plan of the Party whose head was lost: the opening names the body, nothing names number and day",
        """KẾ HOẠCH

**thực hiện Nghị quyết số 42-NQ/TW ngày 24/11/2023
của Ban Chấp hành Trung ương Đảng**

Thực hiện Nghị quyết số 42-NQ/TW; Ban Thường vụ Tỉnh ủy Lam Sơn ban hành Kế hoạch triển khai thực hiện như sau:

"""
        + BODY,
        issuer="Ban Thường vụ Tỉnh ủy Lam Sơn",
        title="thực hiện Nghị quyết số 42-NQ/TW ngày 24/11/2023 của Ban Chấp hành Trung ương Đảng",
    ),
    Case(
        "a news page: number and day stand in a sentence, the page's own day and author do not count",
        """Tìm kiếm thông tin
Kế hoạch triển khai thực hiện Nghị quyết số 42-NQ/TW trên địa bàn thị xã
Ngày cập nhật 13/06/2024

Vừa qua ngày 29/5/2024, UBND thị xã Lam Sơn đã ban hành Kế hoạch số 18/KH-UBND để triển khai thực hiện Nghị quyết số 42-NQ/TW cụ thể như sau:

"""
        + BODY
        + """
Nguyễn Văn Tác Giả - Phòng Nội vụ
Thống kê truy cập
""",
        "18/KH-UBND",
        "Kế hoạch",
        date(2024, 5, 29),
        "UBND thị xã Lam Sơn",
        None,
        "Kế hoạch triển khai thực hiện Nghị quyết số 42-NQ/TW trên địa bàn thị xã",
    ),
    Case(
        "a decision that wraps a plan",
        """ỦY BAN NHÂN DÂN
TỈNH LAM SƠN
Số: 1204/QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Đông Sơn, ngày 03 tháng 02 năm 2025
QUYẾT ĐỊNH
Ban hành Kế hoạch về chính sách xã hội
giai đoạn 2025 - 2030
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 02 năm 2025;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch.
Nơi nhận:
- Như Điều 3;
- Lưu: VT.
CHỦ TỊCH
(Đã ký)
Trần Văn Mẫu
KẾ HOẠCH
Về chính sách xã hội
(Ban hành kèm theo Quyết định số 1204/QĐ-UBND ngày 03/02/2025 của Chủ tịch Ủy ban nhân dân tỉnh Lam Sơn)
"""
        + BODY,
        "1204/QĐ-UBND",
        "Quyết định",
        date(2025, 2, 3),
        "Ủy ban nhân dân tỉnh Lam Sơn",
        "Đông Sơn",
        "Ban hành Kế hoạch về chính sách xã hội giai đoạn 2025 - 2030",
        "Trần Văn Mẫu",
        "Chủ tịch",
        ("Như Điều 3", "Lưu: VT"),
    ),
    Case(
        "a plan without its decision: the line under the title says where it belongs",
        """KẾ HOẠCH
Về chính sách xã hội giai đoạn 2025 - 2030
(Ban hành kèm theo Quyết định số 1204/QĐ-UBND ngày 03/02/2025 của Ủy ban nhân dân tỉnh Lam Sơn)
"""
        + BODY,
        "1204/QĐ-UBND",
        "Kế hoạch",
        date(2025, 2, 3),
        "Ủy ban nhân dân tỉnh Lam Sơn",
        None,
        "Về chính sách xã hội giai đoạn 2025 - 2030",
    ),
    Case(
        "a draft: number and day are still open",
        """UBND TỈNH LAM SƠN
SỞ Y TẾ
Số:      /KH-SYT
Lam Sơn, ngày     tháng 3 năm 2024
KẾ HOẠCH
Chăm sóc sức khỏe người cao tuổi năm 2024
Căn cứ Luật Người cao tuổi;
"""
        + BODY
        + """GIÁM ĐỐC
Lê Mẫu
""",
        None,
        "Kế hoạch",
        None,
        "Sở Y tế tỉnh Lam Sơn",
        "Lam Sơn",
        "Chăm sóc sức khỏe người cao tuổi năm 2024",
        "Lê Mẫu",
        "Giám đốc",
    ),
    Case(
        "a national programme",
        """THỦ TƯỚNG CHÍNH PHỦ
Số: 9/QĐ-TTg
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày 18 tháng 01 năm 2022
QUYẾT ĐỊNH
PHÊ DUYỆT CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA
Căn cứ Luật Đầu tư công;
Điều 1. Phê duyệt Chương trình với các nội dung sau:
"""
        + BODY
        + """KT. THỦ TƯỚNG
PHÓ THỦ TƯỚNG
Lê Văn Mẫu
""",
        "9/QĐ-TTg",
        "Quyết định",
        date(2022, 1, 18),
        "Thủ tướng Chính phủ",
        "Hà Nội",
        "PHÊ DUYỆT CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA",
        "Lê Văn Mẫu",
        "Phó Thủ tướng",
    ),
    Case(
        "both columns on one line, and a draft stamp",
        """ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH LAM SƠN             Độc lập - Tự do - Hạnh phúc
Số: 15/KH-UBND       Lam Sơn, ngày 13 tháng 5 năm 2024
DỰ THẢO
KẾ HOẠCH
Triển khai thực hiện Nghị quyết số 42-NQ/TW
trên địa bàn tỉnh
Căn cứ Nghị quyết số 42-NQ/TW;
"""
        + BODY,
        "15/KH-UBND",
        "Kế hoạch",
        date(2024, 5, 13),
        "Ủy ban nhân dân tỉnh Lam Sơn",
        "Lam Sơn",
        "Triển khai thực hiện Nghị quyết số 42-NQ/TW trên địa bàn tỉnh",
    ),
    Case(
        "a resolution: the body that resolves stands under the title and is no part of it",
        """CHÍNH PHỦ
Số: 5/NQ-CP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày 09 tháng 5 năm 2024
NGHỊ QUYẾT
BAN HÀNH CHƯƠNG TRÌNH HÀNH ĐỘNG CỦA CHÍNH PHỦ
CHÍNH PHỦ
Căn cứ Luật Tổ chức Chính phủ;
QUYẾT NGHỊ:
Điều 1. Ban hành kèm theo Nghị quyết này Chương trình hành động.
TM. CHÍNH PHỦ
THỦ TƯỚNG
TRẦN VĂN MẪU
""",
        "5/NQ-CP",
        "Nghị quyết",
        date(2024, 5, 9),
        "Chính phủ",
        "Hà Nội",
        "BAN HÀNH CHƯƠNG TRÌNH HÀNH ĐỘNG CỦA CHÍNH PHỦ",
        "Trần Văn Mẫu",
        "Thủ tướng",
    ),
    Case("a text that is no document", "Hôm nay trời đẹp.", type=None),
    Case("an empty text", "", type=None),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_plan_says_what_it_is(case: Case) -> None:
    """Every fact is read where it is stated, and left open where it is not."""
    info = read(case.text)
    fields = ("number", "type", "issued_on", "issuer", "place", "title", "signer", "signer_title", "recipients")
    assert {name: getattr(info, name) for name in fields} == {name: getattr(case, name) for name in fields}


def test_head_and_foot_in_tables_without_lines() -> None:
    """Offices set head and signature as tables; their cells are read like lines."""
    builder = SourceBuilder(kind="docx")
    builder.table(
        [
            (0, 0, 1, 1, "ỦY BAN NHÂN DÂN\nXÃ TÂN LẬP\nSố: 12/KH-UBND"),
            (
                0,
                1,
                1,
                1,
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nTân Lập, ngày 05 tháng 01 năm 2025",
            ),
        ]
    )
    builder.paragraph("KẾ HOẠCH\nGiảm nghèo năm 2025\n" + BODY)
    builder.table([(0, 0, 1, 1, "Nơi nhận:\n- UBND huyện;\n- Lưu: VT."), (0, 1, 1, 1, "CHỦ TỊCH\n\nNGUYỄN VĂN MẪU")])
    draft = Draft(builder.build())
    passages(draft)
    head(draft)
    info = draft.document
    assert (info.number, info.issued_on, info.issuer) == ("12/KH-UBND", date(2025, 1, 5), "Ủy ban nhân dân xã Tân Lập")
    assert (info.title, info.signer, info.signer_title) == ("Giảm nghèo năm 2025", "Nguyễn Văn Mẫu", "Chủ tịch")
    assert info.recipients == ("UBND huyện", "Lưu: VT")


def test_every_fact_is_shown_in_its_place() -> None:
    """The marks lead to the printed words."""
    case = CASES[0]
    draft = Draft(from_text(case.text))
    passages(draft)
    head(draft)
    shown = {name: span.of(draft.source.text) for name, span in draft.document.marks.items()}
    assert shown["number"] == "15/KH-UBND"
    assert shown["signer"] == "Trần Văn Mẫu"
    assert shown["issued_on"] == "Lam Sơn, ngày 13 tháng 5 năm 2024"
    assert shown["title"] == case.title
