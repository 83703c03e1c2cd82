"""Makes the sample amendment of the sample plan: `python -m tests.documents.sample_amendment`.

The same made-up province as the sample plan, our own wording: two targets and a deadline are changed, a lead agency
is replaced, one task is new, one is dropped. Everything else of the sample plan stays as it is.
"""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm
from tests.documents import sample_plan as plan

PLACE = Path(__file__).resolve().parents[2] / "src" / "ansinh" / "samples" / "amendments" / "ke-hoach-mau-sua-doi.docx"

TITLE = (
    "Sửa đổi, bổ sung một số nội dung của Kế hoạch số 45/KH-UBND ngày 12/3/2026 của Ủy ban nhân dân tỉnh "
    "thực hiện chính sách an sinh xã hội trên địa bàn tỉnh Bình Minh giai đoạn 2026 - 2030"
)

BODY: list[tuple[str, str]] = [
    (
        "p",
        (
            "Căn cứ Nghị quyết số 68/NQ-CP ngày 09/5/2024 của Chính phủ ban hành Chương trình hành động thực hiện Nghị "
            "quyết số 42-NQ/TW;"
        ),
    ),
    (
        "p",
        (
            "Ủy ban nhân dân tỉnh sửa đổi, bổ sung một số nội dung của Kế hoạch số 45/KH-UBND ngày 12/3/2026 của Ủy ban "
            "nhân dân tỉnh như sau:"
        ),
    ),
    ("h1", "I. NỘI DUNG SỬA ĐỔI, BỔ SUNG"),
    ("p", "1. Điều chỉnh mục tiêu của các chỉ tiêu nêu tại Phụ lục I kèm theo Kế hoạch này."),
    ("p", "2. Điều chỉnh, bổ sung các nhiệm vụ nêu tại Phụ lục II kèm theo Kế hoạch này."),
    (
        "p",
        (
            "3. Bãi bỏ nhiệm vụ số 3 mục V Phụ lục II của Kế hoạch số 45/KH-UBND (Khảo sát mức độ hài lòng của người dân "
            "về dịch vụ xã hội) do đã có khảo sát chung của tỉnh."
        ),
    ),
    ("h1", "II. TỔ CHỨC THỰC HIỆN"),
    (
        "p",
        "1. Các nội dung khác của Kế hoạch số 45/KH-UBND không thay đổi.",
    ),
    ("p", "2. Kế hoạch này có hiệu lực kể từ ngày 01/10/2026./."),
]

INDICATORS: list[tuple[str] | plan.Row] = [
    ("8", "Tỷ lệ dân số tham gia bảo hiểm y tế", "%", "96", "> 98", "Bảo hiểm xã hội tỉnh", "Sở Y tế"),
    ("15", "Số giường bệnh trên một vạn dân", "Giường", "31", "35", "Sở Y tế", "Sở Tài chính"),
]  # fmt: skip

TASKS: list[tuple[str] | plan.Row] = [
    ("1", "Số hóa hồ sơ người đang hưởng trợ cấp xã hội hằng tháng", "Sở Y tế", "UBND các xã, phường", "Cơ sở dữ liệu đã đối chiếu", "2026-2028", ""),
    ("2", "Kết nối sổ an sinh xã hội với cơ sở dữ liệu quốc gia về dân cư", "Sở Khoa học và Công nghệ", "Công an tỉnh", "Kết nối hoạt động", "2027", ""),
    ("3", "Xây dựng bản đồ cơ sở trợ giúp xã hội của tỉnh", "Sở Y tế", "Sở Nội vụ", "Bản đồ số", "2027", ""),
]  # fmt: skip


def build() -> DocumentType:
    """Return the sample amendment as a Word document."""
    document = Document()
    plan.set_font(document)
    plan.write_head(document, number="Số: 112/KH-UBND", day="Bình Minh, ngày 15 tháng 9 năm 2026")
    document.add_paragraph()
    plan.centred(document, "KẾ HOẠCH")
    plan.centred(document, TITLE)
    for kind, text in BODY:
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Cm(1.27)
        paragraph.add_run(text).bold = kind != "p"
    plan.write_foot(document)
    document.add_page_break()
    attached = "(Kèm theo Kế hoạch số 112/KH-UBND ngày 15/9/2026 của Ủy ban nhân dân tỉnh)"
    plan.centred(document, "PHỤ LỤC I")
    plan.centred(document, "CHỈ TIÊU ĐIỀU CHỈNH")
    plan.centred(document, attached, bold=False, italic=True)
    plan.indicator_annex(document, INDICATORS)
    document.add_page_break()
    plan.centred(document, "PHỤ LỤC II")
    plan.centred(document, "NHIỆM VỤ ĐIỀU CHỈNH, BỔ SUNG")
    plan.centred(document, attached, bold=False, italic=True)
    plan.task_annex(document, TASKS)
    document.core_properties.author = "An Sinh"
    document.core_properties.title = TITLE
    return document


if __name__ == "__main__":
    PLACE.parent.mkdir(parents=True, exist_ok=True)
    build().save(str(PLACE))
