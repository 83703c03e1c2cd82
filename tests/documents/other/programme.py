"""A ministry's plan for a national programme as a web page: an annex of 140 tasks in a table with merged cells."""

from __future__ import annotations

import textwrap
from html import escape
from typing import Any

from tests.documents.other.annex_parts import KINDS, SUBJECTS
from tests.documents.other.kit import Paper, agencies, when, write

NAME = "ke-hoach-cua-bo.html"
TITLE = (
    "Triển khai Chương trình hành động của Chính phủ thực hiện Nghị quyết số 42-NQ/TW ngày 24/11/2023 "
    "của Ban Chấp hành Trung ương Đảng khóa XIII giai đoạn 2026 - 2030"
)
HEADER = (
    "TT",
    "Nội dung nhiệm vụ",
    "Đơn vị chủ trì",
    "Đơn vị phối hợp",
    "Hình thức văn bản/kết quả",
    "Cấp trình",
    "Thời hạn (quý/năm)",
)
NUMBERED_SUBJECTS = {"B.II", "B.VII"}
LATE = "quỹ nhà ở quốc gia"

SCHEDULES = {
    "Quý I/2027": when("year", 2027, 2027, 1),
    "Quý II/2026": when("year", 2026, 2026, 2),
    "Quý III/2026": when("year", 2026, 2026, 3),
    "Quý IV/2026": when("year", 2026, 2026, 4),
    "Quý III/2027": when("year", 2027, 2027, 3),
    "Quý IV/2023": when("year", 2023, 2023, 4),
    "Năm 2026": when("year", 2026, 2026),
    "Năm 2027": when("year", 2027, 2027),
    "Năm 2028": when("year", 2028, 2028),
    "Năm 2030": when("year", 2030, 2030),
    "2026 - 2027": when("years", 2026, 2027),
    "2027 - 2028": when("years", 2027, 2028),
    "2028 - 2030": when("years", 2028, 2030),
    "Hằng năm": when("annual"),
    "Quý I hằng năm": when("quarter_annual", quarter=1),
    "Quý III hằng năm": when("quarter_annual", quarter=3),
    "Quý IV hằng năm": when("quarter_annual", quarter=4),
    "Năm 2026 và các năm tiếp theo": when("open", 2026),
    "Sau khi Luật được Quốc hội thông qua": when("event", event="Sau khi Luật được Quốc hội thông qua"),
    "Sau khi Luật có hiệu lực": when("event", event="Sau khi Luật có hiệu lực"),
}


def paragraph(text: str, tag: str = "p") -> str:
    """Return a paragraph with its source hard-wrapped, as office programs save pages."""
    return f"<{tag}>" + "\n".join(textwrap.wrap(escape(text, quote=False), 78)) + f"</{tag}>"


def build() -> tuple[str, dict[str, Any]]:
    """Return the page and its reading."""
    paper = Paper(
        {
            "number": "1184/KH-BNV",
            "type": "Kế hoạch",
            "issued_on": "2026-02-25",
            "issuer": "Bộ Nội vụ",
            "place": "Hà Nội",
            "signer": "Lưu Thế Quân",
            "signer_title": "Thứ trưởng",
            "title": TITLE,
            "recipients": [
                "Thủ tướng Chính phủ (để b/c)",
                "Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ",
                "UBND các tỉnh, thành phố trực thuộc Trung ương",
                "Bộ trưởng (để b/c)",
                "Lưu: VT, PC",
            ],
        }
    )
    _body(paper)
    _annex(paper)
    page = "\n".join(paper.lines)
    head = f'<!DOCTYPE html>\n<html lang="vi">\n<head><meta charset="utf-8"><title>{escape(TITLE)}</title></head>\n<body>\n'
    return head + page + "\n</body>\n</html>\n", paper.reading()


def _heading(p: Paper, level: int, label: str, title: str, parent: str | None = None) -> None:
    p.head(level, label, title, text=f"<p><b>{label}. {escape(title)}</b></p>", parent=parent)


def _body(p: Paper) -> None:
    p.say(
        "<table><tr><td><b>BỘ NỘI VỤ</b><br>-------</td><td><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</b><br>---------------</td></tr>\n"
        "<tr><td>Số: 1184/KH-BNV</td><td><i>Hà Nội, ngày 25 tháng 02 năm 2026</i></td></tr></table>"
    )
    p.say("<p><b>KẾ HOẠCH</b></p>")
    p.say(paragraph(TITLE))
    p.say(
        paragraph(
            "Thực hiện Nghị quyết số 68/NQ-CP ngày 09 tháng 5 năm 2024 của Chính phủ ban hành Chương trình hành động của Chính phủ thực hiện Nghị quyết số 42-NQ/TW ngày 24 tháng 11 năm 2023 của Ban Chấp hành Trung ương Đảng khóa XIII về tiếp tục đổi mới, nâng cao chất lượng chính sách xã hội, đáp ứng yêu cầu sự nghiệp xây dựng và bảo vệ Tổ quốc trong giai đoạn mới (sau đây gọi là Chương trình hành động); Quyết định số 546/QĐ-TTg ngày 29 tháng 4 năm 2032 của Thủ tướng Chính phủ; trên cơ sở ý kiến của các bộ, ngành, Bộ Nội vụ ban hành Kế hoạch với những nội dung chính như sau:"
        )
    )
    p.cite("Nghị quyết", "68/NQ-CP", "2024-05-09", "Chính phủ")
    p.cite("Nghị quyết", "42-NQ/TW", "2023-11-24", "Ban Chấp hành Trung ương Đảng khóa XIII")
    p.cite("Quyết định", "546/QĐ-TTg", "2032-04-29", "Thủ tướng Chính phủ")
    p.odd(
        "high",
        "Mở đầu",
        "Quyết định số 546/QĐ-TTg ngày 29 tháng 4 năm 2032",
        "Ngày của văn bản được dẫn sau ngày của Kế hoạch",
    )
    _heading(p, 1, "I", "MỤC ĐÍCH, YÊU CẦU")
    p.say(
        paragraph(
            "1. Phân công rõ nhiệm vụ của các bộ, ngành, địa phương và các đơn vị thuộc Bộ; bảo đảm tiến độ, chất lượng các văn bản, đề án trong Chương trình hành động; tạo chuyển biến rõ nét trong tổ chức thực hiện chính sách xã hội ở cả trung ương và địa phương."
        )
    )
    p.say(
        paragraph(
            "2. Nhiệm vụ phải gắn với nguồn lực, có sản phẩm cụ thể, có cơ quan chịu trách nhiệm và thời hạn hoàn thành; lồng ghép với chương trình công tác của Chính phủ, tránh chồng chéo giữa các bộ sau khi sắp xếp tổ chức bộ máy."
        )
    )
    p.sections.append(
        {
            "level": 2,
            "label": "1",
            "title": "Phân công rõ nhiệm vụ của các bộ, ngành, địa phương",
            "parent": "I",
            "run_in": True,
        }
    )
    p.sections.append(
        {"level": 2, "label": "2", "title": "Nhiệm vụ phải gắn với nguồn lực", "parent": "I", "run_in": True}
    )
    _heading(p, 1, "II", "CÁC CHỈ TIÊU THEO DÕI ĐẾN NĂM 2030")
    _goals(p)
    _heading(p, 1, "III", "NHIỆM VỤ TRỌNG TÂM")
    for label, title, text in (
        (
            "1",
            "Hoàn thiện thể chế",
            "Tập trung sửa đổi các luật, nghị định về người khuyết tật, người cao tuổi, trợ giúp xã hội, ưu đãi người có công; phân định thẩm quyền theo mô hình chính quyền địa phương hai cấp quy định tại Luật Tổ chức chính quyền địa phương số 72/2025/QH15 ngày 16 tháng 6 năm 2025. Hồ sơ trình phải có đánh giá tác động về giới, về ngân sách và về thủ tục hành chính.",
        ),
        (
            "2",
            "Phát triển thị trường lao động",
            "Nâng cao chất lượng dự báo cung - cầu lao động, kết nối việc làm giữa các vùng; mở rộng đào tạo nghề theo địa chỉ; hỗ trợ người lao động chuyển đổi nghề trong quá trình chuyển đổi xanh và chuyển đổi số.",
        ),
        (
            "3",
            "Mở rộng độ bao phủ an sinh xã hội",
            "Thực hiện Luật Bảo hiểm xã hội số 41/2024/QH15 ngày 29 tháng 6 năm 2024; cải cách chính sách bảo hiểm xã hội theo Nghị quyết số 28-NQ/TW ngày 23 tháng 5 năm 2018 của Ban Chấp hành Trung ương khóa XII; nâng mức chuẩn trợ giúp xã hội phù hợp với khả năng ngân sách và mức sống tối thiểu.",
        ),
        (
            "4",
            "Bảo đảm dịch vụ xã hội cơ bản",
            "Ưu tiên nguồn lực cho giáo dục, y tế cơ sở, nhà ở, nước sạch và thông tin ở vùng đồng bào dân tộc thiểu số, biên giới, hải đảo; thực hiện Chỉ thị số 28-CT/TW ngày 25 tháng 12 năm 2023 của Bộ Chính trị về chăm sóc, giáo dục và bảo vệ trẻ em; công khai tiêu chuẩn, giá dịch vụ sử dụng ngân sách.",
        ),
    ):
        _heading(p, 2, label, title, "III")
        p.say(paragraph(text))
    p.cite("Luật", "72/2025/QH15", "2025-06-16", None)
    p.cite("Luật", "41/2024/QH15", "2024-06-29", None)
    p.cite("Nghị quyết", "28-NQ/TW", "2018-05-23", "Ban Chấp hành Trung ương khóa XII")
    p.cite("Chỉ thị", "28-CT/TW", "2023-12-25", "Bộ Chính trị")
    _heading(p, 1, "IV", "TỔ CHỨC THỰC HIỆN")
    first = (
        "Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ và Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương"
    )
    p.say(
        paragraph(
            f"1. {first} căn cứ Phụ lục kèm theo tổ chức thực hiện nhiệm vụ được giao; báo cáo kết quả về Bộ Nội vụ trước ngày 15/6 và 15/12 hằng năm."
        )
    )
    p.duty(first, "Bộ Nội vụ", "trước ngày 15/6 hằng năm", "annual", 15, 6, section="IV.1", what="báo cáo kết quả")
    p.duty(first, "Bộ Nội vụ", "trước ngày 15/12 hằng năm", "annual", 15, 12, section="IV.1", what="báo cáo kết quả")
    p.say(
        paragraph(
            "2. Các đơn vị thuộc Bộ cập nhật tiến độ nhiệm vụ trên hệ thống theo dõi hằng quý, trước ngày 20 tháng cuối quý, gửi báo cáo về Vụ Pháp chế để tổng hợp."
        )
    )
    p.duty(
        "Các đơn vị thuộc Bộ",
        "Vụ Pháp chế",
        "hằng quý, trước ngày 20 tháng cuối quý",
        "quarterly",
        20,
        section="IV.2",
        what="cập nhật tiến độ, gửi báo cáo",
    )
    p.say(
        paragraph(
            "3. Vụ Pháp chế chủ trì, phối hợp với Văn phòng Bộ theo dõi, đôn đốc; tổng hợp, trình Bộ trưởng báo cáo Thủ tướng Chính phủ trước ngày 31 tháng 12 hằng năm."
        )
    )
    p.duty(
        "Vụ Pháp chế",
        "Thủ tướng Chính phủ",
        "trước ngày 31 tháng 12 hằng năm",
        "annual",
        31,
        12,
        section="IV.3",
        what="tổng hợp, báo cáo",
    )
    p.say(
        paragraph(
            "4. Kinh phí thực hiện do ngân sách nhà nước bảo đảm theo phân cấp và các nguồn huy động hợp pháp khác theo quy định của Luật Ngân sách nhà nước."
        )
    )
    for label, title in (("1", first), ("2", "Các đơn vị thuộc Bộ"), ("3", "Vụ Pháp chế"), ("4", "Kinh phí thực hiện")):
        p.sections.append({"level": 2, "label": label, "title": title, "parent": "IV", "run_in": True})
    p.references.append(
        {
            "number": None,
            "type": "Luật",
            "date": None,
            "issuer": None,
            "numbered": False,
            "name": "Luật Ngân sách nhà nước",
        }
    )
    p.say(
        "<table><tr><td><b><i>Nơi nhận:</i></b><br>- Thủ tướng Chính phủ (để b/c);<br>- Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ;<br>"
        "- UBND các tỉnh, thành phố trực thuộc Trung ương;<br>- Bộ trưởng (để b/c);<br>- Lưu: VT, PC.</td>"
        "<td><b>KT. BỘ TRƯỞNG<br>THỨ TRƯỞNG<br><br><br>Lưu Thế Quân</b></td></tr></table>"
    )


def _goals(p: Paper) -> None:
    p.say(
        paragraph(
            "- Tỷ lệ lao động qua đào tạo có bằng cấp, chứng chỉ đạt 33% vào năm 2027 và đạt 35 - 40% vào năm 2030; tỷ lệ thất nghiệp chung dưới 3%, ở khu vực thành thị dưới 4%; mỗi năm có khoảng 150.000 lao động đi làm việc ở nước ngoài theo hợp đồng."
        )
    )
    p.goal(
        "Tỷ lệ lao động qua đào tạo có bằng cấp, chứng chỉ",
        "%",
        "Tỷ lệ lao động qua đào tạo có bằng cấp, chứng chỉ đạt 33% vào năm 2027 và đạt 35 - 40% vào năm 2030",
        (2027, "=", 33, "33%"),
        (2030, "range", (35, 40), "35 - 40%"),
    )
    p.goal("Tỷ lệ thất nghiệp chung", "%", "tỷ lệ thất nghiệp chung dưới 3%", (2030, "<", 3, "dưới 3%"))
    p.goal(
        "Tỷ lệ thất nghiệp khu vực thành thị",
        "%",
        "ở khu vực thành thị dưới 4%",
        (2030, "<", 4, "dưới 4%"),
        dimension="Thành thị",
    )
    p.goal(
        "Số lao động đi làm việc ở nước ngoài theo hợp đồng mỗi năm",
        "lao động/năm",
        "mỗi năm có khoảng 150.000 lao động đi làm việc ở nước ngoài theo hợp đồng",
        (2030, "approx", 150000, "khoảng 150.000 lao động"),
    )
    p.say(
        paragraph(
            "- Có 60% lực lượng lao động trong độ tuổi tham gia bảo hiểm xã hội, 45% tham gia bảo hiểm thất nghiệp; tỷ lệ tham gia bảo hiểm y tế trên 97% dân số; 100% người từ đủ 75 tuổi không có lương hưu được hưởng trợ cấp hưu trí xã hội."
        )
    )
    p.goal(
        "Tỷ lệ lực lượng lao động trong độ tuổi tham gia bảo hiểm xã hội",
        "%",
        "Có 60% lực lượng lao động trong độ tuổi tham gia bảo hiểm xã hội",
        (2030, "=", 60, "60%"),
    )
    p.goal(
        "Tỷ lệ lực lượng lao động trong độ tuổi tham gia bảo hiểm thất nghiệp",
        "%",
        "45% tham gia bảo hiểm thất nghiệp",
        (2030, "=", 45, "45%"),
    )
    p.goal(
        "Tỷ lệ tham gia bảo hiểm y tế", "%", "tỷ lệ tham gia bảo hiểm y tế trên 97% dân số", (2030, ">", 97, "trên 97%")
    )
    p.goal(
        "Tỷ lệ người từ đủ 75 tuổi không có lương hưu được hưởng trợ cấp hưu trí xã hội",
        "%",
        "100% người từ đủ 75 tuổi không có lương hưu được hưởng trợ cấp hưu trí xã hội",
        (2030, "=", 100, "100%"),
    )
    p.say(
        paragraph(
            "- Tỷ lệ hộ nghèo đa chiều giảm bình quân 1 - 1,5 điểm %/năm; tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi đạt từ 15% trở lên; đạt 35 giường bệnh, 19 bác sĩ, 4 dược sĩ, 33 điều dưỡng viên trên 10.000 dân."
        )
    )
    p.goal(
        "Mức giảm bình quân tỷ lệ hộ nghèo đa chiều hằng năm",
        "điểm %/năm",
        "Tỷ lệ hộ nghèo đa chiều giảm bình quân 1 - 1,5 điểm %/năm",
        (2030, "range", (1, 1.5), "1 - 1,5 điểm %/năm"),
    )
    p.goal(
        "Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi",
        "%",
        "tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi đạt từ 15% trở lên",
        (2030, ">=", 15, "từ 15% trở lên"),
    )
    p.odd(
        "high",
        "II",
        "tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi đạt từ 15% trở lên",
        "Chiều so sánh ngược: suy dinh dưỡng phải giảm",
    )
    p.goal(
        "Số giường bệnh trên 10.000 dân",
        "giường bệnh/10.000 dân",
        "đạt 35 giường bệnh",
        (2030, "=", 35, "35 giường bệnh"),
    )
    p.goal("Số bác sĩ trên 10.000 dân", "bác sĩ/10.000 dân", "19 bác sĩ", (2030, "=", 19, "19 bác sĩ"))
    p.goal("Số dược sĩ trên 10.000 dân", "dược sĩ/10.000 dân", "4 dược sĩ", (2030, "=", 4, "4 dược sĩ"))
    p.goal(
        "Số điều dưỡng viên trên 10.000 dân",
        "điều dưỡng viên/10.000 dân",
        "33 điều dưỡng viên trên 10.000 dân",
        (2030, "=", 33, "33 điều dưỡng viên"),
    )
    p.say(
        paragraph(
            "- Hoàn thành tối thiểu 1 triệu căn nhà ở xã hội; 100% hộ gia đình ở thành thị và ít nhất 80% hộ gia đình ở nông thôn được sử dụng nước sạch theo quy chuẩn; cơ bản hoàn thành kết nối dữ liệu an sinh xã hội trong năm 2027."
        )
    )
    p.goal(
        "Số căn nhà ở xã hội hoàn thành",
        "triệu căn",
        "Hoàn thành tối thiểu 1 triệu căn nhà ở xã hội",
        (2030, ">=", 1, "tối thiểu 1 triệu căn"),
    )
    p.goal(
        "Tỷ lệ hộ gia đình được sử dụng nước sạch theo quy chuẩn",
        "%",
        "100% hộ gia đình ở thành thị",
        (2030, "=", 100, "100%"),
        dimension="Thành thị",
    )
    p.goal(
        "Tỷ lệ hộ gia đình được sử dụng nước sạch theo quy chuẩn",
        "%",
        "ít nhất 80% hộ gia đình ở nông thôn được sử dụng nước sạch theo quy chuẩn",
        (2030, ">=", 80, "ít nhất 80%"),
        dimension="Nông thôn",
    )
    p.goal(
        "Kết nối dữ liệu an sinh xã hội",
        None,
        "cơ bản hoàn thành kết nối dữ liệu an sinh xã hội trong năm 2027",
        (2027, "qualitative", None, "cơ bản hoàn thành kết nối dữ liệu an sinh xã hội"),
    )


def _annex(p: Paper) -> None:
    title = "DANH MỤC NHIỆM VỤ, ĐỀ ÁN GIAI ĐOẠN 2026 - 2030"
    p.head(1, "PHỤ LỤC", title, text=f"<p><b>PHỤ LỤC<br>{title}</b></p>", kind="annex")
    p.say(paragraph("(Kèm theo Kế hoạch số 1184/KH-BNV ngày 25 tháng 02 năm 2026 của Bộ Nội vụ)"))
    p.say(
        '<table border="1">\n<thead><tr>'
        + "".join(f"<th>{escape(cell)}</th>" for cell in HEADER)
        + "</tr></thead>\n<tbody>"
    )
    part = group = section = ""
    number = 0
    used: dict[str, int] = {}
    for row in SUBJECTS:
        if " | " not in row:
            label, _, name = (cell.strip() for cell in row.partition("="))
            if label in {"A", "B"}:
                part = label
            else:
                group = f"{part}.{label}"
                number = 0
            section = f"{label}. {name}"
            p.sections.append({"level": 2, "label": label, "title": name, "kind": "table_group"})
            p.say(f'<tr><td><b>{label}</b></td><td colspan="6"><b>{escape(name)}</b></td></tr>')
            continue
        kind, subject, lead, supporting = (cell.strip() for cell in row.split("|"))
        steps = KINDS[kind][used.get(kind, 0) % len(KINDS[kind])]
        used[kind] = used.get(kind, 0) + 1
        if group in NUMBERED_SUBJECTS:
            number += 1
            shown = subject[0].upper() + subject[1:]
            p.sections.append({"level": 3, "label": str(number), "title": shown, "kind": "table_group"})
            p.say(f"<tr><td>{number}</td><td>{escape(shown)}</td>" + "<td>&nbsp;</td>" * 5 + "</tr>")
            labels = [f"{number}.1", f"{number}.2"]
        else:
            number += 2
            labels = [str(number - 1), str(number)]
        for no, (wording, product, submitted, time) in zip(labels, steps, strict=True):
            if subject == LATE and no == labels[1]:
                time = "Quý IV/2023"
                p.odd(
                    "high",
                    f"B.VII, nhiệm vụ {no}, thời hạn",
                    f"{wording.format(subject)}: Quý IV/2023",
                    "Thời hạn trước ngày ban hành Kế hoạch (25/02/2026)",
                )
            _row(p, section, no, wording.format(subject), lead, supporting, product, submitted, time)
    p.say("</tbody></table>")
    p.odd("medium", "A.II, chủ trì", "Đề án bộ chỉ số giám sát, đánh giá chính sách xã hội", "Ô đơn vị chủ trì trống")
    p.odd("medium", "B.III, phối hợp", "Bộ Nội vụ; Bộ Nội vụ", "Một cơ quan ghi hai lần trong một ô")


def _row(
    p: Paper, section: str, no: str, name: str, lead: str, supporting: str, product: str, submitted: str, time: str
) -> None:
    leads = agencies(lead)[1]
    supporting_raw, supporters = agencies(supporting)
    cells = (
        no,
        "\n".join(textwrap.wrap(escape(name, quote=False), 60)),
        "<br>".join(leads) or "&nbsp;",
        escape(supporting_raw),
        escape(product),
        escape(submitted) or "&nbsp;",
        escape(time),
    )
    p.say("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    p.task(
        section,
        name,
        leads,
        supporters,
        no=no,
        submit_to=submitted or None,
        product=product,
        schedule_raw=time,
        schedule=SCHEDULES[time],
    )
    for kind, number, day in (
        ("Nghị định", "20/2021/NĐ-CP", "2021-03-15"),
        ("Nghị định", "131/2021/NĐ-CP", "2021-12-30"),
        ("Nghị định", "146/2018/NĐ-CP", "2018-10-17"),
        ("Luật", "74/2025/QH15", "2025-06-16"),
    ):
        if number in name and number not in {r["number"] for r in p.references}:
            p.cite(kind, number, day, "Chính phủ" if kind == "Nghị định" else None)


if __name__ == "__main__":
    write(NAME, *build())
