"""Makes the sample plan that the demonstration reads: `python -m tests.documents.sample_plan`.

A made-up province, our own wording, the form of Decree 30/2020, real tables with merged cells. Some
mistakes are planted on purpose (a lost comma, a turned sign, a total outside its parts, …), so that a
newcomer sees what the checker says.
"""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell

PLACE = Path(__file__).resolve().parents[2] / "src" / "ansinh" / "samples" / "ke-hoach-mau-binh-minh.docx"

TITLE = "Thực hiện chính sách an sinh xã hội trên địa bàn tỉnh Bình Minh giai đoạn 2026 - 2030"

BODY: list[tuple[str, str]] = [
    (
        "p",
        (
            "Thực hiện Nghị quyết số 42-NQ/TW ngày 24/11/2023 của Ban Chấp hành Trung ương Đảng khóa XIII về tiếp tục đổi "
            "mới, nâng cao chất lượng chính sách xã hội (sau đây gọi tắt là Nghị quyết số 42-NQ/TW);"
        ),
    ),
    (
        "p",
        (
            "Căn cứ Nghị định số 20/2021/NĐ-CP ngày 15/3/2021 của Chính phủ quy định chính sách trợ giúp xã hội đối với "
            "đối tượng bảo trợ xã hội;"
        ),
    ),
    (
        "p",
        (
            "Căn cứ Nghị quyết số 68/NQ-CP ngày 09/5/2024 của Chính phủ ban hành Chương trình hành động thực hiện Nghị "
            "quyết số 42-NQ/TW;"
        ),
    ),
    ("p", "Ủy ban nhân dân tỉnh ban hành Kế hoạch với các nội dung như sau:"),
    ("h1", "I. MỤC ĐÍCH, YÊU CẦU"),
    ("h2", "1. Mục đích"),
    (
        "p",
        (
            "Cụ thể hóa các nhiệm vụ của Nghị quyết số 42-NQ/TW phù hợp với điều kiện của tỉnh; để mọi người dân, nhất là "
            "người nghèo, người yếu thế, được tiếp cận chính sách và dịch vụ xã hội, không ai bị bỏ lại phía sau."
        ),
    ),
    ("h2", "2. Yêu cầu"),
    (
        "p",
        (
            "Các sở, ban, ngành và Ủy ban nhân dân các xã, phường xác định rõ việc, rõ người, rõ thời hạn, rõ kết quả; kiểm "
            "tra thường xuyên và báo cáo đúng hạn."
        ),
    ),
    ("h1", "II. MỤC TIÊU"),
    ("h2", "1. Mục tiêu chung"),
    (
        "p",
        "Xây dựng hệ thống an sinh xã hội bao trùm, chi trả đúng đối tượng, đúng thời gian, công khai và dễ tra cứu.",
    ),
    ("h2", "2. Mục tiêu cụ thể đến năm 2030"),
    (
        "p",
        (
            "- Tỷ lệ dân số tham gia bảo hiểm y tế đạt trên 97%; tỷ lệ lực lượng lao động trong độ tuổi tham gia bảo hiểm xã "
            "hội đạt 55%."
        ),
    ),
    (
        "p",
        "- Tỷ lệ hộ nghèo đa chiều còn dưới 1,5%; tỷ lệ thất nghiệp khu vực thành thị dưới 2,5%.",
    ),
    (
        "p",
        (
            "- Trên 95% đối tượng thụ hưởng nhận trợ cấp qua tài khoản; 100% hộ nghèo thiếu hụt về nhà ở được hỗ trợ xây mới "
            "hoặc sửa chữa nhà."
        ),
    ),
    ("p", "- Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi giảm còn dưới 12%."),
    ("h1", "III. NHIỆM VỤ, GIẢI PHÁP"),
    ("h2", "1. Nâng cao nhận thức về chính sách xã hội"),
    (
        "p",
        (
            "Đổi mới cách tuyên truyền để người dân biết mình được hưởng gì, hỏi ở đâu, khiếu nại thế nào; chú trọng vùng "
            "khó khăn và đồng bào dân tộc thiểu số."
        ),
    ),
    ("h2", "2. Xây dựng sổ an sinh xã hội dùng chung"),
    (
        "p",
        (
            "Lập sổ an sinh xã hội dùng chung cho các lĩnh vực trẻ em, bảo trợ xã hội, người có công, lao động, việc làm; kết "
            "nối với cơ sở dữ liệu quốc gia về dân cư, bảo vệ dữ liệu cá nhân."
        ),
    ),
    ("h2", "3. Chi trả trợ cấp không dùng tiền mặt"),
    (
        "p",
        (
            "Mở rộng chi trả trợ cấp qua tài khoản; vẫn chi trả tại nhà cho người không đi lại được, theo quy định tại khoản "
            "1 Điều 6 Nghị định số 20/2021/NĐ-CP."
        ),
    ),
    ("h1", "IV. TỔ CHỨC THỰC HIỆN"),
    (
        "p",
        (
            "1. Các sở, ban, ngành; Ủy ban nhân dân các xã, phường xây dựng kế hoạch của cơ quan, đơn vị mình, gửi Sở Nội vụ "
            "trước ngày 30/4/2026; định kỳ báo cáo kết quả thực hiện về Sở Nội vụ trước ngày 25/11 hằng năm."
        ),
    ),
    (
        "p",
        (
            "2. Sở Nội vụ chủ trì theo dõi, đôn đốc; tổng hợp, báo cáo Ủy ban nhân dân tỉnh trước ngày 05/12 hằng năm; tham "
            "mưu sơ kết vào năm 2028 và tổng kết vào năm 2030."
        ),
    ),
    ("p", "3. Sở Tài chính bố trí kinh phí thực hiện Kế hoạch theo phân cấp ngân sách."),
    (
        "p",
        (
            "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các cơ quan, đơn vị kịp thời phản ánh về Sở Nội vụ để báo "
            "cáo Ủy ban nhân dân tỉnh xem xét, quyết định./."
        ),
    ),
]

Row = tuple[str, str, str, str, str, str, str]
# (group title,) or (STT, name, unit, 2027, 2030, lead, supporting)
INDICATORS: list[tuple[str] | Row] = [
    ("I. Người có công",),
    ("1", "Tỷ lệ gia đình người có công có mức sống từ trung bình khá trở lên so với cộng đồng nơi cư trú", "%", "99", "100", "Sở Nội vụ", "UBND các xã, phường"),
    ("2", "Tỷ lệ xã, phường làm tốt công tác chăm sóc thương binh, gia đình liệt sĩ", "%", "100", "100", "Sở Nội vụ", "UBND các xã, phường"),
    ("II. Lao động, việc làm",),
    ("3", "Tỷ lệ lao động qua đào tạo có bằng cấp, chứng chỉ", "%", "33", "> 38", "Sở Nội vụ", "Sở Giáo dục và Đào tạo"),
    ("4", "Tỷ lệ thất nghiệp khu vực thành thị", "%", "< 2,8", "> 2,5", "Sở Nội vụ", "Thống kê tỉnh"),
    ("5", "Số người đi làm việc ở nước ngoài theo hợp đồng", "Người/năm", "1.200", "1.500", "Sở Nội vụ", "UBND các xã, phường"),
    ("6", "Tỷ lệ lực lượng lao động trong độ tuổi tham gia bảo hiểm thất nghiệp", "%", "38", "45", "Sở Nội vụ", "Bảo hiểm xã hội tỉnh"),
    ("III. Bảo hiểm xã hội, bảo hiểm y tế",),
    ("7", "Tỷ lệ lực lượng lao động trong độ tuổi tham gia bảo hiểm xã hội", "%", "48", "55", "Bảo hiểm xã hội tỉnh", "Sở Nội vụ"),
    ("8", "Tỷ lệ dân số tham gia bảo hiểm y tế", "%", "96", "> 975", "Bảo hiểm xã hội tỉnh", "Sở Y tế"),
    ("9", "Tỷ lệ người sau độ tuổi nghỉ hưu được hưởng lương hưu, bảo hiểm xã hội hằng tháng hoặc trợ cấp hưu trí xã hội", "%", "55", "60", "Bảo hiểm xã hội tỉnh", "Sở Nội vụ"),
    ("IV. Trợ giúp xã hội, giảm nghèo",),
    ("10", "Tỷ lệ hộ nghèo đa chiều", "%", "< 2,5", "< 1,5", "Sở Nông nghiệp và Môi trường", "UBND các xã, phường"),
    ("", "Trong đó: các xã đặc biệt khó khăn", "%", "< 9", "< 5", "", ""),
    ("11", "Tỷ lệ đối tượng bảo trợ xã hội nhận trợ cấp qua tài khoản", "%", "85", "> 95", "Sở Y tế", "Ngân hàng Nhà nước khu vực"),
    ("12", "Tỷ lệ trẻ em có hoàn cảnh đặc biệt được chăm sóc, hỗ trợ kịp thời", "%", "97", "99", "Sở Y tế", "UBND các xã, phường"),
    ("13", "Số người làm công tác xã hội trên một vạn dân", "Người", "7", "9-10", "Sở Y tế", "Sở Nội vụ"),
    ("V. Y tế, giáo dục",),
    ("14", "Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi", "%", "< 15", "< 12", "Sở Y tế", "Sở Giáo dục và Đào tạo"),
    ("15", "Số giường bệnh trên một vạn dân", "Giường", "31", "34", "Sở Y tế", "Sở Tài chính"),
    ("16", "Tỷ lệ học sinh hoàn thành chương trình tiểu học", "%", "99,7", "> 99,8", "Sở Giáo dục và Đào tạo", "UBND các xã, phường"),
    ("VI. Nhà ở, nước sạch",),
    ("17", "Tỷ lệ hộ nghèo thiếu hụt về nhà ở được hỗ trợ xây mới, sửa chữa", "%", "80", "100", "Sở Xây dựng", "UBND các xã, phường"),
    ("18", "Tỷ lệ hộ gia đình sử dụng nước sạch đáp ứng quy chuẩn", "%", "75", "80-85", "Sở Nông nghiệp và Môi trường", "Sở Y tế"),
    ("", "Thành thị", "%", "96", "100", "", ""),
    ("", "Nông thôn", "%", "70", "90", "", ""),
]  # fmt: skip

TASKS: list[tuple[str] | Row] = [
    ("I. NÂNG CAO NHẬN THỨC",),
    ("1", "Xây dựng và phát sóng chuyên mục hỏi đáp về chính sách an sinh xã hội", "Sở Văn hóa, Thể thao và Du lịch", "Báo và Phát thanh, Truyền hình tỉnh", "Chuyên mục", "Hằng năm", ""),
    ("2", "Biên soạn sổ tay quyền lợi an sinh xã hội bằng tiếng Việt và tiếng dân tộc thiểu số", "Sở Nội vụ", "Sở Dân tộc và Tôn giáo", "Sổ tay", "Quý IV/2026", ""),
    ("II. SỔ AN SINH XÃ HỘI DÙNG CHUNG",),
    ("1", "Đề án xây dựng sổ an sinh xã hội dùng chung của tỉnh", "Sở Khoa học và Công nghệ", "Sở Nội vụ; Sở Y tế; Công an tỉnh", "Quyết định phê duyệt đề án", "2026", ""),
    ("2", "Số hóa hồ sơ người đang hưởng trợ cấp xã hội hằng tháng", "Sở Y tế", "UBND các xã, phường", "Cơ sở dữ liệu đã đối chiếu", "2026-2027", ""),
    ("3", "Kết nối sổ an sinh xã hội với cơ sở dữ liệu quốc gia về dân cư", "Công an tỉnh", "Sở Khoa học và Công nghệ", "Kết nối hoạt động", "2027", ""),
    ("III. CHI TRẢ KHÔNG DÙNG TIỀN MẶT",),
    ("1", "Kế hoạch mở tài khoản cho người hưởng trợ cấp xã hội", "Sở Y tế", "Ngân hàng Nhà nước khu vực; UBND các xã, phường", "Kế hoạch", "Quý II/2026", ""),
    ("2", "Rà soát danh sách chi trả, đối soát kết quả với đơn vị chi trả", "Sở Y tế", "Bưu điện tỉnh", "Báo cáo đối soát", "Hằng quý", ""),
    ("IV. VIỆC LÀM, BẢO HIỂM",),
    ("1", "Tổ chức phiên giao dịch việc làm lưu động tại các xã", "Sở Nội vụ", "UBND các xã, phường", "Phiên giao dịch việc làm", "Hằng năm", ""),
    ("2", "Đề án phát triển người tham gia bảo hiểm xã hội tự nguyện", "Bảo hiểm xã hội tỉnh", "Sở Nội vụ; Hội Nông dân tỉnh", "Đề án", "2026", ""),
    ("3", "Hỗ trợ đóng bảo hiểm y tế cho hộ cận nghèo, hộ có mức sống trung bình", "Bảo hiểm xã hội tỉnh", "Sở Tài chính", "Nghị quyết của Hội đồng nhân dân tỉnh", "Sau khi có quy định của Chính phủ", ""),
    ("V. NHÀ Ở, DỊCH VỤ XÃ HỘI",),
    ("1", "Chương trình hỗ trợ nhà ở cho hộ nghèo, hộ cận nghèo giai đoạn 2026 - 2030", "Sở Xây dựng", "UBMTTQ Việt Nam tỉnh; UBND các xã, phường", "Chương trình", "2026-2030", ""),
    ("2", "Nâng cấp trung tâm công tác xã hội của tỉnh", "Sở Y tế", "Sở Tài chính", "34 giường bệnh/vạn dân", "2028", ""),
    ("3", "Khảo sát mức độ hài lòng của người dân về dịch vụ xã hội", "Sở Nội vụ", "UBMTTQ Việt Nam tỉnh", "Báo cáo khảo sát", "Hằng năm", ""),
]  # fmt: skip


def set_font(document: DocumentType) -> None:
    style = document.styles["Normal"]
    style.font.name = "Times New Roman"  # type: ignore[attr-defined]
    style.font.size = Pt(13)  # type: ignore[attr-defined]
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    style.paragraph_format.space_after = Pt(6)  # type: ignore[attr-defined]


def _write(cell: _Cell, text: str, *, bold: bool = False, center: bool = False, italic: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    if center:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic


def _lines(cell: _Cell, lines: list[tuple[str, bool, bool]]) -> None:
    for at, (text, bold, italic) in enumerate(lines):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(text)
        run.bold, run.italic = bold, italic


def write_head(
    document: DocumentType, *, number: str = "Số: 45/KH-UBND", day: str = "Bình Minh, ngày 12 tháng 3 năm 2026"
) -> None:
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _lines(
        left,
        [
            ("ỦY BAN NHÂN DÂN", False, False),
            ("TỈNH BÌNH MINH", True, False),
            ("", False, False),
            (number, False, False),
        ],
    )
    _lines(
        right,
        [
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True, False),
            ("Độc lập - Tự do - Hạnh phúc", True, False),
            ("", False, False),
            (day, False, True),
        ],
    )


def centred(document: DocumentType, text: str, *, bold: bool = True, italic: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic


def write_foot(document: DocumentType) -> None:
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    names = [
        "Nơi nhận:",
        "- Bộ Nội vụ, Bộ Y tế (b/c);",
        "- TT Tỉnh ủy, TT HĐND tỉnh;",
        "- Các sở, ban, ngành;",
        "- UBND các xã, phường;",
        "- Lưu: VT, KGVX.",
    ]
    for at, name in enumerate(names):
        paragraph = left.paragraphs[0] if at == 0 else left.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(name)
        run.bold = run.italic = at == 0
        run.font.size = Pt(11)
    _lines(
        right,
        [
            ("TM. ỦY BAN NHÂN DÂN", True, False),
            ("KT. CHỦ TỊCH", True, False),
            ("PHÓ CHỦ TỊCH", True, False),
            ("", False, False),
            ("", False, False),
            ("Nguyễn Minh Họa", True, False),
        ],
    )


def _grid(document: DocumentType, heads: int, columns: int, widths: list[float]) -> Table:
    table = document.add_table(rows=heads, cols=columns)
    table.style = "Table Grid"
    table.autofit = False
    for at, width in enumerate(widths):
        table.columns[at].width = Cm(width)
    return table


def _fill(table: Table, rows: list[tuple[str] | Row], columns: int, widths: list[float]) -> None:
    for row in rows:
        cells = table.add_row().cells
        for at, width in enumerate(widths):
            cells[at].width = Cm(width)
        if len(row) == 1:
            number, _, title = row[0].partition(". ")
            _write(cells[0], number, bold=True, center=True)
            _write(cells[1].merge(cells[columns - 1]), title, bold=True)
            continue
        for at, text in enumerate(row[:columns]):
            _write(cells[at], text, center=at == 0)


def indicator_annex(document: DocumentType, rows: list[tuple[str] | Row] = INDICATORS) -> None:
    widths = [1.2, 9.5, 2.2, 2.2, 2.2, 4.2, 4.2]
    table = _grid(document, 2, 7, widths)
    top, below = table.rows[0].cells, table.rows[1].cells
    for at, text in {0: "STT", 1: "Chỉ tiêu", 2: "Đơn vị tính", 5: "Cơ quan chủ trì", 6: "Cơ quan phối hợp"}.items():
        _write(top[at].merge(below[at]), text, bold=True, center=True)
    _write(top[3].merge(top[4]), "Mục tiêu", bold=True, center=True)
    _write(below[3], "Đến năm 2027", bold=True, center=True)
    _write(below[4], "Đến năm 2030", bold=True, center=True)
    _fill(table, rows, 7, widths)


def task_annex(document: DocumentType, rows: list[tuple[str] | Row] = TASKS) -> None:
    widths = [1.2, 9.0, 4.3, 4.7, 3.6, 2.9]
    table = _grid(document, 1, 6, widths)
    heads = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Sản phẩm", "Thời gian thực hiện")
    for at, text in enumerate(heads):
        _write(table.rows[0].cells[at], text, bold=True, center=True)
    _fill(table, rows, 6, widths)


def build() -> DocumentType:
    """Return the sample plan as a Word document."""
    document = Document()
    set_font(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    write_head(document)
    document.add_paragraph()
    centred(document, "KẾ HOẠCH")
    centred(document, TITLE)
    for kind, text in BODY:
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Cm(1.27)
        paragraph.add_run(text).bold = kind != "p"
    write_foot(document)
    wide = document.add_section()
    wide.orientation = WD_ORIENT.LANDSCAPE
    wide.page_width, wide.page_height = Cm(29.7), Cm(21)
    wide.left_margin = wide.right_margin = Cm(2)
    centred(document, "PHỤ LỤC I")
    centred(document, "CHỈ TIÊU CHỦ YẾU ĐẾN NĂM 2030")
    centred(
        document, "(Kèm theo Kế hoạch số 45/KH-UBND ngày 12/3/2026 của Ủy ban nhân dân tỉnh)", bold=False, italic=True
    )
    indicator_annex(document)
    document.add_page_break()
    centred(document, "PHỤ LỤC II")
    centred(document, "PHÂN CÔNG THỰC HIỆN NHIỆM VỤ")
    centred(
        document, "(Kèm theo Kế hoạch số 45/KH-UBND ngày 12/3/2026 của Ủy ban nhân dân tỉnh)", bold=False, italic=True
    )
    task_annex(document)
    document.core_properties.author = "An Sinh"
    document.core_properties.title = TITLE
    return document


if __name__ == "__main__":
    PLACE.parent.mkdir(parents=True, exist_ok=True)
    build().save(str(PLACE))
